# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Toycloud: tasks by their ids, five a call, and by a list without URLs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer, Request
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import Reference
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task, TaskError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.times import from_text
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.connection import open_budgets, read_connection
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.errors import unreadable
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import (
    Declaration,
    Filters,
    Options,
    Provider,
    Read,
    Runtime,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.signing import canonical_query

from . import connect, rows
from .errors import read_error

PAGE_SIZE = 50
LAST_PAGE = 10_000


class Toycloud(Provider):
    """Toycloud's tasks."""

    by_id = Read(tasks_per_call=5, rate="by_id")
    by_list = Read(tasks_per_call=PAGE_SIZE, rate="list")
    page_size = PAGE_SIZE

    def __init__(self, declaration: Declaration, options: Options, runtime: Runtime) -> None:
        self.declaration = declaration
        self.runtime = runtime
        connection = read_connection(options, "https://api.toycloud.example")
        self.endpoint = connection.endpoint
        self.client = connect.client(declaration, connection, options, runtime)
        self.budgets = open_budgets(declaration.rates, connection, runtime)

    def read_task(self, record: Any) -> Task | None:
        return rows.read_task(self.name, record)

    def read_ids(self, references: Sequence[Reference]) -> Iterator[Task]:
        try:
            page = rows.read_page(self.call("by_id", ids=",".join(reference.id for reference in references)))
        except ApiError as error:
            if error.kind != "missing":
                raise
            page = ([], 0)
        if page is None:
            raise unreadable(self.name, "a list of tasks")
        # Where one task is told twice, the first record counts.
        found = {task.id: task for task in map(self.read_task, reversed(page[0])) if task is not None}
        for reference in references:
            yield found.get(reference.id) or self.not_found(reference)

    def read_list(self, references: Sequence[Reference]) -> Iterator[Task]:
        wanted = {reference.id for reference in references}
        pages = 0
        for page in self.pages():
            pages += 1
            for task in page:
                if task.id in wanted:
                    wanted.remove(task.id)
                    yield task
            if not wanted:
                break
        self.list_calls = max(1, pages)

    def details(self, task: Task) -> Task:
        return self.read_whole(Reference(self.name, task.id))

    def query(self, filters: Filters) -> tuple[list[Task], bool]:
        found: list[Task] = []
        for task in (task for page in self.pages() for task in page):
            created = from_text(task.created_at) or 0.0
            if filters.created_after is not None and created < filters.created_after:
                continue
            if filters.created_before is not None and created > filters.created_before:
                continue
            if not filters.match(task):
                continue
            if filters.limit is not None and len(found) == filters.limit:
                return found, False
            found.append(task)
        return found, True

    def pages(self) -> Iterator[list[Task]]:
        """The list, newest first; each task once, because rows shift while new tasks arrive."""
        seen: set[str] = set()
        for number in range(1, LAST_PAGE + 1):
            page = rows.read_page(self.call("list", page=str(number), size=str(self.page_size)))
            if page is None:
                raise unreadable(self.name, "a list of tasks")
            records, total = page
            tasks = [task for task in map(self.read_task, records) if task is not None]
            fresh = {task.id: task for task in reversed(tasks) if task.id not in seen}
            seen.update(fresh)
            yield list(reversed(fresh.values()))
            if not fresh or number * self.page_size >= total:
                break
        if len(seen) < total:
            self.runtime.warn(f"{self.name}: the list was announced with {total} tasks, but held {len(seen)}.")

    def call(self, rate: str, **parameters: str) -> Any:
        """One call that reads."""
        request = Request("GET", f"{self.endpoint}/tasks?{canonical_query(parameters.items())}")
        return self.client.call(request, self.budgets[rate], self.errors)

    def errors(self, answer: Answer, document: Any) -> ApiError | None:
        return read_error(answer, document)

    def not_found(self, reference: Reference) -> Task:
        return Task(
            reference.id, self.name, "not_found", error=TaskError("NoSuchTask", "unknown, or older than a week")
        )
