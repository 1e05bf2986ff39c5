# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tencent Cloud's read calls in virtual time: one id a call, two histories of which the first knows the tasks."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Request
from tests.simulation.clouds import Cloud, Script, within


class SimulatedCdn(Cloud):
    """DescribePurgeTasks and DescribePushTasks."""

    budgets: ClassVar[Mapping[str, float]] = {"DescribePurgeTasks": 20, "DescribePushTasks": 20}
    sweeps: ClassVar[Sequence[str]] = ("DescribePurgeTasks",)
    #: The key of the rows, by call.
    rows_keys: ClassVar[Mapping[str, str]] = {"DescribePurgeTasks": "PurgeLogs", "DescribePushTasks": "PushLogs"}
    id_key: ClassVar[str] = "TaskId"
    url_key: ClassVar[str] = "Url"
    largest_page: ClassVar[int] = 100
    running, done, failed = "process", "done", "fail"

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        #: What the pages of a task's rows said that have been read since the first one, by task.
        self._said: dict[str, set[str]] = {}

    @classmethod
    def calls_of_a_sweep(cls, tasks: int) -> int:
        # A task that is not there yet is looked for in both histories.
        return 2 * tasks

    def parameters_of(self, request: Request) -> Mapping[str, Any]:
        parameters: dict[str, Any] = json.loads(request.body or b"")
        return parameters

    def identify(self, request: Request, parameters: Mapping[str, Any]) -> tuple[str, Sequence[str]]:
        assert request.method == "POST"
        return request.headers["X-TC-Action"], [self.asked(parameters)]

    def asked(self, parameters: Mapping[str, Any]) -> str:
        """The task that a call is about."""
        assert set(parameters) == {"TaskId", "Offset", "Limit"}
        return str(parameters["TaskId"])

    def answer(self, call: str, ids: Sequence[str], parameters: Mapping[str, Any]) -> dict[str, Any]:
        now = self.clock.monotonic()
        script = self.scripts.get(ids[0])
        knows = call in self.sweeps and script is not None and script.is_visible(now)
        rows = self._rows(script, now) if knows and script is not None else []
        offset, size = parameters["Offset"], parameters["Limit"]
        assert size <= self.largest_page
        page = rows[offset : offset + size]
        # What the collection does not look at tells claims() what was asked.
        asked = {"Asked": ids[0], "Offset": offset, "Whole": offset + len(page) >= len(rows) and len(page) < size}
        return {"Response": {self.rows_keys[call]: page, "TotalCount": len(rows), "RequestId": "R", **asked}}

    def _rows(self, script: Script, now: float) -> list[dict[str, str]]:
        done = script.finished_urls(now)
        rows = []
        for number in range(script.urls):
            word = self.running
            if number < done:
                word = self.failed if number < script.failing else self.done
            if within(script.babbles, now) and number == 0:
                word = "Frobnicating"
            rows.append(self.row(script, f"https://www.example.com/{number}", word))
        return rows

    def row(self, script: Script, url: str, word: str) -> dict[str, str]:
        return {
            "TaskId": script.task_id,
            "Url": url,
            "Status": word,
            "PurgeType": "url",
            "FlushType": "delete",
            "CreateTime": "2026-11-21 16:30:00",
        }

    def claims(self, document: Mapping[str, Any]) -> tuple[Sequence[str], Sequence[str]]:
        response = document["Response"]
        rows = next(response[key] for key in self.rows_keys.values() if key in response)
        task_id = response["Asked"]
        said = set() if response["Offset"] == 0 else self._said.get(task_id, set())
        self._said[task_id] = said = said | {row["Status"] for row in rows}
        if not said:
            return [], []
        return [task_id], [task_id] if response["Whole"] and said <= {self.done, self.failed} else []


SIMULATED = SimulatedCdn
