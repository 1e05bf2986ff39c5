# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The submitting calls of both clouds in the place of a network, and one way to run a submission against them.

They take whatever they are sent, remember it, and lose calls or answers when told to. tests/emulator is the grown-up
version, which refuses what is not allowed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task
from ansible_collections.edgeops.cdn.plugins.module_utils._model.times import rfc3339
from ansible_collections.edgeops.cdn.plugins.module_utils._module.task import submit_task
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.registry import PROVIDERS
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._submit.options import TASK_OPTIONS
from tests.unit.fake_clouds import (
    AlibabaHistory,
    HuaweiHistory,
    Row,
    alibaba_row,
    huawei_row,
    huawei_url_row,
    refused,
)
from tests.unit.support import ACCESS_KEY, ALIBABA, HUAWEI, SECRET_KEY, FakeClock, FakeTransport, Sent, answer
from tests.unit.support import check_tasks as check_tasks_of

#: What becomes of a call that submits: it takes effect and its answer is lost; it is lost itself; any answer.
ANSWER_LOST, CALL_LOST = "answer lost", "call lost"
Fate = str | Answer | ApiError


def timeout() -> ApiError:
    return ApiError("ReadTimeout", "no complete answer in time", "passing")


def options(provider: str, **given: Any) -> dict[str, Any]:
    """Options as AnsibleModule hands them over."""
    specs = {**TASK_OPTIONS, **PROVIDERS[provider].submit_options}
    return {
        **PROVIDERS[provider].defaults(),
        **{name: spec.get("default") for name, spec in specs.items()},
        "access_key": ACCESS_KEY,
        "secret_key": SECRET_KEY,
        "retries": 0,
        **given,
    }


@dataclass
class Cloud:
    """What both clouds have in common."""

    clock: FakeClock
    #: Fates of the submitting calls, in turn; after the last one all goes well.
    fates: list[Fate | None] = field(default_factory=list)
    #: Bodies of the calls that took effect, and of all that were made.
    accepted: list[dict[str, Any]] = field(default_factory=list)
    submits: list[dict[str, Any]] = field(default_factory=list)
    #: Calls that only read, by name.
    reads: list[str] = field(default_factory=list)
    #: Seconds by which its clock is ahead.
    ahead: float = 0.0
    #: New tasks can be seen after so many seconds.
    visible_after: float = 0.0
    quotas: dict[str, Any] = field(default_factory=dict)
    #: Seconds that a call is under way before it takes effect, where its answer is lost.
    takes: float = 5.0
    #: Of new tasks: running, done or failed.
    state: str = "running"
    #: Answers every call that reads.
    broken: ApiError | Answer | None = None

    def now(self) -> float:
        return self.clock.time() + self.ahead

    def submit(self, body: dict[str, Any]) -> Answer | ApiError:
        self.submits.append(body)
        fate: Fate | None = self.fates.pop(0) if self.fates else None
        if fate in (None, ANSWER_LOST):
            self.accepted.append(body)
            self.clock.advance(self.takes if fate else 0.0)
            reply = self.accept(body)
            return timeout() if fate else reply
        return timeout() if isinstance(fate, str) or fate is None else fate

    def accept(self, body: dict[str, Any]) -> Answer:
        """Make the tasks of a call."""
        raise NotImplementedError

    def add(self, operation: str, object_type: str, urls: list[str], age: float = 0.0, state: str = "done") -> str:
        """Make a task that was created so many seconds ago."""
        raise NotImplementedError

    def __call__(self, sent: Sent) -> Answer | ApiError:
        raise NotImplementedError

    def read(self, call: str, reply: Answer) -> Answer | ApiError:
        self.reads.append(call)
        if self.broken is not None:
            return self.broken
        return Answer(reply.status, {**reply.headers, "date": formatdate(self.now(), usegmt=True)}, reply.body)


class HuaweiCloud(Cloud):
    """Huawei Cloud CDN."""

    def __init__(self, clock: FakeClock, **state: Any) -> None:
        super().__init__(clock, **state)
        self.rows: list[Row] = []
        self.urls: dict[str, list[Row]] = {}
        #: So many URLs of a call are not accepted.
        self.refuses = 0

    def add(self, operation: str, object_type: str, urls: list[str], age: float = 0.0, state: str = "done") -> str:
        task_id = str(7620240 + len(self.rows))
        row = huawei_row(
            task_id,
            task_type="refresh" if operation == "purge" else "preheating",
            file_type=object_type,
            status="task_inprocess" if state == "running" else "task_done",
            total=len(urls),
            succeed=len(urls) if state == "done" else 0,
            failed=len(urls) if state == "failed" else 0,
            processing=len(urls) if state == "running" else 0,
            create_time=int((self.now() - age) * 1000),
        )
        self.rows.append(row)
        word = {"running": "processing", "done": "succeed", "failed": "failed"}[state]
        self.urls[task_id] = [huawei_url_row(number, task_id, url=url, status=word) for number, url in enumerate(urls)]
        return task_id

    def accept(self, body: dict[str, Any]) -> Answer:
        ((key, content),) = body["body"].items()
        operation = "purge" if key == "refresh_task" else "prefetch"
        urls = content["urls"][: len(content["urls"]) - self.refuses]
        task_id = self.add(operation, content.get("type", "file"), urls, state=self.state)
        return answer({key: task_id}, x_request_id=f"r-{task_id}")

    def __call__(self, sent: Sent) -> Answer | ApiError:
        if sent.request.method == "POST":
            assert sent.path in ("/v1.0/cdn/content/refresh-tasks", "/v1.0/cdn/content/preheating-tasks")
            assert sent.request.headers["Content-Type"] == "application/json"
            assert not sent.request.repeatable
            assert sent.request.body is not None
            document = json.loads(sent.request.body.decode("utf-8"))
            return self.submit({"path": sent.path, "query": sent.query, "body": document})
        if sent.path == "/v1.0/cdn/quota":
            rows = [{"type": name, "quota_limit": limit, "used": used} for name, (limit, used) in self.quotas.items()]
            return self.read("quota", answer({"quotas": rows}))
        oldest = (self.now() - self.visible_after) * 1000
        history = HuaweiHistory([row for row in self.rows if row["create_time"] <= oldest], self.urls)
        return self.read("list" if sent.path.endswith("historytasks") else "detail", history(sent))


