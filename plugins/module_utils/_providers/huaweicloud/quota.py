# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Huawei Cloud CDN: the quotas of the day, from the page "Querying Quotas"."""

from __future__ import annotations

from typing import Any, Mapping

from ansible_collections.edgeops.cdn.plugins.module_utils._http.client import Client, Request
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.foreign import as_count, as_records, as_text
from ansible_collections.edgeops.cdn.plugins.module_utils._model.quota import Quota
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.connection import open_budget
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Runtime

from . import connect
from .errors import quota_errors

#: Per tenant, from the page of the call.
CALLS_PER_SECOND = 5.0

#: All other types are about the configuration of domains.
_KINDS = {"file_refresh": ("purge", "file"), "dir_refresh": ("purge", "directory"), "preheat": ("prefetch", "file")}


def read_quotas(options: Mapping[str, Any], runtime: Runtime, client: Client | None = None) -> list[Quota]:
    """All quotas of the account, those that have nothing to do with tasks included."""
    client = client or connect.client(options, runtime)
    url = f"{connect.endpoint(options)}/v1.0/cdn/quota"
    budget = open_budget(options, CALLS_PER_SECOND, runtime)
    document = client.call(Request("GET", url, {"Content-Type": "application/json"}), budget, quota_errors)
    if not isinstance(document, dict) or not isinstance(document.get("quotas"), list):
        text = "the answer is JSON, but not a list of quotas"
        raise ApiError("InvalidAnswer", text, "passing", provider=connect.PROVIDER)
    return [_read_quota(record) for record in as_records(document["quotas"])]


def _read_quota(record: Mapping[str, Any]) -> Quota:
    name = as_text(record.get("type")) or "unknown"
    operation, object_type = _KINDS.get(name.lower(), ("other", "other"))
    limit, used = as_count(record.get("quota_limit")), as_count(record.get("used"))
    remaining = None if limit is None or used is None else max(0, limit - used)
    return Quota(name, operation, object_type, limit, used, remaining, record)
