# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Everything the emulator knows, in one place: the clock, the tasks, the switches, the figures."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any, TextIO

from .blueprint import Blueprint
from .clock import Clock, parse_rfc3339
from .edge import Edge
from .faults import Faults
from .limits import Quotas, RateLimiter
from .scripts import Script, ScriptError
from .settings import Settings
from .stats import RequestLog, Stats
from .tasks import Task, TaskStore, consecutive_ids
from .wire import Wire

_TASK_KEYS = frozenset(
    (
        "provider", "id", "operation", "object_type", "urls", "url_count", "created_at", "script", "count", "tenant",
        "project",
    )
)  # fmt: skip
_CHANGEABLE = frozenset(("script", "urls", "url_count", "created_at", "reads"))
OPERATIONS = ("purge", "prefetch")


class RequestError(ValueError):
    """A request to the control API that makes no sense."""


class NotFound(LookupError):
    """Something the control API was asked for that does not exist."""


class World:
    """The emulated clouds."""

    def __init__(
        self,
        blueprints: Sequence[type[Blueprint]],
        clock: Clock | None = None,
        *,
        log_stream: TextIO | None = None,
    ) -> None:
        self.clock = clock or Clock()
        self.settings = Settings({kind.name: kind.settings_type for kind in blueprints})
        self.tasks = TaskStore()
        self.faults = Faults()
        self.limiter = RateLimiter()
        self.quotas = Quotas()
        self.log = RequestLog(log_stream)
        self.blueprints = [kind(self) for kind in blueprints]
        self.by_name = {blueprint.name: blueprint for blueprint in self.blueprints}
        self.stats = Stats(self.by_name)
        self.edge = Edge(self)
        #: Settings of the command line, which a reset goes back to.
        self.defaults: dict[str, Any] = {}
        self._requests = itertools.count(1)

    def reset(self) -> None:
        """Tasks, faults, figures, settings, lock-outs and quotas as they were at the start."""
        self.tasks.clear()
        self.faults.clear()
        self.limiter.clear()
        self.quotas.clear()
        self.stats.clear()
        self.log.clear()
        self.edge.clear()
        self.settings.reset()
        self.change_settings(self.defaults)
        for blueprint in self.blueprints:
            blueprint.reset()

    def next_request_number(self) -> int:
        return next(self._requests)

    def addressee(self, wire: Wire) -> Blueprint | None:
        """The provider that a request is for, if it is for any."""
        return next((blueprint for blueprint in self.blueprints if blueprint.claims(wire)), None)

    def provider(self, name: str) -> Blueprint:
        try:
            return self.by_name[name]
        except KeyError:
            raise RequestError(f"no provider {name!r}; there are {', '.join(self.by_name)}") from None

    # -- settings ---------------------------------------------------------------------------------

    def change_settings(self, changes: Mapping[str, Any]) -> dict[str, Any]:
        """Change settings, and with `used_quota` what has been used of the quotas today."""
        changes = dict(changes)
        used = changes.pop("used_quota", {})
        if "default_script" in changes:
            Script(changes["default_script"])
        self.settings.update(changes)
        self.clock.shift = self.settings.general.clock_shift
        for name, values in used.items():
            self.provider(name)
            zone = self.settings.general.quota_zone_hours
            self.quotas.preset(name, self.by_name[name].default_tenant, values, self.clock.now(), zone)
        return self.settings.as_dict()

    # -- tasks ------------------------------------------------------------------------------------

    def script(self, data: Mapping[str, Any] | None) -> Script:
        """A script, with the settings' defaults where it says nothing."""
        general = self.settings.general
        merged = dict(general.default_script if data is None else data)
        if general.visible_after:
            merged.setdefault("visible_after", general.visible_after)
        if general.visible_after_reads:
            merged.setdefault("visible_after_reads", general.visible_after_reads)
        return Script(merged)

    def add_tasks(self, data: Mapping[str, Any]) -> list[str]:
        """Make one task, or `count` equal ones with consecutive ids, and answer the ids."""
        unknown = sorted(set(data) - _TASK_KEYS)
        if unknown:
            raise RequestError(f"a task has no {', '.join(unknown)}; known are {', '.join(sorted(_TASK_KEYS))}")
        blueprint = self.provider(str(data.get("provider", "")))
        if not blueprint.has_tasks:
            raise RequestError(f"{blueprint.name} has no tasks")
        operation = str(data.get("operation", "purge"))
        if operation not in OPERATIONS:
            raise RequestError(f"operation has to be one of {', '.join(OPERATIONS)}, not {operation!r}")
        count = _whole(data.get("count", 1), "count", 1)
        urls = _texts(data.get("urls", ()))
        url_count = _whole(data.get("url_count", len(urls) or 1), "url_count", 0)
        try:
            script = self.script(data.get("script"))
            if data.get("id") is not None:
                ids = list(consecutive_ids(str(data["id"]), count))
            else:
                ids = blueprint.next_ids(operation, count)
        except ScriptError:
            raise
        except ValueError as error:
            raise RequestError(str(error)) from None
        taken = [task_id for task_id in ids if self.tasks.find(blueprint.name, task_id)]
        if taken:
            raise RequestError(f"{blueprint.name} has a task {taken[0]} already")
        created = self._moment(data.get("created_at"))
        for task_id in ids:
            self.tasks.add(
                Task(
                    provider=blueprint.name,
                    id=task_id,
                    operation=operation,
                    object_type=str(data.get("object_type", "file")),
                    created=created,
                    tenant=str(data.get("tenant", blueprint.default_tenant)),
                    project=str(data.get("project", "0")),
                    script=script,
                    urls=urls,
                    url_count=url_count,
                )
            )
        return ids

    def _moment(self, value: Any) -> float:
        if value is None:
            return self.clock.now()
        if isinstance(value, int | float) and not isinstance(value, bool):
            return float(value)
        try:
            return parse_rfc3339(str(value))
        except ValueError:
            raise RequestError(f"created_at {value!r} is neither RFC 3339 nor seconds since the epoch") from None

    def task(self, provider: str, task_id: str) -> Task:
        self.provider(provider)
        task = self.tasks.find(provider, task_id)
        if task is None:
            raise NotFound(f"{provider} has no task {task_id}")
        return task

    def change_task(self, provider: str, task_id: str, changes: Mapping[str, Any]) -> dict[str, Any]:
        """Change a task in flight: its script, its URLs, its creation time, the reads counted so far."""
        task = self.task(provider, task_id)
        unknown = sorted(set(changes) - _CHANGEABLE)
        if unknown:
            raise RequestError(f"cannot change {', '.join(unknown)} of a task, only {', '.join(sorted(_CHANGEABLE))}")
        if "script" in changes:
            task.script = self.script(changes["script"])
        if "urls" in changes:
            task.urls = _texts(changes["urls"])
            task.url_count = len(task.urls)
            task.__dict__.pop("domain", None)
        if "url_count" in changes:
            task.url_count = _whole(changes["url_count"], "url_count", 0)
        if "created_at" in changes:
            task.created = self._moment(changes["created_at"])
            self.tasks.changed(provider)
        if "reads" in changes:
            task.reads = _whole(changes["reads"], "reads", 0)
        return task.describe(self.clock.now())

    def remove_task(self, provider: str, task_id: str) -> None:
        self.task(provider, task_id)
        self.tasks.remove(provider, task_id)

    def describe_tasks(self, provider: str | None = None) -> list[dict[str, Any]]:
        now = self.clock.now()
        return [task.describe(now) for task in self.tasks if provider in (None, task.provider)]

    # -- faults -----------------------------------------------------------------------------------

    def add_fault(self, data: Mapping[str, Any]) -> int:
        """Put a fault in force and answer its number."""
        provider = data.get("provider", "*")
        if provider != "*":
            self.provider(str(provider))
        return self.faults.add(data).id

    # -- figures ----------------------------------------------------------------------------------

    def figures(self) -> dict[str, Any]:
        """All figures, and what is left of the quotas."""
        providers = self.stats.as_dict()
        for name, entry in providers.items():
            entry["quotas"] = self.by_name[name].quotas(self.by_name[name].default_tenant)
        return {"providers": providers, "tasks": len(self.tasks)}


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, str) or not all(isinstance(url, str) for url in value):
        raise RequestError("urls has to be a list of texts")
    return tuple(value)


def _whole(value: Any, name: str, least: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise RequestError(f"{name} has to be a whole number of at least {least}, not {value!r}")
    return value
