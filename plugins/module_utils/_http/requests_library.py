# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""The one import of ``requests``, so that this collection can be imported where it is missing."""

from __future__ import annotations

import re
import traceback
from typing import TYPE_CHECKING

REQUESTS_IMPORT_ERROR: str | None = None
"""The traceback of the failed import, for ``fail_json(exception=...)``; None when ``requests`` is there."""

REQUESTS_MINIMUM = "2.25.1"
"""The oldest release of ``requests`` that is supported: Debian 11, RHEL 9 and Ubuntu 22.04 ship it."""

if TYPE_CHECKING:
    import requests
    from requests import PreparedRequest
    from requests.auth import AuthBase
else:
    try:
        import requests
        from requests import PreparedRequest
        from requests.auth import AuthBase
    except ImportError:
        REQUESTS_IMPORT_ERROR = traceback.format_exc()
        requests = None
        # Classes derive from it when they are imported, long before anybody can report the problem.
        AuthBase = object
        PreparedRequest = object

__all__ = (
    "REQUESTS_IMPORT_ERROR",
    "REQUESTS_MINIMUM",
    "AuthBase",
    "PreparedRequest",
    "requests",
    "requests_problem",
)


def _release(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version)[:3])


def requests_problem() -> str | None:
    """Say why ``requests`` cannot be used, in a sentence for the user; None when it can."""
    if REQUESTS_IMPORT_ERROR is not None:
        return f"The Python library requests ({REQUESTS_MINIMUM} or newer) is missing on this host."
    found = getattr(requests, "__version__", "0")
    if _release(found) < _release(REQUESTS_MINIMUM):
        return f"The Python library requests is too old on this host: found {found}, need {REQUESTS_MINIMUM} or newer."
    return None
