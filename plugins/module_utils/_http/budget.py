# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""How many calls a second a provider's API allows, kept to however many threads ask."""

from __future__ import annotations

import threading

from ansible_collections.edgeops.cdn.plugins.module_utils._model.clock import Clock, Deadline

#: Calls are spaced a little wider than the documented rate, so that network jitter cannot squeeze one too many
#: into a provider's second.
HEADROOM = 0.97
#: A throttled rate is back at the full one after this many seconds.
RECOVERY_SECONDS = 30.0
#: Answers to calls that were already on their way when the rate was halved do not halve it again, for this long.
SETTLE_SECONDS = 1.0
#: Calls a second that are always made, however often a provider refuses.
FLOOR = 0.2


class Budget:
    """Evenly spaced turns at `calls_per_second`; throttled() halves the rate, which then recovers gradually."""

    def __init__(self, calls_per_second: float, clock: Clock) -> None:
        self._full = calls_per_second * HEADROOM
        self._clock = clock
        self._queue = threading.Lock()
        self._lock = threading.Lock()
        self._next_turn = clock.monotonic()
        self._reduced_to = self._full
        self._reduced_at = float("-inf")
        #: Of the rate, how much is used; the rest is left to other jobs of the account.
        self.share = 1.0

    def rate(self) -> float:
        """Calls a second at this moment."""
        full = self._full * self.share
        if self._reduced_at == float("-inf"):
            return full
        recovered = self._full * (self._clock.monotonic() - self._reduced_at) / RECOVERY_SECONDS
        return min(full, self._reduced_to + recovered)

    def wait_for_turn(self, deadline: Deadline | None = None) -> bool:
        """Sleep until a call may be made; False where that would be after the deadline."""
        # One at a time, asleep or awake: turns are spaced from when a call is really made, for a thread that overslept
        # would else be followed too closely by the next one.
        with self._queue:
            while True:
                now, turn = self._clock.monotonic(), self._next_turn
                if deadline is not None and max(now, turn) > deadline.at:
                    return False
                if turn <= now:
                    break
                # Looked at again after that: a call that was refused meanwhile makes everybody pause.
                self._clock.sleep(turn - now)
            with self._lock:
                self._next_turn = max(self._next_turn, now + 1 / self.rate())
            return True

    def throttled(self, pause: float | None) -> None:
        """The provider refused a call for its rate: halve it, and make no call for `pause` seconds (default 1)."""
        with self._lock:
            now = self._clock.monotonic()
            if now - self._reduced_at >= SETTLE_SECONDS:
                self._reduced_to = max(FLOOR, self.rate() / 2)
                self._reduced_at = now
            self._next_turn = max(self._next_turn, now + (1.0 if pause is None else pause))
