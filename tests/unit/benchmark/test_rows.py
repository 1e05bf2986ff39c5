# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rows: each says why a user should care, and those in virtual time measure what they say."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from tests.benchmark.__main__ import ROWS
from tests.benchmark.plan import Plan
from tests.benchmark.playbooks import without_worker
from tests.benchmark.rows import memory, news, result_size
from tests.benchmark.virtual import ALIBABA, HUAWEI, RATES, OurWait, Scenario


@pytest.mark.parametrize("key", ROWS)
def test_a_row_says_in_one_sentence_why_a_user_should_care(key: str) -> None:
    why = ROWS[key].WHY
    assert why.endswith(".")
    assert ". " not in why


@pytest.mark.parametrize("seed", range(5, 10))
def test_news_is_never_older_than_promised(seed: int) -> None:
    for seen in news.wait(seed):
        assert 0 < seen.age <= seen.allowed


def test_age_and_busiest_moments_are_those_of_the_calls() -> None:
    ours = OurWait(Scenario(200, seed=3, seconds=40, only=ALIBABA))
    waited = ours.run()
    (moments,) = ours._books.moments.values()
    assert len(moments) == waited.total
    # 20 calls a sweep at first, never faster than a third of the rate afterwards.
    later = [moment for moment in moments if moment > ours._books.swept[ALIBABA]]
    most = max(sum(start <= moment < start + 10 for moment in later) for start in later)
    assert waited.busiest == pytest.approx(most / (10 * RATES[ALIBABA]), abs=2 / (10 * RATES[ALIBABA]))
    assert 0 < waited.busiest <= 1 / 3
    starts = [moments[0], *(there for here, there in pairwise(moments) if there - here > 1)]
    assert waited.age == pytest.approx(max(there - here for here, there in pairwise(starts)), abs=2)


def test_one_cloud_alone_is_asked() -> None:
    assert OurWait(Scenario(5, seed=1, seconds=5, only=HUAWEI)).run().calls[ALIBABA] == 0


def test_a_result_of_many_failed_tasks_is_small() -> None:
    section = result_size.measure(Plan(repeats=1, quick=True))
    assert section.verdicts[0].met
    assert len(section.table.rows) == len(section.verdicts)


def test_memory_is_judged_against_a_wait_for_one_task(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_peak", lambda _call, tasks, urls, _failed: (30.0 + tasks * urls / 1_000, 1.0))
    section = memory.measure(Plan(repeats=1, quick=True))
    # 200 tasks, 1 and 100 URLs each; less what one task takes.
    assert [row[1] for row in section.table.rows] == ["0"] * 4 + ["20"] * 4
    assert [verdict.met for verdict in section.verdicts] == [True, True]


def test_the_collection_without_the_worker_is_the_same_but_for_the_way_there() -> None:
    with without_worker() as path:
        copy = Path(path) / "ansible_collections" / "edgeops" / "cdn"
        runtime = yaml.safe_load((copy / "meta" / "runtime.yml").read_text(encoding="utf-8"))
        assert runtime["action_groups"]
        assert "modules" not in runtime["plugin_routing"]
        assert (copy / "plugins" / "modules" / "task.py").is_file()
        assert (copy / "playbooks" / "release.yml").is_file()
