# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Waits in virtual time: the real engine and the rivals' own code over the same tasks, with the same round-trip time.

Calls and times are those of the virtual clock. The clouds never misbehave here.
"""

from __future__ import annotations

import heapq
import itertools
import json
import random
import statistics
from collections.abc import Callable, Coroutine, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer, Request
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import Reference
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.registry import PROVIDERS
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Provider, Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.engine import Progress, wait
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.ledger import Ledger, Policy
from ansible_collections.edgeops.cdn.plugins.plugin_utils._printer import Printer
from tests.providers.alibabacloud_dcdn.simulated import SimulatedAlibabacloud
from tests.providers.huaweicloud_cdn.simulated import SimulatedHuaweicloud
from tests.simulation import clouds
from tests.simulation.clock import VirtualClock, VirtualWorkers
from tests.simulation.clouds import Script

from .floors import BY_ID_CALLS_PER_SECOND, HUAWEI_CALLS_PER_SECOND

HUAWEI, ALIBABA = "huaweicloud_cdn", "alibabacloud_dcdn"
ROUND_TRIP = 0.1
INTERVAL = 5.0
#: Seconds over which calls are counted to see how many there are at once.
_WINDOW = 10.0
RATES = {HUAWEI: HUAWEI_CALLS_PER_SECOND, ALIBABA: BY_ID_CALLS_PER_SECOND}

Key = tuple[str, str]


@dataclass(frozen=True)
class Scenario:
    """Tasks that finish one after another at an even pace, half of them at each cloud, in no order of their ids."""

    tasks: int
    seed: int
    #: URLs of a task: with one, a task tells no progress before it is done.
    urls: int = 1
    #: From the first finish to the last one.
    seconds: float = 300.0
    #: The provider of all of them, where it is only one.
    only: str | None = None
    #: So many seconds after the tasks were made does the wait begin.
    head_start: float = 0.0

    def scripts(self) -> dict[str, list[Script]]:
        rng = random.Random(self.seed)
        order = list(range(self.tasks))
        rng.shuffle(order)
        # The last finish falls anywhere between two polls.
        late = rng.uniform(0, INTERVAL)
        ends = {number: late + self.seconds * (place + 1) / self.tasks for place, number in enumerate(order)}
        scripts: dict[str, list[Script]] = {HUAWEI: [], ALIBABA: []}
        for number in range(self.tasks):
            provider = self.only or (ALIBABA if number % 2 else HUAWEI)
            ends_at = ends[number] - self.head_start
            scripts[provider].append(Script(str(10_000_000 + number), self.urls, 0.0, -self.head_start, ends_at))
        return scripts


@dataclass
class Wait:
    """What a contender's whole wait came to."""

    calls: dict[str, int]
    #: Seconds from the last finish to the end of the wait.
    latency: float
    #: Median seconds from the finish of a task to the response that told it.
    lag: float
    #: The longest that any task went without a response about it before it was told to be done.
    age: float = 0.0
    #: The most calls of one kind within ten seconds after the first sweep, as a share of what the vendor documents.
    busiest: float = 0.0

    @property
    def total(self) -> int:
        return sum(self.calls.values())


class _Books:
    """Who has been told what, and when."""

    def __init__(self, scripts: Mapping[str, Sequence[Script]]) -> None:
        self.ends: dict[Key, float] = {
            (provider, script.task_id): script.ends_at for provider, own in scripts.items() for script in own
        }
        self.told: dict[Key, float] = {}
        self.calls = dict.fromkeys(scripts, 0)
        self._heard: dict[Key, float] = {}
        self._age = 0.0
        #: When each kind of call was made, by provider and call.
        self.moments: dict[tuple[str, str], list[float]] = {}
        #: When the first sweep over a provider's tasks was over.
        self.swept: dict[str, float] = {}

    def tell(self, key: Key, now: float) -> None:
        self.told.setdefault(key, now)

    def hear(self, key: Key, now: float) -> None:
        """Note a response about a task, whatever it says."""
        self._age = max(self._age, now - self._heard.get(key, 0.0))
        self._heard[key] = now

    def _busiest(self) -> float:
        """See Wait.busiest."""
        shares = [0.0]
        for (provider, _call), moments in self.moments.items():
            later = sorted(moment for moment in moments if moment > self.swept[provider])
            start = 0
            for end, moment in enumerate(later):
                while later[start] <= moment - _WINDOW:
                    start += 1
                shares.append((end - start + 1) / (RATES[provider] * _WINDOW))
        return max(shares)

    def close(self, ended_at: float) -> Wait:
        untold = self.ends.keys() - self.told.keys()
        if untold:
            raise AssertionError(f"the wait ended, but {len(untold)} tasks were never told to be done")
        lags = [self.told[key] - end for key, end in self.ends.items()]
        if min(lags) < 0:
            raise AssertionError("a task was told to be done before it was")
        latency = ended_at - max(self.ends.values())
        return Wait(self.calls, latency, statistics.median(lags), self._age, self._busiest())


