# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Answers over HTTP, and what is left of them when the connection is at fault."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable

from aiohttp import web

from .faults import HUGE_SIZE, Broken, FaultError
from .wire import JSON_TYPE, Answer

#: How to let time pass; a test hands in something that does not really wait.
Pause = Callable[[float], Awaitable[None]]

_CHUNK = 256 * 1024


def to_response(answer: Answer) -> web.Response:
    headers = {"Content-Type": JSON_TYPE, **answer.headers}
    return web.Response(status=answer.status, headers=headers, body=answer.body())


async def break_off(broken: Broken, request: web.BaseRequest, pause: Pause) -> web.StreamResponse:
    """Send what the fault leaves of an answer."""
    fault, answer = broken.fault, broken.answer
    kind = fault.kind
    if kind == "reset":
        _cut_off(request)
        return web.Response()
    if kind == "hang":
        await asyncio.Event().wait()
    headers = {"Content-Type": JSON_TYPE, **(answer.headers if answer else {})}
    response = web.StreamResponse(status=answer.status if answer else 200, headers=headers)
    if kind == "reset_mid_body" and answer is not None:
        body = answer.body()
        response.content_length = len(body)
        await response.prepare(request)
        await response.write(body[: len(body) // 2])
        # One turn of the loop, so that the first half is really on its way before the reset.
        await asyncio.sleep(0)
        _cut_off(request)
        return response
    if kind == "huge_body":
        return await _huge(response, request, int(fault.options.get("size", HUGE_SIZE)))
    if kind == "slow_drip":
        return await _drip(response, request, float(fault.options.get("interval", 1.0)), pause)
    raise FaultError(f"no way to spoil an answer with {kind}")


def _cut_off(request: web.BaseRequest) -> None:
    """Reset the connection, as a crashing or overloaded peer does, instead of closing it in good order."""
    transport = request.transport
    if transport is None:
        return
    sock = transport.get_extra_info("socket")
    if sock is not None:
        # Lingering for zero seconds turns the close into a TCP reset.
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


async def _huge(response: web.StreamResponse, request: web.BaseRequest, size: int) -> web.StreamResponse:
    """A JSON document that is valid, but of no use."""
    start, end = b'{"padding":"', b'"}'
    size = max(size, len(start) + len(end))
    response.content_length = size
    await response.prepare(request)
    await response.write(start)
    left = size - len(start) - len(end)
    while left:
        chunk = min(left, _CHUNK)
        await response.write(b"x" * chunk)
        left -= chunk
    await response.write(end)
    await response.write_eof()
    return response


async def _drip(
    response: web.StreamResponse, request: web.BaseRequest, interval: float, pause: Pause
) -> web.StreamResponse:
    """A byte now and then, until the client gives up: each arrives well within a read timeout."""
    await response.prepare(request)
    await response.write(b"{")
    while True:
        await pause(interval)
        await response.write(b" ")
