# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""A call to a provider's API: budget, deadline, retries, one kind of error; the network is handed in."""

from __future__ import annotations

import random
import re
import threading
from dataclasses import replace
from email.utils import parsedate_to_datetime
from typing import Any, Callable
from urllib.parse import urlsplit

from ansible_collections.edgeops.cdn.plugins.module_utils._model.clock import Clock, Deadline
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import TOO_SLOW, ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.hosts import host_problem
from ansible_collections.edgeops.cdn.plugins.module_utils._model.secrets import Secrets

from .budget import Budget
from .messages import Answer, Login, Patience, ReadError, Request, Service, Transport
from .requests_library import AuthBase

#: The longest pause in seconds that a provider may ask for (Retry-After).
LONGEST_PAUSE = 60.0
#: Pauses between retries are drawn from 0 to this many seconds, doubled with every retry (full jitter).
FIRST_BACKOFF = 1.0
#: Providers refuse a signature whose date is further off than 15 minutes; from here on the clock gets the blame.
SUSPICIOUS_CLOCK_SKEW = 600.0
#: The number of characters after which a provider's text is cut.
LONGEST_MESSAGE = 500
#: Request timeout, misdirected request, too early: another attempt may succeed. RFC 9110, 15.5; RFC 8470.
_PASSING = (408, 421, 425)
#: Not str.isdigit(), for which also a superscript is a digit.
_DIGITS = re.compile(r"^[0-9]+$")


