# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Alibaba Cloud STS: keys of a role for an ID token, or for another key; and keys that CloudSSO gives.

From the pages "AssumeRoleWithOIDC" and "AssumeRole" of STS.
"""

from __future__ import annotations

import json
import re
from typing import Any, Callable, Mapping
from urllib.parse import urlencode

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer, Request
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.foreign import as_text
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.credentials import AccessKey
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.signing import canonical_query
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.exchange import Exchange
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.id_tokens import IdToken
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.sign_on import Kept, SignOn
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.ways import KeyRole, Role, TokenRole

VERSION = "2015-04-01"
NAMES = ("AccessKeyId", "AccessKeySecret", "SecurityToken", "Expiration")

_TRUST_HINT = (
    "The role's trust policy must allow the token's iss, aud and sub (oidc:iss, oidc:aud, oidc:sub), and name the "
    "identity provider."
)
_AUDIENCE_HINT = "The audience must be a client ID of the identity provider in RAM: check oidc_audience and the issuer."
_KEY_HINT = "Check the key that the role is assumed with."
_HINTS = {
    "AuthenticationFail.NoPermission": _TRUST_HINT,
    "AuthenticationFail.OIDCToken.HttpsUrlInvalid": "Check the issuer's URL and its fingerprint in RAM.",
    "NoPermission": "The role must trust this key's account, and its user needs the action sts:AssumeRole. The key of "
    "the account itself cannot assume roles.",
    "EntityNotExist.Role": "There is no such role: check its ARN, acs:ram::ACCOUNT_ID:role/NAME.",
}
_THROTTLED = re.compile(r"^Throttling(\..+)?\Z")


def sts_error(answer: Answer, document: Any) -> ApiError | None:
    """The error in a response of STS; None where there is none."""
    if not isinstance(document, Mapping) or 200 <= answer.status < 300:
        return None
    code = as_text(document.get("Code"))
    if code is None:
        return None
    hint = _HINTS.get(code)
    kind: Any = "passing" if answer.status >= 500 else "lasting"
    if _THROTTLED.match(code) or answer.status == 429:
        kind = "throttled"
    elif code == "AuthenticationFail.OIDCToken.Expired":
        kind, hint = "expired", "The ID token had expired."
    elif code == "InvalidSecurityToken.Expired":
        kind, hint = "expired", "The key that the role is assumed with has expired."
    elif code.startswith("AuthenticationFail.OIDCToken."):
        hint = hint or _AUDIENCE_HINT
    elif code.startswith(("InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidSecurityToken", "InvalidTimeStamp")):
        hint = _KEY_HINT
    message = as_text(document.get("Message")) or "no error text"
    if code in ("SignatureDoesNotMatch", "IncompleteSignature"):
        # Their texts echo the whole signed request.
        message = "the signature was refused"
    return ApiError(code, message, kind, status=answer.status, request_id=as_text(document.get("RequestId")), hint=hint)


def _parameters(role: Role) -> dict[str, str]:
    found = {
        "RoleArn": role.arn,
        "RoleSessionName": role.session.name,
        "DurationSeconds": str(role.session.duration),
        "ExternalId": role.external_id or "",
        "Policy": role.policy or "",
    }
    return {name: value for name, value in found.items() if value}


def oidc_source(role: Role, provider: str, token: IdToken, endpoint: str, exchange: Exchange) -> TokenRole:
    """A key of a role for an ID token."""
    query = {"Action": "AssumeRoleWithOIDC", "Version": VERSION, "Format": "JSON"}
    url = f"{endpoint}/?{canonical_query(query.items())}"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}

    def request_of(value: str) -> Request:
        form = urlencode({"OIDCProviderArn": provider, "OIDCToken": value, **_parameters(role)})
        return Request("POST", url, headers, form.encode("ascii"))

    return TokenRole(role, token, request_of, _key, exchange)


def role_source(role: Role, endpoint: str, base: str, exchange: Exchange) -> KeyRole:
    """A key of a role for another key, which signs the call."""
    headers = {"x-acs-action": "AssumeRole", "x-acs-version": VERSION}
    request = Request("POST", f"{endpoint}/?{canonical_query(_parameters(role).items())}", headers)
    return KeyRole(role, base, request, _key, exchange)


def sso_source(
    place: str,
    endpoint: str,
    ids: tuple[str, str],
    kept: Callable[[], Kept],
    exchange: Exchange,
    runtime: Runtime,
    first: AccessKey | None,
) -> SignOn:
    """The key of CloudSSO for an access token that the command line tool has fetched; the token ends after some hours.

    first is the key that the tool has kept from its last run.
    """
    body = json.dumps({"AccountId": ids[0], "AccessConfigurationId": ids[1]}).encode("utf-8")
    url, json_type = f"{endpoint}/cloud-credentials", {"Content-Type": "application/json"}

    def request_of(token: str) -> Request:
        return Request("POST", url, {**json_type, "Authorization": f"Bearer {token}"}, body)

    login = "aliyun configure --mode CloudSSO"
    return SignOn(f"CloudSSO ({place})", login, kept, request_of, _key_of_sso, exchange, runtime, first)


def _key_of_sso(document: Any, exchange: Exchange) -> AccessKey | ApiError | None:
    return exchange.key(document.get("CloudCredential") if isinstance(document, Mapping) else None, NAMES)


def _key(answer: Answer, document: Any, exchange: Exchange) -> AccessKey | ApiError | None:
    error = sts_error(answer, document)
    if error is not None or not 200 <= answer.status < 300:
        return error
    return exchange.key(document.get("Credentials") if isinstance(document, Mapping) else None, NAMES)
