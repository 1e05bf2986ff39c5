# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Volcengine CDN: what the options of a submission mean, call by call. Pure.

What a call takes is from the pages SubmitRefreshTask and SubmitPreloadTask.
"""

from __future__ import annotations

import re
from typing import Any, Callable, Mapping, Sequence

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.submission import Batch, BatchKind, Limits
from ansible_collections.edgeops.cdn.plugins.module_utils._model.urls import (
    UrlRules,
    check_text,
    check_urls,
    distinct,
    show,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.batching import (
    check_given,
    check_unused,
    read_headers,
    split,
)

MOST_HEADERS = 10

_OF_PURGE = ("directories", "regexes", "prefix", "delete")
_OF_PREFETCH = ("area", "concurrent_limit", "headers")
_REGEX = re.compile(r"^https?://[^/]", re.IGNORECASE)
#: Where it does not begin an alternative, such as in (https://a/1|https://b/2), it is another value of a list.
_SECOND_REGEX = re.compile(r"(?<![|(:])https?\??:[/\\]{2}", re.IGNORECASE)


def read_batches(
    options: Mapping[str, Any], objects: Mapping[BatchKind, Limits], warn: Callable[[str], None]
) -> list[Batch]:
    """The calls that submit what the options ask for; OptionError for what cannot be submitted."""
    if options["operation"] == "prefetch":
        check_unused(options, _OF_PURGE, "not for a prefetch, which takes urls alone.")
        check_given(options, ("urls",))
        _check_prefetch(options)
        # As browsers ask for them, and so as they are cached; the vendor's pages do not say.
        urls = check_urls(options["urls"], "urls", UrlRules(encode=True), warn)
        return split("prefetch", "file", urls, objects["prefetch", "file"])
    check_unused(options, _OF_PREFETCH, "for a prefetch only.")
    check_given(options, ("urls", "directories", "regexes"))
    if not options["directories"]:
        check_unused(options, ("prefix", "delete"), "is for directories alone.")
    rules = UrlRules(encode=True, instead="Purge by directories or regexes")
    is_directory = not options["prefix"]
    values = {
        "file": check_urls(options["urls"] or (), "urls", rules, warn),
        "directory": check_urls(options["directories"] or (), "directories", rules, warn, directories=is_directory),
        "regex": _check_regexes(options["regexes"] or (), warn),
    }
    return [
        batch
        for object_type, found in values.items()
        for batch in split("purge", object_type, found, objects["purge", object_type])
    ]


def _check_prefetch(options: Mapping[str, Any]) -> None:
    limit = options["concurrent_limit"]
    if limit is not None and not 1 <= limit <= 1_000:
        raise OptionError(f"concurrent_limit: {limit} is out of range. Expected 1 to 1000.")
    number = sum(map(len, read_headers(options["headers"]).values()))
    if number > MOST_HEADERS:
        raise OptionError(f"headers: {number} are given. Expected at most {MOST_HEADERS}.")


def _check_regexes(values: Sequence[str], warn: Callable[[str], None]) -> list[str]:
    found = []
    for number, value in enumerate(values):
        place = f"regexes[{number}]"
        text = check_text(value, place)
        if not _REGEX.match(text):
            raise OptionError(
                f"{place}: {show(text)} does not begin with http:// or https:// and a host name. Expected an "
                "expression for whole URLs."
            )
        if _SECOND_REGEX.search(text, 1):
            raise OptionError(
                f"{place}: {show(text)} has a second URL in it. Give each expression as an item of its own; "
                "alternatives are separated by |."
            )
        found.append(text)
    return distinct(found, "regexes", warn)
