# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Alibaba Cloud: the ways to a key, each made of what a place says."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.connection import parse_endpoint
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.credentials import AccessKey
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources import ways as shared
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.chain import Source
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.id_tokens import IdToken
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.ways import Role

from .auth import AccessKeyAuth

#: What the vendor's own action for GitHub asks for, and what clusters put into their tokens.
AUDIENCE = "sts.aliyuncs.com"
#: The address for all regions.
STS_ENDPOINT = "https://sts.aliyuncs.com"
_REGION = re.compile(r"^[a-z]{2,4}(-[a-z0-9]{1,12})+\Z")


@dataclass(frozen=True)
class Site:
    """What a profile says of the address of STS."""

    #: How it is called in messages.
    place: str = ""
    endpoint: str = ""
    region: str = ""
    #: Whether the address is that for networks of the cloud (VPC); None leaves it to the environment.
    inside: bool | None = None


class Ways(shared.Ways):
    """Makes sources. Making one sends nothing."""

    role_name = re.compile(r"^acs:ram::[0-9]{1,32}:role/[A-Za-z0-9._+=,@-]{1,64}\Z")
    role_expected = "the ARN of a role, acs:ram::ACCOUNT_ID:role/NAME"

    def oidc(self, role: Role, provider: str, token: IdToken, site: Site = Site()) -> Source:
        """The source that takes an ID token for a key of a role."""
        from .sts import oidc_source

        return oidc_source(role, provider, token, self._sts(site), self.exchange())

    def role(self, base: Source, role: Role, place: str = "assume_role", site: Site = Site()) -> Source:
        """The source that assumes a role with the keys of another source."""
        self.checked_role(role, place)
        from .sts import role_source

        exchange = self.signed(base, role.session, lambda key: auth_of(key, self.runtime))
        return role_source(role, self._sts(site), base.name, exchange)

    def metadata(self, role: str | None, else_text: str | None) -> Source:
        """The source that asks this machine's metadata."""
        from .machine import metadata_source

        return metadata_source(role, self.service.name, self.runtime, else_text)

    def uri(self, place: str, uri: str) -> Source:
        """The source that asks a service of the user's own."""
        from .machine import UriSource

        return UriSource(place, uri, self.service.name, self.runtime, self.connection.patience)

    def _sts(self, site: Site) -> str:
        """The address of STS."""
        environ = self.runtime.environ
        if not self.options["sts_endpoint"] and site.endpoint:
            return parse_endpoint(site.endpoint, f"{site.place}: sts_endpoint")
        value = self.options["sts_endpoint"] or environ.get("ALIBABA_CLOUD_STS_ENDPOINT")
        if value:
            return parse_endpoint(value, "sts_endpoint")
        region = site.region or environ.get("ALIBABA_CLOUD_STS_REGION", "")
        if not region:
            return STS_ENDPOINT
        if not _REGION.match(region):
            named = f"{site.place}: sts_region" if site.region else "ALIBABA_CLOUD_STS_REGION"
            raise OptionError(f"{named}: this is no id of a region.")
        inside = site.inside
        if inside is None:
            inside = environ.get("ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED", "").lower() == "true"
        return f"https://{'sts-vpc' if inside else 'sts'}.{region}.aliyuncs.com"


def auth_of(key: AccessKey, runtime: Runtime) -> AccessKeyAuth:
    """What signs with a key; ValueError for one that cannot be sent."""
    return AccessKeyAuth(key.access_key, key.secret_key, key.security_token, now=runtime.clock.time)
