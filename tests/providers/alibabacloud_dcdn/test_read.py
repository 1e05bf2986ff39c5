# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Alibaba Cloud DCDN as a provider: the documented answers, tasks by id, the cross-check by the list, queries."""

from __future__ import annotations

from itertools import islice
from typing import Any

import pytest

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError, OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import doubt
from ansible_collections.edgeops.cdn.plugins.module_utils._model.times import rfc3339
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.alibabacloud import read
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Filters
from tests.unit.emulated import emulated
from tests.unit.rows import alibaba_row, refused
from tests.unit.support import ALIBABA, DAY, NOW, Bench, Reply, Sent, answer, bench, data, raw_answer

DOCUMENTED = data("alibabacloud_dcdn")

BY_ID, LIST = "DescribeDcdnRefreshTaskById", "DescribeDcdnRefreshTasks"


def alibaba(replies: Any, **options: Any) -> Bench:
    return bench(ALIBABA, replies, **options)


def by_id(*rows: Any, total: Any = None) -> Answer:
    return answer({"RequestId": "r", "TotalCount": len(rows) if total is None else total, "Tasks": list(rows)})


def listed(*rows: Any, total: Any = None) -> Answer:
    return answer(
        {"RequestId": "r", "TotalCount": len(rows) if total is None else total, "Tasks": {"Task": list(rows)}}
    )


# The documented answers, all the way through.


def test_documented_answer_by_id() -> None:
    """It announces two rows and shows one: the list is asked whether there is another, and there is none."""
    case = DOCUMENTED["official_by_id"]
    row = case["answer"]["Tasks"][0]
    made = alibaba([answer(case["answer"]), listed(row)])
    (task,) = made.fetch("113681**")
    assert [task.as_dict()] == case["expected"]
    assert task.as_dict(include_raw=True)["raw"] == [row]
    assert [sent.action for sent in made.sent] == [BY_ID, LIST]
    assert made.sent[1].query["TaskId"] == "113681**"


def test_list_does_not_overrule_a_failure_that_the_call_by_id_tells() -> None:
    good = DOCUMENTED["official_by_id"]["answer"]["Tasks"][0]
    (task,) = alibaba([by_id({**good, "Status": "Failed"}, total=2), listed(good)]).fetch("113681**")
    assert task.state == "failed"


def test_own_answer_by_id() -> None:
    case = DOCUMENTED["by_id"]
    made = alibaba([answer(case["answer"])])
    tasks = made.fetch("704222904", "704222905")
    assert [task.as_dict() for task in tasks] == case["expected"]
    assert [len(task.raw) for task in tasks] == [2, 1]


@pytest.mark.parametrize("example", ["list", "list_of_cdn"])
def test_documented_list(example: str) -> None:
    """What the list answers is the same task as what the call by id answers, spelled in another way."""
    case = DOCUMENTED[example]
    (rows,) = case["answer"]["Tasks"].values()
    replies = [answer(case["answer"]), by_id(*rows)]
    tasks, complete = alibaba(replies).query()
    assert complete
    assert [task.as_dict() for task in sorted(tasks, key=lambda task: task.id)] == case["expected"]


def test_the_words_of_the_provider_are_kept_as_sent() -> None:
    rows = [alibaba_row("1", number, Status=word) for number, word in enumerate(["Complete", "COMPLETE", "Complete"])]
    (task,) = alibaba([by_id(*rows)]).fetch("1")
    assert task.raw_state == ["Complete", "COMPLETE"]


@pytest.mark.parametrize(
    ("word", "operation", "object_type"),
    [
        ("file", "purge", "file"),
        ("File", "purge", "file"),
        ("directory", "purge", "directory"),
        ("path", "purge", "directory"),
        ("regex", "purge", "regex"),
        ("IgnoreParams", "purge", "ignoreparams"),
        ("preload", "prefetch", "file"),
        ("block", "other", "block"),
        ("Something New", "other", "something new"),
        (None, "other", "other"),
        (7, "other", "7"),
        ([], "other", "other"),
    ],
    ids=repr,
)
def test_kinds(word: Any, operation: str, object_type: str) -> None:
    (task,) = alibaba([by_id(alibaba_row("1", ObjectType=word))]).fetch("1")
    assert (task.operation, task.object_type) == (operation, object_type)


def test_doubt_about_an_unknown_word_names_the_word() -> None:
    rows = [alibaba_row("1", 1, Status="Frozen"), alibaba_row("1", 2, Status="Failed", Description="Origin Timeout")]
    (task,) = alibaba([by_id(*rows)]).fetch("1")
    text = doubt(task)
    assert text is not None
    assert "'Frozen'" in text
    assert "Origin Timeout" not in text


