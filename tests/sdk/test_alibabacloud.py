# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The official client of Alibaba Cloud DCDN works against the emulator, unchanged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from alibabacloud_dcdn20180115 import models
from alibabacloud_dcdn20180115.client import Client
from alibabacloud_tea_openapi import models as open_api_models
from alibabacloud_tea_openapi.exceptions import AlibabaCloudException

from tests.emulator.accounts import Key
from tests.emulator.testing import Emulator, FakeClock
from tests.providers.alibabacloud_dcdn.accounts import (
    ALIBABA_DENIED_KEY,
    ALIBABA_EXPIRED_KEY,
    ALIBABA_INACTIVE_KEY,
    ALIBABA_KEY,
    ALIBABA_TEMPORARY_KEY,
)

# The SDKs still use datetime.utcnow, which Python 3.12 frowns upon.
pytestmark = pytest.mark.filterwarnings("ignore:.*utcnow:DeprecationWarning")

DCDN = "alibabacloud_dcdn"
A, B = "https://www.example.com/a b/*~é+1.txt?x=1&y=%2F", "https://img.example.com/中文.html"
Connect = Callable[..., Any]


@pytest.fixture
def connect(emulator: Emulator) -> Connect:
    def make(key: Key = ALIBABA_KEY, secret: str | None = None) -> Any:
        config = open_api_models.Config(
            access_key_id=key.access_key,
            access_key_secret=secret or key.secret_key,
            security_token=key.token,
            endpoint=emulator.host,
            protocol="http",
        )
        return Client(config)

    return make


def by_id(client: Any, *ids: str) -> Any:
    request = models.DescribeDcdnRefreshTaskByIdRequest(task_id=",".join(ids))
    return client.describe_dcdn_refresh_task_by_id(request).body


def test_by_id(emulator: Emulator, connect: Connect) -> None:
    fail = {"url_index": 1, "error": "Origin Timeout"}
    first = emulator.add_task(DCDN, urls=[A, B], script={"finish_after": 0, "fail": fail})
    second = emulator.add_task(DCDN, operation="prefetch", script={"stuck": True, "stuck_at": 40})
    body = by_id(connect(), first, second)
    assert body.total_count == 3
    assert body.request_id
    assert [(row.task_id, row.status, row.process, row.object_type) for row in body.tasks] == [
        (first, "Complete", "100%", "file"),
        (first, "Failed", "100%", "file"),
        (second, "Refreshing", "40%", "preload"),
    ]
    assert [row.object_path for row in body.tasks[:2]] == [A, B]
    assert body.tasks[1].description == "Origin Timeout"


def test_nothing_found(connect: Connect) -> None:
    body = by_id(connect(), "1")
    assert (body.total_count, body.tasks) == (0, [])


def test_list(emulator: Emulator, connect: Connect) -> None:
    emulator.add_task(DCDN, object_type="directory", urls=["https://www.example.com/d/"], script={"finish_after": 0})
    emulator.add_task(DCDN, urls=[A])
    client = connect()
    body = client.describe_dcdn_refresh_tasks(models.DescribeDcdnRefreshTasksRequest()).body
    assert (body.total_count, body.page_number, body.page_size) == (2, 1, 20)
    assert [(row.object_type, row.process) for row in body.tasks.task] == [("file", "0"), ("path", "100")]
    request = models.DescribeDcdnRefreshTasksRequest(
        object_type="directory", status="Complete", domain_name="www.example.com", page_size=50, page_number=1
    )
    assert client.describe_dcdn_refresh_tasks(request).body.tasks.task[0].object_path == "https://www.example.com/d/"
    exact = models.DescribeDcdnRefreshTasksRequest(object_path=A)
    assert client.describe_dcdn_refresh_tasks(exact).body.total_count == 1


