# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Signatures of AWS, against the recorded vectors and botocore's own signer."""

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

from ansible_collections.edgeops.cdn.plugins.module_utils._providers.aws.auth import AccessKeyAuth
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.signing import canonical_query
from tests.conformance.signing import Signing

from .signatures import authorization_of, verify_aws

VECTORS = json.loads(pathlib.Path(__file__).with_name("vectors.json").read_text(encoding="utf-8"))["vectors"]
THOROUGH = settings(max_examples=500, deadline=None)

AK, SK, TOKEN = "AKIATESTCLOUDFRONT01", "cftestsecret/000000000000000000000+0001", "cftesttoken/+=="
NOW = 1795595400.75  # 2026-11-25T08:30:00Z, and a bit
VISIBLE = st.text("".join(chr(code) for code in range(0x21, 0x7F)), min_size=1, max_size=40)
NAME = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=10)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


SIGNING = Signing(
    signer=AccessKeyAuth,
    accepts=verify_aws,
    headers={"Content-Type": "application/xml"},
    targets=[
        "/2020-05-31/distribution/E1/invalidation",
        "/2020-05-31/distribution/E1/invalidation?" + canonical_query([("Marker", "a+/=é 中"), ("MaxItems", "100")]),
        "/2020-05-31/distribution/%2A/invalidation",
    ],
    token_header="X-Amz-Security-Token",
    scope={"region": "us-east-1", "service": "cloudfront"},
)


def prepare(**changes: Any) -> requests.PreparedRequest:
    """A signed request, with one thing or another changed."""
    now = changes.pop("now", NOW)
    key = {
        "access_key": AK,
        "secret_key": SK,
        "security_token": TOKEN,
        "region": "us-east-1",
        "service": "cloudfront",
    }
    key.update({name: changes.pop(name) for name in list(changes) if name in key})
    request: dict[str, Any] = {
        "method": "POST",
        "url": "https://cloudfront.amazonaws.com/2020-05-31/distribution/E1/invalidation",
        "headers": {"Content-Type": "application/xml"},
        "data": b"<a/>",
        **changes,
    }
    return requests.Request(auth=AccessKeyAuth(**key, now=lambda: now), **request).prepare()


def moment_of(date: str) -> float:
    return float(time.mktime(time.strptime(date, "%Y%m%dT%H%M%SZ")) - time.timezone)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["vector"])
def test_vector(vector: dict[str, Any]) -> None:
    """Names of headers are those that were signed."""
    assert vector["string_to_sign"][-1] == hashlib.sha256("\n".join(vector["canonical_request"]).encode()).hexdigest()
    headers = {name.lower(): value for name, value in vector["headers"].items()}
    url = f"https://{vector['host']}{vector['request_target']}"
    moment = moment_of(headers["x-amz-date"])
    signer = AccessKeyAuth(
        vector["ak"], vector["sk"], vector.get("token"), vector["region"], vector["service"], lambda: moment
    )
    own = {name: value for name, value in headers.items() if name == "content-type"}
    prepared = requests.Request(vector["method"], url, headers=own, data=vector["body"].encode()).prepare()
    # As it is on the wire: the library would write some characters in another way.
    prepared.url = url
    prepared.headers["Host"] = headers["host"]
    assert signer(prepared).headers["Authorization"] == vector["authorization"]


@THOROUGH
@given(
    host=NAME.map("{}.example.com".format) | st.integers(1, 65535).map("127.0.0.1:{}".format),
    ids=st.tuples(NAME, VISIBLE.filter(lambda text: not set(text) & set('/?#%\\"<>^`{|}'))),
    query=st.dictionaries(NAME, TEXT, max_size=3),
    body=st.none() | st.binary(max_size=40),
    token=st.none() | VISIBLE,
    key=st.tuples(VISIBLE, VISIBLE),
    region=NAME,
    service=NAME,
    now=st.integers(0, 4102444800),
)
def test_same_as_the_official_sdk(
    host: str,
    ids: tuple[str, str],
    query: dict[str, str],
    body: bytes | None,
    token: str | None,
    key: tuple[str, str],
    region: str,
    service: str,
    now: int,
) -> None:
    wire_query = f"?{canonical_query(query.items())}" if query else ""
    r = prepare(
        method="GET" if body is None else "POST",
        url=f"http://{host}/2020-05-31/distribution/{ids[0]}/invalidation/{ids[1]}{wire_query}",
        data=body,
        access_key=key[0],
        secret_key=key[1],
        security_token=token,
        region=region,
        service=service,
        now=now,
    )
    date = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(now))
    names = str(r.headers["Authorization"]).split("SignedHeaders=")[1].split(",")[0].split(";")
    signed = {name: str(r.headers[name]) for name in names}
    assert {"host", "x-amz-date"} <= set(names)
    assert ("x-amz-security-token" in names) == (token is not None)
    sent = r.body or b""
    assert isinstance(sent, bytes)
    expected = authorization_of(str(r.method), str(r.url), signed, sent, date, key, region, service)
    assert r.headers["Authorization"] == expected
    assert r.headers["X-Amz-Date"] == date
