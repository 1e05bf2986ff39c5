# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the unit tests hand in instead of a clock, a network and a cloud. Nothing here sleeps."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import jsonschema
from hypothesis import settings

from ansible_collections.edgeops.cdn.plugins.module_utils._http.budget import Budget
from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer, Request
from ansible_collections.edgeops.cdn.plugins.module_utils._http.requests_library import AuthBase
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import Reference
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task
from ansible_collections.edgeops.cdn.plugins.module_utils._module.quota_info import quota_info
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.registry import PROVIDERS
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Filters, Provider, Runtime

ROOT = Path(__file__).resolve().parents[2]

#: 2026-11-21T08:30:00Z; the documented examples of this project were made around it.
NOW = 1795249800.0
DAY = 86_400.0

HUAWEI = "huaweicloud_cdn"
ALIBABA = "alibabacloud_dcdn"
ALIBABA_CDN = "alibabacloud_cdn"

ACCESS_KEY, SECRET_KEY = "TESTACCESSKEY0000001", "test-secret-key-that-nobody-may-see"

#: At least so many examples for properties that matter most; more where the chosen profile has more.
THOROUGH = settings(max_examples=max(300, settings().max_examples))
#: For what is tried for every cloud, or every module: the more there are of them, the fewer for each.
OF_EACH = settings(max_examples=settings().max_examples // 2)

TASK_SCHEMA = json.loads((ROOT / "docs" / "task.schema.json").read_text(encoding="utf-8"))
TASK_VALIDATOR = jsonschema.Draft202012Validator(TASK_SCHEMA)


@functools.lru_cache(maxsize=10_000)
def check_document(text: str) -> None:
    """Hold a task, as JSON, to the schema; once, because equal ones come by the thousand."""
    TASK_VALIDATOR.validate(json.loads(text))


class FakeClock:
    """Stands still unless somebody sleeps; remembers for how long."""

    def __init__(self, now: float = NOW) -> None:
        self._started = now
        self._passed = 0.0
        self.sleeps: list[float] = []
        #: Called after each sleep: what happens meanwhile.
        self.meanwhile: Callable[[], None] = lambda: None

    def monotonic(self) -> float:
        return self._passed

    def time(self) -> float:
        return self._started + self._passed

    def sleep(self, seconds: float) -> None:
        assert seconds >= 0
        self.sleeps.append(seconds)
        self._passed += seconds
        self.meanwhile()

    def advance(self, seconds: float) -> None:
        self._passed += seconds


@dataclass(frozen=True)
class Sent:
    """A request as the transport was given it."""

    request: Request
    auth: AuthBase
    connect_timeout: float
    read_timeout: float
    at: float

    @property
    def path(self) -> str:
        return unquote(urlsplit(self.request.url).path)

    @property
    def query(self) -> dict[str, str]:
        pairs = parse_qsl(urlsplit(self.request.url).query, keep_blank_values=True, strict_parsing=False)
        assert len(dict(pairs)) == len(pairs), "a parameter was sent twice"
        return dict(pairs)

    @property
    def said(self) -> dict[str, Any]:
        """The parameters in a body of JSON."""
        document: dict[str, Any] = json.loads(self.request.body or b"")
        return document

    @property
    def call(self) -> str:
        """What tells one call from another: the action, or the path's last part."""
        return self.action or self.path.rpartition("/")[2]

    @property
    def action(self) -> str:
        """The call's name in a header; empty where the cloud has none there."""
        headers = {name.lower(): value for name, value in self.request.headers.items()}
        return headers.get("x-acs-action") or headers.get("x-tc-action") or ""


#: What a fake network does with a request: an answer, an error to raise, or a function that decides.
Reply = Answer | ApiError | Callable[[Sent], "Answer | ApiError"]


class FakeTransport:
    """Plays replies in turn and remembers what was sent; one function instead of a list answers everything."""

    def __init__(self, replies: Iterable[Reply] | Callable[[Sent], Answer | ApiError], clock: FakeClock) -> None:
        self._replies: Iterator[Reply] | None = None if callable(replies) else iter(replies)
        self._function = replies if callable(replies) else None
        self._clock = clock
        self.sent: list[Sent] = []

    def send(self, request: Request, auth: AuthBase, connect_timeout: float, read_timeout: float) -> Answer:
        sent = Sent(request, auth, connect_timeout, read_timeout, self._clock.monotonic())
        self.sent.append(sent)
        reply: Reply | None = self._function
        if self._replies is not None:
            reply = next(self._replies, None)
        assert reply is not None, f"one request more than expected: {request.method} {request.url}"
        if callable(reply):
            reply = reply(sent)
        if isinstance(reply, ApiError):
            raise reply
        return reply


def answer(document: Any, status: int = 200, **headers: str) -> Answer:
    """A JSON answer; underscores in header names stand for hyphens."""
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, {"content-type": "application/json", **names}, json.dumps(document).encode("utf-8"))


