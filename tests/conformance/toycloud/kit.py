# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Toycloud, for the suite."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Provider
from tests.conformance.kit import Kit
from tests.conformance.oracle import FAILED, OPEN, SUCCEEDED, Exchange, number, text
from tests.unit.support import answer

from .blueprint import TOKEN, EmulatedToycloud
from .declarations import TOYCLOUD
from .read import Toycloud


def _said(record: Any, task_id: str) -> str:
    """A task that is done is what its numbers say, where all of them agree, and the rows if there are any."""
    if not isinstance(record, dict) or text(record.get("id")) != task_id or text(record.get("state")).lower() != "done":
        return OPEN
    total, good, bad = (number(record.get(key)) for key in ("total", "good", "bad"))
    if not total or good is None or bad is None or good + bad != total:
        return OPEN
    rows = record.get("urls")
    if rows is not None:
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            return OPEN
        if rows and any(text(row.get("state")).lower() != "done" for row in rows):
            return OPEN
        if rows and (len(rows), sum(bool(text(row.get("reason"))) for row in rows)) != (total, bad):
            return OPEN
    return FAILED if bad else SUCCEEDED


def _oracle(exchanges: Sequence[Exchange], task_id: str) -> set[str]:
    good = [each.document for each in exchanges if each.is_good and not each.document.get("error")]
    shown = [document["tasks"] for document in good if isinstance(document.get("tasks"), list)]
    return {OPEN, *(_said(record, task_id) for records in shown for record in records)}


@contextmanager
def _pages_of(provider: Provider, size: int) -> Iterator[None]:
    assert isinstance(provider, Toycloud)
    provider.page_size = size
    yield


def _error(code: str, status: int) -> Any:
    return answer({"error": {"code": code, "text": "a text"}}, status)


KIT = Kit(
    declaration=TOYCLOUD,
    blueprints=(EmulatedToycloud,),
    options={"token": TOKEN},
    secret_options=[{"token": "hush-hush-1"}],
    words=[["working"], ["done"]],
    totals=["count"],
    errors={
        "passing": [_error("Busy", 503)],
        "throttled": [_error("TooFast", 429)],
        "missing": [_error("NoSuchTask", 404)],
        "expired": [_error("TokenExpired", 401)],
        "lasting": [_error("Denied", 403)],
    },
    oracle=_oracle,
    pages_of=_pages_of,
    refused="https://elsewhere.example.net/b.txt",
    files={".toycloud": "[toycloud]\ntoken = {secret}\n"},
)
