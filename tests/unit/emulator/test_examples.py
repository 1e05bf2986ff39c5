# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The worked examples of the vendors' pages are tasks of the emulator, if one wants."""

from __future__ import annotations

from tests.emulator import examples
from tests.emulator.testing import Emulator


def test_examples_as_live_tasks(emulator: Emulator) -> None:
    made = emulator.load_examples()
    assert {"ff8080xxxxxxxxxxxxd816ff0128", "7620242", "113681**", "704222904"} <= set(made)
    assert len(made) == len(set(made))
    official = emulator.task("huaweicloud_cdn", "ff8080xxxxxxxxxxxxd816ff0128")
    assert official["created_at"].startswith("2026-11-21T"), "moved to the present: the cloud forgets old tasks"


def test_documented_times() -> None:
    created = {task["id"]: task["created_at"] for task in examples.live_tasks()}
    assert created["ff8080xxxxxxxxxxxxd816ff0128"] == 1534240233.215


def test_every_example_names_its_source() -> None:
    names = examples.names()
    assert names
    assert [name for name in names if not examples.load(name)["source"]] == []
