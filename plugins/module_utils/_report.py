# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""What a wait tells the user: progress lines, the result and, where it went wrong, which task, why and what next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping, Sequence

from ansible_collections.edgeops.cdn.plugins.module_utils._errors import CONNECTION_HINTS
from ansible_collections.edgeops.cdn.plugins.module_utils._ledger import Ledger, Outcome
from ansible_collections.edgeops.cdn.plugins.module_utils._task import Task
from ansible_collections.edgeops.cdn.plugins.module_utils._time import duration
from ansible_collections.edgeops.cdn.plugins.module_utils._verify import Finding
from ansible_collections.edgeops.cdn.plugins.module_utils._wait_options import WaitRequest

PREFIX = "edgeops.cdn"
#: Tasks that a message names; all others are in the result.
MOST_NAMED = 20

#: In this order in a progress line; "waiting" are tasks that no answer has come for yet.
_UNFINISHED = (
    ("running", "running"),
    ("pending", "pending"),
    ("not_found", "not found yet"),
    ("unknown", "in an unknown state"),
    ("waiting", "not asked yet"),
)


@dataclass(frozen=True)
class Progress:
    """How a wait stands: the ledger, what it cost so far, and what its providers last stumbled over."""

    ledger: Ledger
    #: Seconds since the wait began.
    elapsed: float
    sweeps: int = 0
    calls: int = 0
    retries: int = 0
    faults: Mapping[str, str] | None = None
    #: What goes on after every task has succeeded.
    stage: str = ""
    #: How the URLs stand that are verified then.
    findings: Sequence[Finding] = ()


def progress_line(progress: Progress, host: str | None = None) -> str:
    """One line; the host is named where it is not the controller itself."""
    policy = progress.ledger.policy
    where = f"[{host}] " if host else ""
    return f"{PREFIX}: {where}{standing(progress)} | {duration(progress.elapsed)} of {duration(policy.timeout)}"


def standing(progress: Progress) -> str:
    """How the tasks stand, without the time: equal texts mean that nothing has changed."""
    ledger = progress.ledger
    finished, failed = ledger.count("succeeded", "failed"), ledger.count("failed")
    states = [f"{finished}/{ledger.count()} finished" + (f" ({failed} failed)" if failed else "")]
    states += [f"{ledger.count(state)} {words}" for state, words in _UNFINISHED if ledger.count(state)]
    parts = [", ".join(states)]
    for provider in ledger.providers():
        done = ledger.count("succeeded", "failed", provider=provider)
        fault = (progress.faults or {}).get(provider)
        parts.append(
            f"{provider} {done}/{ledger.count(provider=provider)}" + (f" ({fault}, trying again)" if fault else "")
        )
    parts.append(f"{_percent(ledger)}%")
    if progress.findings:
        verified = sum(finding.verified for finding in progress.findings)
        parts.append(f"{verified}/{len(progress.findings)} URLs verified")
    return " | ".join([*parts, progress.stage] if progress.stage else parts)


def _percent(ledger: Ledger) -> int:
    """Work done over all tasks, rounded down; what a task does not tell counts as nothing."""
    tasks = ledger.tasks()
    if not tasks:
        return 100
    return sum(100 if task.finished else task.progress or 0 for task in tasks) // len(tasks)


def result(progress: Progress, outcome: Outcome, request: WaitRequest) -> dict[str, Any]:
    """The keys that module, action plugin and role answer with."""
    ledger = progress.ledger
    document: dict[str, Any] = {
        "changed": False,
        "outcome": outcome,
        "tasks": [task.as_dict(urls=request.result_urls) for task in ledger.tasks()],
        "leftover": [reference.as_dict() for reference in ledger.leftover()],
        "elapsed": round(progress.elapsed, 1),
        "sweeps": progress.sweeps,
        "calls": progress.calls,
        "retries": progress.retries,
        "faults": dict(progress.faults or {}),
        "verified": [finding.as_dict() for finding in progress.findings],
        "msg": _message(progress, outcome, request),
    }
    if ledger.error is not None:
        document["error"] = ledger.error.as_dict()
    return document


def is_bad(ledger: Ledger, outcome: Outcome) -> bool:
    """Whether an outcome is one that the user did not want; with condition finished, a failed task is not."""
    if outcome == "failed" and ledger.error is None and ledger.policy.condition == "finished":
        return False
    return outcome != "succeeded"


def is_failure(ledger: Ledger, outcome: Outcome, request: WaitRequest) -> bool:
    """Whether an outcome fails the task. An API error always does: on_failure is about the tasks' verdicts."""
    if ledger.error is not None:
        return True
    if not is_bad(ledger, outcome) or ledger.policy.once:
        return False
    return not (request.warn_on_timeout if outcome == "timed_out" else request.warn_on_failure)


