# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Huawei Cloud's signature, against the recorded vectors and the official SDK's own signer."""

from __future__ import annotations

import calendar
import hashlib
import json
import pathlib
import string
import time
import types
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from huaweicloudsdkcore.sdk_request import SdkRequest
from huaweicloudsdkcore.signer.signer import Signer
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.edgeops.cdn.plugins.module_utils._providers.huaweicloud.auth import AccessKeyAuth, TokenAuth
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.signing import canonical_query
from tests.conformance.signing import Signing

from .signatures import accepts

VECTORS = json.loads(pathlib.Path(__file__).with_name("vectors.json").read_text(encoding="utf-8"))
THOROUGH = settings(max_examples=500, deadline=None)

AK, SK, TOKEN = "HWTESTAK000000000001", "hwtestsk00000000000000000000000000000001", "hwtesttoken=="
NOW = 1795249800.75  # 2026-11-21T08:30:00Z, and a bit

SPECIAL = "*~+ %&=/?#:,;@!'()[]|\\\"<>^`{}\n\té中🌍"
TEXT = st.text(st.one_of(st.sampled_from(SPECIAL), st.characters(exclude_categories=["Cs"])), max_size=12)
VISIBLE = st.text("".join(chr(code) for code in range(0x21, 0x7F)), min_size=1, max_size=40)
PAIRS = st.lists(st.tuples(TEXT, TEXT), max_size=6) | st.lists(  # the second kind repeats its names
    st.tuples(st.sampled_from(["a", "A", "a-b", "a~", "é", ""]), TEXT), max_size=6
)
PATH = st.lists(TEXT.filter(lambda text: text not in (".", "..")), max_size=4).map(
    lambda segments: "/v1.0/cdn" + "".join("/" + requests.compat.quote(segment, safe="") for segment in segments)
)
BODY = st.none() | TEXT | st.binary(max_size=64)
NAME = st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=10)
HOSTS = st.one_of(  # scheme, what stands in the URL, the Host header to expect
    NAME.map(lambda name: ("https", name + ".example.com", name + ".example.com")),
    NAME.map(lambda name: ("https", name + ".Example.com:443", name + ".example.com")),
    NAME.map(lambda name: ("http", name + ".example.com:80", name + ".example.com")),
    st.sampled_from([("https", "[2001:db8::443]", "[2001:db8::443]"), ("http", "[::1]:8080", "[::1]:8080")]),
    st.tuples(NAME, st.integers(1, 65535).filter(lambda port: port not in (80, 443))).map(
        lambda pair: ("http", f"{pair[0]}.example.com:{pair[1]}", f"{pair[0]}.example.com:{pair[1]}")
    ),
)


SIGNING = Signing(
    signer=AccessKeyAuth,
    accepts=accepts,
    headers={"Content-Type": "application/json", "X-Domain-Id": "0123"},
    targets=[
        "/v1.0/cdn/content/refresh-tasks",
        "/v1.0/cdn/x?" + canonical_query([("url", "a b/*~é+1.txt?x=1&y=%2F"), ("b", ""), ("b", "\n"), ("", "中")]),
        "/v1.0/cdn/a b/é*~+%2F%25/",
        "?a=1",
    ],
    token_header="X-Security-Token",
)