# -- ours ----------------------------------------------------------------------------------------------------------


class _Transport:
    """The read calls of one cloud. Answers are those of the simulation; only faster, and never at fault."""

    def __init__(self, provider: str, clock: VirtualClock, cloud: clouds.Cloud, books: _Books) -> None:
        self._provider, self._clock, self._cloud, self._books = provider, clock, cloud, books

    def send(self, request: Request, auth: object, connect_timeout: float, read_timeout: float) -> Answer:
        parameters = dict(parse_qsl(urlsplit(request.url).query))
        call, ids = self._cloud.identify(request, parameters)
        self._books.calls[self._provider] += 1
        self._books.moments.setdefault((self._provider, call), []).append(self._clock.monotonic())
        self._clock.sleep(ROUND_TRIP)
        body = json.dumps(self._cloud.answer(call, ids, parameters)).encode()
        return Answer(200, {"content-type": "application/json"}, body)


class _Huawei(SimulatedHuaweicloud):
    """Newest first, and only the rows of the page are made."""

    def __init__(self, clock: VirtualClock, rng: random.Random, scripts: Sequence[Script]) -> None:
        super().__init__(clock, rng, scripts, ())
        self._by_type: dict[str, list[Script]] = {"file": [], "directory": []}
        for script in reversed(scripts):
            self._by_type[self._row(script, 0.0)["file_type"]].append(script)

    def answer(self, call: str, ids: Sequence[str], parameters: Mapping[str, str]) -> dict[str, Any]:
        if call != "list":
            return super().answer(call, ids, parameters)
        now, own = self.clock.monotonic(), self._by_type[parameters["file_type"]]
        size, number = int(parameters["page_size"]), int(parameters["page_number"])
        page = own[size * (number - 1) : size * number]
        return {"total": len(own), "tasks": [self._row(script, now) for script in page]}


class _Ledger(Ledger):
    """Tells the books what it learns."""

    books: _Books

    def record(self, task: Task, now: float) -> None:
        super().record(task, now)
        self.books.hear((task.provider, task.id), now)
        if task.finished:
            self.books.tell((task.provider, task.id), now)


class OurWait:
    """The engine, the providers and the progress lines, as the action plugin puts them together."""

    def __init__(self, scenario: Scenario) -> None:
        scripts = scenario.scripts()
        self._clock, self._books = VirtualClock(), _Books(scripts)
        self._rng = random.Random(scenario.seed + 1)
        made: dict[str, clouds.Cloud] = {
            HUAWEI: _Huawei(self._clock, self._rng, scripts[HUAWEI]),
            ALIBABA: SimulatedAlibabacloud(self._clock, self._rng, scripts[ALIBABA], ()),
        }
        self._opened = {}
        for name, cloud in made.items():
            transport = _Transport(name, self._clock, cloud, self._books)
            options = {**PROVIDERS[name].defaults(), "access_key": "AK", "secret_key": "SK"}
            runtime = Runtime(self._clock, {}, _ignore, _always(transport))
            self._opened[name] = PROVIDERS[name].open_provider(options, runtime)
            self._watch(self._opened[name])

    def _watch(self, provider: Provider) -> None:
        """Note when the provider is told to use a share of its rates: its first sweep is over."""
        real = provider.ease

        def ease(share: float) -> None:
            self._books.swept.setdefault(provider.name, self._clock.monotonic())
            real(share)

        provider.ease = ease  # type: ignore[method-assign]  # overheard

    def run(self) -> Wait:
        """Wait for all of them."""
        references = [Reference(provider, task_id) for provider, task_id in self._books.ends]
        ledger = _Ledger(references, Policy(timeout=1e6, poll_interval=INTERVAL), self._clock.monotonic())
        ledger.books = self._books
        printer = Printer(_ignore, 10.0, None)
        for snapshot in wait(ledger, self._opened, self._clock, VirtualWorkers(self._clock), 10.0, self._rng.random):
            printer.tell(Progress(ledger, snapshot.elapsed, snapshot.sweeps, snapshot.calls, snapshot.retries, {}))
            if snapshot.outcome not in (None, "succeeded"):
                raise AssertionError(f"the wait ended with {snapshot.outcome}")
        return self._books.close(self._clock.monotonic())


def our_wait(scenario: Scenario) -> Wait:
    """Our wait over a scenario."""
    return OurWait(scenario).run()


def _always(transport: _Transport) -> Callable[[bool | str, Mapping[str, str]], _Transport]:
    return lambda _verify, _environ: transport


