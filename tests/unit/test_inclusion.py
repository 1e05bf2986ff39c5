# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Points of docs/inclusion.md that no other check looks at, and that page itself."""

from __future__ import annotations

import re

import pytest
import yaml

from tests.tools.check import STEPS
from tests.unit.support import ROOT
from tests.unit.test_docs_agree import MODULES, documentation

README = (ROOT / "README.md").read_text(encoding="utf-8")
CONDUCT = "https://docs.ansible.com/projects/ansible/latest/community/code_of_conduct.html"


def rows() -> list[list[str]]:
    lines = (ROOT / "docs" / "inclusion.md").read_text(encoding="utf-8").splitlines()
    table = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines if line.startswith("| ")]
    return table[1:]


def test_each_point_names_checks_that_are_there() -> None:
    assert len(rows()) > 20
    for row in rows():
        assert len(row) == 3, row
        checks = row[2]
        names = re.findall(r"`([^`]+)`", checks)
        assert names or checks == "by hand", row
        for name in names:
            assert name in STEPS or (ROOT / "tests" / "unit" / name).is_file(), f"{row[0]}: there is no {name}"


def test_readme_says_where_to_meet() -> None:
    assert "## Communication" in README
    for link in ("https://forum.ansible.com/c/help/6", "https://forum.ansible.com/tag/cdn", CONDUCT):
        assert f"]({link})" in README
    assert CONDUCT in (ROOT / "CODE_OF_CONDUCT.md").read_text(encoding="utf-8")
    assert "[Semantic Versioning](https://semver.org/)" in README
    assert (ROOT / "CONTRIBUTING.md").is_file()


@pytest.mark.parametrize("folder", ["module_utils", "plugin_utils"])
def test_utils_are_private(folder: str) -> None:
    top = ROOT / "plugins" / folder
    public = [path for path in top.iterdir() if path.name not in ("__init__.py", "__pycache__") and path.name[0] != "_"]
    assert not public
    files = [path for path in top.rglob("*.py") if path.stat().st_size]
    assert files
    assert not [path for path in files if "private to the collection" not in path.read_text(encoding="utf-8")]


def test_only_known_folders_below_plugins() -> None:
    found = {path.name for path in (ROOT / "plugins").iterdir() if path.is_dir()} - {"__pycache__"}
    assert found == {"action", "doc_fragments", "module_utils", "modules", "plugin_utils"}


def test_nothing_that_runs_reads_documents_or_tests() -> None:
    for folder in ("plugins", "roles", "playbooks"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in (".py", ".yml") and path.name != "argument_specs.yml":
                assert not re.search(r"open\(.*\b(docs|tests)/|playbook_dir.*docs", path.read_text(encoding="utf-8")), (
                    path
                )


@pytest.mark.parametrize("module", MODULES)
def test_names_and_attributes(module: str) -> None:
    document = documentation()[module]["doc"]
    assert "query" not in document["options"].get("state", {}).get("choices", ())
    support = {name: attribute["support"] for name, attribute in document["attributes"].items()}
    assert support["check_mode"] == "full"
    if module.endswith("_info"):
        assert support["idempotent"] == "full"
    elif module != "wait_for_tasks":
        # Each run submits anew.
        assert support["idempotent"] == "none"


def test_no_dependencies() -> None:
    assert yaml.safe_load((ROOT / "galaxy.yml").read_text(encoding="utf-8"))["dependencies"] == {}
