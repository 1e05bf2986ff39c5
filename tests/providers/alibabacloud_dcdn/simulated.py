# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Alibaba Cloud's read calls in virtual time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Request
from tests.simulation.clouds import Cloud, Script, within


class SimulatedAlibabacloud(Cloud):
    """DescribeDcdnRefreshTaskById and DescribeDcdnRefreshTasks."""

    budgets: ClassVar[Mapping[str, float]] = {"DescribeDcdnRefreshTaskById": 30, "DescribeDcdnRefreshTasks": 5}
    sweeps: ClassVar[Sequence[str]] = ("DescribeDcdnRefreshTaskById",)
    ids_per_call = 10
    rows_key: ClassVar[str] = "Task"
    largest_page: ClassVar[int] = 50

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        #: What each page of a task's rows said when it was read last, by task and number.
        self._pages: dict[str, dict[int, set[str]]] = {}

    def identify(self, request: Request, parameters: Mapping[str, str]) -> tuple[str, Sequence[str]]:
        assert request.method == "POST"
        return request.headers["x-acs-action"], parameters["TaskId"].split(",")

    def answer(self, call: str, ids: Sequence[str], parameters: Mapping[str, str]) -> dict[str, Any]:
        now = self.clock.monotonic()
        assert call in self.budgets
        by_id = call in self.sweeps
        rows: list[dict[str, str]] = []
        hidden = 0
        for task_id in ids:
            script = self.scripts.get(task_id)
            if script is None or not script.is_visible(now):
                continue
            own = self._rows(script, now)
            cut = min(script.hidden, len(own) - 1) if by_id else 0
            rows += own[cut:]
            hidden += cut
        if by_id:
            assert len(ids) <= self.ids_per_call
            return {"TotalCount": len(rows) + hidden, "RequestId": "R", "Tasks": rows}
        size, number = int(parameters["PageSize"]), int(parameters["PageNumber"])
        assert size <= self.largest_page
        page = rows[size * (number - 1) : size * number]
        return {"TotalCount": len(rows), "PageSize": size, "PageNumber": number, "Tasks": {self.rows_key: page}}

    def _rows(self, script: Script, now: float) -> list[dict[str, str]]:
        done = script.finished_urls(now)
        rows = []
        for number in range(script.urls):
            failing = number < script.failing
            word = "Pending" if now < script.begins_at else "Refreshing"
            if number < done:
                word = "Failed" if failing else "Complete"
            if within(script.babbles, now) and number == 0:
                word = "Frobnicating"
            rows.append(
                {
                    "TaskId": script.task_id,
                    "ObjectPath": f"https://www.example.com/{number}",
                    "ObjectType": "file",
                    "Status": word,
                    "Process": "100%" if number < done else "0%",
                    "CreationTime": "2026-11-21T08:30:00Z",
                    "Description": "Internal Error",
                }
            )
        return rows

    def claims(self, document: Mapping[str, Any]) -> tuple[Sequence[str], Sequence[str]]:
        tasks = document["Tasks"]
        rows = tasks[self.rows_key] if isinstance(tasks, dict) else tasks
        words: dict[str, set[str]] = {}
        for row in rows:
            words.setdefault(row["TaskId"], set()).add(row["Status"])
        complete = document["TotalCount"] == len(rows)
        if isinstance(tasks, dict):  # a task that is spread over pages has been told with the last of them
            number = document["PageNumber"]
            complete = number * document["PageSize"] >= document["TotalCount"]
            for task_id, said in words.items():
                pages = self._pages[task_id] = {} if number == 1 else self._pages[task_id]
                pages[number] = said
            words = {task_id: set().union(*self._pages[task_id].values()) for task_id in words}
        return list(words), [task_id for task_id, said in words.items() if complete and said <= {"Complete", "Failed"}]


SIMULATED = SimulatedAlibabacloud
