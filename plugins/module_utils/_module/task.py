# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""From the AnsibleModule of a module that submits to a job and back."""

from __future__ import annotations

from typing import Any, NoReturn, Sequence

from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task
from ansible_collections.edgeops.cdn.plugins.module_utils._model.typed import read_duration
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import (
    ArgumentSpec,
    Declaration,
    Options,
    Provider,
    Runtime,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._submit import report
from ansible_collections.edgeops.cdn.plugins.module_utils._submit.diff import difference
from ansible_collections.edgeops.cdn.plugins.module_utils._submit.engine import (
    look,
    partly_accepted,
    stand_ins,
    submit,
    unexpected,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._submit.options import TASK_OPTIONS
from ansible_collections.edgeops.cdn.plugins.module_utils._submit.receipt import Receipt

from .base import Job, run


def run_task(declared: Declaration) -> NoReturn:
    """Run a module that submits."""
    run(task_options(declared), task_job(declared))


def task_job(declared: Declaration) -> Job:
    """What the module does."""
    return lambda options, called, runtime: submit_task(declared, options, called.check_mode, runtime, called.diff)


def task_options(declared: Declaration) -> ArgumentSpec:
    """The argument spec of the module."""
    return {**TASK_OPTIONS, **declared.connection_options, **declared.submit_options}


def submit_task(
    declared: Declaration, options: Options, check_mode: bool, runtime: Runtime, diff: bool = False
) -> dict[str, Any]:
    """The result of a submission, with any error after the first call; OptionError: nothing was sent."""
    if declared.open_submitter is None:
        raise AssertionError(f"{declared.name} takes no submissions")
    read_duration(options, "wait_timeout")  # Checked before anything is submitted, not when it is too late.
    submitter = declared.open_submitter(options, runtime)
    batches = submitter.batches()
    receipt = submit(submitter, batches, runtime, options["skip_if_running"], options["require_quota"], check_mode)
    tasks: Sequence[Task] = ()
    waited: dict[str, Any] = {}
    if receipt.submissions:
        try:
            if options["wait"] and not check_mode and not receipt.failed:
                tasks, waited = _wait(submitter.provider, receipt, options, runtime)
            else:
                tasks = look(submitter, receipt, runtime)
        except Exception as exc:  # pylint: disable=broad-exception-caught  # the ids must not be lost
            receipt.error = unexpected(exc, submitter.name)
            tasks = stand_ins(submitter.name, receipt)
    for text in partly_accepted(submitter, receipt, tasks):
        runtime.warn(text)
    document = report.result(receipt, tasks, submitter.provider.declaration, check_mode)
    if diff:
        submitted = receipt.left if check_mode and not receipt.failed else [each.batch for each in receipt.sent]
        document["diff"] = difference(submitted)
    if waited:
        waited["msg"] = f"{document['msg']} {waited['msg']}"
        document.update(waited)
    return report.shortened(document, tasks) if document["failed"] else document


def _wait(
    provider: Provider, receipt: Receipt, options: Options, runtime: Runtime
) -> tuple[Sequence[Task], dict[str, Any]]:
    """The tasks after the wait, and the keys that it adds to the result.

    The provider is the one that has just submitted: it is signed in already, and its budget goes on.
    """
    # Imported where they are used: a submission alone does not pay for the wait.
    from ansible_collections.edgeops.cdn.plugins.module_utils._wait.job import run_wait
    from ansible_collections.edgeops.cdn.plugins.module_utils._wait.ledger import Policy
    from ansible_collections.edgeops.cdn.plugins.module_utils._wait.options import WaitRequest
    from ansible_collections.edgeops.cdn.plugins.module_utils._wait.verdict import conclude

    request = WaitRequest(
        references=receipt.references(provider.name),
        policy=Policy(timeout=read_duration(options, "wait_timeout")),
        provider_options={provider.name: options},
        submitted=True,
    )
    progress, outcome = run_wait(request, {provider.name: provider}, runtime)
    document = conclude(progress, outcome, request).document
    keys = ("outcome", "leftover", "elapsed", "msg", "error", "failed")
    return progress.ledger.tasks(), {key: document[key] for key in keys if key in document}
