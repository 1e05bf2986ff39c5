# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Signing in to Huawei Cloud with a password: one token, fetched when it is needed and again when it has expired."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._model.clock import Deadline
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.registry import PROVIDERS
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Runtime
from tests.unit.rows import huawei_row
from tests.unit.support import HUAWEI, Bench, FakeClock, FakeTransport, Sent, answer, data, raw_answer

DOCUMENTED = data("huaweicloud_cdn")
PASSWORD = {"iam_username": "iam-user", "iam_password": "secret", "iam_domain": "account-name"}
EXPIRED = answer({"error_code": "APIG.0307", "error_msg": "token must be updated"}, 401)
DETAIL = answer({**huawei_row("1"), "urls": []})


def token(value: str = "token-1") -> Answer:
    return answer(DOCUMENTED["iam_token"], 201, x_subject_token=value)


class Cloud:
    """IAM and CDN side by side."""

    def __init__(self, iam: list[Answer | ApiError], cdn: list[Answer | ApiError]) -> None:
        self.iam, self.cdn = iter(iam), iter(cdn)

    def __call__(self, sent: Sent) -> Answer | ApiError:
        return next(self.iam if "/v3/auth/tokens" in sent.request.url else self.cdn)


def signed_in(iam: list[Any], cdn: list[Any], **options: Any) -> Bench:
    clock = FakeClock()
    transport = FakeTransport(Cloud(iam, cdn), clock)
    warnings: list[str] = []
    runtime = Runtime(clock, {}, warnings.append, lambda verify, environ: transport)
    chosen = {**PROVIDERS[HUAWEI].defaults(), **PASSWORD, "retries": 0, **options}
    return Bench(PROVIDERS[HUAWEI].open_provider(chosen, runtime), transport, clock, warnings)


def auth_headers(sent: Sent) -> dict[str, str]:
    from requests import Request

    return dict(Request(sent.request.method, sent.request.url, auth=sent.auth).prepare().headers)


def test_the_documented_request_and_answer() -> None:
    made = signed_in([token()], [DETAIL])
    assert made.sent == [], "nothing is sent before it is needed"
    made.fetch("1")
    login, call = made.sent
    assert login.request.method == "POST"
    assert login.request.url == "https://iam.myhuaweicloud.com/v3/auth/tokens?nocatalog=1"
    assert login.request.headers == {"Content-Type": "application/json;charset=utf8"}
    assert json.loads(login.request.body or b"") == DOCUMENTED["iam_token_request"]
    assert not {"X-Auth-Token", "Authorization"} & set(auth_headers(login))
    assert auth_headers(call)["X-Auth-Token"] == "token-1"
    assert call.path == "/v1.0/cdn/historytasks/1/detail"


@pytest.mark.parametrize(
    ("options", "address"),
    [
        ({}, "https://iam.myhuaweicloud.com/"),
        ({"region": "cn-north-4"}, "https://iam.myhuaweicloud.com/"),
        ({"region": "eu-west-101"}, "https://iam.eu-west-101.myhuaweicloud.eu/"),
        ({"region": "eu-west-101", "iam_endpoint": "iam.example.com"}, "https://iam.example.com/"),
        ({"iam_endpoint": "http://127.0.0.1:8080"}, "http://127.0.0.1:8080/"),
    ],
)
def test_addresses_of_iam(options: dict[str, str], address: str) -> None:
    made = signed_in([token()], [DETAIL], **options)
    made.fetch("1")
    assert made.sent[0].request.url == f"{address}v3/auth/tokens?nocatalog=1"


def test_one_token_is_enough() -> None:
    made = signed_in([token()], [DETAIL] * 5)
    for _poll in range(5):
        made.fetch("1")
    assert len(made.sent) == 6


def test_an_expired_token_is_fetched_again_and_the_call_repeated() -> None:
    made = signed_in([token("token-1"), token("token-2")], [DETAIL, EXPIRED, DETAIL])
    made.fetch("1")
    made.fetch("1")
    tokens = [auth_headers(sent).get("X-Auth-Token") for sent in made.sent]
    assert tokens == [None, "token-1", "token-1", None, "token-2"]


def test_a_token_that_is_expired_at_once_is_not_fetched_for_ever() -> None:
    made = signed_in([token(), token()], [EXPIRED, EXPIRED])
    with pytest.raises(ApiError) as caught:
        made.fetch("1")
    assert caught.value.kind == "expired"
    assert len(made.sent) == 4


