# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""AWS STS: keys of a role for an ID token, or for another key.

From the pages "AssumeRoleWithWebIdentity" and "AssumeRole" of STS.
"""

from __future__ import annotations

from typing import Any, Mapping
from urllib.parse import urlencode

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer, Request
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.credentials import AccessKey
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.exchange import Exchange
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.id_tokens import IdToken
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.ways import KeyRole, Role, TokenRole

from .errors import read_error

SERVICE = "sts"
AUDIENCE = "sts.amazonaws.com"
_VERSION = "2011-06-15"
_NAMES = ("AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration")
_HEADERS = {"Content-Type": "application/x-www-form-urlencoded"}
_TRUST_HINT = (
    "The role's trust policy must allow sts:AssumeRoleWithWebIdentity with the token's aud and sub, and name the "
    "identity provider."
)
_ROLE_HINT = (
    "Check the key that the role is assumed with: the role must trust its account, and its user or role needs the "
    "action sts:AssumeRole."
)


def oidc_source(role: Role, token: IdToken, endpoint: str, exchange: Exchange) -> TokenRole:
    """A key of a role for an ID token. Which identity provider has made it is the role's trust policy's affair."""

    def request_of(value: str) -> Request:
        form = _form("AssumeRoleWithWebIdentity", role, WebIdentityToken=value)
        return Request("POST", f"{endpoint}/", _HEADERS, form)

    return TokenRole(role, token, request_of, _key_by_token, exchange)


def role_source(role: Role, endpoint: str, base: str, exchange: Exchange) -> KeyRole:
    """A key of a role for another key, which signs the call."""
    request = Request("POST", f"{endpoint}/", _HEADERS, _form("AssumeRole", role))
    return KeyRole(role, base, request, _key_by_key, exchange)


def _form(action: str, role: Role, **more: str) -> bytes:
    found = {
        "Action": action,
        "Version": _VERSION,
        "RoleArn": role.arn,
        "RoleSessionName": role.session.name,
        "DurationSeconds": str(role.session.duration),
        "ExternalId": role.external_id or "",
        **more,
    }
    return urlencode({name: value for name, value in found.items() if value}).encode("ascii")


def _key_by_token(answer: Answer, document: Any, exchange: Exchange) -> AccessKey | ApiError | None:
    return _key(answer, document, exchange, "AssumeRoleWithWebIdentity", _TRUST_HINT)


def _key_by_key(answer: Answer, document: Any, exchange: Exchange) -> AccessKey | ApiError | None:
    return _key(answer, document, exchange, "AssumeRole", _ROLE_HINT)


def _key(answer: Answer, document: Any, exchange: Exchange, action: str, hint: str) -> AccessKey | ApiError | None:
    error = read_error(answer, document)
    if error is not None:
        if error.code == "IDPCommunicationError":
            error.kind = "passing"
        if error.kind in ("lasting", "expired"):
            error.hint = hint
        return error
    values: Any = document
    for name in (f"{action}Response", f"{action}Result", "Credentials"):
        values = values.get(name) if isinstance(values, Mapping) else None
    return None if values is None else exchange.key(values, _NAMES)
