# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What links lead to is there: in the repository, in the artifact, and where Galaxy shows a page on its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.unit.support import ROOT
from tests.unit.test_provider_docs import prose

GALAXY: dict[str, Any] = yaml.safe_load((ROOT / "galaxy.yml").read_text(encoding="utf-8"))
HOME = str(GALAXY["repository"])
#: Where the repository shows its files; what follows is a path in it.
FILES = f"{HOME}/blob/main/"
#: Written by `make release`: it is there once there is a release.
MADE = ("CHANGELOG.md",)

DOCUMENTS = sorted(
    path
    for pattern in ("*.md", "docs/**/*.md", "roles/*/README.md", "tests/*/README.md")
    for path in ROOT.glob(pattern)
)
#: Galaxy shows these away from the files around them.
ALONE = [ROOT / "README.md", *sorted(ROOT.glob("roles/*/README.md"))]


def ships(path: Path) -> bool:
    """Whether a file is in the artifact."""
    name = path.relative_to(ROOT).as_posix()
    ignored = GALAXY["build_ignore"]
    return not any(fnmatch(name, pattern) or name.startswith(f"{pattern}/") for pattern in ignored)


def anchors(text: str) -> set[str]:
    """As the git servers make them of headings."""
    titles = re.findall(r"^#+ (.+)$", prose(text), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


def links(text: str) -> list[str]:
    """Where the links of a document lead."""
    return re.findall(r"\]\(([^)\s]+)\)", prose(text))


def broken_links(text: str, path: Path) -> Iterator[str]:
    """Links into this repository that lead nowhere, and from the artifact to what is not in it."""
    for target in links(text):
        absolute = target.startswith(FILES)
        if "://" in target and not absolute:
            continue
        name, _sharp, anchor = target.removeprefix(FILES).partition("#")
        leads_to = (ROOT / name if absolute else (path.parent / name)).resolve() if name else path
        if absolute and name in MADE:
            continue
        is_there = leads_to.exists() and (absolute or ships(leads_to) or not ships(path))
        if is_there and anchor:
            is_there = anchor in anchors(leads_to.read_text(encoding="utf-8") if name else text)
        if not is_there:
            yield target


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    assert list(broken_links(path.read_text(encoding="utf-8"), path)) == []


def test_links_that_lead_nowhere_are_noticed() -> None:
    path = ROOT / "docs" / "limits.md"
    broken = [
        "gone.md",
        "waiting.md#gone",
        "#gone",
        f"{FILES}docs/gone.md",
        f"{FILES}docs/waiting.md#gone",
        # There, but not for those who have the artifact alone.
        "architecture.md",
        "../CONTRIBUTING.md",
    ]
    sound = ["#here", "waiting.md#schedule", f"{FILES}docs/waiting.md#schedule", f"{FILES}CONTRIBUTING.md"]
    text = " ".join(f"[a]({target})" for target in broken + sound) + "\n\n## Here\n"
    assert list(broken_links(text, path)) == broken


@pytest.mark.parametrize("path", ALONE, ids=lambda path: str(path.relative_to(ROOT)))
def test_pages_that_stand_alone_have_absolute_links(path: Path) -> None:
    assert [
        target for target in links(path.read_text(encoding="utf-8")) if "://" not in target and target[0] != "#"
    ] == []


def test_the_project_has_one_home() -> None:
    assert GALAXY["homepage"] == HOME
    assert GALAXY["issues"] == f"{HOME}/issues"
    owner, name = HOME.removeprefix("https://github.com/").split("/")
    assert GALAXY["documentation"] == f"https://{owner}.github.io/{name}/"
    for path in [*DOCUMENTS, ROOT / "galaxy.yml", *ROOT.glob("docs/docsite/*.yml")]:
        text = path.read_text(encoding="utf-8")
        assert set(re.findall(r"https://github\.com/edgeops/[\w.-]*[\w]", text)) <= {HOME, f"{HOME}.git"}, path
