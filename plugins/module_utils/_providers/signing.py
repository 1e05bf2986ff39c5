# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""What the vendors' signatures have in common: percent-encoding, the canonical request, the HMAC.

Huawei Cloud and Alibaba Cloud took the canonical request from the same model: six parts, one a line, over what is
on the wire. They differ in the path, in the headers that are signed and in what is hashed with the result. AWS,
Volcengine and Tencent Cloud sign it with a key that is derived for a scope.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from typing import AnyStr, Callable, Iterable, Sequence
from urllib.parse import quote, unquote_to_bytes, urlsplit

from ansible_collections.edgeops.cdn.plugins.module_utils._http.requests_library import PreparedRequest

_DEFAULT_PORTS = {"http": ":80", "https": ":443"}


def canonical_query(pairs: Iterable[tuple[AnyStr, AnyStr]]) -> str:
    """The parameters encoded and sorted as both vendors sign them; send exactly this string.

    Everything but ``A-Z a-z 0-9 - _ . ~`` becomes ``%XX`` over UTF-8. The order is that of the plain names, then of
    the plain values, as in the official SDKs. An empty value leaves ``name=``, no parameters leave an empty string.
    """
    return "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in sorted(pairs))


def _decode(text: str) -> bytes:
    # Servers read a query as a form does: a "+" on the wire is a space, a plus sign travels as %2B.
    return unquote_to_bytes(text.replace("+", " "))


def _canonical_query_of(wire_query: str) -> str:
    parts = (part.partition("=") for part in wire_query.split("&") if part)
    return canonical_query((_decode(name), _decode(value)) for name, _equals, value in parts)


def credential(option: str, value: str) -> str:
    """A credential that was checked, as a plain str, whatever subclass of str it came as.

    Raises ValueError, which names the option and never shows the value: left alone, a line break that came along
    from a file would have the HTTP library print the whole header, or spend one of the few tries before a lock-out.
    """
    if not re.fullmatch(r"[!-~]+", value):
        raise ValueError(f"{option} is empty, or has white space or a character outside ASCII in it")
    return value.encode("ascii").decode("ascii")


def fix_body(r: PreparedRequest) -> str:
    """The hex SHA-256 of the body; fixes what the HTTP library would otherwise decide after signing.

    The Host header is written out, with the port unless it is the default one. A str body becomes UTF-8 bytes,
    because older releases of the HTTP library would send Latin-1.
    """
    if "Host" not in r.headers:
        url = urlsplit(str(r.url))
        host, default_port = url.netloc.rpartition("@")[2], _DEFAULT_PORTS.get(url.scheme, "")
        r.headers["Host"] = host[: -len(default_port)] if default_port and host.endswith(default_port) else host
    if isinstance(r.body, str):
        r.body = r.body.encode("utf-8")
    if not isinstance(r.body, (bytes, type(None))):
        raise TypeError("a request with a streamed body cannot be signed")
    return hashlib.sha256(r.body or b"").hexdigest()


def canonical_path(r: PreparedRequest) -> str:
    """The path on the wire, decoded and encoded again, so that only one spelling of it is ever signed."""
    return quote(unquote_to_bytes(urlsplit(str(r.url)).path), safe="/")


def hash_request(r: PreparedRequest, path: str, is_signed: Callable[[str], bool], body_hash: str) -> tuple[str, str]:
    """The names of the signed headers, joined with ``;``, and the canonical request's hex SHA-256.

    ``is_signed`` picks headers by their lower-case name.
    """
    headers = sorted((name.lower(), _text(value).strip()) for name, value in r.headers.items())
    signed = [(name, value) for name, value in headers if is_signed(name)]
    names = ";".join(name for name, _value in signed)
    lines = [str(r.method).upper(), path, _canonical_query_of(urlsplit(str(r.url)).query)]
    lines += [f"{name}:{value}" for name, value in signed]
    lines += ["", names, body_hash]
    return names, hashlib.sha256("\n".join(lines).encode("utf-8")).hexdigest()


def sign(secret_key: str, *lines: str) -> str:
    """The hex HMAC-SHA256 of the string to sign, given line by line."""
    return hmac.new(secret_key.encode("ascii"), "\n".join(lines).encode("utf-8"), hashlib.sha256).hexdigest()


def sign_in_scope(
    algorithm: str, access_key: str, secret_key: str, moment: str, scope: Sequence[str], signed: tuple[str, str]
) -> str:
    """The Authorization header of a request that is signed in a scope: a day, a service, and what else a vendor adds.

    The key that signs is derived from the secret key, one HMAC for each part of the scope, and is good for nothing
    else. ``secret_key`` comes with what the vendor puts before it. ``signed`` is what `hash_request` returns.
    """
    (names, request_hash), joined = signed, "/".join(scope)
    key = secret_key.encode("ascii")
    for text in (*scope, f"{algorithm}\n{moment}\n{joined}\n{request_hash}"):
        key = hmac.new(key, text.encode("utf-8"), hashlib.sha256).digest()
    return f"{algorithm} Credential={access_key}/{joined}, SignedHeaders={names}, Signature={key.hex()}"


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value
