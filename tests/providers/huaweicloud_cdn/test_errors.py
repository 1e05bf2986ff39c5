# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Huawei Cloud's errors: every documented code and status, every shape of a body, every place of a request id."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.huaweicloud.errors import read_error
from tests.unit.support import HUAWEI, answer, bench, data, raw_answer

DOCUMENTED = data("huaweicloud_cdn")

#: What the list says of files and of directories after the detail call found nothing.
NOTHING = answer({"total": 0, "tasks": []})


def error_of(reply: Answer, call: str = "list") -> ApiError:
    """What a provider makes of an answer."""
    made = bench(HUAWEI, [reply])
    with pytest.raises(ApiError) as caught:
        made.query() if call == "list" else made.describe("1")
    assert caught.value.provider == HUAWEI
    return caught.value


def service(code: str, text: str = "a text") -> dict[str, Any]:
    return {"error": {"error_code": code, "error_msg": text}}


def gateway(code: str, text: str = "a text") -> dict[str, Any]:
    return {"error_code": code, "error_msg": text, "request_id": "00112233445566778899aabbccddeeff"}


SERVICE_CODES = [
    (500, "CDN.0000", "passing"),
    (400, "CDN.0001", "lasting"),
    (401, "CDN.0002", "lasting"),
    (404, "CDN.0003", "missing"),
    (403, "CDN.0004", "lasting"),
    (200, "CDN.0005", "lasting"),
    (403, "CDN.0020", "lasting"),
    (403, "CDN.0021", "lasting"),
    (200, "CDN.0105", "lasting"),
    (200, "CDN.0106", "lasting"),
    (200, "CDN.0108", "missing"),
    (200, "CDN.0110", "lasting"),
    (200, "CDN.0114", "lasting"),
    (200, "CDN.0115", "lasting"),
    (200, "CDN.0116", "lasting"),
    *[
        (200, f"CDN.{number:04d}", "lasting")
        for number in (15, 16, *range(101, 105), 107, 109, 117, 120, 121, *range(126, 140), 141, 142, 143)
    ],
    *[(200, f"CDN.{number:04d}", "lasting") for number in (145, 147, 148, 156, 163, 201, 202, 203, *range(401, 415))],
    (403, "CDN.00010198", "lasting"),
    # the same codes with the status that a page does not say
    (200, "CDN.0000", "passing"),
    (200, "CDN.0003", "missing"),
    (400, "CDN.0108", "missing"),
    (404, "CDN.0108", "missing"),
    (503, "CDN.9999", "passing"),
    (429, "CDN.9999", "throttled"),
    (200, "CDN.9999", "lasting"),
]

GATEWAY_CODES = [
    (404, "0101", "lasting"),
    (404, "0103", "lasting"),
    (400, "0104", "lasting"),
    (400, "0105", "lasting"),
    (400, "0106", "lasting"),
    (400, "0201", "lasting"),
    (413, "0201", "lasting"),
    (414, "0201", "lasting"),
    (494, "0201", "lasting"),
    (502, "0201", "passing"),
    (504, "0201", "passing"),
    (500, "0203", "passing"),
    (504, "0203", "passing"),
    (401, "0301", "lasting"),
    (403, "0302", "lasting"),
    (401, "0303", "lasting"),
    (403, "0304", "lasting"),
    (401, "0305", "lasting"),
    (403, "0306", "lasting"),
    (401, "0307", "expired"),
    (429, "0308", "throttled"),
    (403, "0310", "lasting"),
    (401, "0311", "lasting"),
    (403, "0401", "lasting"),
    (403, "0402", "lasting"),
    (403, "0404", "lasting"),
    (405, "0501", "lasting"),
    (405, "0502", "lasting"),
    *[
        (500, suffix, "passing")
        for suffix in ("0601", "0605", "0606", "0608", "0609", "0611", "0612", "0705")
    ],
    (400, "0602", "lasting"),
    (400, "0607", "lasting"),
    (502, "0610", "passing"),
    (503, "0613", "passing"),
    (403, "0801", "lasting"),
    (403, "0802", "lasting"),
    # the code decides where the status is another one
    (200, "0308", "throttled"),
    (403, "0308", "throttled"),
    (403, "0307", "expired"),
    (400, "0601", "passing"),
]  # fmt: skip


@pytest.mark.parametrize(("status", "code", "kind"), SERVICE_CODES)
def test_codes_of_the_service(status: int, code: str, kind: str) -> None:
    error = error_of(answer(service(code), status))
    assert (error.code, error.kind, error.status, error.message) == (code, kind, status, "a text")


