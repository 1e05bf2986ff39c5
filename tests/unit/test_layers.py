# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who may import whom: packages stand on floors, and imports run downwards only."""

from __future__ import annotations

import pytest

from tests.tools.blocks import Mistake
from tests.tools.environment import ROOT
from tests.tools.imports import PACKAGE, files_in, imported_by, imports_in, order, package

PLUGINS = ROOT / "plugins"
#: What vendors have in common, in a package of its own.
SHARED = "_providers.sources"
VENDORS = {f"_providers.{path.parent.name}" for path in PLUGINS.glob("module_utils/_providers/*/__init__.py")} - {
    SHARED
}

_SEAM = {"_model", "_http.messages", "_providers.seam"}
#: What a package, or a file, may import besides its own package. A name stands for all that is below it, too, unless
#: that has a line of its own here.
ALLOWED: dict[str, set[str]] = {
    "_model": set(),
    "_http": {"_model"},
    "_providers": {"_model", "_http"},
    SHARED: {"_model", "_http", "_providers"},
    **{vendor: {"_model", "_http", "_providers", SHARED} for vendor in VENDORS},
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


FILES = files_in(PLUGINS)
IMPORTS = imports_in(FILES)


def test_imports_run_downwards() -> None:
    upwards = {(one.importer, one.imported) for one in IMPORTS if not is_allowed(one.importer, one.imported)}
    assert sorted(upwards) == []


def test_nothing_is_in_a_circle() -> None:
    pairs = [(one.importer, one.imported) for one in IMPORTS]
    assert order(pairs)
    floors = {(floor(a), floor(b)) for a, b in pairs}
    assert order(pair for pair in floors if pair[0] != pair[1])


def test_imports_show_borders() -> None:
    """Relative within a package, absolute across."""
    wrong = [one for one in IMPORTS if one.relative != (package(one.importer) == package(one.imported))]
    assert wrong == []


def test_every_file_is_in_a_package() -> None:
    assert sorted(path.name for path in PLUGINS.glob("module_utils/*.py")) == []
    assert len(VENDORS) > 1


def test_test_files_are_found_by_the_name_of_what_they_test() -> None:
    """In the folder of its name, or of the package that it is in; more may follow, as in test_task_agreement.py."""
    tests = ROOT / "tests" / "unit" / "plugins"
    lost = []
    for path in sorted(tests.rglob("test_*.py")):
        names = {each.stem.lstrip("_") for each in (PLUGINS / path.parent.relative_to(tests)).rglob("*")} - {""}
        about = path.stem.removeprefix("test_")
        if not any(about == name or about.startswith(f"{name}_") for name in names):
            lost.append(str(path.relative_to(tests)))
    assert lost == []


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
    read = list(imported_by(importer, source, FILES))
    if found is None:
        assert [is_allowed(one.importer, one.imported) for one in read] == [False]
        return
    (one,) = read
    assert (one.imported, one.relative, is_allowed(importer, one.imported)) == found


def test_a_circle_is_found() -> None:
    with pytest.raises(Mistake, match=r"imports in a circle: (a -> b -> c -> a|b -> c -> a -> b|c -> a -> b -> c)"):
        order([("a", "b"), ("b", "c"), ("c", "a")])
    assert order([("a", "b"), ("b", "c"), ("a", "c")]) == ["c", "b", "a"]
