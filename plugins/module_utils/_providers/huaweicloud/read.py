# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Huawei Cloud CDN: purge and prefetch tasks, by the list call (many tasks, no URLs) and the detail call (one task)."""

from __future__ import annotations

import heapq
from collections import deque
from dataclasses import replace
from typing import Any, Callable, Iterator, Mapping, Sequence
from urllib.parse import quote

from ansible_collections.edgeops.cdn.plugins.module_utils._http.budget import Budget
from ansible_collections.edgeops.cdn.plugins.module_utils._http.client import ReadError, Request
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError, OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.foreign import as_text
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import Reference
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task, TaskError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.times import from_milliseconds
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.connection import open_budget
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Filters, Provider, Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.signing import canonical_query

from . import connect, rows
from .errors import detail_errors, read_error

#: Per tenant, for the list call and for the detail call each; from the pages of the two calls.
CALLS_PER_SECOND = 30.0
#: Rows in a page of the list; the page of the list call allows 1 to 10,000.
LIST_PAGE_SIZE = 10_000
#: URLs in a page of the detail call, as many as one submission may hold; allowed are 1 to 10,000.
URLS_PAGE_SIZE = 1_000
#: The highest page number of either call.
LAST_PAGE = 65_535
FILE_TYPES = ("file", "directory")
#: Seconds that the service keeps tasks: 15 days, from the page of the detail call.
HISTORY = 15 * 86_400.0
#: Seconds that the detail call searches unless it is told when the task was created: 7 days.
DETAIL_HISTORY = 7 * 86_400.0
#: Signatures are accepted up to 15 minutes off, so the service's clock may be ahead of ours by as much.
CLOCK_MARGIN = 900.0
#: Tasks that a sweep found nowhere in the list and asks for one by one; a second's worth of calls.
MISSING_AT_ONCE = 30

#: order_by, in this collection's words, to the list call's order_field.
ORDER_FIELDS = {
    "created_at": "create_time",
    "operation": "task_type",
    "total": "total",
    "succeeded": "succeed",
    "failed": "failed",
    "unfinished": "processing",
}
OWN_FILTERS = ("order_by", "order")
_TASK_TYPES = {"purge": "refresh", "prefetch": "preheating"}
_HINT_NOT_FOUND = "unknown, older than 15 days, or of another account, site or enterprise project"


