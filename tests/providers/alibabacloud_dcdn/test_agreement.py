# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rows of one task in the call by id and in the list: what the oracle says is what a task becomes, exactly.

The responses are well formed, and their places agree, almost agree or do not agree at all. docs/reliability.md tells
how many were judged, and how.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.alibabacloud.read import AlibabacloudProvider
from tests.conformance.changes import VALUES
from tests.conformance.judge import judge, record_judged
from tests.conformance.oracle import Exchange, text
from tests.unit.rows import alibaba_row
from tests.unit.support import ALIBABA, THOROUGH, Sent, answer, bench

from .oracle import said_of_task

CALL = "Alibaba Cloud, by id and list"


@pytest.fixture(scope="module", autouse=True)
def _recorded() -> Iterator[None]:
    yield
    record_judged(CALL)


ALIBABA_WORDS = st.sampled_from(
    ["Complete"] * 10 + ["Failed"] * 3 + ["COMPLETE", " failed ", "Pending", "Refreshing", "Success", "", None, 1, True]
)


@st.composite
def alibaba_rows(draw: st.DrawFn) -> list[Any]:
    rows: list[Any] = [
        alibaba_row("1", draw(st.integers(1, 4)), Status=word) for word in draw(st.lists(ALIBABA_WORDS, max_size=5))
    ]
    for _change in range(draw(st.sampled_from([0, 0, 0, 1, 2]))):
        rows.insert(
            draw(st.integers(0, len(rows))),
            draw(st.sampled_from([None, "x", {}, [], alibaba_row("2", 1, Status="Failed"), alibaba_row("")])),
        )
    return rows


@THOROUGH
@given(
    by_id=alibaba_rows(),
    listed=st.none() | alibaba_rows(),
    more=st.sampled_from([0, 0, 0, 1, 2, -1]),
    total=st.sampled_from(["count"] * 8 + ["text", None, -1, "x", 1.5]),
    page_size=st.sampled_from([2, 50]),
)
def test_alibaba_task_is_finished_only_where_every_row_agrees(
    by_id: list[Any], listed: list[Any] | None, more: int, total: Any, page_size: int
) -> None:
    """The call by id may be cut; then the list decides, which may say the same, less or something else."""
    shown = [row for row in by_id if isinstance(row, dict)] if listed is None else listed
    exchanges: list[Exchange] = []

    def counter(number: int) -> Any:
        return {"count": number, "text": str(number)}.get(total, total) if isinstance(total, str) else total

    def reply(sent: Sent) -> Answer:
        if sent.action == "DescribeDcdnRefreshTaskById":
            document = {"TotalCount": counter(max(0, len(by_id) + more)), "Tasks": by_id}
            exchanges.append(Exchange(sent, 200, document))
        else:
            first = page_size * (int(sent.query["PageNumber"]) - 1)
            page = shown[first : first + page_size]
            document = {"TotalCount": counter(len(shown)), "Tasks": {"Task": page}}
            exchanges.append(Exchange(sent, 200, document))
        return answer(document)

    task: Task | None = None
    made = bench(ALIBABA, reply)
    provider = made.provider
    assert isinstance(provider, AlibabacloudProvider)
    provider.product = replace(provider.product, page_size=page_size)
    # Refused as unreadable: a number of rows that is none.
    with contextlib.suppress(ApiError):
        (task,) = made.fetch("1")
    judge(CALL, task, said_of_task(exchanges, "1"))


@THOROUGH
@given(
    words=st.lists(st.sampled_from(["Complete", "COMPLETE", "complete", "Failed", "Pending"]) | VALUES, max_size=4),
    more=st.integers(-2, 2),
)
def test_success_is_exactly_what_is_documented(words: list[Any], more: int) -> None:
    """Not only never without cause, but also always with it; the list shows the same rows again."""
    rows = [alibaba_row("1", number, Status=word) for number, word in enumerate(words)]

    def reply(sent: Sent) -> Answer:
        tasks: Any = rows if sent.action == "DescribeDcdnRefreshTaskById" else {"Task": rows}
        return Answer(200, {}, json.dumps({"TotalCount": len(rows) + more, "Tasks": tasks}).encode())

    tasks: list[Task] = []
    with contextlib.suppress(ApiError):
        tasks = bench(ALIBABA, reply).fetch("1")
    succeeded = bool(words) and all(text(word).lower() == "complete" for word in words) and more <= 0
    if len(words) + more < 0:
        assert not tasks, "a number of rows below zero is no answer"
        return
    assert [task.state for task in tasks] == ["succeeded"] or not succeeded
    assert ("succeeded" in [task.state for task in tasks]) == succeeded
