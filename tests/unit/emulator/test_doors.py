# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Both doors lead to the same clouds: whatever is asked, the client sees the same, and the books say the same."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import NoCredentials, Request
from ansible_collections.edgeops.cdn.plugins.module_utils._http.requests_library import AuthBase
from ansible_collections.edgeops.cdn.plugins.module_utils._http.transport import RequestsTransport
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.alibabacloud.auth import AccessKeyAuth as Alibaba
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.huaweicloud.auth import AccessKeyAuth as Huawei
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.huaweicloud.auth import TokenAuth
from tests.emulator.accounts import Key
from tests.emulator.faults import KINDS
from tests.emulator.testing import Emulator, FakeClock
from tests.emulator.transport import EmulatedTransport
from tests.providers.alibabacloud_dcdn.accounts import ALIBABA_KEY, ALIBABA_TENANT
from tests.providers.huaweicloud_cdn.accounts import HUAWEI_DOMAIN_ID, HUAWEI_KEY

CDN, DCDN = "huaweicloud_cdn", "alibabacloud_dcdn"
START = 1795249860.0
URL = "https://www.example.com/a.txt"
JSON = {"Content-Type": "application/json"}
_REQUEST_ID = re.compile(r"[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}")


class Doors:
    """One cloud behind each door, and a client that uses both."""

    def __init__(self, emulator: Emulator, clock: FakeClock) -> None:
        ours = EmulatedTransport(clock)
        self.handles = (emulator, ours)
        self.transports = (RequestsTransport(False, {}), ours)
        self.url = emulator.url
        self.signers: dict[str, AuthBase] = {
            CDN: Huawei(HUAWEI_KEY.access_key, HUAWEI_KEY.secret_key, now=clock.time),
            DCDN: Alibaba(ALIBABA_KEY.access_key, ALIBABA_KEY.secret_key, now=clock.time),
        }

    def send(self, request: Request, auth: AuthBase) -> Any:
        """What the client sees, once it is sure that it sees the same through both doors."""
        seen: list[Any] = []
        for transport in self.transports:
            try:
                answer = transport.send(request, auth, 10.0, 10.0)
                # What servers of HTTP add.
                headers = {
                    name: _REQUEST_ID.sub("id", value)
                    for name, value in answer.headers.items()
                    if name not in ("server", "content-length")
                }
                seen.append((answer.status, headers, _REQUEST_ID.sub("id", answer.body.decode())))
            except ApiError as error:
                seen.append((error.code, error.kind, error.arrived, str(error)))
        assert seen[0] == seen[1]
        return seen[0]

    def ask(self, provider: str, task_id: str = "1") -> Any:
        path = f"/v1.0/cdn/historytasks/{task_id}/detail?page_number=1&page_size=10"
        if provider == CDN:
            return self.send(Request("GET", self.url + path, JSON), self.signers[CDN])
        return self._action("DescribeDcdnRefreshTaskById", f"/?TaskId={task_id}")

    def submit(self, provider: str) -> Any:
        if provider == CDN:
            url = f"{self.url}/v1.0/cdn/content/refresh-tasks"
            body = b'{"refresh_task": {"urls": ["%s"]}}' % URL.encode()
            return self.send(Request("POST", url, JSON, body), self.signers[CDN])
        return self._action("RefreshDcdnObjectCaches", "/", b"ObjectPath=" + URL.encode())

    def _action(self, action: str, target: str, body: bytes | None = None) -> Any:
        headers = {"x-acs-action": action, "x-acs-version": "2018-01-15"}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        return self.send(Request("POST", self.url + target, headers, body), self.signers[DCDN])

    def sign_in(self) -> Any:
        return self.send(
            Request("POST", f"{self.url}/v3/auth/tokens", JSON, b'{"auth": {"identity": {}}}'), NoCredentials()
        )


@pytest.fixture
def doors(emulator: Emulator, clock: FakeClock) -> Iterator[Doors]:
    doors = Doors(emulator, clock)
    yield doors
    # The same requests, however they came: the same figures.
    first, second = doors.handles
    assert first.stats() == second.stats()
    assert first.tasks() == second.tasks()
    names = ("provider", "call", "ids", "fault", "status", "code", "scheme", "access_key", "body_bytes", "path")
    assert [[entry[name] for name in names] for entry in first.log()] == [
        [entry[name] for name in names] for entry in second.log()
    ]


