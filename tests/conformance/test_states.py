# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every word becomes its state, in any case; what nobody documented, and what tells of no URL, is never a success."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task, doubt
from tests.conformance.changes import reworded
from tests.conformance.kit import Kit
from tests.conformance.stage import Spoil, Stage, document_of, fates_of, honest, play, with_document
from tests.unit.support import Sent

#: Words that sound like a good end, and others.
UNDOCUMENTED = ("success", "finished", "Frobnicating", "", "true")


def told(stage: Stage, ids: list[str]) -> Iterator[tuple[str, Task]]:
    """Each of the tasks as every way of asking tells it, by the name of the way."""
    for way in stage.ways:
        for task in stage.try_asking(way, ids):
            yield way, task


def test_every_state_is_told_in_every_way(kit: Kit) -> None:
    stage = play(kit)
    fates = fates_of(kit)
    expected = dict(zip(stage.add(*fates), fates, strict=True))
    seen = set()
    for way in stage.ways:
        for task in stage.ask(way, list(expected)):
            state = expected[task.id]
            # A pending task is a running one to a cloud that has one word for both.
            assert task.state == state or (task.state, state) == ("running", "pending"), (way, task)
            # A list may tell of states alone.
            if task.counts.total is not None or way not in ("look", "list"):
                succeeded = {"succeeded": 2, "failed": 1}.get(state, 0)
                assert (task.counts.total, task.counts.succeeded) == (2, succeeded)
            assert (task.error is not None) == (state == "failed")
            seen.add((way, state))
    assert len(seen) == len(fates) * len(stage.ways)


@pytest.mark.cover
def test_details_tell_which_url_failed_and_why(failing: Kit) -> None:
    stage = play(failing)
    (task_id,) = stage.add("failed", urls=3)
    for way in stage.ways:
        for task in stage.ask(way, [task_id]):
            detailed = stage.provider.details(task)
            assert [url.state for url in detailed.urls] == ["failed", "succeeded", "succeeded"]
            assert detailed.state == task.state
            assert detailed.urls[0].error


def test_words_count_in_any_case_and_in_any_spelling(kit: Kit) -> None:
    for state in fates_of(kit):
        stage = play(kit)
        ids = stage.add(state, state)
        before = [(way, task.id, task.state) for way, task in told(stage, ids)]
        for group in kit.words:
            spellings = {spelled for word in group for spelled in (word, word.upper(), word.lower(), word.title())}
            for word, other in itertools.product(group, spellings):
                stage.line.spoil = _with_words({word: other})
                assert [(way, task.id, task.state) for way, task in told(stage, ids)] == before, (word, other)


def test_undocumented_word_is_never_an_end(kit: Kit) -> None:
    for state in ("succeeded", "failed"):
        stage = play(kit)
        ids = stage.add(state, state, state)
        words = [*itertools.chain(*kit.words)]
        for word, other in itertools.product(words, [each for each in UNDOCUMENTED if each not in words]):
            changed: list[bool] = []
            for way in stage.ways:
                stage.line.spoil = _with_words({word: other}, changed)
                changed.clear()
                for task in stage.try_asking(way, ids):
                    if any(changed):
                        assert not task.finished, (way, word, other, task)
                        assert task.state != "not_found" or not other


def test_undocumented_word_in_every_place_is_unknown_and_told_as_a_doubt(kit: Kit) -> None:
    stage = play(kit)
    ids = stage.add("succeeded", "failed")
    stage.line.spoil = _with_words(dict.fromkeys(itertools.chain(*kit.words), "Frobnicating"))
    for way, task in told(stage, ids):
        assert task.state == "unknown", way
        assert task.raw_state == ["Frobnicating"]
        assert "'Frobnicating'" in (doubt(task) or "")


def test_without_a_url_there_is_no_success(kit: Kit) -> None:
    stage = play(kit)
    ids = stage.add("succeeded", "failed")
    stage.line.spoil = _emptying(lists=True)
    assert not any(task.finished for _way, task in told(stage, ids))
    # Numbers alone; a cloud that has none tells by rows.
    stage.line.spoil = _emptying(lists=False)
    for way, task in told(stage, ids):
        # A list may tell of states alone.
        assert not task.finished or task.urls or (way in ("look", "list") and task.counts.total is None)
    stage.line.spoil = honest
    (nothing,) = stage.add("succeeded", urls=0)
    assert not any(task.finished for _way, task in told(stage, [nothing]) if task.id == nothing)


def test_one_failed_url_fails_the_task(failing: Kit) -> None:
    for urls in (1, 2, 60):
        stage = play(failing)
        (task_id,) = stage.add("failed", urls=urls)
        states = {task.state for _way, task in told(stage, [task_id])}
        assert states == {"failed"}


def _with_words(words: Mapping[str, Any], changed: list[bool] | None = None) -> Spoil:
    def spoil(_sent: Sent, answer: Answer) -> Answer:
        document = document_of(answer)
        other = reworded(document, words)
        if changed is not None:
            changed.append(other != document)
        return with_document(answer, other)

    return spoil


def _emptying(lists: bool) -> Spoil:
    return lambda _sent, answer: with_document(answer, _emptied(document_of(answer), lists))


def _emptied(document: Any, lists: bool) -> Any:
    """A document with nothing but zeros in it; its lists empty, or their elements emptied as well."""
    if isinstance(document, dict):
        return {key: _emptied(value, lists) for key, value in document.items()}
    if isinstance(document, list):
        return [] if lists else [_emptied(value, lists) for value in document]
    return 0 if isinstance(document, int) else document
