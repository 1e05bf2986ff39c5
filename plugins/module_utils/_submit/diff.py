# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""What a submission shows with --diff: what was submitted or, in check mode, what would be."""

from __future__ import annotations

from typing import Sequence

from ansible_collections.edgeops.cdn.plugins.module_utils._model.submission import Batch, BatchKind

#: Values of one kind that are shown; all of them are in the result.
MOST_SHOWN = 100


def difference(batches: Sequence[Batch]) -> list[dict[str, str]]:
    """A diff of each kind for Ansible: nothing before, and after it the values, one a line."""
    values: dict[BatchKind, list[str]] = {}
    for batch in batches:
        values.setdefault(batch.kind, []).extend(batch.urls)
    return [
        {
            "before_header": f"{' '.join(kind)}: before",
            "after_header": f"{' '.join(kind)}: submitted",
            "before": "",
            "after": "".join(f"{line}\n" for line in _lines(kind, urls)),
        }
        for kind, urls in values.items()
    ]


def _lines(kind: BatchKind, urls: Sequence[str]) -> list[str]:
    # A query may be a signature, which belongs on no screen. An expression has none, but many a question mark.
    lines = [url if kind[1] in ("regex", "tag") else _without_query(url) for url in urls[:MOST_SHOWN]]
    return lines if len(urls) <= MOST_SHOWN else [*lines, f"and {len(urls) - MOST_SHOWN} more"]


def _without_query(url: str) -> str:
    path, question, _query = url.partition("?")
    return f"{path}?..." if question else path
