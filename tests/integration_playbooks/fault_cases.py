# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What breaks, what is promised for it, and how both are seen: the cases of test_faults.py and docs/reliability.md.

A case is a generator: it prepares its own emulator, yields the tasks of a playbook, is sent what came of them, checks
that, and returns what to write down of it.
"""

from __future__ import annotations

import itertools
import json
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.emulator.clients import Client
from tests.emulator.testing import Emulator
from tests.integration_playbooks.fault_network import Authority, Resolver, TlsFront
from tests.integration_playbooks.support import (
    ALIBABA,
    HUAWEI,
    KEYS,
    ROLE,
    Ansible,
    Run,
    Session,
    Task,
    connection,
    info,
    providers,
    ref,
    wait,
)
from tests.providers.alibabacloud_dcdn.accounts import ALIBABA_TEMPORARY_KEY
from tests.providers.alibabacloud_dcdn.client import AlibabaClient
from tests.providers.huaweicloud_cdn.accounts import HUAWEI_TEMPORARY_KEY, HUAWEI_USER
from tests.providers.huaweicloud_cdn.client import HuaweiClient
from tests.tools.environment import ROOT

BOTH = (HUAWEI, ALIBABA)
#: Where the emulators of a run write their logs, in its folder.
EMULATOR_LOGS = "emulator-*.log"
#: The name of the role's one task.
ROLE_TASK = "Wait until the CDN tasks have finished"


@dataclass(frozen=True)
class Story:
    """What is written down of a case."""

    #: How often the fault struck.
    injected: str
    #: What the user saw.
    happened: str


@dataclass(frozen=True)
class Seen:
    """What came of a case's tasks; the case is a host of its own in a run that it shares with others."""

    run: Run
    host: str

    def result(self, task: str) -> dict[str, Any]:
        return self.run.result(task, self.host)

    def status(self, task: str) -> str:
        return self.run.status(task, self.host)

    def lines(self) -> list[str]:
        """The progress lines of this host, without their common beginning."""
        start = f"edgeops.cdn: [{self.host}] "
        return [line.removeprefix(start) for line in self.run.lines() if line.startswith(start)]

    def waited(self) -> dict[str, Any]:
        """The result of the one wait, the role's own if it was run. What the role registers is every host's."""
        tasks = {entry["task"] for entry in self.run.records if entry["host"] == self.host}
        return self.result(ROLE_TASK if ROLE_TASK in tasks else "wait")


@dataclass
class Scene:
    """What a case may use. Everything that it starts is stopped at the end."""

    slug: str
    ansible: Ansible
    resolver: Resolver
    authority: Authority
    stack: ExitStack
    emulators: list[Emulator] = field(default_factory=list)

    def emulator(self, **settings: Any) -> Emulator:
        log = self.log_of_emulator(len(self.emulators))
        started = self.stack.enter_context(Emulator(log_file=log, **settings))
        self.emulators.append(started)
        return started

    def log_of_emulator(self, number: int) -> Path:
        return self.ansible.folder / f"emulator-{self.slug}-{number}.log"

    def tls(self, emulator: Emulator, certificate: str, name: str = "127.0.0.1") -> TlsFront:
        return self.stack.enter_context(TlsFront(self.authority.context(certificate, name), emulator.port))

    @property
    def ca_file(self) -> Path:
        return self.authority.file


#: Yields tasks, and is sent what came of them. A live one is sent the session that runs them first, and yields again.
Play = Generator[list[Task], Any, Story]


@dataclass(frozen=True)
class Case:
    """One row of the table."""

    slug: str
    fault: str
    into: str
    promise: str
    play: Callable[[Scene], Play]
    #: Whether the host is one that is reached by another connection than the local one.
    elsewhere: bool = False
    #: How many modules it runs: what it costs.
    modules: int = 0
    #: Whether it has to be watched while it runs.
    live: bool = False
    #: One of PLACES, where the same fault is tried in several of them.
    place: str = ""


#: Where each fault of single requests is tried, in the words of docs/reliability.md.
PLACES = {
    "once": "the first request of a module",
    "always": "every request of a module",
    "role": "the middle of a wait",
    "wait": "every request of a wait",
    "elsewhere": "the middle of a delegated wait",
}
CASES: dict[str, Case] = {}


def _add(case: Case) -> None:
    assert case.slug not in CASES, case.slug
    CASES[case.slug] = case


def _case(
    slug: str, fault: str, into: str, promise: str, **more: Any
) -> Callable[[Callable[[Scene], Play]], Callable[[Scene], Play]]:
    def add(play: Callable[[Scene], Play]) -> Callable[[Scene], Play]:
        _add(Case(slug, fault, into, promise, play, **more))
        return play

    return add


# -- what cases have in common ----------------------------------------------------------------------------------------


def role(references: Sequence[Any], **variables: Any) -> list[Task]:
    """The role at the pace of tests, on the case's own host so that its lines can be told apart."""
    variables = {
        "tasks": list(references),
        "poll_interval": 0.1,
        "timeout": 60,
        "result_tasks": "all",
        "delegate_to": "{{ inventory_hostname }}",
        **variables,
    }
    include = {
        "name": "include",
        "ansible.builtin.include_role": {"name": ROLE},
        "vars": {f"wait_for_{option}": value for option, value in variables.items()},
    }
    return [include]


def _keys(provider: str) -> dict[str, str]:
    key = KEYS[provider]
    return {"access_key": key.access_key, "secret_key": key.secret_key}


def refs(ids: Mapping[str, str]) -> list[dict[str, str]]:
    return [ref(provider, task_id) for provider, task_id in ids.items()]


def one_each(emulator: Emulator, **task: Any) -> dict[str, str]:
    """A task of each provider."""
    return {provider: emulator.add_task(provider, **task) for provider in BOTH}


def requests_of(emulator: Emulator, provider: str | None = None) -> list[dict[str, Any]]:
    return [entry for entry in emulator.log() if provider in (None, entry["provider"])]


def struck(emulator: Emulator) -> int:
    """How often a fault was injected, by the emulator's own count; latency is counted by the fault itself."""
    figures = emulator.stats()["providers"].values()
    spoiled = sum(call["faults"] for entry in figures for call in entry["calls"].values())
    late = sum(fault["hits"] for fault in emulator.faults() if fault["kind"] == "latency")
    return int(spoiled + late)


def times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


def states(result: Mapping[str, Any]) -> list[str]:
    return [task["state"] for task in result["tasks"]]


_ORIGIN = re.compile(r"(127\.0\.0\.1|localhost):\d+")
_REQUEST_ID = re.compile(r", request id [\w-]+")
_SECONDS = re.compile(r"\b(?:\d+m)?\d+(?:\.\d+)?s\b")


def tidy(text: str) -> str:
    """Without what differs from run to run."""
    text = _REQUEST_ID.sub("", _ORIGIN.sub(r"\1", text))
    return _SECONDS.sub("N s", " ".join(text.split()))


def quoted(*texts: str) -> str:
    """Texts that a user saw, each once."""
    return ", ".join(f"`{text}`" for text in dict.fromkeys(map(tidy, texts)))


def short(code: str, status: int | None) -> str:
    """As progress lines name an error."""
    return f"HTTP {status} {code}" if status else code


def says(message: str, *texts: str) -> None:
    missing = [text for text in texts if text not in message]
    assert not missing, f"{missing} not in {message!r}"


def is_error(result: Mapping[str, Any], code: str, status: int | None, *texts: str) -> str:
    """A module's or a wait's API error: its keys, and the message that is made of them."""
    error = result["error"]
    assert (error["code"], error["status"]) == (code, status)
    says(result["msg"], code, error["message"].rstrip("."), *texts)
    if error["hint"]:
        says(result["msg"], error["hint"])
    if error["request_id"]:
        says(result["msg"], error["request_id"])
    return f"{error['message'].rstrip('.')} ({short(code, status)})"


def is_given_up(result: Mapping[str, Any], code: str, status: int | None, *texts: str) -> str:
    """A wait that a lasting error ended: at once, and what it had to wait for is handed on."""
    assert (result["outcome"], result.get("failed", True)) == ("error", True)
    says(result["msg"], "The wait was given up after", "without submitting anything again")
    assert result["leftover"]
    return is_error(result, code, status, *texts)


