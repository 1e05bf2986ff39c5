# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Tencent Cloud STS: keys of a role for an ID token, or for another key.

From the API description of STS (2018-08-13) and the SDK's credentials.
"""

from __future__ import annotations

import json
from typing import Any, Mapping

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer, Request
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.foreign import as_text
from ansible_collections.edgeops.cdn.plugins.module_utils._model.times import rfc3339
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.credentials import AccessKey
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.exchange import Exchange
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.id_tokens import IdToken
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.ways import KeyRole, Role, TokenRole

from .errors import common_kind, response_of

SERVICE = "sts"
#: The service wants one, and keys of any region work everywhere.
REGION = "ap-guangzhou"
_VERSION = "2018-08-13"
_NAMES = ("TmpSecretId", "TmpSecretKey", "Token", "End")
_LAST_SECOND = 253402300799
_TRUST_HINT = (
    "The role's trust policy must allow name/sts:AssumeRoleWithWebIdentity with the token's iss, aud and sub "
    "(oidc:iss, oidc:aud, oidc:sub); oidc_provider is the name of the identity provider in CAM, which must hold the "
    "issuer's signing keys of today."
)
_ROLE_HINT = (
    "Check the key that the role is assumed with: the role must trust its account, and its user needs the action "
    "sts:AssumeRole."
)


def oidc_source(role: Role, provider: str, token: IdToken, region: str, endpoint: str, exchange: Exchange) -> TokenRole:
    """A key of a role for an ID token."""

    def request_of(value: str) -> Request:
        body = {"ProviderId": provider, "WebIdentityToken": value, **_parameters(role)}
        # The word says that nobody has signed.
        return _request(endpoint, "AssumeRoleWithWebIdentity", region, body, Authorization="SKIP")

    return TokenRole(role, token, request_of, _key_by_token, exchange)


def role_source(role: Role, endpoint: str, base: str, exchange: Exchange) -> KeyRole:
    """A key of a role for another key, which signs the call."""
    return KeyRole(role, base, _request(endpoint, "AssumeRole", REGION, _parameters(role)), _key_by_key, exchange)


def key_in(values: Any, exchange: Exchange) -> AccessKey | ApiError | None:
    """The key in an object, whose end is a number of seconds, and a text besides."""
    if not isinstance(values, Mapping):
        return None
    end, text = values.get("ExpiredTime"), values.get("Expiration")
    if isinstance(end, int) and not isinstance(end, bool) and end > 0:
        text = rfc3339(min(end, _LAST_SECOND))
    return exchange.key({**values, "End": text}, _NAMES)


def _parameters(role: Role) -> dict[str, Any]:
    found = {
        "RoleArn": role.arn,
        "RoleSessionName": role.session.name,
        "DurationSeconds": role.session.duration,
        "ExternalId": role.external_id,
    }
    return {name: value for name, value in found.items() if value}


def _request(endpoint: str, action: str, region: str, body: Mapping[str, Any], **headers: str) -> Request:
    found = {
        "Content-Type": "application/json",
        "X-TC-Action": action,
        "X-TC-Version": _VERSION,
        "X-TC-Region": region,
        "X-TC-Language": "en-US",
        **headers,
    }
    return Request("POST", f"{endpoint}/", found, json.dumps(body).encode("utf-8"))


def _key_by_token(answer: Answer, document: Any, exchange: Exchange) -> AccessKey | ApiError | None:
    return _key(answer, document, exchange, _TRUST_HINT)


def _key_by_key(answer: Answer, document: Any, exchange: Exchange) -> AccessKey | ApiError | None:
    return _key(answer, document, exchange, _ROLE_HINT)


def _key(answer: Answer, document: Any, exchange: Exchange, hint: str) -> AccessKey | ApiError | None:
    response = response_of(document)
    if response is None:
        return None
    error = response.get("Error")
    if error not in (None, {}):
        return _error(error if isinstance(error, Mapping) else {}, response, answer.status, hint)
    credentials = response.get("Credentials")
    if not 200 <= answer.status < 300 or not isinstance(credentials, Mapping):
        return None
    return key_in({**response, **credentials}, exchange)


def _error(error: Mapping[str, Any], response: Mapping[str, Any], status: int, hint: str) -> ApiError:
    code = as_text(error.get("Code")) or "UnknownError"
    kind = common_kind(code, status)
    if kind == "lasting" and "expire" in code.lower() and not code.startswith("AuthFailure."):
        # Of an ID token; which code that has is not documented.
        kind = "expired"
    return ApiError(
        code,
        as_text(error.get("Message")) or "no error text",
        # What is asked for is no task that could be missing.
        "lasting" if kind == "missing" else kind,
        status=status,
        request_id=as_text(response.get("RequestId")),
        hint=hint if kind in ("missing", "lasting", "expired") else None,
    )
