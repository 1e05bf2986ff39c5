# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The releases of ansible-core that the collection supports; the documents are held to this by a test."""

from __future__ import annotations

from dataclasses import dataclass

from .interpreters import Version


@dataclass(frozen=True)
class Core:
    """A release line of ansible-core."""

    line: str
    #: The Pythons that it runs on, on the controller.
    controller: tuple[Version, ...]
    #: The oldest Python that it runs modules with, or that ours run with.
    oldest_target: Version
    #: Not released yet: what to ask pip for, where an index has it.
    candidate: str = ""

    @property
    def requirement(self) -> str:
        """What pip installs it by."""
        return f"ansible-core{self.candidate or f'=={self.line}.*'}"


def _pythons(oldest: int, newest: int) -> tuple[Version, ...]:
    return tuple((3, minor) for minor in range(oldest, newest + 1))


#: 2.16 and 2.17 run modules on older Pythons than 3.8 as well, on which these modules do not run.
CORES = (
    Core("2.16", _pythons(10, 12), (3, 8)),
    Core("2.17", _pythons(10, 12), (3, 8)),
    Core("2.18", _pythons(11, 13), (3, 8)),
    Core("2.19", _pythons(11, 13), (3, 8)),
    Core("2.20", _pythons(12, 14), (3, 9)),
    Core("2.21", _pythons(12, 14), (3, 9)),
    Core("2.22", _pythons(13, 15), (3, 9), candidate="==2.22.0rc1"),
)
RELEASED = tuple(core for core in CORES if not core.candidate)


def text(version: Version) -> str:
    """Write a version as people do."""
    return f"{version[0]}.{version[1]}"