def is_success(result: Mapping[str, Any], count: int) -> None:
    assert (result["outcome"], result.get("failed", False), result["leftover"]) == ("succeeded", False, [])
    assert states(result) == ["succeeded"] * count
    says(result["msg"], f"{count} of {count} tasks succeeded")


def kept_away(emulator: Emulator, provider: str, seconds: float) -> None:
    """After each refused request, nothing was sent for so long; both times are the emulator's."""
    entries = requests_of(emulator, provider)
    assert any(entry["fault"] for entry in entries)
    for entry, following in itertools.pairwise(entries):
        assert not entry["fault"] or following["at"] - entry["at"] >= seconds


def kept_away_until_date(emulator: Emulator, provider: str, seconds: int) -> None:
    """The same for a date, which has whole seconds."""
    entries = requests_of(emulator, provider)
    for entry, following in itertools.pairwise(entries):
        asked = datetime.fromisoformat(entry["time"]).timestamp() + seconds
        assert not entry["fault"] or datetime.fromisoformat(following["time"]).timestamp() >= asked


# -- faults of single requests: each one met by a module, by the role, by a wait, by a wait on another host ------------


@dataclass(frozen=True)
class Fault:
    """A way to spoil an answer that may pass."""

    slug: str
    words: str
    kind: str
    #: Code and HTTP status as the user gets to see them, by provider or the same for both.
    seen: tuple[str, int | None] | Mapping[str, tuple[str, int | None]]
    #: What the message of a module has to say, once its retries are used up, besides the provider's own text.
    text: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    #: With timeouts that make it short.
    hurry: bool = False
    #: Seconds that the next request has to wait, or the date that it has to wait for.
    pause: float = 0.0
    until_date: int = 0
    #: How often it strikes in the middle of a wait, and whether a wait sees it for what it is up to its end.
    strikes: int = 2
    lasts: bool = True
    #: The same on another host, where it has to outlast a slice of a second to be seen.
    strikes_elsewhere: int = 12

    def code(self, provider: str) -> tuple[str, int | None]:
        return self.seen[provider] if isinstance(self.seen, Mapping) else self.seen

    def short(self, provider: str) -> str:
        return short(*self.code(provider))

    def connection(self) -> dict[str, Any]:
        return {"connect_timeout": 0.5, "read_timeout": 0.5} if self.hurry else {"read_timeout": 30}

    def check_pauses(self, emulator: Emulator, provider: str) -> None:
        if self.pause:
            kept_away(emulator, provider, self.pause)
        if self.until_date:
            kept_away_until_date(emulator, provider, self.until_date)


def _status(status: int, huawei: str, alibaba: str = "ServiceUnavailable", **more: Any) -> dict[str, Any]:
    return {
        "kind": "status",
        "options": {"status": status, **more},
        "seen": {HUAWEI: (huawei, status), ALIBABA: (alibaba, status)},
    }


_THROTTLED: dict[str, Any] = {"huawei": "APIG.0308", "alibaba": "TooManyRequests"}
_NOT_JSON: tuple[str, int | None] = ("InvalidAnswer", 200)
_SLOW: dict[str, Any] = {
    "seen": ("ReadTimeout", None),
    "text": "no complete response from",
    "hurry": True,
    "strikes_elsewhere": 8,
}

FAULTS = (
    Fault("429", "429 without Retry-After", pause=1.0, **_status(429, **_THROTTLED)),
    Fault(
        "429-seconds",
        "429 with Retry-After: 1",
        pause=1.0,
        strikes_elsewhere=3,
        **_status(429, **_THROTTLED, retry_after=1),
    ),
    Fault(
        "429-date",
        "429 with Retry-After: a date 2 seconds ahead",
        until_date=2,
        **_status(429, **_THROTTLED, retry_after_date=2),
    ),
    Fault("500", "500", **_status(500, "CDN.0000", "InternalError")),
    Fault("502", "502", **_status(502, "APIG.0610")),
    Fault("503", "503", **_status(503, "APIG.0613")),
    Fault("504", "504", **_status(504, "APIG.0201")),
    Fault(
        "reset",
        "connection reset before the answer",
        "reset",
        ("ConnectionLost", None),
        "broke before the response was complete",
    ),
    Fault(
        "reset-mid-body",
        "connection reset in the middle of the answer",
        "reset_mid_body",
        ("ConnectionLost", None),
        "broke before the response was complete",
    ),
    Fault("half-json", "half a JSON body", "half_json", _NOT_JSON, "expected JSON, got a body that is not valid JSON"),
    Fault(
        "html",
        "HTML with HTTP 502",
        "html",
        ("ServerError", 502),
        "responded with HTTP 502 and a page of HTML or XML",
    ),
    Fault(
        "html-200",
        "HTML with HTTP 200",
        "html",
        _NOT_JSON,
        "expected JSON, got a page of HTML or XML",
        options={"status": 200},
    ),
    Fault("empty", "an empty body", "empty_body", _NOT_JSON, "expected JSON, got an empty body"),
    Fault("gzip", "gzip garbage", "gzip_garbage", ("InvalidAnswer", None), "could not be decompressed"),
    Fault(
        "huge",
        "an answer of 100 MB",
        "huge_body",
        ("AnswerTooLarge", 200),
        "the response was larger than 64 MiB",
        strikes=1,
        # The deadline cuts it off as well.
        lasts=False,
    ),
    Fault("drip", "an answer that drips and never ends", "slow_drip", options={"interval": 0.05}, **_SLOW),
    Fault("hang", "no answer at all", "hang", **_SLOW),
    Fault(
        "error-200-passing",
        "HTTP 200 with an error body that may pass",
        "error_200",
        {HUAWEI: ("CDN.0000", 200), ALIBABA: ("InternalError", 200)},
    ),
)
#: Those that a wait on another host meets as well.
ELSEWHERE = ("429-seconds", "503", "reset-mid-body", "html-200", "drip")


def _once(fault: Fault, provider: str) -> Callable[[Scene], Play]:
    def play(scene: Scene) -> Play:
        emulator = scene.emulator()
        ids = emulator.add_tasks({"provider": provider, "count": 2, "url_count": 3, "script": {}})
        emulator.add_fault(fault.kind, **fault.options)
        # More retries than are needed: a machine that stalls may be too late once more.
        seen: Seen = yield [
            info(provider, "ask", ids=ids, **connection(emulator, provider, retries=5, **fault.connection()))
        ]
        result = seen.result("ask")
        assert seen.status("ask") == "ok", result
        assert [(task["id"], task["state"], len(task["urls"])) for task in result["tasks"]] == [
            (task_id, "succeeded", 3) for task_id in ids
        ]
        assert (struck(emulator), result["complete"]) == (1, True)
        fault.check_pauses(emulator, provider)
        return Story("once", f"{len(ids)} of {len(ids)} tasks answered, {len(result['tasks'][0]['urls'])} URLs each")

    return play


def _always(fault: Fault, provider: str) -> Callable[[Scene], Play]:
    def play(scene: Scene) -> Play:
        emulator = scene.emulator()
        task_id = emulator.add_task(provider, script={})
        emulator.add_fault(fault.kind, times=None, **fault.options)
        options = connection(emulator, provider, retries=1, **fault.connection())
        seen: Seen = yield [info(provider, "ask", ids=[task_id], **options)]
        result = seen.result("ask")
        assert seen.status("ask") == "ignored"
        told = is_error(result, *fault.code(provider), f"{provider}: ", fault.text)
        assert "tasks" not in result
        assert len(requests_of(emulator)) == struck(emulator) == 2
        fault.check_pauses(emulator, provider)
        return Story("2 times, every request", f"fails: {quoted(told)}")

    return play


def _struck_in_mid_wait(scene: Scene, fault: Fault, strikes: int) -> tuple[Emulator, dict[str, str]]:
    """A task of each cloud, and a fault that strikes after the first answer of each."""
    emulator = scene.emulator()
    ids = one_each(emulator, script={"finish_after_reads": 1})
    for provider in BOTH:
        emulator.add_fault(fault.kind, provider=provider, skip=1, times=strikes, **fault.options)
    return emulator, ids


