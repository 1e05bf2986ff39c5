# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.edgeops.cdn.plugins.plugin_utils._parent import ParentClock
from tests.unit.support import FakeClock


def test_time_passes_while_the_parent_lives() -> None:
    clock = ParentClock(FakeClock(100.0), lambda: 42)
    clock.sleep(5.0)
    assert (clock.monotonic(), clock.time()) == (5.0, 105.0)


@pytest.mark.parametrize("use", ["monotonic", "sleep"])
def test_without_the_parent_there_is_no_time(use: str) -> None:
    parents = [42, 1]
    clock = ParentClock(FakeClock(), lambda: parents.pop(0))
    with pytest.raises(SystemExit):
        clock.sleep(1.0) if use == "sleep" else clock.monotonic()
