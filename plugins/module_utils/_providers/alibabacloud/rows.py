# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""From Alibaba Cloud's rows, one per URL, to tasks. Pure: any JSON in, sound rows and tasks out.

Fields are those of the pages DescribeDcdnRefreshTaskById (rows in a plain list) and DescribeDcdnRefreshTasks (rows
nested in an object, with other spellings), and of the same pages of CDN.
"""

from __future__ import annotations

from itertools import chain
from typing import Any, Iterable, Mapping, Sequence, Tuple

from ansible_collections.edgeops.cdn.plugins.module_utils._model.foreign import (
    as_count,
    as_percent,
    as_records,
    as_text,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import is_id
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import (
    FINISHED,
    Operation,
    State,
    Task,
    TaskError,
    Url,
    combined_state,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._model.times import from_text
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.url_rows import Row, take_row, task_of_rows

#: What tells one row from another: task, URL, operation and object type.
Key = Tuple[str, str, Tuple[Operation, str]]

_STATES: Mapping[str, State] = {
    "pending": "pending",
    "refreshing": "running",
    "complete": "succeeded",
    "failed": "failed",
}
#: ObjectType, in lower case, to operation and object type; "path" is the list call's word for a directory.
_KINDS: Mapping[str, tuple[Operation, str]] = {
    "file": ("purge", "file"),
    "directory": ("purge", "directory"),
    "path": ("purge", "directory"),
    "regex": ("purge", "regex"),
    "ignoreparams": ("purge", "ignoreparams"),
    "exquery": ("purge", "ignoreparams"),
    "preload": ("prefetch", "file"),
}


def read_rows(document: Any) -> tuple[list[Row], int] | None:
    """The legible rows of either call, and how many there are at least; None for anything else."""
    if not isinstance(document, dict):
        return None
    tasks, total = document.get("Tasks"), as_count(document.get("TotalCount"))
    if total is None and (tasks is None or document.get("TotalCount") is not None):
        return None
    if isinstance(tasks, dict):
        tasks = next((value for value in tasks.values() if isinstance(value, list)), None)
    found: list[Row] = [row for row in as_records(tasks) if is_id(as_text(row.get("TaskId")) or "")]
    if total is None:
        total = len(found)
    # An element that cannot be read may be a row of any task.
    unread = len(tasks) - len(found) if isinstance(tasks, list) else 0
    return found, max(total, len(found) + unread) if unread else total


def task_id_of(row: Row) -> str:
    """The id of a row that read_rows() let through."""
    return as_text(row.get("TaskId")) or ""


def key_of(row: Row) -> Key:
    """What tells this row from others."""
    return (task_id_of(row), as_text(row.get("ObjectPath")) or "", _kind(row))


def created_at_of(row: Row) -> float:
    """Seconds since the epoch; 0 where the row does not tell."""
    return _created_at_of(row) or 0.0


def merge_rows(*sources: Iterable[Row]) -> list[Row]:
    """Each URL of each task once; where sources contradict each other, one that has not succeeded counts."""
    merged: dict[Key, Row] = {}
    for row in chain.from_iterable(sources):
        take_row(merged, key_of(row), row, _row_state)
    return list(merged.values())


def is_settled(rows: Sequence[Row]) -> bool:
    """Whether these rows, if they were all, would make a finished task."""
    return combined_state(_row_state(row) for row in rows) in FINISHED


def read_task(provider: str, task_id: str, rows: Sequence[Row], complete: bool = True) -> Task:
    """One task from all of its rows. With rows that may be missing, it is never finished."""
    return task_of_rows(provider, task_id, _kind(rows[0]), rows, _read_url, _created_at_of, complete)


def _created_at_of(row: Row) -> float | None:
    return from_text(row.get("CreationTime"))


def _kind(row: Row) -> tuple[Operation, str]:
    word = (as_text(row.get("ObjectType")) or "other").lower()
    return _KINDS.get(word, ("other", word))


def _row_state(row: Row) -> State:
    return _STATES.get((as_text(row.get("Status")) or "").lower(), "unknown")


def _read_url(row: Row) -> Url:
    state = _row_state(row)
    error = None
    if state == "failed":
        # Only here: the vendor's own example has a Description next to Complete.
        text = as_text(row.get("Description")) or "the provider gave no reason"
        error = TaskError("".join(text.split()), text)
    return Url(as_text(row.get("ObjectPath")) or "", state, as_percent(row.get("Process")), error)
