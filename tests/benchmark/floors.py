# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What nobody can do better, given what the vendors document. Pure arithmetic; the limits are theirs, not ours.

And what a wait promises for its news, which follows from the same limits.
"""

from __future__ import annotations

import math

#: Alibaba Cloud, DescribeDcdnRefreshTaskById: ids per call and calls per second.
IDS_PER_CALL = 10
BY_ID_CALLS_PER_SECOND = 30
#: Huawei Cloud: rows in a page of the list call, and calls per second of the list and of the detail call.
LIST_PAGE_SIZE = 10_000
HUAWEI_CALLS_PER_SECOND = 30


def alibaba_calls(tasks: int) -> int:
    """Calls to read the verdict of so many tasks once."""
    return math.ceil(tasks / IDS_PER_CALL)


def huawei_calls(tasks: int) -> int:
    """The same; a page of the list holds files or directories, but tasks may be of one kind."""
    return math.ceil(tasks / LIST_PAGE_SIZE)


def sweep_seconds(alibaba_tasks: int) -> float:
    """N / (10 x 30): what the documented rate leaves of a sweep, whoever makes it."""
    return alibaba_tasks / (IDS_PER_CALL * BY_ID_CALLS_PER_SECOND)


def wait_calls(huawei_tasks: int, alibaba_tasks: int) -> int:
    """Calls of a whole wait of somebody who knows when each task finishes: verdicts are read once, in full calls."""
    return huawei_calls(huawei_tasks) + alibaba_calls(alibaba_tasks)


def news(interval: float, calls: int, rate: float, round_trip: float) -> float:
    """Seconds that a task may go without news: an interval with its jitter, and a sweep at a third of the rate."""
    return 1.1 * interval + calls / (rate / 3) + round_trip


def latency(interval: float, round_trip: float) -> float:
    """Median seconds from the last finish to the answer that tells, for one poll per interval."""
    return interval / 2 + round_trip
