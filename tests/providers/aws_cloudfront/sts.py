# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""AWS's keys that end: STS, for an ID token or for a key that has signed the call, and a machine's metadata.

Vendor pages: AssumeRoleWithWebIdentity, AssumeRole (API version 2011-06-15), and "Retrieve security credentials from
instance metadata". STS answers in XML, the metadata in JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from tests.emulator import xml
from tests.emulator.blueprint import Call, CallSpec
from tests.emulator.clock import rfc3339
from tests.emulator.id_tokens import fault_of
from tests.emulator.sts import LONGEST, SHORTEST, USUAL, Sts
from tests.emulator.wire import Answer, ApiError, Wire

from .accounts import AWS_AUDIENCE, AWS_EXTERNAL_ID, AWS_ROLE, AWS_TENANT

STS_VERSION = "2011-06-15"
_NAMESPACE = f"https://sts.amazonaws.com/doc/{STS_VERSION}/"
#: What a machine's metadata hand out, and for how long.
_ROLES, _MACHINE_ROLE, _MACHINE_LIFETIME = "/latest/meta-data/iam/security-credentials/", "machine", 21600.0
METADATA_TOKEN = b"cfissuedtoken-of-the-metadata=="
_REFUSED_TOKENS = {
    "invalid": ("InvalidIdentityToken", "No OpenIDConnect provider found in your account."),
    "audience": ("InvalidIdentityToken", "Incorrect token audience"),
    "expired": ("ExpiredTokenException", "Token expired"),
    "subject": ("AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity"),
}
_GATEWAY_ERRORS = {403: "AccessDenied", 429: "Throttling", 503: "ServiceUnavailable"}


class AwsSts(Sts):
    """The two calls, and the metadata of a machine."""

    name: ClassVar[str] = "aws_sts"
    #: "600 requests per second, per account, per Region".
    calls: ClassVar[Mapping[str, CallSpec]] = {
        **{name: CallSpec(600) for name in ("AssumeRole", "AssumeRoleWithWebIdentity")},
        **Sts.machine_calls,
    }

    def claims(self, wire: Wire) -> bool:
        if wire.raw_path == "/latest/api/token":
            return "x-aws-ec2-metadata-token-ttl-seconds" in wire.headers
        if wire.raw_path.startswith(_ROLES):
            return True
        return wire.raw_path == "/" and dict(wire.form).get("Version") == STS_VERSION

    def call_name(self, wire: Wire) -> str:
        if wire.raw_path == "/latest/api/token" and wire.method == "PUT":
            return "CreateMetadataToken"
        if wire.raw_path.startswith(_ROLES):
            return "ListMachineRoles" if wire.raw_path == _ROLES else "GetMachineKey"
        action = dict(wire.form).get("Action", "")
        return action if wire.method == "POST" and action in self.calls else "unknown"

    def _product(self) -> Any:
        """The product of the account, which knows its keys."""
        return self.world.by_name["aws_cloudfront"]

    def authenticate(self, call: Call) -> None:
        if call.name == "unknown":
            raise ApiError(400, "InvalidAction", "Could not find operation for version 2011-06-15.")
        if call.name in ("AssumeRoleWithWebIdentity", "CreateMetadataToken"):
            call.tenant = AWS_TENANT
        elif call.name in ("ListMachineRoles", "GetMachineKey"):
            if call.wire.headers.get("x-aws-ec2-metadata-token") != METADATA_TOKEN.decode():
                raise ApiError(401, "Unauthorized", "The token is missing or wrong.")
        else:
            self.identify(call, lambda each: self._product().check_key(each, "sts"))

    def answer(self, call: Call) -> Answer:
        if call.name == "CreateMetadataToken":
            return Answer(200, content=METADATA_TOKEN)
        if call.name == "ListMachineRoles":
            return Answer(200, content=_MACHINE_ROLE.encode("ascii"))
        if call.name == "GetMachineKey":
            if call.wire.raw_path != f"{_ROLES}{_MACHINE_ROLE}":
                raise ApiError(404, "NotFound", "There is no such role.")
            told = self._issued(call, _MACHINE_LIFETIME, "Token")
            return Answer(200, {"Code": "Success", "Type": "AWS-HMAC", "LastUpdated": rfc3339(call.now), **told})
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
            "Credentials": self._issued(call, int(text), "SessionToken"),
        }

    def _issued(self, call: Call, asked: float, token: str) -> dict[str, Any]:
        key = self._product().issue(AWS_TENANT, call.now + self.lifetime(asked))
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
        told = {"Type": "Sender" if error.status < 500 else "Receiver", "Code": error.code, "Message": error.message}
        body = {"ErrorResponse": {"Error": told, "RequestId": call.request_id}}
        content = xml.dump(body, _NAMESPACE)
        return Answer(
            error.status, headers={"Content-Type": "text/xml", **error.headers}, content=content, code=error.code
        )
