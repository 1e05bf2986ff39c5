# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""docs/benchmarks.md: what was promised, what was measured, on what, and how to do it again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .figures import Figures
from .machine import machine
from .plan import Plan
from .report import Section, promises

_HEAD = """\
<!--
Copyright: (c) 2026, the edgeops.cdn contributors
GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
SPDX-License-Identifier: GPL-3.0-or-later
-->

# Benchmarks

What this collection costs, against what people would use instead. `make bench` measured all of it and wrote this page.
"""

_HOW = """\
## How it was measured

- The clouds are the emulator of this repository, in a process of its own, with the documented limits enforced and
  100 ms from a request to its response. No figure holds its CPU seconds.
- Every row measures this collection and its rivals in the same run, in turn or side by side, {repeats} times unless it
  says otherwise. A figure is the median of the repeats, and in parentheses the lowest and the highest. "x" compares
  what was measured in the same repeat.
- CPU seconds and memory are the kernel's figures for a process and all that it started and waited for. A machine that
  others use as well makes seconds longer; calls, CPU seconds, memory and virtual time hardly notice.
- Virtual time is that of a clock which only moves when somebody sleeps or waits for a response. What runs in it is the
  real code, this collection's and the rivals'.
- Rivals: `ansible.builtin.uri` with `until`, with an IAM token at Huawei Cloud; a script, and modules, on the official
  SDKs; the wait of Terraform's provider for Huawei Cloud. They are in `tests/benchmark/`, written as plainly as a
  user would.
- 1 MB is 1,000,000 bytes, 1 MiB is 1,048,576.
"""

_AGAIN = """\
## Measure it yourself

On a machine that does nothing else, from a checkout:

```console
$ make bench
```

It takes about three quarters of an hour and writes this page. `make bench ARGS="--quick"` tries everything in small,
`ARGS="--only call"` measures one row; neither writes anything.
"""


def write(folder: Path, sections: Sequence[Section], plan: Plan, busy: Sequence[float]) -> None:
    """Write the page."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "benchmarks.md").write_text(page(sections, plan, busy), encoding="utf-8")


def page(sections: Sequence[Section], plan: Plan, busy: Sequence[float]) -> str:
    """The page as Markdown; busy: how many cores others kept busy before each row."""
    verdicts = [one for section in sections for one in section.verdicts]
    missed = sum(not one.met for one in verdicts)
    summary = (
        f"{len(verdicts)} promises were measured: {len(verdicts) - missed} were kept, {missed} were not. Where one was "
        "not, its row says what the figure is made of."
    )
    if plan.quick:
        summary += "\n\n**This was a quick run, with small sizes: its figures say nothing.**"
    others = ("Cores that other programs kept busy, looked at before each row", Figures.of(busy).shown(1))
    used = machine([others, ("Repeats", str(plan.repeats))])
    parts = [
        _HEAD,
        "## Promised and measured",
        promises(sections).markdown(),
        summary,
        "## The machine",
        used.markdown(),
        _HOW.format(repeats=plan.repeats),
        *(section.markdown() for section in sections),
        _AGAIN,
    ]
    return "\n\n".join(part.rstrip("\n") for part in parts) + "\n"
