# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Quotas whose names are part of their keys: NameQuota, NameRemain. Pure: any JSON in, sound quotas or an error out."""

from __future__ import annotations

from typing import Any, Mapping, Sequence

from ansible_collections.edgeops.cdn.plugins.module_utils._model.foreign import as_count
from ansible_collections.edgeops.cdn.plugins.module_utils._model.quota import Quota

from .errors import unreadable


def read_quotas(
    provider: str, document: Any, kinds: Mapping[str, tuple[str, str]], more: Sequence[str] = ()
) -> list[Quota]:
    """The quotas of a response, those of tasks first.

    kinds are operation and object type by name; every other quota is about something else. more are the endings of
    further keys that are shown as they came.
    """
    if not isinstance(document, dict):
        document = {}
    names = [key[: -len("Quota")] for key in document if key.endswith("Quota") and key != "Quota"]
    if not names:
        raise unreadable(provider, "quotas")
    # Always in the same order.
    order = list(kinds)
    names.sort(key=lambda name: (order.index(name) if name in order else len(order), name))
    return [_read_quota(name, document, kinds, ("Quota", "Remain", *more)) for name in names]


def _read_quota(
    name: str, document: Mapping[str, Any], kinds: Mapping[str, tuple[str, str]], endings: Sequence[str]
) -> Quota:
    raw = {name + ending: document[name + ending] for ending in endings if name + ending in document}
    # Some send numbers as text.
    limit, remaining = as_count(raw.get(f"{name}Quota")), as_count(raw.get(f"{name}Remain"))
    used = None if limit is None or remaining is None else max(0, limit - remaining)
    operation, object_type = kinds.get(name, ("other", "other"))
    return Quota(name, operation, object_type, limit, used, remaining, raw)
