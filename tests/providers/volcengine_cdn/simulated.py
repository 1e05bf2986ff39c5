# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Volcengine's one read call in virtual time: by id, and all rows of a type, page by page."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Request
from tests.simulation.clock import START
from tests.simulation.clouds import Cloud, Script, within

_READ = "DescribeContentTasks"
_ENDS = ("complete", "failed")


class SimulatedVolcengine(Cloud):
    """DescribeContentTasks."""

    budgets: ClassVar[Mapping[str, float]] = {_READ: 20}
    sweeps: ClassVar[Sequence[str]] = (_READ,)
    ids_per_call = None
    id_format = "refresh_url_{:048x}"

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        #: By reading: what each page has announced, and the words on each row, in order.
        self._totals: dict[str, list[int]] = {}
        self._words: dict[str, dict[tuple[str, str], list[str]]] = {}

    @classmethod
    def calls_of_a_sweep(cls, tasks: int) -> int:
        # The list, which is read only where it has fewer pages than there are tasks, and what it does not hold.
        return 2 * tasks + 4

    def parameters_of(self, request: Request) -> Mapping[str, Any]:
        parameters: dict[str, Any] = json.loads(request.body or b"")
        return parameters

    def identify(self, request: Request, parameters: Mapping[str, Any]) -> tuple[str, Sequence[str]]:
        assert request.method == "POST"
        assert f"Action={_READ}&Version=2021-03-01" in request.url
        assert set(parameters) - {"TaskID"} == {"TaskType", "StartTime", "EndTime", "PageNum", "PageSize"}
        assert parameters["TaskType"] == "refresh_file"
        return _READ, [parameters["TaskID"]] if "TaskID" in parameters else []

    def answer(self, call: str, ids: Sequence[str], parameters: Mapping[str, Any]) -> dict[str, Any]:
        now = self.clock.monotonic()
        scripts = [script for task_id, script in self.scripts.items() if not ids or task_id in ids]
        rows: list[dict[str, Any]] = []
        left_out = 0
        for script in (each for each in scripts if each.is_visible(now)):
            own = self._rows(script, now)
            # A list may lack rows that it counts.
            shown = own if ids else own[script.hidden :]
            left_out += len(own) - len(shown)
            rows += shown
        number, size = parameters["PageNum"], parameters["PageSize"]
        page = rows[size * (number - 1) : size * number]
        result = {"Total": len(rows) + left_out, "PageNum": number, "PageSize": size, "Data": page}
        # What the collection does not look at tells claims() which reading this is of.
        reading = json.dumps({**parameters, "PageNum": 0}, sort_keys=True)
        return {"ResponseMetadata": {"RequestId": "R", "Reading": reading}, "Result": result}

    def _rows(self, script: Script, now: float) -> list[dict[str, Any]]:
        done = script.finished_urls(now)
        rows = []
        for number in range(script.urls):
            word = "running"
            if number < done:
                word = "failed" if number < script.failing else "complete"
            if within(script.babbles, now) and number == 0:
                word = "Frobnicating"
            rows.append(
                {
                    "TaskID": script.task_id,
                    "TaskType": "refresh_file",
                    "Url": f"https://www.example.com/{number}",
                    "Status": word,
                    "Process": "40%",
                    "CreateTime": int(START),
                    "StatusCode": 0,
                    "Remark": "",
                }
            )
        return rows

    def claims(self, document: Mapping[str, Any]) -> tuple[Sequence[str], Sequence[str]]:
        reading, result = document["ResponseMetadata"]["Reading"], document["Result"]
        if result["PageNum"] == 1:
            self._totals[reading], self._words[reading] = [], {}
        totals, words = self._totals[reading], self._words[reading]
        totals.append(result["Total"])
        for row in result["Data"]:
            words.setdefault((row["TaskID"], row["Url"]), []).append(row["Status"])
        seen = list(dict.fromkeys(row["TaskID"] for row in result["Data"]))
        if len(words) < max(totals):
            return seen, []
        # Where two pages tell of a row, the word that is no success counts.
        final = {key: next((word for word in said if word != "complete"), "complete") for key, said in words.items()}
        all_seen = list(dict.fromkeys(task_id for task_id, _url in final))
        open_tasks = {task_id for (task_id, _url), word in final.items() if word not in _ENDS}
        return all_seen, [task_id for task_id in all_seen if task_id not in open_tasks]


SIMULATED = SimulatedVolcengine
