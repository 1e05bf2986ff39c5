# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""From rows, one per URL, to a task: for vendors that have no word for a task and no counters of one. Pure."""

from __future__ import annotations

from typing import Any, Callable, Hashable, Mapping, Sequence, TypeVar

from ansible_collections.edgeops.cdn.plugins.module_utils._model.foreign import as_text
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import (
    FINISHED,
    Operation,
    State,
    Task,
    TaskError,
    Url,
    agreed_state,
    combined_counts,
    combined_progress,
    distinct_words,
    first_error,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._model.times import rfc3339

Row = Mapping[str, Any]
_Key = TypeVar("_Key", bound=Hashable)


def take_row(rows: dict[_Key, Row], key: _Key, row: Row, state_of: Callable[[Row], State]) -> None:
    """Take a row in among those of its source; where two contradict each other, one that has not succeeded counts.

    Nothing else proves that its URL has.
    """
    if key not in rows or state_of(rows[key]) == "succeeded":
        rows[key] = row


def task_of_rows(
    provider: str,
    task_id: str,
    kind: tuple[Operation, str],
    rows: Sequence[Row],
    url_of: Callable[[Row], Url],
    created_at_of: Callable[[Row], float | None],
    complete: bool = True,
) -> Task:
    """One task from all of its rows. With rows that may be missing, it is never finished."""
    urls = [url_of(row) for row in rows]
    state = agreed_state(None, None, urls).state
    error = first_error(urls)
    if not complete and state in FINISHED:
        state = "unknown"
        error = TaskError("UrlsMissing", f"the provider counts more URLs than the {len(urls)} that it shows")
    operation, object_type = kind
    moments = [moment for moment in map(created_at_of, rows) if moment is not None]
    return Task(
        id=task_id,
        provider=provider,
        operation=operation,
        object_type=object_type,
        state=state,
        progress=combined_progress(urls) if complete else None,
        counts=combined_counts(urls),
        urls=urls,
        created_at=rfc3339(min(moments)) if moments else None,
        error=error,
        raw_state=distinct_words(as_text(row.get("Status")) or "" for row in rows),
        raw=list(rows),
    )
