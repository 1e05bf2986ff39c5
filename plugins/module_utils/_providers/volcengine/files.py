# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Volcengine and BytePlus: what the files of the command line tool and of the SDKs say of a key."""

from __future__ import annotations

import json
from typing import Any, Callable, Mapping

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.credentials import (
    absent_file,
    complete_access_key,
    home_file,
    named_access_key,
    read_ini,
    read_text,
    shown_names,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.chain import Given, Source, given
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.id_tokens import TokenFile
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.machine import given_role
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.options import session_of
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.ways import Role, of_a_browser, whole

from .ways import Ways

_CLI_FILE = "VOLCENGINE_CLI_CONFIG_FILE"
_KEY = ("access-key", "secret-key", "session-token")
#: Modes of profiles whose keys a browser leads to.
_BROWSER_MODES = ("sso", "console-login")


def of_cli(ways: Ways) -> Source | None:
    """The source that the command line tool's current profile names; None where its mode cannot be used."""
    environ = ways.runtime.environ
    wanted = environ.get("VOLCENGINE_PROFILE")
    path = environ.get(_CLI_FILE) or home_file(environ, ".volcengine/config.json")
    document = _read_json(path, ways.runtime)
    profiles = document.get("profiles")
    if not isinstance(profiles, dict):
        ways.missing.extend(absent_file(environ, _CLI_FILE, path))
        return None
    name = wanted or document.get("current") or "default"
    profile = profiles.get(name) if isinstance(name, str) else None
    if not isinstance(profile, dict):
        ways.missing.append(f"{path} has no profile {shown_names([name])} (its profiles: {shown_names(profiles)})")
        return None
    mode = str(profile.get("mode") or "AK").strip().lower()
    make = _MODES.get(mode)
    if mode in _BROWSER_MODES:
        raise of_a_browser(f"{path}: the profile {shown_names([name])} is of mode {mode}")
    if make is None:
        # Its name is shown to nobody: a key may have slipped into its place.
        ways.missing.append(f"{path}: the profile {shown_names([name])} is of another mode, which is not supported")
        return None
    values = {key: value.strip() for key, value in profile.items() if isinstance(value, str)}
    return make(ways, values, f"{path}, profile {shown_names([name])}")


def of_ini(ways: Ways) -> Source | None:
    """The key in the older SDK's files; it reads the second only where there is no first."""
    path = home_file(ways.runtime.environ, ".volc/credentials")
    parser = read_ini(path, ways.runtime.warn)
    if parser is None:
        return of_json(ways, ".volc/config")
    if not parser.has_section("default"):
        ways.missing.append(f"{path} has no section [default] (its sections: {shown_names(parser.sections())})")
        return None
    place = f"{path} [default]"
    names = ("access_key_id", "secret_access_key", "session_token")
    return given(place, complete_access_key(place, parser["default"], *names))


def of_json(ways: Ways, place: str) -> Source | None:
    """The key in a file of the older SDKs."""
    path = home_file(ways.runtime.environ, place)
    values = {key: value for key, value in _read_json(path, ways.runtime).items() if isinstance(value, str)}
    return given(path, complete_access_key(path, values, "ak", "sk", "session_token"))


# -- modes of profiles ------------------------------------------------------------------------------------------------


def _key(_ways: Ways, values: Mapping[str, str], place: str) -> Source | None:
    return given(place, complete_access_key(place, values, *_KEY))


def _role(ways: Ways, values: Mapping[str, str], place: str) -> Source:
    whole(place, "mode RamRoleArn", values, (*_KEY[:2], "role-name", "account-id"))
    # A token is left over from when the profile had another mode: the SDK signs without it.
    base = Given(place, named_access_key(place, {name: values[name] for name in _KEY[:2]}, *_KEY))
    role = given_role(f"{place}: role-name", values["role-name"])
    trn = f"trn:iam::{values['account-id']}:role/{role}"
    return ways.role(base, Role(trn, session_of(ways.options)), f"{place}: account-id and role-name")


def _oidc(ways: Ways, values: Mapping[str, str], place: str) -> Source:
    whole(place, "mode OIDC", values, ("role-trn", "oidc-token-file"))
    role = Role(values["role-trn"], session_of(ways.options), policy=values.get("policy") or None)
    return ways.oidc(role, TokenFile(values["oidc-token-file"], ways.runtime), f"{place}: role-trn")


def _machine(ways: Ways, values: Mapping[str, str], place: str) -> Source:
    whole(place, "mode EcsRole", values, ("role-name",))
    return ways.metadata(given_role(f"{place}: role-name", values["role-name"]), None)


_MODES: Mapping[str, Callable[[Ways, Mapping[str, str], str], Source | None]] = {
    "ak": _key,
    "ststoken": _key,
    "ramrolearn": _role,
    "oidc": _oidc,
    "ecsrole": _machine,
}


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
