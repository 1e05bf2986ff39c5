# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What code imports, its own requirements file asks for: other files may not be installed where it runs."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.tools.matrix import LEFT_OUT
from tests.unit.support import ROOT

TESTS = ROOT / "tests"
#: What `make demo` runs, and what every ansible-core is tried with.
UNIT = ("unit", "conformance", "providers", "emulator", "simulation")
#: Belongs to Python or to the project.
OWN = {*sys.stdlib_module_names, "ansible_collections", "tests"}


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def listed(path: Path) -> Iterator[Requirement]:
    """What a requirements file asks for, with the files that it includes."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("-r "):
            yield from listed(path.parent / line[3:])
        elif line and not line.startswith("#"):
            yield Requirement(line)


def installed_by(path: Path) -> set[str]:
    """The distributions that pip installs for a requirements file."""
    found: set[str] = set()
    waiting = [(each.name, each.extras) for each in listed(path)]
    while waiting:
        name, extras = waiting.pop()
        if canonical(name) in found:
            continue
        found.add(canonical(name))
        for text in metadata.requires(name) or []:
            needed = Requirement(text)
            if needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in {"", *extras}):
                waiting.append((needed.name, needed.extras))
    return found


def missing(modules: set[str], path: Path) -> list[str]:
    """Those of the modules that no distribution brings which the file asks for."""
    known, brings = installed_by(path), metadata.packages_distributions()
    return sorted(name for name in modules if not known & {canonical(each) for each in brings.get(name, [])})


def test_what_the_emulator_imports() -> None:
    code = "import sys; before = {*sys.modules}; import tests.emulator.__main__; print(*{*sys.modules} - before)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    brings = metadata.packages_distributions()
    modules = {name.partition(".")[0] for name in done.stdout.split()} & brings.keys() - OWN
    assert "aiohttp" in modules
    assert missing(modules, TESTS / "requirements-demo.txt") == []


@pytest.mark.parametrize("folder", UNIT)
def test_what_unit_tests_import(folder: str) -> None:
    modules = set()
    left_out = tuple(str(ROOT / name) for name in LEFT_OUT)
    for path in (TESTS / folder).rglob("*.py"):
        # The environments that are made of this file do not run those.
        if str(path).startswith(left_out):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                modules.add(str(node.module).partition(".")[0])
    assert missing(modules - OWN, TESTS / "requirements-unit.txt") == []
