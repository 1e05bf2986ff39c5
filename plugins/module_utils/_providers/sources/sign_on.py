# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Keys for an access token that a command line tool has kept from a login in a browser.

The token is used until it ends, and never refreshed: the next one would have to be written into the tool's own file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Callable

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer, Request
from ansible_collections.edgeops.cdn.plugins.module_utils._model.clock import Deadline
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError, OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.times import rfc3339
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.credentials import AccessKey
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Runtime

from .exchange import Exchange


@dataclass(frozen=True)
class Kept:
    """An access token of a login."""

    token: str = field(repr=False)
    #: Seconds since the epoch; None where nobody has said.
    ends: float | None


class SignOn:
    """A key for the access token that the tool has kept, which is looked up for every key.

    login is the command that leads to another token. kept raises OptionError where there is none. first is a key that
    the tool has kept as well.
    """

    renewable = True

    def __init__(
        self,
        name: str,
        login: str,
        kept: Callable[[], Kept],
        request_of: Callable[[str], Request],
        key_in: Callable[[Any, Exchange], AccessKey | ApiError | None],
        exchange: Exchange,
        runtime: Runtime,
        first: AccessKey | None = None,
    ) -> None:
        self.name = name
        self._login = login
        self._kept = kept
        self._request_of = request_of
        self._key_in = key_in
        self._exchange = exchange
        self._runtime = runtime
        self._first = first

    def read(self, deadline: Deadline | None = None) -> AccessKey:
        first, self._first = self._first, None
        if first is not None:
            return first
        try:
            kept = self._kept()
        except OptionError as exc:
            raise ApiError("SignInMissing", str(exc), "lasting", hint=f"Run {self._login}.") from None
        self._runtime.secrets.add(kept.token)
        if kept.ends is not None and kept.ends <= self._runtime.clock.time():
            text = f"the login of {self.name} ended at {rfc3339(kept.ends)}"
            raise ApiError("SignInExpired", text, "lasting", hint=f"Run {self._login} again.")
        return self._exchange.call(self._request_of(kept.token), self._read, deadline)

    def _read(self, answer: Answer, document: Any) -> AccessKey | ApiError | None:
        if answer.status in (401, 403, 404):
            hint = f"Run {self._login} again, and check that this account and role are assigned to you."
            return ApiError("SignInRefused", f"{self.name} refused a key", "lasting", hint=hint)
        return self._key_in(document, self._exchange) if 200 <= answer.status < 300 else None
