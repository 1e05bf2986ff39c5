# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who is asking Huawei Cloud: signed requests, temporary keys and IAM tokens.

Vendor pages: "API Request Signing Guide", "Error Codes" of API Gateway (APIG.03xx), "Obtaining an IAM
user token using a password".
"""

from __future__ import annotations

import calendar
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tests.emulator.accounts import Key
from tests.emulator.blueprint import Call
from tests.emulator.signatures import Authorization
from tests.emulator.wire import ApiError

from .accounts import HUAWEI_KEYS
from .signatures import HUAWEI_SCHEME, parse_huawei, verify_huawei

if TYPE_CHECKING:
    from tests.emulator.world import World

    from .accounts import IamUser

#: "request is refused when it is more than 15 minutes away from server time"
MAX_SKEW = 15 * 60
#: "after more than 5 successive AK/SK failures the AK/SK pair is locked for 5 minutes"
MAX_FAILURES = 5
LOCKED_FOR = 5 * 60
_INCORRECT = "Incorrect IAM authentication information: "


@dataclass
class Token:
    """An issued IAM token."""

    user: IamUser
    expires_at: float


def gateway_refusal(detail: str) -> ApiError:
    return ApiError(401, "APIG.0301", _INCORRECT + detail, auth=True)


def parse_sdk_date(text: str) -> float:
    """Seconds since the epoch of an X-Sdk-Date. Raises ValueError."""
    return float(calendar.timegm(time.strptime(text, "%Y%m%dT%H%M%SZ")))


class Identity:
    """Keys, tokens and lock-outs."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._keys: dict[str, Key] = {}
        self._tokens: dict[str, Token] = {}
        self._failures: dict[str, int] = {}
        self._locked_until: dict[str, float] = {}
        self._issued = 0
        self.reset()

    def reset(self) -> None:
        self._keys = {key.access_key: key for key in HUAWEI_KEYS}
        self._tokens.clear()
        self._failures.clear()
        self._locked_until.clear()
        self._issued = 0

    def add(self, key: Key) -> None:
        """Know one more key, until the emulator is reset."""
        self._keys[key.access_key] = key

    # -- issuing ----------------------------------------------------------------------------------

    def issue_token(self, user: IamUser, lifetime: float) -> tuple[str, Token]:
        """A new token; it does not end the old ones."""
        self._issued += 1
        # Real tokens are several kB long, which is worth having in tests: headers have limits.
        value = f"MIIEmulated{self._issued:06d}" + "A" * 3000 + "=="
        token = Token(user, self._world.clock.now() + lifetime)
        self._tokens[value] = token
        return value, token

    def token(self, value: str) -> Token | None:
        return self._tokens.get(value)

    def issue_temporary_key(self, user: IamUser, lifetime: float) -> Key:
        self._issued += 1
        number = f"{self._issued:06d}"
        key = Key(
            access_key=f"HWISSUEDAK{number}",
            secret_key=f"hwissuedsk{number}" + "0" * 24,
            tenant=user.domain_id,
            token=f"hwissuedtoken{number}" + "B" * 1000 + "==",
            rights=user.rights,
            expires_at=self._world.clock.now() + lifetime,
            iam_user=True,
        )
        self._keys[key.access_key] = key
        return key

    def end_issued(self) -> None:
        """End every key that was issued, whatever was said of it."""
        for key in list(self._keys.values()):
            if key.token is not None and "issued" in key.token:
                self._keys[key.access_key] = replace(key, expires_at=0.0)

    def expire(self, call: Call) -> ApiError | None:
        """End the token of this request now. None: the request itself will find out."""
        value = call.wire.headers.get("x-auth-token", "")
        if "authorization" not in call.wire.headers and value in self._tokens:
            self._tokens[value].expires_at = 0.0
            return None
        return gateway_refusal("security token has expired")

    # -- checking ---------------------------------------------------------------------------------

    def authenticate(self, call: Call) -> None:
        """Fill in who is asking. Raises ApiError."""
        text = call.wire.headers.get("authorization")
        if text is None:
            self._by_token(call)
            return
        auth = parse_huawei(text)
        if auth is None:
            raise gateway_refusal("Authorization header is malformed")
        call.scheme, call.access_key, call.signed_headers = HUAWEI_SCHEME, auth.access_key, auth.signed_headers
        now = self._world.clock.monotonic()
        if now < self._locked_until.get(auth.access_key, now):
            raise ApiError(401, "APIG.0301", "AK access failed to reach the limit,forbidden", auth=True)
        key = self._keys.get(auth.access_key)
        if key is None:
            raise gateway_refusal(f"AK {auth.access_key} does not exist")
        try:
            self._check(call, auth, key)
        except ApiError:
            self._failed(auth.access_key, now)
            raise
        self._failures.pop(auth.access_key, None)
        call.tenant, call.rights, call.iam_user = key.tenant, key.rights, key.iam_user

    def _failed(self, access_key: str, now: float) -> None:
        failures = self._failures.get(access_key, 0) + 1
        if failures > MAX_FAILURES and self._world.settings.general.lock_out:
            self._locked_until[access_key] = now + LOCKED_FOR
            failures = 0
        self._failures[access_key] = failures

    def _check(self, call: Call, auth: Authorization, key: Key) -> None:
        headers = call.wire.headers
        try:
            date = parse_sdk_date(headers.get("x-sdk-date", ""))
        except ValueError:
            raise gateway_refusal("X-Sdk-Date is missing or malformed") from None
        if abs(date - self._world.clock.now()) > MAX_SKEW:
            raise gateway_refusal("the difference between X-Sdk-Date and the server time exceeds 15 minutes")
        token = headers.get("x-security-token")
        if key.token is not None and token is None:
            raise gateway_refusal("X-Security-Token is missing")
        if token != key.token:
            raise gateway_refusal("the security token does not match the AK")
        if token is not None and "x-security-token" not in auth.signed_headers:
            raise gateway_refusal("X-Security-Token is not signed")
        if not verify_huawei(call.wire, auth, key.secret_key):
            raise gateway_refusal(f"verify aksk signature fail, AK: {key.access_key}")
        if key.expires_at is not None and key.expires_at <= self._world.clock.now():
            raise gateway_refusal("security token has expired")

    def _by_token(self, call: Call) -> None:
        value = call.wire.headers.get("x-auth-token")
        if value is None:
            raise gateway_refusal("x-auth-token not found")
        call.scheme = "X-Auth-Token"
        token = self._tokens.get(value)
        if token is None:
            raise gateway_refusal("decrypt token fail")
        if token.expires_at <= self._world.clock.now():
            raise ApiError(401, "APIG.0307", "The token must be updated.", auth=True)
        call.tenant, call.rights, call.iam_user = token.user.domain_id, token.user.rights, True
