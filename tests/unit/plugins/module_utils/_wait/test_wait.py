# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who is asked when: the wait engine over providers that only count, in virtual time."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import Reference
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Filters, Provider
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.engine import MOST_AGE, Snapshot, wait
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.ledger import Ledger, Policy
from tests.simulation.clock import VirtualClock, VirtualWorkers

ROUND_TRIP = 0.1
PER_CALL = 10
NEVER = 1e9


class Counting(Provider):
    """Ten tasks a call; a task finishes when it is told to. Keeps when it was asked for what."""

    client: Any

    def __init__(self, name: str, clock: VirtualClock, ends: Sequence[float]) -> None:
        self._own_name, self._clock = name, clock
        self._ends = {str(number): end for number, end in enumerate(ends)}
        self.client = SimpleNamespace(calls=0, repeated=0, fault=None, deadline=None)
        self.asked: list[tuple[float, list[str]]] = []
        self.broken_until = 0.0

    @property
    def name(self) -> str:  # type: ignore[override]  # a constant of a class elsewhere
        return self._own_name

    def calls_for(self, number: int) -> int:
        return -(-number // PER_CALL)

    def plan(self, references: Sequence[Reference], due: int) -> list[list[Reference]]:
        return [list(references[start : start + PER_CALL]) for start in range(0, due, PER_CALL)]

    def fetch(self, batch: Sequence[Reference]) -> list[Task]:
        self.asked.append((self._clock.monotonic(), [reference.id for reference in batch]))
        self.client.calls += 1
        self._clock.sleep(ROUND_TRIP)
        now = self._clock.monotonic()
        if now < self.broken_until:
            raise ApiError("Broken", "", "passing")
        return [
            Task(reference.id, self.name, "succeeded" if now >= self._ends[reference.id] else "running")
            for reference in batch
        ]

    # A wait only fetches.

    def describe(self, references: Sequence[Reference]) -> list[Task]:
        raise NotImplementedError

    def query(self, filters: Filters) -> tuple[list[Task], bool]:
        raise NotImplementedError

    def sweeps(self) -> list[tuple[float, int]]:
        """When calls were made, and how many at about the same time."""
        found: list[tuple[float, int]] = []
        for moment, _ids in self.asked:
            if found and moment - found[-1][0] < 2:
                found[-1] = (found[-1][0], found[-1][1] + 1)
            else:
                found.append((moment, 1))
        return found


def run(
    timeout: float = 1000.0,
    broken_until: float = 0.0,
    rng: Callable[[], float] = lambda: 0.5,
    **ends: Sequence[float],
) -> tuple[Snapshot, Any]:
    """A wait with polls every 5 seconds, sharp where nothing else is said, and the providers by name."""
    clock = VirtualClock()
    providers = {name: Counting(name, clock, own) for name, own in ends.items()}
    for provider in providers.values():
        provider.broken_until = broken_until
    references = [Reference(name, str(number)) for name, own in ends.items() for number in range(len(own))]
    ledger = Ledger(references, Policy(timeout=timeout, poll_interval=5.0), clock.monotonic())
    typed: Mapping[str, Provider] = providers
    *_others, last = wait(ledger, typed, clock, VirtualWorkers(clock), 1000.0, rng)
    return last, SimpleNamespace(**providers)


def test_a_sweep_asks_for_no_more_than_it_takes_to_know_that_the_wait_goes_on() -> None:
    last, by = run(one=[52.0] * 100)
    assert last.outcome == "succeeded"
    assert [calls for _moment, calls in by.one.sweeps()] == [10, *[1] * 10, 10]


def test_every_task_gets_its_turn() -> None:
    _last, by = run(one=[52.0] * 50)
    first = [ids[0] for _moment, ids in by.one.asked[5:10]]
    assert sorted(map(int, first)) == [9, 19, 29, 39, 49]


def test_few_tasks_are_all_asked_for_in_every_sweep() -> None:
    _last, by = run(one=[52.0] * 10)
    assert {len(ids) for _moment, ids in by.one.asked} == {10}
    assert [round(moment) for moment, _ids in by.one.asked] == list(range(0, 60, 5))


def test_no_answer_grows_too_old() -> None:
    _last, by = run(timeout=600, one=[NEVER] * 1000)
    told: dict[str, float] = {}
    for moment, ids in by.one.asked:
        for task_id in ids:
            assert moment - told.get(task_id, 0.0) <= MOST_AGE + 5 + 100 * ROUND_TRIP
            told[task_id] = moment
    # A hundred calls at first, within two minutes after that, and at the last chance; in between, one for each sweep.
    assert len(by.one.asked) < 8 * 100


def test_the_end_is_seen_within_one_sweep() -> None:
    """All finish at the same time, with nobody having been asked for lately."""
    last, _by = run(one=[61.0] * 1000)
    assert last.outcome == "succeeded"
    # The poll at 65, then eight times as many, then the rest, eight at a time.
    assert last.elapsed == pytest.approx(65 + ROUND_TRIP * (1 + 1 + 12), abs=3 * ROUND_TRIP)


def test_a_fault_is_no_reason_to_ask_for_more() -> None:
    last, by = run(one=[11.0] * 100, broken_until=21.0)
    assert last.outcome == "succeeded"
    assert [calls for _moment, calls in by.one.sweeps()][:4] == [1] * 4


def test_the_last_chance_is_taken_early_enough_for_all() -> None:
    """A thousand tasks take a whole sweep of more than a second; all had finished since they were asked for."""
    ends = [NEVER, *[90.0] * 999]
    last, _by = run(timeout=100, one=ends)
    assert last.outcome == "timed_out"
    assert [reference.id for reference in last.ledger.leftover()] == ["0"]
    assert last.elapsed <= 100


def test_with_the_last_task_of_one_provider_the_others_are_asked_at_once() -> None:
    # In turn early and late: one is polled at 0, 4.5, 9 and 13.5, the other one at 0, 5.5, 11 and would be at 16.5.
    last, by = run(rng=itertools.cycle([0.0, 1.0]).__next__, one=[12.0], two=[12.0])
    assert [round(moment, 1) for moment, _ids in by.one.asked] == [0.0, 4.5, 9.0, 13.5]
    assert [round(moment, 1) for moment, _ids in by.two.asked] == [0.0, 5.5, 11.0, 13.6]
    assert (last.outcome, round(last.elapsed, 1)) == ("succeeded", 13.7)
