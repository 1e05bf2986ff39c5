# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tencent Cloud EdgeOne, for the suite that every provider must pass."""

from __future__ import annotations

from ansible_collections.edgeops.cdn.plugins.module_utils._providers.tencentcloud.declarations import EDGEONE
from tests.conformance.kit import Kit
from tests.providers.tencentcloud_cdn.kit import FILES, OPTIONS, pages_of, refused, with_own
from tests.providers.tencentcloud_cdn.sts import TencentcloudSts

from .blueprint import ZONE, TencentcloudEdgeone
from .oracle import oracle

KIT = Kit(
    declaration=EDGEONE,
    blueprints=(TencentcloudEdgeone, TencentcloudSts),
    options={**OPTIONS, "zone_id": ZONE},
    secret_options=[{"access_key": "K", "secret_key": "hush-hush-1", "security_token": "hush-hush-2"}],
    words=[["processing"], ["success"], ["failed", "timeout", "canceled", "invalid"]],
    totals=["TotalCount"],
    errors=with_own(
        {
            "passing": [refused("InternalError.BackendError"), refused("OperationDenied.ConfigLocked")],
            "throttled": [refused("LimitExceeded.RateLimitExceeded"), refused("InvalidParameter.ActionInProgress")],
            "lasting": [
                refused("UnauthorizedOperation.CamUnauthorized"),
                refused("LimitExceeded.DailyQuota"),
                refused("ResourceNotFound.ZoneNotFound"),
            ],
        }
    ),
    oracle=oracle,
    pages_of=pages_of,
    files=FILES,
    strict={"failed_list": "missing"},
    own_submissions={
        ("purge", "host"): lambda number: {
            "operation": "purge",
            "hosts": [f"host{index}.example.com" for index in range(number)],
        },
        ("purge", "tag"): lambda number: {
            "operation": "purge",
            "cache_tags": [f"tag{index}" for index in range(number)],
        },
        ("purge", "all"): lambda _number: {"operation": "purge", "everything": True},
    },
    singles=[("purge", "all")],
    refused="https://elsewhere.example.net/b.txt",
    told_id=lambda task_id: task_id.partition(".")[2] or task_id,
    whole_id=lambda job: f"{ZONE}.{job}",
    traps=21,
)
