# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: recorder
type: aggregate
short_description: Writes each result to a file
description:
  - Appends a line of JSON for each result of each task on each host, so that a test needs no tasks of its own to get
    at them.
author: edgeops contributors
options:
  file:
    description: The file to append to.
    type: path
    required: true
    env:
      - name: RECORDER_FILE
"""

import json
from pathlib import Path
from typing import Any

from ansible.plugins.callback import CallbackBase


class CallbackModule(CallbackBase):
    """Keeps what it is told of results."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "recorder"
    CALLBACK_NEEDS_ENABLED = True

    def v2_runner_on_ok(self, result: Any) -> None:
        self._record("ok", result)

    def v2_runner_on_failed(self, result: Any, ignore_errors: bool = False) -> None:
        self._record("ignored" if ignore_errors else "failed", result)

    def v2_runner_on_unreachable(self, result: Any) -> None:
        self._record("unreachable", result)

    def _record(self, status: str, result: Any) -> None:
        # Until 2.18 these have an underscore; from 2.19 on, that one is deprecated.
        host, task, found = (
            getattr(result, name) if hasattr(result, name) else getattr(result, f"_{name}")
            for name in ("host", "task", "result")
        )
        entry = {"status": status, "host": host.get_name(), "task": task.name, "result": dict(found)}
        with Path(self.get_option("file")).open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(entry, default=str) + "\n")
