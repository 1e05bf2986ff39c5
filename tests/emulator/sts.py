# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the parties that hand out keys which end have in common: settings, lifetimes, the keys themselves."""

from __future__ import annotations

import abc
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar

from .accounts import Key
from .blueprint import Blueprint, Call, CallSpec
from .settings import about, switch
from .wire import Answer, ApiError, Wire

if TYPE_CHECKING:
    from .world import World

SHORTEST, LONGEST, USUAL = 900, 43200, 3600


@dataclass
class StsSettings:
    """Switches of an emulated STS."""

    key_lifetime: float | None = switch(None, "seconds a temporary key is valid; null: as it was asked for")
    rates: dict[str, Any] = field(
        default_factory=dict, metadata=about("calls per second by call name, in place of the documented ones")
    )


class Keyring:
    """The keys of a cloud's accounts: those that there are at first, and those that are issued until a reset."""

    def __init__(self, world: World, first: Sequence[Key], access_key: str, word: str) -> None:
        self.world = world
        self._first = first
        self._access_key = access_key
        self._word = word
        self.reset()

    def reset(self) -> None:
        """Forget what was added or issued."""
        self._keys = {key.access_key: key for key in self._first}
        self._issued = 0

    def get(self, access_key: str) -> Key | None:
        return self._keys.get(access_key)

    def knows_token(self, token: str) -> bool:
        """Whether any key has this token."""
        return any(key.token == token for key in self._keys.values())

    def add(self, key: Key) -> None:
        """Know one more key, until the emulator is reset."""
        self._keys[key.access_key] = key

    def issue(self, tenant: str, lifetime: float) -> Key:
        """A new temporary key; it does not end the old ones."""
        self._issued += 1
        number = f"{self._issued:06d}"
        key = Key(
            access_key=f"{self._access_key}{number}",
            secret_key=f"{self._word}issuedsecret{number}" + "0" * 8,
            tenant=tenant,
            token=f"{self._word}issuedtoken{number}" + "B" * 600 + "==",
            expires_at=self.world.clock.now() + lifetime,
        )
        self.add(key)
        return key

    def end_issued(self) -> None:
        """End every key that was issued, whatever was said of it."""
        for key in list(self._keys.values()):
            if key.token is not None and "issued" in key.token:
                self.add(replace(key, expires_at=0.0))


_TOKEN_PATH = "/latest/api/token"


@dataclass(frozen=True)
class Machine:
    """How a machine's metadata hand out the keys of its one role."""

    #: The path of the list of roles. Those of keys are below it.
    roles: str
    #: Seconds that a key is good for.
    lifetime: float
    #: The token that every call must bring, and the header that brings it; empty where there is no version with one.
    token: str = ""
    token_header: str = ""
    #: HTTP status and code for a call without it.
    refusal: tuple[int, str] = (403, "Forbidden")
    #: The list.
    listed: bytes = b"machine"

    @property
    def calls(self) -> Mapping[str, CallSpec]:
        """The calls to the metadata, which have no limits."""
        names = ("CreateMetadataToken", "ListMachineRoles", "GetMachineKey")
        return {name: CallSpec(None) for name in names[0 if self.token else 1 :]}

    def call_name(self, wire: Wire) -> str | None:
        """The call that a request makes; None for a request that is not for the metadata."""
        # Other clouds have the same path.
        if self.token and wire.raw_path == _TOKEN_PATH and f"{self.token_header}-ttl-seconds" in wire.headers:
            return "CreateMetadataToken" if wire.method == "PUT" else "unknown"
        if wire.raw_path.startswith(self.roles):
            return "ListMachineRoles" if wire.raw_path == self.roles else "GetMachineKey"
        return None


class Sts(Blueprint):
    """Keys that end, for the account of the products that stand beside it: by calls, and from a machine's metadata."""

    has_tasks: ClassVar[bool] = False
    settings_type = StsSettings
    machine: ClassVar[Machine]

    @abc.abstractmethod
    def is_call(self, wire: Wire) -> bool:
        """Whether a request is for STS itself."""

    @abc.abstractmethod
    def action(self, wire: Wire) -> str:
        """The word for the call that a request to STS makes."""

    @abc.abstractmethod
    def check_caller(self, call: Call) -> None:
        """Find out who is asking STS. Raises ApiError."""

    @abc.abstractmethod
    def assume(self, call: Call) -> Answer:
        """The answer of STS. Raises ApiError."""

    @abc.abstractmethod
    def machine_key(self, call: Call) -> dict[str, Any]:
        """A key of the machine's role, as the metadata have it."""

    def claims(self, wire: Wire) -> bool:
        return self.machine.call_name(wire) is not None or self.is_call(wire)

    def call_name(self, wire: Wire) -> str:
        named = self.machine.call_name(wire)
        if named is not None:
            return named
        action = self.action(wire)
        return action if action in self.calls else "unknown"

    def authenticate(self, call: Call) -> None:
        machine = self.machine
        if call.name not in machine.calls:
            self.check_caller(call)
        elif call.name != "CreateMetadataToken" and call.wire.headers.get(machine.token_header, "") != machine.token:
            raise ApiError(*machine.refusal, "The token is missing or wrong.")

    def answer(self, call: Call) -> Answer:
        if call.name not in self.machine.calls:
            return self.assume(call)
        if call.name == "CreateMetadataToken":
            return Answer(200, content=self.machine.token.encode("ascii"))
        if call.name == "ListMachineRoles":
            return Answer(200, content=self.machine.listed)
        if call.wire.raw_path != f"{self.machine.roles.rstrip('/')}/machine":
            raise ApiError(404, "NotFound", "There is no such role.")
        return Answer(200, self.machine_key(call))

    def lifetime(self, asked: float) -> float:
        """How long a key is really good."""
        lifetime = self.settings.key_lifetime
        return asked if lifetime is None else float(lifetime)

    def next_ids(self, operation: str, count: int) -> list[str]:
        raise ValueError("STS has no tasks")

    def quotas(self, tenant: str) -> dict[str, dict[str, int]]:
        return {}
