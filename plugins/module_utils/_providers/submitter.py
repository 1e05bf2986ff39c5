# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""The other half of the seam: what a provider must answer to submit. Only modules that submit import it."""

from __future__ import annotations

import abc
import math
from typing import Any, ClassVar, Mapping, Sequence

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.quota import Quota
from ansible_collections.edgeops.cdn.plugins.module_utils._model.submission import Accepted, Batch, Search
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task
from ansible_collections.edgeops.cdn.plugins.module_utils._model.times import from_text

from .seam import Provider, Runtime


class Submitter(abc.ABC):
    """Submits to one provider, one call at a time. OptionError of its making says what cannot be submitted."""

    name: ClassVar[str]
    #: Whether each call makes one task, which has as many URLs as were accepted.
    one_task_per_call: ClassVar[bool]
    #: Whether find() answers the same for every URL of a batch.
    finds_all: ClassVar[bool]

    #: What is to be submitted, call by call, in order.
    batches: Sequence[Batch]
    #: Reads what was submitted; the same client, so the same credentials and the same connection.
    provider: Provider

    @abc.abstractmethod
    def __init__(self, options: Mapping[str, Any], runtime: Runtime) -> None: ...

    @abc.abstractmethod
    def send(self, batch: Batch) -> Accepted:
        """Submit a batch in one call, which is repeated only where the request surely had no effect.

        An answer that names no task is one without ids; who called decides what that means.
        """

    @abc.abstractmethod
    def find(self, batch: Batch, url: str, search: Search) -> list[Task]:
        """The tasks, with their URLs, that may be about this URL of a batch, newest first."""

    @abc.abstractmethod
    def quotas(self) -> list[Quota]:
        """What is left of today."""

    @staticmethod
    def unless_accepted(error: ApiError | None, ids: Sequence[str]) -> ApiError | None:
        """The error of a response that submits; one that names tasks all the same is no refusal.

        It may have been accepted, so it is neither believed nor sent again.
        """
        if error is not None and ids:
            error.kind, error.understood = "passing", False
        return error

    def is_since(self, task: Task, moment: float) -> bool:
        """Whether a task may have been created at that time of this machine's clock, or later."""
        created = from_text(task.created_at)
        least, _most = self.provider.client.ahead or (0.0, 0.0)
        return created is not None and created >= math.floor(moment + least) - 1

    def is_surely_since(self, task: Task, moment: float) -> bool:
        """Whether it must have been, by the provider's clock.

        What was created in the second of that moment may have been created before it, by another job.
        """
        created = from_text(task.created_at)
        ahead = self.provider.client.ahead
        return created is not None and ahead is not None and created >= moment + ahead[1]
