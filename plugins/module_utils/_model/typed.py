# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""What a user typed, made a sound value; OptionError names the option and says what fits."""

from __future__ import annotations

from typing import Any, Mapping

from .errors import OptionError
from .times import parse_duration

#: Every option of time of every module: the least and the most, in seconds. All are of the type raw, because Ansible
#: would take true for 1 second, and refuse 15m.
DURATIONS: dict[str, tuple[float, float]] = {
    "connect_timeout": (0.1, 300),
    "read_timeout": (0.1, 3_600),
    # A year is far beyond any provider's history; poll intervals below a tenth would only burn budget.
    "timeout": (1, 31_536_000),
    "wait_timeout": (1, 31_536_000),
    "poll_interval": (0.1, 3_600),
    "progress_interval": (0.1, 3_600),
    "missing_grace": (0, 31_536_000),
    "settle": (0, 31_536_000),
}


def read_duration(options: Mapping[str, Any], option: str) -> float:
    """An option of time, in seconds; OptionError names it and what was expected."""
    return parse_duration(options[option], option, *DURATIONS[option])


def read_number(options: Mapping[str, Any], option: str, least: float, most: float) -> float:
    """An option that is a number; OptionError out of range, and for true, which Ansible takes for 1."""
    if isinstance(options[option], bool):
        raise OptionError(f"{option}: expected a number from {least:.15g} to {most:.15g}, got {options[option]}.")
    value = float(options[option])
    if not least <= value <= most:
        raise OptionError(f"{option}: {value:.15g} is out of range. Expected {least:.15g} to {most:.15g}.")
    return value
