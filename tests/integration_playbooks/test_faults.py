# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Modules, role and wait against everything that breaks between them and a cloud, over real sockets.

Each case is a host of a play, with an emulator of its own. What was seen is kept for docs/reliability.md. All of it is
run at -vvvv, and whatever came of it is searched for secrets.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.integration_playbooks import leaks
from tests.integration_playbooks.fault_cases import CASES, EMULATOR_LOGS, Case, Play, Scene, Seen, Story, cut_file
from tests.integration_playbooks.fault_network import Authority, Resolver
from tests.integration_playbooks.support import Ansible, Run, Task, play
from tests.tools.reliability import record

#: What one run of ansible-playbook may cost: modules that it runs, a wait being a part of one.
SHARE = 9.0


def _shares() -> Iterator[list[Case]]:
    share: list[Case] = []
    cost = 0.0
    for case in CASES.values():
        if case.live:
            continue
        own = case.modules + 0.25
        if share and cost + own > SHARE:
            yield share
            share, cost = [], 0.0
        share.append(case)
        cost += own
    yield share


SHARES = list(_shares())


def _inventory(cases: Iterable[Case], scenes: Mapping[str, Scene]) -> dict[str, Any]:
    hosts = {
        case.slug: {
            "ansible_connection": "elsewhere" if case.elsewhere else "local",
            "elsewhere_cut": str(cut_file(scenes[case.slug])),
        }
        for case in cases
    }
    return {"all": {"hosts": hosts}}


INCLUDE = {"name": "Run the case", "ansible.builtin.include_tasks": "{{ inventory_hostname }}.yml"}
PLAY = play([INCLUDE], hosts="all", strategy="free", ignore_errors=True)
OPTIONS = ("--forks=8", "-vvvv")


def _registered(tasks: Sequence[Task]) -> list[Task]:
    """The same tasks, and one that shows what they have registered; the role keeps its result as a fact."""
    own = [task for task in tasks if "ansible.builtin.include_role" not in task]
    names = {f"registered_{number}": task for number, task in enumerate(own)}
    for name, task in names.items():
        task["register"] = name
    shown = ["{{ wait_for_result | default('') }}", *(f"{{{{ {name} }}}}" for name in names)]
    return [*tasks, {"name": "Show what was registered", "ansible.builtin.debug": {"msg": shown}}]


class Stage:
    """Cases that share a run, each with what it needs."""

    def __init__(self, cases: Sequence[Case], ansible: Ansible, stack: ExitStack) -> None:
        self.cases = cases
        self.folder = ansible.folder
        self.resolver = Resolver(ansible.folder)
        authority = Authority(ansible.folder)
        scenes = {case.slug: Scene(case.slug, ansible, self.resolver, authority, stack) for case in cases}
        self.inventory = _inventory(cases, scenes)
        self.scripts = {case.slug: case.play(scenes[case.slug]) for case in cases}
        for slug, script in self.scripts.items():
            ansible.write(f"{slug}.yml", yaml.safe_dump(_registered(next(script))))

    @property
    def log(self) -> Path:
        return self.folder / "ansible.log"

    @property
    def environ(self) -> dict[str, str]:
        return {**self.resolver.environ, "ANSIBLE_LOG_PATH": str(self.log)}

    def check(self, run: Run, subtests: pytest.Subtests) -> None:
        assert run.code == 0, run.output
        assert "Traceback" not in run.output
        self._check_secrets(run)
        for case in self.cases:
            with subtests.test(msg=case.slug):
                story = _end(self.scripts[case.slug], Seen(run, case.slug))
                record("faults", case.slug, {"injected": story.injected, "happened": story.happened})

    def _check_secrets(self, run: Run) -> None:
        logs = sorted(self.folder.glob(EMULATOR_LOGS))
        places = {
            "the output": run.output,
            "Ansible's log": self.log.read_text(encoding="utf-8"),
            "the results": json.dumps(list(run.records)),
            "the emulators' logs": "".join(log.read_text(encoding="utf-8") for log in logs),
        }
        assert all(places.values())
        shown = [entry["host"] for entry in run.records if entry["task"] == "Show what was registered"]
        assert sorted(shown) == sorted(case.slug for case in self.cases)
        leaks.check(places)


def _end(script: Play, seen: Seen) -> Story:
    try:
        script.send(seen)
    except StopIteration as stop:
        story: Story = stop.value
        return story
    raise AssertionError("a case goes on after its check")


@pytest.mark.parametrize("share", SHARES, ids=[f"{share[0].slug}..{share[-1].slug}" for share in SHARES])
def test_faults(share: list[Case], ansible: Ansible, subtests: pytest.Subtests) -> None:
    with ExitStack() as stack:
        stage = Stage(share, ansible, stack)
        run = ansible.run([PLAY], *OPTIONS, environ=stage.environ, inventory=stage.inventory)
        stage.check(run, subtests)


def test_what_breaks_while_it_is_watched(ansible: Ansible, subtests: pytest.Subtests) -> None:
    with ExitStack() as stack:
        stage = Stage([case for case in CASES.values() if case.live], ansible, stack)
        with ansible.start([PLAY], *OPTIONS, environ=stage.environ, inventory=stage.inventory) as session:
            for script in stage.scripts.values():
                script.send(session)
            run = session.finish()
        stage.check(run, subtests)
