# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""The seam: what a provider declares, does and is given; all that others know of it."""

from __future__ import annotations

import abc
import math
from dataclasses import dataclass, field
from typing import Any, Callable, ClassVar, Dict, Iterator, Mapping, Sequence

from ansible_collections.edgeops.cdn.plugins.module_utils._http.budget import Budget
from ansible_collections.edgeops.cdn.plugins.module_utils._http.client import Client
from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Service, Transport
from ansible_collections.edgeops.cdn.plugins.module_utils._model.clock import Clock, Deadline
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.quota import Quota
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import Reference
from ansible_collections.edgeops.cdn.plugins.module_utils._model.secrets import Secrets
from ansible_collections.edgeops.cdn.plugins.module_utils._model.submission import (
    Accepted,
    Batch,
    BatchKind,
    Limits,
    Search,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task, doubt
from ansible_collections.edgeops.cdn.plugins.module_utils._model.times import from_text

ArgumentSpec = Dict[str, Dict[str, Any]]
#: Options as Ansible has checked them against an argument spec.
Options = Mapping[str, Any]

#: Warnings of this many kinds of undocumented states; a provider could make up any number of them.
MOST_DOUBTS = 10


@dataclass(frozen=True)
class Runtime:
    """What a provider may use of the world around it."""

    clock: Clock
    environ: Mapping[str, str]
    #: Told to the user as a warning, once per text.
    warn: Callable[[str], None]
    #: Makes the network for a TLS verification setting (True, False or a path) and an environment.
    transport: Callable[[bool | str, Mapping[str, str]], Transport]
    #: Hidden in everything that leaves; takes in secrets that are read or fetched on the way.
    secrets: Secrets = field(default_factory=Secrets)
    #: Told to whom asks for more (-v): which credentials were taken.
    tell: Callable[[str], None] = lambda _text: None
    #: What this machine's DMI has under a name; an empty text where it has nothing.
    dmi: Callable[[str], str] = lambda _name: ""


@dataclass(frozen=True)
class Declaration:
    """One product of one cloud: what the collection has to know of it before it makes a call."""

    #: The name that users give, and that its modules' names begin with.
    name: str
    #: What people call it.
    title: str
    #: The vendor: its folder, its doc fragment, its action group.
    group: str
    #: The options of a connection; those that all clouds share included.
    connection_options: ArgumentSpec
    #: Calls per second that the vendor documents, by what is called.
    rates: Mapping[str, float]
    #: Seconds for which the cloud remembers a task.
    history: float
    service: Service
    open_provider: Callable[[Options, Runtime], Provider]
    #: The info module's own filters.
    filter_options: ArgumentSpec = field(default_factory=dict)
    #: None where the collection only reads.
    open_submitter: Callable[[Options, Runtime], Submitter] | None = None
    #: The submitting module's own options.
    submit_options: ArgumentSpec = field(default_factory=dict)
    #: What may be submitted, by operation and object type, and how much of it in one call.
    objects: Mapping[BatchKind, Limits] = field(default_factory=dict)
    #: One and many, for object types that are neither a file nor a directory.
    nouns: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    #: Seconds that a purge that has succeeded needs before a prefetch of the same content makes sense.
    purge_before_prefetch: float = 0.0

    def defaults(self) -> dict[str, Any]:
        """The options of a connection where the user gave none."""
        return {option: spec.get("default") for option, spec in self.connection_options.items()}


@dataclass(frozen=True)
class Filters:
    """What a query asks for. Times are in seconds since the epoch; empty means any."""

    operation: str | None = None
    object_type: str | None = None
    states: Sequence[str] = ()
    created_after: float | None = None
    created_before: float | None = None
    limit: int | None = None
    #: The provider's own filters, by option name.
    own: Mapping[str, Any] = field(default_factory=dict)

    def match(self, task: Task) -> bool:
        """Whether a task is wanted: what a provider cannot filter, or not exactly, is filtered here."""
        return (
            self.operation in (None, task.operation)
            and self.object_type in (None, task.object_type)
            and (not self.states or task.state in self.states)
        )


@dataclass(frozen=True)
class Read:
    """A way to ask for the states of tasks."""

    #: Ids in one call by id; rows in a page of the list.
    tasks_per_call: int
    #: Its name among the declared rates.
    rate: str


@dataclass(frozen=True)
class Traffic:
    """What a provider has been asked so far."""

    #: Requests sent, and how many of these because an earlier one had met a passing fault.
    calls: int
    repeated: int
    #: The passing fault that the last request met; None after a good response.
    fault: ApiError | None


class Provider(abc.ABC):
    """One product's tasks. Safe to use from several threads; the engines above decide what to ask when."""

    declaration: Declaration
    #: By id; the only way that says of an id that there is no such task.
    by_id: ClassVar[Read]
    #: By the list of tasks; None where it does not tell whole tasks.
    by_list: ClassVar[Read | None] = None
    #: Whether the list may hold tasks that the call by id does not find.
    list_knows_more: ClassVar[bool] = True

    client: Client
    #: By the names of the declared rates.
    budgets: Mapping[str, Budget]
    #: Calls that the last reading of the list took.
    list_calls: int = 1

    def check(self, references: Sequence[Reference]) -> None:  # noqa: B027 - most ids need nothing
        """Raise an OptionError for ids that cannot be those of this provider's tasks; sends nothing."""

    @abc.abstractmethod
    def read_ids(self, references: Sequence[Reference]) -> Iterator[Task]:
        """Yields the state of each of up to by_id.tasks_per_call tasks, as soon as a response tells it.

        A task may come as partial: the call left out what would decide it. It is whole where it is asked for alone.
        ApiError ends it; what came before stays true.
        """

    def read_list(self, references: Sequence[Reference]) -> Iterator[Task]:
        """Yields those of the tasks that the list holds, perhaps without their URLs. ApiError ends it."""
        raise NotImplementedError

    def details(self, task: Task) -> Task:
        """The same task with its URLs and their errors; never needed for a verdict."""
        return task

    @abc.abstractmethod
    def query(self, filters: Filters) -> tuple[list[Task], bool]:
        """The tasks that match, and whether these are all of them (False when the limit cut some off)."""

    @property
    def name(self) -> str:
        return self.declaration.name

    @property
    def traffic(self) -> Traffic:
        return Traffic(self.client.calls, self.client.repeated, self.client.fault)

    def end_at(self, deadline: Deadline) -> None:
        """Begin no request after that, and cut off one that is under way."""
        self.client.deadline = deadline

    def ease(self, share: float) -> None:
        """From now on use no more than this share of the rates at which tasks are read, by id or by the list."""
        for read in (self.by_id, self.by_list):
            if read is not None:
                self.budgets[read.rate].share = share

    def calls_by_id(self, number: int) -> int:
        """How many calls it takes to ask for so many tasks by their ids."""
        return -(-number // self.by_id.tasks_per_call)

    def prefers_list(self, number: int) -> bool:
        """Whether the list tells of so many tasks in fewer calls."""
        return self.by_list is not None and self.list_calls < self.calls_by_id(number)

    def look(self, references: Sequence[Reference]) -> Iterator[Task]:
        """Yields those of any number of tasks that few calls can tell of, perhaps without their URLs."""
        if self.prefers_list(len(references)):
            yield from self.read_list(references)
            return
        for batch in self.batches_of(references):
            yield from self.read_ids(batch)

    def describe(self, references: Sequence[Reference]) -> list[Task]:
        """Any number of tasks in the order asked, each with all that the provider tells of it."""
        by_id = {reference.id: reference for reference in references}
        found: dict[str, Task] = {}
        for batch in self.batches_of(references):
            for task in self.read_ids(batch):
                is_cut = task.partial and len(batch) > 1
                found[task.id] = self.read_whole(by_id[task.id]) if is_cut else task
        missing = [reference for reference in references if found[reference.id].state == "not_found"]
        if missing and self.by_list is not None and self.list_knows_more:
            # It may look further back than the call by id.
            for listed in self.read_list(missing):
                found[listed.id] = self.details_or(listed)
        return [found[reference.id] for reference in references]

    def details_or(self, task: Task) -> Task:
        """The task with its details, or as it is where they cannot be had now, so that nothing is lost."""
        try:
            return self.details(task)
        except ApiError as error:
            if not error.is_passing:
                raise
            return task

    def read_whole(self, reference: Reference) -> Task:
        """One task as the provider tells it when asked for it alone."""
        *_earlier, task = self.read_ids([reference])
        return task

    def batches_of(self, references: Sequence[Reference]) -> list[Sequence[Reference]]:
        """Any number of tasks, in groups for one call by id each."""
        size = self.by_id.tasks_per_call
        return [references[start : start + size] for start in range(0, len(references), size)]


class Submitter(abc.ABC):
    """Submits to one provider, one call at a time."""

    #: Whether each call makes one task, which has as many URLs as were accepted.
    one_task_per_call: ClassVar[bool]
    #: Whether find() returns the same for every URL of a batch.
    finds_all: ClassVar[bool]
    #: Whether a call may be made again after any fault, because the provider takes it for the one that it knows.
    repeatable: ClassVar[bool] = False

    #: Reads what was submitted; the same client, so the same credentials and the same connection.
    provider: Provider

    @property
    def name(self) -> str:
        return self.provider.name

    @abc.abstractmethod
    def batches(self) -> list[Batch]:
        """What to submit, call by call, in order. OptionError says what cannot be submitted; nothing is sent."""

    @abc.abstractmethod
    def send(self, batch: Batch) -> Accepted:
        """What the provider accepted of a batch, in one call, repeated only where it surely had no effect.

        There are no ids where the response names no task; the caller decides what that means.
        """

    @abc.abstractmethod
    def find(self, batch: Batch, url: str, search: Search) -> list[Task]:
        """The tasks, with their URLs, that may be about this URL of a batch, newest first."""

    @abc.abstractmethod
    def quotas(self) -> list[Quota]:
        """What is left of today, of all that the account has a quota for."""

    def draws_on(self, quota: Quota) -> bool:
        """Whether what is to be submitted uses up a quota of its kind; there may be several of a kind."""
        return True

    @staticmethod
    def unless_accepted(error: ApiError | None, ids: Sequence[str], status: int) -> ApiError | None:
        """The error of a response to a submission; one that names tasks all the same is no refusal.

        It may have been accepted, so it is neither believed nor sent again.
        """
        if ids and error is None and not 200 <= status < 300:
            error = ApiError("InvalidAnswer", f"responded with HTTP {status}, and names a task all the same", "passing")
        if ids and error is not None:
            error.kind, error.understood = "passing", False
        return error

    def is_since(self, task: Task, moment: float) -> bool:
        """Whether a task may have been created at that time of this machine's clock, or later."""
        created = from_text(task.created_at)
        least, _most = self.provider.client.ahead or (0.0, 0.0)
        return created is not None and created >= math.floor(moment + least) - 1

    def is_surely_since(self, task: Task, moment: float) -> bool:
        """Whether a task must have been created since then, by the provider's clock.

        What was created in the second of that moment may have been created before it, by another job.
        """
        created = from_text(task.created_at)
        ahead = self.provider.client.ahead
        return created is not None and ahead is not None and created >= moment + ahead[1]


def warn_of_doubts(tasks: Sequence[Task], runtime: Runtime) -> None:
    """Warn once of each kind of state that nobody documented, up to some number of kinds."""
    told: set[tuple[str, ...]] = set()
    for task in tasks:
        text = doubt(task)
        if text is not None and (task.provider, *task.raw_state) not in told:
            told.add((task.provider, *task.raw_state))
            if len(told) <= MOST_DOUBTS:
                runtime.warn(text)
    if len(told) > MOST_DOUBTS:
        runtime.warn(f"There are tasks in {len(told) - MOST_DOUBTS} more kinds of states that are not documented.")
