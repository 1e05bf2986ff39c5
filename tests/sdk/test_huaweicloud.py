# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The official client of Huawei Cloud CDN works against the emulator, unchanged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from huaweicloudsdkcdn import v2
from huaweicloudsdkcore.auth.credentials import GlobalCredentials
from huaweicloudsdkcore.exceptions.exceptions import (
    ClientRequestException,
    SdkException,
    ServerResponseException,
)
from huaweicloudsdkcore.region.region import Region

from tests.emulator.accounts import Key
from tests.emulator.testing import Emulator, FakeClock
from tests.providers.huaweicloud_cdn.accounts import (
    HUAWEI_DENIED_KEY,
    HUAWEI_DOMAIN_ID,
    HUAWEI_EXPIRED_KEY,
    HUAWEI_KEY,
    HUAWEI_TEMPORARY_KEY,
)

# The SDKs still use datetime.utcnow, which Python 3.12 frowns upon.
pytestmark = pytest.mark.filterwarnings("ignore:.*utcnow:DeprecationWarning")

CDN = "huaweicloud_cdn"
A, B = "https://www.example.com/a b/*~é+1.txt?x=1&y=%2F", "https://www.example.com/中文.html"
Connect = Callable[..., Any]


@pytest.fixture
def connect(emulator: Emulator) -> Connect:
    """A client for a key. With a region the client asks IAM for its account."""

    def make(key: Key = HUAWEI_KEY, secret: str | None = None, region: str | None = None) -> Any:
        credentials = GlobalCredentials(key.access_key, secret or key.secret_key).with_iam_endpoint(emulator.url)
        if key.token:
            credentials.with_security_token(key.token)
        builder = v2.CdnClient.new_builder().with_credentials(credentials)
        if region is not None:
            return builder.with_region(Region(region, emulator.url)).build()
        return builder.with_endpoint(emulator.url).build()

    return make


def test_list(emulator: Emulator, connect: Connect) -> None:
    emulator.add_task(CDN, url_count=3, script={"finish_after": 0, "fail": {"url_index": 1}})
    emulator.add_task(CDN, object_type="directory", operation="purge", script={"stuck": True})
    client = connect()
    reply = client.show_history_tasks(v2.ShowHistoryTasksRequest())
    assert reply.total == 1
    task = reply.tasks[0]
    assert (task.id, task.status, task.task_type, task.file_type) == ("7620240", "task_done", "refresh", "file")
    assert (task.processing, task.succeed, task.failed, task.total) == (0, 2, 1, 3)
    assert reply.x_request_id
    reply = client.show_history_tasks(
        v2.ShowHistoryTasksRequest(
            enterprise_project_id="all", page_size=10000, page_number=1, status="task_inprocess", start_date=0,
            end_date=task.create_time + 1, order_field="total", order_type="asc", file_type="directory",
            task_type="refresh",
        )
    )  # fmt: skip
    assert [entry.id for entry in reply.tasks] == ["7620241"]


def test_detail(emulator: Emulator, connect: Connect) -> None:
    script = {"finish_after": 0, "fail": {"url_index": 1, "error": "origin answered 502", "classify": "ORIGIN_ERROR"}}
    task_id = emulator.add_task(CDN, operation="prefetch", urls=[A, B], script=script)
    client = connect()
    reply = client.show_history_task_details(
        v2.ShowHistoryTaskDetailsRequest(history_tasks_id=task_id, page_size=100, page_number=1)
    )
    assert (reply.id, reply.status, reply.succeed, reply.failed, reply.total) == (task_id, "task_done", 1, 1, 2)
    assert [(row.url, row.status, row.task_type) for row in reply.urls] == [
        (A, "succeed", "PREHEATING"),
        (B, "failed", "PREHEATING"),
    ]
    assert (reply.urls[1].fail_classify, reply.urls[1].fail_desc) == ("ORIGIN_ERROR", "origin answered 502")
    one = client.show_history_task_details(v2.ShowHistoryTaskDetailsRequest(history_tasks_id=task_id, url=A))
    assert [row.url for row in one.urls] == [A]


