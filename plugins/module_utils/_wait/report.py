# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""What a wait tells the user: progress lines and, where it went wrong, which task, why and what next."""

from __future__ import annotations

from typing import Sequence

from ansible_collections.edgeops.cdn.plugins.module_utils._model.shown import told
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task
from ansible_collections.edgeops.cdn.plugins.module_utils._model.times import duration

from .engine import Progress
from .ledger import Ledger, Outcome
from .options import WaitRequest

PREFIX = "edgeops.cdn"
#: Tasks that a message names.
MOST_NAMED = 20
#: Columns of a progress line of two providers, and those that percent and time may take.
COLUMNS, CLOCK_COLUMNS = 80, 16

#: In this order in a progress line; "waiting" are tasks that no response has told of yet.
_UNFINISHED = (
    ("running", "running"),
    ("pending", "pending"),
    ("not_found", "not found yet"),
    ("unknown", "in an unknown state"),
    ("waiting", "not asked yet"),
)
#: The same where there is little room: what is odd comes first.
_ODD_FIRST = (
    ("failed", "failed"),
    ("not_found", "not found"),
    ("unknown", "unknown"),
    ("running", "running"),
    ("pending", "pending"),
    ("waiting", "not asked"),
)


def progress_lines(progress: Progress, host: str | None = None, quiet: bool = False) -> list[str]:
    """The lines of a progress, one for each provider that stumbles; quiet: nothing that a provider wrote."""
    start = begin(host)
    faults = [f"{start}{text}" for text in fault_texts(progress, quiet)]
    return [f"{start}{standing(progress)} | {_clock(progress)}", *faults]


def begin(host: str | None) -> str:
    """How every line begins; the host is named where it is not the controller itself."""
    return f"{PREFIX}: [{told(host, 100)}] " if host else f"{PREFIX}: "


def standing(progress: Progress) -> str:
    """How the tasks stand, without percent and time: equal texts mean that nothing has changed."""
    ledger = progress.ledger
    providers = ledger.providers()
    if len(providers) > 1 and ledger.leftover():
        return _of_each(ledger, providers)
    finished, failed = ledger.count("succeeded", "failed"), ledger.count("failed")
    states = [f"{finished}/{ledger.count()} finished" + (f" ({failed} failed)" if failed else "")]
    states += [f"{ledger.count(state)} {words}" for state, words in _UNFINISHED if ledger.count(state)]
    parts = [", ".join(states), *(_done(ledger, name, name) for name in providers if len(providers) == 1)]
    if progress.findings:
        verified = sum(finding.verified for finding in progress.findings)
        parts.append(f"{verified}/{len(progress.findings)} URLs verified")
    return " | ".join([*parts, progress.stage] if progress.stage else parts)


def _of_each(ledger: Ledger, providers: Sequence[str]) -> str:
    """Of several providers, how far each is, and as many states as fit into the line."""
    vendors = [name.partition("_")[0] for name in providers]
    names = vendors if len(set(vendors)) == len(vendors) else providers
    line = " | ".join(_done(ledger, provider, name) for provider, name in zip(providers, names))
    room = COLUMNS - CLOCK_COLUMNS - len(PREFIX) - len(": ")
    joint = " | "
    for state, words in _ODD_FIRST:
        text = f"{joint}{ledger.count(state)} {words}"
        # What is odd is told in any case.
        if ledger.count(state) and (state in ("failed", "not_found", "unknown") or len(line + text) <= room):
            line, joint = line + text, ", "
    return line


def _done(ledger: Ledger, provider: str, name: str) -> str:
    return f"{name} {ledger.count('succeeded', 'failed', provider=provider)}/{ledger.count(provider=provider)}"


def _clock(progress: Progress) -> str:
    ledger, took = progress.ledger, duration(progress.elapsed)
    several = len(ledger.providers()) > 1 and ledger.leftover()
    limit = "" if several else f" of {duration(ledger.policy.timeout)}"
    return f"{_percent(ledger)}% | {took}{limit}"


def fault_texts(progress: Progress, quiet: bool = False) -> list[str]:
    """What each provider stumbles over now."""
    return [
        f"{_done(progress.ledger, provider, provider)} ({'a fault' if quiet else fault.short}, trying again)"
        for provider, fault in progress.faults.items()
    ]


def _percent(ledger: Ledger) -> int:
    """Work done over all tasks, rounded down; what a task does not tell counts as nothing."""
    tasks = ledger.tasks()
    if not tasks:
        return 100
    return sum(100 if task.finished else task.progress or 0 for task in tasks) // len(tasks)


def message(progress: Progress, outcome: Outcome, request: WaitRequest) -> str:
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
        lines.append(f"- and {len(concerned) - MOST_NAMED} more{_where(request)}")
    lines += _faults(progress)
    lines += _advice(ledger, outcome, request)
    return "\n".join(lines)


