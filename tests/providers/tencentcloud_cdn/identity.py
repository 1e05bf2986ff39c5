# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who is asking Tencent Cloud: signature v3, tokens of temporary keys.

Vendor pages: "Signature v3", "Common error codes". Every refusal has HTTP status 200.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tests.emulator.blueprint import Call
from tests.emulator.sts import Keyring
from tests.emulator.wire import ApiError

from .accounts import TENCENT_KEYS
from .signatures import SIGNED, TENCENT_SCHEME, parse_tencent, scope_in, verify_tencent

if TYPE_CHECKING:
    from tests.emulator.world import World

#: "more than five minutes off"
MAX_SKEW = 5 * 60


def refusal(code: str, message: str) -> ApiError:
    return ApiError(200, f"AuthFailure.{code}", message, auth=True)


def expired_token() -> ApiError:
    return refusal("TokenFailure", "The token is invalid or has expired.")


class Identity(Keyring):
    """Keys of the accounts; all products share them."""

    def __init__(self, world: World) -> None:
        super().__init__(world, TENCENT_KEYS, "AKIDISSUED", "tc")

    def authenticate(self, call: Call, service: str) -> None:
        """Fill in who is asking. Raises ApiError."""
        headers = call.wire.headers
        text = headers.get("authorization", "")
        auth, scope = parse_tencent(text), scope_in(text)
        if auth is None or scope is None:
            raise refusal("InvalidAuthorization", "The Authorization header does not conform to the specification.")
        call.scheme, call.access_key, call.signed_headers = TENCENT_SCHEME, auth.access_key, auth.signed_headers
        timestamp = headers.get("x-tc-timestamp", "")
        if not (timestamp.isascii() and timestamp.isdecimal()):
            raise ApiError(200, "MissingParameter", "X-TC-Timestamp is mandatory.", auth=True)
        if abs(int(timestamp) - self.world.clock.now()) > MAX_SKEW:
            raise refusal("SignatureExpire", "The signature has expired: check the clock.")
        date = time.strftime("%Y-%m-%d", time.gmtime(int(timestamp)))
        if scope[1:] != (date, service) or auth.signed_headers != SIGNED:
            raise refusal("SignatureFailure", "The scope of the credential or the signed headers are wrong.")
        key = self.get(auth.access_key)
        if key is None:
            raise refusal("SecretIdNotFound", "The SecretId is not found.")
        if not key.active:
            raise refusal("InvalidSecretId", "The SecretId is disabled.")
        if not verify_tencent(call.wire, key.secret_key):
            raise refusal("SignatureFailure", "The provided credentials could not be validated.")
        if headers.get("x-tc-token") != key.token or (
            key.expires_at is not None and key.expires_at <= self.world.clock.now()
        ):
            raise expired_token()
        call.tenant, call.rights = key.tenant, key.rights
