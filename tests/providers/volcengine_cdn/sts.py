# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Volcengine's keys that end: STS, for an ID token or for a key that has signed the call, and a machine's metadata.

Vendor pages: AssumeRoleWithOIDC, AssumeRole (API version 2018-01-01); the SDK's provider of ECS roles. The end of a key
has one name where an ID token was given, and another one everywhere else.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, ClassVar

from tests.emulator.blueprint import Call, CallSpec
from tests.emulator.clock import utc
from tests.emulator.id_tokens import fault_of
from tests.emulator.sts import LONGEST, SHORTEST, USUAL, Sts
from tests.emulator.wire import Answer, ApiError, Wire

from .accounts import VOLC_AUDIENCE, VOLC_ROLE, VOLC_TENANT

STS_VERSION = "2018-01-01"
#: What a machine's metadata hand out, and for how long.
_ROLES, _MACHINE_ROLE, _MACHINE_LIFETIME = "/volcstack/latest/iam/security_credentials", "machine", 21600.0
METADATA_TOKEN = b"volcissuedtoken-of-the-metadata"
_REFUSED_TOKENS = {
    "invalid": ("InvalidParameter.OIDCToken", "The OIDC token is invalid."),
    "audience": ("AccessDenied.OIDCAudience", "The audience is not allowed by the trust policy."),
    "expired": ("ExpiredOIDCToken", "The OIDC token is expired."),
    "subject": ("AccessDenied", "The subject is not allowed by the trust policy."),
}


class VolcengineSts(Sts):
    """The two calls, and the metadata of a machine."""

    name: ClassVar[str] = "volcengine_sts"
    #: "200 calls per second of an account".
    calls: ClassVar[Mapping[str, CallSpec]] = {
        **{name: CallSpec(200) for name in ("AssumeRole", "AssumeRoleWithOIDC")},
        **Sts.machine_calls,
    }

    def claims(self, wire: Wire) -> bool:
        if wire.raw_path == "/latest/api/token":
            return "x-volc-ecs-metadata-token-ttl-seconds" in wire.headers
        if wire.raw_path.startswith(_ROLES):
            return True
        return wire.raw_path == "/" and dict(wire.query).get("Version") == STS_VERSION

    def call_name(self, wire: Wire) -> str:
        if wire.raw_path == "/latest/api/token" and wire.method == "PUT":
            return "CreateMetadataToken"
        if wire.raw_path.startswith(_ROLES):
            return "ListMachineRoles" if wire.raw_path == _ROLES else "GetMachineKey"
        action = dict(wire.query).get("Action", "")
        return action if action in self.calls else "unknown"

    def _product(self) -> Any:
        """The product of the account, which knows its keys."""
        return self.world.by_name["volcengine_cdn"]

    def authenticate(self, call: Call) -> None:
        if call.name == "unknown":
            raise self.gateway_error(404)
        if call.name in ("AssumeRoleWithOIDC", "CreateMetadataToken"):
            call.tenant = VOLC_TENANT
        elif call.name in ("ListMachineRoles", "GetMachineKey"):
            if call.wire.headers.get("x-volc-ecs-metadata-token") != METADATA_TOKEN.decode():
                raise ApiError(403, "Forbidden", "The token is missing or wrong.")
        else:
            self.identify(call, lambda each: self._product().check_key(each, "sts"))

    def answer(self, call: Call) -> Answer:
        if call.name == "CreateMetadataToken":
            return Answer(200, content=METADATA_TOKEN)
        if call.name == "ListMachineRoles":
            return Answer(200, content=json.dumps([_MACHINE_ROLE]).encode("ascii"))
        if call.name == "GetMachineKey":
            if call.wire.raw_path != f"{_ROLES}/{_MACHINE_ROLE}":
                raise ApiError(404, "NotFound", "There is no such role.")
            return Answer(200, self._issued(call, VOLC_TENANT, _MACHINE_LIFETIME, "ExpiredTime"))
        params = {**dict(call.wire.query), **dict(call.wire.form)}
        if call.name == "AssumeRoleWithOIDC":
            fault = fault_of(params.get("OIDCToken", ""), VOLC_AUDIENCE, call.now)
            if fault is not None:
                raise ApiError(400, *_REFUSED_TOKENS[fault], auth=True)
        return Answer(200, {"ResponseMetadata": self._metadata(call), "Result": self._assume(call, params)})

    def _assume(self, call: Call, params: Mapping[str, str]) -> dict[str, Any]:
        if not params.get("RoleSessionName"):
            raise ApiError(400, "MissingParameter.RoleSessionName", "RoleSessionName is mandatory.")
        if params.get("RoleTrn") != VOLC_ROLE:
            raise ApiError(404, "NotFound.Role", "The role does not exist.")
        text = params.get("DurationSeconds", str(USUAL))
        if not text.isdigit() or not SHORTEST <= int(text) <= LONGEST:
            raise ApiError(400, "InvalidParameter.DurationSeconds", "DurationSeconds is invalid.")
        end = "Expiration" if call.name == "AssumeRoleWithOIDC" else "ExpiredTime"
        return {
            "AssumedRoleUser": {"Trn": f"{VOLC_ROLE}/{params['RoleSessionName']}", "AssumedRoleId": "100001"},
            "Credentials": self._issued(call, VOLC_TENANT, int(text), end),
        }

    def _issued(self, call: Call, tenant: str, asked: float, end: str) -> dict[str, Any]:
        key = self._product().issue(tenant, call.now + self.lifetime(asked))
        return {
            "CurrentTime": utc(call.now).strftime("%Y-%m-%dT%H:%M:%SZ"),
            end: utc(key.expires_at or 0).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "AccessKeyId": key.access_key,
            "SecretAccessKey": key.secret_key,
            "SessionToken": key.token,
        }

    @staticmethod
    def _metadata(call: Call) -> dict[str, Any]:
        query = dict(call.wire.query)
        return {
            "RequestId": call.request_id,
            "Action": query.get("Action", ""),
            "Version": query.get("Version", ""),
            "Service": "sts",
        }

    def denied(self, call: Call) -> ApiError:
        return ApiError(403, "AccessDenied", "User is not authorized to perform the action.")

    def throttled(self, call: Call) -> ApiError:
        return ApiError(429, "FlowLimitExceeded", "Request was rejected because of flow control.")

    def gateway_error(self, status: int) -> ApiError:
        codes = {403: "AccessDenied", 404: "InvalidActionOrVersion", 429: "FlowLimitExceeded"}
        return ApiError(status, codes.get(status, "InternalError"), "The request has failed.")

    def token_expired(self, call: Call) -> ApiError | None:
        return ApiError(400, *_REFUSED_TOKENS["expired"], auth=True)

    def error_answer(self, call: Call, error: ApiError) -> Answer:
        told = {"Code": error.code, "Message": error.message}
        body = {"ResponseMetadata": {**self._metadata(call), "Error": told}}
        return Answer(error.status, body, headers=dict(error.headers), code=error.code)
