# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A wait on another host: what its slices answer, and what they do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

import pytest
from ansible.errors import AnsibleActionFail, AnsibleConnectionFailure

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import CONNECTION_HINTS
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import Reference
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task, Url
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.registry import PROVIDERS
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.engine import Progress
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.ledger import Policy
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.options import WaitRequest
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.report import standing
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.verdict import conclude
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.verify import Check, Finding
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


#: One slice: what it tells beside its costs, or the loss of its host.
Slice = dict[str, Any] | Exception


class Host:
    """Plays slices in turn, which take two seconds each, and keeps what they were asked."""

    def __init__(self, *slices: Slice, checks: Sequence[Check] = (), settle: float = 0.0, **policy: Any) -> None:
        self.clock = FakeClock()
        self.asked: list[dict[str, Any]] = []
        self.began: list[float] = []
        self.reconnected = 0
        self.told: list[Progress] = []
        self._slices = iter(slices)
        options = {HUAWEI: PROVIDERS[HUAWEI].defaults()}
        self.request = WaitRequest(
            [Reference(HUAWEI, "1")],
            Policy(**{"timeout": 120.0, "poll_interval": 30.0, **policy}),
            options,
            checks=checks,
            settle=settle,
            progress_interval=10.0,
        )
        self.slices = Slices(self.request, self._run, self._reconnect, self.clock, self.told.append)

    def _run(self, replaced: dict[str, Any]) -> dict[str, Any]:
        self.asked.append(replaced)
        self.began.append(self.clock.monotonic())
        self.clock.advance(2.0)
        answer = next(self._slices)
        if isinstance(answer, Exception):
            raise answer
        if "outcome" not in answer:
            return answer
        return {"tasks": [], "faults": {}, "verified": [], "sweeps": 1, "calls": 1, "retries": 0, **answer}

    def _reconnect(self) -> None:
        self.reconnected += 1

    def run(self) -> dict[str, Any]:
        return conclude(*self.slices.run(), self.request).document


def told(*tasks: Task, **others: Any) -> dict[str, Any]:
    """What a slice tells of tasks."""
    return {"outcome": "timed_out", "tasks": [task.as_dict() for task in tasks], **others}


#: How ansible-core, until 2.18 and since, tells of a module that did not come to its end.
CRASH = {
    "failed": True,
    "msg": "MODULE FAILURE\nSee stdout/stderr for the exact error",
    "module_stderr": "Traceback\nMemoryError: no more\n",
    "rc": 1,
}
CRASHES: list[tuple[dict[str, Any], str]] = [
    (CRASH, "The module crashed: MemoryError: no more"),
    ({**CRASH, "module_stderr": "", "module_stdout": "Killed"}, "The module crashed: Killed"),
    ({**CRASH, "module_stderr": ""}, "MODULE FAILURE\nSee stdout/stderr for the exact error"),
    ({"failed": True, "exception": "Traceback: no more"}, "The module crashed: Traceback: no more"),
    ({"failed": True}, "The module returned no result."),
]


def test_host_that_is_lost_for_a_while_costs_nothing_but_time() -> None:
    """The ledger stays on the controller; the next slice opens a connection of its own."""
    host = Host(told(RUNNING), AnsibleConnectionFailure("broken pipe"), CRASH, told(SUCCEEDED))
    document = host.run()
    assert (document["outcome"], document["failed"], host.reconnected) == ("succeeded", False, 2)
    assert host.began == [0.0, 30.0, 60.0, 90.0]
    faults = ["".join(fault.short for fault in progress.faults.values()) for progress in host.told]
    assert [fault for fault, _same in groupby(faults)] == [
        "",
        "lost the host: broken pipe",
        "lost the host: The module crashed: MemoryError: no more",
        "",
    ]


def test_host_that_was_never_reached_fails_the_task_at_once() -> None:
    host = Host(AnsibleConnectionFailure("no route"))
    with pytest.raises(AnsibleConnectionFailure, match="no route"):
        host.run()
    assert (len(host.asked), host.reconnected) == (1, 0)


