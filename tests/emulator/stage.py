# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fixtures: one emulator for all tests of emulated clouds, with a clock that the tests move."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import pytest

from .clients import Client
from .testing import Emulator, FakeClock, Pauses

C = TypeVar("C", bound=Client)
#: 2026-11-21T08:31:00Z, a minute after the date of the signature vectors.
START = 1795249860.0


@pytest.fixture(scope="session")
def shared_clock() -> FakeClock:
    return FakeClock(START)


@pytest.fixture(scope="session")
def shared_pauses() -> Pauses:
    return Pauses()


@pytest.fixture(scope="session")
def shared_emulator(shared_clock: FakeClock, shared_pauses: Pauses) -> Iterator[Emulator]:
    with Emulator(clock=shared_clock.time, monotonic=shared_clock.monotonic, pause=shared_pauses) as emulator:
        yield emulator


@pytest.fixture
def clock(shared_clock: FakeClock) -> FakeClock:
    shared_clock.advance(START - shared_clock.time())
    return shared_clock


@pytest.fixture
def pauses(shared_pauses: Pauses) -> Pauses:
    shared_pauses.clear()
    return shared_pauses


@pytest.fixture
def emulator(shared_emulator: Emulator, clock: FakeClock, pauses: Pauses) -> Emulator:
    shared_emulator.reset()
    return shared_emulator


def client_fixture(kind: type[C]) -> Callable[..., Any]:
    """A fixture: a client of that kind for the emulator, closed at the end of a test."""

    @pytest.fixture
    def client(emulator: Emulator, clock: FakeClock) -> Iterator[C]:
        made = kind(emulator.host, clock.time)
        yield made
        made.close()

    return client
