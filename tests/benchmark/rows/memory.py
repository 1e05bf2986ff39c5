# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a wait over many tasks, and over many URLs, holds in memory."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from .. import machine
from ..figures import Figures, number
from ..plan import Plan
from ..process import PYTHON, run
from ..report import Section, Table, Verdict, prose

KEY = "memory"
TITLE = "Memory of a wait, 10,000 tasks with 1 and with 1,000 URLs each"
WHY = "A wait that grows with the purge is killed on a small runner just when a release is large."


@dataclass(frozen=True)
class Case:
    """A wait over tasks that are all alike."""

    title: str
    #: As heavy.py takes them.
    call: str
    urls: int
    failed: int = 0

    @property
    def most(self) -> int:
        """Promised, in MB."""
        return 100 if self.urls == 1 else 300


def _cases(many: int) -> list[Case]:
    return [
        Case("Huawei Cloud, by the list, 1 URL each", "list", 1),
        Case("Huawei Cloud, by the list, every URL failed", "list", 1, 1),
        Case("Alibaba Cloud, 1 URL each", "by_id", 1),
        Case("Alibaba Cloud, 1 URL each, every URL failed", "by_id", 1, 1),
        Case(f"Huawei Cloud, by the list, {many:,} URLs each", "list", many),
        Case(f"Huawei Cloud, task by task, {many:,} URLs each", "detail", many),
        Case(f"Alibaba Cloud, {many:,} URLs each", "by_id", many),
        Case(f"Alibaba Cloud, {many:,} URLs each, every URL failed", "by_id", many, many),
    ]


def measure(plan: Plan) -> Section:
    tasks = plan.size(10_000, 200)
    cases = _cases(plan.size(1_000, 100))
    plan.say(f"waits over {tasks} tasks")
    with ThreadPoolExecutor(machine.cores()) as threads:
        peaks = [
            [threads.submit(_growth, case, tasks) for _turn in range(plan.repeats if case.urls == 1 else 1)]
            for case in cases
        ]
        return _section(tasks, cases, [[each.result() for each in own] for own in peaks])


def _growth(case: Case, tasks: int) -> tuple[float, float, float]:
    """MB that a wait over so many tasks takes at most, how many more than one over a single task, and CPU seconds."""
    many, _cpu = _peak(case.call, tasks, case.urls, case.failed)
    one, _cpu_of_one = _peak(case.call, 1, 1, 0)
    return many, many - one, _cpu


def _peak(call: str, tasks: int, urls: int, failed: int) -> tuple[float, float]:
    cost = run([PYTHON, "-m", "tests.benchmark.heavy", call, str(tasks), str(urls), str(failed)])
    found = json.loads(cost.output)
    assert found["outcome"] == ("failed" if failed else "succeeded"), found
    return cost.peak * 2**20 / 1e6, cost.cpu


def _section(tasks: int, cases: Sequence[Case], found: Sequence[Sequence[tuple[float, float, float]]]) -> Section:
    rows = []
    worst = {1: 0.0, 2: 0.0}
    for case, own in zip(cases, found, strict=True):
        peak, growth, cpu = (Figures.of(each[place] for each in own) for place in range(3))
        rows.append((case.title, growth.shown(0), peak.shown(0), cpu.shown(1)))
        kind = min(case.urls, 2)
        worst[kind] = max(worst[kind], growth.high)
    many = max(case.urls for case in cases)
    limits = {1: 100, 2: 300}
    return Section(
        KEY,
        TITLE,
        WHY,
        prose(
            f"""
            A wait over {number(tasks, 0)} tasks with its default options, `result_urls: failed` among them, but
            with `fail_fast: false`, so that it goes on to the last task; a process of its own, with all its
            threads. Judged is how much more memory it takes at the most than the same wait over one task with
            one URL. Responses are made in the process, each anew as one that comes over a network; sleeping
            takes no time. With 1 URL each it is measured as often as other rows, with {number(many, 0)} once.
            """
        ),
        Table(("Wait", "MB more than for one task", "MB in all", "CPU seconds"), rows),
        [
            Verdict(
                f"at most {limits[kind]} MB with {'1 URL' if kind == 1 else f'{many:,} URLs'} each",
                f"{number(worst[kind], 0)} MB, the most of all",
                worst[kind] <= limits[kind],
            )
            for kind in limits
        ],
        [
            prose(
                """
                What is left of many URLs are the responses that are under way, eight at a time, with up to 10,000 rows
                each at Alibaba Cloud, and of each task the first ten URLs that failed, as a result that fails shows
                them. `result_urls: all`, and a wait that may end well although tasks failed, keep more, because their
                results hold more.
                """
            )
        ],
    )
