# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The known traps of Huawei Cloud CDN's task calls, each with a test that falls into it if the code does."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.huaweicloud import read as cdn
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.huaweicloud import rows
from tests.unit.emulated import emulated
from tests.unit.rows import huawei_row, huawei_url_row
from tests.unit.support import HUAWEI, NOW, Bench, answer, bench, quotas_of, raw_answer

NOW_MS = int(NOW * 1000)


def huawei(replies: Any, **options: Any) -> Bench:
    return bench(HUAWEI, replies, **options)


def test_trap_01_task_done_with_failed_urls() -> None:
    """task_done means finished; with one failed URL among a thousand the task has failed."""
    made = huawei(emulated([huawei_row("1", total=1000, succeed=999, failed=1)]))
    (task,) = made.fetch("1")
    assert task.state == "failed"
    tasks, _complete = made.query()
    assert [task.state for task in tasks] == ["failed"]


@pytest.mark.parametrize(
    "document",
    [
        {"error": {"error_code": "CDN.0000", "error_msg": "internal error"}},
        {"id": "1", "processing": 0},
        {"id": "1", "status": None, "processing": 0, "urls": []},
        {"id": "1", "status": "task_inprocess", "processing": 0, "succeed": 0, "failed": 0, "total": 4, "urls": []},
        {"id": "1", "status": "task_done", "processing": 0, "urls": []},
        {"processing": 0},
    ],
    ids=repr,
)
def test_trap_02_nothing_being_processed_is_not_done(document: dict[str, Any]) -> None:
    """An error body, an empty object and a task whose URLs all wait have `processing` 0 (or none) as well."""
    made = huawei(lambda sent: answer(document))
    if document.get("status"):
        assert not made.fetch("1")[0].finished
    else:
        with pytest.raises(ApiError) as caught:
            made.fetch("1")
        assert caught.value.kind == "passing"


def test_trap_03_directory_tasks_hide_behind_the_default_file_type() -> None:
    """Without file_type the list may answer files alone, so both values are asked for."""
    history = emulated([huawei_row(name, file_type="directory") for name in ("1", "2", "3")])
    made = huawei(history)
    assert [task.state for task in made.fetch("1", "2", "3")] == ["succeeded"] * 3
    assert {sent.query["file_type"] for sent in made.sent} == {"file", "directory"}
    assert len(made.query()[0]) == 3


def test_trap_04_page_size_and_page_number_come_together() -> None:
    """One without the other is a parameter error. Here: the list, the detail call, and every page of both."""
    made = huawei(emulated([huawei_row("1")]))
    made.query()
    made.query(limit=1)
    made.describe("1", "2")
    assert all({"page_size", "page_number"} <= set(sent.query) for sent in made.sent)


def test_trap_05_order_field_and_order_type_come_together() -> None:
    """One without the other is silently ignored."""
    for own in ({}, {"order_by": "failed"}, {"order": "asc"}, {"order_by": "total", "order": "desc"}):
        made = huawei(emulated([huawei_row("1")]))
        made.query(own=own)
        assert made.sent
        for sent in made.sent:
            assert {"order_field", "order_type"} <= set(sent.query)
            assert sent.query["order_field"] == cdn.ORDER_FIELDS[own.get("order_by", "created_at")]
            assert sent.query["order_type"] == own.get("order", "desc")


def test_trap_06_the_failed_url_is_on_the_second_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """The detail call answers its URLs in pages; the reason of a failure may be on any of them."""
    monkeypatch.setattr(cdn, "URLS_PAGE_SIZE", 30)
    urls = [huawei_url_row(number, "1") for number in range(30)]
    urls.append(huawei_url_row(30, "1", status="failed", fail_classify="INNER_ERROR", fail_desc="disk full"))
    made = huawei(emulated([huawei_row("1", total=31, succeed=30, failed=1)], {"1": urls}))
    (task,) = made.describe("1")
    assert task.error is not None
    assert task.error.as_dict() == {"code": "INNER_ERROR", "message": "disk full"}
    assert len(task.urls) == 31


