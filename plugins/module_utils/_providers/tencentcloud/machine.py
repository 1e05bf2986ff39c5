# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Tencent Cloud: the key of the role that a cloud machine has. From the SDK's credential of CVM roles."""

from __future__ import annotations

from typing import Any

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.credentials import AccessKey
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.exchange import Exchange, object_of
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.machine import (
    Metadata,
    MetadataSource,
    no_role,
)

from .sts import key_in

#: The one service that is known by its name. Its protocol has no second version.
METADATA = "http://metadata.tencentyun.com"
_ROLES = "/latest/meta-data/cam/security-credentials/"


def is_own_machine(runtime: Runtime) -> bool:
    """Whether the machine's DMI names Tencent Cloud."""
    return runtime.dmi("sys_vendor").strip().lower() == "tencent cloud"


def metadata_source(service: str, runtime: Runtime, else_text: str | None) -> MetadataSource:
    """The key of the CAM role that this machine has."""
    return MetadataSource("this machine's role (metadata)", _METADATA, None, service, runtime, else_text)


def _no_role(answer: Answer, _document: Any) -> ApiError | None:
    return no_role("role", "Attach a CAM role to this machine.") if answer.status == 404 else None


def _key_in(text: Any, exchange: Exchange) -> AccessKey | ApiError | None:
    document = object_of(text)
    if document is not None and document.get("Code", "Success") != "Success":
        return ApiError("InvalidAnswer", "the response says that it has no key", "passing")
    return key_in(document, exchange)


_METADATA = Metadata(METADATA, key=f"{_ROLES}{{}}", no_role=_no_role, key_in=_key_in, roles=_ROLES)
