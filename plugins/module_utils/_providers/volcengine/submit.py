# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Volcengine CDN: the calls that submit, each of which makes one task, and the quotas of the day.

From the pages SubmitRefreshTask, SubmitPreloadTask and DescribeContentQuota.
"""

from __future__ import annotations

from typing import Any

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.foreign import as_count, as_text
from ansible_collections.edgeops.cdn.plugins.module_utils._model.quota import Quota
from ansible_collections.edgeops.cdn.plugins.module_utils._model.submission import Accepted, Batch, Search
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.batching import read_headers
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.named_quotas import read_quotas
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Filters, Options, Runtime, Submitter

from .batches import read_batches
from .errors import quota_errors, request_id_of, result_of, submit_errors
from .read import CLOCK_MARGIN, VolcengineCdn

#: Type of the call for each object type of a purge.
_TYPES = {"file": "file", "directory": "dir", "regex": "regex"}

#: By the name of a quota, with which its keys begin. Every other one, such as Block, is about something else.
_QUOTAS = {
    "Refresh": ("purge", "file"),
    "RefreshDir": ("purge", "directory"),
    "RefreshRegex": ("purge", "regex"),
    "Preload": ("prefetch", "file"),
}
#: What else is told of each; the most objects of a call are spelled in two ways.
_MORE = ("Limit", "QuotaLimit")


class VolcengineSubmitter(Submitter):
    """Purges, prefetches and quotas of Volcengine CDN."""

    one_task_per_call = True
    finds_all = False

    def __init__(self, provider: VolcengineCdn, options: Options, runtime: Runtime) -> None:
        self.provider: VolcengineCdn = provider
        self._options = options
        self._runtime = runtime

    def batches(self) -> list[Batch]:
        return read_batches(self._options, self.provider.declaration.objects, self._runtime.warn)

    def send(self, batch: Batch) -> Accepted:
        # Not UrlList, which newer pages recommend: older ones do not know it.
        content: dict[str, Any] = {"Urls": "\n".join(batch.urls)}
        if batch.operation == "prefetch":
            action = "SubmitPreloadTask"
            content.update(self._of_prefetch())
        else:
            action = "SubmitRefreshTask"
            content["Type"] = _TYPES[batch.object_type]
            if batch.object_type == "directory":
                content.update((name, True) for name in ("Prefix", "Delete") if self._options[name.lower()])

        def errors(answer: Answer, document: Any) -> ApiError | None:
            return self.unless_accepted(submit_errors(answer, document), _read_ids(document), answer.status)

        document = self.provider.call(action, content, batch.operation, errors, repeatable=False)
        self._check_number(batch, document)
        return Accepted(_read_ids(document), request_id_of(document))

    def _of_prefetch(self) -> dict[str, Any]:
        headers = read_headers(self._options["headers"])
        content = {
            "Area": self._options["area"],
            "ConcurrentLimit": self._options["concurrent_limit"],
            "RequestHeaderInstances": [
                {"Key": name, "Value": value} for name, values in headers.items() for value in values
            ],
        }
        return {name: value for name, value in content.items() if value}

    def _check_number(self, batch: Batch, document: Any) -> None:
        """Warn where the response says that fewer URLs were taken than were sent."""
        taken = as_count(result_of(document).get("CommitNum"))
        if taken is not None and taken < len(batch.urls):
            ids = ", ".join(_read_ids(document))
            self._runtime.warn(f"{self.name}: of {len(batch.urls)} URLs, the provider took {taken} into task {ids}.")

    def find(self, batch: Batch, url: str, search: Search) -> list[Task]:
        filters = Filters(
            operation=batch.operation,
            object_type=batch.object_type,
            states=("pending", "running") if search.unfinished else (),
            created_after=max(search.since, self._oldest()) - CLOCK_MARGIN,
            own={"url": url},
        )
        tasks, _complete = self.provider.query(filters)
        return [task for task in tasks if self.is_since(task, search.since)]

    def _oldest(self) -> float:
        return self._runtime.clock.time() - self.provider.declaration.history + CLOCK_MARGIN

    def quotas(self) -> list[Quota]:
        document = self.provider.call("DescribeContentQuota", {}, "quota", quota_errors)
        return read_quotas(self.name, result_of(document), _QUOTAS, _MORE)


def _read_ids(document: Any) -> list[str]:
    """The id in a response, as a list; empty where there is none."""
    task_id = as_text(result_of(document).get("TaskID"))
    return [] if task_id is None else [task_id]