@pytest.mark.parametrize("days", [7.5, 10, 14.9])
def test_trap_07_the_detail_call_looks_back_seven_days_only(days: float) -> None:
    """Older tasks, up to 15 days, need create_time; the list knows it, to the millisecond."""
    created = NOW_MS - int(days * 86_400_000) + 37
    made = huawei(emulated([huawei_row("1", create_time=created)]))
    (task,) = made.describe("1")
    assert task.state == "succeeded"
    assert made.sent[-1].query["create_time"] == str(created)


@pytest.mark.parametrize("call", ["list", "detail"])
@pytest.mark.parametrize(
    "document",
    [
        {"error": {"error_code": "CDN.0114", "error_msg": "not activated"}},
        {"error": {"error_code": "CDN.0001", "error_msg": "bad"}, "total": 0, "tasks": []},
        {"error_code": "APIG.0301", "error_msg": "bad"},
        {"error": {"error_code": "CDN.0004", "error_msg": "no"}, **huawei_row("1")},
        {"error": "something went wrong", **huawei_row("1"), "tasks": [huawei_row("1")]},
        {"error": {"reason": "of an unknown shape"}, **huawei_row("1"), "tasks": [huawei_row("1")]},
    ],
    ids=repr,
)
def test_trap_08_http_200_with_an_error_body(document: dict[str, Any], call: str) -> None:
    """The error object is looked for before any field is read, whatever the status and whatever stands beside it."""
    made = huawei([answer(document, 200)])
    with pytest.raises(ApiError) as caught:
        made.describe("1") if call == "detail" else made.query()
    assert caught.value.kind == "lasting"
    assert caught.value.status == 200


@pytest.mark.parametrize("call", ["list", "detail"])
def test_trap_09_an_id_may_be_a_number_on_the_wire(call: str) -> None:
    """Text in one call, an integer in another: always text here, and never by way of a float."""
    number = 9007199254740993  # 2**53 + 1, which no float holds
    body = b'{"id": 9007199254740993, "status": "task_done", "succeed": 1, "failed": 0, "total": 1, "urls": []}'
    if call == "detail":
        (task,) = huawei([raw_answer(body)]).describe(str(number))
    else:
        listed = raw_answer(b'{"total": 1, "tasks": [%s]}' % body)
        (task,), _complete = huawei([listed, raw_answer(b'{"total": 0}')]).query()
    assert task.id == str(number)
    assert task.state == "succeeded"


def test_trap_09_a_float_is_no_id() -> None:
    body = b'{"total": 1, "tasks": [{"id": 7620240.0, "status": "task_done", "succeed": 1, "failed": 0, "total": 1}]}'
    assert huawei([raw_answer(body), raw_answer(b'{"total": 0}')]).query()[0] == []


def test_trap_10_upper_and_lower_case() -> None:
    """refresh and REFRESH, succeed and SUCCEED: the same words."""
    row = huawei_row("1", task_type="PREHEATING", status="TASK_DONE", file_type="FILE", total=1, succeed=1)
    urls = [huawei_url_row(1, "1", status="SUCCEED")]
    (task,) = huawei([answer({**row, "urls": urls})]).describe("1")
    assert (task.state, task.operation, task.object_type) == ("succeeded", "prefetch", "file")
    assert task.urls[0].state == "succeeded"
    assert task.raw_state == ["TASK_DONE"]


def test_trap_11_one_thing_has_several_names() -> None:
    """url-tasks has other names for the same things: none of them is sent, and its answer is not taken for a list."""
    made = huawei(emulated([huawei_row("1")]))
    made.query()
    made.describe("1")
    for sent in made.sent:
        assert not {"start_time", "end_time", "offset", "limit"} & set(sent.query)
    assert rows.read_page({"result": [], "count": 0}) is None


def test_trap_12_three_causes_of_one_error() -> None:
    """An unknown id, the wrong account or site and the wrong enterprise project look the same: all are named."""
    (task,) = huawei(emulated([])).fetch("1")
    assert task.state == "not_found"
    assert task.error is not None
    for word in ("unknown", "account", "site", "enterprise project"):
        assert word in task.error.message


