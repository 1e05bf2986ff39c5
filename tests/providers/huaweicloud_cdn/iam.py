# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The few calls of Huawei Cloud IAM and STS that a CDN client needs.

Vendor pages: "Obtaining an IAM User Token Through Password Authentication", "Obtaining a Temporary Access
Key and SecurityToken Through a Token" and "Through an Agency", "Obtaining a Federated Token with an OpenID Connect ID
Token", "Querying the List of Accounts Accessible to an IAM User"; of STS "AssumeAgency" and "AssumeAgencyWithOIDC".
The key of a machine's agency, from its metadata, is one of them as well: "Obtaining Metadata" of ECS; and that of a
pod, from its agent, as the SDK's provider asks for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from tests.emulator.accounts import FULL, Key
from tests.emulator.blueprint import Blueprint, Call, CallSpec
from tests.emulator.clock import utc
from tests.emulator.id_tokens import fault_of
from tests.emulator.settings import about, switch
from tests.emulator.wire import Answer, ApiError, Wire

from .accounts import (
    HUAWEI_AGENCY,
    HUAWEI_AUDIENCE,
    HUAWEI_DOMAIN,
    HUAWEI_DOMAIN_ID,
    HUAWEI_IDENTITY_PROVIDER,
    HUAWEI_OIDC_PROVIDER,
    HUAWEI_OTHER_DOMAIN,
    HUAWEI_POD_TOKEN,
    HUAWEI_USER,
    HUAWEI_USERS,
    IamUser,
)
from .identity import Identity

_PATHS = {
    ("POST", "/v3/auth/tokens"): "CreateToken",
    ("POST", "/v3.0/OS-CREDENTIAL/securitytokens"): "CreateTemporaryAccessKey",
    ("GET", "/v3/auth/domains"): "ListAuthDomains",
    ("GET", "/v5/caller-identity"): "GetCallerIdentity",
    ("POST", "/v3.0/OS-AUTH/id-token/tokens"): "CreateTokenWithIdToken",
    ("POST", "/v5/agencies/assume"): "AssumeAgency",
    ("POST", "/v5/agencies/assume-with-oidc"): "AssumeAgencyWithOIDC",
    ("PUT", "/meta-data/latest/api/token"): "CreateMetadataToken",
    ("GET", "/openstack/latest/securitykey"): "GetSecurityKey",
    ("POST", "/v1/credentials"): "GetPodKey",
}
_TITLES = {
    400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 429: "Too Many Requests",
    500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout",
}  # fmt: skip
_SHORTEST, _LONGEST = 900, 86400
METADATA_TOKEN = b"hwissuedtoken-of-the-metadata"
_LONGEST_SESSION, _USUAL_SESSION = 43200, 3600
#: What STS says of an ID token that it does not take. Which code an ended one has is not documented.
_REFUSED_TOKENS = {
    "audience": (400, "STS5.2001", "The audience is not a client ID of the identity provider."),
    "invalid": (403, "STS5.1001", "You are not authorized to perform: sts:agencies:assumeWithOIDC."),
    "expired": (403, "STS5.1001", "You are not authorized to perform: sts:agencies:assumeWithOIDC."),
    "subject": (403, "STS5.1001", "You are not authorized to perform: sts:agencies:assumeWithOIDC."),
}


