# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A demo account's key. Every cloud's own stand in its folder, in accounts.py."""

from __future__ import annotations

from dataclasses import dataclass

#: What a key may do: everything, only the read calls, or nothing.
FULL, READ_ONLY, NOTHING = "full", "read", "nothing"


@dataclass(frozen=True)
class Key:
    """An access key. With a `token` it is a temporary one, valid only together with that token."""

    access_key: str
    secret_key: str
    tenant: str
    token: str | None = None
    rights: str = FULL
    active: bool = True
    expires_at: float | None = None
    iam_user: bool = False