def _ignore(_text: str) -> None:
    """Nobody reads along."""


# -- the script on the SDKs ----------------------------------------------------------------------------------------


class _Line:
    """A cloud that is asked one call at a time, never faster than its documented rate."""

    def __init__(self, clock: VirtualClock, provider: str, scripts: Sequence[Script], books: _Books) -> None:
        self._clock, self._provider, self._books = clock, provider, books
        self._ends = {script.task_id: script.ends_at for script in scripts}

    def ask(self, *ids: str) -> list[bool]:
        """Whether these tasks are done."""
        assert RATES[self._provider] >= 1 / ROUND_TRIP
        self._books.calls[self._provider] += 1
        self._clock.sleep(ROUND_TRIP)
        now = self._clock.monotonic()
        done = [now >= self._ends[task_id] for task_id in ids]
        for task_id, finished in zip(ids, done, strict=True):
            if finished:
                self._books.tell((self._provider, task_id), now)
        return done


class _HuaweiSdk(_Line):
    """What the script uses of huaweicloudsdkcdn's client."""

    def show_history_task_details(self, request: Any) -> Any:
        (done,) = self.ask(request.history_tasks_id)
        return SimpleNamespace(status="task_done" if done else "task_inprocess")


class _AlibabaSdk(_Line):
    """What the script uses of alibabacloud_dcdn20180115's client."""

    def describe_dcdn_refresh_task_by_id(self, request: Any) -> Any:
        ids = request.task_id.split(",")
        words = ["Complete" if done else "Refreshing" for done in self.ask(*ids)]
        rows = [SimpleNamespace(task_id=task_id, status=word) for task_id, word in zip(ids, words, strict=True)]
        return SimpleNamespace(body=SimpleNamespace(tasks=rows))


def script_wait(scenario: Scenario) -> Wait:
    """The script of rivals/sdk_script.py."""
    from .rivals import sdk_script

    scripts = scenario.scripts()
    clock, books = VirtualClock(), _Books(scripts)
    huawei = _HuaweiSdk(clock, HUAWEI, scripts[HUAWEI], books)
    alibaba = _AlibabaSdk(clock, ALIBABA, scripts[ALIBABA], books)
    ids = {provider: [script.task_id for script in own] for provider, own in scripts.items()}
    sdk_script.wait(huawei, ids[HUAWEI], alibaba, ids[ALIBABA], INTERVAL, clock.sleep)
    return books.close(clock.monotonic())


# -- Terraform's wait ----------------------------------------------------------------------------------------------


@dataclass
class _Pause:
    """Sleep so long."""

    seconds: float

    def __await__(self) -> Generator[_Pause, int, None]:
        yield self


@dataclass
class _Ask:
    """Ask for this task, and be told how many of its URLs are being processed."""

    key: Key

    def __await__(self) -> Generator[_Ask, int, int]:
        return (yield self)


@dataclass(order=True)
class _Event:
    at: float
    number: int
    go_on: Coroutine[Any, int, None] = field(compare=False)
    told: int | None = field(compare=False)


async def _sleep(seconds: float) -> None:
    await _Pause(seconds)


async def _refresh(provider: str, task_id: str) -> int:
    return await _Ask((provider, task_id))


def terraform_wait(scenario: Scenario) -> Wait:
    """The wait of rivals/terraform_wait.py, all tasks at the same time.

    Kinder than life: calls queue for their turn at the documented rate. The real one would be refused, and call again.
    """
    from .rivals.terraform_wait import wait_for_task

    books = _Books(scenario.scripts())
    numbers, ended_at = itertools.count(), 0.0
    turn = dict.fromkeys(RATES, 0.0)
    events = [_Event(0.0, next(numbers), _start(wait_for_task, key), None) for key in books.ends]
    while events:
        event = heapq.heappop(events)
        try:
            wish = event.go_on.send(event.told)  # type: ignore[arg-type]  # None begins it
        except StopIteration:
            ended_at = max(ended_at, event.at)
            continue
        if isinstance(wish, _Pause):
            heapq.heappush(events, _Event(event.at + wish.seconds, next(numbers), event.go_on, None))
            continue
        provider = wish.key[0]
        sent_at = max(event.at, turn[provider])
        turn[provider] = sent_at + 1 / RATES[provider]
        books.calls[provider] += 1
        answered_at = sent_at + ROUND_TRIP
        done = answered_at >= books.ends[wish.key]
        if done:
            books.tell(wish.key, answered_at)
        heapq.heappush(events, _Event(answered_at, next(numbers), event.go_on, 0 if done else 1))
    return books.close(ended_at)


def _start(wait_for_task: Callable[..., Coroutine[Any, int, None]], key: Key) -> Coroutine[Any, int, None]:
    return wait_for_task(*key, _refresh, _sleep)
