# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Calls whose responses hold keys or tokens: what is read is kept out of every text, and nothing is quoted."""

from __future__ import annotations

import json
from typing import Any, Callable, Mapping, TypeVar
from urllib.parse import urlsplit

from ansible_collections.edgeops.cdn.plugins.module_utils._http.budget import Budget
from ansible_collections.edgeops.cdn.plugins.module_utils._http.client import Client
from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import (
    Answer,
    Login,
    NoCredentials,
    Patience,
    Request,
    Service,
    StaticLogin,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._model.clock import Deadline
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError, OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.hosts import is_loopback
from ansible_collections.edgeops.cdn.plugins.module_utils._model.times import from_text
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.credentials import AccessKey, check_sendable
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Runtime

#: A response with a key has a few lines.
LARGEST_ANSWER = 64 * 1024
#: Containers are handed keys by agents at these addresses, over plain HTTP; no name, which could lead anywhere.
CONTAINER_AGENTS = ("169.254.170.2", "169.254.170.23", "fd00:ec2::23")
#: Calls per second: enough for two processes that begin together; nobody documents less.
_RATE = 5.0

_T = TypeVar("_T")


class Exchange:
    """One party that hands out keys or tokens."""

    def __init__(self, client: Client, runtime: Runtime) -> None:
        self._client = client
        self._budget = Budget(_RATE, runtime.clock)
        self._runtime = runtime

    def call(
        self, request: Request, read: Callable[[Answer, Any], _T | ApiError | None], deadline: Deadline | None
    ) -> _T:
        """What read makes of the response; ApiError for everything else. None leaves it to the HTTP status.

        What it makes of a response whose status is that of an error counts only where it is an ApiError.
        """
        found: list[_T] = []

        def judge(answer: Answer, document: Any) -> ApiError | None:
            if len(answer.body) > LARGEST_ANSWER:
                return ApiError("AnswerTooLarge", "the response was larger than 64 KiB", "passing")
            value = read(answer, document)
            if isinstance(value, ApiError):
                return value
            if value is not None:
                found.append(value)
            elif 200 <= answer.status < 300:
                return ApiError("InvalidAnswer", "the response holds no key", "passing")
            return None

        self._client.deadline = deadline
        self._client.call(request, self._budget, judge)
        return found[-1]

    def key(self, values: Any, names: tuple[str, str, str, str], lasting: bool = False) -> AccessKey | ApiError:
        """The key in an object, by the names of id, secret, token and expiry; ApiError where a part is missing.

        lasting says that token and expiry may be missing.
        """
        found = key_of(values, names, self._runtime, lasting)
        if found is None:
            return ApiError("InvalidAnswer", "the response holds no whole key", "passing")
        if found.expires_at is None or not self._client.skew:
            return found
        # By this machine's clock, which may be off.
        return AccessKey(found.access_key, found.secret_key, found.security_token, found.expires_at - self._client.skew)


def key_of(values: Any, names: tuple[str, str, str, str], runtime: Runtime, lasting: bool = False) -> AccessKey | None:
    """The key in an object that a machine wrote; None where a part is missing or cannot be used."""
    if not isinstance(values, Mapping):
        return None
    texts = [values.get(name) or "" for name in names]
    if not all(isinstance(text, str) for text in texts):
        return None
    access_key, secret_key, token, expiry = texts
    runtime.secrets.add(secret_key, token)
    expires_at = from_text(expiry)
    if not access_key or not secret_key or (expiry and expires_at is None):
        return None
    if not lasting and (not token or expires_at is None):
        return None
    try:
        for text in filter(None, (access_key, secret_key, token)):
            check_sendable("key", text)
    except OptionError:
        return None
    return AccessKey(access_key, secret_key, token or None, expires_at)


def open_exchange(
    service: Service, patience: Patience, runtime: Runtime, verify: bool | str = True, login: Login | None = None
) -> Exchange:
    """An exchange over the network that the provider itself uses, with the proxies of the environment."""
    transport = runtime.transport(verify, runtime.environ)
    unsigned = StaticLogin(NoCredentials())
    return Exchange(Client(service, patience, transport, login or unsigned, runtime.clock, runtime.secrets), runtime)


def open_direct(service: Service, patience: Patience, runtime: Runtime) -> Exchange:
    """An exchange with this machine's own surroundings: never through a proxy, whatever the environment says."""
    transport = runtime.transport(True, {})
    unsigned = StaticLogin(NoCredentials())
    return Exchange(Client(service, patience, transport, unsigned, runtime.clock, runtime.secrets), runtime)


def text_of(body: bytes) -> str:
    """The body of a response that is a text; JSON is read by whoever expects some."""
    return body.decode("utf-8")


def object_of(text: Any) -> Any:
    """What a text that should be a JSON object holds; None where it is none."""
    try:
        document = json.loads(text)
    except (ValueError, TypeError, RecursionError):
        return None
    return document if isinstance(document, dict) else None


def check_uri(place: str, uri: str) -> str:
    """A URI from the environment or a file that hands out keys; OptionError, without it, where that is not safe."""
    expected = f"Expected https://..., or http:// with a loopback address or one of {', '.join(CONTAINER_AGENTS)}."
    try:
        parts = urlsplit(uri)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise OptionError(f"{place} is no address. {expected}") from None
    if not uri.isascii() or not uri.isprintable() or " " in uri or not host or port == 0 or parts.fragment:
        raise OptionError(f"{place} is no address. {expected}")
    if "@" in parts.netloc:
        raise OptionError(f"{place} must not hold a user name or password. {expected}")
    if host.startswith(("169.254.", "fe80:", "fd00:ec2:")) and host not in CONTAINER_AGENTS:
        raise OptionError(f"{place} is the address of a machine's metadata. Use instance_role instead.")
    if parts.scheme != "https" and not (parts.scheme == "http" and (is_loopback(host) or host in CONTAINER_AGENTS)):
        raise OptionError(f"{place} would fetch a key unencrypted from another machine. {expected}")
    return uri
