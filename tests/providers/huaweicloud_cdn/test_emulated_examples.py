# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The worked examples of the vendor's pages come out of the emulator as they are documented."""

from __future__ import annotations

import pytest

from tests.emulator import examples
from tests.emulator.clock import parse_rfc3339
from tests.emulator.testing import Emulator, FakeClock
from tests.providers.huaweicloud_cdn.client import HuaweiClient


@pytest.mark.parametrize("name", [name for name in examples.names() if name.startswith("huaweicloud_cdn/")])
def test_an_example(emulator: Emulator, clock: FakeClock, huawei: HuaweiClient, name: str) -> None:
    example = examples.load(name)
    clock.advance(parse_rfc3339(example["now"]) - clock.time())
    emulator.settings(**example.get("settings", {}))
    emulator.add_tasks(example.get("tasks", []))
    request = example["request"]
    answer = huawei.call("GET", request["path"], request["query"]).json
    assert answer == example["answer"]
