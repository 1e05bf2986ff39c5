# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Build the collection's artifact and hold it to what a user needs."""

from __future__ import annotations

import re
import tarfile
import tempfile
from pathlib import Path

import yaml

from .environment import ROOT
from .report import BIN, Tally, run, say, tracked_files

# The only places that ship. Whatever else is added to the repository must be named in galaxy.yml's
# build_ignore.
_SHIPS = re.compile(
    r"""
    (README\.md|COPYING|CHANGELOG\.md)
    | changelogs/changelog\.yaml
    | docs/(?!docsite/|parts/|(?:architecture|emulator|inclusion)\.md).+
    | meta/.+
    | playbooks/.+
    | plugins/.+
    | roles/.+
    """,
    re.VERBOSE,
)
_MADE_BY_GALAXY = {"MANIFEST.json", "FILES.json"}
_NEEDED = {
    "README.md",
    "COPYING",
    "meta/runtime.yml",
    "meta/execution-environment.yml",
    "meta/ee-requirements.txt",
    "changelogs/changelog.yaml",
    "playbooks/release.yml",
}
# A role's tests and a README's pictures would be welcome; these are what editors and tools leave behind.
_LEFTOVER = re.compile(r"(^|/)(\.[^/]+|__pycache__|.*\.(pyc|orig|rej|bak|swp)|.*~)(/|$)")


def _problems(shipped: set[str], known: set[str]) -> list[str]:
    expected = {name for name in known if _SHIPS.fullmatch(name)}
    problems = [f"ships, but should not: {name}" for name in sorted(shipped - expected)]
    problems += [f"should ship, but does not: {name}" for name in sorted(expected - shipped)]
    problems += [f"is needed, but not there: {name}" for name in sorted(_NEEDED - shipped)]
    problems += [f"is somebody's leftover: {name}" for name in sorted(shipped) if _LEFTOVER.search(name)]
    return problems


def build_into(folder: Path) -> Path | None:
    """Build the artifact in a folder; None if Ansible does not."""
    if run([BIN / "ansible-galaxy", "collection", "build", "--force", "--output-path", folder]) != 0:
        return None
    galaxy = yaml.safe_load((ROOT / "galaxy.yml").read_text(encoding="utf-8"))
    return folder / f"{galaxy['namespace']}-{galaxy['name']}-{galaxy['version']}.tar.gz"


def build() -> Tally:
    """Build the artifact in a folder that vanishes, compare its files with those that should be in it."""
    with tempfile.TemporaryDirectory(prefix="edgeops-cdn-") as folder:
        artifact = build_into(Path(folder))
        if artifact is None:
            return Tally(failed=1)
        with tarfile.open(artifact) as archive:
            shipped = {member.name for member in archive.getmembers() if not member.isdir()} - _MADE_BY_GALAXY
    problems = _problems(shipped, {name.as_posix() for name in tracked_files()})
    for problem in problems:
        say(problem)
    if not problems:
        say(f"{len(shipped)} files in the artifact, all of them a user's")
    return Tally(passed=not problems, failed=bool(problems))
