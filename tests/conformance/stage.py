# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A provider on its emulated cloud, in a time that passes only where somebody sleeps; its answers may be spoiled."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer, Request
from ansible_collections.edgeops.cdn.plugins.module_utils._http.requests_library import AuthBase
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import Reference
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task
from ansible_collections.edgeops.cdn.plugins.module_utils._module.quota_info import quota_info
from ansible_collections.edgeops.cdn.plugins.module_utils._module.task import submit_task
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Filters, Provider, Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._submit.options import TASK_OPTIONS
from tests.conformance.kit import Kit
from tests.conformance.oracle import Exchange
from tests.emulator import xml
from tests.emulator.transport import EmulatedTransport, wire_of
from tests.emulator.world import World
from tests.unit.support import FakeClock, Sent, check_tasks

#: What a test makes of an honest answer.
Spoil = Callable[[Sent, Answer], Answer]

#: What becomes of tasks, as scripts of the emulator; a pending one may be told as running by a cloud without that word.
FATES: dict[str, Mapping[str, Any]] = {
    "pending": {"start_after": 1e9},
    "running": {"stuck": True},
    "succeeded": {},
    "failed": {"fail": {"url_index": 0}},
}


def fates_of(kit: Kit) -> list[str]:
    """What becomes of tasks of a cloud; not every one has a word for a failure."""
    return [fate for fate in FATES if fate != "failed" or kit.tells_failures]


#: The ways to ask for tasks: as a sweep does, by id alone, by the list alone, with everything, by filters.
WAYS = ("look", "ids", "list", "describe", "query")


def honest(_sent: Sent, answer: Answer) -> Answer:
    return answer


def document_of(answer: Answer) -> Any:
    """The value of an answer's body, JSON or XML; None where it has none."""
    try:
        return xml.load(answer.body) if answer.body.startswith(b"<") else json.loads(answer.body)
    except ValueError:
        return None


def with_document(answer: Answer, document: Any) -> Answer:
    if answer.body.startswith(b"<"):
        return replace(answer, body=xml.dump(document))
    # ASCII, because JSON can spell halves of pairs that UTF-8 cannot hold.
    return replace(answer, body=json.dumps(document).encode("ascii"))


def tells(answer: Answer, word: str) -> bool:
    """Whether a value of an answer is this word."""
    return any(spelled.encode() in answer.body for spelled in (f'"{word}"', f">{word}<"))


class Line:
    """The way to the clouds: keeps what went there and what came back."""

    def __init__(self, clouds: EmulatedTransport, clock: FakeClock, spoil: Spoil) -> None:
        self._clouds = clouds
        self._clock = clock
        self.spoil = spoil
        self.sent: list[Sent] = []
        self.answers: list[Answer] = []
        self._lock = threading.Lock()

    def send(self, request: Request, auth: AuthBase, connect_timeout: float, read_timeout: float) -> Answer:
        sent = Sent(request, auth, connect_timeout, read_timeout, self._clock.monotonic())
        with self._lock:
            self.sent.append(sent)
        answer = self.spoil(sent, self._clouds.send(request, auth, connect_timeout, read_timeout))
        with self._lock:
            self.answers.append(answer)
        return answer


