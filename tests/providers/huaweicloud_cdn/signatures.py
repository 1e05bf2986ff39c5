# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Signatures of Huawei Cloud, checked with the official SDK's own signer.

Vendor page: "API request signing guide".
"""

from __future__ import annotations

import hashlib
import hmac
import re
from types import SimpleNamespace
from typing import Any

from huaweicloudsdkcore.sdk_request import SdkRequest
from huaweicloudsdkcore.signer.signer import Signer

from tests.emulator.signatures import Authorization, listed, parse
from tests.emulator.wire import Wire

HUAWEI_SCHEME = "SDK-HMAC-SHA256"
UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD"

# "one space after the algorithm, then three items separated by comma + space"
_HUAWEI = re.compile(rf"{HUAWEI_SCHEME} Access=([^,\s]+), SignedHeaders=([^,\s]+), Signature=([0-9a-fA-F]+)")


def parse_huawei(text: str) -> Authorization | None:
    return parse(_HUAWEI, HUAWEI_SCHEME, text)


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
        header_params=listed(wire, names),
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


def accepts(wire: Wire, secret_key: str) -> bool:
    """The same, of a request that says itself how it is signed."""
    auth = parse_huawei(wire.headers.get("authorization", ""))
    return auth is not None and verify_huawei(wire, auth, secret_key)
