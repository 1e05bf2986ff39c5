# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every Python that a playbook of these tests starts imports this: it reaches this machine alone, or the test fails.

Runs on the oldest Python that a host may have.
"""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from typing import Any


def _address(host: str) -> Any:
    """The address that a text is; None for a name."""
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None


def leaving(event: str, arguments: tuple[Any, ...]) -> str | None:
    """The host beyond this machine that something in this Python is about to reach; None where there is none."""
    if event == "socket.getaddrinfo":
        # To look up a name asks a resolver, which may be anywhere.
        asked = arguments[0]
        name = asked.decode("ascii", "replace") if isinstance(asked, bytes) else str(asked or "")
        return None if name in ("localhost", "") or _address(name) else name
    if event not in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        return None
    made, address = arguments[0], arguments[-1]
    if made.family not in (socket.AF_INET, socket.AF_INET6) or not isinstance(address, tuple):
        return None
    host = str(address[0])
    found = _address(host)
    stays = host in ("localhost", "") if found is None else found.is_loopback
    return None if stays else host


def _watch_sockets(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse every connection that leaves this machine, before a packet is sent, and put it down."""
    host = leaving(event, arguments)
    if host is None:
        return
    with open(os.environ["EDGEOPS_CDN_REACHED"], "a", encoding="utf-8") as stream:  # noqa: PTH123  # every Python would import pathlib
        stream.write(host + "\n")
    raise ConnectionRefusedError("a test must not reach " + host)


if os.environ.get("EDGEOPS_CDN_REACHED"):
    sys.addaudithook(_watch_sockets)
