# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who is asked when: the wait engine over providers that only count, in virtual time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest

from ansible_collections.edgeops.cdn.plugins.module_utils._http.budget import Budget
from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Service
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError, ErrorKind
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import Reference
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Counts, Task
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Declaration, Filters, Provider, Read
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.engine import Progress, wait
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.ledger import Ledger, Policy
from tests.simulation.clock import VirtualClock, VirtualWorkers

ROUND_TRIP = 0.1
PER_CALL = 10
NEVER = 1e9


class Counting(Provider):
    """Ten tasks a call; a task finishes when it is told to. Keeps when it was asked for what."""

    client: Any
    by_id = Read(PER_CALL, "by_id")

    def __init__(self, name: str, clock: VirtualClock, ends: Sequence[float]) -> None:
        self.declaration = Declaration(
            name, name, name, {}, {"by_id": 30.0, "list": 30.0}, 0.0, Service(name), lambda _options, _runtime: self
        )
        self.clock = clock
        self.ends = {str(number): end for number, end in enumerate(ends)}
        self.client = SimpleNamespace(calls=0, repeated=0, fault=None, deadline=None)
        self.budgets = {rate: Budget(calls, clock) for rate, calls in self.declaration.rates.items()}
        self.asked: list[tuple[float, list[str]]] = []
        self.broken_until, self.breaks_at = 0.0, NEVER
        #: Whatever names it meets a passing fault.
        self.poison = ""

    def call(self, rate: str, ids: Sequence[str]) -> None:
        self.budgets[rate].wait_for_turn(None)
        self.asked.append((self.clock.monotonic(), list(ids)))
        self.client.calls += 1
        self.clock.sleep(ROUND_TRIP)
        if not self.broken_until <= self.clock.monotonic() < self.breaks_at or self.poison in ids:
            raise ApiError("Broken", "", "passing")

    def task(self, task_id: str) -> Task:
        return Task(task_id, self.name, "succeeded" if self.clock.monotonic() >= self.ends[task_id] else "running")

    def read_ids(self, references: Sequence[Reference]) -> Iterator[Task]:
        self.call("by_id", [reference.id for reference in references])
        for reference in references:
            yield self.task(reference.id)

    def query(self, filters: Filters) -> tuple[list[Task], bool]:
        raise NotImplementedError

    def sweeps(self) -> list[tuple[float, int]]:
        """When calls were made, and how many at about the same time."""
        found: list[tuple[float, int]] = []
        for moment, _ids in self.asked:
            if found and moment - found[-1][0] < 3:
                found[-1] = (found[-1][0], found[-1][1] + 1)
            else:
                found.append((moment, 1))
        return found


class Listing(Counting):
    """One task a call by id, all of those that it shows by a list of two pages."""

    by_id = Read(1, "by_id")
    by_list = Read(10_000, "list")
    list_calls = 2
    #: Not in the list; not there at all.
    unlisted: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()

    def read_list(self, references: Sequence[Reference]) -> Iterator[Task]:
        wanted = [reference.id for reference in references if reference.id not in self.unlisted | self.missing]
        for page in (wanted[::2], wanted[1::2]):
            self.call("list", ["page"])
            yield from map(self.task, page)

    def task(self, task_id: str) -> Task:
        return Task(task_id, self.name, "not_found") if task_id in self.missing else super().task(task_id)


class Cutting(Counting):
    """Leaves rows out of every call for several tasks; a task alone takes a chain of calls."""

    chains = 0
    #: The task that has failed URLs once it has finished.
    failing = ""

    def task(self, task_id: str) -> Task:
        task = super().task(task_id)
        if task.finished and task_id == self.failing:
            return replace(task, state="failed", counts=Counts(total=1_000, failed=7))
        return task

    def read_ids(self, references: Sequence[Reference]) -> Iterator[Task]:
        for task in super().read_ids(references):
            if task.finished and len(references) == 1:
                self.chains += 1
                self.clock.sleep(20.0)
            yield replace(task, state="running", partial=True) if task.finished and len(references) > 1 else task


def run(
    timeout: float = 1000.0,
    broken_until: float = 0.0,
    kind: Callable[..., Counting] = Counting,
    prepare: Callable[[Any], None] = lambda _provider: None,
    policy: Mapping[str, Any] | None = None,
    **ends: Sequence[float],
) -> tuple[Progress, Any]:
    """A wait with polls every 5 seconds sharp, and the providers by name."""
    clock = VirtualClock()
    providers = {name: kind(name, clock, own) for name, own in ends.items()}
    for provider in providers.values():
        provider.broken_until = broken_until
        prepare(provider)
    references = [Reference(name, str(number)) for name, own in ends.items() for number in range(len(own))]
    ledger = Ledger(references, Policy(timeout=timeout, poll_interval=5.0, **(policy or {})), clock.monotonic())
    typed: Mapping[str, Provider] = providers
    *_others, last = wait(ledger, typed, clock, VirtualWorkers(clock), 1000.0, lambda: 0.5)
    return last, SimpleNamespace(**providers)


