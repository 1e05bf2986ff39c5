# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Measure everything, print it, and write docs/benchmarks.md and docs/benchmarks.svg.

    python -m tests.benchmark [--quick] [--only ROW]... [--repeats N] [--output FOLDER]

A quick run, or one of some rows alone, is printed only, unless it is told where to write to.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from tests.tools.environment import ROOT

sys.path.insert(0, str(ROOT / ".collections"))

from . import document, machine
from .plan import Plan
from .process import Failed
from .report import Section, Table, Verdict, promises
from .rows import alibaba_sweep, how_it_grows, huawei_sweep, long_play, long_wait, memory, one_call, start, submit

ROWS = {
    row.KEY: row
    for row in (one_call, submit, long_play, alibaba_sweep, huawei_sweep, long_wait, memory, start, how_it_grows)
}


def _measured(key: str, title: str, row: Callable[[Plan], Section], plan: Plan) -> Section:
    """A row; one that breaks is a promise not kept, and the others go on."""
    try:
        return row(plan)
    except (Failed, AssertionError) as error:
        plan.say(f"{key} broke: {error}")
        table = Table(("", ""), [])
        return Section(key, title, "This row could not be measured.", table, [Verdict(title, "it broke", False)])


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmark", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="small sizes, to try the benchmark itself")
    parser.add_argument("--only", action="append", choices=list(ROWS), metavar="ROW", help=", ".join(ROWS))
    parser.add_argument("--repeats", type=int, help="of every row; 5, or 2 of a quick run")
    parser.add_argument("--output", type=Path, help="folder to write to; docs for a whole run")
    options = parser.parse_args(arguments)
    plan = Plan(options.repeats or (2 if options.quick else 5), options.quick)
    if plan.repeats < 1:
        parser.error("--repeats has to be at least 1")
    load = machine.load()
    plan.say(f"{machine.cores()} cores, load {load:.1f}")
    sections = []
    for key in options.only or ROWS:
        section = _measured(key, ROWS[key].TITLE, ROWS[key].measure, plan)
        print(f"\n{section.plain()}\n", flush=True)
        sections.append(section)
    plan.say("done\n")
    print(promises(sections).plain())
    folder = options.output or (None if options.quick or options.only else ROOT / "docs")
    if folder is not None:
        document.write(folder, sections, plan, load)
    return 0


if __name__ == "__main__":
    sys.exit(main())
