# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The budget of calls: never more than allowed in any second, less after a refusal, and back again."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.edgeops.cdn.plugins.module_utils._http.budget import FLOOR, RECOVERY_SECONDS, Budget
from ansible_collections.edgeops.cdn.plugins.module_utils._model.clock import Deadline
from tests.unit.support import THOROUGH, FakeClock

RATES = st.sampled_from([1, 2, 5, 10, 15, 20, 30, 50])


def busiest_second(calls: list[float]) -> int:
    """The largest number of calls in any window of one second, wherever it begins."""
    calls = sorted(calls)
    return max(
        (sum(1 for later in calls[index:] if later - begun < 1.0) for index, begun in enumerate(calls)), default=0
    )


@THOROUGH
@given(rate=RATES, gaps=st.lists(st.floats(0, 3) | st.just(0.0) | st.floats(0, 0.05), max_size=120))
def test_never_more_calls_in_a_second_than_allowed(rate: int, gaps: list[float]) -> None:
    clock = FakeClock()
    budget = Budget(rate, clock)
    calls = []
    for gap in gaps:
        clock.advance(gap)
        assert budget.wait_for_turn()
        calls.append(clock.monotonic())
    assert busiest_second(calls) <= rate


@THOROUGH
@given(
    rate=RATES,
    steps=st.lists(
        st.tuples(st.floats(0, 2) | st.just(0.0), st.sampled_from(["", "", "", "throttled"]), st.floats(0, 60)),
        max_size=80,
    ),
)
def test_never_more_calls_than_allowed_with_refusals_in_between(
    rate: int, steps: list[tuple[float, str, float]]
) -> None:
    clock = FakeClock()
    budget = Budget(rate, clock)
    calls = []
    not_before = 0.0
    for gap, event, pause in steps:
        clock.advance(gap)
        if event:
            budget.throttled(pause)
            not_before = max(not_before, clock.monotonic() + pause)
        assert budget.wait_for_turn()
        assert clock.monotonic() >= not_before - 1e-9
        calls.append(clock.monotonic())
        assert FLOOR <= budget.rate() <= rate
    assert busiest_second(calls) <= rate


@THOROUGH
@given(rate=RATES, late=st.lists(st.floats(0, 0.5) | st.just(0.0), min_size=1, max_size=80))
def test_sleeping_too_long_does_not_squeeze_calls_together(rate: int, late: list[float]) -> None:
    """A busy machine wakes threads up late, each by another bit."""
    clock = FakeClock()
    lateness = iter(late)
    clock.meanwhile = lambda: clock.advance(next(lateness, 0.0))
    budget = Budget(rate, clock)
    calls = []
    for _call in range(100):
        budget.wait_for_turn()
        calls.append(clock.monotonic())
    assert busiest_second(calls) <= rate


@pytest.mark.parametrize("rate", [1, 5, 30])
def test_nearly_the_whole_rate_is_used(rate: int) -> None:
    clock = FakeClock()
    budget = Budget(rate, clock)
    for _call in range(rate * 20):
        budget.wait_for_turn()
    assert clock.monotonic() == pytest.approx(20, rel=0.1)


def test_the_first_call_is_made_at_once_and_quiet_times_are_not_saved_up() -> None:
    clock = FakeClock()
    budget = Budget(10, clock)
    budget.wait_for_turn()
    assert clock.sleeps == []
    clock.advance(100)
    calls = []
    for _call in range(30):
        budget.wait_for_turn()
        calls.append(clock.monotonic())
    assert busiest_second(calls) <= 10


def test_a_refusal_halves_the_rate_and_it_recovers() -> None:
    clock = FakeClock()
    budget = Budget(30, clock)
    full = budget.rate()
    budget.throttled(None)
    assert budget.rate() == pytest.approx(full / 2)
    rates = []
    for _second in range(int(RECOVERY_SECONDS)):
        clock.advance(1)
        rates.append(budget.rate())
    assert rates == sorted(rates)
    assert full * 0.6 < rates[8] < full
    assert rates[-1] == full


