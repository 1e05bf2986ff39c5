# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Clouds in virtual time: their read calls, as a transport, with a record of all that was said."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlsplit

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer, Request
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError

from .clock import START, VirtualClock

#: The secret key; the clouds know it, and tell.
SECRET = "5ecret-that-nobody-may-ever-see"


@dataclass
class Script:
    """What becomes of one task. Times are virtual seconds."""

    task_id: str
    urls: int
    visible_at: float
    begins_at: float
    ends_at: float
    failing: int = 0
    #: From, until: the cloud denies that there is such a task.
    vanishes: tuple[float, float] | None = None
    #: From, until: the state is a word that nobody has documented.
    babbles: tuple[float, float] | None = None
    #: From, until: done, says the cloud, while its numbers say otherwise.
    contradicts: tuple[float, float] | None = None
    #: Whatever call names it is answered with status 500.
    poisons: bool = False
    #: So many of its URLs the call by id leaves out (Alibaba Cloud), a failing one first.
    hidden: int = 0

    def is_visible(self, now: float) -> bool:
        return now >= self.visible_at and not _within(self.vanishes, now)

    def finished_urls(self, now: float) -> int:
        if now >= self.ends_at:
            return self.urls
        if now <= self.begins_at:
            return 0
        return int(self.urls * (now - self.begins_at) / (self.ends_at - self.begins_at))

    def has_succeeded(self, now: float) -> bool:
        """The truth, whatever the cloud says."""
        return now >= self.ends_at and not self.failing and self.is_visible(now)


@dataclass(frozen=True)
class Fault:
    """From, until: what happens to a share of the requests."""

    begins_at: float
    ends_at: float
    kind: str
    share: float


@dataclass(frozen=True)
class Said:
    """One request and what came of it."""

    call: str
    asked_at: float
    answered_at: float
    ids: Sequence[str]
    fault: str | None
    #: Ids that the answer declared finished, and whether truly all of their URLs had succeeded then.
    finished: Mapping[str, bool] = field(default_factory=dict)
    seen: Sequence[str] = ()


PASSING = ("reset", "timeout", "html", "429", "500", "503", "half")
LASTING = ("denied", "bad_key")


class Cloud:
    """One provider's API. Subclasses know how it looks; this knows how it misbehaves."""

    #: Calls a second, by call.
    budgets: ClassVar[Mapping[str, float]] = {}
    #: The calls that sweeps are made of.
    sweeps: ClassVar[Sequence[str]] = ()

    def __init__(self, clock: VirtualClock, rng: random.Random, scripts: Sequence[Script], faults: Sequence[Fault]):
        self.clock = clock
        self.rng = rng
        self.scripts = {script.task_id: script for script in scripts}
        self.faults = faults
        self.latency = 0.05
        #: Always answered with status 500.
        self.broken_call = ""
        self.record: list[Said] = []

    def send(self, request: Request, auth: object, connect_timeout: float, read_timeout: float) -> Answer:
        asked_at = self.clock.monotonic()
        parameters = dict(parse_qsl(urlsplit(request.url).query))
        call, ids = self.identify(request, parameters)
        fault = self._fault(asked_at) or self._poison(call, ids)
        took = read_timeout if fault == "timeout" else min(read_timeout, self.latency * self.rng.uniform(0.5, 2))
        self.clock.sleep(took)
        if fault is not None:
            self.record.append(Said(call, asked_at, self.clock.monotonic(), ids, fault))
            return self._misbehave(fault)
        document = self.answer(call, ids, parameters)
        now = self.clock.monotonic()
        seen, finished = self.claims(document)
        truth = {task_id: self.scripts[task_id].has_succeeded(now) for task_id in finished}
        self.record.append(Said(call, asked_at, now, ids, None, truth, seen))
        return Answer(200, {"content-type": "application/json"}, json.dumps(document).encode())

    def identify(self, request: Request, parameters: Mapping[str, str]) -> tuple[str, Sequence[str]]:
        raise NotImplementedError

    def answer(self, call: str, ids: Sequence[str], parameters: Mapping[str, str]) -> dict[str, Any]:
        raise NotImplementedError

    def claims(self, document: Mapping[str, Any]) -> tuple[Sequence[str], Sequence[str]]:
        """The ids that an answer shows, and those of them that it declares finished."""
        raise NotImplementedError

    def _fault(self, now: float) -> str | None:
        for fault in self.faults:
            if fault.begins_at <= now < fault.ends_at and self.rng.random() < fault.share:
                return fault.kind
        return None

    def _poison(self, call: str, ids: Sequence[str]) -> str | None:
        poisoned = any(task_id in self.scripts and self.scripts[task_id].poisons for task_id in ids)
        return "500" if poisoned or call == self.broken_call else None

    def _misbehave(self, kind: str) -> Answer:
        if kind == "reset":
            raise ApiError("ConnectionLost", "reset by the simulation", "passing")
        if kind == "timeout":
            raise ApiError("ReadTimeout", "no answer from the simulation", "passing")
        headers = {"content-type": "application/json"}
        if kind == "html":
            return Answer(200, {"content-type": "text/html"}, b"<html>We will be back soon</html>")
        if kind == "half":
            return Answer(200, headers, b'{"Tasks": [{"TaskId": "70422')
        if kind == "429":
            asked: dict[str, str] = self.rng.choice([{}, {"retry-after": "2"}])
            return Answer(429, {**headers, **asked}, b'{"Code": "TooManyRequests", "error_code": "APIG.0308"}')
        if kind in ("500", "503"):
            return Answer(int(kind), headers, b'{"Code": "InternalError", "error_code": "APIG.0601"}')
        if kind == "denied":
            return Answer(403, headers, b'{"Code": "Forbidden.RAM", "error_code": "APIG.0802", "Message": "no"}')
        echo = {"Code": "InvalidAccessKeyId.NotFound", "error_code": "APIG.0301"}
        echo["Message"] = echo["error_msg"] = f"cannot use {SECRET}"
        return Answer(401, headers, json.dumps(echo).encode())


