# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""The wait engine: who is asked when, until there is a verdict or the time is over.

Pure: the clock, the threads and the providers are handed in. Providers are polled side by side, each at its own pace.
"""

from __future__ import annotations

import random
from collections import deque
from dataclasses import dataclass, field
from typing import Callable, Iterable, Iterator, Mapping, Sequence

from ansible_collections.edgeops.cdn.plugins.module_utils._model.clock import Clock, Deadline
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import Reference
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Provider

from .ledger import Ledger, Outcome
from .workers import Done, Job, Workers

#: Batches of one provider that are under way at the same time; its budget holds the rate, this hides the latency.
CONCURRENCY = 8
#: Polls are up to this share of the interval early or late, so that many pipelines do not ask in step.
JITTER = 0.1
#: The last poll is made so many seconds before the deadline, more where sweeps take long: its answer still counts.
LAST_POLL_MARGIN = 0.5
#: Where slow sweeps leave less time than that, the last polls are at least this share of the interval apart.
HURRY = 0.25

#: A task may be left alone for as many poll intervals as it takes calls to ask for all: so there is one call for each
#: interval, about, however many tasks there are. But it is not left alone for longer than these seconds.
MOST_AGE = 120.0

_NEVER = float("inf")


@dataclass(frozen=True)
class Snapshot:
    """How a wait stands. Its ledger is the live one: look at it before asking for the next snapshot."""

    ledger: Ledger
    #: Seconds since the wait began.
    elapsed: float
    #: Of all providers together.
    sweeps: int
    #: Requests sent, and how many of these because an earlier one had met a passing fault.
    calls: int
    retries: int
    #: The passing fault that a provider's last request met, by provider.
    faults: Mapping[str, ApiError] = field(default_factory=dict)
    #: None while the wait goes on.
    outcome: Outcome | None = None


class _Lane:
    """One provider's polling: a sweep, a pause, a sweep.

    The wait is not over as long as one task is unfinished. So a sweep asks for what it has not asked for lately, and
    goes on with the others only where all of that has finished.
    """

    def __init__(self, provider: Provider, now: float) -> None:
        self.provider = provider
        self.due = now
        self.sweeps = 0
        self._batches: deque[Sequence[Reference]] = deque()
        self._under_way = 0
        self._began = now
        #: How many tasks this sweep has asked for, and whether one of them is unfinished or got no answer.
        self._asked = 0
        self._holds = False
        #: Seconds that the last sweep over at least half of the tasks took for each of them.
        self._seconds_each = 0.0
        #: Until an answer shows that the credentials are good, one request goes alone: a key may be locked for less.
        self._accepted = False

    @property
    def idle(self) -> bool:
        return not self._under_way

    def begin(self, ledger: Ledger, deadline: Deadline, now: float) -> None:
        """Start a sweep. It is over at once if there is nothing to ask for."""
        self._began, self._asked, self._holds = now, 0, False
        unfinished, interval = ledger.count_unfinished(self.provider.name), ledger.policy.poll_interval
        most_age = min(self.provider.calls_for(unfinished) * interval, MOST_AGE)
        if deadline.at - now <= max(interval, LAST_POLL_MARGIN + self._whole_sweep(unfinished)):
            most_age = 0.0  # the last chance
        references, due = ledger.queue(self.provider.name, now, most_age)
        self._ask(references, due)
        self.sweeps += bool(due)

    def go_on(self, ledger: Ledger, now: float) -> None:
        """Ask for more if all that this sweep has asked for has finished: perhaps everything has."""
        over = not self._under_way and not self._batches
        if over and self._asked and not self._holds and not ledger.is_finished(self.provider.name):
            references, _due = ledger.queue(self.provider.name, now, 0.0)
            self._ask(references, min(len(references), CONCURRENCY * self._asked))

    def _ask(self, references: Sequence[Reference], due: int) -> None:
        self._batches = deque(self.provider.plan(references, due))
        self._asked += sum(map(len, self._batches))

    def submit(self, workers: Workers) -> None:
        most = CONCURRENCY if self._accepted else 1
        while self._batches and self._under_way < most:
            self._under_way += 1
            workers.submit(self.provider.name, self._job(self._batches.popleft()))

    def _job(self, batch: Sequence[Reference]) -> Job:
        return lambda: self.provider.fetch(batch)

    def took(self, done: Done) -> None:
        """Take back a batch; what it answered is the ledger's business."""
        self._under_way -= 1
        if done.error is not None or not all(task.finished for task in done.tasks):
            self._holds = True
        if done.error is None:
            self._accepted = True
        elif not self._accepted:
            self._batches.clear()  # nothing follows a first request that failed

    def _whole_sweep(self, unfinished: int) -> float:
        """Seconds that it may take to ask for all of so many tasks."""
        return 1.5 * self._seconds_each * unfinished

    def end(self, ledger: Ledger, deadline: Deadline, now: float, rng: Callable[[], float]) -> None:
        """The sweep is over: set when the next one is due."""
        policy, unfinished = ledger.policy, ledger.count_unfinished(self.provider.name)
        if self._asked and 2 * self._asked >= unfinished:
            self._seconds_each = (now - self._began) / self._asked
        interval = policy.poll_interval * (1 + JITTER * (2 * rng() - 1))
        # A sweep that takes longer than the interval stretches it.
        due = max(self._began + interval, now)
        last = deadline.at - LAST_POLL_MARGIN - self._whole_sweep(unfinished)
        if due > last:
            left = deadline.at - now
            due = max(last, now + min(interval * HURRY, left / 2)) if left > LAST_POLL_MARGIN else _NEVER
        self.due = _NEVER if policy.once else due


