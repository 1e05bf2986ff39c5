# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""What this machine says of itself, and how its metadata are asked: nearby, fast or not at all."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Callable

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer, Patience, Request, Service
from ansible_collections.edgeops.cdn.plugins.module_utils._model.clock import Deadline
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError, OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.credentials import AccessKey
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Runtime

from .exchange import Exchange, check_uri, open_direct, open_exchange, text_of

#: A metadata service is on the same host: it responds within milliseconds.
METADATA_PATIENCE = Patience(connect_timeout=1.0, read_timeout=1.0, retries=0)
#: So does the agent of a container, but it may have to ask the cloud.
_CONTAINER_PATIENCE = Patience(connect_timeout=2.0, read_timeout=5.0, retries=1)
#: Seconds that a token for the metadata is good, six hours.
_TOKEN_LIFE = "21600"
_NAME = re.compile(r"^[A-Za-z0-9._+=,@-]{1,64}\Z")
#: Where nobody responds there is another network, or a container that has no way to the machine's metadata.
_HOP_HINT = "In a container, the metadata service may not be reachable: use the container's own way, or an ID token."


@dataclass(frozen=True)
class Metadata:
    """How one cloud's metadata service is asked for a machine's key."""

    address: str
    #: The path of the key, with the role's name in braces where the service has one.
    key: str
    #: The error where the machine has no role, by its response; None for any other response.
    no_role: Callable[[Answer, Any], ApiError | None]
    #: The key in the text of a response.
    key_in: Callable[[Any, Exchange], AccessKey | ApiError | None]
    #: The path of the list of roles; None where a machine has one at most, whose name nobody asks for.
    roles: str | None = None
    #: The path of a token, the header that says how long it should be good, and the one that carries it: version 2 of
    #: the protocol. None where there is no such version.
    token: tuple[str, str, str] | None = None


class MetadataSource:
    """The key of the role that this machine has; of version 2 of the protocol alone, where there is one.

    else_text is what to say where it was only guessed that the machine is one of the cloud's.
    """

    renewable = True

    def __init__(
        self, name: str, metadata: Metadata, role: str | None, service: str, runtime: Runtime, else_text: str | None
    ) -> None:
        self.name = name
        self._metadata = metadata
        self._role = role
        self._runtime = runtime
        self._else_text = else_text
        self._exchange = open_direct(_texts(service), METADATA_PATIENCE, runtime)
        self._worked = False

    def read(self, deadline: Deadline | None = None) -> AccessKey:
        try:
            key = self._key(deadline)
        except ApiError as error:
            if self._worked or error.code == NO_ROLE:
                raise
            raise self._not_here(error) from None
        self._worked = True
        return key

    def _key(self, deadline: Deadline | None) -> AccessKey:
        metadata, headers = self._metadata, {}
        if metadata.token is not None:
            path, life_header, token_header = metadata.token
            ask = Request("PUT", f"{metadata.address}{path}", {life_header: _TOKEN_LIFE})
            headers = {token_header: self._exchange.call(ask, self._token_in, deadline)}
        role = self._role or ""
        if metadata.roles is not None and not role:
            ask = Request("GET", f"{metadata.address}{metadata.roles}", headers)
            role = self._exchange.call(ask, self._role_in, deadline)
        ask = Request("GET", metadata.address + metadata.key.replace("{}", role), headers)
        return self._exchange.call(ask, self._key_in, deadline)

    def _token_in(self, answer: Answer, document: Any) -> str | ApiError | None:
        if answer.status in (404, 405, 503) and not self._worked:
            hint = "Switch it to version 2, or use another way to sign in: version 1 is not asked."
            return ApiError("MetadataVersion", "this machine's metadata are not of version 2", "lasting", hint=hint)
        text = document.strip() if isinstance(document, str) else ""
        if not 200 <= answer.status < 300 or not text or not text.isascii() or not text.isprintable() or " " in text:
            return None
        self._runtime.secrets.add(text)
        return text

    def _role_in(self, answer: Answer, document: Any) -> str | ApiError | None:
        if not 200 <= answer.status < 300 or not isinstance(document, str):
            return self._metadata.no_role(answer, document)
        return role_name(document)

    def _key_in(self, answer: Answer, document: Any) -> AccessKey | ApiError | None:
        if not 200 <= answer.status < 300:
            return self._metadata.no_role(answer, document)
        return self._metadata.key_in(document, self._exchange)

    def _not_here(self, error: ApiError) -> ApiError:
        """The lasting error where a machine has no metadata of the cloud."""
        address = self._metadata.address
        if self._else_text is not None:
            text = f"{self._else_text.rstrip('.')}; this machine has no role either (no usable response from {address})"
            return ApiError("NoCredentials", text, "lasting")
        text = f"no usable response from this machine's metadata service at {address} ({error.code})"
        return ApiError("NoMetadata", text, "lasting", hint=_HOP_HINT)


#: The code of the error that a metadata service is there, and the machine has no role.
NO_ROLE = "NoRole"


def no_role(what: str, hint: str) -> ApiError:
    """The error where a machine has no role, in the cloud's own words."""
    return ApiError(NO_ROLE, f"this machine has no {what}", "lasting", hint=hint)


def open_agent(place: str, uri: str, service: str, patience: Patience, runtime: Runtime) -> Exchange:
    """An exchange with what hands out keys at a URI; OptionError names the place where that is not safe.

    Over TLS it may be far away. Otherwise it is a container's agent, which is asked as the machine itself is.
    """
    check_uri(place, uri)
    if uri.startswith("https:"):
        return open_exchange(_texts(service), patience, runtime)
    return open_direct(_texts(service), _CONTAINER_PATIENCE, runtime)


def _texts(name: str) -> Service:
    """A service whose bodies are texts."""
    return Service(name, body="text", read_body=text_of)


def role_name(text: str) -> str | None:
    """The first name in a metadata service's list of roles, fit for a path; None where there is none."""
    try:
        names = json.loads(text)
    except (ValueError, RecursionError):
        names = None
    first = next(iter(names), None) if isinstance(names, list) else text.strip().partition("\n")[0]
    return first.strip() if isinstance(first, str) and _NAME.match(first.strip()) else None


def given_role(place: str, text: str) -> str:
    """A role's name that is fit for a path; OptionError where it is none."""
    if not _NAME.match(text):
        raise OptionError(f"{place}: this is no name of a role.")
    return text
