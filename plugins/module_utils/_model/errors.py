# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""The two errors of this collection: what the user typed, and what a call to a provider met."""

from __future__ import annotations

import os
import traceback
from typing import Any, Literal, Mapping

from .shown import told

#: passing: worth another try; throttled: worth one after a pause; missing: no such task (yet);
#: expired: worth one try with a new token; lasting: trying again can only make it worse.
ErrorKind = Literal["passing", "throttled", "missing", "expired", "lasting"]


#: What to check where no connection came about, by the code of the error.
CONNECTION_HINTS = {
    "ConnectionFailed": "Check the endpoint, the proxy (https_proxy, no_proxy) and any firewall in between.",
    "ConnectTimeout": "Check the endpoint, the proxy (https_proxy, no_proxy) and any firewall in between; a slow line "
    "needs a longer connect_timeout.",
    "NameNotResolved": "Check the endpoint and the DNS.",
}
#: The codes of requests that used up their time.
TOO_SLOW = ("ConnectTimeout", "ReadTimeout")


class OptionError(ValueError):
    """An option that cannot be used. The text names it and says what was expected; nothing was sent."""


def mistake(exc: BaseException) -> str:
    """What to say of a fault in this code: kind and place, without its text, which may quote anything."""
    frames = traceback.extract_tb(exc.__traceback__)
    where = f" in {os.path.basename(frames[-1].filename)}, line {frames[-1].lineno}" if frames else ""
    return f"a mistake of this collection: {type(exc).__name__}{where}"


class ApiError(Exception):
    """A request that got no usable response, in one shape for every provider and every cause."""

    def __init__(
        self,
        code: str,
        message: str,
        kind: ErrorKind,
        provider: str = "",
        status: int | None = None,
        request_id: str | None = None,
        hint: str | None = None,
        retry_after: float | None = None,
        arrived: bool = True,
        understood: bool = True,
        shown_as: str = "",
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.kind = kind
        self.provider = provider
        self.status = status
        self.request_id = request_id
        self.hint = hint
        #: Seconds that the provider asked to wait.
        self.retry_after = retry_after
        #: False where the request surely did not reach the provider, so that even a submission may be repeated.
        self.arrived = arrived
        #: False where the response is none of the provider's own: a submission may have been accepted all the same.
        self.understood = understood
        self._shown_as = shown_as

    @property
    def is_passing(self) -> bool:
        """Whether trying again later may help."""
        return self.kind in ("passing", "throttled")

    @property
    def short(self) -> str:
        """One line for a progress display, without provider and hint."""
        name = told(self._shown_as or self.code, 200)
        return f"HTTP {self.status} {name}" if self.status else name

    def __str__(self) -> str:
        details = [told(self.code, 100)]
        if self.status:
            details.append(f"HTTP {self.status}")
        if self.request_id:
            details.append(f"request id {told(self.request_id, 100)}")
        text = f"{told(self.message).rstrip('.')} ({', '.join(details)})."
        if self.provider:
            text = f"{self.provider}: {text}"
        return f"{text} {told(self.hint)}" if self.hint else text

    def as_dict(self) -> dict[str, Any]:
        """The error as the user sees it; from_dict() reads it again where a slice's result arrives."""
        return {
            "provider": self.provider,
            "code": self.code,
            "message": self.message,
            "status": self.status,
            "request_id": self.request_id,
            "hint": self.hint,
        }

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> ApiError:
        """The lasting error that a module of this collection returned on another host."""
        return cls(
            str(document.get("code")),
            str(document.get("message")),
            "lasting",
            provider=str(document.get("provider") or ""),
            status=document.get("status"),
            request_id=document.get("request_id"),
            hint=document.get("hint"),
        )
