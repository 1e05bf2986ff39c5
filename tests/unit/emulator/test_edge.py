# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The emulated edge serves old content until a purge has finished."""

from __future__ import annotations

import pytest

from tests.emulator.clients import Client, Reply
from tests.emulator.testing import Emulator, FakeClock
from tests.providers.huaweicloud_cdn.client import HuaweiClient

URL = "https://www.example.com/d/a.txt"


def visit(client: Client, path: str = "/_edge/www.example.com/d/a.txt") -> tuple[bytes, str]:
    reply: Reply = client.send("GET", path, {})
    return reply.body, reply.headers["x-cache"]


@pytest.mark.parametrize(
    ("provider", "task"),
    [
        ("huaweicloud_cdn", {"urls": [URL]}),
        ("alibabacloud_dcdn", {"urls": ["https://www.example.com/x", URL]}),
        ("alibabacloud_dcdn", {"urls": ["https://www.example.com/d/"], "object_type": "directory"}),
    ],
)
def test_old_until_purged(
    emulator: Emulator, huawei: Client, clock: FakeClock, provider: str, task: dict[str, object]
) -> None:
    emulator.publish(URL, "old")
    assert visit(huawei) == (b"old", "HIT")
    emulator.publish(URL, "new")
    clock.advance(7)
    reply = huawei.send("GET", "/_edge/www.example.com/d/a.txt", {})
    assert (reply.body, reply.headers["age"], reply.headers["x-cache"]) == (b"old", "7", "HIT")
    emulator.add_task(provider, script={"finish_after": 3}, **task)
    assert visit(huawei) == (b"old", "HIT")
    clock.advance(3)
    assert visit(huawei) == (b"new", "MISS")
    assert visit(huawei) == (b"new", "HIT")
    emulator.publish(URL, "newest")
    assert visit(huawei) == (b"new", "HIT"), "one purge serves one time"


@pytest.mark.parametrize(
    "task",
    [
        {"urls": ["https://www.example.com/d/b.txt"]},
        {"urls": ["https://www.example.com/d/"]},
        {"urls": ["https://other.example.com/d/"], "object_type": "directory"},
        {"urls": [URL], "script": {"fail": {}}},
        {"urls": [URL], "script": {"stuck": True}},
        {"urls": [URL], "operation": "prefetch"},
    ],
)
def test_what_does_not_purge(emulator: Emulator, huawei: Client, clock: FakeClock, task: dict[str, object]) -> None:
    emulator.publish(URL, "old")
    emulator.publish(URL, "new")
    emulator.add_task("huaweicloud_cdn", **task)
    clock.advance(60)
    assert visit(huawei) == (b"old", "HIT")


def test_a_purge_that_ended_before_the_new_content_came(emulator: Emulator, huawei: Client) -> None:
    emulator.publish(URL, "old")
    emulator.add_task("huaweicloud_cdn", urls=[URL], script={"finish_after": 0})
    emulator.publish(URL, "new")
    assert visit(huawei) == (b"new", "MISS"), "the purge emptied the edge, and nobody came before the new content"
    emulator.publish(URL, "newest")
    assert visit(huawei) == (b"new", "HIT")


def test_a_prefetch_fills_the_edge(emulator: Emulator, huawei: Client) -> None:
    emulator.publish(URL, "old")
    emulator.publish(URL, "new")
    emulator.add_task("huaweicloud_cdn", urls=[URL], script={"finish_after": 0})
    emulator.add_task("huaweicloud_cdn", operation="prefetch", urls=[URL], script={"finish_after": 0})
    assert visit(huawei) == (b"new", "HIT")


def test_publishing_over_http(emulator: Emulator, huawei: HuaweiClient) -> None:
    data = {"url": URL, "body": "é", "headers": {"Cache-Control": "max-age=60"}}
    assert huawei.control("POST", "origin", data).status == 201
    reply = huawei.send("GET", "/_edge/www.example.com/d/a.txt", {})
    assert (reply.body.decode(), reply.headers["cache-control"]) == ("é", "max-age=60")
    assert huawei.control("POST", "origin", {"url": URL + "?b", "body_base64": "AAE="}).status == 201
    assert visit(huawei, "/_edge/www.example.com/d/a.txt?b") == (b"\x00\x01", "HIT")
    assert huawei.control("POST", "origin", {"body": "x"}).status == 400
    assert huawei.send("GET", "/_edge/www.example.com/none", {}).status == 404
