# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Status, counters and rows of one response: what the oracle says is what a task becomes, exactly.

The responses are well formed, and their places agree, almost agree or do not agree at all. docs/reliability.md tells
how many were judged, and how.
"""

from __future__ import annotations

import contextlib
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.huaweicloud import read as cdn
from tests.conformance.changes import VALUES
from tests.conformance.judge import judge, record_judged
from tests.conformance.oracle import OPEN, Exchange
from tests.unit.rows import huawei_row, huawei_url_row
from tests.unit.support import HUAWEI, THOROUGH, Bench, Sent, answer, bench

from .oracle import said_by_details, said_of_task

DETAILS, LIST = "Huawei Cloud, details of a task", "Huawei Cloud, list"


@pytest.fixture(scope="module", autouse=True)
def _recorded() -> Iterator[None]:
    yield
    record_judged(DETAILS)
    record_judged(LIST)


HUAWEI_WORDS = st.sampled_from(
    ["succeed"] * 12 + ["failed"] * 4 + ["SUCCEED", "Failed", " succeed", "waiting", "processing", "refreshing"]
    + ["preheating", "success", "done", "", None, 7, True, ["succeed"]]
)  # fmt: skip
NO_COUNTERS: st.SearchStrategy[Any] = st.sampled_from([None, -1, "x", "", 0.5, 2.0, True, "-2", [], {}, 10**19, "2"])


@st.composite
def huawei_details(draw: st.DrawFn) -> tuple[dict[str, Any], Any]:
    """A detail answer's record and its rows: true counters of the rows, then up to two changes."""
    words = draw(st.lists(HUAWEI_WORDS, max_size=5) | st.lists(st.sampled_from(["succeed", "failed"]), max_size=5))
    urls: Any = [huawei_url_row(number, "1", status=word) for number, word in enumerate(words)]
    ended = Counter(str(word).strip().lower() for word in words)
    record_ = huawei_row("1", total=len(words), succeed=ended["succeed"], failed=ended["failed"])
    record_["processing"] = len(words) - record_["succeed"] - record_["failed"]
    for _change in range(draw(st.sampled_from([0, 0, 1, 1, 1, 2]))):
        what = draw(st.sampled_from(["status", "counter", "counter", "shift", "rows", "double", "drop"]))
        if what == "status":
            record_["status"] = draw(st.sampled_from(["TASK_DONE", "task_inprocess", "success", "task_failed", "done"]))
        elif what == "counter":
            key = draw(st.sampled_from(["total", "succeed", "failed", "processing"]))
            record_[key] = draw(NO_COUNTERS | st.integers(-1, 6))
        elif what == "shift":
            record_["succeed"], record_["failed"] = record_["failed"], record_["succeed"]
        elif what == "rows":
            urls = draw(st.sampled_from([None, [], {}, "x", [None], [urls], 0]))
        elif isinstance(urls, list) and urls:
            place = draw(st.integers(0, len(urls) - 1))
            urls = [*urls, urls[place]] if what == "double" else urls[:place] + urls[place + 1 :]
    return record_, urls


def serve_detail(record_: dict[str, Any], urls: Any, exchanges: list[Exchange]) -> Bench:
    """A cloud with one task; pages hold as many rows as were asked for."""

    def reply(sent: Sent) -> Answer:
        size, number = int(sent.query["page_size"]), int(sent.query["page_number"])
        page = urls[size * (number - 1) : size * number] if isinstance(urls, list) else urls
        document = {**record_, "urls": page}
        exchanges.append(Exchange(sent, 200, document))
        return answer(document)

    return bench(HUAWEI, reply)


@THOROUGH
@given(detail=huawei_details(), page_size=st.sampled_from([1, 2, 3, 1000]))
def test_huawei_detail_is_finished_only_where_all_of_it_agrees(
    detail: tuple[dict[str, Any], Any], page_size: int
) -> None:
    exchanges: list[Exchange] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cdn, "URLS_PAGE_SIZE", page_size)
        (task,) = serve_detail(*detail, exchanges).fetch("1")
    judge(DETAILS, task, said_by_details(exchanges, "1"))


@THOROUGH
@given(detail=huawei_details())
def test_huawei_list_is_finished_only_where_status_and_counters_agree(detail: tuple[dict[str, Any], Any]) -> None:
    """Three tasks, so that the list is asked; the details of the one that failed are those of the list."""
    record_, _urls = detail
    others = [huawei_row("8"), huawei_row("9")]

    def reply(sent: Sent) -> Answer:
        if sent.path.endswith("/detail"):
            return answer(record_)
        rows = [record_, *others] if sent.query["file_type"] == "file" else []
        return answer({"total": len(rows), "tasks": rows})

    first, *_others = bench(HUAWEI, reply).fetch("1", "8", "9")
    judge(LIST, first, said_of_task(record_, "1"))


@THOROUGH
@given(
    status=st.sampled_from(["task_done", "Task_Done", "task_inprocess", "success", ""]) | VALUES,
    counters=st.tuples(*[st.sampled_from([0, 1, 2, 3, None, "2", -1, 2.0, True]) | VALUES] * 4),
)
def test_success_is_exactly_what_is_documented(status: Any, counters: tuple[Any, ...]) -> None:
    """Not only never without cause, but also always with it."""
    row = {
        "id": "1",
        "status": status,
        **dict(zip(["total", "succeed", "failed", "processing"], counters, strict=True)),
    }
    made = bench(HUAWEI, lambda sent: Answer(200, {}, json.dumps({**row, "urls": []}).encode()))
    tasks: list[Task] = []
    with contextlib.suppress(ApiError):
        tasks = made.fetch("1")
    said = said_of_task(json.loads(json.dumps(row)), "1")
    assert [task.state for task in tasks if task.finished] == [said] * (said != OPEN)
