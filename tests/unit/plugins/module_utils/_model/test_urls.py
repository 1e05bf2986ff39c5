# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""URLs as users write them: what is refused, what is made of the others, and which are the same."""

from __future__ import annotations

import string
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.urls import UrlRules, check_urls, host_of, same, show
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
        ("https://localhost/a", "no valid host name"),
        ("https://www/a", "no valid host name"),
        ("https://www.example.com./a", "no valid host name"),
        ("https://www-.example.com/a", "no valid host name"),
        ("https://192.0.2.1/a", "no valid host name"),
        ("https://www.example.1/a", "no valid host name"),
        (f"https://{'a' * 64}.example.com/a", "no valid host name"),
        (f"https://{'a.' * 130}com/a", "no valid host name"),
        ("https://www.example.com\\a", "no valid host name"),
        ("https://www.example.com:/a", "no valid port"),
        ("https://www.example.com:", "no valid port"),
        ("https://www.example.com:0/a", "no valid port"),
        ("https://h:/a", "no valid host name"),
        ("https://https://www.example.com/a", "has a second URL"),
        ("https:////www.example.com/a", "no valid host name"),
        ("'https://www.example.com/a'", "does not begin with http"),
        ("<https://www.example.com/a>", "does not begin with http"),
        ("\ufeffhttps://www.example.com/a", "invisible character in it, U+FEFF"),
        ("https://www.example.com/\U0001f468\u200d\U0001f469", "U+200D. Take it out, or write %E2%80%8D where"),
        ("https://www.example.com/{{ env }}/a", "has a placeholder"),
        ("https://www.example.com/{% if x %}/a", "has a placeholder"),
        ("https://${HOST}/a", "has a placeholder"),
        ("https://www.example.com/a/../b", "has . or .. in its path"),
        ("https://www.example.com/%2E%2e", "has . or .. in its path"),
        ("https://www.example.com/a/./", "has . or .. in its path"),
        ("https://www.example.com/*", "has a wildcard (*) in it"),
        ("https://www.example.com/images/*.jpg", "or write %2A where the character itself is meant"),
        ("https://www.example.com/a?v=*", "has a wildcard (*) in it"),
        ("https://www.example.com/a)", "ends with )"),
        ("https://www.example.com/a_(b))", "ends with )"),
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
        (
            'https://my_host.example.com/%zz[]{}|"<>`^\\_',
            "https://my_host.example.com/%zz[]%7B%7D|%22%3C%3E%60%5E%5C_",
            "https://my_host.example.com/%zz[]%7B%7D|%22%3C%3E%60%5E%5C_",
        ),
        (
            "https://www.example.com/?a={[\"<>'^`|\\]}",
            "https://www.example.com/?a={[%22%3C%3E%27^`|%5C]}",
            "https://www.example.com/?a={[%22%3C%3E%27^`|%5C]}",
        ),
        ("https://www.example.com:443/a", "https://www.example.com/a", "https://www.example.com/a"),
        ("http://www.example.com:80/a", "http://www.example.com/a", "http://www.example.com/a"),
        ("https://www.example.com:80/a", None, None),
        ("http://www.example.com:443/a", None, None),
        ("https://xn--mnchen-3ya.example/a", None, None),
        ("https://www.example.com/Foo_(bar)", None, None),
        ("https://www.example.com/a[1]", None, None),
        ("https://www.example.com/%2A?a=%2A", None, None),
        ("https://www.example.com/..a/b../...", None, None),
        ("https://www.example.com/a?path=/../b", None, None),
        ("https://www.example.com/?from=https://www.example.org/a&to=http://b.example.org/", None, None),
        ("https://www.example.com/fetch/https%3A%2F%2Fwww.example.org/a", None, None),
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
    assert warnings == ["urls: 2 of 4 values are duplicates; each is submitted once."]


#: What stands between two URLs that somebody has put into one text.
SEPARATORS = (
    *(
        "",
        " ",
        "\t",
        "\n",
        "\r\n",
        ";",
        ",",
        "|",
        " , ",
        ", ",
        "; ",
        " | ",
        "%20",
        "%0A",
        "%2C",
        "+",
        "&",
        "%09",
        "/",
        "//",
    ),
    *("\u3000", "\xa0", "\u2003", "\u200b", "\ufeff", "\u2028", "\u3001", "\uff0c", "\uff1b", "\uff5c", "\u00b7"),
    *("> <", "' '", '","', "\\n", "<br>", " and ", "-", "=", ":", "\\", "](", ") ("),
)
ENDS = ("", "a.js", "a/", "?", "?v=1", "?from=https://www.example.org/")
SECOND = ("https://", "http://", "HTTPS://", "Https:\\\\", "https:\\/\\/", "\uff48ttps://", "https\uff1a\uff0f\uff0f")


