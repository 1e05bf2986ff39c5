# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""The seam: what a provider must answer, and what it is given. Everything above knows providers by this alone."""

from __future__ import annotations

import abc
from dataclasses import dataclass, field
from typing import Any, Callable, ClassVar, Mapping, Sequence

from ansible_collections.edgeops.cdn.plugins.module_utils._http.client import Client, Transport
from ansible_collections.edgeops.cdn.plugins.module_utils._model.clock import Clock
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import Reference
from ansible_collections.edgeops.cdn.plugins.module_utils._model.secrets import Secrets
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task


@dataclass(frozen=True)
class Runtime:
    """What a provider may use of the world around it."""

    clock: Clock
    environ: Mapping[str, str]
    #: Told to the user as a warning, once per text.
    warn: Callable[[str], None]
    #: Makes the network for a TLS verification setting (True, False or a path) and an environment.
    transport: Callable[[bool | str, Mapping[str, str]], Transport]
    #: Hidden in everything that leaves; takes in what is read or fetched on the way.
    secrets: Secrets = field(default_factory=Secrets)


@dataclass(frozen=True)
class Filters:
    """What a query asks for. Times are seconds since the epoch; empty means any."""

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


class Provider(abc.ABC):
    """One CDN's purge and prefetch tasks. Safe to use from several threads."""

    name: ClassVar[str]
    client: Client

    @abc.abstractmethod
    def calls_for(self, number: int) -> int:
        """How many calls it takes to ask for so many tasks."""

    @abc.abstractmethod
    def plan(self, references: Sequence[Reference], due: int) -> list[list[Reference]]:
        """Split what a sweep asks for into batches, each for one fetch(), in as few calls as possible.

        The first due of the references are asked for; of the others, those that cost no further call.
        """

    @abc.abstractmethod
    def fetch(self, batch: Sequence[Reference]) -> list[Task]:
        """The state of every task of a batch as of now, exactly one answer for each; URLs may be left out."""

    @abc.abstractmethod
    def describe(self, references: Sequence[Reference]) -> list[Task]:
        """Everything the provider tells of each task, URLs included, in the order asked; for any number of tasks."""

    @abc.abstractmethod
    def query(self, filters: Filters) -> tuple[list[Task], bool]:
        """The tasks that match, and whether these are all of them (False when the limit cut some off)."""
