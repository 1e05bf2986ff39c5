# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The control API: JSON over HTTP under /_control/, for demos and for tests in other processes."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from .world import NotFound, RequestError, World

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def _answer(data: Any, status: int = 200) -> web.Response:
    return web.json_response(data, status=status)


async def _data(request: web.Request) -> Any:
    """The JSON body; an empty one is an empty mapping."""
    text = await request.text()
    data = json.loads(text) if text.strip() else {}
    if not isinstance(data, dict):
        raise RequestError("the body has to be a JSON object")
    return data


def _guarded(handler: Handler) -> Handler:
    """Turn mistakes of the caller into 400 and 404 with an explanation."""

    async def guarded(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except NotFound as error:
            return _answer({"error": str(error)}, 404)
        # Types are not checked one by one: a wrong one surfaces as either of these.
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            return _answer({"error": str(error) or type(error).__name__}, 400)

    return guarded


class Control:
    """Handlers of the control API."""

    def __init__(self, world: World, stop: Callable[[], None]) -> None:
        self._world = world
        self._stop = stop

    def routes(self) -> list[web.RouteDef]:
        """All routes."""
        table: list[tuple[str, str, Handler]] = [
            ("GET", "health", self._health),
            ("POST", "reset", self._reset),
            ("GET", "tasks", self._list_tasks),
            ("POST", "tasks", self._add_tasks),
            ("GET", "tasks/{provider}/{id}", self._show_task),
            ("PATCH", "tasks/{provider}/{id}", self._change_task),
            ("POST", "tasks/{provider}/{id}", self._change_task),
            ("DELETE", "tasks/{provider}/{id}", self._remove_task),
            ("GET", "faults", self._list_faults),
            ("POST", "faults", self._add_faults),
            ("DELETE", "faults", self._clear_faults),
            ("DELETE", "faults/{id}", self._remove_fault),
            ("GET", "settings", self._show_settings),
            ("POST", "settings", self._change_settings),
            ("GET", "stats", self._stats),
            ("GET", "log", self._log),
            ("POST", "origin", self._publish),
            ("POST", "shutdown", self._shutdown),
        ]
        return [web.route(method, f"/_control/{path}", _guarded(handler)) for method, path, handler in table]

    async def _health(self, request: web.Request) -> web.Response:
        return _answer({"status": "ok", "providers": list(self._world.by_name), "tasks": len(self._world.tasks)})

    async def _reset(self, request: web.Request) -> web.Response:
        self._world.reset()
        return _answer({"status": "ok"})

    async def _list_tasks(self, request: web.Request) -> web.Response:
        return _answer({"tasks": self._world.describe_tasks(request.query.get("provider"))})

    async def _add_tasks(self, request: web.Request) -> web.Response:
        data = await _data(request)
        entries = data.get("tasks", [data])
        # Also as the collection's task references, for playbooks to hand on.
        tasks = [
            {"provider": entry["provider"], "id": task_id}
            for entry in entries
            for task_id in self._world.add_tasks(entry)
        ]
        return _answer({"ids": [task["id"] for task in tasks], "tasks": tasks}, 201)

    async def _show_task(self, request: web.Request) -> web.Response:
        task = self._world.task(request.match_info["provider"], request.match_info["id"])
        return _answer(task.describe(self._world.clock.now()))

    async def _change_task(self, request: web.Request) -> web.Response:
        match = request.match_info
        return _answer(self._world.change_task(match["provider"], match["id"], await _data(request)))

    async def _remove_task(self, request: web.Request) -> web.Response:
        self._world.remove_task(request.match_info["provider"], request.match_info["id"])
        return _answer({"status": "ok"})

    async def _list_faults(self, request: web.Request) -> web.Response:
        return _answer({"faults": self._world.faults.describe()})

    async def _add_faults(self, request: web.Request) -> web.Response:
        data = await _data(request)
        entries = data.get("faults", [data])
        return _answer({"ids": [self._world.add_fault(entry) for entry in entries]}, 201)

    async def _clear_faults(self, request: web.Request) -> web.Response:
        self._world.faults.clear()
        return _answer({"status": "ok"})

    async def _remove_fault(self, request: web.Request) -> web.Response:
        if not self._world.faults.remove(int(request.match_info["id"])):
            raise NotFound(f"no fault {request.match_info['id']}")
        return _answer({"status": "ok"})

    async def _show_settings(self, request: web.Request) -> web.Response:
        if "help" in request.query:
            return _answer(self._world.settings.describe())
        return _answer(self._world.settings.as_dict())

    async def _change_settings(self, request: web.Request) -> web.Response:
        return _answer(self._world.change_settings(await _data(request)))

    async def _stats(self, request: web.Request) -> web.Response:
        return _answer(self._world.figures())

    async def _log(self, request: web.Request) -> web.Response:
        return _answer({"entries": self._world.log.entries()})

    async def _publish(self, request: web.Request) -> web.Response:
        self._world.edge.publish_json(await _data(request))
        return _answer({"status": "ok"}, 201)

    async def _shutdown(self, request: web.Request) -> web.Response:
        self._stop()
        return _answer({"status": "ok"})
