# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Figures and the request log."""

from __future__ import annotations

import http.client
import json
from pathlib import Path
from typing import Any

import pytest

from tests.emulator.providers import BLUEPRINTS
from tests.emulator.stats import CallStats, safe_query
from tests.emulator.testing import Emulator, FakeClock
from tests.providers.alibabacloud_dcdn.accounts import ALIBABA_KEYS
from tests.providers.alibabacloud_dcdn.client import AlibabaClient
from tests.providers.huaweicloud_cdn.accounts import HUAWEI_DENIED_KEY, HUAWEI_KEYS
from tests.providers.huaweicloud_cdn.client import HuaweiClient

CDN, DCDN, IAM = "huaweicloud_cdn", "alibabacloud_dcdn", "huaweicloud_iam"


def figures(emulator: Emulator, provider: str) -> dict[str, Any]:
    data: dict[str, Any] = emulator.stats()["providers"][provider]
    return data


@pytest.mark.parametrize(
    ("moments", "most"),
    [
        ([], 0),
        ([0.0, 0.5, 0.99], 3),
        ([0.0, 1.0, 2.0], 1),
        ([0.0, 0.9, 1.1, 1.5, 1.8, 3.0], 4),
    ],
)
def test_the_maximum_of_any_second(moments: list[float], most: int) -> None:
    counts = CallStats()
    for moment in moments:
        counts.arrived(moment)
    assert counts.max_per_second == most


def test_calls_and_rates(emulator: Emulator, huawei: HuaweiClient, clock: FakeClock) -> None:
    for _ in range(7):
        huawei.call("GET", "/v1.0/cdn/quota")
    clock.advance(5)
    huawei.call("GET", "/v1.0/cdn/quota")
    assert figures(emulator, CDN)["calls"]["ShowQuota"] == {
        "calls": 8, "limited": 2, "errors": 2, "faults": 0, "max_per_second": 7, "max_ids": 0,
        "statuses": {"200": 6, "429": 2},
    }  # fmt: skip
    assert figures(emulator, CDN)["limited"] == 2
    assert figures(emulator, DCDN)["total_calls"] == 0


def test_ids_per_call(emulator: Emulator, alibaba: AlibabaClient) -> None:
    made = emulator.add_tasks({"provider": DCDN, "count": 11})
    alibaba.by_id(*made[:4])
    assert figures(emulator, DCDN)["calls"]["DescribeDcdnRefreshTaskById"]["max_ids"] == 4
    alibaba.by_id(*made)
    assert figures(emulator, DCDN)["calls"]["DescribeDcdnRefreshTaskById"]["max_ids"] == 11


def test_asking_again_for_a_finished_task(emulator: Emulator, alibaba: AlibabaClient) -> None:
    done = emulator.add_task(DCDN, script={"finish_after_reads": 1})
    busy = emulator.add_task(DCDN, script={"stuck": True})
    for _ in range(3):
        alibaba.by_id(done, busy)
    data = figures(emulator, DCDN)
    assert data["ids"][done] == {"asked": 3, "asked_after_finished": 1, "listed": 0, "finished": True}
    assert data["ids"][busy] == {"asked": 3, "asked_after_finished": 0, "listed": 0, "finished": False}
    assert data["asked_after_finished"] == 1


def test_an_answer_that_got_lost_told_nobody(emulator: Emulator, alibaba: AlibabaClient) -> None:
    done = emulator.add_task(DCDN, script={"finish_after": 0})
    emulator.add_fault("half_json")
    alibaba.by_id(done)
    alibaba.by_id(done)
    assert figures(emulator, DCDN)["asked_after_finished"] == 0
    alibaba.by_id(done)
    assert figures(emulator, DCDN)["asked_after_finished"] == 1


def test_pages_and_lists_are_not_asking_again(emulator: Emulator, huawei: HuaweiClient) -> None:
    done = emulator.add_task(CDN, url_count=5, script={"finish_after": 0})
    huawei.detail(done, page_size=2, page_number=1)
    huawei.detail(done, page_size=2, page_number=2)
    huawei.detail(done, status="failed")
    huawei.list()
    assert figures(emulator, CDN)["ids"][done] == {
        "asked": 3, "asked_after_finished": 0, "listed": 1, "finished": True,
    }  # fmt: skip
    huawei.detail(done)
    assert figures(emulator, CDN)["asked_after_finished"] == 1


def test_authentication_failures(emulator: Emulator, huawei: HuaweiClient, alibaba: AlibabaClient) -> None:
    huawei.call("GET", "/v1.0/cdn/quota", secret="wrong")
    huawei.send("GET", "/v1.0/cdn/quota", {})
    alibaba.call("DescribeDcdnRefreshQuota", secret="wrong")
    huawei.call("GET", "/v1.0/cdn/quota", key=HUAWEI_DENIED_KEY)
    assert figures(emulator, CDN)["auth_failures"] == 2, "a denial is not a failure to say who one is"
    assert figures(emulator, DCDN)["auth_failures"] == 1


