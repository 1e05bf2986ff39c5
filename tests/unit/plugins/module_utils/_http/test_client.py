# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The client: what is repeated and what is not, how long it pauses, when it stops, what it says and what it hides."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from datetime import datetime, timezone
from email.utils import format_datetime, formatdate
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.edgeops.cdn.plugins.module_utils._http.budget import Budget
from ansible_collections.edgeops.cdn.plugins.module_utils._http.client import LONGEST_MESSAGE, LONGEST_PAUSE, Client
from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import (
    Answer,
    Login,
    Patience,
    Request,
    Service,
    StaticLogin,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._http.requests_library import AuthBase
from ansible_collections.edgeops.cdn.plugins.module_utils._model.clock import Deadline
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.secrets import Secrets
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.huaweicloud.errors import read_error
from tests.unit.support import NOW, FakeClock, FakeTransport, Reply, answer, raw_answer

READ = Request("GET", "https://api.example.com/tasks")
SUBMISSION = Request("POST", "https://api.example.com/tasks", body=b"{}", repeatable=False)

GOOD = answer({"ok": True})
BUSY = raw_answer(b"", 503)
THROTTLED = raw_answer(b"", 429)
DENIED = answer({"error_code": "APIG.0301", "error_msg": "bad key"}, 401)
EXPIRED = answer({"error_code": "APIG.0307", "error_msg": "token must be updated"}, 401)
HTML = raw_answer(b"<html>", 200, content_type="text/html")
RESET = ApiError("ConnectionLost", "reset", "passing")
REFUSED = ApiError("ConnectionFailed", "refused", "passing", arrived=False)
SLOW = ApiError("ReadTimeout", "no answer", "passing")
NO_CONNECTION_IN_TIME = ApiError("ConnectTimeout", "no connection", "passing", arrived=False)
UNTRUSTED = ApiError("CertificateError", "self-signed", "lasting", arrived=False)


class Made:
    """A client with everything around it."""

    def __init__(
        self,
        replies: Sequence[Reply] | Callable[..., Any],
        retries: int = 3,
        rng: Callable[[], float] = lambda: 1.0,
        login: Login | None = None,
        secrets: Sequence[str] | Secrets = (),
        rate: float = 1e6,
    ) -> None:
        self.clock = FakeClock()
        self.transport = FakeTransport(replies, self.clock)
        self.budget = Budget(rate, self.clock)
        self.client = Client(
            Service("huaweicloud_cdn", ("x-request-id", "x-acs-request-id"), "x-acs-retry-after"),
            Patience(connect_timeout=5.0, read_timeout=30.0, retries=retries),
            transport=self.transport,
            login=login or StaticLogin(AuthBase()),
            clock=self.clock,
            secrets=secrets if isinstance(secrets, Secrets) else Secrets(secrets),
            rng=rng,
        )

    def call(self, request: Request = READ) -> Any:
        return self.client.call(request, self.budget, read_error)

    def fail(self, request: Request = READ) -> ApiError:
        with pytest.raises(ApiError) as caught:
            self.call(request)
        return caught.value

    @property
    def pauses(self) -> list[float]:
        """How long was slept between two requests."""
        return [round(later.at - earlier.at, 3) for earlier, later in itertools.pairwise(self.transport.sent)]


# What is repeated.


@pytest.mark.parametrize(
    "fault",
    [
        BUSY,
        THROTTLED,
        HTML,
        RESET,
        REFUSED,
        SLOW,
        raw_answer(b"", 500),
        raw_answer(b"", 408),
        raw_answer(b"{}", 421),
        raw_answer(b"", 425),
        raw_answer(b"{", 200),
    ],
    ids=repr,
)
def test_a_read_is_repeated_after_a_passing_fault(fault: Reply) -> None:
    made = Made([fault, fault, GOOD])
    assert made.call() == {"ok": True}
    assert (made.client.calls, made.client.repeated) == (3, 2)


def test_a_read_is_given_up_after_so_many_retries() -> None:
    made = Made([BUSY] * 4)
    assert made.fail().status == 503
    assert (made.client.calls, made.client.repeated) == (4, 3)


def test_without_retries_the_first_fault_counts() -> None:
    made = Made([BUSY], retries=0)
    assert made.fail().code == "ServerError"
    assert (made.client.calls, made.client.repeated) == (1, 0)
    assert made.clock.sleeps == []


@pytest.mark.parametrize(
    "fault",
    [
        DENIED,
        EXPIRED,  # with credentials that cannot be renewed
        UNTRUSTED,
        answer({"error_code": "CDN.0001", "error_msg": "?"}, 400),
        answer({"error": {"error_code": "CDN.0108"}}, 200),
        answer({}, 403),
        raw_answer(b"", 302),
        raw_answer(b"", 404),
    ],
    ids=repr,
)
@pytest.mark.parametrize("request_", [READ, SUBMISSION], ids=["read", "submission"])
def test_a_lasting_error_is_never_repeated(fault: Reply, request_: Request) -> None:
    """Huawei Cloud locks a key after five refused signatures."""
    made = Made([fault])
    made.fail(request_)
    assert (made.client.calls, made.client.repeated) == (1, 0)
    assert made.clock.sleeps == []


@pytest.mark.parametrize(
    "fault", [BUSY, HTML, RESET, SLOW, raw_answer(b"", 500), raw_answer(b"", 200), raw_answer(b"{", 200)], ids=repr
)
def test_a_submission_that_may_have_arrived_is_not_repeated(fault: Reply) -> None:
    made = Made([fault])
    made.fail(SUBMISSION)
    assert (made.client.calls, made.client.repeated) == (1, 0)


@pytest.mark.parametrize("fault", [REFUSED, THROTTLED], ids=repr)
def test_a_submission_that_surely_did_not_arrive_is_repeated(fault: Reply) -> None:
    made = Made([fault, GOOD])
    assert made.call(SUBMISSION) == {"ok": True}
    assert (made.client.calls, made.client.repeated) == (2, 1)


def test_a_submission_is_repeated_no_further_once_it_may_have_arrived() -> None:
    made = Made([REFUSED, THROTTLED, RESET])
    assert made.fail(SUBMISSION).code == "ConnectionLost"
    assert made.client.calls == 3


# Expired credentials.


class Renewable:
    """Credentials number one, two, three ..."""

    def __init__(self) -> None:
        self.issued = [AuthBase()]
        self.refused: list[AuthBase] = []

    def current(self, deadline: Deadline | None = None) -> AuthBase:
        return self.issued[-1]

    def renew(self, refused: AuthBase) -> bool:
        self.refused.append(refused)
        self.issued.append(AuthBase())
        return True


def test_an_expired_token_is_renewed_and_the_call_repeated_at_once() -> None:
    login = Renewable()
    made = Made([EXPIRED, GOOD], login=login, retries=0)
    assert made.call() == {"ok": True}
    assert [sent.auth for sent in made.transport.sent] == login.issued
    assert login.refused == login.issued[:1]
    assert made.pauses == [0.0]


def test_an_expired_token_is_renewed_exactly_once() -> None:
    login = Renewable()
    made = Made([EXPIRED, EXPIRED], login=login)
    assert made.fail().kind == "expired"
    assert len(login.refused) == 1


def test_a_renewed_token_does_not_use_up_a_retry() -> None:
    made = Made([BUSY, EXPIRED, BUSY, GOOD], login=Renewable(), retries=2)
    assert made.call() == {"ok": True}
    assert (made.client.calls, made.client.repeated) == (4, 2)


def test_a_submission_is_repeated_with_a_new_token() -> None:
    made = Made([EXPIRED, GOOD], login=Renewable())
    assert made.call(SUBMISSION) == {"ok": True}


# How long it pauses.


def test_pauses_double_up_to_a_minute() -> None:
    made = Made([BUSY] * 11, retries=10)
    made.fail()
    assert made.pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60, 60]
    assert LONGEST_PAUSE == 60


