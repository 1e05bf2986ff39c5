# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Progress arrives while the wait runs.

No verdict depends on time: the tasks of the emulator move on only after the line before was seen.
"""

from __future__ import annotations

import re
import signal

import pytest

from tests.emulator.testing import Emulator
from tests.integration_playbooks.support import ALIBABA, HUAWEI, WAIT, Ansible, play, providers, ref, until, wait

LINE = re.compile(
    r"^edgeops\.cdn: (\[\S+\] )?huaweicloud \d/1 \| alibabacloud \d/1 "
    r"\| ((\d+ failed, )?\d+ running|\d+ not asked yet|\d+ failed) \| \d+% \| \d+s$"
)


@pytest.mark.parametrize("place", ["localhost", "other"])
@pytest.mark.parametrize("screen", ["terminal", "pipe"])
def test_progress_is_live(screen: str, place: str, ansible: Ansible, emulator: Emulator) -> None:
    """On the controller and delegated, on a terminal and into a pipe."""
    ids = {provider: emulator.add_task(provider, script={"stuck": True}) for provider in (HUAWEI, ALIBABA)}
    task = wait(
        "wait",
        [ref(provider, task_id) for provider, task_id in ids.items()],
        timeout=600,
        progress_interval=0.5,
        providers=providers(emulator),
    )
    inventory = {"all": {"hosts": {"other": {"ansible_connection": "elsewhere"}}}}
    tag = "" if place == "localhost" else f"[{place}] "
    with ansible.start(
        [play([task | {"delegate_to": place}])], inventory=inventory, terminal=screen == "terminal"
    ) as session:
        session.expect(f"edgeops.cdn: {tag}huaweicloud 0/1 | alibabacloud 0/1 | 2 running | ")
        # A sign of life while nothing changes.
        session.expect(f"edgeops.cdn: {tag}huaweicloud 0/1 | alibabacloud 0/1 | 2 running | ")
        emulator.change_task(HUAWEI, ids[HUAWEI], script={})
        session.expect(f"edgeops.cdn: {tag}huaweicloud 1/1 | alibabacloud 0/1 | 1 running | ")
        assert session.is_running
        emulator.change_task(ALIBABA, ids[ALIBABA], script={"fail": {"error": "Origin Timeout"}})
        session.expect(f"edgeops.cdn: {tag}2/2 finished (1 failed) | 100% | ")
        run = session.finish()
    assert run.code == 2
    assert run.result("wait")["outcome"] == "failed"
    lines = run.lines()
    assert LINE.match(lines[0]), lines[0]
    # The task that failed is named as soon as it has, and nothing is told twice.
    assert [line for line in lines if "Origin Timeout" in line] == lines[-1:]
    assert "Traceback" not in run.output


def test_a_line_for_each_change_and_no_more(ansible: Ansible, emulator: Emulator) -> None:
    """With an interval that never passes, lines tell of changes only; each wait of several hosts says whose it is."""
    tasks = {
        name: emulator.add_task(HUAWEI, script={"finish_after_reads": 5, "start_after_reads": 2})
        for name in ("alpha", "beta")
    }
    run = ansible.run(
        [
            play(
                [
                    wait(
                        "wait",
                        [{"provider": HUAWEI, "id": "{{ task_id }}"}],
                        progress_interval=3600,
                        providers=providers(emulator),
                    )
                ],
                hosts="all",
            )
        ],
        inventory={"all": {"hosts": {name: {"ansible_connection": "local", "task_id": tasks[name]} for name in tasks}}},
    )
    assert run.code == 0, run.output
    for name in tasks:
        lines = [re.sub(r" \| \d+s of 1m$", "", line) for line in run.lines() if f"[{name}]" in line]
        assert lines == list(dict.fromkeys(lines))
        assert lines[0].startswith(f"edgeops.cdn: [{name}] 0/1 finished, 1 ")
        assert lines[-1] == f"edgeops.cdn: [{name}] 1/1 finished | huaweicloud_cdn 1/1 | 100%"
        assert run.result("wait", name)["sweeps"] >= 5


def test_ctrl_c_ends_a_wait_at_once(ansible: Ansible, emulator: Emulator) -> None:
    stuck = emulator.add_task(HUAWEI, script={"stuck": True})
    options = {"timeout": 86400, "progress_interval": 3600, "providers": providers(emulator)}
    with ansible.start([play([wait("wait", [ref(HUAWEI, stuck)], **options)])], terminal=True) as session:
        session.expect("edgeops.cdn: 0/1 finished")
        # Between two lines: a worker that dies while it hands one over can block ansible-core.
        until(lambda: emulator.task(HUAWEI, stuck)["reads"] >= 3)
        session.press("\x03")
        run = session.finish()
    # "User interrupted execution", says ansible-core.
    assert run.code == 99
    assert "Traceback" not in run.output
    assert not [record for record in run.records if record["task"] == "wait"]


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGHUP], ids=lambda how: how.name)
def test_a_wait_ends_with_its_ansible_playbook(how: signal.Signals, ansible: Ansible, emulator: Emulator) -> None:
    """The worker, which has a session of its own, does not poll on for nobody."""
    stuck = emulator.add_task(HUAWEI, script={"stuck": True})
    options = {"timeout": 86400, "progress_interval": 3600, "providers": providers(emulator)}
    with ansible.start([play([wait("wait", [ref(HUAWEI, stuck)], **options)])]) as session:
        session.expect("edgeops.cdn: 0/1 finished")
        session.kill(how)
        until(lambda: session.is_abandoned)


@pytest.mark.parametrize("place", ["localhost", "other"])
def test_no_log_shows_numbers_alone(place: str, ansible: Ansible, emulator: Emulator, core: tuple[int, int]) -> None:
    """In lines, in the warning, and in the message of a failure, which ansible-core shows all the same."""
    url = "https://www.example.com/private/page?auth_key=1-2-3"
    task_id = emulator.add_task(ALIBABA, urls=[url], script={"fail": {"error": "Origin Timeout"}})
    tasks = [
        wait(name, [ref(ALIBABA, task_id)], providers=providers(emulator), **options)
        | {"no_log": True, "ignore_errors": True, "delegate_to": place}
        for name, options in (("fails", {}), ("warns", {"on_failure": "warn"}))
    ]
    inventory = {"all": {"hosts": {"other": {"ansible_connection": "elsewhere"}}}}
    run = ansible.run([play(tasks)], inventory=inventory)
    assert run.code == 0, run.output
    # Until 2.18, ansible-core hides messages and warnings altogether.
    if core >= (2, 19):
        assert run.output.count("outcome failed: 1 of 1 tasks failed, 0 unfinished.") >= 2
    for text in ("private", "auth_key", task_id, "Timeout"):
        assert text not in run.output


def test_async_is_refused(ansible: Ansible, emulator: Emulator) -> None:
    """It would take the progress away, and a wait has a deadline of its own."""
    run = ansible.tasks(
        [{"name": "wait", WAIT: {"tasks": [ref(HUAWEI, "1")], "providers": providers(emulator)}, "async": 60}]
    )
    # Until 2.18: "async is not supported for this task."
    assert re.search("does not support async|async is not supported", run.result("wait")["msg"])
    assert emulator.stats()["providers"][HUAWEI]["total_calls"] == 0
