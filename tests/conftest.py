# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What holds for every test: nothing of the user's own leaks in, and chance repeats itself."""

from __future__ import annotations

import importlib
import os
import sys
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager, nullcontext
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
#: Tests of one file of plugins/ each, and of one cloud each: these reach most. Others are marked `cover` where they
#: reach what these do not.
_COUNTED = (_HERE / "unit" / "plugins", _HERE / "providers")


def _is_counted(item: pytest.Item) -> bool:
    """Whether what a test reaches of plugins/ is counted, which takes it up to twice as long.

    Not for properties, which reach the same over and over.
    """
    if item.get_closest_marker("cover"):
        return True
    is_property = getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
    return not is_property and any(item.path.is_relative_to(folder) for folder in _COUNTED)


def _is_counting() -> bool:
    """Whether the lines that this process reaches are counted."""
    coverage = sys.modules.get("coverage")
    return coverage is not None and coverage.Coverage.current() is not None


@contextmanager
def _uncounted() -> Iterator[None]:
    """Count nothing, nor in what is started. Coverage's own stop and start take a twentieth of a second each time."""
    inherited = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("COVERAGE_")}
    of_this_thread, of_new_threads = sys.gettrace(), threading.gettrace()
    sys.settrace(None)
    threading.settrace(None)
    try:
        yield
    finally:
        threading.settrace(of_new_threads)
        sys.settrace(of_this_thread)
        os.environ.update(inherited)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is not counted, as those tests mark themselves that try many times what others reach."""
    for item in items:
        if not _is_counted(item):
            item.add_marker(pytest.mark.no_cover)
    if _is_counting():
        # A process runs the lines of an import once: a test that is not counted, if it came first, would lose them.
        for name in files_in(_HERE.parent / "plugins" / "module_utils"):
            importlib.import_module(f"{PACKAGE}.module_utils.{name}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, Any, Any]:
    """Count nothing while a test runs that is not to be counted."""
    with _uncounted() if _is_counting() and item.get_closest_marker("no_cover") else nullcontext():
        return (yield)


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
