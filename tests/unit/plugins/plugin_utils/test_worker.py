# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an action knows of its task, however the task has spelled it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from ansible_collections.edgeops.cdn.plugins.plugin_utils._worker import WorkerAction


class Action(WorkerAction):
    """One that does nothing."""

    def run(self, tmp: Any = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        raise NotImplementedError


@pytest.mark.parametrize("action", ["huaweicloud_cdn_task", "edgeops.cdn.huaweicloud_cdn_task"])
@pytest.mark.parametrize(
    "resolved", ["edgeops.cdn.huaweicloud_cdn_task", "edgeops.cdn.provider_module", "edgeops.cdn.live_wait"]
)
def test_task_is_known_by_its_modules_name_in_every_release_of_ansible(action: str, resolved: str) -> None:
    """Until 2.18, ansible-core resolves the task to the action that does the module's work."""
    task: Any = SimpleNamespace(action=action, resolved_action=resolved)
    nothing: Any = None
    made = Action(task, nothing, nothing, nothing, nothing, nothing)
    assert made.module_name() == "edgeops.cdn.huaweicloud_cdn_task"
