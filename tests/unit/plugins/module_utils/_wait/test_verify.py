# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""After done comes fresh: what edges answer, compared with what they must."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer, Request
from ansible_collections.edgeops.cdn.plugins.module_utils._model.clock import Deadline
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError, OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.engine import Progress
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.job import run_wait, settle
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.ledger import Ledger, Policy
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.options import WaitRequest
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.verdict import conclude
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.verify import (
    AT_ONCE,
    Check,
    Finding,
    parse_checks,
    verify,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.workers import Job, News
from tests.unit.support import FakeClock

URL = "https://www.example.com/version.txt"
BODY = b"release 42"
DIGEST = hashlib.sha256(BODY).hexdigest()


class Edge:
    """Answers by the time: from the given moment on, the new content."""

    def __init__(self, clock: FakeClock, fresh_at: float, old: Answer | ApiError, new: Answer) -> None:
        self.clock = clock
        self.fresh_at = fresh_at
        self.old = old
        self.new = new
        self.asked: list[tuple[float, Request]] = []

    def send(self, request: Request, auth: Any, connect_timeout: float, read_timeout: float) -> Answer:
        self.asked.append((self.clock.monotonic(), request))
        answer = self.new if self.clock.monotonic() >= self.fresh_at else self.old
        if isinstance(answer, ApiError):
            raise answer
        return answer


NEW = Answer(200, {"x-release": "42"}, BODY)


@pytest.mark.parametrize(
    ("check", "old", "what", "expected", "found"),
    [
        (Check(URL), Answer(503, {}, b""), "status", "200", "503"),
        (
            Check(URL, headers={"x-release": "42"}),
            Answer(200, {"x-release": "41"}, b""),
            "header x-release",
            "'42'",
            "'41'",
        ),
        (Check(URL, headers={"x-release": "42"}), Answer(200, {}, b""), "header x-release", "'42'", "missing"),
        (
            Check(URL),
            Answer(301, {"location": "https://u:p@new.example.com/a?token=1"}, b""),
            "status",
            "200",
            "301 (a redirect to https://new.example.com/a)",
        ),
        (Check(URL), Answer(302, {"location": "https://h:port/?token=1"}, b""), "status", "200", "302 (a redirect)"),
        (Check(URL), Answer(302, {"location": "/\x1b[2J"}, b""), "status", "200", "302 (a redirect to /?[2J)"),
        (Check(URL, sha256=DIGEST), Answer(200, {}, b"old"), "sha256", DIGEST, "(3 bytes)"),
        (Check(URL), ApiError("NameNotResolved", "no such host", "passing"), "response", "given", "no such host"),
    ],
)
def test_what_differs_is_told_and_asked_for_again(
    check: Check, old: Answer | ApiError, what: str, expected: str, found: str
) -> None:
    clock = FakeClock()
    edge = Edge(clock, 10.0, old, NEW)
    history = [findings[0] for findings in verify([check], edge, clock, Deadline(clock, 60), 4.0)]
    assert [finding.what for finding in history] == [what, what, what, ""]
    assert history[0].expected == expected
    assert found in history[0].found
    assert [moment for moment, _request in edge.asked] == [0.0, 4.0, 8.0, 12.0]
    assert history[-1].verified


def test_what_is_verified_is_not_asked_again_and_the_deadline_is_kept() -> None:
    clock = FakeClock()
    other = "https://www.example.com/old.txt"
    edge = Edge(clock, 0.0, NEW, NEW)
    checks = [Check(URL), Check(other, status=404)]
    last = list(verify(checks, edge, clock, Deadline(clock, 10), 4.0))[-1]
    assert [finding.verified for finding in last] == [True, False]
    assert [request.url for _moment, request in edge.asked] == [URL, other, other, other]
    assert clock.monotonic() == 10.0


class Hanging:
    """Responds to nobody: a request is under way for as long as anybody waits."""

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock

    def submit(self, job: Job[int, Finding]) -> None:
        """Begin a request that does not end."""

    def wait(self, seconds: float) -> list[News[int, Finding]]:
        self._clock.advance(seconds)
        return []


def test_request_under_way_at_the_deadline_is_told_apart_from_one_that_was_not_made() -> None:
    clock = FakeClock()
    checks = [Check(f"{URL}?{number}") for number in range(AT_ONCE + 1)]
    edge = Edge(clock, 0.0, NEW, NEW)
    (last,) = verify(checks, edge, clock, Deadline(clock, 10), 4.0, Hanging(clock))
    *asked, waiting = map(str, last)
    assert all(
        text.endswith("response should be given, but is not there: the request was still under way") for text in asked
    )
    assert waiting == f"{URL}?{AT_ONCE}: not asked, because the time was over first"
    assert not any(finding.verified or finding.heard for finding in last)


def test_mistake_in_a_check_is_not_taken_for_an_edge_that_differs() -> None:
    clock = FakeClock()

    class Broken:
        def send(self, *_arguments: Any) -> Answer:
            raise ZeroDivisionError("a mistake")

    with pytest.raises(ZeroDivisionError):
        list(verify([Check(URL)], Broken(), clock, Deadline(clock, 10), 4.0))


def test_edges_are_asked_without_credentials() -> None:
    clock = FakeClock()
    edge = Edge(clock, 0.0, NEW, NEW)
    list(verify([Check(URL)], edge, clock, Deadline(clock, 10), 1.0))
    assert not {name.lower() for name in edge.asked[0][1].headers} & {"authorization", "x-auth-token", "cookie"}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"url": "ftp://www.example.com/"}, ["verify[0].url", "http"]),
        ({"url": "/index.html"}, ["verify[0].url", "http"]),
        ({"url": URL, "status": 42}, ["verify[0].status", "100 to 599"]),
        ({"url": URL, "sha256": "abc"}, ["verify[0].sha256", "64"]),
        ({"url": URL, "sha256": DIGEST, "status": 302}, ["verify[0].sha256", "200 to 299", "302"]),
        ({"url": URL, "sha256": DIGEST, "status": 500}, ["verify[0].sha256", "200 to 299", "500"]),
        ({"url": "https://user:hush@www.example.com/"}, ["verify[0].url", "user"]),
        ({"url": "https://www..example.com/"}, ["verify[0].url", "host"]),
        ({"url": f"https://{'a' * 64}.example.com/"}, ["verify[0].url", "host"]),
        ({"url": "http://[::1/"}, ["verify[0].url", "host"]),
        ({"url": "http://www.example.com:99999/"}, ["verify[0].url", "port"]),
        *(
            ({"url": URL, "headers": {"x-version": value}}, ["verify[0].headers.x-version", "quotes"])
            for value in (1.10, True, None, ["42"], {"a": "b"})
        ),
    ],
)
def test_bad_checks_are_named(given: dict[str, Any], words: Sequence[str]) -> None:
    with pytest.raises(OptionError) as raised:
        parse_checks([{"status": 200, "headers": None, "sha256": None, **given}])
    assert all(word in str(raised.value) for word in words)
    assert "hush" not in str(raised.value)