def test_a_hundred_retries_do_not_wait_for_ages() -> None:
    made = Made([BUSY] * 101, retries=100)
    made.fail()
    assert max(made.pauses) == 60


def test_pauses_after_throttling_have_a_floor() -> None:
    made = Made([THROTTLED] * 4, rng=lambda: 0.0)
    made.fail()
    assert min(made.pauses) >= 1.0


@given(st.lists(st.floats(0, 1, exclude_max=True), min_size=3, max_size=3))
def test_pauses_have_full_jitter(chances: list[float]) -> None:
    numbers = iter(chances)
    made = Made([BUSY] * 4, rng=lambda: next(numbers))
    made.fail()
    assert made.pauses == pytest.approx(
        [chance * most for chance, most in zip(chances, [1, 2, 4], strict=True)], abs=0.001
    )


def http_date(offset: float) -> str:
    return formatdate(NOW + offset, usegmt=True)


@pytest.mark.parametrize(
    ("headers", "pause"),
    [
        ({"retry_after": "7"}, 7.0),
        ({"retry_after": " 7 "}, 7.0),
        ({"retry_after": "0"}, 0.0),
        ({"retry_after": "3600"}, 60.0),
        ({"retry_after": "9" * 400}, 60.0),
        ({"retry_after": http_date(12)}, 12.0),
        ({"retry_after": http_date(86_400)}, 60.0),
        ({"retry_after": http_date(-12)}, 0.0),
        ({"retry_after": "Sat, 21 Nov 2026 08:30:09 +0000"}, 9.0),
        ({"retry_after": "Sat, 21 Nov 2026 09:30:09 +0100"}, 9.0),
        ({"x_acs_retry_after": "2500"}, 2.5),
        ({"x_acs_retry_after": "99999999999999999999"}, 60.0),
        ({"x_acs_retry_after": "2500", "retry_after": "7"}, 2.5),
        ({"x_acs_retry_after": "soon", "retry_after": "7"}, 7.0),
        # a date is that of the sender's clock, which may be wrong
        (
            {"retry_after": "Sat, 21 Nov 2026 08:40:09 GMT", "date": "Sat, 21 Nov 2026 08:40:00 GMT"},
            9.0,
        ),
        (
            {"retry_after": "Sat, 21 Nov 2026 08:20:09 GMT", "date": "Sat, 21 Nov 2026 08:20:00 GMT"},
            9.0,
        ),
        # what is no time is as good as nothing: jitter, with the floor
        ({}, None),
        ({"retry_after": ""}, None),
        ({"retry_after": "-5"}, None),
        ({"retry_after": "1.5"}, None),
        ({"retry_after": "soon"}, None),
        ({"retry_after": "\xb2"}, None),  # a superscript two is a digit for str.isdigit()
        ({"x_acs_retry_after": "\xb9\xb2"}, None),
        ({"retry_after": "Sat, 21 Nov 2026 08:30:09 -0000"}, None),
        ({"retry_after": "Sat, 99 Nov 2026 08:30:09 GMT"}, None),
        ({"retry_after": "Sat, 21 Nov 99999999999999999999 08:30:09 GMT"}, None),
    ],
    ids=repr,
)
def test_a_pause_that_was_asked_for(headers: dict[str, str], pause: float | None) -> None:
    made = Made([raw_answer(b"", 429, **headers), GOOD], rng=lambda: 0.25)
    made.call()
    expected = 1.25 if pause is None else max(pause + 0.25, pause)
    assert sum(made.clock.sleeps) == pytest.approx(expected, abs=0.001)


