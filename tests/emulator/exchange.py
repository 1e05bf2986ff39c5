# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One request of a provider's client: faults, credentials, limits, the answer, and the books."""

from __future__ import annotations

from email.utils import formatdate
from typing import Any
from urllib.parse import unquote

from aiohttp import web

from .blueprint import Blueprint, Call
from .clock import rfc3339
from .faults import Fault, plain_answer, spoil
from .signatures import parse_any
from .stats import CallStats, safe_query
from .wire import JSON_TYPE, Answer, ApiError, Wire
from .world import World

_SECRET_HEADERS = ("token", "secret", "password", "cookie", "signature")
_HARMLESS_HEADERS = frozenset(("x-acs-signature-nonce", "x-acs-signature-method", "x-acs-signature-version"))


def safe_headers(wire: Wire) -> dict[str, str]:
    """Headers for the log: of an Authorization all but the signature, of tokens nothing."""
    safe: dict[str, str] = {}
    for name, value in wire.headers.items():
        if name == "authorization":
            auth = parse_any(value)
            known = auth and f"{auth.scheme} {auth.access_key} SignedHeaders={';'.join(auth.signed_headers)}"
            safe[name] = known or "***"
        elif name not in _HARMLESS_HEADERS and any(word in name for word in _SECRET_HEADERS):
            safe[name] = "***"
        else:
            safe[name] = value
    return safe


def to_response(answer: Answer, now: float | None = None) -> web.Response:
    headers = {"Content-Type": JSON_TYPE, **answer.headers}
    if now is not None:
        # The server's clock, which may be shifted: a client can see the skew here.
        headers.setdefault("Date", formatdate(now, usegmt=True))
    return web.Response(status=answer.status, headers=headers, body=answer.body())


class Exchange:
    """A request and what becomes of it."""

    def __init__(self, world: World, blueprint: Blueprint, request: web.BaseRequest, wire: Wire) -> None:
        self._world = world
        self._blueprint = blueprint
        self._request = request
        self._wire = wire
        self._figures = world.stats.provider(blueprint.name)
        self._started = world.clock.monotonic()
        self._call = Call(
            wire=wire,
            name=blueprint.call_name(wire),
            request_id=blueprint.request_id(world.next_request_number()),
            now=world.clock.now(),
        )

    async def run(self) -> web.StreamResponse:
        """Answer the request, or misbehave."""
        call, figures = self._call, self._figures
        counts = figures.call(call.name)
        counts.arrived(self._started)
        figures.in_flight += 1
        figures.in_flight_max = max(figures.in_flight_max, figures.in_flight)
        delay, fault = self._world.faults.take(self._blueprint.name, call.name, self._text)
        delay += self._world.settings.general.latency
        answer: Answer | None = None
        try:
            counts.faults += fault is not None
            answer = await self._answer(fault, delay, counts)
            if fault is not None and not fault.harmless:
                whole = plain_answer(fault, call.now, self._render, self._blueprint.gateway_error)
                if whole is None:
                    return await spoil(fault, answer, self._request, self._world.pause)
                answer = whole
            if answer is None:
                raise web.HTTPInternalServerError
            if fault is None or fault.harmless:
                self._delivered()
            return to_response(answer, self._world.clock.now())
        finally:
            figures.in_flight -= 1
            self._book(counts, answer, fault)

    def _text(self) -> str:
        """What a fault's `match` is looked for in."""
        return unquote(self._wire.target) + self._wire.body.decode("utf-8", "replace")

    def _render(self, error: ApiError) -> Answer:
        return self._blueprint.finish(self._call, self._blueprint.error_answer(self._call, error))

    async def _answer(self, fault: Fault | None, delay: float, counts: CallStats) -> Answer | None:
        """The true answer, or None if the request never gets as far as being looked at."""
        if fault is not None and not fault.process:
            if delay:
                await self._world.pause(delay)
            return None
        call, blueprint = self._call, self._blueprint
        call.stale = fault is not None and fault.kind == "stale"
        if fault is not None and fault.kind == "undocumented_state":
            call.word = str(fault.options.get("word", "Frobnicating"))
        failure: ApiError | None = None
        try:
            if fault is not None and fault.kind == "expire_token":
                failure = blueprint.token_expired(call)
            if failure is None:
                blueprint.authenticate(call)
                blueprint.allow(call)
        except ApiError as error:
            failure = error
        if delay:
            await self._world.pause(delay)
            call.now = self._world.clock.now()
        if failure is None:
            try:
                return blueprint.finish(call, blueprint.answer(call))
            except ApiError as error:
                failure = error
        counts.limited += failure.limited
        self._figures.auth_failures += failure.auth
        return self._render(failure)

    def _delivered(self) -> None:
        """The client has got a true answer: count the reads, remember what it knows to be finished."""
        call = self._call
        for task_id in call.asked:
            known = self._figures.id(task_id)
            known.asked += 1
            known.asked_after_finished += known.finished and call.counts_as_asking
        for task in call.read:
            task.reads += 1
        named = set(call.asked)
        for task, phase in call.shown:
            entry = self._figures.id(task.id)
            if task.id not in named:
                entry.listed += 1
            elif call.counts_as_asking and phase.finished:
                entry.finished = True

    def _book(self, counts: CallStats, answer: Answer | None, fault: Fault | None) -> None:
        call = self._call
        now = self._world.clock.monotonic()
        if answer is not None:
            counts.statuses[answer.status] = counts.statuses.get(answer.status, 0) + 1
            counts.errors += answer.status >= 400 or answer.code is not None
        counts.max_ids = max(counts.max_ids, len(call.asked))
        entry: dict[str, Any] = {
            "time": rfc3339(call.now),
            "at": self._started,
            "provider": self._blueprint.name,
            "call": call.name,
            "method": self._wire.method,
            "path": self._wire.raw_path,
            "query": safe_query(self._wire.form_query),
            "headers": safe_headers(self._wire),
            "body_bytes": len(self._wire.body),
            "scheme": call.scheme,
            "access_key": call.access_key,
            "signed_headers": list(call.signed_headers),
            "ids": list(call.asked),
            "fault": fault.kind if fault else None,
            "status": answer.status if answer else None,
            "code": answer.code if answer else None,
            "request_id": call.request_id,
            "seconds": round(now - self._started, 6),
        }
        self._world.log.add(entry)
