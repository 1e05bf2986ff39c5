# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""The proxy on the way to a URL, by the usual variables of the environment; checked before a request."""

from __future__ import annotations

import importlib.util
import ipaddress
import re
from dataclasses import dataclass, field
from typing import Mapping
from urllib.parse import urlsplit
from urllib.request import proxy_bypass_environment  # type: ignore[attr-defined]  # public, but not in typeshed

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.hosts import host_problem, is_address, is_loopback

EXPECTED = "Expected http://HOST:PORT, or http://USER:PASSWORD@HOST:PORT."

_ESCAPES = "In a user name or password, write / as %2F, ? as %3F, # as %23, @ as %40."


@dataclass(frozen=True)
class Proxy:
    """A proxy and the variable that names it. Show the variable alone: the URL may hold a password."""

    variable: str
    url: str = field(repr=False)


def proxy_for(url: str, environ: Mapping[str, str]) -> Proxy | None:
    """The proxy for a URL by https_proxy, http_proxy, all_proxy and no_proxy; None where there is none."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme == "http" and is_loopback(host):
        return None  # unencrypted credentials must not leave this host
    exceptions = _variable(environ, "no_proxy")
    if exceptions is not None and _is_exempt(host, parts.netloc, exceptions.url):
        return None
    return _variable(environ, f"{parts.scheme}_proxy") or _variable(environ, "all_proxy")


def proxies_for(url: str, environ: Mapping[str, str]) -> dict[str, str]:
    """The proxy for a URL as requests takes it."""
    proxy = proxy_for(url, environ)
    return {urlsplit(url).scheme: proxy.url} if proxy else {}


def _variable(environ: Mapping[str, str], name: str) -> Proxy | None:
    for variable in (name, name.upper()):
        if environ.get(variable, "").strip():
            return Proxy(variable, environ[variable])
    return None


def _is_exempt(host: str, netloc: str, exceptions: str) -> bool:
    if any(proxy_bypass_environment(name, {"no": exceptions}) for name in (host, netloc)):
        return True
    return is_address(host) and any(_holds(entry.strip(), host) for entry in exceptions.split(","))


def _holds(network: str, address: str) -> bool:
    try:
        return "/" in network and ipaddress.ip_address(address) in ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False


def check_proxy(proxy: Proxy) -> None:
    """Raise an ApiError where nothing can be sent through it; it names the variable and not its value."""
    problem = _problem(proxy.url)
    if problem is not None:
        text = f"the variable {proxy.variable} in the environment names no proxy that can be used: it {problem}"
        raise ApiError("InvalidProxy", text, "lasting", hint=EXPECTED, arrived=False)


def _problem(value: str) -> str | None:
    if not re.fullmatch(r"[!-~]+", value):
        return "has white space (perhaps a line break at its end), a control character or one outside ASCII in it"
    scheme, separator, rest = value.partition("://")
    scheme, rest = (scheme.lower(), rest) if separator else ("http", value)
    if scheme not in ("http", "https", "socks4", "socks4a", "socks5", "socks5h"):
        return "begins with a scheme that is not http, https, socks4, socks4a, socks5 or socks5h"
    try:
        parts = urlsplit(f"{scheme}://{rest}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return f"has no valid host and port. {_ESCAPES}"
    if port == 0 or parts.netloc.endswith(":") or "\\" in value:
        return f"has no valid host and port. {_ESCAPES}"
    if "@" in parts.path + parts.query + parts.fragment:
        return f"has a user name or password with a character that must be percent-encoded. {_ESCAPES}"
    problem = host_problem(host)
    if problem is None and scheme.startswith("socks") and importlib.util.find_spec("socks") is None:
        return "names a SOCKS proxy, for which the Python library PySocks is missing on this host"
    return problem
