# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Look at the artifact as those do who have nothing but it: Galaxy, a user's linter, a user's editor.

Each of them is run as it comes, with none of this repository's settings.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from .artifact import build_into
from .environment import CACHE, ROOT, isolated
from .report import BIN, Tally, run, say
from .venvs import venv

_Env = dict[str, str]


@contextmanager
def _stranger() -> Iterator[tuple[Path, _Env]]:
    """Yield the folder of a user who has nothing yet, and an environment in which it is the home."""
    with tempfile.TemporaryDirectory(prefix="edgeops-cdn-") as temporary:
        home = Path(temporary).resolve()
        env = isolated(os.environ) | {"HOME": str(home)}
        # Settings of this repository are none of theirs.
        del env["ANSIBLE_CONFIG"]
        yield home, env


def _installed(home: Path, env: _Env) -> Path | None:
    """Build the artifact, install it where Ansible looks by default, and return that path."""
    artifact = build_into(home)
    if artifact is None:
        return None
    code = run([BIN / "ansible-galaxy", "collection", "install", "--offline", artifact], cwd=home, env=env)
    return home / ".ansible" / "collections" if code == 0 else None


# --- Galaxy


#: As Automation Hub has it, which asks for one of its tags on top of what Galaxy asks for.
_IMPORTER = "[galaxy-importer]\nRUN_ANSIBLE_TEST = False\nCHECK_REQUIRED_TAGS = True\n"
_IMPORTED = "Importer processing completed successfully"
_COMPLAINT = re.compile(r"^(WARNING|ERROR|CRITICAL)\b|Traceback", re.MULTILINE)


