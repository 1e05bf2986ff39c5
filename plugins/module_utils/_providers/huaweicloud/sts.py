# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Huawei Cloud STS and IAM: keys for an ID token, and keys of an agency for another key.

From the pages "AssumeAgencyWithOIDC" and "AssumeAgency" of STS, and "Obtaining a Federated Token with an OpenID Connect
ID Token" and "Obtaining a Temporary Access Key and SecurityToken Through an Agency" of IAM.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Mapping

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer, Request
from ansible_collections.edgeops.cdn.plugins.module_utils._model.clock import Deadline
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.credentials import AccessKey
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.exchange import Exchange
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.id_tokens import IdToken, key_by_token
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.options import Session

from .errors import read_error

_HEADERS = {"Content-Type": "application/json;charset=utf8"}
#: STS, the metadata service and the agent of a pod spell the same four names in three ways.
_SPELLINGS = (
    ("access_key_id", "secret_access_key", "security_token", "expiration"),
    ("access", "secret", "securitytoken", "expires_at"),
    ("accessKeyId", "secretAccessKey", "securityToken", "expiration"),
)
_TRUST_HINT = (
    "The trust policy of the agency must allow the token's iss, aud and sub; or the agency or identity provider does "
    "not exist."
)
_HINTS = {
    "STS5.1001": _TRUST_HINT,
    "STS5.1106": "There is no such agency: check its URN, iam::ACCOUNT_ID:agency:NAME.",
    "STS5.2001": "The audience must be a client ID of the identity provider: check oidc_audience.",
}
_ASSUME_HINT = "The agency must trust this key's account, and its user needs the action sts:agencies:assume."
_FEDERATION_HINT = "Check the name of the identity provider, its client IDs and its conversion rules."


def key_in(document: Any, exchange: Exchange) -> AccessKey | ApiError | None:
    """The key in a response of any of these services; None where there is nothing like one."""
    if not isinstance(document, Mapping):
        return None
    values = document.get("credentials") or document.get("credential") or document
    if not isinstance(values, Mapping):
        return None
    names = next((spelling for spelling in _SPELLINGS if spelling[0] in values), None)
    return None if names is None else exchange.key(values, names)


def _judge(answer: Answer, document: Any, hint: str, exchange: Exchange) -> AccessKey | ApiError | None:
    error = read_error(answer, document)
    if error is None:
        return key_in(document, exchange) if 200 <= answer.status < 300 else None
    if error.kind in ("missing", "expired") or (error.kind == "lasting" and not error.code.startswith("APIG")):
        error.kind, error.hint = "lasting", _HINTS.get(error.code, hint)
    return error


@dataclass(frozen=True)
class Agency:
    """An agency that is taken on with an ID token."""

    provider: str
    urn: str
    #: Further limits of the key, as the SDK's variables have them.
    policy: str | None = None
    policy_ids: tuple[str, ...] = ()


class OidcSource:
    """A key of STS for an ID token."""

    def __init__(self, agency: Agency, token: IdToken, session: Session, endpoint: str, exchange: Exchange) -> None:
        self.name = f"the agency {agency.urn} by {token.name}"
        self.renewable = token.renewable
        self._agency = agency
        self._token = token
        self._session = session
        self._url = f"{endpoint}/v5/agencies/assume-with-oidc"
        self._exchange = exchange

    def read(self, deadline: Deadline | None = None) -> AccessKey:
        return key_by_token(self._token, lambda token: self._ask(token, deadline), deadline)

    def _ask(self, token: str, deadline: Deadline | None) -> AccessKey:
        body: dict[str, Any] = {
            "provider_urn": self._agency.provider,
            "agency_urn": self._agency.urn,
            "agency_session_name": self._session.name,
            "id_token": token,
            "duration_seconds": self._session.duration,
        }
        if self._agency.policy:
            body["policy"] = self._agency.policy
        if self._agency.policy_ids:
            body["policy_ids"] = list(self._agency.policy_ids)
        return self._exchange.call(
            _post(self._url, body),
            lambda answer, document: _judge(answer, document, _TRUST_HINT, self._exchange),
            deadline,
        )


class FederationSource:
    """A key of IAM v3 for an ID token, by way of a token of a virtual user."""

    def __init__(
        self, provider: str, token: IdToken, session: Session, endpoint: str, exchange: Exchange, runtime: Runtime
    ) -> None:
        self.name = f"the identity provider {provider} by {token.name}"
        self.renewable = token.renewable
        self._provider = provider
        self._token = token
        self._session = session
        self._endpoint = endpoint
        self._exchange = exchange
        self._runtime = runtime

    def read(self, deadline: Deadline | None = None) -> AccessKey:
        return key_by_token(self._token, lambda token: self._ask(token, deadline), deadline)

    def _ask(self, token: str, deadline: Deadline | None) -> AccessKey:
        # In the body alone: another header with a token would win over it.
        headers = {**_HEADERS, "X-Idp-Id": self._provider}
        body = {"auth": {"id_token": {"id": token}}}
        request = Request("POST", f"{self._endpoint}/v3.0/OS-AUTH/id-token/tokens", headers, _json(body))
        unscoped = self._exchange.call(request, self._token_in, deadline)
        identity = {"methods": ["token"], "token": {"id": unscoped, "duration_seconds": self._session.duration}}
        return self._exchange.call(
            _post(f"{self._endpoint}/v3.0/OS-CREDENTIAL/securitytokens", {"auth": {"identity": identity}}),
            lambda answer, document: _judge(answer, document, _FEDERATION_HINT, self._exchange),
            deadline,
        )

    def _token_in(self, answer: Answer, document: Any) -> str | ApiError | None:
        error = read_error(answer, document)
        if error is not None:
            if error.kind in ("missing", "expired", "lasting"):
                error.kind, error.hint = "lasting", _FEDERATION_HINT
            return error
        token = answer.headers.get("x-subject-token", "")
        self._runtime.secrets.add(token)
        if 200 <= answer.status < 300 and not token:
            return ApiError("InvalidAnswer", "IAM's response has no X-Subject-Token header", "passing")
        return token or None


class AgencySource:
    """A key of an agency for another key, which signs the call: by URN from STS, by name and account from IAM v3."""

    renewable = True

    def __init__(
        self,
        agency: str,
        account: str | None,
        session: Session,
        external_id: str | None,
        endpoint: str,
        base: str,
        exchange: Exchange,
    ) -> None:
        self.name = f"the agency {agency}{f' of {account}' if account else ''} with the key from {base}"
        self._exchange = exchange
        if account:
            taken = {"agency_name": agency, "domain_name": account, "duration_seconds": session.duration}
            identity = {"methods": ["assume_role"], "assume_role": taken}
            self._request = _post(f"{endpoint}/v3.0/OS-CREDENTIAL/securitytokens", {"auth": {"identity": identity}})
            return
        body: dict[str, Any] = {
            "agency_urn": agency,
            "agency_session_name": session.name,
            "duration_seconds": session.duration,
        }
        if external_id:
            body["external_id"] = external_id
        self._request = _post(f"{endpoint}/v5/agencies/assume", body)

    def read(self, deadline: Deadline | None = None) -> AccessKey:
        return self._exchange.call(
            self._request, lambda answer, document: _judge(answer, document, _ASSUME_HINT, self._exchange), deadline
        )


def _post(url: str, body: Mapping[str, Any]) -> Request:
    return Request("POST", url, _HEADERS, _json(body))


def _json(body: Mapping[str, Any]) -> bytes:
    return json.dumps(body).encode("utf-8")
