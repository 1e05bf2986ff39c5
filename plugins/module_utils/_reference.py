# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Task references: anything that names a task, from a bare id to a whole normalised task."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Collection, Iterator, Mapping

from ansible_collections.edgeops.cdn.plugins.module_utils._errors import OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._time import from_text

#: Ids are opaque: digits, hex-like text (Huawei Cloud), and with asterisks in Alibaba Cloud's examples.
#: A dot or two alone would be read as a part of a path.
_ID = re.compile(r"^(?!\.{1,2}$)[A-Za-z0-9_.*-]{1,128}$")


@dataclass(frozen=True)
class Reference:
    """Names one task of one provider. Two references are the same when provider and id are."""

    provider: str
    id: str
    #: Seconds since the epoch where the reference told; a provider may need it to find an old task.
    created_at: float | None = None

    @property
    def key(self) -> tuple[str, str]:
        return (self.provider, self.id)

    def as_dict(self) -> dict[str, str]:
        return {"provider": self.provider, "id": self.id}


def parse_ids(value: Any, option: str) -> list[str]:
    """Ids as a list or as comma-joined text, each once, in order; OptionError names the option."""
    ids: dict[str, None] = {}
    for item in value if isinstance(value, (list, tuple)) else [value]:
        for part in _split(item, option):
            ids[part] = None
    return list(ids)


def parse_references(
    value: Any, default_provider: str | None, providers: Collection[str], option: str = "tasks"
) -> list[Reference]:
    """References as users write them, each once, in order; OptionError names the option and the place in it."""
    references: dict[tuple[str, str], Reference] = {}
    items = value if isinstance(value, (list, tuple)) else [value]
    for number, item in enumerate(items):
        for reference in _parse_item(item, default_provider, providers, f"{option}[{number}]"):
            references.setdefault(reference.key, reference)
    return list(references.values())


def _parse_item(
    item: Any, default_provider: str | None, providers: Collection[str], option: str
) -> Iterator[Reference]:
    created_at = None
    provider: Any = default_provider
    if isinstance(item, Mapping):
        provider = item.get("provider") or default_provider
        created_at = from_text(item.get("created_at"))
        if "id" not in item:
            raise OptionError(f"{option}: a task reference needs the key 'id'; got the keys {sorted(map(str, item))}.")
        item = item["id"]
    if not provider:
        raise OptionError(
            f"{option}: nothing says which provider this task belongs to. "
            f"Give {{provider: ..., id: ...}}, or set provider (one of {', '.join(sorted(providers))})."
        )
    if not isinstance(provider, str) or provider not in providers:
        raise OptionError(f"{option}: unknown provider {provider!r}. Expected one of {', '.join(sorted(providers))}.")
    for part in _split(item, option):
        yield Reference(provider, part, created_at)


def kind_of(value: Any) -> str:
    """The name of a value's type; Ansible hands in subclasses of its own."""
    return next(kind.__name__ for kind in type(value).__mro__ if kind.__module__ == "builtins")


def _split(value: Any, option: str) -> list[str]:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)  # YAML makes numbers of ids that are digits
    if not isinstance(value, str):
        raise OptionError(f"{option}: a task id must be text, got {kind_of(value)}. Put the id in quotes.")
    parts = [part.strip() for part in value.split(",")]
    parts = [part for part in parts if part]
    if not parts:
        raise OptionError(f"{option}: a task id must not be empty.")
    for part in parts:
        if not _ID.match(part):
            raise OptionError(
                f"{option}: {part[:140]!r} is not a task id. Expected 1 to 128 letters, digits, '-', '_', '.' or '*'."
            )
    return parts
