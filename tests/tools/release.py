# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Make a release of what is committed: changelog, version, commit, tag and artifact. Nothing is uploaded.

    python -m tests.tools.release VERSION

It wants a clean checkout and a fragment with ``release_summary``. Afterwards, look at the commit, push it with its tag
to where releases are taken from, and publish the artifact that lies in ``.cache/release``.
"""

from __future__ import annotations

import datetime
import re
import subprocess
import sys
from pathlib import Path

import yaml

from .artifact import build_into
from .check import STEPS
from .environment import CACHE, ROOT
from .report import BIN, run, say

_VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
#: What a release is judged by, besides all other checks before it.
_CHECKS = ("changelog", "docs", "yamllint", "reuse", "build", "importer", "users-lint", "editors")


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], check=True, cwd=ROOT, stdout=subprocess.PIPE, text=True).stdout.strip()


def obstacles(version: str) -> list[str]:
    """Return why there can be no release of this version now."""
    found = []
    if not _VERSION.fullmatch(version):
        return [f"{version} is no version of three numbers, such as 1.0.0"]
    if _git("status", "--porcelain"):
        found.append("the checkout has changes that are not committed")
    if _git("tag", "--list", version):
        found.append(f"there is a tag {version} already")
    known = yaml.safe_load((ROOT / "changelogs" / "changelog.yaml").read_text(encoding="utf-8"))
    released = [tuple(map(int, name.split("."))) for name in known["releases"]]
    if released and tuple(map(int, version.split("."))) <= max(released):
        found.append(f"{version} is not newer than {'.'.join(map(str, max(released)))}")
    fragments = sorted((ROOT / "changelogs" / "fragments").glob("*.y*ml"))
    if not any("release_summary" in yaml.safe_load(path.read_text(encoding="utf-8")) for path in fragments):
        found.append("no fragment in changelogs/fragments has a release_summary")
    if not released and len(fragments) > 1:
        found.append("nobody has had a release that could have changed: delete the fragments without a release_summary")
    return found


def _set_version(version: str) -> None:
    path = ROOT / "galaxy.yml"
    text, changed = re.subn(
        r"^version: .+$", f"version: {version}", path.read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    if changed != 1:
        raise SystemExit("galaxy.yml does not name the version where it is expected")
    path.write_text(text, encoding="utf-8")


def prepare(version: str) -> bool:
    """Set the version and write the changelog; false if Ansible's tool finds fault with it."""
    _set_version(version)
    changelog = [BIN / "antsibull-changelog"]
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    if run([*changelog, "lint"]) or run([*changelog, "release", "--date", today]):
        return False
    # git keeps no empty folder, and the changelog's tool wants this one.
    (ROOT / "changelogs" / "fragments" / ".keep").touch()
    return run([*changelog, "lint-changelog-yaml", "--strict", "changelogs/changelog.yaml"]) == 0


def main(arguments: list[str]) -> int:
    """Make the release; what fails is left in the checkout to be looked at."""
    if len(arguments) != 1:
        say("usage: make release VERSION=1.0.0")
        return 2
    version = arguments[0]
    for obstacle in obstacles(version):
        say(f"No release: {obstacle}.")
    if obstacles(version):
        return 1
    if not prepare(version):
        return 1
    for name in _CHECKS:
        title, step = STEPS[name]
        say(f"\n== {title}")
        if step().failed:
            say(f"No release: {title} failed. To start again: git restore . && git clean -fd changelogs CHANGELOG.md")
            return 1
    _git("add", "--all")
    _git("commit", "--message", f"Release {version}")
    _git("tag", "--annotate", version, "--message", f"Release {version}")
    folder = CACHE / "release"
    folder.mkdir(parents=True, exist_ok=True)
    artifact = build_into(folder)
    if artifact is None:
        return 1
    say(f"\n{version} is committed and tagged here. Nothing has been pushed or uploaded.")
    say(f"Its artifact: {artifact.relative_to(Path.cwd()) if artifact.is_relative_to(Path.cwd()) else artifact}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
