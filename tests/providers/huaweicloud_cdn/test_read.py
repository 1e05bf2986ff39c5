# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Huawei Cloud CDN as a provider: the documented answers, the sweep, single tasks, queries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError, OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import doubt
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.huaweicloud import read as cdn
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Filters
from tests.unit.emulated import emulated
from tests.unit.rows import huawei_row, huawei_url_row
from tests.unit.support import DAY, HUAWEI, NOW, Bench, FakeClock, Sent, answer, bench, data, raw_answer

DOCUMENTED = data("huaweicloud_cdn")
MINUTE = 60_000
NOW_MS = int(NOW * 1000)


def huawei(replies: Any, **options: Any) -> Bench:
    return bench(HUAWEI, replies, **options)


def refused(code: str, status: int) -> Answer:
    return answer({"error": {"error_code": code, "error_msg": "a text"}}, status)


def list_of(*rows: dict[str, Any]) -> Callable[[Sent], Answer]:
    """A list answer with the rows of the file type that is asked for."""

    def reply(sent: Sent) -> Answer:
        own = [row for row in rows if row.get("file_type") == sent.query["file_type"]]
        return answer({"total": len(own), "tasks": own})

    return reply


# The documented answers, all the way through.


@pytest.mark.parametrize("example", ["official_list", "mixed_list"])
def test_documented_list(example: str) -> None:
    case = DOCUMENTED[example]
    tasks, complete = huawei(list_of(*case["answer"]["tasks"])).query()
    assert complete
    assert [task.as_dict() for task in tasks] == case["expected"]
    assert [task.as_dict(include_raw=True)["raw"] for task in tasks] == [[row] for row in case["answer"]["tasks"]]


def test_documented_list_in_a_sweep() -> None:
    case = DOCUMENTED["official_list"]
    ids = [task["id"] for task in case["expected"]]
    made = huawei(list_of(*case["answer"]["tasks"]))
    tasks = list(made.provider.read_list(made.references(*ids)))
    assert [task.as_dict() for task in tasks] == case["expected"]


@pytest.mark.parametrize("other", [{"succeed": 1, "failed": 1}, {"status": "task_inprocess"}, {"status": "?"}])
def test_rows_of_a_page_that_contradict_each_other_are_no_success(other: dict[str, Any]) -> None:
    good = huawei_row("111")
    for shown in ([good, {**good, **other}], [{**good, **other}, good]):
        made = huawei(list_of(*shown))
        (task,) = made.provider.read_list(made.references("111"))
        assert task.state != "succeeded"


def test_documented_detail() -> None:
    case = DOCUMENTED["detail"]
    (task,) = huawei([answer(case["answer"])]).describe("7620242")
    assert [task.as_dict()] == case["expected"]
    assert task.as_dict(include_raw=True)["raw"] == [case["answer"]]


