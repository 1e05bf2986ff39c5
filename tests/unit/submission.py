# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One way to run a submission against an emulated cloud, and what may become of its calls."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task
from ansible_collections.edgeops.cdn.plugins.module_utils._module.task import submit_task
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.registry import PROVIDERS
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._submit.options import TASK_OPTIONS
from tests.emulator import xml
from tests.emulator.blueprint import Blueprint
from tests.emulator.transport import wire_of
from tests.unit.emulated import Emulated
from tests.unit.support import ACCESS_KEY, ALIBABA, ALIBABA_CDN, HUAWEI, SECRET_KEY, FakeClock, FakeTransport, Sent
from tests.unit.support import check_tasks as check_tasks_of

#: What becomes of a call that submits: a fault of the emulator, any answer, or an error before it arrives.
Fate = Mapping[str, Any] | Answer | ApiError
#: It takes effect after five seconds, and its answer is lost; it is lost itself; nobody answers in time.
ANSWER_LOST: Mapping[str, Any] = {"kind": "reset", "process": True, "latency": 5.0}
CALL_LOST: Fate = {"kind": "reset"}
TIMEOUT: Fate = {"kind": "hang"}

#: What becomes of tasks.
SCRIPTS: dict[str, dict[str, Any]] = {
    "running": {"stuck": True, "stuck_at": 0},
    "done": {},
    "failed": {"fail": {"all": True}},
}
QUOTA_LIMITS = {
    HUAWEI: {"file_refresh": 2000, "dir_refresh": 100, "preheat": 3000},
    ALIBABA: {"Url": 10000, "Dir": 100, "Regex": 20, "IgnoreParams": 100, "Preload": 1000},
    ALIBABA_CDN: {"Url": 10000, "Dir": 100, "Regex": 20, "IgnoreParams": 100, "Preload": 1000, "PreloadEdge": 500},
}
_READS = {
    "DescribeDcdnRefreshTaskById": "by id",
    "DescribeDcdnRefreshTasks": "list",
    "DescribeDcdnRefreshQuota": "quota",
    "DescribeRefreshTaskById": "by id",
    "DescribeRefreshTasks": "list",
    "DescribeRefreshQuota": "quota",
    "ShowHistoryTasks": "list",
    "ShowHistoryTaskDetails": "detail",
    "ShowQuota": "quota",
}


class Cloud(Emulated):
    """The cloud of one provider; new tasks run for ever unless told otherwise."""

    def __init__(self, provider: str, clock: FakeClock, **settings: Any) -> None:
        own = {**settings.pop(provider, {})}
        if provider in QUOTA_LIMITS:
            own.setdefault("quota_limits", QUOTA_LIMITS[provider])
        super().__init__(clock, **{"default_script": SCRIPTS["running"], provider: own, **settings})
        self.provider = provider
        self.clock = clock

    @property
    def submits(self) -> list[dict[str, Any]]:
        """What the calls that submit said, whatever became of them."""
        return [_said(sent) for sent in self.sent if self._blueprint.writes(self._call(sent))]

    @property
    def reads(self) -> list[str]:
        """The calls that read, whatever became of them."""
        calls = [self._call(sent) for sent in self.sent]
        return [
            _READS.get(call, call)
            for call in calls
            if call in self._blueprint.calls and not self._blueprint.writes(call)
        ]

    @property
    def _blueprint(self) -> Blueprint:
        return self.world.provider(self.provider)

    def _call(self, sent: Sent) -> str:
        return self._blueprint.call_name(wire_of(sent.request, sent.auth))

    def meet(self, *fates: Fate | None) -> None:
        """Have the next calls that submit meet these fates, in turn; after the last one all goes well."""
        skip = 0
        for fate in fates:
            if isinstance(fate, ApiError):
                assert not skip, "what does not arrive cannot come after what does"
                self.failures.append(fate)
            elif fate is None:
                skip += 1
            else:
                self.add_fault(**{"call": "writes", "skip": skip, **fault_of(fate)})
                skip = 0

    def add(self, operation: str, object_type: str, urls: list[str], age: float = 0.0, state: str = "done") -> str:
        """Make a task that was created so many seconds ago."""
        return self.add_task(
            self.provider,
            operation=operation,
            object_type=object_type,
            urls=urls,
            created_at=self.world.clock.now() - age,
            script=SCRIPTS[state],
        )


def _said(sent: Sent) -> dict[str, Any]:
    assert sent.request.body is not None
    content_type = sent.request.headers["Content-Type"]
    if content_type == "application/xml":
        # It has a reference of its own, and may be repeated.
        return {"path": sent.path, "query": sent.query, "body": xml.load(sent.request.body)}
    assert not sent.request.repeatable
    if "x-acs-action" not in sent.request.headers:
        assert content_type == "application/json"
        return {"path": sent.path, "query": sent.query, "body": json.loads(sent.request.body.decode("utf-8"))}
    assert content_type == "application/x-www-form-urlencoded"
    assert sent.query == {}
    form = parse_qsl(sent.request.body.decode("ascii"), keep_blank_values=True, strict_parsing=True)
    return {"action": sent.action, **dict(form)}


def fault_of(fate: Mapping[str, Any] | Answer) -> Mapping[str, Any]:
    """A fault of the emulator: that one, or the one that answers so."""
    if isinstance(fate, Answer):
        return {"kind": "raw", "status": fate.status, "headers": fate.headers, "body": fate.body}
    return fate


def cloud_of(
    provider: str,
    *fates: Fate | None,
    state: str = "running",
    broken: Mapping[str, Any] | Answer | None = None,
    left: int | None = None,
    **settings: Any,
) -> Cloud:
    """A cloud whose next calls that submit meet these fates, in turn.

    New tasks are in that state; every call that reads gets the broken answer, if any; so much is left of each quota.
    """
    cloud = Cloud(provider, FakeClock(), default_script=SCRIPTS[state], **settings)
    cloud.meet(*fates)
    if broken is not None:
        cloud.add_fault(**{"call": "reads", "times": None, **fault_of(broken)})
    if left is not None:
        cloud.settings(used_quota={provider: {name: most - left for name, most in QUOTA_LIMITS[provider].items()}})
    return cloud


def refusal(provider: str, code: str, status: int = 200) -> Mapping[str, Any]:
    """A refusal in the provider's words."""
    return {"kind": "status", "status": 400 if provider != HUAWEI and status == 200 else status, "code": code}


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
        assert set(entry) == {"operation", "object_type", "urls", "reason", "uncertain", "candidates"}
    assert SECRET_KEY not in json.dumps(result)
    assert len(cloud.submits) >= len(result["submissions"]) - sum(entry["skipped"] for entry in result["submissions"])
    return Submitted(result, cloud, transport, warnings)
