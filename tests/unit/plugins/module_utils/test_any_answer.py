# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whatever a provider answers: sound tasks or an ApiError, and never a success that the answer does not bear out.

The answers are documented ones with anything at all in the place of some of their values. What may be called a
success is said by tests/unit/oracles.py, from the vendors' pages and without the code that is tested.
"""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError, OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.huaweicloud import read as cdn
from tests.unit import oracles
from tests.unit.oracles import Exchange
from tests.unit.rows import alibaba_row, huawei_row, huawei_url_row
from tests.unit.support import ALIBABA, HUAWEI, THOROUGH, Bench, Sent, bench, check_tasks

WORDS = [
    "task_done", "TASK_DONE", "task_inprocess", "succeed", "failed", "Complete", "complete ", "Failed", "Pending",
    "Refreshing", "success", "done", "", " ", "0", "1", "2", "-1", "100%", "1e3", "null", "refresh", "file", "path",
    "1", "a", "\ud800", "\x00", "2026-11-21T08:30:00Z", "9999-12-31T23:59:60Z", "é中🌍", "x" * 300, "CDN.0108",
    "Success",
]  # fmt: skip
SCALARS = (
    st.none()
    | st.booleans()
    | st.sampled_from([0, 1, 2, 3, -1, 2**31, 2**53 + 1, 10**18, 10**19, 10**400, -(10**400)])
    | st.sampled_from([0.0, 1.0, 2.0, -0.0, 99.9, 1e308, float("inf"), float("-inf"), float("nan")])
    | st.sampled_from(WORDS)
)
KEYS = st.sampled_from(["id", "status", "TaskId", "Status", "code", "error", "x"])


def nested(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3)


VALUES = st.recursive(SCALARS, nested, max_leaves=5)


def places_in(document: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a document, the whole of it included."""
    found = [path]
    if isinstance(document, dict):
        for key, value in document.items():
            found += places_in(value, (*path, key))
    elif isinstance(document, list):
        for index, value in enumerate(document):
            found += places_in(value, (*path, index))
    return found


@st.composite
def damaged(draw: st.DrawFn, document: Any) -> Any:
    """A document with up to four changes: a value replaced, a key or an element gone, one doubled, one added."""
    document = copy.deepcopy(document)
    for _change in range(draw(st.integers(0, 4))):
        path = draw(st.sampled_from(places_in(document)))
        if not path:
            if draw(st.integers(0, 9)) == 0:
                return draw(VALUES)
            continue
        holder = document
        for step in path[:-1]:
            holder = holder[step]
        what = draw(st.sampled_from(["replace", "replace", "remove", "double", "add"]))
        if what == "remove":
            del holder[path[-1]]
        elif what == "double" and isinstance(holder, list):
            holder.append(copy.deepcopy(holder[path[-1]]))
        elif what == "add" and isinstance(holder, dict):
            holder[draw(st.sampled_from(["error", "error_code", "code", "Code", "x"]))] = draw(VALUES)
        else:
            holder[path[-1]] = draw(VALUES)
    return document


STATUSES = st.sampled_from([200] * 12 + [201, 204, 301, 400, 401, 403, 404, 429, 500, 503])


def exchange(sent: Sent, status: int, document: Any) -> Exchange:
    """As the oracles look at it."""
    ids = [task_id for task_id in sent.query.get("TaskId", "").split(",") if task_id]
    if sent.path.endswith("/detail"):
        return Exchange("detail", [sent.path.split("/")[4]], status, document)
    by_id = sent.request.headers.get("x-acs-action") == "DescribeDcdnRefreshTaskById"
    return Exchange("id" if by_id else "list", ids, status, document)


class Damaged:
    """A cloud whose every answer is drawn when it is asked for; keeps what it answered."""

    def __init__(self, data: st.DataObject, pick: Any) -> None:
        self._data = data
        self._pick = pick
        self.answered: list[tuple[Sent, int, Any]] = []
        self.exchanges: list[Exchange] = []

    def __call__(self, sent: Sent) -> Answer:
        # A service that never stops to announce more is read to the end of its patience elsewhere.
        document = self._data.draw(damaged(self._pick(sent))) if len(self.answered) < 12 else {}
        status = self._data.draw(STATUSES)
        body = json.dumps(document).encode("ascii")
        self.answered.append((sent, status, json.loads(body)))
        self.exchanges.append(exchange(sent, status, json.loads(body)))
        return Answer(status, {"content-type": "application/json"}, body)


