# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Signatures of Volcengine and BytePlus, checked with the official SDK's own signer."""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import datetime
from urllib.parse import unquote

from volcengine.auth.SignerV4 import SignerV4
from volcengine.auth.SignParam import SignParam
from volcengine.Credentials import Credentials

from tests.emulator.signatures import Authorization, MissingSignedHeader, listed, parse
from tests.emulator.wire import Wire, split_query

VOLC_SCHEME = "HMAC-SHA256"
DATE = "%Y%m%dT%H%M%SZ"

# A space after the algorithm and after each comma; the credential is the key, then date, region, service, a constant.
_VOLC = re.compile(rf"{VOLC_SCHEME} Credential=([^,\s]+), SignedHeaders=([^,\s]+), Signature=([0-9a-f]{{64}})")
_CREDENTIAL = re.compile(r"([^/\s]+)/(\d{8})/([a-z0-9-]+)/(CDN|cdn|sts)/request")


def parse_volcengine(text: str) -> Authorization | None:
    """The parts of the header, the bare key among them."""
    found, scope = parse(_VOLC, VOLC_SCHEME, text), scope_in(text)
    if found is None or scope is None:
        return None
    return Authorization(found.scheme, scope[0], found.signed_headers, found.signature)


def scope_in(text: str) -> tuple[str, str, str, str] | None:
    """Key, date, region and service of a header."""
    found = parse(_VOLC, VOLC_SCHEME, text)
    match = None if found is None else _CREDENTIAL.fullmatch(found.access_key)
    return None if match is None else (match.group(1), match.group(2), match.group(3), match.group(4))


def authorization_of(
    method: str,
    path: str,
    query: dict[str, str],
    headers: dict[str, str],
    body: bytes,
    moment: datetime,
    key: tuple[str, str],
    region: str,
    service: str,
    token: str = "",
) -> str:
    """What the official SDK sends for a request; `headers` are those that are signed, by names in lower case."""
    param = SignParam()
    param.set_method(method)
    param.set_path(path)
    param.set_query(dict(query))
    param.set_body(body)
    param.set_date(moment)
    # It knows headers by the capitals that it writes itself.
    param.set_header_list({"-".join(part.capitalize() for part in name.split("-")): headers[name] for name in headers})
    return str(SignerV4.sign_only(param, Credentials(*key, service, region, token)).authorization)


def verify_volcengine(wire: Wire, secret_key: str) -> bool:
    """Whether a request carries the right signature over the bytes it brought."""
    text = wire.headers.get("authorization", "")
    auth, scope = parse_volcengine(text), scope_in(text)
    if auth is None or scope is None:
        return False
    access_key, _date, region, service = scope
    # The SDK's signer makes its own; a server compares.
    if wire.headers.get("x-content-sha256") not in (None, hashlib.sha256(wire.body).hexdigest()):
        return False
    try:
        headers = listed(wire, auth.signed_headers)
        moment = datetime.strptime(wire.headers.get("x-date", ""), DATE)
    except (MissingSignedHeader, ValueError):
        return False
    query = dict(split_query(wire.raw_query, unquote))
    expected = authorization_of(
        wire.method, wire.raw_path, query, headers, wire.body, moment, (access_key, secret_key), region, service
    )
    return hmac.compare_digest(expected, text)
