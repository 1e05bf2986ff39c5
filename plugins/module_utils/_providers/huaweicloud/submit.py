# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Huawei Cloud CDN: the calls that submit, each of which makes one task, and the quotas of the day.

From the pages "Creating a Cache Purge Task", "Creating a Cache Prefetch Task" and "Querying Quotas".
"""

from __future__ import annotations

import json
from typing import Any, Mapping

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer, Request
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.foreign import as_count, as_records, as_text
from ansible_collections.edgeops.cdn.plugins.module_utils._model.quota import Quota
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import Reference
from ansible_collections.edgeops.cdn.plugins.module_utils._model.submission import Accepted, Batch, Search
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.errors import unreadable
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Filters, Options, Runtime, Submitter
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.signing import canonical_query

from .batches import read_batches
from .errors import quota_errors, submit_errors
from .read import CLOCK_MARGIN, HuaweicloudCdn

#: Tasks that a search asks for one by one; two seconds' worth of calls.
MOST_CANDIDATES = 60

#: Path and body key of the call for each operation.
_CALLS = {
    "purge": ("/v1.0/cdn/content/refresh-tasks", "refresh_task"),
    "prefetch": ("/v1.0/cdn/content/preheating-tasks", "preheating_task"),
}


#: Quotas of all other types are about the configuration of domains.
_QUOTAS = {"file_refresh": ("purge", "file"), "dir_refresh": ("purge", "directory"), "preheat": ("prefetch", "file")}


class HuaweicloudSubmitter(Submitter):
    """Purges, prefetches and quotas of Huawei Cloud CDN."""

    one_task_per_call = True
    finds_all = True

    def __init__(self, provider: HuaweicloudCdn, options: Options, runtime: Runtime) -> None:
        self.provider: HuaweicloudCdn = provider
        self._options = options
        self._runtime = runtime

    def batches(self) -> list[Batch]:
        return read_batches(self._options, self.provider.declaration.objects, self._runtime.warn)

    def send(self, batch: Batch) -> Accepted:
        path, key = _CALLS[batch.operation]
        content: dict[str, Any] = {"urls": list(batch.urls)}
        if batch.operation == "purge":
            content["type"] = batch.object_type
        if batch.object_type == "directory" and self._options["mode"]:
            content["mode"] = self._options["mode"]
        if self._options["zh_url_encode"]:
            content["zh_url_encode"] = True
        # Only where the user says so: whether submissions take "all", as reads do, is not documented.
        project = self._options["enterprise_project_id"]
        query = f"?{canonical_query([('enterprise_project_id', project)])}" if project else ""
        request = Request(
            "POST",
            f"{self.provider.endpoint}{path}{query}",
            {"Content-Type": "application/json"},
            json.dumps({key: content}, ensure_ascii=False, separators=(",", ":")).encode("utf-8"),
            repeatable=False,
        )
        request_ids: list[str | None] = [None]

        def read_error(answer: Answer, document: Any) -> ApiError | None:
            request_ids.append(answer.headers.get("x-request-id"))
            return self.unless_accepted(submit_errors(answer, document), _read_ids(document, key), answer.status)

        document = self.provider.client.call(request, self.provider.budgets[batch.operation], read_error)
        return Accepted(_read_ids(document, key), request_ids[-1])

    def find(self, batch: Batch, url: str, search: Search) -> list[Task]:
        # The list knows no URLs: those of each task that may be the one are asked for.
        listed, _complete = self.provider.query(
            Filters(
                operation=batch.operation,
                object_type=batch.object_type,
                states=("pending", "running") if search.unfinished else (),
                created_after=search.since - CLOCK_MARGIN,
            )
        )
        candidates = [
            task
            for task in listed
            if task.counts.total is not None
            and search.least <= task.counts.total <= search.most
            and self.is_since(task, search.since)
        ]
        if len(candidates) > MOST_CANDIDATES:
            self._runtime.warn(
                f"{self.name}: {len(candidates)} tasks could be the one looked for; the newest {MOST_CANDIDATES} were "
                "looked at."
            )
        found = []
        for task in candidates[:MOST_CANDIDATES]:
            (detailed,) = self.provider.read_ids([Reference(self.name, task.id)])
            # It may have finished since it was listed.
            if not (search.unfinished and detailed.finished):
                found.append(detailed)
        return found

    def quotas(self) -> list[Quota]:
        request = Request("GET", f"{self.provider.endpoint}/v1.0/cdn/quota", {"Content-Type": "application/json"})
        document = self.provider.client.call(request, self.provider.budgets["quota"], quota_errors)
        if not isinstance(document, dict) or not isinstance(document.get("quotas"), list):
            raise unreadable(self.name, "a list of quotas")
        return [_read_quota(record) for record in as_records(document["quotas"])]


def _read_ids(document: Any, key: str) -> list[str]:
    """The id in a response, as a list; empty where there is none."""
    task_id = as_text(document.get(key)) if isinstance(document, dict) else None
    return [] if task_id is None else [task_id]


def _read_quota(record: Mapping[str, Any]) -> Quota:
    name = as_text(record.get("type")) or "unknown"
    operation, object_type = _QUOTAS.get(name.lower(), ("other", "other"))
    limit, used = as_count(record.get("quota_limit")), as_count(record.get("used"))
    remaining = None if limit is None or used is None else max(0, limit - used)
    return Quota(name, operation, object_type, limit, used, remaining, record)
