# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The control API over HTTP, the settings behind it, and the same by method calls."""

from __future__ import annotations

from typing import Any

import pytest

from tests.emulator.clients import Client
from tests.emulator.providers import BLUEPRINTS
from tests.emulator.settings import SettingsError
from tests.emulator.testing import Emulator, FakeClock
from tests.emulator.world import NotFound, RequestError
from tests.providers.huaweicloud_cdn.client import HuaweiClient

CDN, DCDN = "huaweicloud_cdn", "alibabacloud_dcdn"


def test_health(emulator: Emulator, huawei: Client) -> None:
    assert huawei.control("GET", "health").json == {
        "status": "ok", "providers": [blueprint.name for blueprint in BLUEPRINTS], "tasks": 0,
    }  # fmt: skip


def test_tasks(emulator: Emulator, huawei: Client) -> None:
    one = {"provider": CDN, "operation": "prefetch", "urls": ["https://www.example.com/a"], "script": {"stuck": True}}
    reply = huawei.control("POST", "tasks", one)
    assert (reply.status, reply.json) == (
        201,
        {"ids": ["7620240"], "tasks": [{"provider": CDN, "id": "7620240"}]},
    )
    more = {"tasks": [{"provider": DCDN, "count": 2}, {"provider": CDN, "id": "x9", "count": 2, "url_count": 5}]}
    made = huawei.control("POST", "tasks", more).json
    assert made["ids"] == ["704222904", "704222905", "x9", "x10"]
    assert made["tasks"][1:3] == [{"provider": DCDN, "id": "704222905"}, {"provider": CDN, "id": "x9"}]
    assert len(huawei.control("GET", "tasks").json["tasks"]) == 5
    listed = huawei.control("GET", f"tasks?provider={DCDN}").json["tasks"]
    assert [task["id"] for task in listed] == ["704222904", "704222905"]
    assert huawei.control("GET", f"tasks/{CDN}/7620240").json == {
        "provider": CDN, "id": "7620240", "operation": "prefetch", "object_type": "file",
        "created_at": "2026-11-21T08:31:00Z", "tenant": "0123456789abcdef0123456789abcdef", "project": "0",
        "url_count": 1, "reads": 0, "visible": True, "finished": False, "states": {"running": 1},
        "script": {"stuck": True},
    }  # fmt: skip


@pytest.mark.parametrize("method", ["PATCH", "POST"])
def test_changing_and_removing_a_task(emulator: Emulator, huawei: HuaweiClient, method: str) -> None:
    emulator.add_task(CDN, id="1", script={"stuck": True})
    changes = {
        "script": {"fail": {}},
        "urls": ["https://a/1", "https://a/2"],
        "created_at": "2026-11-21T08:00:00+00:00",
    }
    reply = huawei.control(method, f"tasks/{CDN}/1", changes).json
    assert (reply["finished"], reply["states"], reply["url_count"]) == (True, {"succeeded": 1, "failed": 1}, 2)
    assert reply["created_at"] == "2026-11-21T08:00:00Z"
    assert huawei.list().json["tasks"][0]["create_time"] == 1795248000000
    assert huawei.control(method, f"tasks/{CDN}/1", {"url_count": 9, "reads": 4}).json["reads"] == 4
    assert huawei.control("DELETE", f"tasks/{CDN}/1").status == 200
    assert huawei.control("DELETE", f"tasks/{CDN}/1").status == 404
    assert huawei.control(method, f"tasks/{CDN}/1", {}).status == 404
    assert huawei.list().json["total"] == 0


@pytest.mark.parametrize(
    "task",
    [
        {},
        {"provider": "nobody"},
        {"provider": "huaweicloud_iam"},
        {"provider": CDN, "colour": "red"},
        {"provider": CDN, "operation": "refresh"},
        {"provider": CDN, "count": 0},
        {"provider": CDN, "count": "2"},
        {"provider": CDN, "url_count": -1},
        {"provider": CDN, "id": "abc", "count": 2},
        {"provider": CDN, "created_at": "yesterday"},
        {"provider": CDN, "script": {"nonsense": 1}},
        {"provider": CDN, "script": "nonsense"},
        {"provider": CDN, "urls": 5},
        {"provider": CDN, "urls": "https://www.example.com/a"},
        {"tasks": 5},
        {"tasks": [5]},
    ],
)
def test_bad_tasks(emulator: Emulator, huawei: Client, task: Any) -> None:
    reply = huawei.control("POST", "tasks", task)
    assert reply.status == 400
    assert reply.json["error"]
    assert emulator.tasks() == []


def test_an_id_can_be_taken_once(emulator: Emulator, huawei: Client) -> None:
    emulator.add_task(CDN, id="1")
    assert huawei.control("POST", "tasks", {"provider": CDN, "id": "1"}).status == 400
    assert emulator.add_task(DCDN, id="1") == "1", "another provider has its own ids"


def test_bodies_that_are_no_json_objects(huawei: Client) -> None:
    for body in (b"[]", b"{", b"1"):
        reply = huawei.send("POST", "/_control/tasks", {}, body)
        assert reply.status == 400


