# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run the unit tests, and playbooks that wait, on the supported releases of ansible-core that find a Python here."""

from __future__ import annotations

import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from . import interpreters
from .environment import ROOT, isolated
from .report import Tally, pytest, say
from .supported import CORES, RELEASED, Core, text
from .venvs import FOLDER, plainly_named, venv

#: The oldest Python that the tests themselves run on.
_TESTS_NEED = (3, 11)
_FILES = ("requirements-unit.txt", "requirements-demo.txt")


def oldest_requests() -> str:
    """Return the requirement that pins ``requests`` to the oldest release that the collection promises to work with."""
    for line in (ROOT / "meta" / "ee-requirements.txt").read_text(encoding="utf-8").splitlines():
        name, separator, version = line.partition(">=")
        if separator and name.strip() == "requests":
            return f"requests=={version.strip()}"
    raise ValueError("meta/ee-requirements.txt gives no oldest release of requests")


# What does not depend on Ansible, Python or requests has been tested already: tests of the emulator and of these tools,
# and of what other programs say of documents, are left out, and properties are tried on fewer examples.
LEFT_OUT = ("tests/unit/emulator", "tests/unit/tools", "tests/unit/test_pipelines.py")
_ALL = ("tests/unit", "tests/conformance", "tests/providers", *(f"--ignore={name}" for name in LEFT_OUT))
# What meets requests, and what meets ansible-core: the action plugin, the modules and the role in real playbooks.
_OF_REQUESTS = (
    "tests/unit/plugins/module_utils/_http/test_transport.py",
    "tests/unit/plugins/module_utils/_http/test_client.py",
    "tests/unit/plugins/module_utils/_http/test_requests_library.py",
    "tests/conformance/test_signing.py",
    *sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("tests/providers/*/test_auth.py")),
)
_BRIEF = ("tests/integration_playbooks/test_pythons.py",)
_OF_WAITS = (*_BRIEF, "tests/integration_playbooks/test_wait.py")
_OF_ANSIBLE = (*_OF_WAITS, "tests/integration_playbooks/test_delegated.py")
#: On request, the comparison of actions with the modules that they stand in for as well.
_MORE_OF_ANSIBLE = (*_OF_ANSIBLE, "tests/integration_playbooks/test_worker.py")


@dataclass(frozen=True)
class Leg:
    """A release of ansible-core on a Python, and what is run on it."""

    core: Core
    python: interpreters.Version
    #: In the same process as Ansible; needs a Python that the tests run on.
    inside: tuple[str, ...] = ()
    #: Playbooks, run by this release's commands.
    playbooks: tuple[str, ...] = ()
    #: What pip has to install besides.
    pinned: str = ""

    @property
    def requirements(self) -> list[str]:
        """What pip installs for it."""
        return [self.core.requirement, self.pinned or "requests"]

    @property
    def name(self) -> str:
        """How the leg is called in what is printed."""
        return f"ansible-core {self.core.line}, Python {text(self.python)}" + (
            f", {self.pinned}" if self.pinned else ""
        )


_OF_TARGETS = ["requests>=2.25.1"]


def _targets(found: dict[interpreters.Version, Path]) -> dict[interpreters.Version, Path]:
    """Return the Pythons that a host may be delegated to with."""
    oldest = min(core.oldest_target for core in CORES)
    return {version: path for version, path in found.items() if version >= oldest}


def _install(legs: list[Leg], found: dict[interpreters.Version, Path]) -> None:
    """Make the environments that will be asked for, two at a time: pip keeps one core busy."""
    with ThreadPoolExecutor(2) as pool:
        # What fails is tried once more, and told, by the leg that needs it.
        for leg in legs:
            if leg.python in found and leg.inside:
                pool.submit(venv, found[leg.python], leg.requirements, _FILES)
            if leg.python in found and leg.playbooks:
                pool.submit(venv, found[leg.python], leg.requirements)
        for path in _targets(found).values():
            pool.submit(venv, path, _OF_TARGETS)


def _run(legs: list[Leg], found: dict[interpreters.Version, Path]) -> Tally:
    _install(legs, found)
    with plainly_named(FOLDER) as folder:
        return _run_in(folder, legs, found)


def _run_in(folder: Path, legs: list[Leg], found: dict[interpreters.Version, Path]) -> Tally:
    def made(python: Path, requirements: list[str], files: tuple[str, ...] = ()) -> Path:
        return folder / venv(python, requirements, files).relative_to(FOLDER)

    tally = Tally()
    # As test_pythons.py reads them.
    targets = os.pathsep.join(
        f"{text(version)}={made(path, _OF_TARGETS) / 'python'}" for version, path in _targets(found).items()
    )
    env = isolated({**os.environ, "HYPOTHESIS_PROFILE": "brief"})
    for leg in legs:
        if leg.python not in found:
            say(f"{leg.name}: not run, there is no such Python here")
            tally.skipped += 1
            continue
        say(f"-- {leg.name}")
        report = f"matrix-{leg.core.line}-{text(leg.python)}{'-pinned' if leg.pinned else ''}"
        if leg.inside:
            commands = made(found[leg.python], leg.requirements, _FILES)
            tally += pytest(report, *leg.inside, "-n2", python=commands / "python", env=env)
        if leg.playbooks and not tally.failed:
            try:
                commands = made(found[leg.python], leg.requirements)
            except subprocess.CalledProcessError:
                if not leg.core.candidate:
                    raise
                say(f"{leg.name}: not run, pip cannot install {leg.core.requirement}")
                tally.skipped += 1
                continue
            own = {"EDGEOPS_CDN_ANSIBLE": str(commands), "EDGEOPS_CDN_TARGETS": targets}
            tally += pytest(f"{report}-playbooks", *leg.playbooks, "-n2", env=env | own)
        if tally.failed:
            break
    return tally


def _oldest_requests(tests: tuple[str, ...]) -> Leg:
    core = next(core for core in RELEASED if _TESTS_NEED in core.controller)
    return Leg(core, _TESTS_NEED, inside=tests, pinned=oldest_requests())


def matrix() -> Tally:
    """Run unit tests and playbooks on every release with every Python it supports, and with the oldest requests.

    Where the tests themselves do not run on that Python, playbooks alone.
    """
    legs = [
        # A candidate is no requirement of ours that pip would accept beside it.
        Leg(core, version, _ALL if version >= _TESTS_NEED and not core.candidate else (), _MORE_OF_ANSIBLE)
        for core in CORES
        for version in core.controller
    ]
    return _run([_oldest_requests(_ALL), *legs], interpreters.find())


def releases() -> Tally:
    """Run what meets requests with its oldest release, and playbooks on every other release of ansible-core.

    On the oldest one all that meets ansible-core, on the newest one the wait on the controller, on all others the role
    and all Pythons of targets; each on the oldest Python here that it runs on. The release that is installed has run
    everything else.
    """
    found = interpreters.find()
    here = ".".join(metadata.version("ansible-core").split(".")[:2])
    legs = []
    for core in CORES:
        if core.line != here:
            python = min((version for version in core.controller if version in found), default=core.controller[0])
            playbooks = {RELEASED[0]: _OF_ANSIBLE, RELEASED[-1]: _OF_WAITS}.get(core, _BRIEF)
            legs.append(Leg(core, python, playbooks=playbooks))
    return _run([_oldest_requests(_OF_REQUESTS), *legs], found)
