# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Exactly one answer for each reference, in the order given; ids stay what they are; nobody else's task is ours."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from tests.conformance.kit import Kit
from tests.conformance.stage import Stage, play
from tests.unit.support import Sent

#: More digits than a float keeps, and apart from each other in the last ones alone.
LONG = ["123456789012345678901234567890", "123456789012345678901234567891", "900719925474099301234567890123"]


def replaced(old: str, new: str) -> Callable[[Sent, Answer], Answer]:
    """Answers with another text in the place of one."""
    return lambda _sent, answer: Answer(
        answer.status, answer.headers, answer.body.replace(old.encode("ascii"), new.encode("ascii"))
    )


def test_each_id_is_answered_once_and_in_order(kit: Kit) -> None:
    for number in (1, 2, 7, 23):
        stage = play(kit)
        ids = [*reversed(stage.add(*["succeeded", "failed", "running"] * number)), "4242"]
        for way in ("look", "ids", "describe"):
            tasks = stage.ask(way, ids)
            assert [task.id for task in tasks] == ids
            assert {task.provider for task in tasks} == {kit.name}
        assert sorted(task.id for task in stage.ask("query", ids)) == sorted(ids[:-1])


def test_unknown_ids_are_not_found_and_said_to_be(kit: Kit) -> None:
    stage = play(kit)
    (known,) = stage.add("succeeded")
    for ids in (["4242"], ["4242", known], [known, "4242", "4243"]):
        for way in ("ids", "look", "describe"):
            for task in stage.ask(way, ids):
                assert task.state == ("succeeded" if task.id == known else "not_found")
                assert (task.error is not None) == (task.id != known)
        if "list" in stage.ways:
            assert {task.id for task in stage.ask("list", ids)} <= {known}


def test_every_id_may_be_unknown(kit: Kit) -> None:
    stage = play(kit)
    ids = [str(4200 + number) for number in range(25)]
    for way in ("look", "ids", "describe"):
        assert [(task.id, task.state) for task in stage.ask(way, ids)] == [(task_id, "not_found") for task_id in ids]


def test_ids_with_thirty_digits_stay_exact(kit: Kit) -> None:
    for as_number in (False, True):
        stage = play(kit)
        ids = list(map(kit.whole_id, LONG))
        for task_id in ids:
            stage.add("succeeded", id=task_id)
        if as_number:
            stage.line.spoil = _unquoted
        for way in stage.ways:
            tasks = stage.ask(way, ids)
            assert {task.id: task.state for task in tasks} == dict.fromkeys(ids, "succeeded"), way


def _unquoted(_sent: Sent, answer: Answer) -> Answer:
    """Ids as numbers."""
    body = answer.body
    for task_id in LONG:
        body = body.replace(f'"{task_id}"'.encode(), task_id.encode())
    return Answer(answer.status, answer.headers, body)


@pytest.mark.cover
def test_foreign_task_is_not_taken_for_ours(kit: Kit) -> None:
    """Asked for one task, answered another one, which has finished."""
    stage = play(kit)
    ids = stage.add("succeeded", "succeeded", "succeeded")
    for gone in ids:
        stage.line.spoil = replaced(kit.told_id(gone), "777000")
        for way in stage.ways:
            for task in stage.try_asking(way, ids):
                assert task.id in (*ids, kit.whole_id("777000"))
                assert task.id != gone or not task.finished, way
        for way in ("ids", "describe"):
            assert not any(task.finished for task in stage.try_asking(way, [gone]))


def test_foreign_tasks_beside_ours_are_nobodys(kit: Kit) -> None:
    stage = play(kit)
    ours = stage.add("running", "running")
    foreign = stage.add("succeeded", "succeeded", "succeeded")
    for task_id in foreign[:2]:
        # An answer that holds them beside ours, asked for as they were.
        for way in (each for each in stage.ways if each != "query"):
            stage.line.spoil = replaced(kit.told_id(task_id), "777000")
            tasks = {task.id: task.state for task in stage.try_asking(way, [*ours, task_id])}
            assert set(tasks) <= {*ours, task_id}
            assert not {tasks.get(each) for each in ours} & {"succeeded", "failed"}


def test_id_in_front_of_another_one_is_another_one(kit: Kit) -> None:
    stage = play(kit)
    long, short, unknown = map(kit.whole_id, ("1234567", "12345", "123"))
    stage.add("succeeded", id=short)
    other = "failed" if kit.tells_failures else "running"
    stage.add(other, id=long)
    for way in ("look", "ids", "describe"):
        states = {task.id: task.state for task in stage.ask(way, [long, unknown, short])}
        assert states == {long: other, unknown: "not_found", short: "succeeded"}


def test_id_that_must_be_quoted_names_nothing_else(kit: Kit) -> None:
    """Ids may have dots, dashes and asterisks; the emulated clouds have no such task."""
    stage: Stage = play(kit)
    (known,) = stage.add("succeeded")
    for task_id in (f"{known}*", f"*{known}", f"{known}.1", f"-{known}", f"{known}_"):
        for task in stage.try_asking("describe", [task_id]):
            assert (task.id, task.state) == (task_id, "not_found")
