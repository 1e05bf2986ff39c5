# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The network, against servers on loopback that behave badly in every way that a byte stream allows.

Timeouts are real and short; no verdict depends on how fast anything is.
"""

from __future__ import annotations

import contextlib
import gzip
import http.client
import io
import socket
import ssl
import struct
import threading
import zlib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import requests
import urllib3
from requests.auth import AuthBase

from ansible_collections.edgeops.cdn.plugins.module_utils._http import bodies as _bodies
from ansible_collections.edgeops.cdn.plugins.module_utils._http import connections as _connections
from ansible_collections.edgeops.cdn.plugins.module_utils._http.budget import Budget
from ansible_collections.edgeops.cdn.plugins.module_utils._http.client import Client
from ansible_collections.edgeops.cdn.plugins.module_utils._http.failures import failure_of
from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import (
    Answer,
    Patience,
    Request,
    Service,
    StaticLogin,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._http.proxies import Proxy, proxies_for
from ansible_collections.edgeops.cdn.plugins.module_utils._http.transport import RequestsTransport
from ansible_collections.edgeops.cdn.plugins.module_utils._model.clock import SystemClock
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import CONNECTION_HINTS, ApiError

SECRET = "hush-this-is-secret"
Handler = Callable[[socket.socket], None]


class Header(AuthBase):
    """Credentials as every provider sends them: in a header."""

    def __init__(self, value: str = SECRET, name: str = "Authorization") -> None:
        self._name, self._value = name, value

    def __call__(self, r: requests.PreparedRequest) -> requests.PreparedRequest:
        r.headers[self._name] = self._value
        return r


class Server:
    """A listening socket; each connection is handed to a function, in a thread of its own."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        #: The requests' heads, one for each connection or answer.
        self.heads: list[str] = []
        self.connections = 0
        #: Set when the test is over: whoever waits for it hangs until then.
        self.over = threading.Event()
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/path"

    def _accept(self) -> None:
        while True:
            try:
                connection, _address = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            thread = threading.Thread(target=self._serve, args=(connection,))
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            self._handler(connection)

    def read_head(self, connection: socket.socket) -> str:
        """One request up to its empty line; empty where the other side hung up."""
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            received = connection.recv(1)
            if not received:
                return ""
            head += received
        self.heads.append(head.decode("latin-1"))
        return self.heads[-1]

    def close(self) -> None:
        self.over.set()
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for thread in self._threads:
            thread.join()


Serve = Callable[[Callable[[Server, socket.socket], None]], Server]


@pytest.fixture
def serve() -> Iterator[Serve]:
    servers: list[Server] = []

    def start(handler: Callable[[Server, socket.socket], None]) -> Server:
        server = Server(lambda connection: handler(server, connection))
        servers.append(server)
        return server

    yield start
    for server in servers:
        server.close()


def replying(*parts: bytes) -> Callable[[Server, socket.socket], None]:
    """Read one request, send the parts, hang up."""

    def handler(server: Server, connection: socket.socket) -> None:
        if server.read_head(connection):
            for part in parts:
                connection.sendall(part)

    return handler


