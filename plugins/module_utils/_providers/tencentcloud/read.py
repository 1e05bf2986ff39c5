# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Tencent Cloud: tasks one by one, and rows of a window of time, in two histories of which one knows a task."""

from __future__ import annotations

import json
from typing import Any, Iterator, Mapping, Sequence

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import ReadError, Request
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError, OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import Reference
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Operation, Task, TaskError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.times import from_text, rfc3339
from ansible_collections.edgeops.cdn.plugins.module_utils._model.urls import host_of, same
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
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.url_rows import Row

from . import connect, rows
from .errors import Errors
from .product import Call, History, Product

#: Seconds that a query without created_after looks back.
LOOK_BACK = 7 * 86_400.0
#: Pages of one history in one window; a service that always has one more page must not hold the reader for ever.
MOST_PAGES = 10_000
#: Seconds by which the service's clock may be off from ours.
CLOCK_MARGIN = 900.0
#: Seconds by which a new task's time may differ from the moment of its submission.
_MOST_OFF = 3_600.0


class TencentcloudProvider(Provider):
    """The tasks of a product of Tencent Cloud, one a call: what lists show are rows, and perhaps not all of a task."""

    by_id = Read(tasks_per_call=1, rate="purge_tasks")

    def __init__(self, declaration: Declaration, product: Product, options: Options, runtime: Runtime) -> None:
        self.declaration = declaration
        self.product = product
        self.errors = Errors(product)
        self._runtime = runtime
        connection = read_connection(options, product.endpoint)
        self.endpoint = connection.endpoint
        login, secrets = connect.login(product.service, options, runtime)
        self.client = open_client(declaration.service, connection, runtime, login, secrets)
        self.budgets = open_budgets(declaration.rates, connection, runtime)
        #: Which history knows a task, where that is known.
        self._history_of: dict[str, History] = {}
        #: When tasks were submitted, by the service's clock as far as it is known.
        self._submitted: dict[str, float] = {}

    def read_ids(self, references: Sequence[Reference]) -> Iterator[Task]:
        for reference in references:
            yield self._read_one(reference.id)

    def ease(self, share: float) -> None:
        for history in self.product.histories:
            self.budgets[history.rate].share = share

    def check(self, references: Sequence[Reference]) -> None:
        for reference in references:
            self.product.check_id(reference.id)

    def expect(self, task_id: str, operation: Operation) -> None:
        """Take in that a task has just been submitted: which history will know it, and since when."""
        self._history_of[task_id] = next(each for each in self.product.histories if each.operation == operation)
        self._submitted[task_id] = self._runtime.clock.time() + (self.client.skew or 0.0)

    def query(self, filters: Filters) -> tuple[list[Task], bool]:
        histories = self._histories(filters)
        found: list[Task] = []
        # By id, because a filter by URL shows only some rows of a task.
        for task_id in self._matching_ids(histories, filters):
            task = self._read_one(task_id)
            # Gone in between: it has just grown too old.
            if task.state == "not_found" or not filters.match(task) or not _is_about(task, filters):
                continue
            if filters.limit is not None and len(found) == filters.limit:
                return found, False
            found.append(task)
        return found, True

    def _histories(self, filters: Filters) -> list[History]:
        """Those that may hold what the filters ask for."""
        found = [
            history
            for history in self.product.histories
            if filters.operation in (None, history.operation) and filters.object_type in (None, *history.words)
        ]
        if not found:
            known = "; ".join(f"{', '.join(each.words)} for a {each.operation}" for each in self.product.histories)
            raise no_such_object_type(filters.object_type, filters.operation, known)
        return found

    def _matching_ids(self, histories: Sequence[History], filters: Filters) -> Iterator[str]:
        """The ids of the tasks that may match, each once, newest first; windows are read as they are needed."""
        seen: set[str] = set()
        for window in self._windows(filters):
            created: dict[str, float] = {}
            for history in histories:
                for row in self._listed(history, self.product.some_tasks(history, filters, window)):
                    task_id = self.product.task_id(rows.row_id(row, self.product))
                    moment = self.product.created_at(row)
                    if task_id not in seen and _is_within(moment, filters):
                        self._history_of.setdefault(task_id, history)
                        created[task_id] = min(moment or 0.0, created.get(task_id, float("inf")))
            seen.update(created)
            # The order of rows is not documented.
            yield from sorted(created, key=lambda task_id: created[task_id], reverse=True)

    def _windows(self, filters: Filters) -> Iterator[tuple[float, float]]:
        """What lies between both ends of the query, in pieces that a call may ask for, newest first."""
        now = self._runtime.clock.time()
        # Nothing is younger than that: otherwise a date that is far off would be asked for window by window.
        latest = now + CLOCK_MARGIN
        before = latest if filters.created_before is None else min(filters.created_before, latest)
        oldest = now - self.declaration.history
        if filters.created_after is not None and filters.created_after < oldest - CLOCK_MARGIN:
            raise OptionError(
                f"created_after: how long {self.product.title} remembers tasks is not documented; this collection asks "
                f"for the last {self.declaration.history / 86_400.0:.0f} days, since {rfc3339(oldest)}."
            )
        after = min(before, now) - LOOK_BACK if filters.created_after is None else filters.created_after
        end, start = before + self.product.window_margin, max(0.0, after - self.product.window_margin)
        while True:
            begin = max(start, end - self.product.longest_window)
            yield begin, end
            if begin <= start:
                return
            end = begin

    def _listed(self, history: History, parameters: Mapping[str, Any]) -> Iterator[Row]:
        held: set[rows.Key] = set()
        announced = 0
        for page in self._pages(history, parameters):
            held.update(rows.key_of(row, self.product) for row in page.rows)
            announced = max(announced, page.total)
            yield from page.rows
        if len(held) < announced:
            self._runtime.warn(
                f"{self.name}: the list of tasks was announced with {announced} rows, but held {len(held)}; tasks that "
                "came or went while it was read are the likely reason."
            )

    def _read_one(self, task_id: str) -> Task:
        """The task as one of the two histories tells of it, the one that is known to know it, or purges first."""
        known = self._history_of.get(task_id)
        refused: ApiError | None = None
        for history in self.product.histories if known is None else [known]:
            try:
                task = self._read_in(history, task_id)
            except ApiError as error:
                if error.kind != "missing" and error.code not in self.product.bad_id_codes:
                    raise
                refused = refused or error
                continue
            if task is not None:
                self._history_of[task_id] = history
                self._check_time(task)
                return task
        return self._not_found(task_id, refused)

    def _read_in(self, history: History, task_id: str) -> Task | None:
        """The task with all of its rows in a history; None where that does not know it."""
        parameters, wanted = self.product.one_task(task_id)
        try:
            return self._gather(history, task_id, parameters, wanted)
        except ApiError as error:
            if error.code not in self.product.needs_times_codes:
                raise
        end = self._runtime.clock.time() + CLOCK_MARGIN
        times = self.product.times((end - self.product.longest_window, end))
        return self._gather(history, task_id, {**parameters, **times}, wanted)

    def _gather(self, history: History, task_id: str, parameters: Mapping[str, Any], wanted: str) -> Task | None:
        found: list[Row] = []
        own: list[Row] = []
        announced = 0
        at_once = False
        legible = True
        for page in self._pages(history, parameters):
            # All rows on the first page are all rows, even if two of them should be equal.
            at_once = not announced and len(page.rows) >= page.total
            announced = max(announced, page.total)
            # What cannot be read may be a row of this task, and other tasks' rows do not make up for it.
            legible = legible and len(page.rows) == page.size
            found += page.rows
            own += [row for row in page.rows if rows.row_id(row, self.product) == wanted]
        if not own and announced > len(found):
            # There is something, but it cannot be told what: by no means an unknown id.
            raise unreadable(self.name, "a list of tasks")
        if not own:
            return None
        complete = legible and (at_once or len(rows.merge_rows(found, self.product)) >= announced)
        return rows.read_task(task_id, rows.merge_rows(own, self.product), history, self.product, complete)

    def _pages(self, history: History, parameters: Mapping[str, Any]) -> Iterator[rows.Page]:
        """A history page by page. Rows may come twice, because they shift while new tasks arrive."""
        seen: set[rows.Key] = set()
        offset = 0
        for _number in range(MOST_PAGES):
            asked = self.product.page_size
            page = self._page(history, parameters, offset)
            known = len(seen)
            seen.update(rows.key_of(row, self.product) for row in page.rows)
            yield page
            offset += page.size
            # Whether the total counts rows or tasks is not documented, so a full page has a next one in any case. The
            # service may give fewer rows than asked for, so a short page has one, too, while rows are missing.
            if len(seen) == known or (offset >= page.total and page.size < asked):
                break

    def _page(self, history: History, parameters: Mapping[str, Any], offset: int) -> rows.Page:
        product = self.product
        call = Call(history.action, history.rate, {**parameters, "Offset": offset, "Limit": product.page_size})
        try:
            document = self.call(call, self.errors.read)
        except ApiError as error:
            small = product.small_page
            if offset or product.page_size <= small or error.code not in product.bad_page_codes:
                raise
            # The largest page is not documented. Where the id is what is refused, this is refused as well.
            document = self.call(
                Call(history.action, history.rate, {**parameters, "Offset": 0, "Limit": small}), self.errors.read
            )
            product.page_size = small
        page = rows.read_page(document, history, product)
        if page is None:
            raise unreadable(self.name, "a list of tasks")
        return page

    def _check_time(self, task: Task) -> None:
        """Warn once where a task that was just submitted tells another time: the service's zone is an assumption."""
        submitted, created = self._submitted.pop(task.id, None), from_text(task.created_at)
        if submitted is None or created is None or abs(created - submitted) < _MOST_OFF:
            return
        self._runtime.warn(
            f"{self.name}: a task that was submitted at {rfc3339(submitted)} says that it was created at "
            f"{task.created_at}. The service may write times of another zone, so do not rely on created_at."
        )

    def _not_found(self, task_id: str, error: ApiError | None) -> Task:
        code = error.code if error is not None else "NotFound"
        text = self.product.not_found
        if error is not None:
            text = f"{error.message.rstrip('.')}; {text}"
        return Task(id=task_id, provider=self.name, state="not_found", error=TaskError(code, text))

    def call(self, call: Call, read_error: ReadError, repeatable: bool = True) -> Any:
        """The document of the response to one call."""
        headers = {
            "Content-Type": "application/json",
            "X-TC-Action": call.action,
            "X-TC-Version": self.product.version,
            # Otherwise messages are in Chinese.
            "X-TC-Language": "en-US",
        }
        body = json.dumps(call.parameters, separators=(",", ":")).encode("ascii")
        request = Request("POST", f"{self.endpoint}/", headers, body, repeatable)
        return self.client.call(request, self.budgets[call.rate], read_error)


def _is_within(moment: float | None, filters: Filters) -> bool:
    """Whether a row may be of a task that was created when the filters say; the query's ends have a margin."""
    after, before = filters.created_after, filters.created_before
    if moment is None:
        return True
    return (after is None or moment >= int(after)) and (before is None or moment <= before)


def _is_about(task: Task, filters: Filters) -> bool:
    """Whether a task is about the URL and the domain that are wanted; how the service compares is not documented."""
    url, domain = filters.own.get("url"), filters.own.get("domain")
    return (not url or same(url) in {same(each.url) for each in task.urls}) and (
        not domain or domain.strip().lower() in {host_of(each.url).lower() for each in task.urls}
    )
