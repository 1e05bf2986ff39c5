# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Modules run in the controller's worker, or as modules elsewhere; the result is the same."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest

from tests.emulator.testing import Emulator
from tests.integration_playbooks.support import ALIBABA, HUAWEI, KEYS, Ansible, Run, Task, connection, play, providers
from tests.integration_playbooks.test_delegated import INVENTORY, PLACES

URLS = ["https://www.example.com/a.txt", "https://www.example.com/b.txt?auth_key=HUSH"]


def cases(emulator: Emulator, provider: str) -> dict[str, Task]:
    """Tasks that succeed, warn and fail in every way that a module can; none changes what another one sees."""
    emulator.settings(default_script={"stuck": True})
    known = emulator.add_task(provider, urls=URLS, script={"fail": {"url_index": 1, "error": "Origin Timeout"}})
    own = connection(emulator, provider)
    bad = {**own, "secret_key": "nobodyssecret000000000000001"}
    info, task, quota = (f"edgeops.cdn.{provider}_{kind}" for kind in ("task_info", "task", "quota_info"))
    neutral = {"provider": provider, "providers": providers(emulator), "operation": "purge"}
    return {
        "known": {info: {**own, "ids": [known], "include_raw": True}},
        "missing": {info: {**own, "ids": ["999"]}},
        "filtered": {info: {**own, "state": ["failed"], "created_after": "1h"}},
        "null ids": {info: {**own, "ids": None}},
        "typo": {info: {**own, "idds": "1"}},
        "no such choice": {info: {**own, "operation": "refresh"}},
        "bad key": {info: {**bad, "ids": [known]}},
        "no credentials": {info: {"ids": [known]}},
        "quota": {quota: own},
        "purge": {task: {**own, "operation": "purge", "urls": [*URLS, URLS[0]]}},
        "purge in check mode": {task: {**own, "operation": "purge", "urls": URLS}, "check_mode": True, "diff": True},
        "purge of nothing": {task: {**own, "operation": "purge"}},
        "purge refused": {task: {**bad, "operation": "purge", "urls": URLS}},
        "purge that fails": {task: {**own, "operation": "purge", "urls": URLS, "wait": True, "wait_timeout": 1}},
        "neutral": {"edgeops.cdn.task": {**neutral, "urls": URLS}},
        "neutral in check mode": {"edgeops.cdn.task": {**neutral, "urls": URLS}, "check_mode": True},
        "neutral without providers": {"edgeops.cdn.task": {**neutral, "urls": URLS, "providers": False}},
        "neutral with a key at the top": {"edgeops.cdn.task": {**neutral, "urls": URLS, "secret_key": "hunter2"}},
        "neutral with a bad address": {"edgeops.cdn.task": {**neutral, "urls": ["example"]}},
        "silent": {info: {**own, "ids": [known]}, "no_log": True},
    }


def comparable(result: Mapping[str, Any]) -> str:
    """A result without what differs from run to run: ids, times, the name that Ansible has for a module."""
    kept = {key: value for key, value in result.items() if not key.startswith("_") and key != "exception"}
    text = json.dumps(kept, sort_keys=True)
    text = re.sub(r"Unsupported parameters for \([\w.]+\)", "Unsupported parameters", text)
    text = re.sub(r'"(elapsed|created_at|request_id)": ("[^"]*"|[\d.]+|null)', r'"\1": "..."', text)
    return re.sub(r"request id [\w-]+|\b[\d.]+s\b|20\d\d-\d\d-\d\dT[\d:]+Z|\b\d{9,}\b|\b\d{7}\b", "...", text)


def both(ansible: Ansible, tasks: Mapping[str, Task]) -> Run:
    """The same tasks on the controller and on a host that is reached through another connection."""
    listed = [{"name": name, **task} for name, task in tasks.items()]
    return ansible.run(
        [play(listed, hosts=",".join(PLACES), ignore_errors=True, vars={"ansible_python_interpreter": PYTHON})],
        "--forks=1",
        inventory=INVENTORY,
    )


PYTHON = "{{ ansible_playbook_python }}"


def test_the_place_makes_no_difference_to_a_module(
    ansible: Ansible, emulator: Emulator, subtests: pytest.Subtests
) -> None:
    """At one cloud: nothing in the worker knows which one it is."""
    tasks = cases(emulator, ALIBABA)
    run = both(ansible, tasks)
    for name in tasks:
        with subtests.test(name):
            here, there = (run.record(name, place) for place in PLACES)
            assert here["status"] == there["status"], name
            assert comparable(here["result"]) == comparable(there["result"])
    assert KEYS[ALIBABA].secret_key not in json.dumps(run.records)


@pytest.mark.cover
def test_no_module_is_started_on_the_controller(ansible: Ansible, emulator: Emulator) -> None:
    tasks = [{"name": name, **task} for name, task in cases(emulator, HUAWEI).items()]
    run = ansible.tasks(tasks, "-vvv")
    assert "AnsiballZ" not in run.output
    assert KEYS[HUAWEI].secret_key not in json.dumps(run.records)
    assert run.result("known")["tasks"][0]["state"] == "failed"


@pytest.mark.cover
@pytest.mark.parametrize("keyword", [{"async": 30, "poll": 1}, {"become": True, "become_user": "root"}])
def test_under_async_and_become_the_module_runs(ansible: Ansible, emulator: Emulator, keyword: dict[str, Any]) -> None:
    """A background job outlives the worker, and another user has other credentials."""
    task = {"name": "ask", "edgeops.cdn.huaweicloud_cdn_quota_info": connection(emulator, HUAWEI), **keyword}
    run = ansible.tasks([task], "-vvv", "-e", "ansible_become_exe=env", "-e", "ansible_become_flags=")
    assert "AnsiballZ" in run.output


def test_defaults_of_a_group_and_the_keyword_environment_count(ansible: Ansible, emulator: Emulator) -> None:
    environ = {name: value for name, value in emulator.environment().items() if name.startswith("HUAWEI")}
    task: Task = {"name": "ask", "edgeops.cdn.huaweicloud_cdn_quota_info": {}, "environment": environ}
    run = ansible.tasks([task], module_defaults={"group/edgeops.cdn.huaweicloud": {"endpoint": emulator.url}})
    assert run.result("ask")["quotas"]
