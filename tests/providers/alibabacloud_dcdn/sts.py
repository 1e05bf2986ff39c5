# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Alibaba Cloud's keys that end: STS, for an ID token or for a key that has signed the call, and a machine's metadata;
keys of CloudSSO for an access token, and those that a service of the user's own hands out.

Vendor pages: AssumeRoleWithOIDC, AssumeRole, GetCallerIdentity (API version 2015-04-01); "Instance RAM roles" of ECS;
"Request syntax and signature method V1", which the vendor's credential providers still use. The call of CloudSSO is on
none: it is what the command line tool and the providers send.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from tests.emulator.blueprint import Call, CallSpec
from tests.emulator.clock import utc
from tests.emulator.id_tokens import fault_of
from tests.emulator.sts import LONGEST, SHORTEST, USUAL, Machine, Sts
from tests.emulator.wire import Answer, ApiError, Wire

from .accounts import (
    ALIBABA_AUDIENCE,
    ALIBABA_OIDC_PROVIDER,
    ALIBABA_ROLE,
    ALIBABA_SSO_ACCOUNT,
    ALIBABA_SSO_CONFIGURATION,
    ALIBABA_SSO_TOKEN,
    ALIBABA_TENANT,
)

STS_VERSION = "2015-04-01"
#: Of CloudSSO, at the host of the sign-in page; and of the user's own service, which may be anywhere.
SSO_PATH, OWN_SERVICE = "/cloud-credentials", "/alibaba-cloud/key"
#: Their calls, by path and method.
_OWN_CALLS = {(SSO_PATH, "POST"): "CreateCloudCredential", (OWN_SERVICE, "GET"): "GetOwnKey"}
_REFUSED_TOKENS = {
    "invalid": ("AuthenticationFail.OIDCToken.Invalid", "This JWT token is invalid."),
    "audience": ("AuthenticationFail.OIDCToken.AudienceNotMatch", "The client id is not in the provider's list."),
    "expired": ("AuthenticationFail.OIDCToken.Expired", "This JWT token is expired."),
    "subject": ("AuthenticationFail.NoPermission", "This operation is forbidden by permission system."),
}


def _error(code: str, message: str, status: int = 400) -> ApiError:
    return ApiError(status, code, message)


