# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Virtual time, and threads that run in it one after the other while their times overlap."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ansible_collections.edgeops.cdn.plugins.module_utils._wait.workers import Job, News

#: 2026-11-21T08:30:00Z
START = 1795249800.0


class VirtualClock:
    """Sleeping is all that takes time."""

    def __init__(self) -> None:
        self._now = 0.0

    def monotonic(self) -> float:
        return self._now

    def time(self) -> float:
        return START + self._now

    def sleep(self, seconds: float) -> None:
        assert seconds >= 0, f"slept for {seconds} seconds"
        self._now += seconds

    def advance_to(self, moment: float) -> None:
        self._now = max(self._now, moment)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """What happens in here takes no time outside: it is another thread's."""
        before = self._now
        try:
            yield
        finally:
            self._now = before


class VirtualWorkers:
    """Each job runs as soon as it is submitted, in a time of its own; what comes of it is told when it comes."""

    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock
        self._coming: list[tuple[float, int, News[Any, Any]]] = []
        self._numbers = itertools.count()

    def submit(self, job: Job[Any, Any]) -> None:
        error: Exception | None = None
        with self._clock.aside():
            try:
                for found in job.read():
                    self._push(News(job.tag, found))
            except Exception as exc:
                error = exc
            self._push(News(job.tag, ended=True, error=error))

    def _push(self, news: News[Any, Any]) -> None:
        heapq.heappush(self._coming, (self._clock.monotonic(), next(self._numbers), news))

    def wait(self, seconds: float) -> list[News[Any, Any]]:
        until = self._clock.monotonic() + max(0.0, seconds)
        if not self._coming or self._coming[0][0] > until:
            self._clock.advance_to(until)
            return []
        self._clock.advance_to(self._coming[0][0])
        came = []
        while self._coming and self._coming[0][0] <= self._clock.monotonic():
            came.append(heapq.heappop(self._coming)[2])
        return came