def importer() -> Tally:
    """Let Galaxy's importer judge the artifact: what it says in an upload's log is said here, and fails."""
    tools = venv(Path(sys.executable), [], ("requirements-publish.txt",))
    with _stranger() as (home, env):
        artifact = build_into(home)
        if artifact is None:
            return Tally(failed=1)
        settings = home / "importer.cfg"
        settings.write_text(_IMPORTER, encoding="utf-8")
        # It starts the ansible-lint that its PATH leads to.
        env |= {"GALAXY_IMPORTER_CONFIG": str(settings), "PATH": f"{tools}{os.pathsep}{env['PATH']}"}
        done = subprocess.run(
            [tools / "python", "-m", "galaxy_importer.main", artifact],
            check=False,
            cwd=home,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
    complaints = [line for line in done.stdout.splitlines() if _COMPLAINT.search(line)]
    if done.returncode == 0 and _IMPORTED in done.stdout and not complaints:
        say("Galaxy would import it, without a warning")
        return Tally(passed=1)
    say("\n".join(complaints or done.stdout.splitlines()[-20:]))
    say(f"galaxy-importer ended with exit code {done.returncode}")
    return Tally(failed=max(1, len(complaints)))


# --- A user's playbooks

_YAML_BLOCK = re.compile(r"^( *)```ya?ml[^\n]*\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
_PLAY = "---\n- name: Example\n  hosts: localhost\n  gather_facts: false\n  tasks:\n"
#: One that ansible-lint has nothing to say about.
_PURGE = """\
- name: Purge
  edgeops.cdn.huaweicloud_cdn_task:
    operation: purge
    urls:
      - https://www.example.com/index.html
    endpoint: http://127.0.0.1:{port}
    auth_token: none
    read_timeout: 1
    retries: 0
"""
_FILES_LINTED = re.compile(r"(\d+) failure\(s\), (\d+) warning\(s\) in (\d+) files? processed")


def _as_playbook(text: str) -> str | None:
    """Return an example as a playbook, or None where it is neither plays nor tasks, but variables for instance."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith(("---", "#"))]
    if not lines or not lines[0].startswith("- "):
        return None
    if re.search(r"^  (hosts|ansible\.builtin\.import_playbook):", text, re.MULTILINE):
        return text if text.startswith("---") else f"---\n{text}"
    return _PLAY + textwrap.indent(text.removeprefix("---\n"), "    ")


def playbooks_of_documents(root: Path = ROOT) -> dict[str, str]:
    """Return the examples of all documents and modules as playbooks, by file names that say where they come from."""
    pages = [root / "README.md", *sorted(root.glob("roles/*/README.md")), *sorted(root.glob("docs/**/*.md"))]
    texts = {}
    for page in pages:
        # What the page of the benchmarks shows are plays that it has run, rivals' among them.
        if page.name == "benchmarks.md":
            continue
        for number, (indent, text) in enumerate(_YAML_BLOCK.findall(page.read_text(encoding="utf-8")), 1):
            name = re.sub(r"\W", "_", page.relative_to(root).with_suffix("").as_posix()).lower()
            texts[f"{name}_{number}"] = re.sub(f"^{indent}", "", text, flags=re.MULTILINE)
    for module in sorted((root / "plugins" / "modules").glob("[a-z]*.py")):
        texts[f"module_{module.stem}"] = (
            module.read_text(encoding="utf-8").partition('EXAMPLES = r"""')[2].partition('"""')[0].lstrip("\n")
        )
    found = {f"{name}.yml": _as_playbook(text) for name, text in texts.items()}
    return {name: text for name, text in found.items() if text is not None}


def _lint(project: Path, env: _Env, *arguments: str | Path) -> tuple[int, str]:
    """Return the exit code of ansible-lint, and what it says."""
    done = subprocess.run(
        [BIN / "ansible-lint", "--offline", "--nocolor", *arguments],
        check=False,
        cwd=project,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return done.returncode, done.stdout


def users_lint() -> Tally:
    """Lint a user's project that holds all examples, next to the installed artifact: an empty home, no settings."""
    playbooks = playbooks_of_documents()
    with _stranger() as (home, env):
        if _installed(home, env) is None:
            return Tally(failed=1)
        project = home / "project" / "playbooks"
        project.mkdir(parents=True)
        for name, text in playbooks.items():
            (project / name).write_text(text, encoding="utf-8")
        code, output = _lint(project.parent, env, "--profile", "production", *(project / name for name in playbooks))
        complaints = _mistakes_that_lint_misses(project, env)
    ended = _FILES_LINTED.search(output)
    failures, warnings, files = (int(number) for number in ended.groups()) if ended else (1, 0, 0)
    for complaint in complaints:
        say(complaint)
    if code == 0 and not failures and not warnings and files >= len(playbooks):
        say(f"{len(playbooks)} examples and what is installed: nothing found in {files} files")
        return Tally(passed=1, failed=len(complaints))
    say(output)
    say(f"ansible-lint looked at {files} files, {len(playbooks)} examples among them; exit code {code}")
    return Tally(failed=max(1, failures + warnings) + len(complaints))


def _required(module: str) -> str:
    """Return the lines of a task with those options of a module that have to be there: missed ones are told first."""
    if module == "wait_for_tasks":
        return "    tasks: 1\n"
    if module == "task":
        return "    operation: purge\n    provider: huaweicloud_cdn\n    providers: {}\n"
    return "    operation: purge\n" if module.endswith("_task") else ""


def _mistakes_that_lint_misses(project: Path, env: _Env) -> list[str]:
    """Return the modules whose misspelt options ansible-lint does not find, and whether it has done a module's job."""
    modules = sorted(path.stem for path in (ROOT / "plugins" / "modules").glob("[a-z]*.py"))
    calls = "".join(
        f"- name: Call {name}\n  edgeops.cdn.{name}:\n{_required(name)}    {name}x: 1\n" for name in modules
    )
    (project / "misspelt.yml").write_text(_PLAY + textwrap.indent(calls, "    "), encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as cloud:
        purge = _PURGE.format(port=cloud.getsockname()[1])
        (project / "purge.yml").write_text(_PLAY + textwrap.indent(purge, "    "), encoding="utf-8")
        _code, output = _lint(project.parent, env, project / "misspelt.yml", project / "purge.yml")
        missed = [
            f"ansible-lint does not know the options of {name}"
            for name in modules
            if f"Unsupported parameters for (basic.py) module: {name}x." not in output
        ]
        cloud.setblocking(False)
        with suppress(BlockingIOError):
            cloud.accept()[0].close()
            missed.append("ansible-lint has purged what the playbook purges")
    return missed


# --- A user's editor

_EDITOR = ROOT / "tests" / "tools" / "editor"
_SERVER = "@ansible/ansible-language-server"


def _language_server() -> Path | str:
    """Return the folder of the language server, or why there is none."""
    for command in ("node", "npm"):
        if not shutil.which(command):
            return f"there is no {command} on this machine"
    lock = (_EDITOR / "package-lock.json").read_text(encoding="utf-8")
    folder = CACHE / "editor"
    complete = folder / "complete"
    if not (complete.exists() and complete.read_text(encoding="utf-8") == lock):
        say(f"Installing {_SERVER}")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy2(_EDITOR / name, folder)
        # With the user's own settings of npm: the registry may be another one.
        done = subprocess.run(
            ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
            check=False,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        if done.returncode != 0:
            say(done.stdout)
            no_such_package = "E404" in done.stdout
            return f"this machine's package registry has no {_SERVER}" if no_such_package else ""
        complete.write_text(lock, encoding="utf-8")
    return folder / "node_modules" / _SERVER


def _option_names(options: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    """The names of documented options, aliases among them, those of options as ``option.suboption``."""
    for name, option in options.items():
        for spelling in (name, *option.get("aliases", ())):
            yield prefix + spelling
            yield from _option_names(option.get("suboptions") or {}, f"{prefix}{spelling}.")


def editors() -> Tally:
    """Ask the language server which options each installed module has: all that ansible-doc knows, and no other."""
    server = _language_server()
    if isinstance(server, str):
        say(f"skipped: {server}" if server else "npm could not install the language server")
        return Tally(skipped=1) if server else Tally(failed=1)
    names = [f"edgeops.cdn.{path.stem}" for path in sorted((ROOT / "plugins" / "modules").glob("[a-z]*.py"))]
    with _stranger() as (home, env):
        collections = _installed(home, env)
        if collections is None:
            return Tally(failed=1)

        def ask(*command: str | Path) -> Any:
            return json.loads(subprocess.run(command, check=True, cwd=home, env=env, stdout=subprocess.PIPE).stdout)

        documented = ask(BIN / "ansible-doc", "--json", "--type", "module", *names)
        seen = ask("node", _EDITOR / "options.cjs", server, collections, *names)
    tally = Tally()
    for name in names:
        expected = set(_option_names(documented[name]["doc"]["options"]))
        found = set(seen[name] or ())
        if expected and found == expected:
            tally.passed += 1
            continue
        tally.failed += 1
        say(f"{name}: editors see {len(found)} options of {len(expected)}")
        for title, which in (("do not see", expected - found), ("see besides", found - expected)):
            if which:
                say(f"  they {title}: {', '.join(sorted(which)[:20])}")
    if not tally.failed:
        say(f"editors see every option of {tally.passed} modules")
    return tally


PUBLISHED: dict[str, tuple[str, Callable[[], Tally]]] = {
    "importer": ("galaxy-importer on the artifact", importer),
    "users-lint": ("ansible-lint of a user's playbooks, artifact installed", users_lint),
    "editors": ("the language server's view of the installed modules", editors),
}
"""Steps of ``make test``, see check.py."""