class AlibabaCloud(Cloud):
    """Alibaba Cloud DCDN, which makes a task for each host of a call."""

    def __init__(self, clock: FakeClock, **state: Any) -> None:
        super().__init__(clock, **state)
        self.rows: list[Row] = []
        self.next_id = 704222904
        #: Other URLs that were submitted in the same second, and so share the task.
        self.merged: list[str] = []

    def add(self, operation: str, object_type: str, urls: list[str], age: float = 0.0, state: str = "done") -> str:
        task_id = str(self.next_id)
        self.next_id += 1
        self.rows += [
            alibaba_row(
                task_id,
                ObjectType="preload" if operation == "prefetch" else object_type,
                ObjectPath=url,
                Status={"running": "Refreshing", "done": "Complete", "failed": "Failed"}[state],
                Process="0%",
                CreationTime=rfc3339(self.now() - age),
            )
            for url in urls
        ]
        return task_id

    def accept(self, body: dict[str, Any]) -> Answer:
        operation = "prefetch" if body["action"] == "PreloadDcdnObjectCaches" else "purge"
        object_type = body.get("ObjectType", "tag").lower()
        things = body["ObjectPath"].split("\n") if "ObjectPath" in body else body["CacheTag"].split(",")
        hosts: dict[str, list[str]] = {}
        for thing in things:
            hosts.setdefault(urlsplit(thing).hostname or "", []).append(thing)
        ids = [self.add(operation, object_type, [*urls, *self.merged], state=self.state) for urls in hosts.values()]
        key = "PreloadTaskId" if operation == "prefetch" else "RefreshTaskId"
        return answer({key: ",".join(ids), "RequestId": f"r-{ids[0]}"})

    def __call__(self, sent: Sent) -> Answer | ApiError:
        if sent.action.startswith("Describe"):
            if sent.action == "DescribeDcdnRefreshQuota":
                return self.read("quota", answer({"RequestId": "r-q", **self.quotas}))
            visible = rfc3339(self.now() - self.visible_after)
            history = AlibabaHistory([row for row in self.rows if row["CreationTime"] <= visible])
            return self.read("list" if sent.action.endswith("Tasks") else "by id", history(sent))
        assert sent.request.headers["Content-Type"] == "application/x-www-form-urlencoded"
        assert not sent.request.repeatable
        assert sent.query == {}
        assert sent.request.body is not None
        form = dict(parse_qsl(sent.request.body.decode("ascii"), keep_blank_values=True, strict_parsing=True))
        return self.submit({"action": sent.action, **form})


CLOUDS: dict[str, Callable[..., Cloud]] = {HUAWEI: HuaweiCloud, ALIBABA: AlibabaCloud}


def cloud_of(provider: str, *fates: Fate | None, **state: Any) -> Cloud:
    """A cloud at which submitting calls meet these fates, in turn."""
    return CLOUDS[provider](FakeClock(), fates=list(fates), **state)


def refusal(provider: str, code: str, status: int = 200) -> Answer:
    """A refusal in the provider's words."""
    if provider == HUAWEI:
        return answer({"error": {"error_code": code, "error_msg": "no"}}, status)
    return refused(code, "no", 400 if status == 200 else status)


@dataclass
class Submitted:
    """What came of a submission."""

    result: dict[str, Any]
    cloud: Cloud
    transport: FakeTransport
    warnings: list[str]

    @property
    def message(self) -> str:
        return str(self.result["msg"])

    def ids(self) -> list[str]:
        return [task["id"] for task in self.result["tasks"]]


def run(
    provider: str,
    cloud: Cloud | None = None,
    check_mode: bool = False,
    environ: Mapping[str, str] | None = None,
    **given: Any,
) -> Submitted:
    """Submit as the module does. The result keeps to the documented keys, its tasks to the schema."""
    cloud = cloud or cloud_of(provider)
    transport = FakeTransport(cloud, cloud.clock)
    warnings: list[str] = []
    runtime = Runtime(cloud.clock, environ or {}, warnings.append, lambda verify, environ: transport)
    result = submit_task(PROVIDERS[provider], options(provider, **given), check_mode, runtime)
    check_tasks_of([Task.from_dict(task) for task in result["tasks"]])
    assert {"changed", "tasks", "submissions", "not_submitted", "msg", "failed"} <= set(result)
    assert set(result) <= {"changed", "tasks", "submissions", "not_submitted", "msg", "failed", "error"} | {
        "outcome",
        "leftover",
        "elapsed",
        "omitted",
    }
    assert ("omitted" in result) == result["failed"]
    for entry in result["submissions"]:
        assert set(entry) == {"operation", "object_type", "urls", "ids", "request_id", "recovered", "skipped"}
        assert entry["ids"]
    for entry in result["not_submitted"]:
        assert set(entry) == {"operation", "object_type", "urls", "uncertain", "candidates"}
    assert SECRET_KEY not in json.dumps(result)
    return Submitted(result, cloud, transport, warnings)
