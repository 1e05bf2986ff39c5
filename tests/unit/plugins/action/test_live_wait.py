# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The wait as Ansible's worker runs it: what it shows meanwhile, and what it makes of a connection."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from ansible import constants
from ansible.errors import AnsibleActionFail, AnsibleConnectionFailure

from ansible_collections.edgeops.cdn.plugins.action import live_wait
from ansible_collections.edgeops.cdn.plugins.action.live_wait import ActionModule
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task
from tests.unit.support import HUAWEI, SECRET_KEY

RUNNING = Task(id="1", provider=HUAWEI, state="running", raw_state=["task_inprocess"])
SUCCEEDED = Task(id="1", provider=HUAWEI, state="succeeded", raw_state=["task_done"])


class Connection:
    """As little of a connection as an action looks at."""

    become = None
    _shell = SimpleNamespace(tmpdir="/nowhere", env_prefix=lambda **_environment: "")

    def __init__(self, transport: str, reset: Callable[[], None] | None = None) -> None:
        self.transport = transport
        if reset is not None:
            self.reset = reset


class Action(ActionModule):
    """The action with stand-ins for what Ansible hands in; a module that it runs responds in turn."""

    _load_name = "edgeops.cdn.live_wait"

    def __init__(self, connection: Any, *slices: dict[str, Any] | Exception, **args: Any) -> None:
        name = "edgeops.cdn.wait_for_tasks"
        task: Any = SimpleNamespace(
            args=args, action=name, resolved_action=name, check_mode=False, no_log=False, async_val=0
        )
        task.delegate_to, task.environment = None, []
        nothing: Any = None
        super().__init__(task, connection, nothing, nothing, nothing, nothing)
        self.lines: list[tuple[str, bool]] = []
        display: Any = SimpleNamespace(display=self._line, v=lambda _text: None)
        self._display = display
        self._slices = iter(slices)

    def _line(self, text: str, stderr: bool) -> None:
        self.lines.append((text, stderr))

    def _execute_module(self, *_arguments: Any, **_options: Any) -> dict[str, Any]:
        answer = next(self._slices)
        if isinstance(answer, Exception):
            raise answer
        return answer


def told(task: Task) -> dict[str, Any]:
    costs = {"sweeps": 1, "calls": 1, "retries": 0}
    return {"outcome": "timed_out", "tasks": [task.as_dict()], "faults": {}, "verified": [], **costs}


@pytest.mark.parametrize(
    ("options", "callback", "aside"),
    [
        ({}, "default", [False]),
        ({}, "ansible.posix.json", [True]),
        ({"progress": "always"}, "ansible.posix.json", [False]),
        ({"progress": "never"}, "default", []),
    ],
)
def test_progress_is_shown_where_it_disturbs_nobody(
    options: dict[str, Any], callback: str, aside: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(constants.config, "get_config_value", lambda _name: callback)
    action = Action(Connection("local"), tasks=[], allow_empty=True, settle=0.01, **options)
    assert action.run()["outcome"] == "succeeded"
    assert [stderr for _line, stderr in action.lines] == aside
    assert all("0/0 finished | settling" in line for line, _stderr in action.lines)


def test_mistake_of_this_collection_shows_where_it_is_and_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    def culprit(*_arguments: Any) -> Any:
        raise KeyError(SECRET_KEY)

    monkeypatch.setattr(live_wait, "parse_wait", culprit)
    action = Action(Connection("local"), tasks=["1"], provider=HUAWEI)
    with pytest.raises(AnsibleActionFail) as caught:
        action.run()
    assert "mistake of this collection" in str(caught.value)
    assert "culprit" in "".join(traceback.format_tb(caught.value.__traceback__))
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
    assert SECRET_KEY not in f"{caught.value} {caught.value.result}"


@pytest.mark.parametrize("raised", [None, NotImplementedError(), AnsibleConnectionFailure("gone"), "no reset"])
def test_connection_that_was_lost_is_opened_anew_even_if_it_cannot_be_reset(raised: Exception | str | None) -> None:
    resets: list[str] = []

    def reset() -> None:
        resets.append("reset")
        if isinstance(raised, Exception):
            raise raised

    connection = Connection("ssh", None if raised == "no reset" else reset)
    slices: list[dict[str, Any] | Exception] = [told(RUNNING), AnsibleConnectionFailure("broken pipe"), told(SUCCEEDED)]
    action = Action(connection, *slices, tasks=["1"], provider=HUAWEI, poll_interval=0.1)
    document = action.run()
    assert (document["outcome"], document["failed"]) == ("succeeded", False)
    assert resets == ([] if raised == "no reset" else ["reset"])
