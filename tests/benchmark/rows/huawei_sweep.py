# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""10,000 tasks of Huawei Cloud, one sweep: calls."""

from __future__ import annotations

from .. import floors
from ..emulated import HUAWEI, Cloud
from ..figures import Figures, number
from ..modules import Script, Sweep, WaitModule
from ..plan import Plan
from ..report import Section, Table, Verdict, prose
from ..virtual import Scenario, script_wait

KEY = "huawei"
TITLE = "10,000 Huawei Cloud tasks, one sweep"

WHY = "Calls that a wait does not make are left to the account's other jobs, which share the limit with it."

_MOST = 4


def measure(plan: Plan) -> Section:
    tasks, few = plan.size(10_000, 1_000), 50
    pairs: list[tuple[Sweep, Sweep]] = []
    for _turn in plan.rounds(f"{tasks} Huawei Cloud tasks"):
        with Cloud() as cloud, Cloud() as rival:
            # Files and directories: each kind is a list of its own.
            files, directories = tasks * 9 // 10, tasks - tasks * 9 // 10
            ids = cloud.add(HUAWEI, files, object_type="file") + cloud.add(HUAWEI, directories, object_type="directory")
            ours = WaitModule(cloud, {HUAWEI: ids})
            theirs = Script(rival, {HUAWEI: rival.add(HUAWEI, few)})
            pairs.append((ours.end(), theirs.end()))
    # All are done before the first call, so one round is all of it.
    whole = [script_wait(Scenario(tasks, seed, seconds=-1e6, only=HUAWEI)).total for seed in range(plan.repeats)]
    return _section(tasks, few, pairs, Figures.of(whole))


def _section(tasks: int, few: int, pairs: list[tuple[Sweep, Sweep]], whole: Figures) -> Section:
    rows = [("the least", "", number(floors.huawei_calls(tasks), 0), "", "", "")]
    for place, name in ((0, f"`wait_for_tasks`, {number(tasks, 0)} tasks"), (1, f"script on the SDK, {few} tasks")):
        sweeps = [pair[place] for pair in pairs]
        rows.append(
            (
                name,
                Figures.of(sweep.seconds for sweep in sweeps).shown(),
                Figures.of(sweep.calls for sweep in sweeps).shown(0),
                Figures.of(sweep.refused for sweep in sweeps).shown(0),
                Figures.of(sweep.cost.cpu for sweep in sweeps).shown(1),
                Figures.of(sweep.cost.peak for sweep in sweeps).shown(0),
            )
        )
    rows.append((f"script on the SDK, {number(tasks, 0)} tasks, virtual time", "", whole.shown(0), "", "", ""))
    calls = Figures.of(ours.calls for ours, _theirs in pairs)
    return Section(
        KEY,
        TITLE,
        WHY,
        prose(
            """
            Finished tasks, nine tenths of them files, one tenth directories. The list call shows up to 10,000
            of one kind; the script asks for one after the other by the detail call: for a few against the
            emulator, for all in virtual time, by the same code.
            """
        ),
        Table(("Contender", "seconds", "calls", "429", "CPU seconds", "peak MiB"), rows),
        [Verdict(f"at most {_MOST} calls", calls.shown(0), calls.high <= _MOST)],
    )
