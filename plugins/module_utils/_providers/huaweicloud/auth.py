# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Huawei Cloud: requests signed with an access key (SDK-HMAC-SHA256), or carrying an IAM token."""

from __future__ import annotations

import time
from typing import Callable

from ansible_collections.edgeops.cdn.plugins.module_utils._http.requests_library import AuthBase, PreparedRequest
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.signing import (
    canonical_path,
    credential,
    fix_body,
    hash_request,
    sign,
)

ALGORITHM = "SDK-HMAC-SHA256"
"""From https://support.huaweicloud.com/eu/devg-apisign/api-sign-algorithm-001.html"""

# Only X-Sdk-Date must be signed. User-Agent and Accept are left out, because a proxy may rewrite them.
_SIGNED_HEADERS = frozenset(("content-type", "host", "x-domain-id", "x-sdk-date", "x-security-token"))


class AccessKeyAuth(AuthBase):
    """Sign requests with an access key, permanent or temporary.

    ``security_token`` belongs to a temporary key. ``now`` returns seconds since the epoch; the service refuses a
    request whose clock is more than 15 minutes off. Raises ValueError for a credential that no header could carry.
    """

    def __init__(
        self,
        access_key: str,
        secret_key: str,
        security_token: str | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._access_key = credential("access_key", access_key)
        self._secret_key = credential("secret_key", secret_key)
        self._security_token = credential("security_token", security_token) if security_token else None
        self._now = now

    def __call__(self, r: PreparedRequest) -> PreparedRequest:
        body_hash = fix_body(r)
        date = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(self._now()))
        r.headers["X-Sdk-Date"] = date
        if self._security_token:
            r.headers["X-Security-Token"] = self._security_token
        path = canonical_path(r)
        # Signed with a slash at its end, sent without.
        path = path if path.endswith("/") else path + "/"
        names, request_hash = hash_request(r, path, _SIGNED_HEADERS.__contains__, body_hash)
        signature = sign(self._secret_key, ALGORITHM, date, request_hash)
        r.headers["Authorization"] = (
            f"{ALGORITHM} Access={self._access_key}, SignedHeaders={names}, Signature={signature}"
        )
        return r


class TokenAuth(AuthBase):
    """Send an IAM token; such requests are not signed.

    From https://support.huaweicloud.com/intl/en-us/api-iam/iam_30_0001.html
    """

    def __init__(self, token: str) -> None:
        self._token = credential("auth_token", token)

    def __call__(self, r: PreparedRequest) -> PreparedRequest:
        r.headers["X-Auth-Token"] = self._token
        return r
