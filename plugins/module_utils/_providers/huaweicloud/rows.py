# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""From Huawei Cloud's rows to normalised tasks. Pure: any JSON in, a sound task or None out.

Fields are those of the pages "Querying Cache Purge and Prefetch Tasks" (list) and "Querying Details About a Task".
"""

from __future__ import annotations

from typing import Any, Mapping, Sequence

from ansible_collections.edgeops.cdn.plugins.module_utils._model.foreign import as_count, as_records, as_text
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import is_id
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import (
    Counts,
    Operation,
    State,
    Task,
    TaskError,
    Url,
    Verdict,
    Word,
    agreed_state,
    distinct_words,
    first_error,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._model.times import from_milliseconds, rfc3339

_OPERATIONS: Mapping[str, Operation] = {"refresh": "purge", "preheating": "prefetch"}
#: URLs in all, succeeded, failed, at work.
_COUNTERS = ("total", "succeed", "failed", "processing")
#: The detail call's words; url-tasks sends them in upper case.
_URL_STATES: Mapping[str, State] = {
    "waiting": "pending",
    "processing": "running",
    "refreshing": "running",
    "preheating": "running",
    "succeed": "succeeded",
    "failed": "failed",
}


def read_task(provider: str, row: Any, url_rows: Sequence[Any] = ()) -> Task | None:
    """The task of a row of the list call, or of details with all URL rows; None where it names none."""
    if not isinstance(row, dict):
        return None
    task_id, status = as_text(row.get("id")), as_text(row.get("status"))
    if task_id is None or status is None or not is_id(task_id):
        return None
    total, succeeded, failed, processing = (as_count(row.get(key)) for key in _COUNTERS)
    urls = [_read_url(url_row) for url_row in url_rows]
    verdict = _state(row, status, Counts(total, succeeded, failed, processing), urls)
    state = verdict.state
    moment = from_milliseconds(row.get("create_time"))
    return Task(
        id=task_id,
        provider=provider,
        operation=_OPERATIONS.get((as_text(row.get("task_type")) or "").lower(), "other"),
        object_type=(as_text(row.get("file_type")) or "other").lower(),
        state=state,
        progress=_progress(state, total, succeeded, failed),
        counts=_counts(total, succeeded, failed),
        urls=urls,
        created_at=None if moment is None else rfc3339(moment),
        error=verdict.error or _error(state, urls, failed, total),
        raw_state=distinct_words([status]),
        raw=[row],
    )


def _state(row: Mapping[str, Any], status: str, told: Counts, urls: Sequence[Url]) -> Verdict:
    # A counter that is there has to be one; "urls" that are no list are rows that cannot be read.
    legible = all(row.get(key) is None or as_count(row[key]) is not None for key in _COUNTERS)
    legible = legible and isinstance(row.get("urls", []), (list, type(None)))
    return agreed_state(_word(status, told), told, urls, legible)


def _word(status: str, told: Counts) -> Word:
    word = status.lower()
    if word == "task_inprocess":
        # A task of which no URL has been begun; "processing" alone says nothing, because it may leave out waiting URLs.
        return "pending" if (told.unfinished, told.succeeded, told.failed) == (0, 0, 0) else "running"
    # Done means finished, not successful.
    return "done" if word == "task_done" else "unknown"


def _progress(state: State, total: int | None, succeeded: int | None, failed: int | None) -> int | None:
    if not total or succeeded is None or failed is None:
        return None
    percent = min(100, 100 * (succeeded + failed) // total)
    # Counters that are complete while the status says otherwise: the work is not done before the provider says so.
    return percent if state in ("succeeded", "failed") else min(99, percent)


def _counts(total: int | None, succeeded: int | None, failed: int | None) -> Counts:
    unfinished = None
    if total is not None and succeeded is not None and failed is not None:
        unfinished = max(0, total - succeeded - failed)
    return Counts(total, succeeded, failed, unfinished)


def _error(state: State, urls: Sequence[Url], failed: int | None, total: int | None) -> TaskError | None:
    if state != "failed":
        return None
    # The list call tells how many URLs failed, but not which and why.
    return first_error(urls) or TaskError("UrlsFailed", f"{failed} of {total} URLs failed")


def _read_url(row: Any) -> Url:
    """The URL of any element of "urls"; of one that cannot be read, nothing is known."""
    row = row if isinstance(row, dict) else {}
    url = as_text(row.get("url"))
    state = _URL_STATES.get((as_text(row.get("status")) or "").lower(), "unknown")
    error = None
    if state == "failed":
        code = as_text(row.get("fail_classify")) or "UNKNOWN_ERROR"
        error = TaskError(code, as_text(row.get("fail_desc")) or "the provider gave no reason")
    return Url(url or "", state, None, error)


def read_page(document: Any) -> tuple[list[dict[str, Any]], int] | None:
    """The rows of a list page and the number of all rows that match; None where this is no list page."""
    if not isinstance(document, dict):
        return None
    total, rows = as_count(document.get("total")), as_records(document.get("tasks"))
    if total is None and ("tasks" not in document or document.get("total") is not None):
        return None
    return rows, total if total is not None else len(rows)


def read_url_rows(document: Mapping[str, Any]) -> list[Any]:
    """The URL rows of one page of details, also those that are no objects."""
    found = document.get("urls")
    return found if isinstance(found, list) else []


def url_key(row: Any) -> tuple[str | None, str | None]:
    """What tells a URL row from those of other pages."""
    return (as_text(row.get("id")), as_text(row.get("url"))) if isinstance(row, dict) else (None, None)
