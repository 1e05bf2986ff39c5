# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tencent Cloud's signature, against the recorded vectors and the official SDK's own signer."""

from __future__ import annotations

import hashlib
import json
import pathlib
import time
from typing import Any

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.edgeops.cdn.plugins.module_utils._providers.tencentcloud.auth import SecretKeyAuth
from tests.conformance.signing import Signing

from .signatures import signature_of, verify_tencent

VECTORS = json.loads(pathlib.Path(__file__).with_name("vectors.json").read_text(encoding="utf-8"))["vectors"]
#: Those that the modules' requests are like: POST, signed, with the headers that the SDKs sign.
POSTED = [
    vector
    for vector in VECTORS
    if vector["method"] == "POST"
    and vector["signed_headers"] == ["content-type", "host"]
    and vector.get("authorization", "SKIP") != "SKIP"
    and "x-tc-content-sha256" not in vector["headers"]
]
THOROUGH = settings(max_examples=500, deadline=None)

ID, KEY, TOKEN = "AKIDTESTVECTOR000000000000000001", "tcTestSecret00000000000000000001", "tctesttoken=="
NOW = 1795249800.75  # 2026-11-21T08:30:00Z, and a bit
CALL = {"X-TC-Action": "DescribePurgeTasks", "X-TC-Version": "2018-06-06", "Content-Type": "application/json"}

VISIBLE = st.text("".join(chr(code) for code in range(0x21, 0x7F)), min_size=1, max_size=40)
NAME = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=10)
BODY = st.text(max_size=60) | st.dictionaries(st.text(max_size=5), st.text(max_size=9), max_size=3).map(json.dumps)


SIGNING = Signing(
    signer=SecretKeyAuth,
    accepts=verify_tencent,
    headers=CALL,
    targets=["/"],
    token_header="X-TC-Token",
    scope={"service": "cdn"},
    target_is_signed=False,
)


def prepare(**changes: Any) -> requests.PreparedRequest:
    """A signed request, with one thing or another changed."""
    now = changes.pop("now", NOW)
    key = {"access_key": ID, "secret_key": KEY, "security_token": TOKEN, "service": "cdn"}
    key.update({name: changes.pop(name) for name in list(changes) if name in key})
    request: dict[str, Any] = {
        "method": "POST",
        "url": "https://cdn.example.com/",
        "headers": CALL,
        "data": b'{"TaskId":"1"}',
        **changes,
    }
    return requests.Request(auth=SecretKeyAuth(**key, now=lambda: now), **request).prepare()


def test_enough_vectors_are_like_our_requests() -> None:
    assert [vector["vector"] for vector in POSTED] == ["TC1", "TC2", "TC3", "TC4", "TC6", "TC7", "TC9", "TC11"]


@pytest.mark.parametrize("vector", POSTED, ids=lambda vector: vector["vector"])
def test_vector(vector: dict[str, Any]) -> None:
    headers = vector["headers"]
    assert vector["string_to_sign"][-1] == hashlib.sha256("\n".join(vector["canonical_request"]).encode()).hexdigest()
    moment = int(headers["x-tc-timestamp"])
    signer = SecretKeyAuth(
        vector["secret_id"], vector["secret_key"], headers.get("x-tc-token"), vector["service"], lambda: moment
    )
    sent = {name: headers[name] for name in headers if name not in ("host", "x-tc-timestamp", "x-tc-token")}
    r = requests.Request(
        "POST", f"https://{headers['host']}/", headers=sent, data=vector["body"].encode("utf-8"), auth=signer
    ).prepare()
    assert r.headers["Authorization"] == vector["authorization"]
    assert {name: r.headers[name] for name in headers} == headers


def test_trap_18_last_second_of_a_day_and_first_of_the_next() -> None:
    """The date of the scope is in UTC, wherever this machine is."""
    midnight = 1795305600
    dates = [str(prepare(now=moment).headers["Authorization"]).split("/")[1] for moment in (midnight - 1, midnight)]
    assert dates == ["2026-11-21", "2026-11-22"]


@THOROUGH
@given(
    host=NAME.map("{}.example.com".format) | st.integers(1, 65535).map("127.0.0.1:{}".format),
    body=BODY,
    token=st.none() | VISIBLE,
    key=st.tuples(VISIBLE, VISIBLE),
    service=NAME,
    now=st.integers(0, 4102444800),
)
def test_same_as_the_official_sdk(
    host: str, body: str, token: str | None, key: tuple[str, str], service: str, now: int
) -> None:
    r = prepare(
        url=f"http://{host}/",
        data=body.encode("utf-8"),
        access_key=key[0],
        secret_key=key[1],
        security_token=token,
        service=service,
        now=now,
    )
    date = time.strftime("%Y-%m-%d", time.gmtime(now))
    sent_host = host.removesuffix(":80")
    expected = signature_of("POST", sent_host, "application/json", str(now), body, date, service, key[1])
    assert r.headers["Authorization"] == (
        f"TC3-HMAC-SHA256 Credential={key[0]}/{date}/{service}/tc3_request, SignedHeaders=content-type;host, "
        f"Signature={expected}"
    )
    assert r.headers["Host"] == sent_host
    assert r.headers.get("X-TC-Token") == token


@pytest.mark.parametrize("missing", sorted(CALL))
def test_a_request_must_name_its_call(missing: str) -> None:
    headers = {name: value for name, value in CALL.items() if name != missing}
    with pytest.raises(ValueError, match=missing):
        prepare(headers=headers)
