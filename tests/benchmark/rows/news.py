# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How old the news of a task can get while a wait goes on: the worst of a thousand seeds."""

from __future__ import annotations

import random
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from .. import floors, machine
from ..emulated import ALIBABA, HUAWEI
from ..figures import number
from ..plan import Plan
from ..report import Section, Table, Verdict, prose
from ..virtual import INTERVAL, ROUND_TRIP, Scenario, our_wait

KEY = "news"
TITLE = "News of any task, 1 to 10,000 tasks"
WHY = "A job that is told late of a failure goes on, or is waited for, in vain; a wait says how late that can be."

#: The sizes that the promises name; the first seeds have these, over and over.
_SIZES = (1, 50, 500, 10_000)
_NAMED = 40
_LIST_CALLS = 2


@dataclass(frozen=True)
class Band:
    """Waits of a kind, and what is promised for them."""

    title: str
    provider: str
    least: int
    most: int


_BANDS = (
    Band("Huawei Cloud, 1 to 10,000 tasks", HUAWEI, 1, 10_000),
    Band("Alibaba Cloud, 1 to 50 tasks", ALIBABA, 1, 50),
    Band("Alibaba Cloud, 51 to 500 tasks", ALIBABA, 51, 500),
    Band("Alibaba Cloud, 501 to 10,000 tasks", ALIBABA, 501, 10_000),
)


@dataclass(frozen=True)
class Seen:
    """One wait: how old news got, and how old it may get."""

    provider: str
    tasks: int
    age: float
    allowed: float


def allowed(provider: str, tasks: int) -> float:
    calls, rate = (
        (_LIST_CALLS, floors.HUAWEI_CALLS_PER_SECOND)
        if provider == HUAWEI
        else (floors.alibaba_calls(tasks), floors.BY_ID_CALLS_PER_SECOND)
    )
    return floors.news(INTERVAL, calls, rate, ROUND_TRIP)


def wait(seed: int) -> list[Seen]:
    """A wait at each cloud. Tasks finish over one to three times what news may take, some from the start, some late."""
    rng = random.Random(seed)
    tasks = _SIZES[seed % len(_SIZES)] if seed < _NAMED else round(10 ** rng.uniform(0, 4))
    found = []
    for provider in (HUAWEI, ALIBABA):
        most = allowed(provider, tasks)
        late = rng.choice([0.0, 1.5 * most])
        scenario = Scenario(tasks, seed, 1, rng.uniform(1, 3) * most, provider, -late)
        found.append(Seen(provider, tasks, our_wait(scenario).age, most))
    return found


def measure(plan: Plan) -> Section:
    seeds = plan.size(1_000, _NAMED // 2)
    plan.say(f"{seeds} seeds")
    with ProcessPoolExecutor(machine.cores()) as processes:
        return _section(seeds, [one for both in processes.map(wait, range(seeds), chunksize=5) for one in both])


def _section(seeds: int, waits: Sequence[Seen]) -> Section:
    rows, verdicts = [], []
    for band in _BANDS:
        own = [one for one in waits if one.provider == band.provider and band.least <= one.tasks <= band.most]
        worst = max(own, key=lambda one: one.age / one.allowed)
        oldest = max(own, key=lambda one: one.age)
        rows.append(
            (
                band.title,
                number(len(own), 0),
                number(oldest.age),
                number(oldest.tasks, 0),
                number(allowed(band.provider, band.most), 1),
                number(worst.age / worst.allowed, 3),
            )
        )
        verdicts.append(
            Verdict(
                f"{band.title}: never older than 1.1 x interval + a sweep",
                f"{number(worst.age / worst.allowed, 3)} x that, {number(oldest.age, 1)} s at the most",
                worst.age <= worst.allowed,
            )
        )
    largest = max(one.age for one in waits if one.provider == ALIBABA and one.tasks == _SIZES[-1])
    sweep = _SIZES[-1] / (floors.IDS_PER_CALL * floors.BY_ID_CALLS_PER_SECOND / 3)
    verdicts.append(
        Verdict(
            f"10,000 tasks of Alibaba Cloud: at most tasks / (10 ids x 10 calls/s) = {number(sweep, 0)} s",
            f"{number(largest, 1)} s",
            largest <= sweep,
        )
    )
    return Section(
        KEY,
        TITLE,
        WHY,
        prose(
            f"""
            {number(seeds, 0)} seeds, and for each a wait at either cloud in virtual time: a number of tasks
            between 1 and 10,000, which finish one after another, some from the start on and some late; interval
            5 s, 100 ms a call, no faults. *Oldest* is the longest time that any task went without a response
            about it before it was told to have finished, from the start of the wait on. What is promised is
            1.1 x interval + a sweep, whose calls come at a third of the documented rate.
            """
        ),
        Table(
            (
                "Waits",
                "number",
                "oldest, s",
                "with so many tasks",
                "promised for the most tasks, s",
                "worst, x promised",
            ),
            rows,
        ),
        verdicts,
        [
            prose(
                """
                Where a sweep takes longer than the interval, the next one follows at once, so that news is as old as
                one sweep. Calls are spaced 3 % wider than a third of the rate asks for, as in the first sweep:
                that is why a sweep of 1,000 calls takes 103 s, not 100.
                """
            )
        ],
    )
