# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which URLs failed is asked after the verdict, and never at its cost."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.edgeops.cdn.plugins.module_utils._model.clock import Deadline
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError, ErrorKind
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import Reference
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task, Url
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.details import explain, unexplained
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.engine import CONCURRENCY, Call
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.ledger import Ledger, Policy
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.workers import Job, News
from tests.unit.support import HUAWEI, FakeClock

TASKS = [Task(str(number), HUAWEI, "failed") for number in range(3 * CONCURRENCY)]


class InTurn:
    """Runs one job after the other, and brings the news of one at a time."""

    def __init__(self) -> None:
        self._jobs: list[Job[Call, Task]] = []

    def submit(self, job: Job[Call, Task]) -> None:
        self._jobs.append(job)

    def wait(self, seconds: float) -> list[News[Call, Task]]:
        job = self._jobs.pop(0)
        try:
            (found,) = job.read()
        except ApiError as error:
            return [News(job.tag, ended=True, error=error)]
        return [News(job.tag, found), News(job.tag, ended=True)]


class Asked:
    """A provider that tells the failed URL of every task but one."""

    def __init__(self, kind: ErrorKind) -> None:
        self._kind = kind
        self.asked: list[str] = []

    def ease(self, share: float) -> None:
        """Take the rate as it is."""

    def end_at(self, deadline: Deadline) -> None:
        """Take any time."""

    def details(self, task: Task) -> Task:
        self.asked.append(task.id)
        if task.id == "1":
            raise ApiError("Code", "text", self._kind, provider=HUAWEI)
        return Task(task.id, HUAWEI, "failed", urls=[Url(f"https://www.example.com/{task.id}", "failed")])


@pytest.mark.parametrize(
    ("kind", "asked", "explained"),
    [("passing", [task.id for task in TASKS], len(TASKS) - 1), ("lasting", ["0", "1"], 1)],
)
def test_provider_that_refuses_for_good_is_not_asked_for_more_details(
    kind: ErrorKind, asked: list[str], explained: int
) -> None:
    clock = FakeClock()
    ledger = Ledger([Reference(HUAWEI, task.id) for task in TASKS], Policy(timeout=60.0), 0.0)
    for task in TASKS:
        ledger.record(task, 1.0)
    provider: Any = Asked(kind)
    explain(unexplained(ledger, None), ledger, {HUAWEI: provider}, Deadline(clock, 30.0), InTurn())
    assert provider.asked == asked
    assert ledger.count("failed") == len(TASKS)
    assert len(TASKS) - len(unexplained(ledger, None)) == explained