@pytest.mark.parametrize("prefix", ["APIG", "APIGW", "apig"])
@pytest.mark.parametrize(("status", "suffix", "kind"), GATEWAY_CODES)
def test_codes_of_the_gateway(status: int, suffix: str, kind: str, prefix: str) -> None:
    error = error_of(answer(gateway(f"{prefix}.{suffix}"), status))
    assert (error.code, error.kind, error.status) == (f"{prefix}.{suffix}", kind, status)
    assert error.request_id == "00112233445566778899aabbccddeeff"


def test_only_the_last_four_digits_of_a_gateway_code_count() -> None:
    assert error_of(answer(gateway("APIG.00010308"), 400)).kind == "throttled"
    assert error_of(answer(gateway("OTHER.0308"), 400)).kind == "lasting"


@pytest.mark.parametrize("code", [code for _status, code, kind in SERVICE_CODES if kind == "missing"])
@pytest.mark.parametrize("status", [200, 400, 404])
def test_missing_tasks_are_tasks_that_are_not_found(code: str, status: int) -> None:
    (task,) = bench(HUAWEI, [answer(service(code, "who knows"), status), NOTHING, NOTHING]).fetch("1")
    assert task.state == "not_found"
    assert task.error is not None
    assert task.error.code == code
    assert task.error.message.startswith("who knows; ")


@pytest.mark.parametrize(
    "reply",
    [
        answer({}, 404),
        answer({"message": "nothing here"}, 404),
    ],
    ids=["object", "text"],
)
def test_a_404_without_a_code_is_a_task_not_found_for_the_detail_call_alone(reply: Answer) -> None:
    (task,) = bench(HUAWEI, [reply, NOTHING, NOTHING]).fetch("1")
    assert task.state == "not_found"
    assert task.error is not None
    assert task.error.code == "HTTP404"
    error = error_of(reply, "list")
    assert (error.kind, error.status) == ("lasting", 404)


@pytest.mark.parametrize(
    "reply",
    [
        answer([], 404),
        raw_answer(b"", 404),
        raw_answer(b"<html>not found</html>", 404, content_type="text/html"),
        raw_answer(b"no such route", 404, content_type="application/json"),
    ],
    ids=["list", "empty", "html", "text"],
)
@pytest.mark.parametrize("call", ["detail", "list"])
def test_a_404_that_is_not_the_services_is_no_task_that_is_not_found(reply: Answer, call: str) -> None:
    error = error_of(reply, call)
    assert (error.code, error.kind, error.status) == ("RequestRefused", "lasting", 404)
    assert error.hint is not None
    assert "check the endpoint and any proxy" in error.hint


def test_an_unknown_path_is_not_a_task_that_is_not_found() -> None:
    assert error_of(answer(gateway("APIG.0101"), 404), "detail").kind == "lasting"


@pytest.mark.parametrize(
    ("document", "code", "message"),
    [
        (DOCUMENTED["service_error"], "CDN.0108", DOCUMENTED["service_error"]["error"]["error_msg"]),
        (DOCUMENTED["gateway_error"], "APIG.0308", DOCUMENTED["gateway_error"]["error_msg"]),
        (DOCUMENTED["iam_error"], "401", "The username or password is wrong."),
        ({"error_msg": "text", "error_code": "CDN.0001"}, "CDN.0001", "text"),
        ({"errorCode": "CDN.0001", "errorMsg": "text"}, "CDN.0001", "text"),
        ({"code": "CDN.0001", "message": "text"}, "CDN.0001", "text"),
        ({"error": {"errorCode": "CDN.0001", "errorMsg": "text"}}, "CDN.0001", "text"),
        ({"error_code": "CDN.0001"}, "CDN.0001", "no error text"),
        ({"error": {"error_code": "CDN.0001", "error_msg": ["text"]}}, "CDN.0001", "no error text"),
        ({"error": {"error_code": "A"}, "error_code": "B", "errorCode": "C", "code": "D"}, "A", "no error text"),
        ({"error": None, "error_code": "B", "errorCode": "C", "code": "D"}, "B", "no error text"),
        ({"error": {}, "errorCode": "C", "code": "D"}, "C", "no error text"),
        ({"error": "boom"}, "UnknownError", "boom"),
        ({"error": ["boom"]}, "UnknownError", "an error object of an undocumented shape"),
        ({"error": {"detail": "boom"}}, "UnknownError", "an error object of an undocumented shape"),
        ({"error": True}, "UnknownError", "an error object of an undocumented shape"),
        (
            {"error_code": "CDN.0004", "error_msg": "denied", "encoded_authorization_message": "x" * 9999},
            "CDN.0004",
            "denied",
        ),
    ],
    ids=repr,
)
def test_shapes_of_an_error(document: Any, code: str, message: str) -> None:
    error = read_error(answer(document, 400), document)
    assert error is not None
    assert (error.code, error.message) == (code, message)


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        "error",
        {},
        {"error": None},
        {"error": {}},
        {"error": ""},
        {"error_msg": "no code"},
        {"total": 0, "tasks": []},
        {"id": "1", "status": "task_done"},
    ],
    ids=repr,
)
def test_what_is_no_error(document: Any) -> None:
    assert read_error(answer(document, 200), document) is None


