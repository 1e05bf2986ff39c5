# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run commands and count what they found."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .environment import ROOT, isolated

BIN = Path(sys.executable).parent
"""The folder of the virtual environment's commands. Not resolved: the link is what makes it one."""


@dataclass
class Tally:
    """How many checks passed, failed, and could not run."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __iadd__(self, other: Tally) -> Tally:
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped
        return self

    @classmethod
    def read(cls, text: str) -> Tally | None:
        """Read what ``str`` has made of one; None where the text is something else."""
        found = re.fullmatch(r"(\d+) passed, (\d+) failed(?:, (\d+) skipped)?", text)
        return cls(*(int(number or 0) for number in found.groups())) if found else None

    def __str__(self) -> str:
        text = f"{self.passed} passed, {self.failed} failed"
        return f"{text}, {self.skipped} skipped" if self.skipped else text


def say(text: str) -> None:
    """Print at once, so that our words and those of the commands come in order."""
    print(text, flush=True)


def run(
    command: Sequence[str | Path],
    *,
    cwd: Path = ROOT,
    env: Mapping[str, str] | None = None,
) -> int:
    """Run a command with its output on ours, and return its exit code."""
    return subprocess.run(
        command, check=False, cwd=cwd, env=isolated(os.environ) if env is None else env, stdin=subprocess.DEVNULL
    ).returncode


def run_and_read(command: Sequence[str | Path], *, env: Mapping[str, str]) -> tuple[int, str]:
    """Run a command with its output on ours, and return its exit code and what it said."""
    lines = []
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            say(line.rstrip("\n"))
            lines.append(line)
    return process.returncode, re.sub(r"\x1b\[[0-9;]*m", "", "".join(lines))


def check(*commands: Sequence[str | Path]) -> Tally:
    """Run commands that each are one check, up to the first that fails."""
    tally = Tally()
    for command in commands:
        if run(command) != 0:
            tally.failed += 1
            break
        tally.passed += 1
    return tally


def tracked_files(root: Path = ROOT) -> list[Path]:
    """Return the paths, relative to ``root``, that git has or would take: no caches, nothing ignored."""
    # A clone may belong to somebody else than the one who tests it: git then asks to be told.
    names = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        check=True,
        cwd=root,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout.split("\0")
    return sorted({Path(name) for name in names if name and os.path.lexists(root / name)})


def read_junit(path: Path) -> tuple[Tally, list[str]]:
    """Count the test cases of a JUnit file, and list why some were skipped."""
    tally, reasons = Tally(), []
    for case in ET.parse(path).getroot().iter("testcase"):
        skipped = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            tally.failed += 1
        elif skipped is not None:
            tally.skipped += 1
            reasons.append(skipped.get("message") or skipped.text or "")
        else:
            tally.passed += 1
    return tally, reasons


def pytest(
    name: str,
    *arguments: str | Path,
    python: Path = BIN / "python",
    with_: Sequence[str] = (),
    env: Mapping[str, str] | None = None,
) -> Tally:
    """Run pytest and count its tests; no tests at all is a failure."""
    junit = ROOT / ".cache" / "junit" / f"{name}.xml"
    junit.unlink(missing_ok=True)
    code = run([python, *with_, "-m", "pytest", "-q", f"--junitxml={junit}", *arguments], env=env)
    tally = read_junit(junit)[0] if junit.exists() else Tally()
    if code != 0 and tally.failed == 0:
        say(f"pytest failed with exit code {code}")
        tally.failed += 1
    return tally
