# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Waits on keys that end, at the emulated clouds in virtual time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import pytest

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
    meanwhile(clouds, clock.monotonic())
    runtime = Runtime(clock, {"HOME": str(home)}, warnings.append, lambda _verify, _environ: Line(), tell=told.append)
    declared = PROVIDERS[name]
    own = {**options, "oidc_file": str(path)} if any(name.startswith("oidc_") for name in options) else options
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


@pytest.mark.no_cover
class LongWaits:
    """What has to hold of a cloud's keys that end, in a wait of two hours. The cloud's tests have its words for it."""

    name: ClassVar[str]
    sts: ClassVar[str]
    audience: ClassVar[str]
    #: Options that lead to a key by an ID token, and to one of a role with that.
    oidc: ClassVar[Mapping[str, Any]]
    chained: ClassVar[Mapping[str, Any]]
    #: The calls for these.
    by_token: ClassVar[str]
    by_key: ClassVar[str] = "AssumeRole"
    by_machine: ClassVar[str] = "GetMachineKey"

    def _wait(self, options: Mapping[str, Any], home: Path, *meanwhile: Any, **settings: Any) -> Waited:
        return wait_for(self.name, options, self.audience, home, *meanwhile, **settings)

    @pytest.mark.parametrize("way", ["oidc", "chained"])
    def test_two_hours_on_keys_of_fifteen_minutes(self, way: str, tmp_path: Path) -> None:
        waited = self._wait({**getattr(self, way), "role_duration": 900}, tmp_path)
        assert waited.document["outcome"] == "succeeded"
        assert 7000 <= waited.seconds <= 7200
        assert 10 <= waited.calls(self.by_token if way == "oidc" else self.by_key) <= 12
        assert waited.refused() == []
        assert waited.warnings == []
        # Nothing is written to disk.
        assert [path.name for path in tmp_path.iterdir()] == ["id-token"]

    def test_keys_shorter_than_asked_for_are_used_until_their_own_end(self, tmp_path: Path) -> None:
        waited = self._wait(self.oidc, tmp_path, **{self.sts: {"key_lifetime": 100.0}})
        assert waited.document["outcome"] == "succeeded"
        assert 50 <= waited.calls(self.by_token) <= 70
        assert waited.refused() == []

    def test_keys_of_the_machine_are_renewed(self, tmp_path: Path) -> None:
        waited = self._wait({"instance_role": True}, tmp_path, **{self.sts: {"key_lifetime": 900.0}})
        assert waited.document["outcome"] == "succeeded"
        assert 10 <= waited.calls(self.by_machine) <= 12
        assert waited.refused() == []

    def test_cloud_that_hands_out_no_more_keys_ends_the_wait(self, tmp_path: Path) -> None:
        def refuse(clouds: EmulatedTransport, now: float) -> None:
            if now > 2000 and not clouds.faults():
                clouds.add_fault("status", call=self.by_token, status=403)

        waited = self._wait({**self.oidc, "role_duration": 900}, tmp_path, refuse)
        assert waited.document["outcome"] == "error"
        assert len(waited.document["leftover"]) == 1
        assert 2000 < waited.seconds < 3200


class RenewingWaits(LongWaits):
    """The same of a cloud that has a code of its own for a key that has ended."""

    expired: ClassVar[str]

    def test_key_that_the_cloud_ends_before_its_time_is_refused_once_and_fetched_anew(self, tmp_path: Path) -> None:
        ended: list[float] = []

        def end(clouds: EmulatedTransport, now: float) -> None:
            if now > 2000 and not ended:
                ended.append(now)
                clouds.world.by_name[self.name].identity.end_issued()  # type: ignore[attr-defined]  # of blueprints with keys

        waited = self._wait(self.oidc, tmp_path, end)
        assert waited.document["outcome"] == "succeeded"
        assert [entry["code"] for entry in waited.refused()] == [self.expired]
        assert waited.calls(self.by_token) == 3
