# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every example of the documentation works.

An example that needs something new, a variable, a task in a certain state, fails here until it is added below.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.kit import registered
from tests.emulator.testing import Emulator
from tests.integration_playbooks import examples
from tests.integration_playbooks.support import Ansible, Run, play, ref
from tests.tools.environment import ROOT

#: What examples expect of the reader's own variables.
VARIABLES: dict[str, Any] = {
    **{f"{kit.declaration.group}_{name}": value for kit in registered() for name, value in kit.options.items()},
    **{name: value for kit in registered() for name, value in kit.variables.items()},
    "unfinished_tasks": {"tasks": [ref(kit.name, kit.whole_id("88000000")) for kit in registered()]},
}

#: Something for each query of an example to find: all kinds of tasks. Examples have other ids.
WORLD: list[dict[str, Any]] = [
    {
        "provider": kit.name,
        "operation": operation,
        "id": kit.whole_id(f"880000{number}{place}"),
        "urls": [url],
        "script": script,
    }
    for kit in registered()
    for number, operation in enumerate(("purge", "prefetch"))
    for place, (url, script) in enumerate(
        (
            ("https://www.example.com/a.txt", {"finish_after_reads": 2}),
            ("https://www.example.com/big.iso", {}),
            ("https://www.example.com/slow.txt", {"stuck": True}),
            ("https://www.example.com/bad.txt", {"fail": {}}),
        )
    )
]
#: What is asked for in documents is waited for, mostly.
PEACEFUL_WORLD: list[dict[str, Any]] = [
    {
        "provider": kit.name,
        "operation": operation,
        "id": kit.whole_id(f"88000{number}"),
        "script": {"finish_after_reads": 4},
    }
    for kit in registered()
    for number, operation in enumerate(("purge", "prefetch"))
]


def prepare(ansible: Ansible, emulator: Emulator, entries: Any, script: dict[str, Any]) -> list[examples.Use]:
    """Put into examples what a reader would, and make the tasks that they name."""
    # What is submitted, and what is named.
    emulator.settings(default_script=script)
    found = list(examples.uses(entries))
    for use in found:
        examples.redirect(use, emulator)
        for provider, task_id in use.ids():
            if task_id not in {task["id"] for task in emulator.tasks(provider)}:
                emulator.add_task(provider, id=task_id)
    ansible.write("variables.json", json.dumps(VARIABLES))
    return found


def run(ansible: Ansible, emulator: Emulator, plays: list[dict[str, Any]]) -> Run:
    names = examples.hosts(plays)
    return ansible.run(
        plays,
        f"--extra-vars=@{ansible.folder / 'variables.json'}",
        environ=emulator.environment(),
        inventory={"all": {"hosts": {name: {"ansible_connection": "elsewhere"} for name in names}}},
    )


@pytest.mark.parametrize("path", examples.modules(), ids=lambda path: path.stem)
def test_examples_of_modules(path: Path, ansible: Ansible, emulator: Emulator) -> None:
    tasks = examples.of_module(path)
    emulator.add_tasks(WORLD)
    found = prepare(ansible, emulator, tasks, {"finish_after_reads": 0})
    assert f"edgeops.cdn.{path.stem}" in {use.what for use in found}, "a module needs an example"
    done = run(ansible, emulator, [play(tasks)])
    assert done.code == 0, done.output
    assert "Traceback" not in done.output
    for use in found:
        answer = done.result(use.name)
        # An example that answers nothing shows nothing. A wait leaves out the tasks that succeeded.
        assert answer.get("tasks") or "tasks" not in answer or answer.get("omitted", {}).get("tasks"), use.name


@pytest.mark.parametrize("path", examples.documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_examples_of_documents(path: Path, ansible: Ansible, emulator: Emulator, subtests: pytest.Subtests) -> None:
    """What they have prepared for a failure is tried as well."""
    for number in range(len(examples.of_document(path))):
        with subtests.test(msg=f"block {number + 1}"):
            block = examples.of_document(path)[number]
            emulator.reset()
            emulator.add_tasks(PEACEFUL_WORLD)
            of_a_release = examples.releases([block])
            if of_a_release or (isinstance(block, list) and any(IMPORT in entry for entry in block)):
                # What imports the playbook is given the variables that the page has.
                variables = (of_a_release or examples.releases(examples.of_document(path)))[0]
                done = run_release(
                    ansible, emulator, [{"import_playbook": RELEASE}] if of_a_release else block, variables
                )
                assert done.code == 0, done.output
                continue
            if not isinstance(block, list):
                # Other variables, or a file of requirements: there is nothing to run in it.
                assert isinstance(block, dict)
                continue
            done = run_block(ansible, emulator, block, {"finish_after_reads": 0})
            assert done.code == 0, done.output
            if examples.has_rescue(block):
                emulator.reset()
                block = examples.of_document(path)[number]
                done = run_block(ansible, emulator, block, {"fail": {"error": "Origin Timeout"}})
                assert "Origin Timeout" in done.output
                assert not MISTAKES.search(done.output), done.output


#: What Ansible says where an example does not fit what a failed wait has registered.
MISTAKES = re.compile(r"is undefined|has no attribute|Finalization of task args|Error while", re.IGNORECASE)


IMPORT = "ansible.builtin.import_playbook"
RELEASE = "edgeops.cdn.release"


def run_release(ansible: Ansible, emulator: Emulator, plays: list[dict[str, Any]], variables: dict[str, Any]) -> Run:
    assert [entry.get(IMPORT, entry.get("import_playbook")) for entry in plays] == [RELEASE]
    emulator.settings(default_script={"finish_after_reads": 0})
    file = ansible.write("release.json", json.dumps(examples.redirected_release(variables, emulator)))
    return ansible.run(plays, f"--extra-vars=@{file}", environ=emulator.environment())


def run_block(ansible: Ansible, emulator: Emulator, block: list[Any], script: dict[str, Any]) -> Run:
    prepare(ansible, emulator, block, script)
    done = run(ansible, emulator, block if all("hosts" in entry for entry in block) else [play(block)])
    assert "Traceback" not in done.output
    return done
