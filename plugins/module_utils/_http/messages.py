# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""What goes to a provider, what comes back, and who carries it: the words of client and transport."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Callable, Mapping, Optional, Protocol, Sequence

from ansible_collections.edgeops.cdn.plugins.module_utils._model.clock import Deadline
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.foreign import read_json

from .requests_library import AuthBase, PreparedRequest


@dataclass(frozen=True)
class Request:
    """One HTTP request without its credentials."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    #: Reads may be repeated after any fault; a submission only where it surely did not arrive.
    repeatable: bool = True


@dataclass(frozen=True)
class Answer:
    """One HTTP response, read to its end. Header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Transport(Protocol):
    """Carries a request there and its response back, or raises ApiError."""

    def send(self, request: Request, auth: AuthBase, connect_timeout: float, read_timeout: float) -> Answer: ...


class Login(Protocol):
    """Where a client gets its credentials from."""

    def current(self, deadline: Deadline | None = None) -> AuthBase:
        """What signs the next request; what has to be fetched for that is fetched before the deadline."""

    def renew(self, refused: AuthBase) -> bool:
        """Replace credentials that the provider refused as expired; False where only the user can."""


class StaticLogin:
    """Credentials as they were given."""

    def __init__(self, auth: AuthBase) -> None:
        self._auth = auth

    def current(self, deadline: Deadline | None = None) -> AuthBase:
        return self._auth

    def renew(self, refused: AuthBase) -> bool:
        return False


class NoCredentials(AuthBase):
    """For requests that bring no credentials, or have them in their body."""

    def __call__(self, r: PreparedRequest) -> PreparedRequest:
        return r


#: Returns the error that a provider's response holds, or None. The parsed JSON is None where the body was none.
ReadError = Callable[[Answer, Any], Optional[ApiError]]


@dataclass(frozen=True)
class Service:
    """Whom a client calls, and what of HTTP is its own."""

    #: The provider's name.
    name: str
    #: Where a request id is looked for when the body has none; in lower case.
    request_id_headers: Sequence[str] = ()
    #: Milliseconds to wait before another call; beside Retry-After, which is HTTP's own. In lower case.
    retry_after_ms_header: str | None = None
    #: The option that holds its address.
    endpoint_option: str = "endpoint"
    #: What bodies are called in an error, and what reads one; it raises ValueError for one that cannot be read.
    body: str = "JSON"
    read_body: Callable[[bytes], Any] = read_json


@dataclass(frozen=True)
class Patience:
    """How long a client tries. Times are in seconds."""

    connect_timeout: float
    read_timeout: float
    #: Further calls after the first one.
    retries: int
