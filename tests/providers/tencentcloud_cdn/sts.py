# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tencent Cloud's keys that end: STS, for an ID token or for a key that has signed the call, and a machine's metadata.

Vendor pages: AssumeRole, AssumeRoleWithWebIdentity (API version 2018-08-13); the SDK's credential of CVM roles. The
metadata have no version with a token.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from tests.emulator.blueprint import Call, CallSpec
from tests.emulator.clock import utc
from tests.emulator.id_tokens import fault_of
from tests.emulator.sts import LONGEST, SHORTEST, Machine, Sts
from tests.emulator.wire import Answer, ApiError, Wire

from .accounts import TENCENT_AUDIENCE, TENCENT_OIDC_PROVIDER, TENCENT_ROLE, TENCENT_TENANT

STS_VERSION = "2018-08-13"
_USUAL = 7200
_REFUSED_TOKENS = {
    "invalid": ("InvalidParameter.WebIdentityTokenError", "The token is invalid."),
    "audience": ("UnauthorizedOperation", "The audience is not one of the provider's."),
    "expired": ("FailedOperation.WebIdentityTokenExpired", "The token is expired."),
    "subject": ("UnauthorizedOperation", "The subject is not allowed by the trust policy."),
}


class TencentcloudSts(Sts):
    """The two calls, and the metadata of a machine."""

    name: ClassVar[str] = "tencentcloud_sts"
    machine = Machine("/latest/meta-data/cam/security-credentials/", 7200.0)
    calls: ClassVar[Mapping[str, CallSpec]] = {
        "AssumeRole": CallSpec(20),
        "AssumeRoleWithWebIdentity": CallSpec(20),
        **machine.calls,
    }

    def is_call(self, wire: Wire) -> bool:
        return wire.raw_path == "/" and wire.headers.get("x-tc-version") == STS_VERSION

    def action(self, wire: Wire) -> str:
        return wire.headers.get("x-tc-action", "")

    def _identity(self) -> Any:
        """That of the account, which knows its keys."""
        products: list[Any] = [each for each in self.world.blueprints if each.name.startswith("tencentcloud_")]
        return next(each.identity for each in products if each is not self)

    def check_caller(self, call: Call) -> None:
        if call.name == "unknown":
            raise self.gateway_error(404)
        if not call.wire.headers.get("x-tc-region"):
            raise ApiError(200, "MissingParameter", "X-TC-Region is mandatory.")
        if call.name == "AssumeRole":
            self.identify(call, lambda each: self._identity().authenticate(each, "sts"))
            return
        if call.wire.headers.get("authorization") != "SKIP":
            raise ApiError(200, "AuthFailure.InvalidAuthorization", "The call is not signed.", auth=True)
        call.tenant = TENCENT_TENANT

    def machine_key(self, call: Call) -> dict[str, Any]:
        key, end = self._issued(self.machine.lifetime)
        return {**key, **end, "Code": "Success"}

    def assume(self, call: Call) -> Answer:
        params = call.wire.json()
        if call.name == "AssumeRoleWithWebIdentity":
            if params.get("ProviderId") != TENCENT_OIDC_PROVIDER:
                raise ApiError(200, *_REFUSED_TOKENS["subject"], auth=True)
            fault = fault_of(str(params.get("WebIdentityToken", "")), TENCENT_AUDIENCE, call.now)
            if fault is not None:
                raise ApiError(200, *_REFUSED_TOKENS[fault], auth=True)
        if not params.get("RoleSessionName"):
            raise ApiError(200, "MissingParameter", "RoleSessionName is mandatory.")
        if params.get("RoleArn") != TENCENT_ROLE:
            raise ApiError(200, "ResourceNotFound.RoleNotFound", "The role does not exist.")
        seconds = params.get("DurationSeconds", _USUAL)
        if not isinstance(seconds, int) or not SHORTEST <= seconds <= LONGEST:
            raise ApiError(200, "InvalidParameter.ParamError", "DurationSeconds is invalid.")
        key, end = self._issued(seconds)
        return Answer(200, {"Response": {"Credentials": key, **end, "RequestId": call.request_id}})

    def _issued(self, asked: float) -> tuple[dict[str, Any], dict[str, Any]]:
        key = self._identity().issue(TENCENT_TENANT, self.lifetime(asked))
        end = int(key.expires_at or 0)
        parts = {"TmpSecretId": key.access_key, "TmpSecretKey": key.secret_key, "Token": key.token}
        return parts, {"ExpiredTime": end, "Expiration": utc(end).strftime("%Y-%m-%dT%H:%M:%SZ")}

    def denied(self, call: Call) -> ApiError:
        return ApiError(200, "UnauthorizedOperation", "You are not authorized to do this.")

    def throttled(self, call: Call) -> ApiError:
        return ApiError(200, "RequestLimitExceeded", "The frequency of calls exceeds the limit.")

    def gateway_error(self, status: int) -> ApiError:
        codes = {403: "UnauthorizedOperation", 404: "InvalidAction", 429: "RequestLimitExceeded"}
        return ApiError(status, codes.get(status, "InternalError"), "The request has failed.")

    def token_expired(self, call: Call) -> ApiError | None:
        return ApiError(200, *_REFUSED_TOKENS["expired"], auth=True)

    def error_answer(self, call: Call, error: ApiError) -> Answer:
        told = {"Code": error.code, "Message": error.message}
        body = {"Response": {"Error": told, "RequestId": call.request_id}}
        return Answer(error.status, body, headers=dict(error.headers), code=error.code)
