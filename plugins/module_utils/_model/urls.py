# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""URLs that a user wants purged or prefetched: checked, made fit for a provider, compared. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Callable, Iterable, Sequence
from urllib.parse import quote, urlsplit

from .errors import OptionError

#: Characters of a value that a message shows.
LONGEST_SHOWN = 200

_SCHEME = re.compile(r"^(https?)://", re.IGNORECASE)
_LABEL = r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?"
#: Two labels or more. The last one holds a letter, because otherwise it would be an IP address.
_HOST = re.compile(rf"^(?=.{{1,253}}$)({_LABEL}\.)+(?=[0-9]*[a-z]){_LABEL}$")
_DEFAULT_PORTS = {"http": 80, "https": 443}
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
#: Everything printable in ASCII but the space: quote() then encodes what is not ASCII, and spaces.
_ASCII = "".join(map(chr, range(0x21, 0x7F)))

_BLANKS = " \t\r\n\f\v"
#: Control characters, halves of surrogate pairs, line and paragraph separators.
_CONTROLS = ("Cc", "Cs", "Zl", "Zp")
#: Nobody sees that they are there: formats such as U+200B and U+00AD; blanks that are not the usual one.
_INVISIBLE = ("Cf", "Zs")
#: The same of other categories: fillers, selectors of variants, the empty Braille pattern.
_INVISIBLE_TOO = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)