def test_every_sweep_asks_for_everything_that_is_unfinished() -> None:
    last, by = run(one=[*[12.0] * 50, *[22.0] * 50])
    assert last.outcome == "succeeded"
    assert [calls for _moment, calls in by.one.sweeps()] == [10, 10, 10, 10, 5, 5]


def test_the_first_request_goes_alone() -> None:
    _last, by = run(one=[1.0] * 100)
    (first, second), *_others = pairwise(moment for moment, _ids in by.one.asked)
    assert second - first >= ROUND_TRIP


def test_sweeps_take_a_third_of_the_rate_after_the_first_one() -> None:
    _last, by = run(one=[60.0] * 1000)
    moments = [moment for moment, _ids in by.one.asked]
    assert moments[99] - moments[10] == pytest.approx(89 / 30, rel=0.05)
    assert moments[199] - moments[110] == pytest.approx(89 / 10, rel=0.05)


def test_news_is_no_older_than_an_interval_and_a_sweep() -> None:
    """One task has failed, among 300 others that go on."""
    last, _by = run(one=[NEVER] * 300, prepare=lambda one: setattr(one, "task", failing_at(one, "137", 42.0)))
    assert last.outcome == "failed"
    assert last.elapsed < 42 + 5 + 30 / 10 + 1


@pytest.mark.no_cover
@pytest.mark.parametrize("number", [1, 500, 1_000, 3_000])
def test_every_task_has_news_once_in_an_interval_or_a_sweep(number: int) -> None:
    """A sweep begins where the last one began: a task that was asked for first is not asked for last."""
    last, by = run(timeout=200, one=[NEVER] * number)
    assert last.outcome == "timed_out"
    moments: dict[str, list[float]] = {str(one): [0.0] for one in range(number)}
    for moment, ids in by.one.asked:
        for task_id in ids:
            moments[task_id].append(moment)
    sweep = number / (PER_CALL * 30 / 3)
    oldest = max(later - sooner for own in moments.values() for sooner, later in pairwise(own))
    assert oldest < 1.1 * 5 + sweep


def failing_at(provider: Counting, task_id: str, moment: float) -> Callable[[str], Task]:
    def task(asked: str) -> Task:
        failed = asked == task_id and provider.clock.monotonic() >= moment
        return Task(asked, provider.name, "failed" if failed else "running")

    return task


def test_the_end_is_seen_within_an_interval_and_a_sweep() -> None:
    last, _by = run(one=[61.0] * 1000)
    assert last.outcome == "succeeded"
    assert last.elapsed < 61 + 5 + 2 * 100 / 10


@pytest.mark.parametrize("number", [2, 10, 31])
@pytest.mark.parametrize("kind", [Counting, Listing])
def test_a_task_that_always_meets_a_fault_starves_no_other(kind: Callable[..., Counting], number: int) -> None:
    last, _by = run(timeout=60, kind=kind, one=[NEVER] * number, prepare=lambda one: setattr(one, "poison", "0"))
    assert last.outcome == "timed_out"
    asked = [task.id for task in last.ledger.tasks() if task.state == "running"]
    listed = kind is Listing and number > 2
    assert asked == [str(one) for one in range(0 if listed else 1, number)]


def test_an_outage_does_not_multiply_the_calls() -> None:
    """Of the groups that meet a fault, one in a sweep is taken apart."""
    last, by = run(timeout=100, one=[NEVER] * 100, prepare=lambda one: setattr(one, "breaks_at", 10.0))
    assert last.outcome == "timed_out"
    steady = [calls for _moment, calls in by.one.sweeps()]
    assert max(steady) <= 20


def test_a_broken_list_is_no_reason_to_ask_for_nothing() -> None:
    last, by = run(timeout=60, kind=Listing, one=[NEVER] * 5, prepare=lambda one: setattr(one, "poison", "page"))
    assert last.ledger.count("running") == 5
    assert any(ids == ["page"] for _moment, ids in by.one.asked[1:])


def test_what_the_list_does_not_show_is_asked_for_in_turn() -> None:
    """As many in a sweep as a third of the rate allows within an interval: 50."""
    hidden = frozenset(map(str, range(5, 125)))
    last, by = run(timeout=60, kind=Listing, one=[NEVER] * 125, prepare=lambda one: setattr(one, "unlisted", hidden))
    assert last.ledger.count("running") == 125
    single = [ids[0] for _moment, ids in by.one.asked if ids != ["page"]]
    assert set(single[:120]) == hidden
    assert len(single[:50]) == len(set(single[:50]))


