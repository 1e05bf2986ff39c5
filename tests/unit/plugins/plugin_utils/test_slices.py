# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A wait on another host: what its slices answer, and what they do not."""

from __future__ import annotations

from typing import Any

from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import Reference
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.registry import PROVIDERS
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.engine import Progress
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.ledger import Policy
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.options import WaitRequest
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.report import standing
from ansible_collections.edgeops.cdn.plugins.plugin_utils._slices import Slices
from tests.unit.support import HUAWEI, FakeClock

RUNNING = Task(id="1", provider=HUAWEI, state="running", raw_state=["task_inprocess"])
SUCCEEDED = Task(id="1", provider=HUAWEI, state="succeeded", raw_state=["task_done"])
MISSING = Task(id="1", provider=HUAWEI, state="not_found")
ODD = Task(id="1", provider=HUAWEI, state="unknown", raw_state=["Frobnicating"])
#: What a slice tells of a task that no answer came for.
NO_ANSWER = Task(id="1", provider=HUAWEI, state="unknown")


def waited(*answers: Task, **policy: Any) -> tuple[str, list[str]]:
    """The outcome of a wait whose slices take ten seconds each, and how it stood after each of them."""
    clock = FakeClock()
    left = iter(answers)
    lines: list[str] = []

    def run_slice(replaced: dict[str, Any]) -> dict[str, Any]:
        clock.advance(10.0)
        costs = {"sweeps": 1, "calls": 1, "retries": 0}
        return {"outcome": "timed_out", "tasks": [next(left).as_dict()], "faults": {}, "verified": [], **costs}

    def tell(progress: Progress) -> None:
        lines.append(standing(progress).partition(" | ")[0])

    options = {HUAWEI: PROVIDERS[HUAWEI].defaults()}
    request = WaitRequest([Reference(HUAWEI, "1")], Policy(**{"timeout": 600.0, **policy}), options)
    _progress, outcome = Slices(request, run_slice, lambda: None, clock, tell).run()
    return outcome, lines


def test_a_slice_without_an_answer_leaves_what_is_known() -> None:
    outcome, lines = waited(NO_ANSWER, RUNNING, NO_ANSWER, SUCCEEDED)
    assert outcome == "succeeded"
    assert lines == ["0/1 finished, 1 not asked yet", *["0/1 finished, 1 running"] * 2, "1/1 finished"]


def test_a_slice_without_an_answer_does_not_find_what_is_missing() -> None:
    """The grace goes on meanwhile."""
    outcome, lines = waited(MISSING, NO_ANSWER, MISSING, missing_grace=15.0)
    assert outcome == "not_found"
    assert lines == ["0/1 finished, 1 not found yet"] * 3


def test_a_word_that_nobody_documented_is_an_answer() -> None:
    _outcome, lines = waited(RUNNING, ODD, SUCCEEDED)
    assert lines == ["0/1 finished, 1 running", "0/1 finished, 1 in an unknown state", "1/1 finished"]


def lengths(*heard: bool, progress_interval: float = 10.0) -> list[float]:
    """How long slices last, of which some hear something of the task."""
    clock = FakeClock()
    lasted: list[float] = []

    def run_slice(replaced: dict[str, Any]) -> dict[str, Any]:
        lasted.append(replaced["timeout"])
        clock.advance(replaced["timeout"])
        last = len(lasted) == len(heard)
        task = SUCCEEDED if last else RUNNING if heard[len(lasted) - 1] else NO_ANSWER
        costs = {"sweeps": 1, "calls": 1, "retries": 0}
        return {"outcome": "timed_out", "tasks": [task.as_dict()], "faults": {}, "verified": [], **costs}

    options = {HUAWEI: PROVIDERS[HUAWEI].defaults()}
    policy = Policy(timeout=6000.0)
    request = WaitRequest([Reference(HUAWEI, "1")], policy, options, progress_interval=progress_interval)
    Slices(request, run_slice, lambda: None, clock, lambda _progress: None).run()
    return lasted


def test_a_slice_outlasts_a_response_that_is_slower_than_progress_lines() -> None:
    """Up to the timeouts of a request, 5 and 30 seconds, so that one that hangs is told as well."""
    assert lengths(True, False, False, False, True, True) == [10, 10, 20, 40, 40, 10]
    assert lengths(False, False, True, progress_interval=120.0) == [120, 120, 120]


def test_each_slice_begins_with_another_task() -> None:
    clock = FakeClock()
    began: list[str] = []

    def run_slice(replaced: dict[str, Any]) -> dict[str, Any]:
        began.append(replaced["tasks"][0]["id"])
        clock.advance(replaced["timeout"])
        return {
            "outcome": "timed_out",
            "tasks": [],
            "faults": {},
            "verified": [],
            "sweeps": 1,
            "calls": 1,
            "retries": 0,
        }

    references = [Reference(HUAWEI, task_id) for task_id in "123"]
    request = WaitRequest(references, Policy(timeout=35.0), {HUAWEI: PROVIDERS[HUAWEI].defaults()})
    Slices(request, run_slice, lambda: None, clock, lambda _progress: None).run()
    assert began[:2] == ["1", "2"]
