# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""The wait of a module that was told to wait for what it submitted."""

from __future__ import annotations

from typing import Any, Mapping, Sequence

from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.connection import read_duration
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._submit.engine import Report
from ansible_collections.edgeops.cdn.plugins.module_utils._wait import report as wait_report
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.job import run_wait
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.ledger import Policy
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.options import WaitRequest


def wait(
    provider: str, report: Report, options: Mapping[str, Any], runtime: Runtime
) -> tuple[Sequence[Task], dict[str, Any]]:
    """The tasks after the wait, and the keys that it adds to the result."""
    request = WaitRequest(
        references=report.references(provider),
        policy=Policy(timeout=read_duration(options, "wait_timeout")),
        provider_options={provider: options},
        submitted=True,
    )
    progress, outcome = run_wait(request, runtime)
    document = wait_report.result(progress, outcome, request)
    keys = ("outcome", "leftover", "elapsed", "msg", "error")
    waited = {key: document[key] for key in keys if key in document}
    waited["failed"] = wait_report.is_failure(progress.ledger, outcome, request)
    return progress.ledger.tasks(), waited
