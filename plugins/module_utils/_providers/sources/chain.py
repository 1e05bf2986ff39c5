# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Where a key comes from: sources, and the choice of the first that is named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Iterable, Optional, Protocol

from ansible_collections.edgeops.cdn.plugins.module_utils._model.clock import Deadline
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.credentials import AccessKey


class Source(Protocol):
    """One way to a key. Reading may ask the network; making a source never does."""

    @property
    def name(self) -> str:
        """What it is called in messages; holds no secret."""

    @property
    def renewable(self) -> bool:
        """Whether it may have another key when this one has ended."""

    def read(self, deadline: Deadline | None = None) -> AccessKey:
        """A key that is good now; ApiError where there is none, OptionError never."""


@dataclass(frozen=True)
class Given:
    """A key as it was given."""

    name: str
    key: AccessKey
    renewable: bool = False

    def read(self, deadline: Deadline | None = None) -> AccessKey:
        return self.key


#: Returns the source that a place names; None where it names none; OptionError where it names half of one.
Place = Callable[[], Optional[Source]]


def given(name: str, key: AccessKey | None) -> Given | None:
    """The source of a key that a place holds; None where it holds none."""
    return None if key is None else Given(name, key)


def choose(places: Iterable[Place]) -> Source | None:
    """The source of the first place that names one; the places after it are not looked at."""
    return next((source for source in (place() for place in places) if source is not None), None)


def check_one_way(ways: dict[str, bool]) -> str | None:
    """The one way to sign in that the options name, or None; OptionError where they name several."""
    chosen = [way for way, named in ways.items() if named]
    if len(chosen) > 1:
        raise OptionError(f"There is more than one way to sign in: {'; '.join(chosen)}. Give one of them.")
    return chosen[0] if chosen else None
