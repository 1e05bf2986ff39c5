# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Faults on demand: which request gets which one, and what is left of its answer."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from email.utils import formatdate
from typing import Any

from .wire import JSON_TYPE, Answer, ApiError

_COMMON = frozenset(("provider", "call", "kind", "times", "skip", "latency", "match", "process"))

#: Kinds, and the options of each besides the common ones.
KINDS: dict[str, frozenset[str]] = {
    "latency": frozenset(("seconds",)),
    "status": frozenset(("status", "code", "message", "retry_after", "retry_after_date", "retry_after_ms", "headers")),
    "reset": frozenset(),
    "reset_mid_body": frozenset(),
    "hang": frozenset(),
    "half_json": frozenset(),
    "empty_body": frozenset(("status",)),
    "html": frozenset(("status",)),
    "gzip_garbage": frozenset(("status",)),
    "huge_body": frozenset(("size",)),
    "slow_drip": frozenset(("interval",)),
    "redirect": frozenset(("location", "status")),
    "error_200": frozenset(("code", "message")),
    "raw": frozenset(("status", "headers", "body")),
    "stale": frozenset(),
    "undocumented_state": frozenset(("word",)),
    "expire_token": frozenset(),
}
#: These need the true answer, which is spoiled or changed on its way out.
_PROCESSED = frozenset(("latency", "reset_mid_body", "half_json", "stale", "undocumented_state", "expire_token"))
#: After these the client has read a true answer.
_HARMLESS = frozenset(("latency", "stale", "undocumented_state", "expire_token"))

HTML_PAGE = b"<!DOCTYPE html>\n<html><head><title>Gateway</title></head><body><h1>It is not JSON</h1></body></html>\n"
HUGE_SIZE = 100 * 1024 * 1024


class FaultError(ValueError):
    """A fault that cannot be made."""


def _check_options(data: Mapping[str, Any]) -> None:
    """Find mistakes now, not when the fault strikes."""
    if "status" in data and not (isinstance(data["status"], int) and 200 <= data["status"] <= 599):
        raise FaultError("status has to be a number from 200 to 599")
    if not isinstance(data.get("headers", {}), Mapping):
        raise FaultError("headers has to be a mapping")
    for name in ("seconds", "latency", "skip", "size", "interval", "retry_after_date"):
        value = data.get(name, 0)
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            raise FaultError(f"{name} has to be a number of at least 0")


@dataclass
class Fault:
    """One kind of misbehaviour and the requests that get it."""

    id: int
    kind: str
    provider: str = "*"
    #: The name of a call, `reads` or `writes`.
    call: str = "*"
    #: How many requests still get it; None: all until it is removed.
    times: int | None = 1
    #: How many matching requests pass unharmed before.
    skip: int = 0
    latency: float = 0.0
    #: Text that the request's target or body has to contain, such as a task id.
    match: str = ""
    #: Let the request take effect before its answer is spoiled.
    process: bool = False
    options: dict[str, Any] = field(default_factory=dict)
    hits: int = 0

    @property
    def harmless(self) -> bool:
        return self.kind in _HARMLESS

    def describe(self) -> dict[str, Any]:
        names = ("id", "kind", "provider", "call", "times", "skip", "latency", "match", "process", "hits")
        return {**{name: getattr(self, name) for name in names}, **self.options}


