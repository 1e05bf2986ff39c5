# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The official clients of Volcengine and BytePlus work against the emulator, unchanged."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import byteplus_sdk.cdn.service
import pytest
import volcengine.cdn.service
import volcenginesdkcdn
import volcenginesdkcore
from volcenginesdkcore.rest import ApiException

from tests.emulator.accounts import Key
from tests.emulator.testing import Emulator
from tests.providers.volcengine_cdn.accounts import (
    BYTEPLUS_KEY,
    VOLC_DENIED_KEY,
    VOLC_EXPIRED_KEY,
    VOLC_KEY,
    VOLC_READ_ONLY_KEY,
    VOLC_TEMPORARY_KEY,
)

CDN = "volcengine_cdn"
A, B = "https://www.example.com/a.txt", "https://www.example.com/%E4%B8%AD.html"


def client_of(emulator: Emulator, key: Key = VOLC_KEY, secret: str | None = None) -> Any:
    """The SDK in use."""
    configuration = volcenginesdkcore.Configuration()
    configuration.ak, configuration.sk, configuration.session_token = (
        key.access_key,
        secret or key.secret_key,
        key.token,
    )
    configuration.region, configuration.scheme, configuration.host = "cn-north-1", "http", emulator.host
    configuration.auto_retry = False
    return volcenginesdkcdn.CDNApi(volcenginesdkcore.ApiClient(configuration))


def older(module: Any, emulator: Emulator, key: Key) -> Any:
    """The older SDKs, whose clients share their settings."""
    client = module.CDNService()
    client.set_ak(key.access_key)
    client.set_sk(key.secret_key)
    if module is volcengine.cdn.service:
        client.set_session_token(key.token or "")
    client.set_scheme("http")
    client.set_host(emulator.host)
    return client


OLDER: dict[str, Callable[[Emulator], Any]] = {
    "volcengine": lambda emulator: older(volcengine.cdn.service, emulator, VOLC_KEY),
    "volcengine, temporary key": lambda emulator: older(volcengine.cdn.service, emulator, VOLC_TEMPORARY_KEY),
    "byteplus": lambda emulator: older(byteplus_sdk.cdn.service, emulator, BYTEPLUS_KEY),
}


@pytest.fixture
def client(emulator: Emulator) -> Any:
    return client_of(emulator)


def tasks(client: Any, **values: Any) -> Any:
    return client.describe_content_tasks(volcenginesdkcdn.DescribeContentTasksRequest(**values))


def test_a_task_by_its_id(emulator: Emulator, client: Any) -> None:
    task_id = emulator.add_task(CDN, urls=[A, B], script={"finish_after": 0, "fail": {"url_index": 1}})
    response = tasks(client, task_type="refresh_file", task_id=task_id, page_num=1, page_size=100)
    assert (response.total, response.page_num, response.page_size) == (2, 1, 100)
    assert [(row.task_id, row.url, row.status, row.process) for row in response.data] == [
        (task_id, A, "complete", "100%"),
        (task_id, B, "failed", "100%"),
    ]
    assert response.data[1].remark
    other = tasks(client, task_type="preload", task_id=task_id)
    assert (other.total, other.data) == (0, [])


def test_a_list_by_time_and_url(emulator: Emulator, client: Any) -> None:
    task_id = emulator.add_task(CDN, operation="prefetch", urls=[A, B], script={"stuck": True, "stuck_at": 40})
    (row,) = tasks(client, task_type="preload", url_list=[B], start_time=0, end_time=4_000_000_000).data
    assert (row.task_id, row.status, row.process, row.status_code) == (task_id, "running", "40%", 0)


