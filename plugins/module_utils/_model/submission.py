# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""What is submitted: how it is split into calls, what became of each call, which tasks cover it, what quota it takes.

Pure data, no I/O.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, Iterable, Sequence, Tuple

from .quota import Quota
from .task import Operation, Task
from .urls import host_of, same

#: Operation and object type.
Kind = Tuple[str, str]


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
    def kind(self) -> Kind:
        return (self.operation, self.object_type)

    def as_dict(self) -> dict[str, Any]:
        return {"operation": self.operation, "object_type": self.object_type, "urls": list(self.urls)}


@dataclass(frozen=True)
class Accepted:
    """What a provider answered to one call."""

    ids: Sequence[str]
    request_id: str | None = None


@dataclass(frozen=True)
class Submission:
    """A batch that there are tasks of."""

    batch: Batch
    ids: Sequence[str]
    request_id: str | None = None
    #: No answer came to the call, but its tasks were found.
    recovered: bool = False
    #: Not sent, for unfinished tasks cover it already.
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
    #: Tasks that have not finished alone.
    unfinished: bool = False


def split(operation: Operation, object_type: str, urls: Sequence[str], limits: Limits) -> list[Batch]:
    """As few calls as the limits allow, in the order given; by hosts where there are too many for one call."""
    hosts = dict.fromkeys(map(host_of, urls))
    if limits.hosts is not None and len(hosts) > limits.hosts:
        # Else hosts that take turns would tear the list into calls of a few URLs each.
        place = {host: number for number, host in enumerate(hosts)}
        urls = sorted(urls, key=lambda url: place[host_of(url)])
    batches: list[list[str]] = []
    present: set[str] = set()
    for url in urls:
        host = host_of(url)
        crowded = limits.hosts is not None and host not in present and len(present) == limits.hosts
        if not batches or len(batches[-1]) == limits.urls or crowded:
            batches.append([])
            present = set()
        batches[-1].append(url)
        present.add(host)
    return [Batch(operation, object_type, batch) for batch in batches]


def cover(batch: Batch, tasks: Iterable[Task]) -> tuple[list[Task], list[str]]:
    """The tasks that hold URLs of a batch, none for nothing, and the URLs that no task holds."""
    missing = {same(url): url for url in batch.urls}
    used = []
    for task in tasks:
        held = {same(url.url) for url in task.urls} & set(missing)
        if held:
            used.append(task)
            for url in held:
                del missing[url]
    return used, list(missing.values())


def shortages(batches: Sequence[Batch], quotas: Sequence[Quota]) -> tuple[list[str], list[str]]:
    """Where the rest of the day does not suffice, in words; and the kinds that there is no known quota of."""
    wanted: Counter[Kind] = Counter()
    for batch in batches:
        wanted[batch.kind] += len(batch.urls)
    known = {(quota.operation, quota.object_type): quota for quota in quotas if quota.remaining is not None}
    short, unknown = [], []
    for kind, number in wanted.items():
        quota = known.get(kind)
        if quota is None:
            unknown.append(" ".join(kind))
        elif number > (quota.remaining or 0):
            of = "" if quota.limit is None else f" of {quota.limit}"
            short.append(f"{' '.join(kind)}: {number} needed, {quota.remaining}{of} left today")
    return short, unknown
