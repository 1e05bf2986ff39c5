# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The normalised task and its schema."""

from __future__ import annotations

import dataclasses
from typing import Any, get_args

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import (
    FINISHED,
    STATES,
    Counts,
    Operation,
    State,
    Task,
    TaskError,
    Url,
    combined_counts,
    combined_progress,
    combined_state,
    distinct_words,
    doubt,
    first_error,
    summarise,
)
from tests.unit.support import TASK_SCHEMA, TASK_VALIDATOR

REASON = TaskError("OriginTimeout", "Origin Timeout")

GOOD = Task(
    id="7620242",
    provider="huaweicloud_cdn",
    operation="purge",
    object_type="file",
    state="failed",
    progress=100,
    counts=Counts(2, 1, 1, 0),
    urls=[Url("https://www.example.com/a", "succeeded", 100), Url("https://www.example.com/b", "failed", None, REASON)],
    created_at="2026-11-21T08:30:00Z",
    error=REASON,
    raw_state=["task_done"],
    raw=[{"id": "7620242"}],
)


def test_the_schema_is_one_of_its_draft() -> None:
    jsonschema.Draft202012Validator.check_schema(TASK_SCHEMA)


def test_the_schema_names_the_states_and_operations_of_the_code() -> None:
    properties = TASK_SCHEMA["properties"]
    assert tuple(properties["state"]["enum"]) == STATES == get_args(State)
    assert tuple(properties["operation"]["enum"]) == get_args(Operation)
    assert set(TASK_SCHEMA["$defs"]["url"]["properties"]["state"]["enum"]) == set(STATES) - {"not_found"}


def test_the_schema_names_the_keys_of_the_code() -> None:
    assert list(TASK_SCHEMA["properties"]) == list(GOOD.as_dict(include_raw=True))
    assert TASK_SCHEMA["required"] == list(GOOD.as_dict())
    counts = TASK_SCHEMA["properties"]["counts"]
    assert list(counts["properties"]) == counts["required"] == list(Counts().as_dict())
    url = TASK_SCHEMA["$defs"]["url"]
    assert list(url["properties"]) == url["required"] == list(Url("", "failed").as_dict())


@pytest.mark.parametrize("include_raw", [False, True])
def test_a_sound_task_is_valid(include_raw: bool) -> None:
    TASK_VALIDATOR.validate(GOOD.as_dict(include_raw))


@pytest.mark.parametrize(
    "change",
    [
        {"id": 7620242},
        {"id": ""},
        {"provider": "Huawei Cloud"},
        {"operation": "refresh"},
        {"object_type": "File"},
        {"object_type": ""},
        {"state": "partial"},
        {"state": "running"},  # but finished
        {"finished": False},
        {"finished": 1},
        {"progress": 101},
        {"progress": -1},
        {"progress": 99},  # but finished
        {"progress": 99.5},
        {"progress": True},
        {"counts": {"total": 2, "succeeded": 1, "failed": 1}},
        {"counts": {"total": 2, "succeeded": 1, "failed": 1, "unfinished": 0, "more": 1}},
        {"counts": {"total": 2, "succeeded": 1, "failed": -1, "unfinished": 0}},
        {"counts": {"total": 3, "succeeded": 1, "failed": 1, "unfinished": 1}},  # but finished
        {"urls": None},
        {"urls": [{"url": "https://www.example.com/a", "state": "succeeded", "progress": 100}]},
        {"urls": [{"url": "u", "state": "succeeded", "progress": 100, "error": REASON.as_dict()}]},
        {"urls": [{"url": "u", "state": "failed", "progress": 100, "error": None}]},
        {"urls": [{"url": "u", "state": "not_found", "progress": None, "error": None}]},
        {"created_at": "2026-11-21T08:30:00+00:00"},
        {"created_at": "2026-11-21T08:30:00.5Z"},
        {"created_at": 1795249800},
        {"error": None},  # but failed
        {"error": {"code": "X"}},
        {"error": {"code": "", "message": "x"}},
        {"raw_state": []},
        {"raw_state": "task_done"},
        {"raw_state": ["task_done", "task_done"]},
        {"raw": {}},
        {"raw": ["text"]},
        {"extra": None},
        {"state": "succeeded"},  # with a failed URL and an error
        {"state": "not_found", "finished": False},  # with URLs and words
    ],
    ids=repr,
)
def test_an_unsound_task_is_not_valid(change: dict[str, Any]) -> None:
    document = {**GOOD.as_dict(include_raw=True), **change}
    assert not TASK_VALIDATOR.is_valid(document)


@pytest.mark.parametrize("key", [key for key in GOOD.as_dict() if key != "raw"])
def test_no_key_may_be_left_out(key: str) -> None:
    document = GOOD.as_dict()
    del document[key]
    assert not TASK_VALIDATOR.is_valid(document)