@dataclass
class Stage:
    """What a test plays with."""

    kit: Kit
    clouds: EmulatedTransport
    line: Line
    clock: FakeClock
    runtime: Runtime
    options: Mapping[str, Any]
    provider: Provider
    warnings: list[str] = field(default_factory=list)

    @property
    def sent(self) -> list[Sent]:
        return self.line.sent

    @property
    def ways(self) -> list[str]:
        """Those of WAYS that there are: not every cloud has a list that tells whole tasks."""
        return [way for way in WAYS if way != "list" or self.provider.by_list is not None]

    @property
    def world(self) -> World:
        return self.clouds.world

    def exchanges(self) -> list[Exchange]:
        """What was asked and answered, as oracles look at it."""
        return [
            Exchange(sent, answer.status, document_of(answer))
            for sent, answer in zip(self.sent, self.line.answers, strict=False)
        ]

    def submits(self, sent: Sent) -> bool:
        """Whether a request is one that changes anything."""
        blueprint = self.world.by_name[self.kit.name]
        return blueprint.writes(blueprint.call_name(wire_of(sent.request, sent.auth)))

    def add(self, *fates: str, urls: int = 2, **task: Any) -> list[str]:
        """Make a task of each fate, the last one the youngest; the ids."""
        return [
            self.clouds.add_task(
                self.kit.name,
                **{"script": FATES[fate], "url_count": urls, "created_at": self.clock.time() - 60, **task},
            )
            for fate in fates
        ]

    def references(self, ids: Iterable[str]) -> list[Reference]:
        return [Reference(self.kit.name, task_id) for task_id in ids]

    def ask(self, way: str, ids: Sequence[str]) -> list[Task]:
        """What is told of the tasks in one way, held to the schema and to the oracle; what was sent is of this."""
        self.sent.clear()
        self.line.answers.clear()
        references = self.references(ids)
        provider = self.provider
        if way == "query":
            tasks, _complete = provider.query(Filters())
        elif way == "describe":
            tasks = provider.describe(references)
        elif way == "list":
            tasks = list(provider.read_list(references))
        elif way == "ids":
            batches = provider.batches_of(references)
            told = [task for batch in batches for task in provider.read_ids(batch)]
            assert [task.id for task in told] == list(ids), "each id once, in the order asked"
            tasks = [
                provider.read_whole(reference) if task.partial and len(ids) > 1 else task
                for reference, task in zip(references, told, strict=True)
            ]
        else:
            found = {task.id: task for task in provider.look(references)}
            missing = [reference for reference in references if reference.id not in found]
            found.update({reference.id: provider.read_whole(reference) for reference in missing})
            tasks = [found[task_id] for task_id in ids]
        exchanges = self.exchanges()
        for task in tasks:
            assert not task.finished or task.state in self.kit.oracle(exchanges, task.id), task
        return check_tasks(tasks)

    def try_asking(self, way: str, ids: Sequence[str]) -> list[Task]:
        """The same; none for an ApiError, which is as good an answer if it reads well."""
        try:
            return self.ask(way, ids)
        except ApiError as exc:
            error = exc
        assert error.provider == self.kit.name or error.code == "InvalidAnswer"
        assert error.kind in ("passing", "throttled", "missing", "expired", "lasting")
        assert str(error)
        assert json.dumps(error.as_dict())
        return []

    def submit(self, check_mode: bool = False, **given: Any) -> dict[str, Any]:
        """The result of a submission."""
        declared = self.kit.declaration
        specs = {**TASK_OPTIONS, **declared.submit_options}
        options = {**self.options, **{name: spec.get("default") for name, spec in specs.items()}, **given}
        result = submit_task(declared, options, check_mode, self.runtime)
        check_tasks([Task.from_dict(task) for task in result["tasks"]])
        return result

    def quotas(self) -> list[dict[str, Any]]:
        quotas: list[dict[str, Any]] = quota_info(
            self.kit.declaration, {**self.options, "include_raw": True}, self.runtime
        )["quotas"]
        return quotas


def play(
    kit: Kit, spoil: Spoil = honest, settings: Mapping[str, Any] | None = None, retries: int = 0, **options: Any
) -> Stage:
    """A provider on its emulated cloud, signed in; without retries unless told otherwise."""
    clock = FakeClock()
    clouds = EmulatedTransport(clock, kit.blueprints, **{kit.name: kit.strict, **(settings or {})})
    line = Line(clouds, clock, spoil)
    warnings: list[str] = []
    runtime = Runtime(clock, {"HOME": "/nonexistent"}, warnings.append, lambda _verify, _environ: line)
    chosen = {**kit.declaration.defaults(), "retries": retries, **kit.options, **options}
    provider = kit.declaration.open_provider(chosen, runtime)
    return Stage(kit, clouds, line, clock, runtime, chosen, provider, warnings)
