# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Programs and what they cost: seconds, CPU seconds of all that they start, peak memory."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.tools.environment import ROOT, isolated

_STOPWATCH = Path(__file__).with_name("stopwatch.py")
PYTHON = sys.executable


@dataclass(frozen=True)
class Cost:
    """What a program took. `peak` is in MiB, of the largest process among it and those that it started."""

    wall: float
    cpu: float
    peak: float
    output: str


class Failed(Exception):
    """A program that was to be measured did not do its work."""


class Program:
    """A program that runs now."""

    def __init__(self, command: Sequence[str | Path], extra: Mapping[str, str] | None = None) -> None:
        self._command = [str(part) for part in command]
        self._folder = tempfile.TemporaryDirectory(prefix="edgeops-bench-")
        folder = Path(self._folder.name)
        self._cost, self._said, self._errors = folder / "cost", folder / "said", folder / "errors"
        environment = {**isolated(os.environ), "PYTHONPATH": os.pathsep.join((str(ROOT / ".collections"), str(ROOT)))}
        with self._said.open("wb") as said, self._errors.open("wb") as errors:
            self._process = subprocess.Popen(
                # -S -E: the stopwatch itself is to be small.
                [PYTHON, "-S", "-E", _STOPWATCH, self._cost, *self._command],
                cwd=ROOT,
                env={**environment, **(extra or {})},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=errors,
                start_new_session=True,
            )

    def cost(self) -> Cost:
        """Wait for its end. Raises Failed where that was not a good one."""
        try:
            status = self._process.wait()
        except BaseException:
            os.killpg(self._process.pid, signal.SIGKILL)
            raise
        said = self._said.read_text(encoding="utf-8", errors="replace")
        errors = self._errors.read_text(encoding="utf-8", errors="replace")
        if status != 0:
            raise Failed(f"{' '.join(self._command)[:500]} ended with {status}:\n{said[-3000:]}\n{errors[-3000:]}")
        took = json.loads(self._cost.read_text(encoding="ascii"))
        self._folder.cleanup()
        return Cost(took["wall"], took["cpu"], took["peak"] / 1024, said)


def run(command: Sequence[str | Path], extra: Mapping[str, str] | None = None) -> Cost:
    """Run a program to its end."""
    return Program(command, extra).cost()
