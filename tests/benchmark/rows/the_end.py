# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How soon a wait sees its end after the last task has finished."""

from __future__ import annotations

from .. import floors, waits
from ..figures import Figures, number
from ..plan import Plan
from ..report import Section, Table, Verdict, prose
from ..virtual import INTERVAL, ROUND_TRIP

KEY = "end"
TITLE = "The end, seen after the last task"
WHY = "Whatever the pipeline does next waits for that long although there is nothing left to wait for."


def measure(plan: Plan) -> Section:
    plan.say(f"{waits.count(plan)} tasks in virtual time")
    bound = floors.latency(INTERVAL, ROUND_TRIP) + 0.5
    late = {name: Figures.of(one.latency for one in waits.waits(plan, name)) for name in waits.CONTENDERS}
    lag = {name: Figures.of(one.lag for one in waits.waits(plan, name)) for name in waits.CONTENDERS}
    ours = late[waits.OURS].median
    return Section(
        KEY,
        TITLE,
        WHY,
        waits.about(plan)
        + " "
        + prose(
            """
            *End seen after* is the time from the last finish to the end of the wait, *a task seen after* the
            median over all tasks of the time from a task's finish to the response that told it. The script asks
            for one thing after the other, so that a round over 500 tasks of Huawei Cloud takes it 50 s.
            Terraform's wait has a loop for each task; here, they queue for their turn at the documented rate.
            """
        ),
        Table(
            ("Contender", "end seen after, s", "a task seen after, s"),
            [(name, late[name].shown(), lag[name].shown()) for name in waits.CONTENDERS],
        ),
        [
            Verdict(
                f"median under {number(bound, 1)} s (interval / 2 + one round trip + 0.5 s)",
                f"{number(ours)} s",
                ours < bound,
            )
        ],
        [
            prose(
                """
                What the rest is made of: there are two clouds, and the wait ends with the later one of two sweeps. At
                one cloud alone, the same median stays under what is promised.
                """
            )
        ],
    )
