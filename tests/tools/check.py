# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The checks of this repository, in the order in which ``make test`` runs them.

    python -m tests.tools.check [STEP...] [-- ARGUMENTS FOR PYTEST]

Stops at the first step that fails. The last line tells how many checks passed and failed. Without a STEP, all of them
are run; those that leave cores idle two at a time.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import suppress
from pathlib import Path

from . import emulator
from .artifact import build
from .coverage import COUNTING, counted, coverage
from .environment import CACHE, ROOT
from .matrix import matrix, releases
from .publish import PUBLISHED
from .report import BIN, Tally, check, pytest, run_and_read, say, tracked_files
from .sanity import integration, sanity, sanity_everywhere
from .site import site


def _suite(name: str, *options: str) -> Callable[[], Tally]:
    """Return a step that runs the tests that the options name, and counts what of plugins/ they reach."""

    def step() -> Tally:
        return pytest(name, *options, *_arguments, with_=COUNTING, env=counted(name))

    return step


def _shellcheck() -> Tally:
    """Check the shell scripts, with and without a name that tells what they are."""
    scripts = [name for name in tracked_files() if name.suffix == ".sh" or name == Path(".ci/run")]
    return check([BIN / "shellcheck", *scripts])


def _molecule() -> Tally:
    """Run all scenarios against one emulator, which the `default` scenario starts and stops."""
    scenarios = sorted(path.parent.name for path in (ROOT / "extensions" / "molecule").glob("*/molecule.yml"))
    try:
        code, output = run_and_read(
            [BIN / "molecule", "test", "--all", "--workers=2", "--no-command-borders"],
            # One scenario is counted, see its molecule.yml: counting makes a playbook take twice as long.
            env=counted("molecule") | {"EDGEOPS_CDN_COUNTING": str(ROOT / "pyproject.toml")},
        )
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
    "site",
    "docs",
    "changelog",
    "unit",
    "sdk",
    "playbooks",
    "sanity",
    "integration",
    "molecule",
    "reuse",
    "build",
    "importer",
    "users-lint",
    "editors",
    "releases",
    "coverage",
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
    "site": ("site, warnings are errors", site),
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
    "unit": ("unit tests", _suite("unit", "tests/unit", "tests/conformance", "tests/providers", "-n2")),
    "sdk": ("official SDKs against the emulator", _suite("sdk", "tests/sdk")),
    "playbooks": ("playbooks against the emulator", _suite("playbooks", "tests/integration_playbooks", "-n2")),
    "sanity": ("ansible-test sanity", sanity),
    "integration": ("ansible-test integration", integration),
    "molecule": ("molecule scenarios", _molecule),
    "reuse": ("reuse", lambda: check([BIN / "reuse", "lint"])),
    "build": ("the artifact", build),
    **PUBLISHED,
    "releases": ("the oldest requests, another release of ansible-core", releases),
    "coverage": ("what of plugins/ these reach together", coverage),
}
_ON_REQUEST: dict[str, tuple[str, Callable[[], Tally]]] = {
    "matrix": ("unit tests and waits on every release of ansible-core, with every Python", matrix),
    "sanity-everywhere": ("ansible-test sanity, on every Python", sanity_everywhere),
}

_arguments: list[str] = []
"""What stands after ``--`` on the command line, for pytest."""

#: Steps for which all cores are there: the unit tests keep them busy, and what adds up comes last.
_ALONE = ("unit", "coverage")
#: The others, two at a time; playbooks wait for much, and what runs beside them uses that time. The longest ones first:
#: the rest fills what they leave.
_BESIDE = sorted(set(STEP_NAMES) - set(_ALONE), key=("playbooks", "sanity", "releases", *STEP_NAMES).index)

Ended = tuple[str, Tally, float]
"""A step's name, what it found, and how many seconds it took."""


def _run_here(names: Sequence[str]) -> Iterator[Ended]:
    for name in names:
        title, step = (STEPS | _ON_REQUEST)[name]
        say(f"\n== {title}")
        began = time.monotonic()
        yield name, step(), time.monotonic() - began


def _run_apart(name: str, started: list[subprocess.Popen[bytes]]) -> tuple[str, Ended]:
    """Run a step as a command of its own; its output comes whole, with what came of it."""
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.tools.check", name],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    started.append(process)
    output, _newline, last = process.communicate()[0].decode(errors="replace").rstrip("\n").rpartition("\n")
    tally = Tally.read(last)
    if tally is None or bool(process.returncode) != bool(tally.failed):
        output, tally = f"{output}\n{last}\nended with exit code {process.returncode}", Tally(failed=1)
    return output, (name, tally, time.monotonic() - began)


def _run_side_by_side(names: Sequence[str]) -> Iterator[Ended]:
    started: list[subprocess.Popen[bytes]] = []
    with ThreadPoolExecutor(2) as pool:
        running: list[Future[tuple[str, Ended]]] = [pool.submit(_run_apart, name, started) for name in names]
        try:
            for future in as_completed(running):
                output, ended = future.result()
                say(output)
                yield ended
        finally:
            # After a failure or Ctrl-C: whoever is still at work shall tidy up and end, as after Ctrl-C.
            for future in running:
                future.cancel()
            for process in started:
                if process.poll() is None:
                    with suppress(ProcessLookupError):
                        os.killpg(process.pid, signal.SIGINT)


def _run_all() -> Iterator[Ended]:
    yield from _run_side_by_side(_BESIDE)
    yield from _run_here(_ALONE)


def main(arguments: list[str]) -> int:
    """Run the steps, print a table of several and the sum."""
    if "--" in arguments:
        at = arguments.index("--")
        arguments, _arguments[:] = arguments[:at], arguments[at + 1 :]
    steps = STEPS | _ON_REQUEST
    unknown = set(arguments) - set(steps)
    if unknown:
        raise SystemExit(f"no such step: {', '.join(sorted(unknown))}; there are {', '.join(steps)}")
    began, total, rows = time.monotonic(), Tally(), []
    for name, tally, seconds in _run_here(arguments) if arguments else _run_all():
        rows.append(f"{steps[name][0]:62}{tally.passed:8}{tally.failed:8}{tally.skipped:8}{seconds:9.1f}")
        total += tally
        if tally.failed:
            break
    if len(rows) > 1:
        say(f"\n{'':62}{'passed':>8}{'failed':>8}{'skipped':>8}{'seconds':>9}")
        say("\n".join(rows))
        say(f"{time.monotonic() - began:.0f} seconds in all")
    say(str(total))
    return 1 if total.failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("interrupted")
