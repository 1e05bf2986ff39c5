# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Virtual time, and threads that run in it one after the other while their times overlap."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterator
from contextlib import contextmanager

from ansible_collections.edgeops.cdn.plugins.module_utils._wait.workers import Done, Job

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
    """Each job runs as soon as it is submitted, in a time of its own; its end is reported when that time has come."""

    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock
        self._ends: list[tuple[float, int, Done]] = []
        self._numbers = itertools.count()

    def submit(self, provider: str, job: Job) -> None:
        with self._clock.aside():
            try:
                done = Done(provider, job())
            except Exception as exc:
                done = Done(provider, error=exc)
            heapq.heappush(self._ends, (self._clock.monotonic(), next(self._numbers), done))

    def wait(self, seconds: float) -> list[Done]:
        until = self._clock.monotonic() + max(0.0, seconds)
        if not self._ends or self._ends[0][0] > until:
            self._clock.advance_to(until)
            return []
        self._clock.advance_to(self._ends[0][0])
        ended = []
        while self._ends and self._ends[0][0] <= self._clock.monotonic():
            ended.append(heapq.heappop(self._ends)[2])
        return ended
