# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This plugin util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""What the action plugins share: whether a task runs in the controller's worker, and with what."""

from __future__ import annotations

import os
from typing import Any

from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase

from ansible_collections.edgeops.cdn.plugins.module_utils._http.requests_library import requests_problem
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.shown import told_lines
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import ArgumentSpec

#: The actions that meta/runtime.yml leads modules to.
_ROUTED = ("live_wait", "provider_module")


class WorkerAction(ActionBase):
    """An action that does the work itself where a module would run on the controller anyway."""

    def runs_here(self) -> bool:
        """Whether a module would run in this process's place: as the same user, with the same libraries."""
        # With become, the credentials file of another user is meant.
        here = self._connection.transport == "local" and not self._connection.become
        return here and requests_problem() is None

    def module_name(self) -> str:
        """The module's full name, however the task has spelled it."""
        resolved = str(self._task.resolved_action)
        if resolved.rpartition(".")[2] not in _ROUTED:
            return resolved
        # Until 2.18, ansible-core resolves the task to the action that meta/runtime.yml leads its module to.
        return "edgeops.cdn." + str(self._task.action).rpartition(".")[2]

    def tell(self, text: str) -> None:
        """Show to whom asks for more (-v) which credentials were taken; under no_log to nobody."""
        if not self._task.no_log:
            self._display.v(told_lines(text))

    def environment(self) -> dict[str, str]:
        """What a module would see: the controller's environment and the task's keyword environment."""
        environment: dict[str, Any] = {}
        self._compute_environment_string(environment)
        return {**os.environ, **{str(name): str(value) for name, value in environment.items()}}

    def checked_options(self, spec: ArgumentSpec) -> dict[str, Any]:
        """The task's options, checked; OptionError for what Ansible finds wrong, because it quotes values."""
        try:
            _validation, options = self.validate_argument_spec(spec)
        except AnsibleActionFail as exc:
            # Ansible names the plugin, which the user has never heard of.
            raise OptionError(str(exc).replace(str(self._load_name), self.module_name())) from None
        checked: dict[str, Any] = options
        return checked
