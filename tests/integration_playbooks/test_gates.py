# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A gate that stands open: a task has failed, and the play must not reach the next step, however it was written.

Each way to write a wait is a play with two hosts and the same step behind the wait. One host's task has failed, and it
must not take that step. The other one's has succeeded, and it must: a gate that is always shut is none. So the hosts
whose tasks succeed carry the playbook on, and one run tries all ways.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest

from tests.emulator.testing import Emulator
from tests.integration_playbooks.support import (
    ALIBABA,
    ROLE,
    WAIT,
    Ansible,
    Play,
    Run,
    Task,
    play,
    providers,
    show,
)

FAILED, DONE = "704222002", "704222001"
#: What a host waits for: a variable of the inventory.
OWN = "{{ purge_task }}"
#: A variable's value on the host whose gate has to shut, and on the other one.
EITHER = "{{ %s if purge_task == '704222002' else %s }}"

STOP = {"name": "Stop", "ansible.builtin.fail": {"msg": "{{ ansible_failed_result.msg }}"}}


def include(**keywords: Any) -> Task:
    """The role by a task that is made while the play runs."""
    arguments = {"name": ROLE, **keywords.pop("arguments", {})}
    return {"name": "Wait", "ansible.builtin.include_role": arguments, **keywords}


def import_(**keywords: Any) -> Task:
    """The role by a task that is made before the play runs."""
    return {"name": "Wait", "ansible.builtin.import_role": {"name": ROLE}, **keywords}


def module(**keywords: Any) -> Task:
    options = {"tasks": OWN, "provider": ALIBABA, "providers": "{{ wait_for_providers }}", "poll_interval": 0.1}
    return {"name": "Wait", WAIT: {**options, **keywords.pop("options", {})}, "delegate_to": "localhost", **keywords}


def rescued(*tasks: Task, rescue: Sequence[Task] = (STOP,)) -> Task:
    """With the rescue of the documents."""
    return {"name": "Wait and rescue", "block": list(tasks), "rescue": list(rescue)}


def again(**variables: Any) -> list[Task]:
    """A wait that has registered a result, then one that fails before it has asked anything, and a rash rescue."""
    go_on = {
        "name": "Stop, unless the result is of another wait",
        "ansible.builtin.fail": {"msg": "{{ ansible_failed_result.msg }}"},
        "when": "wait_for_result.outcome | default('') not in ('succeeded', 'timed_out')",
    }
    return [
        include(vars={"wait_for_tasks": DONE}),
        rescued(include(vars={"wait_for_tasks": DONE, **variables}), rescue=[go_on]),
    ]


