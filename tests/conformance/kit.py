# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the suite has to know of a provider, and which providers there are. It knows none by name."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ErrorKind
from ansible_collections.edgeops.cdn.plugins.module_utils._model.submission import BatchKind
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Declaration, Provider
from tests.clouds import of_clouds
from tests.conformance.oracle import Exchange
from tests.emulator.blueprint import Blueprint


def _urls(number: int, end: str = ".txt") -> list[str]:
    return [f"https://www.example.com/{index}{end}" for index in range(number)]


#: So many values to submit, as the options that all clouds share.
SHARED: Mapping[BatchKind, Callable[[int], Mapping[str, Any]]] = {
    ("purge", "file"): lambda number: {"operation": "purge", "urls": _urls(number)},
    ("purge", "directory"): lambda number: {"operation": "purge", "directories": _urls(number, "/")},
    ("prefetch", "file"): lambda number: {"operation": "prefetch", "urls": _urls(number)},
}


@dataclass(frozen=True)
class Kit:
    """One product: its declaration, its emulation, and a second reading of the vendor's pages in tables."""

    declaration: Declaration
    #: What answers for it in the emulator: its own, and those that this one needs.
    blueprints: Sequence[type[Blueprint]]
    #: A connection that works.
    options: Mapping[str, Any]
    #: Options that make a connection each, with secrets in them: the other ways to sign in.
    secret_options: Sequence[Mapping[str, Any]]
    #: The words for states that the cloud uses; those of a group mean the same.
    words: Sequence[Sequence[str]]
    #: The keys by which a list announces how many rows there are.
    totals: Collection[str]
    #: Documented errors, of each kind that there is.
    errors: Mapping[ErrorKind, Sequence[Answer]]
    #: Whatever may be made of a task by all that was told of it: `succeeded`, `failed` or `open`.
    oracle: Callable[[Sequence[Exchange], str], Collection[str]]
    #: Has the provider read lists in pages of so many rows.
    pages_of: Callable[[Provider, int], AbstractContextManager[None]]
    #: Credentials files that work, by their place below the home folder.
    files: Mapping[str, str]
    #: Variables that a reader of examples is expected to have, besides the group and the name of each of `options`.
    variables: Mapping[str, str] = field(default_factory=dict)
    #: Settings of the emulator: what the vendor's documents leave open is refused, so that nothing depends on it.
    strict: Mapping[str, Any] = field(default_factory=dict)
    #: What may be submitted besides what all clouds share, as for SHARED.
    own_submissions: Mapping[BatchKind, Callable[[int], Mapping[str, Any]]] = field(default_factory=dict)
    #: A URL that the emulated cloud refuses while it takes the others of the call; empty where a call is taken whole.
    refused: str = ""
    #: The part of a task's id that a response tells, and the id of a task that a response calls so; the rest is known
    #: from what was asked.
    told_id: Callable[[str], str] = str
    whole_id: Callable[[str], str] = str
    #: What a URL is submitted as.
    submitted_as: Callable[[str], str] = str
    #: Of these there is one value alone, such as a whole zone.
    singles: Collection[BatchKind] = ()
    #: Whether a task can fail; one that would stays at work in the emulated cloud otherwise.
    tells_failures: bool = True
    #: Quotas of what this collection does not submit, by operation and object type.
    other_quotas: Collection[BatchKind] = ()
    #: How many traps the vendor's pages set. Tests of them are called test_trap_NN_...; some have a reason instead.
    traps: int = 0
    untested_traps: Mapping[int, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.declaration.name

    @property
    def needed(self) -> dict[str, Any]:
        """What the connection that works needs besides credentials."""
        keys = {name for options in self.secret_options for name in options}
        return {name: value for name, value in self.options.items() if name not in keys}

    @property
    def tells_quotas(self) -> bool:
        """Whether a call tells of quotas."""
        return "quota" in self.declaration.rates

    @property
    def secrets(self) -> list[str]:
        """What no message may show of the connection that works."""
        spec = self.declaration.connection_options
        return [str(value) for option, value in self.options.items() if spec[option].get("no_log")]

    @property
    def submissions(self) -> dict[BatchKind, Callable[[int], Mapping[str, Any]]]:
        """Options for so many values of each kind that the provider takes."""
        known = {**SHARED, **self.own_submissions}
        return {kind: known[kind] for kind in self.declaration.objects}


def registered() -> list[Kit]:
    """The kits of all folders in tests/providers, in alphabetical order."""
    return list(of_clouds("kit", "KIT").values())


def kits() -> list[Kit]:
    """Every kit: those, and that of the cloud that exists in these tests alone."""
    return [*registered(), importlib.import_module("tests.conformance.toycloud.kit").KIT]
