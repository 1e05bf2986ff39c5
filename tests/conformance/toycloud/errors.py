# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What Toycloud's errors mean: objects with a code, whatever the status."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError, ErrorKind
from ansible_collections.edgeops.cdn.plugins.module_utils._model.foreign import as_text

_KINDS: Mapping[str, ErrorKind] = {
    "Busy": "passing",
    "TooFast": "throttled",
    "NoSuchTask": "missing",
    "TokenExpired": "expired",
}
_HINTS = {"Denied": "Give the token the right to purge.", "TokenExpired": "Get a new token."}


def read_error(answer: Answer, document: Any) -> ApiError | None:
    """The error in a response, whatever its HTTP status; None where there is none."""
    found = document.get("error") if isinstance(document, dict) else None
    if not found:
        return None
    record = found if isinstance(found, dict) else {}
    code = as_text(record.get("code")) or "UnknownError"
    kind = _KINDS.get(code, "throttled" if answer.status == 429 else "passing" if answer.status >= 500 else "lasting")
    return ApiError(code, as_text(record.get("text")) or "no error text", kind, hint=_HINTS.get(code))
