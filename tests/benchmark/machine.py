# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the figures were measured on and with. No names of hosts, users or places."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

import yaml

from tests.tools.environment import ROOT

from .report import Table

_PACKAGES = (
    "ansible-core",
    "requests",
    "urllib3",
    "huaweicloudsdkcdn",
    "alibabacloud-dcdn20180115",
    "aiohttp",
)


def cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def memory_gib() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def processor() -> str:
    """The processor's model, as the kernel names it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    models = [line.partition(":")[2].strip() for line in lines if line.lower().startswith("model name")]
    return models[0] if models else platform.processor() or platform.machine()


def busy(seconds: float = 2.0) -> float:
    """How many cores others keep busy while this process sleeps for so long; 0 on a quiet machine."""
    if not Path("/proc/stat").exists():
        return os.getloadavg()[0]
    idle, total = _ticks()
    time.sleep(seconds)
    idle_then, total_then = _ticks()
    return cores() * (1 - (idle_then - idle) / max(1, total_then - total))


def _ticks() -> tuple[int, int]:
    """What all cores together have spent idle, and in all, as the kernel counts."""
    numbers = [int(word) for word in Path("/proc/stat").read_text(encoding="ascii").splitlines()[0].split()[1:9]]
    return numbers[3] + numbers[4], sum(numbers)


def machine(more: Sequence[tuple[str, str]] = ()) -> Table:
    """The machine, the versions, and what else is to be told of the run."""
    galaxy = yaml.safe_load((ROOT / "galaxy.yml").read_text(encoding="utf-8"))
    rows = [
        ("Processor", processor()),
        ("Cores", str(cores())),
        ("Memory", f"{memory_gib():.0f} GiB"),
        ("System", f"{platform.system()} {platform.machine()}"),
        ("Python", platform.python_version()),
        (f"{galaxy['namespace']}.{galaxy['name']}", str(galaxy["version"])),
        *((package, _version(package)) for package in _PACKAGES),
        *more,
    ]
    return Table(("", "Measured with"), rows)


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "not installed"
