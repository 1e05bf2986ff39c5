# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""AWS: the address and the credentials that the options mean."""

from __future__ import annotations

import configparser
from dataclasses import dataclass

from ansible_collections.edgeops.cdn.plugins.module_utils._http.client import Client
from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import StaticLogin
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.connection import (
    Connection,
    open_client,
    read_connection,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.credentials import (
    AccessKey,
    complete_access_key,
    home_file,
    read_ini,
    shown_names,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Declaration, Options, Runtime

from .auth import AccessKeyAuth

SERVICE = "cloudfront"


@dataclass(frozen=True)
class Partition:
    """Accounts that know nothing of those of another partition; CloudFront has one address in each."""

    endpoint: str
    #: What is signed, wherever the user's own machines are.
    region: str


#: From the endpoint rules of the official SDK.
PARTITIONS = {
    "aws": Partition("https://cloudfront.amazonaws.com", "us-east-1"),
    "aws-cn": Partition("https://cloudfront.cn-northwest-1.amazonaws.com.cn", "cn-northwest-1"),
}
#: Keys of a profile that need further calls, or a browser.
_OTHER_WAYS = {
    "role_arn": "a role",
    "web_identity_token_file": "a web identity",
    "sso_session": "single sign-on",
    "sso_start_url": "single sign-on",
    "login_session": "a login in a browser",
    "credential_process": "a program",
}


def connection(options: Options) -> Connection:
    """The connection to the API of the partition."""
    return read_connection(options, PARTITIONS[options["partition"]].endpoint)


def client(declaration: Declaration, connection: Connection, options: Options, runtime: Runtime) -> Client:
    """A client that signs as the options, the environment or the SDKs' files say, in this order."""
    key = _access_key(options, runtime)
    region = PARTITIONS[options["partition"]].region
    auth = AccessKeyAuth(key.access_key, key.secret_key, key.security_token, region, SERVICE, runtime.clock.time)
    secrets = [key.secret_key, key.security_token or ""]
    return open_client(declaration.service, connection, runtime, StaticLogin(auth), secrets)


def _access_key(options: Options, runtime: Runtime) -> AccessKey:
    environ = runtime.environ
    #: What each file that is there does not hold.
    missing: list[str] = []
    key = complete_access_key("The options", options, "access_key", "secret_key", "security_token")
    if key is None and not options["profile"]:
        # As the SDKs do: an explicit profile passes over the keys of the environment, AWS_PROFILE does not.
        token = next((name for name in ("AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN") if environ.get(name)), "")
        key = complete_access_key(
            "The environment", environ, "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", token or "AWS_SESSION_TOKEN"
        )
    named = options["profile"] or environ.get("AWS_PROFILE") or environ.get("AWS_DEFAULT_PROFILE")
    profile = named or "default"
    credentials = environ.get("AWS_SHARED_CREDENTIALS_FILE") or home_file(environ, ".aws/credentials")
    config = environ.get("AWS_CONFIG_FILE") or home_file(environ, ".aws/config")
    section = profile if profile == "default" else f"profile {profile}"
    key = key or _of_file(credentials, profile, runtime, missing) or _of_file(config, section, runtime, missing)
    if key is None and (missing or named):
        found = "; ".join(missing) or f"there is no file with the profile {shown_names([profile])}"
        raise OptionError(f"No credentials for AWS: {found}.")
    if key is None:
        raise OptionError(
            "No credentials for AWS. Set access_key and secret_key; or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in "
            "the environment; or write ~/.aws/credentials (a section [default], or that of profile)."
        )
    return key


def _of_file(path: str, section: str, runtime: Runtime, missing: list[str]) -> AccessKey | None:
    parser = read_ini(path, runtime.warn)
    if parser is None:
        return None
    if not parser.has_section(section):
        missing.append(f"{path} has no section [{shown_names([section])}]")
        return None
    key = complete_access_key(
        f"{path} [{shown_names([section])}]",
        parser[section],
        "aws_access_key_id",
        "aws_secret_access_key",
        "aws_session_token",
    )
    if key is None:
        missing.append(f"{path} [{shown_names([section])}] has {_other_way(parser[section])}")
    return key


def _other_way(values: configparser.SectionProxy) -> str:
    found = next((what for name, what in _OTHER_WAYS.items() if values.get(name)), None)
    if found is None:
        return "no key"
    return f"{found}, and no key: hand over what `aws configure export-credentials` prints"
