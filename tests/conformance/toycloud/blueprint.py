# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The emulated Toycloud."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from tests.emulator.blueprint import Blueprint, Call, CallSpec
from tests.emulator.scripts import FAILED, SUCCEEDED, TERMINAL, Phase
from tests.emulator.tasks import Task
from tests.emulator.wire import Answer, ApiError, Wire, host_of

TOKEN = "toy-token-that-nobody-may-see"
_CALLS = {("GET", "/quota"): "quota", ("POST", "/tasks"): "submit"}
_CODES = {403: "Denied", 404: "NoSuchTask", 429: "TooFast"}


@dataclass
class ToycloudSettings:
    """There is nothing to choose."""

    rates: dict[str, Any] = field(default_factory=dict)


class EmulatedToycloud(Blueprint):
    """By ids, by list, submissions, quotas."""

    name: ClassVar[str] = "toycloud"
    settings_type = ToycloudSettings
    calls: ClassVar[Mapping[str, CallSpec]] = {
        "by_id": CallSpec(20),
        "list": CallSpec(5),
        "quota": CallSpec(5),
        "submit": CallSpec(10, writes=True),
    }

    def claims(self, wire: Wire) -> bool:
        return wire.headers["host"].startswith("api.toycloud.")

    def call_name(self, wire: Wire) -> str:
        return _CALLS.get((wire.method, wire.raw_path)) or ("by_id" if "ids" in dict(wire.query) else "list")

    def authenticate(self, call: Call) -> None:
        def check(call: Call) -> None:
            if call.wire.headers.get("authorization") != f"Token {TOKEN}":
                raise ApiError(401, "Denied", "no such token", auth=True)

        self.identify(call, check)

    def denied(self, call: Call) -> ApiError:
        return self.gateway_error(403)

    def throttled(self, call: Call) -> ApiError:
        return self.gateway_error(429)

    def gateway_error(self, status: int) -> ApiError:
        return ApiError(status, _CODES.get(status, "Busy"), "no")

    def token_expired(self, call: Call) -> ApiError | None:
        return ApiError(401, "TokenExpired", "too old")

    def error_answer(self, call: Call, error: ApiError) -> Answer:
        return Answer(error.status, {"error": {"code": error.code, "text": error.message}}, error.headers, error.code)

    def finish(self, call: Call, answer: Answer) -> Answer:
        answer.headers.setdefault("X-Request-Id", call.request_id)
        return answer

    def next_ids(self, operation: str, count: int) -> list[str]:
        first = self.world.tasks.count(self.name, 7000, count)
        return [str(first + offset) for offset in range(count)]

    def quotas(self, tenant: str) -> dict[str, dict[str, int]]:
        return {name: {"limit": 1000, "used": 0} for name in ("purge", "prefetch")}

    def answer(self, call: Call) -> Answer:
        if call.name == "quota":
            return Answer(200, {"left": {name: quota["limit"] for name, quota in self.quotas("").items()}})
        if call.name == "submit":
            return Answer(200, self._submit(call))
        query = dict(call.wire.query)
        if call.name == "by_id":
            call.asked.extend(query["ids"].split(","))
            found = [self.world.tasks.find(self.name, task_id) for task_id in call.asked]
        else:
            found = list(self.world.tasks.newest_first(self.name))
        told = []
        for task in found:
            phase = None if task is None else call.look(task)
            if task is not None and phase is not None and not phase.hidden:
                told.append((task, phase))
        total = len(told)
        if call.name == "list":
            size, number = int(query["size"]), int(query["page"])
            told = told[size * (number - 1) : size * number]
        call.read.extend(task for task, _phase in told)
        call.shown.extend(told)
        return Answer(200, {"count": total, "tasks": [self._record(*each, call.name == "by_id") for each in told]})

    def _submit(self, call: Call) -> dict[str, Any]:
        said = call.wire.json()
        refused = [url for url in said["urls"] if host_of(url) == "elsewhere.example.net"]
        told = {"refused": [{"url": url, "why": "not a host of this account"} for url in refused]}
        urls = [url for url in said["urls"] if url not in refused]
        if not urls:
            return told
        (task_id,) = self.world.add_tasks({"provider": self.name, "operation": said["kind"], "urls": urls})
        return {"id": task_id, **told}

    @staticmethod
    def _record(task: Task, phase: Phase, whole: bool) -> dict[str, Any]:
        tally = phase.tally()
        is_done = phase.total > 0 and not {word for word, number in tally.items() if number} - TERMINAL
        record: dict[str, Any] = {
            "id": task.id,
            "kind": task.operation,
            "state": phase.task_status or ("done" if is_done else "working"),
            "total": phase.total,
            "good": tally.get(SUCCEEDED, 0),
            "bad": tally.get(FAILED, 0),
            "created": int(task.created * 1000),
        }
        if whole:
            record["urls"] = [
                {
                    "url": task.url(index),
                    "state": "done" if row.state in TERMINAL else "working" if row.state in _UNDONE else row.state,
                    "reason": (row.error or "origin is down") if row.state == FAILED else "",
                }
                for index, row in enumerate(map(phase.row, range(phase.total)))
            ]
        return record


_UNDONE = ("pending", "running")
