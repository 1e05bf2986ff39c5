# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The official client of Tencent Cloud EdgeOne works against the emulator, unchanged."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tencentcloud.common.credential import Credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.teo.v20220901 import models
from tencentcloud.teo.v20220901.teo_client import TeoClient

from tests.emulator.accounts import Key
from tests.emulator.testing import Emulator
from tests.providers.tencentcloud_cdn.accounts import TENCENT_DENIED_KEY, TENCENT_KEY, TENCENT_TEMPORARY_KEY
from tests.providers.tencentcloud_edgeone.blueprint import ZONE

NAME = "tencentcloud_edgeone"
A, B = "https://www.example.com/a.txt", "https://www.example.com/%E4%B8%AD.html"
FOREIGN = "https://elsewhere.example.net/x"


def client_of(emulator: Emulator, key: Key = TENCENT_KEY) -> Any:
    profile = ClientProfile(
        httpProfile=HttpProfile(protocol="http", endpoint=emulator.host, reqMethod="POST"), language="en-US"
    )
    return TeoClient(Credential(key.access_key, key.secret_key, key.token), "", profile)


def ask(request: Any, **values: Any) -> Any:
    request.from_json_string(json.dumps({"ZoneId": ZONE, **values}))
    return request


@pytest.fixture
def client(emulator: Emulator) -> Any:
    return client_of(emulator)


def by_job(task_id: str) -> list[dict[str, Any]]:
    return [{"Name": "job-id", "Values": [task_id.partition(".")[2]]}]


def test_purges_by_id(emulator: Emulator, client: Any) -> None:
    task_id = emulator.add_task(NAME, urls=[A, B], script={"finish_after": 0, "fail": {"url_index": 1}})
    response = client.DescribePurgeTasks(ask(models.DescribePurgeTasksRequest(), Filters=by_job(task_id), Limit=1000))
    assert (response.TotalCount, bool(response.RequestId)) == (2, True)
    assert [(f"{ZONE}.{row.JobId}", row.Target, row.Status, row.Type) for row in response.Tasks] == [
        (task_id, A, "success", "purge_url"),
        (task_id, B, "failed", "purge_url"),
    ]
    assert response.Tasks[1].FailType == "taskFailed"
    other = client.DescribePrefetchTasks(ask(models.DescribePrefetchTasksRequest(), Filters=by_job(task_id)))
    assert (other.TotalCount, other.Tasks) == (0, [])


def test_prefetches_by_time(emulator: Emulator, client: Any) -> None:
    now = emulator.add_task(NAME, operation="prefetch", urls=[A], created_at="2026-11-21T08:00:00Z", script={})
    request = ask(
        models.DescribePrefetchTasksRequest(), StartTime="2026-11-21T00:00:00+00:00", EndTime="2026-11-22T00:00:00Z"
    )
    (row,) = client.DescribePrefetchTasks(request).Tasks
    assert (f"{ZONE}.{row.JobId}", row.CreateTime) == (now, "2026-11-21T08:00:00Z")


@pytest.mark.parametrize("key", [TENCENT_KEY, TENCENT_TEMPORARY_KEY])
def test_submissions(emulator: Emulator, key: Key) -> None:
    client = client_of(emulator, key)
    purge = client.CreatePurgeTask(ask(models.CreatePurgeTaskRequest(), Type="purge_url", Targets=[A, FOREIGN]))
    (refused,) = purge.FailedList
    assert (refused.Reason, refused.Targets) == ("not a domain of this zone", [FOREIGN])
    everything = client.CreatePurgeTask(ask(models.CreatePurgeTaskRequest(), Type="purge_all"))
    prefetch = client.CreatePrefetchTask(ask(models.CreatePrefetchTaskRequest(), Targets=[A, B]))
    assert prefetch.FailedList is None
    made = [emulator.task(NAME, f"{ZONE}.{answer.JobId}") for answer in (purge, everything, prefetch)]
    assert [(task["operation"], task["object_type"], task["url_count"]) for task in made] == [
        ("purge", "file", 1),
        ("purge", "all", 1),
        ("prefetch", "file", 2),
    ]


def test_quotas(emulator: Emulator, client: Any) -> None:
    client.CreatePurgeTask(ask(models.CreatePurgeTaskRequest(), Type="purge_url", Targets=[A, B]))
    quota = client.DescribeContentQuota(ask(models.DescribeContentQuotaRequest()))
    assert [(each.Type, each.Daily, each.DailyAvailable, each.Batch) for each in quota.PurgeQuota][:2] == [
        ("purge_url", 10000, 9998, 2000),
        ("purge_prefix", 1000, 1000, 2000),
    ]
    assert [each.DailyAvailable for each in quota.PrefetchQuota] == [1000]


@pytest.mark.parametrize(
    ("key", "purge_type", "code"),
    [
        (TENCENT_DENIED_KEY, "purge_url", "UnauthorizedOperation"),
        (TENCENT_KEY, "purge_prefix", "InvalidParameter.Target"),
    ],
)
def test_refusals(emulator: Emulator, key: Key, purge_type: str, code: str) -> None:
    with pytest.raises(TencentCloudSDKException) as raised:
        client_of(emulator, key).CreatePurgeTask(ask(models.CreatePurgeTaskRequest(), Type=purge_type, Targets=[A]))
    assert raised.value.get_code() == code
    assert raised.value.get_request_id()
