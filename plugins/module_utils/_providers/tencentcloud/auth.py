# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Tencent Cloud: requests signed with a secret key (signature v3, TC3-HMAC-SHA256)."""

from __future__ import annotations

import time
from typing import Callable

from ansible_collections.edgeops.cdn.plugins.module_utils._http.requests_library import AuthBase, PreparedRequest
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.signing import (
    credential,
    fix_body,
    hash_request,
    sign_in_scope,
)

ALGORITHM = "TC3-HMAC-SHA256"
"""From the vendor's page "Signature v3"."""

#: What the official SDKs sign. More may be signed, but a proxy may rewrite other headers.
_SIGNED = ("content-type", "host")


class SecretKeyAuth(AuthBase):
    """Sign requests with a secret key, permanent or temporary.

    The request must bring the headers ``X-TC-Action`` and ``X-TC-Version``. ``service`` is the service's word, such
    as ``cdn``, whatever the host. ``security_token`` belongs to a temporary key. ``now`` returns seconds since the
    epoch; the service refuses a request whose clock is more than five minutes off. There is no nonce: a retry may
    carry the same signature. Raises ValueError for a credential that no header could carry.
    """

    def __init__(
        self,
        access_key: str,
        secret_key: str,
        security_token: str | None,
        service: str,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._access_key = credential("access_key", access_key)
        self._secret_key = credential("secret_key", secret_key)
        self._security_token = credential("security_token", security_token) if security_token else None
        self._service = service
        self._now = now

    def __call__(self, r: PreparedRequest) -> PreparedRequest:
        for name in ("X-TC-Action", "X-TC-Version", "Content-Type"):
            if name not in r.headers:
                raise ValueError(f"a request to Tencent Cloud needs the header {name}")
        body_hash = fix_body(r)
        moment = int(self._now())
        r.headers["X-TC-Timestamp"] = str(moment)
        if self._security_token:
            # Sent, not signed.
            r.headers["X-TC-Token"] = self._security_token
        # In UTC: the key of the last second of a day is another one than that of the next.
        date = time.strftime("%Y-%m-%d", time.gmtime(moment))
        scope = (date, self._service, "tc3_request")
        signed = hash_request(r, "/", _SIGNED.__contains__, body_hash)
        r.headers["Authorization"] = sign_in_scope(
            ALGORITHM, self._access_key, f"TC3{self._secret_key}", str(moment), scope, signed
        )
        return r