class Client:
    """Calls one provider's API; safe to use from several threads."""

    def __init__(
        self,
        service: Service,
        patience: Patience,
        transport: Transport,
        login: Login,
        clock: Clock,
        secrets: Secrets | None = None,
        rng: Callable[[], float] = random.random,
    ) -> None:
        self._service = service
        self._patience = patience
        self._transport = transport
        self._login = login
        self._clock = clock
        # Not a copy: a login adds the tokens that it fetches.
        self._secrets = Secrets() if secrets is None else secrets
        self._rng = rng
        self._lock = threading.Lock()
        #: Requests sent, repeated ones included.
        self.calls = 0
        #: Requests sent again after a passing fault.
        self.repeated = 0
        #: The passing fault that the last request met; None after a good response.
        self.fault: ApiError | None = None
        #: When set, the client begins no request after it, and cuts off one under way. Who waits until then asks again
        #: by itself, so that a request that has taken its whole time is not repeated: others are due by then.
        self.deadline: Deadline | None = None
        #: Seconds by which the provider's clock was ahead of this machine's in the last response that had a date.
        self.skew: float | None = None
        #: The least and the most that this can be, by all dates: they are whole seconds, made some time under way.
        self.ahead: tuple[float, float] | None = None

    def call(self, request: Request, budget: Budget, read_error: ReadError) -> Any:
        """What the body of the response holds; ApiError for everything else."""
        attempt = 0
        renewed = False
        fault: ApiError | None = None
        while True:
            auth = self._sign_in()
            timeouts = self._turn(budget, fault)
            sent_at = self._clock.time()
            try:
                document = self._judge(self._transport.send(request, auth, *timeouts), read_error, sent_at)
                self.fault = None
                return document
            except ApiError as error:
                # Errors are kept; the frames that they went through hold whole responses.
                error.__traceback__ = error.__context__ = None
                self._clean_error(error)
                self.fault = error if error.is_passing else None
                if error.kind == "throttled":
                    budget.throttled(_capped(error.retry_after))
                if error.kind == "expired" and not renewed and self._login.renew(auth):
                    renewed, fault = True, None
                    continue
                gives_up = self.deadline is not None and error.code in TOO_SLOW
                if attempt >= self._patience.retries or gives_up or not _worth_repeating(request, error):
                    raise error
                pause = self._pause(error, attempt)
                if self.deadline is not None and pause >= self.deadline.remaining():
                    raise error
                fault = error
            attempt += 1
            self._clock.sleep(pause)

    def _sign_in(self) -> AuthBase:
        """What signs the next request; a fault on the way to it is the provider's, too."""
        try:
            return self._login.current(self.deadline)
        except ApiError as error:
            self._clean_error(error)
            self.fault = error if error.is_passing else None
            raise

    def _turn(self, budget: Budget, fault: ApiError | None) -> tuple[float, float]:
        """The connect and the read timeout of the next request, once it may be sent (again, after a fault)."""
        in_time = budget.wait_for_turn(self.deadline)
        remaining = float("inf") if self.deadline is None else self.deadline.remaining()
        if not in_time or remaining <= 0:
            if fault is not None:
                raise fault
            text = "the time to wait was over before the next call could be made"
            raise ApiError("DeadlineReached", text, "passing", provider=self._service.name, arrived=False)
        with self._lock:
            self.calls += 1
            self.repeated += fault is not None
        return min(self._patience.connect_timeout, remaining), min(self._patience.read_timeout, remaining)

    def _judge(self, answer: Answer, read_error: ReadError, sent_at: float) -> Any:
        skew = self._clock_skew(answer)
        if skew is not None:
            self.skew = skew
            self._narrow(skew, skew + 1 + self._clock.time() - sent_at)
        try:
            document = self._service.read_body(answer.body)
        except ValueError:
            document = None
        answer = self._with_clean_ids(answer)
        error = read_error(answer, document)
        if error is None and not 200 <= answer.status < 300:
            error = _error_of_status(answer, document is not None, self._service)
        if error is None and document is None:
            text = f"expected {self._service.body}, got {_kind_of_body(answer, self._service.body)}"
            error = ApiError("InvalidAnswer", text, "passing", hint=_PROXY_HINT)
        if error is None:
            # Responses of success echo what was sent as well.
            return self._secrets.value(document, foreign=True)
        error.status = error.status or answer.status
        for header in self._service.request_id_headers:
            error.request_id = error.request_id or answer.headers.get(header)
        error.retry_after = error.retry_after or self._retry_after(answer, skew or 0.0)
        if error.kind == "lasting" and skew is not None and abs(skew) > SUSPICIOUS_CLOCK_SKEW:
            direction = "behind" if skew > 0 else "ahead of"
            advice = f"This machine's clock is {abs(skew) / 60:.0f} minutes {direction} the provider's: set it right."
            error.hint = f"{error.hint} {advice}" if error.hint else advice
        raise error

    def _with_clean_ids(self, answer: Answer) -> Answer:
        """The response with clean request ids: of all headers they alone are shown, after a success as well."""
        names = [name for name in self._service.request_id_headers if name in answer.headers]
        ids = {name: self._clean(answer.headers[name]) for name in names}
        return replace(answer, headers={**answer.headers, **ids}) if ids else answer

    def _narrow(self, least: float, most: float) -> None:
        """Take in what one response's date says of the provider's clock."""
        with self._lock:
            known = self.ahead or (least, most)
            both = max(known[0], least), min(known[1], most)
            # Where dates contradict each other, somebody has set one of the clocks meanwhile.
            self.ahead = both if both[0] <= both[1] else (least, most)

    def _pause(self, error: ApiError, attempt: int) -> float:
        asked = _capped(error.retry_after)
        # The floor: in some services refused calls count against the limit as well.
        least = 1.0 if error.kind == "throttled" else 0.0
        longest = min(LONGEST_PAUSE, FIRST_BACKOFF * float(2**attempt))
        return least + self._rng() * longest if asked is None else asked + self._rng()

    def _retry_after(self, answer: Answer, skew: float) -> float | None:
        """Seconds to wait as the response asks: Retry-After, or the provider's own milliseconds."""
        milliseconds = answer.headers.get(self._service.retry_after_ms_header or "", "").strip()
        if _DIGITS.match(milliseconds):
            return int(milliseconds[:12]) / 1000
        text = answer.headers.get("retry-after", "").strip()
        if _DIGITS.match(text):
            return float(text[:9])
        moment = _http_date(text)
        # The date is that of the sender's clock.
        return None if moment is None else max(0.0, moment - skew - self._clock.time())

    def _clock_skew(self, answer: Answer) -> float | None:
        """Seconds by which the response's Date is ahead of this machine's clock."""
        moment = _http_date(answer.headers.get("date", ""))
        return None if moment is None else moment - self._clock.time()

    def _clean_error(self, error: ApiError) -> None:
        """Make an error that holds what a provider or a proxy wrote fit to be shown."""
        error.provider = self._service.name
        error.code, error.message = self._clean(error.code), self._clean(error.message)
        error.request_id = error.request_id and self._clean(error.request_id)
        error.hint = error.hint and self._clean(error.hint)
        error.args = (error.message,)

    def _clean(self, text: str) -> str:
        """The text without secrets, signatures, line breaks and excess length: providers echo what was sent."""
        text = " ".join(self._secrets.foreign(text).split())
        return text if len(text) <= LONGEST_MESSAGE else text[:LONGEST_MESSAGE] + "..."


