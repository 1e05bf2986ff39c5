# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An emulator for the official SDK clients, which sign with the real date."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.emulator.testing import Emulator, FakeClock


@pytest.fixture(scope="session")
def shared_clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(scope="session")
def shared_emulator(shared_clock: FakeClock) -> Iterator[Emulator]:
    # Rates are measured on the fake clock, which stands still: they are tested elsewhere.
    with Emulator(clock=shared_clock.time, monotonic=shared_clock.monotonic, limits=False) as emulator:
        yield emulator


@pytest.fixture
def emulator(shared_emulator: Emulator) -> Emulator:
    shared_emulator.reset()
    return shared_emulator


@pytest.fixture
def clock(shared_clock: FakeClock) -> FakeClock:
    return shared_clock
