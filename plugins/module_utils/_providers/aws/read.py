# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""CloudFront: invalidations one by one, and the list of those of a distribution or a tenant."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Iterator, Mapping, Sequence
from urllib.parse import quote

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import ReadError, Request
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError, OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import Reference
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task, TaskError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.times import rfc3339
from ansible_collections.edgeops.cdn.plugins.module_utils._providers import scoped_ids
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
from .errors import read_error

VERSION = "2020-05-31"
#: Rows in a page of the list; what more it takes is not documented.
PAGE_SIZE = 100
#: Pages of one list; a service that always has one more page must not hold the reader for ever.
MOST_PAGES = 10_000
#: Pages of a list that are read for tasks of which nobody knows when they were made, however few they are.
LEAST_PAGES = 10
#: Seconds by which the service's clock may be off from ours.
CLOCK_MARGIN = 900.0
OBJECT_TYPES = ("file", "directory", "tag")
_FORM = "DISTRIBUTION.INVALIDATION"
_HINT_NOT_FOUND = "unknown, or of another distribution or account"


class CloudFront(Provider):
    """The invalidations of CloudFront, each of which belongs to a distribution or to a tenant of one."""

    by_id = Read(tasks_per_call=1, rate="read")
    by_list = Read(tasks_per_call=PAGE_SIZE, rate="read")
    list_knows_more = False

    def __init__(self, declaration: Declaration, options: Options, runtime: Runtime) -> None:
        self.declaration = declaration
        self._parent = parent_of(options)
        self._runtime = runtime
        self.page_size = PAGE_SIZE
        connection = connect.connection(options)
        self.endpoint = connection.endpoint
        self.client = connect.client(declaration, connection, options, runtime)
        self.budgets = open_budgets(declaration.rates, connection, runtime)

    @property
    def parent(self) -> str:
        """The distribution or the tenant that the options name; OptionError where they name none."""
        if not self._parent:
            raise OptionError("distribution_id: missing. Expected that of the distribution, such as EDFDVBD6EXAMPLE.")
        return self._parent

    def check(self, references: Sequence[Reference]) -> None:
        for reference in references:
            scoped_ids.check(*self._split(reference.id), _FORM)

    def _split(self, task_id: str) -> tuple[str, str]:
        return scoped_ids.split(task_id, self._parent, _FORM, "distribution_id")

    def read_ids(self, references: Sequence[Reference]) -> Iterator[Task]:
        for reference in references:
            yield self._read_one(reference.id)

    def _read_one(self, task_id: str) -> Task:
        parent, own_id = self._split(task_id)
        try:
            document = self.call("GET", f"{place_of(parent)}/{quote(own_id, safe='')}", "read", read_error)
        except ApiError as error:
            if error.kind != "missing":
                raise
            text = f"{error.message.rstrip('.')}; {_HINT_NOT_FOUND}"
            return Task(id=task_id, provider=self.name, state="not_found", error=TaskError(error.code, text))
        row = rows.read_invalidation(document)
        if row is None:
            raise unreadable(self.name, "an invalidation")
        if rows.own_id(row) != own_id:
            raise ApiError("InvalidAnswer", f"asked for {own_id}, got {rows.own_id(row)}", "passing")
        task = rows.read_task(self.name, parent, row, whole=True)
        return _renamed(task, task_id)

    def read_list(self, references: Sequence[Reference]) -> Iterator[Task]:
        wanted: dict[str, dict[str, Reference]] = {}
        for reference in references:
            parent, own_id = self._split(reference.id)
            wanted.setdefault(parent, {})[own_id] = reference
        pages = 0
        for parent, own in wanted.items():
            known = [reference.created_at for reference in own.values()]
            oldest = None if None in known else min(moment for moment in known if moment is not None) - CLOCK_MARGIN
            # No further than it pays: what is left is asked for one by one.
            for page in self._pages(parent, max(len(own), LEAST_PAGES)):
                pages += 1
                for row in page:
                    found = own.pop(rows.own_id(row), None)
                    if found is not None:
                        yield _renamed(rows.read_task(self.name, parent, row), found.id)
                moments = [moment for moment in map(rows.created_at, page) if moment is not None]
                if not own or (oldest is not None and moments and min(moments) < oldest):
                    break
        self.list_calls = max(len(wanted), pages)

    def read_whole_row(self, row: rows.Row) -> Task | None:
        """The invalidation of a row of the options' distribution or tenant, with its paths; None where it has gone."""
        task = self._read_one(scoped_ids.join(self.parent, rows.own_id(row)))
        return None if task.state == "not_found" else task

    def details(self, task: Task) -> Task:
        detailed = self._read_one(task.id)
        return task if detailed.state == "not_found" else detailed

    def query(self, filters: Filters) -> tuple[list[Task], bool]:
        if filters.operation == "prefetch" or filters.object_type not in (None, *OBJECT_TYPES):
            raise no_such_object_type(filters.object_type, filters.operation, "file, directory or tag for a purge")
        found: list[Task] = []
        for row in self.listed(filters):
            word = rows.state_of(row)
            # Whatever the details say, this state is the list's.
            if filters.states and word not in (*filters.states, "unknown"):
                continue
            task = self.read_whole_row(row)
            if task is None or not filters.match(task):
                continue
            if filters.limit is not None and len(found) == filters.limit:
                return found, False
            found.append(task)
        return found, True

    def listed(self, filters: Filters) -> Iterator[rows.Row]:
        """The rows of the options' distribution or tenant that were created when the filters say, newest first."""
        now = self._runtime.clock.time()
        oldest = now - self.declaration.history
        after = filters.created_after
        if after is not None and after < oldest - CLOCK_MARGIN:
            raise OptionError(
                "created_after: how long CloudFront remembers invalidations is not documented; this collection looks "
                f"at the last {self.declaration.history / 86_400.0:.0f} days, since {rfc3339(oldest)}."
            )
        start = oldest if after is None else after
        for page in self._pages(self.parent, MOST_PAGES):
            moments = []
            for row in page:
                moment = rows.created_at(row)
                moments.append(now if moment is None else moment)
                is_late = filters.created_before is not None and moment is not None and moment > filters.created_before
                if not is_late and (moment is None or moment >= int(start)):
                    yield row
            if moments and max(moments) < start:
                return

    def _pages(self, parent: str, most: int) -> Iterator[Sequence[rows.Row]]:
        """The list page by page, each row once."""
        seen: set[str] = set()
        marker = ""
        for _number in range(min(most, MOST_PAGES)):
            query = {"MaxItems": str(self.page_size), **({"Marker": marker} if marker else {})}
            page = rows.read_page(self.call("GET", place_of(parent), "read", read_error, query))
            if page is None:
                raise unreadable(self.name, "a list of invalidations")
            fresh: dict[str, rows.Row] = {}
            for row in page.rows:
                if rows.own_id(row) not in seen:
                    take_row(fresh, rows.own_id(row), row, rows.state_of)
            seen.update(fresh)
            yield list(fresh.values())
            # A page without news ends it too: the service repeats itself.
            if not page.marker or not fresh:
                return
            marker = page.marker

    def call(
        self,
        method: str,
        place: str,
        rate: str,
        errors: ReadError,
        query: Mapping[str, str] | None = None,
        body: bytes | None = None,
        repeatable: bool = True,
    ) -> Any:
        """One call of the API."""
        url = f"{self.endpoint}/{VERSION}/{place}"
        if query:
            url = f"{url}?{canonical_query(query.items())}"
        headers = {"Content-Type": "application/xml"} if body is not None else {}
        return self.client.call(Request(method, url, headers, body, repeatable), self.budgets[rate], errors)


