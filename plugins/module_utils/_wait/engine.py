# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.
"""The wait engine: who is asked when, until there is a verdict or the time is over.

Pure: the clock, the threads and the providers are handed in. Providers are polled side by side, each at its own pace.
One rule: every sweep asks for everything that is unfinished, in as few calls as the provider's ways of asking allow.
"""

from __future__ import annotations

import random
from collections import deque
from dataclasses import dataclass, field
from typing import Callable, Iterator, Mapping, Sequence

from ansible_collections.edgeops.cdn.plugins.module_utils._model.clock import Clock, Deadline
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import Reference
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Provider

from .ledger import Ledger, Outcome
from .verify import Finding
from .workers import Job, News, Workers

#: Calls of one provider that are under way at the same time; its budget holds the rate, this hides the latency.
CONCURRENCY = 8
#: Tasks of one provider that are read whole at the same time, beside its sweeps.
WHOLE_AT_ONCE = 2
#: Of the documented rates, sweeps use this much after the first one: other jobs of the account need some as well.
SHARE = 1 / 3
#: Polls are up to this share of the interval early or late, so that many pipelines do not ask in step.
JITTER = 0.1
#: The last poll is made so many seconds before the deadline, more where sweeps take long: its response still counts.
LAST_POLL_MARGIN = 0.5
#: Where slow sweeps leave less time than that, the last polls are at least this share of the interval apart.
HURRY = 0.25

_NEVER = float("inf")


@dataclass(frozen=True)
class Progress:
    """How a wait stands. Its ledger is the live one: read it before asking for the next progress."""

    ledger: Ledger
    #: Seconds since the wait began.
    elapsed: float
    #: Of all providers together.
    sweeps: int = 0
    #: Requests sent, and how many of these because an earlier one had met a passing fault.
    calls: int = 0
    retries: int = 0
    #: The passing fault that a provider's last request met, by provider.
    faults: Mapping[str, ApiError] = field(default_factory=dict)
    #: None while the wait goes on.
    outcome: Outcome | None = None
    #: What goes on after every task has succeeded.
    stage: str = ""
    #: How the URLs stand that are verified then.
    findings: Sequence[Finding] = ()


@dataclass(frozen=True)
class Call:
    """What a job of the wait asks a provider for."""

    provider: str
    #: ids, list or details of several tasks; whole: one that is asked for alone.
    kind: str
    references: Sequence[Reference]


#: What asks for tasks, and what comes of it.
TaskJob = Job[Call, Task]
TaskNews = News[Call, Task]
TaskWorkers = Workers[Call, Task]


