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

from ansible_collections.edgeops.cdn.plugins.module_utils._clock import Clock, Deadline, SystemClock
from ansible_collections.edgeops.cdn.plugins.module_utils._errors import ApiError, OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._ledger import Ledger, Outcome
from ansible_collections.edgeops.cdn.plugins.module_utils._report import Progress, is_bad, is_failure, result
from ansible_collections.edgeops.cdn.plugins.module_utils._requests import requests_problem
from ansible_collections.edgeops.cdn.plugins.module_utils._run import run_wait, system_runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._task import Task
from ansible_collections.edgeops.cdn.plugins.module_utils._wait_options import WAIT_OPTIONS, WaitRequest, parse_wait
from ansible_collections.edgeops.cdn.plugins.plugin_utils._printer import Printer

# Ansible imports an action in its main process before it forks a worker to run it. What workers display is written
# there, and into a pipe or a file Python keeps it back in blocks of several kB: line by line, progress is live.
if isinstance(sys.stdout, io.TextIOWrapper):
    sys.stdout.reconfigure(line_buffering=True)

#: Seconds; the module takes no shorter wait.
SHORTEST_SLICE = 1.0


class ActionModule(ActionBase):
    """Waits in the controller itself where the task runs there; elsewhere through the module, slice by slice."""

    _supports_check_mode = True
    # An async wrapper would take the progress away, and the wait has a deadline of its own.
    _supports_async = False

    def run(self, tmp: Any = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        document: dict[str, Any] = super().run(tmp, task_vars)
        # Lines of several hosts that wait at the same time are told apart by the host's name.
        host = self._task.delegate_to or (task_vars or {}).get("inventory_hostname")
        _validation, options = self.validate_argument_spec(WAIT_OPTIONS)
        warnings: list[str] = []
        try:
            request = parse_wait(options, self._task.check_mode)
            printer = Printer(self._display.display, request.progress_interval, host if host != "localhost" else None)
            if self._runs_here():
                progress, outcome = run_wait(
                    request, system_runtime(warnings.append, self._environment()), printer.tell
                )
            else:
                slices = _Slices(self, request, SystemClock(), printer, warnings)
                progress, outcome = slices.run(task_vars or {})
        except OptionError as exc:
            raise AnsibleActionFail(str(exc)) from None
        document.update(result(progress, outcome, request))
        document["failed"] = is_failure(progress.ledger, outcome, request)
        if is_bad(progress.ledger, outcome) and not document["failed"]:
            warnings.append(document["msg"])
        if warnings:
            document["warnings"] = warnings
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

    def run_slice(self, arguments: dict[str, Any], task_vars: dict[str, Any]) -> dict[str, Any]:
        """One run of the module on the task's host."""
        answer: dict[str, Any] = self._execute_module(
            module_name="edgeops.cdn.wait_for_tasks", module_args=arguments, task_vars=task_vars
        )
        return answer

    def reconnect(self) -> None:
        """Let the next slice open a new connection."""
        # A plugin that cannot reset opens a new connection by itself.
        with suppress(AttributeError, NotImplementedError, AnsibleConnectionFailure):
            self._connection.reset()

    @property
    def arguments(self) -> dict[str, Any]:
        """The task's options as they were typed; the module checks them again."""
        return dict(self._task.args)


class _Slices:
    """A wait on another host. The ledger stays here, so a slice that is lost takes nothing with it."""

    def __init__(
        self, action: ActionModule, request: WaitRequest, clock: Clock, printer: Printer, warnings: list[str]
    ) -> None:
        self._action = action
        self._request = request
        self._clock = clock
        self._printer = printer
        self._warnings = warnings
        self._started = clock.monotonic()
        self._ledger = Ledger(request.references, request.policy, self._started)
        self._sweeps = self._calls = self._retries = 0
        self._faults: dict[str, str] = {}
        self._reached = False

    def run(self, task_vars: dict[str, Any]) -> tuple[Progress, Outcome]:
        policy = self._request.policy
        deadline = Deadline(self._clock, policy.timeout)
        while True:
            began = self._clock.monotonic()
            if self._ledger.leftover():
                self._slice(deadline, task_vars)
            outcome = self._ledger.outcome()
            if outcome is None and (policy.once or deadline.remaining() < SHORTEST_SLICE):
                outcome = "timed_out"
            self._printer.tell(self._progress())
            if outcome is not None:
                return self._progress(), outcome
            self._pause_until(min(began + policy.poll_interval, deadline.at))

    def _slice(self, deadline: Deadline, task_vars: dict[str, Any]) -> None:
        try:
            answer = self._action.run_slice(self._arguments(deadline), task_vars)
        except AnsibleConnectionFailure as exc:
            if not self._reached:
                raise
            self._lost(exc)
            return
        if "outcome" not in answer:
            if not self._reached:
                raise AnsibleActionFail(answer.get("msg") or "The module gave no answer.", result=answer)
            self._lost(answer.get("msg") or "the module gave no answer")
            return
        self._reached = True
        self._take(answer)

    def _arguments(self, deadline: Deadline) -> dict[str, Any]:
        policy = self._request.policy
        length = max(SHORTEST_SLICE, min(self._request.progress_interval, deadline.remaining()))
        return {
            **self._action.arguments,
            "tasks": [reference.as_dict() for reference in self._ledger.leftover()],
            "timeout": length,
            "max_failed": max(0, policy.max_failed - self._ledger.count("failed")),
            # Judged here, over all slices.
            "missing_grace": length + 1,
            "on_failure": "fail",
            "on_timeout": "fail",
        }

    def _take(self, answer: dict[str, Any]) -> None:
        now = self._clock.monotonic()
        for task in answer["tasks"]:
            self._ledger.record(Task.from_dict(task), now)
        if answer.get("error"):
            self._ledger.error = ApiError.from_dict(answer["error"])
        self._sweeps += answer["sweeps"]
        self._calls += answer["calls"]
        self._retries += answer["retries"]
        self._faults = answer["faults"]
        self._warnings += [warning for warning in answer.get("warnings", ()) if warning not in self._warnings]

    def _lost(self, why: object) -> None:
        self._faults = dict.fromkeys(self._ledger.providers(), f"lost the host: {str(why).strip()[:200]}")
        self._action.reconnect()

    def _pause_until(self, moment: float) -> None:
        """A poll is not made early only because a slice was short; signs of life go on meanwhile."""
        while moment - self._clock.monotonic() > 0:
            self._clock.sleep(min(moment - self._clock.monotonic(), self._request.progress_interval))
            self._printer.tell(self._progress())

    def _progress(self) -> Progress:
        elapsed = self._clock.monotonic() - self._started
        return Progress(self._ledger, elapsed, self._sweeps, self._calls, self._retries, self._faults)
