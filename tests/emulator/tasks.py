# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks of every provider, and where they are kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from .clock import rfc3339
from .scripts import Phase, Script
from .wire import host_of

_TRAILING_NUMBER = re.compile(r"(.*?)(\d+)")


@dataclass
class Task:
    """One purge or prefetch task. `reads` counts the answers that showed (or hid) it."""

    provider: str
    id: str
    operation: str
    object_type: str
    created: float
    tenant: str
    script: Script
    urls: tuple[str, ...] = ()
    url_count: int = 0
    project: str = "0"
    #: Tie breaker for tasks created in the same instant.
    order: int = 0
    reads: int = 0
    #: What the provider keeps besides, such as the mode of a directory purge.
    details: dict[str, Any] = field(default_factory=dict)

    def phase(self, now: float, *, reads: int | None = None) -> Phase:
        """What this task looks like now, or after another number of reads."""
        return self.script.at(now - self.created, self.reads if reads is None else reads, self.url_count)

    def first_phase(self) -> Phase:
        """What it looked like when it was created, for stale answers."""
        return self.script.at(0, 0, self.url_count)

    def url(self, index: int) -> str:
        """A URL of this task. Those that nobody named are made up."""
        if index < len(self.urls):
            return self.urls[index]
        end = "/" if self.object_type == "directory" else ".txt"
        return f"https://www.example.com/{self.id}/{index}{end}"

    @cached_property
    def domain(self) -> str:
        return str(self.details.get("domain") or host_of(self.url(0)))

    def describe(self, now: float) -> dict[str, Any]:
        """This task as the control API shows it."""
        phase = self.phase(now)
        return {
            "provider": self.provider,
            "id": self.id,
            "operation": self.operation,
            "object_type": self.object_type,
            "created_at": rfc3339(self.created),
            "tenant": self.tenant,
            "project": self.project,
            "url_count": phase.total or self.url_count,
            "reads": self.reads,
            "visible": not phase.hidden,
            "finished": phase.finished,
            "states": phase.tally(),
            "script": self.script.data,
        }


class TaskStore:
    """All tasks, by provider and id, and in order of creation."""

    def __init__(self) -> None:
        self._tasks: dict[str, dict[str, Task]] = {}
        self._ordered: dict[str, list[Task]] = {}
        self._counters: dict[str, int] = {}
        self._order = 0

    def clear(self) -> None:
        self._tasks.clear()
        self._ordered.clear()
        self._counters.clear()
        self._order = 0

    def count(self, name: str, start: int, number: int = 1) -> int:
        """Reserve `number` consecutive numbers that no task of the provider has, and answer the first one.

        The counter's name begins with the provider's.
        """
        taken = self._tasks.get(name.partition(" ")[0], {})
        first = self._counters.get(name, start)
        while any(str(first + offset) in taken for offset in range(number)):
            first += 1
        self._counters[name] = first + number
        return first

    def add(self, task: Task) -> None:
        """Keep a task. Raises ValueError when its id is taken."""
        tasks = self._tasks.setdefault(task.provider, {})
        if task.id in tasks:
            raise ValueError(f"{task.provider} has a task {task.id} already")
        self._order += 1
        task.order = self._order
        tasks[task.id] = task
        self._ordered.pop(task.provider, None)

    def find(self, provider: str, task_id: str) -> Task | None:
        return self._tasks.get(provider, {}).get(task_id)

    def remove(self, provider: str, task_id: str) -> bool:
        self._ordered.pop(provider, None)
        return self._tasks.get(provider, {}).pop(task_id, None) is not None

    def changed(self, provider: str) -> None:
        """A task got another creation time."""
        self._ordered.pop(provider, None)

    def newest_first(self, provider: str) -> list[Task]:
        """All tasks of a provider. Do not change the answer: it is kept."""
        ordered = self._ordered.get(provider)
        if ordered is None:
            ordered = sorted(
                self._tasks.get(provider, {}).values(), key=lambda task: (task.created, task.order), reverse=True
            )
            self._ordered[provider] = ordered
        return ordered

    def __iter__(self) -> Iterator[Task]:
        for tasks in self._tasks.values():
            yield from tasks.values()

    def __len__(self) -> int:
        return sum(len(tasks) for tasks in self._tasks.values())


def consecutive_ids(first: str, count: int) -> Iterable[str]:
    """`count` ids that follow each other, such as 704222904, 704222905."""
    if count == 1:
        return [first]
    match = _TRAILING_NUMBER.fullmatch(first)
    if not match:
        raise ValueError(f"cannot count on from the id {first!r}: it does not end with a digit")
    stem, number = match.groups()
    return [f"{stem}{int(number) + offset:0{len(number)}d}" for offset in range(count)]