def sdk_authorization(
    method: str,
    path: str,
    pairs: list[tuple[str, str]],
    headers: dict[str, str],
    body: str | bytes | None,
    key: tuple[str, str] = (AK, SK),
) -> str:
    """What the official SDK sends for a request; ``path`` as on the wire, ``headers`` those that are signed."""
    request = SdkRequest(
        method=method, resource_path=path, query_params=list(pairs), header_params=dict(headers), body=body or b""
    )
    return str(Signer(types.SimpleNamespace(ak=key[0], sk=key[1])).sign(request).header_params["Authorization"])


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["vector"])
@pytest.mark.parametrize("form", ["canonical", "as listed", "left to requests"])
def test_vector(vector: dict[str, Any], form: str) -> None:
    headers = dict(vector["headers"])
    assert vector["string_to_sign"][-1] == hashlib.sha256("\n".join(vector["canonical_request"]).encode()).hexdigest()

    date = calendar.timegm(time.strptime(headers["X-Sdk-Date"], "%Y%m%dT%H%M%SZ"))
    signer = AccessKeyAuth(vector["ak"], vector["sk"], headers.get("X-Security-Token"), now=lambda: date)
    sent = {name: headers[name] for name in headers if name in ("Content-Type", "X-Domain-Id")}
    url, params = f"https://{vector['host']}{vector['path']}", None
    if form == "canonical":
        url += "?" + canonical_query(map(tuple, vector["query"]))
    elif form == "as listed":
        url += "?" + "&".join(canonical_query([tuple(pair)]) for pair in vector["query"])
    else:
        params = vector["query"]
    r = requests.Request(vector["method"], url, headers=sent, data=vector["body"], params=params, auth=signer).prepare()

    assert r.headers["Authorization"] == vector["authorization"]
    assert {name: r.headers[name] for name in headers} == headers
    if form == "canonical":
        assert r.path_url == vector["request_target"]


@THOROUGH
@given(
    method=st.sampled_from(["GET", "post", "Put", "DELETE", "PATCH", "HEAD"]),
    path=PATH,
    pairs=PAIRS,
    host=HOSTS,
    body=BODY,
    content_type=st.sampled_from([None, "application/json", "application/json; charset=utf-8"]),
    domain_id=st.none() | NAME,
    token=st.none() | VISIBLE,
    key=st.tuples(VISIBLE, VISIBLE),
    now=st.integers(0, 4102444800),
    data=st.data(),
)
def test_same_as_the_official_sdk(
    method: str,
    path: str,
    pairs: list[tuple[str, str]],
    host: tuple[str, str, str],
    body: str | bytes | None,
    content_type: str | None,
    domain_id: str | None,
    token: str | None,
    key: tuple[str, str],
    now: int,
    data: st.DataObject,
) -> None:
    scheme, netloc, host_header = host
    given_headers = {"Content-Type": content_type, "X-Domain-Id": domain_id, "User-Agent": "anything"}
    headers = {name: value for name, value in given_headers.items() if value is not None}
    expected_headers = {name: value for name, value in headers.items() if name != "User-Agent"}
    expected_headers["Host"] = host_header
    expected_headers["X-Sdk-Date"] = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(now))
    if token:
        expected_headers["X-Security-Token"] = token
    expected = sdk_authorization(method, path, pairs, expected_headers, body, key)

    query = canonical_query(pairs)
    shuffled = "&".join(canonical_query([pair]) for pair in data.draw(st.permutations(pairs)))
    for wire_query, params in ((query, None), (shuffled, None), ("", pairs)):
        url = f"{scheme}://{netloc}{path}" + (f"?{wire_query}" if wire_query else "")
        signer = AccessKeyAuth(*key, token, now=lambda: now)
        r = requests.Request(method, url, headers=headers, data=body, params=params, auth=signer).prepare()
        assert r.headers["Authorization"] == expected
        assert r.headers["Host"] == host_header
        if params is None:
            assert urlsplit(str(r.url)).query == wire_query
        if body:
            raw = body.encode() if isinstance(body, str) else body
            assert r.body == raw
            assert r.headers["Content-Length"] == str(len(raw))


def test_token() -> None:
    r = requests.Request("GET", "https://cdn.example.com/v1.0/cdn/quota", auth=TokenAuth("MIIabc+/==")).prepare()
    assert dict(r.headers) == {"X-Auth-Token": "MIIabc+/=="}


def test_token_stays_inside_and_fits_a_header() -> None:
    bearer = TokenAuth("my-token")
    assert "my-token" not in f"{bearer!r} {bearer}"
    for broken in ("s3cr3t a", "s3cr3t\n", "s3cr3té", ""):
        with pytest.raises(ValueError, match="auth_token") as caught:
            TokenAuth(broken)
        assert "s3cr3t" not in str(caught.value)