def test_raw_is_there_on_request_alone() -> None:
    assert "raw" not in GOOD.as_dict()
    assert GOOD.as_dict(include_raw=True)["raw"] == [{"id": "7620242"}]


@pytest.mark.parametrize(
    "task",
    [GOOD, Task("1", "alibabacloud_dcdn", "not_found", error=TaskError("NotFound", "no such task"))],
    ids=["all", "nothing"],
)
def test_a_task_survives_the_way_to_another_host_and_back(task: Task) -> None:
    again = Task.from_dict(task.as_dict())
    assert dataclasses.replace(again, raw=task.raw, urls=list(again.urls)) == dataclasses.replace(
        task, urls=list(task.urls), raw_state=list(task.raw_state)
    )


def test_nothing_of_the_raw_records_is_in_the_representation() -> None:
    assert "raw=" not in repr(GOOD)


@pytest.mark.parametrize("state", STATES)
def test_finished_is_for_two_states_alone(state: State) -> None:
    assert Task("1", "p", state).finished == (state in {"succeeded", "failed"})


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ([], "not_found"),
        (["pending"], "pending"),
        (["pending", "pending"], "pending"),
        (["running"], "running"),
        (["pending", "running"], "running"),
        (["pending", "succeeded"], "running"),
        (["running", "failed"], "running"),
        (["running", "unknown"], "running"),
        (["pending", "unknown"], "running"),
        (["unknown"], "unknown"),
        (["unknown", "succeeded"], "unknown"),
        (["unknown", "failed"], "unknown"),
        (["succeeded"], "succeeded"),
        (["failed"], "failed"),
        (["succeeded", "failed"], "failed"),
        (["failed", "succeeded", "succeeded"], "failed"),
    ],
)
def test_a_task_is_as_its_urls_are(states: list[State], expected: State) -> None:
    assert combined_state(states) == expected


@given(st.lists(st.sampled_from([state for state in STATES if state != "not_found"])))
def test_success_takes_every_url(states: list[State]) -> None:
    assert (combined_state(states) == "succeeded") == (bool(states) and set(states) == {"succeeded"})
    assert (combined_state(states) in FINISHED) == (bool(states) and set(states) <= set(FINISHED))


@given(st.lists(st.sampled_from([state for state in STATES if state != "not_found"])))
def test_urls_are_counted(states: list[State]) -> None:
    counts = combined_counts([Url("u", state) for state in states])
    assert counts.total == len(states)
    assert counts.succeeded == states.count("succeeded")
    assert counts.failed == states.count("failed")
    assert counts.unfinished == len(states) - states.count("succeeded") - states.count("failed")


@pytest.mark.parametrize(
    ("urls", "expected"),
    [
        ([], None),
        ([("running", None)], None),
        ([("running", 40), ("running", None)], None),
        ([("running", 0)], 0),
        ([("running", 40), ("succeeded", 100)], 70),
        ([("running", 99), ("succeeded", 100)], 99),
        ([("failed", 10)], 100),
        ([("failed", None), ("running", 50)], 75),
        ([("succeeded", 0)], 100),
        ([("succeeded", None)], 100),
    ],
)
def test_progress_is_the_mean_and_never_invented(urls: list[tuple[State, int | None]], expected: int | None) -> None:
    assert combined_progress([Url("u", state, progress) for state, progress in urls]) == expected


def test_the_error_of_a_task_is_that_of_its_first_failed_url() -> None:
    other = TaskError("B", "b")
    urls = [
        Url("1", "succeeded", error=other),
        Url("2", "failed"),
        Url("3", "failed", error=REASON),
        Url("4", "failed", error=other),
    ]
    assert first_error(urls) == REASON
    assert first_error(urls[:2]) is None


def test_words_are_kept_once_and_in_order() -> None:
    assert distinct_words(["b", "a", "b", "c", "a"]) == ["b", "a", "c"]


def test_a_summary_has_every_state() -> None:
    tasks = [Task("1", "p", "failed"), Task("2", "p", "failed"), Task("3", "p", "pending")]
    assert summarise(tasks) == {
        "pending": 1, "running": 0, "succeeded": 0, "failed": 2, "not_found": 0, "unknown": 0,
    }  # fmt: skip


def test_doubt_names_the_word_the_counts_and_the_task() -> None:
    task = Task("77", "huaweicloud_cdn", "unknown", counts=Counts(4, 1, 0, 3), raw_state=["task_done"])
    text = doubt(task)
    assert text is not None
    for part in ("huaweicloud_cdn", "'task_done'", "1 of 4", "77", "not finished"):
        assert part in text


@pytest.mark.parametrize("state", [state for state in STATES if state != "unknown"])
def test_no_doubt_about_other_states(state: State) -> None:
    assert doubt(Task("1", "p", state, raw_state=["x"])) is None
