# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Alibaba Cloud's signature, against the recorded vectors and the official SDK's own helpers."""

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
from alibabacloud_tea_openapi.utils import Utils
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.edgeops.cdn.plugins.module_utils._providers.alibabacloud.auth import AccessKeyAuth
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.signing import canonical_query
from tests.conformance.signing import Signing

from .signatures import accepts

VECTORS = json.loads(pathlib.Path(__file__).with_name("vectors.json").read_text(encoding="utf-8"))
THOROUGH = settings(max_examples=500, deadline=None)

SCHEME = "ACS3-HMAC-SHA256"
AK, SK, TOKEN = "ALITESTAK0000001", "alitestsecret0000000000000001", "alitesttoken=="
NOW = 1795249800.75  # 2026-11-21T08:30:00Z, and a bit
NONCE = "0123456789abcdef0123456789abcdef"
CALL = {"x-acs-action": "DescribeDcdnRefreshTaskById", "x-acs-version": "2018-01-15"}

SPECIAL = "*~+ %&=/?#:,;@!'()[]|\\\"<>^`{}\n\té中🌍"
TEXT = st.text(st.one_of(st.sampled_from(SPECIAL), st.characters(exclude_categories=["Cs"])), max_size=12)
VISIBLE = st.text("".join(chr(code) for code in range(0x21, 0x7F)), min_size=1, max_size=40)
# The official SDK encodes no names and knows no repeated ones.
PARAMETER = st.text(string.ascii_letters + string.digits + "-_.~", min_size=1, max_size=12)
PAIRS = st.dictionaries(PARAMETER, TEXT, max_size=6).map(lambda query: list(query.items()))
PATH = st.lists(PARAMETER.filter(lambda text: text not in (".", "..")), max_size=3).map(
    lambda parts: "/" + "/".join(parts)
)
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
    headers={**CALL, "Content-Type": "application/x-www-form-urlencoded"},
    targets=[
        "/?TaskId=1%2C2&a=b",
        "/?" + canonical_query([("ObjectPath", "https://a.example/a b/*~é+1.txt?x=1&y=%2F"), ("z", "\n中")]),
        "/?empty=",
        "",
    ],
    token_header="x-acs-security-token",
    with_token_alone=["x-acs-accesskey-id"],
)


def sdk_authorization(
    method: str,
    path: str,
    query: dict[str, str],
    headers: dict[str, str],
    body: bytes,
    key: tuple[str, str] = (AK, SK),
) -> str:
    """What the official SDK sends for a request; ``headers`` are those that are signed."""
    request = types.SimpleNamespace(method=method, pathname=path, query=query, headers=headers)
    return str(Utils.get_authorization(request, SCHEME, Utils.hex_encode(Utils.hash(body, SCHEME)), *key))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["vector"])
@pytest.mark.parametrize("form", ["canonical", "as listed", "left to requests"])
def test_vector(vector: dict[str, Any], form: str) -> None:
    headers = dict(vector["headers"])
    assert vector["string_to_sign"][-1] == hashlib.sha256("\n".join(vector["canonical_request"]).encode()).hexdigest()

    date = calendar.timegm(time.strptime(headers["x-acs-date"], "%Y-%m-%dT%H:%M:%SZ"))
    signer = AccessKeyAuth(
        vector["ak"],
        vector["sk"],
        headers.get("x-acs-security-token"),
        now=lambda: date,
        nonce=lambda: str(headers["x-acs-signature-nonce"]),
    )
    sent = {name: headers[name] for name in headers if name in ("content-type", "x-acs-action", "x-acs-version")}
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
    method=st.sampled_from(["GET", "POST", "PUT", "DELETE"]),
    path=st.just("/") | PATH,
    pairs=PAIRS,
    host=HOSTS,
    body=st.none() | TEXT | st.binary(max_size=64),
    content_type=st.none() | st.just("application/x-www-form-urlencoded") | st.just("application/json; charset=utf-8"),
    more=st.dictionaries(
        NAME.map(lambda name: "X-Acs-Z-" + name),
        st.from_regex(r"[!-~]([ -~]{0,10}[!-~])? ?", fullmatch=True),
        max_size=2,
    ),
    token=st.none() | VISIBLE,
    key=st.tuples(VISIBLE, VISIBLE),
    now=st.integers(0, 4102444800),
    nonce=NAME,
    data=st.data(),
)
def test_same_as_the_official_sdk(
    method: str,
    path: str,
    pairs: list[tuple[str, str]],
    host: tuple[str, str, str],
    body: str | bytes | None,
    content_type: str | None,
    more: dict[str, str],
    token: str | None,
    key: tuple[str, str],
    now: int,
    nonce: str,
    data: st.DataObject,
) -> None:
    scheme, netloc, host_header = host
    raw = body.encode() if isinstance(body, str) else body or b""
    headers = {**CALL, **more}
    if content_type:
        headers["Content-Type"] = content_type
    expected_headers = {
        **headers,
        "host": host_header,
        "x-acs-date": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now)),
        "x-acs-signature-nonce": nonce,
        "x-acs-content-sha256": hashlib.sha256(raw).hexdigest(),
    }
    if token:
        expected_headers.update({"x-acs-security-token": token, "x-acs-accesskey-id": key[0]})
    expected = sdk_authorization(method, path, dict(pairs), expected_headers, raw, key)

    query = canonical_query(pairs)
    shuffled = "&".join(canonical_query([pair]) for pair in data.draw(st.permutations(pairs)))
    for wire_query, params in ((query, None), (shuffled, None), ("", pairs)):
        url = f"{scheme}://{netloc}{path}" + (f"?{wire_query}" if wire_query else "")
        signer = AccessKeyAuth(*key, token, now=lambda: now, nonce=lambda: nonce)
        unsigned = {"Accept": "application/json", "User-Agent": "anything"}
        r = requests.Request(
            method, url, headers={**headers, **unsigned}, data=body, params=params, auth=signer
        ).prepare()
        assert r.headers["Authorization"] == expected
        assert {name: r.headers[name] for name in expected_headers} == expected_headers
        if params is None:
            assert urlsplit(str(r.url)).query == wire_query
        if raw:
            assert r.body == raw
            assert r.headers["Content-Length"] == str(len(raw))


def test_nonces_do_not_repeat() -> None:
    signer, seen = AccessKeyAuth(AK, SK, now=lambda: NOW), set()
    for _round in range(1000):
        r = requests.Request("POST", "https://dcdn.example.com/", headers=CALL, auth=signer).prepare()
        seen.add(r.headers["x-acs-signature-nonce"])
    assert len(seen) == 1000


@pytest.mark.parametrize("missing", sorted(CALL))
def test_a_request_must_name_its_call(missing: str) -> None:
    headers = {name: value for name, value in CALL.items() if name != missing}
    with pytest.raises(ValueError, match=missing):
        requests.Request("POST", "https://dcdn.example.com/", headers=headers, auth=AccessKeyAuth(AK, SK)).prepare()
