# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The read calls of Huawei Cloud CDN, rule by rule."""

from __future__ import annotations

from typing import Any

import pytest

from tests.emulator.clients import Reply
from tests.emulator.testing import Emulator, FakeClock
from tests.providers.huaweicloud_cdn.client import HuaweiClient

CDN = "huaweicloud_cdn"
DAY = 86400


def error(reply: Reply) -> tuple[int, str]:
    return reply.status, reply.json["error"]["error_code"]


def ids(reply: Reply) -> list[str]:
    assert reply.status == 200, reply.body
    return [task["id"] for task in reply.json["tasks"]]


def test_a_list_row(emulator: Emulator, huawei: HuaweiClient) -> None:
    emulator.add_task(CDN, id="7", url_count=3, script={"finish_after": 0, "fail": {"url_index": 2}})
    reply = huawei.list()
    assert reply.headers["x-request-id"]
    assert reply.json == {
        "total": 1,
        "tasks": [
            {
                "id": "7", "task_type": "refresh", "status": "task_done", "processing": 0, "succeed": 2, "failed": 1,
                "total": 3, "create_time": 1795249860000, "file_type": "file",
            }
        ],
    }  # fmt: skip


def test_an_empty_list(huawei: HuaweiClient) -> None:
    assert huawei.list().json == {"total": 0, "tasks": []}


def test_page_size_is_30_by_default(emulator: Emulator, huawei: HuaweiClient) -> None:
    made = emulator.add_tasks({"provider": CDN, "count": 70})
    assert huawei.list().json["total"] == 70
    assert ids(huawei.list()) == made[::-1][:30]
    assert ids(huawei.list(page_size=50, page_number=2)) == made[::-1][50:]
    assert len(ids(huawei.list(page_size=10000, page_number=1))) == 70


@pytest.mark.parametrize(
    "query",
    [
        {"page_size": 10},
        {"page_number": 1},
        {"page_size": 0, "page_number": 1},
        {"page_size": 10001, "page_number": 1},
        {"page_size": 10, "page_number": 0},
        {"page_size": 10, "page_number": 65536},
        {"page_size": "ten", "page_number": 1},
        {"page_size": "-1", "page_number": 1},
        {"status": "done"},
        {"file_type": "path"},
        {"task_type": "purge"},
        {"task_type": "REFRESH"},
        {"start_date": "yesterday"},
        {"start_date": 2000, "end_date": 1000},
        {"order_field": "id", "order_type": "desc"},
        {"order_field": "total", "order_type": "decs"},
    ],
)
def test_bad_list_parameters(huawei: HuaweiClient, query: dict[str, Any]) -> None:
    assert error(huawei.list(**query)) == (400, "CDN.0001")


def test_page_beyond_the_end(emulator: Emulator, huawei: HuaweiClient) -> None:
    emulator.add_task(CDN)
    assert huawei.list(page_size=10, page_number=2).json == {"total": 1, "tasks": []}
    emulator.settings(huaweicloud_cdn={"page_beyond_end": "error"})
    assert error(huawei.list(page_size=10, page_number=2)) == (400, "CDN.0001")


def test_default_file_type_hides_directories(emulator: Emulator, huawei: HuaweiClient) -> None:
    file_id = emulator.add_task(CDN)
    directory_id = emulator.add_task(CDN, object_type="directory")
    assert ids(huawei.list()) == [file_id]
    assert ids(huawei.list(file_type="directory")) == [directory_id]
    emulator.settings(huaweicloud_cdn={"default_file_type": "both"})
    assert ids(huawei.list()) == [directory_id, file_id]
    assert ids(huawei.list(file_type="file")) == [file_id]


def test_filters(emulator: Emulator, huawei: HuaweiClient) -> None:
    done = emulator.add_task(CDN, script={"finish_after": 0})
    busy = emulator.add_task(CDN, operation="prefetch", script={"stuck": True})
    assert ids(huawei.list(status="task_done")) == [done]
    assert ids(huawei.list(status="task_inprocess")) == [busy]
    assert ids(huawei.list(task_type="refresh")) == [done]
    assert ids(huawei.list(task_type="preheating")) == [busy]


def test_order(emulator: Emulator, huawei: HuaweiClient, clock: FakeClock) -> None:
    small = emulator.add_task(CDN, url_count=1, script={"stuck": True})
    clock.advance(1)
    large = emulator.add_task(CDN, url_count=9, script={"stuck": True})
    clock.advance(1)
    middle = emulator.add_task(CDN, url_count=5, script={"stuck": True})
    assert ids(huawei.list()) == [middle, large, small]
    assert ids(huawei.list(order_field="create_time", order_type="asc")) == [small, large, middle]
    for column in ("total", "processing"):
        assert ids(huawei.list(order_field=column, order_type="desc")) == [large, middle, small]
        assert ids(huawei.list(order_field=column, order_type="asc")) == [small, middle, large]
    assert len(ids(huawei.list(order_field="task_type", order_type="asc"))) == 3


