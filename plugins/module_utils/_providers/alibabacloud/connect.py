# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Alibaba Cloud: the credentials that the options mean."""

from __future__ import annotations

import json
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

from .auth import AccessKeyAuth

#: The other modes of a profile, from the page "Configure identity credentials" of the command line tool.
_OTHER_MODES = (
    "RamRoleArn",
    "EcsRamRole",
    "RamRoleArnWithRoleName",
    "RsaKeyPair",
    "External",
    "CredentialsURI",
    "ChainableRamRoleArn",
    "OIDC",
    "CloudSSO",
    "OAuth",
)
#: What a type may be called.
_KIND = re.compile(r"^[a-z_]{1,20}\Z")

_ENVIRONMENT = (
    "ALIBABA_CLOUD_ACCESS_KEY_ID",
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
    "ALIBABA_CLOUD_SECURITY_TOKEN",
)


def login(options: Options, runtime: Runtime) -> tuple[Login, list[str]]:
    """What signs as the options, the environment or the SDK's files say, in this order; and its secrets."""
    key = _access_key(options, runtime)
    auth = AccessKeyAuth(key.access_key, key.secret_key, key.security_token, now=runtime.clock.time)
    return StaticLogin(auth), [key.secret_key, key.security_token or ""]


def _access_key(options: Options, runtime: Runtime) -> AccessKey:
    #: What each file that is there does not hold, where the user names a profile.
    missing: list[str] = []
    key = (
        complete_access_key("The options", options, "access_key", "secret_key", "security_token")
        or complete_access_key("The environment", runtime.environ, *_ENVIRONMENT)
        or _access_key_of_cli(runtime, missing)
        or _access_key_of_file(runtime, missing)
    )
    if key is None and missing:
        raise OptionError(f"No credentials for Alibaba Cloud: {'; '.join(missing)}.")
    if key is None:
        raise OptionError(
            "No credentials for Alibaba Cloud. Set access_key and secret_key; or ALIBABA_CLOUD_ACCESS_KEY_ID and "
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET in the environment; or write ~/.aliyun/config.json (a profile of mode AK "
            "or StsToken) or ~/.alibabacloud/credentials.ini (a section of type access_key)."
        )
    return key


def _access_key_of_cli(runtime: Runtime, missing: list[str]) -> AccessKey | None:
    """The key in the command line tool's profile, unless its mode needs further calls (roles, sign-on)."""
    if runtime.environ.get("ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "").lower() == "true":
        return None
    path = home_file(runtime.environ, ".aliyun/config.json")
    text = read_text(path, runtime.warn)
    if text is None:
        return None
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise OptionError(f"The credentials file {path} is not valid JSON.") from None
    profiles = document.get("profiles") if isinstance(document, dict) else None
    if not isinstance(profiles, list):
        return None
    name = runtime.environ.get("ALIBABA_CLOUD_PROFILE") or document.get("current") or "default"
    found = [profile for profile in profiles if isinstance(profile, dict) and profile.get("name") == name]
    if not found:
        names = shown_names(profile.get("name") for profile in profiles if isinstance(profile, dict))
        missing.append(f"{path} has no profile {shown_names([name])} (its profiles: {names})")
    for profile in found:
        if profile.get("mode") not in ("AK", "StsToken"):
            # Anything else is shown to nobody: a key may have slipped into its place.
            mode = profile.get("mode") if profile.get("mode") in _OTHER_MODES else "another kind"
            missing.append(
                f"{path}: the profile {shown_names([name])} is of mode {mode}; AK and StsToken are supported"
            )
        else:
            values = {key: value for key, value in profile.items() if isinstance(value, str)}
            if profile["mode"] == "AK":
                values.pop("sts_token", None)  # left over from when the profile had the other mode
            return complete_access_key(
                f"{path}, profile {name}", values, "access_key_id", "access_key_secret", "sts_token"
            )
    return None


def _access_key_of_file(runtime: Runtime, missing: list[str]) -> AccessKey | None:
    path = runtime.environ.get("ALIBABA_CLOUD_CREDENTIALS_FILE")
    path = path or home_file(runtime.environ, ".alibabacloud/credentials.ini")
    parser = read_ini(path, runtime.warn)
    section = runtime.environ.get("ALIBABA_CLOUD_PROFILE") or "default"
    if parser is None:
        return None
    if not parser.has_section(section):
        names = shown_names(parser.sections())
        missing.append(f"{path} has no section [{shown_names([section])}] (its sections: {names})")
        return None
    kind = parser[section].get("type", "access_key")
    if kind not in ("access_key", "sts"):
        # Anything but a word is shown to nobody: a key may have slipped into its place.
        found = f"type {kind}" if _KIND.match(kind) else "this type"
        raise OptionError(
            f"{path} [{section}]: {found} is not supported, only access_key is. Set access_key and secret_key instead."
        )
    return complete_access_key(
        f"{path} [{section}]", parser[section], "access_key_id", "access_key_secret", "security_token"
    )
