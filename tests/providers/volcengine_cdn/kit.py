# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Volcengine CDN, for the suite that every provider must pass."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Provider
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.volcengine.declarations import CDN
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.volcengine.read import VolcengineCdn
from tests.conformance.kit import Kit
from tests.unit.support import answer

from . import blueprint
from .accounts import VOLC_KEY
from .oracle import oracle


def refused(code: str, status: int = 200, **more: Any) -> Answer:
    error = {"Code": code, "CodeN": 0, "Message": "a text", **more}
    return answer({"ResponseMetadata": {"RequestId": "r-1", "Action": "A", "Error": error}}, status)


@contextmanager
def _pages_of(provider: Provider, size: int) -> Iterator[None]:
    assert isinstance(provider, VolcengineCdn)
    provider.page_size = size
    yield


def _regexes(number: int) -> Mapping[str, Any]:
    return {"operation": "purge", "regexes": [f"https://www.example.com/{index}/.*" for index in range(number)]}


KIT = Kit(
    declaration=CDN,
    blueprints=blueprint.BLUEPRINTS,
    options={"access_key": VOLC_KEY.access_key, "secret_key": VOLC_KEY.secret_key},
    secret_options=[
        {"access_key": "K", "secret_key": "hush-hush-1", "security_token": "hush-hush-2"},
        {"access_key": "K", "secret_key": "hush-hush-1", "site": "byteplus"},
    ],
    words=[["running"], ["complete"], ["failed"]],
    totals=["Total"],
    errors={
        "passing": [
            refused("InternalError", 500),
            refused("InternalServiceTimeout", 504),
            refused("CDN.InternalError"),
            refused("InternalError.Task"),
        ],
        "throttled": [refused("FlowLimitExceeded", 429), refused("AccountFlowLimitExceeded")],
        "missing": [refused("NotFound.TaskID")],
        "expired": [refused("InvalidSecretToken", 401)],
        "lasting": [
            refused("SignatureDoesNotMatch", 401),
            refused("AccessDenied", 403),
            refused("InvalidParameter.TaskType"),
            refused("CDN.InternalError", Detail="Code:AccessDenied, no"),
        ],
    },
    oracle=oracle,
    pages_of=_pages_of,
    files={
        ".volcengine/config.json": '{{"current":"p","profiles":{{"p":{{"mode":"AK","access-key":"AK1",'
        '"secret-key":"{secret}"}}}}}}',
        ".volc/credentials": "[default]\naccess_key_id=AK1\nsecret_access_key={secret}\n",
        ".volc/config": '{{"ak":"AK1","sk":"{secret}"}}',
    },
    strict={"beyond_page": "refuse", "needs_window": True, "empty_data": "absent", "largest_page": 100},
    own_submissions={("purge", "regex"): _regexes},
    traps=16,
)
