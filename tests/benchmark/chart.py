# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Curves over a logarithmic size, as an SVG that can be read in light and dark, in colour and without. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

Point = tuple[float, float]

#: Line, marker and dash tell a curve as well as its colour does. Colours are light, dark.
_STYLES = {
    "ours": ("#0b6bcb", "#5cb2ff", "circle", ""),
    "script": ("#b3471d", "#ff9d66", "square", ""),
    "terraform": ("#7a3fb0", "#cf9dff", "triangle", ""),
    "floor": ("#5a6472", "#a9b4c2", "none", "6 4"),
}
_WIDTH, _HEIGHT, _COLUMNS = 470, 330, 2
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 18, 42, 44
_LEGEND = 46


@dataclass(frozen=True)
class Curve:
    """One contender's points, in order of size."""

    style: str
    name: str
    points: Sequence[Point]


@dataclass(frozen=True)
class Panel:
    """One cost over the size."""

    title: str
    curves: Sequence[Curve]


def draw(title: str, panels: Sequence[Panel], across: str) -> str:
    """The whole picture; `across` names what grows from left to right."""
    lines = math.ceil(len(panels) / _COLUMNS)
    width, height = _WIDTH * _COLUMNS, _HEIGHT * lines + _LEGEND
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'role="img" aria-labelledby="title description" font-family="system-ui, sans-serif" font-size="12">',
        # REUSE-IgnoreStart
        "<!--\nCopyright: (c) 2026, the edgeops.cdn contributors\nGNU General Public License v3.0+ (see COPYING or "
        "https://www.gnu.org/licenses/gpl-3.0.txt)\nSPDX-License-Identifier: GPL-3.0-or-later\n-->",
        # REUSE-IgnoreEnd
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="description">{escape(_described(panels, across))}</desc>',
        f"<style>{_styles()}</style>",
        f'<rect class="paper" width="{width}" height="{height}"/>',
        *_legend(panels),
    ]
    for place, panel in enumerate(panels):
        left, top = _WIDTH * (place % _COLUMNS), _LEGEND + _HEIGHT * (place // _COLUMNS)
        parts += [f'<g transform="translate({left} {top})">', *_panel(panel, across), "</g>"]
    return "\n".join([*parts, "</svg>", ""])


def _described(panels: Sequence[Panel], across: str) -> str:
    told = []
    for panel in panels:
        ends = [f"{curve.name} {_short(curve.points[-1][1])}" for curve in panel.curves if curve.points]
        told.append(f"{panel.title}, at the largest size: {', '.join(ends)}.")
    return f"Costs over {across}, both scales logarithmic. " + " ".join(told)


def _styles() -> str:
    light = [".paper{fill:#fff}", ".ink{fill:#1b2027}", ".axis{stroke:#8a94a1;fill:none}", ".grid{stroke:#e3e7ec}"]
    dark = [".paper{fill:#12161c}", ".ink{fill:#e6eaf0}", ".axis{stroke:#77828f;fill:none}", ".grid{stroke:#29303a}"]
    for name, (bright, deep, _marker, _dash) in _STYLES.items():
        light.append(f".{name}{{stroke:{bright}}} .{name}-mark{{fill:{bright}}}")
        dark.append(f".{name}{{stroke:{deep}}} .{name}-mark{{fill:{deep}}}")
    return " ".join(light) + " @media (prefers-color-scheme: dark){" + " ".join(dark) + "}"


def _legend(panels: Sequence[Panel]) -> list[str]:
    names: dict[str, str] = {}
    for panel in panels:
        for curve in panel.curves:
            names.setdefault(curve.style, curve.name)
    parts, x = [], float(_LEFT)
    for style, name in names.items():
        parts += [_stroke(style, [(x, 24.0), (x + 30, 24.0)]), _mark(style, x + 15, 24.0)]
        parts.append(f'<text class="ink" x="{x + 38:.0f}" y="28">{escape(name)}</text>')
        x += 70 + 6.6 * len(name)
    return parts


class _Scale:
    """From a value to a place, logarithmically; whole decades."""

    def __init__(self, values: Sequence[float], begin: float, end: float) -> None:
        positive = [value for value in values if value > 0] or [1.0]
        self.first = math.floor(math.log10(min(positive)) + 1e-9)
        self.last = max(self.first + 1, math.ceil(math.log10(max(positive)) - 1e-9))
        self._begin, self._end = begin, end

    def decades(self) -> list[float]:
        return [10.0**power for power in range(self.first, self.last + 1)]

    def __call__(self, value: float) -> float:
        # What cannot be on such a scale, zero, is shown at its end.
        share = 0.0 if value <= 0 else (math.log10(value) - self.first) / (self.last - self.first)
        return self._begin + max(0.0, share) * (self._end - self._begin)


def _panel(panel: Panel, across: str) -> list[str]:
    points = [point for curve in panel.curves for point in curve.points]
    bottom, right = _HEIGHT - _BOTTOM, _WIDTH - _RIGHT
    horizontal = _Scale([size for size, _cost in points], _LEFT, right)
    vertical = _Scale([cost for _size, cost in points], bottom, _TOP)
    parts = [f'<text class="ink" x="{_LEFT}" y="{_TOP - 14}" font-weight="600">{escape(panel.title)}</text>']
    for value in vertical.decades():
        y = vertical(value)
        parts.append(f'<line class="grid" x1="{_LEFT}" y1="{y:.1f}" x2="{right}" y2="{y:.1f}"/>')
        parts.append(f'<text class="ink" x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{_short(value)}</text>')
    for value in horizontal.decades():
        x = horizontal(value)
        parts.append(f'<line class="grid" x1="{x:.1f}" y1="{_TOP}" x2="{x:.1f}" y2="{bottom}"/>')
        parts.append(f'<text class="ink" x="{x:.1f}" y="{bottom + 17}" text-anchor="middle">{_short(value)}</text>')
    middle = (_LEFT + right) / 2
    parts.append(f'<text class="ink" x="{middle:.0f}" y="{bottom + 34}" text-anchor="middle">{escape(across)}</text>')
    parts.append(f'<path class="axis" d="M{_LEFT} {_TOP}V{bottom}H{right}"/>')
    for curve in panel.curves:
        places = [(horizontal(size), vertical(cost)) for size, cost in curve.points]
        parts.append(_stroke(curve.style, places))
        parts += [_mark(curve.style, x, y) for x, y in places]
    return parts


def _stroke(style: str, places: Sequence[Point]) -> str:
    dash = _STYLES[style][3]
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    return f'<polyline class="{style}" fill="none" stroke-width="2"{dashed} points="{path}"/>'


def _mark(style: str, x: float, y: float) -> str:
    shape, of = _STYLES[style][2], f'class="{style}-mark"'
    if shape == "circle":
        return f'<circle {of} cx="{x:.1f}" cy="{y:.1f}" r="4"/>'
    if shape == "square":
        return f'<rect {of} x="{x - 3.5:.1f}" y="{y - 3.5:.1f}" width="7" height="7"/>'
    if shape == "triangle":
        return f'<path {of} d="M{x:.1f} {y - 4.5:.1f}l4.5 8h-9z"/>'
    return ""


def _short(value: float) -> str:
    """A number where there is little room: 10, 1k, 2.5M, 0.01."""
    for size, letter in ((1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{value / size:.3g}{letter}"
    return f"{value:.3g}"
