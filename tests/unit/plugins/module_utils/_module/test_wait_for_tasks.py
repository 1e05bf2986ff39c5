# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A wait as the module on another host has it: all that the controller learns of it is one result."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from ansible.module_utils import basic

from ansible_collections.edgeops.cdn.plugins.module_utils._module import base
from ansible_collections.edgeops.cdn.plugins.module_utils._module.wait_for_tasks import run_wait_for_tasks
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Runtime
from tests.unit.modules import module_args
from tests.unit.submission import SCRIPTS, Cloud
from tests.unit.support import ACCESS_KEY, HUAWEI, SECRET_KEY, FakeClock


@pytest.fixture
def waited(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., dict[str, Any]]:
    """What the module prints of a wait for a task whose state is that."""

    monkeypatch.setattr(basic.AnsibleModule, "_log_to_syslog", lambda _self, _text: None)

    def run(state: str, **options: Any) -> dict[str, Any]:
        cloud = Cloud(HUAWEI, FakeClock(time.time()), default_script=SCRIPTS[state])
        task_id = cloud.add("purge", "file", ["https://www.example.com/a.txt"], age=3_600.0, state=state)

        def runtime(warn: Callable[[str], None]) -> Runtime:
            return replace(real(warn), transport=lambda _verify, _environ: cloud)

        real = base.system_runtime
        monkeypatch.setattr(base, "system_runtime", runtime)
        given = {
            "tasks": [{"provider": HUAWEI, "id": task_id}],
            "providers": {HUAWEI: {"access_key": ACCESS_KEY, "secret_key": SECRET_KEY}},
            "timeout": 30,
            **options,
        }
        with module_args(given), pytest.raises(SystemExit):
            run_wait_for_tasks()
        result: dict[str, Any] = json.loads(capfd.readouterr().out)
        assert SECRET_KEY not in json.dumps(result)
        return result

    return run


@pytest.mark.parametrize(
    ("state", "options", "outcome", "failed"),
    [
        ("done", {}, "succeeded", False),
        ("failed", {}, "failed", True),
        ("failed", {"on_failure": "warn"}, "failed", False),
        ("running", {"timeout": 1, "on_timeout": "warn"}, "timed_out", False),
        ("running", {"_ansible_check_mode": True}, "timed_out", False),
    ],
)
def test_module_tells_its_outcome_and_warns_of_what_it_was_told_to_tolerate(
    waited: Callable[..., dict[str, Any]], state: str, options: dict[str, Any], outcome: str, failed: bool
) -> None:
    result = waited(state, **options)
    assert (result["outcome"], result.get("failed", False)) == (outcome, failed)
    tolerated = outcome != "succeeded" and not failed
    # From 2.19 on, ansible-core wraps warnings.
    assert (json.dumps(result["msg"])[1:-1] in json.dumps(result.get("warnings", []))) == tolerated


def test_module_says_which_option_makes_no_sense(waited: Callable[..., dict[str, Any]]) -> None:
    result = waited("done", settle=60)
    assert result["failed"]
    assert result["msg"].startswith("settle: there would be no time left to wait in.")
