# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Alibaba Cloud: what the options of a submission mean, call by call. Pure.

What a call takes is from the pages RefreshDcdnObjectCaches, PreloadDcdnObjectCaches and RefreshObjectCaches (CDN).
"""

from __future__ import annotations

import re
from typing import Any, Callable, Mapping, Sequence

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.submission import Batch, BatchKind, Limits
from ansible_collections.edgeops.cdn.plugins.module_utils._model.urls import (
    UrlRules,
    check_urls,
    is_host,
    show,
    show_url,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.batching import (
    check_each,
    check_given,
    check_tag,
    check_unused,
    read_headers,
    split,
)

#: Of a prefetch; for purges none is documented.
LONGEST_URL = 1_024

_OF_PURGE = ("directories", "regexes", "cache_tags", "ignore_params", "force")
_OF_PREFETCH = ("area", "l2_preload", "headers", "query_hashkey", "consistency_hash")
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
        # As browsers ask for them, and so as they are cached; the vendor's pages do not say.
        urls = check_urls(options["urls"], "urls", UrlRules(LONGEST_URL, encode=True), warn)
        read_headers(options["headers"])
        return split("prefetch", "file", urls, objects["prefetch", "file"])
    check_unused(options, _OF_PREFETCH, "for a prefetch only.")
    check_given(options, ("urls", "directories", "regexes", "cache_tags"))
    if options["cache_tags"] and not (options["domain"] or "").strip():
        raise OptionError("cache_tags: domain must be set as well, because tags are those of one domain.")
    if not options["cache_tags"]:
        check_unused(options, ("domain",), "is for cache_tags alone.")
    rules = UrlRules(encode=True, instead="Purge by directories or regexes")
    values = {
        "file": check_urls(options["urls"] or (), "urls", rules, warn),
        "directory": check_urls(options["directories"] or (), "directories", rules, warn, directories=True),
        "regex": check_each(options["regexes"] or (), "regexes", _check_regex, warn),
        "tag": check_each(options["cache_tags"] or (), "cache_tags", check_tag, warn),
    }
    if options["cache_tags"] and not is_host(options["domain"].strip()):
        raise OptionError(f"domain: {show(options['domain'])} is not a host name. Expected the accelerated domain.")
    if options["ignore_params"]:
        _check_ignoring(values["file"])
        values["ignoreparams"] = values.pop("file")
    order = ("file", "ignoreparams", "directory", "regex", "tag")
    return [
        batch
        for object_type in order
        for batch in split("purge", object_type, values.get(object_type, ()), objects["purge", object_type])
    ]


def _check_regex(text: str, place: str) -> None:
    if not _REGEX.match(text):
        raise OptionError(
            f"{place}: {show(text)} does not begin with http:// or https:// and a host name. Expected an expression "
            "for whole URLs."
        )
    if _SECOND_REGEX.search(text, 1):
        raise OptionError(
            f"{place}: {show(text)} has a second URL in it. Give each expression as an item of its own; alternatives "
            "are separated by |."
        )


def _check_ignoring(urls: Sequence[str]) -> None:
    for url in urls:
        if "?" in url:
            raise OptionError(
                f"urls: {show_url(url)} has parameters. With ignore_params, expected the URL without them: everything "
                "that is cached under it is purged, whatever the parameters."
            )
