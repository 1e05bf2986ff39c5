# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""The ID token (a JWT of an OIDC issuer) that a cloud takes for a key: given, in a file, or from a CI system."""

from __future__ import annotations

import base64
import json
from typing import Any, Callable, Mapping, Protocol
from urllib.parse import quote, urlsplit

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer, Patience, Request, Service
from ansible_collections.edgeops.cdn.plugins.module_utils._model.clock import Deadline
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError, OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.shown import told
from ansible_collections.edgeops.cdn.plugins.module_utils._model.times import rfc3339
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.credentials import AccessKey, check_sendable
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Runtime

from .exchange import check_uri, open_exchange

#: Characters; what the clouds take is between 4 and 20,000.
LONGEST = 20_000
#: GitHub Actions, and what is made like it, sets both with `permissions: {id-token: write}`.
CI_URL, CI_TOKEN = "ACTIONS_ID_TOKEN_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"


class IdToken(Protocol):
    """Where an ID token comes from."""

    @property
    def name(self) -> str: ...

    @property
    def renewable(self) -> bool: ...

    def read(self, deadline: Deadline | None) -> str:
        """A token that is good now; ApiError where there is none."""


class GivenToken:
    """A token as it was given. It cannot be renewed: GitLab hands out one a job."""

    renewable = False

    def __init__(self, name: str, token: str, runtime: Runtime) -> None:
        self.name = f"the ID token in {name}"
        self._token = token.strip()
        runtime.secrets.add(self._token)
        check_sendable(name, self._token)
        if len(self._token) > LONGEST:
            raise OptionError(f"{name}: this is no ID token: it is longer than {LONGEST} characters.")

    def read(self, deadline: Deadline | None) -> str:
        return self._token


class TokenFile:
    """A file that something else, such as a kubelet, keeps fresh: it is read again for each key."""

    renewable = True

    def __init__(self, path: str, runtime: Runtime) -> None:
        self.name = f"the ID token in the file {_shown(path)}"
        self._path = path
        self._runtime = runtime

    def read(self, deadline: Deadline | None) -> str:
        return secret_file(self._path, "an ID token", self._runtime)


class CiToken:
    """A token that GitHub Actions hands out on request, for about five minutes: asked for again for each key."""

    renewable = True

    def __init__(
        self, audience: str, patience: Patience, verify: bool | str, runtime: Runtime, service: Service
    ) -> None:
        self.name = f"the ID token of the CI job for {told(audience)}"
        url = check_uri(CI_URL, runtime.environ.get(CI_URL, ""))
        token = runtime.environ.get(CI_TOKEN, "")
        check_sendable(CI_TOKEN, token)
        runtime.secrets.add(token)
        joint = "&" if urlsplit(url).query else "?"
        self._request = Request(
            "GET",
            f"{url}{joint}audience={quote(audience, safe='')}",
            {"Authorization": f"Bearer {token}", "Accept": "application/json"},
        )
        # The CI system's body is JSON, whatever the cloud's is.
        self._exchange = open_exchange(Service(service.name), patience, runtime, verify)
        self._runtime = runtime

    def read(self, deadline: Deadline | None) -> str:
        def token_of(answer: Answer, document: Any) -> str | ApiError | None:
            if not 200 <= answer.status < 300:
                if answer.status in (401, 403, 404):
                    text = f"the CI system refused an ID token (HTTP {answer.status})"
                    hint = "Give the job the permission id-token: write."
                    return ApiError("IdTokenRefused", text, "lasting", hint=hint)
                return None
            value = document.get("value") if isinstance(document, Mapping) else None
            if not isinstance(value, str) or not value.strip().isascii() or len(value) > LONGEST:
                return None
            self._runtime.secrets.add(value.strip())
            return value.strip() or None

        return self._exchange.call(self._request, token_of, deadline)


def secret_file(path: str, what: str, runtime: Runtime) -> str:
    """The one secret in a file, without blanks around it; ApiError says what is wrong, without it."""
    hint, shown = f"It has to hold {what} alone.", _shown(path)
    try:
        with open(path, "rb") as stream:
            content = stream.read(LONGEST * 2)
        text = content.decode("ascii").strip()
    except OSError as exc:
        reason = exc.strerror or type(exc).__name__
        raise ApiError("TokenFile", f"the file {shown} cannot be read: {reason}", "lasting", hint=hint) from None
    except ValueError:
        # Also of a path with a byte that none can have.
        raise ApiError(
            "TokenFile", f"the file {shown} holds something else than {what}", "lasting", hint=hint
        ) from None
    runtime.secrets.add(text)
    try:
        check_sendable("", text)
    except OptionError:
        text = ""
    if not text or len(text) > LONGEST:
        raise ApiError("TokenFile", f"the file {shown} is empty or holds something else", "lasting", hint=hint)
    return text


def _shown(path: str) -> str:
    """A path for messages; not what is a token itself, put where a path should be."""
    return "(its name is a token)" if path.strip().startswith("eyJ") else told(path)


def id_token(
    runtime: Runtime, given: tuple[str, str | None], path: str | None, ci: tuple[str, Patience, bool | str, Service]
) -> IdToken | None:
    """Where the ID token comes from: given by name and value, a file, or else the CI system; None where nowhere."""
    name, value = given
    if value:
        return GivenToken(name, value, runtime)
    if path:
        return TokenFile(path, runtime)
    if runtime.environ.get(CI_URL) and runtime.environ.get(CI_TOKEN):
        audience, patience, verify, service = ci
        return CiToken(audience, patience, verify, runtime, service)
    return None


def key_by_token(token: IdToken, ask: Callable[[str], AccessKey], deadline: Deadline | None) -> AccessKey:
    """The key that a cloud gives for an ID token; for a fresh one where it refuses the first as expired."""
    value = token.read(deadline)
    try:
        return ask(value)
    except ApiError as error:
        if error.kind != "expired" or not token.renewable:
            _explain(error, value)
            raise
    fresh = token.read(deadline)
    try:
        return ask(fresh)
    except ApiError as error:
        _explain(error, fresh)
        raise


def _explain(error: ApiError, token: str) -> None:
    """Add to a refusal what the cloud judged the token by. Which status that has differs: one cloud's is always 200."""
    if error.kind in ("expired", "lasting") and error.status is not None and error.understood:
        error.kind = "lasting"
        error.hint = f"{error.hint or ''} {sent_claims(token)}".strip()


def sent_claims(token: str) -> str:
    """Which of iss, aud and sub were sent, and until when the token is good: for the hint of a refusal."""
    try:
        part = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
        shown = [f"{name} {told(json.dumps(claims[name]), 200)}" for name in ("iss", "aud", "sub") if name in claims]
        if isinstance(claims.get("exp"), int):
            shown.append(f"good until {rfc3339(min(claims['exp'], 253402300799))}")
    except (ValueError, IndexError, TypeError, AttributeError, RecursionError):
        return "The token is no JWT."
    return f"The token has {', '.join(shown)}." if shown else "The token has no claims."
