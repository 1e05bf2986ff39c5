# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The read calls of Alibaba Cloud CDN in virtual time: those of DCDN under other names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from tests.providers.alibabacloud_dcdn.simulated import SimulatedAlibabacloud


class SimulatedCdn(SimulatedAlibabacloud):
    """DescribeRefreshTaskById and DescribeRefreshTasks."""

    budgets: ClassVar[Mapping[str, float]] = {"DescribeRefreshTaskById": 30, "DescribeRefreshTasks": 5}
    sweeps: ClassVar[Sequence[str]] = ("DescribeRefreshTaskById",)
    rows_key: ClassVar[str] = "CDNTask"
    largest_page: ClassVar[int] = 100


SIMULATED = SimulatedCdn
