# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Hosts: which names can exist at all, and which are this machine itself."""

from __future__ import annotations

import ipaddress
import re

#: From RFC 1035, in characters.
LONGEST_HOST, LONGEST_LABEL = 253, 63

_LABEL = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?")


def is_address(host: str) -> bool:
    """Whether a host is given as an IP address."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def is_loopback(host: str) -> bool:
    """Whether what is sent to a host stays on this machine."""
    return host.lower() == "localhost" or (is_address(host) and ipaddress.ip_address(host).is_loopback)


def host_problem(host: str, underscores: bool = True) -> str | None:
    """Why no host can have this name, as the end of a sentence that begins with it; None where one can.

    Takes an IP address without brackets, or a name in ASCII. Names of services, unlike those of APIs, may have
    underscores.
    """
    if not host:
        return "has no host name"
    if "%" in host:
        return "has a host with a zone or an escape in it"
    if is_address(host):
        return None
    if len(host) > LONGEST_HOST:
        return f"has a host name of more than {LONGEST_HOST} characters"
    for label in host.split("."):
        if not label:
            return "has a host name with an empty part, which two dots, or a dot at an end, make"
        if len(label) > LONGEST_LABEL:
            return f"has a host name with a part of more than {LONGEST_LABEL} characters between dots"
        if not _LABEL.fullmatch(label) or ("_" in label and not underscores):
            return "has a host name with characters that are not letters, digits or inner hyphens"
    return None
