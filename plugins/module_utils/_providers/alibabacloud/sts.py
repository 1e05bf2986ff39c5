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
from dataclasses import dataclass
from typing import Any, Mapping
from urllib.parse import urlencode

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer, Request
from ansible_collections.edgeops.cdn.plugins.module_utils._model.clock import Deadline
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.foreign import as_text
from ansible_collections.edgeops.cdn.plugins.module_utils._model.times import rfc3339
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.credentials import AccessKey
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.signing import canonical_query
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.exchange import Exchange
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.id_tokens import IdToken, key_by_token
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.options import Session

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


@dataclass(frozen=True)
class Role:
    """A role, and what a key of it is limited to."""

    arn: str
    session: Session
    external_id: str | None = None
    policy: str | None = None

    @property
    def parameters(self) -> dict[str, str]:
        found = {
            "RoleArn": self.arn,
            "RoleSessionName": self.session.name,
            "DurationSeconds": str(self.session.duration),
            "ExternalId": self.external_id or "",
            "Policy": self.policy or "",
        }
        return {name: value for name, value in found.items() if value}


class OidcSource:
    """A key of a role for an ID token. The token travels in the body, which no log on the way keeps."""

    def __init__(self, role: Role, provider: str, token: IdToken, endpoint: str, exchange: Exchange) -> None:
        self.name = f"the role {role.arn} by {token.name}"
        self.renewable = token.renewable
        self._role = role
        self._provider = provider
        self._token = token
        query = {"Action": "AssumeRoleWithOIDC", "Version": VERSION, "Format": "JSON"}
        self._url = f"{endpoint}/?{canonical_query(query.items())}"
        self._exchange = exchange

    def read(self, deadline: Deadline | None = None) -> AccessKey:
        return key_by_token(self._token, lambda token: self._ask(token, deadline), deadline)

    def _ask(self, token: str, deadline: Deadline | None) -> AccessKey:
        form = urlencode({"OIDCProviderArn": self._provider, "OIDCToken": token, **self._role.parameters})
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._exchange.call(
            Request("POST", self._url, headers, form.encode("ascii")),
            lambda answer, document: _key(answer, document, self._exchange),
            deadline,
        )


class RoleSource:
    """A key of a role for another key, which signs the call."""

    renewable = True

    def __init__(self, role: Role, endpoint: str, base: str, exchange: Exchange) -> None:
        self.name = f"the role {role.arn} with the key from {base}"
        headers = {"x-acs-action": "AssumeRole", "x-acs-version": VERSION}
        self._request = Request("POST", f"{endpoint}/?{canonical_query(role.parameters.items())}", headers)
        self._exchange = exchange

    def read(self, deadline: Deadline | None = None) -> AccessKey:
        return self._exchange.call(
            self._request, lambda answer, document: _key(answer, document, self._exchange), deadline
        )


class SsoSource:
    """A key of CloudSSO for an access token that the command line tool has fetched; the token ends after some hours."""

    renewable = False

    def __init__(
        self,
        place: str,
        endpoint: str,
        ids: tuple[str, str],
        token: str,
        token_ends: float | None,
        exchange: Exchange,
        now: Any,
    ) -> None:
        self.name = f"CloudSSO ({place})"
        body = {"AccountId": ids[0], "AccessConfigurationId": ids[1]}
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
        self._request = Request("POST", f"{endpoint}/cloud-credentials", headers, json.dumps(body).encode("utf-8"))
        self._token_ends = token_ends
        self._exchange = exchange
        self._now = now

    def read(self, deadline: Deadline | None = None) -> AccessKey:
        if self._token_ends is not None and self._token_ends <= self._now():
            text = f"the sign-in of {self.name} ended at {rfc3339(self._token_ends)}"
            raise ApiError("SignInExpired", text, "lasting", hint="Run aliyun configure --mode CloudSSO again.")
        return self._exchange.call(self._request, self._key_in, deadline)

    def _key_in(self, answer: Answer, document: Any) -> AccessKey | ApiError | None:
        if answer.status in (401, 403):
            hint = "Run aliyun configure --mode CloudSSO again."
            return ApiError("SignInRefused", f"{self.name} refused a key", "lasting", hint=hint)
        values = document.get("CloudCredential") if isinstance(document, Mapping) else None
        return self._exchange.key(values, NAMES) if 200 <= answer.status < 300 else None


def _key(answer: Answer, document: Any, exchange: Exchange) -> AccessKey | ApiError | None:
    error = sts_error(answer, document)
    if error is not None or not 200 <= answer.status < 300:
        return error
    return exchange.key(document.get("Credentials") if isinstance(document, Mapping) else None, NAMES)
