# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""The one cleaner: takes secrets and signatures, however spelled, out of all that is shown.

Nobody can list all spellings, so the text is read instead: its escapes are undone layer by layer, and each layer is
searched. What is found is hidden at the place in the text that it was read from.
"""

from __future__ import annotations

import base64
import dataclasses
import re
from collections import deque
from typing import Any, Callable, Iterable, Iterator, List, Mapping, NamedTuple, Optional, Sequence, Tuple

HIDDEN = "********"
#: A shorter value cannot be told from ordinary text, and hiding it would spoil every result.
SHORTEST_SECRET = 4

#: Parts the texts of a document from each other; no UTF-8 has this byte.
_BORDER = "\xff"
#: How often escapes are undone one after the other, and base64 or hexadecimal digits inside of others.
_ROUNDS, _DECODINGS = 6, 2
#: More readings of one text than honest ones have; bounds the work that a hostile one makes, which is hidden whole.
_MOST_LAYERS = 400
#: And so many characters of all readings of one text together: seconds of work.
_MOST_CHARACTERS = 50_000_000
#: A longer text that holds something to hide is hidden whole: nobody reads it, and to tell the places takes memory.
_LONGEST_TOLD = 100_000

_BLANKS = re.compile(r"[\x00-\x20\x7f]+")
#: A form writes a blank as a plus.
_FORM_BLANKS = re.compile(r"[\x00-\x20\x7f+]+")
#: White space outside ASCII, and marks that nobody sees; they may cut a secret as blanks do.
_UNSEEN = re.compile("[\\s\x80-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_ESCAPE = re.compile(
    r"%(?P<percent>[0-9a-fA-F]{2})"
    r"|&(?:\#(?P<decimal>[0-9]{1,7});?|\#[xX](?P<entity>[0-9a-fA-F]{1,6});?|(?P<name>[a-zA-Z][a-zA-Z0-9]{1,31});)"
    r"|\\u(?P<high>[dD][89abAB][0-9a-fA-F]{2})\\u(?P<low>[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|\\(?:u(?P<u4>[0-9a-fA-F]{4})|U(?P<u8>[0-9a-fA-F]{8})|x(?P<x2>[0-9a-fA-F]{2}))"
    r"""|\\(?P<one>[\\'"/abfnrtv])"""
)
#: The same in a literal of bytes, where it stands for one byte, not for a character.
_BYTE = re.compile(r"\\x([0-9a-fA-F]{2})")
_ONE = dict(zip("abfnrtv", "\a\b\f\n\r\t\v"))
_URL_SAFE = str.maketrans("-_", "+/")
#: By what precedes them; all signatures that this collection makes are hexadecimal.
_SIGNATURE = re.compile(r"signature(?:%(?:25){0,4}[0-9a-f]{2}|[^0-9A-Za-z\xff%]){0,10}([0-9a-f]{16,64})", re.IGNORECASE)
_DIGEST = re.compile(r"(?<![0-9a-fA-F])([0-9a-fA-F]{64})(?![0-9a-fA-F])")
_SHORTEST_SIGNATURE = len("signature=") + 16
_URL = re.compile(r"https?://\S+\Z", re.IGNORECASE)

Span = Tuple[int, int]
_Spans = Optional[List[Span]]


class _Layer(NamedTuple):
    """A reading of a text: UTF-8 bytes as characters, and for each the span that it was read from."""

    text: str
    #: None where only the question is whether something stands there.
    spans: _Spans
    rounds: int = _ROUNDS
    decodings: int = _DECODINGS


class Secrets:
    """The secrets of a run. Grows while tokens are fetched; safe to use from several threads."""

    def __init__(self, values: Iterable[str] = ()) -> None:
        self._targets: dict[str, None] = {}
        self.add(*values)

    def add(self, *values: str) -> None:
        """Hide these from now on; a value under SHORTEST_SECRET characters is no secret."""
        targets = [target for value in values for target in _targets(str(value))]
        # A new one, because other threads may be reading the old one.
        self._targets = {**self._targets, **dict.fromkeys(targets)}

    def text(self, text: str) -> str:
        """A text without secrets, and without signatures by what precedes them."""
        return self._hide(text, (_SIGNATURE,))

    def foreign(self, text: str) -> str:
        """A text that a cloud wrote, without secrets and without whatever looks like a signature."""
        return self._hide(text, (_SIGNATURE, _DIGEST))

    def value(self, value: Any, foreign: bool = False) -> Any:
        """A value of JSON with all texts cleaned, keys too; the same object where there is nothing to hide.

        A text that is a URL as a whole keeps its signature: it is that of the user's own URL.
        """
        patterns = (_SIGNATURE, _DIGEST) if foreign else (_SIGNATURE,)
        texts = _texts(value)
        if not self._finds(_BORDER.join(map(_as_bytes, texts)), patterns) and not any(map(_is_signature, texts)):
            return value
        hidden = {text: self._hide(text, () if _URL.match(text) else patterns) for text in texts}
        return _rebuild(value, hidden)

    def _hide(self, text: str, patterns: Sequence[re.Pattern[str]]) -> str:
        if not self._finds(_as_bytes(text), patterns):
            return text
        if len(text) > _LONGEST_TOLD:
            return HIDDEN
        found: list[Span] = []
        for layer in _layers(_read(text), self._shortest(patterns)):
            if layer is None:
                return HIDDEN
            spans = layer.spans or []
            for start, end in self._places(layer.text, patterns):
                found.append((spans[start][0], spans[end - 1][1]))
        return _cover(text, found)

    def _finds(self, text: str, patterns: Sequence[re.Pattern[str]]) -> bool:
        """Whether there is something to hide, or something that was not read to its end."""
        layers = _layers(_Layer(text, None), self._shortest(patterns))
        return any(layer is None or any(True for _place in self._places(layer.text, patterns)) for layer in layers)

    def _places(self, text: str, patterns: Sequence[re.Pattern[str]]) -> Iterator[Span]:
        for target in self._targets:
            at = text.find(target)
            while at >= 0:
                yield at, at + len(target)
                at = text.find(target, at + 1)
        for pattern in patterns:
            for match in pattern.finditer(text):
                yield match.span(1)

    def _shortest(self, patterns: Sequence[re.Pattern[str]]) -> int:
        lengths = list(map(len, self._targets)) + [_SHORTEST_SIGNATURE] * bool(patterns)
        return min(lengths, default=_SHORTEST_SIGNATURE)


def secret_values(spec: Mapping[str, Mapping[str, Any]], options: Any) -> Iterator[str]:
    """The texts of options that a spec marks no_log, at any depth, even if the options are wrong."""
    for item in options if isinstance(options, (list, tuple)) else [options]:
        for name, option in spec.items() if isinstance(item, Mapping) else ():
            for key in (name, *option.get("aliases", ())):
                if option.get("no_log"):
                    yield from _texts(item.get(key))
                elif "options" in option:
                    yield from secret_values(option["options"], item.get(key))


def _targets(value: str) -> Iterator[str]:
    """How a secret reads in the layers of a text: as it is, and with its escapes undone."""
    for spelling in (value, value.replace(" ", "+")):
        layer = _without_blanks(_Layer(_as_bytes(spelling), None))
        for _round in range(_ROUNDS + 1):
            for text in (layer.text, layer.text.replace("+", "")):
                # One of asterisks alone would be found in what hides it.
                if len(text) >= SHORTEST_SECRET and text.strip("*"):
                    yield text
            layer = _without_blanks(_unescape(layer))


# -- layers -----------------------------------------------------------------------------------------------------------


def _layers(start: _Layer, shortest: int) -> Iterator[_Layer | None]:
    """Every reading of a text, the plainest first; None at the end where there are too many to read.

    shortest is the length of the shortest thing looked for.
    """
    seen: set[str] = set()
    characters = 0
    waiting = deque([start])
    while waiting:
        layer = waiting.popleft()
        if layer.text in seen:
            continue
        characters += len(layer.text)
        if len(seen) == _MOST_LAYERS or (seen and characters > _MOST_CHARACTERS):
            yield None
            return
        seen.add(layer.text)
        yield layer
        waiting.append(_without_blanks(layer))
        if "+" in layer.text:
            waiting.append(_replaced(layer, _FORM_BLANKS, lambda _match: ""))
        if layer.rounds:
            waiting.append(_unescape(layer)._replace(rounds=layer.rounds - 1))
            if "\\x" in layer.text:
                bytes_read = _replaced(layer, _BYTE, lambda match: chr(int(match.group(1), 16)))
                waiting.append(bytes_read._replace(rounds=layer.rounds - 1))
        if layer.decodings:
            waiting.extend(_decoded(layer, shortest))


def _as_bytes(text: str) -> str:
    if text.isascii():
        return text
    return _UNSEEN.sub(" ", text).encode("utf-8", "surrogatepass").decode("latin-1")


def _read(text: str) -> _Layer:
    if text.isascii():
        return _Layer(text, [(at, at + 1) for at in range(len(text))])
    spans = [(at, at + 1) for at, character in enumerate(text) for _byte in _as_bytes(character)]
    return _Layer(_as_bytes(text), spans)


def _without_blanks(layer: _Layer) -> _Layer:
    return _replaced(layer, _BLANKS, lambda _match: "") if _BLANKS.search(layer.text) else layer


def _unescape(layer: _Layer) -> _Layer:
    return _replaced(layer, _ESCAPE, _meant) if _ESCAPE.search(layer.text) else layer


def _replaced(layer: _Layer, pattern: re.Pattern[str], new: Callable[[re.Match[str]], str]) -> _Layer:
    if layer.spans is None:
        return layer._replace(text=pattern.sub(new, layer.text))
    texts, spans, at = [], [], 0
    for match in pattern.finditer(layer.text):
        start, end = match.span()
        texts += [layer.text[at:start], new(match)]
        spans += layer.spans[at:start]
        spans += [(layer.spans[start][0], layer.spans[end - 1][1])] * len(texts[-1])
        at = end
    return layer._replace(text="".join([*texts, layer.text[at:]]), spans=spans + layer.spans[at:])


def _meant(match: re.Match[str]) -> str:
    """The character that an escape stands for."""
    kind, digits = match.lastgroup or "", match.group(match.lastgroup or 0)
    if kind == "percent":
        return chr(int(digits, 16))
    if kind == "one":
        return _ONE.get(digits, digits)
    if kind == "low":
        return _as_bytes(chr(0x10000 + ((int(match.group("high"), 16) & 0x3FF) << 10) + (int(digits, 16) & 0x3FF)))
    if kind == "name":
        # Imported where it is used: texts without entities do not pay for it.
        from html.entities import html5

        return _as_bytes(html5[f"{digits};"]) if f"{digits};" in html5 else match.group()
    code = int(digits, 10 if kind == "decimal" else 16)
    return _as_bytes(chr(code)) if code <= 0x10FFFF else match.group()


def _decoded(layer: _Layer, shortest: int) -> Iterator[_Layer]:
    """What base64 and hexadecimal digits hold, from each place where a group of them may begin."""
    base64_runs = [match.span() for match in re.finditer(rf"[A-Za-z0-9+/_-]{{{shortest * 4 // 3},}}", layer.text)]
    hex_runs = [match.span() for match in re.finditer(rf"[0-9a-fA-F]{{{shortest * 2},}}", layer.text)]
    ways = [(base64_runs, offset, 6) for offset in range(4)] + [(hex_runs, offset, 4) for offset in range(2)]
    for runs, offset, bits in ways:
        texts: list[str] = []
        spans: list[Span] = []
        for start, end in runs:
            text = (_of_base64 if bits == 6 else _of_hex)(layer.text[start + offset : end])
            texts += [text, _BORDER]
            if layer.spans is not None:
                at = start + offset
                for byte in range(len(text)):
                    first, last = layer.spans[at + byte * 8 // bits], layer.spans[at + (byte * 8 + 7) // bits]
                    spans.append((first[0], last[1]))
                spans.append(layer.spans[end - 1])
        if texts:
            yield _Layer("".join(texts), None if layer.spans is None else spans, _ROUNDS, layer.decodings - 1)


def _of_base64(text: str) -> str:
    text = text[:-1] if len(text) % 4 == 1 else text
    return base64.b64decode(text.translate(_URL_SAFE) + "=" * (-len(text) % 4)).decode("latin-1")


def _of_hex(text: str) -> str:
    return bytes.fromhex(text[: len(text) // 2 * 2]).decode("latin-1")


# -- texts and values -------------------------------------------------------------------------------------------------


def _cover(text: str, found: Iterable[Span]) -> str:
    """The text with the spans hidden; those that overlap are one."""
    parts, at = [], 0
    covered: list[Span] = []
    for start, end in sorted(found):
        if covered and start < covered[-1][1]:
            covered[-1] = (covered[-1][0], max(end, covered[-1][1]))
        else:
            covered.append((start, end))
    for start, end in covered:
        parts += [text[at:start], HIDDEN]
        at = end
    return "".join([*parts, text[at:]])


def _is_signature(key: str) -> bool:
    return key.lower().endswith("signature")


def _texts(value: Any) -> dict[str, None]:
    """Every text of a value, keys included, each once."""
    found: dict[str, None] = {}
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            found[item] = None
        elif isinstance(item, dict):
            waiting += item
            waiting += item.values()
        elif isinstance(item, (list, tuple)):
            waiting += item
        elif _is_record(item):
            waiting += _fields(item).values()
    return found


def _is_record(value: Any) -> bool:
    """Ansible has errors and warnings as dataclasses."""
    return dataclasses.is_dataclass(value) and not isinstance(value, type)


def _fields(record: Any) -> dict[str, Any]:
    return {field.name: getattr(record, field.name) for field in dataclasses.fields(record) if field.init}


def _rebuild(value: Any, hidden: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        # The same object where it can be: Ansible's texts know where they are from.
        return value if hidden[value] == value else hidden[value]
    if isinstance(value, dict):
        return {
            _rebuild(key, hidden): HIDDEN
            if isinstance(key, str) and _is_signature(key) and isinstance(item, str) and item
            else _rebuild(item, hidden)
            for key, item in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [_rebuild(item, hidden) for item in value]
    if _is_record(value):
        old = _fields(value)
        new = {name: _rebuild(item, hidden) for name, item in old.items()}
        # A record knows a tuple from a list.
        new = {name: tuple(item) if isinstance(old[name], tuple) else item for name, item in new.items()}
        return value if new == old else dataclasses.replace(value, **new)
    return value