IF_OWN = f"purge_task == '{FAILED}'"
#: What is in front of the step: tasks, or keywords of the play.
WAYS: dict[str, Sequence[Task] | Play] = {
    "include_role": [include()],
    "import_role": [import_()],
    "roles": {"roles": [ROLE]},
    "the module": [module()],
    "a handler": {
        "tasks": [
            {"name": "Change", "ansible.builtin.command": "true", "delegate_to": "localhost", "notify": "Wait"},
            {"name": "Flush", "ansible.builtin.meta": "flush_handlers"},
        ],
        # Ansible takes no role here.
        "handlers": [module()],
    },
    "a condition at include_role": [include(when=IF_OWN)],
    "a condition at import_role": [import_(when=IF_OWN)],
    "a condition at roles": {"roles": [{"role": ROLE, "when": IF_OWN}]},
    "a loop over include_role": [include(loop=[DONE, OWN], vars={"wait_for_tasks": "{{ item }}"})],
    "a loop over include_role that fails first": [
        include(loop=[OWN, DONE], vars={"wait_for_tasks": "{{ item }}"}),
    ],
    "a loop over the module": [module(loop=[OWN, DONE], options={"tasks": "{{ item }}"}, register="waits")],
    "a rescue around include_role": [rescued(include())],
    "a rescue around import_role": [rescued(import_())],
    "a rescue around the module": [rescued(module())],
    "an always": [{"name": "Wait", "block": [include()], "always": [show("Look", "wait_for_result.outcome")]}],
    "free": {"strategy": "ansible.builtin.free", "tasks": [include()]},
    "free with roles": {"strategy": "ansible.builtin.free", "roles": [ROLE]},
    "free with a rescue": {"strategy": "ansible.builtin.free", "tasks": [rescued(import_())]},
    "host_pinned": {"strategy": "ansible.builtin.host_pinned", "tasks": [include()]},
    "serial": {"serial": 2, "tasks": [include()]},
    # The second time, it is for the host's own task.
    "roles twice": {
        "roles": [ROLE, ROLE],
        "vars": {"wait_for_tasks": "{{ purge_task if wait_for_result is defined else '704222001' }}"},
    },
    "import_role twice": {
        "tasks": [import_(), import_()],
        "vars": {"wait_for_tasks": "{{ purge_task if wait_for_result is defined else '704222001' }}"},
    },
    "a wrong type after a wait": again(wait_for_timeout=EITHER % ("'soon'", "60")),
    "a wrong choice after a wait": again(wait_for_condition=EITHER % ("'done'", "'succeeded'")),
    "a wrong provider after a wait": again(wait_for_provider=EITHER % ("'akamai'", f"'{ALIBABA}'")),
    "a misspelt key after a wait": again(
        wait_for_providers=EITHER % (f"{{'{ALIBABA}': {{'acess_key': 'x'}}}}", "connections")
    ),
    "a misspelt check after a wait": again(wait_for_verify=EITHER % ("[{'uri': 'https://www.example.com/'}]", "[]")),
    "an undefined variable after a wait": again(wait_for_tasks=EITHER % ("nowhere.tasks", "purge_task")),
    "an undefined secret after a wait": again(
        wait_for_providers=EITHER % (f"{{'{ALIBABA}': {{'secret_key': nowhere}}}}", "connections")
    ),
    "an empty list after a wait": again(wait_for_tasks=EITHER % ("[]", "purge_task")),
    "no host to delegate to after a wait": again(wait_for_delegate_to=EITHER % ("nowhere", "'localhost'")),
}

#: Ways to write a wait with a tag, for a run with this tag alone.
TAGGED: dict[str, Sequence[Task] | Play] = {
    "a block with tags": [{"name": "Wait", "block": [include()], "tags": ["cdn"]}],
    "apply": [include(arguments={"apply": {"tags": ["cdn"]}}, tags=["cdn"])],
    "import_role with tags": [import_(tags=["cdn"])],
    "roles with tags": {"roles": [{"role": ROLE, "tags": ["cdn"]}]},
    "the module with tags": [module(tags=["cdn"])],
}

#: Ways to wait once for all hosts of a play; the step is behind it in the same block.
SHARED: dict[str, Task] = {
    "a block with run_once": {"name": "Wait", "block": [include()], "run_once": True},
    "apply": include(arguments={"apply": {"run_once": True}}),
    "import_role": import_(run_once=True),
}


class Gates:
    """Plays that are run together, with hosts of their own."""

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator
        emulator.add_task(ALIBABA, id=DONE)
        emulator.add_task(ALIBABA, id=FAILED, script={"fail": {"error": "Origin Timeout"}})
        self.plays: list[Play] = []
        self._hosts: dict[str, dict[str, str]] = {}

    def add(self, name: str, way: Sequence[Task] | Play, step: Mapping[str, Any]) -> None:
        """A play with two hosts for each task that a wait is for, in two batches where the play has batches."""
        number = len(self.plays)
        names = [f"{kind}{number}{batch}" for batch in "ab" for kind in ("failed", "done")]
        self._hosts |= {host: {"purge_task": FAILED if host.startswith("failed") else DONE} for host in names}
        keywords = dict(way) if isinstance(way, Mapping) else {"tasks": way}
        tasks = [*keywords.pop("tasks", ()), {"name": name, "ansible.builtin.debug": {"msg": "on"}, **step}]
        self.plays.append(play(tasks, ",".join(names), **keywords))

    def run(self, ansible: Ansible, *arguments: str) -> Run:
        connections = providers(self._emulator)
        variables = {
            "connections": connections,
            "wait_for_tasks": OWN,
            "wait_for_provider": ALIBABA,
            "wait_for_providers": "{{ connections }}",
            "wait_for_poll_interval": 0.1,
            "wait_for_timeout": 60,
        }
        inventory = {"all": {"hosts": self._hosts, "vars": variables}}
        run = ansible.run(self.plays, "--forks=20", *arguments, inventory=inventory)
        assert "Traceback" not in run.output, run.output
        # Nothing of Ansible's own fails before the wait.
        assert "Validating arguments" not in run.output
        return run