def run(edge_of: Callable[[FakeClock], Edge], timeout: float, settle_for: float, *checks: Check) -> dict[str, Any]:
    """A whole wait of no tasks, so that only what comes after success is left."""
    clock = FakeClock()
    edge = edge_of(clock)
    request = WaitRequest([], Policy(timeout=timeout, poll_interval=4), {}, settle=settle_for, checks=checks)
    progress, outcome = run_wait(request, {}, Runtime(clock, {}, print, lambda _verify, _environ: edge))
    return conclude(progress, outcome, request).document


def test_success_waits_for_the_edges_within_the_same_deadline() -> None:
    document = run(lambda clock: Edge(clock, 30.0, Answer(200, {}, b"old"), NEW), 60, 20, Check(URL, sha256=DIGEST))
    assert document["outcome"] == "succeeded"
    assert document["verified"] == [{"url": URL, "verified": True, "difference": None}]
    assert document["elapsed"] == 32.0
    assert not document["failed"]


def test_an_edge_that_stays_stale_is_reported_as_such() -> None:
    document = run(lambda clock: Edge(clock, 99.0, Answer(200, {}, b"old"), NEW), 60, 0, Check(URL, sha256=DIGEST))
    assert document["outcome"] == "timed_out"
    assert document["failed"]
    assert "1 of 1 URLs still differ" in document["msg"]
    assert f"{URL}: sha256 should be {DIGEST}, but is" in document["msg"]
    assert document["verified"][0]["difference"]["what"] == "sha256"


def test_settling_shows_signs_of_life_and_never_outlasts_the_deadline() -> None:
    clock = FakeClock()
    lines: list[Progress] = []
    request = WaitRequest([], Policy(timeout=60), {}, settle=25.0)
    progress = Progress(Ledger([], request.policy, 0.0), 0.0)
    after, outcome = settle(progress, request, clock, Deadline(clock, 60), lines.append)
    assert (outcome, after.elapsed, [line.stage for line in lines]) == ("succeeded", 25.0, ["settling"] * 3)
    assert settle(progress, request, clock, Deadline(clock, 20), lines.append)[1] == "timed_out"
    assert clock.monotonic() == 25.0


def test_time_to_settle_that_is_not_left_is_told() -> None:
    document = run(lambda clock: Edge(clock, 0.0, NEW, NEW), 60, 70, Check(URL))
    assert (document["outcome"], document["failed"], document["verified"]) == ("timed_out", True, [])
    assert document["msg"] == (
        "Every task has succeeded, but the wait timed out after 0s, before they had settled. Raise timeout."
    )


def test_check_survives_the_way_to_another_host() -> None:
    (check,) = parse_checks([{"url": URL, "status": 200, "headers": {"X-Release": 42}, "sha256": DIGEST.upper()}])
    assert check == Check(URL, 200, {"x-release": "42"}, DIGEST)
    assert parse_checks([check.as_dict()]) == [check]


def test_a_finding_survives_the_way_from_another_host() -> None:
    for finding in (Finding(URL), Finding(URL, "status", "200", "503")):
        assert Finding.from_dict(finding.as_dict()) == finding
