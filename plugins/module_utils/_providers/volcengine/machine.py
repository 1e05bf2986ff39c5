# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Volcengine: the key of the role that a cloud machine has. From the SDK's provider of ECS roles."""

from __future__ import annotations

from typing import Any

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.exchange import object_of
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.machine import (
    Metadata,
    MetadataSource,
    no_role,
)

from .sts import key_in

METADATA = "http://100.96.0.96"
_ROLES = "/volcstack/latest/iam/security_credentials"


def is_own_machine(runtime: Runtime) -> bool:
    """Whether the machine's DMI names Volcengine. What it says is not documented: where this errs, nobody is asked."""
    return any("volcengine" in runtime.dmi(name).lower() for name in ("sys_vendor", "product_name"))


def metadata_source(role: str | None, service: str, runtime: Runtime, else_text: str | None) -> MetadataSource:
    """The key of the IAM role that this machine has."""
    name = f"this machine's role{f' {role}' if role else ''} (metadata)"
    return MetadataSource(name, _METADATA, role, service, runtime, else_text)


def _no_role(answer: Answer, _document: Any) -> ApiError | None:
    return no_role("such role", "Attach an IAM role to this machine.") if answer.status == 404 else None


_METADATA = Metadata(
    METADATA,
    key=f"{_ROLES}/{{}}",
    no_role=_no_role,
    key_in=lambda text, exchange: key_in(object_of(text), exchange),
    roles=f"{_ROLES}?type=user&format=json",
    token=("/latest/api/token", "X-volc-ecs-metadata-token-ttl-seconds", "X-volc-ecs-metadata-token"),
)
