# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.
"""Says in our own words what the HTTP libraries raise. What it does not understand is passing."""

from __future__ import annotations

import re
from typing import Iterator
from urllib.parse import urlsplit

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import CONNECTION_HINTS, ApiError

from .proxies import Proxy
from .requests_library import requests

_TUNNEL = re.compile(r"Tunnel connection failed: ([0-9]{3})\b")
_NO_CONNECTION = ("NewConnectionError", "NameResolutionError", "ConnectTimeoutError", "ConnectTimeout", "gaierror")


def failure_of(exc: Exception, url: str, proxy: Proxy | None, begun: bool) -> ApiError:
    """The error for what the libraries raised, in our own words, because their texts may quote headers.

    begun says whether anything of the request may have been sent.
    """
    origin = origin_of(url)
    chain = list(_chain(exc))
    names = {type(item).__name__ for item in chain}
    reason = _certificate_problem(chain)
    if reason:
        return ApiError(
            "CertificateError",
            f"no secure connection to {origin}: {reason}",
            "lasting",
            hint="Set ca_path to the certificate authority's file if the server is yours.",
            arrived=False,
        )
    unconnected = any(name in names for name in _NO_CONNECTION)
    # Through a proxy, nothing but the proxy is connected to.
    if proxy is not None and (unconnected or "ProxyError" in names or not (begun or "SSLError" in names)):
        return _proxy_failure(chain, names, origin, proxy)
    if isinstance(exc, requests.exceptions.SSLError):
        return ApiError("TlsError", f"no secure connection to {origin}: the TLS handshake failed", "passing")
    if isinstance(exc, requests.exceptions.ConnectTimeout):
        return no_connection("ConnectTimeout", f"no connection to {origin} in time")
    if isinstance(exc, requests.exceptions.Timeout) or "ReadTimeoutError" in names:
        return too_slow(url)
    if "NameResolutionError" in names or "gaierror" in names:
        return no_connection("NameNotResolved", f"the host name of {origin} could not be resolved")
    if "NewConnectionError" in names:
        return no_connection("ConnectionFailed", f"no connection to {origin}: {_system_reason(chain) or 'refused'}")
    if isinstance(exc, FileNotFoundError) or (
        not begun and isinstance(exc, OSError) and "TLS CA certificate bundle" in str(exc)
    ):
        text = f"no secure connection to {origin}: the file of certificates cannot be read"
        return ApiError("CertificateError", text, "lasting", hint="Check ca_path.", arrived=False)
    if isinstance(exc, (requests.exceptions.ConnectionError, requests.exceptions.ChunkedEncodingError)) or (
        names & {"ProtocolError", "IncompleteRead", "ConnectionResetError", "BrokenPipeError"}
    ):
        return broken(url)
    text = f"the response of {origin} could not be understood ({type(exc).__name__})"
    return ApiError("InvalidAnswer", text, "passing")


def broken(url: str) -> ApiError:
    """The error for a response that breaks off."""
    text = f"the connection to {origin_of(url)} broke before the response was complete"
    return ApiError("ConnectionLost", text, "passing")


def too_slow(url: str) -> ApiError:
    """The error for a response that does not come, or not to its end."""
    return ApiError("ReadTimeout", f"no complete response from {origin_of(url)} in time", "passing")


def no_connection(code: str, text: str) -> ApiError:
    """The error for a request that was not sent because no connection came about."""
    return ApiError(code, text, "passing", hint=CONNECTION_HINTS[code], arrived=False)


def origin_of(url: str) -> str:
    """Scheme, host and port of a URL, without a user name or a password."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _proxy_failure(chain: list[BaseException], names: set[str], origin: str, proxy: Proxy) -> ApiError:
    variable = proxy.variable
    statuses = [match.group(1) for match in (_TUNNEL.search(str(item)) for item in chain) if match]
    status = int(statuses[0]) if statuses else None
    hint = f"Check {variable} and no_proxy in the environment."
    if status is not None:
        reason = f"it responded with HTTP {status} when asked for a tunnel"
        if status == 407:
            hint = f"Put the proxy's user name and password, percent-encoded, into {variable}."
        elif status == 403:
            hint = f"Have the proxy let this host reach {origin}, or check {variable} and no_proxy in the environment."
    elif names & {"NameResolutionError", "gaierror"}:
        reason = "its host name could not be resolved"
    elif names & {"ConnectTimeoutError", "ConnectTimeout", "ReadTimeoutError", "ReadTimeout", "timeout"}:
        reason = "it did not respond in time"
    else:
        reason = _system_reason(chain) or "it made no connection"
    text = f"the proxy for {origin}, which {variable} names, could not be used: {reason}"
    return ApiError(
        "ProxyError", text, "passing", status=status, hint=hint, arrived=False, shown_as=f"ProxyError of {variable}"
    )


def _chain(exc: BaseException | None) -> Iterator[BaseException]:
    """An exception and all that it wraps: as an argument, a reason, its cause or its context."""
    found: list[BaseException] = []
    waiting = [exc]
    while waiting and len(found) < 20:
        current = waiting.pop(0)
        if not isinstance(current, BaseException) or any(current is item for item in found):
            continue
        found.append(current)
        yield current
        waiting += [arg for arg in current.args if isinstance(arg, BaseException)]
        waiting += [getattr(current, "reason", None), current.__cause__, current.__context__]


def _system_reason(chain: list[BaseException]) -> str:
    return next((item.strerror for item in chain if isinstance(item, OSError) and item.strerror), "")


def _certificate_problem(chain: list[BaseException]) -> str:
    """Why the library refused a certificate; empty where the certificate was not the trouble."""
    for item in chain:
        # urllib3 1 compares the names itself, and its error has nothing but a text.
        reason = getattr(item, "verify_message", "") or (str(item) if type(item).__name__ == "CertificateError" else "")
        if reason:
            return f"its certificate was not accepted: {reason.rstrip('.')}"
    return ""
