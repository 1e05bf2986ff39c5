# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Peak memory of the module process, and what a sweep costs it, by the number of tasks."""

from __future__ import annotations

from ..emulated import ALIBABA, HUAWEI, Cloud
from ..figures import Figures, exponent, number
from ..modules import Sweep, WaitModule
from ..plan import Plan
from ..report import Section, Table, Verdict, prose

KEY = "memory"
TITLE = "10,000 tasks, memory of the module process"

_MOST = 150
#: Tasks at Huawei Cloud, tasks at Alibaba Cloud.
_SIZES = ((5, 5), (50, 50), (500, 500), (5_000, 5_000), (10_000, 0))


def measure(plan: Plan) -> Section:
    sizes = _SIZES[:2] if plan.quick else _SIZES
    sweeps: dict[tuple[int, int], list[Sweep]] = {size: [] for size in sizes}
    for _turn in plan.rounds("memory"):
        for size in sizes:
            with Cloud() as cloud:
                ids = {HUAWEI: cloud.add(HUAWEI, size[0]), ALIBABA: cloud.add(ALIBABA, size[1])}
                sweeps[size].append(WaitModule(cloud, ids).end())
    return _section(sweeps)


def _section(sweeps: dict[tuple[int, int], list[Sweep]]) -> Section:
    rows, peaks, cpu = [], {}, {}
    for (huawei, alibaba), own in sweeps.items():
        peaks[huawei, alibaba] = Figures.of(sweep.cost.peak for sweep in own)
        cpu[huawei, alibaba] = Figures.of(sweep.cost.cpu for sweep in own)
        rows.append(
            (
                f"{number(huawei + alibaba, 0)} tasks, {number(huawei, 0)} at Huawei Cloud",
                Figures.of(sweep.seconds for sweep in own).shown(1),
                Figures.of(sweep.calls for sweep in own).shown(0),
                cpu[huawei, alibaba].shown(2),
                peaks[huawei, alibaba].shown(0),
            )
        )
    largest = {size: peak for size, peak in peaks.items() if sum(size) == max(map(sum, peaks))}
    worst = max(peak.high for peak in largest.values())
    per_task = exponent([(sum(size), figures.median) for size, figures in cpu.items() if size[1]][-2:])
    return Section(
        KEY,
        TITLE,
        prose(
            """
            `wait_for_tasks` as a process of its own, its options in a file, over finished tasks: one sweep, and
            a result with every task in it. The kernel's count of the process's largest resident memory.
            """
        ),
        Table(("Tasks", "seconds", "calls", "CPU seconds", "peak MiB"), rows),
        [
            Verdict(
                f"at most {_MOST} MB",
                f"{number(worst * 2**20 / 1e6, 0)} MB, the most of all repeats",
                worst * 2**20 <= _MOST * 1e6,
            )
        ],
        [
            "Between the two largest sizes of both clouds, CPU seconds grow as the number of tasks to the power of "
            f"{number(per_task)}."
        ],
    )
