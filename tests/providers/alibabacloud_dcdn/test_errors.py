# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Alibaba Cloud's errors: every documented code of the read calls, every shape, every place of a request id."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.alibabacloud.declarations import DCDN_PRODUCT
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.alibabacloud.errors import Errors
from tests.unit.rows import refused
from tests.unit.support import ALIBABA, SECRET_KEY, answer, bench, data, raw_answer

DOCUMENTED = data("alibabacloud_dcdn")


def error_of(reply: Answer) -> ApiError:
    """What a provider makes of an answer."""
    made = bench(ALIBABA, [reply])
    with pytest.raises(ApiError) as caught:
        made.query()
    assert caught.value.provider == ALIBABA
    return caught.value


CODES = [
    # of the two calls
    (400, "InvalidParameters", "lasting"),
    (400, "InvalidTaskId.Malformed", "missing"),
    (400, "InvalidTaskId", "missing"),
    (400, "InvalidTaskId.NotFound", "missing"),
    (400, "InvalidTime", "missing"),
    (429, "TooManyRequests", "throttled"),
    (400, "MissingParameter.ObjectType", "lasting"),
    (400, "MissingTimeParameter", "lasting"),
    (400, "InvalidStartTime.Malformed", "lasting"),
    (400, "InvalidEndTime.Malformed", "lasting"),
    (400, "InvalidEndTime.Mismatch", "lasting"),
    (400, "InvalidStartTime.ValueNotSupported", "lasting"),
    (400, "InvalidObjectType.ValueNotSupported", "lasting"),
    (400, "InvalidStatus.ValueNotSupported", "lasting"),
    (400, "DomainNameOverLimit", "lasting"),
    # common ones
    (404, "InvalidAccessKeyId.NotFound", "lasting"),
    (400, "InvalidAccessKeyId.NotFound", "lasting"),
    (400, "InvalidAccessKeyId.Inactive", "lasting"),
    (400, "SignatureDoesNotMatch", "lasting"),
    (403, "SignatureDoesNotMatch", "lasting"),
    (400, "IncompleteSignature", "lasting"),
    (400, "InvalidTimeStamp.Format", "lasting"),
    (400, "InvalidTimeStamp.Expired", "lasting"),
    (400, "SignatureNonceUsed", "passing"),
    (400, "InvalidSecurityToken.Expired", "expired"),
    (400, "InvalidSecurityToken.Malformed", "lasting"),
    (400, "InvalidSecurityToken.MismatchWithAccessKey", "lasting"),
    (400, "MissingSecurityToken", "lasting"),
    (403, "Forbidden.RAM", "lasting"),
    (403, "NoPermission", "lasting"),
    (403, "Forbidden", "lasting"),
    (403, "Forbidden.RiskControl", "lasting"),
    (403, "OperationDenied", "lasting"),
    (404, "InvalidApi.NotFound", "lasting"),
    (404, "InvalidAction.NotFound", "lasting"),
    (404, "InvalidDomain.NotFound", "lasting"),
    (400, "MissingTaskId", "lasting"),
    (400, "MissingParameter", "lasting"),
    (405, "UnsupportedHTTPMethod", "lasting"),
    (400, "UnsupportedHTTPMethod", "lasting"),
    (400, "Throttling", "throttled"),
    (503, "Throttling", "throttled"),
    (400, "Throttling.User", "throttled"),
    (400, "Throttling.Api", "throttled"),
    (400, "FlowControlError", "throttled"),
    (400, "ServiceBusy", "passing"),
    (503, "ServiceUnavailable", "passing"),
    (500, "InternalError", "passing"),
    # the code decides where the status is another one
    (200, "InternalError", "passing"),
    (400, "InternalError", "passing"),
    (400, "TooManyRequests", "throttled"),
    (200, "Throttling.User", "throttled"),
    (200, "Forbidden.RAM", "lasting"),
    # and the status where the code is a new one
    (429, "SomethingNew", "throttled"),
    (500, "SomethingNew", "passing"),
    (400, "SomethingNew", "lasting"),
    (200, "SomethingNew", "lasting"),
    (400, "ThrottlingIsNotThis", "lasting"),
]

