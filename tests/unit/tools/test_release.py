# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A release is rehearsed in a copy of the repository, up to the commit."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from tests.tools.environment import ROOT
from tests.tools.report import tracked_files


class Copy:
    """A copy of what is in the repository, committed, that has had no release yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in tracked_files():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name, follow_symlinks=False)
        self.write("changelogs/changelog.yaml", "---\nancestor: null\nreleases: {}\n")
        shutil.rmtree(folder / "changelogs" / "fragments")
        self.write("changelogs/fragments/first.yml", "release_summary: The first one.\n")
        self.git("init", "--quiet")
        self.commit()

    def git(self, *arguments: str) -> None:
        settings = ("-c", "user.name=Nobody", "-c", "user.email=nobody@example.com", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *settings, *arguments], check=True, cwd=self.folder, stdout=subprocess.PIPE)

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "as it is")

    def ask(self, expression: str) -> Any:
        """Return what an expression of the copy's own tests.tools.release is worth there."""
        code = f"import json; from tests.tools import release; print(json.dumps(release.{expression}))"
        # Python looks for modules in the current folder first; the link to the collection must be the copy's, too.
        env = {**os.environ, "PYTHONPATH": os.pathsep.join([".", ".collections"])}
        done = subprocess.run(
            [sys.executable, "-c", code], check=True, cwd=self.folder, env=env, stdout=subprocess.PIPE, text=True
        )
        return json.loads(done.stdout.splitlines()[-1])

    def write(self, name: str, text: str) -> None:
        (self.folder / name).parent.mkdir(exist_ok=True)
        (self.folder / name).write_text(text, encoding="utf-8")

    def read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")


def test_releases_from_fragments_to_changelog(tmp_path: Path) -> None:
    copy = Copy(tmp_path / "repository")
    assert copy.ask("obstacles('1.0')") == ["1.0 is no version of three numbers, such as 1.0.0"]
    assert copy.ask("obstacles('1.0.0')") == []
    assert copy.ask("prepare('1.0.0')") is True
    assert [path.name for path in (copy.folder / "changelogs" / "fragments").iterdir()] == [".keep"]
    # It escapes dots and underscores.
    text = copy.read("CHANGELOG.md").replace("\\", "")
    assert "## v1.0.0" in text
    assert "The first one." in text
    for pattern in ("plugins/modules/[a-z]*.py", "roles/*/meta/argument_specs.yml"):
        for path in ROOT.glob(pattern):
            name = path.stem if path.suffix == ".py" else path.parents[1].name
            is_new = "version_added: 1.0.0" in path.read_text(encoding="utf-8")
            assert (f"* edgeops.cdn.{name} - " in text) == is_new

    assert copy.ask("obstacles('1.0.1')") == [
        "the checkout has changes that are not committed",
        "no fragment in changelogs/fragments has a release_summary",
    ]
    copy.write("changelogs/fragments/mended.yml", "bugfixes:\n  - It is mended.\n")
    copy.write("changelogs/fragments/second.yml", "release_summary: The second one.\n")
    copy.commit()
    copy.git("tag", "1.0.0")
    assert copy.ask("obstacles('1.0.0')") == ["there is a tag 1.0.0 already", "1.0.0 is not newer than 1.0.0"]
    assert copy.ask("obstacles('1.0.1')") == []
    assert copy.ask("prepare('1.0.1')") is True
    assert yaml.safe_load(copy.read("galaxy.yml"))["version"] == "1.0.1"
    assert list(yaml.safe_load(copy.read("changelogs/changelog.yaml"))["releases"]) == ["1.0.0", "1.0.1"]
    assert "It is mended" in copy.read("CHANGELOG.md")
