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

from .clock import VirtualClock

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
    #: Of which kind the fault is that whatever call names it meets; none if empty.
    poisons: str = ""
    #: So many of its URLs a call by several ids leaves out, a failing one first; where a cloud does that.
    hidden: int = 0

    def is_visible(self, now: float) -> bool:
        return now >= self.visible_at and not within(self.vanishes, now)

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
    #: Ids in a call of a sweep; None where a list shows all tasks.
    ids_per_call: ClassVar[int | None] = 1
    #: Whether reasons of failures are a call of their own, which no verdict needs.
    reasons_apart: ClassVar[bool] = False
    #: Whether a task can fail.
    tells_failures: ClassVar[bool] = True
    #: A connection whose secrets are SECRET.
    options: ClassVar[Mapping[str, Any]] = {"access_key": "AK", "secret_key": SECRET}
    #: What the numbers of tasks become in the cloud's ids.
    id_format: ClassVar[str] = "{}"

    def __init__(self, clock: VirtualClock, rng: random.Random, scripts: Sequence[Script], faults: Sequence[Fault]):
        self.clock = clock
        self.rng = rng
        self.scripts = {script.task_id: script for script in scripts}
        self.faults = faults
        self.latency = 0.05
        #: A call that always meets a fault, and of which kind that is.
        self.broken_call, self.breaks_by = "", "500"
        self.record: list[Said] = []

    def send(self, request: Request, auth: object, connect_timeout: float, read_timeout: float) -> Answer:
        asked_at = self.clock.monotonic()
        parameters = self.parameters_of(request)
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
        return Answer(self.status_of(document), {"content-type": "application/json"}, self.body_of(document))

    def status_of(self, document: Mapping[str, Any]) -> int:
        """The HTTP status of an honest answer."""
        return 200

    def body_of(self, document: Mapping[str, Any]) -> bytes:
        """The body of an honest answer."""
        return json.dumps(document).encode()

    @classmethod
    def calls_of_a_sweep(cls, tasks: int) -> int:
        """How many calls asking for so many tasks takes."""
        return 2 if cls.ids_per_call is None else -(-tasks // cls.ids_per_call)

    def parameters_of(self, request: Request) -> Mapping[str, Any]:
        """What a request asks for: its query, unless a cloud has it elsewhere."""
        return dict(parse_qsl(urlsplit(request.url).query))

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
        if call == self.broken_call:
            return self.breaks_by
        return next((kind for one in ids if one in self.scripts and (kind := self.scripts[one].poisons)), None)

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


def within(span: tuple[float, float] | None, now: float) -> bool:
    """Whether it is now, of something that lasts from one moment until another, or never is."""
    return span is not None and span[0] <= now < span[1]
