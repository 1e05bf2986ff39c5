# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The checks of this repository, in the order in which ``make test`` runs them.

    python -m tests.tools.check [STEP...] [-- ARGUMENTS FOR PYTEST]

Stops at the first step that fails. The last line tells how many checks passed and failed.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

from . import emulator
from .artifact import build
from .environment import CACHE, ROOT
from .matrix import matrix, releases
from .publish import PUBLISHED
from .report import BIN, Tally, check, pytest, run_and_read, say, tracked_files
from .sanity import sanity


def _suite(folder: str, *options: str) -> Callable[[], Tally]:
    """Return a step that runs the tests of a folder, and of those that the options name."""

    def step() -> Tally:
        if not (ROOT / folder).is_dir():
            say(f"not run, there is no {folder}")
            return Tally(skipped=1)
        return pytest(Path(folder).name, folder, *options, *_arguments)

    return step


def _shellcheck() -> Tally:
    """Check the shell scripts, with and without a name that tells what they are."""
    scripts = [name for name in tracked_files() if name.suffix == ".sh" or name == Path(".ci/run")]
    return check([BIN / "shellcheck", *scripts])


def _molecule() -> Tally:
    """Run all scenarios against one emulator, which the `default` scenario starts and stops."""
    scenarios = sorted(path.parent.name for path in (ROOT / "extensions" / "molecule").glob("*/molecule.yml"))
    try:
        code, output = run_and_read([BIN / "molecule", "test", "--all", "--workers=2", "--no-command-borders"])
    finally:
        # Molecule's own destroy does not run when Molecule itself is interrupted.
        emulator.stop(CACHE / "molecule")
    # Believed only where it says so: a scenario that was left out has not passed.
    ended = re.findall(r"\[(\S+) > (\w+)\] Executed: (\w+)", output)
    failed = {scenario for scenario, action, result in ended if result == "Failed"}
    passed = {scenario for scenario, action, result in ended if (action, result) == ("converge", "Successful")} - failed
    for scenario in sorted(set(scenarios) - passed):
        say(f"scenario {scenario}: {'failed' if scenario in failed else 'did not run'}")
    tally = Tally(passed=len(passed), failed=len(set(scenarios) - passed))
    if code != 0 and not tally.failed:
        say(f"molecule failed with exit code {code}")
        tally.failed += 1
    return tally


#: noxfile.py reads them here.
STEP_NAMES = (
    "format",
    "ruff",
    "mypy",
    "generate",
    "yamllint",
    "ansible-lint",
    "shellcheck",
    "docs",
    "changelog",
    "unit",
    "sdk",
    "playbooks",
    "sanity",
    "molecule",
    "reuse",
    "build",
    "importer",
    "users-lint",
    "editors",
    "releases",
)

STEPS: dict[str, tuple[str, Callable[[], Tally]]] = {
    "format": ("ruff format", lambda: check([BIN / "ruff", "format", "--check", "."])),
    "ruff": ("ruff check", lambda: check([BIN / "ruff", "check", "."])),
    "mypy": (
        "mypy --strict",
        lambda: check(
            [BIN / "mypy", "-p", "ansible_collections.edgeops.cdn.plugins"],
            [BIN / "mypy", "--python-version", "3.11", "-p", "tests"],
        ),
    ),
    "generate": (
        "generated files and parts",
        lambda: check([BIN / "python", "-m", "tests.tools.generate", "--check"]),
    ),
    "yamllint": ("yamllint", lambda: check([BIN / "yamllint", "--strict", "."])),
    "ansible-lint": ("ansible-lint, profile production", lambda: check([BIN / "ansible-lint", "--strict"])),
    "shellcheck": ("shellcheck", _shellcheck),
    "docs": (
        "antsibull-docs",
        lambda: check(
            [BIN / "antsibull-docs", "lint-collection-docs", "--plugin-docs", "--validate-collection-refs=all", "."]
        ),
    ),
    "changelog": (
        "antsibull-changelog",
        lambda: check(
            [BIN / "antsibull-changelog", "lint"],
            [BIN / "antsibull-changelog", "lint-changelog-yaml", "--strict", "changelogs/changelog.yaml"],
        ),
    ),
    "unit": ("unit tests", _suite("tests/unit", "tests/conformance", "tests/providers", "-n2")),
    "sdk": ("official SDKs against the emulator", _suite("tests/sdk")),
    "playbooks": ("playbooks against the emulator", _suite("tests/integration_playbooks", "-n2")),
    "sanity": ("ansible-test sanity", sanity),
    "molecule": ("molecule scenarios", _molecule),
    "reuse": ("reuse", lambda: check([BIN / "reuse", "lint"])),
    "build": ("the artifact", build),
    **PUBLISHED,
    "releases": ("the oldest requests, another release of ansible-core", releases),
}
_ON_REQUEST: dict[str, tuple[str, Callable[[], Tally]]] = {
    "matrix": ("unit tests and waits on every release of ansible-core, with every Python", matrix),
}

_arguments: list[str] = []
"""What stands after ``--`` on the command line, for pytest."""


def main(arguments: list[str]) -> int:
    """Run the steps, print a table and the sum."""
    if "--" in arguments:
        at = arguments.index("--")
        arguments, _arguments[:] = arguments[:at], arguments[at + 1 :]
    steps = STEPS | _ON_REQUEST
    unknown = set(arguments) - set(steps)
    if unknown:
        raise SystemExit(f"no such step: {', '.join(sorted(unknown))}; there are {', '.join(steps)}")
    total, rows = Tally(), []
    for name in arguments or STEPS:
        title, step = steps[name]
        say(f"\n== {title}")
        began = time.monotonic()
        tally = step()
        rows.append((title, tally, time.monotonic() - began))
        total += tally
        if tally.failed:
            break
    say("")
    say(f"{'':62}{'passed':>8}{'failed':>8}{'skipped':>8}{'seconds':>9}")
    for title, tally, seconds in rows:
        say(f"{title:62}{tally.passed:8}{tally.failed:8}{tally.skipped:8}{seconds:9.1f}")
    say(str(total))
    return 1 if total.failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("interrupted")
