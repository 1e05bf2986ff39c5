# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From Toycloud's records to normalised tasks. Pure: any JSON in, a sound task or None out."""

from __future__ import annotations

from typing import Any

from ansible_collections.edgeops.cdn.plugins.module_utils._model.foreign import as_count, as_records, as_text
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import is_id
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import (
    Counts,
    State,
    Task,
    TaskError,
    Url,
    Word,
    agreed_state,
    distinct_words,
    first_error,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._model.times import from_milliseconds, rfc3339

#: The two states there are; how a task ended is told by its numbers.
WORDS: dict[str, Word] = {"working": "running", "done": "done"}


def read_task(provider: str, record: Any) -> Task | None:
    """A task of either call, with its URLs where the call tells them; None where it names none."""
    if not isinstance(record, dict):
        return None
    task_id, state = as_text(record.get("id")), as_text(record.get("state"))
    if task_id is None or state is None or not is_id(task_id):
        return None
    total, good, bad = (as_count(record.get(key)) for key in ("total", "good", "bad"))
    rows = record.get("urls")
    urls = [read_url(row) for row in rows] if isinstance(rows, list) else []
    legible = rows is None or isinstance(rows, list)
    verdict = agreed_state(WORDS.get(state.lower(), "unknown"), Counts(total, good, bad), urls, legible)
    left = None if total is None or good is None or bad is None else max(0, total - good - bad)
    moment = from_milliseconds(record.get("created"))
    error = verdict.error
    if verdict.state == "failed":
        error = first_error(urls) or TaskError("UrlsFailed", f"{bad} of {total} URLs failed")
    return Task(
        id=task_id,
        provider=provider,
        operation="prefetch" if record.get("kind") == "prefetch" else "purge",
        object_type="file",
        state=verdict.state,
        counts=Counts(total, good, bad, left),
        urls=urls,
        created_at=None if moment is None else rfc3339(moment),
        error=error,
        raw_state=distinct_words([state]),
        raw=[record],
    )


def read_url(row: Any) -> Url:
    """One URL; one that cannot be read is one of which nothing is known."""
    row = row if isinstance(row, dict) else {}
    reason = as_text(row.get("reason"))
    word = WORDS.get((as_text(row.get("state")) or "").lower())
    state: State = "running" if word == "running" else "unknown"
    if word == "done":
        # A reason that cannot be read is one all the same.
        state = "failed" if reason else "succeeded" if row.get("reason") in (None, "") else "unknown"
    error = TaskError("Failed", reason) if reason and state == "failed" else None
    return Url(as_text(row.get("url")) or "", state, None, error)


def read_page(document: Any) -> tuple[list[dict[str, Any]], int] | None:
    """The records of either call and how many there are; None where this is no such response."""
    if not isinstance(document, dict) or not isinstance(document.get("tasks"), list):
        return None
    records = as_records(document["tasks"])
    return records, as_count(document.get("count")) or len(records)
