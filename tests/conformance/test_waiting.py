# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Seeded waits in virtual time, alone and beside another provider: what the real engine makes of an emulated cloud."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from typing import Any

import pytest

from ansible_collections.edgeops.cdn.plugins.module_utils._model.clock import Deadline
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import Reference
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Provider, Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.details import explain, unexplained
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.engine import wait
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.ledger import Ledger, Policy
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.options import WaitRequest
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.verdict import result
from tests.conformance.kit import Kit, kits
from tests.conformance.stage import play
from tests.emulator.scripts import FAILED, SUCCEEDED
from tests.emulator.transport import EmulatedTransport
from tests.simulation.clock import VirtualClock, VirtualWorkers

SEEDS = 40
#: Faults that pass; no more than a few requests meet one.
PASSING = (
    {"kind": "status", "status": 503},
    {"kind": "status", "status": 429},
    {"kind": "reset"},
    {"kind": "hang"},
    {"kind": "html"},
    {"kind": "half_json"},
    {"kind": "empty_body"},
    {"kind": "stale"},
    {"kind": "undocumented_state"},
)
READ_TIMEOUT = 10.0


class Time(VirtualClock):
    """Virtual time that the emulator moves as well."""

    def advance(self, seconds: float) -> None:
        self.sleep(seconds)


@dataclass
class Waited:
    """A wait, and what was true when it ended."""

    document: dict[str, Any]
    policy: Policy
    elapsed: float
    references: list[Reference]
    clouds: EmulatedTransport
    #: Requests until the verdict, and sweeps.
    calls: int
    sweeps: int
    printed: str

    def truth(self, reference: Reference) -> str:
        """How a task stands, whatever was answered."""
        task = self.clouds.world.tasks.find(reference.provider, reference.id)
        assert task is not None
        tally = {state for state, number in task.phase(self.clouds.world.clock.now()).tally().items() if number}
        if tally - {SUCCEEDED, FAILED}:
            return "open"
        return "failed" if FAILED in tally else "succeeded"


def run(chosen: list[Kit], policy: Policy, scripts: dict[str, list[dict[str, Any]]], faults: list[Any]) -> Waited:
    """Wait for tasks with these scripts, of each kit's provider, by names."""
    clock = Time()
    blueprints = list(dict.fromkeys(blueprint for kit in chosen for blueprint in kit.blueprints))
    # Threads are told apart in virtual time, so that the emulator, which counts calls as they come, is told not to.
    clouds = EmulatedTransport(clock, blueprints, limits=False, latency=0.05)
    providers: dict[str, Provider] = {}
    references: list[Reference] = []
    warnings: list[str] = []
    rng = random.Random(7)
    for kit in chosen:
        runtime = Runtime(clock, {}, warnings.append, lambda _verify, _environ: clouds)
        options = {**kit.declaration.defaults(), **kit.options, "read_timeout": READ_TIMEOUT}
        providers[kit.name] = kit.declaration.open_provider(options, runtime)
        providers[kit.name].client._rng = rng.random
        for script in scripts[kit.name]:
            urls = script.pop("urls", 1)
            task_id = clouds.add_task(kit.name, url_count=urls, script=script, created_at=clock.time())
            references.append(Reference(kit.name, task_id, clock.time()))
    for fault in faults:
        clouds.add_fault(**fault)
    ledger = Ledger(references, policy, clock.monotonic())
    workers = VirtualWorkers(clock)
    for progress in wait(ledger, providers, clock, workers, 10.0, rng.random):
        if progress.outcome is not None:
            request = WaitRequest(references, policy, {}, result_tasks="all")
            explain(unexplained(ledger, None), ledger, providers, Deadline(clock, 30.0), workers)
            document = result(progress, progress.outcome, request)
            printed = json.dumps([document, warnings])
            return Waited(
                document, policy, progress.elapsed, references, clouds, progress.calls, progress.sweeps, printed
            )
    raise AssertionError("the wait ended without an outcome")


