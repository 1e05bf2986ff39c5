# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Huawei Cloud: where a key comes from, in the order of the official SDK."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Mapping

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Service
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.typed import read_number
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.connection import Connection, parse_endpoint
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.credentials import (
    AccessKey,
    absent_file,
    complete_access_key,
    home_file,
    incomplete,
    read_ini,
    shown_names,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Options, Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.chain import Source, choose, given
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.exchange import Exchange, open_exchange
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.id_tokens import (
    IdToken,
    TokenFile,
    id_token,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.login import KeyLogin
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.options import (
    LONGEST,
    OIDC_NAMES,
    SHORTEST,
    USUAL,
    Session,
    external_id_of,
    session_of,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.ways import half

from .auth import AccessKeyAuth

#: The SDK's names, then those of the samples on the vendor's API pages.
_ENVIRONMENT = (
    ("HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK", "HUAWEICLOUD_SDK_SECURITY_TOKEN"),
    ("CLOUD_SDK_AK", "CLOUD_SDK_SK", "CLOUD_SDK_SECURITY_TOKEN"),
)
_FILE = "HUAWEICLOUD_SDK_CREDENTIALS_FILE"
_CREDENTIALS_FILE = ".huaweicloud/credentials"
#: Keys of any region's STS work in all regions; the SDK takes this one where it knows no other.
_STS_REGION = "cn-north-4"
_STS_ENDPOINT = "https://sts.cn-north-4.myhuaweicloud.com"
#: The vendor has no default: it is whatever the identity provider lists as a client ID.
AUDIENCE = "sts.huaweicloud.com"
_AGENCY_URN = re.compile(r"^iam::[A-Za-z0-9-]{1,64}:agency:[A-Za-z0-9_./+=,@-]{1,128}\Z")
_REGION = re.compile(r"^[a-z]{2,4}(-[a-z]{2,12})+-[0-9]{1,3}\Z")
_NONE = (
    "No credentials for Huawei Cloud. Set access_key and secret_key, or auth_token, or iam_username with "
    "iam_password and iam_domain, or oidc_role and oidc_provider; or HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK in the "
    "environment; or write ~/.huaweicloud/credentials."
)


@dataclass(frozen=True)
class Places:
    """Where this run may find a key."""

    service: Service
    connection: Connection
    options: Options
    runtime: Runtime
    iam_endpoint: str

    def source(self) -> Source:
        """The source that the options, the environment or a file name first; OptionError where there is none.

        Taking on an agency comes on top of whatever was found.
        """
        found = choose(
            (
                lambda: given("the options", self._key("The options", self.options, _OPTIONS)),
                self._oidc_of_options,
                self._machine_of_options,
                self._oidc_of_environment,
                self._federation_of_environment,
                *(partial(self._of_environment, names) for names in _ENVIRONMENT),
                self._file,
                self._pod,
                self._machine,
            )
        )
        if found is None:
            absent = absent_file(self.runtime.environ, _FILE, self._path)
            raise OptionError(f"No credentials for Huawei Cloud: {absent[0]}." if absent else _NONE)
        return self._with_agency(found)

    @property
    def _path(self) -> str:
        environ = self.runtime.environ
        return environ.get(_FILE) or home_file(environ, _CREDENTIALS_FILE)

    # -- keys as they are ---------------------------------------------------------------------------------------------

    @staticmethod
    def _key(place: str, values: Mapping[str, Any], names: tuple[str, str, str]) -> AccessKey | None:
        return complete_access_key(place, values, *names)

    def _of_environment(self, names: tuple[str, str, str]) -> Source | None:
        return given(f"the environment ({names[0]})", self._key("The environment", self.runtime.environ, names))

    def _file(self) -> Source | None:
        path = self._path
        parser = read_ini(path, self.runtime.warn)
        if parser is None:
            return None
        # CDN is a global service: the SDK reads [global] for those, and [basic] for all others.
        for section in ("global", "basic"):
            if not parser.has_section(section):
                continue
            place, values = f"{path} [{section}]", parser[section]
            provider, token_file = values.get("idp_id"), values.get("id_token_file")
            if provider and token_file:
                endpoint = values.get("iam_endpoint")
                return self._federation(
                    provider,
                    TokenFile(token_file, self.runtime),
                    parse_endpoint(endpoint, f"{place}: iam_endpoint") if endpoint else None,
                )
            if provider or token_file:
                half(place, {"idp_id": provider, "id_token_file": token_file}, ("idp_id", "id_token_file"))
            return given(place, complete_access_key(place, values, "ak", "sk", "security_token"))
        if parser.sections():
            names = shown_names(parser.sections())
            raise OptionError(
                f"No credentials for Huawei Cloud: {path} has no section [global] or [basic] (its sections: {names})."
            )
        return None

    # -- ID tokens ----------------------------------------------------------------------------------------------------

    def _oidc_of_options(self) -> Source | None:
        options = self.options
        named = {name: options[name] for name in OIDC_NAMES}
        if not any(named.values()):
            return None
        token = self._id_token(("oidc_token", options["oidc_token"]), options["oidc_file"])
        half("The options", named, ("oidc_provider",))
        if token is None:
            raise OptionError(
                "The options: oidc_provider is set, but there is no ID token. Set oidc_token or oidc_file, or "
                "give the CI job the permission id-token: write."
            )
        if not options["oidc_role"]:
            if options["oidc_provider"].startswith("iam::"):
                raise incomplete("The options", named, ("oidc_role",))
            return self._federation(options["oidc_provider"], token, None)
        return self._oidc(options["oidc_provider"], options["oidc_role"], token, session_of(options), None, ())

    def _oidc_of_environment(self) -> Source | None:
        environ = self.runtime.environ
        names = ("HUAWEICLOUD_OIDC_PROVIDER_URN", "HUAWEICLOUD_OIDC_AGENCY_URN")
        texts = ("HUAWEICLOUD_OIDC_ID_TOKEN", "HUAWEICLOUD_OIDC_TOKEN_FILE")
        found = {name: environ.get(name) or "" for name in (*names, *texts)}
        if not any(found.values()):
            return None
        half("The environment", found, names)
        token = self._id_token((texts[0], found[texts[0]]), found[texts[1]])
        if token is None:
            raise incomplete("The environment", found, texts[1:])
        ids = [name.strip() for name in environ.get("HUAWEICLOUD_OIDC_POLICY_IDS", "").split(",")]
        return self._oidc(
            found[names[0]],
            found[names[1]],
            token,
            self._session_of_environment(),
            environ.get("HUAWEICLOUD_OIDC_POLICY") or None,
            tuple(filter(None, ids)),
        )

    def _session_of_environment(self) -> Session:
        environ = self.runtime.environ
        seconds = environ.get("HUAWEICLOUD_OIDC_DURATION_SECONDS")
        values = {"HUAWEICLOUD_OIDC_DURATION_SECONDS": seconds or USUAL}
        duration = read_number(values, "HUAWEICLOUD_OIDC_DURATION_SECONDS", SHORTEST, LONGEST)
        return session_of(self.options, environ.get("HUAWEICLOUD_OIDC_SESSION_NAME"), int(duration))

    def _federation_of_environment(self) -> Source | None:
        names = ("HUAWEICLOUD_SDK_IDP_ID", "HUAWEICLOUD_SDK_ID_TOKEN_FILE")
        found = {name: self.runtime.environ.get(name) or "" for name in names}
        if not any(found.values()):
            return None
        half("The environment", found, names)
        return self._federation(found[names[0]], TokenFile(found[names[1]], self.runtime), None)

    def _id_token(self, value: tuple[str, str | None], path: str | None) -> IdToken | None:
        audience = self.options["oidc_audience"] or AUDIENCE
        return id_token(
            self.runtime, value, path, (audience, self.connection.patience, self.connection.verify, self.service)
        )

    def _oidc(
        self, provider: str, agency: str, token: IdToken, session: Session, policy: str | None, ids: tuple[str, ...]
    ) -> Source:
        from .sts import Agency, OidcSource

        return OidcSource(
            Agency(provider, agency, policy, ids), token, session, self._sts(), self._exchange("sts_endpoint")
        )

    def _federation(self, provider: str, token: IdToken, endpoint: str | None) -> Source:
        from .sts import FederationSource

        return FederationSource(
            provider,
            token,
            session_of(self.options),
            endpoint or self._iam(),
            self._exchange("iam_endpoint"),
            self.runtime,
        )

    # -- machines -----------------------------------------------------------------------------------------------------

    def _machine_of_options(self) -> Source | None:
        return self._metadata(None) if self.options["instance_role"] else None

    def _machine(self) -> Source | None:
        from .machine import is_own_machine

        guessed = self.options["instance_role"] is None and is_own_machine(self.runtime)
        return self._metadata(_NONE) if guessed else None

    def _metadata(self, else_text: str | None) -> Source:
        from .machine import metadata_source

        return metadata_source(self.service.name, self.runtime, else_text)

    def _pod(self) -> Source | None:
        names = ("HC_CONTAINER_CREDENTIALS_FULL_URI", "HC_CONTAINER_AUTHORIZATION_TOKEN_FILE")
        found = {name: self.runtime.environ.get(name) or "" for name in names}
        if not any(found.values()):
            return None
        half("The environment", found, names)
        from .machine import PodSource

        return PodSource(found[names[0]], found[names[1]], self.service.name, self.runtime, self.connection.patience)

    # -- agencies -----------------------------------------------------------------------------------------------------

    def _with_agency(self, base: Source) -> Source:
        agency, account = self.options["assume_role"], self.options["assume_role_account"]
        external_id = external_id_of(self.options)
        if not agency:
            if account:
                raise incomplete("The options", {"assume_role_account": account}, ("assume_role",))
            return base
        if account and external_id:
            raise OptionError("external_id does not go with assume_role_account: agencies of IAM v3 have none.")
        if not account and not _AGENCY_URN.match(agency):
            raise OptionError(
                "assume_role: expected iam::ACCOUNT_ID:agency:NAME, or the name of an agency with assume_role_account."
            )
        session = session_of(self.options)
        temporary = base.renewable or (hasattr(base, "key") and base.key.security_token)
        if temporary and session.duration > USUAL:
            raise OptionError(f"role_duration: at most {USUAL} where an agency is taken on with a temporary key.")
        from .sts import AgencySource

        login = KeyLogin(base, lambda key: auth_of(key, self.runtime), self.runtime)
        service = replace(self.service, endpoint_option="iam_endpoint" if account else "sts_endpoint")
        exchange = open_exchange(service, self.connection.patience, self.runtime, self.connection.verify, login)
        endpoint = self._iam() if account else self._sts()
        return AgencySource(agency, account, session, external_id, endpoint, base.name, exchange)

    def _exchange(self, option: str) -> Exchange:
        service = replace(self.service, endpoint_option=option)
        return open_exchange(service, self.connection.patience, self.runtime, self.connection.verify)

    def _sts(self) -> str:
        value = self.options["sts_endpoint"] or self.runtime.environ.get("HUAWEICLOUD_SDK_STS_ENDPOINT")
        if value:
            return parse_endpoint(value, "sts_endpoint")
        region = (self.options["region"] or _STS_REGION).strip().lower()
        if region == "eu-west-101":
            raise OptionError("sts_endpoint: the European site's STS is not documented. Set its address.")
        if not _REGION.match(region):
            raise OptionError("region: this is no id of a region, and so there is no STS. Set sts_endpoint as well.")
        return _STS_ENDPOINT.replace(_STS_REGION, region)

    def _iam(self) -> str:
        value = self.runtime.environ.get("HUAWEICLOUD_SDK_IAM_ENDPOINT")
        if value and not self.options["iam_endpoint"]:
            return parse_endpoint(value, "iam_endpoint")
        return self.iam_endpoint


_OPTIONS = ("access_key", "secret_key", "security_token")


def auth_of(key: AccessKey, runtime: Runtime) -> AccessKeyAuth:
    """What signs with a key; ValueError for one that cannot be sent."""
    return AccessKeyAuth(key.access_key, key.secret_key, key.security_token, now=runtime.clock.time)
