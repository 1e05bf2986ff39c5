# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The arithmetic of what the documented limits leave, against the limits that the code and the emulator know."""

from __future__ import annotations

import pytest

from ansible_collections.edgeops.cdn.plugins.module_utils._providers.alibabacloud import read as dcdn
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.huaweicloud import read as cdn
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.registry import PROVIDERS
from tests.benchmark import floors
from tests.providers.alibabacloud_dcdn.blueprint import AlibabacloudDcdn
from tests.providers.huaweicloud_cdn.blueprint import HuaweicloudCdn


def test_the_limits_are_those_of_code_and_emulator() -> None:
    assert floors.IDS_PER_CALL == dcdn.IDS_PER_CALL
    by_id = AlibabacloudDcdn.calls["DescribeDcdnRefreshTaskById"].rate
    assert floors.BY_ID_CALLS_PER_SECOND == PROVIDERS["alibabacloud_dcdn"].rates["by_id"] == by_id
    assert floors.LIST_PAGE_SIZE == cdn.LIST_PAGE_SIZE
    for call in ("ShowHistoryTasks", "ShowHistoryTaskDetails"):
        assert (
            floors.HUAWEI_CALLS_PER_SECOND
            == PROVIDERS["huaweicloud_cdn"].rates["list"]
            == HuaweicloudCdn.calls[call].rate
        )


@pytest.mark.parametrize(
    ("tasks", "alibaba", "huawei"), [(0, 0, 0), (1, 1, 1), (10, 1, 1), (11, 2, 1), (10_001, 1_001, 2)]
)
def test_calls_of_one_sweep(tasks: int, alibaba: int, huawei: int) -> None:
    assert floors.alibaba_calls(tasks) == alibaba
    assert floors.huawei_calls(tasks) == huawei
    assert floors.wait_calls(tasks, tasks) == alibaba + huawei


def test_seconds() -> None:
    assert floors.sweep_seconds(10_000) == pytest.approx(33.333, abs=0.001)
    assert floors.latency(5.0, 0.1) == pytest.approx(2.6)
    # The worst cases that docs/waiting.md tells.
    assert floors.news(5.0, 2, 30, 0.1) == pytest.approx(5.8)
    assert floors.news(5.0, 50, 30, 0.1) == pytest.approx(10.6)
    assert floors.news(5.0, 1_000, 30, 0.1) == pytest.approx(105.6)
