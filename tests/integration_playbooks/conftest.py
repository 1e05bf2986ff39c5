# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

# Before any test file imports it.
pytest.register_assert_rewrite("tests.integration_playbooks.fault_cases")

from tests.emulator.testing import Emulator
from tests.integration_playbooks.support import Ansible, core_line


@pytest.fixture(scope="session")
def core() -> tuple[int, int]:
    """The release line of ansible-core that runs the playbooks."""
    return core_line()


@pytest.fixture
def ansible(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Ansible]:
    """Runs playbooks, none of which may reach beyond this machine."""
    made = Ansible(tmp_path, counted=request.node.get_closest_marker("no_cover") is None)
    yield made
    reached = made.reached.read_text(encoding="utf-8").split() if made.reached.exists() else []
    assert reached == [], "a playbook went beyond loopback"


@pytest.fixture
def new_emulator() -> Iterator[Callable[..., Emulator]]:
    """Starts emulators, one for each case whose figures are its own; all are stopped at the end."""
    with ExitStack() as stack:

        def start(**settings: Any) -> Emulator:
            return stack.enter_context(Emulator(**settings))

        yield start


@pytest.fixture
def emulator(new_emulator: Callable[..., Emulator]) -> Emulator:
    return new_emulator()
