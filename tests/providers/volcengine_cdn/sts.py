# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Volcengine's keys that end: STS, for an ID token or for a key that has signed the call, and a machine's metadata.

Vendor pages: AssumeRoleWithOIDC, AssumeRole (API version 2018-01-01); the SDK's provider of ECS roles. The end of a key
has one name where an ID token was given, and another one everywhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from tests.emulator.blueprint import Call, CallSpec
from tests.emulator.clock import utc
from tests.emulator.id_tokens import fault_of
from tests.emulator.sts import LONGEST, SHORTEST, USUAL, Machine, Sts
from tests.emulator.wire import Answer, ApiError, Wire

from .accounts import VOLC_AUDIENCE, VOLC_ROLE, VOLC_TENANT

STS_VERSION = "2018-01-01"
_REFUSED_TOKENS = {
    "invalid": ("InvalidParameter.OIDCToken", "The OIDC token is invalid."),
    "audience": ("AccessDenied.OIDCAudience", "The audience is not allowed by the trust policy."),
    "expired": ("ExpiredOIDCToken", "The OIDC token is expired."),
    "subject": ("AccessDenied", "The subject is not allowed by the trust policy."),
}


class VolcengineSts(Sts):
    """The two calls, and the metadata of a machine."""

    name: ClassVar[str] = "volcengine_sts"
    machine = Machine(
        "/volcstack/latest/iam/security_credentials",
        21600.0,
        "volcissuedtoken-of-the-metadata",
        "x-volc-ecs-metadata-token",
        listed=b'["machine"]',
    )
    #: "200 calls per second of an account".
    calls: ClassVar[Mapping[str, CallSpec]] = {
        **{name: CallSpec(200) for name in ("AssumeRole", "AssumeRoleWithOIDC")},
        **machine.calls,
    }

    def is_call(self, wire: Wire) -> bool:
        return wire.raw_path == "/" and dict(wire.query).get("Version") == STS_VERSION

    def action(self, wire: Wire) -> str:
        return dict(wire.query).get("Action", "")

    def _product(self) -> Any:
        """The product of the account, which knows its keys."""
        return self.world.by_name["volcengine_cdn"]

    def check_caller(self, call: Call) -> None:
        if call.name == "unknown":
            raise self.gateway_error(404)
        if call.name == "AssumeRoleWithOIDC":
            call.tenant = VOLC_TENANT
        else:
            self.identify(call, lambda each: self._product().check_key(each, "sts"))

    def machine_key(self, call: Call) -> dict[str, Any]:
        return self._issued(call, self.machine.lifetime, "ExpiredTime")

    def assume(self, call: Call) -> Answer:
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
            "Credentials": self._issued(call, int(text), end),
        }

    def _issued(self, call: Call, asked: float, end: str) -> dict[str, Any]:
        key = self._product().identity.issue(VOLC_TENANT, self.lifetime(asked))
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
