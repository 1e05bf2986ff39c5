# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Alibaba Cloud: requests signed with an access key (signature V3, ACS3-HMAC-SHA256)."""

from __future__ import annotations

import time
import uuid
from typing import Callable

from ansible_collections.edgeops.cdn.plugins.module_utils._http.requests_library import AuthBase, PreparedRequest
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.signing import (
    canonical_path,
    credential,
    fix_body,
    hash_request,
    sign,
)

ALGORITHM = "ACS3-HMAC-SHA256"
"""From https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature"""


def _new_nonce() -> str:
    return uuid.uuid4().hex


def _is_signed(name: str) -> bool:
    # Every x-acs-* header must be signed. User-Agent and Accept are left out, because a proxy may rewrite them.
    return name.startswith("x-acs-") or name in ("content-type", "host")


class AccessKeyAuth(AuthBase):
    """Sign requests with an access key, permanent or temporary.

    The request must bring the headers ``x-acs-action`` and ``x-acs-version``. ``security_token`` belongs to a
    temporary key. ``now`` returns seconds since the epoch; the service refuses a request whose clock is more than 15
    minutes off. ``nonce`` returns a new string at every call, because the service refuses one it has seen: sign a
    retry again. Raises ValueError for a credential that no header could carry.
    """

    def __init__(
        self,
        access_key: str,
        secret_key: str,
        security_token: str | None = None,
        now: Callable[[], float] = time.time,
        nonce: Callable[[], str] = _new_nonce,
    ) -> None:
        self._access_key = credential("access_key", access_key)
        self._secret_key = credential("secret_key", secret_key)
        self._security_token = credential("security_token", security_token) if security_token else None
        self._now = now
        self._nonce = nonce

    def __call__(self, r: PreparedRequest) -> PreparedRequest:
        for name in ("x-acs-action", "x-acs-version"):
            if name not in r.headers:
                raise ValueError(f"a request to Alibaba Cloud needs the header {name}")
        body_hash = fix_body(r)
        r.headers["x-acs-date"] = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self._now()))
        r.headers["x-acs-signature-nonce"] = self._nonce()
        r.headers["x-acs-content-sha256"] = body_hash
        if self._security_token:
            r.headers["x-acs-accesskey-id"] = self._access_key
            r.headers["x-acs-security-token"] = self._security_token
        names, request_hash = hash_request(r, canonical_path(r), _is_signed, body_hash)
        signature = sign(self._secret_key, ALGORITHM, request_hash)
        # Unlike Huawei Cloud, no space after the commas.
        r.headers["Authorization"] = (
            f"{ALGORITHM} Credential={self._access_key},SignedHeaders={names},Signature={signature}"
        )
        return r
