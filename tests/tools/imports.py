# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who imports whom in plugins, read from the code. Files have their names below plugins, or below module_utils."""

from __future__ import annotations

import ast
import graphlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from .blocks import Mistake

PACKAGE = "ansible_collections.edgeops.cdn.plugins"
#: The folders of plugins beside module_utils.
KINDS = ("action", "doc_fragments", "modules", "plugin_utils")


class Import(NamedTuple):
    """A file imports a file."""

    importer: str
    imported: str
    relative: bool


def files_in(plugins: Path) -> dict[str, Path]:
    """Return the files of plugins by their names; an ``__init__.py``, which is empty, is left out."""
    return {
        ".".join(path.relative_to(plugins).with_suffix("").parts).removeprefix("module_utils."): path
        for path in sorted(plugins.rglob("*.py"))
        if path.name != "__init__.py"
    }


def package(name: str) -> str:
    """Return the package that holds a file, or a package."""
    return name.rpartition(".")[0]


def imports_in(files: Mapping[str, Path]) -> list[Import]:
    """Return all imports between these files."""
    return [one for name, path in files.items() for one in imported_by(name, path.read_text("utf-8"), files)]


def imported_by(importer: str, source: str, files: Iterable[str]) -> Iterator[Import]:
    """Yield every import of this collection, wherever in the source it stands."""
    for name, relative in _imported_names(importer, source):
        yield Import(importer, _file_of(name, files), relative)


@cache
def _imported_names(importer: str, source: str) -> tuple[tuple[str, bool], ...]:
    """Return what a source imports of this collection, and whether by a relative import."""
    found: list[tuple[str, bool]] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [(item.name, False) for item in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = _full(importer).split(".")[: -node.level] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            found += [(f"{base}.{item.name}", node.level > 0) for item in node.names]
    return tuple(
        (name.removeprefix(f"{PACKAGE}.").removeprefix("module_utils."), relative)
        for name, relative in found
        if name.startswith(f"{PACKAGE}.")
    )


def _full(name: str) -> str:
    """Return what Python calls a file."""
    return f"{PACKAGE}.{name}" if name.partition(".")[0] in KINDS else f"{PACKAGE}.module_utils.{name}"


def _file_of(name: str, files: Iterable[str]) -> str:
    """Return the file that has ``name``, or is it."""
    found = name if name in files else package(name)
    if found not in files:
        raise Mistake(f"{name} is imported, and is in no file")
    return found


def order(edges: Iterable[tuple[str, str]]) -> list[str]:
    """Return all ends of these edges, each behind all that it imports; Mistake names a circle."""
    graph: dict[str, set[str]] = {}
    for importer, imported in edges:
        graph.setdefault(importer, set()).add(imported)
    try:
        return [*graphlib.TopologicalSorter(graph).static_order()]
    except graphlib.CycleError as exc:
        raise Mistake(f"imports in a circle: {' -> '.join(reversed(exc.args[1]))}") from None


def longest_chains(edges: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Return the longest chain of imports that begins with each file; with as many links as it has files, less one."""
    imported: dict[str, set[str]] = {}
    for importer, name in sorted(edges):
        imported.setdefault(importer, set()).add(name)
    chains: dict[str, list[str]] = {}
    for name in order((importer, name) for importer, names in imported.items() for name in names):
        # Of several the first in alphabetical order: the same text on every machine.
        followers = [chains[other] for other in sorted(imported.get(name, ()))]
        chains[name] = [name, *max(followers, key=len, default=[])]
    return chains