def scenario(seed: int, chosen: list[Kit]) -> Waited:
    """What a seed means; the same every time."""
    rng = random.Random(seed)
    timeout = rng.choice([30.0, 120.0, 600.0])
    policy = Policy(
        timeout=timeout,
        poll_interval=max(0.5, timeout / rng.choice([5, 20])),
        condition=rng.choice(["succeeded", "succeeded", "finished"]),
        fail_fast=rng.random() < 0.5,
        max_failed=rng.choice([0, 0, 2]),
        missing_grace=timeout,
    )
    scripts = {kit.name: [_script(rng, timeout, kit) for _task in range(rng.choice([1, 2, 7, 23]))] for kit in chosen}
    calm = rng.random() < 0.4
    faults = [
        {**rng.choice(PASSING), "times": rng.choice([1, 3]), "skip": rng.randint(0, 6)}
        for _fault in range(0 if calm else rng.randint(1, 4))
    ]
    return run(chosen, policy, scripts, faults)


def _script(rng: random.Random, timeout: float, kit: Kit) -> dict[str, Any]:
    urls = rng.choice([1, 1, 3, 12])
    begins = rng.uniform(0, timeout / 4)
    script: dict[str, Any] = {"urls": urls, "start_after": begins}
    script["finish_after"] = begins + rng.uniform(0.1, timeout * rng.choice([0.2, 0.4, 0.4, 1.2]))
    if rng.random() < 0.1 and kit.tells_failures:
        script["fail"] = {"url_index": rng.randrange(urls)}
    if rng.random() < 0.2:
        script["visible_after"] = rng.uniform(0, timeout / 4)
    return script


def check(waited: Waited, secrets: list[str]) -> None:
    """Every promise about a wait, against what was true."""
    document, policy = waited.document, waited.policy
    tasks, outcome = document["tasks"], document["outcome"]
    assert [(task["provider"], task["id"]) for task in tasks] == [one.key for one in waited.references]
    assert waited.elapsed <= policy.timeout + READ_TIMEOUT + 6.0
    for task, reference in zip(tasks, waited.references, strict=True):
        assert not task["finished"] or task["state"] == waited.truth(reference), task
    states = [task["state"] for task in tasks]
    tolerated = policy.max_failed if policy.condition == "succeeded" else len(states)
    if outcome == "succeeded":
        assert set(states) <= {"succeeded", "failed"}
        assert states.count("failed") <= tolerated
    if outcome == "failed":
        assert states.count("failed") > (policy.max_failed if policy.condition == "succeeded" else 0)
    assert outcome in ("succeeded", "failed", "timed_out")
    if outcome == "timed_out":
        assert waited.elapsed >= policy.timeout - 1
        assert set(states) - {"succeeded", "failed"}
    assert not any(secret in waited.printed for secret in secrets)


@pytest.mark.parametrize("beside", [False, True])
def test_every_promise_holds_for_every_seed(kit: Kit, beside: bool) -> None:
    chosen = [kit]
    if beside:
        known = kits()
        chosen.append(known[([one.name for one in known].index(kit.name) + 1) % len(known)])
    secrets = [secret for one in chosen for secret in one.secrets]
    outcomes = set()
    for seed in range(SEEDS):
        waited = scenario(seed, chosen)
        check(waited, secrets)
        outcomes.add(waited.document["outcome"])
    failures = {"failed"} if any(one.tells_failures for one in chosen) else set()
    assert outcomes == {"succeeded", "timed_out"} | failures


def test_sweep_makes_the_calls_that_are_declared_and_no_other_before_the_verdict(failing: Kit) -> None:
    """Reasons of failures are asked for after it, and told all the same."""
    for number in (1, 3, 11):
        scripts: list[dict[str, Any]] = [
            {"fail": {"url_index": 0}, "urls": 2},
            *({"finish_after": 100.0} for _task in range(number)),
        ]
        waited = run([failing], Policy(timeout=600.0, fail_fast=False), {failing.name: scripts}, [])
        assert waited.document["outcome"] == "failed"
        provider = play(failing).provider
        most = min(provider.calls_by_id(number + 1), provider.list_calls if provider.by_list else number + 1)
        assert waited.calls <= waited.sweeps * most, (waited.calls, waited.sweeps, most)
        assert waited.document["tasks"][0]["error"]
        assert any(url["state"] == "failed" for url in waited.document["tasks"][0]["urls"])


def test_lasting_error_ends_a_wait(kit: Kit) -> None:
    waited = run(
        [kit],
        Policy(timeout=600.0),
        {kit.name: [{"finish_after": 100.0}]},
        [{"kind": "status", "status": 403, "skip": 1, "times": None}],
    )
    assert waited.document["outcome"] == "error"
    assert waited.document["error"]["provider"] == kit.name
    assert waited.elapsed < 100.0
