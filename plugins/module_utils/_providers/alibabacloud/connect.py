# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Alibaba Cloud: where keys come from, in the order of the official SDK."""

from __future__ import annotations

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Login, Service
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.connection import Connection
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Options, Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.chain import Source
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.login import KeyLogin
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.machine import given_role
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.options import OIDC_NAMES, session_of
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.ways import Role

from .files import of_cli, of_ini
from .ways import AUDIENCE, Ways, auth_of

ENVIRONMENT = (
    "ALIBABA_CLOUD_ACCESS_KEY_ID",
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
    "ALIBABA_CLOUD_SECURITY_TOKEN",
)
_OIDC = ("ALIBABA_CLOUD_ROLE_ARN", "ALIBABA_CLOUD_OIDC_PROVIDER_ARN")
_TOKEN_FILE = "ALIBABA_CLOUD_OIDC_TOKEN_FILE"
_DISABLED = "ALIBABA_CLOUD_ECS_METADATA_DISABLED"
_URI = "ALIBABA_CLOUD_CREDENTIALS_URI"
NONE = (
    "No credentials for Alibaba Cloud. Set access_key and secret_key, or oidc_role and oidc_provider; or "
    "ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET in the environment; or write "
    "~/.aliyun/config.json or ~/.alibabacloud/credentials.ini (a section of type access_key)."
)


def login(service: Service, connection: Connection, options: Options, runtime: Runtime) -> Login:
    """What signs with keys from wherever the options, the environment or files say."""
    source = _Places(Ways(service, connection, options, runtime)).source()
    return KeyLogin(source, lambda key: auth_of(key, runtime), runtime)


class _Places:
    """Where a run may find a key."""

    def __init__(self, ways: Ways) -> None:
        self._ways = ways
        self._options = ways.options
        self._runtime = ways.runtime

    def source(self) -> Source:
        """The source that the options, the environment or a file name first; OptionError where there is none.

        Assuming a role comes on top of whatever was found.
        """
        ways, environ = self._ways, self._runtime.environ
        return ways.source(
            "Alibaba Cloud",
            NONE,
            (
                ways.key_of_options,
                self._oidc_of_options,
                lambda: ways.metadata(None, None) if self._options["instance_role"] else None,
                lambda: ways.key_of_environment(ENVIRONMENT),
                self._oidc_of_environment,
                lambda: of_cli(ways),
                lambda: of_ini(ways),
                self._named_machine,
                lambda: ways.uri(_URI, environ[_URI]) if environ.get(_URI) else None,
                self._own_machine,
            ),
            ways.role,
        )

    # -- ID tokens ----------------------------------------------------------------------------------------------------

    def _oidc_of_options(self) -> Source | None:
        options = self._options
        token = self._ways.id_token_of_options(AUDIENCE, OIDC_NAMES[:2])
        if token is None:
            return None
        return self._ways.oidc(Role(options["oidc_role"], session_of(options)), options["oidc_provider"], token)

    def _oidc_of_environment(self) -> Source | None:
        environ = self._runtime.environ
        found = {name: environ.get(name) for name in (*_OIDC, _TOKEN_FILE)}
        # Users of the command line tool set the role alone, for something else.
        if not found[_OIDC[1]] and not found[_TOKEN_FILE]:
            return None
        token = self._ways.id_token_of_environment(found, _OIDC, _TOKEN_FILE, AUDIENCE)
        session = session_of(self._options, environ.get("ALIBABA_CLOUD_ROLE_SESSION_NAME"))
        role = Role(found[_OIDC[0]] or "", session)
        return self._ways.oidc(role, found[_OIDC[1]] or "", token)

    # -- machines -----------------------------------------------------------------------------------------------------

    def _named_machine(self) -> Source | None:
        role = self._runtime.environ.get("ALIBABA_CLOUD_ECS_METADATA")
        return (
            self._ways.metadata(given_role("ALIBABA_CLOUD_ECS_METADATA", role), None)
            if role and self._ways.may_guess(_DISABLED)
            else None
        )

    def _own_machine(self) -> Source | None:
        from .machine import is_own_machine

        guessed = self._ways.may_guess(_DISABLED) and is_own_machine(self._runtime)
        return self._ways.metadata(None, NONE) if guessed else None
