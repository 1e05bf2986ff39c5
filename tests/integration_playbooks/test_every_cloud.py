# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""All clouds at once, over sockets: one wait, one loop that submits, one release, every fault. No cloud is named."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import ExitStack
from typing import Any

import pytest

from tests.conformance.kit import registered
from tests.emulator.testing import Emulator
from tests.integration_playbooks.fault_cases import FAULTS
from tests.integration_playbooks.support import Ansible, play, ref, wait

KITS = {kit.name: kit for kit in registered()}
#: Those that take submissions.
TAKING = {name: kit for name, kit in KITS.items() if kit.declaration.open_submitter is not None}
#: The calls that submit, of all clouds.
SUBMITTING = {
    name
    for kit in KITS.values()
    for blueprint in kit.blueprints
    for name, call in blueprint.calls.items()
    if call.writes
}
TASKS = 50
URL, DIRECTORY = "https://www.example.com/index.html", "https://www.example.com/app/"


def connections(emulator: Emulator, **options: Any) -> dict[str, dict[str, Any]]:
    """The option providers of a wait: every cloud, with its demo account's key."""
    return {name: {"endpoint": emulator.url, **kit.options, **options} for name, kit in KITS.items()}


def submitted(emulator: Emulator) -> Counter[str]:
    """How many calls that submit each cloud got."""
    return Counter(entry["provider"] for entry in emulator.log() if entry["call"] in SUBMITTING)


def test_a_wait_over_all_clouds(ansible: Ansible, emulator: Emulator) -> None:
    """Tasks of all, in turns; one of each cloud that tells of failures fails, as many as are tolerated."""
    ids = {
        name: [
            *emulator.add_tasks({"provider": name, "count": TASKS - 1, "script": {"finish_after_reads": 2}}),
            emulator.add_task(name, script={"finish_after_reads": 1, **({"fail": {}} if kit.tells_failures else {})}),
        ]
        for name, kit in KITS.items()
    }
    references = [ref(name, ids[name][number]) for number in range(TASKS) for name in KITS]
    options = {"max_failed": len(KITS), "providers": connections(emulator)}
    run = ansible.run([play([wait("wait", references, **options)])])
    assert run.code == 0, run.output
    result = run.result("wait")
    assert (result["outcome"], result["leftover"]) == ("succeeded", [])
    assert [ref(task["provider"], task["id"]) for task in result["tasks"]] == references
    for name in KITS:
        states = Counter(task["state"] for task in result["tasks"] if task["provider"] == name)
        failed = int(KITS[name].tells_failures)
        assert (states["succeeded"], states["failed"]) == (TASKS - failed, failed)
    figures = emulator.stats()["providers"]
    assert all(figures[name]["auth_failures"] == figures[name]["asked_after_finished"] == 0 for name in KITS)


def test_one_loop_submits_to_all_clouds(ansible: Ansible, emulator: Emulator) -> None:
    """The same task for each of them, with directories where a cloud takes them; then one wait for what they made."""
    emulator.settings(default_script={"finish_after_reads": 1})
    takers = [name for name, kit in TAKING.items() if ("purge", "directory") in kit.submissions]
    purge = {
        "name": "purge",
        "edgeops.cdn.task": {
            "provider": "{{ item }}",
            "providers": connections(emulator),
            "operation": "purge",
            "urls": [URL],
            "directories": f"{{{{ ['{DIRECTORY}'] if item in {takers} else omit }}}}",
            "require_quota": True,
        },
        "loop": list(TAKING),
        "register": "purges",
    }
    made = "{{ purges.results | map(attribute='tasks') | flatten }}"
    run = ansible.run([play([purge, wait("wait", made, providers=connections(emulator))])])
    assert run.code == 0, run.output
    assert submitted(emulator) == {name: 2 if name in takers else 1 for name in TAKING}
    result = run.result("wait")
    assert result["outcome"] == "succeeded"
    assert {(task["provider"], task["id"]) for task in result["tasks"]} == {
        (task["provider"], task["id"]) for task in emulator.tasks()
    }


def test_a_release_at_all_clouds(ansible: Ansible, emulator: Emulator) -> None:
    emulator.settings(default_script={"finish_after_reads": 1})
    own = {
        name: {"purge_urls": [URL], **({"prefetch_urls": [URL]} if ("prefetch", "file") in kit.submissions else {})}
        for name, kit in TAKING.items()
    }
    variables = {
        "release_clouds": own,
        "release_providers": connections(emulator),
        "release_settle": 0.1,
        "wait_for_poll_interval": 0.1,
    }
    file = ansible.write("release.json", json.dumps(variables))
    run = ansible.run([{"import_playbook": "edgeops.cdn.release"}], f"--extra-vars=@{file}")
    assert run.code == 0, run.output
    assert submitted(emulator) == {name: len(each) for name, each in own.items()}
    assert all(task["finished"] for task in emulator.tasks())


def test_every_fault_strikes_all_clouds_in_the_middle_of_a_wait(ansible: Ansible, subtests: pytest.Subtests) -> None:
    """Each fault is a host of one play, with an emulator of its own; test_faults.py says what users see of them."""
    with ExitStack() as stack:
        emulators: dict[str, Emulator] = {}
        hosts: dict[str, dict[str, Any]] = {}
        for fault in FAULTS:
            emulator = emulators[fault.slug] = stack.enter_context(Emulator())
            references = [ref(name, emulator.add_task(name, script={"finish_after_reads": 1})) for name in KITS]
            for name in KITS:
                emulator.add_fault(fault.kind, provider=name, skip=1, times=fault.strikes, **fault.options)
            hosts[fault.slug] = {
                "ansible_connection": "local",
                "references": references,
                "connections": connections(emulator, retries=0, **fault.connection()),
            }
        task = wait("wait", "{{ references }}", providers="{{ connections }}")
        run = ansible.run(
            [play([task], hosts="all", strategy="free")], "--forks=8", inventory={"all": {"hosts": hosts}}
        )
        for fault in FAULTS:
            with subtests.test(msg=fault.slug):
                result = run.result("wait", fault.slug)
                assert (result["outcome"], result["leftover"]) == ("succeeded", []), result["msg"]
                assert [task["state"] for task in result["tasks"]] == ["succeeded"] * len(KITS)
                figures = emulators[fault.slug].stats()["providers"]
                for name in KITS:
                    struck = sum(call["faults"] for call in figures[name]["calls"].values())
                    assert struck == fault.strikes, name
                    fault.check_pauses(emulators[fault.slug], name)
