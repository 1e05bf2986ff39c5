# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Alibaba Cloud: the calls that submit, which may make several tasks, or join one; today's quotas."""

from __future__ import annotations

import json
from typing import Any

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer, Request
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.foreign import as_text
from ansible_collections.edgeops.cdn.plugins.module_utils._model.quota import Quota
from ansible_collections.edgeops.cdn.plugins.module_utils._model.submission import Accepted, Batch, Search
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.batching import read_headers
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.named_quotas import read_quotas
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Filters, Options, Runtime, Submitter
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.signing import canonical_query

from .batches import read_batches
from .read import AlibabacloudProvider

#: Tasks about one URL that a search looks at, the newest ones.
MOST_CANDIDATES = 10

#: ObjectType of the call for each object type of a purge, but for the one that products call by different names.
_WIRE_TYPES = {"file": "File", "directory": "Directory", "regex": "Regex"}
#: What tasks of these object types may call themselves, which is not documented.
_ALIASES = {"ignoreparams": ("ignoreparams", "file"), "tag": ("tag", "cachetag", "other")}

#: Options of a prefetch that are on or off, and what the call calls them; not every product has all.
_SWITCHES = {"l2_preload": "L2Preload", "query_hashkey": "QueryHashkey", "consistency_hash": "ConsistencyHash"}

#: By the name of a quota. Every other one, such as Block, is about something else than purges and prefetches.
_QUOTAS = {
    "Url": ("purge", "file"),
    "Dir": ("purge", "directory"),
    "Regex": ("purge", "regex"),
    "IgnoreParams": ("purge", "ignoreparams"),
    "Preload": ("prefetch", "file"),
    # Of CDN, for prefetches to the nodes next to visitors; the pages leave open when it counts.
    "PreloadEdge": ("prefetch", "edge"),
}


class AlibabacloudSubmitter(Submitter):
    """Purges, prefetches and quotas of a product of Alibaba Cloud."""

    one_task_per_call = False
    finds_all = False

    def __init__(self, provider: AlibabacloudProvider, options: Options, runtime: Runtime) -> None:
        self.provider: AlibabacloudProvider = provider
        self._options = options
        self._runtime = runtime

    def batches(self) -> list[Batch]:
        return read_batches(self._options, self.provider.declaration.objects, self._runtime.warn)

    def send(self, batch: Batch) -> Accepted:
        rate, call, parameters = self._call(batch)
        product = self.provider.product
        # In a form, as the pages of these calls say: a thousand URLs are too long for a query.
        request = Request(
            "POST",
            f"{self.provider.endpoint}/",
            {
                "x-acs-action": call,
                "x-acs-version": product.version,
                "Content-Type": "application/x-www-form-urlencoded",
            },
            canonical_query(parameters.items()).encode("ascii"),
            repeatable=False,
        )

        def read_error(answer: Answer, document: Any) -> ApiError | None:
            return self.unless_accepted(
                self.provider.errors.submit(answer, document), _read_ids(document), answer.status
            )

        document = self.provider.client.call(request, self.provider.budgets[rate], read_error)
        request_id = as_text(document.get("RequestId")) if isinstance(document, dict) else None
        return Accepted(_read_ids(document), request_id)

    def _call(self, batch: Batch) -> tuple[str, str, dict[str, str]]:
        """The rate that a call counts against, its name and its parameters."""
        options, product = self._options, self.provider.product
        if batch.operation == "prefetch":
            parameters = {"ObjectPath": "\n".join(batch.urls)}
            if options["area"]:
                parameters["Area"] = options["area"]
            if options["headers"]:
                parameters["WithHeader"] = json.dumps(read_headers(options["headers"]), separators=(",", ":"))
            parameters.update((name, "true") for option, name in _SWITCHES.items() if options.get(option))
            return "prefetch", product.prefetch, parameters
        # For single URLs it has no meaning.
        force = {"Force": "true"} if options["force"] and batch.object_type != "file" else {}
        if batch.object_type == "tag":
            parameters = {"DomainName": options["domain"].strip(), "CacheTag": ",".join(batch.urls)}
            return "purge_by_tag", product.purge_by_tag, {**parameters, **force}
        parameters = {
            "ObjectPath": "\n".join(batch.urls),
            "ObjectType": _WIRE_TYPES.get(batch.object_type, product.ignore_params),
        }
        return "purge", product.purge, {**parameters, **force}

    def find(self, batch: Batch, url: str, search: Search) -> list[Task]:
        # Nothing is filtered on the way but the URL, because what the types are called differs from call to call.
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
        product = self.provider.product
        request = Request(
            "POST", f"{self.provider.endpoint}/", {"x-acs-action": product.quota, "x-acs-version": product.version}
        )
        document = self.provider.client.call(request, self.provider.budgets["quota"], self.provider.errors.quota)
        return read_quotas(self.name, document, _QUOTAS)


def _read_ids(document: Any) -> list[str]:
    """The ids in a response, which may join them with commas, each once."""
    if not isinstance(document, dict):
        return []
    # PushTaskId is CDN's word, and that of old examples of DCDN.
    text = next(
        filter(None, (as_text(document.get(key)) for key in ("RefreshTaskId", "PreloadTaskId", "PushTaskId"))), ""
    )
    return list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
