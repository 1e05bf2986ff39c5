# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""XML of AWS as the values that JSON would have: elements are objects, by their local names; texts are texts.

From the service model of CloudFront: everything that may come several times stands in an element called Items.
"""

from __future__ import annotations

import re
from typing import Any, Dict, List, Union
from xml.parsers import expat
from xml.sax.saxutils import escape

#: Deeper than any response.
_DEEPEST = 20
_UNSENDABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_Element = Union[Dict[str, Any], List[Any]]


def read_xml(body: bytes) -> Any:
    """The root element of a document, in an object; ValueError for what is none, and for one that declares entities."""
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    # Before any entity is read.
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(body, True)
    except (expat.ExpatError, LookupError) as exc:
        raise ValueError(f"not well-formed ({type(exc).__name__})") from None
    return reader.root


def escaped(text: str) -> str:
    """A text as it stands in an element."""
    return escape(_UNSENDABLE.sub("\ufffd", text))


def _refuse(*_declared: Any) -> None:
    raise ValueError("a document type declaration")


class _Reader:
    """Makes objects of elements, one after the other."""

    def __init__(self) -> None:
        self.root: dict[str, Any] = {}
        #: Of each element that has begun: what is in it, and its texts.
        self._open: list[tuple[_Element, list[str]]] = [(self.root, [])]

    def start(self, name: str, _attributes: Any) -> None:
        if len(self._open) == 1 and _local(name).lower() == "html":
            raise ValueError("a page of HTML")
        if len(self._open) > _DEEPEST:
            raise ValueError("nested too deeply")
        children: _Element = [] if _local(name) == "Items" else {}
        self._open.append((children, []))

    def text(self, data: str) -> None:
        self._open[-1][1].append(data)

    def end(self, name: str) -> None:
        children, texts = self._open.pop()
        is_list = isinstance(children, list)
        value: Any = children if children or is_list else "".join(texts).strip()
        parent, _texts = self._open[-1]
        key = _local(name)
        if isinstance(parent, list):
            parent.append(value)
        elif key in parent:
            # None of them is believed where one is expected.
            parent[key] = [parent[key], value]
        else:
            parent[key] = value


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