@pytest.mark.parametrize("query", [{"order_field": "total"}, {"order_type": "asc"}, {"order_field": "nonsense"}])
def test_one_of_the_order_parameters_alone_is_ignored(
    emulator: Emulator, huawei: HuaweiClient, query: dict[str, str]
) -> None:
    made = [emulator.add_task(CDN, url_count=count) for count in (1, 9, 5)]
    assert ids(huawei.list(**query)) == made[::-1]


def test_dates(emulator: Emulator, huawei: HuaweiClient, clock: FakeClock) -> None:
    now = clock.time()
    made = {days: emulator.add_task(CDN, created_at=now - days * DAY) for days in (0, 1, 6, 14, 16)}
    assert ids(huawei.list()) == [made[days] for days in (0, 1, 6, 14)], "older than 15 days is gone"
    start, end = int((now - 7 * DAY) * 1000), int((now - DAY / 2) * 1000)
    assert ids(huawei.list(start_date=start, end_date=end)) == [made[1], made[6]]
    assert ids(huawei.list(start_date=0, end_date=int(now * 1000))) == [made[days] for days in (0, 1, 6, 14)]
    emulator.settings(huaweicloud_cdn={"list_days": 3.0})
    assert ids(huawei.list()) == [made[0], made[1]]


def test_one_date_alone(emulator: Emulator, huawei: HuaweiClient, clock: FakeClock) -> None:
    task_id = emulator.add_task(CDN)
    start = int(clock.time() * 1000) - 1000
    assert ids(huawei.list(start_date=start)) == [task_id]
    assert ids(huawei.list(end_date=start)) == []
    emulator.settings(huaweicloud_cdn={"lone_date": "reject"})
    assert error(huawei.list(start_date=start)) == (400, "CDN.0001")
    assert error(huawei.list(end_date=start)) == (400, "CDN.0001")


def test_enterprise_projects(emulator: Emulator, huawei: HuaweiClient) -> None:
    default = emulator.add_task(CDN)
    other = emulator.add_task(CDN, project="p1")
    assert ids(huawei.list()) == [other, default]
    assert ids(huawei.list(enterprise_project_id="all")) == [other, default]
    assert ids(huawei.list(enterprise_project_id="ALL")) == [other, default]
    assert ids(huawei.list(enterprise_project_id="0")) == [default]
    assert ids(huawei.list(enterprise_project_id="p1")) == [other]
    assert error(huawei.detail(other, enterprise_project_id="0")) == (200, "CDN.0108")
    assert huawei.detail(other, enterprise_project_id="p1").json["id"] == other
    emulator.settings(huaweicloud_cdn={"unset_project": "default", "all_projects": "all"})
    assert ids(huawei.list()) == [default]
    assert ids(huawei.list(enterprise_project_id="ALL")) == []


# -- detail ---------------------------------------------------------------------------------------


def test_detail(emulator: Emulator, huawei: HuaweiClient) -> None:
    urls = ["https://www.example.com/a.txt", "https://www.example.com/b.txt"]
    script = {"finish_after": 0, "fail": {"url_index": 1, "error": "origin answered 502", "classify": "ORIGIN_ERROR"}}
    emulator.add_task(CDN, id="7620242", urls=urls, script=script)
    reply = huawei.detail("7620242")
    assert reply.headers["x-request-id"]
    assert reply.json == {
        "id": "7620242", "task_type": "refresh", "status": "task_done", "file_type": "file",
        "create_time": 1795249860000, "processing": 0, "succeed": 1, "failed": 1, "total": 2,
        "urls": [
            {"id": "100001", "task_id": "7620242", "task_type": "REFRESH", "url": urls[0], "status": "succeed",
             "create_time": 1795249860000},
            {"id": "100002", "task_id": "7620242", "task_type": "REFRESH", "url": urls[1], "status": "failed",
             "create_time": 1795249860000, "fail_classify": "ORIGIN_ERROR", "fail_desc": "origin answered 502"},
        ],
    }  # fmt: skip


def test_default_failure(emulator: Emulator, huawei: HuaweiClient) -> None:
    task_id = emulator.add_task(CDN, operation="prefetch", script={"fail": {}})
    (row,) = huawei.detail(task_id).json["urls"]
    assert (row["task_type"], row["fail_classify"], row["fail_desc"]) == ("PREHEATING", "INNER_ERROR", "internal error")
    emulator.change_task(CDN, task_id, script={"fail": {"error": "", "classify": ""}})
    (row,) = huawei.detail(task_id).json["urls"]
    assert not {"fail_classify", "fail_desc"} & set(row)