@pytest.mark.parametrize("key", [VOLC_KEY, VOLC_TEMPORARY_KEY])
def test_submissions(emulator: Emulator, key: Key) -> None:
    client = client_of(emulator, key)
    refresh = volcenginesdkcdn.SubmitRefreshTaskRequest
    preload = client.submit_preload_task(volcenginesdkcdn.SubmitPreloadTaskRequest(url_list=[A], area="global"))
    ids = [
        client.submit_refresh_task(refresh(type="file", url_list=[A, B])).task_id,
        client.submit_refresh_task(refresh(type="dir", urls="https://www.example.com/d/")).task_id,
        client.submit_refresh_task(refresh(type="regex", url_list=["https://www.example.com/.*"])).task_id,
        preload.task_id,
    ]
    assert preload.commit_num == 1
    made = [emulator.task(CDN, task_id) for task_id in ids]
    assert [(task["operation"], task["object_type"], task["url_count"]) for task in made] == [
        ("purge", "file", 2),
        ("purge", "directory", 1),
        ("purge", "regex", 1),
        ("prefetch", "file", 1),
    ]
    assert [task_id.rpartition("_")[0] for task_id in ids] == [
        "refresh_url",
        "refresh_dir",
        "refresh_regex",
        "prefetch_url",
    ]


def test_quotas(client: Any) -> None:
    client.submit_refresh_task(volcenginesdkcdn.SubmitRefreshTaskRequest(type="file", url_list=[A, B]))
    quota = client.describe_content_quota(volcenginesdkcdn.DescribeContentQuotaRequest())
    assert (quota.refresh_quota, quota.refresh_remain, quota.refresh_quota_limit) == (1000, 998, 100)
    assert (quota.preload_quota, quota.preload_remain, quota.preload_limit) == (1000, 1000, 100)


@pytest.mark.parametrize(
    ("key", "secret", "code", "status"),
    [
        (Key("AKLTnobody", "s", ""), None, "InvalidAccessKey", 401),
        (BYTEPLUS_KEY, None, "InvalidAccessKey", 401),
        (VOLC_KEY, "another", "SignatureDoesNotMatch", 401),
        (VOLC_EXPIRED_KEY, None, "InvalidSecretToken", 401),
        (VOLC_DENIED_KEY, None, "AccessDenied", 403),
        (VOLC_READ_ONLY_KEY, None, "AccessDenied", 403),
    ],
)
def test_refusals(emulator: Emulator, key: Key, secret: str | None, code: str, status: int) -> None:
    with pytest.raises(ApiException) as raised:
        client_of(emulator, key, secret).submit_refresh_task(
            volcenginesdkcdn.SubmitRefreshTaskRequest(type="file", url_list=[A])
        )
    assert raised.value.status == status
    assert json.loads(raised.value.body)["ResponseMetadata"]["Error"]["Code"] == code


def test_an_error_within_http_200(emulator: Emulator, client: Any) -> None:
    emulator.settings(volcengine_cdn={"domains": ["other.example.com"]})
    with pytest.raises(ApiException) as raised:
        client.submit_refresh_task(volcenginesdkcdn.SubmitRefreshTaskRequest(type="file", url_list=[A]))
    assert raised.value.status == 200
    assert "NotFound.Domain" in str(raised.value)


@pytest.mark.parametrize("name", OLDER)
def test_older_clients(emulator: Emulator, name: str) -> None:
    client = OLDER[name](emulator)
    task_id = client.submit_refresh_task({"Type": "file", "Urls": f"{A}\n{B}"})["Result"]["TaskID"]
    found = client.describe_content_tasks(
        {"TaskType": "refresh_file", "TaskID": task_id, "PageNum": 1, "PageSize": 100}
    )
    assert [(row["TaskID"], row["Url"]) for row in found["Result"]["Data"]] == [(task_id, A), (task_id, B)]
    preload = client.submit_preload_task({"Urls": A})["Result"]["TaskID"]
    listed = client.describe_content_tasks({"TaskType": "preload", "Url": A})["Result"]
    assert [row["TaskID"] for row in listed["Data"]] == [preload]
    assert client.describe_content_quota()["Result"]["RefreshRemain"] == 998


def test_older_client_asks_for_quotas_by_get(emulator: Emulator) -> None:
    client = OLDER["volcengine"](emulator)
    assert client.describe_content_quota(method="GET")["Result"]["PreloadQuota"] == 1000
