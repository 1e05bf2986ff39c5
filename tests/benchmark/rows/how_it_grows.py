# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How calls, CPU, memory and latency grow with the number of tasks, from 10 to 100,000."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .. import floors
from ..chart import Curve, Panel, draw
from ..emulated import ALIBABA, HUAWEI
from ..figures import Figures, exponent, number
from ..plan import Plan
from ..process import PYTHON, run
from ..report import Section, Table, prose
from ..virtual import INTERVAL, ROUND_TRIP, Scenario, Wait, script_wait, terraform_wait

KEY = "growth"
TITLE = "How cost grows"

_SIZES = (10, 100, 1_000, 10_000, 100_000)
#: The largest wait takes minutes of CPU, and is the same every time but for the order; small ones take next to nothing.
_ONCE_FROM, _OFTEN_TO = 100_000, 1_000


@dataclass(frozen=True)
class Size:
    """All that was found out about waits for so many tasks."""

    tasks: int
    #: What growth.py prints, by name.
    ours: Mapping[str, Figures]
    #: Calls and latency.
    script: tuple[Figures, Figures]
    terraform: tuple[Figures, Figures]

    def our(self, name: str) -> float:
        return self.ours[name].median


def measure(plan: Plan) -> Section:
    sizes = [_size(tasks, plan) for tasks in (_SIZES[:3] if plan.quick else _SIZES)]
    return _section(sizes)


def _size(tasks: int, plan: Plan) -> Size:
    repeats = 1 if tasks >= _ONCE_FROM else plan.repeats * (3 if tasks <= _OFTEN_TO else 1)
    plan.say(f"a wait for {number(tasks, 0)} tasks, {repeats} times")
    ours = [
        json.loads(run([PYTHON, "-m", "tests.benchmark.growth", str(tasks), str(seed)]).output)
        for seed in range(repeats)
    ]
    scripts = [script_wait(Scenario(tasks, seed)) for seed in range(repeats)]
    terraform = [terraform_wait(Scenario(tasks, seed)) for seed in range(repeats)]
    figures = {key: Figures.of(one[key] for one in ours) for key in ours[0]}
    return Size(tasks, figures, _calls_and_latency(scripts), _calls_and_latency(terraform))


def _calls_and_latency(waits: list[Wait]) -> tuple[Figures, Figures]:
    return Figures.of(wait.total for wait in waits), Figures.of(wait.latency for wait in waits)


def _least_calls(tasks: int) -> int:
    ids = {provider: len(own) for provider, own in Scenario(tasks, 0).scripts().items()}
    return floors.wait_calls(ids[HUAWEI], ids[ALIBABA])


def _section(sizes: list[Size]) -> Section:
    latency = floors.latency(INTERVAL, ROUND_TRIP)
    rows = [
        (
            number(size.tasks, 0),
            size.ours["calls"].shown(0),
            number(_least_calls(size.tasks), 0),
            number(size.script[0].median, 0),
            number(size.terraform[0].median, 0),
            size.ours["latency"].shown(1),
            number(size.script[1].median, 1),
            number(size.terraform[1].median, 1),
            size.ours["cpu"].shown(),
            number(size.our("parsing")),
            size.ours["peak"].shown(0),
        )
        for size in sizes
    ]
    head = (
        "Tasks",
        "calls",
        "least",
        "script",
        "Terraform",
        "end seen after, s",
        "script",
        "Terraform",
        "CPU seconds",
        "parsing alone",
        "peak MiB",
    )
    steps = [
        f"{what} {number(exponent([(size.tasks, figure(size)) for size in sizes[-2:]]))}"
        for what, figure in (
            ("calls", lambda size: size.our("calls")),
            ("CPU seconds", lambda size: size.our("cpu")),
            ("memory above that of the imports", lambda size: max(0.1, size.our("peak") - size.our("imported"))),
        )
    ]
    slowest = floors.sweep_seconds(sizes[-1].tasks // 2)
    return Section(
        KEY,
        TITLE,
        prose(
            """
            Waits like those of the row with 1,000 tasks, with one URL a task, in virtual time: half of the
            tasks at each cloud, done one after another over 5 minutes. *Least* is every verdict read once, in
            full calls. CPU seconds are those of the engine, the providers and the progress lines for the whole
            wait; what HTTP and signatures take is not in them, see the row about memory for that of a sweep
            over the network. *Parsing alone* is what reading the same answers as JSON takes. Peak memory is
            that of the process without the simulated clouds.
            """
        ),
        Table(head, rows),
        [],
        [
            prose(
                f"""
                From the last size but one to the last, costs grow as the number of tasks to the power of:
                {"; ".join(steps)}. With {number(sizes[-1].tasks, 0)} tasks, one sweep over the half that is
                Alibaba Cloud's takes {number(slowest, 0)} s at the documented rate, whoever makes it: the wait
                cannot see its end earlier.
                """
            ),
            "![Calls, latency, CPU seconds and memory over the number of tasks](benchmarks.svg)",
            prose(
                f"""
                The floor in the pictures: of calls, every verdict read once; of latency, half an interval and
                one round trip, {number(latency, 1)} s, the median for one poll per interval; of CPU seconds,
                parsing; of memory, the interpreter with what it imports. Two providers are polled out of step, and
                the second one at once when the first one is done: that is how the latency of many tasks can be
                below that floor.
                """
            ),
        ],
        picture=_picture(sizes, latency),
    )


def _picture(sizes: list[Size], latency: float) -> str:
    def curve(style: str, name: str, cost: Callable[[Size], float]) -> Curve:
        return Curve(style, name, [(size.tasks, cost(size)) for size in sizes])

    ours, script, terraform, floor = "this collection", "script on the SDKs", "Terraform's wait", "floor"
    panels = [
        Panel(
            "API calls of the whole wait",
            [
                curve("floor", floor, lambda size: _least_calls(size.tasks)),
                curve("script", script, lambda size: size.script[0].median),
                curve("terraform", terraform, lambda size: size.terraform[0].median),
                curve("ours", ours, lambda size: size.our("calls")),
            ],
        ),
        Panel(
            "Seconds from the last finish to the end of the wait",
            [
                curve("floor", floor, lambda _size: latency),
                curve("script", script, lambda size: size.script[1].median),
                curve("terraform", terraform, lambda size: size.terraform[1].median),
                curve("ours", ours, lambda size: size.our("latency")),
            ],
        ),
        Panel(
            "CPU seconds of the whole wait",
            [
                curve("floor", floor, lambda size: size.our("parsing")),
                curve("ours", ours, lambda size: size.our("cpu")),
            ],
        ),
        Panel(
            "Peak memory, MiB",
            [
                curve("floor", floor, lambda size: size.our("imported")),
                curve("ours", ours, lambda size: size.our("peak")),
            ],
        ),
    ]
    return draw("What a wait costs, by the number of tasks", panels, "tasks")
