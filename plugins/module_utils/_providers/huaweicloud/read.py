# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Huawei Cloud CDN: tasks by the list call (many, without URLs) and by the detail call (one task)."""

from __future__ import annotations

import heapq
from dataclasses import replace
from itertools import chain
from typing import Any, Callable, Iterator, Mapping, Sequence
from urllib.parse import quote

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import ReadError, Request
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.foreign import as_text
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import Reference
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import State, Task, TaskError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.times import from_milliseconds, from_text
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.connection import open_budgets
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
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.url_rows import take_row

from . import connect, rows
from .errors import detail_errors, read_error

#: Rows in a page of the list; the page of the list call allows 1 to 10,000.
LIST_PAGE_SIZE = 10_000
#: URLs in a page of the detail call, as many as one submission may hold; allowed are 1 to 10,000.
URLS_PAGE_SIZE = 1_000
#: The highest page number of either call.
LAST_PAGE = 65_535
FILE_TYPES = ("file", "directory")
#: Seconds that the detail call searches unless it is told when the task was created: 7 days.
DETAIL_HISTORY = 7 * 86_400.0
#: Signatures are accepted up to 15 minutes off, so the service's clock may be ahead of ours by as much.
CLOCK_MARGIN = 900.0
#: order_by, in this collection's words, to the list call's order_field.
ORDER_FIELDS = {
    "created_at": "create_time",
    "operation": "task_type",
    "total": "total",
    "succeeded": "succeed",
    "failed": "failed",
    "unfinished": "processing",
}
_TASK_TYPES = {"purge": "refresh", "prefetch": "preheating"}
_HINT_NOT_FOUND = "unknown, older than 15 days, or of another account, site or enterprise project"


