# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""CloudFront: the call that submits, which makes one invalidation, and may be made again under its reference.

From the page CreateInvalidation. No call tells of quotas.
"""

from __future__ import annotations

import uuid
from typing import Any

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.quota import Quota
from ansible_collections.edgeops.cdn.plugins.module_utils._model.submission import Accepted, Batch, Search
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task
from ansible_collections.edgeops.cdn.plugins.module_utils._providers import scoped_ids
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Filters, Options, Runtime, Submitter

from . import rows
from .batches import read_batches
from .errors import submit_errors
from .read import CLOCK_MARGIN, CloudFront, place_of
from .xml import escaped

NAMESPACE = "http://cloudfront.amazonaws.com/doc/2020-05-31/"
#: Invalidations that a search asks for one by one; ten seconds' worth of calls.
MOST_CANDIDATES = 20


class CloudFrontSubmitter(Submitter):
    """Purges of CloudFront."""

    one_task_per_call = True
    finds_all = True
    repeatable = True

    def __init__(self, provider: CloudFront, options: Options, runtime: Runtime) -> None:
        self.provider: CloudFront = provider
        self._options = options
        self._runtime = runtime
        #: The reference of each call that was made, by what it submits.
        self._references: dict[tuple[str, ...], str] = {}

    def batches(self) -> list[Batch]:
        found = read_batches(self._options, self.provider.declaration.objects, self._runtime.warn)
        # Said before anything is sent.
        _parent = self.provider.parent
        return found

    def send(self, batch: Batch) -> Accepted:
        # Random: a later run is to purge the same paths once more, and so needs another one.
        reference = f"edgeops.cdn-{uuid.uuid4().hex}"
        self._references[tuple(batch.urls)] = reference
        request_ids: list[str | None] = [None]
        parent = self.provider.parent

        def read_error(answer: Answer, document: Any) -> ApiError | None:
            request_ids.append(answer.headers.get("x-amzn-requestid"))
            return self.unless_accepted(submit_errors(answer, document), _own_ids(document), answer.status)

        body = _body(batch, reference)
        document = self.provider.call(
            "POST", place_of(parent), batch.operation, read_error, body=body, repeatable=self.repeatable
        )
        return Accepted([scoped_ids.join(parent, own_id) for own_id in _own_ids(document)], request_ids[-1])

    def find(self, batch: Batch, url: str, search: Search) -> list[Task]:
        # The list has no paths: those of each that may be the one are asked for.
        filters = Filters(
            states=("running",) if search.unfinished else (), created_after=max(0.0, search.since - CLOCK_MARGIN)
        )
        reference = self._references.get(tuple(batch.urls))
        found: list[Task] = []
        asked = 0
        for row in self.provider.listed(filters):
            if search.unfinished and rows.state_of(row) != "running":
                continue
            if asked == MOST_CANDIDATES:
                self._runtime.warn(
                    f"{self.name}: more than {MOST_CANDIDATES} tasks could be the one looked for; the newest were "
                    "looked at."
                )
                break
            asked += 1
            task = self.provider.read_whole_row(row)
            if task is None or (search.unfinished and task.finished) or not self.is_since(task, search.since):
                continue
            if search.unfinished or reference is None or rows.reference_of(task.raw[0]) == reference:
                found.append(task)
        return found

    def quotas(self) -> list[Quota]:
        return []


def _body(batch: Batch, reference: str) -> bytes:
    paths = "".join(f"<Path>{escaped(path)}</Path>" for path in batch.urls)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<InvalidationBatch xmlns="{NAMESPACE}"><Paths><Quantity>'
        f"{len(batch.urls)}</Quantity><Items>{paths}</Items></Paths><CallerReference>{reference}</CallerReference>"
        "</InvalidationBatch>"
    ).encode()


def _own_ids(document: Any) -> list[str]:
    """The id in a response, as a list; empty where there is none."""
    row = rows.read_invalidation(document)
    return [] if row is None else [rows.own_id(row)]
