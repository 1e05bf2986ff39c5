# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Alibaba Cloud DCDN: refresh and prefetch tasks, by id (10 a call) and by the list call (pages of 50 rows)."""

from __future__ import annotations

import heapq
from itertools import islice
from typing import Any, Iterable, Iterator, Mapping, Sequence

from ansible_collections.edgeops.cdn.plugins.module_utils._http.budget import Budget
from ansible_collections.edgeops.cdn.plugins.module_utils._http.client import Request
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError, OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import Reference
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task, TaskError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.times import rfc3339
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.connection import open_budget
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Filters, Provider, Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.signing import canonical_query

from . import connect, rows
from .errors import read_error

VERSION = "2018-01-15"
#: Calls a second per account, from the pages of the two calls.
BY_ID_CALLS_PER_SECOND = 30.0
LIST_CALLS_PER_SECOND = 5.0
#: "You can specify at most 10 task IDs in each call."
IDS_PER_CALL = 10
#: Rows; the page of DescribeDcdnRefreshTasks allows 1 to 50.
PAGE_SIZE = 50
#: The page of DescribeDcdnRefreshTasks allows 1 to 100000.
LAST_PAGE = 100_000
#: Seconds: "You can query data within the last three days."
HISTORY = 3 * 86_400.0
#: Seconds by which the service's clock may be ahead of ours.
CLOCK_MARGIN = 900.0

OWN_FILTERS = ("domain", "url")
#: The list call's ObjectType for each operation and object type; asked for one by one where it demands one.
_WIRE_TYPES = (
    ("file", "purge", "file"),
    ("directory", "purge", "directory"),
    ("regex", "purge", "regex"),
    ("preload", "prefetch", "file"),
)
_HINT_NOT_FOUND = "unknown, older than three days, or of another account or product (CDN and DCDN are two)"


