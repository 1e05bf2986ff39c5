# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Playbooks as a user would write them, made for a run and thrown away after it; with Ansible's default settings."""

from __future__ import annotations

import configparser
import json
import tempfile
from collections.abc import Mapping, Sequence
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
        command: list[str | Path] = [Path(PYTHON).with_name("ansible-playbook"), playbook]
        if hosts:
            command += ["--inventory", ",".join(hosts) + ",", "--connection", "local", "--forks", str(len(hosts))]
        config = configparser.ConfigParser()
        # The collection is found; everything else is as Ansible comes.
        config["defaults"] = {"collections_path": str(ROOT / ".collections"), **(settings or {})}
        with (Path(self._folder.name) / "ansible.cfg").open("w", encoding="utf-8") as file:
            config.write(file)
        isolation = {
            "ANSIBLE_CONFIG": file.name,
            "ANSIBLE_HOME": str(Path(self._folder.name) / "ansible"),
            "ANSIBLE_LIBRARY": str(LIBRARY),
            "ANSIBLE_LOCALHOST_WARNING": "false",
            "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
        }
        self._program = Program(command, {**environ, **isolation})

    def cost(self) -> Cost:
        """Wait for its end."""
        cost = self._program.cost()
        self._folder.cleanup()
        return cost


def play(tasks: Sequence[Task], environ: Mapping[str, str], variables: Mapping[str, Any] | None = None) -> Cost:
    """A play on the controller, to its end."""
    return Play(tasks, environ, variables).cost()


def shown(task: Task) -> str:
    """A task as it stands in a playbook, for the page."""
    text: str = yaml.safe_dump([dict(task)], sort_keys=False, width=110)
    return f"```yaml\n{text}```"
