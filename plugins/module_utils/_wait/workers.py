# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Threads that make a wait's calls. They are daemons: a call that hangs keeps neither the wait nor the process."""

from __future__ import annotations

import queue
import threading
from dataclasses import dataclass
from typing import Callable, Protocol, Sequence

from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task

Job = Callable[[], Sequence[Task]]


@dataclass(frozen=True)
class Done:
    """A job that has ended: with tasks, or with what it raised."""

    provider: str
    tasks: Sequence[Task] = ()
    error: BaseException | None = None


class Workers(Protocol):
    """Runs jobs side by side."""

    def submit(self, provider: str, job: Job) -> None: ...

    def wait(self, seconds: float) -> list[Done]:
        """What has ended since the last call; waits up to so many seconds for the first."""


class ThreadWorkers:
    """A thread for every job that is under way; threads that are free are used again."""

    def __init__(self) -> None:
        self._jobs: queue.SimpleQueue[tuple[str, Job]] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[Done] = queue.SimpleQueue()
        self._threads = 0
        self._under_way = 0

    def submit(self, provider: str, job: Job) -> None:
        self._under_way += 1
        if self._under_way > self._threads:
            self._threads += 1
            threading.Thread(target=self._work, daemon=True).start()
        self._jobs.put((provider, job))

    def wait(self, seconds: float) -> list[Done]:
        ended: list[Done] = []
        try:
            ended.append(self._done.get(timeout=max(0.0, seconds)))
            while True:
                ended.append(self._done.get_nowait())
        except queue.Empty:
            pass
        self._under_way -= len(ended)
        return ended

    def _work(self) -> None:
        while True:
            provider, job = self._jobs.get()
            try:
                self._done.put(Done(provider, job()))
            except BaseException as exc:  # pylint: disable=broad-exception-caught  # raised again by the engine
                self._done.put(Done(provider, error=exc))