def test_a_pause_that_was_asked_for_also_counts_after_a_fault() -> None:
    made = Made([raw_answer(b"", 503, retry_after="20"), GOOD], rng=lambda: 0.5)
    made.call()
    assert made.pauses == [20.5]


def test_a_pause_holds_for_other_calls_of_the_same_budget() -> None:
    made = Made([raw_answer(b"", 429, retry_after="20"), GOOD], retries=0)
    made.fail()
    made.call()
    assert made.pauses == [20.0]


def test_throttling_halves_the_rate() -> None:
    made = Made([THROTTLED, GOOD], rate=10)
    before = made.budget.rate()
    made.call()
    assert made.budget.rate() < 0.6 * before


@given(st.text(max_size=40) | st.from_regex(r"[A-Z][a-z]{2}, \d{1,3} [A-Z][a-z]{2} \d{1,9} \d{1,3}:\d\d:\d\d .{0,6}"))
def test_no_header_breaks_the_client(text: str) -> None:
    headers = {"retry-after": text, "x-acs-retry-after": text, "date": text, "content-type": text}
    for status in (200, 400, 429, 503):
        error = Made([Answer(status, headers, b"")], retries=0).fail()
        assert error.retry_after is None or error.retry_after >= 0


# Deadlines.


def test_timeouts_as_given_without_a_deadline() -> None:
    made = Made([GOOD])
    made.call()
    assert (made.transport.sent[0].connect_timeout, made.transport.sent[0].read_timeout) == (5.0, 30.0)


