# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Waits in virtual time: the same tasks for everybody, every call counted, nobody told too early."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from tests.benchmark.virtual import ALIBABA, HUAWEI, Scenario, Wait, our_wait, script_wait, terraform_wait

_WAITS: list[Callable[[Scenario], Wait]] = [our_wait, script_wait, terraform_wait]


def test_scenario() -> None:
    scripts = Scenario(9, seed=1, seconds=90).scripts()
    assert (len(scripts[HUAWEI]), len(scripts[ALIBABA])) == (5, 4)
    ends = sorted(script.ends_at for own in scripts.values() for script in own)
    assert [late - early for early, late in pairwise(ends)] == [pytest.approx(10)] * 8
    assert Scenario(9, seed=1).scripts() == Scenario(9, seed=1).scripts()
    assert Scenario(9, seed=1).scripts() != Scenario(9, seed=2).scripts()


def test_tasks_of_one_cloud_and_a_head_start() -> None:
    early = Scenario(4, seed=1, only=ALIBABA).scripts()
    late = Scenario(4, seed=1, only=ALIBABA, head_start=3).scripts()
    assert not early[HUAWEI]
    assert [script.ends_at for script in late[ALIBABA]] == [script.ends_at - 3 for script in early[ALIBABA]]


@pytest.mark.parametrize("wait", _WAITS, ids=lambda wait: wait.__name__)
def test_a_small_wait(wait: Callable[[Scenario], Wait]) -> None:
    if wait is not our_wait:
        pytest.importorskip("alibabacloud_dcdn20180115")
        pytest.importorskip("huaweicloudsdkcdn")
    waited = wait(Scenario(12, seed=1, seconds=30))
    assert 0 <= waited.latency < 15
    assert 0 <= waited.lag < 15
    assert waited.calls[HUAWEI] > 0
    assert waited.calls[ALIBABA] > 0
    assert waited.total == sum(waited.calls.values())


def test_known_numbers_of_calls() -> None:
    """What the rivals do can be counted on paper where everything is done before the first call."""
    pytest.importorskip("alibabacloud_dcdn20180115")
    pytest.importorskip("huaweicloudsdkcdn")
    done = Scenario(50, seed=1, seconds=-1000)
    assert script_wait(done).calls == {HUAWEI: 25, ALIBABA: 3}
    assert terraform_wait(done).calls == {HUAWEI: 25, ALIBABA: 25}
    assert our_wait(done).calls[ALIBABA] == 3


def test_terraform_asks_every_five_seconds() -> None:
    pytest.importorskip("alibabacloud_dcdn20180115")
    pytest.importorskip("huaweicloudsdkcdn")
    # One task that is done after 20 to 25 s, asked for from the 5th second on, 5.1 s apart.
    waited = terraform_wait(Scenario(1, seed=1, seconds=20))
    assert waited.total in (4, 5)
    assert waited.latency <= 5.1
