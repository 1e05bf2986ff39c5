# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The read calls of Alibaba Cloud DCDN, rule by rule."""

from __future__ import annotations

from typing import Any

import pytest

from tests.emulator.clients import Reply
from tests.emulator.clock import rfc3339
from tests.emulator.testing import Emulator, FakeClock
from tests.providers.alibabacloud_dcdn.client import AlibabaClient

DCDN = "alibabacloud_dcdn"
DAY = 86400


def error(reply: Reply) -> tuple[int, str]:
    return reply.status, reply.json["Code"]


def rows(reply: Reply) -> list[dict[str, Any]]:
    assert reply.status == 200, reply.body
    tasks = reply.json["Tasks"]
    return list(tasks["Task"] if isinstance(tasks, dict) else tasks)


def shown_ids(reply: Reply) -> list[str]:
    return [row["TaskId"] for row in rows(reply)]


# -- by id ----------------------------------------------------------------------------------------


def test_by_id_rows_are_flat(emulator: Emulator, alibaba: AlibabaClient) -> None:
    urls = ["https://www.example.com/a.txt", "https://www.example.com/b.txt"]
    steps = [{"urls": ["succeeded", {"state": "running", "progress": 40}]}]
    emulator.add_task(DCDN, id="704222904", urls=urls, script={"steps": steps})
    emulator.add_task(
        DCDN, id="704222905", operation="prefetch", urls=["https://www.example.com/big.iso"],
        script={"fail": {"error": "Origin Return StatusCode 5XX"}},
    )  # fmt: skip
    reply = alibaba.by_id("704222904", "704222905").json
    assert reply.pop("RequestId")
    created = "2026-11-21T08:31:00Z"
    assert reply == {
        "TotalCount": 3,
        "Tasks": [
            {"TaskId": "704222904", "Status": "Complete", "Process": "100%", "ObjectType": "file",
             "ObjectPath": urls[0], "CreationTime": created, "Description": ""},
            {"TaskId": "704222904", "Status": "Refreshing", "Process": "40%", "ObjectType": "file",
             "ObjectPath": urls[1], "CreationTime": created, "Description": ""},
            {"TaskId": "704222905", "Status": "Failed", "Process": "100%", "ObjectType": "preload",
             "ObjectPath": "https://www.example.com/big.iso", "CreationTime": created,
             "Description": "Origin Return StatusCode 5XX"},
        ],
    }  # fmt: skip


def test_by_id_words(emulator: Emulator, alibaba: AlibabaClient) -> None:
    waiting = emulator.add_task(DCDN, object_type="directory", script={"start_after": 9})
    (row,) = rows(alibaba.by_id(waiting))
    assert (row["Status"], row["Process"], row["ObjectType"]) == ("Pending", "0%", "directory")


def test_ids_in_a_form_body(emulator: Emulator, alibaba: AlibabaClient) -> None:
    task_id = emulator.add_task(DCDN)
    assert shown_ids(alibaba.call("DescribeDcdnRefreshTaskById", form={"TaskId": task_id})) == [task_id]


def test_missing_and_malformed_ids(emulator: Emulator, alibaba: AlibabaClient) -> None:
    assert error(alibaba.call("DescribeDcdnRefreshTaskById")) == (400, "MissingTaskId")
    assert error(alibaba.by_id("abc")) == (400, "InvalidTaskId.Malformed")
    task_id = emulator.add_task(DCDN)
    assert shown_ids(alibaba.by_id(task_id, task_id)) == [task_id], "an id named twice is shown once"


@pytest.mark.parametrize(
    ("setting", "code"), [("malformed", "InvalidTaskId.Malformed"), ("invalid_time", "InvalidTime")]
)
def test_unknown_id(emulator: Emulator, alibaba: AlibabaClient, setting: str, code: str) -> None:
    empty = alibaba.by_id("1").json
    assert (empty["TotalCount"], empty["Tasks"]) == (0, [])
    task_id = emulator.add_task(DCDN)
    assert shown_ids(alibaba.by_id("1", task_id)) == [task_id]
    emulator.settings(alibabacloud_dcdn={"unknown_id": setting})
    assert error(alibaba.by_id("1")) == (400, code)
    assert error(alibaba.by_id("1", task_id)) == (400, code), "one bad id fails all"
    emulator.settings(alibabacloud_dcdn={"bad_id_fails_all": False})
    assert shown_ids(alibaba.by_id("1", task_id)) == [task_id]
    assert error(alibaba.by_id("1", "2")) == (400, code)


