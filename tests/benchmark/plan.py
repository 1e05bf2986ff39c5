# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How much is measured, and what is said while it is."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Plan:
    """A quick run has small sizes and is there to try the benchmark itself: its figures say nothing."""

    repeats: int = 5
    quick: bool = False
    began: float = field(default_factory=time.monotonic)

    def size(self, full: int, quick: int) -> int:
        return quick if self.quick else full

    def say(self, text: str) -> None:
        """Progress, with the minutes since the start."""
        minutes, seconds = divmod(int(time.monotonic() - self.began), 60)
        print(f"[{minutes:2d}:{seconds:02d}] {text}", flush=True)

    def rounds(self, what: str, times: int = 1) -> Iterator[int]:
        """The numbers of the repeats, each announced; `times` as many where one costs little."""
        for number in range(self.repeats * times):
            if number % times == 0:
                self.say(f"{what}, repeat {number // times + 1} of {self.repeats}")
            yield number


def turned(items: Sequence[T], number: int) -> list[T]:
    """The contenders in another order in every repeat: none is always first on a warm or a tired machine."""
    start = number % len(items)
    order = [*items[start:], *items[:start]]
    return order[::-1] if number // len(items) % 2 else order
