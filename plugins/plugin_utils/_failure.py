# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This plugin util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""The failure of an action, whose result holds what we have put there and nothing else."""

from __future__ import annotations

import traceback
from types import TracebackType
from typing import Any

from ansible.errors import AnsibleActionFail


def failure(text: str, result: dict[str, Any] | None = None, trace: TracebackType | None = None) -> AnsibleActionFail:
    """Return the error that ends a task with this message; the traceback is shown without texts of exceptions.

    Until 2.18, ansible-core puts into the result of every such error the traceback of the exception that is being
    handled, with its text. Nobody has taken the secrets out of that one.
    """
    # A copy, because until 2.18 it writes into what it is given.
    failed = AnsibleActionFail(text, result=None if result is None else {**result})
    # From 2.19 on this is a copy, and nothing is to be mended.
    document = failed.result
    document.pop("exception", None)
    if trace is not None:
        document["exception"] = "".join(traceback.format_tb(trace)) + text
    elif result and "exception" in result:
        document["exception"] = result["exception"]
    return failed.with_traceback(trace) if trace is not None else failed
