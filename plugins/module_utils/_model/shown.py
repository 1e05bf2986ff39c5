# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Text from outside, made fit to be shown: on a terminal, in a CI system's log, in a result. Pure.

Whatever a cloud, a proxy or an edge wrote is hostile: it must neither steer a terminal nor command a CI system.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Callable, Mapping

#: Characters of a text that is shown.
LONGEST = 500
#: Stands for a character that is not shown.
REPLACEMENT = "\ufffd"

#: Controls, formats (bidirectional marks, zero width), lone surrogates, line and paragraph separators.
_UNFIT = ("Cc", "Cf", "Cs", "Zl", "Zp")
#: Letters, marks and unassigned characters that take no room, so that two texts look alike.
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff]"
)
#: What CI systems take commands from: `##[error]`, `##vso[...]`, `##teamcity[...]` wherever they stand in a line,
#: `::error::` where it begins one. A long text may be wrapped at any space.
_HASHES = re.compile(r"##(?=[A-Za-z]*\[)")
_COLONS = re.compile(r"(?:^|(?<=\s)):{2,}")
_WORD = re.compile(r"\S+")
#: What may follow a URL in a sentence.
_PUNCTUATION = "'\")]},;:."
#: A name and a password before the host of a URL.
_USER = re.compile(r"(?<=://)[^\s/?#@]*@")

#: Keys of results whose texts are as long as they are: URLs and ids are used again, raw records are as sent.
_WHOLE = ("url", "urls", "id", "ids", "raw")
#: Keys of results that hold sentences, in which a URL is quoted, not handed on.
_SENTENCES = ("message", "hint", "code")


def shown(text: object, most: int | None = LONGEST) -> str:
    """One line of at most so many characters, without anything that a terminal or a CI system obeys."""
    line = str(text)
    # Far more than is shown is not worth looking at, but a URL or a record is kept whole.
    if most is not None:
        line = line[: 2 * most + 2]
    if not line.isprintable() or _INVISIBLE.search(line):
        line = "".join(map(_fit, line))
    if "##" in line:
        line = _HASHES.sub("# #", line)
    if "::" in line:
        line = _COLONS.sub(lambda match: " ".join(match.group()), line)
    return line if most is None or len(line) <= most else line[: most - 3] + "..."


def _fit(character: str) -> str:
    if unicodedata.category(character) in _UNFIT or _INVISIBLE.match(character):
        return " " if character.isspace() else REPLACEMENT
    return character


def told(text: object, most: int | None = LONGEST) -> str:
    """One line of a message, warning or progress, without queries: a signed URL is a secret."""
    line = str(text)
    return shown(_without_queries(line if most is None else line[: 2 * most + 2]), most)


def told_lines(text: str) -> str:
    """The same for a message of several lines; this collection begins each of them."""
    return "\n".join(told(line, None) for line in text.split("\n"))


def _without_queries(text: str) -> str:
    if "?" in text:
        text = _WORD.sub(_without_query, text)
    return _USER.sub("...@", text) if "@" in text else text


def _without_query(word: re.Match[str]) -> str:
    """One word without what follows a question mark in it, where that is a query."""
    address, _mark, query = word.group().partition("?")
    if not query or not ("/" in address or "=" in query):
        return word.group()
    # A bracket or a full stop after a URL is the sentence's.
    return f"{address}?...{query[len(query.rstrip(_PUNCTUATION)) :]}" if query.rstrip(_PUNCTUATION) else word.group()


def shown_result(document: Mapping[str, Any]) -> dict[str, Any]:
    """A result as it leaves a module or an action: the one door that every text in it goes through."""
    return {
        shown(key): told_lines(value) if key == "msg" and isinstance(value, str) else _shown_value(value, key)
        for key, value in document.items()
    }


def _shown_value(value: Any, key: object, most: int | None = LONGEST) -> Any:
    most = None if key in _WHOLE else most
    if isinstance(value, str):
        return told(value, most) if key in _SENTENCES else shown(value, most)
    if isinstance(value, Mapping):
        return {shown(name): _shown_value(item, name, most) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_shown_value(item, None, most) for item in value]
    return value


def warner(warn: Callable[[str], None], no_log: bool) -> Callable[[str], None]:
    """A function that warns with fit texts; with no_log it only tells that there is a warning."""
    if no_log:
        return lambda _text: warn("A warning is not shown, because of no_log.")
    return lambda text: warn(told_lines(text))