@pytest.mark.parametrize(
    ("changes", "state", "progress"),
    [
        # as documented
        ({"status": "task_inprocess", "total": 4, "processing": 4, "succeed": 0}, "running", 0),
        ({"status": "task_inprocess", "total": 4, "processing": 1, "succeed": 2, "failed": 1}, "running", 75),
        ({"status": "task_inprocess", "total": 4, "processing": 0, "succeed": 0}, "pending", 0),
        ({"status": "task_done", "total": 4, "succeed": 4}, "succeeded", 100),
        ({"status": "task_done", "total": 4, "succeed": 3, "failed": 1}, "failed", 100),
        ({"status": "task_done", "total": 4, "succeed": 0, "failed": 4}, "failed", 100),
        ({"status": "TASK_DONE", "total": 4, "succeed": 4}, "succeeded", 100),
        ({"status": " Task_Done ", "total": 4, "succeed": 4}, "succeeded", 100),
        # more URLs than there are: not finished before the counters agree, neither well nor badly
        ({"status": "task_done", "total": 4, "succeed": 4, "failed": 1}, "unknown", 99),
        ({"status": "task_done", "total": 4, "succeed": 4, "failed": 1, "processing": 2}, "unknown", 99),
        ({"status": "task_done", "total": 4, "succeed": 0, "failed": 4, "processing": 2}, "unknown", 99),
        # "processing" that is no number
        ({"status": "task_done", "total": 4, "succeed": 4, "processing": -1}, "unknown", 99),
        ({"status": "task_done", "total": 4, "succeed": 4, "processing": "x"}, "unknown", 99),
        ({"status": "task_done", "total": 4, "succeed": 4, "processing": 0.5}, "unknown", 99),
        ({"status": "task_done", "total": 4, "succeed": 3, "failed": 1, "processing": "x"}, "unknown", 99),
        ({"status": "task_done", "total": 4, "succeed": 4, "processing": None}, "succeeded", 100),
        # done, and yet not
        ({"status": "task_done", "total": 4, "succeed": 3}, "unknown", 75),
        ({"status": "task_done", "total": 4, "succeed": 2, "failed": 1}, "unknown", 75),
        ({"status": "task_done", "total": 4, "succeed": 4, "processing": 1}, "unknown", 99),
        ({"status": "task_done", "total": 0, "succeed": 0}, "unknown", None),
        ({"status": "task_done", "total": 4, "succeed": 5}, "unknown", 99),
        ({"status": "task_done", "total": None, "succeed": 4}, "unknown", None),
        ({"status": "task_done", "total": 4, "succeed": None}, "unknown", None),
        ({"status": "task_done", "total": 4, "succeed": 4, "failed": None}, "unknown", None),
        ({"status": "task_done", "total": 4, "succeed": 4, "failed": "none"}, "unknown", None),
        ({"status": "task_done", "total": True, "succeed": True}, "unknown", None),
        ({"status": "task_done", "total": 2.0, "succeed": 2.0}, "unknown", None),
        ({"status": "task_done", "total": -2, "succeed": -2}, "unknown", None),
        # not done, whatever the counters say
        ({"status": "task_inprocess", "total": 4, "succeed": 4}, "running", 99),
        ({"status": "task_inprocess", "total": 4, "succeed": 0, "failed": 4}, "running", 99),
        ({"status": "task_inprocess", "total": None, "succeed": None}, "running", None),
        # words that nobody documented
        ({"status": "success", "total": 4, "succeed": 4}, "unknown", 99),
        ({"status": "task_failed", "total": 4, "failed": 4, "succeed": 0}, "unknown", 99),
        ({"status": "task_done2", "total": 4, "succeed": 4}, "unknown", 99),
        ({"status": 1, "total": 4, "succeed": 4}, "unknown", 99),
    ],
    ids=repr,
)
def test_task_states(changes: dict[str, Any], state: str, progress: int | None) -> None:
    tasks, _complete = huawei(list_of(huawei_row("1", **changes))).query()
    assert [(task.state, task.progress) for task in tasks] == [(state, progress)]


@pytest.mark.parametrize(
    ("value", "created_at"),
    [
        (1534240233215, "2018-08-14T09:50:33Z"),
        (0, None),  # what the legacy calls answer
        (-1, None),
        (10**18, None),
        ("1534240233215", None),
        (1534240233215.5, None),
        (True, None),
        (None, None),
    ],
)
def test_creation_times(value: Any, created_at: str | None) -> None:
    tasks, _complete = huawei(list_of(huawei_row("1", create_time=value))).query()
    assert tasks[0].created_at == created_at


def test_kinds_are_read_in_any_case_and_unknown_ones_are_kept() -> None:
    rows = [
        huawei_row("1", task_type="REFRESH", file_type="file"),
        huawei_row("2", task_type="Preheating", file_type="file"),
        huawei_row("3", task_type="REFRESH_AFTER_PREHEATING", file_type="file"),
    ]
    tasks, _complete = huawei(list_of(*rows)).query()
    assert [(task.id, task.operation) for task in tasks] == [("1", "purge"), ("2", "prefetch"), ("3", "other")]
    row = huawei_row("4", task_type=None, file_type="TAG")
    (task,) = huawei([answer({**row, "urls": []})]).describe("4")
    assert (task.operation, task.object_type) == ("other", "tag")