@pytest.mark.parametrize(("remaining", "timeouts"), [(100, (5, 30)), (20, (5, 20)), (3, (3, 3)), (0.01, (0.01, 0.01))])
def test_a_deadline_clamps_timeouts(remaining: float, timeouts: tuple[float, float]) -> None:
    made = Made([GOOD])
    made.client.deadline = Deadline(made.clock, remaining)
    made.call()
    sent = made.transport.sent[0]
    assert (sent.connect_timeout, sent.read_timeout) == pytest.approx(timeouts)


@pytest.mark.parametrize("remaining", [0.0, -1.0])
def test_nothing_is_begun_after_the_deadline(remaining: float) -> None:
    made = Made([])
    made.client.deadline = Deadline(made.clock, remaining)
    error = made.fail()
    assert (error.code, error.kind, error.arrived, error.provider) == (
        "DeadlineReached", "passing", False, "huaweicloud_cdn",
    )  # fmt: skip
    assert (made.client.calls, made.client.repeated) == (0, 0)
    assert made.clock.sleeps == []


def test_nobody_waits_for_a_turn_that_comes_too_late() -> None:
    made = Made([GOOD], rate=0.1)
    made.call()
    made.client.deadline = Deadline(made.clock, 5)
    assert made.fail().code == "DeadlineReached"
    assert made.clock.sleeps == []
    assert (made.client.calls, made.client.repeated) == (1, 0)


def test_where_no_time_is_left_to_repeat_a_call_its_fault_is_told() -> None:
    """The pause would be short enough, but the budget's next turn comes too late."""
    made = Made([BUSY], rate=0.1)
    made.client.deadline = Deadline(made.clock, 5)
    assert made.fail().status == 503
    assert (made.client.calls, made.client.repeated) == (1, 0)


def test_a_pause_that_would_outlast_the_deadline_is_not_begun() -> None:
    """The error is the one that the provider answered, not that time is over."""
    made = Made([raw_answer(b"", 503, retry_after="20")])
    made.client.deadline = Deadline(made.clock, 20)
    assert made.fail().status == 503
    assert made.clock.sleeps == []


def test_retries_stop_at_the_deadline() -> None:
    made = Made([BUSY] * 3, retries=100)
    made.client.deadline = Deadline(made.clock, 6.5)
    assert made.fail().status == 503
    assert made.pauses == [1, 2]
    assert made.clock.monotonic() <= 6.5


