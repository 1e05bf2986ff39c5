# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Keeps all threads together to the calls per second that a provider's API allows."""

from __future__ import annotations

import threading

from ansible_collections.edgeops.cdn.plugins.module_utils._model.clock import Clock, Deadline

#: Calls are spaced a little wider than the documented rate, so that network jitter cannot squeeze one too many
#: into a provider's second.
HEADROOM = 0.97
#: A throttled rate is back at the full one after this many seconds.
RECOVERY_SECONDS = 30.0
#: Seconds after a halving in which refused calls do not halve the rate again: they were on their way already.
SETTLE_SECONDS = 1.0
#: The lowest rate in calls per second, however often a provider refuses.
FLOOR = 0.2


class Budget:
    """Evenly spaced turns at a rate, which throttled() halves and which then recovers gradually."""

    def __init__(self, calls_per_second: float, clock: Clock) -> None:
        self._full = calls_per_second * HEADROOM
        self._clock = clock
        self._queue = threading.Lock()
        self._lock = threading.Lock()
        self._next_turn = clock.monotonic()
        self._reduced_to = self._full
        self._reduced_at = float("-inf")
        #: The share of the rate that is used; the rest is left to other jobs of the account.
        self.share = 1.0

    def rate(self) -> float:
        """The calls per second that are allowed at this moment."""
        full = self._full * self.share
        if self._reduced_at == float("-inf"):
            return full
        recovered = self._full * (self._clock.monotonic() - self._reduced_at) / RECOVERY_SECONDS
        return min(full, self._reduced_to + recovered)

    def wait_for_turn(self, deadline: Deadline | None = None) -> bool:
        """Sleep until a call may be made; False where that would be after the deadline."""
        # One thread at a time, asleep or awake. Turns are measured from the moment a call is made: a thread that
        # overslept must not let the next call follow too soon.
        with self._queue:
            while True:
                now, turn = self._clock.monotonic(), self._next_turn
                if deadline is not None and max(now, turn) > deadline.at:
                    return False
                if turn <= now:
                    break
                # Look at the turn again after that: if the provider refused a call meanwhile, everybody pauses.
                self._clock.sleep(turn - now)
            with self._lock:
                self._next_turn = max(self._next_turn, now + 1 / self.rate())
            return True

    def throttled(self, pause: float | None) -> None:
        """Halve the rate and pause (1 second by default), because the provider refused a call for its rate."""
        with self._lock:
            now = self._clock.monotonic()
            if now - self._reduced_at >= SETTLE_SECONDS:
                self._reduced_to = max(FLOOR, self.rate() / 2)
                self._reduced_at = now
            self._next_turn = max(self._next_turn, now + (1.0 if pause is None else pause))