@pytest.mark.parametrize("second", [huawei_url_row(2, "1", url=None), huawei_url_row(2, "1", url="  ")], ids=repr)
def test_url_row_without_a_url_is_a_url_all_the_same(second: Any) -> None:
    (task,) = huawei([answer({**huawei_row("1"), "urls": [huawei_url_row(1, "1"), second]})]).describe("1")
    assert [(url.url, url.state) for url in task.urls] == [
        ("https://www.example.com/1.txt", "succeeded"),
        ("", "succeeded"),
    ]
    assert task.state == "succeeded"


ROW = huawei_url_row(1, "1")


@pytest.mark.parametrize(
    ("counters", "urls", "state"),
    [
        ({}, [ROW, huawei_url_row(2, "1")], "succeeded"),
        ({"succeed": 1, "failed": 1}, [ROW, huawei_url_row(2, "1", status="FAILED")], "failed"),
        # no row at all: numbers only, as in the list
        ({}, [], "succeeded"),
        ({}, None, "succeeded"),
        ({"succeed": 1, "failed": 1}, [], "failed"),
        # the rows say something else
        ({}, [ROW, huawei_url_row(2, "1", status="failed")], "unknown"),
        ({}, [ROW, huawei_url_row(2, "1", status="processing")], "unknown"),
        ({}, [ROW, huawei_url_row(2, "1", status="waiting")], "unknown"),
        ({}, [ROW, huawei_url_row(2, "1", status="succeeded?")], "unknown"),
        ({}, [ROW, huawei_url_row(2, "1", status=None)], "unknown"),
        ({}, [huawei_url_row(number, "1", status="failed") for number in (1, 2)], "unknown"),
        ({"succeed": 1, "failed": 1}, [ROW, huawei_url_row(2, "1")], "unknown"),
        ({"succeed": 1, "failed": 1}, [huawei_url_row(number, "1", status="failed") for number in (1, 2)], "unknown"),
        # too many, too few, none that can be read
        ({}, [huawei_url_row(number, "1") for number in range(5)], "unknown"),
        ({}, [ROW], "unknown"),
        ({}, [ROW, ROW, ROW], "unknown"),
        ({"succeed": 1, "failed": 1}, [huawei_url_row(1, "1", status="failed")], "unknown"),
        ({}, [ROW, "https://www.example.com/2.txt"], "unknown"),
        ({}, [ROW, None], "unknown"),
        ({}, "none", "unknown"),
        ({}, {"1": ROW}, "unknown"),
        ({}, 0, "unknown"),
    ],
    ids=repr,
)
def test_done_needs_counters_and_rows_that_agree(counters: dict[str, Any], urls: Any, state: str) -> None:
    made = huawei(lambda sent: answer({**huawei_row("1"), **counters, "urls": urls}))
    (task,) = made.fetch("1")
    assert task.state == state
    assert made.describe("1")[0].state == state
    if state == "unknown":
        assert task.error is not None
        assert task.error.code == "Contradiction"
        assert task.error.message in (doubt(task) or "")
        assert task.progress == 99


# What is asked, and how.


def test_a_detail_call_on_the_wire() -> None:
    made = huawei(emulated([huawei_row("76*20.2-4_0")]))
    made.describe("76*20.2-4_0")
    (sent,) = made.sent
    assert sent.request.url == (
        "https://cdn.myhuaweicloud.com/v1.0/cdn/historytasks/76%2A20.2-4_0/detail"
        "?enterprise_project_id=all&page_number=1&page_size=1000"
    )
    assert sent.request.headers == {"Content-Type": "application/json"}
    assert sent.request.repeatable


