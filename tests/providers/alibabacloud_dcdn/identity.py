# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who is asking Alibaba Cloud: signatures V3 and V1, STS tokens, nonces.

Vendor pages: "Request syntax and signature method V3", the same of V1, "Common error codes".
"""

from __future__ import annotations

import calendar
import contextlib
import time
from collections import deque
from typing import TYPE_CHECKING

from tests.emulator.accounts import Key
from tests.emulator.blueprint import Call
from tests.emulator.signatures import Authorization
from tests.emulator.sts import Keyring
from tests.emulator.wire import ApiError

from .accounts import ALIBABA_KEYS
from .signatures import ALIBABA_SCHEME, alibaba_string_to_sign, parse_alibaba, verify_alibaba, verify_query

if TYPE_CHECKING:
    from tests.emulator.world import World

    from .blueprint import AlibabacloudSettings

#: "within 15 minutes of server time"
MAX_SKEW = 15 * 60
#: Headers that a signature has to cover; the token as well where there is one.
_REQUIRED = (
    "host", "x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce", "x-acs-content-sha256",
)  # fmt: skip
#: The same of version 1, in the query.
_REQUIRED_IN_QUERY = {
    "AccessKeyId": "MissingAccessKeyId",
    "SignatureMethod": "MissingSignatureMethod",
    "SignatureVersion": "MissingSignatureVersion",
    "SignatureNonce": "MissingSignatureNonce",
    "Timestamp": "MissingTimestamp",
}
_QUERY_SCHEME = "HMAC-SHA1"
_MISSING = {
    "x-acs-date": "MissingTimestamp",
    "x-acs-signature-nonce": "MissingSignatureNonce",
    "x-acs-content-sha256": "MissingContentSha256",
}


def refusal(code: str, message: str, status: int = 400) -> ApiError:
    return ApiError(status, code, message, auth=True)


def parse_acs_date(text: str) -> float:
    """Seconds since the epoch of an x-acs-date. Raises ValueError."""
    return float(calendar.timegm(time.strptime(text, "%Y-%m-%dT%H:%M:%SZ")))


class Identity(Keyring):
    """Keys, and the nonces they have used."""

    def __init__(self, world: World) -> None:
        super().__init__(world, ALIBABA_KEYS, "STS.ALIISSUED", "ali")

    def reset(self) -> None:
        super().reset()
        self._nonces: set[tuple[str, str]] = set()
        self._order: deque[tuple[float, tuple[str, str]]] = deque()

    def authenticate(self, call: Call, settings: AlibabacloudSettings) -> None:
        """Fill in who is asking. Raises ApiError."""
        headers = call.wire.headers
        auth = parse_alibaba(headers.get("authorization", ""))
        if auth is None:
            raise refusal("IncompleteSignature", "The request signature does not conform to Aliyun standards.")
        call.scheme, call.access_key, call.signed_headers = ALIBABA_SCHEME, auth.access_key, auth.signed_headers
        for name, code in _MISSING.items():
            if not headers.get(name):
                raise refusal(code, f"{name} is mandatory for this action.")
        required = (*_REQUIRED, "x-acs-security-token") if "x-acs-security-token" in headers else _REQUIRED
        unsigned = [name for name in required if name not in auth.signed_headers]
        if unsigned:
            raise refusal("IncompleteSignature", f"The signature does not cover {', '.join(unsigned)}.")
        self._check_time(headers["x-acs-date"])
        key = self._key(auth.access_key, settings)
        stated = headers.get("x-acs-accesskey-id", key.access_key)
        self._check_token(key, headers.get("x-acs-security-token"), stated)
        if not verify_alibaba(call.wire, auth, key.secret_key):
            raise self._mismatch(call, auth, settings.signature_status)
        self._use_nonce(auth.access_key, headers["x-acs-signature-nonce"])
        call.tenant, call.rights = key.tenant, key.rights

    def authenticate_query(self, call: Call, settings: AlibabacloudSettings) -> None:
        """The same for a request whose query is signed, by version 1. Raises ApiError."""
        query = dict(call.wire.form_query)
        for name, code in _REQUIRED_IN_QUERY.items():
            if not query.get(name):
                raise refusal(code, f"{name} is mandatory for this action.")
        if (query["SignatureMethod"], query["SignatureVersion"]) != (_QUERY_SCHEME, "1.0"):
            raise refusal("InvalidParameter.SignatureMethod", "The signature method is not supported.")
        call.scheme, call.access_key = _QUERY_SCHEME, query["AccessKeyId"]
        self._check_time(query["Timestamp"])
        key = self._key(call.access_key, settings)
        self._check_token(key, query.get("SecurityToken"), key.access_key)
        if not verify_query(call.wire, key.secret_key):
            text = "Specified signature does not match our calculation."
            raise refusal("SignatureDoesNotMatch", text, status=settings.signature_status)
        self._use_nonce(call.access_key, query["SignatureNonce"])
        call.tenant, call.rights = key.tenant, key.rights

    def _key(self, access_key: str, settings: AlibabacloudSettings) -> Key:
        key = self.get(access_key)
        if key is None:
            raise refusal(
                "InvalidAccessKeyId.NotFound", "Specified access key is not found.", status=settings.unknown_key_status
            )
        if not key.active:
            raise refusal("InvalidAccessKeyId.Inactive", "Specified access key is disabled.")
        return key

    @staticmethod
    def _mismatch(call: Call, auth: Authorization, status: int) -> ApiError:
        message = "Specified signature does not match our calculation."
        with contextlib.suppress(ValueError):
            # "the message echoes the server's string to sign"
            message += f" server string to sign is:{alibaba_string_to_sign(call.wire, auth)}"
        return refusal("SignatureDoesNotMatch", message, status=status)

    def _check_time(self, text: str) -> None:
        try:
            moment = parse_acs_date(text)
        except ValueError:
            raise refusal(
                "InvalidTimeStamp.Format", "Specified time stamp or date value is not well formatted."
            ) from None
        if abs(moment - self.world.clock.now()) > MAX_SKEW:
            raise refusal("InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.")

    def _check_token(self, key: Key, token: str | None, stated: str) -> None:
        if key.token is not None and token is None:
            raise refusal("MissingSecurityToken", "SecurityToken is mandatory for this action.")
        if token != key.token or stated != key.access_key:
            if token is not None and not self.knows_token(token):
                raise refusal("InvalidSecurityToken.Malformed", "Specified SecurityToken is malformed.")
            raise refusal(
                "InvalidSecurityToken.MismatchWithAccessKey",
                "Specified SecurityToken mismatch with the AccessKey.",
            )
        if key.expires_at is not None and key.expires_at <= self.world.clock.now():
            raise expired_token()

    def _use_nonce(self, access_key: str, nonce: str) -> None:
        now = self.world.clock.monotonic()
        # A request older than the allowed skew is refused anyway, so nonces need not be kept longer.
        while self._order and self._order[0][0] < now - 2 * MAX_SKEW:
            self._nonces.discard(self._order.popleft()[1])
        entry = (access_key, nonce)
        if entry in self._nonces:
            raise refusal("SignatureNonceUsed", "Specified signature nonce was used already.")
        self._nonces.add(entry)
        self._order.append((now, entry))


def expired_token() -> ApiError:
    return refusal("InvalidSecurityToken.Expired", "Specified SecurityToken is expired.")
