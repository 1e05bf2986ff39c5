# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who may import whom: packages stand on floors, and imports run downwards only."""

from __future__ import annotations

import ast
import graphlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

PLUGINS = Path(__file__).parents[2] / "plugins"
PACKAGE = "ansible_collections.edgeops.cdn.plugins"
KINDS = ("action", "doc_fragments", "modules", "plugin_utils")
VENDORS = {f"_providers.{path.parent.name}" for path in PLUGINS.glob("module_utils/_providers/*/__init__.py")}

_SEAM = {"_model", "_http.messages", "_providers.seam"}
#: What a package, or a file, may import besides its own package. A name stands for all that is below it, too, unless
#: that has a line of its own here.
ALLOWED: dict[str, set[str]] = {
    "_model": set(),
    "_http": {"_model"},
    "_providers": {"_model", "_http"},
    **{vendor: {"_model", "_http", "_providers"} for vendor in VENDORS},
    "_providers.registry": {"_model", "_http", "_providers", *VENDORS},
    "_wait": _SEAM,
    "_submit": _SEAM,
    "_module": {"_model", "_http", "_providers", "_providers.registry", *VENDORS, "_wait", "_submit"},
    "plugin_utils": {
        "_model",
        "_wait",
        "_providers.registry",
        "_providers.seam",
        "_module.base",
        "_http.requests_library",
    },
    "action": {
        "plugin_utils",
        "_model",
        "_wait",
        "_providers.registry",
        "_providers.seam",
        "_module.base",
        "_module.jobs",
        "_http.requests_library",
    },
    # Documentation and one call; a module knows the vendor in its name and no other one.
    "modules": {"_module", *VENDORS},
    "doc_fragments": set(),
}


class Import(NamedTuple):
    """A file imports a file; both by their names below plugins, those in module_utils below that."""

    importer: str
    imported: str
    relative: bool


def short(path: Path) -> str:
    return ".".join(path.relative_to(PLUGINS).with_suffix("").parts).removeprefix("module_utils.")


def full(name: str) -> str:
    """What Python calls a file."""
    return f"{PACKAGE}.{name}" if name.partition(".")[0] in KINDS else f"{PACKAGE}.module_utils.{name}"


def package(name: str) -> str:
    return name.rpartition(".")[0]


FILES = {short(path): path for path in sorted(PLUGINS.rglob("*.py")) if path.name != "__init__.py"}


def imported_by(importer: str, source: str) -> Iterator[Import]:
    """Every import of this collection, wherever in the source it stands."""
    for node in ast.walk(ast.parse(source)):
        names: list[str] = []
        relative = False
        if isinstance(node, ast.Import):
            names = [item.name for item in node.names]
        elif isinstance(node, ast.ImportFrom):
            relative = node.level > 0
            above = full(importer).split(".")[: -node.level] if relative else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            names = [f"{base}.{item.name}" for item in node.names]
        for name in names:
            if name.startswith(f"{PACKAGE}."):
                yield Import(
                    importer, file_of(name.removeprefix(f"{PACKAGE}.").removeprefix("module_utils.")), relative
                )


def file_of(name: str) -> str:
    """The file that has ``name``, or is it."""
    found = name if name in FILES else package(name)
    assert found in FILES, f"{name} is in no file"
    return found


def floor(name: str) -> str:
    """The line of `ALLOWED` that holds for a file."""
    while name not in ALLOWED:
        assert name, "a file in no package"
        name = package(name)
    return name


def is_allowed(importer: str, imported: str) -> bool:
    if package(importer) == package(imported) and floor(importer) == floor(imported):
        return True
    allowed = ALLOWED[floor(importer)]
    if importer.startswith("modules."):
        allowed = allowed - VENDORS | {f"_providers.{importer.removeprefix('modules.').partition('_')[0]}"}
    return imported in allowed or floor(imported) in allowed


def circle(edges: Iterable[tuple[str, str]]) -> list[str]:
    graph: dict[str, set[str]] = {}
    for importer, imported in edges:
        graph.setdefault(importer, set()).add(imported)
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        return list(error.args[1])
    return []


IMPORTS = [one for name, path in FILES.items() for one in imported_by(name, path.read_text(encoding="utf-8"))]


def test_imports_run_downwards() -> None:
    upwards = {(one.importer, one.imported) for one in IMPORTS if not is_allowed(one.importer, one.imported)}
    assert sorted(upwards) == []


def test_nothing_is_in_a_circle() -> None:
    pairs = [(one.importer, one.imported) for one in IMPORTS]
    assert circle(pairs) == []
    floors = {(floor(a), floor(b)) for a, b in pairs}
    assert circle(pair for pair in floors if pair[0] != pair[1]) == []


def test_imports_show_borders() -> None:
    """Relative within a package, absolute across."""
    wrong = [one for one in IMPORTS if one.relative != (package(one.importer) == package(one.imported))]
    assert wrong == []


def test_every_file_is_in_a_package() -> None:
    assert sorted(path.name for path in PLUGINS.glob("module_utils/*.py")) == []
    assert len(VENDORS) > 1


_HTTP = f"{PACKAGE}.module_utils._http"


@pytest.mark.parametrize(
    ("importer", "source", "found"),
    [
        ("_http.client", "from .budget import Budget", ("_http.budget", True, True)),
        ("_http.client", "def late():\n    from . import budget", ("_http.budget", True, True)),
        ("_model.task", f"from {_HTTP} import client as aliased", ("_http.client", False, False)),
        ("_model.task", f"from {_HTTP}.client import Client", ("_http.client", False, False)),
        ("_model.task", f"import {_HTTP}.client", ("_http.client", False, False)),
        ("_model.task", "from .._http.client import Client", ("_http.client", True, False)),
        ("_wait.engine", "from .._submit.engine import submit", ("_submit.engine", True, False)),
        ("_providers.seam", "from .registry import open_provider", ("_providers.registry", True, False)),
        ("_providers.seam", "from .huaweicloud.rows import Row", ("_providers.huaweicloud.rows", True, False)),
        (
            "_providers.huaweicloud.rows",
            "from ..alibabacloud import rows",
            ("_providers.alibabacloud.rows", True, False),
        ),
        ("_providers.huaweicloud.rows", "from ..seam import Provider", ("_providers.seam", True, True)),
        ("modules.huaweicloud_cdn_task", "from ..module_utils._model import task", None),
        (
            "modules.huaweicloud_cdn_task",
            f"from {PACKAGE}.module_utils._providers.alibabacloud import rows",
            ("_providers.alibabacloud.rows", False, False),
        ),
    ],
)
def test_the_reader_of_imports(importer: str, source: str, found: tuple[str, bool, bool] | None) -> None:
    read = list(imported_by(importer, source))
    if found is None:
        assert [is_allowed(one.importer, one.imported) for one in read] == [False]
        return
    (one,) = read
    assert (one.imported, one.relative, is_allowed(importer, one.imported)) == found


def test_a_circle_is_found() -> None:
    assert circle([("a", "b"), ("b", "c"), ("c", "a")])
    assert not circle([("a", "b"), ("b", "c"), ("a", "c")])
