# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Tencent Cloud: the credentials that the options mean."""

from __future__ import annotations

import json
import os
import re

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Login, StaticLogin
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.credentials import (
    AccessKey,
    complete_access_key,
    home_file,
    read_ini,
    read_text,
    shown_names,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Options, Runtime

from .auth import SecretKeyAuth

#: Of the command line tool; the other official tools have names of their own for the token.
_TOKENS = ("TENCENTCLOUD_TOKEN", "TENCENTCLOUD_SECURITY_TOKEN")
_SYSTEM_FILE = "/etc/tencentcloud/credentials"
#: A profile is a part of a file's name.
_PROFILE = re.compile(r"^[A-Za-z0-9][A-Za-z0-9 _.@-]{0,39}\Z")
#: Kinds of profiles of the command line tool that need further calls.
_OTHER_TYPES = ("sso", "oauth", "cvm-role")


def login(service: str, options: Options, runtime: Runtime) -> tuple[Login, list[str]]:
    """What signs as the options, the environment or the official files say, in this order; and its secrets."""
    key = _access_key(options, runtime)
    auth = SecretKeyAuth(key.access_key, key.secret_key, key.security_token, service, runtime.clock.time)
    return StaticLogin(auth), [key.secret_key, key.security_token or ""]


def _access_key(options: Options, runtime: Runtime) -> AccessKey:
    environ = runtime.environ
    token = next((name for name in _TOKENS if environ.get(name)), _TOKENS[0])
    files = [_access_key_of_file, _access_key_of_cli]
    if environ.get("TCCLI_PROFILE"):
        # Whoever names a profile means it.
        files.reverse()
    #: What each file that is there does not hold.
    missing: list[str] = []
    key = complete_access_key("The options", options, "access_key", "secret_key", "security_token")
    key = key or complete_access_key(
        "The environment", environ, "TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY", token
    )
    for read in files:
        key = key or read(runtime, missing)
    if key is None and missing:
        raise OptionError(f"No credentials for Tencent Cloud: {'; '.join(missing)}.")
    if key is None:
        raise OptionError(
            "No credentials for Tencent Cloud. Set access_key and secret_key; or TENCENTCLOUD_SECRET_ID and "
            "TENCENTCLOUD_SECRET_KEY in the environment; or write ~/.tencentcloud/credentials (a section [default]) or "
            "~/.tccli/default.credential."
        )
    return key


def _access_key_of_file(runtime: Runtime, missing: list[str]) -> AccessKey | None:
    """The key in the file of the SDKs, which look at the section default alone."""
    for path in (home_file(runtime.environ, ".tencentcloud/credentials"), _SYSTEM_FILE):
        parser = read_ini(path, runtime.warn)
        if parser is None:
            continue
        if not parser.has_section("default"):
            missing.append(f"{path} has no section [default] (its sections: {shown_names(parser.sections())})")
            return None
        return complete_access_key(f"{path} [default]", parser["default"], "secret_id", "secret_key", "token")
    return None


def _access_key_of_cli(runtime: Runtime, missing: list[str]) -> AccessKey | None:
    """The key in the command line tool's profile, unless its type needs further calls (roles, sign-on)."""
    profile = runtime.environ.get("TCCLI_PROFILE") or "default"
    if not _PROFILE.match(profile):
        raise OptionError("TCCLI_PROFILE in the environment is not the name of a profile.")
    path = home_file(runtime.environ, f".tccli/{profile}.credential")
    text = read_text(path, runtime.warn)
    if text is None:
        if runtime.environ.get("TCCLI_PROFILE"):
            missing.append(f"{path}, which TCCLI_PROFILE names, does not exist")
        return None
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise OptionError(f"The credentials file {path} is not valid JSON.") from None
    if not isinstance(document, dict):
        missing.append(f"{os.path.basename(path)} holds no object")
        return None
    if document.get("type") not in (None, "", "default"):
        # Anything else is shown to nobody: a key may have slipped into its place.
        kind = document["type"] if document["type"] in _OTHER_TYPES else "another type"
        missing.append(f"{path} is of type {kind}; profiles with a key of their own are supported")
        return None
    values = {name: value for name, value in document.items() if isinstance(value, str)}
    return complete_access_key(path, values, "secretId", "secretKey", "token")
