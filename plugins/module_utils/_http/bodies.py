# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.
"""Reads the body of a response within bounds of our own, whatever the release of the HTTP libraries."""

from __future__ import annotations

import re
import zlib
from typing import Any, Callable, Iterator, Mapping

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError

#: Bytes, as received and decompressed. The largest documented response, 10,000 rows of a list, has about 3 MB.
LARGEST_ANSWER = 64 * 1024 * 1024
#: Bytes that are read of a response that is no success: an error is a few lines.
LARGEST_ERROR = 1024 * 1024
_CHUNK = 65536
#: The one coding that requests ask for, once: several in a row multiply.
ACCEPT_ENCODING = "gzip"
_COMPRESSED = ("gzip", "x-gzip", "deflate")
_DIGITS = re.compile(r"[0-9]{1,15}")


class BrokenOff(Exception):
    """Fewer bytes came than were announced."""


def read_body(status: int, headers: Mapping[str, str], raw: Any, check_time: Callable[[], None]) -> bytes:
    """The body of a response, decompressed; empty for a redirect, and of an error the beginning alone.

    Header names are in lower case; raw is that of requests. ApiError and BrokenOff tell of a body that cannot be used.
    """
    if 300 <= status < 400:
        return b""
    is_error = not 200 <= status < 300
    limit = LARGEST_ERROR if is_error else LARGEST_ANSWER
    announced = _announced(headers)
    decompress = _decompressor(headers)
    body = bytearray()
    received = 0
    for chunk in raw.stream(_CHUNK, decode_content=False):
        check_time()
        received += len(chunk)
        for part in decompress(chunk):
            body += part
            if len(body) > limit:
                break
        if len(body) > limit or received > limit:
            if is_error:
                return bytes(body[:limit])
            text = f"the response was larger than {limit // 2**20} MiB"
            raise ApiError("AnswerTooLarge", text, "passing", status=status)
    # Older releases of the layers below take a response that breaks off for a whole one.
    if announced is not None and received < announced:
        raise BrokenOff
    body += b"".join(decompress(b""))
    return bytes(body)


def invalid(what: str) -> ApiError:
    """The error for a response that makes no sense."""
    return ApiError("InvalidAnswer", f"the response {what}", "passing")


def _announced(headers: Mapping[str, str]) -> int | None:
    """The announced length in bytes; None where there is none, or one that does not count."""
    text = headers.get("content-length")
    if text is None or "chunked" in headers.get("transfer-encoding", "").lower():
        return None
    values = {value.strip() for value in text.split(",")}
    value = values.pop()
    if values or not _DIGITS.fullmatch(value):
        raise invalid("announces no length that can be understood")
    return int(value)


def _decompressor(headers: Mapping[str, str]) -> Callable[[bytes], Iterator[bytes]]:
    """What turns chunks into the body's parts, none larger than a chunk; an empty chunk ends it."""
    codings = [name.strip().lower() for name in headers.get("content-encoding", "").split(",")]
    codings = [name for name in codings if name not in ("", "identity")]
    if not codings:
        return lambda chunk: iter((chunk,) if chunk else ())
    if len(codings) > 1 or codings[0] not in _COMPRESSED:
        raise invalid("is encoded in a way that was not asked for")
    # Either header, that of gzip or that of zlib.
    stream = zlib.decompressobj(32 + zlib.MAX_WBITS)
    begun = False

    def decompress(chunk: bytes) -> Iterator[bytes]:
        nonlocal begun
        begun = begun or bool(chunk)
        try:
            if not chunk:
                if begun and not stream.eof:
                    raise zlib.error
                return
            rest = chunk
            while rest and not stream.eof:
                yield stream.decompress(rest, _CHUNK)
                rest = stream.unconsumed_tail
            if stream.eof and (rest or stream.unused_data):
                raise zlib.error
        except zlib.error:
            raise invalid("could not be decompressed") from None

    return decompress
