# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tencent Cloud CDN: each known trap has a test that falls into it if the code does."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tencentcloud.cdn.v20180606 import models
from tencentcloud.common.common_client import AbstractClient

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError, OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.tencentcloud import read
from tests.unit.emulated import Emulated
from tests.unit.submission import ANSWER_LOST, Submitted, cloud_of, run
from tests.unit.support import Bench, FakeClock, answer, bench, quotas_of

NAME = "tencentcloud_cdn"
URL, OTHER = "https://www.example.com/a.txt", "https://www.example.com/b.txt"
DIRECTORY = "https://www.example.com/d/"
HOUR = 3_600.0


def cdn(replies: Any, **options: Any) -> Bench:
    return bench(NAME, replies, **options)


def clouds(**settings: Any) -> Emulated:
    return Emulated(FakeClock(), **{NAME: settings})


def actions(made: Bench) -> list[str]:
    return [sent.action for sent in made.sent]


def row(task_id: str | int = "1", url: str = URL, status: str = "done", **more: Any) -> dict[str, Any]:
    return {
        "TaskId": task_id,
        "Url": url,
        "Status": status,
        "PurgeType": "url",
        "FlushType": "delete",
        "CreateTime": "2026-11-21 16:30:05",
        **more,
    }


def pushed(status: str, **more: Any) -> dict[str, Any]:
    one = {**row(status=status), "Percent": 40, "UpdateTime": None, "Area": "mainland", **more}
    del one["PurgeType"], one["FlushType"]
    return one


def listed(*rows: Any, key: str = "PurgeLogs", total: Any = None) -> Answer:
    shown = {key: list(rows), "TotalCount": len(rows) if total is None else total, "RequestId": "r-1"}
    return answer({"Response": shown})


def refused(code: str, message: str = "a text", status: int = 200) -> Answer:
    return answer({"Response": {"Error": {"Code": code, "Message": message}, "RequestId": "r-1"}}, status)


def only(tasks: list[Task]) -> Task:
    (task,) = tasks
    return task


def test_trap_01_the_other_history_gives_an_empty_list() -> None:
    network = clouds()
    purge = network.add_task(NAME, urls=[URL], script={"stuck": True})
    push = network.add_task(NAME, operation="prefetch", urls=[URL], script={"stuck": True})
    made = cdn(network)
    assert [(task.id, task.operation, task.state) for task in made.fetch(purge, push)] == [
        (purge, "purge", "running"),
        (push, "prefetch", "running"),
    ]
    assert actions(made) == ["DescribePurgeTasks", "DescribePurgeTasks", "DescribePushTasks"]
    made.sent.clear()
    assert [task.state for task in made.fetch(push, purge)] == ["running", "running"]
    assert actions(made) == ["DescribePushTasks", "DescribePurgeTasks"]


def test_trap_01_what_was_submitted_here_is_looked_for_in_its_history_alone() -> None:
    cloud = cloud_of(NAME)
    cloud.settings(visible_after_reads=3)
    done = run(NAME, cloud, operation="prefetch", urls=[URL])
    assert [task["state"] for task in done.result["tasks"]] == ["pending"]
    assert [sent.action for sent in cloud.sent] == ["PushUrlsCache", "DescribePushTasks"]


def test_trap_02_twenty_rows_hide_the_others() -> None:
    network = clouds()
    urls = [f"https://www.example.com/{number}" for number in range(230)]
    task_id = network.add_task(NAME, urls=urls, script={"fail": {"url_index": 229}, "finish_after": 0})
    made = cdn(network)
    task = only(made.fetch(task_id))
    assert (task.state, task.counts.total, task.counts.failed) == ("failed", 230, 1)
    assert [(sent.said["Offset"], sent.said["Limit"]) for sent in made.sent] == [(0, 100), (100, 100), (200, 100)]


@pytest.mark.parametrize("limit", [20, 50])
def test_trap_03_the_largest_page_is_not_documented(limit: int) -> None:
    network = clouds(largest_limit=limit)
    ids = [network.add_task(NAME, url_count=45, script={}) for _number in range(2)]
    made = cdn(network)
    assert [task.counts.total for task in made.fetch(*ids)] == [45, 45]
    assert [sent.said["Limit"] for sent in made.sent] == [100, 20, 20, 20, 20, 20, 20]


