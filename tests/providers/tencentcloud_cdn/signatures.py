# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Signatures of Tencent Cloud, checked with the official SDK's own signer.

Vendor page: "Signature v3".
"""

from __future__ import annotations

import hmac
import re
from types import SimpleNamespace

from tencentcloud.common.abstract_client import AbstractClient

from tests.emulator.signatures import Authorization, parse
from tests.emulator.wire import Wire

TENCENT_SCHEME = "TC3-HMAC-SHA256"
#: What the official SDKs sign; its signer knows no other set.
SIGNED = ("content-type", "host")

# A space after the algorithm and after each comma; the credential is the key, then date, service and a constant.
_TENCENT = re.compile(
    rf"{TENCENT_SCHEME} Credential=([^,\s]+), SignedHeaders=([^,\s]+), Signature=([0-9a-fA-F]+)",
)
_CREDENTIAL = re.compile(r"([^/\s]+)/(\d{4}-\d{2}-\d{2})/([a-z0-9]+)/tc3_request")


def parse_tencent(text: str) -> Authorization | None:
    """The parts of the header, the bare key among them."""
    found = parse(_TENCENT, TENCENT_SCHEME, text)
    scope = None if found is None else scope_of(found.access_key)
    if found is None or scope is None:
        return None
    return Authorization(found.scheme, scope[0], found.signed_headers, found.signature)


def scope_of(credential: str) -> tuple[str, str, str] | None:
    """Key, date and service of a credential."""
    match = _CREDENTIAL.fullmatch(credential)
    return (match.group(1), match.group(2), match.group(3)) if match else None


def scope_in(text: str) -> tuple[str, str, str] | None:
    """Key, date and service of a header."""
    found = parse(_TENCENT, TENCENT_SCHEME, text)
    return None if found is None else scope_of(found.access_key)


def signature_of(
    method: str, host: str, content_type: str, timestamp: str, body: str, date: str, service: str, secret_key: str
) -> str:
    """What the official SDK's signer makes of a request; `body` is the query of a GET."""
    request = SimpleNamespace(
        method=method,
        uri="/",
        data=body,
        header={"Content-Type": content_type, "Host": host, "X-TC-Timestamp": timestamp},
    )
    return str(AbstractClient._get_tc3_signature(None, {}, request, date, service, secret_key))


def verify_tencent(wire: Wire, secret_key: str) -> bool:
    """Whether a request carries the right TC3-HMAC-SHA256 signature over the bytes it brought."""
    text = wire.headers.get("authorization", "")
    found, scope = parse_tencent(text), scope_in(text)
    if found is None or scope is None or found.signed_headers != SIGNED:
        return False
    try:
        body = wire.body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    _key, date, service = scope
    expected = signature_of(
        wire.method,
        wire.headers.get("host", ""),
        wire.headers.get("content-type", ""),
        wire.headers.get("x-tc-timestamp", ""),
        body if wire.method != "GET" else wire.raw_query,
        date,
        service,
        secret_key,
    )
    return hmac.compare_digest(expected, found.signature)
