# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from typing import Any, Callable

from ansible import constants
from ansible.errors import AnsibleConnectionFailure, AnsibleError

from ansible_collections.edgeops.cdn.plugins.module_utils._model.clock import SystemClock
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError, mistake
from ansible_collections.edgeops.cdn.plugins.module_utils._model.secrets import Secrets, secret_values
from ansible_collections.edgeops.cdn.plugins.module_utils._model.shown import shown_result, told_lines, warner
from ansible_collections.edgeops.cdn.plugins.module_utils._module.base import system_runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.registry import PROVIDERS, open_all
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.job import run_wait
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.options import check_nesting, parse_wait, wait_options
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.verdict import conclude
from ansible_collections.edgeops.cdn.plugins.plugin_utils._failure import failure
from ansible_collections.edgeops.cdn.plugins.plugin_utils._parent import ParentClock
from ansible_collections.edgeops.cdn.plugins.plugin_utils._printer import Printer, writes_for_machines
from ansible_collections.edgeops.cdn.plugins.plugin_utils._slices import RunSlice, Slices
from ansible_collections.edgeops.cdn.plugins.plugin_utils._worker import WorkerAction

# Ansible imports this in its main process, by the package, before it forks a worker to run it. What workers display is
# written there, and into a pipe or a file Python keeps it back in blocks of several kB: line by line, progress is live.
if isinstance(sys.stdout, io.TextIOWrapper):
    sys.stdout.reconfigure(line_buffering=True)


class ActionModule(WorkerAction):
    """Waits in the controller where the task runs there; elsewhere through the module, slice by slice."""

    _supports_check_mode = True
    # An async wrapper would take the progress away, and the wait has a deadline of its own.
    _supports_async = False

    def run(self, tmp: Any = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        document: dict[str, Any] = super().run(tmp, task_vars)
        warnings: list[str] = []
        quiet = bool(self._task.no_log)
        warn = warner(warnings.append, quiet)
        clock = ParentClock(SystemClock(), os.getppid)
        runtime = system_runtime(warn, self.environment(), clock, self.tell)
        secrets = runtime.secrets
        secrets.add(*secret_values(wait_options(PROVIDERS), self._task.args))
        try:
            check_nesting(self._task.args, PROVIDERS)
            options = self.checked_options(wait_options(PROVIDERS))
            request = parse_wait(options, self._task.check_mode, PROVIDERS)
            host = self._host(task_vars or {})
            printer = Printer(self._show(request.progress, secrets), request.progress_interval, host, quiet)
            if self.runs_here():
                providers = open_all(request.references, request.provider_options, runtime)
                progress, outcome = run_wait(request, providers, runtime, printer.tell)
            else:
                slices = Slices(request, self.run_slice(task_vars or {}, secrets), self.reconnect, clock, printer.tell)
                progress, outcome = slices.run()
                for text in slices.warnings:
                    warn(text)
        except OptionError as exc:
            raise failure(told_lines(secrets.text(str(exc)))) from None
        except AnsibleError:
            # Of Ansible's own making, or out of a slice, which is cleaned.
            raise
        except Exception as exc:
            # Ansible would show its text as it is. The traceback stays: it holds lines of code, no values.
            raise failure(f"This is {mistake(exc)}.", trace=exc.__traceback__) from None
        ended = conclude(progress, outcome, request, quiet)
        document.update(shown_result(secrets.value(ended.document)))
        warnings += map(told_lines, ended.warnings)
        if warnings:
            document["warnings"] = list(dict.fromkeys(map(secrets.text, warnings)))
        return document

    def _host(self, task_vars: dict[str, Any]) -> str | None:
        """Whose lines they are: the play's host if it has several, otherwise the one that the wait runs on."""
        own = task_vars.get("inventory_hostname")
        if len(task_vars.get("ansible_play_hosts_all") or ()) > 1:
            return own
        host = self._task.delegate_to or own
        return None if host == "localhost" else host

    def _show(self, progress: str, secrets: Secrets) -> Callable[[str], None]:
        """Where lines go: aside where the callback writes standard output for machines."""
        if progress == "never":
            return lambda _line: None
        aside = progress == "auto" and writes_for_machines(
            str(constants.config.get_config_value("DEFAULT_STDOUT_CALLBACK"))
        )
        return lambda line: self._display.display(told_lines(secrets.text(line)), stderr=aside)

    def run_slice(self, task_vars: dict[str, Any], secrets: Secrets) -> RunSlice:
        """A function that runs the module on the task's host, with some of the task's options replaced.

        Nothing that comes from there is trusted to be clean: a crash speaks with the interpreter's or the shell's
        words, and a connection with its own.
        """

        def run(replaced: dict[str, Any]) -> dict[str, Any]:
            try:
                answer = self._execute_module(
                    module_name="edgeops.cdn.wait_for_tasks",
                    module_args={**self._task.args, **replaced},
                    task_vars=task_vars,
                )
            except AnsibleError as exc:
                text = told_lines(secrets.foreign(str(exc)))
                lost = isinstance(exc, AnsibleConnectionFailure)
                raise AnsibleConnectionFailure(text) if lost else failure(text) from None
            cleaned: dict[str, Any] = secrets.value(answer, foreign="outcome" not in answer)
            return cleaned

        return run

    def reconnect(self) -> None:
        """Let the next slice open a new connection."""
        # A plugin that cannot reset opens a new connection by itself.
        with suppress(AttributeError, NotImplementedError, AnsibleConnectionFailure):
            self._connection.reset()