@pytest.mark.parametrize("cap", [7, 10, 45])
def test_trap_03_a_page_may_be_shorter_than_asked_for(cap: int) -> None:
    network = clouds(page_cap=cap)
    task_id = network.add_task(NAME, url_count=45, script={"finish_after": 0})
    made = cdn(network)
    task = only(made.fetch(task_id))
    assert (task.state, task.counts.total) == ("succeeded", 45)
    assert len(made.sent) == -(-45 // cap)


def test_trap_03_an_id_that_is_refused_is_no_page_that_is_too_large() -> None:
    network = clouds(unknown_id="param_error")
    known = network.add_task(NAME, url_count=45, script={})
    made = cdn(network)
    missing = only(made.fetch("4242"))
    assert missing.state == "not_found"
    assert missing.error is not None
    assert missing.error.code == "InvalidParameter.CdnParamError"
    made.sent.clear()
    assert only(made.fetch(known)).counts.total == 45
    assert [sent.said["Limit"] for sent in made.sent] == [100]


@pytest.mark.parametrize("word", ["done", "Done", "DONE"])
def test_trap_04_capitals_make_no_difference(word: str) -> None:
    assert only(cdn([listed(row(status=word))]).fetch("1")).state == "succeeded"
    task = only(cdn([listed(), listed(pushed(word), key="PushLogs")]).fetch("1"))
    assert (task.state, task.progress) == ("succeeded", 100)


def test_trap_05_invalid_is_a_failure() -> None:
    task = only(cdn([listed(), listed(pushed("invalid"), key="PushLogs")]).fetch("1"))
    assert (task.state, task.progress) == ("failed", 100)
    assert task.error is not None
    assert (task.error.code, task.error.message) == ("invalid", "the origin answered 4xx or 5xx")


@pytest.mark.parametrize("status", [200, 400, 500])
@pytest.mark.parametrize("beside", [{}, {"PurgeLogs": [row()], "TotalCount": 1}])
def test_trap_06_an_error_is_one_whatever_the_status(status: int, beside: dict[str, Any]) -> None:
    response = {"Error": {"Code": "InvalidParameter", "Message": "m"}, "RequestId": "r-7", **beside}
    with pytest.raises(ApiError) as raised:
        cdn([answer({"Response": response}, status)]).fetch("1")
    assert (raised.value.code, raised.value.request_id, raised.value.kind) == (
        "InvalidParameter",
        "r-7",
        "passing" if status == 500 else "lasting",
    )


@pytest.mark.parametrize("content_type", ["application/json", "application/json; charset=utf-8", "text/plain"])
def test_trap_07_the_content_type_does_not_matter(content_type: str) -> None:
    """The official Python SDK sees an error in the first of these alone: it takes the others for an empty response."""
    reply = refused("InvalidParameter")
    with pytest.raises(ApiError, match="InvalidParameter"):
        cdn([Answer(200, {"content-type": content_type}, reply.body)]).fetch("1")
    response = models.DescribePurgeTasksResponse()
    response._deserialize(json.loads(reply.body)["Response"])
    assert response.PurgeLogs is None
    assert AbstractClient is not None


@pytest.mark.parametrize(
    ("status", "body"), [(502, b"<html>bad gateway</html>"), (503, b""), (200, b"<html>"), (500, b"{}")]
)
def test_trap_08_a_gateway_in_between(status: int, body: bytes) -> None:
    with pytest.raises(ApiError) as raised:
        cdn([Answer(status, {}, body)]).fetch("1")
    assert raised.value.kind == "passing"


def test_trap_09_times_have_no_zone() -> None:
    made = cdn([listed(row(CreateTime="2026-11-21 16:30:05"))])
    assert only(made.fetch("1")).created_at == "2026-11-21T08:30:05Z"
    made = cdn([listed(row(CreateTime="2026-11-21 16:30:05Z"))])
    assert only(made.fetch("1")).created_at == "2026-11-21T16:30:05Z"


@pytest.mark.parametrize("hours", [8, 0, -8])
def test_trap_09_a_lost_submission_is_never_taken_for_an_older_one(hours: int) -> None:
    """In whatever zone the times are: it is found, or it stays uncertain; it is not sent again."""
    cloud = cloud_of(NAME, ANSWER_LOST)
    cloud.settings(**{NAME: {"zone_hours": hours}})
    cloud.add("purge", "file", [URL], age=16 * HOUR)
    done = run(NAME, cloud, operation="purge", urls=[URL])
    assert len(cloud.submits) == 1
    assert done.result["failed"] == (hours != 8)
    found = [entry["recovered"] for entry in done.result["submissions"]]
    assert found == ([True] if hours == 8 else [])


@pytest.mark.parametrize("hours", [8, 0])
def test_trap_09_another_zone_is_noticed(hours: int) -> None:
    cloud = cloud_of(NAME, tencentcloud_cdn={"zone_hours": hours})
    done = run(NAME, cloud, operation="purge", urls=[URL])
    assert not done.result["failed"]
    assert [text for text in done.warnings if "do not rely on created_at" in text] == done.warnings
    assert bool(done.warnings) == (hours != 8)


def test_trap_09_a_search_is_wide_enough_for_either_zone() -> None:
    """The last hour is within the window, whether its ends are read as UTC (half past eight now) or as UTC+8."""
    made = cdn(clouds(longest_window=7 * 24 * HOUR))
    made.query(created_after=made.clock.time() - HOUR)
    first = made.sent[0].said
    assert first["StartTime"] <= "2026-11-21 07:30:00"
    assert first["EndTime"] >= "2026-11-21 16:30:00"


@pytest.mark.parametrize("total", [2, 50])
def test_trap_10_more_rows_announced_than_shown(total: int) -> None:
    made = cdn(lambda sent: listed(row(), total=total) if not sent.said["Offset"] else listed(total=total))
    task = only(made.fetch("1"))
    assert task.state == "unknown"
    assert task.error is not None
    assert task.error.code == "UrlsMissing"


def test_trap_10_rows_announced_and_none_shown_are_no_unknown_id() -> None:
    with pytest.raises(ApiError) as raised:
        cdn([listed(total=3)]).fetch("1")
    assert raised.value.kind == "passing"


@pytest.mark.parametrize("other", [{"TaskId": ""}, {}, None, "x"], ids=repr)
@pytest.mark.parametrize("total", [None, 1])
def test_trap_10_an_element_that_cannot_be_read_may_be_a_row_of_any_task(other: Any, total: int | None) -> None:
    shown = {"PurgeLogs": [row(), other], **({} if total is None else {"TotalCount": total})}
    task = only(cdn([answer({"Response": shown})] * 2).fetch("1"))
    assert task.state == "unknown"


@pytest.mark.parametrize(
    "found",
    [
        {},
        {"Response": []},
        {"Response": {}},
        {"Response": {"PurgeLogs": None}},
        {"Response": {"PurgeLogs": "x", "TotalCount": 1}},
        {"Response": {"PurgeLogs": {}, "TotalCount": 0}},
        {"Response": {"PurgeLogs": [], "TotalCount": "many"}},
        {"Response": {"PurgeLogs": [], "TotalCount": -1}},
    ],
    ids=repr,
)
def test_trap_10_what_is_no_list_is_no_empty_one(found: Any) -> None:
    """An unknown id would end the wait for a task that runs."""
    with pytest.raises(ApiError, match="not a list of tasks") as raised:
        cdn(lambda _sent: answer(found)).fetch("1")
    assert raised.value.kind == "passing"


def test_trap_10_a_total_of_tasks_is_no_total_of_rows() -> None:
    network = clouds(total_count="tasks")
    task_id = network.add_task(NAME, url_count=250, script={"finish_after": 0, "fail": {"url_index": 249}})
    task = only(cdn(network).fetch(task_id))
    assert (task.state, task.counts.total) == ("failed", 250)


def test_trap_11_a_new_task_is_not_visible_at_once() -> None:
    # Answers take longer than a poll interval, so that the next sweep is due without anybody waiting for it.
    cloud = cloud_of(NAME, state="done", latency=6.0, visible_after=60.0)
    done = run(NAME, cloud, operation="purge", urls=[URL], wait=True, wait_timeout=900)
    assert done.result["outcome"] == "succeeded"


@pytest.mark.parametrize("task_id", ["15475444535871929928456", "98547009889354471"])
@pytest.mark.parametrize("as_number", [False, True])
def test_trap_12_ids_of_more_digits_than_a_number_holds(task_id: str, as_number: bool) -> None:
    told = int(task_id) if as_number else task_id
    neighbour = str(int(task_id) + 1)
    made = cdn([listed(row(told, status="fail"), row(neighbour))])
    task = only(made.fetch(task_id))
    assert (task.id, task.state, task.counts.total) == (task_id, "failed", 1)
    assert f'"TaskId":"{task_id}"'.encode() in (made.sent[0].request.body or b"")


def test_trap_13_quotas_are_counted_by_area() -> None:
    area = {"Area": "mainland", "Batch": 1000, "Total": 10000, "Available": 9996}
    purge = {"UrlPurge": [area, {**area, "Area": "overseas", "Available": 3}], "PathPurge": None}
    found = quotas_of(NAME, answer({"Response": purge}), answer({"Response": {"UrlPush": [{**area, "Total": 1000}]}}))
    assert [(quota["name"], quota["operation"], quota["object_type"], quota["remaining"]) for quota in found] == [
        ("UrlPurge.mainland", "purge", "file", 9996),
        ("UrlPurge.overseas", "purge", "file", 3),
        ("UrlPush.mainland", "prefetch", "file", 9996),
    ]
    assert found[0]["raw"]["Batch"] == 1000
    assert [quota["used"] for quota in found] == [4, 9997, 0]


def test_trap_13_a_response_without_quotas_is_a_passing_fault() -> None:
    with pytest.raises(ApiError) as raised:
        quotas_of(NAME, answer({"Response": {"RequestId": "r-1"}}))
    assert (raised.value.code, raised.value.kind) == ("InvalidAnswer", "passing")


@pytest.mark.parametrize(
    ("area", "used", "failed"),
    [
        (None, "UrlPurge.overseas", True),
        (None, "UrlPurge.mainland", True),
        ("mainland", "UrlPurge.overseas", False),
        ("overseas", "UrlPurge.overseas", True),
        ("mainland", "UrlPush.mainland", False),
    ],
)
def test_trap_13_a_purge_is_checked_against_the_areas_that_are_meant(area: str | None, used: str, failed: bool) -> None:
    cloud = cloud_of(NAME)
    cloud.settings(used_quota={NAME: {used: 10_000}})
    done = run(NAME, cloud, operation="purge", urls=[URL], area=area, require_quota=True)
    assert (done.result["failed"], len(cloud.submits)) == (failed, 0 if failed else 1)


@pytest.mark.parametrize("kind", ["directories", "urls"])
def test_trap_13_a_batch_is_no_larger_than_every_account_may_submit(kind: str) -> None:
    values = [f"https://www.example.com/{number}/" for number in range(41)]
    operation = "purge" if kind == "directories" else "prefetch"
    given: dict[str, Any] = {"operation": operation, kind: values}
    done = run(NAME, **given)
    assert not done.result["failed"]
    assert [len(entry["urls"]) for entry in done.result["submissions"]] == [20, 20, 1]


@pytest.mark.parametrize(
    ("area", "used", "failed"),
    [
        ("global", "UrlPush.overseas", True),
        ("global", "UrlPush.mainland", True),
        (None, "UrlPush.overseas", False),
        (None, "UrlPush.mainland", True),
    ],
)
def test_trap_14_a_prefetch_everywhere_uses_up_both_areas(area: str | None, used: str, failed: bool) -> None:
    cloud = cloud_of(NAME)
    cloud.settings(used_quota={NAME: {used: 1_000}})
    done = run(NAME, cloud, operation="prefetch", urls=[URL], area=area, require_quota=True)
    assert (done.result["failed"], len(cloud.submits)) == (failed, 0 if failed else 1)


def parameters(done: Submitted) -> list[dict[str, Any]]:
    return [entry["body"] for entry in done.cloud.submits]


def test_trap_15_urls_are_encoded_here() -> None:
    done = run(NAME, operation="purge", urls=["https://www.example.com/中 文?q=é"])
    assert parameters(done) == [{"Urls": ["https://www.example.com/%E4%B8%AD%20%E6%96%87?q=%C3%A9"]}]


def test_trap_16_more_rows_than_urls_are_normal() -> None:
    cloud = cloud_of(NAME)
    cloud.settings(default_script={"grow": {"after": 0, "url_count": 3}, "stuck": True})
    done = run(NAME, cloud, operation="prefetch", urls=[URL, OTHER], parse_m3u8=True)
    assert parameters(done) == [{"Urls": [URL, OTHER], "ParseM3U8": True}]
    assert [task["counts"]["total"] for task in done.result["tasks"]] == [3]
    assert done.warnings == []


def test_trap_16_a_url_that_a_task_lacks_is_warned_about() -> None:
    cloud = cloud_of(NAME)
    cloud.settings(default_script={"url_count": 1})
    done = run(NAME, cloud, operation="purge", urls=[URL, OTHER])
    assert [text for text in done.warnings if "Perhaps not all of them were accepted" in text] == done.warnings != []


@pytest.mark.parametrize("rows_per_area", [True, False])
def test_trap_16_rows_per_area_are_rows_of_their_own(rows_per_area: bool) -> None:
    cloud = cloud_of(NAME, tencentcloud_cdn={"rows_per_area": rows_per_area})
    done = run(NAME, cloud, operation="prefetch", urls=[URL], area="global")
    assert [task["counts"]["total"] for task in done.result["tasks"]] == [2 if rows_per_area else 1]
    assert done.warnings == []
    rows = [pushed("done", Area="mainland"), pushed("process", Area="overseas")]
    assert only(cdn([listed(), listed(*rows, key="PushLogs")]).fetch("1")).state == "running"


def test_trap_17_the_status_is_never_asked_for() -> None:
    network = clouds()
    fate = {"fail": {"url_index": 0}, "finish_after": 0}
    failed = network.add_task(NAME, urls=[URL, OTHER], script=fate)
    made = cdn(network)
    tasks, _complete = made.query(states=("failed",))
    assert [(task.id, task.counts.total) for task in tasks] == [(failed, 2)]
    assert made.query(states=("succeeded",))[0] == []
    assert all("Status" not in sent.said for sent in made.sent)


def test_trap_19_messages_are_asked_for_in_english() -> None:
    made = cdn([refused("AuthFailure.SignatureExpire", "签名过期")])
    with pytest.raises(ApiError) as raised:
        made.fetch("1")
    assert made.sent[0].request.headers["X-TC-Language"] == "en-US"
    assert raised.value.hint is not None
    assert "clock" in raised.value.hint


def test_trap_20_a_domain_that_has_moved() -> None:
    done = run(NAME, cloud_of(NAME, {"kind": "status", "status": 400, "code": "OperationDenied.ProductUpgraded"}),
               operation="purge", urls=[URL])  # fmt: skip
    assert done.result["failed"]
    assert "EdgeOne" in done.result["error"]["hint"]


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("LimitExceeded", "lasting"),
        ("LimitExceeded.CdnPurgeUrlExceedDayLimit", "lasting"),
        ("LimitExceeded.CdnHostOpTooOften", "throttled"),
        ("RequestLimitExceeded", "throttled"),
        ("RequestLimitExceeded.IPLimitExceeded", "throttled"),
        ("RequestLimitExceeded.GlobalRegionUinLimitExceeded", "throttled"),
    ],
)
def test_trap_21_a_quota_is_no_rate(code: str, kind: str) -> None:
    with pytest.raises(ApiError) as raised:
        cdn([refused(code)]).fetch("1")
    assert raised.value.kind == kind