def test_detail_pages_its_urls(emulator: Emulator, huawei: HuaweiClient) -> None:
    task_id = emulator.add_task(CDN, url_count=70, script={"finish_after": 0, "fail": {"url_index": 69}})
    reply = huawei.detail(task_id).json
    assert len(reply["urls"]) == 30, "30 URLs unless paged"
    assert (reply["total"], reply["failed"]) == (70, 1), "the counters cover all pages"
    rest = huawei.detail(task_id, page_size=30, page_number=3).json
    assert [row["status"] for row in rest["urls"]] == ["succeed"] * 9 + ["failed"]
    assert huawei.detail(task_id, page_size=30, page_number=4).json["urls"] == []


@pytest.mark.parametrize(
    "query",
    [
        {"page_size": 10},
        {"page_number": 1},
        {"page_size": 10001, "page_number": 1},
        {"page_size": 1, "page_number": 65536},
        {"status": "done"},
        {"create_time": "now"},
    ],
)
def test_bad_detail_parameters(emulator: Emulator, huawei: HuaweiClient, query: dict[str, Any]) -> None:
    task_id = emulator.add_task(CDN)
    assert error(huawei.detail(task_id, **query)) == (400, "CDN.0001")


def test_detail_filters(emulator: Emulator, huawei: HuaweiClient) -> None:
    urls = [f"https://www.example.com/{name}?a=1&b=%2F" for name in "abcd"]
    rows = ["succeeded", "failed", "pending", "running"]
    task_id = emulator.add_task(CDN, urls=urls, script={"steps": [{"urls": rows}]})

    def shown(**query: Any) -> list[str]:
        return [row["url"] for row in huawei.detail(task_id, **query).json["urls"]]

    assert shown() == urls
    words = {"succeed": 0, "failed": 1, "waiting": 2, "processing": 3}
    for word, index in words.items():
        assert shown(status=word) == [urls[index]]
    assert shown(status="refreshing") == []
    assert shown(url=urls[1]) == [urls[1]]
    assert huawei.detail(task_id, status="failed").json["total"] == 4
    emulator.settings(huaweicloud_cdn={"filters_change_counters": True, "running_word": "specific"})
    assert shown(status="refreshing") == [urls[3]]
    filtered = huawei.detail(task_id, status="failed").json
    assert (filtered["total"], filtered["failed"], filtered["succeed"]) == (1, 1, 0)


def test_words_of_a_running_prefetch(emulator: Emulator, huawei: HuaweiClient) -> None:
    emulator.settings(huaweicloud_cdn={"running_word": "specific"})
    task_id = emulator.add_task(CDN, operation="prefetch", script={"stuck": True})
    assert huawei.detail(task_id).json["urls"][0]["status"] == "preheating"


def test_detail_reaches_back_7_days_or_15_with_create_time(
    emulator: Emulator, huawei: HuaweiClient, clock: FakeClock
) -> None:
    now = clock.time()
    made = {days: emulator.add_task(CDN, created_at=now - days * DAY) for days in (6, 8, 16)}
    assert huawei.detail(made[6]).json["id"] == made[6]
    assert error(huawei.detail(made[8])) == (200, "CDN.0108")
    created = int((now - 8 * DAY) * 1000)
    assert huawei.detail(made[8], create_time=created).json["id"] == made[8]
    assert error(huawei.detail(made[16], create_time=int((now - 16 * DAY) * 1000))) == (200, "CDN.0108")


@pytest.mark.parametrize(
    ("setting", "status", "body"),
    [
        ("cdn_0108", 200, {"error": {"error_code": "CDN.0108", "error_msg": "The URL domain name is not the "
                                     "acceleration domain name of the current tenant."}}),
        ("cdn_0003", 404, {"error": {"error_code": "CDN.0003", "error_msg": "The object does not exist."}}),
        ("empty_object", 200, {}),
    ],
)  # fmt: skip
def test_unknown_id(emulator: Emulator, huawei: HuaweiClient, setting: str, status: int, body: object) -> None:
    emulator.settings(huaweicloud_cdn={"unknown_id": setting})
    reply = huawei.detail("no such/id")
    assert (reply.status, reply.json) == (status, body)
    assert reply.headers["x-request-id"]