# What is asked, and how.


def test_a_call_by_id_on_the_wire() -> None:
    made = alibaba([by_id()])
    made.fetch("704222904", "113681**", "13557100001")
    (sent,) = made.sent
    assert sent.request.method == "POST"
    assert sent.request.url == "https://dcdn.aliyuncs.com/?TaskId=704222904%2C113681%2A%2A%2C13557100001"
    assert sent.request.headers == {"x-acs-action": BY_ID, "x-acs-version": "2018-01-15"}
    assert sent.request.body is None
    assert sent.request.repeatable


def test_a_list_call_on_the_wire() -> None:
    made = alibaba([listed()])
    made.query()
    (sent,) = made.sent
    assert sent.request.url == "https://dcdn.aliyuncs.com/?PageNumber=1&PageSize=50"
    assert sent.request.headers == {"x-acs-action": LIST, "x-acs-version": "2018-01-15"}


def test_ids_are_asked_for_by_the_ten() -> None:
    ids = [str(number) for number in range(25)]
    made = alibaba(emulated([alibaba_row(task_id) for task_id in ids]))
    assert [len(batch) for batch in made.provider.batches_of(made.references(*ids))] == [10, 10, 5]
    assert [made.provider.calls_by_id(number) for number in (0, 1, 10, 11, 25)] == [0, 1, 1, 2, 3]
    assert not any(made.provider.prefers_list(number) for number in (1, 10, 10_000))
    tasks = made.fetch(*ids)
    assert [task.id for task in tasks] == ids
    assert {task.state for task in tasks} == {"succeeded"}
    assert len(made.sent) == 3
    assert [task.id for task in made.describe(*ids)] == ids
    assert made.provider.batches_of([]) == []


@pytest.mark.parametrize("code", ["InvalidTaskId.Malformed", "InvalidTaskId.NotFound", "InvalidTime", "InvalidTaskId"])
def test_one_bad_id_does_not_hide_the_others(code: str) -> None:
    """It may fail the whole call: then each id is asked for alone."""
    history = emulated([alibaba_row("1"), alibaba_row("3", Status="Refreshing")])

    def reply(sent: Sent) -> Answer:
        return refused(code) if "2" in sent.query["TaskId"].split(",") else history(sent)

    made = alibaba(reply)
    tasks = made.fetch("1", "2", "3")
    assert [task.state for task in tasks] == ["succeeded", "not_found", "running"]
    assert tasks[1].error is not None
    assert tasks[1].error.code == code
    assert [sent.query["TaskId"] for sent in made.sent] == ["1,2,3", "1", "2", "3"]


@pytest.mark.parametrize(
    ("fault", "kind", "found"),
    [
        (raw_answer(b"", 503), "passing", {"1": "succeeded", "3": "not_found", "4": "succeeded"}),
        (refused("Forbidden.RAM", status=403), "lasting", {"1": "succeeded"}),
    ],
)
def test_a_fault_among_calls_for_one_id_each_hides_no_other(fault: Answer, kind: str, found: dict[str, str]) -> None:
    """It is told when all others have been: the sweep goes on where it can, and the rest is asked for again."""
    history = emulated([alibaba_row("1"), alibaba_row("4")])
    fates = {"1,2,3,4": refused("InvalidTaskId.NotFound"), "2": fault, "3": refused("InvalidTaskId.NotFound")}
    made = alibaba(lambda sent: fates.get(sent.query["TaskId"]) or history(sent))
    sweep = iter(made.provider.read_ids(made.references("1", "2", "3", "4")))
    assert [(task.id, task.state) for task in islice(sweep, len(found))] == list(found.items())
    with pytest.raises(ApiError) as caught:
        next(sweep)
    assert caught.value.kind == kind


@pytest.mark.parametrize("document", [[], "text", 7, True, {}, {"RequestId": "r"}, {"TaskId": "1"}], ids=repr)
def test_an_answer_of_another_shape_is_a_passing_fault(document: Any) -> None:
    for ask in (lambda made: made.fetch("1"), lambda made: made.query()):
        with pytest.raises(ApiError) as caught:
            ask(alibaba([answer(document)]))
        assert (caught.value.code, caught.value.kind) == ("InvalidAnswer", "passing")