def test_a_list_call_on_the_wire() -> None:
    made = huawei(emulated([]))
    made.query()
    assert [sent.query for sent in made.sent] == [
        {
            "enterprise_project_id": "all",
            "file_type": file_type,
            "start_date": str(NOW_MS - 15 * 86_400_000),
            "end_date": str(NOW_MS + 900_000),
            "order_field": "create_time",
            "order_type": "desc",
            "page_number": "1",
            "page_size": "10000",
        }
        for file_type in ("file", "directory")
    ]


def test_parameters_are_in_canonical_order() -> None:
    made = huawei(emulated([]))
    made.query()
    names = [pair.partition("=")[0] for pair in made.sent[0].request.url.partition("?")[2].split("&")]
    assert names == sorted(names)


@pytest.mark.parametrize(
    ("option", "sent"), [(None, "all"), ("", "all"), ("0", "0"), ("ALL", "ALL"), ("3b1f-é", "3b1f-é")]
)
def test_the_enterprise_project_is_always_sent_as_given(option: str | None, sent: str) -> None:
    made = huawei(emulated([huawei_row("1")]), enterprise_project_id=option)
    made.describe("1")
    made.query()
    assert {one.query["enterprise_project_id"] for one in made.sent} == {sent}


@pytest.mark.parametrize(
    ("options", "host"),
    [
        ({}, "https://cdn.myhuaweicloud.com"),
        ({"region": "cn-north-1"}, "https://cdn.myhuaweicloud.com"),
        ({"region": "cn-north-4"}, "https://cdn.myhuaweicloud.com"),
        ({"region": "ap-southeast-1"}, "https://cdn.myhuaweicloud.com"),
        ({"region": "eu-west-0"}, "https://cdn.myhuaweicloud.com"),
        ({"region": "eu-west-101"}, "https://cdn.myhuaweicloud.eu"),
        ({"region": " EU-West-101 "}, "https://cdn.myhuaweicloud.eu"),
        ({"region": "eu-west-101", "endpoint": "cdn.example.com:8443/"}, "https://cdn.example.com:8443"),
        ({"endpoint": "http://127.0.0.1:8080"}, "http://127.0.0.1:8080"),
    ],
)
def test_a_region_only_chooses_the_site(options: dict[str, Any], host: str) -> None:
    made = huawei(emulated([huawei_row("1")]), **options)
    made.describe("1")
    assert made.sent[0].request.url.startswith(f"{host}/v1.0/cdn/historytasks/1/detail?")


# The sweep.


def test_few_tasks_are_asked_for_one_by_one_and_many_by_the_list() -> None:
    made = huawei(emulated([huawei_row(str(number)) for number in range(5)]))
    assert [made.provider.calls_by_id(number) for number in (0, 1, 2, 1000)] == [0, 1, 2, 1000]
    assert [made.provider.prefers_list(number) for number in (0, 1, 2, 3, 1000)] == [False, False, False, True, True]
    tasks = made.fetch("0", "1", "2", "3", "4")
    assert [task.state for task in tasks] == ["succeeded"] * 5
    assert len(made.sent) == 1


def test_a_list_of_many_pages_makes_single_calls_worth_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cdn, "LIST_PAGE_SIZE", 10)
    others = [huawei_row(f"other-{number}", create_time=NOW_MS - number) for number in range(35)]
    mine = [huawei_row(f"mine-{number}", create_time=NOW_MS - 50 - number) for number in range(5)]
    made = huawei(emulated(others + mine))
    ids = [row["id"] for row in mine]
    made.fetch(*ids)
    assert len(made.sent) == 4
    assert [made.provider.prefers_list(number) for number in (4, 5)] == [False, True]


def test_a_sweep_finds_directories_too() -> None:
    made = huawei(emulated([huawei_row("1"), huawei_row("2", file_type="directory"), huawei_row("3")]))
    assert [(task.id, task.object_type) for task in made.fetch("1", "2", "3")] == [
        ("1", "file"), ("2", "directory"), ("3", "file"),
    ]  # fmt: skip


