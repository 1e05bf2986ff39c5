# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The official client of Tencent Cloud CDN works against the emulator, unchanged."""

from __future__ import annotations

from typing import Any

import pytest
from tencentcloud.cdn.v20180606 import models
from tencentcloud.cdn.v20180606.cdn_client import CdnClient
from tencentcloud.common.credential import Credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile

from tests.emulator.accounts import Key
from tests.emulator.testing import Emulator
from tests.providers.tencentcloud_cdn.accounts import (
    TENCENT_DENIED_KEY,
    TENCENT_EXPIRED_KEY,
    TENCENT_KEY,
    TENCENT_READ_ONLY_KEY,
    TENCENT_TEMPORARY_KEY,
)

CDN = "tencentcloud_cdn"
A, B = "https://www.example.com/a.txt", "https://www.example.com/%E4%B8%AD.html"


def client_of(emulator: Emulator, key: Key = TENCENT_KEY, secret: str | None = None) -> Any:
    profile = ClientProfile(
        httpProfile=HttpProfile(protocol="http", endpoint=emulator.host, reqMethod="POST"), language="en-US"
    )
    return CdnClient(Credential(key.access_key, secret or key.secret_key, key.token), "", profile)


def ask(request: Any, **values: Any) -> Any:
    for name, value in values.items():
        setattr(request, name, value)
    return request


@pytest.fixture
def client(emulator: Emulator) -> Any:
    return client_of(emulator)


def test_purges_by_id(emulator: Emulator, client: Any) -> None:
    task_id = emulator.add_task(CDN, urls=[A, B], script={"finish_after": 0, "fail": {"url_index": 1}})
    response = client.DescribePurgeTasks(ask(models.DescribePurgeTasksRequest(), TaskId=task_id, Limit=100))
    assert (response.TotalCount, bool(response.RequestId)) == (2, True)
    assert [(row.TaskId, row.Url, row.Status, row.PurgeType) for row in response.PurgeLogs] == [
        (task_id, A, "done", "url"),
        (task_id, B, "fail", "url"),
    ]
    other = client.DescribePushTasks(ask(models.DescribePushTasksRequest(), TaskId=task_id))
    assert (other.TotalCount, other.PushLogs) == (0, [])


def test_prefetches_by_time(emulator: Emulator, client: Any) -> None:
    task_id = emulator.add_task(CDN, operation="prefetch", urls=[A], script={"stuck": True, "stuck_at": 40})
    request = ask(models.DescribePushTasksRequest(), StartTime="2000-01-01 00:00:00", EndTime="2100-01-01 00:00:00")
    (row,) = client.DescribePushTasks(request).PushLogs
    assert (row.TaskId, row.Status, row.Percent, row.UpdateTime) == (task_id, "process", 40, None)


@pytest.mark.parametrize("key", [TENCENT_KEY, TENCENT_TEMPORARY_KEY])
def test_submissions(emulator: Emulator, key: Key) -> None:
    client = client_of(emulator, key)
    ids = [
        client.PurgeUrlsCache(ask(models.PurgeUrlsCacheRequest(), Urls=[A, B])).TaskId,
        client.PurgePathCache(
            ask(models.PurgePathCacheRequest(), Paths=["https://www.example.com/d/"], FlushType="flush")
        ).TaskId,
        client.PushUrlsCache(ask(models.PushUrlsCacheRequest(), Urls=[A], Area="global")).TaskId,
    ]
    made = [emulator.task(CDN, task_id) for task_id in ids]
    assert [(task["operation"], task["object_type"], task["url_count"]) for task in made] == [
        ("purge", "file", 2),
        ("purge", "directory", 1),
        ("prefetch", "file", 1),
    ]


def test_quotas(emulator: Emulator, client: Any) -> None:
    client.PurgeUrlsCache(ask(models.PurgeUrlsCacheRequest(), Urls=[A, B]))
    client.PushUrlsCache(ask(models.PushUrlsCacheRequest(), Urls=[A]))
    purge = client.DescribePurgeQuota(models.DescribePurgeQuotaRequest())
    assert [(quota.Area, quota.Total, quota.Available, quota.Batch) for quota in purge.UrlPurge] == [
        ("mainland", 10000, 9998, 1000),
        ("overseas", 10000, 9998, 1000),
    ]
    assert [quota.Available for quota in purge.PathPurge] == [100, 100]
    push = client.DescribePushQuota(models.DescribePushQuotaRequest())
    assert [(quota.Area, quota.Available) for quota in push.UrlPush] == [("mainland", 999), ("overseas", 1000)]


@pytest.mark.parametrize(
    ("key", "secret", "code"),
    [
        (Key("AKIDNOBODY", "s", ""), None, "AuthFailure.SecretIdNotFound"),
        (TENCENT_KEY, "another", "AuthFailure.SignatureFailure"),
        (TENCENT_EXPIRED_KEY, None, "AuthFailure.TokenFailure"),
        (TENCENT_DENIED_KEY, None, "UnauthorizedOperation"),
        (TENCENT_READ_ONLY_KEY, None, "UnauthorizedOperation"),
    ],
)
def test_refusals(emulator: Emulator, key: Key, secret: str | None, code: str) -> None:
    with pytest.raises(TencentCloudSDKException) as raised:
        client_of(emulator, key, secret).PurgeUrlsCache(ask(models.PurgeUrlsCacheRequest(), Urls=[A]))
    assert raised.value.get_code() == code
    assert raised.value.get_request_id()


def test_batch_that_is_too_large(emulator: Emulator, client: Any) -> None:
    with pytest.raises(TencentCloudSDKException) as raised:
        client.PushUrlsCache(ask(models.PushUrlsCacheRequest(), Urls=[A] * 21))
    assert raised.value.get_code() == "LimitExceeded.CdnPushExceedBatchLimit"
