# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One whole wait with many URLs, in a process of its own so that its memory can be told: prints JSON.

python -m tests.benchmark.heavy list|detail|by_id TASKS URLS FAILED

list and detail are calls of Huawei Cloud, by_id is Alibaba Cloud's. FAILED of the URLs of each task fail. The threads
are real, as many calls are under way as ever. Responses come from templates in this process; to sleep takes no time.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer, Request
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.registry import PROVIDERS, open_all
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.engine import Progress
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.job import run_wait
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.ledger import Outcome
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.options import WaitRequest, parse_wait, wait_options
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.verdict import conclude

#: Stands for an id in a template; ids are as long.
_MARK = "10000000"


class HurriedClock:
    """The machine's clock, but to sleep takes no time."""

    def __init__(self) -> None:
        self._slept = 0.0

    def monotonic(self) -> float:
        return time.monotonic() + self._slept

    def time(self) -> float:
        return time.time() + self._slept

    def sleep(self, seconds: float) -> None:
        self._slept += seconds


class Templates:
    """A cloud whose tasks are all alike and have all finished. A response is a new text, as over a network."""

    def __init__(self, call: str, ids: list[str], urls: int, failed: int) -> None:
        self._call, self._ids, self._urls, self._failed = call, ids, urls, failed
        words = range(urls)
        self._alibaba = ",".join(json.dumps(_row(number, number < failed)) for number in words).encode()
        self._huawei = json.dumps([_url(number, number < failed) for number in words]).encode()

    def send(self, request: Request, _auth: object, _connect_timeout: float, _read_timeout: float) -> Answer:
        return Answer(200, {"content-type": "application/json"}, self._body(request))

    def _body(self, request: Request) -> bytes:
        parts = urlsplit(request.url)
        parameters = dict(parse_qsl(parts.query))
        if self._call == "by_id":
            ids = parameters["TaskId"].split(",")
            rows = b",".join(self._alibaba.replace(_MARK.encode(), task_id.encode()) for task_id in ids)
            return b'{"TotalCount":%d,"Tasks":[%s]}' % (len(ids) * self._urls, rows)
        if parts.path.endswith("/detail"):
            return b'%s, "urls": %s}' % (self._task(parts.path.split("/")[-2])[:-1], self._huawei)
        if self._call == "detail":
            return b'{"total":0,"tasks":[]}'
        size, number = int(parameters["page_size"]), int(parameters["page_number"])
        own = self._ids if parameters["file_type"] == "file" else []
        page = own[size * (number - 1) : size * number]
        return b'{"total":%d,"tasks":[%s]}' % (len(own), b",".join(map(self._task, page)))

    def _task(self, task_id: str) -> bytes:
        return json.dumps(
            {
                "id": task_id,
                "task_type": "refresh",
                "status": "task_done",
                "processing": 0,
                "succeed": self._urls - self._failed,
                "failed": self._failed,
                "total": self._urls,
                "create_time": 1795249800000,
                "file_type": "file",
            }
        ).encode()


def _address(number: int) -> str:
    return f"https://www.example.com/assets/release-42/{number:06}.js"


def _row(number: int, failed: bool) -> dict[str, str]:
    return {
        "TaskId": _MARK,
        "ObjectPath": _address(number),
        "ObjectType": "file",
        "Status": "Failed" if failed else "Complete",
        "Process": "100%",
        "CreationTime": "2026-11-21T08:30:00Z",
        "Description": "Internal Error" if failed else "",
    }


def _url(number: int, failed: bool) -> dict[str, Any]:
    row: dict[str, Any] = {"id": str(number), "url": _address(number), "status": "failed" if failed else "succeed"}
    return {**row, "fail_classify": "ORIGIN_ERROR", "fail_desc": "the origin did not respond"} if failed else row


def wait(call: str, tasks: int, urls: int, failed: int, **options: Any) -> tuple[Progress, Outcome, WaitRequest]:
    """How a whole wait over such tasks has ended."""
    provider = "alibabacloud_dcdn" if call == "by_id" else "huaweicloud_cdn"
    ids = [str(int(_MARK) + number) for number in range(tasks)]
    cloud = Templates(call, ids, urls, failed)
    given = {name: spec.get("default") for name, spec in wait_options(PROVIDERS).items()}
    keys = {**PROVIDERS[provider].defaults(), "access_key": "AK", "secret_key": "SK"}
    # With so long an interval, one sweep asks for all of them by id, and nobody waits for the next one.
    given.update(tasks=ids, provider=provider, timeout=1e6, poll_interval=3600.0, providers={provider: keys}, **options)
    request = parse_wait(given, False, PROVIDERS)
    runtime = Runtime(HurriedClock(), {}, _ignore, _always(cloud))
    opened = open_all(request.references, request.provider_options, runtime)
    return (*run_wait(request, opened, runtime), request)


def _always(cloud: Templates) -> Callable[..., Templates]:
    return lambda _verify, _environ: cloud


def _ignore(_text: str) -> None:
    """Nobody reads along."""


def main() -> None:
    call, (tasks, urls, failed) = sys.argv[1], map(int, sys.argv[2:5])
    document = conclude(*wait(call, tasks, urls, failed, fail_fast=False)).document
    used = resource.getrusage(resource.RUSAGE_SELF)
    figures = {
        "outcome": document["outcome"],
        "calls": document["calls"],
        "bytes": len(json.dumps(document)),
        "peak": used.ru_maxrss / 1024,
        "cpu": used.ru_utime + used.ru_stime,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
