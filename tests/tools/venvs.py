# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Virtual environments beside the one that runs the checks; one made before serves again."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .environment import CACHE, ROOT
from .report import BIN, say

#: Where they are.
FOLDER = CACHE / "matrix"


@contextmanager
def plainly_named(folder: Path) -> Iterator[Path]:
    """Yield a link to a folder, whose own path may have spaces and quotes in it: not every Ansible quotes them."""
    with tempfile.TemporaryDirectory(prefix="edgeops-cdn-") as temporary:
        link = Path(temporary).resolve() / folder.name.lstrip(".")
        link.symlink_to(folder)
        yield link


def _run(*command: str | Path, quiet: bool = False) -> None:
    output = subprocess.DEVNULL if quiet else None
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=output, stderr=output)


def venv(python: Path, requirements: list[str], files: tuple[str, ...] = ()) -> Path:
    """Return the folder of commands of an environment with these requirements, and those of files in tests/."""
    content = [*requirements, str(python), *((ROOT / "tests" / name).read_text(encoding="utf-8") for name in files)]
    folder = FOLDER / hashlib.sha256("\n".join(content).encode()).hexdigest()[:12]
    if not (folder / "complete").exists():
        say(f"Installing {', '.join([*requirements, *files[:1]])}")
        shutil.rmtree(folder, ignore_errors=True)
        _run(python, "-m", "venv", "--without-pip", folder)
        own = folder / "bin" / "python"
        wanted = [*requirements, *(part for name in files[:1] for part in ("-r", str(ROOT / "tests" / name)))]
        # Compiled when it is imported: most of it never is.
        install = ("install", "-qq", "--no-compile", "--disable-pip-version-check", *wanted)
        try:
            # With the pip that is here: each environment's own would take longer to install than most requirements.
            _run(BIN / "python", "-m", "pip", "--python", own, *install, quiet=True)
        except subprocess.CalledProcessError:
            # It may be too new for that Python. What else may be wrong, the other one tells.
            _run(own, "-m", "ensurepip", quiet=True)
            _run(own, "-m", "pip", *install)
        (folder / "complete").touch()
    return folder / "bin"