def test_purge_and_prefetch(emulator: Emulator, connect: Connect, clock: FakeClock) -> None:
    client = connect()
    purge = client.create_refresh_tasks(
        v2.CreateRefreshTasksRequest(
            enterprise_project_id="0",
            body=v2.RefreshTaskRequest(refresh_task=v2.RefreshTaskRequestBody(type="file", urls=[A, B])),
        )
    ).refresh_task
    prefetch = client.create_preheating_tasks(
        v2.CreatePreheatingTasksRequest(
            body=v2.PreheatingTaskRequest(preheating_task=v2.PreheatingTaskRequestBody(urls=[B], zh_url_encode=True))
        )
    ).preheating_task
    assert (purge, prefetch) == ("7620240", "7620241")

    def statuses() -> list[str]:
        return [task.status for task in client.show_history_tasks(v2.ShowHistoryTasksRequest()).tasks]

    assert statuses() == ["task_inprocess", "task_inprocess"]
    clock.advance(3)
    assert statuses() == ["task_done", "task_done"]
    detail = client.show_history_task_details(v2.ShowHistoryTaskDetailsRequest(history_tasks_id=purge))
    assert [row.url for row in detail.urls] == [A, B]


def test_quota(emulator: Emulator, connect: Connect) -> None:
    emulator.settings(used_quota={CDN: {"preheat": 1000}})
    quotas = {entry.type: entry for entry in connect().show_quota(v2.ShowQuotaRequest()).quotas}
    assert (quotas["preheat"].quota_limit, quotas["preheat"].used) == (1000, 1000)
    assert quotas["file_refresh"].user_domain_id == HUAWEI_DOMAIN_ID


def test_url_records(emulator: Emulator, connect: Connect) -> None:
    emulator.settings(huaweicloud_cdn={"url_tasks_enabled": True})
    emulator.add_task(CDN, urls=[A], script={"finish_after": 0})
    reply = connect().show_url_task_info(v2.ShowUrlTaskInfoRequest(url=A))
    assert (reply.total, reply.count) == (1, 1)
    assert (reply.result[0].task_id, reply.result[0].status, reply.result[0].type) == (7620240, "SUCCEED", "REFRESH")


def test_security_token(emulator: Emulator, connect: Connect) -> None:
    emulator.add_task(CDN)
    client = connect(HUAWEI_TEMPORARY_KEY)
    assert client.show_history_tasks(v2.ShowHistoryTasksRequest()).total == 1
    assert "x-security-token" in emulator.log()[-1]["signed_headers"]


def test_the_client_finds_out_its_account_by_itself(emulator: Emulator, connect: Connect) -> None:
    client = connect(region="cn-north-1")
    assert client.show_quota(v2.ShowQuotaRequest()).quotas[0].user_domain_id == HUAWEI_DOMAIN_ID
    assert [entry["call"] for entry in emulator.log()] == ["ListAuthDomains", "ShowQuota"]
    assert "x-domain-id" in emulator.log()[-1]["signed_headers"]


@pytest.mark.parametrize(
    ("key", "secret", "code"),
    [
        (HUAWEI_KEY, "wrong", "APIG.0301"),
        (Key("NOBODY", "secret", ""), None, "APIG.0301"),
        (HUAWEI_EXPIRED_KEY, None, "APIG.0301"),
    ],
    ids=["wrong secret", "unknown key", "expired token"],
)
def test_bad_credentials(connect: Connect, key: Key, secret: str | None, code: str) -> None:
    with pytest.raises(ClientRequestException) as refused:
        connect(key, secret).show_history_tasks(v2.ShowHistoryTasksRequest())
    assert (refused.value.status_code, refused.value.error_code) == (401, code)
    assert refused.value.request_id


def test_denied(connect: Connect) -> None:
    with pytest.raises(ClientRequestException) as refused:
        connect(HUAWEI_DENIED_KEY).show_history_tasks(v2.ShowHistoryTasksRequest())
    assert refused.value.status_code == 403
    assert "CDN.0004" in str(refused.value.error_msg) + str(refused.value.error_code)


@pytest.mark.parametrize("page", [{"page_size": 10}, {"page_number": 1}])
def test_one_of_the_page_parameters_alone(connect: Connect, page: dict[str, int]) -> None:
    with pytest.raises(ClientRequestException) as refused:
        connect().show_history_tasks(v2.ShowHistoryTasksRequest(**page))
    assert refused.value.status_code == 400


def test_the_client_drops_an_error_in_http_200(connect: Connect) -> None:
    """Trap 16 of the reference sheet: an empty object and no exception."""
    reply = connect().show_history_task_details(v2.ShowHistoryTaskDetailsRequest(history_tasks_id="1"))
    assert (reply.id, reply.status) == (None, None)


def test_faults(emulator: Emulator, connect: Connect) -> None:
    client = connect()
    emulator.add_fault("status", status=500)
    with pytest.raises(ServerResponseException) as failed:
        client.show_quota(v2.ShowQuotaRequest())
    assert failed.value.status_code == 500
    emulator.add_fault("status", status=429)
    with pytest.raises(SdkException):
        client.show_quota(v2.ShowQuotaRequest())
