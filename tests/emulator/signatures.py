# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Signatures, checked with the official SDKs' own signers.

The request is rebuilt from the wire with exactly the headers that SignedHeaders lists, and signed
again. So both the SDK, which signs all it sends, and a client that signs the required set pass.
Vendor pages: Huawei Cloud "API request signing guide", Alibaba Cloud "Request syntax and signature
method V3".
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from alibabacloud_tea_openapi.utils import Utils, get_canonical_query_string, get_canonicalized_headers
from huaweicloudsdkcore.sdk_request import SdkRequest
from huaweicloudsdkcore.signer.signer import Signer

from .wire import Wire

HUAWEI_SCHEME = "SDK-HMAC-SHA256"
ALIBABA_SCHEME = "ACS3-HMAC-SHA256"
UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD"

# "one space after the algorithm, then three items separated by comma + space"
_HUAWEI = re.compile(rf"{HUAWEI_SCHEME} Access=([^,\s]+), SignedHeaders=([^,\s]+), Signature=([0-9a-fA-F]+)")
# "one space after the algorithm, then commas without spaces"
_ALIBABA = re.compile(rf"{ALIBABA_SCHEME} Credential=([^,\s]+),SignedHeaders=([^,\s]+),Signature=([0-9a-fA-F]+)")


@dataclass(frozen=True)
class Authorization:
    """The three parts of an Authorization header."""

    scheme: str
    access_key: str
    signed_headers: tuple[str, ...]
    signature: str


class MissingSignedHeader(ValueError):
    """SignedHeaders names a header that did not arrive."""


def _parse(pattern: re.Pattern[str], scheme: str, text: str) -> Authorization | None:
    match = pattern.fullmatch(text.strip())
    if not match:
        return None
    access_key, names, signature = match.groups()
    return Authorization(scheme, access_key, tuple(names.lower().split(";")), signature.lower())


def parse_huawei(text: str) -> Authorization | None:
    return _parse(_HUAWEI, HUAWEI_SCHEME, text)


def parse_alibaba(text: str) -> Authorization | None:
    return _parse(_ALIBABA, ALIBABA_SCHEME, text)


def parse_any(text: str) -> Authorization | None:
    return parse_huawei(text) or parse_alibaba(text)


def _listed(wire: Wire, names: tuple[str, ...]) -> dict[str, str]:
    try:
        return {name: wire.headers[name] for name in names}
    except KeyError as error:
        raise MissingSignedHeader(str(error.args[0])) from None


class _WireSigner(Signer):  # type: ignore[misc]  # the SDK ships no types
    """The SDK's signer, less its habit of adding headers: what was not sent was not signed."""

    @classmethod
    def _process_header_host(cls, request: Any) -> None:
        pass

    @classmethod
    def _process_content_header(cls, request: Any) -> None:
        pass


def huawei_signature(wire: Wire, names: tuple[str, ...], access_key: str, secret_key: str) -> str:
    """What the official signer makes of this request. Raises MissingSignedHeader, ValueError."""
    request = SdkRequest(
        method=wire.method,
        schema="http",
        host=wire.headers.get("host", ""),
        resource_path=wire.raw_path,
        query_params=list(wire.query),
        header_params=_listed(wire, names),
        body=wire.body,
    )
    _WireSigner(SimpleNamespace(ak=access_key, sk=secret_key)).sign(request)
    signed = parse_huawei(request.header_params["Authorization"])
    return signed.signature if signed else ""


def verify_huawei(wire: Wire, auth: Authorization, secret_key: str) -> bool:
    """Whether a request carries the right SDK-HMAC-SHA256 signature."""
    if "x-sdk-date" not in auth.signed_headers:
        return False
    stated = wire.headers.get("x-sdk-content-sha256")
    if stated not in (None, UNSIGNED_PAYLOAD, hashlib.sha256(wire.body).hexdigest()):
        return False
    try:
        expected = huawei_signature(wire, auth.signed_headers, auth.access_key, secret_key)
    except ValueError:
        return False
    return hmac.compare_digest(expected, auth.signature)


def _alibaba_request(wire: Wire, names: tuple[str, ...]) -> Any:
    return SimpleNamespace(
        method=wire.method, pathname=wire.raw_path, query=dict(wire.form_query), headers=_listed(wire, names)
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
