# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Measure everything, print it, and write docs/benchmarks.md.

    python -m tests.benchmark [--quick] [--only ROW]... [--repeats N] [--output FOLDER]

A quick run, or one of some rows alone, is printed only, unless it is told where to write to.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Protocol

from tests.tools.environment import ROOT

sys.path.insert(0, str(ROOT / ".collections"))

from . import document, machine
from .plan import Plan
from .process import Failed
from .report import Section, Table, Verdict, promises
from .rows import (
    alibaba_sweep,
    calls,
    huawei_sweep,
    long_play,
    memory,
    news,
    one_call,
    release,
    result_size,
    submit,
    the_end,
)


class Row(Protocol):
    """A module of rows/."""

    KEY: str
    TITLE: str
    #: One sentence.
    WHY: str

    def measure(self, plan: Plan) -> Section: ...


ROWS: dict[str, Row] = {
    row.KEY: row
    for row in (
        one_call,
        submit,
        release,
        news,
        the_end,
        calls,
        long_play,
        alibaba_sweep,
        huawei_sweep,
        memory,
        result_size,
    )
}


def _measured(key: str, plan: Plan) -> Section:
    """A row; one that breaks is a promise not kept, and the others go on."""
    row = ROWS[key]
    try:
        return row.measure(plan)
    except (Failed, AssertionError) as error:
        plan.say(f"{key} broke: {error!r}")
        verdict = Verdict(row.TITLE, "it broke", False)
        return Section(key, row.TITLE, row.WHY, "This row could not be measured.", Table(("", ""), []), [verdict])


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
    sections, busy = [], []
    for key in options.only or ROWS:
        busy.append(machine.busy())
        plan.say(f"{key}: others keep {busy[-1]:.1f} of {machine.cores()} cores busy")
        section = _measured(key, plan)
        print(f"\n{section.plain()}\n", flush=True)
        sections.append(section)
    plan.say("done\n")
    print(promises(sections).plain())
    folder = options.output or (None if options.quick or options.only else ROOT / "docs")
    if folder is not None:
        document.write(folder, sections, plan, busy)
    return 0


if __name__ == "__main__":
    sys.exit(main())
