# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The canonical query: what is signed is what reaches the wire. What else is signed is in tests/conformance."""

from __future__ import annotations

import string
from urllib.parse import parse_qsl

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.edgeops.cdn.plugins.module_utils._providers.signing import canonical_query
from tests.unit.support import THOROUGH

SPECIAL = "*~+ %&=/?#:,;@!'()[]|\\\"<>^`{}\n\té中🌍"
TEXT = st.text(st.one_of(st.sampled_from(SPECIAL), st.characters(exclude_categories=["Cs"])), max_size=12)
PAIRS = st.lists(st.tuples(TEXT, TEXT), max_size=6) | st.lists(  # the second kind repeats its names
    st.tuples(st.sampled_from(["a", "A", "a-b", "a~", "é", ""]), TEXT), max_size=6
)


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
