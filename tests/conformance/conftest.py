# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every test of the suite takes a kit; the tests of submissions take those of providers that submit."""

from __future__ import annotations

import pytest

from tests.conformance.kit import Kit, kits
from tests.conformance.stage import play

KITS = kits()


SUBMITTING = [kit for kit in KITS if kit.declaration.open_submitter is not None]


@pytest.fixture(scope="session", params=SUBMITTING, ids=[kit.name for kit in SUBMITTING])
def submitting(request: pytest.FixtureRequest) -> Kit:
    """Of one provider that takes submissions after the other."""
    chosen: Kit = request.param
    return chosen


FAILING = [kit for kit in KITS if kit.tells_failures]
QUOTING = [kit for kit in SUBMITTING if kit.tells_quotas]


@pytest.fixture(scope="session", params=FAILING, ids=[kit.name for kit in FAILING])
def failing(request: pytest.FixtureRequest) -> Kit:
    """Of one provider whose tasks can fail after the other."""
    chosen: Kit = request.param
    return chosen


@pytest.fixture(scope="session", params=QUOTING, ids=[kit.name for kit in QUOTING])
def quoting(request: pytest.FixtureRequest) -> Kit:
    """Of one provider that tells of quotas after the other."""
    chosen: Kit = request.param
    return chosen


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """`kit` is that of one provider after the other; a test with `way` runs for each way in which one can be asked."""
    if "way" in metafunc.fixturenames:
        pairs = [(kit, way) for kit in KITS for way in play(kit).ways]
        names = [f"{kit.name}-{way}" for kit, way in pairs]
        metafunc.parametrize(("kit", "way"), pairs, ids=names, scope="session")
    elif "kit" in metafunc.fixturenames:
        metafunc.parametrize("kit", KITS, ids=[kit.name for kit in KITS], scope="session")
