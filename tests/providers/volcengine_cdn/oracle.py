# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What may be made of Volcengine's answers: DescribeContentTasks, read a second time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from tests.conformance.oracle import FAILED, OPEN, SUCCEEDED, Exchange, end, number, of_rows, text

#: Any other word leaves a URL open.
_ENDS = {"complete": SUCCEEDED, "failed": FAILED}


def asked(each: Exchange) -> dict[str, Any]:
    """The parameters of a request."""
    document = json.loads(each.sent.request.body or b"{}")
    return document if isinstance(document, dict) else {}


def readings(exchanges: Sequence[Exchange]) -> list[list[Exchange]]:
    """The pages of every reading of the call, in order; readings of several threads are told apart by what they ask."""
    found: list[list[Exchange]] = []
    open_readings: dict[str, list[Exchange]] = {}
    for each in exchanges:
        if "Action=DescribeContentTasks" not in each.sent.request.url:
            continue
        parameters = asked(each)
        name = json.dumps({key: parameters[key] for key in sorted(parameters) if key != "PageNum"})
        if parameters.get("PageNum") == 1 or name not in open_readings:
            open_readings[name] = []
            found.append(open_readings[name])
        open_readings[name].append(each)
    return found


def said_by_pages(pages: Sequence[Exchange], task_id: str) -> str:
    """A task by all pages of one reading.

    There is at least one row of it; the word on each URL has ended; and no more rows are announced than came.
    """
    own: dict[str, list[str]] = {}
    rows: set[str] = set()
    announced = shown = 0
    for page in pages:
        document = page.document if page.is_good else {}
        metadata, result = document.get("ResponseMetadata"), document.get("Result")
        if isinstance(metadata, dict) and metadata.get("Error") is not None:
            return OPEN
        data = result.get("Data") if isinstance(result, dict) else None
        total = number(result.get("Total")) if isinstance(result, dict) else None
        if not isinstance(data, list) or total is None:
            return OPEN
        announced, shown = max(announced, total), shown + len(data)
        for row in data:
            if not isinstance(row, dict) or not text(row.get("TaskID")):
                return OPEN
            url = json.dumps([text(row.get("Url")), text(row.get("TaskType")).lower() or "other"])
            rows.add(text(row["TaskID"]) + url)
            if text(row["TaskID"]) == task_id:
                own.setdefault(url, []).append(end(row, "Status", _ENDS))
    # On one page nothing shifts, so that a row that stands there twice is two.
    if not own or announced > (shown if len(pages) == 1 else len(rows)):
        return OPEN
    # Where a URL is told of twice, a word that is no success counts.
    return of_rows(next((said for said in all_said if said != SUCCEEDED), SUCCEEDED) for all_said in own.values())


def oracle(exchanges: Sequence[Exchange], task_id: str) -> set[str]:
    """Whatever one reading of all the rows of a task bears out."""
    found = {OPEN}
    for pages in readings(exchanges):
        parameters = asked(pages[0])
        # Filters hide rows: one that is by status, URL or domain tells of no whole task.
        if not {"Status", "Url", "UrlList", "DomainName"} & set(parameters):
            found.add(said_by_pages(pages, task_id))
    return found
