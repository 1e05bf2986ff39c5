# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Submitting purges and prefetches: rules, limits per call, quotas, ids."""

from __future__ import annotations

from typing import Any

import pytest

from tests.emulator.clients import Reply
from tests.emulator.testing import Emulator, FakeClock
from tests.providers.huaweicloud_cdn.client import HuaweiClient

CDN = "huaweicloud_cdn"
URL = "https://www.example.com/a.txt"
DIRECTORY = "https://www.example.com/d/"


def many(count: int, end: str = ".txt") -> list[str]:
    return [f"https://www.example.com/{number}{end}" for number in range(count)]


def huawei_error(reply: Reply) -> tuple[int, str]:
    return reply.status, reply.json["error"]["error_code"]


def test_huawei_purge_of_directories(emulator: Emulator, huawei: HuaweiClient) -> None:
    reply = huawei.purge([DIRECTORY], type="directory", mode="detect_modify_refresh")
    assert huawei.list(file_type="directory").json["tasks"][0]["id"] == reply.json["refresh_task"]


def test_huawei_hex_ids(emulator: Emulator, huawei: HuaweiClient) -> None:
    emulator.settings(huaweicloud_cdn={"id_shape": "hex"})
    task_id = huawei.purge([URL]).json["refresh_task"]
    assert task_id.startswith("ff8080")
    assert huawei.detail(task_id).json["id"] == task_id


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"no json", 400, "CDN.0001"),
        ({}, 400, "CDN.0001"),
        ({"refreshTask": {"urls": [URL]}}, 400, "CDN.0001"),
        ({"refresh_task": {}}, 400, "CDN.0001"),
        ({"refresh_task": [URL]}, 400, "CDN.0001"),
        ({"refresh_task": {"urls": []}}, 400, "CDN.0001"),
        ({"refresh_task": {"urls": URL}}, 400, "CDN.0001"),
        ({"refresh_task": {"urls": [1]}}, 400, "CDN.0001"),
        ({"refresh_task": {"urls": ["www.example.com/a"]}}, 400, "CDN.0001"),
        ({"refresh_task": {"urls": ["ftp://www.example.com/a"]}}, 400, "CDN.0001"),
        ({"refresh_task": {"urls": ["https:///a"]}}, 400, "CDN.0001"),
        ({"refresh_task": {"urls": [URL], "type": "regex"}}, 400, "CDN.0001"),
        ({"refresh_task": {"urls": [URL], "type": "directory"}}, 400, "CDN.0001"),
        ({"refresh_task": {"urls": [URL], "mode": "some"}}, 400, "CDN.0001"),
        ({"refresh_task": {"urls": ["https://www.example.com/" + "a" * 4073]}}, 400, "CDN.0001"),
        ({"refresh_task": {"urls": many(1001)}}, 200, "CDN.0110"),
        ({"refresh_task": {"urls": many(101, "/"), "type": "directory"}}, 200, "CDN.0110"),
    ],
)
def test_bad_huawei_purges(emulator: Emulator, huawei: HuaweiClient, body: Any, status: int, code: str) -> None:
    reply = huawei.call("POST", "/v1.0/cdn/content/refresh-tasks", (), body)
    assert huawei_error(reply) == (status, code)
    assert emulator.tasks() == []


def test_bad_huawei_prefetches(emulator: Emulator, huawei: HuaweiClient) -> None:
    assert huawei_error(huawei.prefetch([DIRECTORY])) == (400, "CDN.0001")
    assert huawei_error(huawei.prefetch(many(1001))) == (200, "CDN.0110")
    assert emulator.tasks() == []


def test_huawei_limits_per_call_are_inclusive(emulator: Emulator, huawei: HuaweiClient) -> None:
    assert huawei.purge(many(1000)).json["refresh_task"]
    assert huawei.purge(many(100, "/"), type="directory").json["refresh_task"]
    assert huawei.purge(["https://www.example.com/" + "a" * 4072]).json["refresh_task"]


@pytest.mark.parametrize(("kind", "limit"), [("file_refresh", 2000), ("dir_refresh", 100), ("preheat", 1000)])
def test_huawei_quota_of_the_day(
    emulator: Emulator, huawei: HuaweiClient, clock: FakeClock, kind: str, limit: int
) -> None:
    def submit() -> Reply:
        if kind == "preheat":
            return huawei.prefetch([URL, URL])
        if kind == "dir_refresh":
            return huawei.purge([DIRECTORY, DIRECTORY], type="directory")
        return huawei.purge([URL, URL])

    emulator.settings(used_quota={CDN: {kind: limit - 2}})
    assert "error" not in submit().json
    assert huawei_error(submit()) == (200, "CDN.0005")
    assert len(emulator.tasks()) == 1
    emulator.settings(quotas=False)
    assert "error" not in submit().json
    emulator.settings(quotas=True)
    # The day begins at midnight of UTC+8, which is 16:00 UTC: 7.5 hours after the tests' time.
    clock.advance(7 * 3600)
    assert huawei_error(submit()) == (200, "CDN.0005")
    clock.advance(3600)
    assert "error" not in submit().json


def test_foreign_domains(emulator: Emulator, huawei: HuaweiClient) -> None:
    emulator.settings(huaweicloud_cdn={"domains": ["www.example.com"]})
    foreign = "https://elsewhere.example.org/a"
    assert huawei_error(huawei.purge([foreign])) == (200, "CDN.0108")
    assert huawei_error(huawei.purge([URL, foreign])) == (200, "CDN.0108")
    emulator.settings(huaweicloud_cdn={"partial_acceptance": True})
    task_id = huawei.purge([URL, foreign]).json["refresh_task"]
    assert huawei.detail(task_id).json["total"] == 1


def test_enterprise_project_of_a_submit(emulator: Emulator, huawei: HuaweiClient) -> None:
    named = huawei.purge([URL], {"enterprise_project_id": "p1"}).json["refresh_task"]
    assert emulator.task(CDN, named)["project"] == "p1"
    assert huawei.purge([URL], {"enterprise_project_id": "all"}).status == 200
    emulator.settings(huaweicloud_cdn={"submit_to_all": False})
    assert huawei_error(huawei.purge([URL], {"enterprise_project_id": "all"})) == (400, "CDN.0001")