@pytest.mark.parametrize(
    "document",
    [
        {"TotalCount": 0, "Tasks": []},
        {"TotalCount": 0, "Tasks": None},
        {"TotalCount": 0},
        {"TotalCount": 0, "Tasks": {}},
        {"TotalCount": 0, "Tasks": {"Task": []}},
        {"TotalCount": 0, "Tasks": {"Task": None}},
        {"Tasks": []},
        {"TotalCount": "0", "Tasks": []},
    ],
    ids=repr,
)
def test_an_empty_answer_is_empty(document: Any) -> None:
    assert alibaba([answer(document)]).query() == ([], True)
    assert alibaba([answer(document)]).fetch("1")[0].state == "not_found"


# More rows than the call by id shows.


LONGEST_ANSWER: dict[str, Any] = {ALIBABA: {"by_id_max_rows": 20}}


def rows_of(task_id: str, count: int, **changes: Any) -> list[dict[str, Any]]:
    return [alibaba_row(task_id, number, **changes) for number in range(count)]


def test_rows_that_are_not_shown_are_looked_up() -> None:
    made = alibaba(emulated(rows_of("1", 120), **LONGEST_ANSWER))
    (task,) = made.fetch("1")
    assert task.state == "succeeded"
    assert task.counts.total == 120
    assert [sent.action for sent in made.sent] == [BY_ID, LIST, LIST, LIST]
    assert [sent.query["PageNumber"] for sent in made.sent[1:]] == ["1", "2", "3"]
    assert {sent.query["TaskId"] for sent in made.sent[1:]} == {"1"}
    for sent in made.sent[1:]:
        assert sent.query["StartTime"] == rfc3339(NOW - 3 * DAY + 900)
        assert sent.query["EndTime"] == rfc3339(NOW + 900)


def test_a_failed_url_among_the_rows_that_are_not_shown() -> None:
    rows = [*rows_of("1", 60), alibaba_row("1", 99, Status="Failed", Description="Internal Error")]
    (task,) = alibaba(emulated(rows, **LONGEST_ANSWER)).fetch("1")
    assert task.state == "failed"
    assert task.error is not None
    # As the list spells it.
    assert task.error.message == "InternalError"
    assert task.counts.as_dict() == {"total": 61, "succeeded": 60, "failed": 1, "unfinished": 0}


@pytest.mark.parametrize(("status", "state"), [("Refreshing", "running"), ("Pending", "running"), ("?", "unknown")])
def test_an_unfinished_url_among_the_rows_that_are_not_shown(status: str, state: str) -> None:
    rows = [*rows_of("1", 60), alibaba_row("1", 99, Status=status)]
    (task,) = alibaba(emulated(rows, **LONGEST_ANSWER)).fetch("1")
    assert task.state == state


def test_while_a_task_is_unfinished_nothing_is_looked_up() -> None:
    rows = [alibaba_row("1", 99, Status="Refreshing"), *rows_of("1", 60)]
    made = alibaba(emulated(rows, **LONGEST_ANSWER))
    assert made.fetch("1")[0].state == "running"
    assert len(made.sent) == 1


@pytest.mark.parametrize(
    "replies",
    [
        [listed(alibaba_row("1", 1), total=2), listed(alibaba_row("1", 1), total=2)],
        [listed(total=2)],
        [listed(total=0)],
        [listed(alibaba_row("2", 1), alibaba_row("2", 2))],
        [refused("TooManyRequests", status=429)],
        [raw_answer(b"<html>", 502)],
        [listed(*rows_of("1", 50), total=100), listed(total=0)],
    ],
    ids=["cut too", "nothing", "vanished", "of others", "throttled", "fault", "vanished in between"],
)
@pytest.mark.parametrize("status", ["Complete", "Failed"])
def test_rows_that_nobody_shows_leave_the_state_unknown(replies: list[Reply], status: str) -> None:
    """All rows that came are finished, but there are more: that is never a verdict."""
    made = alibaba([by_id(alibaba_row("1", 1, Status=status), total=2), *replies])
    (task,) = made.fetch("1")
    assert task.state == "unknown"
    assert task.progress is None
    text = doubt(task)
    assert text is not None
    assert "more URLs" in text


def test_a_lasting_error_of_the_cross_check_is_told() -> None:
    made = alibaba([by_id(alibaba_row("1"), total=2), refused("Forbidden.RAM", status=403)])
    with pytest.raises(ApiError, match=r"Forbidden\.RAM"):
        made.fetch("1")


def test_the_cross_check_tells_the_list_and_the_call_by_id_apart_by_meaning() -> None:
    """A directory is `directory` in one call and `path` in the other: one URL, not two."""
    rows = [alibaba_row("1", number, ObjectType="directory") for number in range(30)]
    (task,) = alibaba(emulated(rows, **LONGEST_ANSWER)).fetch("1")
    assert task.counts.total == 30
    assert task.object_type == "directory"