def test_trap_22_a_rate_under_a_word_for_permissions() -> None:
    made = cdn([refused("UnauthorizedOperation.OperationTooOften"), listed(row())], retries=1)
    assert only(made.fetch("1")).state == "succeeded"
    with pytest.raises(ApiError) as raised:
        cdn([refused("UnauthorizedOperation.CdnCamUnauthorized")], retries=1).fetch("1")
    assert raised.value.kind == "lasting"
    assert raised.value.hint == (
        "Grant the actions cdn:DescribePurgeTasks and cdn:DescribePushTasks in a CAM policy with the resource *."
    )


@pytest.mark.parametrize("url", [URL, DIRECTORY])
def test_search_by_url_and_domain(url: str) -> None:
    network = clouds(keyword="prefix")
    kind = "directory" if url == DIRECTORY else "file"
    wanted = network.add_task(NAME, object_type=kind, urls=[OTHER, url])
    network.add_task(NAME, object_type=kind, urls=[url + "x"])
    network.add_task(NAME, urls=["https://img.example.com/a.txt"])
    made = cdn(network)
    assert [task.id for task in made.query(own={"url": url})[0]] == [wanted]
    assert len(made.query(own={"domain": "www.example.com"})[0]) == 2
    assert len(made.query(own={"domain": "img.example.com"}, operation="purge")[0]) == 1
    assert made.query(own={"domain": "img.example.com"}, operation="prefetch")[0] == []


