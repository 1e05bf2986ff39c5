# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import re

import pytest

from tests.tools.check import STEP_NAMES, STEPS, _run_apart
from tests.tools.environment import ROOT
from tests.tools.publish import _as_playbook, _option_names, playbooks_of_documents
from tests.tools.report import Tally


def test_names_for_nox_are_those_of_the_steps() -> None:
    assert list(STEP_NAMES) == list(STEPS)


def test_a_step_that_does_not_say_what_came_of_it_has_failed() -> None:
    output, (name, tally, _seconds) = _run_apart("no-such-step", [])
    assert "no such step: no-such-step" in output
    assert (name, tally) == ("no-such-step", Tally(failed=1))


@pytest.mark.parametrize("tally", [Tally(12), Tally(3, 4), Tally(1, 0, 20)])
def test_a_tally_is_read_as_it_is_printed(tally: Tally) -> None:
    assert Tally.read(str(tally)) == tally
    assert Tally.read(f"{tally} in 3 s") is None


def test_every_step_is_in_the_makefile() -> None:
    commands = re.findall(r"^\t@\$\(CHECK\) (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(STEPS) <= {word for command in commands for word in re.sub(r"\$\(.*", "", command).split()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\n- name: A\n  hosts: all\n", "---\n- name: A\n  hosts: all\n"),
        ("- name: A\n  hosts: all\n", "---\n- name: A\n  hosts: all\n"),
        (
            "- name: A\n  m.m.m:\n",
            "---\n- name: Example\n  hosts: localhost\n  gather_facts: false\n  tasks:\n    - name: A\n      m.m.m:\n",
        ),
        ("---\ncollections:\n  - edgeops.cdn\n", None),
        ("", None),
    ],
)
def test_examples_become_playbooks(text: str, expected: str | None) -> None:
    assert _as_playbook(text) == expected


def test_examples_of_all_modules_are_among_them() -> None:
    found = playbooks_of_documents()
    for path in (ROOT / "plugins" / "modules").glob("[a-z]*.py"):
        assert f"edgeops.cdn.{path.stem}:" in found[f"module_{path.stem}.yml"]
    assert any(name.startswith("readme_") for name in found)
    assert any(name.startswith("roles_wait_for_readme_") for name in found)


def test_options_of_options_and_aliases_count() -> None:
    options = {"a": {"aliases": ["b"], "suboptions": {"c": {}}}, "d": {}}
    assert list(_option_names(options)) == ["a", "a.c", "b", "b.c", "d"]
