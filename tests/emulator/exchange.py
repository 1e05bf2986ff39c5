# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One request on its way through an emulated cloud: faults, credentials, limits, the answer, and the books.

Nothing here waits, reads a clock of its own, or knows how requests arrive and answers leave.
"""

from __future__ import annotations

from email.utils import formatdate
from typing import Any
from urllib.parse import unquote

from .blueprint import Blueprint, Call
from .clock import rfc3339
from .faults import Broken, Fault, spoiled
from .stats import safe_query
from .wire import JSON_TYPE, Answer, ApiError, Wire
from .world import World

_SECRET_HEADERS = ("token", "secret", "password", "cookie", "signature")
_HARMLESS_HEADERS = frozenset(("x-acs-signature-nonce", "x-acs-signature-method", "x-acs-signature-version"))


def safe_headers(wire: Wire, blueprint: Blueprint) -> dict[str, str]:
    """Headers for the log: of an Authorization all but the signature, of tokens nothing."""
    safe: dict[str, str] = {}
    for name, value in wire.headers.items():
        if name == "authorization":
            auth = blueprint.authorization(value)
            known = auth and f"{auth.scheme} {auth.access_key} SignedHeaders={';'.join(auth.signed_headers)}"
            safe[name] = known or "***"
        elif name not in _HARMLESS_HEADERS and any(word in name for word in _SECRET_HEADERS):
            safe[name] = "***"
        else:
            safe[name] = value
    return safe


class Exchange:
    """A request, and what becomes of it. Both doors use it in this way:

    ```python
    with Exchange(world, blueprint, wire) as exchange:
        let_pass(exchange.receive())
        outcome = exchange.answer()
        ...  # hand over an answer, or be a broken connection
    ```
    """

    def __init__(self, world: World, blueprint: Blueprint, wire: Wire) -> None:
        self._world = world
        self._blueprint = blueprint
        self._wire = wire
        self._figures = world.stats.provider(blueprint.name)
        self._started = world.clock.monotonic()
        self._call = Call(
            wire=wire,
            name=blueprint.call_name(wire),
            request_id=blueprint.request_id(world.next_request_number()),
            now=world.clock.now(),
        )
        self._counts = self._figures.call(self._call.name)
        self._fault: Fault | None = None
        self._failure: ApiError | None = None
        self._answer: Answer | None = None

    def __enter__(self) -> Exchange:
        self._counts.arrived(self._started)
        self._figures.in_flight += 1
        self._figures.in_flight_max = max(self._figures.in_flight_max, self._figures.in_flight)
        return self

    def __exit__(self, *_error: object) -> None:
        self._figures.in_flight -= 1
        self._book()

    def receive(self) -> float:
        """Look at who is asking, and answer the seconds that are to pass before the answer is made."""
        call, blueprint = self._call, self._blueprint
        delay, self._fault = self._world.faults.take(
            blueprint.name, call.name, self._text, writes=blueprint.writes(call.name)
        )
        fault = self._fault
        self._counts.faults += fault is not None
        if fault is None or fault.process:
            call.stale = fault is not None and fault.kind == "stale"
            if fault is not None and fault.kind == "undocumented_state":
                call.word = str(fault.options.get("word", "Frobnicating"))
            try:
                if fault is not None and fault.kind == "expire_token":
                    self._failure = blueprint.token_expired(call)
                if self._failure is None:
                    blueprint.authenticate(call)
                    blueprint.allow(call)
            except ApiError as error:
                self._failure = error
        return delay + self._world.settings.general.latency

    def answer(self) -> Answer | Broken:
        """What the client gets to see: an answer with all of its headers, or a fault of the connection."""
        call, fault = self._call, self._fault
        call.now = self._world.clock.now()
        outcome: Answer | Broken
        if fault is None or fault.harmless:
            outcome = self._truth()
            self._delivered()
        else:
            truth = self._truth() if fault.process else None
            outcome = spoiled(fault, call.now, truth, self._render, self._blueprint.gateway_error)
        if isinstance(outcome, Broken):
            self._answer = outcome.answer
            return outcome
        self._answer = outcome
        outcome.headers = {"Content-Type": JSON_TYPE, **outcome.headers}
        # The server's clock, which may be shifted: a client can see the skew here.
        outcome.headers.setdefault("Date", formatdate(call.now, usegmt=True))
        return outcome

    def _text(self) -> str:
        """What a fault's `match` is looked for in."""
        return unquote(self._wire.target) + self._wire.body.decode("utf-8", "replace")

    def _render(self, error: ApiError) -> Answer:
        return self._blueprint.finish(self._call, self._blueprint.error_answer(self._call, error))

    def _truth(self) -> Answer:
        """The true answer; the request takes effect."""
        call, blueprint, failure = self._call, self._blueprint, self._failure
        if failure is None:
            try:
                return blueprint.finish(call, blueprint.answer(call))
            except ApiError as error:
                failure = error
        self._counts.limited += failure.limited
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

    def _book(self) -> None:
        call, counts, answer, fault = self._call, self._counts, self._answer, self._fault
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
            "headers": safe_headers(self._wire, self._blueprint),
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
