# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import os
from typing import Any

from ansible import constants
from ansible.errors import AnsibleError

from ansible_collections.edgeops.cdn.plugins.module_utils._model.clock import SystemClock
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.secrets import HIDDEN, Secrets, secret_values
from ansible_collections.edgeops.cdn.plugins.module_utils._model.shown import told_lines, warner
from ansible_collections.edgeops.cdn.plugins.module_utils._module.base import (
    Invocation,
    result_of,
    system_runtime,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._module.jobs import job_of
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.registry import PROVIDERS
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import ArgumentSpec
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.options import check_nesting
from ansible_collections.edgeops.cdn.plugins.plugin_utils._failure import failure
from ansible_collections.edgeops.cdn.plugins.plugin_utils._parent import ParentClock
from ansible_collections.edgeops.cdn.plugins.plugin_utils._worker import WorkerAction


class ActionModule(WorkerAction):
    """Does a module's job without starting it, where it would run on the controller anyway.

    meta/runtime.yml leads every module here but the wait. Elsewhere, and under async, the module runs as usual.
    """

    _supports_check_mode = True
    _supports_async = True

    def run(self, tmp: Any = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        document: dict[str, Any] = super().run(tmp, task_vars)
        module = self.module_name().rpartition(".")[2]
        if module == "task":
            self._check_nesting()
        if self._task.async_val or not self.runs_here():
            document.update(self._run_module(task_vars))
            return document
        spec, job = job_of(module)
        called = Invocation(
            bool(self._task.check_mode),
            bool(self._task.diff),
            tuple(str(name) for name, value in self._task.args.items() if value is None),
        )
        warnings: list[str] = []
        clock = ParentClock(SystemClock(), os.getppid)
        runtime = system_runtime(warner(warnings.append, bool(self._task.no_log)), self.environment(), clock, self.tell)
        runtime.secrets.add(*secret_values(spec, self._task.args))
        options: dict[str, Any] = {}

        def checked() -> dict[str, Any]:
            options.update(self.checked_options(spec))
            return job(options, called, runtime)

        document.update(runtime.secrets.value(result_of(checked)))
        # As a module shows them: not before they have been checked, because a mistyped one may hold a secret.
        if self._wants_invocation(task_vars or {}):
            document["invocation"] = {"module_args": _shown(options, spec, runtime.secrets)} if options else {}
        if warnings:
            document["warnings"] = list(dict.fromkeys(map(runtime.secrets.text, warnings)))
        return document

    def _wants_invocation(self, task_vars: dict[str, Any]) -> bool:
        """Whether results say with what the module was called: always until 2.20, later only if that is set."""
        try:
            return bool(constants.config.get_config_value("INJECT_INVOCATION", variables=task_vars))
        except (AnsibleError, KeyError):
            return True

    def _check_nesting(self) -> None:
        """AnsibleActionFail for options of options that are something else, at which ansible-core's check fails."""
        try:
            check_nesting(self._task.args, PROVIDERS)
        except OptionError as exc:
            raise failure(told_lines(str(exc))) from None

    def _run_module(self, task_vars: dict[str, Any] | None) -> dict[str, Any]:
        """What ansible-core does for every other module."""
        wrap_async = self._task.async_val and not self._connection.has_native_async
        document: dict[str, Any] = self._execute_module(task_vars=task_vars, wrap_async=wrap_async)
        if not wrap_async:
            self._remove_tmp_path(self._connection._shell.tmpdir)
        return document


def _shown(options: dict[str, Any], spec: ArgumentSpec, secrets: Secrets) -> dict[str, Any]:
    """Checked options without the secret ones."""
    shown: dict[str, Any] = {}
    for name, value in options.items():
        option = spec.get(name, {})
        if option.get("no_log") and value:
            shown[name] = HIDDEN
        elif isinstance(value, dict) and "options" in option:
            shown[name] = _shown(value, option["options"], secrets)
        else:
            shown[name] = secrets.value(value)
    return shown
