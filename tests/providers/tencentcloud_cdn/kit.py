# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tencent Cloud CDN, for the suite that every provider must pass."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ErrorKind
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Provider
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.tencentcloud.declarations import CDN
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.tencentcloud.read import TencentcloudProvider
from tests.conformance.kit import Kit
from tests.unit.support import answer

from .accounts import TENCENT_KEY
from .blueprint import TencentcloudCdn
from .oracle import oracle
from .sts import TencentcloudSts


def refused(code: str, status: int = 200) -> Answer:
    return answer({"Response": {"Error": {"Code": code, "Message": "a text"}, "RequestId": "r-1"}}, status)


@contextmanager
def pages_of(provider: Provider, size: int) -> Iterator[None]:
    assert isinstance(provider, TencentcloudProvider)
    provider.product.page_size = size
    yield


FILES = {
    ".tencentcloud/credentials": "[default]\nsecret_id=AK1\nsecret_key={secret}\n",
    ".tccli/default.credential": '{{"secretId":"AK1","secretKey":"{secret}"}}',
}

#: What both products share.
OPTIONS = {"access_key": TENCENT_KEY.access_key, "secret_key": TENCENT_KEY.secret_key}
ERRORS: Mapping[ErrorKind, Sequence[Answer]] = {
    "passing": [refused("InternalError"), refused("ServiceUnavailable", 503)],
    "throttled": [refused("RequestLimitExceeded"), refused("RequestLimitExceeded.UinLimitExceeded")],
    "missing": [refused("ResourceNotFound")],
    "expired": [refused("AuthFailure.TokenFailure")],
    "lasting": [refused("AuthFailure.SignatureFailure")],
}


def with_own(own: Mapping[ErrorKind, Sequence[Answer]]) -> dict[ErrorKind, Sequence[Answer]]:
    """The common errors, and those of a product."""
    return {kind: [*common, *own.get(kind, ())] for kind, common in ERRORS.items()}


KIT = Kit(
    declaration=CDN,
    blueprints=(TencentcloudCdn, TencentcloudSts),
    options=OPTIONS,
    secret_options=[{"access_key": "K", "secret_key": "hush-hush-1", "security_token": "hush-hush-2"}],
    words=[["process"], ["done"], ["fail", "invalid"]],
    totals=["TotalCount"],
    errors=with_own(
        {
            "passing": [refused("InternalError.CdnSystemError")],
            "throttled": [refused("UnauthorizedOperation.OperationTooOften")],
            "lasting": [
                refused("UnauthorizedOperation.CdnCamUnauthorized"),
                refused("LimitExceeded.CdnPushExceedDayLimit"),
            ],
        }
    ),
    oracle=oracle,
    pages_of=pages_of,
    files=FILES,
    strict={"lone_time": "reject", "longest_window": 7 * 86_400.0, "largest_limit": 100},
    traps=22,
)
