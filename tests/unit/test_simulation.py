# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Seeded waits in virtual time; `make soak SEEDS=N` runs as many as one asks for."""

from __future__ import annotations

import os

import pytest

from tests.simulation.figures import figures
from tests.simulation.invariants import violations
from tests.simulation.mutants import MUTANTS, SHOWN_IN
from tests.simulation.scenario import make, run
from tests.tools.reliability import SEEDS_TO_NOTICE, record

SEEDS = int(os.environ.get("EDGEOPS_CDN_SEEDS", "1000"))
#: So many seeds make one test, so that several processes can share the work.
SHARE = 100


@pytest.mark.parametrize("first", range(0, SEEDS, SHARE))
def test_every_promise_holds_for_every_seed(first: int) -> None:
    runs = {seed: run(make(seed)) for seed in range(first, min(first + SHARE, SEEDS))}
    broken = {seed: found for seed, one in runs.items() if (found := violations(one))}
    record("simulation", f"{first:07}", figures(first, list(runs.values()), sum(map(len, broken.values()))))
    assert not broken, f"replay with: python -m tests.simulation {next(iter(broken))}"


def test_a_seed_replays_exactly() -> None:
    first, second = run(make(7)), run(make(7))
    assert first.document == second.document
    assert [cloud.record for cloud in first.clouds.values()] == [cloud.record for cloud in second.clouds.values()]


def test_the_scenarios_are_worth_running() -> None:
    """Every outcome comes about, and so does every kind of trouble, within the first of them."""
    outcomes = {"succeeded", "failed", "timed_out", "not_found", "error"}
    faults = {"reset", "timeout", "html", "429", "500", "503", "half", "denied", "bad_key", None}
    reported = False
    runs = (run(make(seed)) for seed in range(200))
    while outcomes or faults or not reported:
        one = next(runs)
        outcomes.discard(one.outcome)
        faults -= {said.fault for cloud in one.clouds.values() for said in cloud.record}
        reported |= "error" in one.document


@pytest.mark.parametrize("name", MUTANTS)
def test_a_known_mistake_is_noticed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    MUTANTS[name](monkeypatch)
    seeds = (SHOWN_IN.get(name, 0), *range(SEEDS_TO_NOTICE))
    noticed = next((seed for seed in seeds if _is_noticed(seed)), None)
    assert noticed is not None, f"{name} went unnoticed"
    record("mutants", name, {"seed": noticed})


def _is_noticed(seed: int) -> bool:
    try:
        return bool(violations(run(make(seed))))
    except (AssertionError, KeyError):
        return True  # the mistake was so gross that the run itself failed