def ask(made: Bench, what: str, *ids: str) -> list[Task]:
    """The tasks, checked; none for an ApiError, which is as good an answer."""
    try:
        if what == "query":
            return made.query()[0]
        if what == "describe":
            return check_tasks(made.provider.describe(made.references(*ids)))
        return made.fetch(*ids)
    except ApiError as exc:
        error = exc
    assert error.provider == made.provider.name or error.code == "InvalidAnswer"
    assert error.kind in ("passing", "throttled", "missing", "expired", "lasting")
    assert str(error)
    assert json.dumps(error.as_dict())
    return []


# Huawei Cloud.


HUAWEI_ROWS = [
    huawei_row("1"),
    huawei_row("2", succeed=1, failed=1),
    huawei_row("3", status="task_inprocess", succeed=0, processing=2),
]


def huawei_documents(sent: Sent) -> Any:
    if sent.path.endswith("/detail"):
        task_id = sent.path.split("/")[4]
        row = next((row for row in HUAWEI_ROWS if row["id"] == task_id), huawei_row(task_id))
        return {**row, "urls": [huawei_url_row(1, task_id), huawei_url_row(2, task_id)]}
    if sent.query["file_type"] == "directory":
        return {"total": 1, "tasks": [huawei_row("4", file_type="directory")]}
    return {"total": 3, "tasks": HUAWEI_ROWS}


@pytest.mark.parametrize("what", ["fetch one", "fetch many", "describe", "query"])
@THOROUGH
@given(data=st.data())
def test_huawei_answers_of_any_kind(what: str, data: st.DataObject) -> None:
    cloud = Damaged(data, huawei_documents)
    ids = {"fetch one": ["1"], "fetch many": ["1", "2", "4", "9"], "describe": ["1", "9"], "query": []}[what]
    tasks = ask(bench(HUAWEI, cloud), what.split()[0], *ids)
    if tasks and ids:
        assert [task.id for task in tasks] == ids
    assert len({task.id for task in tasks}) == len(tasks)
    for task in tasks:
        if task.finished:
            assert task.state in oracles.huawei(cloud.exchanges, task.id), task


@settings(THOROUGH)
@given(data=st.data())
def test_a_huawei_detail_answer_alone_decides(data: st.DataObject) -> None:
    """With one answer there is no other row that could bear a verdict out."""
    cloud = Damaged(data, huawei_documents)
    for task in ask(bench(HUAWEI, cloud), "fetch", "1"):
        if len(cloud.answered) == 1:
            said = oracles.huawei_detail(cloud.exchanges, "1")
            assert (task.state if task.finished else oracles.OPEN) == said


@settings(THOROUGH)
@given(
    status=st.sampled_from(["task_done", "Task_Done", "task_inprocess", "success", ""]) | VALUES,
    counters=st.tuples(*[st.sampled_from([0, 1, 2, 3, None, "2", -1, 2.0, True]) | VALUES] * 4),
)
def test_huawei_success_is_exactly_what_is_documented(status: Any, counters: tuple[Any, ...]) -> None:
    """Not only never without cause, but also always with it."""
    row = {
        "id": "1",
        "status": status,
        **dict(zip(["total", "succeed", "failed", "processing"], counters, strict=True)),
    }
    made = bench(HUAWEI, lambda sent: Answer(200, {}, json.dumps({**row, "urls": []}).encode()))
    tasks = ask(made, "fetch", "1")
    said = oracles.huawei_task(json.loads(json.dumps(row)), "1")
    assert [task.state for task in tasks if task.finished] == [said] * (said != oracles.OPEN)


# Alibaba Cloud.

ALIBABA_ROWS = [
    alibaba_row("1", 1),
    alibaba_row("1", 2),
    alibaba_row("2", 1, Status="Failed", Description="Origin Timeout"),
    alibaba_row("3", 1, Status="Refreshing", Process="40%"),
]


