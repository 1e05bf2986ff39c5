# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Signed requests: the parts of an Authorization header, and the headers that it says were signed.

Each cloud checks its own signatures with the official SDK's own signer, in its folder. The request is rebuilt from
the wire with exactly the headers that SignedHeaders lists, and signed again. So both the SDK, which signs all it
sends, and a client that signs the required set pass.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .wire import Wire


@dataclass(frozen=True)
class Authorization:
    """The three parts of an Authorization header."""

    scheme: str
    access_key: str
    signed_headers: tuple[str, ...]
    signature: str


class MissingSignedHeader(ValueError):
    """SignedHeaders names a header that did not arrive."""


def parse(pattern: re.Pattern[str], scheme: str, text: str) -> Authorization | None:
    """The parts of a header that a pattern with three groups fits: key, names, signature; else None."""
    match = pattern.fullmatch(text.strip())
    if not match:
        return None
    access_key, names, signature = match.groups()
    return Authorization(scheme, access_key, tuple(names.lower().split(";")), signature.lower())


def listed(wire: Wire, names: tuple[str, ...]) -> dict[str, str]:
    """The headers that were signed. Raises MissingSignedHeader."""
    try:
        return {name: wire.headers[name] for name in names}
    except KeyError as error:
        raise MissingSignedHeader(str(error.args[0])) from None
