# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Alibaba Cloud: the ways to a key, each made of what a place says."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Mapping

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Service
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.connection import Connection, parse_endpoint
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.credentials import AccessKey
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Options, Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.chain import Source
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.exchange import Exchange, open_exchange
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.id_tokens import IdToken, id_token
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.login import KeyLogin
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.options import USUAL, Session

from .auth import AccessKeyAuth

#: What the vendor's own action for GitHub asks for, and what clusters put into their tokens.
_AUDIENCE = "sts.aliyuncs.com"
#: The address for all regions.
STS_ENDPOINT = "https://sts.aliyuncs.com"
_ROLE_ARN = re.compile(r"^acs:ram::[0-9]{1,32}:role/[A-Za-z0-9._+=,@-]{1,64}\Z")
_REGION = re.compile(r"^[a-z]{2,4}(-[a-z0-9]{1,12})+\Z")


class Ways:
    """Makes sources. Making one sends nothing."""

    def __init__(self, service: Service, connection: Connection, options: Options, runtime: Runtime) -> None:
        self.service = service
        self.connection = connection
        self.options = options
        self.runtime = runtime
        #: What each file that is there does not hold, where the user names a profile.
        self.missing: list[str] = []

    def id_token(self, value: tuple[str, str | None], path: str | None) -> IdToken | None:
        audience = self.options["oidc_audience"] or _AUDIENCE
        return id_token(
            self.runtime, value, path, (audience, self.connection.patience, self.connection.verify, self.service)
        )

    def oidc(
        self, arn: str, provider: str, token: IdToken, session: Session, policy: str | None = None, region: str = ""
    ) -> Source:
        """The source that takes an ID token for a key of a role."""
        from .sts import OidcSource, Role

        return OidcSource(Role(arn, session, policy=policy), provider, token, self.sts(region), self.exchange())

    # -- roles --------------------------------------------------------------------------------------------------------

    def role(
        self,
        base: Source,
        arn: str,
        place: str,
        session: Session,
        external_id: str | None = None,
        policy: str | None = None,
        region: str = "",
    ) -> Source:
        """The source that assumes a role with the keys of another source."""
        if not _ROLE_ARN.match(arn):
            raise OptionError(f"{place}: expected the ARN of a role, acs:ram::ACCOUNT_ID:role/NAME.")
        temporary = base.renewable or (hasattr(base, "key") and base.key.security_token)
        if temporary and session.duration > USUAL:
            raise OptionError(f"role_duration: at most {USUAL} where a role is assumed with a temporary key.")
        from .sts import Role, RoleSource

        login = KeyLogin(base, lambda key: auth_of(key, self.runtime), self.runtime)
        service = replace(self.service, endpoint_option="sts_endpoint")
        exchange = open_exchange(service, self.connection.patience, self.runtime, self.connection.verify, login)
        return RoleSource(Role(arn, session, external_id, policy), self.sts(region), base.name, exchange)

    def metadata(self, role: str | None, else_text: str | None) -> Source:
        """The source that asks this machine's metadata."""
        from .machine import MetadataSource

        return MetadataSource(role, self.service.name, self.runtime, else_text)

    @staticmethod
    def role_name(place: str, text: str) -> str:
        """A role's name that is fit for a path; OptionError where it is none."""
        if not re.match(r"^[A-Za-z0-9._+=,@-]{1,64}\Z", text):
            raise OptionError(f"{place}: this is no name of a role.")
        return text

    def uri(self, place: str, uri: str) -> Source:
        """The source that asks a service of the user's own."""
        from .machine import UriSource

        return UriSource(place, uri, self.service.name, self.runtime, self.connection.patience)

    # -- addresses ----------------------------------------------------------------------------------------------------

    def exchange(self) -> Exchange:
        """The way to STS for calls without a signature."""
        service = replace(self.service, endpoint_option="sts_endpoint")
        return open_exchange(service, self.connection.patience, self.runtime, self.connection.verify)

    def sts(self, region: str = "") -> str:
        """The address of STS."""
        environ = self.runtime.environ
        value = self.options["sts_endpoint"] or environ.get("ALIBABA_CLOUD_STS_ENDPOINT")
        if value:
            return parse_endpoint(value, "sts_endpoint")
        region = region or environ.get("ALIBABA_CLOUD_STS_REGION", "")
        if not region:
            return STS_ENDPOINT
        if not _REGION.match(region):
            raise OptionError("ALIBABA_CLOUD_STS_REGION: this is no id of a region.")
        inside = environ.get("ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED", "").lower() == "true"
        return f"https://{'sts-vpc' if inside else 'sts'}.{region}.aliyuncs.com"


def half(place: str, values: Mapping[str, Any], needed: tuple[str, ...]) -> None:
    """OptionError where a place names some of these values, and not all that are needed."""
    missing = [name for name in needed if not values.get(name)]
    if missing:
        named = next(name for name, value in values.items() if value)
        raise OptionError(f"{place}: {named} is set, but {' and '.join(missing)} is missing.")


def auth_of(key: AccessKey, runtime: Runtime) -> AccessKeyAuth:
    """What signs with a key; ValueError for one that cannot be sent."""
    return AccessKeyAuth(key.access_key, key.secret_key, key.security_token, now=runtime.clock.time)
