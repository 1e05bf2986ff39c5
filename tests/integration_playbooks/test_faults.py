# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Modules, role and wait against everything that breaks between them and a cloud, over real sockets.

Each case is a host of a play, with an emulator of its own. What was seen is kept for docs/reliability.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from typing import Any

import pytest
import yaml

pytest.register_assert_rewrite("tests.integration_playbooks.fault_cases")

from tests.integration_playbooks.fault_cases import CASES, Case, Play, Scene, Seen, Story, cut_file
from tests.integration_playbooks.fault_network import Authority, Resolver
from tests.integration_playbooks.support import Ansible, Run, play
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


class Stage:
    """Cases that share a run, each with what it needs."""

    def __init__(self, cases: Sequence[Case], ansible: Ansible, stack: ExitStack) -> None:
        self.cases = cases
        self.resolver = Resolver(ansible.folder)
        authority = Authority(ansible.folder)
        scenes = {case.slug: Scene(case.slug, ansible, self.resolver, authority, stack) for case in cases}
        self.inventory = _inventory(cases, scenes)
        self.scripts = {case.slug: case.play(scenes[case.slug]) for case in cases}
        for slug, script in self.scripts.items():
            ansible.write(f"{slug}.yml", yaml.safe_dump(next(script)))

    def check(self, run: Run, subtests: pytest.Subtests) -> None:
        assert run.code == 0, run.output
        assert "Traceback" not in run.output
        for case in self.cases:
            with subtests.test(msg=case.slug):
                story = _end(self.scripts[case.slug], Seen(run, case.slug))
                record("faults", case.slug, {"injected": story.injected, "happened": story.happened})


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
        run = ansible.run([PLAY], "--forks=8", environ=stage.resolver.environ, inventory=stage.inventory)
        stage.check(run, subtests)


def test_what_breaks_while_it_is_watched(ansible: Ansible, subtests: pytest.Subtests) -> None:
    with ExitStack() as stack:
        stage = Stage([case for case in CASES.values() if case.live], ansible, stack)
        with ansible.start([PLAY], "--forks=8", inventory=stage.inventory) as session:
            for script in stage.scripts.values():
                script.send(session)
            run = session.finish()
        stage.check(run, subtests)
