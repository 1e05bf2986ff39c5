# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""AWS: the key of the role that a machine has, and of the one that a container has.

From the pages "Retrieve security credentials from instance metadata" and "Container credential provider".
"""

from __future__ import annotations

from typing import Any

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer, Patience, Request
from ansible_collections.edgeops.cdn.plugins.module_utils._model.clock import Deadline
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.credentials import AccessKey
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.exchange import Exchange, object_of
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.id_tokens import secret_file
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.machine import (
    Metadata,
    MetadataSource,
    no_role,
    open_agent,
)

METADATA = "http://169.254.169.254"
CONTAINERS = "http://169.254.170.2"
_ROLES = "/latest/meta-data/iam/security-credentials/"
_NAMES = ("AccessKeyId", "SecretAccessKey", "Token", "Expiration")


def is_own_machine(runtime: Runtime) -> bool:
    """Whether the machine's DMI names EC2."""
    return runtime.dmi("sys_vendor").strip().lower() == "amazon ec2"


def metadata_source(role: str | None, service: str, runtime: Runtime, else_text: str | None) -> MetadataSource:
    """The key of the role that this machine has."""
    return MetadataSource("this machine's role (metadata)", _METADATA, role, service, runtime, else_text)


def _no_role(answer: Answer, _document: Any) -> ApiError | None:
    return no_role("role", "Attach an instance profile to this machine.") if answer.status == 404 else None


def _key_in(text: Any, exchange: Exchange) -> AccessKey | ApiError | None:
    values = object_of(text)
    if values is None or values.get("Code", "Success") != "Success":
        # An error comes with the status of a success.
        return None
    return exchange.key(values, _NAMES)


_METADATA = Metadata(
    METADATA,
    key=f"{_ROLES}{{}}",
    no_role=_no_role,
    key_in=_key_in,
    roles=_ROLES,
    token=("/latest/api/token", "X-aws-ec2-metadata-token-ttl-seconds", "X-aws-ec2-metadata-token"),
)


class ContainerSource:
    """The key that the agent of ECS or EKS gives to a container."""

    renewable = True

    def __init__(
        self, place: str, uri: str, token: str | None, token_file: str | None, service: str, runtime: Runtime,
        patience: Patience,
    ) -> None:  # fmt: skip
        self.name = f"the container's role ({place})"
        self._uri = uri
        self._token = token
        self._token_file = token_file
        self._runtime = runtime
        runtime.secrets.add(token or "")
        self._exchange = open_agent(place, uri, service, patience, runtime)

    def read(self, deadline: Deadline | None = None) -> AccessKey:
        token = self._token
        if self._token_file:
            token = secret_file(self._token_file, "the container's token", self._runtime)
        headers = {"Authorization": token} if token else {}
        return self._exchange.call(Request("GET", self._uri, headers), self._key_in, deadline)

    def _key_in(self, answer: Answer, document: Any) -> AccessKey | ApiError | None:
        if answer.status in (401, 403):
            hint = "Give the task or the pod a role."
            return ApiError("ContainerRoleRefused", "the container's agent refused a key", "lasting", hint=hint)
        return _key_in(document, self._exchange) if 200 <= answer.status < 300 else None
