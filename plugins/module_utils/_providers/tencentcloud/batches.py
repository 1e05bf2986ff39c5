# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Tencent Cloud: what the options of a submission mean, call by call. Pure.

What a call takes is from the pages PurgeUrlsCache, PurgePathCache and PushUrlsCache (CDN).
"""

from __future__ import annotations

from typing import Any, Callable, Mapping

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.submission import Batch, BatchKind, Limits
from ansible_collections.edgeops.cdn.plugins.module_utils._model.urls import UrlRules, check_urls
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.batching import (
    check_given,
    check_unused,
    read_headers,
    split,
)

from .product import Call

#: "At most 20" headers of a prefetch, with so many bytes each.
MOST_HEADERS = 20
LONGEST_NAME = 128
LONGEST_VALUE = 1_024

_OF_PURGE = ("directories", "mode")
_OF_PREFETCH = ("layer", "user_agent", "parse_m3u8", "headers")


def of_cdn(options: Mapping[str, Any], objects: Mapping[BatchKind, Limits], warn: Callable[[str], None]) -> list[Batch]:
    """The calls to CDN that submit what the options ask for; OptionError for what cannot be submitted."""
    # Encoded here, so that the option UrlEncode of the calls is not needed.
    rules = UrlRules(encode=True)
    if options["operation"] == "prefetch":
        check_unused(options, _OF_PURGE, "not for a prefetch, which takes urls alone.")
        check_given(options, ("urls",))
        _headers(options["headers"])
        return split("prefetch", "file", check_urls(options["urls"], "urls", rules, warn), objects["prefetch", "file"])
    check_unused(options, _OF_PREFETCH, "for a prefetch only.")
    check_given(options, ("urls", "directories"))
    if not options["directories"]:
        check_unused(options, ("mode",), "is for directories alone.")
    if options["area"] == "global":
        raise OptionError("area: global is for a prefetch only. Leave area out to purge wherever the domain is.")
    rules = UrlRules(encode=True, instead="Purge by directories")
    files = check_urls(options["urls"] or (), "urls", rules, warn)
    directories = check_urls(options["directories"] or (), "directories", rules, warn, directories=True)
    return [
        *split("purge", "file", files, objects["purge", "file"]),
        *split("purge", "directory", directories, objects["purge", "directory"]),
    ]


def cdn_call(batch: Batch, options: Mapping[str, Any]) -> Call:
    """The call to CDN that submits a batch."""
    parameters: dict[str, Any] = {"Area": options["area"]} if options["area"] else {}
    if batch.operation == "prefetch":
        parameters["Urls"] = list(batch.urls)
        if options["layer"]:
            parameters["Layer"] = options["layer"]
        if options["user_agent"]:
            parameters["UserAgent"] = options["user_agent"]
        if options["parse_m3u8"]:
            parameters["ParseM3U8"] = True
        if options["headers"]:
            parameters["Headers"] = _headers(options["headers"])
        return Call("PushUrlsCache", "prefetch", parameters)
    if batch.object_type == "directory":
        parameters.update(Paths=list(batch.urls), FlushType=options["mode"] or "delete")
        return Call("PurgePathCache", "purge_directories", parameters)
    return Call("PurgeUrlsCache", "purge_urls", {**parameters, "Urls": list(batch.urls)})


def _headers(given: Mapping[str, Any] | None) -> list[dict[str, str]]:
    found = read_headers(given)
    pairs = [(name, value) for name, values in found.items() for value in values]
    if len(pairs) > MOST_HEADERS:
        raise OptionError(f"headers: {len(pairs)} are given, but at most {MOST_HEADERS} are allowed.")
    for name, value in pairs:
        if len(name) > LONGEST_NAME or len(value.encode("utf-8")) > LONGEST_VALUE:
            raise OptionError(
                f"headers: a name may have {LONGEST_NAME} and a value {LONGEST_VALUE} bytes at most; one of "
                f"{name[:LONGEST_NAME]} is longer."
            )
    return [{"Name": name, "Value": value} for name, value in pairs]
