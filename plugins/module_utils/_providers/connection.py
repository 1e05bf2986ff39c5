# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Options that modules share, and what is made of them. Everything is checked here, before anything is sent."""

from __future__ import annotations

import os
import ssl
from typing import Any, Dict, Mapping, Sequence
from urllib.parse import urlsplit

from ansible_collections.edgeops.cdn.plugins.module_utils._http.budget import Budget
from ansible_collections.edgeops.cdn.plugins.module_utils._http.client import Client, Login
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.hosts import host_problem, is_loopback
from ansible_collections.edgeops.cdn.plugins.module_utils._model.times import parse_duration, parse_option

from .seam import Filters, Runtime

ArgumentSpec = Dict[str, Dict[str, Any]]

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

#: Which tasks an info module answers; the doc fragment task_info documents them.
INFO_OPTIONS: ArgumentSpec = {
    "ids": {"type": "raw"},
    "operation": {"type": "str", "choices": ["purge", "prefetch"]},
    "object_type": {"type": "str"},
    "state": {
        "type": "list",
        "elements": "str",
        "choices": ["pending", "running", "succeeded", "failed", "unknown"],
    },
    "created_after": {"type": "str"},
    "created_before": {"type": "str"},
    "limit": {"type": "int"},
    "include_raw": {"type": "bool", "default": False},
}

FILTER_OPTIONS = ("operation", "object_type", "state", "created_after", "created_before", "limit")

#: Far more tasks than any provider remembers.
_LARGEST_LIMIT = 1_000_000_000

#: Every option of time of every module: the least and the most, in seconds. All are of the type raw, for Ansible would
#: take true for 1 second, and refuse 15m.
DURATIONS: dict[str, tuple[float, float]] = {
    "connect_timeout": (0.1, 300),
    "read_timeout": (0.1, 3_600),
    # A year is far beyond any provider's history; poll intervals below a tenth would only burn budget.
    "timeout": (1, 31_536_000),
    "wait_timeout": (1, 31_536_000),
    "poll_interval": (0.1, 3_600),
    "progress_interval": (0.1, 3_600),
    "missing_grace": (0, 31_536_000),
    "settle": (0, 31_536_000),
}


def parse_endpoint(value: str, option: str) -> str:
    """An API's address as `https://host[:port]`; plain http is for loopback alone, where nobody listens in."""
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


def read_duration(options: Mapping[str, Any], option: str) -> float:
    """An option of time, in seconds; OptionError names it and what was expected."""
    return parse_duration(options[option], option, *DURATIONS[option])


def open_client(
    provider: str, options: Mapping[str, Any], runtime: Runtime, login: Login, secrets: Sequence[str]
) -> Client:
    """The HTTP client that the API options describe."""
    runtime.secrets.add(*secrets)
    return Client(
        provider=provider,
        transport=runtime.transport(_verification(options), runtime.environ),
        login=login,
        clock=runtime.clock,
        connect_timeout=read_duration(options, "connect_timeout"),
        read_timeout=read_duration(options, "read_timeout"),
        retries=int(read_number(options, "retries", 0, 100)),
        secrets=runtime.secrets,
    )


def open_budget(options: Mapping[str, Any], documented: float, runtime: Runtime) -> Budget:
    """The calls a second that a provider documents for a call, or fewer if the user wants to leave some to others."""
    if options["calls_per_second"] is None:
        return Budget(documented, runtime.clock)
    return Budget(min(documented, read_number(options, "calls_per_second", 0.1, 1000)), runtime.clock)


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


def read_number(options: Mapping[str, Any], option: str, least: float, most: float) -> float:
    """An option that is a number; OptionError for one out of range, and for true, which Ansible takes for 1."""
    if isinstance(options[option], bool):
        raise OptionError(f"{option}: expected a number from {least:g} to {most:g}, got {options[option]}.")
    value = float(options[option])
    if not least <= value <= most:
        raise OptionError(f"{option}: {value:g} is out of range. Expected {least:g} to {most:g}.")
    return value


def parse_filters(options: Mapping[str, Any], own: Sequence[str], now: float) -> Filters:
    """What an info module's options ask for, the provider's own ones included."""
    after, before = (
        parse_option(options[option], option, now) if options[option] is not None else None
        for option in ("created_after", "created_before")
    )
    if after is not None and before is not None and after >= before:
        raise OptionError("created_after must be earlier than created_before.")
    if after is not None and after > now:
        raise OptionError("created_after lies in the future: no task can match.")
    limit = None if options["limit"] is None else int(read_number(options, "limit", 1, _LARGEST_LIMIT))
    return Filters(
        operation=options["operation"],
        object_type=options["object_type"].strip().lower() if options["object_type"] else None,
        states=tuple(options["state"] or ()),
        created_after=after,
        created_before=before,
        limit=limit,
        own={option: options[option] for option in own},
    )