def test_ids_of_the_last_three_days(emulator: Emulator, alibaba: AlibabaClient, clock: FakeClock) -> None:
    young = emulator.add_task(DCDN, created_at=clock.time() - 3 * DAY + 5)
    old = emulator.add_task(DCDN, created_at=clock.time() - 3 * DAY - 5)
    assert shown_ids(alibaba.by_id(young, old)) == [young]
    emulator.settings(alibabacloud_dcdn={"expired_id": "invalid_time"})
    assert error(alibaba.by_id(old)) == (400, "InvalidTime")


def test_total_count_and_truncation(emulator: Emulator, alibaba: AlibabaClient) -> None:
    task_id = emulator.add_task(DCDN, url_count=2000, script={"finish_after": 0})
    reply = alibaba.by_id(task_id).json
    assert (reply["TotalCount"], len(reply["Tasks"])) == (2000, 2000)
    emulator.settings(alibabacloud_dcdn={"by_id_max_rows": 100})
    reply = alibaba.by_id(task_id).json
    assert (reply["TotalCount"], len(reply["Tasks"])) == (2000, 100)
    emulator.settings(alibabacloud_dcdn={"total_count": "ids"})
    assert alibaba.by_id(task_id).json["TotalCount"] == 1


def test_spellings(emulator: Emulator, alibaba: AlibabaClient) -> None:
    task_id = emulator.add_task(DCDN, script={"finish_after": 0})
    emulator.settings(
        alibabacloud_dcdn={
            "by_id_percent_sign": False, "creation_seconds": False, "description_on_complete": True,
            "list_percent_sign": True,
        }
    )  # fmt: skip
    (row,) = rows(alibaba.by_id(task_id))
    assert (row["Process"], row["CreationTime"], row["Description"]) == ("100", "2026-11-21T08:31Z", "Internal Error")
    (row,) = rows(alibaba.list())
    assert (row["Process"], row["Description"]) == ("100%", "InternalError")


def test_progress_unknown(emulator: Emulator, alibaba: AlibabaClient) -> None:
    task_id = emulator.add_task(DCDN, script={"steps": [{"state": "running", "progress": None}]})
    assert rows(alibaba.by_id(task_id))[0]["Process"] == ""


def test_stale_first_answer(emulator: Emulator, alibaba: AlibabaClient, clock: FakeClock) -> None:
    emulator.settings(alibabacloud_dcdn={"stale_first_answer": True})
    task_id = emulator.add_task(DCDN, script={"finish_after": 5})
    clock.advance(10)
    assert rows(alibaba.by_id(task_id))[0]["Status"] == "Refreshing"
    assert rows(alibaba.by_id(task_id))[0]["Status"] == "Complete"


# -- list -----------------------------------------------------------------------------------------


def test_list_rows_are_nested_and_spelled_differently(emulator: Emulator, alibaba: AlibabaClient) -> None:
    emulator.add_task(DCDN, id="1", object_type="directory", urls=["https://www.example.com/dir/"],
                      script={"finish_after": 0})  # fmt: skip
    reply = alibaba.list().json
    assert reply.pop("RequestId")
    assert reply == {
        "PageNumber": 1, "PageSize": 20, "TotalCount": 1,
        "Tasks": {"Task": [
            {"TaskId": "1", "Status": "Complete", "Process": "100", "ObjectType": "path",
             "ObjectPath": "https://www.example.com/dir/", "CreationTime": "2026-11-21T08:31:00Z", "Description": ""},
        ]},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("error_text", "listed"),
    [
        ("Internal Error", "InternalError"),
        ("Origin Timeout", "OriginTimeout"),
        ("Origin Return StatusCode 5XX", "OriginReturn StatusCode 5XX"),
        ("Something Else", "Something Else"),
        ("", ""),
    ],
)
def test_descriptions(emulator: Emulator, alibaba: AlibabaClient, error_text: str, listed: str) -> None:
    task_id = emulator.add_task(DCDN, script={"fail": {"error": error_text}})
    assert rows(alibaba.by_id(task_id))[0]["Description"] == error_text
    assert rows(alibaba.list())[0]["Description"] == listed


