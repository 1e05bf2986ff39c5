# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Volcengine CDN: tasks by id and by the list, which are one call; its rows are URLs, and of one type at a time."""

from __future__ import annotations

import json
from typing import Any, Iterator, Mapping, Sequence

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import ReadError, Request
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError, OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import Reference
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task, TaskError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.times import from_text, rfc3339
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

from . import connect, rows
from .errors import read_error

VERSION = "2021-03-01"
#: Neither default nor maximum is on a page that could be read; the SDKs' examples ask for 10 and for 100.
PAGE_SIZE = 100
#: Asked for where the other is refused.
SMALL_PAGE_SIZE = 50
LAST_PAGE = 100_000
#: Seconds by which the service's clock may be ahead of ours.
CLOCK_MARGIN = 900.0

_HINT_NOT_FOUND = "unknown, older than seven days, or of another account or site (Volcengine and BytePlus are two)"


class VolcengineCdn(Provider):
    """The tasks of Volcengine CDN or BytePlus CDN."""

    by_id = Read(tasks_per_call=1, rate="read")
    by_list = Read(tasks_per_call=PAGE_SIZE, rate="read")
    #: One page for each type, at the least.
    list_calls = len(rows.TYPES)
    list_knows_more = False

    def __init__(self, declaration: Declaration, options: Options, runtime: Runtime) -> None:
        self.declaration = declaration
        self.page_size = PAGE_SIZE
        self._runtime = runtime
        connection = connect.connection(options)
        self.endpoint = connection.endpoint
        self.client = connect.client(declaration, connection, options, runtime)
        self.budgets = open_budgets(declaration.rates, connection, runtime)

    def read_ids(self, references: Sequence[Reference]) -> Iterator[Task]:
        for reference in references:
            yield self._read_one(reference.id, rows.types_of(reference.id))

    def read_list(self, references: Sequence[Reference]) -> Iterator[Task]:
        wanted = {reference.id for reference in references}
        known = [reference.created_at for reference in references]
        oldest = min((moment for moment in known if moment is not None), default=0.0)
        window = self._window(0.0 if None in known else oldest - CLOCK_MARGIN)
        types = {task_type for task_id in wanted for task_type in rows.types_of(task_id)}
        pages = 0
        for task_type in (each for each in rows.TYPES if each in types):
            reading = self._read(task_type, window)
            pages += reading.pages
            for task_id, own in reading.tasks.items():
                # Of one with rows that may be missing, the call by id tells all.
                if task_id in wanted and (reading.complete or not rows.is_settled(own)):
                    wanted.remove(task_id)
                    yield rows.read_task(self.name, task_id, own, reading.complete)
        self.list_calls = max(1, pages)

    def query(self, filters: Filters) -> tuple[list[Task], bool]:
        # Not filtered by Status on the way: of a task with one failed URL it would show the other rows alone.
        asked: dict[str, Any] = dict(self._window_of(filters))
        if filters.own.get("url"):
            asked["Url"] = filters.own["url"]
        if filters.own.get("domain"):
            asked["DomainName"] = filters.own["domain"]
        shows_all = not (filters.own.get("url") or filters.own.get("domain"))
        listed: list[tuple[Task, str, bool]] = []
        for task_type in _types_for(filters):
            reading = self._read(task_type, asked)
            if reading.missing:
                self._runtime.warn(
                    f"{self.name}: the list of {task_type} tasks was announced with {reading.missing} more rows than "
                    "it held; tasks that came or went while it was read are the likely reason."
                )
            is_whole = shows_all and reading.complete
            for task_id, own in reading.tasks.items():
                listed.append((rows.read_task(self.name, task_id, own, is_whole), task_type, is_whole))
        # In which order rows come is not documented, so that all of them are read before the first counts.
        listed.sort(key=lambda each: from_text(each[0].created_at) or 0.0, reverse=True)
        found: list[Task] = []
        for task, task_type, is_whole in listed:
            # A filter shows only some rows of a task, and a page may have been missed.
            whole = task if is_whole else self._read_one(task.id, [task_type])
            # Gone in between: it has just grown older than seven days.
            if whole.state == "not_found" or not filters.match(whole):
                continue
            if filters.limit is not None and len(found) == filters.limit:
                return found, False
            found.append(whole)
        return found, True

    def _read_one(self, task_id: str, types: Sequence[str]) -> Task:
        """One task of these types with all of its URLs."""
        missing: ApiError | None = None
        for task_type in types:
            try:
                reading = self._read(task_type, {"TaskID": task_id, **self._window(0.0)})
            except ApiError as error:
                if error.kind != "missing":
                    raise
                missing = error
                continue
            own = reading.tasks.get(task_id)
            if own:
                return rows.read_task(self.name, task_id, own, reading.complete)
            if not reading.complete:
                raise unreadable(self.name, "a list of tasks")
        code = missing.code if missing is not None else "NotFound"
        text = f"{missing.message.rstrip('.')}; {_HINT_NOT_FOUND}" if missing is not None else _HINT_NOT_FOUND
        return Task(id=task_id, provider=self.name, state="not_found", error=TaskError(code, text))

    def _read(self, task_type: str, asked: Mapping[str, Any]) -> rows.Reading:
        """All rows of one type that match, page by page."""
        size = self.page_size
        reading = rows.Reading()
        for number in range(1, LAST_PAGE + 1):
            content = {"TaskType": task_type, **asked, "PageNum": number, "PageSize": size}
            try:
                page = rows.read_page(self.call("DescribeContentTasks", content, "read", read_error))
            except ApiError as error:
                if error.code != "InvalidParameter.PageSize" or size <= SMALL_PAGE_SIZE:
                    raise
                self.page_size = SMALL_PAGE_SIZE
                return self._read(task_type, asked)
            if page is None:
                raise unreadable(self.name, "a list of tasks")
            # Not counted in pages of the size that was asked for: the service may show fewer rows.
            if not reading.take(page):
                break
        return reading

    def _window(self, start: float, end: float | None = None) -> dict[str, int]:
        """Both ends, always: with one alone the call is refused, and an old page demands them."""
        now = self._runtime.clock.time()
        # The service's clock decides when a task was created, and may be ahead of ours.
        last = now + CLOCK_MARGIN if end is None else end
        first = max(start, now - self.declaration.history + CLOCK_MARGIN, 0.0)
        return {"StartTime": int(min(first, last)), "EndTime": int(last)}

    def _window_of(self, filters: Filters) -> dict[str, int]:
        oldest = self._runtime.clock.time() - self.declaration.history
        # With a margin: an age of seven days is a little more by now, and is meant to be all there is.
        earliest = {"created_after": oldest - CLOCK_MARGIN, "created_before": oldest}
        given = {"created_after": filters.created_after, "created_before": filters.created_before}
        for option, moment in given.items():
            if moment is not None and moment < earliest[option]:
                raise OptionError(f"{option}: Volcengine tells of the last seven days only, since {rfc3339(oldest)}.")
        return self._window(filters.created_after or 0.0, filters.created_before)

    def call(
        self, action: str, content: Mapping[str, Any], rate: str, errors: ReadError, repeatable: bool = True
    ) -> Any:
        """One call of the API."""
        query = canonical_query({"Action": action, "Version": VERSION}.items())
        body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
        headers = {"Content-Type": "application/json"}
        request = Request("POST", f"{self.endpoint}/?{query}", headers, body, repeatable=repeatable)
        return self.client.call(request, self.budgets[rate], errors)


def _types_for(filters: Filters) -> list[str]:
    """The types to ask for, one by one."""
    types = [
        task_type
        for task_type, (operation, object_type) in rows.TYPES.items()
        if filters.operation in (None, operation) and filters.object_type in (None, object_type)
    ]
    if not types:
        expected = "file, directory or regex for a purge, file for a prefetch"
        raise no_such_object_type(filters.object_type, filters.operation, expected)
    return types
