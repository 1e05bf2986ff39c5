# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""AWS's keys that end: STS, for an ID token or for a key that has signed the call, a machine's metadata, and the portal
of single sign-on.

Vendor pages: AssumeRoleWithWebIdentity, AssumeRole (API version 2011-06-15), "Retrieve security credentials from
instance metadata", and GetRoleCredentials (API version 2019-06-10). STS answers in XML, the others in JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from tests.emulator import xml
from tests.emulator.blueprint import Call, CallSpec
from tests.emulator.clock import rfc3339
from tests.emulator.id_tokens import fault_of
from tests.emulator.sts import LONGEST, SHORTEST, USUAL, Machine, Sts
from tests.emulator.wire import Answer, ApiError, Wire

from .accounts import AWS_AUDIENCE, AWS_EXTERNAL_ID, AWS_ROLE, AWS_SSO_ROLE, AWS_SSO_TOKEN, AWS_TENANT

STS_VERSION = "2011-06-15"
SSO_PATH = "/federation/credentials"
_NAMESPACE = f"https://sts.amazonaws.com/doc/{STS_VERSION}/"
_REFUSED_TOKENS = {
    "invalid": ("InvalidIdentityToken", "No OpenIDConnect provider found in your account."),
    "audience": ("InvalidIdentityToken", "Incorrect token audience"),
    "expired": ("ExpiredTokenException", "Token expired"),
    "subject": ("AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity"),
}
_GATEWAY_ERRORS = {403: "AccessDenied", 429: "Throttling", 503: "ServiceUnavailable"}


class AwsSts(Sts):
    """The two calls, the metadata of a machine, and the portal of single sign-on."""

    name: ClassVar[str] = "aws_sts"
    machine = Machine(
        "/latest/meta-data/iam/security-credentials/",
        21600.0,
        "cfissuedtoken-of-the-metadata==",
        "x-aws-ec2-metadata-token",
        (401, "Unauthorized"),
    )
    #: "600 requests per second, per account, per Region".
    calls: ClassVar[Mapping[str, CallSpec]] = {
        **{name: CallSpec(600) for name in ("AssumeRole", "AssumeRoleWithWebIdentity")},
        "GetRoleCredentials": CallSpec(None),
        **machine.calls,
    }

    def is_call(self, wire: Wire) -> bool:
        is_sts = wire.raw_path == "/" and dict(wire.form).get("Version") == STS_VERSION
        return is_sts or wire.raw_path == SSO_PATH

    def action(self, wire: Wire) -> str:
        if wire.raw_path == SSO_PATH:
            return "GetRoleCredentials" if wire.method == "GET" else ""
        return dict(wire.form).get("Action", "") if wire.method == "POST" else ""

    def _product(self) -> Any:
        """The product of the account, which knows its keys."""
        return self.world.by_name["aws_cloudfront"]

    def check_caller(self, call: Call) -> None:
        if call.name == "unknown":
            raise ApiError(400, "InvalidAction", "Could not find operation for version 2011-06-15.")
        if call.name == "AssumeRoleWithWebIdentity":
            call.tenant = AWS_TENANT
        elif call.name == "GetRoleCredentials":
            if call.wire.headers.get("x-amz-sso_bearer_token") != AWS_SSO_TOKEN:
                raise ApiError(401, "UnauthorizedException", "Session token not found or invalid", auth=True)
            call.tenant = AWS_TENANT
        else:
            self.identify(call, lambda each: self._product().check_key(each, "sts"))

    def machine_key(self, call: Call) -> dict[str, Any]:
        told = self._issued(self.machine.lifetime, "Token")
        return {"Code": "Success", "Type": "AWS-HMAC", "LastUpdated": rfc3339(call.now), **told}

    def assume(self, call: Call) -> Answer:
        if call.name == "GetRoleCredentials":
            return Answer(200, {"roleCredentials": self._sso_key(call)})
        params = dict(call.wire.form)
        if call.name == "AssumeRoleWithWebIdentity":
            fault = fault_of(params.get("WebIdentityToken", ""), AWS_AUDIENCE, call.now)
            if fault is not None:
                raise ApiError(403 if fault == "subject" else 400, *_REFUSED_TOKENS[fault], auth=True)
        elif params.get("ExternalId", AWS_EXTERNAL_ID) != AWS_EXTERNAL_ID:
            raise self.denied(call)
        document = {
            f"{call.name}Response": {
                f"{call.name}Result": self._assume(call, params),
                "ResponseMetadata": {"RequestId": call.request_id},
            }
        }
        return Answer(200, headers={"Content-Type": "text/xml"}, content=xml.dump(document, _NAMESPACE))

    def _assume(self, call: Call, params: Mapping[str, str]) -> dict[str, Any]:
        if not params.get("RoleSessionName"):
            raise ApiError(400, "ValidationError", "Value null at 'roleSessionName' failed to satisfy constraint.")
        if params.get("RoleArn") != AWS_ROLE:
            # An unknown role is not told from one that must not be taken.
            raise self.denied(call)
        text = params.get("DurationSeconds", str(USUAL))
        if not text.isdigit() or not SHORTEST <= int(text) <= LONGEST:
            raise ApiError(400, "ValidationError", "Value at 'durationSeconds' failed to satisfy constraint.")
        role = f"{AWS_ROLE.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')}/{params['RoleSessionName']}"
        return {
            "AssumedRoleUser": {"AssumedRoleId": "AROATESTROLE000000001:ci", "Arn": role},
            "Credentials": self._issued(int(text), "SessionToken"),
        }

    def _sso_key(self, call: Call) -> dict[str, Any]:
        if dict(call.wire.query) != {"account_id": AWS_TENANT, "role_name": AWS_SSO_ROLE}:
            raise ApiError(403, "ForbiddenException", "No access", auth=True)
        key = self._product().identity.issue(AWS_TENANT, self.lifetime(USUAL))
        return {
            "accessKeyId": key.access_key,
            "secretAccessKey": key.secret_key,
            "sessionToken": key.token,
            "expiration": int((key.expires_at or 0) * 1000),
        }

    def _issued(self, asked: float, token: str) -> dict[str, Any]:
        key = self._product().identity.issue(AWS_TENANT, self.lifetime(asked))
        return {
            "AccessKeyId": key.access_key,
            "SecretAccessKey": key.secret_key,
            token: key.token,
            "Expiration": rfc3339(key.expires_at or 0),
        }

    def denied(self, call: Call) -> ApiError:
        return ApiError(403, "AccessDenied", f"User is not authorized to perform sts:{call.name}.")

    def throttled(self, call: Call) -> ApiError:
        return ApiError(400, "Throttling", "Rate exceeded")

    def gateway_error(self, status: int) -> ApiError:
        code = "InternalFailure" if status >= 500 else "ValidationError"
        return ApiError(status, _GATEWAY_ERRORS.get(status, code), "The request has failed.")

    def token_expired(self, call: Call) -> ApiError | None:
        return ApiError(400, *_REFUSED_TOKENS["expired"], auth=True)

    def error_answer(self, call: Call, error: ApiError) -> Answer:
        if call.name == "GetRoleCredentials":
            headers = {"x-amzn-ErrorType": error.code, **error.headers}
            return Answer(error.status, {"message": error.message}, headers=headers, code=error.code)
        told = {"Type": "Sender" if error.status < 500 else "Receiver", "Code": error.code, "Message": error.message}
        body = {"ErrorResponse": {"Error": told, "RequestId": call.request_id}}
        content = xml.dump(body, _NAMESPACE)
        return Answer(
            error.status, headers={"Content-Type": "text/xml", **error.headers}, content=content, code=error.code
        )
