# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Volcengine and BytePlus: the ways to a key, each made of what a place says."""

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
from .sites import site_of
from .sts import SERVICE as STS


class Ways(shared.Ways):
    """Makes sources. Making one sends nothing."""

    role_name = re.compile(r"^trn:iam::[0-9]{1,32}:role/[A-Za-z0-9._+=,@/-]{1,128}\Z")
    role_expected = "the TRN of a role, trn:iam::ACCOUNT_ID:role/NAME"

    def __init__(self, service: Service, connection: Connection, options: Options, runtime: Runtime) -> None:
        super().__init__(service, connection, options, runtime)
        self.site = site_of(options)

    def oidc(self, role: Role, token: IdToken, place: str) -> Source:
        """The source that takes an ID token for a key of a role."""
        from .sts import oidc_source

        return oidc_source(self.checked_role(role, place), token, self._sts(), self.exchange())

    def role(self, base: Source, role: Role, place: str = "assume_role") -> Source:
        """The source that assumes a role with the keys of another source."""
        from .sts import role_source

        exchange = self.signed(base, role.session, lambda key: self.auth_of(key, self.site.sts_region, STS))
        return role_source(self.checked_role(role, place), self._sts(), base.name, exchange)

    def metadata(self, role: str | None, else_text: str | None) -> Source:
        """The source that asks this machine's metadata."""
        from .machine import metadata_source

        return metadata_source(role, self.service.name, self.runtime, else_text)

    def auth_of(self, key: AccessKey, region: str, service: str) -> AuthBase:
        """What signs with a key; ValueError for one that cannot be sent."""
        return AccessKeyAuth(
            key.access_key, key.secret_key, key.security_token, region, service, now=self.runtime.clock.time
        )

    def _sts(self) -> str:
        # The SDK documents the variable, and does not get to reading it.
        value = self.options["sts_endpoint"] or self.runtime.environ.get(self.site.oidc.endpoint)
        return parse_endpoint(value, "sts_endpoint") if value else self.site.sts_endpoint
