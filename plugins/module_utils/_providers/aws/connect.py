# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""AWS: where keys come from, in the order of the official SDK."""

from __future__ import annotations

from ansible_collections.edgeops.cdn.plugins.module_utils._http.client import Client
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.connection import (
    Connection,
    open_client,
    read_connection,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Declaration, Options, Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.chain import Source
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.id_tokens import TokenFile
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.login import KeyLogin
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.options import session_of
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.ways import Role, half

from .files import Profiles, names_of_environment
from .partitions import partition_of
from .sts import AUDIENCE
from .ways import Ways

SERVICE = "cloudfront"
_NONE = (
    "No credentials for AWS. Set access_key and secret_key; or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or "
    "AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE, in the environment; or write ~/.aws/credentials (a section "
    "[default], or that of profile); or set oidc_role or instance_role."
)


def connection(options: Options) -> Connection:
    """The connection to the API of the partition."""
    return read_connection(options, partition_of(options).endpoint)


def client(declaration: Declaration, connection: Connection, options: Options, runtime: Runtime) -> Client:
    """A client that signs with keys from wherever the options, the environment or files say."""
    ways = Ways(declaration.service, connection, options, runtime)
    source = _Places(ways).source()
    login = KeyLogin(source, lambda key: ways.auth_of(key, ways.partition.region, SERVICE), runtime)
    return open_client(declaration.service, connection, runtime, login, [])


class _Places:
    """Where a run may find a key."""

    def __init__(self, ways: Ways) -> None:
        self._ways = ways
        self._options = ways.options
        self._environ = ways.runtime.environ
        self._profiles = Profiles(ways)

    def source(self) -> Source:
        """The source that the options, the environment or a file name first; OptionError where there is none."""
        profiles = self._profiles
        return self._ways.source(
            "AWS",
            _NONE,
            (
                self._ways.key_of_options,
                self._oidc_of_options,
                lambda: self._ways.metadata(None) if self._options["instance_role"] else None,
                self._key_of_environment,
                profiles.role,
                self._oidc_of_environment,
                *profiles.places(),
                self._container,
                self._machine,
            ),
            self._ways.role,
        )

    def _key_of_environment(self) -> Source | None:
        # As the SDKs do: an explicit profile passes over the keys of the environment, AWS_PROFILE does not.
        if self._options["profile"]:
            return None
        return self._ways.key_of_environment(names_of_environment(self._environ))

    def _oidc_of_options(self) -> Source | None:
        token = self._ways.id_token_of_options(AUDIENCE, ("oidc_role",))
        if token is None:
            return None
        return self._ways.oidc(Role(self._options["oidc_role"], session_of(self._options)), token, "oidc_role")

    def _oidc_of_environment(self) -> Source | None:
        names = ("AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE")
        found = {name: self._environ.get(name) or "" for name in names}
        if self._options["profile"] or not found["AWS_WEB_IDENTITY_TOKEN_FILE"]:
            return None
        half("The environment", found, names)
        role = Role(found["AWS_ROLE_ARN"], session_of(self._options, self._environ.get("AWS_ROLE_SESSION_NAME")))
        return self._ways.oidc(role, TokenFile(found[names[1]], self._ways.runtime), "AWS_ROLE_ARN")

    def _container(self) -> Source | None:
        """What is named in a profile by name comes from there, or from nowhere."""
        if self._profiles.named and self._ways.missing:
            return None
        return self._ways.container()

    def _machine(self) -> Source | None:
        """The machine, where it is one of AWS's own, unless that is switched off."""
        from .machine import is_own_machine

        if self._profiles.named or not self._ways.may_guess("AWS_EC2_METADATA_DISABLED"):
            return None
        if not is_own_machine(self._ways.runtime):
            return None
        return self._ways.metadata(_NONE)
