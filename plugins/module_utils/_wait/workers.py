# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.
"""Threads that make a wait's calls; daemons, because a call that hangs must not keep the process."""

from __future__ import annotations

import queue
import threading
from dataclasses import dataclass
from typing import Callable, Generic, Iterable, Protocol, TypeVar

Tag = TypeVar("Tag")
Found = TypeVar("Found")


@dataclass(frozen=True)
class Job(Generic[Tag, Found]):
    """Something to ask; what it finds comes one by one. The tag tells who asked what."""

    tag: Tag
    read: Callable[[], Iterable[Found]]


@dataclass(frozen=True)
class News(Generic[Tag, Found]):
    """What came of a job: something found, or its end, perhaps by what it raised."""

    tag: Tag
    found: Found | None = None
    ended: bool = False
    error: BaseException | None = None


class Workers(Protocol[Tag, Found]):
    """Runs jobs side by side."""

    def submit(self, job: Job[Tag, Found]) -> None:
        """Run a job once there is room."""

    def wait(self, seconds: float) -> list[News[Tag, Found]]:
        """What has come since the last call; waits up to so many seconds for the first."""


class ThreadWorkers(Generic[Tag, Found]):
    """A thread for every job that is under way; threads that are free are used again."""

    def __init__(self) -> None:
        self._jobs: queue.SimpleQueue[Job[Tag, Found]] = queue.SimpleQueue()
        self._news: queue.SimpleQueue[News[Tag, Found]] = queue.SimpleQueue()
        self._threads = 0
        self._under_way = 0

    def submit(self, job: Job[Tag, Found]) -> None:
        self._under_way += 1
        if self._under_way > self._threads:
            self._threads += 1
            threading.Thread(target=self._work, daemon=True).start()
        self._jobs.put(job)

    def wait(self, seconds: float) -> list[News[Tag, Found]]:
        came: list[News[Tag, Found]] = []
        try:
            came.append(self._news.get(timeout=max(0.0, seconds)))
            while True:
                came.append(self._news.get_nowait())
        except queue.Empty:
            pass
        self._under_way -= sum(news.ended for news in came)
        return came

    def _work(self) -> None:
        while True:
            job = self._jobs.get()
            error: BaseException | None = None
            found: Found | None = None
            try:
                for found in job.read():
                    self._news.put(News(job.tag, found))
            except BaseException as exc:  # pylint: disable=broad-exception-caught  # raised again by who waits
                error = exc
            self._news.put(News(job.tag, ended=True, error=error))
            del job, error, found
