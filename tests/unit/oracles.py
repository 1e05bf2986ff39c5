# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What may be made of a cloud's answers: the vendors' pages read a second time, without the code under test.

An oracle looks at everything that was answered, rows included, and says `succeeded`, `failed` or `open`. A task may be
called finished only where the oracle says the same of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

SUCCEEDED, FAILED, OPEN = "succeeded", "failed", "open"

#: "Querying Details About a Task" and DescribeDcdnRefreshTaskById; any other word leaves a URL open.
HUAWEI_ENDS = {"succeed": SUCCEEDED, "failed": FAILED}
ALIBABA_ENDS = {"complete": SUCCEEDED, "failed": FAILED}


@dataclass(frozen=True)
class Exchange:
    """One call and its answer; call is list, detail (Huawei Cloud) or id (Alibaba Cloud)."""

    call: str
    #: The ids that were asked for; none for a list of everything.
    ids: Sequence[str]
    status: int
    document: Any

    @property
    def is_good(self) -> bool:
        """A document that may tell of tasks: HTTP 2xx and an object."""
        return 200 <= self.status < 300 and isinstance(self.document, dict)


def number(value: Any) -> int | None:
    """A counter as the vendors may write it."""
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def text(value: Any) -> str:
    """A word as the vendors may write it; empty for what is none."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value.strip() if isinstance(value, str) else ""


def of_rows(ends: Iterable[str]) -> str:
    """Rows alone: all of them have to have ended, and one that failed is a failure."""
    seen = set(ends)
    if not seen or seen - {SUCCEEDED, FAILED}:
        return OPEN
    return FAILED if FAILED in seen else SUCCEEDED


# Huawei Cloud.


def huawei_task(record: Any, task_id: str, rows: Any = None) -> str:
    """A task by its record and, where a detail answer has any, its URL rows."""
    if not isinstance(record, dict) or text(record.get("id")) != task_id:
        return OPEN
    if text(record.get("status")).lower() != "task_done":
        return OPEN
    total, succeed, failed = (number(record.get(key)) for key in ("total", "succeed", "failed"))
    if total is None or succeed is None or failed is None:
        return OPEN
    if record.get("processing") is not None and number(record["processing"]) != 0:
        return OPEN
    if total == 0 or succeed + failed != total:
        return OPEN
    if rows is not None and not isinstance(rows, list):
        return OPEN
    if rows:
        ends = Counter(_end(row, "status", HUAWEI_ENDS) for row in rows)
        if ends != Counter({SUCCEEDED: succeed, FAILED: failed}):
            return OPEN
    return FAILED if failed else SUCCEEDED


def huawei_detail(exchanges: Sequence[Exchange], task_id: str) -> str:
    """A task by all pages of its detail answer: the last one's counters, and each row of all pages."""
    pages: list[Exchange] = []
    for each in exchanges:
        if each.call == "detail" and task_id in each.ids:
            # Business errors of Huawei Cloud arrive with HTTP 200 and an error object. After one it is asked anew.
            pages = [*pages, each] if each.is_good and not each.document.get("error") else []
    if not pages:
        return OPEN
    seen: set[tuple[str, str]] = set()
    rows: list[Any] = []
    for page in pages:
        shown = page.document.get("urls")
        if shown is not None and not isinstance(shown, list):
            return OPEN
        news = [row for row in shown or [] if _name(row) not in seen]
        seen.update(map(_name, news))
        rows += news
    return huawei_task(pages[-1].document, task_id, rows)


def huawei(exchanges: Sequence[Exchange], task_id: str) -> set[str]:
    """Whatever some answer bears out of a task: the detail call's, or any row of any list."""
    rows: list[Any] = []
    for each in exchanges:
        if each.call == "list" and each.is_good and not each.document.get("error"):
            shown = each.document.get("tasks")
            rows += shown if isinstance(shown, list) else []
    return {huawei_detail(exchanges, task_id), *(huawei_task(row, task_id) for row in rows)}


def _name(row: Any) -> tuple[str, str]:
    return (text(row.get("id")), text(row.get("url"))) if isinstance(row, dict) else ("", "")


# Alibaba Cloud.


def alibaba(exchanges: Sequence[Exchange], task_id: str) -> str:
    """A task by the last call by id that could answer for it, and the pages of the list that were read after it.

    There is at least one row; the newest word on each URL has ended; and no more rows are announced than came.
    """
    asked = [
        index for index, each in enumerate(exchanges) if each.call == "id" and task_id in each.ids and each.is_good
    ]
    if not asked:
        return OPEN
    document = exchanges[asked[-1]].document
    elements = _elements(document)
    named = [row for row in elements if isinstance(row, dict) and text(row.get("TaskId"))]
    own = [row for row in named if text(row["TaskId"]) == task_id]
    ends = [_end(row, "Status", ALIBABA_ENDS) for row in own]
    if not own or (document.get("TotalCount") is not None and number(document["TotalCount"]) is None):
        return OPEN
    if (number(document.get("TotalCount")) or 0) <= len(named) and len(elements) == len(named):
        return of_rows(ends)
    if of_rows(ends) == OPEN:
        return OPEN
    pages = [each for each in exchanges[asked[-1] + 1 :] if each.call == "list" and list(each.ids) == [task_id]]
    listed: dict[Any, list[str]] = {}
    announced = 0
    for page in pages:
        count = number(page.document.get("TotalCount")) if page.is_good else None
        if not page.is_good or (page.document.get("TotalCount") is not None and count is None):
            return OPEN
        shown = _elements(page.document)
        rows = [row for row in shown if isinstance(row, dict) and text(row.get("TaskId"))]
        # Without a total, a page announces what it shows: also rows that are of another task.
        announced = max(announced, len(rows) if count is None else count, len(shown) if len(shown) > len(rows) else 0)
        for row in rows:
            if text(row["TaskId"]) == task_id:
                listed.setdefault(_place(row), []).append(_end(row, "Status", ALIBABA_ENDS))
    if not pages or len(listed) < max(announced, len(own)):
        return OPEN
    newest = {_place(row): [_end(row, "Status", ALIBABA_ENDS)] for row in own}
    newest.update(listed)
    # Where the list says more than one thing of a URL, any of them may be told that is no success.
    return of_rows(next((end for end in said if end != SUCCEEDED), SUCCEEDED) for said in newest.values())


def _elements(document: Any) -> list[Any]:
    tasks = document.get("Tasks") if isinstance(document, dict) else None
    if isinstance(tasks, dict):
        tasks = next((value for value in tasks.values() if isinstance(value, list)), [])
    return tasks if isinstance(tasks, list) else []


def _place(row: Any) -> tuple[str, str]:
    word = text(row.get("ObjectType")).lower()
    return text(row.get("ObjectPath")), {"path": "directory", "": "other"}.get(word, word)


def _end(row: Any, key: str, ends: dict[str, str]) -> str:
    return ends.get(text(row.get(key)).lower(), OPEN) if isinstance(row, dict) else OPEN
