# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run ansible-test's sanity tests where they really look at the files, and make sure that they did.

ansible-test wants a checkout in a folder named after the collection, believes git about which files
are there, and exits 0 when it found none. So the files are copied to such a folder, which becomes a
git repository of its own, and the result counts only when the tests that matter had files to test.
"""

from __future__ import annotations

import configparser
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from . import interpreters
from .environment import CACHE, ROOT, isolated
from .report import BIN, Tally, read_junit, run, say, tracked_files
from .venvs import plainly_named

# ansible-test keeps one virtual environment per test and Python in its home folder: half a minute's
# work that is worth keeping, but not in the user's own home.
_HOME = CACHE / "ansible-test"

# Tests that must have had something to test, or else the run was an empty one.
_MUST_RUN = (
    "ansible-doc",
    "compile",
    "import",
    "no-assert",
    "pep8",
    "pylint",
    "runtime-metadata",
    "validate-modules",
    "yamllint",
)

# ansible-test fetches this script from an address that not every network lets through. pip's own
# wheel from the package index does the same.
_GET_PIP = """\
import os
import sysconfig
import zipfile

with zipfile.ZipFile(os.path.join(os.path.dirname(os.path.abspath(__file__)), "{wheel}")) as wheel:
    wheel.extractall(sysconfig.get_path("purelib"))
