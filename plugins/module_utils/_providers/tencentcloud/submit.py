# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Tencent Cloud: the calls that submit, each of which makes one task; today's quotas."""

from __future__ import annotations

from typing import Any

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.foreign import as_text
from ansible_collections.edgeops.cdn.plugins.module_utils._model.quota import Quota
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import is_id
from ansible_collections.edgeops.cdn.plugins.module_utils._model.submission import Accepted, Batch, Search
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.errors import unreadable
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Filters, Options, Runtime, Submitter

from .errors import response_of
from .read import CLOCK_MARGIN, TencentcloudProvider

#: Tasks about one URL that a search looks at, the newest ones.
MOST_CANDIDATES = 10


class TencentcloudSubmitter(Submitter):
    """Purges, prefetches and quotas of a product of Tencent Cloud."""

    one_task_per_call = True
    finds_all = False

    def __init__(self, provider: TencentcloudProvider, options: Options, runtime: Runtime) -> None:
        self.provider: TencentcloudProvider = provider
        self._options = options
        self._runtime = runtime

    def batches(self) -> list[Batch]:
        return self.provider.product.batches(self._options, self.provider.declaration.objects, self._runtime.warn)

    def send(self, batch: Batch) -> Accepted:
        provider = self.provider

        def read_error(answer: Answer, document: Any) -> ApiError | None:
            return self.unless_accepted(
                provider.errors.submit(answer, document), self._read_ids(document), answer.status
            )

        call = provider.product.submission(batch, self._options)
        document = provider.call(call, read_error, repeatable=False)
        ids = self._read_ids(document)
        for task_id in filter(is_id, ids):
            provider.expect(task_id, batch.operation)
        response = response_of(document) or {}
        return Accepted(ids, as_text(response.get("RequestId")), provider.product.refused(response))

    def find(self, batch: Batch, url: str, search: Search) -> list[Task]:
        filters = Filters(
            operation=batch.operation,
            object_type=batch.object_type,
            states=("pending", "running") if search.unfinished else (),
            created_after=search.since - CLOCK_MARGIN,
            limit=MOST_CANDIDATES,
            # What the rows of a whole zone are about is not documented.
            own={} if batch.object_type == "all" else {"url": url},
        )
        tasks, _complete = self.provider.query(filters)
        return [task for task in tasks if self.is_since(task, search.since)]

    def quotas(self) -> list[Quota]:
        provider = self.provider
        found: list[Quota] = []
        for call in provider.product.quota_calls():
            quotas = provider.product.quotas(response_of(provider.call(call, provider.errors.quota)) or {})
            if quotas is None:
                raise unreadable(self.name, "quotas")
            found += quotas
        return found

    def draws_on(self, quota: Quota) -> bool:
        return self.provider.product.draws_on(quota, self._options)

    def _read_ids(self, document: Any) -> list[str]:
        """The id in a response, as a list; empty where there is none."""
        task_id = as_text((response_of(document) or {}).get(self.provider.product.submitted_key))
        return [] if task_id is None else [self.provider.product.task_id(task_id)]