class HuaweicloudCdn(Provider):
    """See the seam for what each method promises."""

    name = connect.PROVIDER

    def __init__(self, options: Mapping[str, Any], runtime: Runtime) -> None:
        self._endpoint = connect.endpoint(options)
        # Always sent: without it, the pages leave open whether the default project or every project is meant.
        self._enterprise_project_id = options["enterprise_project_id"] or "all"
        self._runtime = runtime
        self.client = connect.client(options, runtime)
        self._list_budget = open_budget(options, CALLS_PER_SECOND, runtime)
        self._detail_budget = open_budget(options, CALLS_PER_SECOND, runtime)
        #: Pages that the last sweep by list took; what a sweep by detail calls is weighed against.
        self._list_calls = len(FILE_TYPES)
        #: Whom to ask for by detail call next among those that the list does not hold.
        self._not_listed: deque[tuple[str, str]] = deque()

    def calls_for(self, number: int) -> int:
        return min(number, self._list_calls)

    def plan(self, references: Sequence[Reference], due: int) -> list[list[Reference]]:
        # A detail call answers one task, a page of the list up to 10,000: take what needs fewer calls.
        if due <= self._list_calls:
            return [[reference] for reference in references[:due]]
        return [list(references)]

    def fetch(self, batch: Sequence[Reference]) -> list[Task]:
        return self.describe(batch) if len(batch) == 1 else self._sweep(batch)

    def describe(self, references: Sequence[Reference]) -> list[Task]:
        tasks = {reference.key: self._detail(reference) for reference in references}
        # The detail call looks back 7 days only, unless told when the task was created: the list knows.
        missing = [reference for reference in references if tasks[reference.key].state == "not_found"]
        for listed in self._listed(missing).values() if missing else ():
            # To the millisecond: whether the call takes this for a lower bound or for the exact time is not documented.
            created_at = from_milliseconds(listed.raw[0].get("create_time"))
            reference = Reference(self.name, listed.id, created_at)
            detailed = self._detail_or(reference, listed)
            tasks[reference.key] = listed if detailed.state == "not_found" else detailed
        return [tasks[reference.key] for reference in references]

    def query(self, filters: Filters) -> tuple[list[Task], bool]:
        order_by = filters.own.get("order_by") or "created_at"
        order = filters.own.get("order") or "desc"
        field = ORDER_FIELDS[order_by]
        if filters.object_type not in (None, *FILE_TYPES):
            raise OptionError(f"object_type: {filters.object_type!r} does not exist. Expected file or directory.")
        streams = [
            self._list(file_type, filters, field, order)
            for file_type in FILE_TYPES
            if filters.object_type in (None, file_type)
        ]
        merged = heapq.merge(*streams, key=_sort_key(field), reverse=order == "desc")
        tasks: list[Task] = []
        seen: set[str] = set()
        for task in (rows.read_task(row) for row in merged):
            if task is None or task.id in seen or not filters.match(task):
                continue
            seen.add(task.id)
            if filters.limit is not None and len(tasks) == filters.limit:
                return tasks, False
            tasks.append(task)
        return tasks, True

    def _sweep(self, batch: Sequence[Reference]) -> list[Task]:
        """All tasks of a batch by the list; detail calls for failed ones and for a few that the list does not hold."""
        listed = self._listed(batch)
        absent = {reference.key: reference for reference in batch if reference.id not in listed}
        asked = self._next_not_listed(absent)
        tasks = []
        for reference in batch:
            task = listed.get(reference.id)
            if task is None:
                task = self._not_found(reference, None)
                task = self._detail_or(reference, task) if reference.key in asked else task
            elif task.state == "failed":
                detailed = self._detail_or(reference, task)
                task = detailed if detailed.state == "failed" else task
            tasks.append(task)
        return tasks

    def _detail_or(self, reference: Reference, otherwise: Task) -> Task:
        """What the detail call tells; what the list told where that cannot be had now, so that no answer is lost."""
        try:
            return self._detail(reference)
        except ApiError as error:
            if not error.is_passing:
                raise
            return otherwise

    def _next_not_listed(self, absent: Mapping[tuple[str, str], Reference]) -> set[tuple[str, str]]:
        """The next few in turn, so that everyone's turn comes without a burst of calls."""
        known = set(self._not_listed)
        self._not_listed = deque(key for key in self._not_listed if key in absent)
        self._not_listed.extend(key for key in absent if key not in known)
        asked = [self._not_listed[index] for index in range(min(MISSING_AT_ONCE, len(self._not_listed)))]
        self._not_listed.rotate(-len(asked))
        return set(asked)

    def _listed(self, references: Sequence[Reference]) -> dict[str, Task]:
        """Those of the tasks that the list holds, by id; reads no further than to the last of them."""
        now = self._runtime.clock.time()
        known = [reference.created_at for reference in references]
        oldest = min((moment for moment in known if moment is not None), default=now - HISTORY)
        start = now - HISTORY if None in known else max(oldest - CLOCK_MARGIN, now - HISTORY)
        wanted = {reference.id for reference in references}
        found: dict[str, Task] = {}
        calls_before = self.client.calls
        try:
            for file_type in FILE_TYPES:
                # Newest first: tasks that are waited for are young, so the first page mostly holds them all.
                for row in self._list(file_type, Filters(created_after=start), "create_time", "desc"):
                    task = rows.read_task(row)
                    if task is not None and task.id in wanted:
                        found[task.id] = task
                        if len(found) == len(wanted):
                            break
                if len(found) == len(wanted):
                    break
        except ApiError as error:
            # Not the failed ones: their reasons are still to be asked for.
            error.answered = [task for task in found.values() if task.state != "failed"]
            raise
        self._list_calls = max(len(FILE_TYPES), self.client.calls - calls_before)
        return found

    def _list(self, file_type: str, filters: Filters, field: str, order: str) -> Iterator[dict[str, Any]]:
        """The rows of one file type, page by page; each id once, for rows shift while new tasks arrive."""
        now = self._runtime.clock.time()
        end = now + CLOCK_MARGIN if filters.created_before is None else filters.created_before
        start = min(now, end) - HISTORY if filters.created_after is None else filters.created_after
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
                "/v1.0/cdn/historytasks", self._list_budget, read_error, page_number=str(page_number), **parameters
            )
            page = rows.read_page(document)
            if page is None:
                raise _unreadable("a list of tasks")
            page_rows, total = page
            known_before = len(seen)
            for row in page_rows:
                task_id = as_text(row.get("id"))
                if task_id is not None and task_id not in seen:
                    seen.add(task_id)
                    yield row
            # A page without news ends it too: the rows shifted, or the service repeats itself.
            if len(seen) == known_before or page_number * page_size >= total:
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
                document = self._get(
                    path, self._detail_budget, detail_errors, page_number=str(page_number), **parameters
                )
            except ApiError as error:
                if error.kind == "missing":
                    return self._not_found(reference, error)
                raise
            task = rows.read_task(document)
            if task is None:
                if document == {}:
                    return self._not_found(reference, None)
                raise _unreadable("the details of a task")
            if task.id != reference.id:
                raise ApiError("InvalidAnswer", f"asked for task {reference.id}, answered task {task.id}", "passing")
            documents.append(document)
            # Without rows that an earlier page had. What one page shows twice is not made to fit the counters.
            news = [row for row in rows.read_url_rows(document) if rows.url_key(row) not in seen]
            url_rows += news
            seen.update(map(rows.url_key, news))
            # A page without news ends it too; what a page beyond the end answers is not documented.
            if not news or page_number * URLS_PAGE_SIZE >= (task.counts.total or 0):
                break
        # The last page's counters are the youngest.
        detailed = rows.read_task(document, url_rows)
        if detailed is None:
            raise _unreadable("the details of a task")
        return replace(detailed, raw=documents)

    def _not_found(self, reference: Reference, error: ApiError | None) -> Task:
        code = error.code if error is not None else "NotFound"
        text = f"{error.message.rstrip('.')}; {_HINT_NOT_FOUND}" if error is not None else _HINT_NOT_FOUND
        return Task(id=reference.id, provider=self.name, state="not_found", error=TaskError(code, text))

    def _get(self, path: str, budget: Budget, errors: ReadError, **parameters: str) -> Any:
        query = canonical_query({"enterprise_project_id": self._enterprise_project_id, **parameters}.items())
        request = Request("GET", f"{self._endpoint}{path}?{query}", {"Content-Type": "application/json"})
        return self.client.call(request, budget, errors)


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


def _unreadable(what: str) -> ApiError:
    return ApiError("InvalidAnswer", f"the answer is JSON, but not {what}", "passing")
