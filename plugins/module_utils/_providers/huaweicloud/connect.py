# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Huawei Cloud: the addresses and credentials that the options mean."""

from __future__ import annotations

from dataclasses import replace

from ansible_collections.edgeops.cdn.plugins.module_utils._http.budget import Budget
from ansible_collections.edgeops.cdn.plugins.module_utils._http.client import Client
from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Login, NoCredentials, StaticLogin
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.connection import (
    Connection,
    open_client,
    parse_endpoint,
    read_connection,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.credentials import check_sendable
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Declaration, Options, Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.chain import check_one_way
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.login import KeyLogin
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.options import OIDC_NAMES

from .auth import TokenAuth
from .sources import Places, auth_of

#: From the page "Endpoints": one address for the Chinese mainland and the international site, one for Europe.
_ENDPOINT = "https://cdn.myhuaweicloud.com"
_EUROPE_ENDPOINT = "https://cdn.myhuaweicloud.eu"
_IAM_ENDPOINT = "https://iam.myhuaweicloud.com"
_EUROPE_IAM_ENDPOINT = "https://iam.eu-west-101.myhuaweicloud.eu"


def connection(options: Options) -> Connection:
    """The connection to the CDN API. The service is global: of a region only the site matters."""
    return read_connection(options, _EUROPE_ENDPOINT if _is_european(options) else _ENDPOINT)


def _iam_endpoint(options: Options) -> str:
    if options["iam_endpoint"]:
        return parse_endpoint(options["iam_endpoint"], "iam_endpoint")
    return _EUROPE_IAM_ENDPOINT if _is_european(options) else _IAM_ENDPOINT


def _is_european(options: Options) -> bool:
    # eu-west-101 is the European site's only region; eu-west-0 belongs to another company's cloud.
    return (options["region"] or "").strip().lower() == "eu-west-101"


def client(declaration: Declaration, connection: Connection, options: Options, runtime: Runtime) -> Client:
    """A client that signs in as the options, the environment or the credentials file say, in this order."""
    login, secrets = _login(declaration, connection, options, runtime)
    return open_client(declaration.service, connection, runtime, login, secrets)


def _login(
    declaration: Declaration, connection: Connection, options: Options, runtime: Runtime
) -> tuple[Login, list[str]]:
    ways = {
        "auth_token": bool(options["auth_token"]),
        "iam_username, iam_password and iam_domain": any(
            options[option] for option in ("iam_username", "iam_password", "iam_domain")
        ),
        "access_key and secret_key": any(options[option] for option in ("access_key", "secret_key", "security_token")),
        "oidc_role and oidc_provider": any(options[option] for option in OIDC_NAMES),
        "instance_role": bool(options["instance_role"]),
    }
    check_one_way(ways)
    if options["auth_token"] or ways["iam_username, iam_password and iam_domain"]:
        unused = [name for name in ("assume_role", "assume_role_account", "external_id") if options[name]]
        if unused:
            raise OptionError(f"{unused[0]}: an agency is taken on with a key, not with a token or a password.")
    if options["auth_token"]:
        check_sendable("auth_token", options["auth_token"])
        return StaticLogin(TokenAuth(options["auth_token"])), [options["auth_token"]]
    if ways["iam_username, iam_password and iam_domain"]:
        secrets = [options["iam_password"] or ""]
        return _password_login(declaration, connection, options, runtime, secrets), secrets
    places = Places(declaration.service, connection, options, runtime, _iam_endpoint(options))
    return KeyLogin(places.source(), lambda key: auth_of(key, runtime), runtime), []


def _password_login(
    declaration: Declaration, connection: Connection, options: Options, runtime: Runtime, secrets: list[str]
) -> Login:
    missing = [name for name in ("iam_username", "iam_password", "iam_domain") if not options[name]]
    if missing:
        raise OptionError(f"To sign in with a password, {' and '.join(missing)} must be set as well.")
    # Imported where it is used, so that only those who sign in with a password pay for it.
    from .iam import PasswordLogin

    service = replace(declaration.service, endpoint_option="iam_endpoint")
    iam = open_client(service, connection, runtime, StaticLogin(NoCredentials()), secrets)
    return PasswordLogin(
        iam,
        Budget(declaration.rates["iam"], runtime.clock),
        _iam_endpoint(options),
        options["iam_username"],
        options["iam_password"],
        options["iam_domain"],
        runtime.secrets,
    )
