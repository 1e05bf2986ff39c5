# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Huawei Cloud's read calls in virtual time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from urllib.parse import urlsplit

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Request
from tests.simulation.clock import START
from tests.simulation.clouds import Cloud, Script, within


class SimulatedHuaweicloud(Cloud):
    """ShowHistoryTasks and ShowHistoryTaskDetails."""

    budgets: ClassVar[Mapping[str, float]] = {"list": 30, "detail": 30}
    sweeps: ClassVar[Sequence[str]] = ("list", "detail")
    ids_per_call = None
    reasons_apart = True

    def identify(self, request: Request, parameters: Mapping[str, str]) -> tuple[str, Sequence[str]]:
        assert request.method == "GET"
        assert "page_size" in parameters
        assert "page_number" in parameters
        assert "enterprise_project_id" in parameters
        path = urlsplit(request.url).path
        if path.endswith("/detail"):
            return "detail", [path.split("/")[-2]]
        assert "start_date" in parameters
        assert "end_date" in parameters
        return "list", []

    def answer(self, call: str, ids: Sequence[str], parameters: Mapping[str, str]) -> dict[str, Any]:
        now = self.clock.monotonic()
        if call == "list":
            visible = [script for script in self.scripts.values() if script.is_visible(now)]
            rows = [self._row(script, now) for script in visible]
            rows = [row for row in rows if row["file_type"] == parameters["file_type"]]
            size, number = int(parameters["page_size"]), int(parameters["page_number"])
            return {"total": len(rows), "tasks": rows[size * (number - 1) : size * number]}
        script = self.scripts.get(ids[0])
        if script is None or not script.is_visible(now):
            return {"error": {"error_code": "CDN.0108", "error_msg": "not yours"}}
        row = self._row(script, now)
        done = script.finished_urls(now)
        words = ["failed" if n < script.failing else "succeed" for n in range(done)]
        words += ["processing"] * (script.urls - done)
        urls = [{"id": str(n), "url": f"https://www.example.com/{n}", "status": word} for n, word in enumerate(words)]
        size, page = int(parameters["page_size"]), int(parameters["page_number"])
        return {**row, "urls": urls[size * (page - 1) : size * page]}

    def _row(self, script: Script, now: float) -> dict[str, Any]:
        done = script.finished_urls(now)
        failed = min(done, script.failing)
        status = "task_done" if done == script.urls else "task_inprocess"
        if within(script.babbles, now):
            status = "task_frobnicating"
        if within(script.contradicts, now):
            status = "task_done"
        return {
            "id": script.task_id,
            "task_type": "refresh",
            "status": status,
            "processing": script.urls - done if now >= script.begins_at else 0,
            "succeed": done - failed,
            "failed": failed,
            "total": script.urls,
            "create_time": int(START * 1000),
            "file_type": "directory" if int(script.task_id) % 3 == 0 else "file",
        }

    def claims(self, document: Mapping[str, Any]) -> tuple[Sequence[str], Sequence[str]]:
        rows = document.get("tasks", [document] if "id" in document else [])
        finished = [
            row["id"] for row in rows if row["status"] == "task_done" and row["succeed"] + row["failed"] == row["total"]
        ]
        return [row["id"] for row in rows], finished


SIMULATED = SimulatedHuaweicloud