def reached(run: Run, step: str) -> list[str]:
    """Whose hosts took a step: those with a failed task, those whose tasks are done; without what counts them."""
    return sorted(record["host"].rstrip("ab").rstrip("0123456789") for record in run.records if record["task"] == step)


def waits(run: Run) -> Iterator[Mapping[str, Any]]:
    return (record["result"] for record in run.records if "outcome" in record["result"])


def test_step_behind_a_wait_is_not_reached(ansible: Ansible, emulator: Emulator, subtests: pytest.Subtests) -> None:
    gates = Gates(emulator)
    for name, way in WAYS.items():
        gates.add(name, way, {})
    run = gates.run(ansible)
    assert run.code == 2
    for name in WAYS:
        with subtests.test(msg=name):
            assert reached(run, name) == ["done", "done"], run.output


def test_step_behind_a_wait_with_tags_is_not_reached(
    ansible: Ansible, emulator: Emulator, subtests: pytest.Subtests
) -> None:
    gates = Gates(emulator)
    for name, way in TAGGED.items():
        gates.add(name, way, {"tags": ["cdn"]})
    # As the documents say: these tags choose the include, and nothing in the role.
    gates.add("tags at include_role alone", [include(tags=["cdn"])], {"tags": ["cdn"]})
    run = gates.run(ansible, "--tags=cdn")
    for name in TAGGED:
        with subtests.test(msg=name):
            assert reached(run, name) == ["done", "done"], run.output
    assert reached(run, "tags at include_role alone") == ["done", "done", "failed", "failed"]


@pytest.mark.parametrize("task", [FAILED, DONE])
def test_one_wait_for_all_hosts_stops_them_all(
    ansible: Ansible, emulator: Emulator, subtests: pytest.Subtests, task: str
) -> None:
    """Those for which nothing was asked as well; and all of them have its result."""
    gates = Gates(emulator)
    for name, way in SHARED.items():
        step = {"name": name, "ansible.builtin.debug": {"msg": "{{ wait_for_result.outcome }}"}}
        rescue = {"name": f"rescue of {name}", "ansible.builtin.debug": {"msg": "{{ wait_for_result.outcome }}"}}
        block = {"name": "Publish", "block": [way, step], "rescue": [rescue], "vars": {"wait_for_tasks": task}}
        gates.add("Whatever comes", [block], {})
    run = gates.run(ansible)
    everybody = ["done", "done", "failed", "failed"]
    for name in SHARED:
        with subtests.test(msg=name):
            assert reached(run, name) == (everybody if task == DONE else []), run.output
            assert reached(run, f"rescue of {name}") == (everybody if task == FAILED else []), run.output
    assert len(list(waits(run))) == len(SHARED)


def test_a_playbook_that_leaves_this_machine_is_stopped_and_noticed(ansible: Ansible) -> None:
    """By the guard of these tests, in the worker, and in a module of another process."""
    program = "import socket; socket.create_connection(('192.0.2.1', 80), 5)"
    module = {
        "name": "module",
        "ansible.builtin.command": {"argv": ["{{ ansible_python_interpreter }}", "-c", program]},
    }
    worker = {"name": "worker", "ansible.builtin.set_fact": {"page": "{{ lookup('ansible.builtin.url', url) }}"}}
    run = ansible.tasks([module, worker], vars={"url": "http://192.0.2.2/"})
    assert run.status("module") == run.status("worker") == "ignored"
    assert set(ansible.reached.read_text(encoding="utf-8").split()) == {"192.0.2.1", "192.0.2.2"}
    ansible.reached.unlink()
