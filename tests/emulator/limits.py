# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Calls per second, and quotas per day."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

WINDOW = 1.0
_DAY = 86400


class RateLimiter:
    """A sliding window of one second by arrival, per provider, account and call."""

    def __init__(self) -> None:
        self._windows: dict[tuple[str, str, str], deque[float]] = {}

    def clear(self) -> None:
        self._windows.clear()

    def allows(self, key: tuple[str, str, str], rate: int, now: float, *, count_refused: bool = False) -> bool:
        """Whether one more call fits, which is counted then. Refused calls count only if wanted."""
        window = self._windows.setdefault(key, deque())
        while window and window[0] <= now - WINDOW:
            window.popleft()
        fits = len(window) < rate
        if fits or count_refused:
            window.append(now)
        return fits


class Quotas:
    """What an account has used up today, per kind."""

    def __init__(self) -> None:
        self._used: dict[tuple[str, str, str], tuple[int, int]] = {}

    def clear(self) -> None:
        self._used.clear()

    @staticmethod
    def _day(now: float, zone_hours: float) -> int:
        return int((now + zone_hours * 3600) // _DAY)

    def used(self, provider: str, tenant: str, kind: str, now: float, zone_hours: float) -> int:
        day, used = self._used.get((provider, tenant, kind), (0, 0))
        return used if day == self._day(now, zone_hours) else 0

    def spend(self, provider: str, tenant: str, kind: str, amount: int, now: float, zone_hours: float) -> None:
        used = self.used(provider, tenant, kind, now, zone_hours)
        self._used[(provider, tenant, kind)] = (self._day(now, zone_hours), used + amount)

    def preset(self, provider: str, tenant: str, values: Mapping[str, int], now: float, zone_hours: float) -> None:
        """Say how much has been used already, so that a test can run into the limit at once."""
        for kind, amount in values.items():
            self._used[(provider, tenant, kind)] = (self._day(now, zone_hours), amount)
