# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Medians, spreads, pairs and slopes."""

from __future__ import annotations

import pytest

from tests.benchmark.figures import Figures, exponent, number


def test_median_and_spread() -> None:
    figures = Figures.of([3, 1, 2, 10])
    assert (figures.median, figures.low, figures.high) == (2.5, 1, 10)
    assert figures.shown(1, " s") == "2.5 s (1.0 to 10.0)"


def test_what_does_not_differ_has_no_spread() -> None:
    assert Figures.of([2, 2]).shown(0) == "2"
    assert Figures.of([2.001, 2.002]).shown(2) == "2.00"


def test_nothing_measured() -> None:
    with pytest.raises(ValueError, match="nothing was measured"):
        Figures.of([])


def test_pairs_are_compared_with_each_other() -> None:
    # Each repeat met another machine: half as fast, but the ratio is the same.
    assert Figures.of([1, 2, 4]).per(Figures.of([2, 4, 8])).values == (0.5, 0.5, 0.5)
    assert Figures.of([3, 1]).less(Figures.of([1, 2])).values == (2, 0)


def test_pairs_have_to_be_pairs() -> None:
    with pytest.raises(ValueError, match="argument 2 is shorter"):
        Figures.of([1, 2]).per(Figures.of([1]))


def test_quotients_of_nothing() -> None:
    assert Figures.of([0, 1]).per(Figures.of([0, 0])).values == (1, float("inf"))


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [(1.234, 2, "1.23"), (123.456, 2, "123.5"), (123.456, 0, "123"), (12345.6, 2, "12,346"), (float("inf"), 2, "∞")],
)
def test_numbers_for_people(value: float, digits: int, text: str) -> None:
    assert number(value, digits) == text


def test_how_a_cost_grows() -> None:
    assert exponent([(10, 5), (100, 50), (1000, 500)]) == pytest.approx(1)
    assert exponent([(10, 1), (100, 100), (0, 7), (1000, 0)]) == pytest.approx(2)
    assert exponent([(10, 3), (100, 3)]) == pytest.approx(0)
    with pytest.raises(ValueError, match="fewer than two"):
        exponent([(10, 1), (100, 0)])