@pytest.mark.parametrize(
    ("reply", "request_id"),
    [
        (answer(gateway("APIG.0301"), 401), "00112233445566778899aabbccddeeff"),
        (answer(gateway("APIG.0301"), 401, x_request_id="other"), "00112233445566778899aabbccddeeff"),
        (answer(service("CDN.0001"), 400, x_request_id="r-1"), "r-1"),
        (answer(service("CDN.0001"), 200, x_request_id="r-1"), "r-1"),
        (answer(DOCUMENTED["iam_error"], 401, x_iam_trace_id="t-1"), "t-1"),
        (answer({}, 401, x_request_id="r-1"), "r-1"),
        (raw_answer(b"<html>", 502, x_request_id="r-1"), "r-1"),
        (raw_answer(b"", 403, x_request_id="r-1"), "r-1"),
        (raw_answer(b"half", 200, x_request_id="r-1"), "r-1"),
        (raw_answer(b"", 302, x_request_id="r-1"), "r-1"),
        (answer(service("CDN.0001"), 400), None),
    ],
)
def test_places_of_a_request_id(reply: Answer, request_id: str | None) -> None:
    error = error_of(reply)
    assert error.request_id == request_id
    assert request_id is None or f"request id {request_id}" in str(error)


@pytest.mark.parametrize(
    ("status", "document", "words"),
    [
        (400, service("CDN.0001"), ["options"]),
        (401, service("CDN.0002"), ["access_key", "secret_key", "token"]),
        (403, service("CDN.0004"), ["cdn:configuration:queryCacheHistoryTask", "not through an enterprise project"]),
        (403, service("CDN.0020"), ["enterprise_project_id"]),
        (403, service("CDN.0021"), ["cdn:configuration:queryCacheHistoryTask", "enterprise_project_id"]),
        (200, service("CDN.0108"), ["account", "site", "region", "enterprise project"]),
        (200, service("CDN.0114"), ["not activated"]),
        (401, gateway("APIG.0301"), ["clock", "locks", "not tried again"]),
        (401, gateway("APIGW.0301"), ["clock", "locks", "not tried again"]),
        (403, gateway("APIG.0302"), ["not allowed"]),
        (401, gateway("APIG.0307"), ["new token"]),
        (429, gateway("APIG.0308"), ["calls per second"]),
        (403, gateway("APIG.0802"), ["forbidden"]),
        (401, {}, ["credentials"]),
        (403, {}, ["cdn:configuration:queryCacheHistoryTask", "enterprise_project_id"]),
        (403, service("CDN.00010198"), ["cdn:configuration:queryCacheHistoryTask"]),
    ],
    ids=repr,
)
def test_hints_say_what_to_do(status: int, document: dict[str, Any], words: list[str]) -> None:
    error = error_of(answer(document, status))
    for word in words:
        assert word in (error.hint or "")
        assert word in str(error)


def test_an_error_reads_well() -> None:
    error = error_of(answer(gateway("APIG.0308", "throttled, limit:30,time:1 second."), 429))
    assert str(error) == (
        "huaweicloud_cdn: throttled, limit:30,time:1 second (APIG.0308, HTTP 429, request id "
        "00112233445566778899aabbccddeeff). Other jobs of this account may be using up its calls per second."
    )
    assert error.short == "HTTP 429 APIG.0308"
    assert error.as_dict() == {
        "provider": HUAWEI,
        "code": "APIG.0308",
        "message": "throttled, limit:30,time:1 second.",
        "status": 429,
        "request_id": "00112233445566778899aabbccddeeff",
        "hint": "Other jobs of this account may be using up its calls per second.",
    }
