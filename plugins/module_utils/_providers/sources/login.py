# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Signs requests with the keys of a source, and has them renewed before they end, once for all threads."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Callable

from ansible_collections.edgeops.cdn.plugins.module_utils._http.requests_library import AuthBase
from ansible_collections.edgeops.cdn.plugins.module_utils._model.clock import Deadline
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.times import rfc3339
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.credentials import AccessKey
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Runtime

from .chain import Given, Source

#: A key is renewed so many seconds before its end, or a quarter of its life before it, whichever is less. Instance
#: metadata have a new key five to ten minutes before; keys of 15 minutes must not be fetched for every call.
LONGEST_MARGIN = 300.0
#: Seconds to the next try where a renewal failed, or had no newer key yet.
RETRY_AFTER, SAME_KEY_AFTER = 30.0, 60.0
_NEVER = float("inf")


@dataclass
class _Held:
    """A key and its times, by the monotonic clock: one that is set must neither keep a dead key nor drop a good one."""

    key: AccessKey
    auth: AuthBase
    ends: float
    renew_at: float


class KeyLogin:
    """A login with the keys of a source. Fetches the first one for the first request."""

    def __init__(self, source: Source, auth_of: Callable[[AccessKey], AuthBase], runtime: Runtime) -> None:
        self._source = source
        self._auth_of = auth_of
        self._runtime = runtime
        #: Held by the thread that fetches.
        self._fetching = threading.Lock()
        self._held: _Held | None = None
        self._warned = False
        if isinstance(source, Given):
            # From the start: others may show what they were given before anything is signed.
            runtime.secrets.add(source.key.secret_key, source.key.security_token or "")

    def current(self, deadline: Deadline | None = None) -> AuthBase:
        held = self._held
        if held is not None and self._now() < held.renew_at:
            self._foresee(held, deadline)
            return held.auth
        if held is not None and self._now() < held.ends:
            # While another thread fetches the next one, this one is good.
            if not self._fetching.acquire(blocking=False):
                return held.auth
        elif not self._fetching.acquire(timeout=-1 if deadline is None else deadline.remaining()):
            text = f"the time to wait was over before there was a key from {self._source.name}"
            raise ApiError("DeadlineReached", text, "passing", arrived=False)
        try:
            held = self._renewed(deadline)
        finally:
            self._fetching.release()
        self._foresee(held, deadline)
        return held.auth

    def renew(self, refused: AuthBase) -> bool:
        held = self._held
        if held is not None and held.auth is refused and self._source.renewable:
            # Not None: the next one may be the same, as metadata serve it.
            self._held = _Held(held.key, held.auth, ends=self._now(), renew_at=self._now())
        return self._source.renewable

    def _now(self) -> float:
        return self._runtime.clock.monotonic()

    def _renewed(self, deadline: Deadline | None) -> _Held:
        held = self._held
        if held is not None and self._now() < held.renew_at:
            return held  # another thread has just fetched it
        try:
            self._held = self._fetched(held, deadline)
        except ApiError as error:
            error.__traceback__ = error.__context__ = None
            if held is None or self._now() >= held.ends:
                raise
            self._put_off(held, error)
            return held
        return self._held

    def _fetched(self, held: _Held | None, deadline: Deadline | None) -> _Held:
        key = self._source.read(deadline)
        self._runtime.secrets.add(key.secret_key, key.security_token or "")
        if held is not None and held.key.access_key == key.access_key and self._now() < held.ends:
            return _Held(held.key, held.auth, held.ends, min(held.ends, self._now() + SAME_KEY_AFTER))
        # Every source has seen that its key can be sent.
        auth = self._auth_of(key)
        self._tell(key, held is not None)
        if key.expires_at is None:
            return _Held(key, auth, _NEVER, _NEVER)
        life = key.expires_at - self._runtime.clock.time()
        if life <= 0:
            text = f"the key from {self._source.name} had ended at {rfc3339(key.expires_at)} already"
            hint = "Set this machine's clock right."
            raise ApiError("CredentialsExpired", text, "passing" if self._source.renewable else "lasting", hint=hint)
        ends = self._now() + life
        return _Held(key, auth, ends, ends - min(LONGEST_MARGIN, life / 4))

    def _put_off(self, held: _Held, error: ApiError) -> None:
        """Go on with the key that is there, and try again later: rarely where that was refused, or a key is locked."""
        left = held.ends - self._now()
        held.renew_at = self._now() + max(RETRY_AFTER, 0.0 if error.is_passing else left / 2)
        self._runtime.warn(f"The key from {self._source.name} could not be renewed yet: {error}")

    def _foresee(self, held: _Held, deadline: Deadline | None) -> None:
        """Warn once of a key that will end before the wait does, where there will be no other one."""
        if self._warned or deadline is None or self._source.renewable or held.ends >= deadline.at:
            return
        self._warned = True
        now, wall = self._now(), self._runtime.clock.time()
        self._runtime.warn(
            f"The key from {self._source.name} ends at {rfc3339(wall + held.ends - now)} and cannot be renewed; the "
            f"wait may last until {rfc3339(wall + deadline.at - now)}. Ask for a key that lasts longer."
        )

    def _tell(self, key: AccessKey, renewed: bool) -> None:
        until = "" if key.expires_at is None else f", until {rfc3339(key.expires_at)}"
        again = ", renewed" if renewed else ""
        self._runtime.tell(f"key {shown_id(key.access_key)} from {self._source.name}{until}{again}")


def shown_id(access_key: str) -> str:
    """An access key id as it is shown: its first and its last four characters."""
    return access_key if len(access_key) <= 10 else f"{access_key[:4]}...{access_key[-4:]}"
