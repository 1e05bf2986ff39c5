# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""AWS: what the profiles of the SDKs and of the command line tool say of a key.

From the page "Configuration and credential file settings"; a profile is what both files say of it.
"""

from __future__ import annotations

import configparser
from typing import Mapping

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.typed import read_number
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.credentials import (
    complete_access_key,
    home_file,
    read_ini,
    shown_names,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.chain import Source, given
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.id_tokens import TokenFile
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.options import (
    LONGEST,
    SHORTEST,
    Session,
    session_of,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.ways import Role

from .ways import Ways

_KEY = ("aws_access_key_id", "aws_secret_access_key", "aws_session_token")
#: Keys of a profile that need a browser, or run a program.
_OTHER_WAYS = {
    "sso_session": "single sign-on",
    "sso_start_url": "single sign-on",
    "login_session": "a login in a browser",
    "credential_process": "a program",
}
ENVIRONMENT = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")


class Profiles:
    """The profiles of a user, read when they are needed."""

    def __init__(self, ways: Ways) -> None:
        self._ways = ways
        environ = ways.runtime.environ
        self.named = ways.options["profile"] or environ.get("AWS_PROFILE") or environ.get("AWS_DEFAULT_PROFILE")
        self.name = self.named or "default"
        self._credentials = environ.get("AWS_SHARED_CREDENTIALS_FILE") or home_file(environ, ".aws/credentials")
        self._config = environ.get("AWS_CONFIG_FILE") or home_file(environ, ".aws/config")
        self._read: dict[str, configparser.ConfigParser | None] = {}

    def role(self) -> Source | None:
        """The source of a profile that assumes a role with another source's keys."""
        values = self._values(self.name)
        if not values.get("role_arn") or values.get("web_identity_token_file"):
            return None
        return self._role(self.name, [])

    def web_identity(self) -> Source | None:
        """The source of a profile that takes an ID token for a key of a role."""
        values, place = self._values(self.name), self._place(self.name)
        if not values.get("web_identity_token_file"):
            return None
        if not values.get("role_arn"):
            raise OptionError(f"{place}: web_identity_token_file is set, but role_arn is missing.")
        role = Role(values["role_arn"], self._session(values, place))
        return self._ways.oidc(role, TokenFile(values["web_identity_token_file"], self._ways.runtime), place)

    def of_credentials(self) -> Source | None:
        """The key in the file of credentials."""
        return self._key(self._credentials, self.name, self.name)

    def of_config(self) -> Source | None:
        """The key in the file of settings; puts down what the profile has in place of one."""
        found = self._key(self._config, self.name, _section(self.name))
        if found is None:
            self._put_down(self.name)
        return found

    def _role(self, name: str, seen: list[str]) -> Source:
        values, place = self._values(name), self._place(name)
        if values.get("mfa_serial"):
            raise OptionError(f"{place}: mfa_serial asks for a second factor, which the collection cannot give.")
        if name in seen:
            raise OptionError(f"{place}: its source_profile leads back to itself.")
        source_name, other = values.get("source_profile"), values.get("credential_source")
        if bool(source_name) == bool(other):
            raise OptionError(f"{place}: expected source_profile or credential_source beside role_arn.")
        base = self._base(source_name, name, seen) if source_name else self._source(other or "", place)
        external_id = values.get("external_id") or None
        return self._ways.role(base, Role(values["role_arn"], self._session(values, place), external_id), place)

    def _base(self, source_name: str, name: str, seen: list[str]) -> Source:
        if source_name != name and self._values(source_name).get("role_arn"):
            return self._role(source_name, [*seen, name])
        found = self._key(self._credentials, source_name, source_name) or self._key(
            self._config, source_name, _section(source_name)
        )
        if found is None:
            raise OptionError(
                f"{self._place(name)}: there is no key in its source_profile {shown_names([source_name])}."
            )
        return found

    def _source(self, word: str, place: str) -> Source:
        found: Source | None = None
        if word == "Environment":
            found = self._ways.key_of_environment(ENVIRONMENT)
        elif word == "EcsContainer":
            found = self._ways.container()
        elif word == "Ec2InstanceMetadata":
            found = self._ways.metadata(None)
        else:
            raise OptionError(f"{place}: expected credential_source Environment, Ec2InstanceMetadata or EcsContainer.")
        if found is None:
            raise OptionError(f"{place}: credential_source {word} names no key.")
        return found

    def _session(self, values: Mapping[str, str], place: str) -> Session:
        own = session_of(self._ways.options)
        name = self._ways.options["role_session_name"] or values.get("role_session_name") or own.name
        duration = own.duration
        if values.get("duration_seconds") and self._ways.options["role_duration"] is None:
            try:
                duration = int(read_number(values, "duration_seconds", SHORTEST, LONGEST))
            except OptionError as exc:
                raise OptionError(f"{place}: {exc}") from None
        return Session(name, duration)

    def _key(self, path: str, name: str, section: str) -> Source | None:
        parser = self._parser(path)
        if parser is None or not parser.has_section(section):
            return None
        place = f"{path} [{shown_names([section])}]"
        return given(place, complete_access_key(place, parser[section], *_KEY))

    def _values(self, name: str) -> Mapping[str, str]:
        """What both files say of a profile; what the file of credentials says counts."""
        found: dict[str, str] = {}
        for path, section in ((self._config, _section(name)), (self._credentials, name)):
            parser = self._parser(path)
            if parser is not None and parser.has_section(section):
                found.update({key: value.strip() for key, value in parser[section].items() if value})
        return found

    def _put_down(self, name: str) -> None:
        values = self._values(name)
        other = next((what for key, what in _OTHER_WAYS.items() if values.get(key)), None)
        missing = self._ways.missing
        if other is not None:
            missing.append(
                f"{self._place(name)} has {other}, and no key: hand over what `aws configure export-credentials` prints"
            )
        elif values:
            missing.append(f"{self._place(name)} has no key")
        elif self.named or any(self._parser(path) for path in (self._credentials, self._config)):
            missing.append(f"there is no profile {shown_names([name])} in {self._credentials} or {self._config}")

    def _parser(self, path: str) -> configparser.ConfigParser | None:
        if path not in self._read:
            self._read[path] = read_ini(path, self._ways.runtime.warn)
        return self._read[path]

    @staticmethod
    def _place(name: str) -> str:
        return f"The profile {shown_names([name])}"


def _section(name: str) -> str:
    return name if name == "default" else f"profile {name}"
