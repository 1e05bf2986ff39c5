# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""What Tencent Cloud's error responses mean.

Every response of the service has HTTP status 200 and one object, Response; an error is a key of it. Codes are from
the page "Common error codes" and from the lists of the calls in the official SDK for Go. Exact codes come first,
then what stands before the dot.
"""

from __future__ import annotations

from typing import Any, Mapping

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError, ErrorKind
from ansible_collections.edgeops.cdn.plugins.module_utils._model.foreign import as_text
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.errors import of_call_without_task

from .product import Product

#: The common codes; everything that is not here is lasting.
_KINDS: Mapping[str, ErrorKind] = {
    # Only where a key can be renewed; whoever gave a temporary key has to give another one.
    "AuthFailure.TokenFailure": "expired",
    "RequestLimitExceeded": "throttled",
    "InternalError": "passing",
    "ServiceUnavailable": "passing",
    # By the absence of any code for it, the service responds with no rows to an unknown id.
    "ResourceNotFound": "missing",
}
#: Codes whose parts behind the dot say something else than the part before it.
_EXACT = ("ResourceNotFound",)
_DENIED = ("UnauthorizedOperation", "AuthFailure.UnauthorizedOperation")
_CREDENTIALS_HINT = "Check access_key, secret_key and security_token: they must belong together."
_HINTS = {
    "AuthFailure.SecretIdNotFound": "Check access_key: this account site does not know it. Accounts of the "
    "international site need endpoint: {international}.",
    "AuthFailure.InvalidSecretId": "Check access_key: it is not that of an API key (SecretId).",
    "AuthFailure.SignatureFailure": "Check secret_key: it does not belong to access_key.",
    "AuthFailure.SignatureExpire": "Set this machine's clock right: a request may be at most five minutes off.",
    "AuthFailure.TokenFailure": "Get a new temporary key: this security_token has expired, or belongs to another key.",
    "AuthFailure.InvalidAuthorization": _CREDENTIALS_HINT,
    "AuthFailure.MFAFailure": "This key needs a second factor, which the collection cannot give.",
    "IpInBlacklist": "This address is not allowed to call the API.",
    "IpNotInWhitelist": "This address is not allowed to call the API.",
    "InvalidAction": "Check endpoint: it is not the API's address.",
    "NoSuchProduct": "Check endpoint: it is not the API's address.",
    "NoSuchVersion": "Check endpoint: it is not the API's address.",
}


class Errors:
    """Reads the errors in a product's responses."""

    def __init__(self, product: Product) -> None:
        self._product = product
        self._read_policy, self._submit_policy, self._quota_policy = (
            _grant(product.service, actions)
            for actions in (product.read_actions, product.submit_actions, product.quota_actions)
        )

    def read(self, answer: Answer, document: Any) -> ApiError | None:
        """The error in a response, whatever its HTTP status; None where there is none."""
        response = response_of(document)
        if response is None or response.get("Error") in (None, {}):
            return None
        error = response["Error"]
        # An error of a shape that is not documented is an error all the same.
        error = error if isinstance(error, dict) else {"Message": as_text(error)}
        code = as_text(error.get("Code")) or "UnknownError"
        message = as_text(error.get("Message")) or "no error text"
        request_id = as_text(response.get("RequestId"))
        hint = self._read_policy if self._is_denial(code) else self._hint(code)
        return ApiError(
            code, message, self._kind(code, answer.status), status=answer.status, request_id=request_id, hint=hint
        )

    def submit(self, answer: Answer, document: Any) -> ApiError | None:
        """The error in a response to a submission."""
        hints = {code: self._fill(hint) for code, hint in self._product.submit_hints.items()}
        return of_call_without_task(self.read(answer, document), hints, [self._read_policy], self._submit_policy)

    def quota(self, answer: Answer, document: Any) -> ApiError | None:
        """The error in a response to a call that reads quotas."""
        return of_call_without_task(self.read(answer, document), {}, [self._read_policy], self._quota_policy)

    def _kind(self, code: str, status: int) -> ErrorKind:
        return self._product.kinds.get(code) or common_kind(code, status)

    def _is_denial(self, code: str) -> bool:
        return code in _DENIED or (code.startswith("UnauthorizedOperation.") and code not in self._product.hints)

    def _hint(self, code: str) -> str | None:
        hint = self._product.hints.get(code) or _HINTS.get(code)
        return hint and self._fill(hint)

    def _fill(self, hint: str) -> str:
        product = self._product
        return hint.format(name=product.name, title=product.title, international=product.international)


def common_kind(code: str, status: int) -> ErrorKind:
    """What an error is that no product has a code of its own for: by the code, by its family, or by the HTTP status."""
    family = code.partition(".")[0]
    found = _KINDS.get(code)
    if found is None and family not in _EXACT:
        found = _KINDS.get(family)
    if found is None:
        found = "throttled" if status == 429 else "passing" if status >= 500 else "lasting"
    return found


def response_of(document: Any) -> Mapping[str, Any] | None:
    """What a response holds; None where it is not one of Tencent Cloud's."""
    response = document.get("Response") if isinstance(document, dict) else None
    return response if isinstance(response, dict) else None


def _grant(service: str, actions: Any) -> str:
    names = [f"{service}:{action}" for action in actions]
    listed = f"actions {', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else f"action {names[0]}"
    return f"Grant the {listed} in a CAM policy with the resource *."