_PROXY_HINT = "Perhaps it was not the API that responded: check the endpoint and any proxy in between."


def _worth_repeating(request: Request, error: ApiError) -> bool:
    if error.kind == "throttled":
        return True
    return error.kind == "passing" and (request.repeatable or not error.arrived)


def _capped(seconds: float | None) -> float | None:
    return None if seconds is None else min(seconds, LONGEST_PAUSE)


def _error_of_status(answer: Answer, legible: bool, service: Service) -> ApiError:
    """The error by the HTTP status alone, for a response that the provider's pages do not describe."""
    if 300 <= answer.status < 400 and _leads_somewhere(answer.headers.get("location")):
        text = "responded with a redirect, which is not followed because credentials must not travel on"
        hint = f"Set {service.endpoint_option} to the API's own address."
        return ApiError("Redirected", text, "lasting", hint=hint, understood=False)
    found = f"{service.body} without an error code" if legible else _kind_of_body(answer, service.body)
    text = f"responded with HTTP {answer.status} and {found}"
    if answer.status == 429:
        return ApiError("TooManyRequests", text, "throttled")
    if answer.status >= 500 or answer.status in _PASSING:
        return ApiError("ServerError", text, "passing")
    if not 400 <= answer.status < 500:
        return ApiError("InvalidAnswer", text, "passing", hint=_PROXY_HINT)
    return ApiError("RequestRefused", text, "lasting", hint=_PROXY_HINT, understood=False)


def _leads_somewhere(location: str | None) -> bool:
    """Whether a redirect has a target that can exist, or none, and so can be meant."""
    if location is None:
        return True
    try:
        parts = urlsplit(location)
        named = host_problem(parts.hostname or "") is None and parts.port != 0
    except ValueError:
        return False
    return bool(re.fullmatch("[!-~]+", location)) and (named or not (parts.scheme or location.startswith("//")))


def _kind_of_body(answer: Answer, body: str) -> str:
    """What to call a body that cannot be read."""
    if answer.body.strip() in (b"", b"null"):
        return "null" if answer.body.strip() else "an empty body"
    content_type = answer.headers.get("content-type", "").split(";")[0].strip().lower()
    start = answer.body.lstrip()[:9].lower()
    if body == "XML" and (content_type == "text/html" or start.startswith((b"<html", b"<!doctype"))):
        return "a page of HTML"
    if body != "XML" and (content_type == "text/html" or start.startswith(b"<")):
        return "a page of HTML or XML"
    return f"a body that is not valid {body}" if content_type else "a body of no stated type"


def _http_date(text: str) -> float | None:
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    # RFC 9110 dates are GMT; a zone of "-0000" parses as naive, which timestamp() would read as local time.
    return moment.timestamp() if moment.tzinfo is not None else None
