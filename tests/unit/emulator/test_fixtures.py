# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The worked examples of the vendors' pages come out of the emulator as they are documented."""

from __future__ import annotations

from typing import Any

import pytest

from tests.emulator import fixtures
from tests.emulator.clients import AlibabaClient, HuaweiClient
from tests.emulator.clock import parse_rfc3339
from tests.emulator.testing import Emulator, FakeClock


def ask(emulator: Emulator, clock: FakeClock, example: dict[str, Any]) -> Any:
    request = example["request"]
    if "action" in request:
        alibaba = AlibabaClient(emulator.host, clock.time)
        answer = alibaba.call(request["action"], request["query"]).json
        alibaba.close()
        answer["RequestId"] = example["answer"]["RequestId"]
        if isinstance(answer.get("Tasks"), dict):
            # No order of the rows is documented.
            answer["Tasks"]["Task"].sort(key=lambda row: row["TaskId"])
        return answer
    huawei = HuaweiClient(emulator.host, clock.time)
    answer = huawei.call("GET", request["path"], request["query"]).json
    huawei.close()
    return answer


@pytest.mark.parametrize("name", fixtures.names())
def test_an_example(emulator: Emulator, clock: FakeClock, name: str) -> None:
    example = fixtures.load(name)
    clock.advance(parse_rfc3339(example["now"]) - clock.time())
    emulator.settings(**example.get("settings", {}))
    emulator.add_tasks(example.get("tasks", []))
    assert ask(emulator, clock, example) == example["answer"]
    assert example["source"]


def test_examples_as_live_tasks(emulator: Emulator) -> None:
    emulator.settings(alibabacloud_dcdn={"description_on_complete": True})
    made = emulator.load_fixtures()
    assert {"ff8080xxxxxxxxxxxxd816ff0128", "7620242", "113681**", "704222904"} <= set(made)
    assert len(made) == len(set(made))
    official = emulator.task("huaweicloud_cdn", "ff8080xxxxxxxxxxxxd816ff0128")
    assert official["created_at"].startswith("2026-11-21T"), "moved to the present: the cloud forgets old tasks"


def test_documented_times() -> None:
    created = {task["id"]: task["created_at"] for task in fixtures.live_tasks()}
    assert created["ff8080xxxxxxxxxxxxd816ff0128"] == 1534240233.215
