# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Signatures of AWS, checked with the official SDK's own signer."""

from __future__ import annotations

import hmac
import re
from unittest import mock

import botocore.auth
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from tests.emulator.signatures import Authorization, MissingSignedHeader, listed, parse
from tests.emulator.wire import Wire

AWS_SCHEME = "AWS4-HMAC-SHA256"

_AWS = re.compile(rf"{AWS_SCHEME} Credential=([^,\s]+), SignedHeaders=([^,\s]+), Signature=([0-9a-f]{{64}})")
_CREDENTIAL = re.compile(r"([^/\s]+)/(\d{8})/([a-z0-9-]+)/([a-z0-9-]+)/aws4_request")


def parse_aws(text: str) -> Authorization | None:
    """The parts of the header, the bare key among them."""
    found, scope = parse(_AWS, AWS_SCHEME, text), scope_in(text)
    if found is None or scope is None:
        return None
    return Authorization(found.scheme, scope[0], found.signed_headers, found.signature)


def scope_in(text: str) -> tuple[str, str, str, str] | None:
    """Key, date, region and service of a header."""
    found = parse(_AWS, AWS_SCHEME, text)
    match = None if found is None else _CREDENTIAL.fullmatch(found.access_key)
    return None if match is None else (match.group(1), match.group(2), match.group(3), match.group(4))


class _Signer(SigV4Auth):  # type: ignore[misc]  # the SDK ships no types
    """botocore's signer at a moment that is given; it signs whatever headers the request brings."""

    def __init__(self, key: tuple[str, str], service: str, region: str, date: str) -> None:
        super().__init__(Credentials(*key), service, region)
        self.date = date

    def authorization(self, request: AWSRequest) -> str:
        request.context["timestamp"] = self.date
        canonical = self.canonical_request(request)
        signature = self.signature(self.string_to_sign(request, canonical), request)
        signed = self.signed_headers(self.headers_to_sign(request))
        return f"{AWS_SCHEME} Credential={self.scope(request)}, SignedHeaders={signed}, Signature={signature}"


def authorization_of(
    method: str,
    url: str,
    headers: dict[str, str],
    body: bytes,
    date: str,
    key: tuple[str, str],
    region: str,
    service: str,
) -> str:
    """What the official SDK's signer makes of a request with these headers, which are those that are signed."""
    request = AWSRequest(method, url, headers, body)
    signer = _Signer(key, service, region, date)
    # Of itself it signs every header but three.
    with mock.patch.object(botocore.auth, "SIGNED_HEADERS_BLACKLIST", []):
        return signer.authorization(request)


def verify_aws(wire: Wire, secret_key: str) -> bool:
    """Whether a request carries the right signature over the bytes it brought."""
    text = wire.headers.get("authorization", "")
    auth, scope = parse_aws(text), scope_in(text)
    if auth is None or scope is None:
        return False
    access_key, _date, region, service = scope
    try:
        headers = listed(wire, auth.signed_headers)
    except MissingSignedHeader:
        return False
    query = f"?{wire.raw_query}" if wire.raw_query else ""
    url = f"http://{wire.headers.get('host', '')}{wire.raw_path}{query}"
    date = wire.headers.get("x-amz-date", "")
    expected = authorization_of(wire.method, url, headers, wire.body, date, (access_key, secret_key), region, service)
    return hmac.compare_digest(expected, text)
