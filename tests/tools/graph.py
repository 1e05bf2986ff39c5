# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The import graph of docs/architecture.md, drawn from the code: packages on their floors, and their figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from .blocks import table
from .imports import Import, files_in, imports_in, longest_chains, order

#: Texts of Ansible, which import nothing and which nothing imports.
_LEFT_OUT = ("doc_fragments",)


def import_graph(plugins: Path) -> str:
    """Return the drawing and the figures of the packages in ``plugins``; Mistake names a circle."""
    files = {name: path for name, path in files_in(plugins).items() if _top(name) not in _LEFT_OUT}
    return draw(list(files), imports_in(files))


def draw(files: Sequence[str], imports: Sequence[Import]) -> str:
    """Return the graph of the packages as Mermaid draws it, a table of them, and the longest chain of imports."""
    below: dict[str, set[str]] = {_top(name): set() for name in files}
    for one in imports:
        below[_top(one.importer)].add(_top(one.imported))
    below = {name: others - {name} for name, others in below.items()}
    floors = _floors(below)
    # The top floor first; on a floor by name.
    packages = sorted(below, key=lambda name: (-floors[name], name))
    chains = longest_chains((one.importer, one.imported) for one in imports)
    longest = max((chains.get(name, [name]) for name in sorted(files)), key=len)
    rows = [
        [
            f"`{name}`",
            ", ".join(f"`{other}`" for other in packages if other in below[name]) or "nothing",
            _count(name, files),
            str(max(len(chains.get(file, [file])) for file in files if _top(file) == name) - 1),
        ]
        for name in packages
    ]
    return (
        f"\n```mermaid\n{_mermaid(packages, below, floors)}```\n"
        + table(["Package", "Imports", "Files", "Longest chain"], rows)
        + f"{len(files)} files. The longest chain of imports has {len(longest) - 1} links: "
        + f"{' → '.join(f'`{name}`' for name in longest)}.\n\n"
    )


def _top(name: str) -> str:
    """Return the package below plugins, or below module_utils, that a file is in, however deep."""
    return name.partition(".")[0]


def _floors(below: Mapping[str, set[str]]) -> dict[str, int]:
    """Return how high each package stands: one above the highest that it imports."""
    floors = dict.fromkeys(below, 1)
    for name in order((name, other) for name, others in below.items() for other in others):
        floors[name] = 1 + max((floors[other] for other in below[name]), default=0)
    return floors


def _count(name: str, files: Sequence[str]) -> str:
    """Return how many files a package has, and how many of them lie in which folder of it."""
    folders: dict[str, int] = {}
    for file in files:
        if _top(file) == name:
            folder = file.partition(".")[2].rpartition(".")[0]
            folders[folder] = folders.get(folder, 0) + 1
    total = str(sum(folders.values()))
    inner = [f"`{folder}` {count}" for folder, count in sorted(folders.items()) if folder]
    return f"{total}, of these {', '.join(inner)}" if inner else total


def _mermaid(packages: Sequence[str], below: Mapping[str, set[str]], floors: Mapping[str, int]) -> str:
    lines = ["flowchart TD"]
    for floor in sorted(set(floors.values()), reverse=True):
        here = [name for name in packages if floors[name] == floor]
        lines += [f'    subgraph floor{floor}["floor {floor}"]', *(f"        {name}" for name in here), "    end"]
    lines += [f"    {name} --> {other}" for name in packages for other in packages if other in below[name]]
    return "".join(f"{line}\n" for line in lines)
