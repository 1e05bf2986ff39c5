# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Huawei Cloud: keys that a cloud machine or a pod has without asking anybody far away.

From the page "Obtaining Metadata" of ECS and the SDK's providers.
"""

from __future__ import annotations

from typing import Any

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer, Patience, Request
from ansible_collections.edgeops.cdn.plugins.module_utils._model.clock import Deadline
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.credentials import AccessKey
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.exchange import object_of
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.id_tokens import secret_file
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.machine import (
    Metadata,
    MetadataSource,
    no_role,
    open_agent,
)

from .sts import key_in

#: What the service says where nobody has given the machine an agency.
_NO_AGENCY = "Please configure Cloud Service Agency first"


def is_own_machine(runtime: Runtime) -> bool:
    """Whether the machine's DMI names Huawei Cloud."""
    return runtime.dmi("chassis_asset_tag").strip().upper() == "HUAWEICLOUD"


def metadata_source(service: str, runtime: Runtime, else_text: str | None) -> MetadataSource:
    """The key of the agency that this machine has."""
    return MetadataSource("this machine's agency (metadata)", _METADATA, None, service, runtime, else_text)


def _no_agency(answer: Answer, document: Any) -> ApiError | None:
    if answer.status in (401, 404) and _NO_AGENCY in str(document):
        return no_role("agency", "Attach an agency for the cloud service ECS to this machine.")
    return None


_METADATA = Metadata(
    "http://169.254.169.254",
    key="/openstack/latest/securitykey",
    no_role=_no_agency,
    key_in=lambda text, exchange: key_in(object_of(text), exchange),
    token=("/meta-data/latest/api/token", "X-Metadata-Token-Ttl-Seconds", "X-Metadata-Token"),
)


class PodSource:
    """The key that the agent of a cluster (CCE pod identity) gives to a pod."""

    renewable = True

    def __init__(self, uri: str, token_file: str, service: str, runtime: Runtime, patience: Patience) -> None:
        self.name = "the pod's identity (HC_CONTAINER_CREDENTIALS_FULL_URI)"
        self._uri = uri
        self._token_file = token_file
        self._runtime = runtime
        self._exchange = open_agent("HC_CONTAINER_CREDENTIALS_FULL_URI", uri, service, patience, runtime)

    def read(self, deadline: Deadline | None = None) -> AccessKey:
        token = secret_file(self._token_file, "the pod's token", self._runtime)
        headers = {"Authorization": token, "Content-Type": "application/json"}
        return self._exchange.call(Request("POST", self._uri, headers, b"{}"), self._key_in, deadline)

    def _key_in(self, answer: Answer, document: Any) -> AccessKey | ApiError | None:
        if answer.status in (401, 403):
            hint = "Associate the pod's service account with an agency."
            return ApiError("PodIdentityRefused", "the cluster's agent refused a key", "lasting", hint=hint)
        return key_in(object_of(document), self._exchange) if 200 <= answer.status < 300 else None
