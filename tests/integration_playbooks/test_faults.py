# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Modules, role and wait against everything that breaks between them and a cloud, over real sockets.

Each case is a host of a play, with an emulator of its own. What was seen is kept for docs/reliability.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import yaml

pytest.register_assert_rewrite("tests.integration_playbooks.fault_cases")

from tests.integration_playbooks.fault_cases import CASES, Case, Play, Scene, Seen, Story
from tests.integration_playbooks.fault_network import Authority, Resolver
from tests.integration_playbooks.support import Ansible, Task, play
from tests.tools.reliability import record

#: What one run of ansible-playbook may cost: modules that it runs, a wait being a part of one.
SHARE = 9.0


def _shares() -> Iterator[list[Case]]:
    share: list[Case] = []
    cost = 0.0
    for case in CASES.values():
        own = case.modules + 0.25
        if share and cost + own > SHARE:
            yield share
            share, cost = [], 0.0
        share.append(case)
        cost += own
    yield share


SHARES = list(_shares())


@pytest.mark.parametrize("share", SHARES, ids=[f"{share[0].slug}..{share[-1].slug}" for share in SHARES])
def test_faults(share: list[Case], ansible: Ansible, tmp_path: Path, subtests: pytest.Subtests) -> None:
    resolver, authority = Resolver(tmp_path), Authority(tmp_path)
    with ExitStack() as stack:
        plays: dict[str, Play] = {}
        for case in share:
            plays[case.slug] = case.play(Scene(case.slug, ansible, resolver, authority, stack))
            tasks: list[Task] = next(plays[case.slug])
            ansible.write(f"{case.slug}.yml", yaml.safe_dump(tasks))
        include = {"name": "Run the case", "ansible.builtin.include_tasks": "{{ inventory_hostname }}.yml"}
        connections = {case.slug: "elsewhere" if case.elsewhere else "local" for case in share}
        run = ansible.run(
            [play([include], hosts="all", strategy="free", ignore_errors=True)],
            "--forks=8",
            environ=resolver.environ,
            inventory={"all": {"hosts": {slug: {"ansible_connection": how} for slug, how in connections.items()}}},
        )
        assert run.code == 0, run.output
        assert "Traceback" not in run.output
        for case in share:
            with subtests.test(msg=case.slug):
                record_story(case.slug, _end(plays[case.slug], Seen(run, case.slug)))


def _end(script: Play, seen: Seen) -> Story:
    try:
        script.send(seen)
    except StopIteration as stop:
        story: Story = stop.value
        return story
    raise AssertionError("a case goes on after its check")


def record_story(slug: str, story: Story) -> None:
    record("faults", slug, {"injected": story.injected, "happened": story.happened})