"""


def _seed_pip() -> None:
    """Put the pip that this ansible-test installs first, and the script that does it, where it looks for them."""
    source = subprocess.run(
        [
            BIN / "python",
            "-c",
            "import ansible_test._internal.python_requirements as module; print(module.__file__)",
        ],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout.strip()
    found = re.search(r"\bpip='([0-9.]+)'", Path(source).read_text(encoding="utf-8"))
    if not found:
        say("ansible-test does not say which pip it wants; it fetches what it needs itself")
        return
    version = found[1]
    cache = _HOME / ".ansible" / "test" / "cache"
    wheel = cache / f"pip-{version}-py3-none-any.whl"
    if not wheel.exists():
        cache.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            [
                *(BIN / "python", "-m", "pip", "download", "--quiet", "--disable-pip-version-check"),
                *("--no-deps", "--dest", cache, f"pip=={version}"),
            ],
            check=True,
        )
    (cache / f"get_pip_{version.replace('.', '_')}.py").write_text(_GET_PIP.format(wheel=wheel.name), encoding="utf-8")


def _configure_pip() -> None:
    """Hand the user's settings of pip on: ansible-test drops them, like all variables it does not know."""
    folder = _HOME / ".config" / "pip"
    folder.mkdir(parents=True, exist_ok=True)
    settings = configparser.RawConfigParser()
    settings["global"] = {"quiet": "2"} | {
        name[4:].lower().replace("_", "-"): value
        for name, value in os.environ.items()
        if name.startswith("PIP_") and name != "PIP_CONFIG_FILE"
    }
    proxy = os.environ.get("HTTPS_PROXY") or os.environ.get("https_proxy")
    if proxy:
        settings["global"].setdefault("proxy", proxy)
    with os.fdopen(os.open(folder / "pip.conf", os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w") as file:
        settings.write(file)
    # pip reads this older place too, and before the newer one.
    legacy = _HOME / ".pip" / "pip.conf"
    legacy.parent.mkdir(exist_ok=True)
    legacy.unlink(missing_ok=True)
    home = Path.home()
    for own in (
        Path(os.environ.get("PIP_CONFIG_FILE") or home / ".config/pip/pip.conf"),
        home / ".pip/pip.conf",
        home / "Library/Application Support/pip/pip.conf",
    ):
        if own.is_file():
            legacy.symlink_to(own)
            break


_OF_SANITY = ("sanity", "config.yml")
"""What ansible-test itself reads below tests/."""


def _copy(target: Path, *, with_tests: bool = False) -> int:
    """Copy what git knows of, as a repository of its own, and return the number of files.

    Sanity goes without the tests: they are code for this checkout alone, in newer Python, and ruff and mypy look at
    them.
    """
    files = [name for name in tracked_files() if with_tests or name.parts[0] != "tests" or name.parts[1] in _OF_SANITY]
    for name in files:
        copy = target / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, copy, follow_symlinks=False)
    for command in (["init", "--quiet"], ["add", "--all", "--force"]):
        subprocess.run(["git", *command], check=True, cwd=target)
    return len(files)


def sanity() -> Tally:
    """Run every sanity test: on this Python, and on the oldest and the newest one found where several count."""
    found = interpreters.find()
    own = sys.version_info[:2]
    say("Not looked for: the Pythons in between, which are left to `make matrix`")
    return _sanity({version: path for version, path in found.items() if version in (min(found), own, max(found))})


def sanity_everywhere() -> Tally:
    """Run every sanity test, on every Python found where several count."""
    return _sanity(interpreters.find())


def _sanity(found: dict[interpreters.Version, Path]) -> Tally:
    _configure_pip()
    _seed_pip()
    env = isolated(os.environ)
    env.update(HOME=str(_HOME), PATH=os.pathsep.join([str(BIN), interpreters.search_path(found)]))
    # What a file of ours sets is none of ansible-test's business: it brings its own configuration.
    del env["ANSIBLE_CONFIG"]
    with tempfile.TemporaryDirectory(prefix="edgeops-cdn-") as temporary:
        copy = Path(temporary).resolve() / "ansible_collections" / "edgeops" / "cdn"
        copy.mkdir(parents=True)
        say(f"{_copy(copy)} files; Python {', '.join(f'{major}.{minor}' for major, minor in found)}")
        code = run([BIN / "ansible-test", "sanity", "--local", "--junit", "--color", "no"], cwd=copy, env=env)
        return _judge(code, sorted((copy / "tests" / "output" / "junit").glob("*.xml")))


def integration() -> Tally:
    """Run the targets of ``ansible-test integration``, each of which starts emulated clouds of its own."""
    targets = sorted(path.name for path in (ROOT / "tests" / "integration" / "targets").iterdir())
    env = isolated(os.environ) | {"HOME": str(_HOME)}
    del env["ANSIBLE_CONFIG"]
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    tally = Tally()
    # ansible-test writes the path of its Python into the first line of a script, where no space may be.
    with plainly_named(BIN.parent) as own, tempfile.TemporaryDirectory(prefix="edgeops-cdn-") as temporary:
        env["PATH"] = os.pathsep.join([str(own / "bin"), env["PATH"]])
        copy = Path(temporary).resolve() / "ansible_collections" / "edgeops" / "cdn"
        copy.mkdir(parents=True)
        _copy(copy, with_tests=True)
        for target in targets:
            command: list[str | Path] = [
                own / "bin" / "python",
                own / "bin" / "ansible-test",
                "integration",
                "--local",
                "--python",
                python,
                "--color",
                "no",
                target,
            ]
            tally += Tally(passed=1) if run(command, cwd=copy, env=env) == 0 else Tally(failed=1)
    return tally


def _judge(code: int, results: list[Path]) -> Tally:
    tally, ran, empty = Tally(), set(), []
    for result in results:
        one, skipped = read_junit(result)
        name = result.stem.removeprefix("ansible-test-sanity-")
        if "No tests applicable." in skipped:
            empty.append(name)
            continue
        tally += one
        for reason in skipped:
            say(f"could not run: {name}: {reason}")
        if not skipped:
            ran.add(re.sub(r"-python-.*", "", name))
    say(f"nothing to test: {', '.join(empty) or 'none'}")
    missing = sorted(set(_MUST_RUN) - ran)
    if missing:
        say(f"ansible-test looked at no file in: {', '.join(missing)}")
        tally.failed += len(missing)
    if code != 0 and not tally.failed:
        say(f"ansible-test failed with exit code {code}")
        tally.failed += 1
    return tally
