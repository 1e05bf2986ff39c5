# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The door over HTTP: providers told apart by path, all on one loopback port."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable

from aiohttp import web

from . import edge
from .control import Control
from .delivery import Pause, break_off, to_response
from .exchange import Exchange
from .faults import Broken
from .wire import NOBODY, Wire
from .world import World

#: The only address ever listened on: this server's credentials are public.
HOST = "127.0.0.1"

# Alibaba Cloud's SDK puts a thousand URLs into the query string.
_MAX_LINE = 8 * 1024 * 1024
_MAX_HEADER = 64 * 1024
# Huawei Cloud's gateway refuses more than 12 MB, which is the business of its blueprint.
_MAX_BODY = 32 * 1024 * 1024


async def read_wire(request: web.BaseRequest) -> Wire:
    """The request as the checks want it. Of a repeated header the first one counts."""
    headers: dict[str, str] = {}
    for name, value in request.headers.items():
        headers.setdefault(name.lower(), value)
    return Wire(method=request.method, target=request.raw_path, headers=headers, body=await request.read())


def make_app(world: World, stop: Callable[[], None], pause: Pause) -> web.Application:
    """The application; `stop` is called when the control API is told to shut down."""

    async def provider(request: web.Request) -> web.StreamResponse:
        wire = await read_wire(request)
        blueprint = world.addressee(wire)
        if blueprint is None:
            return to_response(NOBODY)
        with Exchange(world, blueprint, wire) as exchange:
            delay = exchange.receive()
            if delay:
                await pause(delay)
            outcome = exchange.answer()
            if isinstance(outcome, Broken):
                return await break_off(outcome, request, pause)
            return to_response(outcome)

    async def visit(request: web.Request) -> web.StreamResponse:
        return to_response(world.edge.get(request.raw_path))

    app = web.Application(client_max_size=_MAX_BODY)
    app.add_routes(Control(world, stop).routes())
    app.router.add_get(edge.PREFIX + "{tail:.*}", visit)
    app.router.add_route("*", "/{tail:.*}", provider)
    return app


class Server:
    """The application on a loopback port."""

    def __init__(self, world: World, pause: Pause = asyncio.sleep) -> None:
        self.world = world
        self.stopped = asyncio.Event()
        self._pause = pause
        self._runner: web.AppRunner | None = None
        #: Where it speaks TLS as well, if it was told to.
        self.tls_port = 0

    async def start(self, port: int = 0, tls: ssl.SSLContext | None = None) -> int:
        """Listen, and answer the port. With a context, listen on another port for TLS as well."""
        self._runner = web.AppRunner(
            make_app(self.world, self.stopped.set, self._pause),
            access_log=None,
            # A client that hangs up ends its request, and stopping does not wait for those that hang.
            handler_cancellation=True,
            shutdown_timeout=0.05,
            max_line_size=_MAX_LINE,
            max_field_size=_MAX_HEADER,
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, HOST, port)
        await site.start()
        if tls is not None:
            await web.TCPSite(self._runner, HOST, 0, ssl_context=tls).start()
            self.tls_port = int(self._runner.addresses[1][1])
        return int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        if self._runner is not None:
            server = self._runner.server
            for connection in server.connections if self.tls_port and server else ():
                if connection.transport is not None:
                    # Otherwise each would wait for the client's own goodbye, as TLS has it.
                    connection.transport.abort()
            await self._runner.cleanup()
            self._runner = None
