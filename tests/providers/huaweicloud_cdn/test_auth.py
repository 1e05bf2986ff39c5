# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Huawei Cloud's signature, against the recorded vectors and the official SDK's own signer."""

from __future__ import annotations

import calendar
import contextlib
import hashlib
import http.server
import importlib.util
import json
import pathlib
import string
import sys
import threading
import time
import types
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests
from huaweicloudsdkcore.sdk_request import SdkRequest
from huaweicloudsdkcore.signer.signer import Signer
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.edgeops.cdn.plugins.module_utils._http import requests_library as _requests
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.huaweicloud import auth
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.huaweicloud.auth import AccessKeyAuth, TokenAuth
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.signing import canonical_query

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


def accepted(method: str, target: str, headers: Any, body: bytes | str | None) -> bool:
    """Check a request as a server does: from what came over the wire, with the official SDK's signer."""
    assert not isinstance(body, str)
    url = urlsplit(target)
    scheme, _space, items = headers["Authorization"].partition(" ")
    fields = dict(item.split("=", 1) for item in items.split(", "))
    signed = {name: headers[name] for name in fields["SignedHeaders"].split(";")}
    pairs = parse_qsl(url.query, keep_blank_values=True)
    return (
        scheme == "SDK-HMAC-SHA256"
        and "x-sdk-date" in signed
        and headers["Authorization"] == sdk_authorization(method, url.path, pairs, signed, body)
    )


def signed(r: requests.PreparedRequest) -> str:
    return str(r.headers["Authorization"])


def prepare(**changes: Any) -> requests.PreparedRequest:
    """A signed request, with one thing or another changed."""
    key = {name: changes.pop(name) for name in ("access_key", "secret_key", "security_token") if name in changes}
    now = changes.pop("now", NOW)
    request: dict[str, Any] = {
        "method": "POST",
        "url": "https://cdn.example.com/v1.0/cdn/content/refresh-tasks?a=1&b=2",
        "headers": {"Content-Type": "application/json", "X-Domain-Id": "0123"},
        "data": b"{}",
    }
    request.update(changes)
    signer = AccessKeyAuth(**{"access_key": AK, "secret_key": SK, "security_token": TOKEN, **key}, now=lambda: now)
    return requests.Request(auth=signer, **request).prepare()


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


@THOROUGH
@given(pairs=PAIRS)
def test_query_reaches_the_wire_as_signed(pairs: list[tuple[str, str]]) -> None:
    query = canonical_query(pairs)
    r = requests.Request("GET", "https://cdn.example.com/x?" + query).prepare()
    assert r.path_url == ("/x?" + query if query else "/x")
    assert parse_qsl(query, keep_blank_values=True) == sorted(pairs)
    assert set(query) <= set(string.ascii_letters + string.digits + "-_.~%=&")


@pytest.mark.parametrize(
    ("pairs", "query"),
    [
        ([], ""),
        ([("empty", "")], "empty="),
        ([("b", "2"), ("b", "10"), ("a", "1"), ("B", "0")], "B=0&a=1&b=10&b=2"),
        ([("a", "2"), ("a-", "1")], "a=2&a-=1"),  # not the order of the joined strings
        ([("u", "*~+ %/:,é\n")], "u=%2A~%2B%20%25%2F%3A%2C%C3%A9%0A"),
    ],
)
def test_canonical_query(pairs: list[tuple[str, str]], query: str) -> None:
    assert canonical_query(pairs) == query
    assert canonical_query(iter(pairs)) == query


PARTS = {
    "method": st.sampled_from(["GET", "PUT", "DELETE"]),
    "url": st.builds(
        "https://{}/v1.0/cdn/{}?{}".format,
        st.sampled_from(["cdn.example.com", "cdn.example.com:8443", "cdn.example.org"]),
        TEXT.map(lambda text: requests.compat.quote("x" + text, safe="")),
        PAIRS.map(canonical_query),
    ),
    "data": st.binary(min_size=1).filter(lambda body: body != b"{}"),
    "headers": st.builds(lambda a, b: {"Content-Type": a, "X-Domain-Id": b}, NAME, NAME),
    "access_key": VISIBLE.filter(lambda key: key != AK),
    "secret_key": VISIBLE.filter(lambda key: key != SK),
    "security_token": (VISIBLE | st.none()).filter(lambda token: token != TOKEN),
    "now": st.integers(0, 4102444800).filter(lambda now: now != int(NOW)),
}


