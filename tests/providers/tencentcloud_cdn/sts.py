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
from tests.emulator.sts import LONGEST, SHORTEST, Sts
from tests.emulator.wire import Answer, ApiError, Wire

from .accounts import TENCENT_AUDIENCE, TENCENT_OIDC_PROVIDER, TENCENT_ROLE, TENCENT_TENANT

STS_VERSION = "2018-08-13"
#: What a machine's metadata hand out, and for how long.
_ROLES, _MACHINE_ROLE, _MACHINE_LIFETIME = "/latest/meta-data/cam/security-credentials/", "machine", 7200.0
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
    calls: ClassVar[Mapping[str, CallSpec]] = {
        "AssumeRole": CallSpec(20),
        "AssumeRoleWithWebIdentity": CallSpec(20),
        "ListMachineRoles": CallSpec(None),
        "GetMachineKey": CallSpec(None),
    }

    def claims(self, wire: Wire) -> bool:
        if wire.raw_path.startswith(_ROLES):
            return True
        return wire.raw_path == "/" and wire.headers.get("x-tc-version") == STS_VERSION

    def call_name(self, wire: Wire) -> str:
        if wire.raw_path.startswith(_ROLES):
            return "ListMachineRoles" if wire.raw_path == _ROLES else "GetMachineKey"
        action = wire.headers.get("x-tc-action", "")
        return action if action in self.calls else "unknown"

    def _identity(self) -> Any:
        """That of the account, which knows its keys."""
        products: list[Any] = [each for each in self.world.blueprints if each.name.startswith("tencentcloud_")]
        return next(each.identity for each in products if each is not self)

    def authenticate(self, call: Call) -> None:
        if call.name == "unknown":
            raise self.gateway_error(404)
        if call.name in ("ListMachineRoles", "GetMachineKey"):
            return
        if not call.wire.headers.get("x-tc-region"):
            raise ApiError(200, "MissingParameter", "X-TC-Region is mandatory.")
        if call.name == "AssumeRole":
            self.identify(call, lambda each: self._identity().authenticate(each, "sts"))
            return
        if call.wire.headers.get("authorization") != "SKIP":
            raise ApiError(200, "AuthFailure.InvalidAuthorization", "The call is not signed.", auth=True)
        call.tenant = TENCENT_TENANT

    def answer(self, call: Call) -> Answer:
        if call.name == "ListMachineRoles":
            return Answer(200, content=_MACHINE_ROLE.encode("ascii"))
        if call.name == "GetMachineKey":
            return self._machine_key(call)
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
        key, end = self._issued(call, seconds)
        return Answer(200, {"Response": {"Credentials": key, **end, "RequestId": call.request_id}})

    def _machine_key(self, call: Call) -> Answer:
        if call.wire.raw_path != f"{_ROLES}{_MACHINE_ROLE}":
            raise ApiError(404, "NotFound", "There is no such role.")
        key, end = self._issued(call, _MACHINE_LIFETIME)
        return Answer(200, {**key, **end, "Code": "Success"})

    def _issued(self, call: Call, asked: float) -> tuple[dict[str, Any], dict[str, Any]]:
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