def raw_answer(body: bytes, status: int = 200, **headers: str) -> Answer:
    """An answer with any body at all."""
    return Answer(status, {name.replace("_", "-"): value for name, value in headers.items()}, body)


@dataclass
class Bench:
    """A provider on a fake network."""

    provider: Provider
    transport: FakeTransport
    clock: FakeClock
    warnings: list[str] = field(default_factory=list)

    @property
    def sent(self) -> list[Sent]:
        return self.transport.sent

    def reference(self, task_id: str, created_at: float | None = None) -> Reference:
        return Reference(self.provider.name, task_id, created_at)

    def references(self, *task_ids: str) -> list[Reference]:
        return [self.reference(task_id) for task_id in task_ids]

    def fetch(self, *task_ids: str) -> list[Task]:
        """One sweep as the wait engine makes it: in few calls, then by id what the list did not show."""
        references = self.references(*task_ids)
        found = {task.id: task for task in self.provider.look(references)}
        for reference in references:
            task = found.get(reference.id)
            if task is None or (task.partial and len(task_ids) > 1):
                found[reference.id] = self.provider.read_whole(reference)
        return check_tasks([found[task_id] for task_id in task_ids])

    def describe(self, *task_ids: str) -> list[Task]:
        tasks = check_tasks(self.provider.describe(self.references(*task_ids)))
        assert [task.id for task in tasks] == list(task_ids)
        return tasks

    def query(self, **filters: Any) -> tuple[list[Task], bool]:
        tasks, complete = self.provider.query(Filters(**filters))
        return check_tasks(tasks), complete


def bench(
    provider: str,
    replies: Iterable[Reply] | Callable[[Sent], Answer | ApiError],
    clock: FakeClock | None = None,
    environ: Mapping[str, str] | None = None,
    **options: Any,
) -> Bench:
    """A provider with an access key, without retries, whose traffic is scripted.

    What answers may bring a clock of its own, as `time`: then that is everybody's.
    """
    clock = clock or getattr(replies, "time", None) or FakeClock()
    transport = FakeTransport(replies, clock)
    warnings: list[str] = []
    runtime = Runtime(clock, environ or {}, warnings.append, lambda verify, environ: transport)
    chosen = {"access_key": ACCESS_KEY, "secret_key": SECRET_KEY, "retries": 0, **options}
    return Bench(
        PROVIDERS[provider].open_provider({**PROVIDERS[provider].defaults(), **chosen}, runtime),
        transport,
        clock,
        warnings,
    )


def quotas_of(provider: str, *replies: Reply, **options: Any) -> list[dict[str, Any]]:
    """The result of a module that looks quotas up, with raw rows."""
    clock = FakeClock()
    transport = FakeTransport(replies, clock)
    runtime = Runtime(clock, {}, lambda _text: None, lambda _verify, _environ: transport)
    declared = PROVIDERS[provider]
    given = {**declared.defaults(), "access_key": "AK", "secret_key": "SK", "include_raw": True, **options}
    found: list[dict[str, Any]] = quota_info(declared, given, runtime)["quotas"]
    return found


def check_tasks(tasks: list[Task]) -> list[Task]:
    """Hold each task to the schema, with and without raw, and to what the schema cannot say; hand them on."""
    for task in tasks:
        for include_raw in (False, True):
            check_document(json.dumps(task.as_dict(include_raw)))
        assert task.finished == (task.state in ("succeeded", "failed"))
        assert Task.from_dict(task.as_dict()).as_dict() == task.as_dict()
        counts = task.counts
        if None not in (counts.total, counts.succeeded, counts.failed) and task.state == "succeeded":
            assert counts.succeeded == counts.total
            assert counts.total
    return tasks


def budget(clock: FakeClock, calls_per_second: float = 1000.0) -> Budget:
    return Budget(calls_per_second, clock)


def data(provider: str) -> Any:
    """The documented answers of a provider."""
    return json.loads((ROOT / "tests" / "providers" / provider / "answers.json").read_text(encoding="utf-8"))
