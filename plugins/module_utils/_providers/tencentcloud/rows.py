# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""From Tencent Cloud's rows, one per URL, to tasks. Pure: any JSON in, sound rows and tasks out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Iterable, Sequence, Tuple

from ansible_collections.edgeops.cdn.plugins.module_utils._model.foreign import as_count, as_percent, as_text
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import is_id
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import (
    State,
    Task,
    Url,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.url_rows import Row, take_row, task_of_rows

from .errors import response_of
from .product import History, Product

#: What tells one row from another: task, URL, area, and kind.
Key = Tuple[str, str, str, str]


@dataclass(frozen=True)
class Page:
    """One page of a history."""

    #: Those that can be read.
    rows: Sequence[Row]
    #: Elements of the page, whether they can be read or not.
    size: int
    #: Rows that match, as announced; no fewer than the page has.
    total: int


def read_page(document: Any, history: History, product: Product) -> Page | None:
    """A page of a history; None for anything else."""
    response = response_of(document)
    if response is None:
        return None
    elements, total = response.get(history.rows), as_count(response.get("TotalCount"))
    if not isinstance(elements, (list, type(None))):
        return None
    if total is None and (elements is None or response.get("TotalCount") is not None):
        return None
    elements = elements or []
    found = [row for row in elements if isinstance(row, dict) and is_id(as_text(row.get(product.id_key)) or "")]
    if total is None or len(found) < len(elements):
        # An element that cannot be read may be a row of any task.
        total = max(total or 0, len(elements))
    return Page(found, len(elements), total)


def row_id(row: Row, product: Product) -> str:
    """The id of a row that read_page() let through."""
    return as_text(row.get(product.id_key)) or ""


def key_of(row: Row, product: Product) -> Key:
    """What tells this row from others."""
    return (
        row_id(row, product),
        as_text(row.get(product.url_key)) or "",
        as_text(row.get("Area")) or "",
        (as_text(row.get("PurgeType")) or as_text(row.get("Type")) or "").lower(),
    )


def merge_rows(rows: Iterable[Row], product: Product) -> list[Row]:
    """Each row once; where rows contradict each other, one that has not succeeded counts."""
    merged: dict[Key, Row] = {}
    for row in rows:
        take_row(merged, key_of(row, product), row, lambda each: _state(each, product))
    return list(merged.values())


def read_task(task_id: str, rows: Sequence[Row], history: History, product: Product, complete: bool) -> Task:
    """One task from all of its rows. With rows that may be missing, it is never finished."""
    return task_of_rows(
        product.name,
        task_id,
        product.kind(rows[0], history),
        rows,
        lambda row: _read_url(row, task_id, product),
        product.created_at,
        complete,
    )


def _state(row: Row, product: Product) -> State:
    state = product.states.get((as_text(row.get("Status")) or "").lower(), "unknown")
    # Where a row contradicts itself, it is not believed.
    failure = row.get(product.failure_key)
    told = as_text(failure) if isinstance(failure, str) else failure
    return "unknown" if state == "succeeded" and told else state


def _read_url(row: Row, task_id: str, product: Product) -> Url:
    state = _state(row, product)
    return Url(
        product.url(row, task_id),
        state,
        as_percent(row.get("Percent")),
        product.error(row) if state == "failed" else None,
    )
