# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A wait on another host: what its slices answer, and what they do not."""

from __future__ import annotations

from typing import Any

from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import Reference
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task
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
        clock.advance(replaced["timeout"])
        costs = {"sweeps": 1, "calls": 1, "retries": 0}
        return {"outcome": "timed_out", "tasks": [next(left).as_dict()], "faults": {}, "verified": [], **costs}

    def tell(progress: Progress) -> None:
        lines.append(standing(progress).partition(" | ")[0])

    request = WaitRequest([Reference(HUAWEI, "1")], Policy(**{"timeout": 600.0, **policy}), {})
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