def test_refusals_of_calls_already_under_way_halve_the_rate_once() -> None:
    clock = FakeClock()
    budget = Budget(32, clock)
    full = budget.rate()
    for _answer in range(8):
        clock.advance(0.1)
        budget.throttled(None)
    assert budget.rate() >= full / 2


def test_refusals_again_and_again_halve_it_again_and_again_down_to_a_floor() -> None:
    clock = FakeClock()
    budget = Budget(30, clock)
    rates = []
    for _refusal in range(40):
        budget.throttled(None)
        rates.append(budget.rate())
        clock.advance(1.5)
    assert rates[1] < 0.6 * rates[0]
    assert min(rates) >= FLOOR
    assert budget.rate() < 5


def test_a_refusal_pauses_for_a_second_or_for_as_long_as_asked() -> None:
    for pause, expected in ((None, 1.0), (0.0, 0.0), (7.5, 7.5)):
        clock = FakeClock()
        budget = Budget(30, clock)
        budget.throttled(pause)
        budget.wait_for_turn()
        assert clock.monotonic() == pytest.approx(expected)


def test_a_shorter_pause_does_not_cut_a_longer_one() -> None:
    clock = FakeClock()
    budget = Budget(30, clock)
    budget.throttled(20)
    budget.throttled(1)
    budget.wait_for_turn()
    assert clock.monotonic() == pytest.approx(20)


def refuse_once(clock: FakeClock, budget: Budget, pause: float) -> None:
    """Somebody else's call is refused during the next sleep."""

    def meanwhile() -> None:
        clock.meanwhile = lambda: None
        budget.throttled(pause)

    clock.meanwhile = meanwhile


def test_who_already_waits_for_a_turn_pauses_too() -> None:
    """Another thread's call is refused while this one sleeps until its turn."""
    clock = FakeClock()
    budget = Budget(1, clock)
    budget.wait_for_turn()
    refuse_once(clock, budget, 9.0)
    assert budget.wait_for_turn()
    assert clock.monotonic() >= 10.0


def test_who_waits_for_a_turn_gives_up_when_the_pause_goes_beyond_the_deadline() -> None:
    clock = FakeClock()
    budget = Budget(1, clock)
    budget.wait_for_turn()
    refuse_once(clock, budget, 60.0)
    assert not budget.wait_for_turn(Deadline(clock, 30))
    assert clock.monotonic() < 2


@pytest.mark.parametrize(("seconds", "turn"), [(0.5, False), (1.02, False), (1.05, True), (10, True)])
def test_a_turn_after_the_deadline_is_not_waited_for(seconds: float, turn: bool) -> None:
    clock = FakeClock()
    budget = Budget(1, clock)
    budget.wait_for_turn()
    assert budget.wait_for_turn(Deadline(clock, seconds)) == turn
    assert clock.monotonic() == (pytest.approx(1 / 0.97) if turn else 0.0)


def test_a_turn_that_was_not_taken_is_left_to_others() -> None:
    clock = FakeClock()
    budget = Budget(1, clock)
    budget.wait_for_turn()
    for _try in range(5):
        assert not budget.wait_for_turn(Deadline(clock, 0.5))
    budget.wait_for_turn()
    assert clock.monotonic() == pytest.approx(1 / 0.97)


class ThreadsClock(FakeClock):
    """Each thread has a time of its own, so that their sleeps do not add up."""

    def __init__(self) -> None:
        super().__init__()
        self._own = threading.local()

    def monotonic(self) -> float:
        return getattr(self._own, "passed", 0.0)

    def sleep(self, seconds: float) -> None:
        assert seconds >= 0
        self._own.passed = self.monotonic() + seconds


@pytest.mark.parametrize("rate", [5, 30])
def test_several_threads_share_one_budget(rate: int) -> None:
    clock = ThreadsClock()
    budget = Budget(rate, clock)
    calls: list[float] = []
    start = threading.Barrier(8)

    def work() -> None:
        start.wait()
        for _call in range(50):
            assert budget.wait_for_turn()
            calls.append(clock.monotonic())

    threads = [threading.Thread(target=work) for _thread in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(calls) == 400
    assert busiest_second(calls) <= rate
    assert max(calls) == pytest.approx(400 / rate, rel=0.1)
