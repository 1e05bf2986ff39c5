# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What happened: figures per provider and call, and a log of requests that holds no secret."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TextIO

from .limits import WINDOW

_LOG_LENGTH = 20_000
_SECRET_NAME = re.compile(r"token|secret|signature|password|passwd|credential", re.IGNORECASE)
_SECRET_IN_URL = re.compile(
    r"([?&;][^=&;]*(?:token|secret|signature|password|auth|key|sig)[^=&;]*=)[^&;\s]*", re.IGNORECASE
)


@dataclass
class CallStats:
    """Figures of one call of one provider."""

    calls: int = 0
    limited: int = 0
    errors: int = 0
    faults: int = 0
    max_per_second: int = 0
    max_ids: int = 0
    statuses: dict[int, int] = field(default_factory=dict)
    _recent: deque[float] = field(default_factory=deque)

    def arrived(self, now: float) -> None:
        self.calls += 1
        while self._recent and self._recent[0] <= now - WINDOW:
            self._recent.popleft()
        self._recent.append(now)
        self.max_per_second = max(self.max_per_second, len(self._recent))

    def as_dict(self) -> dict[str, Any]:
        return {
            "calls": self.calls,
            "limited": self.limited,
            "errors": self.errors,
            "faults": self.faults,
            "max_per_second": self.max_per_second,
            "max_ids": self.max_ids,
            "statuses": {str(status): count for status, count in sorted(self.statuses.items())},
        }


@dataclass
class IdStats:
    """How often one task was asked for by its id."""

    asked: int = 0
    asked_after_finished: int = 0
    listed: int = 0
    finished: bool = False

    def as_dict(self) -> dict[str, Any]:
        return {
            "asked": self.asked,
            "asked_after_finished": self.asked_after_finished,
            "listed": self.listed,
            "finished": self.finished,
        }


@dataclass
class ProviderStats:
    """Figures of one provider."""

    calls: dict[str, CallStats] = field(default_factory=dict)
    ids: dict[str, IdStats] = field(default_factory=dict)
    auth_failures: int = 0
    in_flight: int = 0
    in_flight_max: int = 0

    def clear(self) -> None:
        """Start anew, but remember the requests that are still in flight."""
        self.calls.clear()
        self.ids.clear()
        self.auth_failures = 0
        self.in_flight_max = self.in_flight

    def call(self, name: str) -> CallStats:
        return self.calls.setdefault(name, CallStats())

    def id(self, task_id: str) -> IdStats:
        return self.ids.setdefault(task_id, IdStats())

    def as_dict(self) -> dict[str, Any]:
        return {
            "calls": {name: call.as_dict() for name, call in sorted(self.calls.items())},
            "total_calls": sum(call.calls for call in self.calls.values()),
            "limited": sum(call.limited for call in self.calls.values()),
            "auth_failures": self.auth_failures,
            "in_flight": self.in_flight,
            "in_flight_max": self.in_flight_max,
            "asked_after_finished": sum(entry.asked_after_finished for entry in self.ids.values()),
            "ids": {task_id: entry.as_dict() for task_id, entry in self.ids.items()},
        }


class Stats:
    """Figures of all providers."""

    def __init__(self, providers: Iterable[str]) -> None:
        self._providers = {name: ProviderStats() for name in providers}

    def clear(self) -> None:
        for entry in self._providers.values():
            entry.clear()

    def provider(self, name: str) -> ProviderStats:
        return self._providers[name]

    def as_dict(self) -> dict[str, Any]:
        return {name: entry.as_dict() for name, entry in self._providers.items()}


def safe_query(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Query parameters for the log: nothing named like a secret, not even inside a URL."""
    return {name: "***" if _SECRET_NAME.search(name) else _SECRET_IN_URL.sub(r"\1***", value) for name, value in pairs}


class RequestLog:
    """The last requests, and all of them in a file if there is one."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._entries: deque[dict[str, Any]] = deque(maxlen=_LOG_LENGTH)
        self._stream = stream

    def clear(self) -> None:
        self._entries.clear()

    def add(self, entry: dict[str, Any]) -> None:
        self._entries.append(entry)
        if self._stream is not None:
            self._stream.write(json.dumps(entry) + "\n")
            self._stream.flush()

    def entries(self) -> list[dict[str, Any]]:
        return list(self._entries)
