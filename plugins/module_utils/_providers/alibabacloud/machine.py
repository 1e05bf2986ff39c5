# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Alibaba Cloud: keys that a cloud machine or its surroundings hand out without a signature.

From the page "Instance RAM roles" of ECS and the SDK's providers.
"""

from __future__ import annotations

from typing import Any

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer, Patience, Request
from ansible_collections.edgeops.cdn.plugins.module_utils._model.clock import Deadline
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.credentials import AccessKey
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.exchange import (
    Exchange,
    check_uri,
    object_of,
    open_direct,
    open_exchange,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.machine import (
    CONTAINER_PATIENCE,
    METADATA_PATIENCE,
    metadata_service,
    not_here,
    role_name,
)

from .sts import NAMES

METADATA = "http://100.100.100.200"
_ROLES = f"{METADATA}/latest/meta-data/ram/security-credentials/"
#: Seconds that a token for the metadata is good, six hours.
_TOKEN_LIFE = "21600"


def is_own_machine(runtime: Runtime) -> bool:
    """Whether the machine's DMI names Alibaba Cloud."""
    return runtime.dmi("product_name").strip() == "Alibaba Cloud ECS"


class MetadataSource:
    """The key of the role that this machine has; version 2 of the protocol alone. else_text: see not_here()."""

    renewable = True

    def __init__(self, role: str | None, service: str, runtime: Runtime, else_text: str | None) -> None:
        self.name = f"this machine's role{f' {role}' if role else ''} (metadata)"
        self._role = role
        self._runtime = runtime
        self._else_text = else_text
        self._exchange = open_direct(metadata_service(service), METADATA_PATIENCE, runtime)
        self._worked = False

    def read(self, deadline: Deadline | None = None) -> AccessKey:
        try:
            key = self._key(deadline)
        except ApiError as error:
            if self._worked or error.code == "NoRole":
                raise
            raise not_here(error, METADATA, self._else_text) from None
        self._worked = True
        return key

    def _key(self, deadline: Deadline | None) -> AccessKey:
        headers = {"X-aliyun-ecs-metadata-token-ttl-seconds": _TOKEN_LIFE}
        token = self._exchange.call(Request("PUT", f"{METADATA}/latest/api/token", headers), self._token_in, deadline)
        headers = {"X-aliyun-ecs-metadata-token": token}
        role = self._role or self._exchange.call(Request("GET", _ROLES, headers), self._role_in, deadline)
        return self._exchange.call(Request("GET", f"{_ROLES}{role}", headers), self._key_in, deadline)

    def _token_in(self, answer: Answer, document: Any) -> str | ApiError | None:
        text = document.strip() if isinstance(document, str) else ""
        if not 200 <= answer.status < 300 or not text or not text.isascii() or not text.isprintable() or " " in text:
            return None
        self._runtime.secrets.add(text)
        return text

    def _role_in(self, answer: Answer, document: Any) -> str | ApiError | None:
        if answer.status == 404:
            return _no_role()
        return role_name(document) if 200 <= answer.status < 300 and isinstance(document, str) else None

    def _key_in(self, answer: Answer, document: Any) -> AccessKey | ApiError | None:
        if answer.status == 404:
            return _no_role()
        return _key(answer, document, self._exchange, lasting=False)


class UriSource:
    """The key that a service of the user's own hands out."""

    renewable = True

    def __init__(self, place: str, uri: str, service: str, runtime: Runtime, patience: Patience) -> None:
        self.name = f"the credentials URI ({place})"
        self._request = Request("GET", check_uri(place, uri))
        if uri.startswith("https:"):
            self._exchange = open_exchange(metadata_service(service), patience, runtime)
        else:
            self._exchange = open_direct(metadata_service(service), CONTAINER_PATIENCE, runtime)

    def read(self, deadline: Deadline | None = None) -> AccessKey:
        return self._exchange.call(
            self._request, lambda answer, text: _key(answer, text, self._exchange, lasting=True), deadline
        )


def _no_role() -> ApiError:
    return ApiError("NoRole", "this machine has no such role", "lasting", hint="Attach a RAM role to this machine.")


def _key(answer: Answer, text: Any, exchange: Exchange, lasting: bool) -> AccessKey | ApiError | None:
    document = object_of(text)
    if not 200 <= answer.status < 300 or document is None:
        return None
    if document.get("Code", "Success") != "Success":
        return ApiError("InvalidAnswer", "the response says that it has no key", "passing")
    return exchange.key(document, NAMES, lasting)
