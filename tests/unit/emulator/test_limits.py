# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Calls per second."""

from __future__ import annotations

from email.utils import parsedate_to_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.emulator.limits import Quotas, RateLimiter
from tests.emulator.testing import Emulator, FakeClock
from tests.providers.alibabacloud_dcdn.client import AlibabaClient
from tests.providers.huaweicloud_cdn.accounts import (
    HUAWEI_KEY,
    HUAWEI_OTHER_KEY,
    HUAWEI_READ_ONLY_KEY,
    HUAWEI_TEMPORARY_KEY,
)
from tests.providers.huaweicloud_cdn.client import HuaweiClient

KEY = ("provider", "account", "call")


def test_a_sliding_window() -> None:
    limiter = RateLimiter()
    assert [limiter.allows(KEY, 2, moment) for moment in (0.0, 0.5, 0.9)] == [True, True, False]
    assert limiter.allows(KEY, 2, 1.0), "a second later the first one is out of the window"
    assert not limiter.allows(KEY, 2, 1.4)
    assert limiter.allows(KEY, 2, 1.5)
    assert limiter.allows(("provider", "another account", "call"), 2, 1.5)


def test_refused_calls_may_count() -> None:
    limiter = RateLimiter()
    assert limiter.allows(KEY, 1, 0.0)
    assert not limiter.allows(KEY, 1, 0.9, count_refused=True)
    assert not limiter.allows(KEY, 1, 1.8, count_refused=True)


@given(gaps=st.lists(st.floats(0, 2), max_size=60), rate=st.integers(1, 5))
def test_never_more_than_the_rate_in_any_second(gaps: list[float], rate: int) -> None:
    limiter, now, accepted = RateLimiter(), 0.0, []
    for gap in gaps:
        now += gap
        if limiter.allows(KEY, rate, now):
            accepted.append(now)
    for start in accepted:
        assert sum(start <= moment < start + 1 for moment in accepted) <= rate


def test_quotas_begin_anew_every_day() -> None:
    quotas = Quotas()
    quotas.spend("p", "a", "kind", 3, 0.0, 0)
    quotas.spend("p", "a", "kind", 4, 86399.0, 0)
    assert quotas.used("p", "a", "kind", 86399.0, 0) == 7
    assert quotas.used("p", "a", "kind", 86400.0, 0) == 0
    assert quotas.used("p", "b", "kind", 0.0, 0) == 0


@pytest.mark.parametrize(
    ("path", "rate"),
    [
        ("/v1.0/cdn/historytasks", 30),
        ("/v1.0/cdn/historytasks/1/detail", 30),
        ("/v1.0/cdn/quota", 5),
        ("/v1.0/cdn/contentgateway/url-tasks", 5),
    ],
)
def test_huawei_rates(huawei: HuaweiClient, clock: FakeClock, path: str, rate: int) -> None:
    for _ in range(rate):
        assert huawei.call("GET", path).status != 429
    reply = huawei.call("GET", path)
    assert reply.status == 429
    assert reply.json["error_code"] == "APIG.0308"
    assert f"limit:{rate},time:1 second" in reply.json["error_msg"]
    assert reply.json["request_id"] == reply.headers["x-request-id"]
    assert "retry-after" not in reply.headers
    clock.advance(1)
    assert huawei.call("GET", path).status != 429


@pytest.mark.parametrize(
    ("action", "rate"),
    [
        ("DescribeDcdnRefreshTaskById", 30),
        ("DescribeDcdnRefreshTasks", 5),
        ("DescribeDcdnRefreshQuota", 20),
        ("RefreshDcdnObjectCaches", 30),
        ("PreloadDcdnObjectCaches", 15),
    ],
)
def test_alibaba_rates(alibaba: AlibabaClient, clock: FakeClock, action: str, rate: int) -> None:
    for _ in range(rate):
        assert alibaba.call(action).status != 429
    reply = alibaba.call(action)
    assert (reply.status, reply.json["Code"]) == (429, "TooManyRequests")
    assert reply.json["Message"] == "The server is busy. Please try again later."
    clock.advance(1)
    assert alibaba.call(action).status != 429


def test_the_account_counts_not_the_key(emulator: Emulator, huawei: HuaweiClient) -> None:
    keys = [HUAWEI_KEY, HUAWEI_TEMPORARY_KEY, HUAWEI_READ_ONLY_KEY]
    replies = [huawei.call("GET", "/v1.0/cdn/quota", key=keys[number % 3]).status for number in range(6)]
    assert replies == [200] * 5 + [429]
    assert huawei.call("GET", "/v1.0/cdn/quota", key=HUAWEI_OTHER_KEY).status == 200


def test_refused_requests_do_not_use_up_the_rate(huawei: HuaweiClient) -> None:
    for _ in range(5):
        huawei.call("GET", "/v1.0/cdn/quota", secret="wrong")
    assert huawei.call("GET", "/v1.0/cdn/quota").status == 200


def test_limits_can_be_switched_off_or_changed(emulator: Emulator, huawei: HuaweiClient) -> None:
    emulator.settings(limits=False)
    assert {huawei.call("GET", "/v1.0/cdn/quota").status for _ in range(12)} == {200}
    emulator.settings(limits=True, huaweicloud_cdn={"rates": {"ShowHistoryTasks": 1}})
    assert [huawei.list().status for _ in range(2)] == [200, 429]


def test_retry_after_of_the_limiter(emulator: Emulator, huawei: HuaweiClient, clock: FakeClock) -> None:
    emulator.settings(huaweicloud_cdn={"retry_after": "seconds", "rates": {"ShowHistoryTasks": 0}})
    assert huawei.list().headers["retry-after"] == "1"
    emulator.settings(huaweicloud_cdn={"retry_after": "date"})
    assert parsedate_to_datetime(huawei.list().headers["retry-after"]).timestamp() == clock.time() + 1


def test_throttling_of_alibaba(emulator: Emulator, alibaba: AlibabaClient) -> None:
    emulator.settings(
        alibabacloud_dcdn={"throttle": "400", "retry_after_ms": 1500, "rates": {"DescribeDcdnRefreshQuota": 0}}
    )
    reply = alibaba.call("DescribeDcdnRefreshQuota")
    assert (reply.status, reply.json["Code"]) == (400, "Throttling.User")
    assert reply.headers["x-acs-retry-after"] == "1500"


def test_refused_calls_may_count_for_the_limit(emulator: Emulator, huawei: HuaweiClient, clock: FakeClock) -> None:
    emulator.settings(count_refused_calls=True, huaweicloud_cdn={"rates": {"ShowHistoryTasks": 1}})
    assert huawei.list().status == 200
    for _ in range(3):
        clock.advance(0.75)
        assert huawei.list().status == 429
    clock.advance(1)
    assert huawei.list().status == 200
