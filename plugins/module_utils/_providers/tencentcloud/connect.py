# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Tencent Cloud: where keys come from, in the order of the official SDK."""

from __future__ import annotations

from typing import Callable

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Login, Service
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.connection import read_connection
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Options, Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.chain import Source
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.id_tokens import TokenFile
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.login import KeyLogin
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.options import OIDC_NAMES, session_of
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.ways import Role, half

from .files import of_cli, of_sdk
from .ways import AUDIENCE, STS_ENDPOINT, Ways

#: Of the command line tool; the other official tools have names of their own for the token.
_TOKENS = ("TENCENTCLOUD_TOKEN", "TENCENTCLOUD_SECURITY_TOKEN")
#: What the vendor's webhook sets in pods: role, identity provider, region of STS, file of the ID token.
_POD = ("TKE_ROLE_ARN", "TKE_PROVIDER_ID", "TKE_REGION", "TKE_WEB_IDENTITY_TOKEN_FILE")
NONE = (
    "No credentials for Tencent Cloud. Set access_key and secret_key, or oidc_role and oidc_provider; or "
    "TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY in the environment; or write ~/.tencentcloud/credentials (a "
    "section [default]) or ~/.tccli/default.credential."
)


def login(service: str, options: Options, runtime: Runtime) -> tuple[Login, list[str]]:
    """What signs calls to a service, by its word in signatures, with keys from wherever options or places say.

    The login itself keeps its secrets out of every text; there are no others.
    """
    connection = read_connection(options, STS_ENDPOINT)
    ways = Ways(Service("tencentcloud_sts"), connection, options, runtime)
    source = _Places(ways).source()
    return KeyLogin(source, lambda key: ways.auth_of(key, service), runtime), []


class _Places:
    """Where a run may find a key."""

    def __init__(self, ways: Ways) -> None:
        self._ways = ways
        self._options = ways.options
        self._environ = ways.runtime.environ

    def source(self) -> Source:
        """The source that the options, the environment or a file name first; OptionError where there is none."""
        ways, environ = self._ways, self._environ
        token = next((name for name in _TOKENS if environ.get(name)), _TOKENS[0])
        key = ("TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY", token)
        files: list[Callable[[], Source | None]] = [lambda: of_sdk(ways), lambda: of_cli(ways)]
        if environ.get("TCCLI_PROFILE"):
            # Whoever names a profile means it.
            files.reverse()
        return ways.source(
            "Tencent Cloud",
            NONE,
            (
                ways.key_of_options,
                self._oidc_of_options,
                lambda: ways.metadata(None) if self._options["instance_role"] else None,
                lambda: ways.key_of_environment(key),
                *files,
                self._pod,
                self._own_machine,
            ),
            ways.role,
        )

    def _oidc_of_options(self) -> Source | None:
        options = self._options
        token = self._ways.id_token_of_options(AUDIENCE, OIDC_NAMES[:2])
        if token is None:
            return None
        role = Role(options["oidc_role"], session_of(options))
        return self._ways.oidc(role, options["oidc_provider"], token, "oidc_role")

    def _pod(self) -> Source | None:
        """The identity of a pod of TKE. The SDK asks the machine before that, here what is named comes first."""
        found = {name: self._environ.get(name) or "" for name in _POD}
        if not any(found.values()):
            return None
        half("The environment", found, _POD)
        arn, provider, region, path = (found[name] for name in _POD)
        token = TokenFile(path, self._ways.runtime)
        return self._ways.oidc(Role(arn, session_of(self._options)), provider, token, _POD[0], region)

    def _own_machine(self) -> Source | None:
        from .machine import is_own_machine

        guessed = self._ways.may_guess() and is_own_machine(self._ways.runtime)
        return self._ways.metadata(NONE) if guessed else None