def head_of(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode("latin-1")


def send(
    url: str,
    request: Request | None = None,
    auth: AuthBase | None = None,
    verify: bool | str = True,
    environ: dict[str, str] | None = None,
    read_timeout: float = 20.0,
) -> Answer:
    transport = RequestsTransport(verify, environ or {})
    return transport.send(request or Request("GET", url), auth or Header(), 20.0, read_timeout)


def fail(url: str, **options: Any) -> ApiError:
    with pytest.raises(ApiError) as caught:
        send(url, **options)
    error = caught.value
    assert SECRET not in f"{error} {error!r} {error.__cause__!r}"
    assert "\n" not in str(error)
    return error


# What is sent, what is answered.


def test_an_answer(serve: Serve) -> None:
    server = serve(replying(head_of(b'{"a": 1}', "X-Request-Id: r-1", "Content-Type: application/json"), b'{"a": 1}'))
    found = send(server.url)
    assert (found.status, found.body) == (200, b'{"a": 1}')
    assert found.headers["x-request-id"] == "r-1"
    assert all(name == name.lower() for name in found.headers)


def test_a_request_on_the_wire(serve: Serve) -> None:
    server = serve(replying(head_of(b"{}"), b"{}"))
    target = "/v1.0/cdn/historytasks/76%2A2/detail?a=%2A~%20%2B%252F&b=&c=%C3%A9%3D"
    send("", Request("GET", f"http://127.0.0.1:{server.port}{target}", {"X-Own": "1"}))
    line, *headers = server.heads[0].splitlines()
    assert line == f"GET {target} HTTP/1.1"
    names = dict(header.split(": ", 1) for header in headers if header)
    assert names["Authorization"] == SECRET
    assert names["X-Own"] == "1"
    assert names["Accept"] == "application/json"
    assert names["User-Agent"] == "edgeops.cdn (Ansible collection)"
    assert names["Host"] == f"127.0.0.1:{server.port}"
    assert not {"Cookie", "Referer", "Content-Length"} & set(names)


def test_a_body_on_the_wire(serve: Serve) -> None:
    received: list[bytes] = []

    def handler(server: Server, connection: socket.socket) -> None:
        if server.read_head(connection):
            received.append(connection.recv(4, socket.MSG_WAITALL))
            connection.sendall(head_of(b"{}") + b"{}")

    server = serve(handler)
    send("", Request("POST", server.url, {}, b"a=\xc3\xa9"))
    assert received == [b"a=\xc3\xa9"]
    assert "Content-Length: 4\r\n" in server.heads[0]


def test_a_post_without_a_body_says_so(serve: Serve) -> None:
    server = serve(replying(head_of(b"{}"), b"{}"))
    send("", Request("POST", server.url))
    assert "Content-Length: 0\r\n" in server.heads[0]


@pytest.mark.parametrize("status", ["201 Created", "400 Bad Request", "404 Not Found", "429 Slow", "503 Busy"])
def test_every_status_is_an_answer(serve: Serve, status: str) -> None:
    server = serve(replying(head_of(b"x", status=status), b"x"))
    assert send(server.url).status == int(status[:3])


def test_a_chunked_answer(serve: Serve) -> None:
    chunks = b'3\r\n{"a\r\n4\r\n":1}\r\n0\r\n\r\n'
    server = serve(replying(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", chunks))
    assert send(server.url).body == b'{"a":1}'


def test_a_compressed_answer(serve: Serve) -> None:
    body = gzip.compress(b'{"a": 1}', mtime=0)
    server = serve(replying(head_of(body, "Content-Encoding: gzip"), body))
    assert send(server.url).body == b'{"a": 1}'


def test_an_answer_that_ends_with_the_connection(serve: Serve) -> None:
    server = serve(replying(b"HTTP/1.1 200 OK\r\n\r\n{}"))
    assert send(server.url).body == b"{}"


def test_one_connection_serves_many_requests(serve: Serve) -> None:
    def handler(server: Server, connection: socket.socket) -> None:
        while server.read_head(connection):
            connection.sendall(head_of(b"{}") + b"{}")

    server = serve(handler)
    transport = RequestsTransport(True, {})
    for _request in range(5):
        transport.send(Request("GET", server.url), Header(), 20, 20)
    assert (server.connections, len(server.heads)) == (1, 5)


def test_a_connection_that_was_closed_meanwhile_is_opened_again(serve: Serve) -> None:
    closed = threading.Event()

    def handler(server: Server, connection: socket.socket) -> None:
        server.read_head(connection)
        connection.sendall(head_of(b"{}") + b"{}")
        connection.close()
        closed.set()

    server = serve(handler)
    transport = RequestsTransport(True, {})
    for _request in range(3):
        assert transport.send(Request("GET", server.url), Header(), 20, 20).body == b"{}"
        assert closed.wait(20)
        closed.clear()
    assert server.connections == 3


def test_many_threads_at_the_same_time(serve: Serve) -> None:
    everybody = threading.Barrier(8)

    def handler(server: Server, connection: socket.socket) -> None:
        while server.read_head(connection):
            everybody.wait(20)
            connection.sendall(head_of(b"{}") + b"{}")

    server = serve(handler)
    transport = RequestsTransport(True, {})
    bodies: list[bytes] = []
    threads = [
        threading.Thread(
            target=lambda: bodies.append(transport.send(Request("GET", server.url), Header(), 20, 20).body)
        )
        for _thread in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert bodies == [b"{}"] * 8


# Connections that fail.


def test_connection_refused() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    error = fail(f"http://127.0.0.1:{port}/path?token=hidden")
    assert (error.code, error.kind, error.arrived) == ("ConnectionFailed", "passing", False)
    assert f"no connection to http://127.0.0.1:{port}: Connection refused" in str(error)
    assert "Check the endpoint, the proxy (https_proxy, no_proxy) and any firewall in between." in str(error)
    assert "hidden" not in str(error)


def reset(connection: socket.socket) -> None:
    """Hang up so that the other side gets a reset."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


GZIP_HEAD = head_of(b"12345", "Content-Encoding: gzip")


@pytest.mark.parametrize(
    "parts",
    [
        [],
        [b"HTTP/1.1 2"],
        [b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n"],
        [b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"total": 1, '],
        [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"],
        [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n"],
    ],
    ids=["nothing", "status", "no body", "half a body", "half a chunk", "no last chunk"],
)
@pytest.mark.parametrize("how", ["close", "reset"])
def test_an_answer_that_breaks_off(serve: Serve, parts: list[bytes], how: str) -> None:
    def handler(server: Server, connection: socket.socket) -> None:
        server.read_head(connection)
        for part in parts:
            connection.sendall(part)
        if how == "reset":
            reset(connection)

    error = fail(serve(handler).url)
    assert (error.code, error.kind, error.arrived) == ("ConnectionLost", "passing", True)
    assert "broke before the response was complete" in str(error)


def test_headers_that_break_off_leave_nothing(serve: Serve) -> None:
    """The library takes them for complete; there is no body, which the client takes for a passing fault."""
    assert send(serve(replying(b"HTTP/1.1 200 OK\r\nContent-Le")).url).body == b""


def test_a_reset_before_anything_was_read(serve: Serve) -> None:
    """It may have arrived for all that we know."""

    def handler(server: Server, connection: socket.socket) -> None:
        connection.recv(1, socket.MSG_PEEK)
        reset(connection)

    error = fail(serve(handler).url)
    assert (error.code, error.kind, error.arrived) == ("ConnectionLost", "passing", True)


@pytest.mark.parametrize(
    "start",
    [b"\x16\x03\x01 binary", b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 abc OK\r\n\r\n", b"HTTP/9.9\r\n\r\n", b"\r\n\r\n\r\n"],
)
def test_what_is_not_http(serve: Serve, start: bytes) -> None:
    error = fail(serve(replying(start)).url)
    assert (error.kind, error.arrived) == ("passing", True)


def test_far_too_many_headers(serve: Serve) -> None:
    many = b"".join(b"X-%d: 1\r\n" % number for number in range(500))
    error = fail(serve(replying(b"HTTP/1.1 200 OK\r\n" + many + b"\r\n{}")).url)
    assert error.kind == "passing"


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (b"this is not gzip", "gzip"),
        (gzip.compress(b'{"a": 1}', mtime=0)[:10] + b"\xff" * 20, "gzip"),
        (b"this is not deflate", "deflate"),
    ],
)
def test_compressed_garbage(serve: Serve, body: bytes, encoding: str) -> None:
    error = fail(serve(replying(head_of(body, f"Content-Encoding: {encoding}"), body)).url)
    assert (error.code, error.kind, error.arrived) == ("InvalidAnswer", "passing", True)
    assert "could not be decompressed" in str(error)


# Answers that take too long, or too much.


def test_an_answer_that_never_comes(serve: Serve) -> None:
    def handler(server: Server, connection: socket.socket) -> None:
        server.read_head(connection)
        server.over.wait()

    error = fail(serve(handler).url, read_timeout=0.2)
    assert (error.code, error.kind, error.arrived) == ("ReadTimeout", "passing", True)


def test_an_answer_that_stops_half_way(serve: Serve) -> None:
    def handler(server: Server, connection: socket.socket) -> None:
        server.read_head(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
        server.over.wait()

    error = fail(serve(handler).url, read_timeout=0.2)
    assert (error.code, error.kind, error.arrived) == ("ReadTimeout", "passing", True)


@pytest.mark.parametrize(
    "start",
    [b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n", b"HTTP/1.1 200 OK\r\n\r\n"],
    ids=["header", "body", "body without end"],
)
def test_an_answer_that_drips(serve: Serve, start: bytes) -> None:
    """No pause in it is as long as the timeout, and yet it must end: both timeouts together bound the whole."""

    def handler(server: Server, connection: socket.socket) -> None:
        server.read_head(connection)
        connection.sendall(start)
        while not server.over.wait(0.02):
            connection.sendall(b"x")

    url = serve(handler).url
    transport = RequestsTransport(True, {})
    with pytest.raises(ApiError) as caught:
        transport.send(Request("GET", url), Header(), 0.1, 0.2)
    assert (caught.value.code, caught.value.kind, caught.value.arrived) == ("ReadTimeout", "passing", True)


def test_a_name_look_up_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()

    def getaddrinfo(*args: Any, **options: Any) -> Any:
        over.wait()
        raise socket.gaierror(socket.EAI_AGAIN, "try again")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    try:
        with pytest.raises(ApiError) as caught:
            RequestsTransport(True, {}).send(Request("GET", "https://cdn.example.invalid"), Header(), 0.1, 0.1)
        error = caught.value
        assert (error.code, error.kind, error.arrived) == ("ConnectTimeout", "passing", False)
    finally:
        over.set()


@pytest.mark.parametrize("compressed", [False, True])
def test_an_answer_that_is_too_large(serve: Serve, monkeypatch: pytest.MonkeyPatch, compressed: bool) -> None:
    """What counts is its size after decompression."""
    monkeypatch.setattr(_bodies, "LARGEST_ANSWER", 2**20)
    body = b" " * (3 * 2**20)
    headers = []
    if compressed:
        body, headers = zlib.compress(body), ["Content-Encoding: deflate"]
        assert len(body) < 2**16
    error = fail(serve(replying(head_of(body, *headers), body)).url)
    assert (error.code, error.kind, error.status) == ("AnswerTooLarge", "passing", 200)
    assert "larger than 1 MiB" in str(error)


def test_the_largest_documented_answer_is_not_too_large(serve: Serve) -> None:
    body = b'"' + b"x" * (4 * 2**20) + b'"'
    assert len(send(serve(replying(head_of(body), body)).url).body) == len(body)
    assert 10 * len(body) < _bodies.LARGEST_ANSWER


# Where credentials must not go.


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
def test_a_redirect_is_an_answer_and_is_not_followed(serve: Serve, status: str) -> None:
    elsewhere = serve(replying(head_of(b"{}"), b"{}"))
    server = serve(replying(head_of(b"", f"Location: {elsewhere.url}", status=status)))
    assert send(server.url).status == int(status[:3])
    assert (server.connections, elsewhere.connections) == (1, 0)


def test_the_settings_of_the_process_are_not_read(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """netrc would replace our credentials; a proxy is taken from the environment that is handed in."""
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else\n")
    netrc.chmod(0o600)
    proxy = serve(replying(head_of(b"{}"), b"{}"))
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "nowhere"))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
    server = serve(replying(head_of(b"{}"), b"{}"))
    send(server.url)
    assert f"Authorization: {SECRET}\r\n" in server.heads[0]
    assert proxy.connections == 0


@pytest.mark.parametrize("broken", [f"{SECRET}\nX: y", f"{SECRET}\r\n", f"{SECRET}\r\nX: y"], ids=repr)
def test_a_credential_with_a_line_break(serve: Serve, broken: str) -> None:
    """It is refused; the texts of the libraries would show it."""
    server = serve(replying(head_of(b"{}"), b"{}"))
    error = fail(server.url, auth=Header(broken))
    assert (error.kind, error.arrived) == ("lasting", False)
    assert server.heads == []


@pytest.mark.parametrize("broken", [f"{SECRET}\nX: y", f" {SECRET}"], ids=repr)
def test_a_header_with_a_line_break(serve: Serve, broken: str) -> None:
    server = serve(replying(head_of(b"{}"), b"{}"))
    error = fail("", request=Request("GET", server.url, {"X-Own": broken}))
    assert (error.code, error.kind, error.arrived) == ("InvalidCredentials", "lasting", False)
    assert server.heads == []


def test_a_header_that_is_not_latin(serve: Serve) -> None:
    server = serve(replying(head_of(b"{}"), b"{}"))
    error = fail(server.url, auth=Header(f"{SECRET}中"))
    assert (error.kind, error.arrived) == ("lasting", False)


# Names.


def test_a_name_that_does_not_resolve(monkeypatch: pytest.MonkeyPatch) -> None:
    def getaddrinfo(*args: Any, **options: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    error = fail("https://cdn.example.invalid/path?token=hidden")
    assert (error.code, error.kind, error.arrived) == ("NameNotResolved", "passing", False)
    assert "the host name of https://cdn.example.invalid could not be resolved" in str(error)
    assert "Check the endpoint" in str(error)
    assert "hidden" not in str(error)


@pytest.mark.parametrize("host", ["a" * 64 + ".example.invalid", ".example.invalid", "a..invalid"])
def test_a_name_that_is_none(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    def getaddrinfo(*args: Any, **options: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    assert fail(f"https://{host}").kind in ("passing", "lasting")


# Errors of the libraries that no server on loopback provokes.


@pytest.mark.parametrize(
    ("raised", "code", "kind", "arrived"),
    [
        (requests.exceptions.ConnectTimeout("x"), "ConnectTimeout", "passing", False),
        (requests.exceptions.ReadTimeout("x"), "ReadTimeout", "passing", True),
        (requests.exceptions.ConnectionError("x"), "ConnectionLost", "passing", True),
        (requests.exceptions.ChunkedEncodingError("x"), "ConnectionLost", "passing", True),
        (requests.exceptions.SSLError("x"), "TlsError", "passing", True),
        (requests.exceptions.InvalidHeader("x"), "InvalidAnswer", "passing", True),
        (requests.exceptions.RequestException(SECRET), "InvalidAnswer", "passing", True),
        (ValueError(f"invalid literal {SECRET}"), "InvalidAnswer", "passing", True),
        (OSError(f"Could not find a suitable TLS CA certificate bundle {SECRET}"), "InvalidAnswer", "passing", True),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
)
def test_errors_of_the_http_library(raised: Exception, code: str, kind: str, arrived: bool) -> None:
    error = failure_of(raised, "https://cdn.example.invalid/path", None, True)
    assert (error.code, error.kind, error.arrived) == (code, kind, arrived)
    assert error.hint == CONNECTION_HINTS.get(code)
    assert SECRET not in str(error)


def _raised_by_the_libraries() -> list[type[Exception]]:
    """Every exception that requests, urllib3 and http.client define, and what their code lets through."""
    found: set[type[Exception]] = {
        ValueError,
        TypeError,
        AttributeError,
        OSError,
        EOFError,
        AssertionError,
        MemoryError,
        RecursionError,
    }
    found |= {UnicodeDecodeError, OverflowError, IndexError, KeyError, TimeoutError, ZeroDivisionError}
    for module in (requests.exceptions, urllib3.exceptions, http.client):
        found |= {
            each for each in vars(module).values() if isinstance(each, type) and issubclass(each, Exception)
        }  # fmt: skip
    return sorted(found - {Warning}, key=lambda each: (each.__module__, each.__qualname__))


#: Responses that make no sense, or none that can be trusted, after a request that was read whole.
MALFORMED = {
    "two lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 9\r\n\r\n{}",
    "a list of lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 5, 10\r\n\r\n{}",
    "a length of 5,000 digits": b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 5_000 + b"\r\n\r\n{}",
    "a negative length": b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}",
    "a length that is a word": b"HTTP/1.1 200 OK\r\nContent-Length: two\r\n\r\n{}",
    "a length with a sign": b"HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\n{}",
    "a length in hexadecimal": b"HTTP/1.1 200 OK\r\nContent-Length: 0x2\r\n\r\n{}",
    "a length too large": b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{}",
    "an empty length": b"HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n{}",
    "a chunk's size that is a word": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n{}\r\n0\r\n\r\n",
    "a negative chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n",
    "a chunk that is cut": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{}",
    "chunks without an end": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n",
    "a status of two digits": b"HTTP/1.1 20 OK\r\nContent-Length: 2\r\n\r\n{}",
    "a status that is a word": b"HTTP/1.1 OK\r\nContent-Length: 2\r\n\r\n{}",
    "a status of 9999": b"HTTP/1.1 9999 OK\r\nContent-Length: 2\r\n\r\n{}",
    "another protocol": b"ICY 200 OK\r\nContent-Length: 2\r\n\r\n{}",
    "a status line of 100 kB": b"HTTP/1.1 200 " + b"O" * 100_000 + b"\r\n\r\n{}",
    "a header of 100 kB": b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000 + b"\r\nContent-Length: 2\r\n\r\n{}",
    "two codings": b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip, gzip\r\nContent-Length: 2\r\n\r\n{}",
    "an unknown coding": b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 2\r\n\r\n{}",
    "no gzip": b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
    "gzip that is cut": b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"{}" * 99)[:-9],
    "provisional answers alone": b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100,
    "a provisional answer, then nothing": b"HTTP/1.1 103 Early Hints\r\n\r\n",
    "another protocol is spoken from here": b"HTTP/1.1 101 Switching Protocols\r\n\r\n{}",
    "nothing": b"",
    "NUL bytes": b"\0" * 100,
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
}


@pytest.mark.parametrize("response", MALFORMED.values(), ids=MALFORMED)
@pytest.mark.parametrize("repeatable", [True, False], ids=["read", "submission"])
def test_malformed_responses_are_passing_and_a_submission_may_have_arrived(
    serve: Serve, response: bytes, repeatable: bool
) -> None:
    """Judged as the client judges it: a few of them are answers to this layer, and make no sense to the next."""
    server = serve(replying(response))
    client = Client(
        Service("p"), Patience(20.0, 20.0, 0), RequestsTransport(True, {}), StaticLogin(Header()), SystemClock()
    )
    with pytest.raises(ApiError) as caught:
        client.call(
            Request("POST", server.url, {}, b"{}", repeatable), Budget(1_000.0, SystemClock()), lambda *_: None
        )  # fmt: skip
    assert caught.value.kind == "passing"
    assert caught.value.arrived
    assert caught.value.code != "InvalidCredentials"


#: Odd, but whole.
ODD = {
    "early hints first": b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
    b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
    "every provisional answer first": b"".join(b"HTTP/1.1 %d X\r\n\r\n" % status for status in (100, 102, 103, 199))
    + b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
    "the same length twice": b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
    "no reason": b"HTTP/1.1 200\r\nContent-Length: 2\r\n\r\n{}",
    "HTTP/1.0": b"HTTP/1.0 200 OK\r\n\r\n{}",
}


@pytest.mark.parametrize("response", ODD.values(), ids=ODD)
def test_odd_responses_are_read(serve: Serve, response: bytes) -> None:
    assert send(serve(replying(response)).url).body == b"{}"


@pytest.mark.parametrize("place", ["http://[::1", "//", "https://h:port/", "\x00", "https://" + "a" * 70_000])
def test_a_redirect_with_any_location_leads_nowhere(serve: Serve, place: str) -> None:
    response = b"HTTP/1.1 302 Found\r\nLocation: " + place.encode("latin-1") + b"\r\nContent-Length: 99999999\r\n\r\n"
    server = serve(replying(response + b" " * 1_000))
    client = Client(
        Service("p"), Patience(20.0, 20.0, 0), RequestsTransport(True, {}), StaticLogin(Header()), SystemClock()
    )
    with pytest.raises(ApiError) as caught:
        client.call(Request("GET", server.url), Budget(1_000.0, SystemClock()), lambda *_: None)
    assert caught.value.kind == "passing"
    assert len(server.heads) == 1


@pytest.mark.parametrize("begun", [False, True])
@pytest.mark.parametrize("kind", _raised_by_the_libraries(), ids=lambda kind: f"{kind.__module__}.{kind.__qualname__}")
def test_nothing_that_the_libraries_raise_escapes(
    monkeypatch: pytest.MonkeyPatch, kind: type[Exception], begun: bool
) -> None:
    """What is not understood is passing, never a mistake in the credentials; it arrived only if it was begun."""
    raised = kind.__new__(kind)
    raised.args = (SECRET,)

    def send_it(*args: Any, **options: Any) -> Any:
        if begun:
            _connections._local.flight.begin()
        raise raised

    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", send_it)
    error = fail("https://cdn.example.invalid/path")
    assert error.kind == "passing"
    assert error.code != "InvalidCredentials"
    assert SECRET not in str(error)
    assert begun or not error.arrived


def test_what_ends_a_program_reaches_the_caller_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The request is made in a thread of its own, whose end would go unnoticed until the time is over."""

    def send_it(*args: Any, **options: Any) -> Any:
        raise SystemExit("enough")

    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", send_it)
    with pytest.raises(SystemExit, match="enough"):
        RequestsTransport(True, {}).send(Request("GET", "https://cdn.example.invalid"), Header(), 20.0, 20.0)


def test_response_that_older_libraries_take_for_whole_has_broken_off(monkeypatch: pytest.MonkeyPatch) -> None:
    def send_it(*args: Any, **options: Any) -> Any:
        _connections._local.flight.begin()
        response = requests.Response()
        response.status_code = 200
        response.headers["Content-Length"] = "9"
        response.raw = urllib3.HTTPResponse(io.BytesIO(b"{}"), preload_content=False)
        return response

    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", send_it)
    error = fail("https://cdn.example.invalid/path")
    assert (error.code, error.kind, error.arrived) == ("ConnectionLost", "passing", True)
    assert "https://cdn.example.invalid broke before the response was complete" in str(error)


def test_a_wrong_name_as_older_libraries_tell_it() -> None:
    """urllib3 1.26 compares the names itself, and its error has no verify_message."""

    class CertificateError(ValueError):
        """Like urllib3's own."""

    inner = CertificateError("hostname 'cdn.example.com' doesn't match 'other.example'")
    error = failure_of(requests.exceptions.SSLError(inner), "https://cdn.example.com", None, False)
    assert (error.code, error.kind) == ("CertificateError", "lasting")
    assert "cdn.example.com' doesn't match 'other.example'" in str(error)


# TLS.


@pytest.fixture(scope="module")
def trustme() -> ModuleType:
    module: ModuleType = pytest.importorskip("trustme")
    return module


@pytest.fixture(scope="module")
def authority(trustme: ModuleType) -> Any:
    return trustme.CA()


@pytest.fixture
def ca_file(authority: Any, tmp_path: Path) -> str:
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return str(path)


def tls(certificate: Any, then: Callable[[Server, socket.socket], None]) -> Callable[[Server, socket.socket], None]:
    """The same, on an encrypted connection."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)

    def handler(server: Server, connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as encrypted:
            then(server, encrypted)

    return handler


def https(server: Server) -> str:
    return server.url.replace("http://", "https://")


GOOD = replying(head_of(b"{}"), b"{}")


def test_a_certificate_of_a_known_authority(serve: Serve, authority: Any, ca_file: str) -> None:
    server = serve(tls(authority.issue_cert("127.0.0.1"), GOOD))
    assert send(https(server), verify=ca_file).body == b"{}"


def test_a_certificate_of_an_unknown_authority(serve: Serve, authority: Any) -> None:
    server = serve(tls(authority.issue_cert("127.0.0.1"), GOOD))
    error = fail(https(server))
    assert (error.code, error.kind, error.arrived) == ("CertificateError", "lasting", False)
    assert "certificate was not accepted" in str(error)
    assert "ca_path" in str(error)
    assert server.heads == []


def test_a_certificate_of_another_authority(serve: Serve, trustme: ModuleType, ca_file: str) -> None:
    server = serve(tls(trustme.CA().issue_cert("127.0.0.1"), GOOD))
    error = fail(https(server), verify=ca_file)
    assert (error.code, error.kind, error.arrived) == ("CertificateError", "lasting", False)
    assert server.heads == []


def test_a_certificate_of_another_name(serve: Serve, authority: Any, ca_file: str) -> None:
    server = serve(tls(authority.issue_cert("other.example"), GOOD))
    error = fail(https(server), verify=ca_file)
    assert (error.code, error.kind, error.arrived) == ("CertificateError", "lasting", False)
    assert "127.0.0.1" in str(error)
    assert "mismatch" in str(error) or "match" in str(error)
    assert server.heads == []


def test_a_certificate_that_has_expired(serve: Serve, authority: Any, ca_file: str) -> None:
    past = datetime.now(timezone.utc) - timedelta(days=1)  # noqa: UP017  # mypy checks for 3.10
    certificate = authority.issue_cert("127.0.0.1", not_before=past - timedelta(days=9), not_after=past)
    server = serve(tls(certificate, GOOD))
    error = fail(https(server), verify=ca_file)
    assert (error.code, error.kind, error.arrived) == ("CertificateError", "lasting", False)
    assert "expired" in str(error)
    assert server.heads == []


def test_no_verification_when_told_so(serve: Serve, trustme: ModuleType) -> None:
    """And no warning on standard error, where a module's output would be broken by it."""
    server = serve(tls(trustme.CA().issue_cert("other.example"), GOOD))
    assert send(https(server), verify=False).body == b"{}"


def test_a_server_that_speaks_no_tls(serve: Serve) -> None:
    server = serve(lambda server, connection: connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n"))
    error = fail(https(server))
    assert (error.code, error.kind) in (("TlsError", "passing"), ("ConnectionLost", "passing"))


def test_a_server_that_hangs_up_during_the_handshake(serve: Serve) -> None:
    error = fail(https(serve(lambda server, connection: connection.close())))
    assert error.kind == "passing"


def test_a_connection_that_is_tampered_with_after_the_request(serve: Serve, authority: Any, ca_file: str) -> None:
    """The request has arrived by then: a submission must not be repeated."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)

    def handler(server: Server, connection: socket.socket) -> None:
        plain = socket.socket(fileno=socket.dup(connection.fileno()))
        with plain, context.wrap_socket(connection, server_side=True) as encrypted:
            server.read_head(encrypted)
            plain.sendall(b"\x17\x03\x03\x00\x20" + b"\x00" * 32)  # a record that does not decrypt
            plain.recv(1)

    server = serve(handler)
    error = fail(https(server), verify=ca_file)
    assert len(server.heads) == 1
    assert (error.kind, error.arrived) == ("passing", True)


def test_request_that_was_given_up_is_not_sent_later(
    serve: Serve, authority: Any, ca_file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its caller was told that it did not arrive, and may have repeated it by the time that its host is found."""
    found, closed = threading.Event(), threading.Event()
    real = socket.getaddrinfo

    def getaddrinfo(*args: Any, **options: Any) -> Any:
        found.wait()
        return real(*args, **options)

    def handler(server: Server, connection: socket.socket) -> None:
        with contextlib.suppress(OSError):
            server.read_head(connection)
        closed.set()

    server = serve(tls(authority.issue_cert("127.0.0.1"), handler))
    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    with pytest.raises(ApiError) as caught:
        RequestsTransport(ca_file, {}).send(Request("GET", https(server)), Header(), 0.1, 0.1)
    assert (caught.value.code, caught.value.arrived) == ("ConnectTimeout", False)
    found.set()
    assert closed.wait(20)
    assert server.heads == []


def test_a_ca_file_that_vanished(serve: Serve, authority: Any, tmp_path: Path) -> None:
    server = serve(tls(authority.issue_cert("127.0.0.1"), GOOD))
    error = fail(https(server), verify=str(tmp_path / "gone.pem"))
    assert error.kind == "lasting"


# Proxies.

PROXY, OTHER = "http://proxy.example:3128", "http://other.example:3128"
CDN = "https://cdn.example.com"
URL = "https://cdn.example.com/v1.0/cdn/quota"


@pytest.mark.parametrize(
    ("url", "environ", "proxies"),
    [
        (URL, {}, {}),
        (URL, {"https_proxy": PROXY}, {"https": PROXY}),
        (URL, {"HTTPS_PROXY": PROXY}, {"https": PROXY}),
        (URL, {"https_proxy": PROXY, "HTTPS_PROXY": OTHER}, {"https": PROXY}),
        (URL, {"https_proxy": "", "HTTPS_PROXY": OTHER}, {"https": OTHER}),
        (URL, {"http_proxy": PROXY}, {}),
        (URL, {"all_proxy": PROXY}, {"https": PROXY}),
        (URL, {"ALL_PROXY": PROXY}, {"https": PROXY}),
        (URL, {"all_proxy": PROXY, "https_proxy": OTHER}, {"https": OTHER}),
        (URL, {"https_proxy": ""}, {}),
        (URL, {"https_proxy": PROXY, "no_proxy": "*"}, {}),
        (URL, {"https_proxy": PROXY, "no_proxy": "cdn.example.com"}, {}),
        (URL, {"https_proxy": PROXY, "no_proxy": "CDN.Example.COM"}, {}),
        (URL, {"https_proxy": PROXY, "no_proxy": "example.com"}, {}),
        (URL, {"https_proxy": PROXY, "no_proxy": ".example.com"}, {}),
        (URL, {"https_proxy": PROXY, "no_proxy": " other.example , example.com "}, {}),
        (URL, {"https_proxy": PROXY, "NO_PROXY": "example.com"}, {}),
        (URL, {"https_proxy": PROXY, "no_proxy": "", "NO_PROXY": "example.com"}, {}),
        (URL, {"https_proxy": PROXY, "no_proxy": "ample.com"}, {"https": PROXY}),
        (URL, {"https_proxy": PROXY, "no_proxy": "www.cdn.example.com"}, {"https": PROXY}),
        (URL, {"https_proxy": PROXY, "no_proxy": "other.example,,"}, {"https": PROXY}),
        ("https://10.1.2.3/x", {"https_proxy": PROXY, "no_proxy": "192.0.2.0/24, 10.0.0.0/8"}, {}),
        ("https://10.1.2.3/x", {"https_proxy": PROXY, "no_proxy": "10.2.0.0/16"}, {"https": PROXY}),
        # one that is no network takes nothing from those beside it
        ("https://10.1.2.3/x", {"https_proxy": PROXY, "no_proxy": "10.0.0.0/99,a/b"}, {"https": PROXY}),
        ("https://10.1.2.3/x", {"https_proxy": PROXY, "no_proxy": "10.0.0.0/99,a/b,10.0.0.0/8"}, {}),
        (URL, {"https_proxy": PROXY, "no_proxy": "cdn.example.com:8443"}, {"https": PROXY}),
        ("https://cdn.example.com:8443/x", {"https_proxy": PROXY, "no_proxy": "cdn.example.com:8443"}, {}),
        ("https://cdn.example.com:8443/x", {"https_proxy": PROXY, "no_proxy": "cdn.example.com"}, {}),
        ("https://cdn.example.com:8443/x", {"https_proxy": PROXY, "no_proxy": "cdn.example.com:1"}, {"https": PROXY}),
        ("https://10.0.0.1/x", {"https_proxy": PROXY, "no_proxy": "10.0.0.1"}, {}),
        ("https://10.0.0.1/x", {"https_proxy": PROXY, "no_proxy": "10.0.0.2"}, {"https": PROXY}),
        ("https://[2001:db8::1]:8443/x", {"https_proxy": PROXY}, {"https": PROXY}),
        # unencrypted requests are for this machine alone, and stay on it
        ("http://127.0.0.1:8080/x", {"http_proxy": PROXY, "all_proxy": PROXY, "HTTP_PROXY": PROXY}, {}),
        ("http://[::1]:8080/x", {"http_proxy": PROXY, "all_proxy": PROXY}, {}),
        ("http://localhost:8080/x", {"http_proxy": PROXY, "all_proxy": PROXY}, {}),
        ("https://localhost:8443/x", {"https_proxy": PROXY}, {"https": PROXY}),
    ],
)
def test_proxies(url: str, environ: dict[str, str], proxies: dict[str, str]) -> None:
    assert proxies_for(url, environ) == proxies


def test_the_environment_of_the_process_names_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", PROXY)
    assert proxies_for(URL, {}) == {}
    monkeypatch.setenv("no_proxy", "*")
    assert proxies_for(URL, {"https_proxy": PROXY}) == {"https": PROXY}


def test_a_proxy_is_asked_for_a_tunnel_and_never_sees_credentials(serve: Serve) -> None:
    proxy = serve(replying(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"))
    environ = {"https_proxy": f"http://user:proxy-password@127.0.0.1:{proxy.port}"}
    error = fail("https://cdn.example.invalid/path", environ=environ)
    assert proxy.heads[0].startswith("CONNECT cdn.example.invalid:443 HTTP/1.")
    assert SECRET not in proxy.heads[0]
    assert (error.code, error.kind) == ("ProxyError", "passing")
    assert "https_proxy" in str(error)
    assert "proxy-password" not in str(error)


def test_a_proxy_that_is_not_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    error = fail("https://cdn.example.invalid/path", environ={"https_proxy": f"http://127.0.0.1:{port}"})
    assert (error.code, error.kind) == ("ProxyError", "passing")


@pytest.mark.parametrize(
    ("proxy", "problem"),
    [
        ("http://", "has no host name"),
        ("http://[::1", "has no valid host and port"),
        ("http://proxy.example:0", "has no valid host and port"),
        ("http://proxy.example:", "has no valid host and port"),
        ("http://user:hush/hush@proxy.example:3128", "no valid host and port. In a user name or password, write / as"),
        ("http://user/hush@proxy.example:3128", "a character that must be percent-encoded. In a user name or password"),
        ("http://proxy.example:3128\n", "has white space (perhaps a line break at its end)"),
        ("http://pr\xf6xy.example:3128", "one outside ASCII in it"),
        ("nonsense://127.0.0.1:1", "begins with a scheme that is not http"),
    ],
)
def test_a_proxy_that_is_no_address(proxy: str, problem: str) -> None:
    error = fail("https://cdn.example.invalid/path", environ={"https_proxy": proxy})
    assert (error.code, error.kind, error.arrived) == ("InvalidProxy", "lasting", False)
    assert "the variable https_proxy in the environment" in str(error)
    assert problem in str(error)
    assert "hush" not in str(error)


def test_proxy_that_lacks_a_library_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    error = fail("https://cdn.example.invalid/path", environ={"all_proxy": "socks5h://proxy.example:1080"})
    assert (error.code, error.kind) == ("InvalidProxy", "lasting")
    assert "the Python library PySocks is missing on this host" in str(error)


class NameResolutionError(Exception):
    """Like urllib3's own, which 1.26 does not have."""


@pytest.mark.parametrize(
    ("raised", "reason", "hint"),
    [
        ("Tunnel connection failed: 403 Forbidden", "HTTP 403 when asked", f"let this host reach {CDN}, or check"),
        ("Tunnel connection failed: 407 Who?", "HTTP 407 when asked", "Put the proxy's user name and password"),
        ("Tunnel connection failed: 502 Bad Gateway", "HTTP 502 when asked", "Check https_proxy and no_proxy"),
        (NameResolutionError("x"), "its host name could not be resolved", "Check https_proxy and no_proxy"),
        (urllib3.exceptions.ReadTimeoutError(None, "/", SECRET), "it did not respond in time", "Check https_proxy"),  # type: ignore[arg-type]
        (ConnectionRefusedError(111, "Connection refused"), "used: Connection refused", "Check https_proxy"),
        ("x", "it made no connection", "Check https_proxy"),
    ],
    ids=repr,
)
def test_why_a_proxy_could_not_be_used(raised: Exception | str, reason: str, hint: str) -> None:
    inner = OSError(raised) if isinstance(raised, str) else raised
    error = failure_of(requests.exceptions.ProxyError(inner), f"{CDN}/path", Proxy("https_proxy", PROXY), False)
    assert (error.code, error.kind, error.arrived) == ("ProxyError", "passing", False)
    assert reason in error.message
    assert hint in (error.hint or "")
    assert SECRET not in str(error)
