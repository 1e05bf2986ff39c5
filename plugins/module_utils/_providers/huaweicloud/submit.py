# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Huawei Cloud CDN: purges and prefetches are submitted here; one call makes one task."""

from __future__ import annotations

import json
from typing import Any, Mapping

from ansible_collections.edgeops.cdn.plugins.module_utils._http.client import Answer, Request
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.foreign import as_text
from ansible_collections.edgeops.cdn.plugins.module_utils._model.quota import Quota
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import Reference
from ansible_collections.edgeops.cdn.plugins.module_utils._model.submission import Accepted, Batch, Search
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.connection import open_budget
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Filters, Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.signing import canonical_query
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.submitter import Submitter

from . import connect, read
from .batches import read_batches
from .errors import submit_errors
from .quota import read_quotas

#: Per tenant, from the page "Creating a Cache Purge Task".
PURGES_PER_SECOND = 30.0
#: Not documented.
PREFETCHES_PER_SECOND = 1.0
#: Tasks that a search asks for one by one; two seconds' worth of calls.
MOST_CANDIDATES = 60

#: Path and body key of the call for each operation.
_CALLS = {
    "purge": ("/v1.0/cdn/content/refresh-tasks", "refresh_task"),
    "prefetch": ("/v1.0/cdn/content/preheating-tasks", "preheating_task"),
}


class HuaweicloudSubmitter(Submitter):
    """See the seam for what each method promises."""

    name = connect.PROVIDER
    one_task_per_call = True
    finds_all = True

    def __init__(self, options: Mapping[str, Any], runtime: Runtime) -> None:
        self.batches = read_batches(options, runtime.warn)
        self.provider = read.HuaweicloudCdn(options, runtime)
        self._options = options
        self._runtime = runtime
        self._endpoint = connect.endpoint(options)
        self._budgets = {
            "purge": open_budget(options, PURGES_PER_SECOND, runtime),
            "prefetch": open_budget(options, PREFETCHES_PER_SECOND, runtime),
        }

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
            f"{self._endpoint}{path}{query}",
            {"Content-Type": "application/json"},
            json.dumps({key: content}, ensure_ascii=False, separators=(",", ":")).encode("utf-8"),
            repeatable=False,
        )
        request_ids: list[str | None] = [None]

        def read_error(answer: Answer, document: Any) -> ApiError | None:
            request_ids.append(answer.headers.get("x-request-id"))
            return self.unless_accepted(submit_errors(answer, document), _read_ids(document, key))

        document = self.provider.client.call(request, self._budgets[batch.operation], read_error)
        return Accepted(_read_ids(document, key), request_ids[-1])

    def find(self, batch: Batch, url: str, search: Search) -> list[Task]:
        # The list knows no URLs: those of each task that may be the one are asked for.
        listed, _complete = self.provider.query(
            Filters(
                operation=batch.operation,
                object_type=batch.object_type,
                states=("pending", "running") if search.unfinished else (),
                created_after=search.since - read.CLOCK_MARGIN,
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
            (detailed,) = self.provider.fetch([Reference(self.name, task.id)])
            # It may have finished since it was listed.
            if not (search.unfinished and detailed.finished):
                found.append(detailed)
        return found

    def quotas(self) -> list[Quota]:
        return read_quotas(self._options, self._runtime, self.provider.client)


def _read_ids(document: Any, key: str) -> list[str]:
    """The id in a response, as a list; empty where there is none."""
    task_id = as_text(document.get(key)) if isinstance(document, dict) else None
    return [] if task_id is None else [task_id]
