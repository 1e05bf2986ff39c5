# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""The options that every connection shares, and what they mean; checked before anything is sent."""

from __future__ import annotations

import os
import ssl
from dataclasses import dataclass
from typing import Any, Mapping, Sequence
from urllib.parse import urlsplit

from ansible_collections.edgeops.cdn.plugins.module_utils._http.budget import Budget
from ansible_collections.edgeops.cdn.plugins.module_utils._http.client import Client
from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Login, Patience, Service
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.hosts import host_problem, is_loopback
from ansible_collections.edgeops.cdn.plugins.module_utils._model.typed import read_duration, read_number

from .seam import ArgumentSpec, Runtime

#: How a provider's API is reached; the doc fragment api documents them.
API_OPTIONS: ArgumentSpec = {
    "endpoint": {"type": "str"},
    "connect_timeout": {"type": "raw", "default": 5.0},
    "read_timeout": {"type": "raw", "default": 30.0},
    "retries": {"type": "int", "default": 3},
    "calls_per_second": {"type": "float"},
    "validate_certs": {"type": "bool", "default": True},
    "ca_path": {"type": "path"},
}


@dataclass(frozen=True)
class Connection:
    """How the API is reached, as the options have it."""

    #: The address, `https://HOST[:PORT]`.
    endpoint: str
    patience: Patience
    #: The most calls per second that the user allows, below those that the vendor documents; None for all of these.
    calls_per_second: float | None
    #: What certificates are verified against: True for the system's, False for nothing, or a path.
    verify: bool | str


def read_connection(options: Mapping[str, Any], default_endpoint: str) -> Connection:
    """The connection that the API options describe; OptionError names the one that cannot be used."""
    given = options["endpoint"]
    rate = options["calls_per_second"]
    return Connection(
        endpoint=parse_endpoint(given, "endpoint") if given else default_endpoint,
        patience=Patience(
            connect_timeout=read_duration(options, "connect_timeout"),
            read_timeout=read_duration(options, "read_timeout"),
            retries=int(read_number(options, "retries", 0, 100)),
        ),
        calls_per_second=None if rate is None else read_number(options, "calls_per_second", 0.1, 1000),
        verify=_verification(options),
    )


def open_client(
    service: Service, connection: Connection, runtime: Runtime, login: Login, secrets: Sequence[str]
) -> Client:
    """A client for a connection, which signs in with the login and shows none of the secrets."""
    runtime.secrets.add(*secrets)
    transport = runtime.transport(connection.verify, runtime.environ)
    return Client(service, connection.patience, transport, login, runtime.clock, runtime.secrets)


def open_budgets(rates: Mapping[str, float], connection: Connection, runtime: Runtime) -> dict[str, Budget]:
    """A budget for each of the rates that a vendor documents, or below, where the user wants less."""
    most = connection.calls_per_second
    return {name: Budget(rate if most is None else min(rate, most), runtime.clock) for name, rate in rates.items()}


def parse_endpoint(value: str, option: str) -> str:
    """An API's address as `https://host[:port]`; plain http for loopback alone, where nobody listens."""
    text = value.strip()
    expected = "Expected https://HOST or https://HOST:PORT."
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise OptionError(f"{option}: not an address. {expected}") from None
    if "@" in text:
        raise OptionError(f"{option}: must not hold a user name or password. {expected}")
    if port == 0 or parts.netloc.endswith(":"):
        raise OptionError(f"{option}: {text!r} has no valid port. {expected}")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise OptionError(f"{option}: {text!r} has more than a host and a port. {expected}")
    loopback = is_loopback(host)
    problem = host_problem(host, underscores=False)
    if problem is not None:
        raise OptionError(f"{option}: no valid host name: {text!r} {problem}. {expected}")
    if parts.scheme != "https" and not (parts.scheme == "http" and loopback):
        raise OptionError(
            f"{option}: {text!r} would send credentials unencrypted. {expected} "
            "http:// is accepted for loopback addresses only."
        )
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}" + (f":{port}" if port else "")


def _verification(options: Mapping[str, Any]) -> bool | str:
    ca_path = options["ca_path"]
    if ca_path and not os.path.exists(ca_path):
        raise OptionError(
            f"ca_path: {ca_path} does not exist. Expected a file of PEM certificates, or a folder of them."
        )
    if not options["validate_certs"]:
        return False
    if ca_path:
        is_folder = os.path.isdir(ca_path)
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(
                cafile=None if is_folder else ca_path, capath=ca_path if is_folder else None
            )
        except OSError as exc:
            raise OptionError(
                f"ca_path: {ca_path} cannot be used ({exc.strerror or type(exc).__name__}). "
                "Expected a file of PEM certificates, or a folder of them."
            ) from None
    return str(ca_path) if ca_path else True
