# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""What a submission tells the user: the result, and after a failure what was submitted and what not."""

from __future__ import annotations

from typing import Any, Iterable, Sequence

from ansible_collections.edgeops.cdn.plugins.module_utils._model.shown import told
from ansible_collections.edgeops.cdn.plugins.module_utils._model.submission import Batch, Submission
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import MOST_URLS, Task, bounded
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Declaration

from .lookup import LOOKS
from .receipt import Receipt

#: Calls that a message names; all others are in the result.
MOST_NAMED = 10

_NOUNS = {"file": ("URL", "URLs"), "directory": ("directory", "directories")}


def result(receipt: Receipt, tasks: Sequence[Task], declared: Declaration, dry: bool) -> dict[str, Any]:
    """The keys of a submission's result."""
    document: dict[str, Any] = {
        # Whatever was accepted has changed something; in check mode, whatever would be sent.
        "changed": bool(receipt.sent) or (dry and bool(receipt.left) and not receipt.failed),
        "tasks": [task.as_dict() for task in tasks],
        "submissions": [submission.as_dict() for submission in receipt.submissions],
        "not_submitted": [
            *(_left(refusal.batch, refusal.reason) for refusal in receipt.refused),
            *(
                _left(batch, candidates=receipt.candidates if receipt.uncertain and number == 0 else None)
                for number, batch in enumerate(receipt.left)
            ),
        ],
        "msg": message(receipt, declared, dry),
        "failed": receipt.failed,
    }
    if receipt.error is not None:
        document["error"] = receipt.error.as_dict()
    return document


def _left(batch: Batch, reason: str | None = None, candidates: Sequence[Task] | None = None) -> dict[str, Any]:
    """An entry of not_submitted; candidates are those of a call that may have been accepted."""
    return {
        **batch.as_dict(),
        "reason": reason,
        "uncertain": candidates is not None,
        "candidates": [task.id for task in candidates or ()],
    }


def shortened(document: dict[str, Any], tasks: Sequence[Task]) -> dict[str, Any]:
    """A result that fails, with the first URLs alone, because Ansible prints it whole.

    What has not been submitted stays complete.
    """
    shown = [bounded(task.as_dict(urls="failed"), MOST_URLS) for task in tasks]
    accepted = [{**call, "urls": call["urls"][:MOST_URLS]} for call in document["submissions"]]
    urls = sum(len(task.urls) for task in tasks) - sum(len(task["urls"]) for task in shown)
    urls += sum(len(call["urls"]) for call in document["submissions"]) - sum(len(call["urls"]) for call in accepted)
    return {**document, "tasks": shown, "submissions": accepted, "omitted": {"tasks": 0, "urls": urls}}


def message(receipt: Receipt, declared: Declaration, dry: bool) -> str:
    """What was done, what was not, why, and what to do about it."""
    skipped = [submission.batch for submission in receipt.submissions if submission.skipped]
    sent = [submission.batch for submission in receipt.sent]
    already = ""
    if skipped:
        already = f" Not submitted again: {_sum(skipped, declared)}, because unfinished tasks cover exactly that."
    if receipt.short:
        lines = [f"{declared.name}: nothing was submitted: today's quota is too small."]
        return "\n".join([*lines, *(f"- {text}" for text in receipt.short)])
    if receipt.error is not None:
        return "\n".join(_failure(receipt, declared))
    if dry:
        return f"Check mode: nothing was submitted. Would submit {_sum(receipt.left, declared)}.{already}"
    if not sent:
        return f"Nothing was submitted.{already}"
    recovered = [submission for submission in receipt.sent if submission.recovered]
    found = f" {len(recovered)} got no response, but their tasks were found." if recovered else ""
    return f"Submitted {_sum(sent, declared)}.{found}{already}"


def _failure(receipt: Receipt, declared: Declaration) -> Iterable[str]:
    if receipt.uncertain:
        batch = receipt.left[0]
        yield (
            f"No response came to the call that was to submit {_sum([batch], declared)}, so it may or may not have "
            f"been accepted. {receipt.error}"
        )
        if receipt.look_error is not None:
            yield f"The module looked for its tasks, but could not read the list of tasks: {receipt.look_error}"
        elif receipt.candidates:
            named = [f"{task.id} (created {task.created_at})" for task in receipt.candidates[:MOST_NAMED]]
            more = f" and {len(receipt.candidates) - MOST_NAMED} more" if len(receipt.candidates) > MOST_NAMED else ""
            yield f"These tasks may be its, or those of another job: {', '.join(named)}{more}."
        else:
            tried = f"{len(LOOKS)} times in {sum(LOOKS):.0f} seconds"
            yield f"The module looked for its tasks {tried}, and did not find them."
        yield (
            "The module did not submit it again, because that could spend the quota twice: look in the provider's "
            "console first."
        )
    else:
        yield str(receipt.error)
    yield from _list("Submitted", [_describe(submission, declared) for submission in receipt.submissions])
    refused = [f"{told(url, 200)}: {refusal.reason}" for refusal in receipt.refused for url in refusal.batch.urls]
    if refused:
        yield from _list("Refused", refused, "more")
    rest = receipt.left
    if receipt.uncertain:
        yield from _list("Perhaps submitted", [_name(receipt.left[0], declared)])
        rest = receipt.left[1:]
    if rest or not (receipt.uncertain or refused):
        yield from _list("Not submitted", [_name(batch, declared) for batch in rest])
    if receipt.left or refused:
        yield "All of them are in the keys submissions and not_submitted of the result."


def _list(title: str, items: Sequence[str], more: str = "more calls") -> Iterable[str]:
    yield f"{title}:" if items else f"{title}: nothing."
    yield from (f"- {item}" for item in items[:MOST_NAMED])
    if len(items) > MOST_NAMED:
        yield f"- and {len(items) - MOST_NAMED} {more}"


def _describe(submission: Submission, declared: Declaration) -> str:
    ids = submission.ids
    named = ", ".join(told(task_id, 200) for task_id in ids[:MOST_NAMED])
    more = f" and {len(ids) - MOST_NAMED} more" if len(ids) > MOST_NAMED else ""
    text = f"{_name(submission.batch, declared)}: {'task' if len(ids) == 1 else 'tasks'} {named}{more}"
    if submission.skipped:
        return f"{text} (unfinished, not submitted again)"
    return f"{text} (found, no response came)" if submission.recovered else text


def _name(batch: Batch, declared: Declaration) -> str:
    return f"{_sum([batch], declared)}, first {told(batch.urls[0], 200)}"


def _sum(batches: Sequence[Batch], declared: Declaration) -> str:
    """What batches hold, such as `a purge of 1200 URLs and 3 directories in 3 calls`."""
    numbers: dict[tuple[str, str], int] = {}
    for batch in batches:
        numbers[batch.kind] = numbers.get(batch.kind, 0) + len(batch.urls)
    if not numbers:
        return "nothing"
    parts = []
    for (_operation, object_type), number in numbers.items():
        one, many = {**_NOUNS, **declared.nouns}.get(object_type, (object_type, object_type))
        parts.append(f"{number} {one if number == 1 else many}")
    calls = f" in {len(batches)} calls" if len(batches) > 1 else ""
    return f"a {batches[0].operation} of {' and '.join(parts)}{calls}"