class _Lane:
    """One provider's polling: a sweep, a pause, a sweep."""

    def __init__(self, provider: Provider, now: float) -> None:
        self.provider = provider
        self.due = now
        self.sweeps = 0
        self._began = now
        self._queue: deque[TaskJob] = deque()
        self._under_way = 0
        #: Until a response shows that the credentials are good, one request goes alone: refusals may lock a key.
        self._accepted = False
        #: With which task a sweep begins: another one after a sweep that met a fault, which may be due to the first.
        #: The same one otherwise, so that each task waits for one sweep at most, not for two.
        self._turn = 0
        self._stumbled = False
        #: Whether the list could not be read when it was last tried, and is therefore not tried next.
        self._list_failed = False
        #: Which task to ask for by id next among those that the list does not hold.
        self._unlisted_turn = 0
        #: What the list has not shown in this sweep.
        self._unlisted: dict[str, Reference] = {}
        #: Whether this sweep has taken a group apart whose call failed.
        self._took_apart = False
        #: Tasks to be read whole, and those that are.
        self._partial: dict[str, tuple[int, Reference]] = {}
        self._whole: set[str] = set()

    @property
    def idle(self) -> bool:
        """Whether no sweep is under way."""
        return not self._under_way

    @property
    def busy(self) -> bool:
        """Whether any call is under way, or has to be made."""
        return bool(self._under_way or self._whole or self._partial)

    def begin(self, ledger: Ledger) -> None:
        """Start a sweep. It is over at once if there is nothing to ask for."""
        self._queue.clear()
        self._took_apart = False
        apart = self._whole | set(self._partial)
        references = [one for one in ledger.unfinished(self.provider.name) if one.id not in apart]
        if not references:
            return
        self.sweeps += 1
        # The list may know what the call by id does not find.
        may_know = self.provider.by_list is not None and self.provider.list_knows_more
        missing = may_know and ledger.count("not_found", provider=self.provider.name)
        if (missing or self.provider.prefers_list(len(references))) and not self._list_failed:
            self._unlisted = {reference.id: reference for reference in references}
            self._queue.append(self._job("list", references))
            return
        self._list_failed = False
        if self._stumbled:
            self._stumbled = False
            self._turn += 1
        references = _rotated(references, self._turn)
        if not self._accepted and self.sweeps > 1:
            # Tasks that met a fault together are tried alone.
            self._queue.append(self._job("ids", references[:1]))
            references = references[1:]
        self._queue.extend(self._job("ids", batch) for batch in self.provider.batches_of(references))

    def _job(self, kind: str, references: Sequence[Reference]) -> TaskJob:
        read = self.provider.read_list if kind == "list" else self.provider.read_ids
        return Job(Call(self.provider.name, kind, references), lambda: read(references))

    def send(self, workers: TaskWorkers) -> None:
        """Put as many calls under way as may be."""
        most = CONCURRENCY if self._accepted else 1
        while self._queue and self._under_way < most:
            self._under_way += 1
            workers.submit(self._queue.popleft())

    def read_whole(self, workers: TaskWorkers) -> None:
        """Begin to read tasks whole, once a call is over: not before all that it told of can be compared."""
        while self._partial and len(self._whole) < WHOLE_AT_ONCE:
            # Those with the most failed URLs first: they may end the wait.
            _failed, reference = self._partial.pop(max(self._partial, key=lambda each: self._partial[each][0]))
            self._whole.add(reference.id)
            workers.submit(self._job("whole", [reference]))

    def take(self, news: TaskNews, ledger: Ledger, now: float) -> None:
        """Take in one thing that came: a task, or the end of a job. A lasting error goes into the ledger."""
        task = news.found
        if task is not None:
            self._accepted = True
            self._unlisted.pop(task.id, None)
            ledger.record(task, now)
            # One that is partial although it was asked for alone waits for the next sweep.
            if task.partial and len(news.tag.references) > 1:
                reference = next(each for each in news.tag.references if each.id == task.id)
                self._partial[task.id] = (task.counts.failed or 0, reference)
        if not news.ended:
            return
        if news.error is not None and not isinstance(news.error, ApiError):
            raise news.error
        if news.tag.kind == "whole":
            self._whole.discard(news.tag.references[0].id)
        else:
            self._under_way -= 1
        if news.error is not None and news.error.is_passing:
            self._stumble(news.tag)
        elif news.error is not None and news.error.kind != "missing":
            ledger.error = ledger.error or news.error
        else:
            self._accepted = True
            if news.tag.kind == "list":
                self._ask_for_unlisted(ledger)

    def _stumble(self, call: Call) -> None:
        """A call met a passing fault."""
        self._stumbled = True
        self._list_failed = self._list_failed or call.kind == "list"
        if not self._accepted:
            self._queue.clear()  # nothing follows a first request that failed
        elif call.kind == "ids" and len(call.references) > 1 and not self._took_apart:
            # One of them may be why, and must not keep the others from being asked. Only one group in a sweep: where
            # the provider is down, this must not multiply the calls.
            self._took_apart = True
            self._queue.extend(self._job("ids", [reference]) for reference in call.references)

    def _ask_for_unlisted(self, ledger: Ledger) -> None:
        """Ask by id for those that the list does not hold: as many as fit between two sweeps, in turn."""
        references = _rotated(list(self._unlisted.values()), self._unlisted_turn)
        rate = self.provider.declaration.rates[self.provider.by_id.rate]
        most = max(1, int(rate * SHARE * ledger.policy.poll_interval)) * self.provider.by_id.tasks_per_call
        self._unlisted_turn += min(most, len(references))
        self._queue.extend(self._job("ids", batch) for batch in self.provider.batches_of(references[:most]))

    def end(self, ledger: Ledger, deadline: Deadline, now: float, rng: Callable[[], float]) -> None:
        """The sweep is over: set when the next one is due."""
        self.provider.ease(SHARE)
        policy = ledger.policy
        interval = policy.poll_interval * (1 + JITTER * (2 * rng() - 1))
        # A sweep that takes longer than the interval stretches it.
        due = max(self._began + interval, now)
        last = deadline.at - LAST_POLL_MARGIN - (now - self._began)
        if due > last:
            left = deadline.at - now
            due = max(last, now + min(interval * HURRY, left / 2)) if left > LAST_POLL_MARGIN else _NEVER
        self.due = _NEVER if policy.once else due

    def sweep(self, ledger: Ledger, workers: TaskWorkers, now: float) -> None:
        """Begin a sweep if one is due."""
        if self.idle and now >= self.due and not ledger.is_finished(self.provider.name):
            self._began = now
            self.begin(ledger)
            self.send(workers)
            if self.idle:  # all that is left is being read whole
                self.due = now + ledger.policy.poll_interval
        if self.idle and ledger.is_finished(self.provider.name):
            self.due = _NEVER


