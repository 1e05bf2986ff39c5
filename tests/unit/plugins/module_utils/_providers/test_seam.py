# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the seam does for every provider."""

from __future__ import annotations

import pytest

from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Runtime, warn_of_doubts
from tests.unit.support import HUAWEI, FakeClock, FakeTransport


def doubts(*words: str) -> list[str]:
    """The warnings of tasks whose states nobody documented."""
    warnings: list[str] = []
    clock = FakeClock()
    runtime = Runtime(clock, {}, warnings.append, lambda _verify, _environ: FakeTransport([], clock))
    warn_of_doubts([Task(str(n), HUAWEI, "unknown", raw_state=[word]) for n, word in enumerate(words)], runtime)
    return warnings


def test_each_kind_of_state_that_is_not_documented_is_warned_of_once() -> None:
    first, second = doubts("odd", "odd", "strange", "odd")
    assert "'odd'" in first
    assert "first seen in task 0" in first
    assert "'strange'" in second


@pytest.mark.parametrize(
    ("kinds", "more"), [(10, None), (11, "1 more kinds of states"), (25, "15 more kinds of states")]
)
def test_warnings_of_doubts_do_not_fill_the_screen(kinds: int, more: str | None) -> None:
    warnings = doubts(*(f"odd-{number}" for number in range(kinds)))
    assert len([text for text in warnings if "is not one that the provider documents" in text]) == 10
    assert [text for text in warnings if "more kinds" in text] == ([] if more is None else [warnings[-1]])
    assert (more or "") in warnings[-1]
