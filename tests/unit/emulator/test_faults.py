# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Faults do what they say, and to the requests they say."""

from __future__ import annotations

import contextlib
import gzip
import http.client
import json
import logging
from email.utils import parsedate_to_datetime
from typing import Any

import pytest

from tests.emulator.faults import HTML_PAGE, KINDS, FaultError, Faults
from tests.emulator.testing import Emulator, FakeClock, Pauses
from tests.providers.alibabacloud_dcdn.client import AlibabaClient
from tests.providers.huaweicloud_cdn.client import HuaweiClient

CDN, DCDN = "huaweicloud_cdn", "alibabacloud_dcdn"


def head(client: HuaweiClient, path: str = "/v1.0/cdn/historytasks") -> bytes:
    """A signed GET request as bytes."""
    lines = [f"{name}: {value}" for name, value in client.signed("GET", path).items()]
    return "\r\n".join([f"GET {path} HTTP/1.1", *lines, "Connection: close", "", ""]).encode()


# -- which requests -------------------------------------------------------------------------------


def taken(faults: Faults, provider: str = "p", call: str = "c", text: str = "") -> str | None:
    fault = faults.take(provider, call, lambda: text)[1]
    return fault.kind if fault else None


def test_a_fault_hits_the_next_request_only() -> None:
    faults = Faults()
    faults.add({"kind": "reset"})
    assert [taken(faults), taken(faults)] == ["reset", None]
    assert faults.describe() == []


def test_times_and_skip() -> None:
    faults = Faults()
    faults.add({"kind": "reset", "times": 2, "skip": 1})
    assert [taken(faults) for _ in range(4)] == [None, "reset", "reset", None]


def test_until_removed() -> None:
    faults = Faults()
    fault = faults.add({"kind": "hang", "times": None})
    assert [taken(faults) for _ in range(3)] == ["hang"] * 3
    assert faults.describe()[0]["hits"] == 3
    assert faults.remove(fault.id)
    assert not faults.remove(fault.id)
    assert taken(faults) is None


def test_provider_call_and_match() -> None:
    faults = Faults()
    faults.add({"kind": "reset", "provider": "p", "call": "c", "match": "123"})
    assert taken(faults, provider="q", text="123") is None
    assert taken(faults, call="d", text="123") is None
    assert taken(faults, text="12") is None
    assert taken(faults, text="a123b") == "reset"


def test_latencies_add_up_and_come_with_other_faults() -> None:
    faults = Faults()
    faults.add({"kind": "latency", "seconds": 1, "times": None})
    faults.add({"kind": "reset", "latency": 2})
    faults.add({"kind": "hang"})
    latency, fault = faults.take("p", "c", str)
    assert (latency, fault.kind if fault else None) == (3, "reset")
    assert taken(faults) == "hang", "the second one waits for its turn"
    assert faults.take("p", "c", str)[0] == 1


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"kind": "nonsense"},
        {"kind": "reset", "status": 500},
        {"kind": "redirect"},
        {"kind": "reset", "times": 0},
        {"kind": "reset", "times": "many"},
        {"kind": "reset", "skip": -1},
        {"kind": "latency", "seconds": "long"},
        {"kind": "status", "status": 100},
        {"kind": "status", "status": "503"},
        {"kind": "raw", "headers": []},
    ],
)
def test_faults_that_cannot_be_made(data: dict[str, Any]) -> None:
    with pytest.raises(FaultError):
        Faults().add(data)


# -- what they do ---------------------------------------------------------------------------------


def test_latency(emulator: Emulator, huawei: HuaweiClient, pauses: Pauses) -> None:
    emulator.add_fault("latency", seconds=2.5, provider=CDN, call="ShowQuota")
    assert huawei.list().status == 200
    assert pauses == []
    assert huawei.call("GET", "/v1.0/cdn/quota").status == 200
    assert pauses == [2.5]
    emulator.settings(latency=0.25)
    assert huawei.list().status == 200
    assert pauses == [2.5, 0.25]


