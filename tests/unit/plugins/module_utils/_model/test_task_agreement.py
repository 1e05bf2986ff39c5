# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Word, counters and rows of a task against each other: it has finished only where all of them agree."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import (
    Counts,
    Url,
    Verdict,
    agreed_state,
    combined_counts,
)

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
