# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""What the error responses of CloudFront mean.

Codes are from the service model of the official SDK and from the page "Common errors". The code decides, then the
HTTP status: a matter of the rate has status 400.
"""

from __future__ import annotations

from typing import Any, Mapping

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError, ErrorKind
from ansible_collections.edgeops.cdn.plugins.module_utils._model.foreign import as_text
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.errors import of_call_without_task

_KINDS: Mapping[str, ErrorKind] = {
    "NoSuchInvalidation": "missing",
    # Frees itself as other invalidations complete.
    "TooManyInvalidationsInProgress": "throttled",
    "Throttling": "throttled",
    "ThrottlingException": "throttled",
    "RequestThrottled": "throttled",
    "RequestThrottledException": "throttled",
    "TooManyRequestsException": "throttled",
    "InternalFailure": "passing",
    "InternalError": "passing",
    "ServiceUnavailable": "passing",
    "ExpiredToken": "expired",
    "ExpiredTokenException": "expired",
}
_CLOCK = "Set this machine's clock right: a request may be at most 15 minutes off."
_KEY = "Check access_key, and partition: a key of aws means nothing to aws-cn, nor the other way round."
_PARENT = "Check distribution_id or distribution_tenant_id, the account of the key, and partition."
_TOKEN = "Get a new temporary key: this security_token has expired, or is not that of access_key."
_READ_POLICY = (
    "Allow cloudfront:GetInvalidation and cloudfront:ListInvalidations (of a tenant: "
    "cloudfront:GetInvalidationForDistributionTenant and cloudfront:ListInvalidationsForDistributionTenant) for the "
    "distribution in IAM."
)
_SUBMIT_POLICY = (
    "Allow cloudfront:CreateInvalidation (of a tenant: cloudfront:CreateInvalidationForDistributionTenant) for the "
    "distribution in IAM."
)
_HINTS = {
    "NoSuchDistribution": _PARENT,
    "EntityNotFound": _PARENT,
    "AccessDenied": _READ_POLICY,
    "InvalidClientTokenId": _KEY,
    "UnrecognizedClientException": _KEY,
    "MissingAuthenticationToken": _KEY,
    "OptInRequired": "CloudFront is not activated for this account.",
    "SignatureDoesNotMatch": "Check secret_key: it does not belong to access_key. " + _CLOCK,
    "IncompleteSignature": "Check secret_key: it does not belong to access_key.",
    "RequestExpired": _CLOCK,
    "RequestTimeTooSkewed": _CLOCK,
    "ExpiredToken": _TOKEN,
    "ExpiredTokenException": _TOKEN,
}
_SUBMIT_HINTS = {
    "BatchTooLarge": "Submit fewer paths at a time.",
    "TooManyInvalidationsInProgress": "3,000 paths and 15 with a wildcard may be in progress for a distribution: wait "
    "until others have completed.",
    "InvalidArgument": "Check the paths: they begin with a slash, and have a wildcard at their end alone.",
}


def read_error(answer: Answer, document: Any) -> ApiError | None:
    """The error in a response; None where there is none."""
    root = document if isinstance(document, dict) else {}
    envelope = root.get("ErrorResponse")
    holder = envelope if isinstance(envelope, dict) else root
    if "Error" not in holder and envelope is None:
        return None
    error = holder.get("Error")
    # An error of a shape that is not documented is an error all the same.
    error = error if isinstance(error, dict) else {}
    code = as_text(error.get("Code")) or "UnknownError"
    return ApiError(
        code,
        as_text(error.get("Message")) or "no error text",
        _kind(code, answer.status),
        status=answer.status,
        request_id=as_text(holder.get("RequestId")),
        hint=_HINTS.get(code),
    )


def submit_errors(answer: Answer, document: Any) -> ApiError | None:
    """The error in a response to a submission."""
    return of_call_without_task(read_error(answer, document), _SUBMIT_HINTS, [_READ_POLICY], _SUBMIT_POLICY)


def _kind(code: str, status: int) -> ErrorKind:
    found = _KINDS.get(code)
    if found is None:
        found = "throttled" if status == 429 else "passing" if status >= 500 else "lasting"
    return found
