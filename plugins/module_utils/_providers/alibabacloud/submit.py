# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Alibaba Cloud DCDN: purges and prefetches are submitted here; one call may make several tasks, or join one."""

from __future__ import annotations

import json
from typing import Any, Mapping

from ansible_collections.edgeops.cdn.plugins.module_utils._http.client import Answer, Request
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.foreign import as_text
from ansible_collections.edgeops.cdn.plugins.module_utils._model.quota import Quota
from ansible_collections.edgeops.cdn.plugins.module_utils._model.submission import Accepted, Batch, Search
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.connection import open_budget
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Filters, Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.signing import canonical_query
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.submitter import Submitter

from . import connect, read
from .batches import read_batches, read_headers
from .errors import submit_errors
from .quota import read_quotas

#: Per account, from the pages of the calls; that of purges by tag is not documented.
CALLS_PER_SECOND = {
    "RefreshDcdnObjectCaches": 30.0,
    "RefreshDcdnObjectCacheByCacheTag": 1.0,
    "PreloadDcdnObjectCaches": 15.0,
}
#: Tasks about one URL that a search looks at, the newest ones.
MOST_CANDIDATES = 10

#: ObjectType of the call for each object type of a purge.
_WIRE_TYPES = {"file": "File", "directory": "Directory", "regex": "Regex", "ignoreparams": "IgnoreParams"}
#: What tasks of these object types may call themselves, which is not documented.
_ALIASES = {"ignoreparams": ("ignoreparams", "file"), "tag": ("tag", "cachetag", "other")}


class AlibabacloudSubmitter(Submitter):
    """See the seam for what each method promises."""

    name = connect.PROVIDER
    one_task_per_call = False
    finds_all = False

    def __init__(self, options: Mapping[str, Any], runtime: Runtime) -> None:
        self.batches = read_batches(options, runtime.warn)
        self.provider = read.AlibabacloudDcdn(options, runtime)
        self._options = options
        self._runtime = runtime
        self._endpoint = connect.endpoint(options)
        self._budgets = {action: open_budget(options, rate, runtime) for action, rate in CALLS_PER_SECOND.items()}

    def send(self, batch: Batch) -> Accepted:
        action, parameters = self._call(batch)
        # In a form, as the pages of these calls say: a thousand URLs are too long for a query.
        request = Request(
            "POST",
            f"{self._endpoint}/",
            {
                "x-acs-action": action,
                "x-acs-version": read.VERSION,
                "Content-Type": "application/x-www-form-urlencoded",
            },
            canonical_query(parameters.items()).encode("ascii"),
            repeatable=False,
        )

        def read_error(answer: Answer, document: Any) -> ApiError | None:
            return self.unless_accepted(submit_errors(answer, document), _read_ids(document))

        document = self.provider.client.call(request, self._budgets[action], read_error)
        request_id = as_text(document.get("RequestId")) if isinstance(document, dict) else None
        return Accepted(_read_ids(document), request_id)

    def _call(self, batch: Batch) -> tuple[str, dict[str, str]]:
        options = self._options
        if batch.operation == "prefetch":
            parameters = {"ObjectPath": "\n".join(batch.urls)}
            if options["area"]:
                parameters["Area"] = options["area"]
            if options["headers"]:
                parameters["WithHeader"] = json.dumps(read_headers(options["headers"]), separators=(",", ":"))
            for option, name in (("l2_preload", "L2Preload"), ("query_hashkey", "QueryHashkey")):
                if options[option]:
                    parameters[name] = "true"
            return "PreloadDcdnObjectCaches", parameters
        # For single URLs it has no meaning.
        force = {"Force": "true"} if options["force"] and batch.object_type != "file" else {}
        if batch.object_type == "tag":
            parameters = {"DomainName": options["domain"].strip(), "CacheTag": ",".join(batch.urls)}
            return "RefreshDcdnObjectCacheByCacheTag", {**parameters, **force}
        parameters = {"ObjectPath": "\n".join(batch.urls), "ObjectType": _WIRE_TYPES[batch.object_type]}
        return "RefreshDcdnObjectCaches", {**parameters, **force}

    def find(self, batch: Batch, url: str, search: Search) -> list[Task]:
        # Other than by URL, nothing is filtered on the way: what the types are called differs from call to call.
        filters = Filters(
            states=("pending", "running") if search.unfinished else (), limit=MOST_CANDIDATES, own={"url": url}
        )
        tasks, _complete = self.provider.query(filters)
        types = _ALIASES.get(batch.object_type, (batch.object_type,))
        return [
            task
            for task in tasks
            if task.object_type in types
            and (task.operation == batch.operation or batch.object_type == "tag")
            and self.is_since(task, search.since)
        ]

    def quotas(self) -> list[Quota]:
        return read_quotas(self._options, self._runtime, self.provider.client)


def _read_ids(document: Any) -> list[str]:
    """The ids of an answer, which may be joined with commas, each once."""
    if not isinstance(document, dict):
        return []
    # PushTaskId is how old examples call it.
    text = next(
        filter(None, (as_text(document.get(key)) for key in ("RefreshTaskId", "PreloadTaskId", "PushTaskId"))), ""
    )
    return list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
