# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""The network: requests, with everything bounded. Certificates verified, no redirects, no reading of user's files."""

from __future__ import annotations

import queue
import threading
import time
import warnings
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Callable, Mapping, TypeVar
from urllib.parse import urlsplit
from urllib.request import proxy_bypass_environment  # type: ignore[attr-defined]  # public, but not in typeshed

from ansible_collections.edgeops.cdn.plugins.module_utils._errors import CONNECTION_HINTS, ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._hosts import is_loopback
from ansible_collections.edgeops.cdn.plugins.module_utils._http import Answer, Request
from ansible_collections.edgeops.cdn.plugins.module_utils._requests import AuthBase, requests

#: Bytes, decompressed. The largest documented answer, 10,000 rows of a list, has about 3 MB.
LARGEST_ANSWER = 64 * 1024 * 1024
#: Connections kept open per host; at least as many as threads ask at the same time.
POOL_SIZE = 16
USER_AGENT = "edgeops.cdn (Ansible collection)"

_T = TypeVar("_T")


class RequestsTransport:
    """A pooled session. Proxies come from the given environment alone, never from the platform's settings."""

    def __init__(self, verify: bool | str, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self._session = requests.Session()
        # Off: netrc would replace our credentials, and macOS's proxy look-up crashes in forked workers.
        self._session.trust_env = False
        # Nothing is kept between requests: an edge may answer the owner of a cookie otherwise than a visitor.
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self._session.verify = verify
        if verify is False:
            # What the user has decided needs no warning in the middle of a module's output.
            warnings.filterwarnings("ignore", "Unverified HTTPS request")
        self._session.headers.update({"User-Agent": USER_AGENT, "Accept": "application/json"})
        adapter = requests.adapters.HTTPAdapter(pool_connections=2, pool_maxsize=POOL_SIZE)
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, adapter)

    def send(self, request: Request, auth: AuthBase, connect_timeout: float, read_timeout: float) -> Answer:
        """Both timeouts in seconds; the second one bounds the whole answer, not only the pauses in it."""
        limit = connect_timeout + read_timeout
        return _bounded(lambda: self._exchange(request, auth, connect_timeout, read_timeout), limit, request.url)

    def _exchange(self, request: Request, auth: AuthBase, connect_timeout: float, read_timeout: float) -> Answer:
        until = time.monotonic() + connect_timeout + read_timeout
        try:
            with self._session.request(
                request.method,
                request.url,
                headers=dict(request.headers),
                data=request.body,
                auth=auth,
                timeout=(connect_timeout, read_timeout),
                allow_redirects=False,
                proxies=proxies_for(request.url, self._environ),
                stream=True,
            ) as response:
                body = bytearray()
                for chunk in response.iter_content(65536):
                    body += chunk
                    if len(body) > LARGEST_ANSWER:
                        text = f"the answer was larger than {LARGEST_ANSWER // 2**20} MiB"
                        raise ApiError("AnswerTooLarge", text, "passing", status=response.status_code)
                    if time.monotonic() > until:
                        raise _too_slow(request.url)
                headers = {name.lower(): value for name, value in response.headers.items()}
                announced = headers.get("content-length", "")
                # Older releases of the layers below take an answer that breaks off for a whole one.
                if announced.isascii() and announced.isdigit() and response.raw.tell() < int(announced):
                    raise _broken(request.url)
                return Answer(response.status_code, headers, bytes(body))
        except (OSError, ValueError) as exc:
            # All of requests' own are OSErrors. It lets through some of the layers below: a certificate bundle that
            # cannot be read (OSError), a header that cannot be sent (ValueError, with the header in its text).
            raise _error_of(exc, request.url) from None


def proxies_for(url: str, environ: Mapping[str, str]) -> dict[str, str]:
    """The proxy for a URL by the usual variables (https_proxy, http_proxy, all_proxy, no_proxy, in either case)."""
    parts = urlsplit(url)
    if parts.scheme == "http" and is_loopback(parts.hostname or ""):
        return {}  # unencrypted credentials must not leave this host

    def variable(name: str) -> str:
        return environ.get(name) or environ.get(name.upper()) or ""

    exceptions = {"no": variable("no_proxy")}
    if any(proxy_bypass_environment(host, exceptions) for host in (parts.hostname or "", parts.netloc)):
        return {}
    proxy = variable(f"{parts.scheme}_proxy") or variable("all_proxy")
    return {parts.scheme: proxy} if proxy else {}