class Alibaba(Cloud):
    """DescribeDcdnRefreshTaskById and DescribeDcdnRefreshTasks."""

    budgets: ClassVar[Mapping[str, float]] = {"DescribeDcdnRefreshTaskById": 30, "DescribeDcdnRefreshTasks": 5}
    sweeps: ClassVar[Sequence[str]] = ("DescribeDcdnRefreshTaskById",)
    rows_key: ClassVar[str] = "Task"
    largest_page: ClassVar[int] = 50

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        #: What each page of a task's rows said when it was read last, by task and number.
        self._pages: dict[str, dict[int, set[str]]] = {}

    def identify(self, request: Request, parameters: Mapping[str, str]) -> tuple[str, Sequence[str]]:
        assert request.method == "POST"
        return request.headers["x-acs-action"], parameters["TaskId"].split(",")

    def answer(self, call: str, ids: Sequence[str], parameters: Mapping[str, str]) -> dict[str, Any]:
        now = self.clock.monotonic()
        assert call in self.budgets
        by_id = call in self.sweeps
        rows: list[dict[str, str]] = []
        hidden = 0
        for task_id in ids:
            script = self.scripts.get(task_id)
            if script is None or not script.is_visible(now):
                continue
            own = self._rows(script, now)
            cut = min(script.hidden, len(own) - 1) if by_id else 0
            rows += own[cut:]
            hidden += cut
        if by_id:
            assert len(ids) <= 10
            return {"TotalCount": len(rows) + hidden, "RequestId": "R", "Tasks": rows}
        size, number = int(parameters["PageSize"]), int(parameters["PageNumber"])
        assert size <= self.largest_page
        page = rows[size * (number - 1) : size * number]
        return {"TotalCount": len(rows), "PageSize": size, "PageNumber": number, "Tasks": {self.rows_key: page}}

    def _rows(self, script: Script, now: float) -> list[dict[str, str]]:
        done = script.finished_urls(now)
        rows = []
        for number in range(script.urls):
            failing = number < script.failing
            word = "Pending" if now < script.begins_at else "Refreshing"
            if number < done:
                word = "Failed" if failing else "Complete"
            if _within(script.babbles, now) and number == 0:
                word = "Frobnicating"
            rows.append(
                {
                    "TaskId": script.task_id,
                    "ObjectPath": f"https://www.example.com/{number}",
                    "ObjectType": "file",
                    "Status": word,
                    "Process": "100%" if number < done else "0%",
                    "CreationTime": "2026-11-21T08:30:00Z",
                    "Description": "Internal Error",
                }
            )
        return rows

    def claims(self, document: Mapping[str, Any]) -> tuple[Sequence[str], Sequence[str]]:
        tasks = document["Tasks"]
        rows = tasks[self.rows_key] if isinstance(tasks, dict) else tasks
        words: dict[str, set[str]] = {}
        for row in rows:
            words.setdefault(row["TaskId"], set()).add(row["Status"])
        complete = document["TotalCount"] == len(rows)
        if isinstance(tasks, dict):  # a task that is spread over pages has been told with the last of them
            number = document["PageNumber"]
            complete = number * document["PageSize"] >= document["TotalCount"]
            for task_id, said in words.items():
                pages = self._pages[task_id] = {} if number == 1 else self._pages[task_id]
                pages[number] = said
            words = {task_id: set().union(*self._pages[task_id].values()) for task_id in words}
        return list(words), [task_id for task_id, said in words.items() if complete and said <= {"Complete", "Failed"}]