#: "https://a/1 https://a/2": whatever stands between the two, nothing else has this in its path.
_SECOND_IN_PATH = re.compile(r":[/\\]{2}")
#: A parameter may well be a URL, ?from=https://...; anything else is the next one of a list.
_SECOND_IN_QUERY = re.compile(r"(?<!=)https?:[/\\]{2}", re.IGNORECASE)
#: Of a user name and a password.
_USER = re.compile(r"^([^/]*//)[^/]*@")
#: A brace before a percent-encoded character is no placeholder.
_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{%(?![0-9A-Fa-f]{2})|%\}|[$%]\{")
_DOTS = re.compile(r"/(\.|%2e){1,2}(/|$)", re.IGNORECASE)
#: Of a list or of quotes around the URL.
_SEPARATORS = "\"'`,;|<>\\" + "\u3001\u3002\uff0c\uff1b\uff5c\u201d\u2019\u00bb\u203a\u300d\uff1e"
_BRACKETS = {")": "(", "]": "[", "}": "{", "\uff09": "\uff08", "\u3011": "\u3010"}


def _escapes(characters: str) -> dict[int, str]:
    return {ord(character): f"%{ord(character):02X}" for character in characters}


#: What browsers percent-encode, as the URL Standard has it; and the backslash, which no URL may hold as it is.
_ENCODED_IN_PATH = _escapes(' "<>\\^`{}')
_ENCODED_IN_QUERY = _escapes(" \"<>\\'")


@dataclass(frozen=True)
class UrlRules:
    """What a provider wants of a URL."""

    #: Characters, counted as they are sent.
    longest: int | None = None
    #: Whether what is not ASCII is sent percent-encoded. What browsers encode in ASCII always is.
    encode: bool = False
    #: What to use in place of a wildcard, which no provider takes here.
    instead: str = "List the URLs one by one"


def check_urls(
    values: Iterable[str], option: str, rules: UrlRules, warn: Callable[[str], None], directories: bool = False
) -> list[str]:
    """The URLs as they are to be sent, each once, in order; OptionError names place and value."""
    if directories:
        rules = replace(rules, instead="Leave it out, because a directory is everything below it")
    urls = []
    for number, value in enumerate(values):
        place = f"{option}[{number}]"
        url = _check_url(value, place, rules)
        if directories and not url.endswith("/"):
            raise OptionError(
                f"{place}: {show_url(value)} does not end with a slash. Expected a directory: HOST/PATH/."
            )
        if directories and "?" in url:
            raise OptionError(
                f"{place}: {show_url(value)} has a query (?...), which no directory has. Expected HOST/PATH/."
            )
        urls.append(url)
    return distinct(urls, option, warn)


def distinct(values: Sequence[str], option: str, warn: Callable[[str], None]) -> list[str]:
    """Each value once, in order; warns of how many were left out."""
    found = list(dict.fromkeys(values))
    left_out = len(values) - len(found)
    if left_out:
        warn(f"{option}: {left_out} of {len(values)} values are duplicates; each is submitted once.")
    return found


def check_text(value: str, place: str) -> str:
    """The text without white space at its ends; OptionError if it is empty or cannot be sent."""
    text = value.strip(_BLANKS)
    if not text:
        raise OptionError(f"{place}: must not be empty.")
    if text.isascii() and text.isprintable():
        return text
    for character in text:
        category = unicodedata.category(character)
        if category in _CONTROLS:
            raise OptionError(f"{place}: {show_url(text)} has a line break or another control character in it.")
        if character != " " and (category in _INVISIBLE or _INVISIBLE_TOO.match(character)):
            raise OptionError(
                f"{place}: {show_url(text)} has an invisible character in it, U+{ord(character):04X}. Take it out, or "
                f"write {quote(character)} where it is meant."
            )
    return text


def check_single(text: str, place: str) -> None:
    """Raise an OptionError for several URLs in one text, whatever separates them."""
    # As full-width characters are read.
    path, _question, query = unicodedata.normalize("NFKC", _SCHEME.sub("", text)).partition("?")
    if _SECOND_IN_PATH.search(path) or _SECOND_IN_QUERY.search(query):
        raise OptionError(
            f"{place}: {show_url(text)} has a second URL in it. Give each URL as an item of its own; write %3A%2F%2F "
            "for :// where one URL is a part of another."
        )


def is_host(text: str) -> bool:
    """Whether this can be an accelerated domain: a host name in ASCII with a dot, and no IP address."""
    return bool(_HOST.match(text.lower()))


def _check_url(value: str, place: str, rules: UrlRules) -> str:
    text = check_text(value, place)
    shown = show_url(text)
    scheme = _SCHEME.match(text)
    if not scheme:
        raise OptionError(f"{place}: {shown} does not begin with http:// or https://.")
    if _PLACEHOLDER.search(text):
        raise OptionError(f"{place}: {shown} has a placeholder in it that nobody has filled in.")
    check_single(text, place)
    if "#" in text:
        raise OptionError(f"{place}: {shown} has a fragment (#...), which no CDN gets to see. Leave it out.")
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise OptionError(f"{place}: {shown} is not a URL. Expected https://HOST/PATH.") from None
    if "@" in parts.netloc:
        raise OptionError(f"{place}: must not hold a user name or password. Expected https://HOST/PATH.")
    if not is_host(host):
        raise OptionError(
            f"{place}: {shown} has no valid host name. Expected the accelerated domain, without wildcards; one "
            "with letters beyond a to z in its ASCII form (xn--...)."
        )
    if parts.netloc.endswith(":") or port == 0:
        raise OptionError(f"{place}: {shown} has no valid port. Expected https://HOST/PATH.")
    rest = text[scheme.end() + len(parts.netloc) :]
    _check_rest(rest, place, shown, rules)
    # Scheme and host are the same in either case, and duplicates are found more easily in one.
    name = scheme.group(1).lower()
    port_shown = "" if port in (None, _DEFAULT_PORTS[name]) else f":{port}"
    url = f"{name}://{host}{port_shown}{_encode(rest, rules.encode)}"
    if rules.longest is not None and len(url) > rules.longest:
        raise OptionError(
            f"{place}: {shown} is longer than the {rules.longest} characters that the provider allows "
            f"({len(url)} as it would be sent)."
        )
    return url


def _check_rest(rest: str, place: str, shown: str, rules: UrlRules) -> None:
    """Raise an OptionError for what cannot be meant in a path or a query."""
    if "*" in rest:
        raise OptionError(
            f"{place}: {shown} has a wildcard (*) in it, which would be taken for a character of the name. "
            f"{rules.instead}, or write %2A where the character itself is meant."
        )
    last = rest[-1:]
    if last and (last in _SEPARATORS or rest.count(last) > rest.count(_BRACKETS.get(last, last))):
        raise OptionError(
            f"{place}: {shown} ends with {last}, which belongs to a list or to quotes around the URL. Take it off, or "
            f"write {quote(last, safe='')} where it is meant."
        )
    if _DOTS.search(rest.partition("?")[0]):
        raise OptionError(
            f"{place}: {shown} has . or .. in its path. Browsers ask for what this leads to; expected that path."
        )


def _encode(rest: str, everything: bool) -> str:
    path, question, query = rest.partition("?")
    encoded = f"{path.translate(_ENCODED_IN_PATH)}{question}{query.translate(_ENCODED_IN_QUERY)}"
    return quote(encoded, safe=_ASCII) if everything else encoded


def show_url(url: str) -> str:
    """A URL for a message: without its query, which may be a signature, and without a password."""
    path, question, _query = url.partition("?")
    path = _USER.sub(r"\1...@", path)
    return show(f"{path}?..." if question else path)


def show(value: str) -> str:
    """A value for a message, on one line and not too long."""
    text = repr(value if len(value) <= LONGEST_SHOWN else value[:LONGEST_SHOWN] + "...")
    return _INVISIBLE_TOO.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def host_of(url: str) -> str:
    """The host name of a URL that was checked; empty for what is not a URL, such as a tag."""
    return urlsplit(url).hostname or ""


def same(url: str) -> str:
    """One text for all spellings of a URL that differ in percent-encoding or the host's case alone.

    Nothing is decoded: %2F and / are two things.
    """
    text = url.strip().translate({**_ENCODED_IN_PATH, **_ENCODED_IN_QUERY})
    encoded = _ESCAPE.sub(lambda match: match.group().upper(), quote(text, safe=_ASCII))
    scheme, separator, rest = encoded.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme.lower()}{separator}{host.lower()}{slash}{path}" if separator else encoded
