# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Alibaba Cloud: where keys come from, in the order of the official SDK."""

from __future__ import annotations

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Login, Service
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.connection import Connection
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.credentials import complete_access_key
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Options, Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.chain import (
    Source,
    check_one_way,
    choose,
    given,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.login import KeyLogin
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.options import (
    OIDC_NAMES,
    Session,
    external_id_of,
    session_of,
)

from .files import of_cli, of_ini
from .ways import Ways, auth_of, half

ENVIRONMENT = (
    "ALIBABA_CLOUD_ACCESS_KEY_ID",
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
    "ALIBABA_CLOUD_SECURITY_TOKEN",
)
_OIDC = ("ALIBABA_CLOUD_ROLE_ARN", "ALIBABA_CLOUD_OIDC_PROVIDER_ARN")
_TOKEN_FILE = "ALIBABA_CLOUD_OIDC_TOKEN_FILE"
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
        options, environ = self._options, self._runtime.environ
        check_one_way(
            {
                "access_key and secret_key": any(
                    options[name] for name in ("access_key", "secret_key", "security_token")
                ),
                "oidc_role and oidc_provider": any(options[name] for name in OIDC_NAMES),
                "instance_role": bool(options["instance_role"]),
            }
        )
        found = choose(
            (
                lambda: given("the options", complete_access_key("The options", options, *_OPTIONS)),
                self._oidc_of_options,
                lambda: self._ways.metadata(None, None) if options["instance_role"] else None,
                lambda: given(
                    f"the environment ({ENVIRONMENT[0]})", complete_access_key("The environment", environ, *ENVIRONMENT)
                ),
                self._oidc_of_environment,
                lambda: of_cli(self._ways),
                lambda: of_ini(self._ways),
                self._named_machine,
                lambda: self._ways.uri(_URI, environ[_URI]) if environ.get(_URI) else None,
                self._own_machine,
            )
        )
        if found is None:
            raise OptionError(
                f"No credentials for Alibaba Cloud: {'; '.join(self._ways.missing)}." if self._ways.missing else NONE
            )
        arn = options["assume_role"]
        external_id = external_id_of(options)
        if not arn:
            return found
        return self._ways.role(found, arn, "assume_role", session_of(options), external_id)

    # -- ID tokens ----------------------------------------------------------------------------------------------------

    def _oidc_of_options(self) -> Source | None:
        options = self._options
        if not any(options[name] for name in OIDC_NAMES):
            return None
        needed = {name: options[name] for name in OIDC_NAMES[:2]}
        half("The options", {name: options[name] for name in OIDC_NAMES}, tuple(needed))
        token = self._ways.id_token(("oidc_token", options["oidc_token"]), options["oidc_file"])
        if token is None:
            raise OptionError(
                "The options: oidc_role is set, but there is no ID token. Set oidc_token or oidc_file, or give "
                "the CI job the permission id-token: write."
            )
        return self._ways.oidc(options["oidc_role"], options["oidc_provider"], token, session_of(options))

    def _oidc_of_environment(self) -> Source | None:
        environ = self._runtime.environ
        found = {name: environ.get(name) for name in (*_OIDC, _TOKEN_FILE)}
        # Users of the command line tool set the role alone, for something else.
        if not found[_OIDC[1]] and not found[_TOKEN_FILE]:
            return None
        half("The environment", found, _OIDC)
        token = self._ways.id_token(("", None), found[_TOKEN_FILE])
        if token is None:
            half("The environment", found, (_TOKEN_FILE,))
            raise AssertionError("half of it")
        own = session_of(self._options)
        name = self._options["role_session_name"] or environ.get("ALIBABA_CLOUD_ROLE_SESSION_NAME") or own.name
        return self._ways.oidc(found[_OIDC[0]] or "", found[_OIDC[1]] or "", token, Session(name, own.duration))

    # -- machines -----------------------------------------------------------------------------------------------------

    def _named_machine(self) -> Source | None:
        role = self._runtime.environ.get("ALIBABA_CLOUD_ECS_METADATA")
        return (
            self._ways.metadata(self._ways.role_name("ALIBABA_CLOUD_ECS_METADATA", role), None)
            if role and self._allowed()
            else None
        )

    def _own_machine(self) -> Source | None:
        from .machine import is_own_machine

        return self._ways.metadata(None, NONE) if self._allowed() and is_own_machine(self._runtime) else None

    def _allowed(self) -> bool:
        disabled = self._runtime.environ.get("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "").lower() == "true"
        return self._options["instance_role"] is None and not disabled


_OPTIONS = ("access_key", "secret_key", "security_token")
