# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run the unit tests, and playbooks that wait, on the supported releases of ansible-core that find a Python here."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from importlib import metadata
from pathlib import Path

from . import interpreters
from .environment import CACHE, ROOT, isolated
from .report import Tally, pytest, say

# The Pythons that each release line supports on the controller.
_CORES = {
    "2.19": ((3, 11), (3, 12), (3, 13)),
    "2.20": ((3, 12), (3, 13), (3, 14)),
    "2.21": ((3, 12), (3, 13), (3, 14)),
}
_OLDEST = ("2.19", (3, 11))


def oldest_requests() -> str:
    """Return the requirement that pins ``requests`` to the oldest release that the collection promises to work with."""
    for line in (ROOT / "meta" / "ee-requirements.txt").read_text(encoding="utf-8").splitlines():
        name, separator, version = line.partition(">=")
        if separator and name.strip() == "requests":
            return f"requests=={version.strip()}"
    raise ValueError("meta/ee-requirements.txt gives no oldest release of requests")


def _environment(python: Path, requirements: list[str]) -> Path:
    """Return the interpreter of a virtual environment with ``requirements``; one made before serves again."""
    files = ("requirements-unit.txt", "requirements-demo.txt")
    content = [*requirements, str(python), *((ROOT / "tests" / name).read_text(encoding="utf-8") for name in files)]
    folder = CACHE / "matrix" / hashlib.sha256("\n".join(content).encode()).hexdigest()[:12]
    if not (folder / "complete").exists():
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([python, "-m", "venv", folder], check=True, stdin=subprocess.DEVNULL)
        subprocess.run(
            [
                *(folder / "bin" / "python", "-m", "pip", "install", "-qq", "--disable-pip-version-check"),
                *requirements,
                *("-r", ROOT / "tests" / files[0]),
            ],
            check=True,
            stdin=subprocess.DEVNULL,
        )
        (folder / "complete").touch()
    return folder / "bin" / "python"


# What does not depend on Ansible, Python or requests has been tested already: the emulator's own tests are left out,
# and properties are tried on fewer examples.
_ALL = ("tests/unit", "tests/conformance", "tests/providers", "--ignore=tests/unit/emulator")
# What meets requests, and what meets ansible-core: the action plugin, the modules and the role in real playbooks.
_OF_REQUESTS = (
    "tests/unit/plugins/module_utils/_http/test_transport.py",
    "tests/unit/plugins/module_utils/_http/test_http.py",
    *sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("tests/providers/*/test_auth.py")),
)
_OF_ANSIBLE = ("tests/integration_playbooks/test_wait.py", "tests/integration_playbooks/test_delegated.py")

Leg = tuple[str, interpreters.Version, str]
"""A release line of ansible-core, a Python, and what else is pinned."""


def _run(legs: list[Leg], found: dict[interpreters.Version, Path], brief: bool) -> Tally:
    tally = Tally()
    for core, version, pinned in legs:
        python_name = f"{version[0]}.{version[1]}"
        name = f"ansible-core {core}, Python {python_name}" + (f", {pinned}" if pinned else "")
        if version not in found:
            say(f"{name}: not run, there is no such Python here")
            tally.skipped += 1
            continue
        say(f"-- {name}")
        python = _environment(found[version], [f"ansible-core=={core}.*", *([pinned] if pinned else [])])
        report = f"matrix-{core}-{python_name}{'-oldest' if pinned else ''}"
        env = isolated({**os.environ, "HYPOTHESIS_PROFILE": "brief"})
        tests = (_OF_REQUESTS if pinned else _OF_ANSIBLE) if brief else (*_ALL, *_OF_ANSIBLE)
        tally += pytest(report, *tests, "-n2", python=python, env=env)
        if tally.failed:
            break
    return tally


def matrix() -> Tally:
    """Run both on every release with every Python that it supports, and with the oldest requests."""
    legs = [(core, version, "") for core, versions in _CORES.items() for version in versions]
    return _run([(*_OLDEST, oldest_requests()), *legs], interpreters.find(), brief=False)


def releases() -> Tally:
    """Run what meets requests with its oldest release; playbooks on the newest or the oldest ansible-core, or both.

    One of them is what everything else was run with, mostly.
    """
    found = interpreters.find()
    here = ".".join(metadata.version("ansible-core").split(".")[:2])
    legs: list[Leg] = [
        (core, max((version for version in _CORES[core] if version in found), default=_CORES[core][-1]), "")
        for core in (min(_CORES), max(_CORES))
        if core != here
    ]
    return _run([(*_OLDEST, oldest_requests()), *legs], found, brief=True)
