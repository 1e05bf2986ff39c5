# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One seed, one scenario: which tasks, which faults, which policy; and the run of it."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.edgeops.cdn.plugins.module_utils._model.clock import Deadline
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import Reference
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.registry import PROVIDERS
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Provider, Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.details import explain, unexplained
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.engine import wait
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.ledger import Ledger, Outcome, Policy
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.options import WaitRequest
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.report import progress_lines
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.verdict import result, shown_failures

from .clock import VirtualClock, VirtualWorkers
from .clouds import LASTING, PASSING, Cloud, Fault, Script
from .kinds import KINDS

CONNECT_TIMEOUT, READ_TIMEOUT = 5.0, 10.0


@dataclass
class Scenario:
    """What a seed means."""

    seed: int
    policy: Policy
    scripts: Mapping[str, Sequence[Script]]
    faults: Mapping[str, Sequence[Fault]]
    #: Ids that no cloud knows, by provider.
    strangers: Mapping[str, Sequence[str]]
    #: A call that always meets a fault.
    broken_call: str = ""
    #: Of which kind faults are that never end.
    lasts: str = "500"

    @property
    def references(self) -> list[Reference]:
        return [
            Reference(provider, task_id)
            for provider in self.scripts
            for task_id in (*(script.task_id for script in self.scripts[provider]), *self.strangers[provider])
        ]


@dataclass
class Run:
    """What happened."""

    scenario: Scenario
    outcome: Outcome
    elapsed: float
    ledger: Ledger
    clouds: Mapping[str, Cloud]
    document: Mapping[str, Any]
    #: When the wait returned, with the reasons of failures.
    ended: float
    #: When the first sweep was over, by provider.
    swept: Mapping[str, float]
    lines: Sequence[str] = ()
    warnings: Sequence[str] = field(default_factory=list)

    @property
    def printed(self) -> str:
        return "\n".join([*self.lines, *self.warnings, json.dumps(self.document)])


def make(seed: int) -> Scenario:
    """The scenario of a seed; the same one every time."""
    rng = random.Random(seed)
    timeout = rng.choice([1.0, 20.0, 60.0, 120.0, 300.0, 900.0])
    policy = Policy(
        timeout=timeout,
        poll_interval=max(0.5, timeout / rng.choice([3, 12, 40])),
        condition=rng.choice(["succeeded", "succeeded", "finished"]),
        fail_fast=rng.random() < 0.6,
        max_failed=rng.choice([0, 0, 0, 1, 3]),
        missing_grace=rng.choice([0.0, 10.0, 60.0, 60.0, 90.0, 90.0]),
        once=rng.random() < 0.03,
    )
    providers = rng.choice([*([provider] for provider in KINDS), list(KINDS)])
    calm = rng.random() < 0.3
    scenario = Scenario(
        seed,
        policy,
        {provider: _scripts(rng, timeout, calm, KINDS[provider]) for provider in providers},
        {provider: () if calm else _faults(rng, timeout) for provider in providers},
        {provider: [KINDS[provider].id_format.format(999000)] if rng.random() < 0.05 else [] for provider in providers},
    )
    if not calm and rng.random() < 0.2:
        _poison(rng, scenario)
    return scenario


def _poison(rng: random.Random, scenario: Scenario) -> None:
    """No fault but one that never ends: of whatever names one task, or of a call."""
    scenario.faults = dict.fromkeys(scenario.faults, ())
    scenario.lasts = "timeout" if scenario.seed % 2 else "500"
    for scripts in scenario.scripts.values():
        rng.choice([scripts[0], scripts[-1], rng.choice(scripts)]).poisons = scenario.lasts
    if rng.random() < 0.3:
        scenario.broken_call = "list"