@given(
    faults=st.lists(st.sampled_from([BUSY, THROTTLED, RESET, raw_answer(b"", 429, retry_after="9")]), max_size=30),
    chance=st.floats(0, 1),
    seconds=st.floats(0, 200),
    rate=st.sampled_from([0.2, 1, 30]),
)
def test_no_request_begins_after_the_deadline(faults: list[Reply], chance: float, seconds: float, rate: float) -> None:
    made = Made([*faults, GOOD], retries=100, rng=lambda: chance, rate=rate)
    made.client.deadline = Deadline(made.clock, seconds)
    error: ApiError | None = None
    try:
        made.call()
    except ApiError as exc:
        error = exc
    assert error is None or error.is_passing
    assert all(sent.at <= seconds for sent in made.transport.sent)
    assert made.clock.monotonic() <= seconds
    assert made.client.calls == len(made.transport.sent)
    assert made.client.repeated == max(0, len(made.transport.sent) - 1)


@pytest.mark.parametrize(("fault", "calls"), [(SLOW, 1), (NO_CONNECTION_IN_TIME, 1), (BUSY, 2), (RESET, 2)], ids=repr)
def test_who_waits_is_told_at_once_that_a_request_has_taken_its_whole_time(fault: Reply, calls: int) -> None:
    made = Made([fault, GOOD])
    made.client.deadline = Deadline(made.clock, 1800)
    if calls == 1:
        made.fail()
    else:
        made.call()
    assert (made.client.calls, made.client.repeated) == (calls, calls - 1)


def test_the_login_is_told_the_deadline() -> None:
    told: list[Deadline | None] = []

    class Curious(StaticLogin):
        def current(self, deadline: Deadline | None = None) -> AuthBase:
            told.append(deadline)
            return super().current(deadline)

    made = Made([GOOD, GOOD], login=Curious(AuthBase()))
    made.call()
    made.client.deadline = Deadline(made.clock, 5)
    made.call()
    assert told == [None, made.client.deadline]


# What it says and what it hides.

SECRET, TOKEN = "wJalrXUtnFEMI/K7MDENG", "a-token-with-wJalrXUtnFEMI/K7MDENG-inside=="


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"bad key {SECRET}!", "bad key ********!"),
        (f"{TOKEN} is no token, {TOKEN}", "******** is no token, ********"),
        (f"signature {'0123456789abcdef' * 4} differs", "signature ******** differs"),
        (f"signature {'0123456789ABCDEF' * 4}.", "signature ********."),
        ("0123456789abcdef" * 5, "0123456789abcdef" * 5),  # no SHA-256
        ("line one\r\nline two\t end", "line one line two end"),
        ("x" * 9_999, "x" * LONGEST_MESSAGE + "..."),
        ("x" * 490 + SECRET, "x" * 490 + "********"),
    ],
    ids=["secret", "longer first", "signature", "upper case", "longer", "lines", "length", "cut after hiding"],
)
@pytest.mark.parametrize("secrets", [[SECRET, TOKEN, ""], [TOKEN, SECRET, ""]], ids=["one", "other"])
def test_messages_are_cleaned(text: str, shown: str, secrets: list[str]) -> None:
    made = Made([answer({"error_code": "CDN.0001", "error_msg": text}, 400)], secrets=secrets)
    error = made.fail()
    assert error.message == shown
    assert SECRET not in f"{error} {error!r} {error.as_dict()} {error.args}"


@pytest.mark.parametrize("place", ["error_code", "error_msg", "request_id"])
def test_secrets_are_hidden_wherever_they_come_back(place: str) -> None:
    document = {"error_code": "CDN.0001", "error_msg": "text", "request_id": "r", place: f"1{SECRET}\n{'2' * 999}"}
    error = Made([answer(document, 400)], secrets=[SECRET]).fail()
    for text in (str(error), repr(error), repr(error.as_dict()), error.short):
        assert SECRET not in text
        assert "2" * 501 not in text
        assert "\n" not in text


def test_errors_of_the_network_are_cleaned_too() -> None:
    error = Made([ApiError("X", f"could not send {SECRET}", "lasting")], secrets=[SECRET]).fail()
    assert SECRET not in f"{error} {error!r}"


