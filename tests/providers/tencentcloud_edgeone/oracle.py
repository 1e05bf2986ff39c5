# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What may be made of EdgeOne's answers: its two histories of rows, read a second time."""

from __future__ import annotations

from collections.abc import Sequence

from tests.conformance.oracle import FAILED, SUCCEEDED, Exchange
from tests.providers.tencentcloud_cdn.oracle import asked, oracle_of

#: How rows end; any other word leaves a target open.
ENDS = {"success": SUCCEEDED, "failed": FAILED, "timeout": FAILED, "canceled": FAILED, "invalid": FAILED}
ROWS = {"DescribePurgeTasks": "Tasks", "DescribePrefetchTasks": "Tasks"}


def oracle(exchanges: Sequence[Exchange], task_id: str) -> set[str]:
    """What EdgeOne's histories bear out of a task ZONE.JOB."""
    zone, _dot, job = task_id.rpartition(".")

    def is_about(each: Exchange) -> bool:
        parameters = asked(each)
        named = {"Name": "job-id", "Values": [job]} in (parameters.get("Filters") or ())
        return named and zone in ("", parameters.get("ZoneId"))

    return oracle_of(exchanges, job, ROWS, "JobId", ENDS, is_about)
