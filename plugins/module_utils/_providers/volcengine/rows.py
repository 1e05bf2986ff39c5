# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""From Volcengine's rows, one per URL, to tasks. Pure: any JSON in, sound rows and tasks out.

Fields are those of the page DescribeContentTasks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping, Sequence, Tuple

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
from ansible_collections.edgeops.cdn.plugins.module_utils._model.times import from_milliseconds
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.url_rows import Row, take_row, task_of_rows

#: What tells one row from another: task, URL, type.
Key = Tuple[str, str, str]

#: TaskType to operation and object type. The call reads one type at a time.
TYPES: Mapping[str, tuple[Operation, str]] = {
    "refresh_file": ("purge", "file"),
    "refresh_dir": ("purge", "directory"),
    "refresh_regex": ("purge", "regex"),
    "preload": ("prefetch", "file"),
}
#: What ids begin with, to the type that reads them.
_PREFIXES = {
    "refresh_url_": "refresh_file",
    "refresh_dir_": "refresh_dir",
    "refresh_regex_": "refresh_regex",
    "prefetch_url_": "preload",
}
#: There is no word for a URL that waits: it is running as well.
_STATES: Mapping[str, State] = {"running": "running", "complete": "succeeded", "failed": "failed"}


def types_of(task_id: str) -> list[str]:
    """The types to ask for a task: the one that its id tells, or each, because not all ids are documented."""
    return [task_type for prefix, task_type in _PREFIXES.items() if task_id.startswith(prefix)] or list(TYPES)


@dataclass(frozen=True)
class Page:
    """One page of a response."""

    #: Those that can be read.
    rows: Sequence[Row]
    #: How many elements it shows, legible or not.
    shown: int
    #: How many rows there are on all pages, as it announces.
    total: int


def read_page(document: Any) -> Page | None:
    """A page of rows; None for anything else."""
    result = document.get("Result") if isinstance(document, dict) else None
    if not isinstance(result, dict):
        return None
    data, total = result.get("Data"), as_count(result.get("Total"))
    # Empty lists and zeros may be left out; a number of rows that cannot be read is no zero.
    if total is None and (data or result.get("Total") is not None or "PageNum" not in result):
        return None
    if not isinstance(data, (list, type(None))) or (total and data is None):
        return None
    found = [row for row in as_records(data) if is_id(as_text(row.get("TaskID")) or "")]
    return Page(found, len(data or ()), total or 0)


class Reading:
    """The rows of one reading of the call, page by page."""

    def __init__(self) -> None:
        self._rows: dict[Key, Row] = {}
        self._total = 0
        self._legible = True
        #: Pages, and rows on them.
        self.pages = 0
        self.shown = 0

    def take(self, page: Page) -> bool:
        """Take in a page; whether there may be more of them. One without news is the last."""
        known = len(self._rows)
        for row in page.rows:
            # Rows may come twice, because they shift while tasks arrive.
            take_row(self._rows, _key_of(row), row, _row_state)
        self.pages += 1
        self.shown += page.shown
        # The largest: a task that vanishes while its pages are read must not look complete.
        self._total = max(self._total, page.total)
        self._legible = self._legible and page.shown == len(page.rows)
        return len(self._rows) > known and self.shown < page.total

    @property
    def missing(self) -> int:
        """How many rows were announced and have not come."""
        # On one page nothing shifts, so that a row that stands there twice is two.
        return max(0, self._total - (self.shown if self.pages == 1 else len(self._rows)))

    @property
    def complete(self) -> bool:
        """Whether all rows have come, and can be read."""
        return self._legible and not self.missing

    @property
    def tasks(self) -> dict[str, list[Row]]:
        """The rows of each task, by its id."""
        found: dict[str, list[Row]] = {}
        for (task_id, _url, _type), row in self._rows.items():
            found.setdefault(task_id, []).append(row)
        return found


def is_settled(rows: Sequence[Row]) -> bool:
    """Whether these rows, if they were all, would make a finished task."""
    return combined_state(_row_state(row) for row in rows) in FINISHED


def read_task(provider: str, task_id: str, rows: Sequence[Row], complete: bool) -> Task:
    """One task from all of its rows. With rows that may be missing, it is never finished."""
    return task_of_rows(provider, task_id, _kind(rows[0]), rows, _read_url, created_at_of, complete)


def created_at_of(row: Row) -> float | None:
    """Seconds since the epoch; None where the row does not tell."""
    seconds = as_count(row.get("CreateTime"))
    return None if seconds is None else from_milliseconds(seconds * 1000)


def _key_of(row: Row) -> Key:
    return (as_text(row.get("TaskID")) or "", as_text(row.get("Url")) or "", _type_of(row))


def _type_of(row: Row) -> str:
    return (as_text(row.get("TaskType")) or "other").lower()


def _kind(row: Row) -> tuple[Operation, str]:
    return TYPES.get(_type_of(row), ("other", _type_of(row)))


def _row_state(row: Row) -> State:
    return _STATES.get((as_text(row.get("Status")) or "").lower(), "unknown")


def _read_url(row: Row) -> Url:
    state, error, progress = _row_state(row), None, as_percent(row.get("Process"))
    if state == "failed":
        # The origin's status, not that of the call; 0 where there was none.
        code = as_count(row.get("StatusCode"))
        text = as_text(row.get("Remark")) or "the provider gave no reason"
        error = TaskError(str(code) if code else "failed", text)
    if state == "succeeded":
        progress = 100
    elif progress is not None:
        progress = min(99, progress)
    return Url(as_text(row.get("Url")) or "", state, progress, error)
