# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Alibaba Cloud DCDN: the quotas of the day, from the page DescribeDcdnRefreshQuota."""

from __future__ import annotations

from typing import Any, Mapping

from ansible_collections.edgeops.cdn.plugins.module_utils._http.client import Client, Request
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.foreign import as_count
from ansible_collections.edgeops.cdn.plugins.module_utils._model.quota import Quota
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.connection import open_budget
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Runtime

from . import connect
from .errors import quota_errors
from .read import VERSION

#: Per account, from the page of the call.
CALLS_PER_SECOND = 20.0

#: Every other one, such as Block, is about something else than purges and prefetches.
_KINDS = {
    "Url": ("purge", "file"),
    "Dir": ("purge", "directory"),
    "Regex": ("purge", "regex"),
    "IgnoreParams": ("purge", "ignoreparams"),
    "Preload": ("prefetch", "file"),
}


def read_quotas(options: Mapping[str, Any], runtime: Runtime, client: Client | None = None) -> list[Quota]:
    """All quotas of the account, those that have nothing to do with tasks included."""
    client = client or connect.client(options, runtime)
    headers = {"x-acs-action": "DescribeDcdnRefreshQuota", "x-acs-version": VERSION}
    budget = open_budget(options, CALLS_PER_SECOND, runtime)
    document = client.call(Request("POST", f"{connect.endpoint(options)}/", headers), budget, quota_errors)
    names = []
    if isinstance(document, dict):
        names = [key[: -len("Quota")] for key in document if key.endswith("Quota") and key != "Quota"]
    if not names:
        text = "the answer is JSON, but holds no quotas"
        raise ApiError("InvalidAnswer", text, "passing", provider=connect.PROVIDER)
    # Those of tasks first, and always in the same order.
    order = list(_KINDS)
    names.sort(key=lambda name: (order.index(name) if name in order else len(order), name))
    return [_read_quota(name, document) for name in names]


def _read_quota(name: str, document: Mapping[str, Any]) -> Quota:
    raw = {key: document[key] for key in (f"{name}Quota", f"{name}Remain") if key in document}
    # Numbers that are sent as text.
    limit, remaining = as_count(raw.get(f"{name}Quota")), as_count(raw.get(f"{name}Remain"))
    used = None if limit is None or remaining is None else max(0, limit - remaining)
    operation, object_type = _KINDS.get(name, ("other", "other"))
    return Quota(name, operation, object_type, limit, used, remaining, raw)
