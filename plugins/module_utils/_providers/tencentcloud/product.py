# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""What tells Tencent Cloud's products apart that share a protocol: names, words, limits, parameters."""

from __future__ import annotations

import abc
from dataclasses import dataclass
from typing import Any, Callable, ClassVar, Mapping, Sequence

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ErrorKind
from ansible_collections.edgeops.cdn.plugins.module_utils._model.foreign import as_text
from ansible_collections.edgeops.cdn.plugins.module_utils._model.quota import Quota
from ansible_collections.edgeops.cdn.plugins.module_utils._model.submission import Batch, BatchKind, Limits
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Operation, State, TaskError
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Filters, Options
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.url_rows import Row

Parameters = Mapping[str, Any]


@dataclass(frozen=True)
class History:
    """One of the two histories of tasks that a product keeps; an id does not say which one knows it."""

    operation: Operation
    #: The call that reads it, the key of its rows, and the name of its rate.
    action: str
    rows: str
    rate: str
    #: Its object types, and what rows and filters call each.
    words: Mapping[str, str]


@dataclass(frozen=True)
class Call:
    """A call that submits or that reads quotas."""

    action: str
    rate: str
    parameters: Parameters


class Product(abc.ABC):
    """One product, as its API calls it. Pure: nothing here makes a call."""

    name: ClassVar[str]
    title: ClassVar[str]
    #: Of accounts of the mainland site, and of those of the international site, which are others.
    endpoint: ClassVar[str]
    international: ClassVar[str]
    #: The service's word in signatures and in CAM policies.
    service: ClassVar[str]
    version: ClassVar[str]
    #: Purges first: there are more of them.
    histories: ClassVar[Sequence[History]]
    #: The most rows in a page, and what is asked for where the service refuses that.
    page_size: int
    small_page: ClassVar[int]
    #: Seconds between both ends of a query.
    longest_window: ClassVar[float]
    #: Seconds by which the moments of a query are put apart, because the zone of the service's clock is not documented.
    window_margin: ClassVar[float]
    #: Keys of a row.
    id_key: ClassVar[str]
    url_key: ClassVar[str]
    #: By the word of a row in lower case.
    states: ClassVar[Mapping[str, State]]
    #: The key of a row that tells of a failure, whatever its word; empty where there is none.
    failure_key: ClassVar[str] = ""
    #: By code, before the common ones; and by what stands before the code's dot.
    kinds: ClassVar[Mapping[str, ErrorKind]]
    hints: ClassVar[Mapping[str, str]]
    submit_hints: ClassVar[Mapping[str, str]]
    #: Codes that a call about a single task gives for an id that it cannot be about.
    bad_id_codes: ClassVar[Sequence[str]]
    #: Codes for a page that is too large; where the largest page is documented, none.
    bad_page_codes: ClassVar[Sequence[str]]
    #: Codes for a call about a single task that names no times, where whether it must is not documented.
    needs_times_codes: ClassVar[Sequence[str]] = ()
    #: The key of a new task's id.
    submitted_key: ClassVar[str]
    #: The calls, as CAM policies name them.
    read_actions: ClassVar[Sequence[str]]
    submit_actions: ClassVar[Sequence[str]]
    quota_actions: ClassVar[Sequence[str]]
    #: Why a task may not be found.
    not_found: ClassVar[str]

    def check_id(self, task_id: str) -> None:  # noqa: B027 - most ids need nothing
        """Raise an OptionError for what cannot be the id of a task."""

    @abc.abstractmethod
    def one_task(self, task_id: str) -> tuple[Parameters, str]:
        """The parameters that ask a history for one task, and its id as rows have it."""

    @abc.abstractmethod
    def task_id(self, row_id: str) -> str:
        """The id that users see, of the id in a row."""

    @abc.abstractmethod
    def times(self, window: tuple[float, float]) -> Parameters:
        """The parameters for a window of time."""

    @abc.abstractmethod
    def some_tasks(self, history: History, filters: Filters, window: tuple[float, float]) -> Parameters:
        """The parameters that ask a history for rows that were created within a window of time."""

    @abc.abstractmethod
    def kind(self, row: Row, history: History) -> tuple[Operation, str]:
        """Operation and object type of a row."""

    def url(self, row: Row, task_id: str) -> str:
        """What a row of a task is about."""
        return as_text(row.get(self.url_key)) or ""

    @abc.abstractmethod
    def created_at(self, row: Row) -> float | None:
        """When a row's task was created, in seconds since the epoch."""

    @abc.abstractmethod
    def error(self, row: Row) -> TaskError:
        """Why a row failed."""

    @abc.abstractmethod
    def batches(
        self, options: Options, objects: Mapping[BatchKind, Limits], warn: Callable[[str], None]
    ) -> list[Batch]:
        """What to submit, call by call; OptionError for what cannot be submitted."""

    @abc.abstractmethod
    def submission(self, batch: Batch, options: Options) -> Call:
        """The call that submits a batch."""

    def refused(self, response: Mapping[str, Any]) -> Mapping[str, str]:
        """What a submission's response says that was not taken, and why."""
        return {}

    @abc.abstractmethod
    def quota_calls(self) -> Sequence[Call]:
        """The calls that read today's quotas."""

    @abc.abstractmethod
    def quotas(self, response: Mapping[str, Any]) -> list[Quota] | None:
        """The quotas in a response to one of these calls; None where it holds none."""

    @abc.abstractmethod
    def draws_on(self, quota: Quota, options: Options) -> bool:
        """Whether a submission with these options uses up a quota of its kind."""
