# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Waits on keys that end, at the emulated clouds in virtual time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import Reference
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.registry import PROVIDERS
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.engine import wait
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.ledger import Ledger, Policy
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.options import WaitRequest
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.verdict import result
from tests.emulator.id_tokens import id_token
from tests.emulator.transport import EmulatedTransport
from tests.simulation.clock import VirtualClock, VirtualWorkers


class Time(VirtualClock):
    """Virtual time that a server's latency may move."""

    def advance(self, seconds: float) -> None:
        self.sleep(seconds)


@dataclass
class Waited:
    """What came of a wait."""

    document: Mapping[str, Any]
    clouds: EmulatedTransport
    seconds: float
    warnings: list[str]
    told: list[str]

    def calls(self, call: str) -> int:
        """How often a call was made."""
        return sum(entry["call"] == call for entry in self.clouds.log())

    def refused(self) -> list[Mapping[str, Any]]:
        # Some clouds say so with the status of a success.
        return [entry for entry in self.clouds.log() if entry["status"] >= 400 or entry["code"]]


def wait_for(
    name: str,
    options: Mapping[str, Any],
    audience: str,
    home: Path,
    meanwhile: Callable[[EmulatedTransport, float], None] = lambda _clouds, _now: None,
    **settings: Any,
) -> Waited:
    """A wait for a task that takes two hours. The ID token in its file is good for ten minutes, and kept fresh."""
    clock = Time()
    clouds = EmulatedTransport(clock, **settings)
    path = home / "id-token"
    warnings: list[str] = []
    told: list[str] = []

    class Line:
        def send(self, *call: Any) -> Any:
            path.write_text(id_token(audience, clock.time() + 600.0) + "\n", encoding="ascii")
            meanwhile(clouds, clock.monotonic())
            return clouds.send(*call)

    path.write_text(id_token(audience, clock.time() + 600.0), encoding="ascii")
    runtime = Runtime(clock, {"HOME": str(home)}, warnings.append, lambda _verify, _environ: Line(), tell=told.append)
    declared = PROVIDERS[name]
    own = options if options.get("instance_role") else {**options, "oidc_file": str(path)}
    provider = declared.open_provider({**declared.defaults(), **own}, runtime)
    task = clouds.add_task(name, url_count=1, script={"finish_after": 7000.0}, created_at=clock.time())
    references = [Reference(name, task, clock.time())]
    policy = Policy(timeout=7200.0, poll_interval=60.0)
    request = WaitRequest(references, policy, {}, result_tasks="all")
    ledger = Ledger(references, policy, clock.monotonic())
    for progress in wait(ledger, {name: provider}, clock, VirtualWorkers(clock), 10.0):
        if progress.outcome is not None:
            return Waited(result(progress, progress.outcome, request), clouds, clock.monotonic(), warnings, told)
    raise AssertionError("the wait ended without an outcome")
