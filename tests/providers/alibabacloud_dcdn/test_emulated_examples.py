# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The worked examples of the vendor's pages come out of the emulator as they are documented."""

from __future__ import annotations

import pytest

from tests.emulator import examples
from tests.emulator.clock import parse_rfc3339
from tests.emulator.testing import Emulator, FakeClock
from tests.providers.alibabacloud_dcdn.client import AlibabaClient


@pytest.mark.parametrize("name", [name for name in examples.names() if name.startswith("alibabacloud_dcdn/")])
def test_an_example(emulator: Emulator, clock: FakeClock, alibaba: AlibabaClient, name: str) -> None:
    example = examples.load(name)
    clock.advance(parse_rfc3339(example["now"]) - clock.time())
    emulator.settings(**example.get("settings", {}))
    emulator.add_tasks(example.get("tasks", []))
    request = example["request"]
    answer = alibaba.call(request["action"], request["query"]).json
    answer["RequestId"] = example["answer"]["RequestId"]
    if isinstance(answer.get("Tasks"), dict):
        # No order of the rows is documented.
        answer["Tasks"]["Task"].sort(key=lambda row: row["TaskId"])
    assert answer == example["answer"]