def test_details_tell_why_a_task_failed() -> None:
    urls = [huawei_url_row(1, "2", status="failed", fail_classify="ORIGIN_ERROR", fail_desc="origin answered 502")]
    rows = [huawei_row("1"), huawei_row("2", total=1, succeed=0, failed=1), huawei_row("3")]
    made = huawei(emulated(rows, {"2": urls}))
    tasks = made.fetch("1", "2", "3")
    assert [task.state for task in tasks] == ["succeeded", "failed", "succeeded"]
    assert tasks[1].error is not None
    assert tasks[1].error.as_dict() == {"code": "UrlsFailed", "message": "1 of 1 URLs failed"}
    detailed = made.provider.details(tasks[1])
    assert detailed.error is not None
    assert (detailed.state, detailed.error.code) == ("failed", "ORIGIN_ERROR")
    assert [sent.path for sent in made.sent] == ["/v1.0/cdn/historytasks", "/v1.0/cdn/historytasks/2/detail"]


@pytest.mark.parametrize(
    "reply",
    [
        raw_answer(b"<html>", 500, content_type="text/html"),
        answer({"error": {"error_code": "CDN.0108", "error_msg": "?"}}),
    ],
    ids=["fault", "missing"],
)
def test_a_failure_stands_without_its_reasons(reply: Answer) -> None:
    rows = [huawei_row("1"), huawei_row("2", total=1, succeed=0, failed=1), huawei_row("3")]
    made = huawei([list_of(*rows), reply])
    failed = made.fetch("1", "2", "3")[1]
    assert made.provider.details_or(failed) == failed


@pytest.mark.parametrize("reply", [refused("CDN.0001", 403), answer({}, 401)])
def test_reasons_that_nobody_may_read_are_an_error(reply: Answer) -> None:
    """What the list shows of an old task stands without its details, unless they will never be had."""
    made = huawei([answer({}, 404), list_of(huawei_row("1")), reply])
    with pytest.raises(ApiError) as caught:
        made.describe("1")
    assert caught.value.kind == "lasting"


def test_a_sweep_reads_no_further_than_it_must(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cdn, "LIST_PAGE_SIZE", 10)
    rows = [huawei_row(str(number), create_time=NOW_MS - number) for number in range(100)]
    made = huawei(emulated(rows))
    made.fetch("1", "3", "12")
    assert [sent.query["page_number"] for sent in made.sent] == ["1", "2"]
    assert made.warnings == []


def test_a_sweep_begins_a_little_before_the_oldest_task() -> None:
    history = emulated([huawei_row("1"), huawei_row("2"), huawei_row("3")])
    made = huawei(history)
    list(made.provider.look([made.reference(task_id, NOW - 3600) for task_id in ("1", "2", "3")]))
    assert made.sent[0].query["start_date"] == str(NOW_MS - 3_600_000 - 900_000)
    made = huawei(history)
    list(made.provider.look([made.reference("1", NOW - 3600), made.reference("2"), made.reference("3", NOW - 3600)]))
    assert made.sent[0].query["start_date"] == str(NOW_MS - 15 * 86_400_000)
    made = huawei(history)
    list(made.provider.look([made.reference(task_id, NOW - 99 * DAY) for task_id in ("1", "2", "3")]))
    assert made.sent[0].query["start_date"] == str(NOW_MS - 15 * 86_400_000)


def test_a_task_that_only_the_detail_call_knows_is_found() -> None:
    history = emulated([huawei_row("1"), huawei_row("2"), huawei_row("3", file_type="tag")])
    assert [task.state for task in huawei(history).fetch("1", "2", "3")] == ["succeeded"] * 3


# One task.


def test_all_pages_of_urls_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cdn, "URLS_PAGE_SIZE", 10)
    urls = [huawei_url_row(number, "1") for number in range(25)]
    made = huawei(emulated([huawei_row("1", total=25, succeed=25)], {"1": urls}))
    (task,) = made.describe("1")
    assert [url.url for url in task.urls] == [row["url"] for row in urls]
    assert [sent.query["page_number"] for sent in made.sent] == ["1", "2", "3"]
    assert [len(record["urls"]) for record in task.raw] == [10, 10, 5]


