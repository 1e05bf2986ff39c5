# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Tencent Cloud: the ways to a key, each made of what a place says."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from ansible_collections.edgeops.cdn.plugins.module_utils._http.requests_library import AuthBase
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.connection import parse_endpoint
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.credentials import AccessKey
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources import ways as shared
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.chain import Source
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.id_tokens import IdToken
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.ways import Role

from .auth import SecretKeyAuth
from .sts import REGION
from .sts import SERVICE as STS

#: What actions for GitHub of others ask for; the vendor has no default.
AUDIENCE = "sts.tencentcloudapi.com"
STS_ENDPOINT = "https://sts.tencentcloudapi.com"
#: Not documented, but by the rule that the addresses of all services keep.
INTERNATIONAL_STS_ENDPOINT = "https://sts.intl.tencentcloudapi.com"


class Ways(shared.Ways):
    """Makes sources. Making one sends nothing."""

    role_name = re.compile(r"^qcs::cam::uin/[0-9]{1,32}:role(Name)?/[A-Za-z0-9._+=,@/-]{1,128}\Z")
    role_expected = "the ARN of a role, qcs::cam::uin/UIN:roleName/NAME"

    def oidc(self, role: Role, provider: str, token: IdToken, place: str, region: str = REGION) -> Source:
        """The source that takes an ID token for a key of a role."""
        from .sts import oidc_source

        return oidc_source(self.checked_role(role, place), provider, token, region, self._sts(), self.exchange())

    def role(self, base: Source, role: Role, place: str = "assume_role") -> Source:
        """The source that assumes a role with the keys of another source."""
        from .sts import role_source

        exchange = self.signed(base, role.session, lambda key: self.auth_of(key, STS))
        return role_source(self.checked_role(role, place), self._sts(), base.name, exchange)

    def metadata(self, else_text: str | None) -> Source:
        """The source that asks this machine's metadata."""
        from .machine import metadata_source

        return metadata_source(self.service.name, self.runtime, else_text)

    def auth_of(self, key: AccessKey, service: str) -> AuthBase:
        """What signs with a key; ValueError for one that cannot be sent."""
        return SecretKeyAuth(key.access_key, key.secret_key, key.security_token, service, self.runtime.clock.time)

    def _sts(self) -> str:
        if self.options["sts_endpoint"]:
            return parse_endpoint(self.options["sts_endpoint"], "sts_endpoint")
        host = urlsplit(self.connection.endpoint).hostname or ""
        return INTERNATIONAL_STS_ENDPOINT if host.endswith(".intl.tencentcloudapi.com") else STS_ENDPOINT
