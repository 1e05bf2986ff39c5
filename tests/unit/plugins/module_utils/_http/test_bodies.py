# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A body is read whole, or it is an error; what a server says of it cannot do more."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.edgeops.cdn.plugins.module_utils._http.bodies import (
    LARGEST_ANSWER,
    LARGEST_ERROR,
    BrokenOff,
    read_body,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError


class Raw:
    """What the HTTP library gives, chunk by chunk."""

    def __init__(self, chunks: Sequence[bytes]) -> None:
        self._chunks = chunks

    def stream(self, _size: int, decode_content: bool) -> Iterator[bytes]:
        assert not decode_content
        yield from self._chunks


ODD = st.sampled_from(["", "-1", "1e3", "5, 10", "7, 7", "9" * 5000, "\u0663", "0x10"]) | st.text(max_size=8)
HEADERS = st.fixed_dictionaries(
    {},
    optional={
        "content-length": st.integers(0, 70).map(str) | ODD,
        "content-encoding": st.sampled_from(["gzip", "deflate", "x-gzip", "br", "gzip, gzip", "identity"]) | ODD,
        "transfer-encoding": st.sampled_from(["chunked", "identity"]) | ODD,
    },
)
TEXTS = st.binary(max_size=60)
BODIES = TEXTS | TEXTS.map(gzip.compress) | TEXTS.map(zlib.compress) | TEXTS.map(lambda text: gzip.compress(text)[:-3])


@given(st.integers(100, 599), HEADERS, st.lists(BODIES, max_size=4))
def test_any_body_is_read_or_an_error(status: int, headers: dict[str, str], chunks: list[bytes]) -> None:
    error: ApiError | None = None
    try:
        body = read_body(status, headers, Raw(chunks), lambda: None)
    except BrokenOff:
        return
    except ApiError as exc:
        error = exc
    if error is not None:
        assert error.kind == "passing"
        assert error.message
        return
    assert len(body) <= LARGEST_ANSWER
    if not headers.get("content-encoding") and not 300 <= status < 400:
        assert body == b"".join(chunks)


@given(st.lists(st.binary(max_size=60), max_size=4), st.sampled_from(["gzip", "x-gzip", "deflate"]))
def test_compressed_body_is_that_before(parts: list[bytes], coding: str) -> None:
    whole = b"".join(parts)
    sent = zlib.compress(whole) if coding == "deflate" else gzip.compress(whole)
    headers = {"content-encoding": coding, "content-length": str(len(sent))}
    halves = [sent[: len(sent) // 2], sent[len(sent) // 2 :]]
    assert read_body(200, headers, Raw(halves), lambda: None) == whole


@pytest.mark.parametrize("announced", [{}, {"content-length": str(LARGEST_ERROR + 80)}])
def test_long_error_is_read_for_its_beginning_because_the_reason_stands_there(announced: dict[str, str]) -> None:
    reason = b'{"error_msg": "no quota"}'
    chunks = [reason, b" " * LARGEST_ERROR, b"more"]
    body = read_body(503, announced, Raw(chunks), lambda: None)
    assert len(body) == LARGEST_ERROR
    assert body.startswith(reason)


def test_body_shorter_than_announced_is_no_response() -> None:
    """Older releases of the HTTP library do not notice."""
    with pytest.raises(BrokenOff):
        read_body(200, {"content-length": "9"}, Raw([b"{}"]), lambda: None)


@pytest.mark.parametrize(
    "change",
    [
        lambda whole: [whole[:-1]],
        lambda whole: [whole[:5], whole[5:-1]],
        lambda whole: [whole + b"x"],
        lambda whole: [whole, b"x"],
    ],
    ids=["cut", "cut in chunks", "continued", "continued by a chunk"],
)
@pytest.mark.parametrize("compress", [gzip.compress, zlib.compress])
def test_compressed_body_that_is_cut_or_goes_on_after_its_end_is_no_response(
    change: Callable[[bytes], list[bytes]], compress: Callable[[bytes], bytes]
) -> None:
    with pytest.raises(ApiError) as caught:
        read_body(200, {"content-encoding": "gzip"}, Raw(change(compress(b"{}"))), lambda: None)
    assert (caught.value.code, caught.value.kind) == ("InvalidAnswer", "passing")
    assert "could not be decompressed" in str(caught.value)
