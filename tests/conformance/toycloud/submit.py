# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Toycloud: the call that submits, which makes one task, and the quotas of the day."""

from __future__ import annotations

import json
from typing import Any

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer, Request
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.foreign import as_count, as_records, as_text
from ansible_collections.edgeops.cdn.plugins.module_utils._model.quota import Quota
from ansible_collections.edgeops.cdn.plugins.module_utils._model.submission import Accepted, Batch, Search
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Operation, Task
from ansible_collections.edgeops.cdn.plugins.module_utils._model.urls import UrlRules, check_urls
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.batching import check_given, check_unused, split
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.errors import of_call_without_task, unreadable
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Filters, Options, Runtime, Submitter

from .errors import read_error
from .read import Toycloud

MOST_CANDIDATES = 20
_OPERATIONS: tuple[Operation, ...] = ("purge", "prefetch")


class ToycloudSubmitter(Submitter):
    """Purges, prefetches and quotas of Toycloud."""

    one_task_per_call = True
    finds_all = True
    repeatable = False

    def __init__(self, provider: Toycloud, options: Options, runtime: Runtime) -> None:
        self.provider: Toycloud = provider
        self._options = options
        self._runtime = runtime

    def batches(self) -> list[Batch]:
        check_given(self._options, ("urls",))
        check_unused(self._options, ("directories",), "Toycloud purges single URLs alone.")
        operation = self._options["operation"]
        urls = check_urls(self._options["urls"], "urls", UrlRules(), self._runtime.warn)
        return split(operation, "file", urls, self.provider.declaration.objects[operation, "file"])

    def send(self, batch: Batch) -> Accepted:
        body = json.dumps({"kind": batch.operation, "urls": list(batch.urls)}).encode("utf-8")
        headers = {"Content-Type": "application/json"}
        request = Request("POST", f"{self.provider.endpoint}/tasks", headers, body, repeatable=self.repeatable)

        def errors(answer: Answer, document: Any) -> ApiError | None:
            return self.unless_accepted(_error(answer, document), _ids(document), answer.status)

        document = self.provider.client.call(request, self.provider.budgets["submit"], errors)
        return Accepted(_ids(document), refused=_refused(document))

    def find(self, batch: Batch, url: str, search: Search) -> list[Task]:
        listed, _complete = self.provider.query(Filters(operation=batch.operation))
        candidates = [
            task
            for task in listed
            if search.least <= (task.counts.total or 0) <= search.most and self.is_since(task, search.since)
        ]
        whole = map(self.provider.details, candidates[:MOST_CANDIDATES])
        return [task for task in whole if not (search.unfinished and task.finished)]

    def quotas(self) -> list[Quota]:
        request = Request("GET", f"{self.provider.endpoint}/quota")
        document = self.provider.client.call(request, self.provider.budgets["quota"], _error)
        left = document.get("left") if isinstance(document, dict) else None
        if not isinstance(left, dict):
            raise unreadable(self.name, "quotas")
        return [
            Quota(name, name, "file", remaining=as_count(left[name]), raw={name: left[name]})
            for name in _OPERATIONS
            if name in left
        ]


def _error(answer: Answer, document: Any) -> ApiError | None:
    return of_call_without_task(read_error(answer, document), {}, (), "")


def _refused(document: Any) -> dict[str, str]:
    records = as_records(document.get("refused")) if isinstance(document, dict) else []
    named = ((as_text(record.get("url")), as_text(record.get("why"))) for record in records)
    return {url: why or "no reason" for url, why in named if url}


def _ids(document: Any) -> list[str]:
    task_id = as_text(document.get("id")) if isinstance(document, dict) else None
    return [] if task_id is None else [task_id]
