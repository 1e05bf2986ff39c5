# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""The URLs that a user wants purged or prefetched: checked, made fit for a provider, and compared. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Callable, Iterable, Sequence
from urllib.parse import quote, urlsplit

from ansible_collections.edgeops.cdn.plugins.module_utils._errors import OptionError

#: Characters of a value that a message shows.
LONGEST_SHOWN = 200

_SCHEME = re.compile(r"^(https?)://", re.IGNORECASE)
_HOST = re.compile(r"^(?!.*\.\.)[a-z0-9]([a-z0-9._-]*[a-z0-9])?$")
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
#: Everything printable in ASCII but the space: quote() then encodes what is not ASCII, and spaces.
_ASCII = "".join(map(chr, range(0x21, 0x7F)))
#: Control characters, halves of surrogate pairs, line and paragraph separators.
_UNSENDABLE = ("Cc", "Cs", "Zl", "Zp")


@dataclass(frozen=True)
class UrlRules:
    """What a provider wants of a URL."""

    #: Characters, counted as they are sent.
    longest: int | None = None
    #: Whether what is not ASCII is sent percent-encoded. Spaces always are.
    encode: bool = False


def check_urls(
    values: Iterable[str], option: str, rules: UrlRules, warn: Callable[[str], None], directories: bool = False
) -> list[str]:
    """The URLs as they are to be sent, each once, in order; OptionError names the option, the place and the value."""
    urls = []
    for number, value in enumerate(values):
        place = f"{option}[{number}]"
        url = _check_url(value, place, rules)
        if directories and not url.endswith("/"):
            raise OptionError(f"{place}: {show(value)} does not end with a slash. Expected a directory: HOST/PATH/.")
        if directories and "?" in url:
            raise OptionError(
                f"{place}: {show(value)} has a query (?...), which no directory has. Expected HOST/PATH/."
            )
        urls.append(url)
    return distinct(urls, option, warn)


def distinct(values: Sequence[str], option: str, warn: Callable[[str], None]) -> list[str]:
    """Each value once, in order; says how many were left out."""
    found = list(dict.fromkeys(values))
    left_out = len(values) - len(found)
    if left_out:
        warn(f"{option}: {left_out} of {len(values)} values were there more than once and are submitted once.")
    return found


def check_text(value: str, place: str) -> str:
    """Text without white space at its ends; OptionError where there is none, or what no request can carry."""
    text = value.strip()
    if not text:
        raise OptionError(f"{place}: must not be empty.")
    if any(unicodedata.category(character) in _UNSENDABLE for character in text):
        raise OptionError(f"{place}: {show(text)} has a line break or another control character in it.")
    return text


def _check_url(value: str, place: str, rules: UrlRules) -> str:
    text = check_text(value, place)
    scheme = _SCHEME.match(text)
    if not scheme:
        raise OptionError(f"{place}: {show(text)} does not begin with http:// or https://.")
    if "#" in text:
        raise OptionError(f"{place}: {show(text)} has a fragment (#...), which no CDN gets to see. Leave it out.")
    try:
        parts = urlsplit(text)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        raise OptionError(f"{place}: {show(text)} is not a URL. Expected https://HOST/PATH.") from None
    if "@" in parts.netloc:
        # Not shown: it may hold a password.
        raise OptionError(f"{place}: must not hold a user name or password. Expected https://HOST/PATH.")
    if not _HOST.match(host):
        raise OptionError(
            f"{place}: {show(text)} has no valid host name. Expected the accelerated domain, without wildcards; one "
            "with other letters than a to z in its ASCII form (xn--...)."
        )
    # Scheme and host are the same in either case, and duplicates are found more easily in one.
    rest = text[scheme.end() + len(parts.netloc) :]
    rest = quote(rest, safe=_ASCII) if rules.encode else rest.replace(" ", "%20")
    url = f"{scheme.group(1).lower()}://{parts.netloc.lower()}{rest}"
    if rules.longest is not None and len(url) > rules.longest:
        raise OptionError(
            f"{place}: {show(text)} is longer than the {rules.longest} characters that the provider allows "
            f"({len(url)} as it would be sent)."
        )
    return url


def show(value: str) -> str:
    """A value for a message, on one line and not too long."""
    return repr(value if len(value) <= LONGEST_SHOWN else value[:LONGEST_SHOWN] + "...")


def host_of(url: str) -> str:
    """The host name of a URL that was checked; empty for what is not a URL, such as a tag."""
    return urlsplit(url).hostname or ""


def same(url: str) -> str:
    """Equal for two spellings of a URL that differ in percent-encoding or in the host's case alone.

    Nothing is decoded: %2F and / are two things.
    """
    encoded = _ESCAPE.sub(lambda match: match.group().upper(), quote(url.strip(), safe=_ASCII))
    scheme, separator, rest = encoded.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme.lower()}{separator}{host.lower()}{slash}{path}" if separator else encoded