class Faults:
    """The faults in force, oldest first."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._ids = itertools.count(1)

    def clear(self) -> None:
        self._faults.clear()

    def add(self, data: Mapping[str, Any]) -> Fault:
        """Put a fault in force. Without `times` it hits the next request only."""
        kind = str(data.get("kind", ""))
        if kind not in KINDS:
            raise FaultError(f"no fault {kind!r}; there are {', '.join(sorted(KINDS))}")
        unknown = sorted(set(data) - _COMMON - KINDS[kind])
        if unknown:
            raise FaultError(f"the fault {kind} has no option {', '.join(unknown)}")
        if kind == "redirect" and not data.get("location"):
            raise FaultError("a redirect needs a location")
        _check_options(data)
        times = data.get("times", 1)
        if times is not None and (isinstance(times, bool) or not isinstance(times, int) or times < 1):
            raise FaultError("times has to be a number of at least 1, or null for all requests")
        fault = Fault(
            id=next(self._ids),
            kind=kind,
            provider=str(data.get("provider", "*")),
            call=str(data.get("call", "*")),
            times=times,
            skip=int(data.get("skip", 0)),
            latency=float(data.get("seconds" if kind == "latency" else "latency", 0.0)),
            match=str(data.get("match", "")),
            process=kind in _PROCESSED or bool(data.get("process", False)),
            options={name: data[name] for name in KINDS[kind] if name in data and name != "seconds"},
        )
        self._faults.append(fault)
        return fault

    def remove(self, fault_id: int) -> bool:
        before = len(self._faults)
        self._faults = [fault for fault in self._faults if fault.id != fault_id]
        return len(self._faults) < before

    def describe(self) -> list[dict[str, Any]]:
        return [fault.describe() for fault in self._faults]

    def take(
        self, provider: str, call: str, text: Callable[[], str], *, writes: bool = False
    ) -> tuple[float, Fault | None]:
        """The latency and the fault for one request: all latencies in force add up, the first other fault wins."""
        calls = ("*", call, "writes" if writes else "reads")
        latency = 0.0
        chosen: Fault | None = None
        for fault in list(self._faults):
            if fault.provider not in ("*", provider) or fault.call not in calls:
                continue
            if fault.match and fault.match not in text():
                continue
            if chosen is not None and fault.kind != "latency":
                continue
            if fault.skip > 0:
                fault.skip -= 1
                continue
            fault.hits += 1
            latency += fault.latency
            if fault.kind != "latency":
                chosen = fault
            if fault.times is not None:
                fault.times -= 1
                if fault.times == 0:
                    self._faults.remove(fault)
        return latency, chosen


def fault_headers(fault: Fault, now: float) -> dict[str, str]:
    """Retry-After in either of its forms, Alibaba Cloud's own header in milliseconds, and any other."""
    options = fault.options
    headers = {str(name): str(value) for name, value in options.get("headers", {}).items()}
    if "retry_after" in options:
        headers["Retry-After"] = str(options["retry_after"])
    if "retry_after_date" in options:
        headers["Retry-After"] = formatdate(now + float(options["retry_after_date"]), usegmt=True)
    if "retry_after_ms" in options:
        headers["x-acs-retry-after"] = str(options["retry_after_ms"])
    return headers


@dataclass(frozen=True)
class Broken:
    """A fault of the connection, in place of an answer that arrives whole."""

    fault: Fault
    #: The true answer, where the request took effect.
    answer: Answer | None


def spoiled(
    fault: Fault,
    now: float,
    truth: Answer | None,
    error_answer: Callable[[ApiError], Answer],
    gateway_error: Callable[[int], ApiError],
) -> Answer | Broken:
    """What a request gets instead of the true answer."""
    options = fault.options
    kind = fault.kind
    if kind == "status":
        error = gateway_error(int(options.get("status", 503)))
        error.code = str(options.get("code", error.code))
        error.message = str(options.get("message", error.message))
        error.headers.update(fault_headers(fault, now))
        return error_answer(error)
    if kind == "error_200":
        error = gateway_error(500)
        return error_answer(
            ApiError(200, str(options.get("code", error.code)), str(options.get("message", error.message)))
        )
    if kind == "half_json" and truth is not None:
        body = truth.body()
        # An error of which half is missing would be told by its status.
        return replace(truth, status=min(truth.status, 200), content=body[: len(body) // 2])
    if kind == "empty_body":
        return Answer(int(options.get("status", 200)), headers={"Content-Type": JSON_TYPE}, content=b"")
    if kind == "html":
        return Answer(int(options.get("status", 502)), headers={"Content-Type": "text/html"}, content=HTML_PAGE)
    if kind == "gzip_garbage":
        headers = {"Content-Type": JSON_TYPE, "Content-Encoding": "gzip"}
        return Answer(int(options.get("status", 200)), headers=headers, content=b"\x1f\x8b\x08\x00 this is no gzip")
    if kind == "redirect":
        return Answer(int(options.get("status", 302)), headers={"Location": str(options["location"])}, content=b"")
    if kind == "raw":
        body = options.get("body", "")
        headers = {str(name): str(value) for name, value in options.get("headers", {}).items()}
        status = int(options.get("status", 200))
        if isinstance(body, str | bytes):
            return Answer(status, headers=headers, content=body.encode() if isinstance(body, str) else body)
        return Answer(status, body, headers=headers)
    return Broken(fault, truth)
