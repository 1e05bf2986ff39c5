# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a cloud's page in docs/providers has to say, as facts that tests/providers/NAME/page.py takes from the code."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from tests.unit.support import ROOT

VENDORS = ROOT / "plugins" / "module_utils" / "_providers"
ADDRESS = re.compile(r"https?://[\w.-]+")


@dataclass(frozen=True)
class Facts:
    """What the code knows of a cloud and its page has to say. Labels are those of the page's tables."""

    #: By operation and object type: values in a call, hosts in a call, characters of a value; None where it is open.
    limits: Mapping[tuple[str, str], tuple[int, int | None, int | None]]
    #: The declared rate that a call counts against.
    calls: Mapping[str, str]
    #: Rows, ids, pages.
    sizes: Mapping[str, int]
    #: Seconds, besides what is declared.
    history: Mapping[str, float]
    #: Words of a URL, in lower case, to states.
    url_words: Mapping[str, str]
    #: Words of a task that stand in the first column of its table, in lower case.
    task_words: frozenset[str]
    #: Words of the vendor that stand anywhere below "Other keys".
    kinds: frozenset[str]
    #: Names of quotas to operation and object type.
    quotas: Mapping[str, tuple[str, str]]
    #: Addresses of the API.
    endpoints: frozenset[str]
    #: What an error is, by code and HTTP status.
    error_kind: Callable[[str, int], str]
    #: What the codes of the vendor look like in its errors.py.
    codes: re.Pattern[str]
    #: What the hints of refused calls ask for.
    hints: Collection[str | None]
    #: The options that credentials are given by.
    sign_in: Collection[str] = ("access_key", "secret_key", "security_token")
    #: What the actions of its policies begin with; by default the end of its name.
    namespace: str | None = None
    #: What it calls the rights of a key, where it has no policies; empty where every key may do everything.
    rights: Collection[str] | None = None


@cache
def strings(folder: str) -> frozenset[str]:
    """Every text in the code of a vendor, without docstrings."""
    found = set()
    for path in (VENDORS / folder).glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
                found.add(node.value)
    return frozenset(found)


def hints_of(document: Mapping[str, str], *readers: Callable[[Answer, Any], ApiError | None]) -> list[str | None]:
    """What the errors of calls say that the cloud refused, in these words, for want of a permission."""
    errors = [read(Answer(403, {}, b""), document) for read in readers]
    return [None if error is None else error.hint for error in errors]
