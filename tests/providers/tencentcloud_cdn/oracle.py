# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What may be made of Tencent Cloud's answers: its two histories of rows, read a second time."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tests.conformance.oracle import FAILED, OPEN, SUCCEEDED, Exchange, end, number, of_rows, text

#: How rows end; any other word leaves a URL open.
CDN_ENDS = {"done": SUCCEEDED, "fail": FAILED, "invalid": FAILED}
CDN_ROWS = {"DescribePurgeTasks": "PurgeLogs", "DescribePushTasks": "PushLogs"}


def asked(each: Exchange) -> dict[str, Any]:
    """The parameters of a request."""
    document = json.loads(each.sent.request.body or b"{}")
    return document if isinstance(document, dict) else {}


def said_by_pages(pages: Sequence[Exchange], key: str, id_key: str, wanted: str, ends: Mapping[str, str]) -> str:
    """A task by all pages of a history that asked for it alone.

    There is at least one row of it; the word on each URL has ended; and no more rows are announced than came.
    """
    own: dict[str, list[str]] = {}
    other: set[str] = set()
    announced = 0
    whole = False
    for count, page in enumerate(pages):
        response = page.document.get("Response") if page.is_good else None
        if not isinstance(response, dict) or response.get("Error") not in (None, {}):
            return OPEN
        shown, total = response.get(key), number(response.get("TotalCount"))
        if not isinstance(shown, (list, type(None))) or (response.get("TotalCount") is not None and total is None):
            return OPEN
        shown = shown or []
        named = [row for row in shown if isinstance(row, dict) and text(row.get(id_key))]
        total = len(shown) if total is None else max(total, len(shown) if len(named) < len(shown) else 0)
        whole = count == 0 and len(named) >= total
        announced = max(announced, total)
        for row in named:
            name = json.dumps([text(row.get(each)) for each in ("Url", "Target", "Area")]) + _kind(row)
            if text(row[id_key]) == wanted:
                own.setdefault(name, []).append(end(row, "Status", dict(ends)))
            else:
                other.add(text(row[id_key]) + name)
    if not own or (not whole and len(own) + len(other) < announced):
        return OPEN
    # Where a URL is told of twice, a word that is no success counts.
    return of_rows(next((said for said in all_said if said != SUCCEEDED), SUCCEEDED) for all_said in own.values())


def _kind(row: Mapping[str, Any]) -> str:
    return (text(row.get("PurgeType")) or text(row.get("Type"))).lower()


def last_readings(exchanges: Sequence[Exchange], is_about: Any) -> list[list[Exchange]]:
    """The pages of every reading of a history that asks for one task, in order."""
    readings: list[list[Exchange]] = []
    for each in exchanges:
        if not is_about(each):
            continue
        if not asked(each).get("Offset") or not readings:
            readings.append([])
        readings[-1].append(each)
    return readings


def oracle_of(
    exchanges: Sequence[Exchange],
    task_id: str,
    rows: Mapping[str, str],
    id_key: str,
    ends: Mapping[str, str],
    is_about: Callable[[Exchange], bool],
) -> set[str]:
    """Whatever one reading of a history bears out."""
    found = {OPEN}
    for action, key in rows.items():
        readings = last_readings(exchanges, lambda each, action=action: each.sent.action == action and is_about(each))
        found |= {said_by_pages(pages, key, id_key, task_id, ends) for pages in readings}
    return found


def oracle(exchanges: Sequence[Exchange], task_id: str) -> set[str]:
    """What CDN's histories bear out."""
    return oracle_of(
        exchanges, task_id, CDN_ROWS, "TaskId", CDN_ENDS, lambda each: asked(each).get("TaskId") == task_id
    )