@pytest.mark.parametrize("provider", [CDN, DCDN])
def test_task_is_submitted_and_read(doors: Doors, provider: str, clock: FakeClock) -> None:
    assert doors.submit(provider)[0] == 200
    (task,) = doors.handles[1].tasks(provider)
    assert task["id"] in doors.ask(provider, task["id"])[2]
    clock.advance(60.0)
    assert re.search("succeed|Complete", doors.ask(provider, task["id"])[2])


@pytest.mark.parametrize("provider", [CDN, DCDN])
def test_limits(doors: Doors, provider: str) -> None:
    assert [doors.ask(provider)[0] for _ in range(31)] == [200] * 30 + [429]


def test_refusals(doors: Doors, clock: FakeClock) -> None:
    assert doors.sign_in()[0] == 400
    url = f"{doors.url}/v1.0/cdn/quota"
    assert "decrypt token fail" in doors.send(Request("GET", url, JSON), TokenAuth("nobody's"))[2]
    wrong = Huawei(HUAWEI_KEY.access_key, "another-key", now=clock.time)
    assert "verify aksk signature fail" in doors.send(Request("GET", url, JSON), wrong)[2]


#: Options of the faults that need some, or would take long without.
_OPTIONS: dict[str, dict[str, Any]] = {
    "latency": {"seconds": 0.0},
    "status": {"status": 429, "retry_after_date": 7},
    "huge_body": {"size": 70 * 1024 * 1024},
    "redirect": {"location": "https://elsewhere.example.com/"},
    "raw": {"status": 418, "headers": {"X-Own": "1"}, "body": {"a": "é"}},
}


@pytest.mark.parametrize("provider", [CDN, DCDN])
# Two of them last as long as the client has patience.
@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"hang", "slow_drip"}))
@pytest.mark.parametrize("process", [False, True])
def test_faults(doors: Doors, provider: str, kind: str, process: bool) -> None:
    for handle in doors.handles:
        handle.add_fault(kind, process=process, **_OPTIONS.get(kind, {}))
    doors.submit(provider)
    assert [handle.faults() for handle in doors.handles] == [[], []]
    doors.submit(provider)


# What the second door alone can do.


@pytest.fixture
def ours(clock: FakeClock) -> EmulatedTransport:
    return EmulatedTransport(clock)


def read_quota(transport: EmulatedTransport, clock: FakeClock) -> int:
    auth = Huawei(HUAWEI_KEY.access_key, HUAWEI_KEY.secret_key, now=clock.time)
    return transport.send(Request("GET", "https://cdn.myhuaweicloud.com/v1.0/cdn/quota", JSON), auth, 3.0, 7.0).status


@pytest.mark.parametrize("kind", ["hang", "slow_drip"])
def test_patience_passes_in_no_time(ours: EmulatedTransport, clock: FakeClock, kind: str) -> None:
    ours.add_fault(kind)
    before = clock.time()
    with pytest.raises(ApiError, match="no complete response") as caught:
        read_quota(ours, clock)
    assert (caught.value.code, caught.value.arrived) == ("ReadTimeout", True)
    assert clock.time() == before + 7.0
    assert read_quota(ours, clock) == 200


def test_latency_moves_the_clock(ours: EmulatedTransport, clock: FakeClock) -> None:
    ours.settings(latency=2.5)
    before = clock.monotonic()
    read_quota(ours, clock)
    assert clock.monotonic() == before + 2.5
    assert ours.log()[0]["seconds"] == 2.5


def test_latency_beyond_patience(ours: EmulatedTransport, clock: FakeClock) -> None:
    ours.add_fault("latency", seconds=7.5)
    before = clock.time()
    with pytest.raises(ApiError, match="no complete response"):
        read_quota(ours, clock)
    assert clock.time() == before + 7.0
    assert [entry["status"] for entry in ours.log()] == [None]


