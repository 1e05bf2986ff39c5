# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The control API as methods, whichever door the requests come through."""

from __future__ import annotations

import abc
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from .accounts import Key
from .examples import live_tasks
from .world import World

T = TypeVar("T")


class Handle(abc.ABC):
    """What a test does to an emulator. Mistakes raise ValueErrors, unknown tasks LookupError."""

    @abc.abstractmethod
    def _do(self, action: Callable[[World], T]) -> T:
        """Run something where nothing else runs at the same time: nothing in there is locked."""

    def add_key(self, provider: str, key: Key) -> None:
        """Know one more access key, until the next reset."""
        self._do(lambda world: world.provider(provider).add_key(key))

    def add_task(self, provider: str, **task: Any) -> str:
        """Make one task and answer its id."""
        return self._do(lambda world: world.add_tasks({**task, "provider": provider}))[0]

    def add_tasks(self, tasks: Mapping[str, Any] | Iterable[Mapping[str, Any]]) -> list[str]:
        """Make tasks, each as for `POST /_control/tasks`, and answer all ids."""
        entries = [tasks] if isinstance(tasks, Mapping) else list(tasks)
        return self._do(lambda world: [task_id for entry in entries for task_id in world.add_tasks(entry)])

    def load_examples(self) -> list[str]:
        """Make the vendors' worked examples live tasks, as recent as they were at their time."""
        return self.add_tasks(live_tasks(self._do(lambda world: world.clock.now())))

    def tasks(self, provider: str | None = None) -> list[dict[str, Any]]:
        return self._do(lambda world: world.describe_tasks(provider))

    def task(self, provider: str, task_id: str) -> dict[str, Any]:
        return self._do(lambda world: world.task(provider, task_id).describe(world.clock.now()))

    def change_task(self, provider: str, task_id: str, **changes: Any) -> dict[str, Any]:
        """Change `script`, `urls`, `url_count`, `created_at` or `reads` of a task in flight."""
        return self._do(lambda world: world.change_task(provider, task_id, changes))

    def remove_task(self, provider: str, task_id: str) -> None:
        self._do(lambda world: world.remove_task(provider, task_id))

    def add_fault(self, kind: str, **options: Any) -> int:
        """Put a fault in force: by default for the next request of any call of any provider."""
        return self._do(lambda world: world.add_fault({**options, "kind": kind}))

    def faults(self) -> list[dict[str, Any]]:
        return self._do(lambda world: world.faults.describe())

    def remove_fault(self, number: int) -> bool:
        return self._do(lambda world: world.faults.remove(number))

    def clear_faults(self) -> None:
        self._do(lambda world: world.faults.clear())

    def settings(self, **changes: Any) -> dict[str, Any]:
        """Change settings, if any are given, and answer all of them."""
        return self._do(lambda world: world.change_settings(changes))

    def stats(self) -> dict[str, Any]:
        return self._do(lambda world: world.figures())

    def log(self) -> list[dict[str, Any]]:
        return self._do(lambda world: world.log.entries())

    def publish(self, url: str, body: str | bytes, headers: Mapping[str, str] | None = None) -> None:
        """Put content on the emulated origin."""
        self._do(lambda world: world.edge.publish(url, body, headers))

    def reset(self) -> None:
        """Everything as it was at the start."""
        self._do(lambda world: world.reset())
