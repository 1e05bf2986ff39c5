# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Volcengine and BytePlus: requests signed with an access key (HMAC-SHA256, signature V4)."""

from __future__ import annotations

import time
from typing import Callable

from ansible_collections.edgeops.cdn.plugins.module_utils._http.requests_library import AuthBase, PreparedRequest
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.signing import (
    canonical_path,
    credential,
    fix_body,
    hash_request,
    sign_in_scope,
)

ALGORITHM = "HMAC-SHA256"
"""From https://www.volcengine.com/docs/6369/67269"""


def _is_signed(name: str) -> bool:
    # As the official SDKs sign them. User-Agent and Accept are left out, because a proxy may rewrite them.
    return name.startswith("x-") or name in ("content-type", "content-md5", "host")


class AccessKeyAuth(AuthBase):
    """Sign requests to one service of one region with an access key, permanent or temporary.

    ``security_token`` belongs to a temporary key. ``now`` returns seconds since the epoch; the service refuses a
    request whose clock is more than 15 minutes off. Raises ValueError for a credential that no header could carry.
    """

    def __init__(
        self,
        access_key: str,
        secret_key: str,
        security_token: str | None,
        region: str,
        service: str,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._access_key = credential("access_key", access_key)
        self._secret_key = credential("secret_key", secret_key)
        self._security_token = credential("security_token", security_token) if security_token else None
        self._region = region
        self._service = service
        self._now = now

    def __call__(self, r: PreparedRequest) -> PreparedRequest:
        body_hash = fix_body(r)
        date = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(self._now()))
        r.headers["X-Date"] = date
        r.headers["X-Content-Sha256"] = body_hash
        if self._security_token:
            r.headers["X-Security-Token"] = self._security_token
        signed = hash_request(r, canonical_path(r), _is_signed, body_hash)
        scope = (date[:8], self._region, self._service, "request")
        # Unlike with AWS, nothing stands in front of the key. It looks like base64, and is used as it is.
        r.headers["Authorization"] = sign_in_scope(ALGORITHM, self._access_key, self._secret_key, date, scope, signed)
        return r
