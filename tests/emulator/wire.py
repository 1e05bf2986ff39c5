# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A request as it came over the wire, and an answer before it goes out."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import unquote, unquote_plus, urlsplit

JSON_TYPE = "application/json"


def split_query(text: str, decode: Callable[[str], str]) -> list[tuple[str, str]]:
    """The pairs of a query string or form body, in order, empty values included."""
    pairs = (part.partition("=") for part in text.split("&") if part)
    return [(decode(name), decode(value)) for name, _, value in pairs]


def host_of(url: str) -> str:
    """The host name of a URL, or an empty text."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


@dataclass
class Wire:
    """Method, target, headers and body of a request, as sent. Header names are lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes = b""

    @cached_property
    def raw_path(self) -> str:
        return self.target.partition("?")[0]

    @cached_property
    def path(self) -> str:
        return unquote(self.raw_path)

    @cached_property
    def raw_query(self) -> str:
        return self.target.partition("?")[2]

    @cached_property
    def query(self) -> list[tuple[str, str]]:
        """Query pairs by RFC 3986: a plus is a plus."""
        return split_query(self.raw_query, unquote)

    @cached_property
    def form_query(self) -> list[tuple[str, str]]:
        """Query pairs by the rules of HTML forms: a plus is a space."""
        return split_query(self.raw_query, unquote_plus)

    @cached_property
    def form(self) -> list[tuple[str, str]]:
        """Pairs of a form body; empty when the body is something else."""
        if not self.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            return []
        return split_query(self.body.decode("utf-8", "replace"), unquote_plus)

    def json(self) -> Any:
        """The body as JSON. Raises ValueError."""
        return json.loads(self.body)


@dataclass
class Answer:
    """An answer not sent yet, so that a fault can still spoil it."""

    status: int
    payload: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    #: The error code inside the body, for the log and the statistics.
    code: str | None = None
    #: Set instead of `payload` where the body is not JSON.
    content: bytes | None = None

    def body(self) -> bytes:
        if self.content is not None:
            return self.content
        return json.dumps(self.payload, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


#: For a request that no emulated provider claims.
NOBODY = Answer(404, {"error": "this path belongs to no emulated provider"})


class ApiError(Exception):
    """An error by the provider's rules; the provider's blueprint gives it the documented shape."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        auth: bool = False,
    ) -> None:
        super().__init__(f"{code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        #: An authentication failure: counted apart.
        self.auth = auth
        #: A refusal by the rate limiter: counted apart, too.
        self.limited = False
        self.headers: dict[str, str] = {}
        #: Further keys of the body.
        self.extra: dict[str, Any] = {}
