# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Volcengine and BytePlus: where keys come from, in the order of the official SDK."""

from __future__ import annotations

from ansible_collections.edgeops.cdn.plugins.module_utils._http.client import Client
from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Login, Service
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.connection import (
    Connection,
    open_client,
    read_connection,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Declaration, Options, Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.chain import Source
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.login import KeyLogin
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.machine import given_role
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.options import session_of
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.ways import Role

from .files import of_cli, of_ini, of_json
from .sites import SITES, site_of
from .ways import Ways

#: What is signed; the official SDKs write CDN or cdn, and both are accepted.
SERVICE = "CDN"


def connection(options: Options) -> Connection:
    """The connection to the API of the site."""
    return read_connection(options, site_of(options).endpoint)


def client(declaration: Declaration, connection: Connection, options: Options, runtime: Runtime) -> Client:
    """A client that signs with keys from wherever the options, the environment or files say."""
    return open_client(
        declaration.service, connection, runtime, login(declaration.service, connection, options, runtime), []
    )


def login(service: Service, connection: Connection, options: Options, runtime: Runtime) -> Login:
    """What signs with keys from wherever the options, the environment or files say."""
    ways = Ways(service, connection, options, runtime)
    source = _Places(ways).source()
    return KeyLogin(source, lambda key: ways.auth_of(key, ways.site.region, SERVICE), runtime)


class _Places:
    """Where a run may find a key."""

    def __init__(self, ways: Ways) -> None:
        self._ways = ways
        self._site = ways.site
        self._options = ways.options
        self._environ = ways.runtime.environ

    def source(self) -> Source:
        """The source that the options, the environment or a file name first; OptionError where there is none."""
        ways, site = self._ways, self._site
        if site is SITES["volcengine"]:
            files = [lambda: of_cli(ways), lambda: of_ini(ways)]
        else:
            files = [lambda: of_json(ways, ".byteplus/config")]
        return ways.source(
            site.title,
            self._none(),
            (
                ways.key_of_options,
                self._oidc_of_options,
                lambda: ways.metadata(None, None) if self._options["instance_role"] else None,
                self._key_of_environment,
                self._oidc_of_environment,
                # The older SDK knows no other way.
                lambda: ways.key_of_environment(site.old_environment),
                *files,
                self._machine,
            ),
            ways.role,
        )

    def _key_of_environment(self) -> Source | None:
        new, old = self._site.environment, self._site.old_environment
        if not any(self._environ.get(name) for name in new[:2]) and any(self._environ.get(name) for name in old[:2]):
            # The token, whose name may be the same, is that of the older names.
            return None
        return self._ways.key_of_environment(new)

    def _oidc_of_options(self) -> Source | None:
        token = self._ways.id_token_of_options(self._site.audience, ("oidc_role",))
        if token is None:
            return None
        role = Role(self._options["oidc_role"], session_of(self._options))
        return self._ways.oidc(role, token, "oidc_role")

    def _oidc_of_environment(self) -> Source | None:
        names, environ = self._site.oidc, self._environ
        found = {name: environ.get(name) for name in (names.role, names.token_file)}
        if not any(found.values()):
            return None
        token = self._ways.id_token_of_environment(found, [names.role], names.token_file, self._site.audience)
        session = session_of(self._options, environ.get(names.session_name))
        role = Role(found[names.role] or "", session, policy=environ.get(names.policy) or None)
        return self._ways.oidc(role, token, names.role)

    def _machine(self) -> Source | None:
        """The machine that the environment names, or that this is one of, unless that is switched off."""
        from .machine import is_own_machine

        name, switch = self._site.machine or ("", None)
        role = self._environ.get(name) if name else None
        if not self._ways.may_guess(switch):
            return None
        if role:
            return self._ways.metadata(given_role(name, role), None)
        return self._ways.metadata(None, self._none()) if is_own_machine(self._ways.runtime) else None

    def _none(self) -> str:
        access_key, secret_key, _token = self._site.environment
        if self._site is SITES["volcengine"]:
            files = "~/.volcengine/config.json, ~/.volc/credentials (a section [default]) or ~/.volc/config"
        else:
            files = "~/.byteplus/config"
        return (
            f"No credentials for {self._site.title}. Set access_key and secret_key, or oidc_role; or {access_key} and "
            f"{secret_key} in the environment; or write {files}."
        )