def wait(
    ledger: Ledger,
    providers: Mapping[str, Provider],
    clock: Clock,
    workers: Workers,
    heartbeat: float,
    rng: Callable[[], float] = random.random,
) -> Iterator[Snapshot]:
    """Poll until there is an outcome, and tell how it stands after every sweep and at least every heartbeat seconds.

    The last snapshot, and no other, has an outcome. Anything but an ApiError that a provider raises is raised here.
    """
    deadline = Deadline(clock, ledger.policy.timeout)
    started = clock.monotonic()
    lanes = {name: _Lane(providers[name], started) for name in ledger.providers()}
    for lane in lanes.values():
        lane.provider.client.deadline = deadline
    outcome: Outcome | None = None
    told_at = started
    while outcome is None:
        now = clock.monotonic()
        for name, lane in lanes.items():
            if lane.idle and now >= lane.due and not ledger.is_finished(name):
                lane.begin(ledger, deadline, now)
                lane.submit(workers)
                if lane.idle:  # a task rests
                    lane.end(ledger, deadline, now, rng)
            if lane.idle and ledger.is_finished(name):
                lane.due = _NEVER
        next_due = min((lane.due for lane in lanes.values() if lane.idle), default=_NEVER)
        over = all(lane.idle for lane in lanes.values()) and next_due == _NEVER
        swept = []
        if not over:
            ended = workers.wait(min(next_due, deadline.at, told_at + heartbeat) - now)
            for done in ended:
                _take(done, lanes[done.provider], ledger, workers, clock.monotonic())
            swept = [lane for name, lane in lanes.items() if lane.idle and name in {done.provider for done in ended}]
            for lane in swept:
                lane.end(ledger, deadline, clock.monotonic(), rng)
            # Who has waited for one provider's last task need not wait for the other's next poll as well.
            if any(ledger.is_finished(lane.provider.name) for lane in swept):
                _hurry(lanes.values(), clock.monotonic())
        now = clock.monotonic()
        outcome = ledger.outcome()
        if outcome is None and (over or now >= deadline.at):
            outcome = "timed_out"
        if swept or outcome is not None or now >= told_at + heartbeat:
            told_at = now
            yield _snapshot(ledger, lanes, now - started, outcome)


def _hurry(lanes: Iterable[_Lane], now: float) -> None:
    for lane in lanes:
        if lane.due != _NEVER:
            lane.due = min(lane.due, now)


def _take(done: Done, lane: _Lane, ledger: Ledger, workers: Workers, now: float) -> None:
    lane.took(done)
    answered = done.tasks
    if isinstance(done.error, ApiError):
        answered = done.error.answered
        if not done.error.is_passing:
            ledger.error = ledger.error or done.error
    elif done.error is not None:
        raise done.error
    for task in answered:
        ledger.record(task, now)
    lane.go_on(ledger, now)
    lane.submit(workers)


def _snapshot(ledger: Ledger, lanes: Mapping[str, _Lane], elapsed: float, outcome: Outcome | None) -> Snapshot:
    return Snapshot(
        ledger=ledger,
        elapsed=elapsed,
        sweeps=sum(lane.sweeps for lane in lanes.values()),
        calls=sum(lane.provider.client.calls for lane in lanes.values()),
        retries=sum(lane.provider.client.repeated for lane in lanes.values()),
        faults={name: lane.provider.client.fault for name, lane in lanes.items() if lane.provider.client.fault},
        outcome=outcome,
    )
