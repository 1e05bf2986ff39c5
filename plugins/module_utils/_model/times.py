# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Times that users type, providers send and messages tell; within, seconds since the epoch, UTC."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from typing import Any

from .errors import OptionError

#: Characters of a value that a message shows.
_LONGEST_SHOWN = 50

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_NUMBER = re.compile(r"^\d{1,17}(?:\.\d+)?$")
_AGE = re.compile(r"^(?:(\d{1,9})w)?(?:(\d{1,9})d)?(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9})s)?$")
_AGE_UNITS = (604800, 86400, 3600, 60, 1)
_RFC3339 = re.compile(
    r"^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?:([Zz])|([+-])(\d{2}):?(\d{2}))$"
)
#: Numbers from here on are milliseconds: as seconds they would lie beyond the year 5138.
_MILLISECONDS_FROM = 10**11
#: The last second of the year 9999, the end of what RFC 3339 can write.
_LATEST = 253402300799.0

#: Seconds, as YAML, Ansible and Python write them.
_SECONDS = re.compile(r"^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$", re.IGNORECASE)

_EXPECTED = (
    "an RFC 3339 time with a time zone (2026-11-21T08:30:00Z), seconds or milliseconds since 1970, "
    "or an age (90s, 15m, 2h, 1d12h, 2w)"
)


def rfc3339(moment: float) -> str:
    """UTC with whole seconds, such as `2026-11-21T08:30:00Z`."""
    # Not datetime.fromtimestamp(): it fails on times that some platforms' C library does not know.
    return (_EPOCH + timedelta(seconds=int(moment))).strftime("%Y-%m-%dT%H:%M:%SZ").zfill(20)


def parse_option(value: Any, option: str, now: float) -> float:
    """A time that a user typed; OptionError names the option."""
    text = str(value).strip()
    moment: float | None = None
    if _NUMBER.match(text):
        number = float(text)
        moment = number / 1000 if number >= _MILLISECONDS_FROM else number
    else:
        age = _length(text)
        moment = _from_rfc3339(text) if age is None else now - age
    if moment is None or not 0 <= moment <= _LATEST:
        raise OptionError(f"{option}: {text!r} is not a time. Expected {_EXPECTED}.")
    return moment


def parse_duration(value: Any, option: str, least: float, most: float) -> float:
    """A length of time that a user typed, in seconds; OptionError names the option and the range.

    A number, or text: a number (`900`, `0.5`) or weeks, days, hours, minutes, seconds (`90s`, `15m`, `1h30m`, `2d`).
    """
    text = str(value).strip()
    seconds: float | None = None
    if isinstance(value, (int, float, str)) and not isinstance(value, bool):
        # float() of text never overflows; of a number of 400 digits it would.
        seconds = float(text) if _SECONDS.match(text) else _length(text.lower())
    shown = text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "..."
    expected = f"Expected {least:.15g} to {most:.15g} seconds, or a length of time such as 90s, 15m, 1h30m or 2d."
    if seconds is None:
        raise OptionError(f"{option}: {shown!r} is not a length of time. {expected}")
    if not least <= seconds <= most:
        raise OptionError(f"{option}: {shown} is out of range. {expected}")
    return seconds


def _length(text: str) -> int | None:
    """Seconds of a length of time such as `1h30m`; None for anything else."""
    match = _AGE.match(text)
    if not text or not match:
        return None
    return sum(int(count) * unit for count, unit in zip(match.groups(default="0"), _AGE_UNITS))


def from_milliseconds(value: object) -> float | None:
    """Seconds of a provider's milliseconds since the epoch; None for zero, and for what cannot be one."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= _LATEST * 1000:
        return None
    return value / 1000


def from_text(value: object) -> float | None:
    """Seconds of a provider's ISO 8601 text, with or without seconds; None for anything else."""
    return _from_rfc3339(value.strip()) if isinstance(value, str) else None


def _from_rfc3339(text: str) -> float | None:
    match = _RFC3339.match(text)
    if not match:
        return None
    year, month, day, hour, minute, second, fraction, zulu, sign, offset_hours, offset_minutes = match.groups()
    if int(second or 0) > 60 or int(offset_hours or 0) > 23 or int(offset_minutes or 0) > 59:
        return None
    offset = timedelta()
    if not zulu:
        offset = timedelta(hours=int(offset_hours), minutes=int(offset_minutes)) * (-1 if sign == "-" else 1)
    try:
        moment = datetime(int(year), int(month), int(day), int(hour), int(minute), tzinfo=timezone.utc)
        # Added, not handed in, because RFC 3339 allows the leap second 60.
        moment += timedelta(seconds=int(second or 0), microseconds=int((fraction or "0")[:6].ljust(6, "0")))
        return (moment - offset - _EPOCH).total_seconds()
    except (ValueError, OverflowError):
        return None


def duration(seconds: float) -> str:
    """A length of time for people: `45s`, `2m10s`, `30m`, `1h05m`."""
    whole = int(seconds)
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    if hours:
        return f"{hours}h{minutes:02d}m" if minutes else f"{hours}h"
    if minutes:
        return f"{minutes}m{left:02d}s" if left else f"{minutes}m"
    return f"{left}s"
