# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The Python interpreters of this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

Version = tuple[int, int]

# Asked of every candidate: a name on the PATH proves little, a version manager's shim least of all.
_PROBE = """
import sys, venv, ensurepip
print("%d.%d" % sys.version_info[:2], getattr(sys, "_base_executable", None) or sys.executable, sep="\\n")
"""


def _probe(executable: Path) -> tuple[Version, Path] | None:
    try:
        answer = subprocess.run(
            [executable, "-I", "-c", _PROBE],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            timeout=60,
        ).stdout.splitlines()
        major, minor = answer[0].split(".")
        return (int(major), int(minor)), Path(answer[1])
    except (OSError, subprocess.SubprocessError, ValueError, IndexError):
        return None


def _folders() -> list[Path]:
    """The folders of the PATH, then those where pyenv keeps what it has not put there."""
    folders = [Path(folder) for folder in os.environ.get("PATH", os.defpath).split(os.pathsep) if folder]
    root = os.environ.get("PYENV_ROOT")
    if not root and shutil.which("pyenv"):
        answer = subprocess.run(["pyenv", "root"], check=False, capture_output=True, text=True)
        root = answer.stdout.strip()
    if root:
        folders += sorted(Path(root).glob("versions/*/bin"), reverse=True)
    return list(dict.fromkeys(folders))


def find() -> dict[Version, Path]:
    """Return the real executable of each Python 3 that works here and can make virtual environments."""
    found: dict[Version, Path] = {}
    own = _probe(Path(sys.executable))
    if own:
        found[own[0]] = own[1]
    for folder in _folders():
        for minor in range(8, 20):
            candidate = folder / f"python3.{minor}"
            if (3, minor) not in found and candidate.is_file():
                answer = _probe(candidate)
                if answer and answer[0] == (3, minor):
                    found[answer[0]] = answer[1]
    return dict(sorted(found.items()))


def search_path(interpreters: dict[Version, Path]) -> str:
    """Return a PATH on which ``python3.N`` is a working interpreter or missing, never a broken name.

    ansible-test takes a name for an interpreter; a shim whose version is not selected then fails
    in the middle of a test.
    """
    first = [Path(sys.executable).parent, *(path.parent for path in interpreters.values())]
    rest = [
        folder
        for folder in (Path(name) for name in os.environ.get("PATH", os.defpath).split(os.pathsep) if name)
        if not any(_probe(name) is None for name in folder.glob("python3.[0-9]*") if name.suffix[1:].isdigit())
    ]
    return os.pathsep.join(str(folder) for folder in dict.fromkeys([*first, *rest]))
