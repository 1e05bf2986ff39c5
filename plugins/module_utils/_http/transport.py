# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.
"""The network: requests, with everything bounded.

It verifies certificates, and knows no redirects, no cookies and no files of the user.
"""

from __future__ import annotations

import logging
import queue
import re
import threading
import time
import warnings
from typing import Any, Callable, Mapping, TypeVar

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError

from .bodies import ACCEPT_ENCODING, BrokenOff, read_body
from .connections import Flight, open_adapter
from .failures import broken, failure_of, no_connection, origin_of, too_slow
from .messages import Answer, Request
from .proxies import check_proxy, proxies_for, proxy_for
from .requests_library import AuthBase, PreparedRequest, requests

#: Connections kept open per host; at least as many threads as ask at the same time.
POOL_SIZE = 16
USER_AGENT = "edgeops.cdn (Ansible collection)"

#: What HTTP lets a header's value hold.
_HEADER_VALUE = re.compile("(?![ \t])[\t\x20-\x7e\x80-\xff]*")

_T = TypeVar("_T")


class RequestsTransport:
    """Sends over pooled connections. Proxies come from the given environment, never from the platform."""

    def __init__(self, verify: bool | str, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self._verify = verify
        if verify is False:
            # The user has decided this, so that no warning need stand in the middle of a module's output.
            warnings.filterwarnings("ignore", "Unverified HTTPS request")
        # urllib3 quotes headers that it cannot parse, and Ansible writes to its log what anybody tells it.
        logging.getLogger("urllib3").propagate = False
        # Not a session of requests, which keeps cookies, reads redirects and netrc, and on macOS asks the platform for
        # proxies, which crashes in forked workers.
        self._adapter = open_adapter(POOL_SIZE)

    def send(self, request: Request, auth: AuthBase, connect_timeout: float, read_timeout: float) -> Answer:
        """The response. Timeouts are in seconds; the second bounds the whole response, not only its pauses."""
        prepared = _prepare(request, auth)
        proxy = proxy_for(request.url, self._environ)
        if proxy is not None:
            check_proxy(proxy)
        flight = Flight()
        limit = connect_timeout + read_timeout

        def exchange() -> Answer:
            flight.board()
            error: ApiError | None = None
            try:
                return self._exchange(request.url, prepared, (connect_timeout, read_timeout))
            except ApiError as exc:
                error = exc
            except BrokenOff:
                error = broken(request.url)
            except Exception as exc:  # pylint: disable=broad-exception-caught  # the libraries raise what they like
                error = failure_of(exc, request.url, proxy, flight.begun)
            # Here, where no other exception is its context: that would keep the body in memory.
            error.arrived = error.arrived and flight.begun
            raise error

        def overdue() -> ApiError:
            if flight.give_up():
                return too_slow(request.url)
            return no_connection("ConnectTimeout", f"no connection to {origin_of(request.url)} in time")

        return _bounded(exchange, limit, overdue)

    def _exchange(self, url: str, prepared: PreparedRequest, timeouts: tuple[float, float]) -> Answer:
        until = time.monotonic() + sum(timeouts)

        def check_time() -> None:
            if time.monotonic() > until:
                raise too_slow(url)

        with self._adapter.send(
            prepared, stream=True, timeout=timeouts, verify=self._verify, proxies=proxies_for(url, self._environ)
        ) as response:
            headers = {name.lower(): value for name, value in response.headers.items()}
            status = int(response.status_code)
            return Answer(status, headers, read_body(status, headers, response.raw, check_time))


def _prepare(request: Request, auth: AuthBase) -> PreparedRequest:
    """The request with its credentials; ApiError where one of its headers cannot be sent."""
    defaults = {"User-Agent": USER_AGENT, "Accept": "application/json", "Accept-Encoding": ACCEPT_ENCODING}
    headers = {**defaults, **request.headers}
    _check_headers(headers)
    try:
        prepared = requests.Request(
            request.method, request.url, headers=headers, data=request.body, auth=auth
        ).prepare()
    except requests.exceptions.RequestException:
        text = f"{origin_of(request.url)} is no address that a request can be sent to"
        raise ApiError("InvalidRequest", text, "lasting", arrived=False) from None
    _check_headers(prepared.headers)
    return prepared


def _check_headers(headers: Mapping[str, str | bytes]) -> None:
    """Raise an ApiError for a value that cannot be sent: the libraries would show it."""
    for name, value in headers.items():
        text = value.decode("latin-1") if isinstance(value, bytes) else value
        if not _HEADER_VALUE.fullmatch(text):
            text = f"a credential holds a character that cannot be sent, in the header {name}"
            raise ApiError("InvalidCredentials", text, "lasting", arrived=False)


def _bounded(job: Callable[[], _T], seconds: float, overdue: Callable[[], ApiError]) -> _T:
    """What a job returns in time; a socket's timeout bounds neither name look-up nor a dripping response."""
    outcome: queue.SimpleQueue[tuple[bool, Any]] = queue.SimpleQueue()

    def run() -> None:
        try:
            outcome.put((True, job()))
        except ApiError as exc:
            # Without the frames of the exchange, which hold the body.
            outcome.put((False, exc.with_traceback(None)))
        except BaseException as exc:  # pylint: disable=broad-exception-caught  # handed on to the caller's thread
            outcome.put((False, exc))

    # A daemon, so that a hanging look-up does not keep the process from ending.
    threading.Thread(target=run, daemon=True).start()
    try:
        succeeded, value = outcome.get(timeout=seconds)
    except queue.Empty:
        raise overdue() from None
    if not succeeded:
        try:
            raise value
        finally:
            # This frame is in its traceback: a cycle would keep it until a collection.
            del value
    result: _T = value
    return result
