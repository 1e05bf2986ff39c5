# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What holds for every test that makes a module in this process."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from ansible.module_utils.common import warnings as core_warnings


@pytest.fixture(autouse=True)
def _only_own_warnings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keep what modules of other tests have warned of out of a result."""
    # Tests of actions have told ansible-core that this is the controller, where it displays warnings at once.
    internal = sys.modules.get("ansible.module_utils._internal")
    if internal is not None:
        monkeypatch.setattr(internal, "is_controller", False, raising=False)
    kept = (core_warnings._global_warnings, core_warnings._global_deprecations)
    for each in kept:
        each.clear()
    yield
    for each in kept:
        each.clear()