@pytest.mark.parametrize(
    ("status", "huawei_code", "alibaba_code"),
    [
        (429, "APIG.0308", "TooManyRequests"),
        (500, "CDN.0000", "InternalError"),
        (502, "APIG.0610", "ServiceUnavailable"),
        (503, "APIG.0613", "ServiceUnavailable"),
        (504, "APIG.0201", "ServiceUnavailable"),
        (599, "APIG.0601", "InternalError"),
    ],
)
def test_statuses_with_their_documented_bodies(
    emulator: Emulator, huawei: HuaweiClient, alibaba: AlibabaClient, status: int, huawei_code: str, alibaba_code: str
) -> None:
    emulator.add_fault("status", status=status, times=2)
    first, second = huawei.list(), alibaba.list()
    assert (first.status, second.status) == (status, status)
    body = first.json.get("error", first.json)
    assert body["error_code"] == huawei_code
    assert first.headers["x-request-id"]
    assert second.json["Code"] == alibaba_code
    assert "retry-after" not in first.headers
    assert emulator.stats()["providers"][CDN]["limited"] == 0, "not the limiter's doing"


def test_retry_after_in_all_its_forms(
    emulator: Emulator, huawei: HuaweiClient, alibaba: AlibabaClient, clock: FakeClock
) -> None:
    emulator.add_fault("status", status=429, retry_after=7)
    assert huawei.list().headers["retry-after"] == "7"
    emulator.add_fault("status", status=503, retry_after_date=30)
    assert parsedate_to_datetime(huawei.list().headers["retry-after"]).timestamp() == clock.time() + 30
    emulator.add_fault("status", status=429, retry_after_ms=250, headers={"X-Extra": "1"})
    reply = alibaba.list()
    assert reply.headers["x-acs-retry-after"] == "250"
    assert reply.headers["x-extra"] == "1"


def test_another_code(emulator: Emulator, alibaba: AlibabaClient) -> None:
    emulator.add_fault("status", status=400, code="Throttling.Api", message="slowly")
    assert {"Code": "Throttling.Api", "Message": "slowly"}.items() <= alibaba.list().json.items()


def test_faults_of_the_gateway_need_no_credentials(emulator: Emulator, huawei: HuaweiClient) -> None:
    emulator.add_fault("status", status=503)
    assert huawei.send("GET", "/v1.0/cdn/historytasks", {}).status == 503


def test_reset_before_the_answer(emulator: Emulator, huawei: HuaweiClient) -> None:
    emulator.add_fault("reset")
    received, error = huawei.raw(head(huawei))
    assert received == b""
    assert isinstance(error, ConnectionResetError)
    assert huawei.list().status == 200


def test_reset_in_the_middle_of_the_body(emulator: Emulator, huawei: HuaweiClient) -> None:
    emulator.add_tasks({"provider": CDN, "count": 20, "script": {"stuck": True}})
    whole = huawei.list().body
    emulator.add_fault("reset_mid_body")
    received, error = huawei.raw(head(huawei))
    assert isinstance(error, ConnectionResetError)
    headers, _, body = received.partition(b"\r\n\r\n")
    assert f"Content-Length: {len(whole)}".encode() in headers
    assert len(body) == len(whole) // 2
    emulator.add_fault("reset_mid_body")
    with pytest.raises((ConnectionResetError, http.client.IncompleteRead)):
        huawei.list()


