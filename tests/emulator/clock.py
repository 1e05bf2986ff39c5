# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Time, handed in: no part of the emulator asks the system for it."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable


class Clock:
    """The server's wall clock, which can be shifted, and a monotonic one for rates."""

    def __init__(
        self,
        wall: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._wall = wall
        self._monotonic = monotonic
        self.shift = 0.0

    def now(self) -> float:
        """Seconds since the epoch, as the emulated clouds see it."""
        return self._wall() + self.shift

    def monotonic(self) -> float:
        """Seconds for rates and durations: a shifted clock must not open or close a rate window."""
        return self._monotonic()


class FakeClock:
    """A clock for tests, which moves only when told to. Hand in `.time` and `.monotonic`."""

    def __init__(self, start: float | None = None) -> None:
        # Signing clients use the real date, and the emulator refuses a skew of more than 15 minutes.
        self._now = time.time() if start is None else start
        self._ticks = 1000.0

    def time(self) -> float:
        return self._now

    def monotonic(self) -> float:
        return self._ticks

    def advance(self, seconds: float) -> None:
        """Move the date, back as well; the monotonic clock never goes back."""
        self._now += seconds
        self._ticks += max(0.0, seconds)


#: ruff wants datetime.UTC, which mypy does not know for Python 3.10.
UTC = dt.timezone(dt.timedelta())


def utc(epoch: float) -> dt.datetime:
    return dt.datetime.fromtimestamp(epoch, tz=UTC)


def rfc3339(epoch: float) -> str:
    return utc(epoch).strftime("%Y-%m-%dT%H:%M:%SZ")


def parse_rfc3339(text: str) -> float:
    """Seconds since the epoch of an RFC 3339 time; a time without a zone is UTC."""
    moment = dt.datetime.fromisoformat(text.replace("Z", "+00:00").replace("z", "+00:00"))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.timestamp()
