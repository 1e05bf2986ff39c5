# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""From Huawei Cloud's rows to normalised tasks. Pure: any JSON in, a sound task or None out.

Fields are those of the pages "Querying Cache Purge and Prefetch Tasks" (list) and "Querying Details About a Task".
"""

from __future__ import annotations

from typing import Any, Mapping, Sequence

from ansible_collections.edgeops.cdn.plugins.module_utils._foreign import as_count, as_records, as_text
from ansible_collections.edgeops.cdn.plugins.module_utils._task import (
    Counts,
    Operation,
    State,
    Task,
    TaskError,
    Url,
    distinct,
    first_error,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._time import from_milliseconds, rfc3339

NAME = "huaweicloud_cdn"

_OPERATIONS: Mapping[str, Operation] = {"refresh": "purge", "preheating": "prefetch"}
#: The detail call's words; url-tasks sends them in upper case.
_URL_STATES: Mapping[str, State] = {
    "waiting": "pending",
    "processing": "running",
    "refreshing": "running",
    "preheating": "running",
    "succeed": "succeeded",
    "failed": "failed",
}


def read_task(row: Any, url_rows: Sequence[Mapping[str, Any]] = ()) -> Task | None:
    """A row of the list call, or a detail answer with all of its URL rows; None where it names no task."""
    if not isinstance(row, dict):
        return None
    task_id, status = as_text(row.get("id")), as_text(row.get("status"))
    if task_id is None or status is None:
        return None
    total, succeeded, failed, processing = (
        as_count(row.get(key)) for key in ("total", "succeed", "failed", "processing")
    )
    state = _state(status, total, succeeded, failed, processing)
    urls = [url for url in map(_read_url, url_rows) if url is not None]
    moment = from_milliseconds(row.get("create_time"))
    return Task(
        id=task_id,
        provider=NAME,
        operation=_OPERATIONS.get((as_text(row.get("task_type")) or "").lower(), "other"),
        object_type=(as_text(row.get("file_type")) or "other").lower(),
        state=state,
        progress=_progress(state, total, succeeded, failed),
        counts=_counts(total, succeeded, failed),
        urls=urls,
        created_at=None if moment is None else rfc3339(moment),
        error=_error(state, urls, failed, total),
        raw_state=distinct([status]),
        raw=[row],
    )


def _state(status: str, total: int | None, succeeded: int | None, failed: int | None, processing: int | None) -> State:
    word = status.lower()
    if word == "task_inprocess":
        # A task of which no URL has been begun; "processing" alone says nothing, for it may leave out waiting URLs.
        return "pending" if (processing, succeeded, failed) == (0, 0, 0) else "running"
    if word != "task_done" or total is None or succeeded is None or failed is None or not total:
        return "unknown"
    # Done means finished, not successful, and the counters have to bear it out.
    if failed == 0 and succeeded == total and not processing:
        return "succeeded"
    if failed and succeeded + failed >= total:
        return "failed"
    return "unknown"


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


def _read_url(row: Mapping[str, Any]) -> Url | None:
    url = as_text(row.get("url"))
    if url is None:
        return None
    state = _URL_STATES.get((as_text(row.get("status")) or "").lower(), "unknown")
    error = None
    if state == "failed":
        code = as_text(row.get("fail_classify")) or "UNKNOWN_ERROR"
        error = TaskError(code, as_text(row.get("fail_desc")) or "the provider gave no reason")
    return Url(url, state, None, error)


def read_page(document: Any) -> tuple[list[dict[str, Any]], int] | None:
    """The rows of a list page and the number of all rows that match; None where this is no list page."""
    if not isinstance(document, dict):
        return None
    total, rows = as_count(document.get("total")), as_records(document.get("tasks"))
    if total is None and "tasks" not in document:
        return None
    return rows, total if total is not None else len(rows)


def read_url_rows(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The URL rows of one page of a detail answer."""
    return as_records(document.get("urls"))
