# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What may happen to a document on its way: one change after the other, or any at random."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from hypothesis import strategies as st

WORDS = [
    "task_done", "TASK_DONE", "task_inprocess", "succeed", "failed", "Complete", "complete ", "Failed", "Pending",
    "Refreshing", "success", "done", "", " ", "0", "1", "2", "-1", "100%", "1e3", "null", "refresh", "file", "path",
    "1", "a", "\ud800", "\x00", "2026-11-21T08:30:00Z", "9999-12-31T23:59:60Z", "é中🌍", "x" * 300, "CDN.0108",
    "Success",
]  # fmt: skip
SCALARS = (
    st.none()
    | st.booleans()
    | st.sampled_from([0, 1, 2, 3, -1, 2**31, 2**53 + 1, 10**18, 10**19, 10**400, -(10**400)])
    | st.sampled_from([0.0, 1.0, 2.0, -0.0, 99.9, 1e308, float("inf"), float("-inf"), float("nan")])
    | st.sampled_from(WORDS)
)
KEYS = st.sampled_from(["id", "status", "TaskId", "Status", "code", "error", "x"])


def nested(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3)


VALUES = st.recursive(SCALARS, nested, max_leaves=5)
STATUSES = st.sampled_from([200] * 12 + [201, 204, 301, 400, 401, 403, 404, 429, 500, 503])

Path = tuple[Any, ...]


def places_in(document: Any, path: Path = ()) -> list[Path]:
    """Every place in a document, the whole of it included."""
    found = [path]
    if isinstance(document, dict):
        for key, value in document.items():
            found += places_in(value, (*path, key))
    elif isinstance(document, list):
        for index, value in enumerate(document):
            found += places_in(value, (*path, index))
    return found


def at(document: Any, path: Path) -> Any:
    for step in path:
        document = document[step]
    return document


@st.composite
def damaged(draw: st.DrawFn, document: Any) -> Any:
    """A document with up to four changes: a value replaced, a key or an element gone, one doubled, one added."""
    document = copy.deepcopy(document)
    for _change in range(draw(st.integers(0, 4))):
        path = draw(st.sampled_from(places_in(document)))
        if not path:
            if draw(st.integers(0, 9)) == 0:
                return draw(VALUES)
            continue
        holder = at(document, path[:-1])
        what = draw(st.sampled_from(["replace", "replace", "remove", "double", "add"]))
        if what == "remove":
            del holder[path[-1]]
        elif what == "double" and isinstance(holder, list):
            holder.append(copy.deepcopy(holder[path[-1]]))
        elif what == "add" and isinstance(holder, dict):
            holder[draw(st.sampled_from(["error", "error_code", "code", "Code", "x"]))] = draw(VALUES)
        else:
            holder[path[-1]] = draw(VALUES)
    return document


def each_change(document: Any) -> Iterator[Any]:
    """The document with each of its places changed in each of some ways, one at a time."""
    for path in places_in(document):
        if not path:
            continue
        value = at(document, path)
        others: list[Any] = [None]
        if isinstance(value, bool):
            others.append(not value)
        elif isinstance(value, int):
            others += [value + 1, value - 1, 0, str(value)]
        elif isinstance(value, str):
            others += ["", "success", value.upper(), value.lower()]
        elif isinstance(value, list):
            others += [[], [*value, *value], [*value, None]]
        for other in others:
            changed = copy.deepcopy(document)
            at(changed, path[:-1])[path[-1]] = other
            yield changed
        changed = copy.deepcopy(document)
        del at(changed, path[:-1])[path[-1]]
        yield changed


def reworded(document: Any, words: Mapping[str, Any]) -> Any:
    """The document with other words in the place of some, wherever they are a value."""
    if isinstance(document, dict):
        return {key: reworded(value, words) for key, value in document.items()}
    if isinstance(document, list):
        return [reworded(value, words) for value in document]
    return words.get(document, document) if isinstance(document, str) else document