def test_requests_in_flight(emulator: Emulator, huawei: HuaweiClient) -> None:
    emulator.add_fault("hang", times=3)
    connections = [http.client.HTTPConnection(huawei.host, timeout=0.05) for _ in range(3)]
    for connection in connections:
        connection.request("GET", "/v1.0/cdn/quota")
        with pytest.raises(TimeoutError):
            connection.getresponse()
    assert figures(emulator, CDN)["in_flight"] == 3
    assert figures(emulator, CDN)["in_flight_max"] == 3
    emulator.reset()
    assert figures(emulator, CDN)["in_flight"] == 3, "a reset does not lose sight of them"
    for connection in connections:
        connection.close()


def test_faults_are_counted(emulator: Emulator, huawei: HuaweiClient) -> None:
    emulator.add_fault("status", status=503)
    huawei.list()
    assert figures(emulator, CDN)["calls"]["ShowHistoryTasks"]["faults"] == 1
    assert emulator.log()[-1]["fault"] == "status"


def test_a_log_entry(emulator: Emulator, alibaba: AlibabaClient) -> None:
    alibaba.by_id("1", "2")
    entry = emulator.log()[-1]
    assert entry["provider"] == DCDN
    assert entry["call"] == "DescribeDcdnRefreshTaskById"
    assert entry["ids"] == ["1", "2"]
    assert entry["query"] == {"TaskId": "1,2"}
    assert (entry["status"], entry["code"], entry["fault"]) == (200, None, None)
    assert (entry["scheme"], entry["access_key"]) == ("ACS3-HMAC-SHA256", "ALITESTAK0000001")
    assert "x-acs-date" in entry["signed_headers"]


def test_no_secret_is_logged(huawei: HuaweiClient, clock: FakeClock, tmp_path: Path) -> None:
    log_file = tmp_path / "log"
    with Emulator(clock=clock.time, monotonic=clock.monotonic, log_file=log_file) as emulator:
        cloud, other = HuaweiClient(emulator.host, clock.time), AlibabaClient(emulator.host, clock.time)
        user = {"name": "iam-user", "password": "iam-password", "domain": {"name": "edgeops-demo"}}
        body = {"auth": {"identity": {"methods": ["password"], "password": {"user": user}}}}
        token = cloud.send("POST", "/v3/auth/tokens", {}, json.dumps(body).encode()).headers["x-subject-token"]
        cloud.send("GET", "/v1.0/cdn/quota", {"X-Auth-Token": token})
        path = "/v1.0/cdn/quota"
        hidden = [cloud.signed("GET", path, key=key)["authorization"] for key in HUAWEI_KEYS]
        for key in HUAWEI_KEYS:
            cloud.call("GET", path, key=key)
        for key in ALIBABA_KEYS:
            headers = other.signed("POST", "DescribeDcdnRefreshQuota", {}, key=key)
            hidden.append(headers["authorization"])
            other.send("POST", "/", headers)
        cloud.send("GET", path, {"authorization": "Bearer topsecret", "cookie": "topsecret"})
        cloud.purge(["https://www.example.com/a?sig=topsecret"])
        cloud.detail("1", url="https://www.example.com/a?x=1&auth_key=topsecret")
        other.list(SecurityToken="topsecret", ObjectPath="https://www.example.com/a?token=topsecret")
        text = json.dumps(emulator.log()) + json.dumps(emulator.stats())
        cloud.close()
        other.close()
    text += log_file.read_text(encoding="utf-8")
    assert len(log_file.read_text(encoding="utf-8").splitlines()) > 15
    assert "***" in text
    keys = (*HUAWEI_KEYS, *ALIBABA_KEYS)
    secrets = {"topsecret", "iam-password", token, *(key.secret_key for key in keys)}
    secrets |= {key.token for key in keys if key.token}
    secrets |= {line.rsplit("Signature=", 1)[1] for line in hidden}
    assert [secret for secret in secrets if secret in text] == []


def test_secrets_in_a_query() -> None:
    assert safe_query(
        [("TaskId", "1"), ("SecurityToken", "s"), ("Signature", "s"), ("url", "https://h/?a=1&Auth_Key=s&b=2")]
    ) == {"TaskId": "1", "SecurityToken": "***", "Signature": "***", "url": "https://h/?a=1&Auth_Key=***&b=2"}


def test_a_reset_clears_the_books(emulator: Emulator, huawei: HuaweiClient) -> None:
    huawei.list()
    emulator.reset()
    assert emulator.log() == []
    assert figures(emulator, CDN)["total_calls"] == 0
    assert set(emulator.stats()["providers"]) == {blueprint.name for blueprint in BLUEPRINTS}