def test_counters_of_waiting_urls(emulator: Emulator, huawei: HuaweiClient) -> None:
    task_id = emulator.add_task(CDN, url_count=4, script={"start_after": 10})
    row = huawei.detail(task_id).json
    assert (row["status"], row["processing"], row["total"]) == ("task_inprocess", 4, 4)
    emulator.settings(huaweicloud_cdn={"processing_counts_waiting": False})
    row = huawei.list().json["tasks"][0]
    assert (row["status"], row["processing"], row["succeed"], row["failed"], row["total"]) == (
        "task_inprocess", 0, 0, 0, 4,
    )  # fmt: skip


def test_contradictory_counters(emulator: Emulator, huawei: HuaweiClient) -> None:
    script = {"finish_after": 0, "task_fields": {"processing": 2, "succeed": 0, "failed": 4}}
    task_id = emulator.add_task(CDN, url_count=4, script=script)
    for row in (huawei.detail(task_id).json, huawei.list().json["tasks"][0]):
        assert (row["status"], row["processing"], row["failed"], row["total"]) == ("task_done", 2, 4, 4)


def test_dropped_and_changed_fields(emulator: Emulator, huawei: HuaweiClient) -> None:
    script = {"finish_after": 0, "drop_fields": ["status", "total"], "row_fields": {"status": "SUCCEED"}}
    task_id = emulator.add_task(CDN, script=script)
    row = huawei.detail(task_id).json
    assert "status" not in row
    assert "total" not in row
    assert row["urls"][0]["status"] == "SUCCEED"


# -- URL records and quotas -----------------------------------------------------------------------


def url_tasks(client: HuaweiClient, **query: Any) -> Reply:
    return client.call("GET", "/v1.0/cdn/contentgateway/url-tasks", query)


def test_url_records_have_to_be_enabled(huawei: HuaweiClient) -> None:
    assert error(url_tasks(huawei)) == (403, "CDN.0004")


def test_url_records(emulator: Emulator, huawei: HuaweiClient, clock: FakeClock) -> None:
    emulator.settings(huaweicloud_cdn={"url_tasks_enabled": True}, limits=False)
    emulator.add_task(CDN, id="7620242", urls=["https://www.example.com/a.txt"], script={"finish_after": 0})
    emulator.add_task(CDN, operation="prefetch", url_count=20, script={"stuck": True})
    emulator.add_task(CDN, created_at=clock.time() - 2 * DAY)
    reply = url_tasks(huawei).json
    assert (reply["total"], reply["count"], len(reply["result"])) == (21, 10, 10)
    assert {row["status"] for row in reply["result"]} == {"PROCESSING"}
    assert url_tasks(huawei, offset=20).json["result"] == [
        {"id": 100001, "task_id": 7620242, "url": "https://www.example.com/a.txt", "status": "SUCCEED",
         "type": "REFRESH", "file_type": "file", "mode": "all", "create_time": 1795249860000,
         "modify_time": 1795249860000}
    ]  # fmt: skip
    assert url_tasks(huawei, limit=100).json["count"] == 21
    assert url_tasks(huawei, task_type="REFRESH").json["total"] == 1
    assert url_tasks(huawei, status="succeed").json["total"] == 1
    assert url_tasks(huawei, url="https://www.example.com/a.txt").json["total"] == 1
    assert url_tasks(huawei, file_type="directory").json["total"] == 0
    start = int((clock.time() - 2 * DAY) * 1000)
    assert url_tasks(huawei, start_time=start, end_time=start + DAY * 1000).json["total"] == 1
    emulator.settings(huaweicloud_cdn={"url_tasks_upper_case": False})
    assert url_tasks(huawei, status="succeed").json["result"][0]["status"] == "succeed"
    for query in (
        {"limit": 101},
        {"limit": 0},
        {"start_time": start},
        {"end_time": start},
        {"start_time": start, "end_time": start - 1},
        {"start_time": start, "end_time": start + DAY * 1000 + 1},
        {"task_type": "refresh"},
        {"status": "SUCCEED"},
    ):
        assert error(url_tasks(huawei, **query)) == (400, "CDN.0001")


def test_quota(emulator: Emulator, huawei: HuaweiClient) -> None:
    huawei.purge(["https://www.example.com/a", "https://www.example.com/b"])
    rows = {row["type"]: row for row in huawei.call("GET", "/v1.0/cdn/quota").json["quotas"]}
    assert rows["file_refresh"] == {
        "type": "file_refresh", "quota_limit": 2000, "used": 2, "user_domain_id": "0123456789abcdef0123456789abcdef",
    }  # fmt: skip
    assert rows["dir_refresh"]["quota_limit"] == 100
    assert rows["preheat"]["quota_limit"] == 1000
    assert "domain" in rows, "kinds without a meaning for tasks come along"
