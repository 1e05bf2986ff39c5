# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What follows from which answers."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import Reference
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import State, Task
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.ledger import LONGEST_REST, Ledger, Policy

HUAWEI, ALIBABA = "huaweicloud_cdn", "alibabacloud_dcdn"


def ledger(*ids: str, **policy: Any) -> Ledger:
    return Ledger([Reference(HUAWEI, task_id) for task_id in ids], Policy(timeout=100, **policy), now=0.0)


def task(task_id: str, state: State, progress: int | None = None, provider: str = HUAWEI) -> Task:
    return Task(id=task_id, provider=provider, state=state, progress=progress)


@pytest.mark.parametrize(
    ("answers", "policy", "expected"),
    [
        (["succeeded", "succeeded"], {}, "succeeded"),
        (["succeeded", "running"], {}, None),
        (["succeeded", "unknown"], {}, None),
        (["succeeded", "not_found"], {}, None),
        (["running", "failed"], {}, "failed"),
        (["running", "failed"], {"fail_fast": False}, None),
        (["succeeded", "failed"], {"fail_fast": False}, "failed"),
        (["running", "failed"], {"max_failed": 1}, None),
        (["succeeded", "failed"], {"max_failed": 1}, "succeeded"),
        (["failed", "failed"], {"max_failed": 1}, "failed"),
        # With any verdict being fine, a failure ends nothing early; the outcome tells the truth all the same.
        (["running", "failed"], {"condition": "finished"}, None),
        (["succeeded", "failed"], {"condition": "finished"}, "failed"),
        (["succeeded", "failed"], {"condition": "finished", "max_failed": 1}, "failed"),
    ],
)
def test_outcome(answers: list[State], policy: dict[str, Any], expected: str | None) -> None:
    book = ledger("1", "2", **policy)
    for task_id, state in zip("12", answers, strict=True):
        book.record(task(task_id, state), now=1.0)
    assert book.outcome() == expected


def test_nothing_asked_is_no_verdict() -> None:
    assert ledger("1").outcome() is None


def test_a_lasting_error_ends_the_wait_whatever_has_succeeded() -> None:
    book = ledger("1")
    book.record(task("1", "succeeded"), now=1.0)
    book.error = ApiError("Forbidden", "no", "lasting")
    assert book.outcome() == "error"


def test_the_grace_needs_an_answer_after_it_and_two_looks() -> None:
    book = ledger("1", missing_grace=10)
    book.record(task("1", "not_found"), now=1.0)
    assert book.outcome() is None
    book.record(task("1", "not_found"), now=9.0)
    assert book.outcome() is None
    book.record(task("1", "not_found"), now=10.0)
    assert book.outcome() == "not_found"


def test_no_grace_still_looks_twice() -> None:
    book = ledger("1", missing_grace=0)
    book.record(task("1", "not_found"), now=50.0)
    assert book.outcome() is None
    book.record(task("1", "not_found"), now=51.0)
    assert book.outcome() == "not_found"


def test_the_grace_begins_anew_when_a_task_that_was_seen_vanishes() -> None:
    book = ledger("1", missing_grace=10)
    book.record(task("1", "running"), now=50.0)
    book.record(task("1", "not_found"), now=70.0)
    book.record(task("1", "not_found"), now=79.0)
    assert book.outcome() is None
    book.record(task("1", "running"), now=79.5)
    book.record(task("1", "not_found"), now=80.0)
    book.record(task("1", "not_found"), now=90.0)
    assert book.outcome() == "not_found"


def test_without_fail_fast_a_missing_task_waits_for_the_others_and_may_still_turn_up() -> None:
    book = ledger("1", "2", missing_grace=0, fail_fast=False)
    book.record(task("1", "not_found"), now=1.0)
    book.record(task("1", "not_found"), now=2.0)
    assert book.outcome() is None
    book.record(task("2", "succeeded"), now=3.0)
    assert book.outcome() == "not_found"
    book.record(task("1", "succeeded"), now=4.0)
    assert book.outcome() == "succeeded"


def test_a_finished_task_stays_as_it_was_answered() -> None:
    book = ledger("1")
    book.record(task("1", "failed"), now=1.0)
    book.record(task("1", "succeeded"), now=2.0)
    assert [one.state for one in book.tasks()] == ["failed"]
    assert book.queue(HUAWEI, 3.0, 0.0) == ([], 0)
    assert book.is_finished(HUAWEI)


def test_an_answer_about_a_task_that_was_not_asked_for_is_ignored() -> None:
    book = ledger("1")
    book.record(task("2", "succeeded"), now=1.0)
    book.record(task("1", "succeeded", provider=ALIBABA), now=1.0)
    assert book.outcome() is None
    assert book.count("succeeded") == 0


