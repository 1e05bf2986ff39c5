# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Readers for values of somebody else's JSON: any value in, a sound one or None out, no exception."""

from __future__ import annotations

import json
import re
from typing import Any

_PERCENT = re.compile(r"^(\d{1,3}(?:\.\d*)?)\s*%?$")
#: More digits than any counter has; keeps int() cheap.
_COUNT = re.compile(r"^\d{1,100}$")
#: Larger than any id that is a number; Python refuses to write out numbers of thousands of digits.
_LARGEST_ID = 10**100


def read_json(body: bytes) -> Any:
    """The JSON value of a UTF-8 body; ValueError for anything else, absurdly deep nesting included."""
    try:
        return json.loads(body.decode("utf-8"))
    except RecursionError as exc:
        raise ValueError("nested too deeply") from exc


def as_text(value: object) -> str | None:
    """A non-empty string, or the digits of a whole number, as which some calls send ids; no floats."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < _LARGEST_ID:
        value = str(value)
    if not isinstance(value, str):
        return None
    return value.strip() or None


def as_count(value: object) -> int | None:
    """A whole number of zero or more, also when it was sent as text."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value if value >= 0 else None
    if isinstance(value, str) and _COUNT.match(value.strip()):
        return int(value)
    return None


def as_percent(value: object) -> int | None:
    """A percentage, 0 to 100, from `100%`, `100`, `99.5` or a number; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return int(value) if 0 <= value <= 100 else None
    if not isinstance(value, str):
        return None
    match = _PERCENT.match(value.strip())
    return as_percent(float(match.group(1))) if match else None


def as_records(value: object) -> list[dict[str, Any]]:
    """The objects of a list, without anything else that is in it; none where it is no list."""
    if not isinstance(value, list):
        return []
    return [record for record in value if isinstance(record, dict)]
