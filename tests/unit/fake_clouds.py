# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The read calls of both clouds over a few rows, by their documents and nothing else. They refuse what is not allowed.

They are functions in the place of a network; tests/emulator is the grown-up version, with HTTP and signatures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from tests.unit.support import NOW, Sent, answer

Row = dict[str, Any]


def huawei_row(task_id: str, **changes: Any) -> Row:
    """A finished purge of two files."""
    row = {
        "id": task_id,
        "task_type": "refresh",
        "status": "task_done",
        "processing": 0,
        "succeed": 2,
        "failed": 0,
        "total": 2,
        "create_time": int(NOW * 1000) - 60_000,
        "file_type": "file",
    }
    return {**row, **changes}


def huawei_url_row(number: int, task_id: str, **changes: Any) -> Row:
    row = {
        "id": str(900 + number),
        "task_id": task_id,
        "task_type": "REFRESH",
        "url": f"https://www.example.com/{number}.txt",
        "status": "succeed",
        "create_time": int(NOW * 1000) - 60_000,
    }
    return {**row, **changes}


class HuaweiHistory:
    """ShowHistoryTasks and ShowHistoryTaskDetails."""

    def __init__(self, rows: Sequence[Row] = (), urls: Mapping[str, Sequence[Row]] | None = None) -> None:
        self.rows = list(rows)
        self.urls = urls or {}

    def __call__(self, sent: Sent) -> Answer:
        query = sent.query
        assert sent.request.method == "GET"
        assert sent.request.body is None
        assert query["enterprise_project_id"]
        assert ("page_size" in query) == ("page_number" in query), "both or neither"
        assert ("order_field" in query) == ("order_type" in query), "both or the defaults"
        assert 1 <= int(query["page_size"]) <= 10_000
        assert 1 <= int(query["page_number"]) <= 65_535
        if sent.path == "/v1.0/cdn/historytasks":
            return self._list(query)
        task_id = sent.path.removeprefix("/v1.0/cdn/historytasks/").removesuffix("/detail")
        assert sent.path == f"/v1.0/cdn/historytasks/{task_id}/detail"
        return self._detail(task_id, query)

    def _list(self, query: dict[str, str]) -> Answer:
        assert {"start_date", "end_date"} <= set(query), "the default window is not documented"
        assert int(query["start_date"]) < int(query["end_date"])
        rows = [
            row
            for row in self.rows
            if row["file_type"] == query.get("file_type", "file")
            and query.get("status") in (None, row["status"])
            and query.get("task_type") in (None, row["task_type"])
            and int(query["start_date"]) <= row["create_time"] <= int(query["end_date"])
        ]
        rows.sort(key=lambda row: row[query["order_field"]], reverse=query["order_type"] == "desc")
        return answer({"total": len(rows), "tasks": _page(rows, query["page_number"], query["page_size"])})

    def _detail(self, task_id: str, query: dict[str, str]) -> Answer:
        row = next((row for row in self.rows if row["id"] == task_id), None)
        oldest = int((NOW - 7 * 86_400) * 1000)
        if row is None or (row["create_time"] < oldest and query.get("create_time") != str(row["create_time"])):
            error = {"error_code": "CDN.0108", "error_msg": "not the acceleration domain name of the current tenant"}
            return answer({"error": error})
        urls = _page(self.urls.get(task_id, []), query["page_number"], query["page_size"])
        return answer({**row, "urls": urls})


def _page(rows: Sequence[Row], number: str, size: str) -> list[Row]:
    start = (int(number) - 1) * int(size)
    page = list(rows[start : start + int(size)])
    assert page or int(number) == 1, "what a page beyond the end answers is not documented"
    return page


def alibaba_row(task_id: str, number: int = 1, **changes: Any) -> Row:
    """A purged file."""
    row = {
        "TaskId": task_id,
        "Status": "Complete",
        "Process": "100%",
        "ObjectType": "file",
        "ObjectPath": f"https://www.example.com/{number}.txt",
        "CreationTime": "2026-11-21T08:29:00Z",
        "Description": "",
    }
    return {**row, **changes}


class AlibabaHistory:
    """DescribeDcdnRefreshTaskById and DescribeDcdnRefreshTasks."""

    def __init__(self, rows: Sequence[Row] = (), longest_answer: int = 1_000_000, knows_regex: bool = True) -> None:
        self.rows = list(rows)
        #: Rows that the call by id answers at the most.
        self.longest_answer = longest_answer
        self.knows_regex = knows_regex

    def __call__(self, sent: Sent) -> Answer:
        assert sent.request.method == "POST"
        assert sent.request.body is None
        assert sent.path == "/"
        assert sent.request.headers["x-acs-version"] == "2018-01-15"
        calls = {"DescribeDcdnRefreshTaskById": self._by_id, "DescribeDcdnRefreshTasks": self._list}
        return calls[sent.action](sent.query)

    def _by_id(self, query: dict[str, str]) -> Answer:
        assert set(query) == {"TaskId"}
        ids = query["TaskId"].split(",")
        if len(ids) > 10:
            return refused("InvalidTaskId", "The maximum number of taskIds is 10.")
        rows = [row for row in self.rows if row["TaskId"] in ids]
        return answer({"TotalCount": len(rows), "RequestId": "r-1", "Tasks": rows[: self.longest_answer]})

    def _list(self, query: dict[str, str]) -> Answer:
        if ("StartTime" in query) != ("EndTime" in query):
            return refused("MissingTimeParameter")
        if {"DomainName", "Status"} & set(query) and "ObjectType" not in query:
            return refused("MissingParameter.ObjectType")
        if query.get("ObjectType") == "regex" and not self.knows_regex:
            return refused("InvalidObjectType.ValueNotSupported")
        if query.get("ObjectType") not in (None, "file", "directory", "regex", "preload"):
            return refused("InvalidObjectType.ValueNotSupported")
        start, end = query.get("StartTime", "0"), query.get("EndTime", "9")
        if "StartTime" in query:
            if datetime.fromisoformat(start).timestamp() < NOW - 3 * 86_400:
                return refused("InvalidStartTime.ValueNotSupported")
            if start >= end:
                return refused("InvalidEndTime.Mismatch")
        number, size = query["PageNumber"], query["PageSize"]
        assert 1 <= int(number) <= 100_000
        assert 1 <= int(size) <= 50
        rows = [
            {**row, "ObjectType": "path" if row["ObjectType"] == "directory" else row["ObjectType"]}
            for row in self.rows
            if query.get("TaskId") in (None, row["TaskId"])
            and query.get("ObjectPath") in (None, row["ObjectPath"])
            and query.get("ObjectType") in (None, row["ObjectType"])
            and query.get("DomainName") in (None, urlsplit(row["ObjectPath"]).hostname)
            and start <= row["CreationTime"] <= end
        ]
        rows.sort(key=lambda row: row["CreationTime"], reverse=True)
        first = (int(number) - 1) * int(size)
        page = rows[first : first + int(size)]
        document = {"PageNumber": int(number), "PageSize": int(size), "TotalCount": len(rows), "Tasks": {"Task": page}}
        return answer({**document, "RequestId": "r-2"})


def refused(code: str, message: str = "refused", status: int = 400) -> Answer:
    """An error as Alibaba Cloud answers it."""
    return answer({"RequestId": "r-3", "HostId": "dcdn.aliyuncs.com", "Code": code, "Message": message}, status)