class HuaweicloudCdn(Provider):
    """Huawei Cloud CDN's tasks."""

    by_id = Read(tasks_per_call=1, rate="detail")
    by_list = Read(tasks_per_call=LIST_PAGE_SIZE, rate="list")
    #: One page for each file type, at the least.
    list_calls = len(FILE_TYPES)

    def __init__(self, declaration: Declaration, options: Options, runtime: Runtime) -> None:
        self.declaration = declaration
        connection = connect.connection(options)
        self.endpoint = connection.endpoint
        # Always sent: without it, the pages leave open whether the default project or every project is meant.
        self._enterprise_project_id = options["enterprise_project_id"] or "all"
        self._runtime = runtime
        self.client = connect.client(declaration, connection, options, runtime)
        self.budgets = open_budgets(declaration.rates, connection, runtime)

    def read_ids(self, references: Sequence[Reference]) -> Iterator[Task]:
        for reference in references:
            yield self._detail(reference)

    def read_list(self, references: Sequence[Reference]) -> Iterator[Task]:
        now, history = self._runtime.clock.time(), self.declaration.history
        known = [reference.created_at for reference in references]
        oldest = min((moment for moment in known if moment is not None), default=now - history)
        start = now - history if None in known else max(oldest - CLOCK_MARGIN, now - history)
        wanted = {reference.id for reference in references}
        pages = 0
        for file_type in FILE_TYPES:
            # Newest first: waits are for young tasks, so that the first page mostly holds them all.
            for page in self._pages(file_type, Filters(created_after=start), "create_time", "desc"):
                pages += 1
                for task in (rows.read_task(self.name, row) for row in page):
                    if task is not None and task.id in wanted:
                        wanted.remove(task.id)
                        yield task
                if not wanted:
                    break
            if not wanted:
                break
        self.list_calls = max(len(FILE_TYPES), pages)

    def details(self, task: Task) -> Task:
        # To the millisecond: whether the call takes this for a lower bound or for the exact time is not documented.
        created_at = from_milliseconds(task.raw[0].get("create_time")) if task.raw else from_text(task.created_at)
        detailed = self._detail(Reference(self.name, task.id, created_at))
        return task if detailed.state == "not_found" else detailed

    def query(self, filters: Filters) -> tuple[list[Task], bool]:
        order_by = filters.own.get("order_by") or "created_at"
        order = filters.own.get("order") or "desc"
        field = ORDER_FIELDS[order_by]
        if filters.object_type not in (None, *FILE_TYPES):
            raise no_such_object_type(filters.object_type, filters.operation, "file or directory")
        streams = [
            chain.from_iterable(self._pages(file_type, filters, field, order))
            for file_type in FILE_TYPES
            if filters.object_type in (None, file_type)
        ]
        merged = heapq.merge(*streams, key=_sort_key(field), reverse=order == "desc")
        tasks: list[Task] = []
        seen: set[str] = set()
        for task in (rows.read_task(self.name, row) for row in merged):
            if task is None or task.id in seen or not filters.match(task):
                continue
            seen.add(task.id)
            if filters.limit is not None and len(tasks) == filters.limit:
                return tasks, False
            tasks.append(task)
        return tasks, True

    def _state_of(self, row: Mapping[str, Any]) -> State:
        task = rows.read_task(self.name, row)
        return "unknown" if task is None else task.state

    def _pages(self, file_type: str, filters: Filters, field: str, order: str) -> Iterator[list[Mapping[str, Any]]]:
        """The rows of one file type, page by page; each id once, because rows shift while tasks arrive."""
        now, history = self._runtime.clock.time(), self.declaration.history
        end = now + CLOCK_MARGIN if filters.created_before is None else filters.created_before
        start = max(min(now, end) - history, 0.0) if filters.created_after is None else filters.created_after
        # Small pages only where every row counts: states are told apart here.
        limit = None if filters.states else filters.limit
        page_size = LIST_PAGE_SIZE if limit is None else min(LIST_PAGE_SIZE, limit + 1)
        parameters = {
            "file_type": file_type,
            "start_date": str(int(start * 1000)),
            "end_date": str(int(end * 1000)),
            "order_field": field,
            "order_type": order,
            "page_size": str(page_size),
        }
        if filters.operation:
            parameters["task_type"] = _TASK_TYPES[filters.operation]
        status = _common_status(filters.states)
        if status:
            parameters["status"] = status
        seen: set[str] = set()
        for page_number in range(1, LAST_PAGE + 1):
            document = self._get(
                "/v1.0/cdn/historytasks", "list", read_error, page_number=str(page_number), **parameters
            )
            page = rows.read_page(document)
            if page is None:
                raise unreadable(self.name, "a list of tasks")
            page_rows, total = page
            fresh: dict[str, Mapping[str, Any]] = {}
            for row in page_rows:
                task_id = as_text(row.get("id"))
                if task_id is not None and task_id not in seen:
                    take_row(fresh, task_id, row, self._state_of)
            seen.update(fresh)
            yield list(fresh.values())
            # A page without news ends it too: the rows shifted, or the service repeats itself.
            if not fresh or page_number * page_size >= total:
                break
        if len(seen) < total:
            self._runtime.warn(
                f"{self.name}: the list of tasks was announced with {total} {file_type} tasks, but held {len(seen)}; "
                "tasks that came or went while it was read are the likely reason."
            )

    def _detail(self, reference: Reference) -> Task:
        """One task with all of its URLs."""
        path = f"/v1.0/cdn/historytasks/{quote(reference.id, safe='')}/detail"
        parameters = {"page_size": str(URLS_PAGE_SIZE)}
        now = self._runtime.clock.time()
        if reference.created_at is not None and now - reference.created_at > DETAIL_HISTORY - CLOCK_MARGIN:
            parameters["create_time"] = str(round(reference.created_at * 1000))
        documents: list[dict[str, Any]] = []
        url_rows: list[Any] = []
        seen: set[tuple[str | None, str | None]] = set()
        for page_number in range(1, LAST_PAGE + 1):
            try:
                document = self._get(path, "detail", detail_errors, page_number=str(page_number), **parameters)
            except ApiError as error:
                if error.kind == "missing":
                    return self._not_found(reference, error)
                raise
            task = rows.read_task(self.name, document)
            if task is None:
                if document == {}:
                    return self._not_found(reference, None)
                raise unreadable(self.name, "the details of a task")
            if task.id != reference.id:
                raise ApiError("InvalidAnswer", f"asked for task {reference.id}, got task {task.id}", "passing")
            documents.append(document)
            # Without rows that an earlier page had. What one page shows twice is not made to fit the counters.
            news = [row for row in rows.read_url_rows(document) if rows.url_key(row) not in seen]
            url_rows += news
            seen.update(map(rows.url_key, news))
            # A page without news ends it too; what a page beyond the end holds is not documented.
            if not news or page_number * URLS_PAGE_SIZE >= (task.counts.total or 0):
                break
        # The last page's counters are the youngest.
        detailed = rows.read_task(self.name, document, url_rows)
        if detailed is None:  # pragma: no cover - without its rows it has been read above
            raise unreadable(self.name, "the details of a task")
        return replace(detailed, raw=documents)

    def _not_found(self, reference: Reference, error: ApiError | None) -> Task:
        code = error.code if error is not None else "NotFound"
        text = f"{error.message.rstrip('.')}; {_HINT_NOT_FOUND}" if error is not None else _HINT_NOT_FOUND
        return Task(id=reference.id, provider=self.name, state="not_found", error=TaskError(code, text))

    def _get(self, path: str, rate: str, errors: ReadError, **parameters: str) -> Any:
        query = canonical_query({"enterprise_project_id": self._enterprise_project_id, **parameters}.items())
        request = Request("GET", f"{self.endpoint}{path}?{query}", {"Content-Type": "application/json"})
        return self.client.call(request, self.budgets[rate], errors)


def _common_status(states: Sequence[str]) -> str | None:
    """The one status word that every wanted state has; None where there is none, so that nothing is lost."""
    words = {
        "pending": "task_inprocess",
        "running": "task_inprocess",
        "succeeded": "task_done",
        "failed": "task_done",
    }
    wanted = {words.get(state) for state in states}
    return wanted.pop() if len(wanted) == 1 else None


def _sort_key(field: str) -> Callable[[Mapping[str, Any]], tuple[int, int, str]]:
    def key(row: Mapping[str, Any]) -> tuple[int, int, str]:
        value = row.get(field)
        if isinstance(value, int):
            return (1, value, "")
        return (2, 0, value) if isinstance(value, str) else (0, 0, "")

    return key