def test_half_a_json_body_with_the_right_length(emulator: Emulator, huawei: HuaweiClient) -> None:
    emulator.add_task(CDN, script={"stuck": True})
    whole = huawei.list().body
    emulator.add_fault("half_json")
    reply = huawei.list()
    assert reply.status == 200
    assert reply.body == whole[: len(whole) // 2]
    assert int(reply.headers["content-length"]) == len(reply.body)
    with pytest.raises(json.JSONDecodeError):
        reply.json  # noqa: B018 - to parse is the point


def test_spoiled_answers_are_not_reads(emulator: Emulator, huawei: HuaweiClient) -> None:
    task_id = emulator.add_task(CDN, script={"finish_after_reads": 1})
    emulator.add_fault("half_json", times=3)
    for _ in range(3):
        huawei.detail(task_id)
    assert emulator.task(CDN, task_id)["reads"] == 0
    huawei.detail(task_id)
    assert emulator.task(CDN, task_id)["reads"] == 1


def test_a_submit_whose_answer_is_lost_has_happened(emulator: Emulator, huawei: HuaweiClient) -> None:
    emulator.add_fault("reset")
    with pytest.raises(ConnectionError):
        huawei.purge(["https://www.example.com/a"])
    assert emulator.tasks() == []
    emulator.add_fault("reset", process=True)
    with pytest.raises(ConnectionError):
        huawei.purge(["https://www.example.com/a"])
    assert len(emulator.tasks()) == 1
    emulator.add_fault("status", status=504, process=True)
    assert huawei.purge(["https://www.example.com/a"]).status == 504
    assert len(emulator.tasks()) == 2


@pytest.mark.parametrize("status", [200, 502])
def test_empty_body(emulator: Emulator, huawei: HuaweiClient, status: int) -> None:
    emulator.add_fault("empty_body", status=status)
    reply = huawei.list()
    assert (reply.status, reply.body, reply.headers["content-length"]) == (status, b"", "0")


@pytest.mark.parametrize("status", [200, 503])
def test_html(emulator: Emulator, alibaba: AlibabaClient, status: int) -> None:
    emulator.add_fault("html", status=status)
    reply = alibaba.list()
    assert (reply.status, reply.body) == (status, HTML_PAGE)
    assert reply.headers["content-type"].startswith("text/html")


def test_gzip_garbage(emulator: Emulator, huawei: HuaweiClient) -> None:
    emulator.add_fault("gzip_garbage")
    reply = huawei.list()
    assert (reply.status, reply.headers["content-encoding"]) == (200, "gzip")
    with pytest.raises(Exception, match=r"invalid|Error|end-of-stream"):
        gzip.decompress(reply.body)


def test_huge_body(emulator: Emulator, huawei: HuaweiClient) -> None:
    emulator.add_fault("huge_body", size=3_000_000)
    reply = huawei.list()
    assert len(reply.body) == int(reply.headers["content-length"]) == 3_000_000
    assert reply.json["padding"].startswith("xxx")


def test_a_huge_body_is_100_mb_and_can_be_given_up(emulator: Emulator, huawei: HuaweiClient) -> None:
    emulator.add_fault("huge_body")
    connection = http.client.HTTPConnection(huawei.host, timeout=10)
    connection.request("GET", "/v1.0/cdn/historytasks", headers=huawei.signed("GET", "/v1.0/cdn/historytasks"))
    response = connection.getresponse()
    assert response.getheader("Content-Length") == str(100 * 1024 * 1024)
    assert response.read(12) == b'{"padding":"'
    connection.close()
    assert huawei.list().status == 200


def test_slow_drip(emulator: Emulator, huawei: HuaweiClient, pauses: Pauses) -> None:
    emulator.add_fault("slow_drip", interval=0.5)
    connection = http.client.HTTPConnection(huawei.host, timeout=10)
    connection.request("GET", "/v1.0/cdn/historytasks", headers=huawei.signed("GET", "/v1.0/cdn/historytasks"))
    response = connection.getresponse()
    assert response.getheader("Transfer-Encoding") == "chunked"
    assert response.read(4) == b"{   "
    connection.close()
    assert set(pauses) == {0.5}


def test_hang(emulator: Emulator, huawei: HuaweiClient) -> None:
    emulator.add_fault("hang")
    connection = http.client.HTTPConnection(huawei.host, timeout=0.05)
    connection.request("GET", "/v1.0/cdn/historytasks")
    with pytest.raises(TimeoutError):
        connection.getresponse()
    connection.close()
    assert huawei.list().status == 200


def test_redirect(emulator: Emulator, huawei: HuaweiClient) -> None:
    emulator.add_fault("redirect", location="http://127.0.0.1:1/elsewhere")
    reply = huawei.list()
    assert (reply.status, reply.headers["location"]) == (302, "http://127.0.0.1:1/elsewhere")
    emulator.add_fault("redirect", location="/x", status=307)
    assert huawei.list().status == 307


def test_error_in_http_200(emulator: Emulator, huawei: HuaweiClient, alibaba: AlibabaClient) -> None:
    emulator.add_fault("error_200", code="CDN.0108", message="not yours")
    reply = huawei.list()
    assert (reply.status, reply.json) == (200, {"error": {"error_code": "CDN.0108", "error_msg": "not yours"}})
    emulator.add_fault("error_200", code="Odd", provider=DCDN)
    assert alibaba.list().json["Code"] == "Odd"


def test_raw(emulator: Emulator, huawei: HuaweiClient) -> None:
    emulator.add_fault("raw", status=418, headers={"X-Odd": "1", "Content-Type": "text/plain"}, body="short and stout")
    reply = huawei.list()
    assert (reply.status, reply.body, reply.headers["x-odd"]) == (418, b"short and stout", "1")
    emulator.add_fault("raw", body={"tasks": None})
    assert huawei.list().json == {"tasks": None}


def test_stale(emulator: Emulator, alibaba: AlibabaClient, clock: FakeClock) -> None:
    task_id = emulator.add_task(DCDN, script={"finish_after": 5})
    clock.advance(9)
    emulator.add_fault("stale")
    assert alibaba.by_id(task_id).json["Tasks"][0]["Status"] == "Refreshing"
    assert alibaba.by_id(task_id).json["Tasks"][0]["Status"] == "Complete"


def test_undocumented_state(emulator: Emulator, huawei: HuaweiClient, alibaba: AlibabaClient) -> None:
    first = emulator.add_task(CDN, script={"finish_after": 0})
    second = emulator.add_task(DCDN, script={"finish_after": 0})
    emulator.add_fault("undocumented_state", word="Pondering", times=3)
    assert huawei.detail(first).json["urls"][0]["status"] == "Pondering"
    assert huawei.list().json["tasks"][0]["status"] == "Pondering"
    assert alibaba.by_id(second).json["Tasks"][0]["Status"] == "Pondering"
    assert huawei.list().json["tasks"][0]["status"] == "task_done"


def test_a_token_that_expires_midway(emulator: Emulator, huawei: HuaweiClient, alibaba: AlibabaClient) -> None:
    user = {"name": "iam-user", "password": "iam-password", "domain": {"name": "edgeops-demo"}}
    body = json.dumps({"auth": {"identity": {"methods": ["password"], "password": {"user": user}}}}).encode()

    def token() -> dict[str, str]:
        return {"X-Auth-Token": huawei.send("POST", "/v3/auth/tokens", {}, body).headers["x-subject-token"]}

    old = token()
    assert huawei.send("GET", "/v1.0/cdn/historytasks", old).status == 200
    emulator.add_fault("expire_token", provider=CDN)
    for _ in range(2):
        reply = huawei.send("GET", "/v1.0/cdn/historytasks", old)
        assert (reply.status, reply.json["error_code"]) == (401, "APIG.0307")
    assert huawei.send("GET", "/v1.0/cdn/historytasks", token()).status == 200
    emulator.add_fault("expire_token", times=2)
    assert huawei.list().json["error_code"] == "APIG.0301"
    assert alibaba.list().json["Code"] == "InvalidSecurityToken.Expired"


def test_iam_can_fail_too(emulator: Emulator, huawei: HuaweiClient) -> None:
    emulator.add_fault("status", status=503, provider="huaweicloud_iam", call="CreateToken")
    assert huawei.list().status == 200
    reply = huawei.send("POST", "/v3/auth/tokens", {}, b"{}")
    assert (reply.status, reply.json["error"]["title"]) == (503, "Service Unavailable")


def test_faults_for_one_id(emulator: Emulator, alibaba: AlibabaClient) -> None:
    made = emulator.add_tasks({"provider": DCDN, "count": 3})
    emulator.add_fault("status", status=500, match=made[1], times=None)
    assert alibaba.by_id(made[0], made[2]).status == 200
    assert alibaba.by_id(*made).status == 500


def test_no_fault_is_logged_as_a_crash(
    emulator: Emulator, huawei: HuaweiClient, caplog: pytest.LogCaptureFixture
) -> None:
    emulator.add_task(CDN)
    caplog.set_level(logging.WARNING)
    for kind in ("reset", "reset_mid_body", "half_json", "empty_body", "gzip_garbage", "html"):
        emulator.add_fault(kind)
        with contextlib.suppress(OSError, http.client.HTTPException):
            huawei.list()
    assert huawei.list().status == 200
    assert caplog.records == []


def test_every_kind_is_tested_here() -> None:
    assert len(KINDS) == 17
