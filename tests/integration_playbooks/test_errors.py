# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every mistake a user can make, and every way a provider can refuse, has a message of its own that says what to do.

Each case is a host of one play, so that each has to fail by itself, and has an emulator with figures of its own.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import yaml

from tests.emulator.testing import Emulator
from tests.integration_playbooks.support import (
    ALIBABA,
    HUAWEI,
    KEYS,
    Ansible,
    Task,
    connection,
    info,
    play,
    ref,
    wait,
)
from tests.providers.alibabacloud_dcdn.accounts import ALIBABA_DENIED_KEY
from tests.providers.huaweicloud_cdn.accounts import HUAWEI_DENIED_KEY

DENIED = {HUAWEI: HUAWEI_DENIED_KEY, ALIBABA: ALIBABA_DENIED_KEY}
UNKNOWN_KEY = "NOBODYSKEY000001"
WRONG_SECRET = "nobodyssecret000000000000001"


@dataclass(frozen=True)
class Case:
    """One mistake in one place."""

    name: str
    task: Task
    emulator: Emulator
    #: What the message has to say, each of them.
    says: tuple[str, ...]
    #: Keys of the result's `error`, and what they have to hold; None: there is no such key.
    error: dict[str, Any] | None = None
    #: What the emulator has to have counted, over all providers.
    counted: dict[str, int] = field(default_factory=dict)
    outcome: str | None = None


Maker = Callable[..., Emulator]


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port that nobody listens on, held so that nobody can."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        yield int(sock.getsockname()[1])


def ask(kind: str, provider: str, emulator: Emulator, ids: list[str], **options: Any) -> Task:
    """Ask for tasks by the info module or by the wait, with options of the connection in place of the good ones."""
    options = {**connection(emulator, provider, retries=1), **options}
    if kind == "info":
        return info(provider, "ask", ids=ids, **options)
    references = [ref(provider, task_id) for task_id in ids]
    return wait("ask", references, timeout=1, missing_grace=0, providers={provider: options})


def refusals(kind: str, provider: str, new: Maker, closed_port: int) -> Iterator[Case]:
    """What a provider refuses, or cannot answer."""
    name = f"{kind}-{provider.partition('_')[0]}"
    expected = _REFUSALS[provider]
    given_up: dict[str, Any] = {"outcome": "error"} if kind == "wait" else {}

    def case(
        what: str, emulator: Emulator, says: tuple[str, ...], options: dict[str, Any] | None = None, **more: Any
    ) -> Case:
        ids = emulator.add_tasks({"provider": provider, "count": 3})
        return Case(f"{name}-{what}", ask(kind, provider, emulator, ids, **(options or {})), emulator, says, **more)

    once = {"calls": 1, "auth_failures": 1}
    for what, options, settings in (
        ("key", {"access_key": UNKNOWN_KEY}, {}),
        ("secret", {"secret_key": WRONG_SECRET}, {}),
        ("clock", {}, {"clock_shift": 1200.0}),
    ):
        says, error = expected[what]
        yield case(what, new(**settings), says, options, error=error, counted=once, **given_up)

    says, error = expected["denied"]
    key = DENIED[provider]
    options = {"access_key": key.access_key, "secret_key": key.secret_key}
    yield case("denied", new(), says, options, error=error, counted={"calls": 1, "auth_failures": 0}, **given_up)

    emulator = new()
    emulator.add_fault("error_200", times=None, code=expected["error_200"], message="Something is amiss.")
    yield case(
        "error-200",
        emulator,
        ("Something is amiss", expected["error_200"], "HTTP 200", "request id "),
        error={"code": expected["error_200"], "status": 200, "message": "Something is amiss."},
        counted={"calls": 1},
        **given_up,
    )

    # A page instead of an answer: lasting where the status says so, else tried again.
    emulator = new()
    emulator.add_fault("html", times=None, status=400)
    yield case(
        "html-400",
        emulator,
        ("responded with HTTP 400 and a page of HTML or XML", "RequestRefused", "check the endpoint and any proxy"),
        error={"code": "RequestRefused", "status": 400, "request_id": None},
        counted={"calls": 1},
        **given_up,
    )
    # Passing faults end an info module when its retries are used up, and a wait when its time is.
    for what, status, code, text in (
        ("html-502", 502, "ServerError", "responded with HTTP 502 and a page of HTML or XML"),
        ("html-200", 200, "InvalidAnswer", "expected JSON, got a page of HTML or XML"),
    ):
        emulator = new()
        emulator.add_fault("html", times=None, status=status)
        if kind == "info":
            error = {"code": code, "status": status}
            yield case(what, emulator, (text, code), error=error, counted={"calls": 2})
        else:
            says = ("Timed out", f"{provider}'s last fault: HTTP {status} {code}.", "raise timeout")
            yield case(what, emulator, says, outcome="timed_out")

    options = {"endpoint": f"http://127.0.0.1:{closed_port}"}
    if kind == "info":
        says = (f"no connection to http://127.0.0.1:{closed_port}", "refused", "ConnectionFailed")
        yield case("unreachable", new(), says, options, error={"code": "ConnectionFailed", "status": None})
    else:
        says = ("Timed out", f"{provider}'s last fault: ConnectionFailed.", "leftover")
        yield case("unreachable", new(), says, options, outcome="timed_out")

    options = {"endpoint": "http://cdn.example.com"}
    says = ("endpoint: 'http://cdn.example.com' would send credentials unencrypted", "https://HOST")
    if kind == "wait":
        says = (f"providers.{provider}: ", *says)
    yield case("http", new(), says, options, counted={"calls": 0})


