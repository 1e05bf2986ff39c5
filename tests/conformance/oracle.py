# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the oracles of all clouds share.

An oracle reads the vendor's pages a second time, without the code under test. It looks at everything that was
answered, rows included, and says `succeeded`, `failed` or `open`. A task may be called finished only where the oracle
says the same of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tests.unit.support import Sent

SUCCEEDED, FAILED, OPEN = "succeeded", "failed", "open"


@dataclass(frozen=True)
class Exchange:
    """One call and its answer; the document is None where the body is no JSON."""

    sent: Sent
    status: int
    document: Any

    @property
    def is_good(self) -> bool:
        """A document that may tell of tasks: HTTP 2xx and an object."""
        return 200 <= self.status < 300 and isinstance(self.document, dict)


def number(value: Any) -> int | None:
    """A counter as the vendors may write it."""
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def text(value: Any) -> str:
    """A word as the vendors may write it; empty for what is none."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value.strip() if isinstance(value, str) else ""


def end(row: Any, key: str, ends: dict[str, str]) -> str:
    """What a row's word says of it."""
    return ends.get(text(row.get(key)).lower(), OPEN) if isinstance(row, dict) else OPEN


def of_rows(ends: Iterable[str]) -> str:
    """Rows alone: all of them have to have ended, and one that failed is a failure."""
    seen = set(ends)
    if not seen or seen - {SUCCEEDED, FAILED}:
        return OPEN
    return FAILED if FAILED in seen else SUCCEEDED
