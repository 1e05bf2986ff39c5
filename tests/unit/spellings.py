# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How clouds, proxies and loggers spell a text that they repeat; knows nothing of the code that hides it."""

from __future__ import annotations

import base64
import html
import itertools
import json
import re
from collections.abc import Callable, Iterator
from urllib.parse import quote, quote_plus

Spell = Callable[[str], str]


def _lower_hex(text: str) -> str:
    return re.sub("%[0-9A-F]{2}", lambda match: match[0].lower(), text)


def _base64(before: str, urlsafe: bool = False, padded: bool = True) -> Spell:
    """The base64 of a longer text; before sets where in a group the text begins."""
    encode = base64.urlsafe_b64encode if urlsafe else base64.b64encode

    def spell(text: str) -> str:
        encoded = encode(f"{before}{text}, and more".encode()).decode()
        return encoded if padded else encoded.rstrip("=")

    return spell


def _folded(columns: int, end: str = "\n") -> Spell:
    return lambda text: end.join(text[at : at + columns] for at in range(0, len(text), columns))


SPELLINGS: dict[str, Spell] = {
    "as it is": lambda text: text,
    "percent": lambda text: quote(text, safe=""),
    "percent but slashes": quote,
    "percent in lower case": lambda text: _lower_hex(quote(text, safe="")),
    "every character percent": lambda text: "".join(f"%{byte:02X}" for byte in text.encode()),
    "form": quote_plus,
    "percent twice": lambda text: quote(quote(text, safe=""), safe=""),
    "percent twice in lower case": lambda text: _lower_hex(quote(quote(text, safe=""), safe="")),
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "url-safe base64": lambda text: base64.urlsafe_b64encode(text.encode()).decode().rstrip("="),
    "base64 of more 0": _base64("Key"),
    "base64 of more 1": _base64("Key="),
    "base64 of more 2": _base64("key: ", padded=False),
    "url-safe base64 of more": _base64("?key=", urlsafe=True),
    "hex": lambda text: text.encode().hex(),
    "upper hex": lambda text: text.encode().hex().upper(),
    "json": json.dumps,
    "json with slashes": lambda text: json.dumps(text).replace("/", "\\/"),
    "json as it is": lambda text: json.dumps(text, ensure_ascii=False),
    "repr": repr,
    "ascii": ascii,
    "repr of bytes": lambda text: repr(text.encode()),
    "html": html.escape,
    "html decimal": lambda text: "".join(f"&#{ord(character)};" for character in text),
    "html hex": lambda text: "".join(f"&#x{ord(character):x};" for character in text),
    "blanks": " ".join,
    "cut in lines": _folded(5),
    "folded at 64": _folded(64, "\r\n"),
    "folded at 76": _folded(76, "\r\n "),
}


def composed(text: str) -> Iterator[tuple[str, str]]:
    """Each composition of two spellings of a text, by name."""
    for (first, spell), (second, again) in itertools.product(SPELLINGS.items(), repeat=2):
        yield f"{first}, {second}", again(spell(text))