@pytest.mark.parametrize("directories", [False, True])
@pytest.mark.parametrize("rules", [AS_IS, ENCODED], ids=["as is", "encoded"])
@pytest.mark.parametrize("scheme", SECOND)
@pytest.mark.parametrize("separator", SEPARATORS, ids=ascii)
@pytest.mark.no_cover
def test_two_urls_in_one_text_never_pass_for_one(
    separator: str, scheme: str, rules: UrlRules, directories: bool
) -> None:
    for end in ENDS:
        if end.startswith("?") and separator == "=":
            continue  # A parameter that is a URL.
        first, second = f"https://www.example.com/{end}", f"{scheme}www.example.com/b/"
        for text in (first + separator + second, second.replace(scheme, "https://") + separator + second):
            if end == "?" and not separator and not directories:
                continue
            with pytest.raises(OptionError, match=r"^urls\[1\]: "):
                check("https://www.example.com/1/", text, rules=rules, directories=directories)


INVISIBLE = st.characters(categories=("Cc", "Cf", "Zl", "Zp", "Zs"), exclude_characters=" ") | st.sampled_from(
    "\u034f\u115f\u1160\u2800\u3164\ufe0f\uffa0\U000e0100"
)


@given(INVISIBLE, st.integers(8, 26))
@THOROUGH
def test_what_nobody_sees_is_refused_wherever_it_stands(character: str, at: int) -> None:
    url = "https://www.example.com/a.js"
    with pytest.raises(OptionError, match=r"control character|invisible character") as caught:
        check(url[:at] + character + url[at:])
    assert character not in str(caught.value)


@pytest.mark.parametrize("end", [*"\"'`,;|<>\\)]}", "\u3001", "\uff0c", "\u201d", "\u3011"])
@pytest.mark.parametrize(
    "url", ["https://www.example.com/a.js", "https://www.example.com/a/", "https://www.example.com/?a=1"]
)
def test_a_separator_at_the_end_is_refused(url: str, end: str) -> None:
    for value in (url + end, f" {url}{end} "):
        with pytest.raises(OptionError, match="ends with"):
            check(value)
    assert check(url + quote(end)) == [url + quote(end)]


def test_a_query_is_never_shown() -> None:
    """It may be the signature of a URL, and a user a password."""
    for value in (
        "https://www.example.com/a?auth_key=hunter2#top",
        "https://www.example.com/a?auth_key=hunter2,",
        "https://www.example.com/a?auth_key=hunter2*",
        "https://www.example.com/a?auth_key=hunter2\u200b",
        "https://www.example.com/a?auth_key=hunter2 https://www.example.com/b?auth_key=hunter2",
        "https://user:hunter2@www.example.com/a\n",
        "https://user:hunter2@www.example.com/a\nb",
        "https://user:hunter2@www.example.com/{{ a }}",
        "ftp://user:hunter2@www.example.com/a",
    ):
        with pytest.raises(OptionError) as caught:
            check(value, directories=True)
        assert "hunter2" not in str(caught.value)


def meant(path: str) -> bool:
    """Whether nothing of what is refused above is in a path."""
    odd = ("*", "{{", "}}", "{%", "%}", "${", "%{", "//", "\\\\", "/\\", "\\/", "/.", "./", "%2", "?.", ".?")
    return (
        not any(each in f"/{path}/" for each in odd)
        and path.rstrip(" ")[-1:]
        not in "\"'`,;|<>\\)]}\u3001\u3002\uff0c\uff1b\uff5c\u201d\u2019\u00bb\u203a\u300d\uff1e\uff09\u3011"
    )


PATHS = st.text(
    st.characters(
        codec="utf-8",
        exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp", "Zs", "Mn", "Lo", "So"),
        exclude_characters="#@",
    )
    | st.sampled_from(" ?&=")
)


@given(PATHS.filter(meant))
@THOROUGH
def test_any_path_can_be_sent(path: str) -> None:
    """And comes out as what it went in, but for its encoding."""
    (as_is,) = check("https://www.example.com/" + path)
    (encoded,) = check("https://www.example.com/" + path, rules=UrlRules(encode=True))
    assert set(encoded) <= set(string.ascii_letters + string.digits + string.punctuation) - set('<>"\\')
    assert not set(as_is) & set(' <>"\\')
    assert check(as_is) == [as_is]
    assert check(encoded, rules=UrlRules(encode=True)) == [encoded]
    assert same(as_is) == same(encoded) == same("https://www.example.com/" + path.rstrip(" "))
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