def _in_mid_wait(fault: Fault) -> Callable[[Scene], Play]:
    def play(scene: Scene) -> Play:
        emulator, ids = _struck_in_mid_wait(scene, fault, fault.strikes)
        options = providers(emulator, retries=0, **fault.connection())
        seen: Seen = yield role(refs(ids), providers=options)
        for provider in BOTH:
            fault.check_pauses(emulator, provider)
        return _waited_on(fault, seen, emulator, fault.strikes)

    return play


def _in_mid_wait_elsewhere(fault: Fault) -> Callable[[Scene], Play]:
    def play(scene: Scene) -> Play:
        emulator, ids = _struck_in_mid_wait(scene, fault, fault.strikes_elsewhere)
        options = {
            "providers": providers(emulator, retries=0, **fault.connection()),
            "poll_interval": 0.2,
            # Long enough for a slice not to cut off what would time out by itself.
            "progress_interval": 3 if fault.hurry else 1,
        }
        seen: Seen = yield [wait("wait", refs(ids), **options)]
        # A slice that got no answer has learnt nothing, and what was known before stays.
        assert not [line for line in seen.lines() if "unknown" in line]
        return _waited_on(fault, seen, emulator, fault.strikes_elsewhere)

    return play


def _waited_on(fault: Fault, seen: Seen, emulator: Emulator, strikes: int) -> Story:
    is_success(seen.waited(), 2)
    assert struck(emulator) == 2 * strikes
    shown = [f"({fault.short(provider)}, trying again)" for provider in BOTH]
    says("\n".join(seen.lines()), *(f"{each} 0/1 {words}" for each, words in zip(BOTH, shown, strict=True)))
    return Story(times(2 * strikes), f"`succeeded`; shown meanwhile: {quoted(*shown)}")


def _to_the_end(fault: Fault) -> Callable[[Scene], Play]:
    def play(scene: Scene) -> Play:
        emulator = scene.emulator()
        ids = one_each(emulator, script={})
        emulator.add_fault(fault.kind, times=None, **fault.options)
        options = providers(emulator, retries=0, **fault.connection())
        seen: Seen = yield [wait("wait", refs(ids), timeout=2, poll_interval=0.3, providers=options)]
        result = seen.waited()
        assert (result["outcome"], states(result)) == ("timed_out", ["unknown"] * 2)
        assert result["leftover"] == refs(ids)
        assert result["elapsed"] >= 1
        says(result["msg"], "Timed out", "raise timeout", *(f"{each}'s last fault: " for each in BOTH))
        shown = "\n".join(seen.lines())
        for provider in BOTH:
            says(shown, f"{provider} 0/1 ({fault.short(provider)}, trying again)")
            fault.check_pauses(emulator, provider)
        assert struck(emulator) == len(requests_of(emulator)) >= 2
        told = [f"last fault: {fault.short(provider)}" for provider in BOTH]
        return Story(f"{times(struck(emulator))}, every request", f"`timed_out`; says: {quoted(*told)}")

    return play


def _add_cases_of(number: int, fault: Fault) -> None:
    """Modules take turns; a wait is of both clouds."""
    provider, other = (BOTH, BOTH[::-1])[number % 2]
    in_time = ", not before it is allowed to" if fault.pause or fault.until_date else ""
    shown = "shows what is wrong, and succeeds"

    def add(kind: str, into: str, promise: str, play: Callable[[Scene], Play], **more: Any) -> None:
        _add(Case(f"{fault.slug}-{kind}", fault.words, into, promise, play, place=kind, **more))

    add(
        "once",
        f"the first request of {provider}_task_info",
        f"asks again{in_time}; the right facts",
        _once(fault, provider),
        modules=1,
    )
    add(
        "always",
        f"every request of {other}_task_info",
        "fails after its retries, and says what was answered",
        _always(fault, other),
        modules=1,
    )
    add(
        "role",
        "the middle of a wait of the role, both clouds",
        f"waits on{in_time}, {shown}",
        _in_mid_wait(fault),
    )
    if fault.lasts:
        add(
            "wait",
            "every request of a wait, both clouds",
            "asks until the time is over; never a success",
            _to_the_end(fault),
        )
    if fault.slug in ELSEWHERE:
        add(
            "elsewhere",
            "the middle of a delegated wait, both clouds",
            f"waits on, {shown}",
            _in_mid_wait_elsewhere(fault),
            elsewhere=True,
            modules=4,
        )


for _number, _fault in enumerate(FAULTS):
    _add_cases_of(_number, _fault)


@_case(
    "latency",
    "every answer comes 0.2 seconds late",
    "both info modules and the role",
    "nothing is to be noticed",
    modules=2,
)
def _latency(scene: Scene) -> Play:
    emulator = scene.emulator()
    ids = one_each(emulator, script={"finish_after_reads": 2})
    emulator.add_fault("latency", seconds=0.2, times=None)
    asks = [info(provider, provider, ids=[ids[provider]], **connection(emulator, provider)) for provider in BOTH]
    seen: Seen = yield [*asks, *role(refs(ids), providers=providers(emulator))]
    for provider in BOTH:
        assert (seen.status(provider), states(seen.result(provider))) == ("ok", ["running"])
    is_success(seen.waited(), 2)
    assert not [line for line in seen.lines() if "trying again" in line]
    assert struck(emulator) == len(requests_of(emulator))
    return Story(f"{times(struck(emulator))}, every request", "`succeeded`; nothing shown of it")


@_case(
    "429-hour",
    "429 with Retry-After: 3600",
    "the middle of a wait, both clouds",
    "asks no more, and ends when the time is over",
)
def _an_hour(scene: Scene) -> Play:
    emulator = scene.emulator()
    ids = one_each(emulator, script={"finish_after_reads": 1})
    emulator.add_fault("status", status=429, retry_after=3600, skip=0, times=None)
    seen: Seen = yield [wait("wait", refs(ids), timeout=2, providers=providers(emulator))]
    result = seen.waited()
    assert result["outcome"] == "timed_out"
    assert [entry["provider"] for entry in requests_of(emulator)] in ([HUAWEI, ALIBABA], [ALIBABA, HUAWEI])
    says(result["msg"], f"{HUAWEI}'s last fault: ", f"{ALIBABA}'s last fault: ")
    return Story(times(struck(emulator)), f"`timed_out`; {result['calls']} requests in all")


# -- what lasts -------------------------------------------------------------------------------------------------------


@_case(
    "redirect",
    "a redirect to another host",
    "both info modules, the role, a delegated wait",
    "is not followed: credentials must not travel on. One request, and what to do",
    elsewhere=True,
    modules=3,
)
def _redirect(scene: Scene) -> Play:
    emulator, other = scene.emulator(), scene.emulator()
    target = f"http://localhost:{other.port}"
    ids = one_each(emulator, script={})
    for status, provider in ((302, HUAWEI), (307, ALIBABA)):
        path = "/v1.0/cdn/historytasks" if provider == HUAWEI else "/?Action=DescribeDcdnRefreshTasks"
        emulator.add_fault("redirect", provider=provider, times=None, status=status, location=f"{target}{path}")
    asks = [info(provider, provider, ids=[ids[provider]], **connection(emulator, provider)) for provider in BOTH]
    waits = [
        *role([ref(HUAWEI, ids[HUAWEI])], providers=providers(emulator), delegate_to="localhost"),
        wait("wait", [ref(ALIBABA, ids[ALIBABA])], providers=providers(emulator)),
    ]
    seen: Seen = yield [*asks, *waits]
    told = [
        is_error(seen.result(HUAWEI), "Redirected", 302, "Set endpoint to the API's own address."),
        is_error(seen.result(ALIBABA), "Redirected", 307, "credentials must not travel on"),
        is_given_up(seen.waited(), "Redirected", 302),
        is_given_up(seen.result("wait"), "Redirected", 307),
    ]
    # Not one connection, so not one credential.
    assert other.log() == []
    assert len(requests_of(emulator)) == struck(emulator) == 4
    return Story("4 times, every request", f"fails: {quoted(*told)}; the other host was asked {len(other.log())} times")


