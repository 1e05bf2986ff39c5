# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a number of runs amounts to, for docs/reliability.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from .scenario import Run


def figures(first: int, runs: Sequence[Run], violations: int) -> dict[str, Any]:
    """How many tasks, requests, faults of which kind, and outcomes there were, from a seed on."""
    said = [one for run in runs for cloud in run.clouds.values() for one in cloud.record]
    return {
        "first": first,
        "waits": len(runs),
        "tasks": sum(len(run.scenario.references) for run in runs),
        "requests": len(said),
        "faults": Counter(one.fault for one in said if one.fault is not None),
        "outcomes": Counter(run.outcome for run in runs),
        "violations": violations,
    }
