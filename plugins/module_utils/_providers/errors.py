# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""What the errors of all vendors have in common."""

from __future__ import annotations

from typing import Collection, Mapping

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError, OptionError


def of_call_without_task(
    error: ApiError | None, hints: Mapping[str, str], policy_hints: Collection[str], denied: str
) -> ApiError | None:
    """The error of a call that is not about a task, so that none can be missing.

    hints are the call's own, by code. A hint that names the permission to read tasks, which are the policy_hints, is
    replaced by the one that names the call's.
    """
    if error is None:
        return None
    if error.kind == "missing":
        error.kind = "lasting"
    if error.hint in policy_hints:
        error.hint = denied
    error.hint = hints.get(error.code, error.hint)
    return error


def unreadable(provider: str, what: str) -> ApiError:
    """The error of a response that can be read, and is not what was asked for."""
    return ApiError("InvalidAnswer", f"the response is well-formed, but not {what}", "passing", provider=provider)


def no_such_object_type(object_type: str | None, operation: str | None, expected: str) -> OptionError:
    """The error of a query for an object type that a provider does not have, or not for this operation."""
    of = f" for {operation} tasks" if operation else ""
    return OptionError(f"object_type: {object_type!r} does not exist{of}. Expected {expected}.")