@_case(
    "error-200",
    "HTTP 200 with an error body that lasts",
    "both info modules and the role",
    "is an error. One request, and what to do",
    modules=2,
)
def _error_200(scene: Scene) -> Play:
    emulator = scene.emulator()
    ids = one_each(emulator, script={})
    codes = {HUAWEI: "CDN.0114", ALIBABA: "OperationDenied"}
    for provider in BOTH:
        emulator.add_fault(
            "error_200", provider=provider, times=None, code=codes[provider], message="Something is amiss."
        )
    asks = [info(provider, provider, ids=[ids[provider]], **connection(emulator, provider)) for provider in BOTH]
    seen: Seen = yield [*asks, *role([ref(ALIBABA, ids[ALIBABA])], providers=providers(emulator))]
    told = [is_error(seen.result(provider), codes[provider], 200, "Something is amiss") for provider in BOTH]
    is_given_up(seen.waited(), "OperationDenied", 200, "DCDN is not activated for this account")
    assert len(requests_of(emulator)) == struck(emulator) == 3
    return Story("3 times, every request", f"fails: {quoted(*told)}")


@_case(
    "html-404",
    "HTML with HTTP 404",
    "both info modules and the role",
    "is a gateway's word, not the provider's: never `not_found`. One request, and what to do",
    modules=2,
)
def _html_404(scene: Scene) -> Play:
    emulator = scene.emulator()
    ids = one_each(emulator, script={})
    emulator.add_fault("html", times=None, status=404)
    asks = [info(provider, provider, ids=[ids[provider]], **connection(emulator, provider)) for provider in BOTH]
    seen: Seen = yield [*asks, *role([ref(HUAWEI, ids[HUAWEI])], providers=providers(emulator), missing_grace=0)]
    texts = ("responded with HTTP 404 and a page of HTML or XML", "check the endpoint and any proxy in between")
    told = [is_error(seen.result(provider), "RequestRefused", 404, *texts) for provider in BOTH]
    is_given_up(seen.waited(), "RequestRefused", 404, *texts)
    assert len(requests_of(emulator)) == struck(emulator) == 3
    return Story("3 times, every request", f"fails: {quoted(*told)}")


def _bad_certificate(certificate: str, text: str) -> Callable[[Scene], Play]:
    def play(scene: Scene) -> Play:
        emulator = scene.emulator()
        front = scene.tls(emulator, certificate)
        ids = one_each(emulator, script={})
        address = {"endpoint": f"https://127.0.0.1:{front.port}", "ca_path": str(scene.ca_file)}
        options = {provider: connection(emulator, provider, **address) for provider in BOTH}
        seen: Seen = yield [
            info(HUAWEI, "ask", ids=[ids[HUAWEI]], **options[HUAWEI]),
            *role([ref(ALIBABA, ids[ALIBABA])], providers=options),
        ]
        told = is_error(seen.result("ask"), "CertificateError", None, text, "Set ca_path")
        is_given_up(seen.waited(), "CertificateError", None, text)
        assert (front.connections, front.refused) == (2, 2)
        assert requests_of(emulator) == []
        return Story(f"{times(front.connections)}, every connection", f"fails: {quoted(told)}; nothing was sent")

    return play


for _slug, _words, _text in (
    ("wrong-name", "TLS with a certificate for another name", "IP address mismatch"),
    ("expired", "TLS with an expired certificate", "certificate has expired"),
    ("self-signed", "TLS with a self-signed certificate", "self-signed certificate"),
):
    _add(
        Case(
            f"tls-{_slug}",
            _words,
            "an info module and the role",
            "fails on the first connection, before anything is sent",
            _bad_certificate(_slug, _text),
            modules=1,
        )
    )


@_case(
    "tls-accepted",
    "TLS with a certificate of one's own authority, and with a self-signed one",
    "the role with `ca_path`, an info module with `validate_certs: false`",
    "is accepted where the user says so",
    modules=1,
)
def _good_certificate(scene: Scene) -> Play:
    emulator = scene.emulator()
    good, own = scene.tls(emulator, "good"), scene.tls(emulator, "self-signed")
    ids = one_each(emulator, script={"finish_after_reads": 1})
    address = {"endpoint": f"https://127.0.0.1:{good.port}", "ca_path": str(scene.ca_file)}
    unverified = {"endpoint": f"https://127.0.0.1:{own.port}", "validate_certs": False}
    seen: Seen = yield [
        info(HUAWEI, "ask", ids=[ids[HUAWEI]], **connection(emulator, HUAWEI, **unverified)),
        *role(refs(ids), providers={each: connection(emulator, each, **address) for each in BOTH}),
    ]
    assert seen.status("ask") == "ok"
    is_success(seen.waited(), 2)
    assert (good.refused, own.refused) == (0, 0)
    return Story(f"{times(good.connections + own.connections)}, every connection", "`succeeded`")