#: Only submissions meet these. Some are worth another try later; when, and whether at all, is the user's choice.
OF_SUBMISSIONS = (
    "SingleRequest.OverLimit",
    "InvalidObjectType.Malformed",
    "InvalidObjectPath.Malformed",
    "InvalidObjectPath.ExceedsMaximum",
    "InvalidObjectPath.Size.Malformed",
    "InvalidExtensiveDomain.ValueNotSupported",
    "QuotaExceeded.Refresh",
    "QuotaExceeded.Preload",
    "QuotaPerMinuteExceeded.Refresh",
    "TooMany.Refresh",
    "PreloadQueueFull",
)


read_error = Errors(DCDN_PRODUCT).read


@pytest.mark.parametrize(("status", "code", "kind"), CODES)
def test_codes(status: int, code: str, kind: str) -> None:
    error = error_of(refused(code, "a text", status))
    assert (error.code, error.kind, error.status) == (code, kind, status)
    assert error.message == "a text" or code in ("SignatureDoesNotMatch", "IncompleteSignature")


@pytest.mark.parametrize("code", OF_SUBMISSIONS)
def test_codes_of_submissions_are_lasting(code: str) -> None:
    assert error_of(refused(code)).kind == "lasting"


@pytest.mark.parametrize("code", [code for _status, code, kind in CODES if kind == "missing"])
@pytest.mark.parametrize("status", [200, 400, 404])
def test_missing_tasks_are_tasks_that_are_not_found(code: str, status: int) -> None:
    (task,) = bench(ALIBABA, [refused(code, "who knows", status)]).fetch("1")
    assert task.state == "not_found"
    assert task.error is not None
    assert task.error.code == code
    assert task.error.message.startswith("who knows; ")


@pytest.mark.parametrize(
    ("document", "code", "message"),
    [
        (DOCUMENTED["error"], "InvalidTaskId", "The maximum number of taskIds is 10."),
        ({"code": "X", "message": "text", "requestId": "r"}, "X", "text"),
        ({"Code": "X"}, "X", "no error text"),
        ({"Code": "X", "Message": ["text"]}, "X", "no error text"),
        ({"Code": "X", "code": "Y"}, "X", "no error text"),
        ({"Code": None, "code": "Y"}, "Y", "no error text"),
        ({"Code": 403, "Message": "text"}, "403", "text"),
        ({"Code": "X", "Tasks": [], "TotalCount": 0}, "X", "no error text"),
    ],
    ids=repr,
)
def test_shapes_of_an_error(document: Any, code: str, message: str) -> None:
    error = read_error(answer(document, 400), document)
    assert error is not None
    assert (error.code, error.message) == (code, message)


@pytest.mark.parametrize(
    ("document", "status"),
    [
        (None, 200),
        (None, 500),
        ([], 200),
        ("Code", 200),
        ({}, 200),
        ({"Code": None}, 200),
        ({"Code": ""}, 200),
        ({"Code": "200"}, 200),
        ({"Code": 200}, 200),
        ({"Code": "Success"}, 200),
        ({"code": "OK"}, 200),
        ({"Message": "text"}, 200),
        ({"TotalCount": 0, "Tasks": []}, 200),
    ],
    ids=repr,
)
def test_what_is_no_error(document: Any, status: int) -> None:
    assert read_error(answer(document, status), document) is None


def test_a_word_for_success_is_none_with_another_status() -> None:
    document = {"Code": "Success"}
    assert read_error(answer(document, 400), document) is not None