@dataclass
class IamSettings:
    """Switches of the emulated IAM."""

    token_lifetime: float = switch(86400.0, "seconds a token is valid")
    metadata: str = switch(
        "v2", "what a machine's metadata are: of this version, or without an agency", ("v2", "v1", "no_agency")
    )
    key_lifetime: float | None = switch(None, "seconds a temporary key is valid; null: as it was asked for")
    rates: dict[str, Any] = field(
        default_factory=dict, metadata=about("calls per second by call name, in place of the documented ones")
    )


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _time(epoch: float) -> str:
    return utc(epoch).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class HuaweicloudIam(Blueprint):
    """The token call and its relatives."""

    name: ClassVar[str] = "huaweicloud_iam"
    has_tasks: ClassVar[bool] = False
    settings_type = IamSettings
    other_secrets: ClassVar[Mapping[str, str]] = {"the password of an IAM user": HUAWEI_USER.password}
    calls: ClassVar[Mapping[str, CallSpec]] = {name: CallSpec(None) for name in _PATHS.values()}

    def __init__(self, world: Any) -> None:
        super().__init__(world)
        self.identity = Identity(world)

    def reset(self) -> None:
        self.identity.reset()

    def claims(self, wire: Wire) -> bool:
        return wire.path.startswith(("/v3/", "/v3.0/", "/v5/", "/meta-data/", "/openstack/", "/v1/credentials"))

    def call_name(self, wire: Wire) -> str:
        return _PATHS.get((wire.method, wire.path.rstrip("/")), "unknown")

    def authenticate(self, call: Call) -> None:
        # The token calls bring their credentials in the body.
        if call.name in ("ListAuthDomains", "GetCallerIdentity", "AssumeAgency") or self._takes_agency(call):
            self.identity.authenticate(call)

    @staticmethod
    def _takes_agency(call: Call) -> bool:
        if call.name != "CreateTemporaryAccessKey":
            return False
        try:
            return bool(call.wire.json()["auth"]["identity"]["methods"] == ["assume_role"])
        except (ValueError, KeyError, TypeError):
            return False

    def answer(self, call: Call) -> Answer:
        if call.name == "CreateToken":
            return self._create_token(call)
        if call.name == "CreateTemporaryAccessKey":
            return self._create_temporary_key(call)
        if call.name == "CreateMetadataToken":
            return self._create_metadata_token(call)
        if call.name == "GetSecurityKey":
            return self._security_key(call)
        if call.name == "GetPodKey":
            return self._pod_key(call)
        if call.name == "CreateTokenWithIdToken":
            return self._create_federated_token(call)
        if call.name in ("AssumeAgency", "AssumeAgencyWithOIDC"):
            return self._assume_agency(call)
        if call.name == "ListAuthDomains":
            name = HUAWEI_DOMAIN if call.tenant == HUAWEI_DOMAIN_ID else HUAWEI_OTHER_DOMAIN
            domain = {"id": call.tenant, "name": name, "enabled": True, "description": "", "links": {}}
            return Answer(200, {"domains": [domain], "links": {"self": "", "previous": None, "next": None}})
        if call.name == "GetCallerIdentity":
            return Answer(200, {"account_id": call.tenant, "principal_id": call.tenant, "principal_urn": ""})
        raise ApiError(404, "404", "The API does not exist.")

    @staticmethod
    def _identity(call: Call) -> tuple[dict[str, Any], dict[str, Any]]:
        """The `auth` object of the body and the `identity` in it. Raises ApiError."""
        try:
            auth = call.wire.json()["auth"]
            identity = auth["identity"]
            if not isinstance(identity["methods"], list):
                raise TypeError("methods")
        except (ValueError, KeyError, TypeError):
            raise ApiError(400, "400", "The request body is invalid.") from None
        return auth, identity

    def _create_token(self, call: Call) -> Answer:
        auth, identity = self._identity(call)
        user = self._user(identity)
        # Without a scope the token is for the global services, as CDN is one.
        named = _mapping(_mapping(auth.get("scope")).get("domain")).get("name", user.domain)
        if named != user.domain and self.world.settings.general.credentials:
            raise ApiError(401, "401", "The username or password is wrong.", auth=True)
        value, token = self.identity.issue_token(user, self.settings.token_lifetime)
        catalogue: list[dict[str, Any]] = []
        # "any non-empty value of nocatalog leaves the catalogue out"
        if not dict(call.wire.query).get("nocatalog"):
            catalogue = [{"id": "cdn", "name": "cdn", "type": "cdn", "endpoints": []}]
        account = {"id": user.domain_id, "name": user.domain}
        body = {
            "token": {
                "methods": ["password"],
                "issued_at": _time(call.now),
                "expires_at": _time(token.expires_at),
                "user": {"id": user.user_id, "name": user.name, "password_expires_at": "", "domain": account},
                "domain": account,
                "roles": [{"id": "0", "name": "te_admin" if user.rights == FULL else "te_reader"}],
                "catalog": catalogue,
            }
        }
        return Answer(201, body, headers={"X-Subject-Token": value})

    def _user(self, identity: Mapping[str, Any]) -> IamUser:
        """The user whom the password belongs to. Raises ApiError."""
        try:
            given = identity["password"]["user"]
            name, password, domain = given["name"], given["password"], given["domain"]["name"]
        except (KeyError, TypeError):
            raise ApiError(400, "400", "The request body is invalid.") from None
        if not self.world.settings.general.credentials:
            return HUAWEI_USER
        for user in HUAWEI_USERS:
            if (user.name, user.password, user.domain) == (name, password, domain):
                # Users with login MFA need `totp` as the second method.
                if user.mfa and "totp" not in identity["methods"]:
                    raise ApiError(401, "401", "The login protection of the user requires a second method.", auth=True)
                return user
        raise ApiError(401, "401", "The username or password is wrong.", auth=True)

    def _create_temporary_key(self, call: Call) -> Answer:
        _, identity = self._identity(call)
        if self._takes_agency(call):
            given = _mapping(identity.get("assume_role"))
            if (
                given.get("agency_name") != HUAWEI_AGENCY.rpartition(":")[2]
                or given.get("domain_name") != HUAWEI_DOMAIN
            ):
                raise ApiError(404, "404", "Could not find the agency.")
            user = HUAWEI_USER
        else:
            given = _mapping(identity.get("token"))
            token = self.identity.token(str(given.get("id") or call.wire.headers.get("x-auth-token", "")))
            if token is None or token.expires_at <= call.now:
                raise ApiError(401, "401", "The token is invalid.", auth=True)
            user = token.user
        seconds = given.get("duration_seconds", _SHORTEST)
        if not isinstance(seconds, int) or not _SHORTEST <= seconds <= _LONGEST:
            raise ApiError(400, "400", "duration_seconds has to be between 900 and 86400.")
        key = self._issue(user, seconds)
        credential = {
            "access": key.access_key,
            "secret": key.secret_key,
            "securitytoken": key.token,
            "expires_at": _time(key.expires_at or 0),
        }
        return Answer(201, {"credential": credential})

    def _issue(self, user: IamUser, seconds: int) -> Key:
        lifetime = self.settings.key_lifetime
        return self.identity.issue_temporary_key(user, seconds if lifetime is None else lifetime)

    def _create_metadata_token(self, call: Call) -> Answer:
        if self.settings.metadata == "v1":
            raise ApiError(404, "404", "Not Found")
        # "requests with this header are refused"
        if (
            "x-forwarded-for" in call.wire.headers
            or not call.wire.headers.get("x-metadata-token-ttl-seconds", "").isdigit()
        ):
            raise ApiError(403, "403", "Forbidden")
        return Answer(200, content=METADATA_TOKEN)

    def _security_key(self, call: Call) -> Answer:
        """The key of the machine's agency, which lasts for an hour."""
        if self.settings.metadata == "v2" and call.wire.headers.get("x-metadata-token") != METADATA_TOKEN.decode():
            raise ApiError(401, "401", "Unauthorized")
        if self.settings.metadata == "no_agency":
            raise ApiError(401, "401", "Please configure Cloud Service Agency first")
        key = self._issue(HUAWEI_USER, _USUAL_SESSION)
        names = {"access": key.access_key, "secret": key.secret_key, "securitytoken": key.token}
        return Answer(200, {"credential": {**names, "expires_at": _time(key.expires_at or 0)}})

    def _pod_key(self, call: Call) -> Answer:
        """The key of the agency that the pod's service account stands for."""
        if call.wire.headers.get("authorization") != HUAWEI_POD_TOKEN:
            raise ApiError(401, "401", "Unauthorized", auth=True)
        key = self._issue(HUAWEI_USER, _USUAL_SESSION)
        names = {"accessKeyId": key.access_key, "secretAccessKey": key.secret_key, "securityToken": key.token}
        return Answer(200, {"credentials": {**names, "expiration": _time(key.expires_at or 0)}})

    def _create_federated_token(self, call: Call) -> Answer:
        """A token of a virtual user, who is the same for every ID token that is good."""
        try:
            token = str(call.wire.json()["auth"]["id_token"]["id"])
        except (ValueError, KeyError, TypeError):
            raise ApiError(400, "IAM.0011", "Request body is invalid.") from None
        if call.wire.headers.get("x-idp-id") != HUAWEI_IDENTITY_PROVIDER:
            raise ApiError(404, "IAM.0004", "Could not find the identity provider.")
        if fault_of(token, HUAWEI_AUDIENCE, call.now) is not None:
            raise ApiError(401, "IAM.0001", "The ID token is invalid.", auth=True)
        value, issued = self.identity.issue_token(HUAWEI_USER, self.settings.token_lifetime)
        body = {"token": {"expires_at": _time(issued.expires_at), "methods": ["mapped"], "issued_at": _time(call.now)}}
        return Answer(201, body, headers={"X-Subject-Token": value})

    def _assume_agency(self, call: Call) -> Answer:
        """A key of the trust agency, for an ID token or for the key that has signed the call."""
        try:
            body = _mapping(call.wire.json())
        except ValueError:
            raise ApiError(400, "STS5.0002", "The request body is invalid.") from None
        if call.name == "AssumeAgencyWithOIDC":
            fault = fault_of(str(body.get("id_token")), HUAWEI_AUDIENCE, call.now)
            if body.get("provider_urn") != HUAWEI_OIDC_PROVIDER or fault is not None:
                status, code, message = _REFUSED_TOKENS[fault or "invalid"]
                raise ApiError(status, code, message, auth=True)
        if body.get("agency_urn") != HUAWEI_AGENCY:
            raise ApiError(404, "STS5.1106", "The agency does not exist.")
        seconds = body.get("duration_seconds", _USUAL_SESSION)
        # "An agency that is assumed with temporary credentials: at most one hour."
        longest = _USUAL_SESSION if "x-security-token" in call.wire.headers else _LONGEST_SESSION
        if not isinstance(seconds, int) or not _SHORTEST <= seconds <= longest:
            raise ApiError(400, "STS5.0002", "duration_seconds is invalid.")
        key = self._issue(HUAWEI_USER, seconds)
        credentials = {
            "access_key_id": key.access_key,
            "secret_access_key": key.secret_key,
            "security_token": key.token,
            "expiration": _time(key.expires_at or 0),
        }
        session = f"ci/{body.get('agency_session_name')}"
        urn = f"sts::{HUAWEI_DOMAIN_ID}:assumed-agency:{session}"
        return Answer(200, {"assumed_agency": {"urn": urn, "id": f"0a1f:{session}"}, "credentials": credentials})

    def denied(self, call: Call) -> ApiError:
        # Users without any right on the CDN may still fetch a token.
        raise NotImplementedError

    def allow(self, call: Call) -> None:
        call.rights = FULL
        super().allow(call)

    def throttled(self, call: Call) -> ApiError:
        return self.gateway_error(429)

    def gateway_error(self, status: int) -> ApiError:
        return ApiError(status, str(status), _TITLES.get(status, "Error"))

    def token_expired(self, call: Call) -> ApiError | None:
        return ApiError(401, "401", "The token is invalid.", auth=True)

    def error_answer(self, call: Call, error: ApiError) -> Answer:
        if error.code.startswith(("STS5", "IAM.")) or call.name.startswith("AssumeAgency"):
            flat = {"error_code": error.code, "error_msg": error.message, "request_id": call.request_id}
            return Answer(error.status, flat, headers=dict(error.headers), code=error.code)
        title = _TITLES.get(error.status, "Error")
        body = {"error": {"code": error.status, "message": error.message, "title": title}}
        return Answer(error.status, body, headers=dict(error.headers), code=error.code)

    def finish(self, call: Call, answer: Answer) -> Answer:
        answer.headers.setdefault("X-IAM-Trace-Id", call.request_id)
        return answer

    def next_ids(self, operation: str, count: int) -> list[str]:
        raise ValueError("IAM has no tasks")

    def quotas(self, tenant: str) -> dict[str, dict[str, int]]:
        return {}
