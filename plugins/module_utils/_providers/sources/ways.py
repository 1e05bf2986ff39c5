# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""What the ways to a key have in common: ID tokens, roles, and the choice among places."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any, Callable, ClassVar, Iterable, Mapping, Union

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer, Login, Request, Service
from ansible_collections.edgeops.cdn.plugins.module_utils._http.requests_library import AuthBase
from ansible_collections.edgeops.cdn.plugins.module_utils._model.clock import Deadline
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError, OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.connection import Connection
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.credentials import (
    AccessKey,
    complete_access_key,
    incomplete,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Options, Runtime

from .chain import Place, Source, check_one_way, choose, given
from .exchange import Exchange, open_exchange
from .id_tokens import IdToken, id_token, key_by_token
from .login import KeyLogin
from .options import OIDC_NAMES, USUAL, Session, external_id_of, session_of
from .program import Program

#: Reads a key out of a response of STS.
KeyIn = Callable[[Answer, Any, Exchange], Union[AccessKey, ApiError, None]]
OPTIONS = ("access_key", "secret_key", "security_token")


@dataclass(frozen=True)
class Role:
    """A role, and what a key of it is limited to."""

    #: As the cloud calls it: ARN, TRN.
    arn: str
    session: Session
    external_id: str | None = None
    policy: str | None = None


class TokenRole:
    """A key of a role for an ID token. The token travels in the body, which no log on the way keeps."""

    def __init__(
        self, role: Role, token: IdToken, request_of: Callable[[str], Request], key_in: KeyIn, exchange: Exchange
    ) -> None:
        self.name = f"the role {role.arn} by {token.name}"
        self.renewable = token.renewable
        self._token = token
        self._request_of = request_of
        self._key_in = key_in
        self._exchange = exchange

    def read(self, deadline: Deadline | None = None) -> AccessKey:
        return key_by_token(self._token, lambda token: self._ask(token, deadline), deadline)

    def _ask(self, token: str, deadline: Deadline | None) -> AccessKey:
        return self._exchange.call(
            self._request_of(token), lambda answer, document: self._key_in(answer, document, self._exchange), deadline
        )


class KeyRole:
    """A key of a role for another key, which signs the call."""

    renewable = True

    def __init__(self, role: Role, base: str, request: Request, key_in: KeyIn, exchange: Exchange) -> None:
        self.name = f"the role {role.arn} with the key from {base}"
        self._request = request
        self._key_in = key_in
        self._exchange = exchange

    def read(self, deadline: Deadline | None = None) -> AccessKey:
        return self._exchange.call(
            self._request, lambda answer, document: self._key_in(answer, document, self._exchange), deadline
        )


class Ways:
    """Makes sources of what the places of one run say. Making one sends nothing."""

    #: Of the cloud: what names a role, and what a message expects of it.
    role_name: ClassVar[re.Pattern[str]]
    role_expected: ClassVar[str]

    def __init__(self, service: Service, connection: Connection, options: Options, runtime: Runtime) -> None:
        self.service = service
        self.connection = connection
        self.options = options
        self.runtime = runtime
        #: What each file that is there does not hold, where the user names a profile.
        self.missing: list[str] = []

    def id_token(self, value: tuple[str, str | None], path: str | None, audience: str) -> IdToken | None:
        """Where the ID token comes from. A CI system is asked for this audience, if no option says another."""
        connection = self.connection
        ci = (self.options["oidc_audience"] or audience, connection.patience, connection.verify, self.service)
        return id_token(self.runtime, value, path, ci)

    def id_token_of_options(self, audience: str, needed: tuple[str, ...]) -> IdToken | None:
        """The ID token that the options mean to sign in by; None where they do not, OptionError for half of it."""
        named = {name: self.options[name] for name in OIDC_NAMES if name in self.options}
        if not any(named.values()):
            return None
        half("The options", named, needed)
        token = self.id_token(("oidc_token", self.options["oidc_token"]), self.options["oidc_file"], audience)
        if token is None:
            raise OptionError(
                "The options: oidc_role is set, but there is no ID token. Set oidc_token or oidc_file, or give "
                "the CI job the permission id-token: write."
            )
        return token

    def id_token_of_environment(
        self, found: Mapping[str, str | None], needed: Iterable[str], file: str, audience: str
    ) -> IdToken:
        """The ID token in the file that this variable names, or else the CI system's; OptionError for half of it."""
        half("The environment", found, needed)
        token = self.id_token(("", None), found[file], audience)
        if token is None:
            raise incomplete("The environment", found, [file])
        return token

    def exchange(self, login: Login | None = None) -> Exchange:
        """The way to STS, for calls without a signature or for those that the login signs."""
        service = replace(self.service, endpoint_option="sts_endpoint")
        return open_exchange(service, self.connection.patience, self.runtime, self.connection.verify, login)

    def signed(self, base: Source, session: Session, auth_of: Callable[[AccessKey], AuthBase]) -> Exchange:
        """The way to STS for calls that the keys of another source sign, to assume a role for so long."""
        # Nobody knows yet whether what a program prints will last.
        may_last = not base.renewable or isinstance(base, Program)
        temporary = not may_last or (hasattr(base, "key") and base.key.security_token)
        if temporary and session.duration > USUAL:
            raise OptionError(f"role_duration: at most {USUAL} where a role is assumed with a temporary key.")
        return self.exchange(KeyLogin(base, auth_of, self.runtime))

    def checked_role(self, role: Role, place: str) -> Role:
        """The role; OptionError names the place that it is from where nothing of the cloud's is called like that."""
        if not self.role_name.match(role.arn):
            raise OptionError(f"{place}: expected {self.role_expected}.")
        return role

    # -- the choice ---------------------------------------------------------------------------------------------------

    def key_of_options(self) -> Source | None:
        return given("the options", complete_access_key("The options", self.options, *OPTIONS))

    def key_of_environment(self, names: tuple[str, str, str]) -> Source | None:
        """The key under these names; an empty one stands for a token that there is no name for."""
        environ = {name: self.runtime.environ.get(name) for name in names if name}
        return given(f"the environment ({names[0]})", complete_access_key("The environment", environ, *names))

    def may_guess(self, switch: str | None = None) -> bool:
        """Whether the machine's metadata may be asked although no option says so; switch is a variable that forbids."""
        forbidden = switch is not None and self.runtime.environ.get(switch, "").lower() == "true"
        return self.options["instance_role"] is None and not forbidden

    def source(
        self, vendor: str, none: str, places: Iterable[Place], assume: Callable[[Source, Role], Source]
    ) -> Source:
        """The source of the first place that names one, with the role on top that the options want assumed."""
        options = self.options
        oidc = [name for name in OIDC_NAMES if name in options]
        check_one_way(
            {
                "access_key and secret_key": any(options[name] for name in OPTIONS),
                " and ".join(oidc[:-2]): any(options[name] for name in oidc),
                "instance_role": bool(options["instance_role"]),
            }
        )
        found = choose(places)
        if found is None:
            raise OptionError(f"No credentials for {vendor}: {'; '.join(self.missing)}." if self.missing else none)
        external_id = external_id_of(options)
        if not options["assume_role"]:
            return found
        return assume(found, Role(options["assume_role"], session_of(options), external_id))


def half(place: str, values: Mapping[str, Any], needed: Iterable[str]) -> None:
    """OptionError where a place names some of these values, and not all that are needed."""
    missing = [name for name in needed if not values.get(name)]
    if missing:
        raise incomplete(place, values, missing)


def whole(place: str, kind: str, values: Mapping[str, str], needed: Iterable[str]) -> None:
    """OptionError where something that a profile of this kind needs is missing."""
    missing = [name for name in needed if not values.get(name)]
    if missing:
        raise lacking(place, kind, missing)


def lacking(place: str, kind: str, missing: Iterable[str]) -> OptionError:
    """What is wrong with a profile of this kind that has not got what it needs."""
    return OptionError(f"{place} is of {kind}, but {' and '.join(missing)} is missing.")


def of_a_browser(what: str) -> OptionError:
    """What is wrong with a place that a login in a browser leads to: what comes after it may be of another account."""
    return OptionError(
        f"{what}, whose keys only the tool can renew: hand over a temporary key as access_key, secret_key and "
        "security_token."
    )
