# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an emulated provider has to answer, and one request on its way through it."""

from __future__ import annotations

import abc
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from .accounts import FULL, NOTHING, Key
from .scripts import Phase
from .signatures import Authorization
from .tasks import Task
from .wire import Answer, ApiError, Wire

if TYPE_CHECKING:
    from .world import World


class CallSpec(NamedTuple):
    """A call's documented rate per second and account, and whether it changes anything."""

    rate: int | None
    writes: bool = False


@dataclass
class Call:
    """One request: what it asks for, who asks, and which tasks its answer is about."""

    wire: Wire
    name: str
    request_id: str
    now: float
    #: Answer as if no time had passed and nobody had asked before.
    stale: bool = False
    #: A word to answer in place of every state.
    word: str | None = None
    tenant: str = ""
    rights: str = FULL
    access_key: str | None = None
    scheme: str | None = None
    signed_headers: Sequence[str] = ()
    iam_user: bool = False
    token: str | None = None
    #: Ids that the request names, and whether asking again for a finished one is to be counted.
    asked: list[str] = field(default_factory=list)
    counts_as_asking: bool = True
    #: Tasks whose `reads` go up when the answer arrives.
    read: list[Task] = field(default_factory=list)
    #: Tasks that the answer shows, with what it shows of them.
    shown: list[tuple[Task, Phase]] = field(default_factory=list)

    def look(self, task: Task) -> Phase:
        """What this request gets to see of a task."""
        if self.stale:
            phase = task.first_phase()
        else:
            phase = task.phase(self.now)
        if self.word is not None and not phase.hidden:
            return phase.rewritten(self.word)
        return phase


class Blueprint(abc.ABC):
    """One provider. A new one is a subclass in tests/providers/NAME/blueprint.py, named there in BLUEPRINTS."""

    #: The provider's name, as in the collection.
    name: ClassVar[str]
    #: The dataclass of its own settings.
    settings_type: ClassVar[type]
    calls: ClassVar[Mapping[str, CallSpec]]
    has_tasks: ClassVar[bool] = True
    #: The demo accounts' keys; the first one may do everything.
    keys: ClassVar[Sequence[Key]] = ()
    #: Secrets besides those of the keys, by what they are.
    other_secrets: ClassVar[Mapping[str, str]] = {}
    #: Whose tasks the control API makes when it is not told otherwise.
    default_tenant: ClassVar[str] = ""

    def __init__(self, world: World) -> None:
        self.world = world

    @property
    def settings(self) -> Any:
        return self.world.settings.section(self.name)

    @abc.abstractmethod
    def claims(self, wire: Wire) -> bool:
        """Whether a request is for this provider."""

    @abc.abstractmethod
    def call_name(self, wire: Wire) -> str:
        """The vendor's name of the call, or `unknown`."""

    @abc.abstractmethod
    def authenticate(self, call: Call) -> None:
        """Find out who is asking. Raises ApiError."""

    @abc.abstractmethod
    def denied(self, call: Call) -> ApiError:
        """The error for a key without the right to make this call."""

    @abc.abstractmethod
    def throttled(self, call: Call) -> ApiError:
        """The error for too many calls in a second."""

    @abc.abstractmethod
    def gateway_error(self, status: int) -> ApiError:
        """The documented error of an HTTP status, for faults."""

    @abc.abstractmethod
    def token_expired(self, call: Call) -> ApiError | None:
        """Make the token of this request expire; the error to answer, or None if the call will find out."""

    @abc.abstractmethod
    def answer(self, call: Call) -> Answer:
        """The answer to an authenticated request within the limits. Raises ApiError."""

    @abc.abstractmethod
    def error_answer(self, call: Call, error: ApiError) -> Answer:
        """An error in the shape the vendor documents."""

    @abc.abstractmethod
    def next_ids(self, operation: str, count: int) -> list[str]:
        """Ids for tasks that bring none."""

    @abc.abstractmethod
    def quotas(self, tenant: str) -> dict[str, dict[str, int]]:
        """Limit and use today of each kind, for the control API."""

    def add_key(self, key: Key) -> None:
        """Know one more access key, until the emulator is reset."""
        raise NotImplementedError(f"{self.name} has no keys")

    @classmethod
    def environment(cls, url: str) -> Mapping[str, str]:
        """The demo credentials under the names that the official SDK looks at."""
        return {}

    def authorization(self, text: str) -> Authorization | None:
        """The parts of an Authorization header, of which the log shows all but the signature."""
        return None

    def request_id(self, number: int) -> str:
        """A request id in the vendor's manner."""
        return f"{number:032x}"

    def finish(self, call: Call, answer: Answer) -> Answer:
        """Add what every answer of the provider carries."""
        return answer

    def reset(self) -> None:  # noqa: B027 - not every provider keeps something
        """Forget what the provider keeps besides tasks: lock-outs, nonces, tokens."""

    def identify(self, call: Call, check: Callable[[Call], None]) -> None:
        """Fill in who is asking, by a check of the credentials where they are checked. Raises ApiError."""
        if self.world.settings.general.credentials:
            check(call)
        else:
            call.tenant = self.default_tenant

    def writes(self, name: str) -> bool:
        """Whether a call changes anything."""
        spec = self.calls.get(name)
        return spec is not None and spec.writes

    def rate(self, name: str) -> int | None:
        """Calls per second: documented, or as the settings have it."""
        override = self.settings.rates.get(name)
        if override is not None:
            return int(override)
        spec = self.calls.get(name)
        return spec.rate if spec else None

    def allow(self, call: Call) -> None:
        """Check the caller's rights and the rate limit. Raises ApiError."""
        spec = self.calls.get(call.name)
        if spec is None:
            return
        if call.rights == NOTHING or (spec.writes and call.rights != FULL):
            raise self.denied(call)
        rate = self.rate(call.name)
        general = self.world.settings.general
        if rate is None or not general.limits:
            return
        key = (self.name, call.tenant, call.name)
        now = self.world.clock.monotonic()
        if not self.world.limiter.allows(key, rate, now, count_refused=general.count_refused_calls):
            error = self.throttled(call)
            error.limited = True
            raise error
