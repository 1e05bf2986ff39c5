# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""EdgeOne's read calls in virtual time: one job a call, two histories of which the first knows the tasks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Request
from tests.providers.tencentcloud_cdn.simulated import SimulatedCdn
from tests.providers.tencentcloud_edgeone.blueprint import ZONE
from tests.simulation.clouds import Script


class SimulatedEdgeone(SimulatedCdn):
    """DescribePurgeTasks and DescribePrefetchTasks."""

    options: ClassVar[Mapping[str, Any]] = {**SimulatedCdn.options, "zone_id": ZONE}
    budgets: ClassVar[Mapping[str, float]] = {"DescribePurgeTasks": 20, "DescribePrefetchTasks": 20}
    sweeps: ClassVar[Sequence[str]] = ("DescribePurgeTasks",)
    rows_keys: ClassVar[Mapping[str, str]] = {"DescribePurgeTasks": "Tasks", "DescribePrefetchTasks": "Tasks"}
    largest_page: ClassVar[int] = 1_000
    running, done, failed = "processing", "success", "failed"

    def asked(self, parameters: Mapping[str, Any]) -> str:
        assert set(parameters) == {"ZoneId", "Filters", "Offset", "Limit"}
        (one,) = parameters["Filters"]
        assert one["Name"] == "job-id"
        (job,) = one["Values"]
        return f"{parameters['ZoneId']}.{job}"

    def identify(self, request: Request, parameters: Mapping[str, Any]) -> tuple[str, Sequence[str]]:
        call, ids = super().identify(request, parameters)
        # The simulation's ids have no zone; the options name one for all of them.
        return call, [task_id.partition(".")[2] for task_id in ids]

    def row(self, script: Script, url: str, word: str) -> dict[str, str]:
        return {
            "JobId": script.task_id,
            "Target": url,
            "Type": "purge_url",
            "Method": "invalidate",
            "Status": word,
            "CreateTime": "2026-11-21T08:30:00Z",
        }


SIMULATED = SimulatedEdgeone
