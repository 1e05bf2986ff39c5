# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Signatures of Alibaba Cloud, checked with the official SDK's own signers.

Vendor pages: "Request syntax and signature method V3", and that of V1, whose signature is in the query.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from types import SimpleNamespace
from typing import Any

from alibabacloud_credentials.utils.parameter_helper import compose_string_to_sign, sign_string
from alibabacloud_tea_openapi.utils import Utils, get_canonical_query_string, get_canonicalized_headers

from tests.emulator.signatures import Authorization, listed, parse
from tests.emulator.wire import Wire

ALIBABA_SCHEME = "ACS3-HMAC-SHA256"

# "one space after the algorithm, then commas without spaces"
_ALIBABA = re.compile(rf"{ALIBABA_SCHEME} Credential=([^,\s]+),SignedHeaders=([^,\s]+),Signature=([0-9a-fA-F]+)")


def parse_alibaba(text: str) -> Authorization | None:
    return parse(_ALIBABA, ALIBABA_SCHEME, text)


def _alibaba_request(wire: Wire, names: tuple[str, ...]) -> Any:
    return SimpleNamespace(
        method=wire.method, pathname=wire.raw_path, query=dict(wire.form_query), headers=listed(wire, names)
    )


def alibaba_string_to_sign(wire: Wire, auth: Authorization) -> str:
    """The server's string to sign, which SignatureDoesNotMatch echoes. It holds a hash, no secret.

    Raises MissingSignedHeader, ValueError.
    """
    request = _alibaba_request(wire, auth.signed_headers)
    headers, names = get_canonicalized_headers(request.headers)
    canonical = "\n".join(
        (
            wire.method,
            wire.raw_path or "/",
            get_canonical_query_string(request.query),
            headers,
            names,
            hashlib.sha256(wire.body).hexdigest(),
        )
    )
    return f"{ALIBABA_SCHEME}\n{hashlib.sha256(canonical.encode()).hexdigest()}"


def verify_alibaba(wire: Wire, auth: Authorization, secret_key: str) -> bool:
    """Whether a request carries the right ACS3-HMAC-SHA256 signature over the bytes it brought."""
    payload = hashlib.sha256(wire.body).hexdigest()
    if wire.headers.get("x-acs-content-sha256") != payload:
        return False
    try:
        request = _alibaba_request(wire, auth.signed_headers)
        signed = parse_alibaba(Utils.get_authorization(request, ALIBABA_SCHEME, payload, auth.access_key, secret_key))
    except ValueError:
        return False
    return signed is not None and hmac.compare_digest(signed.signature, auth.signature)


def accepts(wire: Wire, secret_key: str) -> bool:
    """The same, of a request that says itself how it is signed."""
    auth = parse_alibaba(wire.headers.get("authorization", ""))
    return auth is not None and verify_alibaba(wire, auth, secret_key)


def verify_query(wire: Wire, secret_key: str) -> bool:
    """Whether a query carries the right HMAC-SHA1 signature, of version 1, over its other parameters."""
    params = dict(wire.form_query)
    signature = params.pop("Signature", "")
    expected = sign_string(compose_string_to_sign(wire.method, params), f"{secret_key}&")
    return hmac.compare_digest(expected.encode("ascii"), signature.encode("utf-8", "replace"))
