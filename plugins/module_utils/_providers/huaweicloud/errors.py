# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""What Huawei Cloud's error responses mean.

Codes and their HTTP status are from the pages "Error Codes" of CDN and of API Gateway; several business errors
arrive with HTTP 200.
"""

from __future__ import annotations

from typing import Any

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError, ErrorKind
from ansible_collections.edgeops.cdn.plugins.module_utils._model.foreign import as_text
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.errors import of_call_without_task

#: Sent for an unknown task, and for one of another account, site or enterprise project.
MISSING_CODES = ("CDN.0003", "CDN.0108")

_HINTS = {
    "CDN.0001": "The provider refused a parameter: check the values of the options.",
    "CDN.0002": "Check access_key and secret_key, or the token.",
    "CDN.0003": "There is no such task.",
    "CDN.0004": "Grant the action cdn:configuration:queryCacheHistoryTask in IAM (not through an enterprise project).",
    "CDN.0020": "Set enterprise_project_id to a project on which this user has rights, or to all.",
    "CDN.0021": "Grant cdn:configuration:queryCacheHistoryTask in IAM, and set enterprise_project_id "
    "(all, or the project's id).",
    "CDN.0108": "The task id is unknown, or belongs to another account, another site (see region) or another "
    "enterprise project.",
    "CDN.0114": "CDN is not activated for this account.",
}
_GATEWAY_HINTS = {
    "0301": "Check access_key, secret_key and security_token (or the token) and this machine's clock. "
    "After more than five failures in a row Huawei Cloud locks the key for five minutes, so this is not tried again.",
    "0302": "This address or account is not allowed to call the API.",
    "0307": "Get a new token: this one has expired or belongs to another site.",
    "0308": "Other jobs of this account may be using up its calls per second.",
    "0802": "This account is forbidden to call the API.",
}
_STATUS_HINTS = {
    401: "Check the credentials.",
    403: "Grant the action cdn:configuration:queryCacheHistoryTask in IAM, and check enterprise_project_id.",
}
_FOREIGN_HINT = (
    "The host of a URL is not a domain of this account: check the URLs, region (another site has other accounts), and "
    "enterprise_project_id, which must be the project that the domain belongs to."
)
_QUOTA_HINT = (
    "The day's quota does not suffice; edgeops.cdn.huaweicloud_cdn_quota_info tells what is left. Submit the rest "
    "tomorrow, or ask Huawei Cloud for a larger quota."
)
#: Where a call submits, these codes mean something else, or something more.
_SUBMIT_HINTS = {
    "CDN.0005": _QUOTA_HINT,
    "CDN.0020": "Set enterprise_project_id to the project that the domains belong to, and on which this user has "
    "rights.",
    "CDN.0105": _FOREIGN_HINT,
    "CDN.0106": "The domain must be enabled, or being configured.",
    "CDN.0108": _FOREIGN_HINT,
    "CDN.0110": _QUOTA_HINT,
    "CDN.0115": "The domain is banned: ask Huawei Cloud.",
    "CDN.0116": "The domain is locked: ask Huawei Cloud.",
}
#: The purge's action is not on the pages that could be read; its name follows from the prefetch's.
_SUBMIT_DENIED = (
    "Grant the actions cdn:configuration:refreshCache (purge) and cdn:configuration:preheatCache (prefetch), or the "
    "system policies CDN RefreshAndPreheatAccess and CDN DomainReadOnlyAccess, and set enterprise_project_id to the "
    "project that the domains belong to."
)
#: The action of this one call is not documented.
_QUOTA_DENIED = "Grant the actions cdn:*:query* in IAM."
#: Hints that name the permission to read tasks.
_POLICY_HINTS = (_HINTS["CDN.0004"], _HINTS["CDN.0021"], _STATUS_HINTS[403])
#: Gateway codes by their last four digits.
_PASSING_GATEWAY = ("0203", "0601", "0605", "0606", "0608", "0609", "0610", "0611", "0612", "0613", "0705")


def read_error(answer: Answer, document: Any) -> ApiError | None:
    """The error in a response, whatever its HTTP status; None where there is none."""
    found = _find(document)
    if found is None:
        if answer.status in (401, 403):
            text = "responded without an error code"
            return ApiError(f"HTTP{answer.status}", text, "lasting", hint=_STATUS_HINTS[answer.status])
        return None
    code, message, request_id = found
    request_id = request_id or answer.headers.get("x-request-id") or answer.headers.get("x-iam-trace-id")
    return ApiError(
        code,
        message or "no error text",
        _kind(code, answer.status),
        status=answer.status,
        request_id=request_id,
        hint=_hint(code, answer.status),
    )


def detail_errors(answer: Answer, document: Any) -> ApiError | None:
    """The error in a response to the call that names a task in its path.

    An object without a code is taken for the service's; anything else with HTTP 404 is from a gateway in between.
    """
    error = read_error(answer, document)
    if error is None and answer.status == 404 and isinstance(document, dict):
        return ApiError("HTTP404", "responded without an error code", "missing")
    return error


def submit_errors(answer: Answer, document: Any) -> ApiError | None:
    """The error in a response to a submission."""
    return of_call_without_task(read_error(answer, document), _SUBMIT_HINTS, _POLICY_HINTS, _SUBMIT_DENIED)


def quota_errors(answer: Answer, document: Any) -> ApiError | None:
    """The error in a response to the call that reads quotas."""
    return of_call_without_task(read_error(answer, document), {}, _POLICY_HINTS, _QUOTA_DENIED)


def _find(document: Any) -> tuple[str, str, str | None] | None:
    """Code, text and request id, in the order in which the vendor's SDK looks for them."""
    if not isinstance(document, dict):
        return None
    inner = document.get("error")
    for holder in (inner, document):
        if not isinstance(holder, dict):
            continue
        for code_key, message_key in (("error_code", "error_msg"), ("errorCode", "errorMsg"), ("code", "message")):
            code = as_text(holder.get(code_key))
            if code:
                return code, as_text(holder.get(message_key)) or "", as_text(document.get("request_id"))
    if inner:
        # An error object of a shape that is not documented is an error all the same.
        return "UnknownError", as_text(inner) or "an error object of an undocumented shape", None
    return None


def _kind(code: str, status: int) -> ErrorKind:
    if code in MISSING_CODES:
        return "missing"
    if code == "CDN.0000":
        return "passing"
    gateway = _gateway_suffix(code)
    if gateway == "0307":
        return "expired"
    if gateway == "0308" or status == 429:
        return "throttled"
    if gateway in _PASSING_GATEWAY:
        return "passing"
    return "passing" if status >= 500 else "lasting"


def _hint(code: str, status: int) -> str | None:
    return _HINTS.get(code) or _GATEWAY_HINTS.get(_gateway_suffix(code)) or _STATUS_HINTS.get(status)


def _gateway_suffix(code: str) -> str:
    prefix, _dot, suffix = code.rpartition(".")
    return suffix[-4:] if prefix.upper() in ("APIG", "APIGW") else ""
