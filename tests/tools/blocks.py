# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How generated text gets into files: blocks between marks, and YAML as people write it here."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import yaml

WIDTH = 120

_BEGIN = re.compile(r"^(?P<indent> *)(?:#|<!--) generated from (?P<source>.+): make generate(?: -->)?$")
_END = re.compile(r"^ *(?:#|<!--) end of generated(?: -->)?$")

#: Values that are written in one line.
_FLOW = ("aliases", "choices", "default", "sample")

#: libyaml reads a dozen times as fast, but not every PyYAML comes with it.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

#: A text as it stands, or a structure to be written as YAML, indented like its mark.
Content = str | Mapping[str, Any] | Sequence[Any]


class Mistake(ValueError):
    """Something that has to be put right by hand before anything can be generated."""


def load(text: str) -> Any:
    """Return what YAML says."""
    return yaml.load(text, _Loader)


def as_yaml(value: Any, width: int = WIDTH) -> str:
    """Return a value as YAML: blocks, long texts wrapped, choices and samples in one line where that holds them."""
    text = "".join(f"{line}\n" for line in _block(value, width))
    if load(text) != value:
        raise Mistake(f"YAML reads something else: {text}")
    return text


def _block(value: Any, width: int) -> list[str]:
    if isinstance(value, Mapping):
        return [line for key, item in value.items() for line in _entry(key, item, width)]
    lines = []
    for item in value:
        first, *others = _block(item, width - 2) if isinstance(item, Mapping) else _wrapped(_scalar(item), width - 2)
        lines += [f"- {first}", *(f"  {line}" for line in others)]
    return lines


def _entry(key: str, value: Any, width: int) -> list[str]:
    in_one_line = f"{key}: {_flow(value)}" if key in _FLOW or not value else ""
    if in_one_line and (len(in_one_line) <= width or not isinstance(value, list)):
        return [in_one_line]
    if isinstance(value, (Mapping, list)):
        return [f"{key}:", *(f"  {line}" for line in _block(value, width - 2))]
    return _wrapped(f"{key}: {_scalar(value)}", width, "  ")


def _wrapped(text: str, width: int, indent: str = "") -> list[str]:
    if "  " in text:
        raise Mistake(f"a text with two spaces in a row, which wrapping would change: {text}")
    return textwrap.wrap(text, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def _scalar(value: Any) -> str:
    return value if isinstance(value, str) and _is_plain(value) else json.dumps(value)


@cache
def _is_plain(text: str) -> bool:
    """Return whether a text needs no quotes; asked for the same texts in every module."""
    return _reads_as(f"- {text}", [text])


def _flow(value: Any) -> str:
    if isinstance(value, list):
        text = f"[{', '.join(_scalar(item) for item in value)}]"
        return text if _reads_as(text, value) else json.dumps(value)
    return _scalar(value)


def _reads_as(text: str, value: Any) -> bool:
    try:
        return bool(load(text) == value)
    except yaml.YAMLError:
        return False


# --- Markdown


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of Markdown, apart from what stands above and below."""
    lines = [f"| {' | '.join(cells)} |" for cells in (header, *rows)]
    lines.insert(1, "|---" * len(header) + "|")
    return "\n" + "".join(f"{line}\n" for line in lines) + "\n"


# --- Blocks between marks


def sources_of(text: str) -> list[str]:
    """Return what the blocks of a text say that they are generated from."""
    return [mark["source"] for mark in map(_BEGIN.match, text.splitlines()) if mark]


def fill(path: str, text: str, contents: Mapping[str, Content]) -> str:
    """Return the text with every block in it made anew; Mistake if marks are missing or mean nothing."""
    lines: list[str] = []
    within = ""
    for number, line in enumerate(text.splitlines(), 1):
        begin, end = _BEGIN.match(line), _END.match(line)
        if (begin and within) or (end and not within):
            raise Mistake(f"{path}:{number}: a mark inside of a block, or the end of none: {line.strip()}")
        if begin:
            within = begin["source"]
            if within not in contents:
                raise Mistake(
                    f"{path}:{number}: nothing is generated here from {within}, only from {', '.join(contents)}"
                )
            lines += [line, *_indented(contents[within], begin["indent"])]
        elif end:
            lines.append(line)
            within = ""
        elif not within:
            lines.append(line)
    if within:
        raise Mistake(f"{path}: no line '# end of generated' behind '# generated from {within}: make generate'")
    missing = sorted(set(contents) - set(sources_of(text)))
    if missing:
        raise Mistake(
            f"{path}: no line '# generated from {missing[0]}: make generate'. Put it, and a line '# end of generated', "
            "where the generated text belongs"
        )
    return "\n".join(lines) + "\n"


def _indented(content: Content, indent: str) -> list[str]:
    if isinstance(content, str):
        return content.splitlines()
    return textwrap.indent(as_yaml(content, WIDTH - len(indent)), indent).splitlines()