class AlibabacloudDcdn(Provider):
    """See the seam for what each method promises."""

    name = connect.PROVIDER

    def __init__(self, options: Mapping[str, Any], runtime: Runtime) -> None:
        self._endpoint = connect.endpoint(options)
        self._runtime = runtime
        self.client = connect.client(options, runtime)
        self._by_id_budget = open_budget(options, BY_ID_CALLS_PER_SECOND, runtime)
        self._list_budget = open_budget(options, LIST_CALLS_PER_SECOND, runtime)

    def calls_for(self, number: int) -> int:
        return -(-number // IDS_PER_CALL)

    def plan(self, references: Sequence[Reference], due: int) -> list[list[Reference]]:
        return [list(references[start : start + IDS_PER_CALL]) for start in range(0, due, IDS_PER_CALL)]

    def fetch(self, batch: Sequence[Reference]) -> list[Task]:
        tasks = self._by_id([reference.id for reference in batch])
        return [tasks[reference.id] for reference in batch]

    def describe(self, references: Sequence[Reference]) -> list[Task]:
        return [task for batch in self.plan(references, len(references)) for task in self.fetch(batch)]

    def query(self, filters: Filters) -> tuple[list[Task], bool]:
        found: list[Task] = []
        # By id, for a filter by URL answers only some rows of a task, and a page may end in the middle of one.
        for chunk in _chunks(self._matching_ids(filters), IDS_PER_CALL):
            tasks = self._by_id(chunk)
            for task_id in chunk:
                # Gone in between: it has just grown older than three days.
                if tasks[task_id].state == "not_found" or not filters.match(tasks[task_id]):
                    continue
                if filters.limit is not None and len(found) == filters.limit:
                    return found, False
                found.append(tasks[task_id])
        return found, True

    def _matching_ids(self, filters: Filters) -> Iterator[str]:
        """The ids of the tasks that may match, each once, newest first; pages are read as they are needed."""
        parameters = self._window(filters)
        if filters.own.get("url"):
            parameters["ObjectPath"] = filters.own["url"]
        if filters.own.get("domain"):
            parameters["DomainName"] = filters.own["domain"]
        streams = [self._rows_of_type(wire_type, parameters) for wire_type in _wire_types(filters)]
        seen: set[str] = set()
        for row in heapq.merge(*streams, key=rows.created_at_of, reverse=True):
            task_id = rows.task_id_of(row)
            if task_id not in seen:
                seen.add(task_id)
                yield task_id

    def _rows_of_type(self, wire_type: str | None, parameters: Mapping[str, str]) -> Iterator[rows.Row]:
        # Not filtered by Status on the way: of a task with one failed URL it would answer the other rows alone.
        typed = parameters if wire_type is None else {**parameters, "ObjectType": wire_type}
        held, announced = 0, 0
        try:
            for page_rows, total in self._pages(typed):
                held, announced = held + len(page_rows), total
                yield from page_rows
        except ApiError as error:
            # One edition of the page knows regex, another does not.
            if wire_type != "regex" or error.code != "InvalidObjectType.ValueNotSupported":
                raise
        if held < announced:
            self._runtime.warn(
                f"{self.name}: the list of tasks was announced with {announced} rows, but held {held}; tasks that came "
                "or went while it was read are the likely reason."
            )

    def _window(self, filters: Filters) -> dict[str, str]:
        """Both ends or neither, as the call demands; neither means the last three days."""
        after, before = filters.created_after, filters.created_before
        if after is None and before is None:
            return {}
        now = self._runtime.clock.time()
        oldest = now - HISTORY
        # With a margin: an age of three days is a little more by now, and is meant to be all there is.
        # And there has to be a second to look at.
        earliest = {"created_after": oldest - CLOCK_MARGIN, "created_before": oldest + 1}
        for option, moment in (("created_after", after), ("created_before", before)):
            if moment is not None and moment < earliest[option]:
                raise OptionError(
                    f"{option}: Alibaba Cloud answers for the last three days only, since {rfc3339(oldest)}."
                )
        start = max(oldest + CLOCK_MARGIN, after or 0.0)
        # The service's clock decides when a task was created, and may be ahead of ours.
        end = now + CLOCK_MARGIN if before is None else before
        return {"StartTime": rfc3339(min(start, end - 1)), "EndTime": rfc3339(end)}

    def _by_id(self, ids: Sequence[str]) -> dict[str, Task]:
        """The tasks of up to ten ids, one answer for each."""
        try:
            document = self._call("DescribeDcdnRefreshTaskById", self._by_id_budget, {"TaskId": ",".join(ids)})
        except ApiError as error:
            if error.kind != "missing":
                raise
            if len(ids) == 1:
                return {ids[0]: self._not_found(ids[0], error)}
            # One bad id may fail the whole call: only alone does each get its own answer.
            return {task_id: self._by_id([task_id])[task_id] for task_id in ids}
        answer = rows.read_rows(document)
        if answer is None:
            raise _unreadable()
        found, total = answer
        rows_of: dict[str, list[rows.Row]] = {task_id: [] for task_id in ids}
        for row in found:
            rows_of.get(rows.task_id_of(row), []).append(row)
        cut = total > len(found)
        return {task_id: self._task(task_id, own, cut) for task_id, own in rows_of.items()}

    def _task(self, task_id: str, own: list[rows.Row], cut: bool) -> Task:
        complete = True
        # There may be rows that this call did not answer. While the task is unfinished anyway that does not matter.
        if cut and own and rows.is_settled(own):
            listed, announced = self._all_rows(task_id)
            complete = len(listed) >= max(announced, len(own))
            own = rows.merge_rows(own, listed)
        return rows.read_task(task_id, own, complete) if own else self._not_found(task_id, None)

    def _all_rows(self, task_id: str) -> tuple[list[rows.Row], int]:
        """The rows of one task by the list call, and how many it says there are; none where it cannot tell now."""
        now = self._runtime.clock.time()
        window = {"StartTime": rfc3339(now - HISTORY + CLOCK_MARGIN), "EndTime": rfc3339(now + CLOCK_MARGIN)}
        found: list[rows.Row] = []
        total = 0
        try:
            for page_rows, announced in self._pages({"TaskId": task_id, **window}):
                # The largest: a task that vanishes while its pages are read must not look complete.
                total = max(total, announced)
                found += [row for row in page_rows if rows.task_id_of(row) == task_id]
        except ApiError as error:
            if not error.is_passing:
                raise
            return [], 1  # what else this call answered must not be lost with it
        return rows.merge_rows(found), total

    def _pages(self, parameters: Mapping[str, str]) -> Iterator[tuple[list[rows.Row], int]]:
        """The list call page by page, without rows that an earlier page had: they shift while new tasks arrive."""
        seen: set[rows.Key] = set()
        read = 0
        for page_number in range(1, LAST_PAGE + 1):
            page = {**parameters, "PageNumber": str(page_number), "PageSize": str(PAGE_SIZE)}
            answer = rows.read_rows(self._call("DescribeDcdnRefreshTasks", self._list_budget, page))
            if answer is None:
                raise _unreadable()
            page_rows, total = answer
            news = [row for row in page_rows if rows.key_of(row) not in seen]
            seen.update(map(rows.key_of, news))
            yield news, total
            read += len(page_rows)
            # A page without news ends it too: the service repeats itself.
            if not news or read >= total:
                break

    def _not_found(self, task_id: str, error: ApiError | None) -> Task:
        code = error.code if error is not None else "NotFound"
        text = f"{error.message.rstrip('.')}; {_HINT_NOT_FOUND}" if error is not None else _HINT_NOT_FOUND
        return Task(id=task_id, provider=self.name, state="not_found", error=TaskError(code, text))

    def _call(self, action: str, budget: Budget, parameters: Mapping[str, str]) -> Any:
        # POST with the parameters in the query and an empty body, as the official SDK does.
        url = f"{self._endpoint}/?{canonical_query(parameters.items())}"
        headers = {"x-acs-action": action, "x-acs-version": VERSION}
        return self.client.call(Request("POST", url, headers), budget, read_error)


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
        of = f" for {filters.operation} tasks" if filters.operation else ""
        raise OptionError(
            f"object_type: {filters.object_type!r} does not exist{of}. "
            "Expected file, directory or regex for a purge, file for a prefetch."
        )
    return wire_types


def _chunks(items: Iterable[str], size: int) -> Iterator[list[str]]:
    iterator = iter(items)
    while True:
        chunk = list(islice(iterator, size))
        if not chunk:
            return
        yield chunk


def _unreadable() -> ApiError:
    return ApiError("InvalidAnswer", "the answer is JSON, but not a list of tasks", "passing")
