# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""The result of a wait that has ended, whether it has failed, and what to warn of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Sequence

from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import MOST_URLS, bounded

from .engine import Progress
from .ledger import Ledger, Outcome
from .options import WaitRequest
from .report import MOST_NAMED, count_message, message


@dataclass(frozen=True)
class Ended:
    """What module, action plugin and a submission that waits make their results of."""

    document: dict[str, Any]
    warnings: Sequence[str]


def conclude(progress: Progress, outcome: Outcome, request: WaitRequest, quiet: bool = False) -> Ended:
    """The result of a wait, and a warning of a bad outcome that is not to fail; quiet: in numbers alone."""
    document = result(progress, outcome, request)
    if quiet:
        # Of all that no_log hides, ansible-core shows warnings, and the message of a failure.
        document["msg"] = count_message(progress, outcome)
    is_tolerated = is_bad(progress.ledger, outcome) and not document["failed"]
    return Ended(document, [document["msg"]] if is_tolerated else [])


def result(progress: Progress, outcome: Outcome, request: WaitRequest) -> dict[str, Any]:
    """The keys that module, action plugin and role have in common."""
    ledger = progress.ledger
    failed = is_failure(ledger, outcome, request)
    tasks, omitted = _tasks(ledger, request, failed)
    document: dict[str, Any] = {
        "changed": False,
        "failed": failed,
        "outcome": outcome,
        "tasks": tasks,
        "omitted": omitted,
        "leftover": [reference.as_dict() for reference in ledger.leftover()],
        "elapsed": round(progress.elapsed, 1),
        "sweeps": progress.sweeps,
        "calls": progress.calls,
        "retries": progress.retries,
        "faults": {name: fault.short for name, fault in progress.faults.items()},
        "verified": [finding.as_dict() for finding in progress.findings],
        "msg": message(progress, outcome, request),
    }
    if ledger.error is not None:
        document["error"] = ledger.error.as_dict()
    return document


def shown_failures(ledger: Ledger, outcome: Outcome, request: WaitRequest) -> int | None:
    """How many failed tasks a result shows, or its message names; None for all."""
    is_short = request.result_tasks != "all" and is_failure(ledger, outcome, request)
    return MOST_NAMED if is_short or request.result_tasks == "none" else None


def _tasks(ledger: Ledger, request: WaitRequest, failed: bool) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """The tasks of a result, and how many tasks and wanted URLs of those tasks are not in it.

    A result that fails is printed whole, so it holds the first problems alone unless all was asked for.
    """
    tasks, problems = ledger.tasks(), request.result_tasks == "problems"
    chosen = (
        [] if request.result_tasks == "none" else [task for task in tasks if not problems or task.state != "succeeded"]
    )
    if failed and problems:
        chosen = chosen[:MOST_NAMED]
    most = MOST_URLS if failed and problems and request.result_urls == "failed" else None
    whole = [task.as_dict(urls=request.result_urls) for task in chosen]
    documents = [bounded(document, most) for document in whole]
    urls = sum(map(_count_urls, whole)) - sum(map(_count_urls, documents)) + ledger.cut(chosen)
    return documents, {"tasks": len(tasks) - len(chosen), "urls": urls}


def _count_urls(document: dict[str, Any]) -> int:
    return len(document["urls"])


def is_bad(ledger: Ledger, outcome: Outcome) -> bool:
    """Whether the user did not want this outcome; with condition finished, a failed task is fine."""
    if outcome == "failed" and ledger.policy.condition == "finished":
        return False
    return outcome != "succeeded"


def is_failure(ledger: Ledger, outcome: Outcome, request: WaitRequest) -> bool:
    """Whether an outcome fails the task; an API error always does, because on_failure is about verdicts."""
    if outcome == "error":
        return True
    if not is_bad(ledger, outcome) or ledger.policy.once:
        return False
    return not (request.warn_on_timeout if outcome == "timed_out" else request.warn_on_failure)