def wait(
    ledger: Ledger,
    providers: Mapping[str, Provider],
    clock: Clock,
    workers: TaskWorkers,
    heartbeat: float,
    rng: Callable[[], float] = random.random,
) -> Iterator[Progress]:
    """How the wait stands after every sweep and failure, and every heartbeat seconds, up to an outcome.

    The last progress, and no other, has an outcome. Anything but an ApiError that a provider raises is raised here.
    """
    deadline = Deadline(clock, ledger.policy.timeout)
    started = clock.monotonic()
    lanes = {name: _Lane(providers[name], started) for name in ledger.providers()}
    for lane in lanes.values():
        lane.provider.end_at(deadline)
    outcome: Outcome | None = None
    told_at, failed = started, 0
    while outcome is None:
        now = clock.monotonic()
        for lane in lanes.values():
            lane.sweep(ledger, workers, now)
        next_due = min((lane.due for lane in lanes.values() if lane.idle), default=_NEVER)
        over = next_due == _NEVER and not any(lane.busy for lane in lanes.values())
        swept = False
        if not over:
            for news in workers.wait(min(next_due, deadline.at, told_at + heartbeat) - now):
                lane = lanes[news.tag.provider]
                lane.take(news, ledger, clock.monotonic())
                lane.send(workers)
                if news.ended:
                    lane.read_whole(workers)
                if news.ended and news.tag.kind != "whole" and lane.idle:
                    lane.end(ledger, deadline, clock.monotonic(), rng)
                    swept = True
        now = clock.monotonic()
        outcome = ledger.outcome()
        if outcome is None and (over or now >= deadline.at):
            outcome = "timed_out"
        if swept or outcome is not None or ledger.count("failed") != failed or now >= told_at + heartbeat:
            told_at, failed = now, ledger.count("failed")
            yield _progress(ledger, lanes, now - started, outcome)


def _rotated(references: Sequence[Reference], turn: int) -> list[Reference]:
    """The same references, beginning with another one each turn."""
    start = turn % len(references) if references else 0
    return [*references[start:], *references[:start]]


def _progress(ledger: Ledger, lanes: Mapping[str, _Lane], elapsed: float, outcome: Outcome | None) -> Progress:
    traffic = {name: lane.provider.traffic for name, lane in lanes.items()}
    return Progress(
        ledger=ledger,
        elapsed=elapsed,
        sweeps=sum(lane.sweeps for lane in lanes.values()),
        calls=sum(each.calls for each in traffic.values()),
        retries=sum(each.repeated for each in traffic.values()),
        faults={name: each.fault for name, each in traffic.items() if each.fault is not None},
        outcome=outcome,
    )
