# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Volcengine and BytePlus STS: keys of a role for an ID token, or for another key.

From the pages "AssumeRoleWithOIDC" and "AssumeRole" of STS, and the SDK's providers.
"""

from __future__ import annotations

from typing import Any, Mapping
from urllib.parse import urlencode

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer, Request
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.credentials import AccessKey
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.signing import canonical_query
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.exchange import Exchange
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.id_tokens import IdToken
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.ways import KeyRole, Role, TokenRole

from .errors import read_error

SERVICE = "sts"
_VERSION = "2018-01-01"
_NAMES = ("AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration")
_TRUST_HINT = (
    "The role's trust policy must allow sts:AssumeRoleWithOIDC with the token's iss, aud and sub (oidc:iss, oidc:aud, "
    "oidc:sub), and name the identity provider."
)
_ROLE_HINT = (
    "Check the key that the role is assumed with: the role must trust its account, and its user needs the action "
    "sts:AssumeRole."
)


def oidc_source(role: Role, token: IdToken, endpoint: str, exchange: Exchange) -> TokenRole:
    """A key of a role for an ID token. Which identity provider has made it is the role's trust policy's affair."""
    query = {"Action": "AssumeRoleWithOIDC", "Version": _VERSION}
    url = f"{endpoint}/?{canonical_query(query.items())}"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}

    def request_of(value: str) -> Request:
        form = urlencode({"OIDCToken": value, **_parameters(role)})
        return Request("POST", url, headers, form.encode("ascii"))

    return TokenRole(role, token, request_of, _key_by_token, exchange)


def role_source(role: Role, endpoint: str, base: str, exchange: Exchange) -> KeyRole:
    """A key of a role for another key, which signs the call."""
    query = {"Action": "AssumeRole", "Version": _VERSION, **_parameters(role)}
    request = Request("GET", f"{endpoint}/?{canonical_query(query.items())}")
    return KeyRole(role, base, request, _key_by_key, exchange)


def key_in(values: Any, exchange: Exchange) -> AccessKey | ApiError | None:
    """The key in an object; its end is called Expiration by AssumeRoleWithOIDC, and ExpiredTime by all others."""
    if not isinstance(values, Mapping):
        return None
    return exchange.key({**values, "Expiration": values.get("Expiration") or values.get("ExpiredTime")}, _NAMES)


def _parameters(role: Role) -> dict[str, str]:
    found = {
        "RoleTrn": role.arn,
        "RoleSessionName": role.session.name,
        "DurationSeconds": str(role.session.duration),
        "Policy": role.policy or "",
    }
    return {name: value for name, value in found.items() if value}


def _key_by_token(answer: Answer, document: Any, exchange: Exchange) -> AccessKey | ApiError | None:
    return _key(answer, document, exchange, _TRUST_HINT)


def _key_by_key(answer: Answer, document: Any, exchange: Exchange) -> AccessKey | ApiError | None:
    return _key(answer, document, exchange, _ROLE_HINT)


def _key(answer: Answer, document: Any, exchange: Exchange, hint: str) -> AccessKey | ApiError | None:
    error = read_error(answer, document)
    if error is not None:
        # Of what is asked for, not of a task; which code an expired ID token has is not documented.
        if error.kind == "missing":
            error.kind = "lasting"
        if error.kind == "lasting" and "expired" in error.code.lower():
            error.kind = "expired"
        if error.kind in ("lasting", "expired"):
            error.hint = hint
        return error
    result = document.get("Result") if isinstance(document, Mapping) else None
    return key_in(result.get("Credentials") if isinstance(result, Mapping) else None, exchange)
