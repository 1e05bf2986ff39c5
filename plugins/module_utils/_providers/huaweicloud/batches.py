# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Huawei Cloud CDN: what the options of a submission mean, call by call. Pure.

The pages "Creating a Cache Purge Task" and "Creating a Cache Prefetch Task" say what a call takes.
"""

from __future__ import annotations

from typing import Any, Callable, Mapping, Sequence

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.submission import Batch, BatchKind, Limits
from ansible_collections.edgeops.cdn.plugins.module_utils._model.urls import UrlRules, check_urls, show_url
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.batching import check_given, check_unused, split

#: Characters, from the same pages.
LONGEST_URL = 4_096

_LISTS = ("urls", "directories")


def read_batches(
    options: Mapping[str, Any], objects: Mapping[BatchKind, Limits], warn: Callable[[str], None]
) -> list[Batch]:
    """The calls that submit what the options ask for; OptionError for what cannot be submitted."""
    operation = options["operation"]
    check_given(options, _LISTS)
    if operation == "prefetch":
        check_unused(options, ("directories",), "a prefetch takes urls alone.")
    if not options["directories"]:
        check_unused(options, ("mode",), "is for directories alone.")
    if options["zh_url_encode"]:
        for name in _LISTS:
            _check_no_spaces(options[name] or (), name)
    instead = UrlRules.instead if operation == "prefetch" else "Purge by directories"
    rules = UrlRules(LONGEST_URL, instead=instead)
    files = check_urls(options["urls"] or (), "urls", rules, warn)
    directories = check_urls(options["directories"] or (), "directories", rules, warn, directories=True)
    return [
        *split(operation, "file", files, objects[operation, "file"]),
        *split("purge", "directory", directories, objects["purge", "directory"]),
    ]


def _check_no_spaces(values: Sequence[str], option: str) -> None:
    for number, value in enumerate(values):
        if " " in value.strip() or "%20" in value:
            raise OptionError(
                f"{option}[{number}]: {show_url(value)} has a space in it; for such a URL the vendor wants "
                "zh_url_encode to be off. Submit such URLs in a task of their own, with other special characters "
                "encoded as well."
            )