@pytest.mark.parametrize("knows_more", [True, False])
def test_list_is_read_for_what_is_not_found_only_where_it_may_know_more(knows_more: bool) -> None:
    class Single(Listing):
        list_calls = 9
        list_knows_more = knows_more

    _last, by = run(
        timeout=30, kind=Single, one=[NEVER] * 3, prepare=lambda one: setattr(one, "missing", frozenset("2"))
    )
    assert any(ids == ["page"] for _moment, ids in by.one.asked) == knows_more
    by.one.asked.clear()
    by.one.broken_until, by.one.breaks_at = 0.0, NEVER
    tasks = by.one.describe([Reference("one", "0"), Reference("one", "2")])
    assert [task.state for task in tasks] == ["running", "not_found"]
    assert any(ids == ["page"] for _moment, ids in by.one.asked) == knows_more


def test_ids_that_are_nowhere_end_the_wait_after_the_grace() -> None:
    last, _by = run(
        kind=Listing,
        one=[NEVER] * 5,
        prepare=lambda one: setattr(one, "missing", frozenset("34")),
        policy={"missing_grace": 20.0},
    )
    assert last.outcome == "not_found"
    assert 20 <= last.elapsed < 20 + 2 * 5 + 1


def test_what_the_call_by_id_does_not_find_is_looked_for_in_the_list() -> None:
    """Such as a task that is older than the call by id looks back."""

    class Old(Listing):
        def read_ids(self, references: Sequence[Reference]) -> Iterator[Task]:
            for task in super().read_ids(references):
                yield replace(task, state="not_found")

    last, _by = run(kind=Old, one=[0.0])
    assert last.outcome == "succeeded"
    assert last.elapsed < 2 * 5


@pytest.mark.parametrize("kind", ["missing", "passing"])
def test_a_list_that_knows_nothing_leaves_it_to_the_calls_by_id(kind: ErrorKind) -> None:
    class Foreign(Listing):
        def read_list(self, references: Sequence[Reference]) -> Iterator[Task]:
            raise ApiError("Unknown", "", kind)

    last, _by = run(kind=Foreign, one=[0.0] * 5)
    assert last.outcome == "succeeded"


def test_a_page_that_came_counts_although_the_next_one_did_not() -> None:
    class Half(Listing):
        def read_list(self, references: Sequence[Reference]) -> Iterator[Task]:
            yield from list(super().read_list(references))[::2]
            raise ApiError("Broken", "", "passing")

    last, _by = run(kind=Half, one=[0.0] * 6, policy={"once": True})
    assert last.ledger.count("succeeded") == 3


def test_a_chain_of_calls_for_one_task_holds_back_no_news_of_the_others() -> None:
    last, by = run(kind=Cutting, one=[3.0, 3.0, *[32.0] * 8])
    assert last.outcome == "succeeded"
    assert by.one.chains == 10
    sweeps = [moment for moment, ids in by.one.asked if len(ids) > 2]
    assert max(later - sooner for sooner, later in pairwise(sweeps)) < 6


@pytest.mark.parametrize("failing", ["0", "4", "9"])
def test_a_task_with_failed_urls_is_read_whole_first(failing: str) -> None:
    def prepare(provider: Cutting) -> None:
        provider.failing = failing

    last, _by = run(kind=Cutting, prepare=prepare, one=[0.0] * 10)
    assert (last.outcome, last.ledger.count("failed")) == ("failed", 1)
    assert last.elapsed < 25, "the time of one chain"


def test_a_failure_is_told_when_it_comes() -> None:
    clock = VirtualClock()
    provider = Counting("one", clock, [NEVER] * 1000)
    provider.task = failing_at(provider, "500", 10.0)  # type: ignore[method-assign,assignment]  # of this one provider alone
    references = [Reference("one", str(number)) for number in range(1000)]
    ledger = Ledger(references, Policy(timeout=100, fail_fast=False), 0.0)
    for progress in wait(ledger, {"one": provider}, clock, VirtualWorkers(clock), 1000.0, lambda: 0.5):
        if progress.ledger.count("failed"):
            break
    assert progress.elapsed < 10 + 5 + 10 + 1
    assert any(task.state == "failed" for task in progress.ledger.tasks())


def test_the_last_chance_is_taken_early_enough_for_all() -> None:
    """A thousand tasks take a whole sweep of ten seconds; all had finished since they were asked for."""
    ends = [NEVER, *[85.0] * 999]
    last, _by = run(timeout=100, one=ends)
    assert last.outcome == "timed_out"
    assert [reference.id for reference in last.ledger.leftover()] == ["0"]
    assert last.elapsed <= 100


def test_a_lasting_error_ends_the_wait_at_once() -> None:
    class Refusing(Counting):
        def read_ids(self, references: Sequence[Reference]) -> Iterator[Task]:
            raise ApiError("Refused", "", "lasting", provider=self.name)

    last, _by = run(kind=Refusing, one=[1.0] * 5)
    assert (last.outcome, last.elapsed) == ("error", 0.0)


def test_what_is_no_error_of_a_provider_is_raised() -> None:
    class Mistaken(Counting):
        def read_ids(self, references: Sequence[Reference]) -> Iterator[Task]:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run(kind=Mistaken, one=[1.0])
