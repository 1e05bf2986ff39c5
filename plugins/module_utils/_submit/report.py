# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""What a submission tells the user: the result, and what was and was not submitted where it went wrong."""

from __future__ import annotations

from typing import Any, Iterable, Sequence

from ansible_collections.edgeops.cdn.plugins.module_utils._model.shown import told
from ansible_collections.edgeops.cdn.plugins.module_utils._model.submission import Batch, Submission
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import MOST_URLS, Task, bounded

from .engine import LOOKS, Report

#: Calls that a message names; all others are in the result.
MOST_NAMED = 10

_NOUNS = {
    "file": ("URL", "URLs"),
    "directory": ("directory", "directories"),
    "regex": ("expression", "expressions"),
    "ignoreparams": ("URL with any parameters", "URLs with any parameters"),
    "tag": ("tag", "tags"),
}


def result(report: Report, tasks: Sequence[Task], provider: str, dry: bool) -> dict[str, Any]:
    """The keys that the modules answer with."""
    document: dict[str, Any] = {
        # Whatever was accepted has changed something; in check mode, whatever would be sent.
        "changed": bool(report.sent) or (dry and bool(report.left) and not report.failed),
        "tasks": [task.as_dict() for task in tasks],
        "submissions": [submission.as_dict() for submission in report.submissions],
        "not_submitted": [
            {
                **batch.as_dict(),
                "uncertain": report.uncertain and number == 0,
                "candidates": [task.id for task in report.candidates] if report.uncertain and number == 0 else [],
            }
            for number, batch in enumerate(report.left)
        ],
        "msg": message(report, provider, dry),
        "failed": report.failed,
    }
    if report.error is not None:
        document["error"] = report.error.as_dict()
    return document


def shortened(document: dict[str, Any], tasks: Sequence[Task]) -> dict[str, Any]:
    """A result that fails, and therefore is printed whole: with the first URLs, and how many were left out.

    What has not been submitted stays complete.
    """
    shown = [bounded(task.as_dict(urls="failed"), MOST_URLS) for task in tasks]
    accepted = [{**call, "urls": call["urls"][:MOST_URLS]} for call in document["submissions"]]
    urls = sum(len(task.urls) for task in tasks) - sum(len(task["urls"]) for task in shown)
    urls += sum(len(call["urls"]) for call in document["submissions"]) - sum(len(call["urls"]) for call in accepted)
    return {**document, "tasks": shown, "submissions": accepted, "omitted": {"tasks": 0, "urls": urls}}


def message(report: Report, provider: str, dry: bool) -> str:
    """What was done, what was not, why, and what to do about it."""
    skipped = [submission.batch for submission in report.submissions if submission.skipped]
    sent = [submission.batch for submission in report.sent]
    already = ""
    if skipped:
        already = f" Not submitted again was {_sum(skipped)}, for unfinished tasks cover exactly that."
    if report.short:
        lines = [f"{provider}: nothing was submitted, for the quota of the day does not suffice."]
        return "\n".join([*lines, *(f"- {text}" for text in report.short)])
    if report.error is not None:
        return "\n".join(_failure(report))
    if dry:
        return f"Check mode: nothing was submitted. Would submit {_sum(report.left)}.{already}"
    if not sent:
        return f"Nothing was submitted.{already}"
    recovered = [submission for submission in report.sent if submission.recovered]
    found = f" {len(recovered)} got no answer, but their tasks were found." if recovered else ""
    return f"Submitted {_sum(sent)}.{found}{already}"


def _failure(report: Report) -> Iterable[str]:
    if report.uncertain:
        batch = report.left[0]
        yield (
            f"No answer came to the call that was to submit {_sum([batch])}, so it may or may not have been accepted. "
            f"{report.error}"
        )
        if report.look_error is not None:
            yield f"Its tasks were looked for, but the list of tasks could not be read: {report.look_error}"
        elif report.candidates:
            named = [f"{task.id} (created {task.created_at})" for task in report.candidates[:MOST_NAMED]]
            more = f" and {len(report.candidates) - MOST_NAMED} more" if len(report.candidates) > MOST_NAMED else ""
            yield f"These tasks may be its, or those of another job: {', '.join(named)}{more}."
        else:
            yield f"Its tasks were looked for {len(LOOKS)} times in {sum(LOOKS):.0f} seconds, and not found."
        yield "It was not submitted again, for that could spend the quota twice: look in the provider's console first."
    else:
        yield str(report.error)
    yield from _list("Submitted", [_describe(submission) for submission in report.submissions])
    rest = report.left
    if report.uncertain:
        yield from _list("Perhaps submitted", [_name(report.left[0])])
        rest = report.left[1:]
    if rest or not report.uncertain:
        yield from _list("Not submitted", [_name(batch) for batch in rest])
    if report.left:
        yield "All of them are in the keys submissions and not_submitted of the result."


def _list(title: str, items: Sequence[str]) -> Iterable[str]:
    yield f"{title}:" if items else f"{title}: nothing."
    yield from (f"- {item}" for item in items[:MOST_NAMED])
    if len(items) > MOST_NAMED:
        yield f"- and {len(items) - MOST_NAMED} more calls"


def _describe(submission: Submission) -> str:
    ids = submission.ids
    named = ", ".join(told(task_id, 200) for task_id in ids[:MOST_NAMED])
    more = f" and {len(ids) - MOST_NAMED} more" if len(ids) > MOST_NAMED else ""
    text = f"{_name(submission.batch)}: {'task' if len(ids) == 1 else 'tasks'} {named}{more}"
    if submission.skipped:
        return f"{text} (unfinished, not submitted again)"
    return f"{text} (found, no answer came)" if submission.recovered else text


def _name(batch: Batch) -> str:
    return f"{_sum([batch])}, first {told(batch.urls[0], 200)}"


def _sum(batches: Sequence[Batch]) -> str:
    """What batches hold, such as `a purge of 1200 URLs and 3 directories in 3 calls`."""
    numbers: dict[tuple[str, str], int] = {}
    for batch in batches:
        numbers[batch.kind] = numbers.get(batch.kind, 0) + len(batch.urls)
    if not numbers:
        return "nothing"
    parts = []
    for (_operation, object_type), number in numbers.items():
        one, many = _NOUNS.get(object_type, (object_type, object_type))
        parts.append(f"{number} {one if number == 1 else many}")
    calls = f" in {len(batches)} calls" if len(batches) > 1 else ""
    return f"a {batches[0].operation} of {' and '.join(parts)}{calls}"
