# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Alibaba Cloud DCDN, for the suite that every provider must pass; other products share all but their names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.alibabacloud.declarations import DCDN
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.alibabacloud.read import AlibabacloudProvider
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Declaration, Provider
from tests.conformance.kit import Kit
from tests.emulator.blueprint import Blueprint
from tests.providers.alibabacloud_dcdn.accounts import ALIBABA_KEY
from tests.providers.alibabacloud_dcdn.blueprint import AlibabacloudDcdn
from tests.unit.support import answer

from .oracle import oracle
from .sts import AlibabacloudSts


def _refused(code: str, status: int = 400) -> Answer:
    return answer({"RequestId": "r-1", "HostId": "h", "Code": code, "Message": "a text"}, status)


@contextmanager
def _pages_of(provider: Provider, size: int) -> Iterator[None]:
    assert isinstance(provider, AlibabacloudProvider)
    before = provider.product
    provider.product = replace(before, page_size=size)
    yield
    provider.product = before


def _regexes(number: int) -> Mapping[str, Any]:
    return {"operation": "purge", "regexes": [f"https://www.example.com/{index}/.*" for index in range(number)]}


def _ignoring(number: int) -> Mapping[str, Any]:
    urls = [f"https://www.example.com/{index}" for index in range(number)]
    return {"operation": "purge", "urls": urls, "ignore_params": True}


def _tags(number: int) -> Mapping[str, Any]:
    return {"operation": "purge", "domain": "www.example.com", "cache_tags": [f"tag{index}" for index in range(number)]}


def kit_of(declaration: Declaration, blueprint: type[Blueprint]) -> Kit:
    """The kit of one of Alibaba Cloud's products."""
    return Kit(
        declaration=declaration,
        blueprints=(blueprint, AlibabacloudSts),
        options={"access_key": ALIBABA_KEY.access_key, "secret_key": ALIBABA_KEY.secret_key},
        secret_options=[{"access_key": "K", "secret_key": "hush-hush-1", "security_token": "hush-hush-2"}],
        words=[["Pending"], ["Refreshing"], ["Complete"], ["Failed"]],
        totals=["TotalCount"],
        errors={
            "passing": [_refused("ServiceBusy"), _refused("InternalError", 500)],
            "throttled": [_refused("Throttling.User"), _refused("TooManyRequests", 429)],
            "missing": [_refused("InvalidTaskId.NotFound"), _refused("InvalidTime")],
            "expired": [_refused("InvalidSecurityToken.Expired")],
            "lasting": [_refused("Forbidden.RAM", 403), _refused("SignatureDoesNotMatch")],
        },
        oracle=oracle,
        pages_of=_pages_of,
        files={
            ".alibabacloud/credentials.ini": "[default]\naccess_key_id=AK1\naccess_key_secret={secret}\n",
            ".aliyun/config.json": '{{"current":"default","profiles":[{{"name":"default","mode":"AK",'
            '"access_key_id":"AK1","access_key_secret":"{secret}"}}]}}',
        },
        own_submissions={("purge", "regex"): _regexes, ("purge", "ignoreparams"): _ignoring, ("purge", "tag"): _tags},
    )


KIT = replace(
    kit_of(DCDN, AlibabacloudDcdn),
    traps=18,
    untested_traps={
        14: "Complete is the control plane's word, and a directory purged without Force is only marked as expired: "
        "how long to settle, and how to submit, is the playbook's choice",
    },
)