def _scripts(rng: random.Random, timeout: float, calm: bool, kind: type[Cloud]) -> list[Script]:
    scripts = []
    # With one URL, tasks tell no progress that could mislead.
    plain = rng.random() < 0.3
    for number in range(rng.choice([1, 1, 2, 3, 7, 12, 35, 35, 120])):
        urls = 1 if plain else rng.choice([1, 1, 1, 2, 5, 60])
        begins = rng.uniform(0, timeout / 4)
        ends = begins + rng.uniform(0.1, timeout * rng.choice([0.2, 0.5, 0.5, 1.2]))
        script = Script(kind.id_format.format(1000 + number), urls, 0.0, begins, ends)
        if rng.random() < 0.2:
            script.visible_at = rng.uniform(0, 70)
        if rng.random() < 0.08:
            script.failing = rng.randint(1, urls) * kind.tells_failures
        if not calm:
            script.vanishes = _span(rng, timeout, 0.07)
            script.babbles = _span(rng, timeout, 0.07)
            script.contradicts = _span(rng, timeout, 0.07)
            script.hidden = rng.randint(0, urls - 1) if rng.random() < 0.2 else 0
        scripts.append(script)
    return scripts


def _span(rng: random.Random, timeout: float, share: float) -> tuple[float, float] | None:
    if rng.random() > share:
        return None
    begins = rng.uniform(0, timeout)
    return (begins, begins + rng.uniform(1, timeout))


def _faults(rng: random.Random, timeout: float) -> list[Fault]:
    faults = []
    for _number in range(rng.choice([0, 1, 2, 4])):
        begins = rng.uniform(0, timeout)
        ends = begins + rng.uniform(0.5, timeout / 3)
        faults.append(Fault(begins, ends, rng.choice(PASSING), rng.choice([0.2, 0.5, 1.0])))
    if rng.random() < 0.05:
        faults.append(Fault(rng.uniform(0, timeout) * rng.choice([0, 1]), timeout * 2, rng.choice(LASTING), 1.0))
    return faults


def run(scenario: Scenario) -> Run:
    """Let a wait go through a scenario, in virtual time."""
    clock = VirtualClock()
    rng = random.Random(scenario.seed + 1)
    clouds = {
        provider: KINDS[provider](clock, random.Random(rng.random()), scripts, scenario.faults[provider])
        for provider, scripts in scenario.scripts.items()
    }
    for cloud in clouds.values():
        cloud.broken_call, cloud.breaks_by = scenario.broken_call, scenario.lasts
    warnings: list[str] = []
    request = WaitRequest(scenario.references, scenario.policy, {}, result_tasks="all")
    opened = {}
    swept: dict[str, float] = {}
    for name, cloud in clouds.items():
        options = {
            **PROVIDERS[name].defaults(),
            **cloud.options,
            "connect_timeout": CONNECT_TIMEOUT,
            "read_timeout": READ_TIMEOUT,
        }
        runtime = Runtime(clock, {}, warnings.append, lambda _verify, _environ, cloud=cloud: cloud)  # type: ignore[misc]  # mypy infers no lambda with a default
        opened[name] = PROVIDERS[name].open_provider(options, runtime)
        opened[name].client._rng = rng.random
        _watch(opened[name], clock, swept)
    ledger = Ledger(scenario.references, scenario.policy, clock.monotonic())
    lines = []
    workers = VirtualWorkers(clock)
    for progress in wait(ledger, opened, clock, workers, 10.0, rng.random):
        lines += progress_lines(progress)
        if progress.outcome is not None:
            deadline = Deadline(clock, scenario.policy.timeout - progress.elapsed)
            tasks = unexplained(ledger, shown_failures(ledger, progress.outcome, request))
            explain(tasks, ledger, opened, deadline, workers)
            document = result(progress, progress.outcome, request)
            return Run(
                scenario,
                progress.outcome,
                progress.elapsed,
                ledger,
                clouds,
                document,
                clock.monotonic(),
                swept,
                lines,
                warnings,
            )
    raise AssertionError("the wait ended without an outcome")


def _watch(provider: Provider, clock: VirtualClock, swept: dict[str, float]) -> None:
    """Note when a provider is told to use a share of its rates: when its first sweep is over."""
    real = provider.ease

    def ease(share: float) -> None:
        swept.setdefault(provider.name, clock.monotonic())
        real(share)

    provider.ease = ease  # type: ignore[method-assign]  # overheard
