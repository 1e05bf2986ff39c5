# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lines and branches of plugins/ that several suites reach together. What counts, and how, is in pyproject.toml."""

from __future__ import annotations

import json
import os
import subprocess

from .environment import CACHE, ROOT, isolated
from .report import BIN, Tally, run, say

_FOLDER = CACHE / "coverage"
#: What comes between Python and the program whose lines are counted.
COUNTING = ("-m", "coverage", "run")
#: The steps whose figures are added up.
SUITES = ("unit", "sdk", "playbooks", "molecule")


def counted(suite: str) -> dict[str, str]:
    """Return the environment in which a suite's processes count what they reach, and forget what it reached before."""
    _FOLDER.mkdir(parents=True, exist_ok=True)
    for old in _FOLDER.glob(f"{suite}*"):
        old.unlink()
    return isolated(os.environ) | {
        "COVERAGE_FILE": str(_FOLDER / suite),
        # Playbooks run in folders of their own.
        "EDGEOPS_CDN_PLUGINS": str(ROOT / "plugins"),
    }


def coverage() -> Tally:
    """Add the suites up, and show lines and branches; one check that every line is reached, or says why it is not."""
    files = {suite: sorted(_FOLDER.glob(f"{suite}*")) for suite in SUITES}
    missing = [suite for suite, found in files.items() if not found]
    if missing:
        say(f"not counted yet: {', '.join(missing)}")
        return Tally(failed=1)
    env = counted("all")
    every = [file for found in files.values() for file in found]
    if run([BIN / "coverage", "combine", "--keep", "--quiet", *every], env=env):
        return Tally(failed=1)
    if run([BIN / "coverage", "report", "--skip-covered", "--show-missing"], env=env):
        return Tally(failed=1)
    told = subprocess.run(
        [BIN / "coverage", "json", "-q", "-o", "-"], check=True, cwd=ROOT, env=env, capture_output=True
    )
    missed = {name: file["missing_lines"] for name, file in json.loads(told.stdout)["files"].items()}
    count = sum(map(len, missed.values()))
    if count:
        say(f"{count} lines are reached by no test: test them, or say `# pragma: no cover` and why")
        say("\n".join(f"  {name}: {', '.join(map(str, lines))}" for name, lines in missed.items() if lines))
    return Tally(passed=not count, failed=bool(count))