@_case(
    "refused",
    "an address where nobody listens",
    "an info module and a wait",
    "asks again; the module fails after its retries, the wait when the time is over, and both say what to check",
    modules=1,
)
def _refused(scene: Scene) -> Play:
    # Held, so that nobody else gets the port, but not listened at.
    held = scene.stack.enter_context(socket.socket())
    held.bind(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{held.getsockname()[1]}"
    options = {each: {**_keys(each), "endpoint": address, "retries": 1} for each in BOTH}
    seen: Seen = yield [
        info(HUAWEI, "ask", ids=["1"], **options[HUAWEI]),
        wait("wait", [ref(ALIBABA, "1")], timeout=2, poll_interval=0.3, providers=options),
    ]
    hint = "Check the endpoint, the proxy (https_proxy, no_proxy) and any firewall in between."
    told = is_error(seen.result("ask"), "ConnectionFailed", None, f"no connection to {address}", hint)
    result = seen.waited()
    assert (result["outcome"], states(result)) == ("timed_out", ["unknown"])
    says(result["msg"], f"{ALIBABA}'s last fault: ConnectionFailed. {hint}")
    assert result["calls"] >= 2
    return Story(f"{times(result['calls'])} in the wait, every connection", f"fails: {quoted(told)}; `timed_out`")


@_case(
    "dns-always",
    "a host name that cannot be resolved",
    "an info module and a wait",
    "asks again; the module fails after its retries, the wait when the time is over",
    modules=1,
)
def _no_name(scene: Scene) -> Play:
    emulator = scene.emulator()
    name = "cdn.invalid"
    options = {each: connection(emulator, each, endpoint=f"https://{name}", retries=1) for each in BOTH}
    seen: Seen = yield [
        info(HUAWEI, "ask", ids=["1"], **options[HUAWEI]),
        wait("wait", [ref(ALIBABA, "1")], timeout=2, poll_interval=0.3, providers=options),
    ]
    text = f"the host name of https://{name} could not be resolved"
    told = is_error(seen.result("ask"), "NameNotResolved", None, text, "Check the endpoint and the DNS.")
    result = seen.waited()
    assert result["outcome"] == "timed_out"
    says(result["msg"], f"{ALIBABA}'s last fault: NameNotResolved.")
    failures = scene.resolver.failures(name)
    assert failures >= 3
    return Story(f"{times(failures)}, every look-up", f"fails: {quoted(told)}; `timed_out`")


@_case(
    "dns-role",
    "a host name that cannot be resolved for a while",
    "the first requests of the role, both clouds",
    "waits on, shows what is wrong, and succeeds",
)
def _no_name_for_a_while(scene: Scene) -> Play:
    emulator = scene.emulator()
    name = "fails-3.invalid"
    front = scene.tls(emulator, "good", name)
    address = {"endpoint": f"https://{name}:{front.port}", "ca_path": str(scene.ca_file), "retries": 0}
    ids = one_each(emulator, script={"finish_after_reads": 1})
    seen: Seen = yield role(refs(ids), providers={each: connection(emulator, each, **address) for each in BOTH})
    is_success(seen.waited(), 2)
    says("\n".join(seen.lines()), "(NameNotResolved, trying again)")
    assert scene.resolver.failures(name) == 3
    return Story("3 times", f"`succeeded`; shown meanwhile: {quoted('(NameNotResolved, trying again)')}")


# -- clocks and tokens ------------------------------------------------------------------------------------------------


def _small_skew(seconds: float) -> Callable[[Scene], Play]:
    def play(scene: Scene) -> Play:
        emulator = scene.emulator(clock_shift=seconds)
        # Enough for the list of Huawei Cloud to be asked, which takes a window of time.
        ids = {each: emulator.add_tasks({"provider": each, "count": 4, "script": {}}) for each in BOTH}
        window = {"created_after": "1h"}
        asks = [info(each, each, **window, **connection(emulator, each)) for each in BOTH]
        references = [ref(each, task_id) for each in BOTH for task_id in ids[each]]
        seen: Seen = yield [*asks, *role(references, providers=providers(emulator))]
        is_success(seen.waited(), 8)
        for provider in BOTH:
            assert seen.status(provider) == "ok", seen.result(provider)
            assert sorted(task["id"] for task in seen.result(provider)["tasks"]) == ids[provider]
        return Story(f"{times(len(requests_of(emulator)))}, every request", "`succeeded`; every task answered")

    return play


def _large_skew(seconds: float, where: str) -> Callable[[Scene], Play]:
    def play(scene: Scene) -> Play:
        emulator = scene.emulator(clock_shift=seconds)
        ids = one_each(emulator, script={})
        advice = f"This machine's clock is 20 minutes {where} the provider's: set it right."
        seen: Seen = yield [
            info(HUAWEI, "ask", ids=[ids[HUAWEI]], **connection(emulator, HUAWEI)),
            *role([ref(ALIBABA, ids[ALIBABA])], providers=providers(emulator)),
        ]
        is_error(seen.result("ask"), "APIG.0301", 401, advice)
        is_given_up(seen.waited(), "InvalidTimeStamp.Expired", 400, advice)
        assert len(requests_of(emulator)) == 2
        return Story("2 times, every request", f"fails: {quoted(advice)}")

    return play


for _slug, _words, _seconds, _where in (
    ("ahead", "ahead of", 1.0, "behind"),
    ("behind", "behind", -1.0, "ahead of"),
):
    _add(
        Case(
            f"skew-{_slug}",
            f"the provider's clock is 10 minutes {_words} ours",
            "both info modules and the role",
            "nothing is to be noticed",
            _small_skew(600 * _seconds),
            modules=2,
        )
    )
    _add(
        Case(
            f"skew-{_slug}-far",
            f"the provider's clock is 20 minutes {_words} ours",
            "an info module and the role",
            "fails with the first request, and names the clock",
            _large_skew(1200 * _seconds, _where),
            modules=1,
        )
    )


def _password(emulator: Emulator) -> dict[str, Any]:
    user = HUAWEI_USER
    return {
        "endpoint": emulator.url,
        "iam_endpoint": emulator.url,
        "iam_username": user.name,
        "iam_password": user.password,
        "iam_domain": user.domain,
    }


def _logins(emulator: Emulator) -> int:
    return len([entry for entry in requests_of(emulator) if entry["call"] == "CreateToken"])


@_case(
    "token-password",
    "a token expires",
    "an info module and the role, with a user's name and password",
    "another token is fetched; nothing is to be noticed",
    modules=1,
)
def _token_of_password(scene: Scene) -> Play:
    emulator = scene.emulator()
    ids = emulator.add_tasks({"provider": HUAWEI, "count": 2, "script": {"finish_after_reads": 3}})
    # In the middle of the module's two requests, then in the middle of the wait.
    emulator.add_fault("expire_token", provider=HUAWEI, skip=1)
    emulator.add_fault("expire_token", provider=HUAWEI, skip=4)
    seen: Seen = yield [
        info(HUAWEI, "ask", ids=ids, **_password(emulator)),
        *role([ref(HUAWEI, ids[0])], providers={HUAWEI: {**_password(emulator), "retries": 0}}),
    ]
    assert (seen.status("ask"), states(seen.result("ask"))) == ("ok", ["running"] * 2)
    is_success(seen.waited(), 1)
    assert not [line for line in seen.lines() if "trying again" in line]
    assert (struck(emulator), _logins(emulator)) == (2, 4)
    return Story(times(struck(emulator)), f"`succeeded`; {_logins(emulator)} tokens were fetched, two for each run")


@_case(
    "token-password-elsewhere",
    "a token expires",
    "the middle of a delegated wait, with a user's name and password",
    "another token is fetched; nothing is to be noticed",
    elsewhere=True,
    modules=3,
)
def _token_of_password_elsewhere(scene: Scene) -> Play:
    emulator = scene.emulator()
    task_id = emulator.add_task(HUAWEI, script={"finish_after_reads": 3})
    emulator.add_fault("expire_token", provider=HUAWEI, skip=1)
    options = {HUAWEI: {**_password(emulator), "retries": 0}}
    seen: Seen = yield [wait("wait", [ref(HUAWEI, task_id)], progress_interval=5, providers=options)]
    is_success(seen.waited(), 1)
    assert not [line for line in seen.lines() if "trying again" in line]
    assert (struck(emulator), _logins(emulator)) == (1, 2)
    return Story("once", f"`succeeded`; {_logins(emulator)} tokens were fetched")


def _fetch_token(emulator: Emulator) -> str:
    user = HUAWEI_USER
    who = {"name": user.name, "password": user.password, "domain": {"name": user.domain}}
    body = {"auth": {"identity": {"methods": ["password"], "password": {"user": who}}}}
    client = Client(emulator.host)
    try:
        headers = {"Content-Type": "application/json"}
        reply = client.send("POST", "/v3/auth/tokens?nocatalog=1", headers, json.dumps(body).encode())
    finally:
        client.close()
    return reply.headers["x-subject-token"]


@_case(
    "token-given",
    "a token expires that was given as `auth_token`",
    "the middle of a wait of the role",
    "only the user can get another: ends at once and says so; what is left can be waited for again",
)
def _given_token(scene: Scene) -> Play:
    emulator = scene.emulator()
    task_id = emulator.add_task(HUAWEI, script={"finish_after_reads": 9})
    options = {HUAWEI: {"endpoint": emulator.url, "auth_token": _fetch_token(emulator)}}
    emulator.add_fault("expire_token", provider=HUAWEI, skip=2)
    seen: Seen = yield role([ref(HUAWEI, task_id)], providers=options)
    told = is_given_up(seen.waited(), "APIG.0307", 401, "Get a new token")
    assert len(requests_of(emulator, HUAWEI)) == 3
    assert seen.waited()["leftover"] == [ref(HUAWEI, task_id)]
    return Story("once", f"`failed`: {quoted(told)}")


@_case(
    "token-temporary",
    "a temporary key expires",
    "the middle of a wait of each cloud",
    "only the user can get another: ends at once and says so; what is left can be waited for again",
)
def _temporary_key(scene: Scene) -> Play:
    emulator = scene.emulator()
    ids = one_each(emulator, script={"finish_after_reads": 9})
    keys = {HUAWEI: HUAWEI_TEMPORARY_KEY, ALIBABA: ALIBABA_TEMPORARY_KEY}
    names = ("access_key", "secret_key", "security_token")
    options = {
        provider: {
            "endpoint": emulator.url,
            **dict(zip(names, (key.access_key, key.secret_key, key.token), strict=True)),
        }
        for provider, key in keys.items()
    }
    for provider in BOTH:
        emulator.add_fault("expire_token", provider=provider, skip=2)
    seen: Seen = yield [
        wait(provider, [ref(provider, ids[provider])], poll_interval=0.1, providers=options) for provider in BOTH
    ]
    told = [
        is_given_up(seen.result(HUAWEI), "APIG.0301", 401, "Check access_key, secret_key and security_token"),
        is_given_up(seen.result(ALIBABA), "InvalidSecurityToken.Expired", 400, "this security_token has expired"),
    ]
    assert [len(requests_of(emulator, provider)) for provider in BOTH] == [3, 3]
    return Story(times(struck(emulator)), f"`failed`: {quoted(*told)}")


# -- tasks that do not behave -----------------------------------------------------------------------------------------


def _waits(emulator: Emulator, ids: Mapping[str, str], **variables: Any) -> list[Task]:
    return role(refs(ids), providers=providers(emulator), **variables)


def reads(emulator: Emulator, ids: Mapping[str, str]) -> int:
    """How many answers told of these tasks, or would have."""
    return sum(int(emulator.task(provider, task_id)["reads"]) for provider, task_id in ids.items())


@_case(
    "late",
    "an id that appears late",
    "the role, both clouds",
    "is waited for during `missing_grace`",
)
def _late(scene: Scene) -> Play:
    emulator = scene.emulator()
    ids = one_each(emulator, script={"visible_after_reads": 3, "finish_after_reads": 4})
    seen: Seen = yield _waits(emulator, ids, missing_grace=50)
    is_success(seen.waited(), 2)
    says("\n".join(seen.lines()), " not found")
    return Story(f"6 of {reads(emulator, ids)} answers", f"`succeeded`; shown meanwhile: {quoted('not found')}")


@_case(
    "late-errors",
    "an id that appears late, and is an error of the provider's until then",
    "the role, both clouds",
    "is waited for during `missing_grace`; others of the same call succeed all the same",
)
def _late_errors(scene: Scene) -> Play:
    settings: dict[str, Any] = {ALIBABA: {"unknown_id": "malformed"}, HUAWEI: {"unknown_id": "cdn_0003"}}
    emulator = scene.emulator(**settings)
    ids = one_each(emulator, script={"visible_after_reads": 3, "finish_after_reads": 4})
    good = one_each(emulator, script={"finish_after_reads": 1})
    seen: Seen = yield role([*refs(ids), *refs(good)], providers=providers(emulator), missing_grace=50)
    is_success(seen.waited(), 4)
    says("\n".join(seen.lines()), " not found")
    return Story(f"6 of {reads(emulator, ids)} answers", f"`succeeded`; shown meanwhile: {quoted('not found')}")


@_case(
    "never",
    "an id that does not appear within `missing_grace`",
    "the role, both clouds",
    "ends as `not_found`, after a second look at least",
)
def _never(scene: Scene) -> Play:
    emulator = scene.emulator()
    ids = one_each(emulator, script={"visible_after_reads": 1000})
    seen: Seen = yield _waits(emulator, ids, missing_grace=0.3, fail_fast=False)
    return Story(f"{reads(emulator, ids)} of {reads(emulator, ids)} answers", _lost(seen.waited(), ids))


def _lost(result: Mapping[str, Any], ids: Mapping[str, str]) -> str:
    """Both tasks could not be found."""
    assert (result["outcome"], states(result)) == ("not_found", ["not_found"] * 2)
    assert result["leftover"] == refs(ids)
    assert result["sweeps"] >= 4
    headline = "2 of 2 tasks could not be found"
    says(result["msg"], headline, *(f"{each} {task_id}: not found" for each, task_id in ids.items()))
    says(result["msg"], "Check that the ids belong to the named provider")
    return f"`not_found`: {quoted(headline)}"


@_case(
    "vanishes",
    "an id that vanishes",
    "the role, both clouds",
    "ends as `not_found`, `missing_grace` after it was last seen",
)
def _vanishes(scene: Scene) -> Play:
    emulator = scene.emulator()
    ids = one_each(emulator, script={"stuck": True, "vanish_after_reads": 2})
    seen: Seen = yield _waits(emulator, ids, missing_grace=0.3, fail_fast=False)
    says("\n".join(seen.lines()), "running")
    total = reads(emulator, ids)
    return Story(f"{total - 4} of {total} answers", _lost(seen.waited(), ids))


@_case(
    "returns",
    "an id that vanishes and comes back",
    "the role, both clouds",
    "is waited for during `missing_grace`",
)
def _returns(scene: Scene) -> Play:
    emulator = scene.emulator()
    steps = [{"state": "running"}, {"reads": 2, "hidden": True}, {"reads": 5, "state": "succeeded"}]
    ids = one_each(emulator, script={"steps": steps})
    seen: Seen = yield _waits(emulator, ids, missing_grace=50)
    is_success(seen.waited(), 2)
    says("\n".join(seen.lines()), "running", "1 not found")
    return Story(f"6 of {reads(emulator, ids)} answers", f"`succeeded`; shown meanwhile: {quoted('not found')}")


@_case(
    "grows",
    "a task that changes its URL count, upwards and downwards",
    "the role, both clouds",
    "the last answer counts",
)
def _grows(scene: Scene) -> Play:
    emulator = scene.emulator()
    up = one_each(emulator, url_count=2, script={"finish_after_reads": 4, "grow": {"reads": 2, "url_count": 5}})
    down = one_each(emulator, url_count=5, script={"finish_after_reads": 4, "grow": {"reads": 2, "url_count": 2}})
    references = [*refs(up), *refs(down)]
    seen: Seen = yield role(references, providers=providers(emulator), result_urls="all")
    result = seen.waited()
    is_success(result, 4)
    counts = [(task["counts"]["total"], task["counts"]["succeeded"]) for task in result["tasks"]]
    assert counts == [(5, 5), (5, 5), (2, 2), (2, 2)]
    totals = [total for total, _succeeded in counts]
    total = reads(emulator, up) + reads(emulator, down)
    return Story(f"{total - 8} of {total} answers", f"`succeeded`, with {totals} URLs")


@_case(
    "reopens",
    "a task that goes back from done to running",
    "the role and both info modules",
    "the wait keeps the verdict that it was given and does not ask again; a module tells what it is told now",
    modules=2,
)
def _reopens(scene: Scene) -> Play:
    emulator = scene.emulator()
    ids = one_each(emulator, script={"reopen": {"reads": 1}})
    slow = one_each(emulator, script={"finish_after_reads": 3})
    asks = [info(each, each, ids=[ids[each]], **connection(emulator, each)) for each in BOTH]
    seen: Seen = yield [*role([*refs(ids), *refs(slow)], providers=providers(emulator)), *asks]
    is_success(seen.waited(), 4)
    says("\n".join(seen.lines()), "huaweicloud 1/2", "alibabacloud 1/2")
    assert reads(emulator, ids) == 4
    told = [state for provider in BOTH for state in states(seen.result(provider))]
    assert told == ["running", "running"]
    return Story("2 of 4 answers", f"`succeeded`; asked afterwards, the modules say {quoted(*told)}")


@_case(
    "reopens-in-between",
    "a task that goes back from done to running while other URLs of it fail",
    "the role, both clouds",
    "no success before every URL has one: it fails",
)
def _reopens_in_between(scene: Scene) -> Play:
    emulator = scene.emulator()
    # The task's own word is done, its numbers are not; then it runs again, then it has failed.
    steps = [
        {"state": "succeeded", "urls": {"1": "running"}, "task_status": "task_done"},
        {"reads": 2, "state": "running"},
        {"reads": 3, "state": "succeeded", "urls": {"1": {"state": "failed", "error": "Origin Timeout"}}},
    ]
    ids = one_each(emulator, url_count=3, script={"steps": steps})
    seen: Seen = yield _waits(emulator, ids, fail_fast=False)
    result = seen.waited()
    assert (result["outcome"], states(result)) == ("failed", ["failed"] * 2)
    says(result["msg"], "2 of 2 tasks failed", "1 of 3 URLs failed, first ", "Origin Timeout")
    return Story(f"6 of {reads(emulator, ids)} answers", f"`failed`: {quoted('2 of 2 tasks failed')}")


@_case(
    "2000-rows",
    "a task of 2,000 URLs, of which the last one fails",
    "the role and both info modules",
    "every row is read",
    modules=2,
)
def _many_rows(scene: Scene) -> Play:
    emulator = scene.emulator()
    script = {"finish_after_reads": 1, "fail": {"url_index": 1999, "error": "Origin Timeout"}}
    urls = [f"https://www.example.com/{number}" for number in range(2000)]
    ids = one_each(emulator, urls=urls, script=script)
    asks = [info(each, each, ids=[ids[each]], **connection(emulator, each)) for each in BOTH]
    seen: Seen = yield [*_waits(emulator, ids, fail_fast=False), *asks]
    result = seen.waited()
    assert (result["outcome"], states(result)) == ("failed", ["failed"] * 2)
    headline = f"1 of 2000 URLs failed, first {urls[-1]}"
    says(result["msg"], *(f"{each} {task_id} (purge file): failed, {headline}" for each, task_id in ids.items()))
    for provider in BOTH:
        (task,) = seen.result(provider)["tasks"]
        assert [url["url"] for url in task["urls"]] == urls
        assert task["counts"] == {"total": 2000, "succeeded": 1999, "failed": 1, "unfinished": 0}
    return Story("2 tasks", f"`failed`: {quoted(headline)}")


@_case(
    "hidden-rows",
    "a task of 120 URLs of which the call by id shows 100; one of the others fails",
    "the role, Alibaba Cloud",
    "every row is read, by the list",
)
def _hidden_rows(scene: Scene) -> Play:
    settings: dict[str, Any] = {ALIBABA: {"by_id_max_rows": 100}}
    emulator = scene.emulator(**settings)
    script = {"fail": {"url_index": 119, "error": "Origin Timeout"}}
    task_id = emulator.add_task(ALIBABA, url_count=120, script=script)
    seen: Seen = yield role([ref(ALIBABA, task_id)], providers=providers(emulator))
    result = seen.waited()
    assert (result["outcome"], states(result)) == ("failed", ["failed"])
    says(result["msg"], "1 of 120 URLs failed")
    pages = [entry for entry in requests_of(emulator) if entry["call"] == "DescribeDcdnRefreshTasks"]
    assert len(pages) == 3
    return Story("once", f"`failed`: {quoted('1 of 120 URLs failed')}; {len(pages)} pages of the list were read")


@_case(
    "undocumented",
    "a state word that nobody documented, to the end",
    "a wait and both info modules",
    "is `unknown`: warned about, never a success",
    modules=2,
)
def _undocumented(scene: Scene) -> Play:
    emulator = scene.emulator()
    ids = one_each(emulator, script={"raw_status": "Frobnicating"})
    asks = [info(each, each, ids=[ids[each]], **connection(emulator, each)) for each in BOTH]
    seen: Seen = yield [*asks, wait("wait", refs(ids), timeout=2, poll_interval=0.3, providers=providers(emulator))]
    result = seen.waited()
    assert (result["outcome"], states(result)) == ("timed_out", ["unknown"] * 2)
    assert [task["raw_state"] for task in result["tasks"]] == [["Frobnicating"]] * 2
    for each in (result, *(seen.result(provider) for provider in BOTH)):
        says(" ".join(each["warnings"]), "Frobnicating")
    assert [seen.status(provider) for provider in BOTH] == ["ok", "ok"]
    says("\n".join(seen.lines()), "2 unknown")
    total = reads(emulator, ids)
    return Story(f"{total} of {total} answers", f"`timed_out`; warns: {quoted(seen.result(HUAWEI)['warnings'][0])}")


@_case(
    "undocumented-passing",
    "a state word that nobody documented, for a while",
    "the role, both clouds",
    "waits on, and succeeds",
)
def _undocumented_for_a_while(scene: Scene) -> Play:
    emulator = scene.emulator()
    ids = one_each(emulator, script={})
    for provider in BOTH:
        emulator.add_fault("undocumented_state", provider=provider, word="Frobnicating", times=2)
    seen: Seen = yield _waits(emulator, ids)
    is_success(seen.waited(), 2)
    says("\n".join(seen.lines()), "1 unknown")
    assert struck(emulator) == 4
    return Story(f"4 of {reads(emulator, ids)} answers", f"`succeeded`; shown meanwhile: {quoted('1 unknown')}")


@_case(
    "stale",
    "answers that are stale",
    "the role, both clouds",
    "waits on, and succeeds",
)
def _stale(scene: Scene) -> Play:
    emulator = scene.emulator()
    ids = one_each(emulator, script={"finish_after_reads": 2})
    for provider in BOTH:
        emulator.add_fault("stale", provider=provider, skip=1, times=3)
    seen: Seen = yield _waits(emulator, ids)
    is_success(seen.waited(), 2)
    assert struck(emulator) == 6
    return Story(f"6 of {reads(emulator, ids)} answers", "`succeeded`")


# -- pages ------------------------------------------------------------------------------------------------------------


def _list_of(emulator: Emulator, **parameters: Any) -> Any:
    """A page of Alibaba Cloud's list as it is now."""
    client = AlibabaClient(emulator.host)
    try:
        return client.list(PageSize=50, **parameters).json
    finally:
        client.close()


def _huawei_pages(emulator: Emulator, *pages: Sequence[str]) -> None:
    """Let Huawei Cloud's list of files be of several pages, though one could hold all tasks that there are."""
    client = HuaweiClient(emulator.host)
    try:
        rows = {row["id"]: row for row in client.list(page_size=100, page_number=1).json["tasks"]}
    finally:
        client.close()
    for number, ids in enumerate(pages, start=1):
        body = {"total": 10_000 * (len(pages) - 1) + 1, "tasks": [rows[task_id] for task_id in ids]}
        match = f"file_type=file&order_field=create_time&order_type=desc&page_number={number}&"
        emulator.add_fault("raw", call="ShowHistoryTasks", match=match, body=body)


@_case(
    "page-repeats-query",
    "a page that is answered again in the place of the next one",
    "both info modules",
    "each task once; a warning that there are more",
    modules=2,
)
def _page_repeats(scene: Scene) -> Play:
    emulator = scene.emulator()
    emulator.add_tasks({"provider": ALIBABA, "count": 70, "script": {}})
    ids = emulator.add_tasks({"provider": HUAWEI, "count": 3, "script": {}})
    first = _list_of(emulator, PageNumber=1)
    emulator.add_fault("raw", call="DescribeDcdnRefreshTasks", match="PageNumber=2&", body=first)
    _huawei_pages(emulator, ids, ids)
    seen: Seen = yield [info(each, each, created_after="1h", **connection(emulator, each)) for each in BOTH]
    counts = []
    for provider, expected in ((ALIBABA, [row["TaskId"] for row in first["Tasks"]["Task"]]), (HUAWEI, ids)):
        result = seen.result(provider)
        assert seen.status(provider) == "ok", result
        assert sorted(task["id"] for task in result["tasks"]) == sorted(expected)
        says(" ".join(result["warnings"]), "was announced with", "but held")
        counts.append(len(result["tasks"]))
    assert struck(emulator) == 3
    return Story("once each", f"{counts} tasks; warns: {quoted(*seen.result(ALIBABA)['warnings'])}")


@_case(
    "page-shifts-query",
    "a list that shifts while its pages are read",
    "both info modules",
    "each task once",
    modules=2,
)
def _page_shifts(scene: Scene) -> Play:
    emulator = scene.emulator()
    ids = emulator.add_tasks({"provider": ALIBABA, "count": 70, "script": {}})
    # Appears between the first page and the second one, as the newest, and moves all others on by one.
    emulator.add_tasks({"provider": ALIBABA, "script": {"visible_after_reads": 1}})
    numbers = emulator.add_tasks({"provider": HUAWEI, "count": 5, "script": {}})
    _huawei_pages(emulator, numbers[:3], numbers[2:])
    seen: Seen = yield [info(each, each, created_after="1h", **connection(emulator, each)) for each in BOTH]
    for provider, expected in ((ALIBABA, ids), (HUAWEI, numbers)):
        assert seen.status(provider) == "ok", seen.result(provider)
        assert sorted(task["id"] for task in seen.result(provider)["tasks"]) == sorted(expected)
    pages = [entry for entry in requests_of(emulator) if entry["call"] == "DescribeDcdnRefreshTasks"]
    assert len(pages) == 2
    return Story("once each", f"{len(ids)} and {len(numbers)} tasks, each once")


@_case(
    "page-repeats-details",
    "the first page of a task's 2,000 URLs in the place of the second one",
    "the info module of Huawei Cloud",
    "each URL once; `unknown`, because the rows are not those that the counters tell of",
    modules=1,
)
def _page_of_details_repeats(scene: Scene) -> Play:
    emulator = scene.emulator()
    task_id = emulator.add_task(HUAWEI, url_count=2000, script={"fail": {"url_index": 1999}})
    client = HuaweiClient(emulator.host)
    try:
        first = client.detail(task_id, page_size=1000, page_number=1).json
    finally:
        client.close()
    emulator.add_fault("raw", call="ShowHistoryTaskDetails", match="page_number=2&", body=first)
    seen: Seen = yield [info(HUAWEI, "ask", ids=[task_id], **connection(emulator, HUAWEI))]
    (task,) = seen.result("ask")["tasks"]
    assert (task["state"], len({url["url"] for url in task["urls"]}), len(task["urls"])) == ("unknown", 1000, 1000)
    assert task["counts"] == {"total": 2000, "succeeded": 1999, "failed": 1, "unfinished": 0}
    says(task["error"]["message"], "the counters", "with 1 failed", "with 0 failed")
    assert struck(emulator) == 1
    return Story("once", f"`unknown`: {quoted(task['error']['message'])}")


@_case(
    "page-repeats-wait",
    "a page that is answered again in the place of the next one",
    "the role, both clouds",
    "what is missing is asked for again; no success before every row was seen",
)
def _page_repeats_in_a_wait(scene: Scene) -> Play:
    settings: dict[str, Any] = {ALIBABA: {"by_id_max_rows": 100}}
    emulator = scene.emulator(**settings)
    cut = emulator.add_task(ALIBABA, url_count=120, script={})
    listed = emulator.add_tasks({"provider": HUAWEI, "count": 4, "script": {}})
    first = _list_of(emulator, PageNumber=1, TaskId=cut)
    emulator.add_fault("raw", call="DescribeDcdnRefreshTasks", match="PageNumber=2&", body=first)
    _huawei_pages(emulator, listed[:2], listed[:2])
    references = [ref(ALIBABA, cut), *(ref(HUAWEI, task_id) for task_id in listed)]
    seen: Seen = yield role(references, providers=providers(emulator))
    is_success(seen.waited(), 5)
    says("\n".join(seen.lines()), "1 unknown")
    assert struck(emulator) == 3
    return Story("once each", f"`succeeded`; shown meanwhile: {quoted('1 unknown')}")


@_case(
    "page-shifts-wait",
    "a list that shifts while its pages are read",
    "the role, Huawei Cloud",
    "every task is found",
)
def _page_shifts_in_a_wait(scene: Scene) -> Play:
    emulator = scene.emulator()
    ids = emulator.add_tasks({"provider": HUAWEI, "count": 5, "script": {}})
    _huawei_pages(emulator, ids[:3], ids[2:])
    seen: Seen = yield role([ref(HUAWEI, task_id) for task_id in ids], providers=providers(emulator))
    is_success(seen.waited(), 5)
    assert struck(emulator) == 2
    return Story("once", "`succeeded`")


# -- what breaks while somebody watches -------------------------------------------------------------------------------


def _live(
    slug: str, fault: str, into: str, promise: str, **more: Any
) -> Callable[[Callable[[Scene], Play]], Callable[[Scene], Play]]:
    return _case(slug, fault, into, promise, live=True, **more)


def cut_file(scene: Scene) -> Path:
    """While this file exists, the case's host is out of reach, if it is elsewhere."""
    return scene.ansible.folder / f"cut-{scene.slug}"


class EmulatorProcess:
    """An emulator that can be killed; it comes back at the same address, and has forgotten everything."""

    def __init__(self, scene: Scene) -> None:
        self._file = scene.ansible.folder / f"port-{scene.slug}"
        self._log = scene.log_of_emulator(0)
        # Held, so that nobody else gets it while the emulator is away.
        self._held = scene.stack.enter_context(socket.socket())
        self._held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._held.bind(("127.0.0.1", 0))
        self.port = int(self._held.getsockname()[1])
        self._process: subprocess.Popen[bytes] | None = None
        scene.stack.callback(self.kill)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, references: Sequence[Mapping[str, str]], script: Mapping[str, Any]) -> None:
        """Start it, with tasks that have these ids."""
        command = [sys.executable, "-m", "tests.emulator", "--port", str(self.port)]
        command += ["--port-file", str(self._file), "--log", str(self._log)]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        assert self._process.stdout is not None
        first = self._process.stdout.readline()
        assert b"is ready" in first, first
        client = Client(f"127.0.0.1:{self.port}")
        try:
            reply = client.control("POST", "tasks", {"tasks": [{**each, "script": script} for each in references]})
        finally:
            client.close()
        assert reply.status == 201, reply.body

    def kill(self) -> None:
        """No farewell: every connection breaks off."""
        if self._process is not None and self._process.stdout is not None:
            self._process.kill()
            self._process.wait()
            self._process.stdout.close()
            self._process = None