def test_every_reference_is_answered_once_in_the_order_given() -> None:
    references = [Reference(ALIBABA, "9"), Reference(HUAWEI, "1"), Reference(ALIBABA, "1")]
    book = Ledger(references, Policy(timeout=1), now=0.0)
    book.record(task("1", "succeeded"), now=0.5)
    assert [(one.provider, one.id, one.state) for one in book.tasks()] == [
        (ALIBABA, "9", "unknown"),
        (HUAWEI, "1", "succeeded"),
        (ALIBABA, "1", "unknown"),
    ]
    assert book.leftover() == [references[0], references[2]]
    assert book.providers() == [ALIBABA, HUAWEI]
    assert book.count() == 3
    assert book.count("waiting", provider=ALIBABA) == 2


def due(book: Ledger, now: float, most_age: float = 1000.0) -> list[str]:
    references, number = book.queue(HUAWEI, now, most_age)
    return [reference.id for reference in references[:number]]


def test_all_are_due_until_they_have_been_answered() -> None:
    book = ledger("1", "2", "3")
    assert sorted(due(book, 0.0)) == ["1", "2", "3"]
    book.record(task("2", "running"), now=1.0)
    assert sorted(due(book, 2.0)) == ["1", "3"]


def test_as_long_as_one_is_unfinished_the_others_can_wait() -> None:
    """Asked for is the one with the oldest answer; among equals, the last one given."""
    book = ledger("1", "2", "3")
    for task_id in "123":
        book.record(task(task_id, "running"), now=1.0)
    assert due(book, 2.0) == ["3"]
    book.record(task("3", "running"), now=2.0)
    assert due(book, 3.0) == ["2"]
    assert [reference.id for reference in book.queue(HUAWEI, 3.0, 1000.0)[0]] == ["2", "1", "3"]


def test_an_answer_that_is_too_old_is_due() -> None:
    book = ledger("1", "2", "3")
    for moment, task_id in enumerate("123"):
        book.record(task(task_id, "running"), now=float(moment))
    assert due(book, 10.9, most_age=10.0) == ["1"]
    assert due(book, 11.0, most_age=10.0) == ["1", "2"]
    assert due(book, 2.0, most_age=0.0) == ["1", "2", "3"]


@pytest.mark.parametrize("state", ["unknown", "not_found"])
def test_a_state_that_says_nothing_is_always_due(state: State) -> None:
    book = ledger("1", "2", "3")
    for task_id in "123":
        book.record(task(task_id, state if task_id == "1" else "running"), now=1.0)
    assert due(book, 1.0) == ["1"]


def test_a_task_that_gets_on_steadily_rests_for_half_of_what_it_still_needs() -> None:
    book = ledger("1", "2", poll_interval=1.0)
    book.record(task("2", "pending"), now=1.0)
    for moment in (1, 2, 3, 4):
        book.record(task("1", "running", progress=8 * moment), now=float(moment))
    # 32 percent may have been reached right after 3.0; at 12 percent a second, 4.67 seconds are to go at 4.0.
    assert not due(book, 6.3)
    assert due(book, 6.4) == ["2"]


@pytest.mark.parametrize(
    "progress",
    [
        (None, None),  # the provider does not tell
        (0, 0),  # it has not begun
        (0, 50),  # only one point on the line
        (40, 45),  # too small a step to know its pace by
        (10, 90),  # almost there
    ],
)
def test_a_task_does_not_rest_when_its_pace_is_not_known(progress: tuple[int | None, int | None]) -> None:
    book = ledger("1", poll_interval=1.0)
    for moment, percent in enumerate(progress, start=1):
        book.record(task("1", "running", progress=percent), now=float(moment))
    assert due(book, 3.0)


def test_a_step_that_may_have_been_made_long_ago_tells_of_a_fast_pace() -> None:
    book = ledger("1", poll_interval=1.0)
    book.record(task("1", "running", progress=10), now=0.0)
    book.record(task("1", "running", progress=10), now=10.0)
    book.record(task("1", "running", progress=50), now=30.0)
    # By the pace, 10 seconds from 10 on: it may be done by now.
    assert due(book, 30.0)


def test_no_rest_is_longer_than_four_intervals_and_none_outlasts_the_wait() -> None:
    book = ledger("1", poll_interval=5.0)
    book.record(task("1", "running", progress=1), now=10.0)
    book.record(task("1", "running", progress=1), now=40.0)
    book.record(task("1", "running", progress=12), now=41.0)
    assert not due(book, 41.0 + LONGEST_REST * 5.0 - 0.1)
    assert due(book, 41.0 + LONGEST_REST * 5.0)
    assert due(book, 42.0, most_age=0.0), "at the last chance everything is asked for"