def test_a_page_beyond_the_end_is_never_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """The counters announce 10 URLs and the page holds 9: what a page more answers is not documented."""
    monkeypatch.setattr(cdn, "URLS_PAGE_SIZE", 10)
    urls = [huawei_url_row(number, "1") for number in range(9)]
    made = huawei(emulated([huawei_row("1", total=10, succeed=10)], {"1": urls}))
    (task,) = made.describe("1")
    assert len(task.urls) == 9
    assert len(made.sent) == 1


def test_a_detail_call_that_repeats_its_page_ends() -> None:
    urls = [huawei_url_row(number, "1") for number in range(3)]
    page = answer({**huawei_row("1", total=10**15, succeed=0, status="task_inprocess"), "urls": urls})
    made = huawei(lambda sent: page)
    (task,) = made.describe("1")
    assert len(made.sent) == 2
    assert len(task.urls) == 3


def test_the_counters_of_the_last_page_are_the_ones_that_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cdn, "URLS_PAGE_SIZE", 10)
    urls = [huawei_url_row(number, "1") for number in range(15)]
    first = {**huawei_row("1", total=15, succeed=14, processing=1, status="task_inprocess"), "urls": urls[:10]}
    last = {**huawei_row("1", total=15, succeed=15), "urls": urls[10:]}
    (task,) = huawei([answer(first), answer(last)]).describe("1")
    assert task.state == "succeeded"
    assert len(task.urls) == 15


def test_an_answer_about_another_task_is_no_answer() -> None:
    with pytest.raises(ApiError, match="asked for task 1, got task 2") as caught:
        huawei([answer({**huawei_row("2"), "urls": []})]).describe("1")
    assert caught.value.kind == "passing"


@pytest.mark.parametrize(
    "document", [[], "text", 7, True, {"tasks": []}, {"id": "1"}, {"status": "task_done"}], ids=repr
)
def test_a_detail_answer_of_another_shape_is_a_passing_fault(document: Any) -> None:
    with pytest.raises(ApiError) as caught:
        huawei([answer(document)]).describe("1")
    assert (caught.value.code, caught.value.kind) == ("InvalidAnswer", "passing")


@pytest.mark.parametrize("document", [[], "text", 7, {"id": "1"}, {"result": [], "count": 0}], ids=repr)
def test_a_list_answer_of_another_shape_is_a_passing_fault(document: Any) -> None:
    with pytest.raises(ApiError) as caught:
        huawei([answer(document)]).query()
    assert (caught.value.code, caught.value.kind) == ("InvalidAnswer", "passing")


@pytest.mark.parametrize(
    "document", [{"total": 0, "tasks": []}, {"total": 0}, {"total": 0, "tasks": None}, {"tasks": []}], ids=repr
)
def test_an_empty_list_is_empty(document: Any) -> None:
    made = huawei(lambda sent: answer(document))
    assert made.query() == ([], True)
    assert made.warnings == []


# Old tasks: the detail call must be told when they were created.


@pytest.mark.parametrize("reply", [answer({}, 404), raw_answer(b"", 503)], ids=["not found", "fault"])
def test_a_task_that_only_the_list_shows_is_not_lost(reply: Answer) -> None:
    """The detail call does not find it, and still does not when it is told the time: the list's word counts."""
    made = huawei([answer({}, 404), list_of(huawei_row("1")), reply])
    (task,) = made.describe("1")
    assert task.state == "succeeded"


def test_a_reference_that_tells_its_age_needs_no_list() -> None:
    created = NOW_MS - 10 * 86_400_000
    made = huawei(emulated([huawei_row("old", create_time=created)]))
    (task,) = made.provider.describe([made.reference("old", created / 1000)])
    assert task.state == "succeeded"
    assert [sent.query.get("create_time") for sent in made.sent] == [str(created)]


def test_a_young_task_needs_no_creation_time() -> None:
    made = huawei(emulated([huawei_row("1")]))
    made.provider.describe([made.reference("1", NOW - 60)])
    assert "create_time" not in made.sent[0].query