@pytest.mark.parametrize(("area", "sent"), [("overseas", "overseas"), (None, None)])
def test_search_by_area(area: str | None, sent: str | None) -> None:
    made = cdn(clouds())
    made.query(own={"area": area})
    assert {each.said.get("Area") for each in made.sent} == {sent}


def test_a_service_whose_pages_never_end_is_not_read_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "MOST_PAGES", 3)
    made = cdn(lambda sent: listed(row(url=f"{URL}?{sent.said['Offset']}"), total=10**15))
    task = only(made.fetch("1"))
    # Rows are missing, so that nothing is decided.
    assert (task.state, task.counts.total, len(made.sent)) == ("unknown", 3, 3)


@pytest.mark.parametrize("told", [None, "", "soon"])
def test_a_time_that_is_not_told_is_none(told: str | None) -> None:
    task = only(cdn([listed(row(CreateTime=told))]).fetch("1"))
    assert (task.state, task.created_at) == ("succeeded", None)


@pytest.mark.parametrize("told", [None, "", "soon"])
def test_a_row_without_a_time_is_found_in_the_span_that_was_asked_for(told: str | None) -> None:
    made = cdn(
        lambda sent: listed(row(CreateTime=told)) if sent.action == "DescribePurgeTasks" else listed(key="PushLogs")
    )
    tasks, _complete = made.query(created_after=made.clock.time() - HOUR)
    assert [task.id for task in tasks] == ["1"]