def test_threads_share_one_renewal() -> None:
    """Both find the same token expired; the second finds it renewed already."""
    login = signed_in([token("token-1"), token("token-2")], []).provider.client._login
    first = login.current()
    results: list[Any] = []

    def work() -> None:
        assert login.renew(first)
        results.append(login.current())

    threads = [threading.Thread(target=work) for _thread in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(map(id, results))) == 1
    assert results[0] is not first


@pytest.mark.parametrize("retries", [0, 5])
@pytest.mark.parametrize(
    ("reply", "code", "status"),
    [
        (answer(DOCUMENTED["iam_error"], 401), "401", 401),
        (answer({"error": {"code": 403, "message": "no", "title": "Forbidden"}}, 403), "403", 403),
        (answer({"error": {"code": 400, "message": "bad", "title": "Bad Request"}}, 400), "400", 400),
        (answer({}, 401), "HTTP401", 401),
        (raw_answer(b"", 302), "Redirected", 302),
    ],
)
def test_a_wrong_password_is_told_and_not_tried_again(reply: Answer, code: str, status: int, retries: int) -> None:
    made = signed_in([reply], [], retries=retries)
    with pytest.raises(ApiError) as caught:
        made.fetch("1")
    error = caught.value
    assert (error.code, error.status, error.kind, error.provider) == (code, status, "lasting", HUAWEI)
    assert len(made.sent) == 1
    if status != 302:
        assert "iam_username, iam_password and iam_domain" in str(error)
        assert "HUAWEI ID" in str(error)


@pytest.mark.parametrize(
    "reply",
    [answer({}, 404), raw_answer(b"<html>", 404), answer({"error": {"code": 404, "message": "no such path"}}, 404)],
)
def test_a_wrong_address_of_iam_is_no_task_that_is_not_found(reply: Answer) -> None:
    made = signed_in([reply], [])
    with pytest.raises(ApiError) as caught:
        made.fetch("1")
    assert caught.value.kind == "lasting"


@pytest.mark.parametrize("fault", [raw_answer(b"", 503), raw_answer(b"", 429), ApiError("Reset", "reset", "passing")])
def test_a_passing_fault_of_iam_is_tried_again(fault: Any) -> None:
    made = signed_in([fault, token()], [DETAIL], retries=1)
    assert made.fetch("1")[0].state == "succeeded"
    made = signed_in([fault], [], retries=0)
    with pytest.raises(ApiError) as caught:
        made.fetch("1")
    assert caught.value.is_passing


@pytest.mark.parametrize("value", [None, "", "a b", "a, b", "tökén", "a\x7f"], ids=repr)
def test_an_answer_without_a_usable_token(value: str | None) -> None:
    headers = {} if value is None else {"x_subject_token": value}
    made = signed_in([answer(DOCUMENTED["iam_token"], 201, **headers)], [])
    with pytest.raises(ApiError, match="X-Subject-Token") as caught:
        made.fetch("1")
    assert (caught.value.kind, caught.value.provider) == ("passing", HUAWEI)


def test_the_token_is_not_fetched_after_the_deadline() -> None:
    made = signed_in([], [])
    made.provider.client.deadline = Deadline(made.clock, 0)
    with pytest.raises(ApiError) as caught:
        made.fetch("1")
    assert caught.value.code == "DeadlineReached"
    assert made.sent == []


def test_retries_of_iam_stop_at_the_deadline() -> None:
    made = signed_in([raw_answer(b"", 503, retry_after="50")] * 9, [], retries=100)
    made.provider.client.deadline = Deadline(made.clock, 60)
    with pytest.raises(ApiError):
        made.fetch("1")
    assert made.clock.monotonic() < 60
    assert made.sent[1].read_timeout < 11


def test_a_renewal_has_the_deadline_of_the_call() -> None:
    made = signed_in([token(), token()], [DETAIL, EXPIRED, DETAIL])
    made.fetch("1")
    made.provider.client.deadline = Deadline(made.clock, 4)
    made.fetch("1")
    assert made.sent[3].read_timeout <= 4


@pytest.mark.parametrize("shown", [str, repr, lambda error: json.dumps(error.as_dict())])
def test_neither_the_password_nor_the_token_is_shown(shown: Callable[[ApiError], str]) -> None:
    echo = answer({"error_code": "CDN.0001", "error_msg": "you sent secret and token-1"}, 400)
    for iam, cdn in (([echo], []), ([token()], [echo])):
        made = signed_in(iam, cdn)
        with pytest.raises(ApiError) as caught:
            made.fetch("1")
        assert "you sent ********" in shown(caught.value)
        assert "token-1" not in shown(caught.value) or not cdn
