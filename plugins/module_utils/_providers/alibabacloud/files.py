# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Alibaba Cloud: what a profile of the command line tool or a section of the SDK's file says of a key.

From the pages "Configure identity credentials" of the command line tool and "Manage access credentials" of the SDK.
"""

from __future__ import annotations

import json
import re
from typing import Any, Callable, Mapping, Sequence

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.connection import parse_endpoint
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.credentials import (
    AccessKey,
    absent_file,
    check_sendable,
    complete_access_key,
    home_file,
    named_access_key,
    read_ini,
    read_text,
    shown_names,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Options, Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.chain import Given, Source, given
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.exchange import key_of
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.id_tokens import TokenFile
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.machine import given_role
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.options import (
    Session,
    own_duration,
    session_of,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.program import Program, check_keeper
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.sign_on import Kept
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.ways import Role, whole

from .ways import Site, Ways

#: Profiles that lead to one another; users have two.
_DEEPEST = 5
#: What a type may be called.
_KIND = re.compile(r"^[a-z_]{1,20}\Z")
_FILE = "ALIBABA_CLOUD_CREDENTIALS_FILE"
_FORBID = "ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS"
#: Of a key, in a profile and in a section.
_KEY_NAMES = ("access_key_id", "access_key_secret", "sts_token")
_SECTION_NAMES = ("access_key_id", "access_key_secret", "security_token")
#: Keys of a profile whose values are numbers.
_NUMBERS = ("expired_seconds", "sts_expiration", "cloud_sso_access_token_expire")
#: Keys of a profile whose values are true or false.
_SWITCHES = ("enable_vpc",)
#: In the JSON that a program prints.
_PRINTED = ("access_key_id", "access_key_secret", "sts_token", "expiration")


def of_cli(ways: Ways) -> Source | None:
    """The source that the command line tool's current profile names."""
    environ = ways.runtime.environ
    if environ.get("ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "").lower() == "true":
        return None
    path = home_file(environ, ".aliyun/config.json")
    document = _read_cli(path, ways.runtime)
    profiles = _profiles_in(document)
    if profiles is None:
        return None
    name = environ.get("ALIBABA_CLOUD_PROFILE") or document.get("current") or "default"
    found = next((profile for profile in profiles if profile.get("name") == name), None)
    if found is None:
        names = shown_names(profile.get("name") for profile in profiles)
        ways.missing.append(f"{path} has no profile {shown_names([name])} (its profiles: {names})")
        return None
    return _Profiles(ways, path, profiles).source(found, ())


def _read_cli(path: str, runtime: Runtime) -> dict[str, Any]:
    """The object in the command line tool's file; empty where there is no file, or something else in it."""
    text = read_text(path, runtime.warn)
    try:
        document = {} if text is None else json.loads(text)
    except (ValueError, RecursionError):
        raise OptionError(f"The credentials file {path} is not valid JSON.") from None
    return document if isinstance(document, dict) else {}


def _profiles_in(document: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    profiles = document.get("profiles")
    return [profile for profile in profiles if isinstance(profile, dict)] if isinstance(profiles, list) else None


class _Profiles:
    """The profiles of a file, which may lead to one another."""

    def __init__(self, ways: Ways, path: str, profiles: Sequence[Mapping[str, Any]]) -> None:
        self._ways = ways
        self._runtime = ways.runtime
        self._path = path
        self._profiles = profiles
        self._modes: Mapping[str, Callable[[Mapping[str, str], str, tuple[str, ...]], Source | None]] = {
            "AK": self._key,
            "StsToken": self._temporary_key,
            "RamRoleArn": self._role,
            "EcsRamRole": self._machine,
            "RamRoleArnWithRoleName": self._role_of_machine,
            "OIDC": self._oidc,
            "ChainableRamRoleArn": self._chained,
            "External": self._program,
            "CredentialsURI": self._uri,
            "CloudSSO": self._sso,
            "OAuth": self._oauth,
        }

    def source(self, profile: Mapping[str, Any], visited: tuple[str, ...]) -> Source | None:
        """The source that a profile names; None where it is one of a mode that cannot be used, or empty."""
        name, mode = str(profile.get("name")), profile.get("mode")
        place = f"{self._path}, profile {shown_names([name])}"
        make = self._modes.get(mode) if isinstance(mode, str) else None
        if make is None:
            # Anything else is shown to nobody: a key may have slipped into its place.
            known = mode if mode in ("RsaKeyPair", "BearerToken", "Anonymous") else "another kind"
            text = f"{self._path}: the profile {shown_names([name])} is of mode {known}, which is not supported"
            self._ways.missing.append(text)
            return None
        values = {key: value for key, value in profile.items() if isinstance(value, str)}
        numbers = {key: str(profile[key]) for key in _NUMBERS if isinstance(profile.get(key), int)}
        switches = {key: str(profile[key]).lower() for key in _SWITCHES if isinstance(profile.get(key), bool)}
        return make({**values, **numbers, **switches}, place, (*visited, name))

    # -- modes --------------------------------------------------------------------------------------------------------

    def _key(self, values: Mapping[str, str], place: str, _visited: tuple[str, ...]) -> Source | None:
        # A token is left over from when the profile had another mode.
        own = {name: values.get(name, "") for name in _KEY_NAMES[:2]}
        return given(place, complete_access_key(place, own, *_KEY_NAMES))

    def _temporary_key(self, values: Mapping[str, str], place: str, _visited: tuple[str, ...]) -> Source | None:
        return given(place, complete_access_key(place, values, *_KEY_NAMES))

    def _role(self, values: Mapping[str, str], place: str, _visited: tuple[str, ...]) -> Source:
        whole(place, "mode RamRoleArn", values, (*_KEY_NAMES[:2], "ram_role_arn"))
        return self._assumed(Given(place, named_access_key(place, values, *_KEY_NAMES)), values, place)

    def _assumed(self, base: Source, values: Mapping[str, str], place: str) -> Source:
        role = self._wanted(values, place, values.get("external_id") or None)
        return self._ways.role(base, role, f"{place}: ram_role_arn", _site(values, place))

    def _wanted(self, values: Mapping[str, str], place: str, external_id: str | None = None) -> Role:
        session = _session(self._ways.options, values, place)
        return Role(values["ram_role_arn"], session, external_id, values.get("policy") or None)

    def _machine(self, values: Mapping[str, str], place: str, _visited: tuple[str, ...]) -> Source:
        role = values.get("ram_role_name")
        return self._ways.metadata(given_role(f"{place}: ram_role_name", role) if role else None, None)

    def _role_of_machine(self, values: Mapping[str, str], place: str, visited: tuple[str, ...]) -> Source:
        whole(place, "mode RamRoleArnWithRoleName", values, ("ram_role_arn",))
        return self._assumed(self._machine(values, place, visited), values, place)

    def _oidc(self, values: Mapping[str, str], place: str, _visited: tuple[str, ...]) -> Source:
        needed = ("oidc_provider_arn", "oidc_token_file", "ram_role_arn")
        whole(place, "mode OIDC", values, needed)
        token = TokenFile(values["oidc_token_file"], self._runtime)
        return self._ways.oidc(self._wanted(values, place), values["oidc_provider_arn"], token, _site(values, place))

    def _chained(self, values: Mapping[str, str], place: str, visited: tuple[str, ...]) -> Source:
        whole(place, "mode ChainableRamRoleArn", values, ("source_profile", "ram_role_arn"))
        name = values["source_profile"]
        if name in visited or len(visited) >= _DEEPEST:
            raise OptionError(f"{place}: source_profile leads in a circle, or through more than {_DEEPEST} profiles.")
        found = next((profile for profile in self._profiles if profile.get("name") == name), None)
        base = self.source(found, visited) if found is not None else None
        if base is None:
            raise OptionError(f"{place}: the profile {shown_names([name])}, its source_profile, names no key.")
        return self._assumed(base, values, place)

    def _program(self, values: Mapping[str, str], place: str, _visited: tuple[str, ...]) -> Source:
        whole(place, "mode External", values, ("process_command",))
        if self._runtime.environ.get(_FORBID, "").lower() in ("1", "true"):
            raise OptionError(f"{place}: {_FORBID} in the environment forbids programs.")
        check_keeper(place, self._path)
        return Program(place, values["process_command"], self._printed, self._runtime)

    def _printed(self, document: Any) -> AccessKey | None:
        key = key_of(document, _PRINTED, self._runtime, lasting=True)
        if key is not None and document.get("mode") == "StsToken" and not key.security_token:
            return None
        return key

    def _uri(self, values: Mapping[str, str], place: str, _visited: tuple[str, ...]) -> Source:
        whole(place, "mode CredentialsURI", values, ("credentials_uri",))
        if self._runtime.environ.get(_FORBID, "").lower() in ("1", "true"):
            raise OptionError(f"{place}: {_FORBID} in the environment forbids credentials URIs.")
        return self._ways.uri(f"{place}: credentials_uri", values["credentials_uri"])

    def _sso(self, values: Mapping[str, str], place: str, _visited: tuple[str, ...]) -> Source:
        needed = (
            "cloud_sso_sign_in_url", "cloud_sso_account_id", "cloud_sso_access_config", "access_token",
        )  # fmt: skip
        whole(place, "mode CloudSSO", values, needed)
        from .sts import sso_source

        address = values["cloud_sso_sign_in_url"].partition("://")
        endpoint = parse_endpoint(f"{address[0]}://{address[2].partition('/')[0]}", f"{place}: cloud_sso_sign_in_url")
        ids = values["cloud_sso_account_id"], values["cloud_sso_access_config"]
        first = self._cached(values, place)
        return sso_source(
            place,
            endpoint,
            ids,
            lambda: self._login(values.get("name"), place),
            self._ways.exchange(),
            self._runtime,
            first,
        )

    def _login(self, name: str | None, place: str) -> Kept:
        """The access token that the file holds now: a login may have been since."""
        profiles = _profiles_in(_read_cli(self._path, self._runtime)) or []
        found = next((profile for profile in profiles if profile.get("name") == name), {})
        token, ends = found.get("access_token"), found.get("cloud_sso_access_token_expire")
        if not isinstance(token, str) or not token:
            raise OptionError(f"{place}: there is no access_token any more.")
        check_sendable(f"{place}: access_token", token)
        return Kept(token, _moment(str(ends)))

    def _oauth(self, values: Mapping[str, str], place: str, _visited: tuple[str, ...]) -> Source:
        # Refreshing would change the token in the user's file, which is the tool's own.
        cached = self._cached(values, place)
        if cached is None:
            raise OptionError(f"{place}: the key that the tool has kept has ended. Run any aliyun command once.")
        return Given(place, cached)

    def _cached(self, values: Mapping[str, str], place: str) -> AccessKey | None:
        """The key that the tool has kept from its last run, if it is still good."""
        ends = _moment(values.get("sts_expiration"))
        if ends is None or ends <= self._runtime.clock.time() or not all(values.get(name) for name in _KEY_NAMES):
            return None
        key = named_access_key(place, values, *_KEY_NAMES)
        return AccessKey(key.access_key, key.secret_key, key.security_token, ends)


def of_ini(ways: Ways) -> Source | None:
    """The source that a section of the SDK's file names."""
    environ = ways.runtime.environ
    path = environ.get(_FILE) or home_file(environ, ".alibabacloud/credentials.ini")
    parser = read_ini(path, ways.runtime.warn)
    section = environ.get("ALIBABA_CLOUD_PROFILE") or "default"
    if parser is None:
        ways.missing.extend(absent_file(environ, _FILE, path))
        return None
    if not parser.has_section(section):
        names = shown_names(parser.sections())
        ways.missing.append(f"{path} has no section [{shown_names([section])}] (its sections: {names})")
        return None
    # As the SDK has it: a remark may stand behind a value.
    values = {key: value.partition("#")[0].strip() for key, value in parser[section].items()}
    place = f"{path} [{section}]"
    kind = values.get("type", "access_key")
    if kind in ("access_key", "sts"):
        return given(place, complete_access_key(place, values, *_SECTION_NAMES))
    if kind == "ecs_ram_role":
        role = values.get("role_name")
        return ways.metadata(given_role(f"{place}: role_name", role) if role else None, None)
    if kind == "ram_role_arn":
        whole(place, f"type {kind}", values, ("access_key_id", "access_key_secret", "role_arn"))
        base = Given(place, named_access_key(place, values, *_SECTION_NAMES))
        session = session_of(ways.options, values.get("role_session_name"))
        taken = Role(values["role_arn"], session, policy=values.get("policy") or None)
        return ways.role(base, taken, f"{place}: role_arn")
    if kind == "oidc_role_arn":
        whole(place, f"type {kind}", values, ("oidc_provider_arn", "oidc_token_file_path", "role_arn"))
        token = TokenFile(values["oidc_token_file_path"], ways.runtime)
        session = session_of(ways.options, values.get("role_session_name"))
        taken = Role(values["role_arn"], session, policy=values.get("policy") or None)
        return ways.oidc(taken, values["oidc_provider_arn"], token)
    # Anything but a word is shown to nobody: a key may have slipped into its place.
    found = f"type {kind}" if _KIND.match(kind) else "this type"
    raise OptionError(f"{place}: {found} is not supported. Set access_key and secret_key instead.")


def _site(values: Mapping[str, str], place: str) -> Site:
    inside = {"true": True, "false": False}.get(values.get("enable_vpc", ""))
    return Site(place, values.get("sts_endpoint", ""), values.get("sts_region", ""), inside)


def _session(options: Options, values: Mapping[str, str], place: str) -> Session:
    name = values.get("ram_session_name") or values.get("role_session_name")
    return session_of(options, name, own_duration(options, place, values, "expired_seconds"))


def _moment(text: str | None) -> float | None:
    return float(text) if text and re.match(r"^[0-9]{1,11}\Z", text) else None
