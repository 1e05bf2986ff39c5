# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The verifier accepts the documented vectors and nothing that differs from them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from huaweicloudsdkcore.sdk_request import SdkRequest
from huaweicloudsdkcore.signer.signer import Signer
from hypothesis import given
from hypothesis import strategies as st

from tests.emulator.clients import encode
from tests.emulator.signatures import Authorization
from tests.emulator.vectors import vectors, wire_of
from tests.emulator.wire import Wire

from . import signatures

# The SDKs still use datetime.utcnow, which Python 3.12 frowns upon.
pytestmark = pytest.mark.filterwarnings("ignore:.*utcnow:DeprecationWarning")

VECTORS = vectors(Path(__file__).parent)
_texts = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)
_names = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=10)


@pytest.mark.parametrize("vector", VECTORS)
def test_huawei_vectors(vector: dict[str, Any]) -> None:
    auth = signatures.parse_huawei(vector["authorization"])
    assert auth is not None
    assert auth.access_key == vector["ak"]
    assert signatures.verify_huawei(wire_of(vector), auth, vector["sk"])
    assert not signatures.verify_huawei(wire_of(vector), auth, vector["sk"] + "x")


@pytest.mark.parametrize("vector", VECTORS)
def test_a_changed_huawei_request_is_refused(vector: dict[str, Any]) -> None:
    wire = wire_of(vector)
    auth = signatures.parse_huawei(vector["authorization"])
    assert auth is not None
    for other in (
        replace(wire, method="PUT"),
        replace(wire, target=wire.target.replace("/v1.0/", "/v1.1/")),
        replace(wire, target=wire.target + ("&" if "?" in wire.target else "?") + "more=1"),
        replace(wire, body=wire.body + b"x"),
        *(
            replace(wire, headers={**wire.headers, name: wire.headers[name] + "1"})
            for name in auth.signed_headers
            if name != "x-sdk-date"
        ),
        replace(wire, headers={**wire.headers, "x-sdk-date": "20261121T083001Z"}),
        replace(wire, headers={**wire.headers, "x-sdk-date": "yesterday"}),
        *(replace(wire, headers={k: v for k, v in wire.headers.items() if k != name}) for name in auth.signed_headers),
    ):
        assert not signatures.verify_huawei(other, auth, vector["sk"])
    # What was not signed may differ.
    assert signatures.verify_huawei(replace(wire, headers={**wire.headers, "user-agent": "x"}), auth, vector["sk"])


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


@given(query=st.dictionaries(_names, _texts, max_size=4), segment=_texts, body=_texts)
def test_what_the_huawei_sdk_signs_is_accepted(query: dict[str, str], segment: str, body: str) -> None:
    request = SdkRequest(
        method="POST",
        schema="http",
        host="127.0.0.1:1",
        resource_path=f"/v1.0/cdn/{encode(segment)}",
        query_params=list(query.items()),
        header_params={"Content-Type": "application/json", "User-Agent": "sdk"},
        body=body,
    )
    Signer(SimpleNamespace(ak="ak", sk="sk")).sign(request)
    headers = {name.lower(): value for name, value in request.header_params.items()}
    auth = signatures.parse_huawei(headers["authorization"])
    assert auth is not None
    assert signatures.verify_huawei(Wire("POST", request.uri, headers, body.encode()), auth, "sk")