def test_an_empty_object_is_no_task() -> None:
    (task,) = huawei([answer({}), list_of(), list_of()]).describe("1")
    assert task.state == "not_found"


def test_a_task_that_nobody_knows_is_not_found() -> None:
    made = huawei(emulated([]))
    (task,) = made.describe("1")
    assert task.state == "not_found"
    assert task.error is not None
    assert task.error.code == "CDN.0108"
    assert len(made.sent) == 3


# Queries.

ROWS = [
    huawei_row(
        "a", create_time=NOW_MS - 5 * MINUTE, total=9, succeed=1, failed=3, processing=5, status="task_inprocess"
    ),
    huawei_row("b", create_time=NOW_MS - 4 * MINUTE, total=2, succeed=2, file_type="directory"),
    huawei_row("c", create_time=NOW_MS - 3 * MINUTE, total=7, succeed=4, failed=3, task_type="preheating"),
    huawei_row("d", create_time=NOW_MS - 2 * MINUTE, total=3, succeed=3, file_type="directory"),
    huawei_row("e", create_time=NOW_MS - 1 * MINUTE, total=5, succeed=0, processing=5, status="task_inprocess"),
]


@pytest.mark.parametrize("order", ["asc", "desc", None])
@pytest.mark.parametrize(
    ("order_by", "field"),
    [
        ("created_at", "create_time"),
        ("operation", "task_type"),
        ("total", "total"),
        ("succeeded", "succeed"),
        ("failed", "failed"),
        ("unfinished", "processing"),
        (None, "create_time"),
    ],
)
def test_files_and_directories_are_one_ordered_list(order_by: str | None, field: str, order: str | None) -> None:
    made = huawei(emulated(ROWS))
    tasks, complete = made.query(own={"order_by": order_by, "order": order})
    assert complete
    assert sorted(task.id for task in tasks) == ["a", "b", "c", "d", "e"]
    values = [task.raw[0][field] for task in tasks]
    assert values == sorted(values, reverse=order != "asc")
    assert {(sent.query["order_field"], sent.query["order_type"]) for sent in made.sent} == {(field, order or "desc")}


def test_the_options_of_the_order_are_the_documented_fields() -> None:
    assert sorted(cdn.ORDER_FIELDS.values()) == sorted(
        ["task_type", "total", "processing", "succeed", "failed", "create_time"]
    )


def test_a_limit_with_a_filter_of_our_own_counts_what_matches() -> None:
    made = huawei(emulated(ROWS))
    tasks, complete = made.query(states=["failed"], limit=1)
    assert [task.id for task in tasks] == ["c"]
    assert complete


def test_a_limit_does_not_make_pages_tiny_when_few_tasks_match() -> None:
    rows = [huawei_row(str(number), create_time=NOW_MS - number) for number in range(5_000)]
    rows.append(huawei_row("failed", create_time=NOW_MS - 5_001, total=1, succeed=0, failed=1))
    made = huawei(emulated(rows))
    tasks, _complete = made.query(states=["failed"], limit=1)
    assert [task.id for task in tasks] == ["failed"]
    assert len(made.sent) == 2