class AlibabaCdn(Alibaba):
    """DescribeRefreshTaskById and DescribeRefreshTasks."""

    budgets: ClassVar[Mapping[str, float]] = {"DescribeRefreshTaskById": 30, "DescribeRefreshTasks": 5}
    sweeps: ClassVar[Sequence[str]] = ("DescribeRefreshTaskById",)
    rows_key: ClassVar[str] = "CDNTask"
    largest_page: ClassVar[int] = 100


class Huawei(Cloud):
    """ShowHistoryTasks and ShowHistoryTaskDetails."""

    budgets: ClassVar[Mapping[str, float]] = {"list": 30, "detail": 30}
    sweeps: ClassVar[Sequence[str]] = ("list", "detail")

    def identify(self, request: Request, parameters: Mapping[str, str]) -> tuple[str, Sequence[str]]:
        assert request.method == "GET"
        assert "page_size" in parameters
        assert "page_number" in parameters
        assert "enterprise_project_id" in parameters
        path = urlsplit(request.url).path
        if path.endswith("/detail"):
            return "detail", [path.split("/")[-2]]
        assert "start_date" in parameters
        assert "end_date" in parameters
        return "list", []

    def answer(self, call: str, ids: Sequence[str], parameters: Mapping[str, str]) -> dict[str, Any]:
        now = self.clock.monotonic()
        if call == "list":
            visible = [script for script in self.scripts.values() if script.is_visible(now)]
            rows = [self._row(script, now) for script in visible]
            rows = [row for row in rows if row["file_type"] == parameters["file_type"]]
            size, number = int(parameters["page_size"]), int(parameters["page_number"])
            return {"total": len(rows), "tasks": rows[size * (number - 1) : size * number]}
        script = self.scripts.get(ids[0])
        if script is None or not script.is_visible(now):
            return {"error": {"error_code": "CDN.0108", "error_msg": "not yours"}}
        row = self._row(script, now)
        done = script.finished_urls(now)
        words = ["failed" if n < script.failing else "succeed" for n in range(done)]
        words += ["processing"] * (script.urls - done)
        urls = [{"id": str(n), "url": f"https://www.example.com/{n}", "status": word} for n, word in enumerate(words)]
        size, page = int(parameters["page_size"]), int(parameters["page_number"])
        return {**row, "urls": urls[size * (page - 1) : size * page]}

    def _row(self, script: Script, now: float) -> dict[str, Any]:
        done = script.finished_urls(now)
        failed = min(done, script.failing)
        status = "task_done" if done == script.urls else "task_inprocess"
        if _within(script.babbles, now):
            status = "task_frobnicating"
        if _within(script.contradicts, now):
            status = "task_done"
        return {
            "id": script.task_id,
            "task_type": "refresh",
            "status": status,
            "processing": script.urls - done if now >= script.begins_at else 0,
            "succeed": done - failed,
            "failed": failed,
            "total": script.urls,
            "create_time": int(START * 1000),
            "file_type": "directory" if int(script.task_id) % 3 == 0 else "file",
        }

    def claims(self, document: Mapping[str, Any]) -> tuple[Sequence[str], Sequence[str]]:
        rows = document.get("tasks", [document] if "id" in document else [])
        finished = [
            row["id"] for row in rows if row["status"] == "task_done" and row["succeed"] + row["failed"] == row["total"]
        ]
        return [row["id"] for row in rows], finished


KINDS: Mapping[str, type[Cloud]] = {
    "alibabacloud_cdn": AlibabaCdn,
    "alibabacloud_dcdn": Alibaba,
    "huaweicloud_cdn": Huawei,
}


def _within(span: tuple[float, float] | None, now: float) -> bool:
    return span is not None and span[0] <= now < span[1]