def test_a_secret_that_is_fetched_later_is_hidden_as_well() -> None:
    secrets = Secrets()
    made = Made([answer({"error_code": "CDN.0001", "error_msg": f"token {TOKEN}"}, 400)], secrets=secrets)
    secrets.add(TOKEN)
    assert made.fail().message == "token ********"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (3600, "This machine's clock is 60 minutes behind the provider's"),
        (-1800, "This machine's clock is 30 minutes ahead of the provider's"),
        (601, "10 minutes behind"),
        (599, None),
        (0, None),
    ],
)
def test_a_wrong_clock_is_blamed(seconds: float, words: str | None) -> None:
    refused = answer({"error_code": "APIG.0301", "error_msg": "refused"}, 401, date=http_date(seconds))
    error = Made([refused]).fail()
    assert ("minutes" in str(error)) == (words is not None or "five minutes" in str(error))
    assert words is None or words in str(error)
    assert (error.hint or "").startswith("Check access_key")
    assert words is not None or "This machine's clock is" not in str(error)


def test_a_wrong_clock_is_not_blamed_for_a_fault() -> None:
    error = Made([raw_answer(b"", 503, date=http_date(7200))], retries=0).fail()
    assert "clock" not in str(error)


def test_a_wrong_clock_is_the_hint_where_there_is_no_other() -> None:
    error = Made([answer({"error_code": "CDN.0005"}, 400, date=http_date(7200))]).fail()
    assert error.hint == "This machine's clock is 120 minutes behind the provider's: set it right."


@pytest.mark.parametrize("date", ["", "yesterday", "Sat, 21 Nov 2026 12:30:09 -0000"])
def test_a_date_that_is_none_blames_nobody(date: str) -> None:
    error = Made([answer({"error_code": "CDN.0005"}, 400, date=date)]).fail()
    assert error.hint is None


def test_dates_in_other_zones_are_understood() -> None:
    zoned = format_datetime(datetime.fromtimestamp(NOW, timezone.utc).astimezone())  # noqa: UP017  # mypy checks for 3.10
    error = Made([answer({"error_code": "CDN.0005"}, 400, date=zoned)]).fail()
    assert error.hint is None


# The value.


@pytest.mark.parametrize("document", [{}, [], {"a": [1, None]}, 0, False, "", "text"], ids=repr)
def test_any_json_value_but_null_is_handed_on(document: Any) -> None:
    assert Made([answer(document)]).call() == document


@pytest.mark.parametrize("status", [200, 201, 202, 299])
def test_every_2xx_is_good(status: int) -> None:
    assert Made([answer({"ok": 1}, status)]).call() == {"ok": 1}


@given(status=st.integers(100, 999), body=st.binary(max_size=60), content_type=st.sampled_from(["", "text/html", "x"]))
def test_every_answer_is_a_value_or_an_api_error(status: int, body: bytes, content_type: str) -> None:
    made = Made([Answer(status, {"content-type": content_type}, body)], retries=0)
    error: ApiError | None = None
    try:
        made.call()
    except ApiError as exc:
        error = exc
    if error is None:
        assert 200 <= status < 300
    else:
        assert error.provider == "huaweicloud_cdn"
        assert error.status == status
        assert str(error)


def test_errors_travel_between_hosts() -> None:
    error = Made([DENIED]).fail()
    assert ApiError.from_dict(error.as_dict()).as_dict() == error.as_dict()
    assert ApiError.from_dict(error.as_dict()).kind == "lasting"
    assert str(ApiError.from_dict(error.as_dict())) == str(error)


def test_a_fault_of_the_login_is_a_fault_of_the_provider() -> None:
    """Otherwise a wait could not say what it stumbles over."""

    class Down(StaticLogin):
        def current(self, deadline: Deadline | None = None) -> AuthBase:
            raise ApiError("ReadTimeout", "no answer from the login", "passing")

    made = Made([], login=Down(AuthBase()))
    assert made.fail().code == "ReadTimeout"
    assert made.client.fault is not None
    assert made.client.fault.code == "ReadTimeout"
    assert made.client.calls == 0
