# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The one import of requests: a host that has none, or an old one, is told so."""

from __future__ import annotations

import importlib.util
import sys

import pytest
import requests

from ansible_collections.edgeops.cdn.plugins.module_utils._http import requests_library


def test_host_without_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "requests", None)
    spec = importlib.util.spec_from_file_location("without_requests", str(requests_library.__file__))
    assert spec is not None
    assert spec.loader is not None
    without = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(without)
    assert without.requests is None
    assert "Traceback" in without.REQUESTS_IMPORT_ERROR
    assert "2.25.1 or newer" in without.requests_problem()


@pytest.mark.parametrize(
    ("version", "usable"),
    [("2.19.1", False), ("2.25.0", False), ("2.9", False), ("2.25.1", True), ("2.32.0.dev1", True), ("3.0", True)],
)
def test_old_requests(monkeypatch: pytest.MonkeyPatch, version: str, usable: bool) -> None:
    monkeypatch.setattr(requests, "__version__", version)
    problem = requests_library.requests_problem()
    assert (problem is None) == usable
    assert usable or version in str(problem)


def test_requests_of_this_machine() -> None:
    assert requests_library.requests_problem() is None
    assert requests_library.REQUESTS_IMPORT_ERROR is None
