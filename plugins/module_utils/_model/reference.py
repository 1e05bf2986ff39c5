# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Task references: anything that names a task, from a bare id to a whole normalised task."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Collection, Iterator, Mapping

from .errors import OptionError
from .times import from_text

#: Ids are opaque: digits, hex-like text (Huawei Cloud), and with asterisks in Alibaba Cloud's examples.
#: A dot or two alone would be read as a part of a path.
_ID = re.compile(r"(?!\.{1,2}$)[A-Za-z0-9_.*-]{1,128}")
#: What becomes of an id that YAML, an INI inventory or a filter took for a number: 1e5 is 100000.0, and 1234e567
#: is inf. Ids that are only alike stay: text such as 12345678e90 never comes from a number.
_NO_ID = re.compile(
    r"^(-\d+|[+-]?\d*\.\d+(e[+-]?\d+)?|[+-]?\d+\.?e[+-]\d+|[+-]?\.?(inf|infinity|nan)|true|false|none|null|undefined|~)$",
    re.IGNORECASE,
)
#: Keys of what Ansible registers, none of which a task has.
_OF_RESULTS = ("tasks", "results", "skipped", "changed", "failed")
_QUOTES = """Put the id in quotes; in the host lines of an INI inventory in both kinds, "'ID'"."""


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


def is_id(text: str) -> bool:
    """Whether this can be the id of a task, of whatever provider."""
    return bool(_ID.fullmatch(text))


def parse_ids(value: Any, option: str) -> list[str]:
    """Ids as a list or as comma-joined text, each once, in order; OptionError names the option."""
    ids: dict[str, None] = {}
    for place, item in _items(value, option):
        if isinstance(item, Mapping):
            raise OptionError(
                f"{place}: expected the id of a task, got a dictionary. "
                "Write \"{{ NAME.tasks | map(attribute='id') }}\" for the ids of tasks."
            )
        for part in _split(item, place):
            ids[part] = None
    return list(ids)


def parse_references(
    value: Any, default_provider: str | None, providers: Collection[str], option: str = "tasks"
) -> list[Reference]:
    """References as users write them, each once, in order; OptionError names option and place."""
    references: dict[tuple[str, str], Reference] = {}
    for place, item in _items(value, option):
        for reference in _parse_item(item, default_provider, providers, place):
            references.setdefault(reference.key, reference)
    return list(references.values())


def _items(value: Any, option: str) -> Iterator[tuple[str, Any]]:
    """The items of a list, or a single one, with their places; OptionError for what only looks like that."""
    if isinstance(value, Mapping):
        _check_no_result(value, option)
        raise OptionError(f"{option}: expected a list, got a dictionary. Put it into brackets, [...].")
    for number, item in enumerate(value if isinstance(value, (list, tuple)) else [value]):
        place = f"{option}[{number}]"
        if isinstance(item, (list, tuple)):
            raise OptionError(
                f'{place}: a list inside the list. Expected a single one: write "{{{{ ... | flatten }}}}".'
            )
        if isinstance(item, Mapping):
            _check_no_result(item, place)
        if isinstance(item, str) and item.lstrip().startswith(("[", "{")):
            raise OptionError(
                f"{place}: a list or a dictionary that has become text. Hand it over as it is, as in "
                '"{{ NAME.tasks }}", without more text around it and without to_json or string.'
            )
        yield place, item


def _check_no_result(value: Mapping[Any, Any], place: str) -> None:
    """Raise an OptionError for what Ansible has registered, and for lists of that."""
    if "id" in value or not any(key in value for key in _OF_RESULTS):
        return
    if "results" in value:
        raise OptionError(
            f"{place}: the whole result of a loop. Expected tasks: write "
            "\"{{ NAME.results | map(attribute='tasks') | flatten }}\"."
        )
    hint = "This one has none: it was skipped, or of another module." if "tasks" not in value else ""
    raise OptionError(
        f'{place}: the whole result of a task. Expected its tasks: write "{{{{ NAME.tasks }}}}". {hint}'.rstrip()
    )


def _parse_item(
    item: Any, default_provider: str | None, providers: Collection[str], option: str
) -> Iterator[Reference]:
    created_at, id_place = None, option
    provider: Any = default_provider
    if isinstance(item, Mapping):
        provider = item.get("provider") or default_provider
        created_at = from_text(item.get("created_at"))
        if "id" not in item:
            raise OptionError(f"{option}: a task reference needs the key 'id'; got the keys {sorted(map(str, item))}.")
        item = item["id"]
        id_place = f"{option}.id"
    if not provider:
        raise OptionError(
            f"{option}: nothing says which provider this task belongs to. "
            f"Give {{provider: ..., id: ...}}, or set provider (one of {', '.join(sorted(providers))})."
        )
    if not isinstance(provider, str) or provider not in providers:
        raise OptionError(f"{option}: unknown provider {provider!r}. Expected one of {', '.join(sorted(providers))}.")
    for part in _split(item, id_place):
        yield Reference(provider, part, created_at)


def kind_of(value: Any) -> str:
    """The name of a value's type; Ansible hands in subclasses of its own."""
    return next(kind.__name__ for kind in type(value).__mro__ if kind.__module__ == "builtins")


def _split(value: Any, place: str) -> list[str]:
    if value is None:
        raise OptionError(f"{place}: null, so nothing names a task. Expected the id of a task, as text.")
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        value = str(value)  # YAML makes numbers of ids that are digits
    if not isinstance(value, str):
        shown = f" ({value})" if isinstance(value, (bool, int, float)) else ""
        raise OptionError(f"{place}: a task id must be text, got {kind_of(value)}{shown}. {_QUOTES}")
    parts = [part.strip() for part in value.split(",")]
    parts = [part for part in parts if part]
    if not parts:
        raise OptionError(f"{place}: a task id must not be empty.")
    for part in parts:
        if _NO_ID.match(part):
            raise OptionError(
                f"{place}: {part[:140]!r} is no task id, but what becomes of one that is taken for a number or for "
                f"another value. {_QUOTES}"
            )
        if not is_id(part):
            raise OptionError(
                f"{place}: {part[:140]!r} is not a task id. Expected 1 to 128 letters, digits, '-', '_', '.' or '*'."
            )
    return parts
