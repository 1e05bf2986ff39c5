# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An emulated edge: content that stays old until a purge covering it has finished.

It lets a demo show what waiting is good for. A URL published for the first time is taken to be in the
edge's cache; what is published later is seen there only after a finished purge.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .scripts import SUCCEEDED
from .wire import Answer

if TYPE_CHECKING:
    from .tasks import Task
    from .world import World

PREFIX = "/_edge/"


@dataclass
class _Content:
    body: bytes
    headers: dict[str, str]


@dataclass
class _Entry:
    """One URL: what the origin has, what the edge has (if anything), and the work done on it."""

    origin: _Content
    cached: _Content | None
    cached_at: float
    done: set[tuple[str, str, int]] = field(default_factory=set)

    def fill(self, now: float) -> None:
        self.cached, self.cached_at = self.origin, now


def _key(url: str) -> str:
    """Host and path: the edge serves both schemes from one cache."""
    return url.split("://", 1)[-1]


def _covers(task: Task, url: str, key: str) -> bool:
    target = _key(url)
    # Some clouds know paths, of whatever host.
    place = f"/{key.partition('/')[2]}" if target.startswith("/") else key
    return place.startswith(target.rstrip("*")) if task.object_type == "directory" else place == target


class Edge:
    """Origin and edge in one."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._entries: dict[str, _Entry] = {}

    def clear(self) -> None:
        self._entries.clear()

    def publish(self, url: str, body: str | bytes, headers: Mapping[str, str] | None = None) -> None:
        """Put content on the origin."""
        key, now = _key(url), self._world.clock.now()
        content = _Content(body.encode() if isinstance(body, str) else body, dict(headers or {}))
        entry = self._entries.get(key)
        if entry is None:
            entry = self._entries[key] = _Entry(content, None, now)
            self._settle(key, entry, now)
            entry.fill(now)
            return
        # Work that has finished by now was about the content before this one.
        self._settle(key, entry, now)
        entry.origin = content

    def publish_json(self, data: Mapping[str, Any]) -> None:
        """The same from a request to the control API; `body_base64` is for bytes."""
        body = base64.b64decode(data["body_base64"]) if "body_base64" in data else str(data.get("body", ""))
        self.publish(str(data["url"]), body, data.get("headers"))

    def _settle(self, key: str, entry: _Entry, now: float) -> None:
        """Let finished purges and prefetches take effect, in the order of their creation."""
        for task in sorted(self._world.tasks, key=lambda task: (task.created, task.order)):
            phase = task.phase(now)
            for index in range(phase.total):
                mark = (task.provider, task.id, index)
                if mark in entry.done or phase.row(index).state != SUCCEEDED or not _covers(task, task.url(index), key):
                    continue
                entry.done.add(mark)
                if task.operation == "purge":
                    entry.cached = None
                elif entry.cached is None:
                    entry.fill(now)

    def get(self, target: str) -> Answer:
        """What a visitor gets for `/_edge/<host>/<path>`."""
        key, now = target[len(PREFIX) :], self._world.clock.now()
        entry = self._entries.get(key)
        if entry is None:
            return Answer(404, headers={"Content-Type": "text/plain", "X-Cache": "MISS"}, content=b"not published\n")
        self._settle(key, entry, now)
        hit = "HIT"
        if entry.cached is None:
            entry.fill(now)
            hit = "MISS"
        content = entry.cached or entry.origin
        age = str(max(0, int(now - entry.cached_at)))
        headers = {"Content-Type": "text/plain; charset=utf-8", **content.headers, "Age": age, "X-Cache": hit}
        return Answer(200, headers=headers, content=content.body)
