# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""What Alibaba Cloud's error responses mean.

Codes are from the pages of the calls and the page "Common error codes". The HTTP status of a code varies between
pages, so the code decides.
"""

from __future__ import annotations

import re
from typing import Any

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError, ErrorKind
from ansible_collections.edgeops.cdn.plugins.module_utils._model.foreign import as_text
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.errors import of_call_without_task

from .product import Product

#: Sent for an id that is not known, not known any more, or not known yet.
MISSING_CODES = ("InvalidTaskId.Malformed", "InvalidTaskId", "InvalidTaskId.NotFound", "InvalidTime")

#: Worth another try with a key that was fetched anew, where keys are fetched.
_EXPIRED = "InvalidSecurityToken.Expired"
_PASSING = ("SignatureNonceUsed", "ServiceBusy", "ServiceUnavailable", "InternalError")
_THROTTLED = re.compile(r"^(Throttling(\..+)?|TooManyRequests|FlowControlError)$")

_CLOCK_HINT = "Set this machine's clock right: a request may be at most 15 minutes off."
#: Codes that mean a missing permission.
_DENIED = ("Forbidden.RAM", "NoPermission", "Forbidden")
_HINTS = {
    "InvalidAccessKeyId.NotFound": "Check access_key: this key does not exist.",
    "InvalidAccessKeyId.Inactive": "Enable the access key in the RAM console, or use another one.",
    "SignatureDoesNotMatch": "Check secret_key: it does not belong to access_key.",
    "IncompleteSignature": "A proxy may have changed the request on its way.",
    "InvalidTimeStamp.Expired": _CLOCK_HINT,
    "InvalidTimeStamp.Format": _CLOCK_HINT,
    "InvalidSecurityToken.Expired": "Get a new temporary key: this security_token has expired.",
    "InvalidSecurityToken.Malformed": "Check security_token.",
    "InvalidSecurityToken.MismatchWithAccessKey": (
        "access_key, secret_key and security_token must come from the same response of STS."
    ),
    "MissingSecurityToken": "This is a temporary key: set security_token as well.",
    "OperationDenied": "{title} is not activated for this account, or the account is overdue.",
    "InvalidTime": "Alibaba Cloud tells of the last three days only.",
    "InvalidDomain.NotFound": "Check domain: it is not an accelerated domain of this account.",
}
_LATER_HINT = "Submit the rest, which the key not_submitted holds, {when}."
_QUOTA_HINT = (
    "The day's quota does not suffice; edgeops.cdn.{name}_quota_info tells what is left. Submit the rest "
    "tomorrow, or ask Alibaba Cloud for a larger quota."
)
#: Where a call submits, these codes mean something else, or something more.
_SUBMIT_HINTS = {
    "QuotaExceeded.Refresh": _QUOTA_HINT,
    "QuotaExceeded.Preload": _QUOTA_HINT,
    "QuotaPerMinuteExceeded.Refresh": _LATER_HINT.format(when="in a minute"),
    "TooMany.Refresh": _LATER_HINT.format(when="when earlier purges have finished"),
    "PreloadQueueFull": _LATER_HINT.format(when="when earlier prefetches have finished"),
    "InvalidExtensiveDomain.ValueNotSupported": "Submit URLs of single hosts: a wildcard domain cannot be purged.",
    "InvalidObjectType.Malformed": "The service does not know this kind of purge by the word sent for it. If it "
    "is one with ignore_params, purge the URLs with their parameters, or their directory.",
    "InvalidDomain.NotFound": "The host of a URL is not an accelerated domain of this account, or belongs to "
    "another product of Alibaba Cloud (CDN and DCDN are two).",
}
#: Their texts echo the whole signed request.
_ECHOING = ("SignatureDoesNotMatch", "IncompleteSignature")


class Errors:
    """Reads the errors in a product's responses."""

    def __init__(self, product: Product) -> None:
        self._product = product
        submitting = (product.purge, product.purge_by_tag, product.prefetch)
        self._read_policy = self._grant(product.by_id, product.list)
        self._submit_policy = self._grant(*submitting)
        self._quota_policy = self._grant(product.quota)

    def read(self, answer: Answer, document: Any) -> ApiError | None:
        """The error in a response, whatever its HTTP status; None where there is none."""
        if not isinstance(document, dict):
            return None
        code = as_text(document.get("Code")) or as_text(document.get("code"))
        if code is None or (code in ("200", "Success", "OK") and answer.status == 200):
            return None
        message = as_text(document.get("Message")) or as_text(document.get("message")) or "no error text"
        if code in _ECHOING:
            message = "the signature was refused"
        request_id = (
            as_text(document.get("RequestId"))
            or as_text(document.get("requestId"))
            or answer.headers.get("x-acs-request-id")
        )
        hint = self._read_policy if code in _DENIED else self._fill(_HINTS.get(code))
        denied = document.get("AccessDeniedDetail")
        action = as_text(denied.get("AuthAction")) if isinstance(denied, dict) else None
        if action:
            # What the response itself says of the denied action is better still.
            hint = f"Grant the action {action} in a RAM policy."
        return ApiError(
            code, message, _kind(code, answer.status), status=answer.status, request_id=request_id, hint=hint
        )

    def submit(self, answer: Answer, document: Any) -> ApiError | None:
        """The error in a response to a submission."""
        hints = {code: self._fill(hint) or "" for code, hint in _SUBMIT_HINTS.items()}
        error = self.read(answer, document)
        return of_call_without_task(error, hints, [self._read_policy], self._submit_policy)

    def quota(self, answer: Answer, document: Any) -> ApiError | None:
        """The error in a response to the call that reads quotas."""
        return of_call_without_task(self.read(answer, document), {}, [self._read_policy], self._quota_policy)

    def _fill(self, hint: str | None) -> str | None:
        return hint and hint.format(name=self._product.name, title=self._product.title)

    def _grant(self, *calls: str) -> str:
        actions = [self._product.action(call) for call in calls]
        if len(actions) == 1:
            return f"Grant the action {actions[0]} in a RAM policy with the resource *."
        return f"Grant the actions {', '.join(actions[:-1])} and {actions[-1]} in a RAM policy with the resource *."


def _kind(code: str, status: int) -> ErrorKind:
    if code in MISSING_CODES:
        return "missing"
    if code == _EXPIRED:
        return "expired"
    if _THROTTLED.match(code) or status == 429:
        return "throttled"
    return "passing" if code in _PASSING or status >= 500 else "lasting"
