# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Alibaba Cloud's signature, against the recorded vectors and the official SDK's own helpers."""

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
from alibabacloud_tea_openapi.utils import Utils
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.edgeops.cdn.plugins.module_utils._http import requests_library as _requests
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.alibabacloud import auth
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.alibabacloud.auth import AccessKeyAuth
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.signing import canonical_query

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


def accepted(method: str, target: str, headers: Any, body: bytes | str | None) -> bool:
    """Check a request as a server does: from what came over the wire, with the official SDK's helpers."""
    assert not isinstance(body, str)
    url = urlsplit(target)
    fields = dict(item.split("=", 1) for item in headers["Authorization"].partition(" ")[2].split(","))
    signed = {name: headers[name] for name in fields["SignedHeaders"].split(";")}
    query = dict(parse_qsl(url.query, keep_blank_values=True))
    must = {"host", "x-acs-date", *(name.lower() for name in headers if name.lower().startswith("x-acs-"))}
    return (
        must <= set(signed)
        and headers["x-acs-content-sha256"] == hashlib.sha256(body or b"").hexdigest()
        and headers["Authorization"] == sdk_authorization(method, url.path, query, signed, body or b"")
    )


def signed(r: requests.PreparedRequest) -> str:
    return str(r.headers["Authorization"])


def prepare(**changes: Any) -> requests.PreparedRequest:
    """A signed request, with one thing or another changed."""
    key = {name: changes.pop(name) for name in ("access_key", "secret_key", "security_token") if name in changes}
    now, nonce = changes.pop("now", NOW), changes.pop("nonce", NONCE)
    request: dict[str, Any] = {
        "method": "POST",
        "url": "https://dcdn.example.com/?TaskId=1%2C2&a=b",
        "headers": {"Content-Type": "application/x-www-form-urlencoded", **CALL},
        "data": b"ObjectType=File",
    }
    request.update(changes)
    signer = AccessKeyAuth(
        **{"access_key": AK, "secret_key": SK, "security_token": TOKEN, **key}, now=lambda: now, nonce=lambda: nonce
    )
    return requests.Request(auth=signer, **request).prepare()


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


PARTS = {
    "method": st.sampled_from(["GET", "PUT", "DELETE"]),
    "url": st.builds(
        "https://{}{}?{}".format,
        st.sampled_from(["dcdn.example.com", "dcdn.example.com:8443", "dcdn.example.org"]),
        PATH,
        PAIRS.map(canonical_query),
    ),
    "data": st.binary(min_size=1).filter(lambda body: body != b"ObjectType=File"),
    "headers": st.builds(lambda a, b, c: {"Content-Type": a, "x-acs-action": b, "x-acs-version": c}, NAME, NAME, NAME),
    "access_key": VISIBLE.filter(lambda key: key != AK),
    "secret_key": VISIBLE.filter(lambda key: key != SK),
    "security_token": (VISIBLE | st.none()).filter(lambda token: token != TOKEN),
    "now": st.integers(0, 4102444800).filter(lambda now: now != int(NOW)),
    "nonce": NAME,
}


@THOROUGH
@given(change=st.sampled_from(sorted(PARTS)).flatmap(lambda part: st.tuples(st.just(part), PARTS[part])))
def test_every_signed_part_counts(change: tuple[str, Any]) -> None:
    one, other = prepare(), prepare(**dict([change]))
    assert signed(one).split("Signature=")[1] != signed(other).split("Signature=")[1]


@THOROUGH
@given(name=st.sampled_from(sorted({*prepare().headers} - {"Content-Length"})), position=st.integers(0, 500))
def test_a_header_tampered_with_is_noticed(name: str, position: int) -> None:
    r = prepare()
    assert accepted(str(r.method), r.path_url, r.headers, r.body)
    value = str(r.headers[name])
    position %= len(value)
    tampered = r.headers.copy()
    tampered[name] = value[:position] + ("1" if value[position] != "1" else "2") + value[position + 1 :]
    with contextlib.suppress(KeyError, ValueError):  # not even an Authorization header any more
        assert not accepted(str(r.method), r.path_url, tampered, r.body)


def test_another_scheme_is_not_accepted() -> None:
    r = prepare()
    r.headers["Authorization"] = signed(r).replace(SCHEME, "ACS3-HMAC-SM3")
    assert not accepted(str(r.method), r.path_url, r.headers, r.body)