# Queries.

ROWS = [
    alibaba_row("a", 1, CreationTime="2026-11-21T08:20:00Z"),
    alibaba_row("b", 1, CreationTime="2026-11-21T08:21:00Z", Status="Failed", Description="Origin Timeout"),
    alibaba_row("b", 2, CreationTime="2026-11-21T08:21:00Z"),
    alibaba_row(
        "c", 3, CreationTime="2026-11-21T08:22:00Z", ObjectType="directory", ObjectPath="https://www.example.com/dir/"
    ),
    alibaba_row("d", 4, CreationTime="2026-11-21T08:23:00Z", ObjectType="preload", Status="Refreshing"),
    alibaba_row("e", 5, CreationTime="2026-11-21T08:24:00Z", ObjectType="regex"),
    alibaba_row("f", 6, CreationTime="2026-11-21T08:25:00Z", ObjectPath="https://img.example.com/6.txt"),
]


@pytest.mark.parametrize(
    ("filters", "ids", "types"),
    [
        ({}, "fedcba", [None]),
        ({"operation": "purge"}, "fecba", ["directory", "file", "regex"]),
        ({"operation": "prefetch"}, "d", ["preload"]),
        ({"object_type": "file"}, "fdba", ["file", "preload"]),
        ({"object_type": "directory"}, "c", ["directory"]),
        ({"object_type": "regex"}, "e", ["regex"]),
        ({"operation": "prefetch", "object_type": "file"}, "d", ["preload"]),
        ({"operation": "purge", "object_type": "file"}, "fba", ["file"]),
        ({"states": ["failed"]}, "b", [None]),
        ({"states": ["running"]}, "d", [None]),
        ({"states": ["succeeded", "failed"]}, "fecba", [None]),
        ({"own": {"domain": "img.example.com"}}, "f", ["directory", "file", "preload", "regex"]),
        ({"own": {"domain": "www.example.com"}, "operation": "purge"}, "ecba", ["directory", "file", "regex"]),
        ({"own": {"url": "https://www.example.com/1.txt"}}, "ba", [None]),
        ({"own": {"url": "https://www.example.com/2.txt"}}, "b", [None]),
        ({"own": {"url": "https://www.example.com/1.txt"}, "object_type": "file"}, "ba", ["file", "preload"]),
        (
            {"own": {"url": "https://img.example.com/6.txt", "domain": "img.example.com"}},
            "f",
            ["directory", "file", "preload", "regex"],
        ),
        ({"own": {"url": "https://img.example.com/6.txt", "domain": "www.example.com"}, "operation": "prefetch"}, "",
         ["preload"]),
        ({"own": {"url": None, "domain": ""}}, "fedcba", [None]),
        ({"created_after": NOW - 8.5 * 60}, "fedc", [None]),
        ({"created_before": NOW - 8.5 * 60}, "ba", [None]),
    ],
    ids=repr,
)  # fmt: skip
def test_filters(filters: dict[str, Any], ids: str, types: list[str | None]) -> None:
    made = alibaba(emulated(ROWS))
    tasks, complete = made.query(**filters)
    assert "".join(task.id for task in tasks) == ids
    assert complete
    asked = [sent.query.get("ObjectType") for sent in made.sent if sent.action == LIST]
    assert sorted(asked, key=str) == sorted(types, key=str)


def test_a_query_by_url_answers_whole_tasks() -> None:
    """The row of that URL is complete; the task has another one, which failed."""
    made = alibaba(emulated(ROWS))
    tasks, _complete = made.query(own={"url": "https://www.example.com/2.txt"})
    assert [(task.id, task.state, len(task.urls)) for task in tasks] == [("b", "failed", 2)]


def test_a_limit_reads_no_further_than_it_must() -> None:
    rows = [alibaba_row(f"t{number}", number) for number in range(500)]
    made = alibaba(emulated(rows))
    tasks, complete = made.query(limit=3)
    assert (len(tasks), complete) == (3, False)
    assert [sent.action for sent in made.sent] == [LIST, BY_ID]


def test_a_service_whose_pages_never_end_is_not_read_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "LAST_PAGE", 3)
    made = alibaba(
        lambda sent: (
            by_id(*(alibaba_row(task_id) for task_id in sent.query["TaskId"].split(",")))
            if sent.action == BY_ID
            else listed(alibaba_row(sent.query["PageNumber"]), total=10**15)
        )
    )
    tasks, _complete = made.query(object_type="file")
    assert sorted(task.id for task in tasks) == ["1", "2", "3"]
    assert "announced with 1000000000000000 rows, but held 3" in made.warnings[0]


