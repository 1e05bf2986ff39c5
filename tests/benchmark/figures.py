# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Repeated measurements of one thing: their middle and their spread. Pure."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figures:
    """What one contender measured, repeat by repeat."""

    values: tuple[float, ...]

    @classmethod
    def of(cls, values: Iterable[float]) -> Figures:
        found = tuple(float(value) for value in values)
        if not found:
            raise ValueError("nothing was measured")
        return cls(found)

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    @property
    def low(self) -> float:
        return min(self.values)

    @property
    def high(self) -> float:
        return max(self.values)

    def less(self, other: Figures) -> Figures:
        """What is left when something is taken off, repeat by repeat; never less than nothing."""
        return Figures.of(max(0.0, mine - its) for mine, its in _pairs(self, other))

    def per(self, rival: Figures) -> Figures:
        """The quotients of the pairs: what was measured in the same repeat met the same machine."""
        return Figures.of(_quotient(mine, its) for mine, its in _pairs(self, rival))

    def shown(self, digits: int = 2, unit: str = "") -> str:
        """The median, and from where to where the repeats went if they differ."""
        middle, low, high = (number(value, digits) for value in (self.median, self.low, self.high))
        spread = "" if low == high else f" ({low} to {high})"
        return f"{middle}{unit}{spread}"


def _pairs(mine: Figures, its: Figures) -> Iterable[tuple[float, float]]:
    return zip(mine.values, its.values, strict=True)


def _quotient(mine: float, its: float) -> float:
    if its == 0:
        return 1.0 if mine == 0 else float("inf")
    return mine / its


def number(value: float, digits: int = 2) -> str:
    """A number for people: thousands are grouped, and of large ones no decimals are shown."""
    if value == float("inf"):
        return "∞"
    if abs(value) >= 1000:
        digits = 0
    elif abs(value) >= 100:
        digits = min(digits, 1)
    return f"{value:,.{digits}f}"


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """How a cost grows: the slope of the straight line through the points on two logarithmic scales (1: as the size).

    Least squares; points that are not positive cannot be on such a scale and are left out.
    """
    logs = [(math.log(size), math.log(cost)) for size, cost in points if size > 0 and cost > 0]
    if len(logs) < 2:
        raise ValueError("no slope through fewer than two points")
    xs, ys = zip(*logs, strict=True)
    return statistics.linear_regression(xs, ys).slope
