# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""What may still be submitted today, in one shape for every provider. Pure data, no I/O."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Mapping


@dataclass(frozen=True)
class Quota:
    """One of a provider's quotas of the day. Numbers are None where the provider did not say."""

    #: The provider's own name for it.
    name: str
    #: purge or prefetch; other for quotas that have nothing to do with either.
    operation: str = "other"
    object_type: str = "other"
    limit: int | None = None
    used: int | None = None
    remaining: int | None = None
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def as_dict(self, include_raw: bool = False) -> dict[str, Any]:
        document: dict[str, Any] = {
            "name": self.name,
            "operation": self.operation,
            "object_type": self.object_type,
            "limit": self.limit,
            "used": self.used,
            "remaining": self.remaining,
        }
        if include_raw:
            document["raw"] = dict(self.raw)
        return document
