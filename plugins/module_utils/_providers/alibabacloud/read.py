# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Alibaba Cloud: tasks by id (10 a call) and by the list call, whose rows are URLs."""

from __future__ import annotations

import heapq
from dataclasses import replace
from itertools import islice
from typing import Any, Iterable, Iterator, Mapping, Sequence

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Request
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError, OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import Reference
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task, TaskError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.times import rfc3339
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.connection import (
    open_budgets,
    open_client,
    read_connection,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.errors import no_such_object_type, unreadable
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import (
    Declaration,
    Filters,
    Options,
    Provider,
    Read,
    Runtime,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.signing import canonical_query
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.url_rows import Row

from . import connect, rows
from .errors import Errors
from .product import Product

#: "You can specify at most 10 task IDs in each call."
IDS_PER_CALL = 10
#: The page of DescribeDcdnRefreshTasks allows 1 to 100000.
LAST_PAGE = 100_000
#: Seconds by which the service's clock may be ahead of ours.
CLOCK_MARGIN = 900.0

#: The list call's ObjectType for each operation and object type; asked for one by one where it demands one.
_WIRE_TYPES = (
    ("file", "purge", "file"),
    ("directory", "purge", "directory"),
    ("regex", "purge", "regex"),
    ("preload", "prefetch", "file"),
)
_HINT_NOT_FOUND = "unknown, older than three days, or of another account or product (CDN and DCDN are two)"


class AlibabacloudProvider(Provider):
    """The tasks of a product of Alibaba Cloud, read by id alone, because its list tells of rows."""

    by_id = Read(tasks_per_call=IDS_PER_CALL, rate="by_id")

    def __init__(self, declaration: Declaration, product: Product, options: Options, runtime: Runtime) -> None:
        self.declaration = declaration
        self.product = product
        self.errors = Errors(product)
        self._runtime = runtime
        connection = read_connection(options, product.endpoint)
        self.endpoint = connection.endpoint
        login = connect.login(declaration.service, connection, options, runtime)
        self.client = open_client(declaration.service, connection, runtime, login, [])
        self.budgets = open_budgets(declaration.rates, connection, runtime)

    def read_ids(self, references: Sequence[Reference]) -> Iterator[Task]:
        return self._by_id([reference.id for reference in references])

    def query(self, filters: Filters) -> tuple[list[Task], bool]:
        found: list[Task] = []
        # By id, because a filter by URL shows only some rows of a task, and a page may end in the middle of one.
        for chunk in _chunks(self._matching_ids(filters), IDS_PER_CALL):
            for task in self.describe([Reference(self.name, task_id) for task_id in chunk]):
                # Gone in between: it has just grown older than three days.
                if task.state == "not_found" or not filters.match(task):
                    continue
                if filters.limit is not None and len(found) == filters.limit:
                    return found, False
                found.append(task)
        return found, True

    def _matching_ids(self, filters: Filters) -> Iterator[str]:
        """The ids of the tasks that may match, each once, newest first; pages are read as they are needed."""
        parameters = self._window(filters)
        if filters.own.get("url"):
            parameters["ObjectPath"] = filters.own["url"]
        if filters.own.get("domain"):
            parameters["DomainName"] = filters.own["domain"]
        if filters.own.get("resource_group_id"):
            parameters["ResourceGroupId"] = filters.own["resource_group_id"]
        streams = [self._rows_of_type(wire_type, parameters) for wire_type in _wire_types(filters)]
        seen: set[str] = set()
        for row in heapq.merge(*streams, key=rows.created_at_of, reverse=True):
            task_id = rows.task_id_of(row)
            if task_id not in seen:
                seen.add(task_id)
                yield task_id

    def _rows_of_type(self, wire_type: str | None, parameters: Mapping[str, str]) -> Iterator[Row]:
        # Not filtered by Status on the way: of a task with one failed URL it would show the other rows alone.
        typed = parameters if wire_type is None else {**parameters, "ObjectType": wire_type}
        held: set[rows.Key] = set()
        announced = 0
        try:
            for page_rows, total in self._pages(typed):
                held.update(map(rows.key_of, page_rows))
                announced = total
                yield from page_rows
        except ApiError as error:
            # One edition of the page knows regex, another does not.
            if wire_type != "regex" or error.code != "InvalidObjectType.ValueNotSupported":
                raise
        if len(held) < announced:
            self._runtime.warn(
                f"{self.name}: the list of tasks was announced with {announced} rows, but held {len(held)}; tasks that "
                "came or went while it was read are the likely reason."
            )

    def _window(self, filters: Filters) -> dict[str, str]:
        """Both ends or neither, as the call demands; neither means the last three days."""
        after, before = filters.created_after, filters.created_before
        if after is None and before is None:
            return {}
        now = self._runtime.clock.time()
        oldest = now - self._history
        # With a margin: an age of three days is a little more by now, and is meant to be all there is.
        # And there has to be a second to look at.
        earliest = {"created_after": oldest - CLOCK_MARGIN, "created_before": oldest + 1}
        for option, moment in (("created_after", after), ("created_before", before)):
            if moment is not None and moment < earliest[option]:
                raise OptionError(
                    f"{option}: Alibaba Cloud tells of the last three days only, since {rfc3339(oldest)}."
                )
        start = max(oldest + CLOCK_MARGIN, after or 0.0)
        # The service's clock decides when a task was created, and may be ahead of ours.
        end = now + CLOCK_MARGIN if before is None else before
        return {"StartTime": rfc3339(min(start, end - 1)), "EndTime": rfc3339(end)}

    def _by_id(self, ids: Sequence[str]) -> Iterator[Task]:
        """The tasks of one call."""
        try:
            document = self._call(self.product.by_id, "by_id", {"TaskId": ",".join(ids)})
        except ApiError as error:
            if error.kind != "missing":
                raise
            if len(ids) == 1:
                yield self._not_found(ids[0], error)
            else:
                yield from self._one_by_one(ids)
            return
        answer = rows.read_rows(document)
        if answer is None:
            raise unreadable(self.name, "a list of tasks")
        found, total = answer
        rows_of: dict[str, list[Row]] = {task_id: [] for task_id in ids}
        for row in found:
            rows_of.get(rows.task_id_of(row), []).append(row)
        for task_id, own in rows_of.items():
            if not own:
                yield self._not_found(task_id, None)
                continue
            task = rows.read_task(self.name, task_id, own)
            # There may be rows that this call left out; as long as others are unfinished that does not matter.
            if total > len(found) and rows.is_settled(own):
                task = replace(task, state="running", progress=None, error=None, partial=True)
                task = self._whole(task, own) if len(ids) == 1 else task
            yield task

    def _one_by_one(self, ids: Sequence[str]) -> Iterator[Task]:
        """Yields each task by a call of its own, because one bad id may fail a call for several."""
        fault: ApiError | None = None
        for task_id in ids:
            try:
                yield from self._by_id([task_id])
            except ApiError as error:
                if not error.is_passing:
                    raise
                fault = error
        if fault is not None:
            raise fault

    def _whole(self, partial: Task, own: list[Row]) -> Task:
        """A task with all of its rows, by the list; as it is where the list cannot be read now."""
        try:
            listed, announced = self._all_rows(partial.id)
        except ApiError as error:
            if not error.is_passing and error.kind != "missing":
                raise
            return replace(rows.read_task(self.name, partial.id, own, complete=False), partial=True)
        complete = len(listed) >= max(announced, len(own))
        return rows.read_task(self.name, partial.id, rows.merge_rows(own, listed), complete)

    def _all_rows(self, task_id: str) -> tuple[list[Row], int]:
        """The rows of one task by the list call, and how many it says there are."""
        now = self._runtime.clock.time()
        window = {"StartTime": rfc3339(now - self._history + CLOCK_MARGIN), "EndTime": rfc3339(now + CLOCK_MARGIN)}
        found: list[Row] = []
        total = 0
        for page_rows, announced in self._pages({"TaskId": task_id, **window}):
            # The largest: a task that vanishes while its pages are read must not look complete.
            total = max(total, announced)
            found += [row for row in page_rows if rows.task_id_of(row) == task_id]
        return rows.merge_rows(found), total

    @property
    def _history(self) -> float:
        return self.declaration.history

    def _pages(self, parameters: Mapping[str, str]) -> Iterator[tuple[list[Row], int]]:
        """The list call page by page. Rows may come twice, because they shift while new tasks arrive."""
        seen: set[rows.Key] = set()
        read = 0
        for page_number in range(1, LAST_PAGE + 1):
            page = {**parameters, "PageNumber": str(page_number), "PageSize": str(self.product.page_size)}
            answer = rows.read_rows(self._call(self.product.list, "list", page))
            if answer is None:
                raise unreadable(self.name, "a list of tasks")
            page_rows, total = answer
            known = len(seen)
            seen.update(map(rows.key_of, page_rows))
            yield page_rows, total
            read += len(page_rows)
            # A page without news ends it too: the service repeats itself.
            if len(seen) == known or read >= total:
                break

    def _not_found(self, task_id: str, error: ApiError | None) -> Task:
        code = error.code if error is not None else "NotFound"
        text = f"{error.message.rstrip('.')}; {_HINT_NOT_FOUND}" if error is not None else _HINT_NOT_FOUND
        if self.product.elsewhere and self.endpoint != self.product.elsewhere:
            text += f"; accounts of the international site may need endpoint: {self.product.elsewhere}"
        return Task(id=task_id, provider=self.name, state="not_found", error=TaskError(code, text))

    def _call(self, call: str, rate: str, parameters: Mapping[str, str]) -> Any:
        # POST with the parameters in the query and an empty body, as the official SDK does.
        url = f"{self.endpoint}/?{canonical_query(parameters.items())}"
        headers = {"x-acs-action": call, "x-acs-version": self.product.version}
        return self.client.call(Request("POST", url, headers), self.budgets[rate], self.errors.read)


def _wire_types(filters: Filters) -> list[str | None]:
    """The values of ObjectType to ask for; None, for all of them, where the call does not demand one."""
    if filters.operation is None and filters.object_type is None and not filters.own.get("domain"):
        return [None]
    wire_types: list[str | None] = [
        wire_type
        for wire_type, operation, object_type in _WIRE_TYPES
        if filters.operation in (None, operation) and filters.object_type in (None, object_type)
    ]
    if not wire_types:
        expected = "file, directory or regex for a purge, file for a prefetch"
        raise no_such_object_type(filters.object_type, filters.operation, expected)
    return wire_types


def _chunks(items: Iterable[str], size: int) -> Iterator[list[str]]:
    iterator = iter(items)
    while True:
        chunk = list(islice(iterator, size))
        if not chunk:
            return
        yield chunk
