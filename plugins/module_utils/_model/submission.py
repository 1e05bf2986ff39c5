# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""What is submitted, and what became of each call. Pure data, no I/O."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Mapping, Sequence, Tuple

from .task import Operation

#: Operation and object type.
BatchKind = Tuple[str, str]


@dataclass(frozen=True)
class Limits:
    """What a provider allows in one call."""

    urls: int
    #: Different host names.
    hosts: int | None = None


@dataclass(frozen=True)
class Batch:
    """What one call submits."""

    operation: Operation
    object_type: str
    #: URLs, or directories, expressions, tags; as they are sent.
    urls: Sequence[str]

    @property
    def kind(self) -> BatchKind:
        return (self.operation, self.object_type)

    def as_dict(self) -> dict[str, Any]:
        return {"operation": self.operation, "object_type": self.object_type, "urls": list(self.urls)}


@dataclass(frozen=True)
class Accepted:
    """What a provider responded to one call."""

    ids: Sequence[str]
    request_id: str | None = None
    #: URLs that it did not take, with its reasons, where it may take a call in part.
    refused: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Refusal:
    """What a provider did not take of a call, for one reason."""

    batch: Batch
    reason: str


@dataclass(frozen=True)
class Submission:
    """A batch that there are tasks of."""

    batch: Batch
    ids: Sequence[str]
    request_id: str | None = None
    #: No response came to the call, but its tasks were found.
    recovered: bool = False
    #: Not sent, because unfinished tasks cover it already.
    skipped: bool = False

    def as_dict(self) -> dict[str, Any]:
        return {
            **self.batch.as_dict(),
            "ids": list(self.ids),
            "request_id": self.request_id,
            "recovered": self.recovered,
            "skipped": self.skipped,
        }


@dataclass(frozen=True)
class Search:
    """Which tasks a search is for, besides the operation and the object type of a batch."""

    #: Seconds since the epoch, by the clock of this machine.
    since: float
    #: How many URLs a task may have, where a provider tells nothing but their number.
    least: int
    most: int
    #: Only tasks that have not finished.
    unfinished: bool = False