def test_trap_13_enterprise_project_id_is_never_left_out() -> None:
    """Without it, it is not certain whether the default project or every project is meant."""
    made = huawei(emulated([huawei_row("1")]))
    made.query()
    made.describe("1")
    made.fetch("1", "2", "3")
    assert {sent.query["enterprise_project_id"] for sent in made.sent} == {"all"}


def test_trap_14_rows_shift_while_paging(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tasks that arrive push rows from one page to the next: the window stays, and each id is taken once."""
    monkeypatch.setattr(cdn, "LIST_PAGE_SIZE", 2)
    first = [huawei_row("d", create_time=4), huawei_row("c", create_time=3)]
    second = [huawei_row("c", create_time=3), huawei_row("b", create_time=2)]
    third = [huawei_row("a", create_time=1)]
    pages = [answer({"total": total, "tasks": page}) for total, page in ((4, first), (5, second), (5, third))]
    made = huawei(pages)
    tasks, _complete = made.query(object_type="file")
    assert [task.id for task in tasks] == ["d", "c", "b", "a"]
    assert len({(sent.query["start_date"], sent.query["end_date"]) for sent in made.sent}) == 1


def test_trap_15_a_url_may_be_a_directory() -> None:
    """What the task is about is in file_type; a slash at the end of a URL says nothing."""
    urls = [huawei_url_row(1, "1", url="https://www.example.com/dir/")]
    for file_type in ("file", "directory"):
        row = huawei_row("1", file_type=file_type, total=1, succeed=1)
        (task,) = huawei([answer({**row, "urls": urls})]).describe("1")
        assert task.object_type == file_type
        assert task.urls[0].url == "https://www.example.com/dir/"


def test_trap_16_the_raw_body_is_read() -> None:
    """A typed client loses the error in an HTTP 200 answer, and the text and request id of a 429."""
    body = {"error_code": "APIG.0308", "error_msg": "limit:30,time:1 second", "request_id": "r-77"}
    with pytest.raises(ApiError) as caught:
        huawei([answer(body, 429)]).describe("1")
    assert (caught.value.code, caught.value.status, caught.value.request_id) == ("APIG.0308", 429, "r-77")
    assert "limit:30,time:1 second" in str(caught.value)
    nothing = answer({"total": 0, "tasks": []})
    (task,) = huawei([answer({"error": {"error_code": "CDN.0108", "error_msg": "x"}}), nothing, nothing]).fetch("1")
    assert task.state == "not_found"


def test_trap_19_why_a_prefetch_failed() -> None:
    """A prefetch fails for many reasons of the origin's: fail_classify and fail_desc are told, per URL and per task."""
    row = huawei_row("1", task_type="preheating", total=2, succeed=0, failed=2)
    urls = [
        huawei_url_row(1, "1", status="failed", fail_classify="ORIGIN_ERROR", fail_desc="origin sends no-store"),
        huawei_url_row(2, "1", status="failed"),
    ]
    (task,) = huawei(emulated([row], {"1": urls})).describe("1")
    assert task.operation == "prefetch"
    assert task.error is not None
    assert task.error.as_dict() == {"code": "ORIGIN_ERROR", "message": "origin sends no-store"}
    assert [url.error and url.error.as_dict() for url in task.urls] == [
        {"code": "ORIGIN_ERROR", "message": "origin sends no-store"},
        {"code": "UNKNOWN_ERROR", "message": "the provider gave no reason"},
    ]


def test_trap_21_a_domain_that_is_banned_has_no_quota() -> None:
    """A domain must be enabled; an overdue account and a banned domain have a quota of 0, which is told as 0."""
    row = {"type": "file_refresh", "quota_limit": 0, "used": 0, "user_domain_id": "0c2d"}
    (quota,) = quotas_of(HUAWEI, answer({"quotas": [row]}))
    assert (quota["limit"], quota["used"], quota["remaining"]) == (0, 0, 0)
