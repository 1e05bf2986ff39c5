# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""The wait of a module that was told to wait for what it submitted."""

from __future__ import annotations

from typing import Any, Mapping, Sequence

from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.connection import read_duration
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Provider, Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._submit.engine import Report
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.job import run_wait
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.ledger import Policy
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.options import WaitRequest
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.verdict import conclude


def wait(
    provider: Provider, report: Report, options: Mapping[str, Any], runtime: Runtime
) -> tuple[Sequence[Task], dict[str, Any]]:
    """The tasks after the wait, and the keys that it adds to the result.

    The provider is the one that has just submitted: it is signed in already, and its budget goes on.
    """
    request = WaitRequest(
        references=report.references(provider.name),
        policy=Policy(timeout=read_duration(options, "wait_timeout")),
        provider_options={provider.name: options},
        submitted=True,
    )
    progress, outcome = run_wait(request, {provider.name: provider}, runtime)
    document = conclude(progress, outcome, request).document
    keys = ("outcome", "leftover", "elapsed", "msg", "error", "failed")
    return progress.ledger.tasks(), {key: document[key] for key in keys if key in document}
