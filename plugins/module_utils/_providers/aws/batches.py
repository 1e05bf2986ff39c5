# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""CloudFront: what the options of a submission mean, call by call. Pure.

From the pages "Invalidate files" and "Invalidate by cache tag" of the developer guide.
"""

from __future__ import annotations

import re
from typing import Any, Callable, Mapping, Sequence
from urllib.parse import urlsplit

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.submission import Batch, BatchKind, Limits
from ansible_collections.edgeops.cdn.plugins.module_utils._model.urls import UrlRules, check_urls, show
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.batching import check_each, check_given, split

#: Characters of a path.
LONGEST_PATH = 4_000
_LISTS = ("urls", "directories", "paths", "cache_tags")
#: Visible, without a comma; the asterisk has no meaning in it.
_TAG = re.compile(r"^[!-)+\-.-~+]{1,256}\Z")
_PATH = re.compile(r"^/[!-~]*\Z")


def read_batches(
    options: Mapping[str, Any], objects: Mapping[BatchKind, Limits], warn: Callable[[str], None]
) -> list[Batch]:
    """The calls that submit what the options ask for; OptionError for what cannot be submitted."""
    if options["operation"] == "prefetch":
        raise OptionError("operation: CloudFront has no prefetch. Expected purge.")
    check_given(options, _LISTS)
    rules = UrlRules(encode=True, instead="Purge by directories or paths")
    urls = check_urls(options["urls"] or (), "urls", rules, warn)
    directories = check_urls(options["directories"] or (), "directories", rules, warn, directories=True)
    paths = check_each(options["paths"] or (), "paths", _check_path, warn)
    tags = check_each(options["cache_tags"] or (), "cache_tags", _check_tag, warn)
    files = [*map(_path_of, urls), *(path for path in paths if not path.endswith("*"))]
    wildcards = [*(f"{_path_of(url)}*" for url in directories), *(path for path in paths if path.endswith("*"))]
    # URLs of several hosts may be one path, which is purged for all of them.
    values: Mapping[str, Sequence[str]] = {
        "file": list(dict.fromkeys(files)),
        "directory": list(dict.fromkeys(wildcards)),
        "tag": [f"#{tag}" for tag in tags],
    }
    for own in values.values():
        for value in own:
            if len(value) > LONGEST_PATH:
                raise OptionError(f"{show(value)} is longer than the {LONGEST_PATH} characters of a path.")
    return [
        batch
        for object_type, own in values.items()
        for batch in split("purge", object_type, own, objects["purge", object_type])
    ]


def _path_of(url: str) -> str:
    """What a distribution knows of a URL: no scheme and no host."""
    parts = urlsplit(url)
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"


def _check_path(text: str, place: str) -> None:
    if not _PATH.match(text):
        raise OptionError(
            f"{place}: {show(text)} is not a path. Expected one such as /images/*, percent-encoded, without scheme and "
            "host."
        )
    if "*" in text[:-1]:
        raise OptionError(
            f"{place}: {show(text)} has an asterisk that is not its last character, where it purges nothing."
        )


def _check_tag(text: str, place: str) -> None:
    if not _TAG.match(text):
        raise OptionError(
            f"{place}: {show(text)} is not a cache tag. Expected up to 256 visible characters of ASCII without commas "
            "and asterisks."
        )