_GATEWAY = ("APIG.0301", "HTTP 401", "request id ", "Check access_key, secret_key and security_token")
_REFUSALS: dict[str, dict[str, Any]] = {
    HUAWEI: {
        "key": ((*_GATEWAY, UNKNOWN_KEY, "locks the key"), {"code": "APIG.0301", "status": 401}),
        "secret": ((*_GATEWAY, "verify aksk signature fail"), {"code": "APIG.0301", "status": 401}),
        "clock": (
            (*_GATEWAY, "This machine's clock is 20 minutes behind the provider's: set it right."),
            {"code": "APIG.0301", "status": 401},
        ),
        "denied": (
            ("CDN.0004", "HTTP 403", "request id ", "Grant the action cdn:configuration:queryCacheHistoryTask"),
            {"code": "CDN.0004", "status": 403},
        ),
        "error_200": "CDN.0114",
    },
    ALIBABA: {
        "key": (
            ("InvalidAccessKeyId.NotFound", "HTTP 404", "request id ", "Check access_key"),
            {"code": "InvalidAccessKeyId.NotFound", "status": 404},
        ),
        "secret": (
            ("SignatureDoesNotMatch", "HTTP 400", "request id ", "Check secret_key"),
            {"code": "SignatureDoesNotMatch", "message": "the signature was refused"},
        ),
        "clock": (
            ("InvalidTimeStamp.Expired", "request id ", "Set this machine's clock right", "20 minutes behind"),
            {"code": "InvalidTimeStamp.Expired", "status": 400},
        ),
        "denied": (
            ("Forbidden.RAM", "HTTP 403", "request id ", "Grant the action dcdn:DescribeDcdnRefreshTaskById"),
            {"code": "Forbidden.RAM", "status": 403},
        ),
        "error_200": "OperationDenied",
    },
}


def mistakes(new: Maker) -> Iterator[Case]:
    """Options that cannot be meant; nothing is sent."""
    for provider, name in ((HUAWEI, "huaweicloud"), (ALIBABA, "alibabacloud")):
        for what, options, says in (
            ("empty", {"ids": []}, ("ids: the list is empty", "leave ids out to query by filters")),
            ("date", {"created_after": "yesterday"}, ("created_after: 'yesterday' is not a time", "RFC 3339", "15m")),
            ("zone", {"created_before": "2026-11-21T08:30:00"}, ("created_before: ", "with a time zone")),
            ("both", {"ids": ["1"], "limit": 3}, ("limit cannot be used with it", "ids or filters")),
            ("retries", {"ids": ["1"], "retries": 101}, ("retries: 101 is out of range", "0 to 100")),
            ("state", {"state": "done"}, ("state", "done", "succeeded")),
        ):
            emulator = new()
            given = {**connection(emulator, provider), **options}
            task = info(provider, "ask", **given)
            yield Case(f"info-{name}-{what}", task, emulator, says, counted={"calls": 0})
        emulator = new()
        task = info(provider, "ask", ids=["1"], endpoint=emulator.url)
        says = ("No credentials for", "Set access_key and secret_key", "in the environment")
        yield Case(f"info-{name}-nobody", task, emulator, says, counted={"calls": 0})
        task = wait("ask", [ref(provider, "1")], providers={provider: {"endpoint": emulator.url}})
        yield Case(f"wait-{name}-nobody", task, emulator, (f"providers.{provider}: ", *says), counted={"calls": 0})


