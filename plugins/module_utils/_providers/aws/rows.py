# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""From CloudFront's invalidations to tasks. Pure: any values in, sound tasks out.

Fields are those of GetInvalidation and ListInvalidations in the service model of the official SDK.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping, Sequence

from ansible_collections.edgeops.cdn.plugins.module_utils._model.foreign import as_count, as_records, as_text
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import is_id
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import (
    Counts,
    State,
    Task,
    Url,
    Word,
    agreed_state,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._model.times import from_text, rfc3339
from ansible_collections.edgeops.cdn.plugins.module_utils._providers import scoped_ids

Row = Mapping[str, Any]

#: There is no word for a failure, nor for one that waits.
STATES: Mapping[str, State] = {"inprogress": "running", "completed": "succeeded"}
_WORDS: Mapping[str, Word] = {"running": "running", "succeeded": "succeeded"}


@dataclass(frozen=True)
class Page:
    """One page of the list, newest first."""

    #: Those that can be read.
    rows: Sequence[Row]
    #: Where the next page begins; empty where there is none.
    marker: str


def read_page(document: Any) -> Page | None:
    """A page of the list; None for anything else."""
    found = document.get("InvalidationList") if isinstance(document, dict) else None
    if not isinstance(found, dict):
        return None
    # Where there are none, the element is left out, or empty.
    items, cut = found.get("Items") or [], (as_text(found.get("IsTruncated")) or "").lower()
    if cut not in ("true", "false") or not isinstance(items, list):
        return None
    marker = as_text(found.get("NextMarker")) if cut == "true" else None
    if cut == "true" and marker is None:
        return None
    rows = [row for row in as_records(items) if is_id(as_text(row.get("Id")) or "")]
    return Page(rows, marker or "")


def read_invalidation(document: Any) -> Row | None:
    """What a response tells of one invalidation; None for anything else."""
    found = document.get("Invalidation") if isinstance(document, dict) else None
    return found if isinstance(found, dict) and is_id(as_text(found.get("Id")) or "") else None


def own_id(row: Row) -> str:
    """CloudFront's own id of an invalidation."""
    return as_text(row.get("Id")) or ""


def created_at(row: Row) -> float | None:
    """Seconds since the epoch; None where the row does not tell."""
    return from_text(row.get("CreateTime"))


def state_of(row: Row) -> State:
    """The state that the word of a row means."""
    return STATES.get((as_text(row.get("Status")) or "").lower(), "unknown")


def reference_of(row: Row) -> str | None:
    """The caller reference that an invalidation was made with."""
    return as_text(_batch(row).get("CallerReference"))


def read_task(provider: str, parent: str, row: Row, whole: bool = False) -> Task:
    """One task. A row of the list has no paths; a whole one has as many as it tells, or is not finished."""
    word = state_of(row)
    paths = _part(_batch(row), "Paths")
    items = paths.get("Items")
    told = [as_text(item) for item in items] if isinstance(items, list) else []
    urls = [Url(path, word) for path in told if path is not None]
    counts = None
    if whole or "InvalidationBatch" in row:
        total = as_count(paths.get("Quantity"))
        done = total if word == "succeeded" else 0
        counts = Counts(total, done, 0, None if total is None or done is None else total - done)
    # What was asked for has its paths.
    legible = len(urls) == len(told) and bool(urls or counts is None)
    verdict = agreed_state(_WORDS.get(word, "unknown"), counts, urls, legible)
    moment = created_at(row)
    return Task(
        id=scoped_ids.join(parent, own_id(row)),
        provider=provider,
        operation="purge",
        object_type=_object_type([url.url for url in urls]),
        state=verdict.state,
        # Nothing tells how far one is.
        progress=100 if verdict.state == "succeeded" else None,
        counts=counts or Counts(),
        urls=urls,
        created_at=None if moment is None else rfc3339(moment),
        error=verdict.error,
        raw_state=[as_text(row.get("Status")) or ""],
        raw=[row],
    )


def _object_type(paths: Sequence[str]) -> str:
    kinds = {"tag" if path.startswith("#") else "directory" if path.endswith("*") else "file" for path in paths}
    return kinds.pop() if len(kinds) == 1 else "other"


def _batch(row: Row) -> Mapping[str, Any]:
    return _part(row, "InvalidationBatch")


def _part(row: Row, name: str) -> Mapping[str, Any]:
    part = row.get(name)
    return part if isinstance(part, dict) else {}
