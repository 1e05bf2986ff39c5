# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""AWS: what the profiles of the SDKs and of the command line tool say of a key.

From the page "Configuration and credential file settings"; a profile is what both files say of it.
"""

from __future__ import annotations

import configparser
import re
import shlex
from typing import Any, Mapping

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.credentials import (
    AccessKey,
    absent_file,
    complete_access_key,
    home_file,
    read_ini,
    shown_names,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.chain import Place, Source, choose, given
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.exchange import key_of
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.id_tokens import TokenFile
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.options import (
    Session,
    own_duration,
    session_of,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.program import Program, check_keeper
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.ways import Role

from .ways import Ways

_VARIABLE = re.compile(r"\$(?:(\w+)|\{([^}]*)\})")
_KEY = ("aws_access_key_id", "aws_secret_access_key", "aws_session_token")
#: Variables that name the two files.
_CREDENTIALS, _CONFIG = "AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE"
#: Keys of a profile that mean a single sign-on. The SDK passes over some halves of one.
_SIGN_ON = ("sso_session", "sso_start_url", "sso_account_id", "sso_role_name")
#: What a program prints.
_PRINTED = ("AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration")


def names_of_environment(environ: Mapping[str, str]) -> tuple[str, str, str]:
    """The variables of a key; that of its token has an older name."""
    older = environ.get("AWS_SECURITY_TOKEN") and not environ.get("AWS_SESSION_TOKEN")
    return "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SECURITY_TOKEN" if older else "AWS_SESSION_TOKEN"


class Profiles:
    """The profiles of a user, read when they are needed."""

    def __init__(self, ways: Ways) -> None:
        self._ways = ways
        environ = ways.runtime.environ
        self.named = ways.options["profile"] or environ.get("AWS_PROFILE") or environ.get("AWS_DEFAULT_PROFILE")
        self.name = self.named or "default"
        self._credentials = self._expanded(environ.get(_CREDENTIALS) or "~/.aws/credentials")
        self._config = self._expanded(environ.get(_CONFIG) or "~/.aws/config")
        self._read: dict[str, configparser.ConfigParser | None] = {}

    def role(self) -> Source | None:
        """The source of a profile that assumes a role with another source's keys."""
        return self._role(self.name, []) if _assumes(self._values(self.name)) else None

    def places(self) -> tuple[Place, ...]:
        """What else the profile may name, in the order of the SDK; the last one puts down that it names nothing."""
        return (*self._places(self.name), self._put_down)

    def _places(self, name: str) -> tuple[Place, ...]:
        return (
            lambda: self._web_identity(name),
            lambda: self._sign_on(name),
            lambda: self._of_credentials(name),
            lambda: self._program(name),
            lambda: self._of_config(name),
        )

    def _web_identity(self, name: str) -> Source | None:
        values, place = self._values(name), self._place(name)
        if not values.get("web_identity_token_file"):
            return None
        # As the SDK has it: variables count, but not against a profile that an option or another profile names.
        is_chosen = name == self.name and not self._ways.options["profile"]
        environ = self._ways.runtime.environ if is_chosen else {}
        arn = environ.get("AWS_ROLE_ARN") or values.get("role_arn")
        if not arn:
            raise OptionError(f"{place}: web_identity_token_file is set, but role_arn is missing.")
        token = TokenFile(self._expanded(values["web_identity_token_file"]), self._ways.runtime)
        session = self._session(values, place, environ.get("AWS_ROLE_SESSION_NAME"))
        return self._ways.oidc(Role(arn, session), token, place)

    def _sign_on(self, name: str) -> Source | None:
        values = self._values(name)
        if not any(values.get(key) for key in _SIGN_ON):
            return None
        from .sso import sso_source

        return sso_source(self._ways, self._with_session(values, name), self._place(name))

    def _with_session(self, values: Mapping[str, str], name: str) -> Mapping[str, str]:
        """The same with what the section of the session of a single sign-on says."""
        session = values.get("sso_session")
        if not session:
            return values
        place, parser = self._place(name), self._parser(self._config)
        section = self._section(session, "sso-session")
        if parser is None or section is None:
            raise OptionError(f"{place}: its sso_session {shown_names([session])} is not in {self._config}.")
        own = {key: (value or "").strip() for key, value in parser[section].items()}
        other = next((key for key, value in own.items() if values.get(key, value) != value), None)
        if other is not None:
            raise OptionError(f"{place}: its sso_session says something else of {shown_names([other])}.")
        return {**values, **own}

    def _of_credentials(self, name: str) -> Source | None:
        return self._key(self._credentials, name, name)

    def _program(self, name: str) -> Source | None:
        """The source of a profile that names a program; OptionError for a login, which the SDK would take before it."""
        values = self._values(name)
        if values.get("login_session"):
            raise OptionError(
                f"No credentials for AWS: {self._place(name)} has a login in a browser, which is not supported: hand "
                "over what `aws configure export-credentials` prints."
            )
        if not values.get("credential_process"):
            return None
        (path, _values) = [each for each in self._sections(name) if "credential_process" in each[1]][-1]
        place = f"{path}, profile {shown_names([name])}"
        check_keeper(place, path)
        return Program(place, values["credential_process"], self._printed, self._ways.runtime)

    def _printed(self, document: Any) -> AccessKey | None:
        if document is None or document.get("Version") != 1:
            return None
        return key_of(document, _PRINTED, self._ways.runtime, lasting=True)

    def _of_config(self, name: str) -> Source | None:
        return self._key(self._config, self._section(name), name)

    def _role(self, name: str, seen: list[str]) -> Source:
        values, place = self._values(name), self._place(name)
        if not values["role_arn"]:
            raise OptionError(f"{place}: role_arn is empty.")
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
        values = self._values(source_name)
        # A profile with a key gives that, even if it names a role as well.
        if _assumes(values) and not any(key in values for key in _KEY[:2]):
            return self._role(source_name, [*seen, name])
        found = choose(self._places(source_name))
        if found is None:
            texts = (f"there is no key in its source_profile {shown_names([source_name])}", *self._absent())
            raise OptionError(f"{self._place(name)}: {'; '.join(texts)}.")
        return found

    def _source(self, word: str, place: str) -> Source:
        found: Source | None = None
        if word == "Environment":
            found = self._ways.key_of_environment(names_of_environment(self._ways.runtime.environ))
        elif word == "EcsContainer":
            found = self._ways.container()
        elif word == "Ec2InstanceMetadata":
            found = self._ways.metadata(None)
        else:
            raise OptionError(f"{place}: expected credential_source Environment, Ec2InstanceMetadata or EcsContainer.")
        if found is None:
            raise OptionError(f"{place}: credential_source {word} names no key.")
        return found

    def _session(self, values: Mapping[str, str], place: str, name: str | None = None) -> Session:
        options = self._ways.options
        duration = own_duration(options, place, values, "duration_seconds")
        return session_of(options, name or values.get("role_session_name"), duration)

    def _key(self, path: str, section: str | None, name: str) -> Source | None:
        parser = self._parser(path)
        if parser is None or section is None or not parser.has_section(section):
            return None
        place = f"{path} (the profile {shown_names([name])})"
        return given(place, complete_access_key(place, parser[section], *_KEY))

    def _values(self, name: str) -> Mapping[str, str]:
        """What both files say of a profile; what the file of credentials says counts."""
        return {key: value for _path, values in self._sections(name) for key, value in values.items()}

    def _sections(self, name: str) -> list[tuple[str, Mapping[str, str]]]:
        """What each file says of a profile, the one that counts last."""
        found: list[tuple[str, Mapping[str, str]]] = []
        for path, section in ((self._config, self._section(name)), (self._credentials, name)):
            parser = self._parser(path)
            if parser is not None and section is not None and parser.has_section(section):
                found.append((path, {key: (value or "").strip() for key, value in parser[section].items()}))
        return found

    def _section(self, name: str, kind: str = "profile") -> str | None:
        """The section of the file of settings that is about a profile or a session, as the SDK splits its title."""
        parser, found = self._parser(self._config), None
        for section in [] if parser is None else parser.sections():
            try:
                words = shlex.split(section)
            except ValueError:
                continue
            if words == [kind, name] or (section == name == "default" and kind == "profile"):
                found = section
        return found

    def _expanded(self, path: str) -> str:
        """A path as the SDK reads it: with the home folder and with variables in it."""
        environ = self._ways.runtime.environ
        if path == "~" or path.startswith("~/"):
            path = home_file(environ, path[2:])
        return _VARIABLE.sub(lambda match: environ.get(match[1] or match[2], match[0]), path)

    def _put_down(self) -> None:
        name, missing = self.name, self._ways.missing
        values = self._values(name)
        if values:
            missing.append(f"{self._place(name)} has no key")
        elif self.named or any(self._parser(path) for path in (self._credentials, self._config)):
            missing.append(f"there is no profile {shown_names([name])} in {self._credentials} or {self._config}")
        # As the SDK does, a file that is named and not there is passed over; but not without a word.
        missing.extend(self._absent())

    def _absent(self) -> list[str]:
        """What to say of the files that the environment names, and that are not there."""
        environ = self._ways.runtime.environ
        return [
            *absent_file(environ, _CREDENTIALS, self._credentials),
            *absent_file(environ, _CONFIG, self._config),
        ]

    def _parser(self, path: str) -> configparser.ConfigParser | None:
        if path not in self._read:
            self._read[path] = read_ini(path, self._ways.runtime.warn)
        return self._read[path]

    @staticmethod
    def _place(name: str) -> str:
        return f"The profile {shown_names([name])}"


def _assumes(values: Mapping[str, str]) -> bool:
    """Whether a profile assumes a role with another key."""
    return "role_arn" in values and not values.get("web_identity_token_file")
