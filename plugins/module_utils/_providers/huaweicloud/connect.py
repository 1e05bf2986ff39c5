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
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.credentials import (
    AccessKey,
    check_sendable,
    complete_access_key,
    home_file,
    read_ini,
    shown_names,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Declaration, Options, Runtime

from .auth import AccessKeyAuth, TokenAuth

#: From the page "Endpoints": one address for the Chinese mainland and the international site, one for Europe.
_ENDPOINT = "https://cdn.myhuaweicloud.com"
_EUROPE_ENDPOINT = "https://cdn.myhuaweicloud.eu"
_IAM_ENDPOINT = "https://iam.myhuaweicloud.com"
_EUROPE_IAM_ENDPOINT = "https://iam.eu-west-101.myhuaweicloud.eu"

#: The SDK's names, then those of the samples on the vendor's API pages.
_ENVIRONMENT = (
    ("HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK", "HUAWEICLOUD_SDK_SECURITY_TOKEN"),
    ("CLOUD_SDK_AK", "CLOUD_SDK_SK", "CLOUD_SDK_SECURITY_TOKEN"),
)
_CREDENTIALS_FILE = ".huaweicloud/credentials"


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
    }
    chosen = [way for way, given in ways.items() if given]
    if len(chosen) > 1:
        raise OptionError(f"There is more than one way to sign in: {'; '.join(chosen)}. Give one of them.")
    if options["auth_token"]:
        check_sendable("auth_token", options["auth_token"])
        return StaticLogin(TokenAuth(options["auth_token"])), [options["auth_token"]]
    if ways["iam_username, iam_password and iam_domain"]:
        secrets = [options["iam_password"] or ""]
        return _password_login(declaration, connection, options, runtime, secrets), secrets
    key = _access_key(options, runtime)
    auth = AccessKeyAuth(key.access_key, key.secret_key, key.security_token, now=runtime.clock.time)
    return StaticLogin(auth), [key.secret_key, key.security_token or ""]


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


def _access_key(options: Options, runtime: Runtime) -> AccessKey:
    key = complete_access_key("The options", options, "access_key", "secret_key", "security_token")
    for names in _ENVIRONMENT:
        key = key or complete_access_key("The environment", runtime.environ, *names)
    key = key or _access_key_of_file(runtime)
    if key is None:
        raise OptionError(
            "No credentials for Huawei Cloud. Set access_key and secret_key, or auth_token, or iam_username with "
            "iam_password and iam_domain; or HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK in the environment; "
            "or write ~/.huaweicloud/credentials."
        )
    return key


def _access_key_of_file(runtime: Runtime) -> AccessKey | None:
    path = runtime.environ.get("HUAWEICLOUD_SDK_CREDENTIALS_FILE") or home_file(runtime.environ, _CREDENTIALS_FILE)
    parser = read_ini(path, runtime.warn)
    if parser is None:
        return None
    # CDN is a global service: the SDK reads [global] for those, and [basic] for all others.
    for section in ("global", "basic"):
        if parser.has_section(section):
            return complete_access_key(f"{path} [{section}]", parser[section], "ak", "sk", "security_token")
    if parser.sections():
        names = shown_names(parser.sections())
        raise OptionError(
            f"No credentials for Huawei Cloud: {path} has no section [global] or [basic] (its sections: {names})."
        )
    return None