def tell(case: Case, run_result: dict[str, Any]) -> None:
    """Check what a user is told."""
    message = run_result["msg"]
    missing = [text for text in case.says if text not in message]
    assert not missing, f"{missing} not in {message!r}"
    assert run_result.get("outcome") == case.outcome
    if case.error is None:
        assert "error" not in run_result
    else:
        error = run_result["error"]
        assert set(error) == {"code", "message", "status", "request_id", "hint", "provider"}
        assert {key: error[key] for key in case.error} == case.error
        assert case.error.get("code") in message
        if error["request_id"]:
            assert error["request_id"] in message
        if error["hint"]:
            assert error["hint"] in message
    figures = case.emulator.stats()["providers"].values()
    counted = {
        "calls": sum(entry["total_calls"] for entry in figures),
        "auth_failures": sum(entry["auth_failures"] for entry in figures),
    }
    assert {key: counted[key] for key in case.counted} == case.counted


def check(ansible: Ansible, cases: list[Case], subtests: pytest.Subtests) -> None:
    for case in cases:
        ansible.write(f"{case.name}.yml", yaml.safe_dump([case.task]))
    include = {"name": "Run the case", "ansible.builtin.include_tasks": "{{ inventory_hostname }}.yml"}
    run = ansible.run(
        [play([include], hosts="all", strategy="free")],
        "-vvv",
        "--forks=3",
        inventory={"all": {"hosts": {case.name: {"ansible_connection": "local"} for case in cases}}},
    )
    assert run.code == 2
    assert "Traceback" not in run.output
    for case in cases:
        with subtests.test(msg=case.name):
            assert run.status("ask", case.name) == "failed"
            tell(case, run.result("ask", case.name))


@pytest.mark.parametrize("provider", KEYS)
@pytest.mark.parametrize("kind", ["info", "wait"])
def test_a_refusal_says_what_to_do(
    kind: str, provider: str, ansible: Ansible, new_emulator: Maker, closed_port: int, subtests: pytest.Subtests
) -> None:
    check(ansible, list(refusals(kind, provider, new_emulator, closed_port)), subtests)


def test_a_mistake_is_named_before_anything_is_sent(
    ansible: Ansible, new_emulator: Maker, subtests: pytest.Subtests
) -> None:
    check(ansible, list(mistakes(new_emulator)), subtests)


def test_ids_are_answered_however_many_and_whether_known_or_not(ansible: Ansible, emulator: Emulator) -> None:
    """An id that nobody knows is an answer, not a failure, and more ids than a call takes are no limit."""
    ids = {provider: emulator.add_tasks({"provider": provider, "count": 11, "script": {}}) for provider in KEYS}
    wanted = {provider: [*ids[provider], "424242"] for provider in KEYS}
    run = ansible.run(
        [
            play(
                [
                    info(HUAWEI, "huawei", ids=wanted[HUAWEI], **connection(emulator, HUAWEI)),
                    info(ALIBABA, "alibaba", ids=",".join(wanted[ALIBABA]), **connection(emulator, ALIBABA)),
                ]
            )
        ]
    )
    assert run.code == 0
    for provider, name in ((HUAWEI, "huawei"), (ALIBABA, "alibaba")):
        result = run.result(name)
        assert [task["id"] for task in result["tasks"]] == wanted[provider]
        assert result["summary"]["succeeded"] == 11
        assert result["summary"]["not_found"] == 1
        assert result["complete"] is True
        assert "of another account" in result["tasks"][-1]["error"]["message"]
    assert emulator.stats()["providers"][ALIBABA]["calls"]["DescribeDcdnRefreshTaskById"]["max_ids"] == 10
    assert run.result("huawei")["tasks"][-1]["error"]["code"] == "CDN.0108"
