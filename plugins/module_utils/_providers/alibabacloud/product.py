# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""What tells Alibaba Cloud's products apart that share an API: names, limits, addresses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping


@dataclass(frozen=True)
class Product:
    """One product, as its API calls it."""

    name: str
    title: str
    #: One address for all regions, as far as the vendor's pages tell.
    endpoint: str
    #: Of the API.
    version: str
    #: What the actions of RAM policies begin with.
    namespace: str
    #: The calls.
    by_id: str
    list: str
    purge: str
    purge_by_tag: str
    prefetch: str
    quota: str
    #: The most rows in a page of the list.
    page_size: int
    #: Calls per second that the pages of the calls document.
    rates: Mapping[str, float]
    #: ObjectType of a purge of a URL with whatever parameters.
    ignore_params: str
    #: An address that some accounts may need instead.
    elsewhere: str | None = None

    def action(self, call: str) -> str:
        """A call's name in a RAM policy."""
        return f"{self.namespace}:{call}"
