# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The emulator, and a client that signs."""

from __future__ import annotations

from tests.emulator.stage import client_fixture, clock, emulator, pauses, shared_clock, shared_emulator, shared_pauses
from tests.providers.huaweicloud_cdn.client import HuaweiClient

__all__ = ["clock", "emulator", "pauses", "shared_clock", "shared_emulator", "shared_pauses"]

huawei = client_fixture(HuaweiClient)
