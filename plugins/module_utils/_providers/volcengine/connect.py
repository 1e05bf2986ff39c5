# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Volcengine and BytePlus: the address and the credentials that the options mean."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

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
    read_text,
    shown_names,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Declaration, Options, Runtime

from .auth import AccessKeyAuth

#: What is signed; the official SDKs write CDN or cdn, and both are accepted.
SERVICE = "CDN"


@dataclass(frozen=True)
class Site:
    """One of the two sites, whose accounts, keys and tasks know nothing of each other."""

    title: str
    endpoint: str
    #: What is signed; the service is global, so that it is a name and no choice.
    region: str
    #: Names of a key, its secret and its token in the environment: those of the SDKs in use, then older ones.
    environment: tuple[tuple[str, str, str], ...]


SITES = {
    "volcengine": Site(
        "Volcengine",
        "https://cdn.volcengineapi.com",
        "cn-north-1",
        (
            ("VOLCENGINE_ACCESS_KEY", "VOLCENGINE_SECRET_KEY", "VOLCENGINE_SESSION_TOKEN"),
            ("VOLC_ACCESSKEY", "VOLC_SECRETKEY", ""),
        ),
    ),
    "byteplus": Site(
        "BytePlus",
        # The older SDK calls open.byteplusapi.com; the documentation of the calls has this one.
        "https://cdn.byteplusapi.com",
        "ap-singapore-1",
        (
            ("BYTEPLUS_ACCESS_KEY", "BYTEPLUS_SECRET_KEY", "BYTEPLUS_SESSION_TOKEN"),
            ("BYTEPLUS_ACCESSKEY", "BYTEPLUS_SECRETKEY", "BYTEPLUS_SESSION_TOKEN"),
        ),
    ),
}
#: Modes of the command line tool's profiles that need further calls.
_OTHER_MODES = ("ramrolearn", "oidc", "ecsrole", "sso", "console-login")


def site_of(options: Options) -> Site:
    """The site that the options name."""
    return SITES[options["site"]]


def connection(options: Options) -> Connection:
    """The connection to the API of the site."""
    return read_connection(options, site_of(options).endpoint)


def client(declaration: Declaration, connection: Connection, options: Options, runtime: Runtime) -> Client:
    """A client that signs as the options, the environment or the SDKs' files say, in this order."""
    site = site_of(options)
    key = _access_key(site, options, runtime)
    auth = AccessKeyAuth(
        key.access_key, key.secret_key, key.security_token, site.region, SERVICE, now=runtime.clock.time
    )
    secrets = [key.secret_key, key.security_token or ""]
    return open_client(declaration.service, connection, runtime, StaticLogin(auth), secrets)


def _access_key(site: Site, options: Options, runtime: Runtime) -> AccessKey:
    #: What each file that is there does not hold.
    missing: list[str] = []
    key = complete_access_key("The options", options, "access_key", "secret_key", "security_token")
    for names in site.environment:
        # An empty name stands for a token that there is no name for.
        given = {name: runtime.environ.get(name) for name in names if name}
        key = key or complete_access_key("The environment", given, *names)
    if site is SITES["volcengine"]:
        key = key or _access_key_of_cli(runtime, missing) or _access_key_of_ini(runtime, missing)
        files = (
            "~/.volcengine/config.json (a profile of mode AK), ~/.volc/credentials (a section [default]) or "
            "~/.volc/config"
        )
    else:
        key = key or _access_key_of_json(".byteplus/config", runtime)
        files = "~/.byteplus/config"
    if key is None and missing:
        raise OptionError(f"No credentials for {site.title}: {'; '.join(missing)}.")
    if key is None:
        access_key, secret_key, _token = site.environment[0]
        raise OptionError(
            f"No credentials for {site.title}. Set access_key and secret_key; or {access_key} and {secret_key} in the "
            f"environment; or write {files}."
        )
    return key


def _access_key_of_cli(runtime: Runtime, missing: list[str]) -> AccessKey | None:
    """The key in the command line tool's profile, unless its mode needs further calls (roles, sign-on)."""
    wanted = runtime.environ.get("VOLCENGINE_PROFILE")
    path = runtime.environ.get("VOLCENGINE_CLI_CONFIG_FILE") or home_file(runtime.environ, ".volcengine/config.json")
    document = _read_json(path, runtime)
    profiles = document.get("profiles")
    if not isinstance(profiles, dict):
        return None
    name = wanted or document.get("current") or "default"
    profile = profiles.get(name) if isinstance(name, str) else None
    if not isinstance(profile, dict):
        missing.append(f"{path} has no profile {shown_names([name])} (its profiles: {shown_names(profiles)})")
        return None
    mode = str(profile.get("mode") or "AK").strip().lower()
    if mode not in ("ak", "ststoken"):
        # Anything else is shown to nobody: a key may have slipped into its place.
        shown = mode if mode in _OTHER_MODES else "of another kind"
        missing.append(f"{path}: the profile {shown_names([name])} is of mode {shown}; AK is supported")
        return None
    values = {key: value for key, value in profile.items() if isinstance(value, str)}
    return complete_access_key(
        f"{path}, profile {shown_names([name])}", values, "access-key", "secret-key", "session-token"
    )


def _access_key_of_ini(runtime: Runtime, missing: list[str]) -> AccessKey | None:
    """The key in the older SDK's files; it reads the second only where there is no first."""
    path = home_file(runtime.environ, ".volc/credentials")
    parser = read_ini(path, runtime.warn)
    if parser is None:
        return _access_key_of_json(".volc/config", runtime)
    if not parser.has_section("default"):
        missing.append(f"{path} has no section [default] (its sections: {shown_names(parser.sections())})")
        return None
    return complete_access_key(
        f"{path} [default]", parser["default"], "access_key_id", "secret_access_key", "session_token"
    )


def _access_key_of_json(place: str, runtime: Runtime) -> AccessKey | None:
    """The key in a file of the older SDKs."""
    path = home_file(runtime.environ, place)
    values = {key: value for key, value in _read_json(path, runtime).items() if isinstance(value, str)}
    return complete_access_key(path, values, "ak", "sk", "session_token")


def _read_json(path: str, runtime: Runtime) -> dict[str, Any]:
    """The object in a credentials file; empty where there is no file, or something else in it."""
    text = read_text(path, runtime.warn)
    if text is None:
        return {}
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise OptionError(f"The credentials file {path} is not valid JSON.") from None
    return document if isinstance(document, dict) else {}
