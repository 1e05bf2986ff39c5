# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rows that shift, a page without news, a total that lies: reading a list ends, and loses nothing that was shown."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Filters
from tests.conformance.changes import Path, at, places_in
from tests.conformance.kit import Kit
from tests.conformance.stage import Stage, document_of, play, tells, with_document
from tests.unit.support import Sent

SIZES = (1, 2, 3, 7, 50)
NUMBER = 12


def stage_of(kit: Kit) -> tuple[Stage, list[str]]:
    """A cloud with a dozen tasks of one URL each, newest first."""
    # Tasks that go while pages are read leave the last page empty: that is no mistake of who reads.
    stage = play(kit, settings={kit.name: {}})
    ids = []
    for number in range(NUMBER):
        ids += stage.add("succeeded", urls=1, created_at=stage.clock.time() - 600 + number)
    return stage, ids[::-1]


def query(stage: Stage, size: int) -> list[str]:
    """The ids that the list tells in pages of a size. It ends soon, or the test fails."""
    real, calls = stage.line.spoil, [0]

    def counted(sent: Sent, answer: Answer) -> Answer:
        calls[0] += 1
        assert calls[0] < 500, "the list is read for ever"
        return real(sent, answer)

    stage.line.spoil = counted
    with stage.kit.pages_of(stage.provider, size):
        return [task.id for task in stage.ask("query", [])]


@pytest.mark.parametrize("size", SIZES)
def test_all_pages_are_read(kit: Kit, size: int) -> None:
    stage, ids = stage_of(kit)
    assert query(stage, size) == ids
    assert stage.warnings == []


@pytest.mark.parametrize("size", SIZES[1:])
def test_rows_that_shift_because_tasks_arrive_are_not_lost_and_not_doubled(kit: Kit, size: int) -> None:
    """Fewer than a page from one page to the next: of more, nobody could tell that the pages go on."""
    stage, ids = stage_of(kit)
    arrived: list[str] = []

    def arrive() -> None:
        if len(stage.sent) % 3 == 0 and len(arrived) < 30:
            arrived.extend(stage.add("succeeded", urls=1, created_at=stage.clock.time()))

    stage.clouds.meanwhile = arrive
    told = query(stage, size)
    assert len(set(told)) == len(told)
    assert set(ids) <= set(told) <= {*ids, *arrived}


@pytest.mark.cover
@pytest.mark.parametrize("size", SIZES)
def test_rows_that_shift_because_tasks_go_lose_nothing_that_was_shown(kit: Kit, size: int) -> None:
    stage, ids = stage_of(kit)
    left = list(ids)
    shown: set[str] = set()

    def leave(_sent: Sent, answer: Answer) -> Answer:
        shown.update(task_id for task_id in ids if tells(answer, kit.told_id(task_id)))
        return answer

    def vanish() -> None:
        if len(left) > 4:
            stage.clouds.remove_task(kit.name, left.pop(0))

    stage.line.spoil = leave
    stage.clouds.meanwhile = vanish
    told = query(stage, size)
    assert set(told) <= set(ids)
    # One that has gone before it could be asked for once more is not there.
    assert shown & set(left) <= set(told)


@pytest.mark.parametrize("size", SIZES)
def test_cloud_that_repeats_its_page_is_not_read_for_ever(kit: Kit, size: int) -> None:
    stage, ids = stage_of(kit)
    first: dict[str, Answer] = {}

    def repeat(sent: Sent, answer: Answer) -> Answer:
        page = first.setdefault(sent.call, answer)
        document = document_of(page)
        if not _totals(kit, document) or _asks_for(kit, sent, ids):
            return answer
        return with_document(page, _with_totals(kit, document, lambda _total: 10**6))

    stage.line.spoil = repeat
    told = query(stage, size)
    assert set(told) <= set(ids)
    assert len(told) >= min(size, NUMBER)


LIES: dict[str, Callable[[int], Any]] = {
    "more": lambda total: total + 5,
    "many more": lambda _total: 10**9,
    "one less": lambda total: max(0, total - 1),
    "text": str,
}


@pytest.mark.parametrize("lie", LIES)
@pytest.mark.parametrize("size", [3, 50])
def test_total_that_lies_loses_nothing_that_was_shown(kit: Kit, size: int, lie: str) -> None:
    if not kit.totals:
        return
    stage, ids = stage_of(kit)
    shown: set[str] = set()

    def tell(sent: Sent, answer: Answer) -> Answer:
        document = document_of(answer)
        if _asks_for(kit, sent, ids):
            return answer
        shown.update(task_id for task_id in ids if tells(answer, kit.told_id(task_id)))
        return with_document(answer, _with_totals(kit, document, LIES[lie]))

    stage.line.spoil = tell
    assert set(query(stage, size)) == shown
    assert shown == set(ids) or lie == "one less"
    assert bool(stage.warnings) == ("more" in lie), "rows that are announced and not shown are told of"


@pytest.mark.cover
def test_limit_reads_no_further_than_it_must(kit: Kit) -> None:
    stage, ids = stage_of(kit)
    with kit.pages_of(stage.provider, 2):
        for limit in (1, 3, NUMBER, NUMBER + 1):
            stage.sent.clear()
            tasks, complete = stage.provider.query(Filters(limit=limit))
            assert [task.id for task in tasks] == ids[:limit]
            assert complete == (limit >= NUMBER)


@pytest.mark.parametrize("size", [2, 7])
def test_list_tells_of_tasks_on_every_page(kit: Kit, size: int) -> None:
    stage, ids = stage_of(kit)
    if stage.provider.by_list is None:
        return
    with kit.pages_of(stage.provider, size):
        assert sorted(task.id for task in stage.ask("list", ids)) == sorted(ids)
        assert [task.id for task in stage.ask("list", [ids[-1], "4242"])] == [ids[-1]]


def _asks_for(kit: Kit, sent: Sent, ids: list[str]) -> bool:
    """Whether a request names a task, so that its answer is no page of everything."""
    body = (sent.request.body or b"").decode("utf-8")
    return any(task_id in sent.request.url or f'"{task_id}"' in body for task_id in map(kit.told_id, ids))


def _totals(kit: Kit, document: Any) -> list[Path]:
    """Where an answer announces how many rows there are."""
    return [path for path in places_in(document) if path and path[-1] in kit.totals]


def _with_totals(kit: Kit, document: Any, change: Callable[[int], Any]) -> Any:
    document = copy.deepcopy(document)
    for path in _totals(kit, document):
        holder = at(document, path[:-1])
        if isinstance(holder[path[-1]], int):
            holder[path[-1]] = change(holder[path[-1]])
    return document
