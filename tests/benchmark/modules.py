# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The wait module as a process of its own, and the script on the SDKs: one sweep over many tasks."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .emulated import Cloud
from .process import PYTHON, Cost, Program

Ids = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Sweep:
    """What one contender's pass over its tasks took."""

    #: Seconds by its own clock, without the start of the process.
    seconds: float
    calls: int
    refused: int
    cost: Cost


class WaitModule:
    """`wait_for_tasks` under way, with its options in a file. All tasks are done, so one sweep is all of the wait."""

    def __init__(self, cloud: Cloud, ids: Ids) -> None:
        self._cloud = cloud
        self._folder = tempfile.TemporaryDirectory(prefix="edgeops-bench-")
        tasks = [{"provider": provider, "id": task_id} for provider, own in ids.items() for task_id in own]
        options = {"tasks": tasks, "timeout": 3600, "providers": cloud.options()}
        file = Path(self._folder.name) / "options.json"
        file.write_text(json.dumps({"ANSIBLE_MODULE_ARGS": options}), encoding="utf-8")
        module = "ansible_collections.edgeops.cdn.plugins.modules.wait_for_tasks"
        self._program = Program([PYTHON, "-m", module, file], cloud.credentials())
        self._asked = len(tasks)

    def end(self) -> Sweep:
        cost = self._program.cost()
        self._folder.cleanup()
        result: dict[str, Any] = json.loads(cost.output)
        assert result["outcome"] == "succeeded", result["msg"]
        assert result["omitted"]["tasks"] == self._asked, result["omitted"]
        return Sweep(result["elapsed"], self._cloud.total_calls(), self._cloud.refused(), cost)


class Script:
    """A script of rivals/ under way."""

    def __init__(self, cloud: Cloud, ids: Ids, name: str = "sdk_script", interval: float = 5.0) -> None:
        self._cloud = cloud
        self._folder = tempfile.TemporaryDirectory(prefix="edgeops-bench-")
        file = Path(self._folder.name) / "order.json"
        order = {"huaweicloud_cdn": [], "alibabacloud_dcdn": [], "interval": interval, **ids}
        file.write_text(json.dumps(order), encoding="utf-8")
        module = f"tests.benchmark.rivals.{name}"
        self._program = Program([PYTHON, "-m", module, cloud.url, file], cloud.credentials())

    def end(self) -> Sweep:
        cost = self._program.cost()
        self._folder.cleanup()
        seconds = json.loads(cost.output.splitlines()[-1])["seconds"]
        return Sweep(seconds, self._cloud.total_calls(), self._cloud.refused(), cost)
