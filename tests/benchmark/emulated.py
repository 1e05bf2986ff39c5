# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The emulator in a process of its own, with a round-trip time and the documented limits."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

import requests

from tests.emulator.__main__ import environment
from tests.providers.huaweicloud_cdn.accounts import HUAWEI_USER
from tests.tools import emulator

#: Seconds from a request to its answer.
ROUND_TRIP = 0.1

HUAWEI, ALIBABA = "huaweicloud_cdn", "alibabacloud_dcdn"


class Cloud:
    """Both clouds on one port, for one contender: figures are its own then, and so are limits."""

    def __init__(self, round_trip: float = ROUND_TRIP) -> None:
        self._round_trip = round_trip
        self._folder = tempfile.TemporaryDirectory(prefix="edgeops-bench-")
        self._session = requests.Session()
        self._session.trust_env = False
        self.url = ""

    def __enter__(self) -> Cloud:
        self.url = emulator.start(Path(self._folder.name))
        self._control("POST", "settings", {"latency": self._round_trip})
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._session.close()
        emulator.stop(Path(self._folder.name))
        self._folder.cleanup()

    def _control(self, method: str, path: str, data: Any = None) -> Any:
        answer = self._session.request(method, f"{self.url}/_control/{path}", json=data, timeout=60)
        answer.raise_for_status()
        return answer.json()

    def finish_at_once(self) -> None:
        """From now on, what is submitted is done at the first look."""
        self._control("POST", "settings", {"default_script": {"finish_after": 0}})

    def add(self, provider: str, count: int, finish_after: float = 0.0, **task: Any) -> list[str]:
        """So many tasks with one URL each, done so many seconds from now."""
        if not count:
            return []
        made = {**task, "provider": provider, "count": count, "script": {"finish_after": finish_after}}
        return list(self._control("POST", "tasks", made)["ids"])

    def add_each(self, provider: str, ends: list[float]) -> list[str]:
        """A task for each of these numbers of seconds, done so much later."""
        tasks = [{"provider": provider, "script": {"finish_after": end}} for end in ends]
        return list(self._control("POST", "tasks", {"tasks": tasks})["ids"]) if tasks else []

    def calls(self, provider: str) -> Mapping[str, Mapping[str, int]]:
        """The emulator's own figures, by call."""
        found: dict[str, dict[str, int]] = self._control("GET", "stats")["providers"][provider]["calls"]
        return found

    def total_calls(self) -> int:
        return sum(one["calls"] for provider in (HUAWEI, ALIBABA) for one in self.calls(provider).values())

    def refused(self) -> int:
        """Calls answered with 429 because there were too many."""
        return sum(one["limited"] for provider in (HUAWEI, ALIBABA) for one in self.calls(provider).values())

    def token(self) -> str:
        """A token of the emulated IAM, for whoever cannot sign."""
        account = {"name": HUAWEI_USER.domain}
        user = {"name": HUAWEI_USER.name, "password": HUAWEI_USER.password, "domain": account}
        identity = {"methods": ["password"], "password": {"user": user}}
        body = {"auth": {"identity": identity, "scope": {"domain": account}}}
        answer = self._session.post(f"{self.url}/v3/auth/tokens?nocatalog=1", json=body, timeout=60)
        answer.raise_for_status()
        return answer.headers["X-Subject-Token"]

    def credentials(self) -> dict[str, str]:
        """Keys where the official SDKs, and we, look for them."""
        return environment(self.url)

    def options(self) -> dict[str, Any]:
        """The module option `providers`."""
        return {HUAWEI: {"endpoint": self.url}, ALIBABA: {"endpoint": self.url}}
