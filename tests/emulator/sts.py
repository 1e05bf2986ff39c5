# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the parties that hand out keys which end have in common: settings, lifetimes, the keys themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from .accounts import Key
from .blueprint import Blueprint, CallSpec
from .settings import about, switch

SHORTEST, LONGEST, USUAL = 900, 43200, 3600


@dataclass
class StsSettings:
    """Switches of an emulated STS."""

    key_lifetime: float | None = switch(None, "seconds a temporary key is valid; null: as it was asked for")
    rates: dict[str, Any] = field(
        default_factory=dict, metadata=about("calls per second by call name, in place of the documented ones")
    )


class Issuer:
    """Numbers the keys of a cloud, in that cloud's own table of keys."""

    def __init__(self, access_key: str, word: str) -> None:
        self._access_key = access_key
        self._word = word
        self._number = 0

    def issue(self, keys: dict[str, Key], tenant: str, ends_at: float) -> Key:
        """A new temporary key; it does not end the old ones."""
        self._number += 1
        number = f"{self._number:06d}"
        key = Key(
            access_key=f"{self._access_key}{number}",
            secret_key=f"{self._word}issuedsecret{number}" + "0" * 8,
            tenant=tenant,
            token=f"{self._word}issuedtoken{number}" + "B" * 600 + "==",
            expires_at=ends_at,
        )
        keys[key.access_key] = key
        return key

    def end_issued(self, keys: dict[str, Key]) -> None:
        """End every key that was issued, whatever was said of it."""
        for key in list(keys.values()):
            if key.token is not None and "issued" in key.token:
                keys[key.access_key] = replace(key, expires_at=0.0)


class Sts(Blueprint):
    """Keys that end, for the account of the products that stand beside it."""

    has_tasks: ClassVar[bool] = False
    settings_type = StsSettings
    machine_calls: ClassVar[Mapping[str, CallSpec]] = {
        name: CallSpec(None) for name in ("CreateMetadataToken", "ListMachineRoles", "GetMachineKey")
    }

    def lifetime(self, asked: float) -> float:
        """How long a key is really good."""
        lifetime = self.settings.key_lifetime
        return asked if lifetime is None else float(lifetime)

    def next_ids(self, operation: str, count: int) -> list[str]:
        raise ValueError("STS has no tasks")

    def quotas(self, tenant: str) -> dict[str, dict[str, int]]:
        return {}
