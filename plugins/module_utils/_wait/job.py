# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""The whole wait on whatever host, with settling and verifying; modules and action plugin call it."""

from __future__ import annotations

from dataclasses import replace
from typing import Callable, Mapping

from ansible_collections.edgeops.cdn.plugins.module_utils._model.clock import Clock, Deadline
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Provider, Runtime, warn_of_doubts

from .details import explain, unexplained
from .engine import Progress, TaskWorkers, wait
from .ledger import Ledger, Outcome
from .options import WaitRequest
from .verdict import shown_failures
from .verify import verify
from .workers import ThreadWorkers

#: Seconds that a result is held back for the reasons of failures, at the most.
LONGEST_EXPLANATION = 30.0


def run_wait(
    request: WaitRequest,
    providers: Mapping[str, Provider],
    runtime: Runtime,
    tell: Callable[[Progress], None] = lambda _progress: None,
) -> tuple[Progress, Outcome]:
    """How a whole wait ended: with a verdict, or out of time; after success it settles and verifies.

    providers are those that the request has tasks of, open, by name.
    tell is called after every change and as a heartbeat.
    """
    clock = runtime.clock
    ledger = Ledger(request.references, request.policy, clock.monotonic())
    workers: TaskWorkers = ThreadWorkers()
    progress, outcome = Progress(ledger, 0.0), ledger.outcome()
    try:
        for progress in wait(ledger, providers, clock, workers, request.progress_interval):
            outcome = progress.outcome
            if outcome is not None:
                left = min(request.policy.timeout - progress.elapsed, LONGEST_EXPLANATION)
                tasks = unexplained(ledger, shown_failures(ledger, outcome, request))
                explain(tasks, ledger, providers, Deadline(clock, left), workers)
                progress = _latest(progress, providers, clock)
            tell(progress)
    except MemoryError:
        # What was learnt is in the ledger, perhaps even a verdict; what could not be read is freed by now.
        outcome = outcome or ledger.outcome()
        if outcome is None:
            ledger.error, outcome = _out_of_memory(), "error"
        progress = _latest(progress, providers, clock)
    if outcome is None:
        raise AssertionError("a wait ends with an outcome")  # pragma: no cover - wait() yields until there is one
    warn_of_doubts(ledger.tasks(), runtime)
    if outcome == "succeeded" and not request.policy.once:
        deadline = Deadline(clock, request.policy.timeout - progress.elapsed)
        progress, outcome = settle(progress, request, clock, deadline, tell)
        if outcome == "succeeded":
            progress, outcome = run_verify(progress, request, runtime, deadline, tell)
    return progress, outcome


def _latest(progress: Progress, providers: Mapping[str, Provider], clock: Clock) -> Progress:
    """The progress with the time and the calls that the wait has taken until now."""
    return replace(
        progress,
        elapsed=_elapsed(progress, clock),
        calls=sum(provider.traffic.calls for provider in providers.values()),
        retries=sum(provider.traffic.repeated for provider in providers.values()),
    )


def _out_of_memory() -> ApiError:
    text = "this host has not enough memory to read what the providers respond"
    return ApiError("OutOfMemory", text, "lasting", hint="Wait for fewer tasks at a time, or on another host.")


def settle(
    progress: Progress, request: WaitRequest, clock: Clock, deadline: Deadline, tell: Callable[[Progress], None]
) -> tuple[Progress, Outcome]:
    """The progress once the time to settle has passed; timed_out where there is not enough time left."""
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
    """The progress once edges respond as they must; timed_out where some still differ at the deadline."""
    if not request.checks:
        return progress, "succeeded"
    transport = runtime.transport(True, runtime.environ)
    for findings in verify(request.checks, transport, runtime.clock, deadline, request.policy.poll_interval):
        progress = replace(progress, elapsed=_elapsed(progress, runtime.clock), findings=findings)
        tell(progress)
    return progress, "succeeded" if all(finding.verified for finding in progress.findings) else "timed_out"


def _elapsed(progress: Progress, clock: Clock) -> float:
    return clock.monotonic() - progress.ledger.started_at
