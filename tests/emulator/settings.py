# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Settings: the switches for what the vendors' documents leave open, and for how strict to be.

Each setting is a dataclass field; its type, its choices and its help text drive the checks and the
control API. A provider's own settings live in its module.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, cast


class SettingsError(ValueError):
    """A setting that does not exist, or a value it cannot take."""


def about(text: str, choices: tuple[Any, ...] = ()) -> dict[str, Any]:
    """The documentation of a dataclass field, as its metadata."""
    return {"about": text, "choices": choices}


def switch(default: Any, text: str, choices: tuple[Any, ...] = ()) -> Any:
    """A dataclass field with its documentation."""
    return dataclasses.field(default=default, metadata=about(text, choices))


@dataclasses.dataclass
class General:
    """Settings of the emulator as a whole."""

    limits: bool = switch(True, "enforce the calls per second")
    quotas: bool = switch(True, "enforce the daily quotas")
    credentials: bool = switch(True, "check keys, tokens and signatures; without, whoever asks is the demo account")
    lock_out: bool = switch(True, "lock a Huawei Cloud key after more than 5 successive failures")
    latency: float = switch(0.0, "seconds every provider call takes at least")
    clock_shift: float = switch(0.0, "seconds the server's clock is ahead of the real one")
    visible_after: float = switch(0.0, "seconds a new task stays invisible")
    visible_after_reads: int = switch(0, "look-ups during which a new task stays invisible")
    default_script: dict[str, Any] = dataclasses.field(
        default_factory=lambda: {"finish_after": 3.0}, metadata=about("script of tasks that bring none")
    )
    count_refused_calls: bool = switch(False, "calls refused by the rate limit count for it as well")
    quota_zone_hours: float = switch(8.0, "hours east of UTC where the day of the quotas begins")


def _fits(value: Any, current: Any) -> bool:
    if isinstance(current, bool):
        return isinstance(value, bool)
    if isinstance(current, int | float):
        return isinstance(value, int | float) and not isinstance(value, bool)
    # None stands for "no limit": what may replace it is said by the choices, or is a number or a list.
    return current is None or value is None or isinstance(value, type(current))


def _update(section: str, target: object, values: Mapping[str, Any]) -> None:
    fields = {entry.name: entry for entry in dataclasses.fields(cast(Any, target))}
    for name, value in values.items():
        if name not in fields:
            raise SettingsError(f"{section}: no setting {name!r}; there are {', '.join(sorted(fields))}")
        choices = fields[name].metadata["choices"]
        if choices and value not in choices:
            raise SettingsError(f"{section}.{name}: {value!r} is not one of {', '.join(map(repr, choices))}")
        factory = fields[name].default_factory
        default = fields[name].default if factory is dataclasses.MISSING else factory()
        if not choices and not _fits(value, default):
            raise SettingsError(f"{section}.{name}: {value!r} is not like {default!r}")
    for name, value in values.items():
        setattr(target, name, value)


class Settings:
    """The general settings and one section per provider."""

    def __init__(self, sections: Mapping[str, type]) -> None:
        self._types = {"general": General, **sections}
        self._sections: dict[str, Any] = {}
        self.reset()

    def reset(self) -> None:
        self._sections = {name: section() for name, section in self._types.items()}

    @property
    def general(self) -> General:
        return cast(General, self._sections["general"])

    def section(self, name: str) -> Any:
        return self._sections[name]

    def update(self, changes: Mapping[str, Any]) -> None:
        """Change settings: general ones by name, a provider's in a mapping under its name."""
        for name, value in changes.items():
            if name in self._sections:
                if not isinstance(value, Mapping):
                    raise SettingsError(f"{name} has to be a mapping of settings")
                _update(name, self._sections[name], value)
            else:
                _update("general", self.general, {name: value})

    def as_dict(self) -> dict[str, Any]:
        """All settings, the general ones at the top."""
        sections = {name: dataclasses.asdict(section) for name, section in self._sections.items() if name != "general"}
        return {**dataclasses.asdict(self.general), **sections}

    def describe(self) -> dict[str, dict[str, Any]]:
        """What each setting means and may be, for the documentation and `GET /_control/settings?help=1`."""
        return {
            name: {
                entry.name: {"about": entry.metadata["about"], "choices": list(entry.metadata["choices"])}
                for entry in dataclasses.fields(section)
            }
            for name, section in self._types.items()
        }
