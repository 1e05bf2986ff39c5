# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The picture is sound XML, and what is on it is where it belongs."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from tests.benchmark.chart import Curve, Panel, draw

_SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def picture() -> str:
    ours = Curve("ours", "this & that", [(10, 1.0), (100, 10.0), (1000, 100.0)])
    floor = Curve("floor", "floor", [(10, 0.0), (100, 1.0), (1000, 10.0)])
    rival = Curve("script", "script", [(10, 5.0), (1000, 500.0)])
    return draw("Costs <of all>", [Panel("Calls", [floor, ours]), Panel("Seconds", [rival])], "tasks")


def _points(line: ElementTree.Element) -> list[tuple[float, ...]]:
    return [tuple(map(float, point.split(","))) for point in line.attrib["points"].split()]


def test_it_can_be_parsed_and_tells_what_it_shows(picture: str) -> None:
    root = ElementTree.fromstring(picture)
    assert root.findtext(f"{_SVG}title") == "Costs <of all>"
    description = root.findtext(f"{_SVG}desc") or ""
    assert "this & that 100" in description
    assert "script 500" in description


def test_light_and_dark(picture: str) -> None:
    style = ElementTree.fromstring(picture).findtext(f"{_SVG}style") or ""
    light, dark = style.split("@media (prefers-color-scheme: dark)")
    for name in ("paper", "ink", "axis", "grid", "ours", "ours-mark", "floor", "script"):
        assert f".{name}{{" in light
        assert f".{name}{{" in dark
    # Nothing has a colour of its own that would stay when the others change.
    assert not re.search(r'(fill|stroke)="(?!none)', picture)


def test_places_are_logarithmic(picture: str) -> None:
    panel = ElementTree.fromstring(picture).findall(f"{_SVG}g")[0]
    ours = next(line for line in panel.iter(f"{_SVG}polyline") if line.attrib["class"] == "ours")
    (x1, y1), (x2, y2), (x3, y3) = _points(ours)
    assert x2 - x1 == pytest.approx(x3 - x2, abs=0.2)
    assert y1 - y2 == pytest.approx(y2 - y3, abs=0.2)
    assert y1 > y3  # more is higher


def test_nothing_leaves_the_picture(picture: str) -> None:
    root = ElementTree.fromstring(picture)
    for line in root.iter(f"{_SVG}polyline"):
        assert all(0 <= x <= 470 and 0 <= y <= 330 for x, y in _points(line))


def test_curves_differ_without_colour(picture: str) -> None:
    panel = ElementTree.fromstring(picture).findall(f"{_SVG}g")[0]
    assert len(panel.findall(f"{_SVG}circle")) == 3
    floor = next(line for line in panel.iter(f"{_SVG}polyline") if line.attrib["class"] == "floor")
    assert "stroke-dasharray" in floor.attrib
