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
from alibabacloud_tea_openapi.utils import Utils
from hypothesis import given
from hypothesis import strategies as st

from tests.emulator.clients import query_string
from tests.emulator.vectors import vectors, wire_of
from tests.emulator.wire import Wire

from . import signatures

# The SDKs still use datetime.utcnow, which Python 3.12 frowns upon.
pytestmark = pytest.mark.filterwarnings("ignore:.*utcnow:DeprecationWarning")

VECTORS = vectors(Path(__file__).parent)
_texts = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)
_names = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=10)


@pytest.mark.parametrize("vector", VECTORS)
def test_alibaba_vectors(vector: dict[str, Any]) -> None:
    auth = signatures.parse_alibaba(vector["authorization"])
    assert auth is not None
    assert auth.access_key == vector["ak"]
    assert signatures.verify_alibaba(wire_of(vector), auth, vector["sk"])
    assert not signatures.verify_alibaba(wire_of(vector), auth, vector["sk"] + "x")
    assert signatures.alibaba_string_to_sign(wire_of(vector), auth) == "\n".join(vector["string_to_sign"])


@pytest.mark.parametrize("vector", VECTORS)
def test_a_changed_alibaba_request_is_refused(vector: dict[str, Any]) -> None:
    wire = wire_of(vector)
    auth = signatures.parse_alibaba(vector["authorization"])
    assert auth is not None
    for other in (
        replace(wire, method="PUT"),
        replace(wire, target="/x" + wire.target[1:]),
        replace(wire, target=wire.target + ("&" if "?" in wire.target else "?") + "More=1"),
        replace(wire, body=wire.body + b"x"),
        *(replace(wire, headers={**wire.headers, name: wire.headers[name] + "1"}) for name in auth.signed_headers),
        *(replace(wire, headers={k: v for k, v in wire.headers.items() if k != name}) for name in auth.signed_headers),
    ):
        assert not signatures.verify_alibaba(other, auth, vector["sk"])
    assert signatures.verify_alibaba(replace(wire, headers={**wire.headers, "user-agent": "x"}), auth, vector["sk"])


@given(query=st.dictionaries(_names, _texts, max_size=4), plus=st.booleans())
def test_what_the_alibaba_sdk_signs_is_accepted(query: dict[str, str], plus: bool) -> None:
    headers = {"host": "h", "x-acs-action": "A", "x-acs-content-sha256": Utils.hash(b"", "ACS3-HMAC-SHA256").hex()}
    request = SimpleNamespace(method="POST", pathname="/", query=query, headers=headers)
    text = Utils.get_authorization(request, "ACS3-HMAC-SHA256", headers["x-acs-content-sha256"], "ak", "sk")
    auth = signatures.parse_alibaba(text)
    assert auth is not None
    target = "/?" + query_string(query)
    # The SDK signs %20 and sends a plus.
    wire = Wire("POST", target.replace("%20", "+") if plus else target, headers)
    assert signatures.verify_alibaba(wire, auth, "sk")