def test_faults(emulator: Emulator, huawei: HuaweiClient) -> None:
    reply = huawei.control("POST", "faults", {"kind": "status", "status": 503, "provider": CDN, "times": 2})
    assert reply.status == 201
    both = huawei.control("POST", "faults", {"faults": [{"kind": "reset", "times": None}, {"kind": "hang"}]}).json
    assert len(both["ids"]) == 2
    assert [fault["kind"] for fault in huawei.control("GET", "faults").json["faults"]] == ["status", "reset", "hang"]
    assert huawei.control("DELETE", f"faults/{both['ids'][0]}").status == 200
    assert huawei.control("DELETE", f"faults/{both['ids'][0]}").status == 404
    assert huawei.list().status == 503
    assert huawei.control("DELETE", "faults").status == 200
    assert huawei.control("GET", "faults").json == {"faults": []}
    assert huawei.list().status == 200
    assert huawei.control("POST", "faults", {"kind": "nonsense"}).status == 400
    assert huawei.control("POST", "faults", {"kind": "reset", "provider": "nobody"}).status == 400
    assert huawei.control("DELETE", "faults/x").status == 400


def test_settings(emulator: Emulator, huawei: Client) -> None:
    before = huawei.control("GET", "settings").json
    assert before["limits"] is True
    assert before[CDN]["unknown_id"] == "cdn_0108"
    after = huawei.control("POST", "settings", {"limits": False, CDN: {"unknown_id": "empty_object"}}).json
    assert after["limits"] is False
    assert after[CDN]["unknown_id"] == "empty_object"
    assert huawei.control("POST", "reset").status == 200
    assert huawei.control("GET", "settings").json == before
    explained = huawei.control("GET", "settings?help=1").json
    assert explained[CDN]["unknown_id"]["choices"] == ["cdn_0108", "cdn_0003", "empty_object"]
    assert all(entry["about"] for section in explained.values() for entry in section.values())


@pytest.mark.parametrize(
    "changes",
    [
        {"limit": False},
        {"limits": 1},
        {"latency": "slow"},
        {"latency": True},
        {"default_script": {"nonsense": 1}},
        {"default_script": 5},
        {CDN: {"unknown_id": "whatever"}},
        {CDN: {"nonsense": 1}},
        {CDN: 5},
        {CDN: {"url_tasks_enabled": "yes"}},
        {DCDN: {"unknown_key_status": 418}},
        {DCDN: {"rates": 5}},
        {"used_quota": {"nobody": {"Url": 1}}},
    ],
)
def test_bad_settings(emulator: Emulator, huawei: Client, changes: dict[str, Any]) -> None:
    before = emulator.settings()
    reply = huawei.control("POST", "settings", changes)
    assert reply.status == 400
    assert reply.json["error"]
    assert emulator.settings() == before


def test_stats_log_and_reset(emulator: Emulator, huawei: HuaweiClient) -> None:
    emulator.add_task(CDN)
    huawei.list()
    stats = huawei.control("GET", "stats").json
    assert stats["tasks"] == 1
    assert stats["providers"][CDN]["total_calls"] == 1
    assert stats["providers"][CDN]["quotas"]["preheat"] == {"limit": 1000, "used": 0}
    assert len(huawei.control("GET", "log").json["entries"]) == 1
    huawei.control("POST", "reset")
    assert huawei.control("GET", "stats").json["tasks"] == 0
    assert huawei.control("GET", "log").json == {"entries": []}


def test_other_paths(emulator: Emulator, huawei: Client) -> None:
    assert huawei.send("GET", "/", {}).status == 404
    assert huawei.send("GET", "/elsewhere", {}).status == 404
    assert huawei.control("GET", "nothing").status == 404


def test_by_method_calls(emulator: Emulator) -> None:
    task_id = emulator.add_task(CDN, url_count=2)
    assert emulator.add_tasks([{"provider": CDN}, {"provider": DCDN, "count": 2}]) == [
        "7620241", "704222904", "704222905",
    ]  # fmt: skip
    assert emulator.task(CDN, task_id)["url_count"] == 2
    assert emulator.change_task(CDN, task_id, url_count=3)["url_count"] == 3
    emulator.remove_task(CDN, task_id)
    with pytest.raises(NotFound):
        emulator.task(CDN, task_id)
    with pytest.raises(RequestError):
        emulator.add_task(CDN, colour="red")
    with pytest.raises(SettingsError):
        emulator.settings(nonsense=1)
    number = emulator.add_fault("reset", times=None)
    assert [fault["id"] for fault in emulator.faults()] == [number]
    assert emulator.remove_fault(number)
    emulator.add_fault("reset")
    emulator.clear_faults()
    assert emulator.faults() == []


def test_an_emulator_of_ones_own_and_its_life() -> None:
    emulator = Emulator(limits=False, huaweicloud_cdn={"unknown_id": "cdn_0003"})
    with pytest.raises(RuntimeError):
        emulator.stats()
    with emulator:
        assert emulator.settings()["limits"] is False
        emulator.settings(limits=True)
        emulator.reset()
        assert emulator.settings()["limits"] is False, "a reset goes back to the settings it was made with"
        client = HuaweiClient(emulator.host)
        assert client.detail("1").status == 404
        assert emulator.environment()["EDGEOPS_CDN_EMULATOR"] == emulator.url
        client.close()
    with pytest.raises(RuntimeError):
        emulator.stats()
    with emulator:
        assert emulator.tasks() == [], "it can be started again"


def test_bad_settings_of_a_new_emulator() -> None:
    with pytest.raises(RuntimeError, match="cannot start"), Emulator(nonsense=1):
        pass


def test_two_emulators_know_nothing_of_each_other(emulator: Emulator, clock: FakeClock) -> None:
    with Emulator(clock=clock.time) as other:
        other.add_task(CDN)
        assert emulator.tasks() == []
        assert other.port != emulator.port


def test_an_emulator_cannot_take_a_port_in_use(emulator: Emulator) -> None:
    with pytest.raises(RuntimeError, match="cannot start"), Emulator(port=emulator.port):
        pass