def _message(progress: Progress, outcome: Outcome, request: WaitRequest) -> str:
    ledger = progress.ledger
    took = _took(progress.elapsed)
    if outcome == "succeeded":
        return _good_news(progress, took)
    if not ledger.leftover() and outcome == "timed_out":
        return _stale(progress, took)
    lines = [_headline(progress, outcome, took)]
    concerned = [task for task in ledger.tasks() if _is_concerned(task, outcome)]
    lines += [f"- {describe(task)}" for task in concerned[:MOST_NAMED]]
    if len(concerned) > MOST_NAMED:
        lines.append(f"- and {len(concerned) - MOST_NAMED} more, see the key tasks of the result")
    lines += _faults(progress)
    lines += _advice(ledger, outcome)
    return "\n".join(lines)


def _took(seconds: float) -> str:
    """As a progress line has it, but not rounded down to nothing where a wait was short."""
    return f"{round(seconds, 1):g}s" if seconds < 10 else duration(seconds)


def _faults(progress: Progress) -> list[str]:
    """What each provider last stumbled over, but for the one whose lasting error has been told already."""
    error = progress.ledger.error
    return [
        f"{provider} last answered: {fault}. {CONNECTION_HINTS.get(fault, '')}".rstrip()
        for provider, fault in (progress.faults or {}).items()
        if error is None or provider != error.provider
    ]


def _good_news(progress: Progress, took: str) -> str:
    total, failed = progress.ledger.count(), progress.ledger.count("failed")
    tolerated = f", {failed} failed as max_failed allows" if failed else ""
    text = (
        f"{total - failed} of {total} tasks succeeded in {took}{tolerated}"
        if total
        else "There was nothing to wait for"
    )
    return f"{text}, and {len(progress.findings)} URLs are verified." if progress.findings else f"{text}."


def _stale(progress: Progress, took: str) -> str:
    """Every task has succeeded, but the time was over before the rest of the job was done."""
    differing = [finding for finding in progress.findings if not finding.verified]
    if not differing:
        return f"Every task has succeeded, but the time was over after {took}, before they had settled. Raise timeout."
    head = f"Every task has succeeded, but after {took} {len(differing)} of {len(progress.findings)} URLs still differ"
    unasked = sum(not finding.asked for finding in differing)
    head += f" ({unasked} of them could not be asked in time):" if unasked else ":"
    advice = (
        "The providers say that they are done. Look at what the origin answers first; if that is right, a cache in "
        "between still holds the old content: purge again, or raise timeout."
    )
    return "\n".join([head, *(f"- {finding}" for finding in differing[:MOST_NAMED]), advice])


def _headline(progress: Progress, outcome: Outcome, took: str) -> str:
    ledger = progress.ledger
    total, unfinished = ledger.count(), len(ledger.leftover())
    if ledger.error is not None:
        return f"The wait was given up after {took}, with {unfinished} of {total} tasks unfinished. {ledger.error}"
    if outcome == "failed":
        return f"{ledger.count('failed')} of {total} tasks failed (after {took}, {unfinished} unfinished):"
    if outcome == "not_found":
        return (
            f"{ledger.count('not_found')} of {total} tasks could not be found (after {took}, {unfinished} unfinished):"
        )
    if ledger.policy.once:
        return f"Check mode: looked once and did not wait; {unfinished} of {total} tasks are unfinished:"
    return f"The time was over after {took} with {unfinished} of {total} tasks unfinished:"


def _is_concerned(task: Task, outcome: Outcome) -> bool:
    if outcome == "failed":
        return task.state == "failed"
    return task.state == "not_found" if outcome == "not_found" else not task.finished


def describe(task: Task) -> str:
    """State, numbers, the first failing URL and the reason."""
    text = f"{task.provider} {task.id}"
    if task.operation != "other":
        text += f" ({task.operation} {task.object_type})"
    text += f": {task.state.replace('_', ' ')}"
    counts = task.counts
    if task.state == "failed" and counts.total is not None:
        text += f", {counts.failed} of {counts.total} URLs failed"
    elif not task.finished and counts.total:
        text += f", {counts.total - (counts.unfinished or 0)} of {counts.total} URLs finished"
    failing = next((url for url in task.urls if url.state == "failed"), None)
    if failing is not None:
        text += f", first {failing.url}"
    if task.error is not None and task.state in ("failed", "not_found"):
        text += f" ({task.error.code}: {task.error.message})"
    return text


def _advice(ledger: Ledger, outcome: Outcome) -> list[str]:
    advice = []
    if outcome == "not_found":
        advice.append(
            "Check that the ids belong to the named provider, and that its credentials are of the account that "
            "submitted."
        )
    elif outcome == "failed" and ledger.error is None:
        advice.append("Submit the failed URLs again once the cause is removed.")
    elif outcome == "timed_out" and not ledger.policy.once:
        advice.append("If the provider is just slow, wait longer: raise timeout.")
    if ledger.leftover() and not ledger.policy.once:
        advice.append(
            "To wait for what is unfinished without submitting anything again, pass the "
            'key leftover of this result on (with the role: wait_for_tasks: "{{ wait_for_result.leftover }}").'
        )
    return advice
