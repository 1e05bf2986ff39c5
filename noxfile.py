# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every step of ``make test`` as a session: ``nox -l`` lists them, ``nox -e unit -- -k wait`` runs one."""

from __future__ import annotations

import ast
import pathlib

import nox

# The Makefile makes the environment that all steps share.
nox.options.default_venv_backend = "none"

_CHECK = pathlib.Path(__file__).parent / "tests" / "tools" / "check.py"
_ON_REQUEST = ("matrix",)


def _steps() -> list[str]:
    """Return the steps' names as check.py prints them: nox may run where its imports are not installed."""
    source = ast.parse(_CHECK.read_text(encoding="utf-8"))
    for node in ast.walk(source):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "STEP_NAMES":
            names: list[str] = list(ast.literal_eval(node.value))
            return names
    raise LookupError("tests/tools/check.py has no STEP_NAMES")


def _session(name: str) -> None:
    def run(session: nox.Session) -> None:
        session.run("make", "-s", ".venv/.installed", external=True)
        arguments = ["--", *session.posargs] if session.posargs else []
        session.run(".venv/bin/python", "-m", "tests.tools.check", name, *arguments, external=True)

    nox.session(name=name)(run)


for _name in (*_steps(), *_ON_REQUEST):
    _session(_name)
nox.options.sessions = _steps()
