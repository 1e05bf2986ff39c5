# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Repeats and orders."""

from __future__ import annotations

import pytest

from tests.benchmark.plan import Plan, turned


def test_nobody_is_always_first() -> None:
    orders = [turned("abc", number) for number in range(6)]
    assert sorted(order[0] for order in orders) == list("aabbcc")
    assert all(sorted(order) == list("abc") for order in orders)
    assert len({tuple(order) for order in orders}) == 6


def test_rounds(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(Plan(repeats=2).rounds("it", times=2)) == [0, 1, 2, 3]
    assert capsys.readouterr().out.count("it, repeat") == 2


def test_sizes() -> None:
    assert Plan().size(10, 1) == 10
    assert Plan(quick=True).size(10, 1) == 1
