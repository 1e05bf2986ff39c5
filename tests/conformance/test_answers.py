# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whatever a provider answers: sound tasks or an ApiError, and never a verdict that the answer does not bear out.

The answers are those of the emulated cloud with one place changed, or with anything at all in the place of some of
their values. What may be called a success is said by the kit's oracle, from the vendor's pages and without the code
that is tested.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError, OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Filters
from tests.conformance.changes import STATUSES, VALUES, damaged, each_change
from tests.conformance.kit import Kit
from tests.conformance.stage import Stage, document_of, play, with_document
from tests.unit.support import OF_EACH, Sent

FATES = ("succeeded", "failed", "running")


def stage_of(kit: Kit) -> tuple[Stage, list[str]]:
    """A cloud with three tasks, and their ids."""
    stage = play(kit, retries=0)
    return stage, stage.add(*FATES)


def test_any_one_change_makes_no_verdict_that_the_rest_does_not_bear_out(kit: Kit, way: str) -> None:
    stage, ids = stage_of(kit)
    stage.ask(way, ids)
    for number, honest in enumerate([document_of(answer) for answer in stage.line.answers]):
        for changed in each_change(honest):
            stage.line.spoil = _nth(number, changed, stage)
            tasks = stage.try_asking(way, ids)
            assert len({task.id for task in tasks}) == len(tasks)


def _nth(number: int, document: Any, stage: Stage) -> Callable[[Sent, Answer], Answer]:
    """The first requests get honest answers, the next one gets this document."""

    def spoil(_sent: Sent, answer: Answer) -> Answer:
        return with_document(answer, document) if len(stage.sent) == number + 1 else answer

    return spoil


class Damage:
    """Every answer is drawn when it is asked for."""

    def __init__(self, data: st.DataObject) -> None:
        self._data = data
        self._drawn = 0

    def __call__(self, _sent: Sent, answer: Answer) -> Answer:
        # A service that never stops to announce more is read to the end of its patience elsewhere.
        self._drawn += 1
        document = self._data.draw(damaged(document_of(answer))) if self._drawn <= 12 else {}
        spoiled = with_document(answer, document)
        return Answer(self._data.draw(STATUSES), {"content-type": "application/json"}, spoiled.body)


@OF_EACH
@given(data=st.data())
def test_answers_of_any_kind(kit: Kit, way: str, data: st.DataObject) -> None:
    stage, ids = stage_of(kit)
    stage.line.spoil = Damage(data)
    asked = ids if way == "look" else ids[:1] if way == "ids" else [*ids, "9"]
    tasks = stage.try_asking(way, asked)
    if tasks and way in ("look", "ids", "describe"):
        assert [task.id for task in tasks] == asked
    assert len({task.id for task in tasks}) == len(tasks)


@OF_EACH
@given(body=VALUES.map(lambda value: json.dumps(value).encode("ascii")) | st.binary(max_size=40), status=STATUSES)
def test_bodies_of_any_kind(kit: Kit, way: str, body: bytes, status: int) -> None:
    """No resemblance to any document: then there is no verdict either."""
    stage, ids = stage_of(kit)
    stage.line.spoil = lambda _sent, _answer: Answer(status, {}, body)
    assert not any(task.finished for task in stage.try_asking(way, ids))


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
def test_queries_answer_only_what_matches(kit: Kit, filters: dict[str, Any], data: st.DataObject) -> None:
    stage, _ids = stage_of(kit)
    stage.line.spoil = Damage(data)
    try:
        tasks, complete = stage.provider.query(Filters(**filters))
    except (ApiError, OptionError):
        return
    assert len(tasks) <= filters.get("limit", 10**9)
    assert complete or len(tasks) == filters["limit"]
    for task in tasks:
        assert filters.get("operation") in (None, task.operation)
        assert filters.get("object_type") in (None, task.object_type)
        assert not filters.get("states") or task.state in filters["states"]
