# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The import graph shows every package, every import between two of them, and the longest chain."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.tools.blocks import Mistake
from tests.tools.environment import ROOT
from tests.tools.graph import draw, import_graph
from tests.tools.imports import Import, files_in, imports_in, longest_chains

FILES = ["_low.a", "_low.b", "_high.c", "_high.vendor.d", "_high.vendor.e", "_aside.f"]
IMPORTS = [
    Import("_low.a", "_low.b", True),
    Import("_high.c", "_high.vendor.d", False),
    Import("_high.vendor.d", "_low.a", False),
    Import("_high.vendor.e", "_low.b", False),
    Import("_high.vendor.e", "_low.b", False),
]


def test_drawing_is_made_of_files_and_imports() -> None:
    assert draw(FILES, IMPORTS) == (
        """
```mermaid
flowchart TD
    subgraph floor2["floor 2"]
        _high
    end
    subgraph floor1["floor 1"]
        _aside
        _low
    end
    _high --> _low
```

| Package | Imports | Files | Longest chain |
|---|---|---|---|
| `_high` | `_low` | 3, of these `vendor` 2 | 3 |
| `_aside` | nothing | 1 | 0 |
| `_low` | nothing | 2 | 1 |

6 files. The longest chain of imports has 3 links: `_high.c` → `_high.vendor.d` → `_low.a` → `_low.b`.

"""
    )


def test_arrows_of_this_collection_run_downwards_and_are_all_there() -> None:
    drawing = import_graph(ROOT / "plugins")
    places = {name: at for at, name in enumerate(re.findall(r"^        (\w+)$", drawing, re.MULTILINE))}
    arrows = re.findall(r"^    (\w+) --> (\w+)$", drawing, re.MULTILINE)
    floors = [block.split() for block in re.findall(r'floor \d"\]\n((?: {8}\w+\n)+)', drawing)]
    assert all(places[importer] < places[imported] for importer, imported in arrows)
    assert not [arrow for arrow in arrows if any(set(arrow) <= set(floor) for floor in floors)]
    read = {(one.importer.split(".")[0], one.imported.split(".")[0]) for one in imports_in(files_in(ROOT / "plugins"))}
    assert sorted(arrows) == sorted(arrow for arrow in read if arrow[0] != arrow[1])


def test_circles_are_not_drawn() -> None:
    upwards = Import("_low.b", "_high.vendor.e", False)
    with pytest.raises(Mistake, match=r"circle: (_low -> _high -> _low|_high -> _low -> _high)$"):
        draw(FILES, [*IMPORTS[:3], upwards])
    within = Import("_low.b", "_low.a", True)
    with pytest.raises(Mistake, match=r"circle: (_low\.a -> _low\.b -> _low\.a|_low\.b -> _low\.a -> _low\.b)$"):
        draw(FILES, [*IMPORTS, within])


def test_import_of_no_file_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "module_utils" / "_low").mkdir(parents=True)
    (tmp_path / "module_utils" / "_low" / "a.py").write_text("from .gone import Gone\n", encoding="utf-8")
    with pytest.raises(Mistake, match=r"_low\.gone\.Gone is imported, and is in no file"):
        import_graph(tmp_path)


def test_longest_of_several_chains_is_told() -> None:
    chains = longest_chains([("a", "z"), ("a", "b"), ("b", "c"), ("c", "z"), ("a", "c")])
    assert chains == {"a": ["a", "b", "c", "z"], "b": ["b", "c", "z"], "c": ["c", "z"], "z": ["z"]}
