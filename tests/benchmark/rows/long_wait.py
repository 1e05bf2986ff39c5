# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""1,000 tasks over both clouds that finish one after another over five minutes: calls, and how late the end is seen."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from .. import floors
from ..emulated import ALIBABA, HUAWEI, Cloud
from ..figures import Figures, number
from ..modules import Script, WaitModule
from ..plan import Plan
from ..report import Section, Table, Verdict, prose
from ..virtual import INTERVAL, ROUND_TRIP, Scenario, Wait, our_wait, script_wait, terraform_wait

KEY = "wait"
TITLE = "1,000 tasks over both clouds, done one after another over 5 minutes"

_PART = 10
_CONTENDERS: dict[str, Callable[[Scenario], Wait]] = {
    "our wait": our_wait,
    "the script on the SDKs": script_wait,
    "Terraform's wait": terraform_wait,
}
#: URLs of a task, and what that means.
_KINDS = {1: "one URL each: no progress is told before a task is done", 10: "ten URLs each: progress is told in tenths"}

#: In the small waits in real time.
_REAL_TASKS = 20


def measure(plan: Plan) -> Section:
    tasks = plan.size(1_000, 100)
    waits: dict[tuple[int, str], list[Wait]] = {(urls, name): [] for urls in _KINDS for name in _CONTENDERS}
    for seed in plan.rounds(f"{tasks} tasks in virtual time", times=3):
        for urls in _KINDS:
            for name, wait in _CONTENDERS.items():
                waits[urls, name].append(wait(Scenario(tasks, seed, urls)))
    section = _section(tasks, waits)
    section.notes.append(_proof(plan))
    return section


def _section(tasks: int, waits: dict[tuple[int, str], list[Wait]]) -> Section:
    rows = []
    calls = {key: Figures.of(wait.total for wait in own) for key, own in waits.items()}
    latency = {key: Figures.of(wait.latency for wait in own) for key, own in waits.items()}
    for urls, kind in _KINDS.items():
        for name in _CONTENDERS:
            own = waits[urls, name]
            rows.append(
                (
                    f"{name}, {kind.partition(':')[0]}",
                    calls[urls, name].shown(0),
                    Figures.of(wait.calls[HUAWEI] for wait in own).shown(0),
                    Figures.of(wait.calls[ALIBABA] for wait in own).shown(0),
                    latency[urls, name].shown(),
                    Figures.of(wait.lag for wait in own).shown(),
                )
            )
    least = floors.wait_calls(tasks // 2, tasks - tasks // 2)
    rows.append(("every verdict read once, at the right moment", number(least, 0), "", "", number(ROUND_TRIP), ""))
    bound = floors.latency(INTERVAL, ROUND_TRIP) + 0.5
    verdicts = []
    for name in list(_CONTENDERS)[1:]:
        shares = {urls: calls[urls, name].per(calls[urls, "our wait"]).median for urls in _KINDS}
        measured = ", ".join(f"1/{number(share, 1)} with {_urls(urls)}" for urls, share in shares.items())
        verdicts.append(Verdict(f"calls at most 1/{_PART} of {name}", measured, min(shares.values()) >= _PART))
    late = {urls: latency[urls, "our wait"].median for urls in _KINDS}
    verdicts.append(
        Verdict(
            f"median latency after the last one under {number(bound, 1)} s (interval / 2 + one round trip + 0.5 s)",
            ", ".join(f"{number(seconds)} s with {_urls(urls)}" for urls, seconds in late.items()),
            max(late.values()) < bound,
        )
    )
    return Section(
        KEY,
        TITLE,
        prose(
            f"""
            {number(tasks, 0)} tasks, half of them at each cloud, finish at an even pace in no order of their
            ids; interval 5 s, 100 ms a call; virtual time, {len(next(iter(waits.values())))} different orders,
            the same for all. With {_KINDS[1]}; with {_KINDS[10]}. *End seen after* is the time from the last
            finish to the end of the wait, *a task seen after* the median over all tasks of the time from a
            task's finish to the answer that told it. The script asks for one thing after the other: a round
            over 500 tasks of Huawei Cloud takes it 50 s, and that it makes few calls it pays with that delay.
            Terraform's waits queue for their turn at the documented rate here; the real ones would be refused,
            and call again.
            """
        ),
        Table(
            ("Contender", "calls", "Huawei Cloud", "Alibaba Cloud", "end seen after, s", "a task seen after, s"), rows
        ),
        verdicts,
    )


def _urls(urls: int) -> str:
    return "one URL a task" if urls == 1 else f"{urls} URLs a task"


def _proof(plan: Plan) -> str:
    """The same code over the network, small: what it calls there is what it calls in virtual time."""
    seconds = plan.size(20, 6)
    found: dict[str, list[int]] = {name: [] for name in _CONTENDERS}
    expected: dict[str, list[int]] = {name: [] for name in _CONTENDERS}
    with ThreadPoolExecutor(len(_CONTENDERS)) as threads:
        for seed in plan.rounds(f"{_REAL_TASKS} tasks in real time"):
            scenario = Scenario(_REAL_TASKS, seed, seconds=seconds)
            real = {name: threads.submit(_real, name, scenario) for name in _CONTENDERS}
            for name, wait in _CONTENDERS.items():
                calls, head_start = real[name].result()
                found[name].append(calls)
                expected[name].append(wait(replace(scenario, head_start=head_start)).total)
    rows = [(name, Figures.of(found[name]).shown(0), Figures.of(expected[name]).shown(0)) for name in _CONTENDERS]
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
        if name == "our wait":
            program = WaitModule(cloud, ids)
        else:
            program = Script(cloud, ids, "sdk_script" if name.startswith("the script") else "terraform_wait", INTERVAL)
        sweep = program.end()
        return sweep.calls, started - made + sweep.cost.wall - sweep.seconds
