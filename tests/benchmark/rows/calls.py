# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Calls of a whole wait, against the script on the SDKs and Terraform's wait."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from .. import floors, waits
from ..emulated import ALIBABA, HUAWEI, Cloud
from ..figures import Figures, number
from ..modules import Script, WaitModule
from ..plan import Plan
from ..report import Section, Table, Verdict, prose
from ..virtual import INTERVAL, Scenario

KEY = "calls"
TITLE = "Calls of a whole wait, 1,000 tasks over 5 minutes"
WHY = "The limits are the account's: what a wait leaves of them is there for deployments, consoles and other waits."

_PART = 10
_SHARE = 1 / 3
#: In the small waits in real time.
_REAL_TASKS = 20


def measure(plan: Plan) -> Section:
    plan.say(f"{waits.count(plan)} tasks in virtual time")
    rows, verdicts = [], []
    calls = {name: Figures.of(one.total for one in waits.waits(plan, name)) for name in waits.CONTENDERS}
    busiest = Figures.of(100 * one.busiest for one in waits.waits(plan, waits.OURS))
    for name in waits.CONTENDERS:
        own = waits.waits(plan, name)
        rows.append(
            (
                name,
                calls[name].shown(0),
                Figures.of(one.calls[HUAWEI] for one in own).shown(0),
                Figures.of(one.calls[ALIBABA] for one in own).shown(0),
                busiest.shown(1) if name == waits.OURS else "",
            )
        )
    tasks = waits.count(plan)
    least = floors.wait_calls(tasks // 2, tasks - tasks // 2)
    rows.append(("every verdict read once, at the right moment", number(least, 0), "", "", ""))
    for name, most in ((waits.SCRIPT, 1.0), (waits.TERRAFORM, 1 / _PART)):
        share = calls[waits.OURS].per(calls[name])
        promised = f"not more than {name}" if most == 1 else f"at most 1/{_PART} of {name}"
        verdicts.append(Verdict(promised, f"{share.shown(3)} x", share.median <= most))
    verdicts.append(
        Verdict(
            "after the first sweep at most a third of the documented rate in any 10 s",
            f"{number(busiest.high, 1)} % of it, the most of all",
            busiest.high <= 100 * _SHARE,
        )
    )
    return Section(
        KEY,
        TITLE,
        WHY,
        waits.about(plan)
        + " "
        + prose(
            """
            *Busiest* is the most calls of one kind in any 10 s after the first sweep, in percent of the documented
            rate. That the script makes no more calls than it does, it pays with the time that it takes for a round,
            see the row before. Terraform's waits queue for their turn at the documented rate here; the real ones
            would be refused, and call again.
            """
        ),
        Table(("Contender", "calls", "Huawei Cloud", "Alibaba Cloud", "busiest, %"), rows),
        verdicts,
        [
            prose(
                """
                Every sweep asks for all that is unfinished, so that no news is older than an interval and a sweep:
                at Alibaba Cloud, these are 50 calls at first for 500 tasks, ten to a call, and fewer as they finish.
                Huawei Cloud's list tells of all in two. Terraform's wait asks as often for one task to a call. A tenth
                of its calls is what ten ids to a call leave; what is above it are the tasks that share a call with
                none of their own group any more, and the first sweep, which Terraform's wait begins after 5 s.
                """
            ),
            _proof(plan),
        ],
    )


def _proof(plan: Plan) -> str:
    """The same code over the network, small: what it calls there is what it calls in virtual time."""
    seconds = plan.size(20, 6)
    found: dict[str, list[int]] = {name: [] for name in waits.CONTENDERS}
    expected: dict[str, list[int]] = {name: [] for name in waits.CONTENDERS}
    with ThreadPoolExecutor(len(waits.CONTENDERS)) as threads:
        for seed in plan.rounds(f"{_REAL_TASKS} tasks in real time"):
            scenario = Scenario(_REAL_TASKS, seed, seconds=seconds)
            real = {name: threads.submit(_real, name, scenario) for name in waits.CONTENDERS}
            for name, wait in waits.CONTENDERS.items():
                calls, head_start = real[name].result()
                found[name].append(calls)
                expected[name].append(wait(replace(scenario, head_start=head_start)).total)
    rows = [(name, Figures.of(found[name]).shown(0), Figures.of(expected[name]).shown(0)) for name in waits.CONTENDERS]
    return (
        f"That this is how the three behave: {_REAL_TASKS} tasks that finish within {seconds} s, against the emulator "
        "over the network, and in virtual time from the moment on when the program had started.\n\n"
        + Table(("Calls", "real", "virtual"), rows).markdown()
    )


def _real(name: str, scenario: Scenario) -> tuple[int, float]:
    """Calls, and for how many seconds there had been tasks when the wait began."""
    with Cloud() as cloud:
        made = time.monotonic()
        ids = {
            provider: cloud.add_each(provider, [script.ends_at for script in own])
            for provider, own in scenario.scripts().items()
        }
        started = time.monotonic()
        program: WaitModule | Script
        if name == waits.OURS:
            program = WaitModule(cloud, ids)
        else:
            program = Script(cloud, ids, "sdk_script" if name == waits.SCRIPT else "terraform_wait", INTERVAL)
        sweep = program.end()
        return sweep.calls, started - made + sweep.cost.wall - sweep.seconds
