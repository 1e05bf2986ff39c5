# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What follows from which answers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import Reference
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import State, Task, Url
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.ledger import Ledger, Policy

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
    assert book.unfinished(HUAWEI) == []
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


@pytest.mark.parametrize(("urls", "kept"), [("all", ["a", "b", "c"]), ("failed", ["b", "c"]), ("none", ["b"])])
def test_urls_are_kept_that_a_result_may_show(urls: str, kept: list[str]) -> None:
    """And the first one that failed, because a message names it."""
    book = ledger("1", urls=urls)
    own = [Url("a", "succeeded"), Url("b", "failed"), Url("c", "failed")]
    book.record(replace(task("1", "failed"), urls=own, raw=[{"much": "more"}]), now=1.0)
    (one,) = book.tasks()
    assert [url.url for url in one.urls] == kept
    assert not one.raw


def test_details_add_urls_and_change_no_verdict() -> None:
    book = ledger("1", "2")
    book.record(task("1", "failed"), now=1.0)
    book.explain(replace(task("1", "failed"), urls=[Url("a", "failed")]))
    book.explain(replace(task("1", "succeeded"), urls=[Url("b", "succeeded")]))
    book.explain(task("2", "failed"))
    book.explain(task("3", "failed"))
    assert [(one.state, [url.url for url in one.urls]) for one in book.tasks()] == [("failed", ["a"]), ("unknown", [])]
    assert book.count("failed") == 1