def count_message(progress: Progress, outcome: Outcome) -> str:
    """What happened in numbers alone, without anything that a provider wrote, because no_log is set."""
    ledger = progress.ledger
    failed, unfinished = ledger.count("failed"), len(ledger.leftover())
    return f"outcome {outcome}: {failed} of {ledger.count()} tasks failed, {unfinished} unfinished."


def _where(request: WaitRequest) -> str:
    """How to see what a message does not name."""
    if request.submitted or request.result_tasks == "all":
        return ", see the key tasks of the result"
    return ", which result_tasks: all puts into the result"


def _took(seconds: float) -> str:
    """As a progress line has it, but not rounded down to nothing where a wait was short."""
    return f"{round(seconds, 1):g}s" if seconds < 10 else duration(seconds)


def _faults(progress: Progress) -> list[str]:
    """The last fault of each provider whose lasting error the message has not told already."""
    error = progress.ledger.error
    return [
        f"{provider}'s last fault: {fault.short}. {told(fault.hint or '')}".rstrip()
        for provider, fault in progress.faults.items()
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
    """What to say where every task has succeeded, but the time was over before the job was done."""
    differing = [finding for finding in progress.findings if not finding.verified]
    if not differing:
        return f"Every task has succeeded, but the wait timed out after {took}, before they had settled. Raise timeout."
    head = f"Every task has succeeded, but after {took} {len(differing)} of {len(progress.findings)} URLs still differ"
    unasked = sum(not finding.asked for finding in differing)
    head += f" ({unasked} of them could not be asked in time):" if unasked else ":"
    advice = (
        "The providers say that they are done. Look at what the origin returns first; if that is right, a cache in "
        "between still holds the old content: purge again, or raise timeout."
    )
    return "\n".join([head, *(f"- {told(finding, 1_500)}" for finding in differing[:MOST_NAMED]), advice])


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
    return f"Timed out after {took} with {unfinished} of {total} tasks unfinished:"


def _is_concerned(task: Task, outcome: Outcome) -> bool:
    if outcome in ("failed", "error"):
        return task.state == "failed"
    return task.state == "not_found" if outcome == "not_found" else not task.finished


def describe(task: Task) -> str:
    """State, numbers, the first failing URL and the reason."""
    text = f"{task.provider} {told(task.id, 200)}"
    if task.operation != "other":
        text += f" ({task.operation} {told(task.object_type, 50)})"
    text += f": {task.state.replace('_', ' ')}"
    counts = task.counts
    if task.state == "failed" and counts.total is not None:
        text += f", {counts.failed} of {counts.total} URLs failed"
    elif not task.finished and counts.total:
        text += f", {counts.total - (counts.unfinished or 0)} of {counts.total} URLs finished"
    failing = next((url for url in task.urls if url.state == "failed"), None)
    if failing is not None:
        text += f", first {told(failing.url)}"
    if task.error is not None and task.state in ("failed", "not_found"):
        text += f" ({told(task.error.code, 100)}: {told(task.error.message)})"
    return text


def quiet_description(task: Task) -> str:
    """The same in numbers alone."""
    counts = task.counts
    numbers = f", {counts.failed} of {counts.total} URLs failed" if counts.total is not None else ""
    return f"a task of {task.provider}: {task.state.replace('_', ' ')}{numbers}"


def _advice(ledger: Ledger, outcome: Outcome, request: WaitRequest) -> list[str]:
    """What to do next; never to wait again for an id that was not found, which would end the same way."""
    advice = []
    unfinished, missing = len(ledger.leftover()), ledger.count("not_found")
    if missing and not ledger.policy.once and outcome in ("not_found", "timed_out"):
        advice.append(_CHECK_SUBMISSION if request.submitted else _CHECK_IDS)
    if outcome == "failed":
        advice.append("Submit the failed URLs again once the cause is removed.")
    elif outcome == "timed_out" and unfinished > missing and not ledger.policy.once:
        advice.append(f"If the provider is just slow, wait longer: raise {_timeout(request)}.")
    if unfinished and not ledger.policy.once:
        if not missing:
            advice.append(_WAIT_AFTER_SUBMISSION if request.submitted else _WAIT_AGAIN)
        elif unfinished > missing:
            advice.append(
                f"To wait for the other {unfinished - missing} without submitting anything again, name their ids alone."
            )
    return advice


def _timeout(request: WaitRequest) -> str:
    return "wait_timeout" if request.submitted else "timeout"


_CHECK_IDS = (
    "Check that the ids belong to the named provider, and that its credentials are of the account that submitted."
)
_CHECK_SUBMISSION = (
    "The provider accepted the submission, but does not know its task: look in the provider's console before anything "
    "is submitted again."
)
_WAIT_AGAIN = (
    "To wait for what is unfinished without submitting anything again, pass the "
    'key leftover of this result on (with the role: wait_for_tasks: "{{ wait_for_result.leftover }}").'
)
_WAIT_AFTER_SUBMISSION = (
    "To wait for what is unfinished without submitting anything again, pass the key leftover of this result to the "
    "option tasks of edgeops.cdn.wait_for_tasks."
)