@pytest.mark.parametrize(
    ("filters", "ids", "sent"),
    [
        ({"operation": "purge"}, ["e", "d", "b", "a"], {"task_type": "refresh"}),
        ({"operation": "prefetch"}, ["c"], {"task_type": "preheating"}),
        ({"object_type": "file"}, ["e", "c", "a"], {"file_type": "file"}),
        ({"object_type": "directory"}, ["d", "b"], {"file_type": "directory"}),
        ({"states": ["running"]}, ["e", "a"], {"status": "task_inprocess"}),
        ({"states": ["pending"]}, [], {"status": "task_inprocess"}),
        ({"states": ["pending", "running"]}, ["e", "a"], {"status": "task_inprocess"}),
        ({"states": ["failed"]}, ["c"], {"status": "task_done"}),
        ({"states": ["succeeded", "failed"]}, ["d", "c", "b"], {"status": "task_done"}),
        ({"states": ["running", "failed"]}, ["e", "c", "a"], {"status": None}),
        ({"states": ["unknown"]}, [], {"status": None}),
        ({"states": ["unknown", "succeeded"]}, ["d", "b"], {"status": None}),
        ({"created_after": NOW - 150}, ["e", "d"], {"start_date": str(NOW_MS - 150_000)}),
        ({"created_before": NOW - 150}, ["c", "b", "a"], {"end_date": str(NOW_MS - 150_000)}),
        ({"created_after": NOW - 270, "created_before": NOW - 150}, ["c", "b"], {}),
    ],
    ids=repr,
)
def test_filters(filters: dict[str, Any], ids: list[str], sent: dict[str, str | None]) -> None:
    made = huawei(emulated(ROWS))
    tasks, complete = made.query(**filters)
    assert [task.id for task in tasks] == ids
    assert complete
    for one in made.sent:
        assert {name: one.query.get(name) for name in sent} == sent


def test_times_are_sent_together_in_milliseconds_and_in_order() -> None:
    for filters in ({}, {"created_after": NOW - 99}, {"created_before": NOW - 99}, {"created_before": NOW - 20 * DAY}):
        made = huawei(emulated(ROWS))
        made.query(**filters)
        for sent in made.sent:
            assert int(sent.query["start_date"]) < int(sent.query["end_date"])


def test_an_object_type_that_does_not_exist_is_refused() -> None:
    made = huawei(emulated(ROWS))
    with pytest.raises(OptionError, match=r"object_type: 'regex' does not exist.*file.*directory"):
        made.provider.query(Filters(object_type="regex"))
    assert made.sent == []


def test_a_service_whose_pages_never_end_is_not_read_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cdn, "LAST_PAGE", 3)
    monkeypatch.setattr(cdn, "LIST_PAGE_SIZE", 1)
    monkeypatch.setattr(cdn, "URLS_PAGE_SIZE", 1)
    made = huawei(
        lambda sent: (
            answer({"total": 10**15, "tasks": [huawei_row(sent.query["page_number"])]})
            if sent.call == "historytasks"
            else answer(
                {
                    **huawei_row("1", total=10**15, succeed=1, status="task_inprocess"),
                    "urls": [huawei_url_row(int(sent.query["page_number"]), "1")],
                }
            )
        )
    )
    assert [task.id for task in made.query(object_type="file")[0]] == ["1", "2", "3"]
    assert "announced with 1000000000000000 file tasks, but held 3" in made.warnings[0]
    (task,) = made.describe("1")
    assert (task.state, len(task.urls)) == ("running", 3)


def test_a_service_that_does_not_know_file_type_answers_each_task_once() -> None:
    made = huawei(lambda sent: answer({"total": 5, "tasks": ROWS[::-1]}))
    tasks, _complete = made.query()
    assert [task.id for task in tasks] == ["e", "d", "c", "b", "a"]


def test_rows_that_cannot_be_read_are_left_out() -> None:
    rows: list[Any] = [
        None,
        [],
        "x",
        {},
        {"id": "1"},
        {"status": "task_done"},
        {"id": {}, "status": []},
        huawei_row("9"),
    ]
    made = huawei([answer({"total": 8, "tasks": rows}), answer({"total": 0, "tasks": []})])
    tasks, _complete = made.query()
    assert [task.id for task in tasks] == ["9"]


def test_the_end_of_the_window_does_not_move_while_paging(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cdn, "LIST_PAGE_SIZE", 2)
    clock = FakeClock()
    history = emulated([huawei_row(str(number), create_time=NOW_MS - number) for number in range(9)])

    def reply(sent: Sent) -> Answer:
        clock.advance(60)
        return history(sent)

    made = huawei(reply, clock=clock)
    made.query(object_type="file")
    assert len({(sent.query["start_date"], sent.query["end_date"]) for sent in made.sent}) == 1
    assert len(made.sent) == 5