def alibaba_documents(sent: Sent) -> Any:
    task_id = sent.query.get("TaskId")
    rows = [row for row in ALIBABA_ROWS if task_id is None or row["TaskId"] in task_id.split(",")]
    if sent.action == "DescribeDcdnRefreshTaskById":
        return {"RequestId": "r", "TotalCount": len(rows), "Tasks": rows}
    return {"RequestId": "r", "PageNumber": 1, "PageSize": 50, "TotalCount": len(rows), "Tasks": {"Task": rows}}


@pytest.mark.parametrize("what", ["fetch one", "fetch many", "describe", "query"])
@THOROUGH
@given(data=st.data())
def test_alibaba_answers_of_any_kind(what: str, data: st.DataObject) -> None:
    cloud = Damaged(data, alibaba_documents)
    ids = {"fetch one": ["1"], "fetch many": ["1", "2", "9"], "describe": ["1", "9"], "query": []}[what]
    tasks = ask(bench(ALIBABA, cloud), what.split()[0], *ids)
    if tasks and ids:
        assert [task.id for task in tasks] == ids
    assert len({task.id for task in tasks}) == len(tasks)
    for task in tasks:
        if task.finished:
            assert task.state == oracles.alibaba(cloud.exchanges, task.id), task


@settings(THOROUGH)
@given(
    words=st.lists(st.sampled_from(["Complete", "COMPLETE", "complete", "Failed", "Pending"]) | VALUES, max_size=4),
    more=st.integers(-2, 2),
)
def test_alibaba_success_is_exactly_what_is_documented(words: list[Any], more: int) -> None:
    """Not only never without cause, but also always with it; the list shows the same rows again."""
    rows = [alibaba_row("1", number, Status=word) for number, word in enumerate(words)]

    def reply(sent: Sent) -> Answer:
        tasks: Any = rows if sent.action == "DescribeDcdnRefreshTaskById" else {"Task": rows}
        return Answer(200, {}, json.dumps({"TotalCount": len(rows) + more, "Tasks": tasks}).encode())

    tasks = ask(bench(ALIBABA, reply), "fetch", "1")
    succeeded = bool(words) and all(oracles.text(word).lower() == "complete" for word in words) and more <= 0
    if len(words) + more < 0:
        assert not tasks, "a number of rows below zero is no answer"
        return
    assert [task.state for task in tasks] == ["succeeded"] or not succeeded
    assert ("succeeded" in [task.state for task in tasks]) == succeeded


# Both.


@pytest.mark.parametrize("provider", [HUAWEI, ALIBABA])
@pytest.mark.parametrize("what", ["fetch", "describe", "query"])
@THOROUGH
@given(body=VALUES.map(lambda value: json.dumps(value).encode("ascii")) | st.binary(max_size=40), status=STATUSES)
def test_bodies_of_any_kind(provider: str, what: str, body: bytes, status: int) -> None:
    """No resemblance to any document: then there is no success either."""
    made = bench(provider, lambda sent: Answer(status, {}, body))
    tasks = ask(made, what, *([] if what == "query" else ["1"]))
    assert not any(task.finished for task in tasks)


@pytest.mark.parametrize("provider", [HUAWEI, ALIBABA])
@given(
    filters=st.fixed_dictionaries(
        {},
        optional={
            "operation": st.sampled_from(["purge", "prefetch"]),
            "object_type": st.sampled_from(["file", "directory", "regex", "tag"]),
            "states": st.lists(st.sampled_from(["pending", "running", "succeeded", "failed", "unknown"]), max_size=3),
            "limit": st.integers(1, 5),
        },
    ),
    data=st.data(),
)
def test_queries_answer_only_what_matches(provider: str, filters: dict[str, Any], data: st.DataObject) -> None:
    cloud = Damaged(data, huawei_documents if provider == HUAWEI else alibaba_documents)
    try:
        tasks, complete = bench(provider, cloud).query(**filters)
    except (ApiError, OptionError):
        return
    assert len(tasks) <= filters.get("limit", 10**9)
    assert complete or len(tasks) == filters["limit"]
    for task in tasks:
        assert filters.get("operation") in (None, task.operation)
        assert filters.get("object_type") in (None, task.object_type)
        assert not filters.get("states") or task.state in filters["states"]


def test_the_pages_of_these_tests_are_the_real_ones() -> None:
    assert cdn.LIST_PAGE_SIZE == 10_000