@pytest.mark.parametrize(("answer", "why"), CRASHES)
def test_module_that_never_worked_fails_the_task_with_its_own_words(answer: dict[str, Any], why: str) -> None:
    host = Host(answer)
    with pytest.raises(AnsibleActionFail) as caught:
        host.run()
    assert caught.value.message.startswith(why)
    assert caught.value.result["failed"]
    assert {key: value for key, value in answer.items() if key not in ("failed", "msg")}.items() <= {
        key: value for key, value in caught.value.result.items() if key != "msg"
    }.items()


def test_signs_of_life_go_on_between_slices() -> None:
    host = Host(told(RUNNING), told(SUCCEEDED))
    host.run()
    assert [progress.elapsed for progress in host.told] == [2.0, 12.0, 22.0, 30.0, 32.0]


def test_urls_that_failed_are_asked_for_once_more_where_a_slice_had_no_time_for_them() -> None:
    failed = Task(id="1", provider=HUAWEI, state="failed", raw_state=["fail"])
    urls = [Url("https://www.example.com/a", "failed")]
    host = Host(told(failed), told(replace(failed, urls=urls), outcome="failed"))
    document = host.run()
    assert document["outcome"] == "failed"
    assert document["tasks"][0]["urls"][0]["url"] == "https://www.example.com/a"
    assert (host.asked[1]["tasks"], host.asked[1]["fail_fast"]) == ([{"provider": HUAWEI, "id": "1"}], False)


@pytest.mark.parametrize(("first", "asked"), [(told(SUCCEEDED), 1), (told(RUNNING), 2)])
def test_urls_are_verified_on_the_host_until_none_differs(first: dict[str, Any], asked: int) -> None:
    checks = [Check("https://www.example.com/a"), Check("https://www.example.com/b", status=404)]
    stale = Finding("https://www.example.com/b", "status", "404", "200")
    fresh = [Finding(check.url) for check in checks]
    waiting = [first, told(SUCCEEDED)][:asked]
    host = Host(
        *waiting,
        {"outcome": "timed_out", "verified": [fresh[0].as_dict(), stale.as_dict()]},
        AnsibleConnectionFailure("broken pipe"),
        {"outcome": "succeeded", "verified": [fresh[1].as_dict()]},
        checks=checks,
    )
    document = host.run()
    assert (document["outcome"], document["failed"]) == ("succeeded", False)
    assert document["verified"] == [finding.as_dict() for finding in fresh]
    both = [check.as_dict() for check in checks]
    assert [each["verify"] for each in host.asked[asked:]] == [both, both[1:], both[1:]]
    assert all(each["tasks"] == [] for each in host.asked[asked:])


def test_urls_that_still_differ_at_the_deadline_are_told() -> None:
    stale = {
        "outcome": "timed_out",
        "verified": [Finding("https://www.example.com/", "status", "200", "503").as_dict()],
    }
    host = Host(told(SUCCEEDED), *[stale] * 4, checks=[Check("https://www.example.com/")], timeout=60.0)
    document = host.run()
    assert (document["outcome"], document["failed"]) == ("timed_out", True)
    assert "1 of 1 URLs still differ:" in document["msg"]
    assert "https://www.example.com/: status should be 200, but is 503" in document["msg"]


@pytest.mark.parametrize(("settle", "outcome", "slices"), [(20.0, "succeeded", 2), (119.0, "timed_out", 1)])
def test_nothing_is_verified_before_it_has_settled(settle: float, outcome: str, slices: int) -> None:
    fresh = {"outcome": "succeeded", "verified": [Finding("https://www.example.com/").as_dict()]}
    host = Host(told(SUCCEEDED), fresh, checks=[Check("https://www.example.com/")], settle=settle)
    assert host.run()["outcome"] == outcome
    assert host.began == [0.0, 22.0][:slices]


def test_fault_that_a_slice_met_is_told_with_what_to_check() -> None:
    host = Host(*[told(NO_ANSWER, faults={HUAWEI: "NameNotResolved"})] * 9, timeout=20.0)
    document = host.run()
    assert document["outcome"] == "timed_out"
    assert f"{HUAWEI}'s last fault: NameNotResolved. {CONNECTION_HINTS['NameNotResolved']}" in document["msg"]