class AlibabacloudSts(Sts):
    """The calls of STS, the metadata of a machine, CloudSSO, and a service of the user's own."""

    name: ClassVar[str] = "alibabacloud_sts"
    machine = Machine(
        "/latest/meta-data/ram/security-credentials/",
        21600.0,
        "aliissuedtoken-of-the-metadata",
        "x-aliyun-ecs-metadata-token",
    )
    #: "100 calls per second of an account".
    calls: ClassVar[Mapping[str, CallSpec]] = {
        **{name: CallSpec(100) for name in ("AssumeRole", "AssumeRoleWithOIDC", "GetCallerIdentity")},
        **{name: CallSpec(None) for name in _OWN_CALLS.values()},
        **machine.calls,
    }

    def is_call(self, wire: Wire) -> bool:
        return wire.raw_path in (SSO_PATH, OWN_SERVICE) or (wire.raw_path == "/" and self._version(wire) == STS_VERSION)

    @staticmethod
    def _version(wire: Wire) -> str | None:
        # Calls that are not signed name their version in the query.
        return wire.headers.get("x-acs-version") or dict(wire.query).get("Version")

    def action(self, wire: Wire) -> str:
        if wire.raw_path != "/":
            return _OWN_CALLS.get((wire.raw_path, wire.method), "")
        return wire.headers.get("x-acs-action") or dict(wire.query).get("Action", "")

    def _product(self) -> Any:
        """A product of the account, which knows its keys."""
        return next(each for each in self.world.blueprints if hasattr(each, "own_identity"))

    def check_caller(self, call: Call) -> None:
        if call.name == "unknown":
            raise self.gateway_error(404)
        if call.name in ("AssumeRoleWithOIDC", "GetOwnKey"):
            call.tenant = ALIBABA_TENANT
            return
        if call.name == "CreateCloudCredential":
            if call.wire.headers.get("authorization") != f"Bearer {ALIBABA_SSO_TOKEN}":
                raise ApiError(401, "InvalidAccessToken", "The access token is invalid or has expired.", auth=True)
            call.tenant = ALIBABA_TENANT
            return
        product = self._product()
        known = product.identity
        # Version 1 signs the query, and no header says so.
        check = known.authenticate_query if "Signature" in dict(call.wire.query) else known.authenticate
        self.identify(call, lambda each: check(each, settings=product.settings))

    def machine_key(self, call: Call) -> dict[str, Any]:
        return {"Code": "Success", **self._issued(self.machine.lifetime)}

    def assume(self, call: Call) -> Answer:
        if call.name == "GetOwnKey":
            return Answer(200, {"Code": "Success", **self._issued(USUAL)})
        if call.name == "CreateCloudCredential":
            return Answer(200, {"CloudCredential": self._sso_key(call), "RequestId": call.request_id})
        params = {**dict(call.wire.query), **dict(call.wire.form)}
        if call.name == "GetCallerIdentity":
            body = {"AccountId": call.tenant, "IdentityType": "Account", "RequestId": call.request_id}
            return Answer(200, body)
        if call.name == "AssumeRoleWithOIDC":
            self._check_id_token(call, params)
        return Answer(200, {**self._assume(call, params), "RequestId": call.request_id})

    def _check_id_token(self, call: Call, params: Mapping[str, str]) -> None:
        if params.get("OIDCProviderArn") != ALIBABA_OIDC_PROVIDER:
            raise ApiError(401, *_REFUSED_TOKENS["subject"], auth=True)
        fault = fault_of(params.get("OIDCToken", ""), ALIBABA_AUDIENCE, call.now)
        if fault is not None:
            raise ApiError(401, *_REFUSED_TOKENS[fault], auth=True)

    def _assume(self, call: Call, params: Mapping[str, str]) -> dict[str, Any]:
        if not params.get("RoleSessionName"):
            raise _error("MissingRoleSessionName", "RoleSessionName is mandatory for this action.")
        if params.get("RoleArn") != ALIBABA_ROLE:
            raise _error("EntityNotExist.Role", "The specified Role not exists.", 404)
        text = params.get("DurationSeconds", str(USUAL))
        longest = USUAL if "x-acs-security-token" in call.wire.headers or "SecurityToken" in params else LONGEST
        if not text.isdigit() or not SHORTEST <= int(text) <= longest:
            raise _error("InvalidParameter.DurationSeconds", "The DurationSeconds is invalid.")
        return {
            "AssumedRoleUser": {"Arn": f"{ALIBABA_ROLE}/{params['RoleSessionName']}", "AssumedRoleId": "391578752573"},
            "Credentials": self._issued(int(text)),
        }

    def _sso_key(self, call: Call) -> dict[str, Any]:
        try:
            asked = call.wire.json()
        except ValueError:
            asked = None
        if asked != {"AccountId": ALIBABA_SSO_ACCOUNT, "AccessConfigurationId": ALIBABA_SSO_CONFIGURATION}:
            raise _error("EntityNotExists.AccessConfiguration", "There is no such access configuration.", 404)
        return self._issued(USUAL)

    def _issued(self, asked: float) -> dict[str, Any]:
        key = self._product().identity.issue(ALIBABA_TENANT, self.lifetime(asked))
        return {
            "AccessKeyId": key.access_key,
            "AccessKeySecret": key.secret_key,
            "SecurityToken": key.token,
            "Expiration": utc(key.expires_at or 0).strftime("%Y-%m-%dT%H:%M:%SZ"),
        }

    def denied(self, call: Call) -> ApiError:
        return _error("NoPermission", "You are not authorized to do this action.", 403)

    def throttled(self, call: Call) -> ApiError:
        return _error("Throttling.User", "Request was denied due to user flow control.")

    def gateway_error(self, status: int) -> ApiError:
        code = "InvalidAction.NotFound" if status == 404 else "ServiceUnavailable"
        return _error(code, "The request has failed.", status)

    def token_expired(self, call: Call) -> ApiError | None:
        return ApiError(401, *_REFUSED_TOKENS["expired"], auth=True)

    def error_answer(self, call: Call, error: ApiError) -> Answer:
        body = {"RequestId": call.request_id, "Code": error.code, "Message": error.message, **error.extra}
        return Answer(error.status, body, headers=dict(error.headers), code=error.code)
