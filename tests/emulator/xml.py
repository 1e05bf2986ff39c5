# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Bodies of XML as the values that JSON would have, for clouds that speak it; a second reading of the same rules.

Elements are objects by their local names, texts are texts, and what stands in Items is a list.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import Any
from xml.sax.saxutils import escape

#: What an element of a list is called, by the element around it.
_ITEMS = {"Paths": "Path", "InvalidationList": "InvalidationSummary"}
_NO_NAME = re.compile(r"[^A-Za-z0-9_]")
_NO_TEXT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def load(body: bytes) -> Any:
    """The value of a document; ValueError for what is none."""
    try:
        root = ET.fromstring(body)
    except (ET.ParseError, LookupError) as exc:
        raise ValueError("not XML") from exc
    return {_local(root.tag): _value(root)}


def dump(document: Any, namespace: str = "") -> bytes:
    """A document of such a value, whatever it is: where it holds no element, or several, it is no XML."""
    if not isinstance(document, dict):
        return f"<x>{_text(document)}</x>".encode()
    first, *others = [*document.items()] or [("x", "")]
    root, inner = first
    if others and isinstance(inner, dict):
        # A document has one root: what a test puts beside it goes into it.
        inner = {**inner, **dict(others)}
    text = _element(root, inner, "", namespace)
    return f'<?xml version="1.0"?>\n{text}'.encode()


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _value(element: ET.Element) -> Any:
    if _local(element.tag) == "Items":
        return [_value(child) for child in element]
    if len(element):
        return {_local(child.tag): _value(child) for child in element}
    return (element.text or "").strip()


def _element(name: str, value: Any, parent: str, namespace: str = "") -> str:
    tag = "x" + _NO_NAME.sub("", name) if not name or _NO_NAME.search(name) or name[0].isdigit() else name
    if isinstance(value, dict):
        inner = "".join(_element(key, each, name) for key, each in value.items())
    elif isinstance(value, list):
        item = _ITEMS.get(parent, "Item")
        inner = "".join(_element(item, each, name) for each in value)
    else:
        inner = _text(value)
    declared = f' xmlns="{namespace}"' if namespace else ""
    return f"<{tag}{declared}>{inner}</{tag}>"


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, (dict, list)):
        return "x"
    if isinstance(value, bool):
        return str(value).lower()
    return escape(_NO_TEXT.sub("?", str(value) if not isinstance(value, int) or abs(value) < 10**400 else "9" * 401))