@pytest.mark.parametrize("days", [1, 7, 8, 30, 90])
def test_long_spans_are_asked_for_piece_by_piece(days: int) -> None:
    network = clouds(longest_window=7 * 24 * HOUR)
    now = network.time.time()
    old = network.add_task(NAME, created_at=now - days * 24 * HOUR + 60)
    new = network.add_task(NAME, created_at=now - 60)
    made = cdn(network)
    tasks, complete = made.query(created_after=now - days * 24 * HOUR)
    assert ([task.id for task in tasks], complete) == ([new, old], True)


def test_a_date_far_off_is_not_asked_for_window_by_window() -> None:
    made = cdn(clouds())
    assert made.query(created_before=253402300799.0) == ([], True)
    assert len(made.sent) <= 4


def test_a_span_that_nobody_remembers_is_refused() -> None:
    made = cdn(clouds())
    with pytest.raises(OptionError, match="created_after"):
        made.query(created_after=made.clock.time() - 91 * 24 * HOUR)
    with pytest.raises(OptionError, match="object_type: 'regex' does not exist"):
        made.query(object_type="regex")
    with pytest.raises(
        OptionError,
        match=r"does not exist for prefetch tasks\. Expected file, directory for a purge; file for a prefetch",
    ):
        made.query(object_type="directory", operation="prefetch")


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ({"operation": "purge", "urls": [URL], "area": "overseas"}, {"Urls": [URL], "Area": "overseas"}),
        ({"operation": "purge", "directories": [DIRECTORY]}, {"Paths": [DIRECTORY], "FlushType": "delete"}),
        (
            {"operation": "purge", "directories": [DIRECTORY], "mode": "flush"},
            {"Paths": [DIRECTORY], "FlushType": "flush"},
        ),
        ({"operation": "prefetch", "urls": [URL]}, {"Urls": [URL]}),
        (
            {
                "operation": "prefetch",
                "urls": [URL],
                "area": "global",
                "layer": "middle",
                "user_agent": "me",
                "headers": {"Accept-Encoding": ["gzip", "br"]},
            },
            {
                "Urls": [URL],
                "Area": "global",
                "Layer": "middle",
                "UserAgent": "me",
                "Headers": [{"Name": "Accept-Encoding", "Value": "gzip"}, {"Name": "Accept-Encoding", "Value": "br"}],
            },
        ),
    ],
)
def test_what_a_submission_sends(given: dict[str, Any], sent: dict[str, Any]) -> None:
    done = run(NAME, **given)
    assert not done.result["failed"]
    assert parameters(done) == [sent]


@pytest.mark.parametrize(
    ("given", "option"),
    [
        ({"operation": "purge", "urls": [URL], "mode": "flush"}, "mode"),
        ({"operation": "purge", "urls": [URL], "area": "global"}, "area"),
        ({"operation": "purge", "urls": [URL], "parse_m3u8": True}, "parse_m3u8"),
        ({"operation": "prefetch", "urls": [URL], "directories": [DIRECTORY]}, "directories"),
        ({"operation": "prefetch", "urls": [URL], "headers": {f"X-{n}": "1" for n in range(21)}}, "headers"),
        ({"operation": "prefetch", "urls": [URL], "headers": {"X": "1" * 1025}}, "headers"),
        ({"operation": "purge"}, "urls"),
    ],
)
def test_what_cannot_be_submitted(given: dict[str, Any], option: str) -> None:
    cloud = cloud_of(NAME)
    with pytest.raises(OptionError, match=option):
        run(NAME, cloud, **given)
    assert cloud.sent == []
