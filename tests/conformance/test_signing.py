# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Signed requests: a server that checks with the official SDK accepts them as they are, and nothing else.

That signatures equal the SDK's, on vectors and on requests of all kinds, is tested in test_auth.py of each vendor's
first cloud, which also says how to sign.
"""

from __future__ import annotations

import contextlib
import http.server
import importlib.util
import sys
import threading
import types
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.edgeops.cdn.plugins.module_utils._http import requests_library
from tests.clouds import of_clouds
from tests.conformance.signing import Signing
from tests.emulator.wire import Wire
from tests.unit.support import THOROUGH

SIGNINGS: dict[str, Signing] = of_clouds("test_auth", "SIGNING")
each = pytest.mark.parametrize("signing", SIGNINGS.values(), ids=SIGNINGS)

ACCESS, SECRET, TOKEN = "TESTAK0000000001", "testsecret/00000000000000+0001", "testtoken=="
KEY: dict[str, Any] = {"access_key": ACCESS, "secret_key": SECRET, "security_token": TOKEN}
NOW = 1795249800.75
VISIBLE = st.text("".join(chr(code) for code in range(0x21, 0x7F)), min_size=1, max_size=40)


def prepare(signing: Signing, now: Callable[[], float] = lambda: NOW, **changes: Any) -> requests.PreparedRequest:
    """A signed request, with one thing or another changed."""
    key = {name: changes.pop(name, value) for name, value in KEY.items()}
    request: dict[str, Any] = {
        "method": "POST",
        "url": f"https://cdn.example.com{signing.targets[0]}",
        "headers": signing.headers,
        "data": b"{}",
        **changes,
    }
    return requests.Request(auth=signing.sign(**key, now=now), **request).prepare()


def wire_of(r: requests.PreparedRequest) -> Wire:
    headers = {name.lower(): str(value) for name, value in r.headers.items()}
    assert not isinstance(r.body, str)
    return Wire(str(r.method), r.path_url, headers, r.body or b"")


def signed_headers(wire: Wire) -> list[str]:
    return wire.headers["authorization"].split("SignedHeaders=")[1].split(",")[0].split(";")


def with_header(wire: Wire, name: str, value: str | None) -> Wire:
    others = {other: text for other, text in wire.headers.items() if other != name}
    return replace(wire, headers=others if value is None else {**others, name: value})


@each
def test_server_accepts_what_was_signed_and_nothing_else(signing: Signing) -> None:
    wire = wire_of(prepare(signing))
    assert signing.accepts(wire, SECRET)
    text = wire.headers["authorization"]
    start, _equals, signature = text.rpartition("=")
    other = "1" if signature[0] == "0" else "0"
    changed = [
        replace(wire, method="PUT"),
        replace(wire, body=wire.body + b" "),
        *(with_header(wire, name, wire.headers[name] + "1") for name in signed_headers(wire)),
        *(with_header(wire, name, None) for name in signed_headers(wire)),
        with_header(wire, "authorization", None),
        with_header(wire, "authorization", f"{start}={other}{signature[1:]}"),
        with_header(wire, "authorization", text.replace("SHA256", "SM3", 1)),
        with_header(wire, "authorization", text.partition(" ")[0]),
    ]
    if signing.target_is_signed:
        more = "&" if "?" in wire.target else "?"
        changed += [replace(wire, target=f"/x{wire.target}"), replace(wire, target=f"{wire.target}{more}more=1")]
    for each_change in changed:
        assert not signing.accepts(each_change, SECRET), each_change
    assert not signing.accepts(wire, SECRET + "x")


@each
@THOROUGH
@given(place=st.integers(0, 10), position=st.integers(0, 500))
def test_signed_header_that_was_tampered_with_is_noticed(signing: Signing, place: int, position: int) -> None:
    wire = wire_of(prepare(signing))
    names = signed_headers(wire)
    name = names[place % len(names)]
    value = wire.headers[name]
    position %= len(value)
    tampered = value[:position] + ("1" if value[position] != "1" else "2") + value[position + 1 :]
    # Not even a date any more.
    with contextlib.suppress(ValueError):
        assert not signing.accepts(with_header(wire, name, tampered), SECRET)


@each
def test_what_a_proxy_may_rewrite_is_not_signed(signing: Signing) -> None:
    wire = wire_of(prepare(signing, headers={**signing.headers, "User-Agent": "x", "Accept": "y", "Via": "z"}))
    assert not {"user-agent", "accept", "via"} & set(signed_headers(wire))
    assert signing.accepts(with_header(wire, "user-agent", "proxied"), SECRET)


@each
def test_signing_again_replaces_the_signature(signing: Signing) -> None:
    clock = iter([NOW, NOW + 60])
    signer = signing.sign(**KEY, now=lambda: next(clock))
    url = f"https://cdn.example.com{signing.targets[0]}"
    r = requests.Request("POST", url, headers=signing.headers, data=b"{}", auth=signer).prepare()
    first = wire_of(r)
    second = wire_of(signer(r))
    assert sorted(first.headers) == sorted(second.headers)
    assert first.headers["authorization"] != second.headers["authorization"]
    assert signing.accepts(first, SECRET)
    assert signing.accepts(second, SECRET)


@each
def test_host_is_written_out_and_signed(signing: Signing) -> None:
    own = wire_of(prepare(signing, headers={**signing.headers, "Host": "cdn.example.org"}))
    assert own.headers["host"] == "cdn.example.org"
    assert signing.accepts(own, SECRET)
    named = prepare(signing, url=f"https://name:word@cdn.example.com:443{signing.targets[0]}")
    assert named.headers["Host"] == "cdn.example.com"


@each
def test_header_values_may_be_bytes(signing: Signing) -> None:
    values = {name: value.encode("ascii") for name, value in signing.headers.items()}
    assert "Content-Type" in values
    r = prepare(signing, headers=values)
    text = {name: value.decode("ascii") if isinstance(value, bytes) else value for name, value in r.headers.items()}
    r.headers.update(text)
    assert signing.accepts(wire_of(r), SECRET)


@pytest.mark.cover
@each
def test_streamed_body_is_refused(signing: Signing) -> None:
    with pytest.raises(TypeError, match="streamed"):
        prepare(signing, data=iter([b"a", b"b"]))


@each
def test_what_a_server_receives_is_what_was_signed(signing: Signing) -> None:
    verdicts: list[bool] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"] or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            verdicts.append(signing.accepts(Wire(self.command, self.path, headers, body), SECRET))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            pass

    with served(Handler) as url, requests.Session() as session:
        session.trust_env = False
        session.auth = signing.sign(**KEY)
        for target in signing.targets:
            for body in (b"{}", '{"urls": ["https://www.example.com/中文.html"]}', ""):
                reply = session.post(url + target, data=body, headers=signing.headers, timeout=10)
                assert reply.status_code == 204
    assert verdicts == [True] * 3 * len(signing.targets)


@contextlib.contextmanager
def served(handler: type[http.server.BaseHTTPRequestHandler]) -> Iterator[str]:
    """The address of a server."""
    with http.server.HTTPServer(("127.0.0.1", 0), handler) as httpd:
        thread = threading.Thread(target=httpd.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{httpd.server_port}"
        httpd.shutdown()
        thread.join()


# What is made of keys.


@each
@THOROUGH
@given(secret=VISIBLE.map("my-secret-{}".format), token=VISIBLE.map("my-token-{}".format))
def test_secrets_stay_inside(signing: Signing, secret: str, token: str) -> None:
    r = prepare(signing, secret_key=secret, security_token=token)
    assert r.headers.pop(signing.token_header) == token
    signer = signing.sign(ACCESS, secret, token)
    shown = f"{r.headers} {signer!r} {signer} {r} {r.url} {r.body!r}"
    assert "my-secret" not in shown
    assert "my-token" not in shown


BROKEN = st.sampled_from(["\n", "\r\n", " ", "a b", "\t", "\x00", "\x7f", "\xa0", "é", "0\u200b"]) | st.text(
    max_size=20
).filter(lambda text: not all("!" <= char <= "~" for char in text))


@each
@THOROUGH
@given(broken=BROKEN, position=st.sampled_from(sorted(KEY)))
def test_credential_that_fits_no_header_is_refused_and_not_shown(signing: Signing, broken: str, position: str) -> None:
    with pytest.raises(ValueError, match=position) as caught:
        signing.sign(**{**KEY, position: "s3cr3t-" + broken})
    assert "s3cr3t" not in str(caught.value)


@pytest.mark.cover
@each
def test_empty_key_is_refused_and_empty_token_is_none(signing: Signing) -> None:
    for empty in ("access_key", "secret_key"):
        with pytest.raises(ValueError, match=empty):
            signing.sign(**{**KEY, empty: ""})
    for none in ("", None):
        headers = {name.lower() for name in prepare(signing, security_token=none).headers}
        assert signing.token_header.lower() not in headers
        assert headers == {name.lower() for name in prepare(signing).headers} - {
            signing.token_header.lower(),
            *signing.with_token_alone,
        }


class MaskedStr(str):
    """A str whose looks deceive."""

    def __str__(self) -> str:
        return "masked"

    def __format__(self, spec: str) -> str:
        return "masked"


def tagged(text: str) -> str:
    template = pytest.importorskip("ansible.template")
    tag = getattr(template, "trust_as_template", None)
    if tag is None:
        pytest.skip("this ansible-core knows no tags")
    return tag(text)  # type: ignore[no-any-return]


@each
@pytest.mark.parametrize("make", [MaskedStr, tagged])
def test_subclasses_of_str_are_taken_at_their_value(signing: Signing, make: Callable[[str], str]) -> None:
    key: dict[str, Any] = {name: make(value) for name, value in KEY.items()}
    r = prepare(signing, **key)
    assert signing.accepts(wire_of(r), SECRET)
    assert ACCESS in str(r.headers["Authorization"])
    assert type(r.headers[signing.token_header]) is str
    assert r.headers[signing.token_header] == TOKEN


@each
def test_signer_imports_without_requests(signing: Signing, monkeypatch: pytest.MonkeyPatch) -> None:
    """A host that has no requests is told so, in one sentence and not by a traceback."""
    name = signing.signer.__module__
    monkeypatch.setitem(sys.modules, "requests", None)
    monkeypatch.setitem(sys.modules, requests_library.__name__, load(requests_library.__file__, "without_requests"))
    again = load(sys.modules[name].__file__, "auth_without_requests")
    assert getattr(again, signing.signer.__name__).__bases__ == (object,)


def load(path: str | None, name: str) -> types.ModuleType:
    spec = importlib.util.spec_from_file_location(name, str(path))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