def test_tasks_that_are_gone_by_the_time_they_are_asked_for_are_left_out() -> None:
    tasks, complete = alibaba([listed(alibaba_row("1"), alibaba_row("2")), by_id(alibaba_row("2"))]).query()
    assert ([task.id for task in tasks], complete) == (["2"], True)


def test_types_are_merged_newest_first() -> None:
    rows = [
        alibaba_row(f"{kind}{n}", n, ObjectType=kind, CreationTime=f"2026-11-21T08:{20 + 3 * n + offset}:00Z")
        for offset, kind in enumerate(["file", "directory", "regex"])
        for n in range(3)
    ]
    tasks, _complete = alibaba(emulated(rows)).query(operation="purge")
    times = [task.created_at or "" for task in tasks]
    assert len(times) == 9
    assert times == sorted(times, reverse=True)


def test_a_service_that_does_not_know_regex_is_tolerated() -> None:
    """One edition of the page has the type, another has not."""
    settings: dict[str, Any] = {ALIBABA: {"list_types": ["file", "directory", "preload"]}}
    tasks, _complete = alibaba(emulated(ROWS, **settings)).query(operation="purge")
    assert "".join(task.id for task in tasks) == "fcba"


def test_other_types_that_are_refused_are_an_error() -> None:
    with pytest.raises(ApiError, match="InvalidObjectType"):
        alibaba([refused("InvalidObjectType.ValueNotSupported")]).query(operation="prefetch")


def test_regex_may_fail_for_no_other_reason() -> None:
    with pytest.raises(ApiError, match=r"Forbidden\.RAM"):
        alibaba([refused("Forbidden.RAM", status=403)]).query(object_type="regex")


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        ({"object_type": "tag"}, "object_type: 'tag' does not exist. Expected"),
        ({"object_type": "directory", "operation": "prefetch"}, "does not exist for prefetch tasks"),
        ({"object_type": "regex", "operation": "prefetch"}, "does not exist for prefetch tasks"),
        ({"created_after": NOW - 3 * DAY - 3600}, "created_after: .*three days only, since 2026-11-18T08:30:00Z"),
        ({"created_before": NOW - 4 * DAY}, "created_before: .*three days only"),
        ({"created_before": NOW - 3 * DAY - 1}, "created_before: .*three days only"),
        ({"created_before": NOW - 3 * DAY}, "created_before: .*three days only"),
    ],
    ids=repr,
)
def test_what_cannot_be_asked_is_refused_before_anything_is_sent(filters: dict[str, Any], words: str) -> None:
    made = alibaba([])
    with pytest.raises(OptionError, match=words):
        made.provider.query(Filters(**filters))
    assert made.sent == []


@pytest.mark.parametrize(
    ("filters", "start", "end"),
    [
        ({}, None, None),
        ({"created_after": NOW - 3600}, NOW - 3600, NOW + 900),
        ({"created_before": NOW - 3600}, NOW - 3 * DAY + 900, NOW - 3600),
        ({"created_after": NOW - 7200, "created_before": NOW - 3600}, NOW - 7200, NOW - 3600),
        ({"created_after": NOW - 0.2}, NOW - 0.2, NOW + 900),
        # "3d" is meant to be all there is; the service's clock may be ahead of ours
        ({"created_after": NOW - 3 * DAY}, NOW - 3 * DAY + 900, NOW + 900),
        ({"created_after": NOW - 3 * DAY - 5}, NOW - 3 * DAY + 900, NOW + 900),
        ({"created_before": NOW - 3 * DAY + 60}, NOW - 3 * DAY + 59, NOW - 3 * DAY + 60),
    ],
    ids=repr,
)
def test_both_ends_of_the_window_or_neither(filters: dict[str, Any], start: float | None, end: float | None) -> None:
    made = alibaba([listed()])
    made.query(**filters)
    (sent,) = made.sent
    expected = {} if start is None or end is None else {"StartTime": rfc3339(start), "EndTime": rfc3339(end)}
    assert {name: sent.query[name] for name in ("StartTime", "EndTime") if name in sent.query} == expected


def test_a_list_that_holds_fewer_rows_than_announced() -> None:
    """The service answers the first page again in the place of the second one: each task once, and a warning."""
    first = listed(*(alibaba_row(str(number)) for number in range(50)), total=70)
    made = alibaba(lambda sent: first if sent.action == LIST else by_id())
    made.query()
    assert made.warnings == [
        "alibabacloud_dcdn: the list of tasks was announced with 70 rows, but held 50; tasks that came or went while "
        "it was read are the likely reason."
    ]
