# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""The two jobs as they run on whatever host: answer task facts, and wait. Modules and the action plugin call these."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any, Callable, Mapping

from ansible_collections.edgeops.cdn.plugins.module_utils._clock import Clock, Deadline, SystemClock
from ansible_collections.edgeops.cdn.plugins.module_utils._errors import OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._ledger import Ledger, Outcome
from ansible_collections.edgeops.cdn.plugins.module_utils._options import FILTER_OPTIONS, parse_filters
from ansible_collections.edgeops.cdn.plugins.module_utils._provider import Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._reference import Reference, parse_ids
from ansible_collections.edgeops.cdn.plugins.module_utils._registry import open_provider
from ansible_collections.edgeops.cdn.plugins.module_utils._report import Progress
from ansible_collections.edgeops.cdn.plugins.module_utils._task import Task, doubt, summarise
from ansible_collections.edgeops.cdn.plugins.module_utils._transport import RequestsTransport
from ansible_collections.edgeops.cdn.plugins.module_utils._verify import verify
from ansible_collections.edgeops.cdn.plugins.module_utils._wait import Snapshot, wait
from ansible_collections.edgeops.cdn.plugins.module_utils._wait_options import WaitRequest
from ansible_collections.edgeops.cdn.plugins.module_utils._workers import ThreadWorkers


def system_runtime(warn: Callable[[str], None], environ: Mapping[str, str] | None = None) -> Runtime:
    """The machine's clock and network, by default the process's environment; each warning is told once."""
    told: set[str] = set()

    def warn_once(text: str) -> None:
        if text not in told:
            told.add(text)
            warn(text)

    return Runtime(SystemClock(), os.environ if environ is None else environ, warn_once, RequestsTransport)


def task_info(
    provider_name: str, own_filters: tuple[str, ...], options: Mapping[str, Any], runtime: Runtime
) -> dict[str, Any]:
    """The result of an info module. OptionError and ApiError say why there is none."""
    if options["ids"] is not None:
        given = [name for name in (*FILTER_OPTIONS, *own_filters) if options[name] is not None]
        if given:
            raise OptionError(
                f"ids names the tasks, so {' and '.join(given)} cannot be used with it. Give ids or filters."
            )
        ids = parse_ids(options["ids"], "ids")
        if not ids:
            raise OptionError(
                "ids: the list is empty. Expected at least one task id; leave ids out to query by filters."
            )
        provider = open_provider(provider_name, options, runtime)
        tasks, complete = provider.describe([Reference(provider_name, task_id) for task_id in ids]), True
    else:
        filters = parse_filters(options, own_filters, runtime.clock.time())
        provider = open_provider(provider_name, options, runtime)
        tasks, complete = provider.query(filters)
    warn_of_doubts(tasks, runtime)
    return {
        "changed": False,
        "tasks": [task.as_dict(options["include_raw"]) for task in tasks],
        "summary": summarise(tasks),
        "complete": complete,
    }


def warn_of_doubts(tasks: list[Task], runtime: Runtime) -> None:
    """One warning for each kind of state that nobody documented."""
    told: set[tuple[str, ...]] = set()
    for task in tasks:
        text = doubt(task)
        if text is not None and (task.provider, *task.raw_state) not in told:
            told.add((task.provider, *task.raw_state))
            runtime.warn(text)


def run_wait(
    request: WaitRequest, runtime: Runtime, tell: Callable[[Progress], None] = lambda _progress: None
) -> tuple[Progress, Outcome]:
    """The whole job: wait until there is a verdict or the time is over, and after success settle and verify.

    tell is called after every change and as a heartbeat.
    """
    providers = request.open_providers(runtime)
    ledger = Ledger(request.references, request.policy, runtime.clock.monotonic())
    progress, outcome = Progress(ledger, 0.0), ledger.outcome()
    for snapshot in wait(ledger, providers, runtime.clock, ThreadWorkers(), request.progress_interval):
        progress, outcome = _progress(snapshot), snapshot.outcome
        tell(progress)
    if outcome is None:
        raise AssertionError("a wait ends with an outcome")
    warn_of_doubts(ledger.tasks(), runtime)
    if outcome == "succeeded" and not request.policy.once:
        deadline = Deadline(runtime.clock, request.policy.timeout - progress.elapsed)
        progress, outcome = settle(progress, request, runtime.clock, deadline, tell)
        if outcome == "succeeded":
            progress, outcome = run_verify(progress, request, runtime, deadline, tell)
    return progress, outcome


def settle(
    progress: Progress, request: WaitRequest, clock: Clock, deadline: Deadline, tell: Callable[[Progress], None]
) -> tuple[Progress, Outcome]:
    """Let the time pass that the user wants to pass after success; timed_out where there is not enough left."""
    if request.settle > deadline.remaining():
        return progress, "timed_out"
    over = Deadline(clock, request.settle)
    while over.remaining() > 0:
        tell(replace(progress, elapsed=_elapsed(progress, clock), stage="settling"))
        clock.sleep(min(over.remaining(), request.progress_interval))
    return replace(progress, elapsed=_elapsed(progress, clock)), "succeeded"


def run_verify(
    progress: Progress, request: WaitRequest, runtime: Runtime, deadline: Deadline, tell: Callable[[Progress], None]
) -> tuple[Progress, Outcome]:
    """Compare what edges answer with what they must; timed_out where some still differ at the deadline."""
    if not request.checks:
        return progress, "succeeded"
    transport = runtime.transport(True, runtime.environ)
    for findings in verify(request.checks, transport, runtime.clock, deadline, request.policy.poll_interval):
        progress = replace(progress, elapsed=_elapsed(progress, runtime.clock), findings=findings)
        tell(progress)
    return progress, "succeeded" if all(finding.verified for finding in progress.findings) else "timed_out"


def _elapsed(progress: Progress, clock: Clock) -> float:
    return clock.monotonic() - progress.ledger.started_at


def _progress(snapshot: Snapshot) -> Progress:
    faults = {provider: fault.short for provider, fault in snapshot.faults.items()}
    return Progress(snapshot.ledger, snapshot.elapsed, snapshot.sweeps, snapshot.calls, snapshot.retries, faults)