def parent_of(options: Options) -> str:
    """The distribution or the tenant that the options name; empty for none."""
    given = {
        option: scoped_ids.checked_scope(options[option], option, example)
        for option, example in (("distribution_id", "EDFDVBD6EXAMPLE"), ("distribution_tenant_id", "dt_2abcEXAMPLE"))
    }
    if all(given.values()):
        raise OptionError("distribution_id and distribution_tenant_id: a task is of one of them. Give one.")
    tenant = given["distribution_tenant_id"]
    if tenant and not tenant.startswith(_TENANT):
        raise OptionError(f"distribution_tenant_id: expected the id of a tenant, which begins with {_TENANT}.")
    if given["distribution_id"].startswith(_TENANT):
        raise OptionError("distribution_id: this is the id of a tenant. Expected distribution_tenant_id.")
    return tenant or given["distribution_id"]


#: What the ids of tenants begin with, by the vendor's examples.
_TENANT = "dt_"


def place_of(parent: str) -> str:
    """The path of the invalidations of a distribution or a tenant."""
    kind = "distribution-tenant" if parent.startswith(_TENANT) else "distribution"
    return f"{kind}/{quote(parent, safe='')}/invalidation"


def _renamed(task: Task, task_id: str) -> Task:
    """The task under the id that it was asked for by, which need not name its distribution."""
    return replace(task, id=task_id)