def _killed(place: str) -> Callable[[Scene], Play]:
    def play(scene: Scene) -> Play:
        emulator = EmulatorProcess(scene)
        references = [ref(HUAWEI, "7620242"), ref(ALIBABA, "704222904")]
        emulator.start(references, {"stuck": True})
        connections = {each: {**_keys(each), "endpoint": emulator.url, "retries": 0} for each in BOTH}
        options = {"timeout": 600, "progress_interval": 1, "missing_grace": 600, "providers": connections}
        session: Session = yield (
            role(references, **options) if place == "role" else [wait("wait", references, **options)]
        )
        session.expect(f"[{scene.slug}] huaweicloud 0/1 | alibabacloud 0/1 | 2 running")
        emulator.kill()
        session.expect(f"[{scene.slug}] {HUAWEI} 0/1 (ConnectionFailed, trying again)")
        emulator.start(references, {})
        seen: Seen = yield []
        is_success(seen.waited(), 2)
        assert [ref(task["provider"], task["id"]) for task in seen.waited()["tasks"]] == references
        told = quoted("(ConnectionFailed, trying again)")
        return Story("once", f"`succeeded`; shown meanwhile: {told}")

    return play


_live(
    "killed",
    "the provider is killed and started again",
    "the middle of a wait of the role, both clouds",
    "waits on, shows what is wrong, and succeeds",
)(_killed("role"))
_live(
    "killed-elsewhere",
    "the provider is killed and started again",
    "the middle of a delegated wait, both clouds",
    "waits on, shows what is wrong, and succeeds",
    elsewhere=True,
)(_killed("elsewhere"))


