# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The door in the same process: a transport for the collection's client, without sockets, threads or real time.

This file alone of the emulator knows the collection, for whose client it stands in the place of the network.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol
from urllib.parse import urlsplit

from ansible_collections.edgeops.cdn.plugins.module_utils._http.bodies import BrokenOff, read_body
from ansible_collections.edgeops.cdn.plugins.module_utils._http.failures import broken, too_slow
from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer, Request
from ansible_collections.edgeops.cdn.plugins.module_utils._http.requests_library import AuthBase
from ansible_collections.edgeops.cdn.plugins.module_utils._http.transport import _prepare
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError

from .blueprint import Blueprint
from .clock import Clock
from .exchange import Exchange
from .faults import HUGE_SIZE, Broken
from .handle import Handle, T
from .providers import BLUEPRINTS
from .wire import NOBODY, Wire
from .world import World


class Time(Protocol):
    """The time of a test, which moves when it is told to."""

    def time(self) -> float: ...

    def monotonic(self) -> float: ...

    def advance(self, seconds: float) -> None: ...


class EmulatedTransport(Handle):
    """The emulated clouds as a transport; what `Handle` has is done to them. Equal calls get equal answers."""

    def __init__(self, time: Time, blueprints: Sequence[type[Blueprint]] = BLUEPRINTS, **settings: Any) -> None:
        self.time = time
        self.world = World(blueprints, Clock(time.time, time.monotonic))
        self.world.defaults = settings
        self.world.change_settings(settings)
        #: What the next requests meet on their way, in turn; they do not arrive.
        self.failures: list[ApiError] = []
        #: Called when the latency of a request has passed, before it takes effect.
        self.meanwhile: Callable[[], None] = lambda: None
        self._lock = threading.RLock()

    def _do(self, action: Callable[[World], T]) -> T:
        with self._lock:
            return action(self.world)

    def send(self, request: Request, auth: AuthBase, connect_timeout: float, read_timeout: float) -> Answer:
        """The answer, read and refused as from a network. Raises ApiError for faults of the connection."""
        wire = wire_of(request, auth)
        with self._lock:
            if self.failures:
                raise self.failures.pop(0)
            blueprint = self.world.addressee(wire)
            if blueprint is None:
                return Answer(NOBODY.status, {}, NOBODY.body())
            with Exchange(self.world, blueprint, wire) as exchange:
                delay = exchange.receive()
                if delay > read_timeout:
                    # Whoever hangs up before its answer is made ends the request.
                    raise self._out_of_patience(request.url, read_timeout)
                if delay:
                    self.time.advance(delay)
                self.meanwhile()
                outcome = exchange.answer()
                if isinstance(outcome, Broken):
                    return self._break_off(outcome, request.url, read_timeout)
        headers = {name.lower(): value for name, value in outcome.headers.items()}
        # By HTTP these have no body, whatever is sent.
        body = b"" if outcome.status in (204, 304) else outcome.body()
        return Answer(outcome.status, headers, _read(request.url, outcome.status, headers, body))

    def _break_off(self, outcome: Broken, url: str, read_timeout: float) -> Answer:
        """What the client sees of a fault of the connection."""
        kind = outcome.fault.kind
        if kind in ("hang", "slow_drip"):
            raise self._out_of_patience(url, read_timeout)
        if kind == "huge_body":
            body = b'{"padding":"%s"}' % (b"x" * int(outcome.fault.options.get("size", HUGE_SIZE)))
            return Answer(200, {}, _read(url, 200, {}, body))
        raise broken(url)

    def _out_of_patience(self, url: str, read_timeout: float) -> ApiError:
        self.time.advance(read_timeout)
        return too_slow(url)


def wire_of(request: Request, auth: AuthBase) -> Wire:
    """A request as the network would carry it, signed."""
    prepared = _prepare(request, auth)
    headers = {name.lower(): _text(value) for name, value in prepared.headers.items()}
    headers.setdefault("host", urlsplit(request.url).netloc)
    body = prepared.body or b""
    return Wire(request.method, prepared.path_url, headers, body.encode() if isinstance(body, str) else body)


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value


class _Stream:
    """A body as the client's reader takes it."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def stream(self, size: int, decode_content: bool) -> Iterator[bytes]:
        yield from (self._body[first : first + size] for first in range(0, len(self._body), size))


def _read(url: str, status: int, headers: dict[str, str], body: bytes) -> bytes:
    try:
        return read_body(status, headers, _Stream(body), lambda: None)
    except BrokenOff:
        raise broken(url) from None
