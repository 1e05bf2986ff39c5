# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This plugin util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Ends a wait with its ansible-playbook, whose worker would otherwise live on and poll for nobody."""

from __future__ import annotations

from typing import Callable

from ansible_collections.edgeops.cdn.plugins.module_utils._model.clock import Clock


class ParentClock:
    """A clock that ends the process quietly once its parent has gone: nobody is left to read a verdict."""

    def __init__(self, clock: Clock, parent: Callable[[], int]) -> None:
        self._clock = clock
        self._parent = parent
        self._born_to = parent()

    def monotonic(self) -> float:
        self._look()
        return self._clock.monotonic()

    def time(self) -> float:
        return self._clock.time()

    def sleep(self, seconds: float) -> None:
        self._clock.sleep(seconds)
        self._look()

    def _look(self) -> None:
        if self._parent() != self._born_to:
            raise SystemExit(1)
