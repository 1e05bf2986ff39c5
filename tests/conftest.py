# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What holds for every test: nothing of the user's own leaks in, and chance repeats itself."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.integration_playbooks.guard.sitecustomize import leaving
from tests.tools.environment import isolated
from tests.tools.imports import PACKAGE, files_in
from tests.tools.reliability import SOAK, SOAK_EXAMPLES, record_property

# Before any module of the collection is imported; whatever a test starts inherits it.
_environ = isolated(os.environ)
os.environ.clear()
os.environ.update(_environ)

# The same examples on every run, and no deadline: no verdict depends on the speed of a machine.
# HYPOTHESIS_PROFILE=explore looks for new examples, and prints how to repeat a failure.
settings.register_profile("repeatable", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("brief", deadline=None, derandomize=True, print_blob=True, max_examples=20)
settings.register_profile("explore", deadline=None, max_examples=2000, print_blob=True)
settings.register_profile(SOAK, deadline=None, max_examples=SOAK_EXAMPLES, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


def pytest_runtest_teardown(item: pytest.Item) -> None:
    """In the soak, keep how many examples each property was tried with."""
    statistics = getattr(item, "hypothesis_statistics", None)
    if statistics is not None and os.environ.get("HYPOTHESIS_PROFILE") == SOAK:
        record_property(item.nodeid, statistics)


_HERE = Path(__file__).parent
#: Tests of the tests' own tools and of documents: they reach nothing of plugins/ that others do not.
_OF_TOOLS = tuple(
    _HERE / "unit" / name
    for name in ("benchmark", "emulator", "tools", "test_metadata.py", "test_pipelines.py", "test_requirements.py")
)
_PLAYBOOKS = _HERE / "integration_playbooks"


def _is_counted(item: pytest.Item) -> bool:
    """Whether what a test reaches of plugins/ is counted, which takes it twice as long.

    Not for properties, which reach the same over and over; for playbooks where they reach what no other test does.
    """
    if item.path.is_relative_to(_PLAYBOOKS):
        return item.get_closest_marker("cover") is not None
    is_property = getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
    return not is_property and not any(item.path.is_relative_to(path) for path in _OF_TOOLS)


def _counting() -> Any:
    """What counts the lines that this process reaches, or None."""
    coverage = sys.modules.get("coverage")
    return coverage.Coverage.current() if coverage else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is not counted, as those tests mark themselves that try many times what others reach."""
    for item in items:
        if not _is_counted(item):
            item.add_marker(pytest.mark.no_cover)
    if _counting():
        # A process runs the lines of an import once: a test that is not counted, if it came first, would lose them.
        for name in files_in(_HERE.parent / "plugins" / "module_utils"):
            importlib.import_module(f"{PACKAGE}.module_utils.{name}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, Any, Any]:
    """Count nothing while a test runs that is not to be counted, nor in what it starts."""
    counting = _counting() if item.get_closest_marker("no_cover") else None
    if counting is None:
        return (yield)
    inherited = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("COVERAGE_")}
    counting.stop()
    try:
        return (yield)
    finally:
        counting.start()
        os.environ.update(inherited)


#: What a test of this process tried to reach beyond this machine.
_elsewhere: list[str] = []


def _watch_sockets(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse every connection that leaves this machine, before a packet is sent."""
    host = leaving(event, arguments)
    if host is not None:
        _elsewhere.append(host)
        raise ConnectionRefusedError(f"a test must not reach {host}")


sys.addaudithook(_watch_sockets)


@pytest.fixture(autouse=True)
def _nothing_leaves_this_machine() -> Iterator[None]:
    """Fail a test whose socket goes elsewhere, also where the code under test has swallowed the refusal."""
    _elsewhere.clear()
    yield
    reached, _elsewhere[:] = list(_elsewhere), []
    assert reached == [], "a socket of this test went beyond loopback"
