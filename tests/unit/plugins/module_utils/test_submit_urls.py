# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""URLs as users write them: what is refused, what is made of the others, and which are the same."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.edgeops.cdn.plugins.module_utils._errors import OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._urls import UrlRules, check_urls, host_of, same, show
from tests.unit.support import THOROUGH

AS_IS, ENCODED = UrlRules(4096), UrlRules(1024, encode=True)


def check(*values: str, rules: UrlRules = AS_IS, directories: bool = False) -> list[str]:
    warnings: list[str] = []
    urls = check_urls(values, "urls", rules, warnings.append, directories)
    assert bool(warnings) == (len(urls) < len(values))
    return urls


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("", "must not be empty"),
        ("   ", "must not be empty"),
        ("www.example.com/a", "does not begin with http:// or https://"),
        ("ftp://www.example.com/a", "does not begin with http:// or https://"),
        ("//www.example.com/a", "does not begin with http:// or https://"),
        ("https:/www.example.com/a", "does not begin with http:// or https://"),
        ("https://", "no valid host name"),
        ("https:///a", "no valid host name"),
        ("https://*.example.com/a", "no valid host name"),
        ("https://-www.example.com/a", "no valid host name"),
        ("https://www example.com/a", "no valid host name"),
        ("https://münchen.example.com/a", "no valid host name"),
        ("https://www..example.com/a", "no valid host name"),
        ("https://[::1]/a", "no valid host name"),
        ("https://[::1/a", "is not a URL"),
        ("https://www.example.com:http/a", "is not a URL"),
        ("https://www.example.com:99999/a", "is not a URL"),
        ("https://www.example.com/a#top", "has a fragment"),
        ("https://www.example.com/a\nhttps://www.example.com/b", "control character"),
        ("https://www.example.com/a\tb", "control character"),
        ("https://www.example.com/\x00", "control character"),
        ("https://www.example.com/\u2028a", "control character"),
        ("https://www.example.com/\udc80", "control character"),
        ("https://www.example.com/" + "a" * 4073, "longer than the 4096 characters"),
    ],
)
def test_refused(value: str, says: str) -> None:
    with pytest.raises(OptionError) as caught:
        check("https://www.example.com/", value)
    assert says in str(caught.value)
    assert str(caught.value).startswith("urls[1]: ")
    assert len(str(caught.value)) < 500
    str(caught.value).encode("utf-8")


def test_the_value_is_named() -> None:
    with pytest.raises(OptionError, match=r"urls\[0\]: 'ftp://www\.example\.com/a'"):
        check("ftp://www.example.com/a")


def test_a_password_is_not_shown() -> None:
    with pytest.raises(OptionError, match="must not hold a user name or password") as caught:
        check("https://user:hunter2@www.example.com/a")
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("value", "as_is", "encoded"),
    [
        ("https://www.example.com/a.txt", None, None),
        ("https://www.example.com", None, None),
        ("http://www.example.com:8080/?a=1&b=%2F", None, None),
        (" https://www.example.com/a \n", "https://www.example.com/a", "https://www.example.com/a"),
        ("HTTPS://WWW.Example.COM/A", "https://www.example.com/A", "https://www.example.com/A"),
        ("https://www.example.com/a b", "https://www.example.com/a%20b", "https://www.example.com/a%20b"),
        ("https://www.example.com/中", "https://www.example.com/中", "https://www.example.com/%E4%B8%AD"),
        ("https://www.example.com/?q=ü", "https://www.example.com/?q=ü", "https://www.example.com/?q=%C3%BC"),
        ("https://www.example.com/a@b/c:d", None, None),
        ("https://my_host.example.com/%zz[]{}|", None, None),
    ],
)
def test_accepted(value: str, as_is: str | None, encoded: str | None) -> None:
    assert check(value) == [as_is or value]
    assert check(value, rules=ENCODED) == [encoded or value]


def test_length_is_that_of_what_is_sent() -> None:
    start = "https://www.example.com/"
    assert check(start + "a" * (4096 - len(start)))
    assert check(start + "中" * (4096 - len(start)))
    with pytest.raises(OptionError, match=r"1024 characters .* \(1032 as it would be sent\)"):
        check(start + "中" * 112, rules=ENCODED)


def test_directories_end_with_a_slash() -> None:
    assert check("https://www.example.com/d/", directories=True)
    for value in ("https://www.example.com/d", "https://www.example.com", "https://www.example.com/d/?a=1"):
        with pytest.raises(OptionError, match="does not end with a slash"):
            check(value, directories=True)
    with pytest.raises(OptionError, match="has a query"):
        check("https://www.example.com/d/?a=/", directories=True)


def test_duplicates_are_left_out() -> None:
    urls = ["https://b.example.com/", "https://a.example.com/", "https://B.example.com/", " https://b.example.com/"]
    warnings: list[str] = []
    assert check_urls(urls, "urls", AS_IS, warnings.append) == urls[:2]
    assert warnings == ["urls: 2 of 4 values were there more than once and are submitted once."]


PATHS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="#@"))


@given(PATHS)
@THOROUGH
def test_any_path_can_be_sent(path: str) -> None:
    """And comes out as what it went in, but for its encoding."""
    (as_is,) = check("https://www.example.com/" + path)
    (encoded,) = check("https://www.example.com/" + path, rules=UrlRules(encode=True))
    assert set(encoded) <= set(string.ascii_letters + string.digits + string.punctuation)
    assert " " not in as_is
    assert check(as_is) == [as_is]
    assert check(encoded, rules=UrlRules(encode=True)) == [encoded]
    assert same(as_is) == same(encoded)
    assert host_of(as_is) == host_of(encoded) == "www.example.com"


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ("https://www.example.com/a", "HTTPS://WWW.example.com/a", True),
        ("https://www.example.com/%e4%b8%ad", "https://www.example.com/中", True),
        ("https://www.example.com/a%20b", "https://www.example.com/a b", True),
        ("https://www.example.com/a%2Fb", "https://www.example.com/a/b", False),
        ("https://www.example.com/a", "https://www.example.com/A", False),
        ("https://www.example.com/a", "http://www.example.com/a", False),
        ("https://www.example.com", "https://www.example.com/", False),
        ("News", "news", False),
    ],
)
def test_same(one: str, other: str, equal: bool) -> None:
    assert (same(one) == same(other)) is equal


def test_long_values_are_cut_when_shown() -> None:
    assert show("a" * 200) == repr("a" * 200)
    assert show("a" * 201) == repr("a" * 200 + "...")