def test_signing_again_takes_a_new_nonce_and_time() -> None:
    clock, nonces = iter([NOW, NOW + 60]), iter(["one", "two"])
    signer = AccessKeyAuth(AK, SK, TOKEN, now=lambda: next(clock), nonce=lambda: next(nonces))
    r = requests.Request("POST", "https://dcdn.example.com/", headers=CALL, auth=signer).prepare()
    names, first = sorted(r.headers), signed(r)
    signer(r)
    assert sorted(r.headers) == names
    assert (r.headers["x-acs-date"], r.headers["x-acs-signature-nonce"]) == ("2026-11-21T08:31:00Z", "two")
    assert signed(r) != first
    assert accepted("POST", r.path_url, r.headers, None)


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
        prepare(headers=headers)


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
    pairs = [("ObjectPath", "https://www.example.com/a b/*~é+1.txt?x=1&y=%2F"), ("empty", ""), ("z", "\n中")]
    body = canonical_query([("ObjectPath", "https://www.example.com/中 *~+\nhttps://www.example.com/")])
    calls: list[dict[str, Any]] = [
        {"url": "/"},
        {"url": ""},
        {"url": "/?" + canonical_query(pairs)},
        {"url": "/", "params": pairs},
        {"url": "/", "data": body, "headers": {**CALL, "Content-Type": "application/x-www-form-urlencoded"}},
        {"url": "/", "data": {"ObjectPath": "a b"}},
        {"url": "/", "data": "中"},
    ]
    with requests.Session() as session:
        session.trust_env = False
        session.auth = AccessKeyAuth(AK, SK, TOKEN)
        for call in calls:
            assert session.post(**{"headers": CALL, "timeout": 10, **call, "url": url + call["url"]}).status_code == 204
    assert verdicts == [True] * len(calls)


@THOROUGH
@given(secret=VISIBLE.map("my-secret-{}".format), token=VISIBLE.map("my-token-{}".format))
def test_secrets_stay_inside(secret: str, token: str) -> None:
    signer = AccessKeyAuth(AK, secret, token, now=lambda: NOW, nonce=lambda: NONCE)
    r = requests.Request("POST", "https://dcdn.example.com/?a=b", headers=CALL, auth=signer).prepare()
    assert r.headers.pop("x-acs-security-token") == token
    shown = f"{r.headers} {signer!r} {signer} {r}"
    assert "my-secret" not in shown
    assert "my-token" not in shown


def key_pair(**changes: str) -> dict[str, Any]:
    return {"access_key": AK, "secret_key": SK, **changes}


BROKEN = st.sampled_from(["\n", "\r\n", " ", "a b", "\t", "\x7f", "\xa0", "é", "0\u200b"]) | st.text(
    max_size=20
).filter(lambda text: not all("!" <= char <= "~" for char in text))


@THOROUGH
@given(broken=BROKEN, position=st.sampled_from(["access_key", "secret_key", "security_token"]))
def test_a_credential_that_fits_no_header_is_refused_and_not_shown(broken: str, position: str) -> None:
    with pytest.raises(ValueError, match=position) as caught:
        AccessKeyAuth(**key_pair(**{position: "s3cr3t-" + broken}))
    assert "s3cr3t" not in str(caught.value)


@pytest.mark.parametrize("empty", ["access_key", "secret_key"])
def test_an_empty_key_is_refused(empty: str) -> None:
    with pytest.raises(ValueError, match=empty):
        AccessKeyAuth(**key_pair(**{empty: ""}))


def test_without_a_token_no_header_speaks_of_one() -> None:
    for token in (None, ""):
        headers = prepare(security_token=token).headers
        assert "x-acs-security-token" not in headers
        assert "x-acs-accesskey-id" not in headers


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
    assert type(r.headers["x-acs-security-token"]) is str


def test_it_imports_without_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(path: str | None, name: str) -> types.ModuleType:
        spec = importlib.util.spec_from_file_location(name, str(path))
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    monkeypatch.setitem(sys.modules, "requests", None)
    monkeypatch.setitem(sys.modules, _requests.__name__, load(_requests.__file__, "without_requests"))
    assert load(auth.__file__, "auth_without_requests").AccessKeyAuth.__bases__ == (object,)