def _bounded(job: Callable[[], _T], seconds: float, url: str) -> _T:
    """Run a job, but not for longer: a socket's timeout bounds neither name look-up nor an answer that drips."""
    outcome: queue.SimpleQueue[tuple[bool, Any]] = queue.SimpleQueue()

    def run() -> None:
        try:
            outcome.put((True, job()))
        except BaseException as exc:  # pylint: disable=broad-exception-caught  # handed on to the caller's thread
            outcome.put((False, exc))

    # A daemon, so that a hanging look-up does not keep the process from ending.
    threading.Thread(target=run, daemon=True).start()
    try:
        succeeded, value = outcome.get(timeout=seconds)
    except queue.Empty:
        raise _too_slow(url) from None
    if not succeeded:
        raise value
    result: _T = value
    return result


def _broken(url: str) -> ApiError:
    text = f"the connection to {_origin(url)} broke before the answer was complete"
    return ApiError("ConnectionLost", text, "passing")


def _no_connection(code: str, text: str) -> ApiError:
    return ApiError(code, text, "passing", hint=CONNECTION_HINTS[code], arrived=False)


def _too_slow(url: str) -> ApiError:
    return ApiError("ReadTimeout", f"no complete answer from {_origin(url)} in time", "passing")


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _error_of(exc: Exception, url: str) -> ApiError:
    """Own words only: exception texts of the HTTP library may quote headers."""
    errors = requests.exceptions
    origin = _origin(url)
    names = _names_in_chain(exc)
    if isinstance(exc, errors.SSLError):
        reason = _certificate_problem(exc)
        return ApiError(
            "CertificateError" if reason else "TlsError",
            f"no secure connection to {origin}: {reason or 'the TLS handshake failed'}",
            "lasting" if reason else "passing",
            hint="Set ca_path to the certificate authority's file if the server is yours." if reason else None,
            # Certificates are looked at before anything is sent; anything else may happen at any time.
            arrived=not reason,
        )
    if isinstance(exc, errors.ProxyError):
        text = f"the proxy for {origin} could not be used"
        return ApiError("ProxyError", text, "passing", hint="Check https_proxy and no_proxy in the environment.")
    if isinstance(exc, errors.ConnectTimeout):
        return _no_connection("ConnectTimeout", f"no connection to {origin} in time")
    if isinstance(exc, errors.Timeout) or "ReadTimeoutError" in names:
        return _too_slow(url)
    if "NameResolutionError" in names or "gaierror" in names:
        return _no_connection("NameNotResolved", f"the host name of {origin} could not be resolved")
    if "NewConnectionError" in names:
        return _no_connection("ConnectionFailed", f"no connection to {origin}: {_system_reason(exc) or 'refused'}")
    if isinstance(exc, errors.ContentDecodingError):
        return ApiError("InvalidAnswer", f"the answer of {origin} could not be decompressed", "passing")
    if isinstance(exc, (errors.ConnectionError, errors.ChunkedEncodingError)):
        return _broken(url)
    # A plain ValueError is the standard library's, about a header.
    if isinstance(exc, errors.InvalidHeader) or not isinstance(exc, OSError):
        return ApiError(
            "InvalidCredentials", "a credential holds a character that cannot be sent", "lasting", arrived=False
        )
    return ApiError("RequestFailed", f"the request to {origin} failed ({type(exc).__name__})", "lasting")


def _chain(exc: BaseException | None) -> list[BaseException]:
    """An exception and everything that it wraps: as an argument, as a reason, as its cause or its context."""
    found: list[BaseException] = []
    waiting = [exc]
    while waiting and len(found) < 20:
        current = waiting.pop(0)
        if not isinstance(current, BaseException) or current in found:
            continue
        found.append(current)
        waiting += [arg for arg in current.args if isinstance(arg, BaseException)]
        waiting += [getattr(current, "reason", None), current.__cause__, current.__context__]
    return found


def _names_in_chain(exc: BaseException) -> set[str]:
    return {type(item).__name__ for item in _chain(exc)}


def _system_reason(exc: BaseException) -> str:
    return next((item.strerror for item in _chain(exc) if isinstance(item, OSError) and item.strerror), "")


def _certificate_problem(exc: BaseException) -> str:
    """Why a certificate was not accepted; empty where the certificate was not the trouble."""
    for item in _chain(exc):
        # urllib3 1 compares the names itself, and its error has nothing but a text.
        reason = getattr(item, "verify_message", "") or (str(item) if type(item).__name__ == "CertificateError" else "")
        if reason:
            return f"its certificate was not accepted: {reason.rstrip('.')}"
    return ""
