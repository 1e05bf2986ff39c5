# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Huawei Cloud CDN, for the suite that every provider must pass."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.huaweicloud import read
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.huaweicloud.declarations import CDN
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Provider
from tests.conformance.kit import Kit
from tests.providers.huaweicloud_cdn.accounts import HUAWEI_KEY, HUAWEI_USER
from tests.providers.huaweicloud_cdn.blueprint import HuaweicloudCdn
from tests.providers.huaweicloud_cdn.iam import HuaweicloudIam
from tests.unit.support import answer

from .oracle import oracle


def _service(code: str, status: int) -> Answer:
    return answer({"error": {"error_code": code, "error_msg": "a text"}}, status)


def _gateway(code: str, status: int) -> Answer:
    return answer({"error_code": code, "error_msg": "a text", "request_id": "r-1"}, status)


@contextmanager
def _pages_of(_provider: Provider, size: int) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(read, "LIST_PAGE_SIZE", size)
        yield


_TEMPORARY: dict[str, Any] = {"access_key": "K", "secret_key": "hush-hush-1", "security_token": "hush-hush-2"}

KIT = Kit(
    declaration=CDN,
    blueprints=(HuaweicloudCdn, HuaweicloudIam),
    options={"access_key": HUAWEI_KEY.access_key, "secret_key": HUAWEI_KEY.secret_key},
    secret_options=[_TEMPORARY, {"auth_token": "hush-hush-3"}],
    words=[
        ["task_inprocess"],
        ["task_done"],
        ["waiting"],
        ["processing", "refreshing", "preheating"],
        ["succeed"],
        ["failed"],
    ],
    totals=["total"],
    errors={
        "passing": [_service("CDN.0000", 500), _gateway("APIG.0609", 500)],
        "throttled": [_gateway("APIG.0308", 429)],
        "missing": [_service("CDN.0003", 404), _service("CDN.0108", 200)],
        "expired": [_gateway("APIG.0307", 401)],
        "lasting": [_service("CDN.0004", 403), _service("CDN.0114", 200), _gateway("APIG.0301", 401)],
    },
    oracle=oracle,
    pages_of=_pages_of,
    files={".huaweicloud/credentials": "[global]\nak = AK1\nsk = {secret}\n"},
    variables={"huaweicloud_iam_password": HUAWEI_USER.password},
    strict={"lone_date": "reject", "page_beyond_end": "error"},
    traps=21,
    untested_traps={
        17: "done is the control plane's word, edges may need minutes more: the playbook chooses how long to settle",
        18: "a purge and then a prefetch of the same URL need five minutes in between: their order is the playbook's",
        20: "purging an M3U8 leaves its parts: which URLs are submitted is the user's choice",
    },
)
