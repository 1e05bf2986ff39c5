# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What may be made of Huawei Cloud's answers: "Querying Details About a Task", read a second time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from tests.conformance.oracle import FAILED, OPEN, SUCCEEDED, Exchange, end, number, text
from tests.unit.support import Sent

#: Any other word leaves a URL open.
_ENDS = {"succeed": SUCCEEDED, "failed": FAILED}


def said_of_task(record: Any, task_id: str, rows: Any = None) -> str:
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
        ends = Counter(end(row, "status", _ENDS) for row in rows)
        if ends != Counter({SUCCEEDED: succeed, FAILED: failed}):
            return OPEN
    return FAILED if failed else SUCCEEDED


def said_by_details(exchanges: Sequence[Exchange], task_id: str) -> str:
    """A task by all pages of its detail answer: the last one's counters, and each row of all pages."""
    pages: list[Exchange] = []
    for each in exchanges:
        if _detailed(each.sent) == task_id:
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
    return said_of_task(pages[-1].document, task_id, rows)


def oracle(exchanges: Sequence[Exchange], task_id: str) -> set[str]:
    """Whatever some answer bears out of a task: the detail call's, or any row of any list."""
    rows: list[Any] = []
    for each in exchanges:
        if _detailed(each.sent) is None and each.is_good and not each.document.get("error"):
            shown = each.document.get("tasks")
            rows += shown if isinstance(shown, list) else []
    return {said_by_details(exchanges, task_id), *(said_of_task(row, task_id) for row in rows)}


def _detailed(sent: Sent) -> str | None:
    """The id that a detail call asks for; None for another call."""
    return sent.path.split("/")[4] if sent.path.endswith("/detail") else None


def _name(row: Any) -> tuple[str, str]:
    return (text(row.get("id")), text(row.get("url"))) if isinstance(row, dict) else ("", "")
