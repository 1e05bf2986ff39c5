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
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.exchange import Exchange, object_of
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.machine import (
    Metadata,
    MetadataSource,
    no_role,
    open_agent,
)

from .sts import NAMES

METADATA = "http://100.100.100.200"
_ROLES = "/latest/meta-data/ram/security-credentials/"


def is_own_machine(runtime: Runtime) -> bool:
    """Whether the machine's DMI names Alibaba Cloud."""
    return runtime.dmi("product_name").strip() == "Alibaba Cloud ECS"


def metadata_source(role: str | None, service: str, runtime: Runtime, else_text: str | None) -> MetadataSource:
    """The key of the RAM role that this machine has."""
    name = f"this machine's role{f' {role}' if role else ''} (metadata)"
    return MetadataSource(name, _METADATA, role, service, runtime, else_text)


class UriSource:
    """The key that a service of the user's own hands out."""

    renewable = True

    def __init__(self, place: str, uri: str, service: str, runtime: Runtime, patience: Patience) -> None:
        self.name = f"the credentials URI ({place})"
        self._request = Request("GET", uri)
        self._exchange = open_agent(place, uri, service, patience, runtime)

    def read(self, deadline: Deadline | None = None) -> AccessKey:
        return self._exchange.call(self._request, self._key_in, deadline)

    def _key_in(self, answer: Answer, text: Any) -> AccessKey | ApiError | None:
        return _key(text, self._exchange, lasting=True) if 200 <= answer.status < 300 else None


def _no_role(answer: Answer, _document: Any) -> ApiError | None:
    return no_role("such role", "Attach a RAM role to this machine.") if answer.status == 404 else None


def _key(text: Any, exchange: Exchange, lasting: bool = False) -> AccessKey | ApiError | None:
    document = object_of(text)
    if document is None:
        return None
    if document.get("Code", "Success") != "Success":
        return ApiError("InvalidAnswer", "the response says that it has no key", "passing")
    return exchange.key(document, NAMES, lasting)


_METADATA = Metadata(
    METADATA,
    key=f"{_ROLES}{{}}",
    no_role=_no_role,
    key_in=_key,
    roles=_ROLES,
    token=("/latest/api/token", "X-aliyun-ecs-metadata-token-ttl-seconds", "X-aliyun-ecs-metadata-token"),
)
