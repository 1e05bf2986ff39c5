# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What may be made of Alibaba Cloud's answers: DescribeDcdnRefreshTaskById and its list, read a second time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.conformance.oracle import FAILED, OPEN, SUCCEEDED, Exchange, end, number, of_rows, text
from tests.unit.support import Sent

#: Any other word leaves a URL open.
_ENDS = {"complete": SUCCEEDED, "failed": FAILED}


def said_of_task(exchanges: Sequence[Exchange], task_id: str) -> str:
    """A task by the last call by id that could answer for it, and the pages of the list that were read after it.

    There is at least one row; the newest word on each URL has ended; and no more rows are announced than came.
    """
    asked = [
        index
        for index, each in enumerate(exchanges)
        if each.sent.action.endswith("TaskById") and task_id in _asked(each.sent) and each.is_good
    ]
    if not asked:
        return OPEN
    document = exchanges[asked[-1]].document
    elements = _elements(document)
    named = [row for row in elements if isinstance(row, dict) and text(row.get("TaskId"))]
    own = [row for row in named if text(row["TaskId"]) == task_id]
    ends = [end(row, "Status", _ENDS) for row in own]
    if not own or (document.get("TotalCount") is not None and number(document["TotalCount"]) is None):
        return OPEN
    if (number(document.get("TotalCount")) or 0) <= len(named) and len(elements) == len(named):
        return of_rows(ends)
    if of_rows(ends) == OPEN:
        return OPEN
    pages = [
        each
        for each in exchanges[asked[-1] + 1 :]
        if each.sent.action.endswith("Tasks") and _asked(each.sent) == [task_id]
    ]
    shown_of_task: list[Any] = []
    announced = 0
    for page in pages:
        count = number(page.document.get("TotalCount")) if page.is_good else None
        if not page.is_good or (page.document.get("TotalCount") is not None and count is None):
            return OPEN
        shown = _elements(page.document)
        rows = [row for row in shown if isinstance(row, dict) and text(row.get("TaskId"))]
        # Without a total, a page announces what it shows: also rows that are of another task.
        announced = max(announced, len(rows) if count is None else count, len(shown) if len(shown) > len(rows) else 0)
        shown_of_task += [row for row in rows if text(row["TaskId"]) == task_id]
    listed = _said_of_urls(shown_of_task)
    if not pages or len(listed) < max(announced, len(own)):
        return OPEN
    newest = {**_said_of_urls(own), **listed}
    # Where one response says more than one thing of a URL, any of them may be told that is no success.
    return of_rows(next((said for said in all_said if said != SUCCEEDED), SUCCEEDED) for all_said in newest.values())


def _said_of_urls(rows: Sequence[Any]) -> dict[tuple[str, str], list[str]]:
    """How each URL has ended, as each of its rows says."""
    said: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        said.setdefault(_place(row), []).append(end(row, "Status", _ENDS))
    return said


def oracle(exchanges: Sequence[Exchange], task_id: str) -> set[str]:
    return {said_of_task(exchanges, task_id)}


def _asked(sent: Sent) -> list[str]:
    return [task_id for task_id in sent.query.get("TaskId", "").split(",") if task_id]


def _elements(document: Any) -> list[Any]:
    tasks = document.get("Tasks") if isinstance(document, dict) else None
    if isinstance(tasks, dict):
        tasks = next((value for value in tasks.values() if isinstance(value, list)), [])
    return tasks if isinstance(tasks, list) else []


def _place(row: Any) -> tuple[str, str]:
    word = text(row.get("ObjectType")).lower()
    return text(row.get("ObjectPath")), {"path": "directory", "": "other"}.get(word, word)