@_live(
    "dropped",
    "the connection to the delegate host is dropped, and comes back",
    "the middle of a delegated wait, both clouds",
    "waits on with what it has learnt; what has finished is not asked for again",
    elsewhere=True,
)
def _dropped(scene: Scene) -> Play:
    emulator = scene.emulator()
    ids = one_each(emulator, script={"stuck": True})
    options = {"timeout": 600, "progress_interval": 1, "providers": providers(emulator)}
    session: Session = yield [wait("wait", refs(ids), **options)]
    session.expect(f"[{scene.slug}] huaweicloud 0/1 | alibabacloud 0/1 | 2 running")
    emulator.change_task(HUAWEI, ids[HUAWEI], script={})
    session.expect(f"[{scene.slug}] huaweicloud 1/1 | alibabacloud 0/1 | 1 running")
    cut_file(scene).write_text("", encoding="utf-8")
    session.expect("(lost the host: the connection was lost, trying again)")
    emulator.change_task(ALIBABA, ids[ALIBABA], script={})
    cut_file(scene).unlink()
    seen: Seen = yield []
    is_success(seen.waited(), 2)
    assert emulator.stats()["providers"][HUAWEI]["asked_after_finished"] == 0
    told = quoted("(lost the host: the connection was lost, trying again)")
    return Story("once", f"`succeeded`; shown meanwhile: {told}")


@_live(
    "skew-later",
    "the clocks drift 20 minutes apart",
    "the middle of a wait of the role, both clouds",
    "ends at once and names the clock; what is left can be waited for again",
)
def _skew_later(scene: Scene) -> Play:
    emulator = scene.emulator()
    ids = one_each(emulator, script={"stuck": True})
    session: Session = yield role(refs(ids), timeout=600, progress_interval=1, providers=providers(emulator))
    session.expect(f"[{scene.slug}] huaweicloud 0/1 | alibabacloud 0/1 | 2 running")
    emulator.settings(clock_shift=1200.0)
    seen: Seen = yield []
    result = seen.waited()
    code, status = {HUAWEI: ("APIG.0301", 401), ALIBABA: ("InvalidTimeStamp.Expired", 400)}[result["error"]["provider"]]
    advice = "This machine's clock is 20 minutes behind the provider's: set it right."
    is_given_up(result, code, status, advice)
    assert result["leftover"] == refs(ids)
    refused = [entry for entry in requests_of(emulator) if entry["status"] != 200]
    # One of each provider at the most: they may have been on their way at the same time.
    assert 1 <= len(refused) <= 2
    return Story("once", f"`failed`: {quoted(advice)}")