@pytest.mark.parametrize(
    ("reply", "request_id"),
    [
        (answer({"Code": "X", "RequestId": "r-1"}, 400), "r-1"),
        (answer({"Code": "X", "RequestId": "r-1"}, 400, x_acs_request_id="other"), "r-1"),
        (answer({"code": "X", "requestId": "r-1"}, 400), "r-1"),
        (answer({"Code": "X"}, 400, x_acs_request_id="r-1"), "r-1"),
        (answer({"Code": "X"}, 200, x_acs_request_id="r-1"), "r-1"),
        (raw_answer(b"<html>", 502, x_acs_request_id="r-1"), "r-1"),
        (answer({}, 403, x_acs_request_id="r-1"), "r-1"),
        (answer({"Code": "X"}, 400), None),
    ],
)
def test_places_of_a_request_id(reply: Answer, request_id: str | None) -> None:
    error = error_of(reply)
    assert error.request_id == request_id
    assert request_id is None or f"request id {request_id}" in str(error)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("InvalidAccessKeyId.NotFound", ["access_key"]),
        ("InvalidAccessKeyId.Inactive", ["RAM console"]),
        ("SignatureDoesNotMatch", ["secret_key"]),
        ("IncompleteSignature", ["proxy"]),
        ("InvalidTimeStamp.Expired", ["clock", "15 minutes"]),
        ("InvalidTimeStamp.Format", ["clock", "15 minutes"]),
        ("InvalidSecurityToken.Expired", ["new temporary key"]),
        ("InvalidSecurityToken.Malformed", ["security_token"]),
        ("InvalidSecurityToken.MismatchWithAccessKey", ["access_key", "secret_key", "security_token"]),
        ("MissingSecurityToken", ["security_token"]),
        ("Forbidden.RAM", ["dcdn:DescribeDcdnRefreshTaskById", "dcdn:DescribeDcdnRefreshTasks", "resource *"]),
        ("NoPermission", ["dcdn:DescribeDcdnRefreshTaskById"]),
        ("Forbidden", ["dcdn:DescribeDcdnRefreshTaskById"]),
        ("OperationDenied", ["not activated", "overdue"]),
        ("InvalidTime", ["three days"]),
        ("InvalidDomain.NotFound", ["domain"]),
    ],
)
def test_hints_say_what_to_do(code: str, words: list[str]) -> None:
    error = error_of(refused(code))
    for word in words:
        assert word in (error.hint or "")
        assert word in str(error)


def test_the_denied_action_is_named() -> None:
    denied = {"AuthAction": "dcdn:DescribeDcdnRefreshTasks", "PolicyType": "x"}
    error = error_of(answer({"Code": "NoPermission", "Message": "no", "AccessDeniedDetail": denied}, 403))
    assert error.hint == "Grant the action dcdn:DescribeDcdnRefreshTasks in a RAM policy."


@pytest.mark.parametrize("detail", [None, "text", [], {}, {"AuthAction": None}, {"AuthAction": {}}], ids=repr)
def test_a_denial_without_an_action(detail: Any) -> None:
    error = error_of(answer({"Code": "NoPermission", "AccessDeniedDetail": detail}, 403))
    assert "dcdn:DescribeDcdnRefreshTaskById" in (error.hint or "")


@pytest.mark.parametrize("code", ["SignatureDoesNotMatch", "IncompleteSignature"])
def test_texts_that_echo_the_request_are_not_shown(code: str) -> None:
    text = f"server string to sign is: ACS3-HMAC-SHA256 {'ab' * 32} with x-acs-security-token:{SECRET_KEY}"
    error = error_of(refused(code, text))
    assert error.message == "the signature was refused"
    assert SECRET_KEY not in f"{error} {error!r}"


def test_a_404_without_a_code_is_no_task_that_is_not_found() -> None:
    """All calls have one path here: nobody but a wrong address answers it."""
    with pytest.raises(ApiError) as caught:
        bench(ALIBABA, [answer({}, 404)]).fetch("1")
    assert caught.value.kind == "lasting"
