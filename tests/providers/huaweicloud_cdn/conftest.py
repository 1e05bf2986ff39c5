# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The emulator, and a client that signs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.emulator.stage import clock, emulator, pauses, shared_clock, shared_emulator, shared_pauses
from tests.emulator.testing import Emulator, FakeClock
from tests.providers.huaweicloud_cdn.client import HuaweiClient

__all__ = ["clock", "emulator", "pauses", "shared_clock", "shared_emulator", "shared_pauses"]


@pytest.fixture
def huawei(emulator: Emulator, clock: FakeClock) -> Iterator[HuaweiClient]:
    client = HuaweiClient(emulator.host, clock.time)
    yield client
    client.close()
