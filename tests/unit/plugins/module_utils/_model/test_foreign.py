# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Readers for what others wrote: any value in, a sound one or nothing out."""

from __future__ import annotations

import contextlib
import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.edgeops.cdn.plugins.module_utils._model.foreign import (
    as_count,
    as_percent,
    as_records,
    as_text,
    read_json,
)
from tests.unit.support import THOROUGH

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()


def nested(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(inner) | st.dictionaries(st.text(), inner)


ANYTHING = st.recursive(SCALARS, nested, max_leaves=8)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a", "a"),
        (" a b ", "a b"),
        ("", None),
        ("  \n", None),
        (0, "0"),
        (-7, "-7"),
        (2**80, str(2**80)),
        (True, None),
        (False, None),
        (1.0, None),
        (None, None),
        ([], None),
        (["a"], None),
        ({}, None),
        (b"a", None),
    ],
    ids=repr,
)
def test_text(value: Any, text: str | None) -> None:
    assert as_text(value) == text


def test_a_number_of_very_many_digits_is_no_text() -> None:
    """Newer Pythons refuse to write it out."""
    assert as_text(10**5000) is None
    assert as_text(-(10**5000)) is None


@pytest.mark.parametrize(
    ("value", "count"),
    [
        (0, 0),
        (7, 7),
        (-1, None),
        ("7", 7),
        (" 7 ", 7),
        ("007", 7),
        ("-1", None),
        ("+7", None),
        ("7.0", None),
        ("0x7", None),
        ("1_000", None),
        ("", None),
        ("9" * 100, int("9" * 100)),
        ("9" * 101, None),
        (7.0, None),
        (math.inf, None),
        (10**400, 10**400),  # nonsense, but not less than there is
        (True, None),
        (None, None),
        ([7], None),
    ],
    ids=repr,
)
def test_count(value: Any, count: int | None) -> None:
    assert as_count(value) == count


@pytest.mark.parametrize(
    ("value", "percent"),
    [
        ("100%", 100),
        ("100", 100),
        ("10", 10),
        ("0%", 0),
        ("99.9%", 99),
        ("99.", 99),
        (" 40 % ", 40),
        ("007%", 7),
        (100, 100),
        (0, 0),
        (99.9, 99),
        (0.5, 0),
        (100.0, 100),
        (100.1, None),
        (101, None),
        (-1, None),
        (-0.5, None),
        (math.nan, None),
        (math.inf, None),
        ("101%", None),
        ("100.5%", None),
        ("1000", None),
        ("-1%", None),
        ("%", None),
        ("", None),
        ("%40", None),
        ("40%%", None),
        ("forty", None),
        (True, None),
        (None, None),
        ([40], None),
    ],
    ids=repr,
)
def test_percent(value: Any, percent: int | None) -> None:
    assert as_percent(value) == percent


@pytest.mark.parametrize(
    ("value", "records"),
    [
        ([{"a": 1}, {}], [{"a": 1}, {}]),
        ([{"a": 1}, None, "x", [], 7], [{"a": 1}]),
        ([], []),
        (None, []),
        ({"a": 1}, []),
        ("text", []),
        (7, []),
    ],
    ids=repr,
)
def test_records(value: Any, records: list[Any]) -> None:
    assert as_records(value) == records


@THOROUGH
@given(ANYTHING)
def test_any_value_is_read_without_an_exception(value: Any) -> None:
    text, count, percent = as_text(value), as_count(value), as_percent(value)
    assert text is None or (text and text == text.strip())
    assert count is None or (isinstance(count, int) and count >= 0)
    assert percent is None or (isinstance(percent, int) and 0 <= percent <= 100)
    assert all(isinstance(record, dict) for record in as_records(value))
    assert not isinstance(count, bool)


@given(ANYTHING)
def test_json_is_read(value: Any) -> None:
    assert repr(read_json(json.dumps(value).encode())) == repr(json.loads(json.dumps(value)))


@pytest.mark.parametrize(
    "body",
    [b"", b" ", b"{", b"<html>", b"\xff\xfe{}", b'{"a": 1} x', b"[" * 100_000, b'{"a":' * 100_000, b"\xef\xbb\xbf{}"],
    ids=lambda body: repr(body[:12]),
)
def test_what_is_no_json_is_a_value_error(body: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # of json's own, of the decoder's, or ours
        read_json(body)


@given(st.binary())
def test_any_bytes_are_json_or_a_value_error(body: bytes) -> None:
    with contextlib.suppress(ValueError):
        read_json(body)
