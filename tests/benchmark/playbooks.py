# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Playbooks as a user would write them, made for a run and thrown away after it; with Ansible's default settings."""

from __future__ import annotations

import configparser
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from tests.tools.environment import ROOT

from .process import PYTHON, Cost, Program

LIBRARY = Path(__file__).with_name("rivals") / "library"

Task = Mapping[str, Any]


class Play:
    """A play under way, by default on the controller itself."""

    def __init__(
        self,
        tasks: Sequence[Task],
        environ: Mapping[str, str],
        variables: Mapping[str, Any] | None = None,
        hosts: Sequence[str] = (),
        settings: Mapping[str, str] | None = None,
    ) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="edgeops-bench-")
        playbook = Path(self._folder.name) / "play.json"
        play = {
            "hosts": "all" if hosts else "localhost",
            "gather_facts": False,
            "vars": dict(variables or {}),
            "tasks": list(tasks),
        }
        playbook.write_text(json.dumps([play]), encoding="utf-8")
        command: list[str | Path] = [playbook]
        if hosts:
            command += ["--inventory", ",".join(hosts) + ",", "--connection", "local", "--forks", str(len(hosts))]
        self._program = _ansible_playbook(Path(self._folder.name), command, environ, settings)

    def cost(self) -> Cost:
        """Wait for its end."""
        cost = self._program.cost()
        self._folder.cleanup()
        return cost


def play_of_the_collection(
    name: str, environ: Mapping[str, str], variables: Mapping[str, Any], settings: Mapping[str, str]
) -> Cost:
    """A playbook of this collection, by its full name, to its end."""
    with tempfile.TemporaryDirectory(prefix="edgeops-bench-") as folder:
        file = Path(folder) / "variables.json"
        file.write_text(json.dumps(variables), encoding="utf-8")
        return _ansible_playbook(Path(folder), [name, "--extra-vars", f"@{file}"], environ, settings).cost()


@contextmanager
def without_worker() -> Iterator[str]:
    """A collections path with this collection as it was before modules ran in the controller's worker.

    All of it is the same but for the lines of meta/runtime.yml that lead modules there; waits ran there before, too.
    """
    with tempfile.TemporaryDirectory(prefix="edgeops-bench-") as folder:
        copy = Path(folder) / "ansible_collections" / "edgeops" / "cdn"
        (copy / "meta").mkdir(parents=True)
        for entry in ROOT.iterdir():
            if entry.name in ("plugins", "roles", "playbooks", "galaxy.yml"):
                (copy / entry.name).symlink_to(entry)
        runtime = yaml.safe_load((ROOT / "meta" / "runtime.yml").read_text(encoding="utf-8"))
        routed = runtime["plugin_routing"].pop("modules")
        assert routed, "no module is led to the worker"
        (copy / "meta" / "runtime.yml").write_text(yaml.safe_dump(runtime), encoding="utf-8")
        yield folder


def _ansible_playbook(
    folder: Path, arguments: Sequence[str | Path], environ: Mapping[str, str], settings: Mapping[str, str] | None
) -> Program:
    """Ansible under way; the collection is found, everything else is as Ansible comes unless settings say so."""
    config = configparser.ConfigParser()
    config["defaults"] = {"collections_path": str(ROOT / ".collections"), **(settings or {})}
    with (folder / "ansible.cfg").open("w", encoding="utf-8") as file:
        config.write(file)
    isolation = {
        "ANSIBLE_CONFIG": file.name,
        "ANSIBLE_HOME": str(folder / "ansible"),
        "ANSIBLE_LIBRARY": str(LIBRARY),
        "ANSIBLE_LOCALHOST_WARNING": "false",
        "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
    }
    return Program([Path(PYTHON).with_name("ansible-playbook"), *arguments], {**environ, **isolation})


def play(tasks: Sequence[Task], environ: Mapping[str, str], variables: Mapping[str, Any] | None = None) -> Cost:
    """A play on the controller, to its end."""
    return Play(tasks, environ, variables).cost()


def shown(task: Task) -> str:
    """A task as it stands in a playbook, for the page."""
    text: str = yaml.safe_dump([dict(task)], sort_keys=False, width=110)
    return f"```yaml\n{text}```"
