# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What may be made of CloudFront's answers, read a second time: an invalidation ends by one word alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from tests.conformance.oracle import OPEN, SUCCEEDED, Exchange, number, text

_PLACE = re.compile(r"/2020-05-31/distribution(?:-tenant)?/([^/?]+)/invalidation(?:/([^/?]+))?")


def oracle(exchanges: Sequence[Exchange], task_id: str) -> set[str]:
    """Whatever one answer bears out of an invalidation PARENT.ID, or of one of whatever parent was asked."""
    parent, _dot, own_id = task_id.rpartition(".")
    found = {OPEN}
    for each in exchanges:
        place = _PLACE.search(each.sent.request.url)
        if place is None or not each.is_good or parent not in ("", place[1]):
            continue
        if place[2] is not None:
            found.add(_said_of_one(each.document.get("Invalidation"), own_id))
            continue
        page = each.document.get("InvalidationList")
        rows = page.get("Items") if isinstance(page, dict) else None
        for row in rows if isinstance(rows, list) else ():
            if isinstance(row, dict) and text(row.get("Id")) == own_id:
                found.add(_word(row))
    return found


def _said_of_one(row: Any, own_id: str) -> str:
    if not isinstance(row, dict) or text(row.get("Id")) != own_id:
        return OPEN
    if "InvalidationBatch" not in row:
        return _word(row)
    batch = row["InvalidationBatch"]
    paths = batch.get("Paths") if isinstance(batch, dict) else None
    if not isinstance(paths, dict):
        return OPEN
    items = paths.get("Items") or []
    total = number(paths.get("Quantity"))
    if not isinstance(items, list) or not total or len(items) != total:
        return OPEN
    return _word(row) if all(text(item) for item in items) else OPEN


def _word(row: dict[str, Any]) -> str:
    return SUCCEEDED if text(row.get("Status")).lower() == "completed" else OPEN
