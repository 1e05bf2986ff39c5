# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""The wait as it runs on whatever host, with settling and verifying. Modules and the action plugin call this."""

from __future__ import annotations

from dataclasses import replace
from typing import Callable, Mapping

from ansible_collections.edgeops.cdn.plugins.module_utils._model.clock import Clock, Deadline
from ansible_collections.edgeops.cdn.plugins.module_utils._module.runtime import warn_of_doubts
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Provider, Runtime

from .engine import Snapshot, wait
from .ledger import Ledger, Outcome
from .options import WaitRequest
from .report import Progress
from .verify import verify
from .workers import ThreadWorkers


def run_wait(
    request: WaitRequest,
    providers: Mapping[str, Provider],
    runtime: Runtime,
    tell: Callable[[Progress], None] = lambda _progress: None,
) -> tuple[Progress, Outcome]:
    """The whole job: wait until there is a verdict or the time is over, and after success settle and verify.

    providers are those that the request has tasks of, open, by name.
    tell is called after every change and as a heartbeat.
    """
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
    workers, interval = ThreadWorkers(), request.policy.poll_interval
    for findings in verify(request.checks, transport, runtime.clock, deadline, interval, workers):
        progress = replace(progress, elapsed=_elapsed(progress, runtime.clock), findings=findings)
        tell(progress)
    return progress, "succeeded" if all(finding.verified for finding in progress.findings) else "timed_out"


def _elapsed(progress: Progress, clock: Clock) -> float:
    return clock.monotonic() - progress.ledger.started_at


def _progress(snapshot: Snapshot) -> Progress:
    faults = {provider: fault.short for provider, fault in snapshot.faults.items()}
    return Progress(snapshot.ledger, snapshot.elapsed, snapshot.sweeps, snapshot.calls, snapshot.retries, faults)