def test_equal_calls_get_equal_answers() -> None:
    def answers() -> list[Any]:
        clock = FakeClock(START)
        ours = EmulatedTransport(clock)
        auth = Huawei(HUAWEI_KEY.access_key, HUAWEI_KEY.secret_key, now=clock.time)
        body = b'{"refresh_task": {"urls": ["%s"]}}' % URL.encode()
        submit = Request("POST", "https://cdn.myhuaweicloud.com/v1.0/cdn/content/refresh-tasks", JSON, body)
        lists = Request("GET", "https://cdn.myhuaweicloud.com/v1.0/cdn/historytasks", JSON)
        return [ours.send(request, auth, 1.0, 1.0) for request in (submit, lists, submit, lists)]

    assert answers() == answers()
    assert len({answer.body for answer in answers()}) == 4


def test_threads_take_turns(ours: EmulatedTransport, clock: FakeClock) -> None:
    ours.settings(limits=False)
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _number: read_quota(ours, clock), range(200))) == {200}
    figures = ours.stats()["providers"][CDN]
    assert (figures["total_calls"], figures["in_flight"], figures["in_flight_max"]) == (200, 0, 1)


def test_failures_on_the_way(ours: EmulatedTransport, clock: FakeClock) -> None:
    ours.failures = [ApiError("ConnectionFailed", "no connection", "passing", arrived=False)]
    with pytest.raises(ApiError, match="no connection") as caught:
        read_quota(ours, clock)
    assert caught.value.arrived is False
    assert read_quota(ours, clock) == 200
    assert len(ours.log()) == 1


def test_meanwhile_comes_before_the_effect(ours: EmulatedTransport, clock: FakeClock) -> None:
    ours.settings(latency=2.0)
    before = clock.monotonic()

    def meanwhile() -> None:
        ours.settings(used_quota={CDN: {"preheat": int(clock.monotonic() - before)}})

    ours.meanwhile = meanwhile
    read_quota(ours, clock)
    assert ours.stats()["providers"][CDN]["quotas"]["preheat"]["used"] == 2


@pytest.mark.parametrize(("call", "hit"), [("reads", [True, False]), ("writes", [False, True])])
@pytest.mark.parametrize("provider", [CDN, DCDN])
def test_faults_of_reads_or_of_writes(doors: Doors, provider: str, call: str, hit: list[bool]) -> None:
    for handle in doors.handles:
        handle.add_fault("raw", call=call, status=418, body="", times=None)
    assert [answer[0] == 418 for answer in (doors.ask(provider), doors.submit(provider))] == hit


def test_key_of_a_test(doors: Doors, clock: FakeClock) -> None:
    for handle in doors.handles:
        handle.add_key(CDN, Key("OWNKEY", "own-secret", HUAWEI_DOMAIN_ID))
        handle.add_key(DCDN, Key("OWNKEY", "own-secret", ALIBABA_TENANT))
    doors.signers = {
        kind: make("OWNKEY", "own-secret", now=clock.time) for kind, make in ((CDN, Huawei), (DCDN, Alibaba))
    }
    assert [doors.ask(provider)[0] for provider in (CDN, DCDN)] == [200, 200]


def test_address_of_nobody(ours: EmulatedTransport) -> None:
    request = Request("GET", "https://cdn.myhuaweicloud.com/elsewhere", JSON)
    assert ours.send(request, NoCredentials(), 1.0, 1.0).status == 404
    assert ours.log() == []


def test_credentials_need_not_be_checked(doors: Doors, clock: FakeClock) -> None:
    url = f"{doors.url}/v3/auth/tokens?nocatalog=1"
    user = {"name": "anybody", "password": "any", "domain": {"name": "anywhere"}}
    login = {"identity": {"methods": ["password"], "password": {"user": user}}, "scope": {"domain": user["domain"]}}
    request = Request("POST", url, JSON, json.dumps({"auth": login}).encode())
    doors.signers = {CDN: TokenAuth("any"), DCDN: Alibaba("anybody", "any", now=clock.time)}
    for checked, statuses in ((True, [401, 401, 404]), (False, [201, 200, 200])):
        for handle in doors.handles:
            handle.settings(credentials=checked)
        answers = doors.send(request, NoCredentials()), doors.ask(CDN), doors.ask(DCDN)
        assert [answer[0] for answer in answers] == statuses