def test_list_that_knows_fewer_types(emulator: Emulator, alibaba: AlibabaClient) -> None:
    assert alibaba.list(ObjectType="regex").status == 200
    emulator.settings(alibabacloud_dcdn={"list_types": ["file"]})
    assert alibaba.list(ObjectType="file").status == 200
    assert alibaba.list(ObjectType="regex").json["Code"] == "InvalidObjectType.ValueNotSupported"


def test_list_pages(emulator: Emulator, alibaba: AlibabaClient) -> None:
    emulator.settings(limits=False)
    large = emulator.add_task(DCDN, url_count=60)
    made = emulator.add_tasks({"provider": DCDN, "count": 25})
    first = alibaba.list().json
    assert (first["PageNumber"], first["PageSize"], first["TotalCount"]) == (1, 20, 85)
    everything: list[str] = []
    for page in (1, 2):
        everything += shown_ids(alibaba.list(PageSize=50, PageNumber=page))
    assert everything == made[::-1] + [large] * 60
    assert shown_ids(alibaba.list(PageSize=50, PageNumber=3)) == []
    page = alibaba.list(TaskId=large, PageSize=50, PageNumber=2).json
    assert (page["TotalCount"], len(page["Tasks"]["Task"])) == (60, 10)
    assert page["Tasks"]["Task"][-1]["ObjectPath"].endswith("/59.txt")


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"PageSize": 51}, "InvalidParameters"),
        ({"PageSize": 0}, "InvalidParameters"),
        ({"PageNumber": 0}, "InvalidParameters"),
        ({"PageNumber": 100001}, "InvalidParameters"),
        ({"PageNumber": "one"}, "InvalidParameters"),
        ({"Status": "Complete"}, "MissingParameter.ObjectType"),
        ({"DomainName": "www.example.com"}, "MissingParameter.ObjectType"),
        ({"Status": "Pending", "ObjectType": "file"}, "InvalidStatus.ValueNotSupported"),
        ({"ObjectType": "path"}, "InvalidObjectType.ValueNotSupported"),
        ({"ObjectType": "File"}, "InvalidObjectType.ValueNotSupported"),
        ({"TaskId": "abc"}, "InvalidTaskId.Malformed"),
        ({"TaskId": "1,2"}, "InvalidTaskId.Malformed"),
        ({"StartTime": "2026-11-20T00:00:00Z"}, "MissingTimeParameter"),
        ({"EndTime": "2026-11-20T00:00:00Z"}, "MissingTimeParameter"),
        ({"StartTime": "2026-11-20", "EndTime": "2026-11-21T00:00:00Z"}, "InvalidStartTime.Malformed"),
        ({"StartTime": "2026-11-20T00:00:00Z", "EndTime": "later"}, "InvalidEndTime.Malformed"),
        ({"StartTime": "2026-11-20T00:00:00Z", "EndTime": "2026-11-20T00:00:00Z"}, "InvalidEndTime.Mismatch"),
        ({"StartTime": "2026-11-20T00:00:00Z", "EndTime": "2026-11-19T00:00:00Z"}, "InvalidEndTime.Mismatch"),
        ({"StartTime": "2026-11-18T08:00:00Z", "EndTime": "2026-11-20T00:00:00Z"}, "InvalidTime"),
        (
            {"StartTime": "2026-11-22T00:00:00Z", "EndTime": "2026-11-23T00:00:00Z"},
            "InvalidStartTime.ValueNotSupported",
        ),
        (
            {"DomainName": ",".join(f"d{n}.example.com" for n in range(501)), "ObjectType": "file"},
            "DomainNameOverLimit",
        ),
    ],
)
def test_bad_list_parameters(alibaba: AlibabaClient, params: dict[str, Any], code: str) -> None:
    assert error(alibaba.list(**params)) == (400, code)


