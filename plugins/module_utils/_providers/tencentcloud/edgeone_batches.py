# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Tencent Cloud EdgeOne: what the options of a submission mean, call by call. Pure.

What a call takes is from the pages CreatePurgeTask and CreatePrefetchTask.
"""

from __future__ import annotations

from typing import Any, Callable, Mapping

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.submission import Batch, BatchKind, Limits
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Operation
from ansible_collections.edgeops.cdn.plugins.module_utils._model.typed import read_number
from ansible_collections.edgeops.cdn.plugins.module_utils._model.urls import (
    UrlRules,
    check_urls,
    is_host,
    show,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.batching import (
    check_each,
    check_given,
    check_tag,
    check_unused,
    read_headers,
    split,
)

from .product import Call

#: What an official example's plan takes in a call.
LARGEST_BATCH = 2_000
_LISTS = ("urls", "directories", "hosts", "cache_tags")
_OF_PURGE = ("directories", "hosts", "cache_tags", "domains", "everything", "mode")
_OF_PREFETCH = ("edge", "parse_m3u8", "headers")
#: Object types for which the method of a purge has a meaning.
_WITH_METHOD = ("directory", "host", "all")


def read_batches(
    options: Mapping[str, Any], zone_id: str, objects: Mapping[BatchKind, Limits], warn: Callable[[str], None]
) -> list[Batch]:
    """The calls that submit what the options ask for; OptionError for what cannot be submitted."""
    # Encoded here, so that the withdrawn option EncodeUrl of the calls is not needed.
    rules = UrlRules(encode=True)
    if options["operation"] == "prefetch":
        check_unused(options, _OF_PURGE, "not for a prefetch, which takes urls alone.")
        check_given(options, ("urls",))
        read_headers(options["headers"])
        return _split("prefetch", {"file": check_urls(options["urls"], "urls", rules, warn)}, options, objects)
    check_unused(options, _OF_PREFETCH, "for a prefetch only.")
    if not options["everything"]:
        check_given(options, _LISTS)
    if not (options["directories"] or options["hosts"] or options["everything"]):
        check_unused(options, ("mode",), "is for directories, hosts and everything.")
    if not options["cache_tags"]:
        check_unused(options, ("domains",), "is for cache_tags alone.")
    for number, domain in enumerate(options["domains"] or ()):
        _check_host(domain.strip(), f"domains[{number}]")
    rules = UrlRules(encode=True, instead="Purge by directories, hosts or cache_tags")
    values = {
        "file": check_urls(options["urls"] or (), "urls", rules, warn),
        "directory": check_urls(options["directories"] or (), "directories", rules, warn, directories=True),
        "host": check_each(options["hosts"] or (), "hosts", _check_host, warn),
        "tag": check_each(options["cache_tags"] or (), "cache_tags", check_tag, warn),
        # A purge of everything has no target.
        "all": [zone_id] if options["everything"] else [],
    }
    return _split("purge", values, options, objects)


def call_of(batch: Batch, word: str, options: Mapping[str, Any], zone_id: str) -> Call:
    """The call that submits a batch; word is the vendor's for its kind."""
    parameters: dict[str, Any] = {"ZoneId": zone_id}
    if batch.operation == "prefetch":
        parameters["Targets"] = list(batch.urls)
        if options["edge"]:
            parameters["Mode"] = "edge"
        if options["parse_m3u8"]:
            parameters["PrefetchMediaSegments"] = "on"
        headers = read_headers(options["headers"])
        if headers:
            parameters["Headers"] = [
                {"Name": name, "Value": value} for name, values in headers.items() for value in values
            ]
        return Call("CreatePrefetchTask", "prefetch", parameters)
    parameters["Type"] = word
    if batch.object_type in _WITH_METHOD and options["mode"]:
        parameters["Method"] = options["mode"]
    if batch.object_type != "all":
        parameters["Targets"] = list(batch.urls)
    if batch.object_type == "tag" and options["domains"]:
        parameters["CacheTag"] = {"Domains": list(dict.fromkeys(map(str.strip, options["domains"])))}
    return Call("CreatePurgeTask", "purge", parameters)


def _split(
    operation: Operation,
    values: Mapping[str, list[str]],
    options: Mapping[str, Any],
    objects: Mapping[BatchKind, Limits],
) -> list[Batch]:
    size = options["batch_size"]
    if size is not None:
        size = int(read_number(options, "batch_size", 1, LARGEST_BATCH))
    return [
        batch
        for object_type, own in values.items()
        for batch in split(operation, object_type, own, _limits(objects[operation, object_type], size))
    ]


def _limits(declared: Limits, size: int | None) -> Limits:
    return declared if size is None or declared.urls == 1 else Limits(size)


def _check_host(text: str, place: str) -> None:
    if not is_host(text):
        raise OptionError(
            f"{place}: {show(text)} is not a host name. Expected one without scheme and path, such as www.example.com."
        )