@THOROUGH
@given(change=st.sampled_from(sorted(PARTS)).flatmap(lambda part: st.tuples(st.just(part), PARTS[part])))
def test_every_signed_part_counts(change: tuple[str, Any]) -> None:
    one, other = prepare(), prepare(**dict([change]))
    assert signed(one) != signed(other)
    if change[0] != "access_key":
        assert signed(one).split("Signature=")[1] != signed(other).split("Signature=")[1]


@THOROUGH
@given(
    name=st.sampled_from(["Content-Type", "Host", "X-Domain-Id", "X-Sdk-Date", "X-Security-Token", "Authorization"]),
    position=st.integers(0, 500),
)
def test_a_header_tampered_with_is_noticed(name: str, position: int) -> None:
    r = prepare()
    assert accepted(str(r.method), r.path_url, r.headers, r.body)
    value = str(r.headers[name])
    position %= len(value)
    tampered = r.headers.copy()
    tampered[name] = value[:position] + ("1" if value[position] != "1" else "2") + value[position + 1 :]
    with contextlib.suppress(KeyError, ValueError):  # not even an Authorization header or a date any more
        assert not accepted(str(r.method), r.path_url, tampered, r.body)


def test_another_scheme_is_not_accepted() -> None:
    r = prepare()
    r.headers["Authorization"] = signed(r).replace("SDK-HMAC-SHA256", "SDK-HMAC-SM3")
    assert not accepted(str(r.method), r.path_url, r.headers, r.body)


def test_what_a_proxy_may_rewrite_is_not_signed() -> None:
    headers = {"Content-Type": "application/json", "X-Domain-Id": "0123"}
    extra = {"User-Agent": "x", "Accept": "y", "Via": "z", "X-Request-Id": "1"}
    assert signed(prepare(headers=headers)) == signed(prepare(headers={**headers, **extra}))


def test_signing_again_replaces_the_signature() -> None:
    clock = iter([NOW, NOW + 60])
    signer = AccessKeyAuth(AK, SK, TOKEN, now=lambda: next(clock))
    r = requests.Request("GET", "https://cdn.example.com/v1.0/cdn/quota", auth=signer).prepare()
    names, first = sorted(r.headers), signed(r)
    signer(r)
    assert (sorted(r.headers), r.headers["X-Sdk-Date"]) == (names, "20261121T083100Z")
    assert signed(r) != first
    assert accepted("GET", r.path_url, r.headers, None)


def test_a_host_header_of_the_caller_is_kept_and_signed() -> None:
    r = prepare(headers={"Host": "cdn.example.org"}, url="http://127.0.0.1:8080/v1.0/cdn/quota")
    assert r.headers["Host"] == "cdn.example.org"
    assert accepted("POST", r.path_url, r.headers, r.body)


def test_a_user_name_in_the_url_is_not_sent() -> None:
    assert prepare(url="https://name:word@cdn.example.com:443/").headers["Host"] == "cdn.example.com"


def test_header_values_may_be_bytes() -> None:
    headers = {"Content-Type": b"application/json", "X-Domain-Id": "0123"}
    assert signed(prepare(headers=headers)) == signed(prepare())


def test_a_streamed_body_is_refused() -> None:
    with pytest.raises(TypeError, match="streamed"):
        prepare(data=iter([b"a", b"b"]))