def test_purge_and_prefetch(emulator: Emulator, connect: Connect, clock: FakeClock) -> None:
    client = connect()
    purge = client.refresh_dcdn_object_caches(
        models.RefreshDcdnObjectCachesRequest(object_path=f"{A}\n{B}", object_type="File", force=False)
    ).body.refresh_task_id
    assert purge == "704222904,704222905"
    prefetch = client.preload_dcdn_object_caches(
        models.PreloadDcdnObjectCachesRequest(object_path=A, area="domestic", l_2preload=True)
    ).body.preload_task_id
    tag = client.refresh_dcdn_object_cache_by_cache_tag(
        models.RefreshDcdnObjectCacheByCacheTagRequest(domain_name="www.example.com", cache_tag="news", force=True)
    ).body.refresh_task_id
    ids = [*purge.split(","), prefetch, tag]
    assert [row.object_path for row in by_id(client, *ids).tasks] == [A, B, A, "news"]
    assert {row.status for row in by_id(client, *ids).tasks} == {"Refreshing"}
    clock.advance(3)
    assert {row.status for row in by_id(client, *ids).tasks} == {"Complete"}


def test_a_thousand_urls_in_the_query(emulator: Emulator, connect: Connect) -> None:
    urls = [f"https://www.example.com/{'x' * 200}/{number}" for number in range(1000)]
    request = models.RefreshDcdnObjectCachesRequest(object_path="\n".join(urls))
    task_id = connect().refresh_dcdn_object_caches(request).body.refresh_task_id
    assert emulator.task(DCDN, task_id)["url_count"] == 1000


def test_quota(emulator: Emulator, connect: Connect) -> None:
    emulator.settings(used_quota={DCDN: {"Url": 4, "Preload": 1000}})
    body = connect().describe_dcdn_refresh_quota(models.DescribeDcdnRefreshQuotaRequest()).body
    assert (body.url_quota, body.url_remain, body.preload_remain) == ("10000", "9996", "0")


def test_security_token(emulator: Emulator, connect: Connect) -> None:
    task_id = emulator.add_task(DCDN)
    assert by_id(connect(ALIBABA_TEMPORARY_KEY), task_id).total_count == 1
    assert {"x-acs-security-token", "x-acs-accesskey-id"} <= set(emulator.log()[-1]["signed_headers"])


@pytest.mark.parametrize(
    ("key", "secret", "status", "code"),
    [
        (ALIBABA_KEY, "wrong", 400, "SignatureDoesNotMatch"),
        (Key("NOBODY", "secret", ""), None, 404, "InvalidAccessKeyId.NotFound"),
        (ALIBABA_INACTIVE_KEY, None, 400, "InvalidAccessKeyId.Inactive"),
        (ALIBABA_EXPIRED_KEY, None, 400, "InvalidSecurityToken.Expired"),
        (ALIBABA_DENIED_KEY, None, 403, "Forbidden.RAM"),
    ],
    ids=["wrong secret", "unknown key", "inactive key", "expired token", "denied"],
)
def test_bad_credentials(connect: Connect, key: Key, secret: str | None, status: int, code: str) -> None:
    with pytest.raises(AlibabaCloudException) as refused:
        by_id(connect(key, secret), "1")
    assert (refused.value.status_code, refused.value.code) == (status, code)
    assert refused.value.request_id


def test_eleven_ids(connect: Connect) -> None:
    with pytest.raises(AlibabaCloudException) as refused:
        by_id(connect(), *map(str, range(11)))
    assert (refused.value.status_code, refused.value.code) == (400, "InvalidTaskId")
    assert "The maximum number of taskIds is 10." in refused.value.message


@pytest.mark.parametrize("time", [{"start_time": "2026-11-20T00:00:00Z"}, {"end_time": "2026-11-20T00:00:00Z"}])
def test_one_time_alone(connect: Connect, time: dict[str, str]) -> None:
    with pytest.raises(AlibabaCloudException) as refused:
        connect().describe_dcdn_refresh_tasks(models.DescribeDcdnRefreshTasksRequest(**time))
    assert refused.value.code == "MissingTimeParameter"


def test_throttling_as_the_client_sees_it(emulator: Emulator, connect: Connect) -> None:
    emulator.add_fault("status", status=429, retry_after_ms=1500)
    with pytest.raises(AlibabaCloudException) as refused:
        by_id(connect(), "1")
    assert (refused.value.code, refused.value.retry_after) == ("TooManyRequests", 1500)
