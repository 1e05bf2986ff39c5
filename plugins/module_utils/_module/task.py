# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""From the AnsibleModule of a module that submits to a job and back."""

from __future__ import annotations

from typing import Any, Mapping, NoReturn, Sequence

from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.connection import ArgumentSpec, read_duration
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.submitter import Submitter
from ansible_collections.edgeops.cdn.plugins.module_utils._submit import report as submit_report
from ansible_collections.edgeops.cdn.plugins.module_utils._submit.diff import difference
from ansible_collections.edgeops.cdn.plugins.module_utils._submit.engine import (
    look,
    partly_accepted,
    stand_ins,
    submit,
    unexpected,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._submit.options import TASK_OPTIONS

from .base import answer, new_module


def run_task(submitter: type[Submitter], provider_options: ArgumentSpec, own_options: ArgumentSpec) -> NoReturn:
    """A module that submits."""
    module = new_module({**TASK_OPTIONS, **provider_options, **own_options})
    answer(module, lambda runtime: submit_task(submitter, module.params, module.check_mode, runtime, module._diff))


def submit_task(
    submitter_class: type[Submitter], options: Mapping[str, Any], check_mode: bool, runtime: Runtime, diff: bool = False
) -> dict[str, Any]:
    """The result of a submission. OptionError says why nothing was sent; every later error is in the result."""
    read_duration(options, "wait_timeout")  # Before anything is submitted, not when it is too late.
    submitter = submitter_class(options, runtime)
    report = submit(submitter, runtime, options["skip_if_running"], options["require_quota"], check_mode)
    tasks: Sequence[Task] = ()
    waited: dict[str, Any] = {}
    if report.submissions:
        try:
            if options["wait"] and not check_mode and not report.failed:
                # Imported where it is used: a submission alone does not pay for the wait.
                from .submit_wait import wait

                tasks, waited = wait(submitter.provider, report, options, runtime)
            else:
                tasks = look(submitter, report, runtime)
        except Exception as exc:  # pylint: disable=broad-exception-caught  # the ids must not be lost
            report.error = unexpected(exc, submitter.name)
            tasks = stand_ins(submitter.name, report)
    for text in partly_accepted(submitter, report, tasks):
        runtime.warn(text)
    document = submit_report.result(report, tasks, submitter.name, check_mode)
    if diff:
        submitted = report.left if check_mode and not report.failed else [each.batch for each in report.sent]
        document["diff"] = difference(submitted)
    if waited:
        waited["msg"] = f"{document['msg']} {waited['msg']}"
        document.update(waited)
    return submit_report.shortened(document, tasks) if document["failed"] else document
