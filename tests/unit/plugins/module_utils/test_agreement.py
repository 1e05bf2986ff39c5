# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Status, counters and rows of one response against each other: what the oracle says is what a task becomes, exactly.

The responses are well formed, and their places agree, almost agree or do not agree at all. docs/reliability.md tells
how many were judged, and how.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import (
    Counts,
    Task,
    Url,
    Verdict,
    agreed_state,
    combined_counts,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.alibabacloud.read import AlibabacloudProvider
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.huaweicloud import read as cdn
from tests.tools.reliability import record
from tests.unit import oracles
from tests.unit.oracles import OPEN, Exchange
from tests.unit.rows import alibaba_row, huawei_row, huawei_url_row
from tests.unit.support import ALIBABA, HUAWEI, THOROUGH, Bench, Sent, answer, bench

#: What each oracle has said so far, by the call.
JUDGED: dict[str, Counter[str]] = {}


@pytest.fixture(scope="module", autouse=True)
def _recorded() -> Iterator[None]:
    """What was judged goes to docs/reliability.md."""
    yield
    for name, said in JUDGED.items():
        record("oracle", name.replace(" ", "_"), {"call": name, "said": dict(said)})


def judge(call: str, task: Task | None, said: str) -> None:
    """Hold what a task became to what the oracle says of the exchange."""
    became = task.state if task is not None and task.finished else OPEN
    counted = JUDGED.setdefault(call, Counter())
    counted[said] += 1
    counted["mistaken"] += became != said
    assert became == said, task


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
        exchanges.append(Exchange("detail", ["1"], 200, document))
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
    judge("Huawei Cloud, details of a task", task, oracles.huawei_detail(exchanges, "1"))


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
    judge("Huawei Cloud, list", first, oracles.huawei_task(record_, "1"))


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
            exchanges.append(Exchange("id", ["1"], 200, document))
        else:
            first = page_size * (int(sent.query["PageNumber"]) - 1)
            page = shown[first : first + page_size]
            document = {"TotalCount": counter(len(shown)), "Tasks": {"Task": page}}
            exchanges.append(Exchange("list", ["1"], 200, document))
        return answer(document)

    task: Task | None = None
    made = bench(ALIBABA, reply)
    provider = made.provider
    assert isinstance(provider, AlibabacloudProvider)
    provider.product = replace(provider.product, page_size=page_size)
    # Refused as unreadable: a number of rows that is none.
    with contextlib.suppress(ApiError):
        (task,) = made.fetch("1")
    judge("Alibaba Cloud, by id and list", task, oracles.alibaba(exchanges, "1"))


# The rule itself, as every provider uses it.

STATES = st.sampled_from(["pending", "running", "succeeded", "failed", "unknown"])


@given(
    word=st.sampled_from([None, "pending", "running", "succeeded", "failed", "done", "unknown"]),
    counts=st.none() | st.builds(Counts, *[st.none() | st.integers(0, 4)] * 4),
    states=st.lists(STATES, max_size=4),
    legible=st.booleans(),
)
def test_any_three_places_agree_or_the_task_is_not_finished(
    word: Any, counts: Counts | None, states: list[Any], legible: bool
) -> None:
    urls = [Url("u", state) for state in states]
    verdict = agreed_state(word, counts, urls, legible)
    assert bool(verdict.error) == bool(verdict.conflict)
    if verdict.state not in ("succeeded", "failed"):
        return
    assert not verdict.conflict
    assert word in (None, "done", verdict.state)
    assert set(states) <= {"succeeded", "failed"}
    assert verdict.state == "succeeded" or "failed" in {word, *states} or (counts and counts.failed)
    if verdict.state == "succeeded":
        assert set(states) <= {"succeeded"}
        assert counts is None or (counts.total == counts.succeeded and not counts.failed and not counts.unfinished)
    if counts is not None and urls:
        assert combined_counts(urls).failed == counts.failed


@pytest.mark.parametrize(
    ("word", "counts", "states", "state"),
    [
        ("succeeded", None, [], "succeeded"),
        ("succeeded", None, ["succeeded"], "succeeded"),
        ("succeeded", Counts(1, 1, 0, 0), [], "succeeded"),
        ("failed", None, [], "failed"),
        ("failed", None, ["succeeded", "failed"], "failed"),
        ("done", None, ["succeeded", "failed"], "failed"),
        (None, None, ["succeeded"], "succeeded"),
        (None, None, [], "not_found"),
        ("done", None, [], "unknown"),
        ("succeeded", None, ["failed"], "unknown"),
        ("succeeded", None, ["running"], "unknown"),
        ("failed", None, ["succeeded"], "unknown"),
        ("failed", Counts(2, 2, 0, 0), [], "unknown"),
        ("pending", None, ["pending"], "pending"),
        ("pending", None, ["succeeded"], "running"),
        ("running", Counts(2, 2, 0, 0), ["succeeded"] * 2, "running"),
        ("unknown", Counts(2, 2, 0, 0), ["succeeded"] * 2, "unknown"),
    ],
)
def test_kinds_of_providers(word: Any, counts: Counts | None, states: list[Any], state: str) -> None:
    """With a word that says how it ended, with one that does not, and with none."""
    assert agreed_state(word, counts, [Url("u", each) for each in states]).state == state


def test_verdict_without_a_conflict_has_no_error() -> None:
    assert Verdict("succeeded").error is None
