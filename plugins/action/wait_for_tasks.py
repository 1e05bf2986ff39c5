# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from typing import Any

from ansible.errors import AnsibleActionFail, AnsibleConnectionFailure
from ansible.plugins.action import ActionBase

from ansible_collections.edgeops.cdn.plugins.module_utils._clock import SystemClock
from ansible_collections.edgeops.cdn.plugins.module_utils._errors import OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._report import is_bad, is_failure, result
from ansible_collections.edgeops.cdn.plugins.module_utils._requests import requests_problem
from ansible_collections.edgeops.cdn.plugins.module_utils._run import run_wait
from ansible_collections.edgeops.cdn.plugins.module_utils._runtime import system_runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._secrets import secret_values
from ansible_collections.edgeops.cdn.plugins.module_utils._wait_options import WAIT_OPTIONS, check_nesting, parse_wait
from ansible_collections.edgeops.cdn.plugins.plugin_utils._printer import Printer
from ansible_collections.edgeops.cdn.plugins.plugin_utils._slices import RunSlice, Slices

# Ansible imports an action in its main process before it forks a worker to run it. What workers display is written
# there, and into a pipe or a file Python keeps it back in blocks of several kB: line by line, progress is live.
if isinstance(sys.stdout, io.TextIOWrapper):
    sys.stdout.reconfigure(line_buffering=True)


class ActionModule(ActionBase):
    """Waits in the controller itself where the task runs there; elsewhere through the module, slice by slice."""

    _supports_check_mode = True
    # An async wrapper would take the progress away, and the wait has a deadline of its own.
    _supports_async = False

    def run(self, tmp: Any = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        document: dict[str, Any] = super().run(tmp, task_vars)
        # Lines of several hosts that wait at the same time are told apart by the host's name.
        host = self._task.delegate_to or (task_vars or {}).get("inventory_hostname")
        warnings: list[str] = []
        runtime = system_runtime(warnings.append, self._environment())
        secrets = runtime.secrets
        secrets.add(*secret_values(WAIT_OPTIONS, self._task.args))
        try:
            check_nesting(self._task.args)
            _validation, options = self.validate_argument_spec(WAIT_OPTIONS)
            request = parse_wait(options, self._task.check_mode)
            printer = Printer(
                lambda line: self._display.display(secrets.text(line)),
                request.progress_interval,
                host if host != "localhost" else None,
            )
            if self._runs_here():
                progress, outcome = run_wait(request, runtime, printer.tell)
            else:
                slices = Slices(request, self.run_slice(task_vars or {}), self.reconnect, SystemClock(), printer.tell)
                progress, outcome = slices.run()
                warnings += slices.warnings
        except OptionError as exc:
            raise AnsibleActionFail(secrets.text(str(exc))) from None
        document.update({key: secrets.value(value) for key, value in result(progress, outcome, request).items()})
        document["failed"] = is_failure(progress.ledger, outcome, request)
        if is_bad(progress.ledger, outcome) and not document["failed"]:
            warnings.append(document["msg"])
        if warnings:
            document["warnings"] = secrets.value(warnings)
        return document

    def _runs_here(self) -> bool:
        # With become, the credentials file of another user is meant.
        here = self._connection.transport == "local" and not self._connection.become
        return here and requests_problem() is None

    def _environment(self) -> dict[str, str]:
        """What a module would see: the controller's environment and the task's keyword environment."""
        environment: dict[str, Any] = {}
        self._compute_environment_string(environment)
        return {**os.environ, **{str(name): str(value) for name, value in environment.items()}}

    def run_slice(self, task_vars: dict[str, Any]) -> RunSlice:
        """What runs the module on the task's host, with some of the task's options replaced; it checks them again."""

        def run(replaced: dict[str, Any]) -> dict[str, Any]:
            answer: dict[str, Any] = self._execute_module(
                module_name="edgeops.cdn.wait_for_tasks",
                module_args={**self._task.args, **replaced},
                task_vars=task_vars,
            )
            return answer

        return run

    def reconnect(self) -> None:
        """Let the next slice open a new connection."""
        # A plugin that cannot reset opens a new connection by itself.
        with suppress(AttributeError, NotImplementedError, AnsibleConnectionFailure):
            self._connection.reset()
