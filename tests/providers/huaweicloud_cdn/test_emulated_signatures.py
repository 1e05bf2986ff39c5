# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the verifier wants besides a signature that is right; that is tested in tests/conformance/test_signing.py."""

from __future__ import annotations

import pytest

from tests.emulator.signatures import Authorization
from tests.emulator.wire import Wire

from . import signatures

# The SDKs still use datetime.utcnow, which Python 3.12 frowns upon.
pytestmark = pytest.mark.filterwarnings("ignore:.*utcnow:DeprecationWarning")


def test_a_huawei_date_has_to_be_signed() -> None:
    wire = Wire("GET", "/v1.0/cdn/quota", {"host": "h", "x-sdk-date": "20261121T083000Z"})
    signature = signatures.huawei_signature(wire, ("host", "x-sdk-date"), "ak", "sk")
    assert signatures.verify_huawei(wire, Authorization("", "ak", ("host", "x-sdk-date"), signature), "sk")
    assert not signatures.verify_huawei(wire, Authorization("", "ak", ("host",), signature), "sk")


def test_a_huawei_payload_hash_has_to_be_true_or_unsigned() -> None:
    headers = {"host": "h", "x-sdk-date": "20261121T083000Z", "x-sdk-content-sha256": "UNSIGNED-PAYLOAD"}
    names = ("host", "x-sdk-content-sha256", "x-sdk-date")
    signature = signatures.huawei_signature(Wire("PUT", "/x", headers, b"body"), names, "ak", "sk")
    auth = Authorization("", "ak", names, signature)
    assert signatures.verify_huawei(Wire("PUT", "/x", headers, b"another body"), auth, "sk")
    headers["x-sdk-content-sha256"] = "0" * 64
    signature = signatures.huawei_signature(Wire("PUT", "/x", headers, b"body"), names, "ak", "sk")
    auth = Authorization("", "ak", names, signature)
    assert not signatures.verify_huawei(Wire("PUT", "/x", headers, b"body"), auth, "sk")
