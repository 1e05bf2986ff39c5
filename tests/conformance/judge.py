# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Holds what tasks became to what an oracle says, and counts for docs/reliability.md how many were judged, and how."""

from __future__ import annotations

from collections import Counter

from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task
from tests.conformance.oracle import OPEN
from tests.tools.reliability import record

#: What each oracle has said so far, by the call.
JUDGED: dict[str, Counter[str]] = {}


def judge(call: str, task: Task | None, said: str) -> None:
    """Hold what a task became to what the oracle says of the exchange."""
    became = task.state if task is not None and task.finished else OPEN
    counted = JUDGED.setdefault(call, Counter())
    counted[said] += 1
    counted["mistaken"] += became != said
    assert became == said, task


def record_judged(call: str) -> None:
    """What was judged of a call goes to docs/reliability.md; one test judges it all, in one of several processes."""
    if call in JUDGED:
        record("oracle", call.replace(" ", "_"), {"call": call, "said": dict(JUDGED[call])})
