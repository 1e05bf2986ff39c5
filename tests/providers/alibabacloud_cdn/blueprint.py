# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Alibaba Cloud CDN (API version 2018-05-10): the calls of DCDN under other names.

Vendor pages: DescribeRefreshTaskById, DescribeRefreshTasks, DescribeRefreshQuota, RefreshObjectCaches,
RefreshObjectCacheByCacheTag, PushObjectCache.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from tests.emulator.settings import about, switch
from tests.providers.alibabacloud_dcdn.blueprint import Alibabacloud, AlibabacloudSettings, Names, calls_of


@dataclass
class AlibabacloudCdnSettings(AlibabacloudSettings):
    """What differs for the product CDN."""

    prefetch_queue: int = switch(50000, "unfinished prefetch URLs of the account")
    quota_limits: dict[str, Any] = field(
        default_factory=lambda: {
            "Url": 10000,
            "Dir": 100,
            "Regex": 20,
            "IgnoreParams": 100,
            "Preload": 1000,
            "PreloadEdge": 1000,
            "Block": 300,
        },
        metadata=about("what may be submitted in a day"),
    )


class AlibabacloudCdn(Alibabacloud):
    """The CDN calls."""

    name: ClassVar[str] = "alibabacloud_cdn"
    settings_type = AlibabacloudCdnSettings
    version = "2018-05-10"
    namespace = "cdn"
    names = Names(
        by_id="DescribeRefreshTaskById",
        list="DescribeRefreshTasks",
        quota="DescribeRefreshQuota",
        purge="RefreshObjectCaches",
        purge_by_tag="RefreshObjectCacheByCacheTag",
        prefetch="PushObjectCache",
    )
    #: By id 30/s, list 5/s, refresh and prefetch 50/s. The rates of quotas and of purges by tag are not documented;
    #: they are taken to be that of DCDN, and that of refresh.
    calls = calls_of(names, purge=50, prefetch=50)
    largest_page = 100
    has_groups = True
    rows_key = "CDNTask"
    prefetch_key = "PushTaskId"
    ignore_params = "ExQuery"
    switches = ("L2Preload", "QueryHashkey", "ConsistencyHash")
    queue_full_status = 403
    first_ids: ClassVar[Mapping[str, int]] = {"purge": 17772470184, "prefetch": 27772470184}


BLUEPRINTS = (AlibabacloudCdn,)
