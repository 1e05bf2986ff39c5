# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Makes calls of lists of URLs and other objects: checked, then split within limits. Pure."""

from __future__ import annotations

import re
from typing import Any, Callable, Mapping, Sequence

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.submission import Batch, Limits
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Operation
from ansible_collections.edgeops.cdn.plugins.module_utils._model.urls import check_text, distinct, host_of, show

_HEADER_NAME = re.compile(r"^[!#$%&'*+.^_`|~0-9A-Za-z-]+$")


def check_given(options: Mapping[str, Any], lists: Sequence[str]) -> None:
    """Raise an OptionError where none of the lists has anything in it."""
    if any(options[name] for name in lists):
        return
    empty = [name for name in lists if options[name] is not None]
    found = f"{' and '.join(empty)}: the list is empty" if empty else "Nothing is given"
    raise OptionError(
        f"{found}, so there is nothing to submit. Expected at least one value in {' or '.join(lists)}. "
        "If that can happen, add a condition (when) to the task."
    )


def check_unused(options: Mapping[str, Any], names: Sequence[str], why: str) -> None:
    """Raise an OptionError where an option is given that would have no effect."""
    given = [name for name in names if options.get(name)]
    if given:
        raise OptionError(f"{' and '.join(given)}: {why}")


def check_each(
    values: Sequence[str], option: str, check: Callable[[str, str], None], warn: Callable[[str], None]
) -> list[str]:
    """The texts as they are to be sent, each once, in order; check is called with each and its place."""
    found = []
    for number, value in enumerate(values):
        place = f"{option}[{number}]"
        text = check_text(value, place)
        check(text, place)
        found.append(text)
    return distinct(found, option, warn)


def check_tag(text: str, place: str) -> None:
    """Raise an OptionError for what cannot be a cache tag."""
    if "," in text or any(character.isspace() for character in text):
        raise OptionError(f"{place}: {show(text)} has a comma or white space in it. Expected one tag.")


def split(operation: Operation, object_type: str, urls: Sequence[str], limits: Limits) -> list[Batch]:
    """As few calls as the limits allow, in order; by hosts where there are too many for one call."""
    hosts = dict.fromkeys(map(host_of, urls))
    if limits.hosts is not None and len(hosts) > limits.hosts:
        # Otherwise hosts that take turns would tear the list into calls of a few URLs each.
        place = {host: number for number, host in enumerate(hosts)}
        urls = sorted(urls, key=lambda url: place[host_of(url)])
    batches: list[list[str]] = []
    present: set[str] = set()
    for url in urls:
        host = host_of(url)
        crowded = limits.hosts is not None and host not in present and len(present) == limits.hosts
        if not batches or len(batches[-1]) == limits.urls or crowded:
            batches.append([])
            present = set()
        batches[-1].append(url)
        present.add(host)
    return [Batch(operation, object_type, batch) for batch in batches]


def read_headers(headers: Mapping[str, Any] | None) -> dict[str, list[str]]:
    """Header names to lists of values; OptionError, without values, for what is no header."""
    found: dict[str, list[str]] = {}
    for name, value in (headers or {}).items():
        values = [str(item) for item in value] if isinstance(value, (list, tuple)) else [str(value)]
        if not _HEADER_NAME.match(str(name)):
            raise OptionError(f"headers: {show(str(name))} is not the name of a header.")
        if isinstance(value, dict) or any("\n" in item or "\r" in item for item in values):
            raise OptionError(f"headers: the value of {name} cannot be sent. Expected text, or a list of texts.")
        found[str(name)] = values
    return found
