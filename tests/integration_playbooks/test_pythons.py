# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""On every release of ansible-core: the role and the modules on the controller, and on hosts with other Pythons.

EDGEOPS_CDN_ANSIBLE names the release, EDGEOPS_CDN_TARGETS the Pythons, each with requests: ``3.8=PATH:3.9=PATH``.
"""

from __future__ import annotations

import os
import re
import subprocess

from tests.emulator.testing import Emulator
from tests.integration_playbooks.support import (
    ALIBABA,
    HUAWEI,
    PYTHON,
    ROLE,
    Ansible,
    connection,
    info,
    play,
    providers,
    ref,
    wait,
)
from tests.tools.interpreters import Version
from tests.tools.supported import CORES

#: What ansible-core says on a Python that it does not run modules with, in older and newer words.
TOO_OLD = re.compile(r"Python 3\.\d+ or newer|minimum of Python")


def targets() -> dict[Version, str]:
    """The interpreters to try on hosts, by version; otherwise the one that Ansible itself runs on."""
    text = os.environ.get("EDGEOPS_CDN_TARGETS")
    if not text:
        answer = subprocess.run(
            [PYTHON, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        ).stdout.strip()
        text = f"{answer}={PYTHON}"
    found = {}
    for entry in text.split(os.pathsep):
        version, _sign, path = entry.partition("=")
        major, minor = version.split(".")
        found[int(major), int(minor)] = path
    return found


def test_role_and_modules_on_the_controller(ansible: Ansible, emulator: Emulator) -> None:
    ids = {provider: emulator.add_task(provider, script={"finish_after_reads": 2}) for provider in (HUAWEI, ALIBABA)}
    bad = emulator.add_task(HUAWEI, script={"fail": {"error": "Origin Timeout"}})
    include = {
        "name": "include",
        "ansible.builtin.include_role": {"name": ROLE},
        "vars": {
            "wait_for_tasks": [ref(provider, task_id) for provider, task_id in ids.items()],
            "wait_for_poll_interval": 0.1,
            "wait_for_result_tasks": "all",
            "wait_for_providers": providers(emulator),
        },
    }
    shown = {"name": "show", "ansible.builtin.debug": {"var": "wait_for_result.outcome"}}
    submit = {
        "name": "submit",
        "edgeops.cdn.huaweicloud_cdn_task": {"operation": "purge", "urls": ["https://www.example.com/a"]},
    }
    # Short names and the defaults of a group: what a release resolves differently from another.
    short = {"name": "short", "huaweicloud_cdn_quota_info": {}}
    wrong = {"name": "wrong", "edgeops.cdn.huaweicloud_cdn_task_info": {"idz": "1"}}
    run = ansible.run(
        [
            play(
                [
                    include,
                    shown,
                    submit,
                    info(HUAWEI, "info", ids=ids[HUAWEI]),
                    short,
                    wrong | {"ignore_errors": True},
                    wait("bad", [ref(HUAWEI, bad)], providers=providers(emulator)) | {"ignore_errors": True},
                ],
                collections=["edgeops.cdn"],
                module_defaults={"group/edgeops.cdn.huaweicloud": connection(emulator, HUAWEI)},
            )
        ]
    )
    assert run.code == 0, run.output
    assert run.shown("show") == "succeeded"
    assert run.lines()
    assert len(run.result("submit")["tasks"]) == 1
    assert run.result("info")["tasks"][0]["state"] == "succeeded"
    assert run.result("short")["quotas"]
    assert run.result("wrong")["msg"].startswith(
        "Unsupported parameters for (edgeops.cdn.huaweicloud_cdn_task_info) module: idz"
    )
    assert run.result("bad")["outcome"] == "failed"
    assert "Origin Timeout" in run.result("bad")["msg"]
    assert "Traceback" not in run.output
    assert not re.search("The error was: ", run.output)


def test_modules_on_hosts(ansible: Ansible, emulator: Emulator, core: tuple[int, int]) -> None:
    """What is too old for the release says so, in the release's own words."""
    ids = {version: emulator.add_task(HUAWEI, script={"finish_after_reads": 2}) for version in targets()}
    hosts = {
        f"python{version[0]}.{version[1]}": {
            "ansible_connection": "elsewhere",
            "ansible_python_interpreter": path,
            "task": ids[version],
        }
        for version, path in targets().items()
    }
    run = ansible.run(
        [
            play(
                [
                    info(HUAWEI, "info", ids="{{ task }}", **connection(emulator, HUAWEI)),
                    wait("wait", [ref(HUAWEI, "{{ task }}")], providers=providers(emulator)),
                ],
                hosts="all",
                ignore_errors=True,
            )
        ],
        inventory={"all": {"hosts": hosts}},
    )
    oldest = next(each.oldest_target for each in CORES if each.line == f"{core[0]}.{core[1]}")
    for version in targets():
        name = f"python{version[0]}.{version[1]}"
        if version >= oldest:
            assert [task["id"] for task in run.result("info", name)["tasks"]] == [ids[version]], run.output
            assert run.result("wait", name)["outcome"] == "succeeded", run.output
        else:
            for task in ("info", "wait"):
                assert TOO_OLD.search(str(run.result(task, name)["msg"])), run.output