def test_list_filters(emulator: Emulator, alibaba: AlibabaClient, clock: FakeClock) -> None:
    emulator.settings(limits=False)
    url = "https://img.example.com/a?x=1&y=%2F b"
    file_id = emulator.add_task(DCDN, urls=["https://www.example.com/x", url], script={"fail": {"url_index": 1}})
    prefetch = emulator.add_task(DCDN, operation="prefetch", script={"stuck": True})
    directory = emulator.add_task(DCDN, object_type="directory", script={"finish_after": 0})
    regex = emulator.add_task(DCDN, object_type="regex", script={"finish_after": 0})
    assert shown_ids(alibaba.list(ObjectType="file")) == [file_id, file_id]
    assert shown_ids(alibaba.list(ObjectType="preload")) == [prefetch]
    assert shown_ids(alibaba.list(ObjectType="directory")) == [directory]
    assert shown_ids(alibaba.list(ObjectType="regex")) == [regex]
    assert shown_ids(alibaba.list(ObjectPath=url)) == [file_id]
    assert shown_ids(alibaba.list(ObjectPath=url[:-1])) == [], "an exact match"
    assert shown_ids(alibaba.list(TaskId=file_id, ObjectPath=url)) == [file_id]
    assert shown_ids(alibaba.list(ObjectType="file", Status="Failed")) == [file_id]
    assert shown_ids(alibaba.list(ObjectType="preload", Status="Refreshing")) == [prefetch]
    assert shown_ids(alibaba.list(ObjectType="directory", Status="Complete")) == [directory]
    assert shown_ids(alibaba.list(ObjectType="file", DomainName="www.example.com")) == [file_id, file_id]
    assert shown_ids(alibaba.list(ObjectType="file", DomainName="elsewhere.example.com")) == []


def test_list_times(emulator: Emulator, alibaba: AlibabaClient, clock: FakeClock) -> None:
    now = clock.time()
    made = {days: emulator.add_task(DCDN, created_at=now - days * DAY) for days in (0, 1, 2, 4)}
    assert shown_ids(alibaba.list()) == [made[0], made[1], made[2]]
    start, end = rfc3339(now - 1.5 * DAY), rfc3339(now - 0.5 * DAY)
    assert shown_ids(alibaba.list(StartTime=start, EndTime=end)) == [made[1]]
    whole = {"StartTime": rfc3339(now - 3 * DAY), "EndTime": rfc3339(now)}
    assert shown_ids(alibaba.list(**whole)) == [made[0], made[1], made[2]]
    assert alibaba.list(TaskId=made[4]).json["TotalCount"] == 0


@pytest.mark.parametrize(
    ("setting", "words"),
    [("show", ["Pending", "Complete"]), ("refreshing", ["Refreshing", "Complete"]), ("hide", ["Complete"])],
)
def test_waiting_rows_in_the_list(emulator: Emulator, alibaba: AlibabaClient, setting: str, words: list[str]) -> None:
    emulator.settings(alibabacloud_dcdn={"pending_in_list": setting})
    emulator.add_task(DCDN, url_count=2, script={"steps": [{"urls": ["pending", "succeeded"]}]})
    assert [row["Status"] for row in rows(alibaba.list())] == words


# -- quota ----------------------------------------------------------------------------------------


def test_quota_values_are_strings(emulator: Emulator, alibaba: AlibabaClient) -> None:
    alibaba.purge("https://www.example.com/a", "https://www.example.com/b")
    alibaba.purge("https://www.example.com/d/", ObjectType="Directory")
    alibaba.prefetch("https://www.example.com/a")
    reply = alibaba.call("DescribeDcdnRefreshQuota").json
    assert reply.pop("RequestId")
    assert reply == {
        "UrlQuota": "10000", "UrlRemain": "9998", "DirQuota": "100", "DirRemain": "99", "RegexQuota": "20",
        "RegexRemain": "20", "IgnoreParamsQuota": "100", "IgnoreParamsRemain": "100", "PreloadQuota": "1000",
        "PreloadRemain": "999", "BlockQuota": "300", "BlockRemain": "300",
    }  # fmt: skip


def test_a_lowered_quota_leaves_no_less_than_nothing(emulator: Emulator, alibaba: AlibabaClient) -> None:
    emulator.settings(used_quota={DCDN: {"Preload": 2000}})
    assert alibaba.call("DescribeDcdnRefreshQuota").json["PreloadRemain"] == "0"
