# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""What the error responses of Volcengine and BytePlus mean.

Codes are from the pages "Common error codes" of both sites and from those of the calls. An error is told by
ResponseMetadata.Error alone: many arrive with HTTP 200.
"""

from __future__ import annotations

from typing import Any, Mapping

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError, ErrorKind
from ansible_collections.edgeops.cdn.plugins.module_utils._model.foreign import as_text
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.errors import of_call_without_task

_PASSING = (
    "InternalError",
    "UndefinedError",
    "FailToConnect",
    "InternalServiceError",
    "ServiceUnavailableTemp",
    "InternalServiceTimeout",
    # A retired code; with some details it is a denial, see _kind().
    "CDN.InternalError",
)
_EXPIRED = "InvalidSecretToken"
_CLOCK_HINT = "Set this machine's clock right: a request may be at most 15 minutes old, and not from the future."
_KEY_HINT = "Check access_key, and site: a key of Volcengine means nothing to BytePlus, nor the other way round."
_SECRET_HINT = "Check secret_key: it does not belong to access_key. It is used as it is shown, not decoded."
#: Of every custom policy the pages say that it must hold these as well.
_ALWAYS = " A custom policy must hold IAM:Get* and IAM:List* as well, with the resource *."
_READ_POLICY = "Grant CDNReadOnlyAccess, or the action CDN:DescribeContentTasks, in IAM." + _ALWAYS
_SUBMIT_POLICY = (
    "Grant CDNRefreshAndPreheatAccess, or the actions CDN:SubmitRefreshTask and CDN:SubmitPreloadTask, in IAM, for "
    "the project of the domains." + _ALWAYS
)
_QUOTA_POLICY = "Grant CDNReadOnlyAccess, or the action CDN:DescribeContentQuota, in IAM." + _ALWAYS
#: Codes that mean a missing permission.
_DENIED = ("LackPolicy", "AccessDenied", "LackProjectPolicy", "AccessDenied.IAMUnauthorized")
_HINTS = {
    "InvalidAccessKey": _KEY_HINT,
    "InvalidClientTokenId": _KEY_HINT,
    "SignatureDoesNotMatch": _SECRET_HINT,
    "InvalidTimestamp": _CLOCK_HINT,
    _EXPIRED: "Get a new temporary key: this security_token has expired, or is not that of access_key.",
    "AccessDenied.WhitelistUnauthorized": "Volcengine has to enable this for the account first: open a ticket.",
    "ServiceNotFound": "Check endpoint: it is not the address of the CDN API.",
    "InvalidActionOrVersion": "Check endpoint: it is not the address of the CDN API.",
}
_QUOTA_HINT = (
    "Today's quota does not suffice; edgeops.cdn.volcengine_cdn_quota_info tells what is left. Submit the rest "
    "tomorrow, or ask Volcengine for a larger quota."
)
#: Where a call submits, these codes mean something else, or something more.
_SUBMIT_HINTS = {
    "NotFound.Domain": "The host of a URL is not a domain of this account: check the URLs, and site, because the "
    "sites have other accounts.",
    "AccessDenied.WhitelistUnauthorized": "delete and regexes have to be enabled for the account first: open a ticket.",
}
#: With which code an exhausted quota is told is not documented.
_PERHAPS_QUOTA = (
    "Check the URLs and options. With which code Volcengine tells that today's quota is used up is not documented: "
    "edgeops.cdn.volcengine_cdn_quota_info tells what is left."
)


def read_error(answer: Answer, document: Any) -> ApiError | None:
    """The error in a response, whatever its HTTP status; None where there is none."""
    found = _part(document, "ResponseMetadata").get("Error")
    if found is None:
        return None
    # An error of a shape that is not documented is an error all the same.
    error = found if isinstance(found, dict) else {}
    code = as_text(error.get("Code")) or as_text(error.get("CodeN")) or "UnknownError"
    detail = as_text(error.get("Detail")) or ""
    kind = _kind(code, answer.status, detail)
    is_denied = code in _DENIED or (code == "CDN.InternalError" and kind == "lasting")
    return ApiError(
        code,
        as_text(error.get("Message")) or "no error text",
        kind,
        status=answer.status,
        request_id=request_id_of(document),
        hint=_READ_POLICY if is_denied else _HINTS.get(code),
    )


def submit_errors(answer: Answer, document: Any) -> ApiError | None:
    """The error in a response to a submission."""
    error = of_call_without_task(read_error(answer, document), _SUBMIT_HINTS, [_READ_POLICY], _SUBMIT_POLICY)
    if error is not None and error.kind == "lasting":
        if "quota" in error.code.lower():
            error.hint = _QUOTA_HINT
        elif error.hint is None:
            error.hint = _PERHAPS_QUOTA
    return error


def quota_errors(answer: Answer, document: Any) -> ApiError | None:
    """The error in a response to the call that reads quotas."""
    return of_call_without_task(read_error(answer, document), {}, [_READ_POLICY], _QUOTA_POLICY)


def result_of(document: Any) -> Mapping[str, Any]:
    """What a response holds apart from its metadata; empty where that is not an object."""
    return _part(document, "Result")


def request_id_of(document: Any) -> str | None:
    """The request's id, in either spelling."""
    metadata = _part(document, "ResponseMetadata")
    return as_text(metadata.get("RequestId")) or as_text(metadata.get("RequestID"))


def _part(document: Any, name: str) -> Mapping[str, Any]:
    part = document.get(name) if isinstance(document, dict) else None
    return part if isinstance(part, dict) else {}


def _kind(code: str, status: int, detail: str = "") -> ErrorKind:
    if code == "CDN.InternalError" and detail.startswith("Code:AccessDenied"):
        return "lasting"
    if code == _EXPIRED:
        return "expired"
    if status == 429 or "FlowLimit" in code or code == "RequestLimitExceeded":
        return "throttled"
    # Which code an unknown id has, if it has one, is not documented; NotFound.Domain is another matter.
    if "NotFound" in code and "Task" in code:
        return "missing"
    if code in _PASSING or code.startswith("InternalError.") or status >= 500:
        return "passing"
    return "lasting"