@pytest.fixture(name="server")
def _server() -> Iterator[tuple[str, list[bool]]]:
    """A server that checks signatures; its address and its verdicts."""
    verdicts: list[bool] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"] or 0))
            verdicts.append(accepted(self.command, self.path, self.headers, body))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as httpd:
        thread = threading.Thread(target=httpd.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{httpd.server_port}", verdicts
        httpd.shutdown()
        thread.join()


def test_what_a_server_receives_is_what_was_signed(server: tuple[str, list[bool]]) -> None:
    url, verdicts = server
    pairs = [("url", "https://www.example.com/a b/*~é+1.txt?x=1&y=%2F"), ("b", ""), ("b", "\n"), ("", "中")]
    body = '{"refresh_task":{"urls":["https://www.example.com/中文.html"]}}'
    calls: list[dict[str, Any]] = [
        {"url": "/v1.0/cdn/content/refresh-tasks"},
        {"url": "/v1.0/cdn/x?" + canonical_query(pairs), "data": body},
        {"url": "/v1.0/cdn/x", "params": pairs, "data": body.encode("utf-16")},
        {"url": "/v1.0/cdn/a b/é*~+%2F%25/", "json": {"a": "é"}},
        {"url": "?a=1"},
    ]
    with requests.Session() as session:
        session.trust_env = False
        session.auth = AccessKeyAuth(AK, SK, TOKEN)
        for call in calls:
            call["url"] = url + call["url"]
            assert session.post(timeout=10, **call).status_code == 204
    assert verdicts == [True] * len(calls)


def test_token() -> None:
    r = requests.Request("GET", "https://cdn.example.com/v1.0/cdn/quota", auth=TokenAuth("MIIabc+/==")).prepare()
    assert dict(r.headers) == {"X-Auth-Token": "MIIabc+/=="}


@THOROUGH
@given(secret=VISIBLE.map("my-secret-{}".format), token=VISIBLE.map("my-token-{}".format))
def test_secrets_stay_inside(secret: str, token: str) -> None:
    signer, bearer = AccessKeyAuth(AK, secret, token, now=lambda: NOW), TokenAuth(token)
    r = requests.Request("GET", "https://cdn.example.com/v1.0/cdn/quota", auth=signer).prepare()
    assert r.headers.pop("X-Security-Token") == token
    shown = f"{r.headers} {signer!r} {bearer!r} {signer} {bearer} {r}"
    assert "my-secret" not in shown
    assert "my-token" not in shown


def key_pair(**changes: str) -> dict[str, Any]:
    return {"access_key": AK, "secret_key": SK, **changes}


BROKEN = st.sampled_from(["\n", "\r\n", " ", "a b", "\t", "\x7f", "\xa0", "é", "0\u200b"]) | st.text(
    max_size=20
).filter(lambda text: not all("!" <= char <= "~" for char in text))


@THOROUGH
@given(broken=BROKEN, position=st.sampled_from(["access_key", "secret_key", "security_token", "auth_token"]))
def test_a_credential_that_fits_no_header_is_refused_and_not_shown(broken: str, position: str) -> None:
    broken = "s3cr3t-" + broken
    make = TokenAuth if position == "auth_token" else lambda value: AccessKeyAuth(**key_pair(**{position: value}))
    with pytest.raises(ValueError, match=position) as caught:
        make(broken)
    assert "s3cr3t" not in str(caught.value)


@pytest.mark.parametrize("empty", ["access_key", "secret_key"])
def test_an_empty_key_is_refused(empty: str) -> None:
    with pytest.raises(ValueError, match=empty):
        AccessKeyAuth(**key_pair(**{empty: ""}))


def test_an_empty_security_token_is_none_at_all() -> None:
    assert signed(prepare(security_token="")) == signed(prepare(security_token=None))
    assert "X-Security-Token" not in prepare(security_token="").headers


class MaskedStr(str):
    """A str whose looks deceive."""

    def __str__(self) -> str:
        return "masked"

    def __format__(self, spec: str) -> str:
        return "masked"


def test_subclasses_of_str_are_taken_at_their_value() -> None:
    key = {"access_key": MaskedStr(AK), "secret_key": MaskedStr(SK), "security_token": MaskedStr(TOKEN)}
    r = prepare(**key)
    assert signed(r) == signed(prepare())
    assert type(r.headers["X-Security-Token"]) is str


def test_tagged_strings_of_ansible_are_taken() -> None:
    template = pytest.importorskip("ansible.template")
    tag = getattr(template, "trust_as_template", None)
    if tag is None:
        pytest.skip("this ansible-core knows no tags")
    assert signed(prepare(access_key=tag(AK), secret_key=tag(SK), security_token=tag(TOKEN))) == signed(prepare())


def load(path: str, name: str) -> types.ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_everything_imports_without_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "requests", None)
    without = load(str(_requests.__file__), "without_requests")
    assert without.requests is None
    assert "Traceback" in without.REQUESTS_IMPORT_ERROR
    assert "2.25.1 or newer" in without.requests_problem()
    monkeypatch.setitem(sys.modules, _requests.__name__, without)
    assert load(str(auth.__file__), "auth_without_requests").AccessKeyAuth.__bases__ == (object,)


@pytest.mark.parametrize(
    ("version", "usable"),
    [("2.19.1", False), ("2.25.0", False), ("2.9", False), ("2.25.1", True), ("2.32.0.dev1", True), ("3.0", True)],
)
def test_old_requests(monkeypatch: pytest.MonkeyPatch, version: str, usable: bool) -> None:
    monkeypatch.setattr(requests, "__version__", version)
    problem = _requests.requests_problem()
    assert (problem is None) == usable
    assert usable or version in str(problem)


def test_requests_of_this_machine() -> None:
    assert _requests.requests_problem() is None
    assert _requests.REQUESTS_IMPORT_ERROR is None
