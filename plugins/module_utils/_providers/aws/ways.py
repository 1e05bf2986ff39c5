# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""AWS: the ways to a key, each made of what a place says."""

from __future__ import annotations

import re

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Service
from ansible_collections.edgeops.cdn.plugins.module_utils._http.requests_library import AuthBase
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.connection import Connection, parse_endpoint
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.credentials import AccessKey
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Options, Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources import ways as shared
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.chain import Source
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.id_tokens import IdToken
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.ways import Role

from .auth import AccessKeyAuth
from .partitions import partition_of
from .sts import SERVICE as STS

#: The region in the address of an STS, which has to be the one that is signed.
_STS_REGION = re.compile(r"[/.]sts(?:-fips)?\.([a-z]{2,4}(?:-[a-z]+)+-[0-9])\.")


class Ways(shared.Ways):
    """Makes sources. Making one sends nothing."""

    role_name = re.compile(r"^arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9_+=,.@/-]{1,576}\Z")
    role_expected = "the ARN of a role, arn:aws:iam::ACCOUNT_ID:role/NAME"

    def __init__(self, service: Service, connection: Connection, options: Options, runtime: Runtime) -> None:
        super().__init__(service, connection, options, runtime)
        self.partition = partition_of(options)

    def oidc(self, role: Role, token: IdToken, place: str) -> Source:
        """The source that takes an ID token for a key of a role."""
        from .sts import oidc_source

        return oidc_source(self.checked_role(role, place), token, self._sts(), self.exchange())

    def role(self, base: Source, role: Role, place: str = "assume_role") -> Source:
        """The source that assumes a role with the keys of another source."""
        from .sts import role_source

        endpoint = self._sts()
        found = _STS_REGION.search(endpoint)
        region = found[1] if found else self.partition.region
        exchange = self.signed(base, role.session, lambda key: self.auth_of(key, region, STS))
        return role_source(self.checked_role(role, place), endpoint, base.name, exchange)

    def metadata(self, else_text: str | None) -> Source:
        """The source that asks this machine's metadata."""
        from .machine import metadata_source

        return metadata_source(None, self.service.name, self.runtime, else_text)

    def container(self) -> Source | None:
        """The source that asks the container's agent, where the environment names it."""
        from .machine import CONTAINERS, ContainerSource

        environ = self.runtime.environ
        relative = environ.get("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")
        uri = environ.get("AWS_CONTAINER_CREDENTIALS_FULL_URI")
        if not relative and not uri:
            return None
        place = f"AWS_CONTAINER_CREDENTIALS_{'RELATIVE' if relative else 'FULL'}_URI"
        return ContainerSource(
            place,
            f"{CONTAINERS}{relative}" if relative else str(uri),
            environ.get("AWS_CONTAINER_AUTHORIZATION_TOKEN"),
            environ.get("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"),
            self.service.name,
            self.runtime,
            self.connection.patience,
        )

    def auth_of(self, key: AccessKey, region: str, service: str) -> AuthBase:
        """What signs with a key; ValueError for one that cannot be sent."""
        return AccessKeyAuth(
            key.access_key, key.secret_key, key.security_token, region, service, now=self.runtime.clock.time
        )

    def _sts(self) -> str:
        value = self.options["sts_endpoint"]
        return parse_endpoint(value, "sts_endpoint") if value else self.partition.sts_endpoint
