# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The official client of Alibaba Cloud CDN works against the emulator, unchanged.

What it has in common with that of DCDN, such as what it makes of bad credentials, is tried with DCDN.
"""

from __future__ import annotations

from typing import Any

import pytest
from alibabacloud_cdn20180510 import models
from alibabacloud_cdn20180510.client import Client
from alibabacloud_tea_openapi import models as open_api_models
from alibabacloud_tea_openapi.exceptions import AlibabaCloudException

from tests.emulator.testing import Emulator, FakeClock
from tests.providers.alibabacloud_dcdn.accounts import ALIBABA_KEY

# The SDKs still use datetime.utcnow, which Python 3.12 frowns upon.
pytestmark = pytest.mark.filterwarnings("ignore:.*utcnow:DeprecationWarning")

CDN, DCDN = "alibabacloud_cdn", "alibabacloud_dcdn"
A, B = "https://www.example.com/a b/*~é+1.txt?x=1&y=%2F", "https://img.example.com/中文.html"


@pytest.fixture
def client(emulator: Emulator) -> Any:
    key = ALIBABA_KEY
    config = open_api_models.Config(
        access_key_id=key.access_key, access_key_secret=key.secret_key, endpoint=emulator.host, protocol="http"
    )
    return Client(config)


def by_id(client: Any, *ids: str) -> Any:
    request = models.DescribeRefreshTaskByIdRequest(task_id=",".join(ids))
    return client.describe_refresh_task_by_id(request).body


def form_bytes(emulator: Emulator) -> tuple[bool, bool]:
    """Whether the last request had parameters in its query, and in its body."""
    entry = emulator.log()[-1]
    return bool(entry["query"]), bool(entry["body_bytes"])


def test_by_id(emulator: Emulator, client: Any) -> None:
    fail = {"url_index": 1, "error": "Origin Timeout"}
    first = emulator.add_task(CDN, urls=[A, B], script={"finish_after": 0, "fail": fail})
    second = emulator.add_task(CDN, operation="prefetch", script={"stuck": True, "stuck_at": 40})
    body = by_id(client, first, second)
    assert body.total_count == 3
    assert body.request_id
    assert [(row.task_id, row.status, row.process, row.object_type) for row in body.tasks] == [
        (first, "Complete", "100%", "file"),
        (first, "Failed", "100%", "file"),
        (second, "Refreshing", "40%", "preload"),
    ]
    assert [row.object_path for row in body.tasks[:2]] == [A, B]
    assert body.tasks[1].description == "Origin Timeout"
    assert emulator.log()[-1]["provider"] == CDN


def test_ids_of_the_other_product(emulator: Emulator, client: Any) -> None:
    body = by_id(client, emulator.add_task(DCDN))
    assert (body.total_count, body.tasks) == (0, [])


def test_list(emulator: Emulator, client: Any) -> None:
    emulator.add_task(CDN, object_type="directory", urls=["https://www.example.com/d/"], script={"finish_after": 0})
    emulator.add_tasks({"provider": CDN, "urls": [A], "count": 99, "project": "rg-1"})
    body = client.describe_refresh_tasks(models.DescribeRefreshTasksRequest()).body
    assert (body.total_count, body.page_number, body.page_size) == (100, 1, 20)
    request = models.DescribeRefreshTasksRequest(page_size=100)
    rows = client.describe_refresh_tasks(request).body.tasks.cdntask
    assert [(row.object_type, row.process) for row in rows[-2:]] == [("file", "0"), ("path", "100")]
    assert len(rows) == 100
    request = models.DescribeRefreshTasksRequest(
        object_type="directory", status="Complete", domain_name="www.example.com", page_number=1
    )
    assert client.describe_refresh_tasks(request).body.tasks.cdntask[0].object_path == "https://www.example.com/d/"
    exact = models.DescribeRefreshTasksRequest(object_path=A, resource_group_id="rg-1")
    assert client.describe_refresh_tasks(exact).body.total_count == 99


def test_larger_pages_are_refused(client: Any) -> None:
    with pytest.raises(AlibabaCloudException) as refused:
        client.describe_refresh_tasks(models.DescribeRefreshTasksRequest(page_size=101))
    assert refused.value.status_code == 400


def test_purge_push_and_tag(emulator: Emulator, client: Any, clock: FakeClock) -> None:
    """A purge comes as a form, a prefetch and a purge by tag in the query: the client mixes them."""
    purge = client.refresh_object_caches(
        models.RefreshObjectCachesRequest(object_path=f"{A}\n{B}", object_type="File", force=False)
    ).body.refresh_task_id
    assert purge == "17772470184,17772470185"
    assert form_bytes(emulator) == (False, True)
    push = client.push_object_cache(
        models.PushObjectCacheRequest(
            object_path=A,
            area="domestic",
            l_2preload=True,
            query_hashkey=True,
            consistency_hash=True,
            with_header='{"Accept-Encoding": ["gzip"]}',
        )
    ).body.push_task_id
    assert form_bytes(emulator) == (True, False)
    tag = client.refresh_object_cache_by_cache_tag(
        models.RefreshObjectCacheByCacheTagRequest(domain_name="www.example.com", cache_tag="news", force=True)
    ).body.refresh_task_id
    assert form_bytes(emulator) == (True, False)
    ids = [*purge.split(","), push, tag]
    assert [row.object_path for row in by_id(client, *ids).tasks] == [A, B, A, "news"]
    clock.advance(3)
    assert {row.status for row in by_id(client, *ids).tasks} == {"Complete"}


@pytest.mark.parametrize(("word", "taken"), [("ExQuery", True), ("IgnoreParams", False)])
def test_the_word_for_any_parameters(client: Any, word: str, taken: bool) -> None:
    request = models.RefreshObjectCachesRequest(object_path="https://www.example.com/a", object_type=word)
    if taken:
        assert client.refresh_object_caches(request).body.refresh_task_id
        return
    with pytest.raises(AlibabaCloudException) as refused:
        client.refresh_object_caches(request)
    assert refused.value.code == "InvalidObjectType.Malformed"


def test_a_full_queue(emulator: Emulator, client: Any) -> None:
    emulator.settings(alibabacloud_cdn={"prefetch_queue": 0})
    with pytest.raises(AlibabaCloudException) as refused:
        client.push_object_cache(models.PushObjectCacheRequest(object_path=A))
    assert (refused.value.status_code, refused.value.code) == (403, "PreloadQueueFull")


def test_quota(emulator: Emulator, client: Any) -> None:
    emulator.settings(used_quota={CDN: {"Url": 4, "Preload": 1000}})
    body = client.describe_refresh_quota(models.DescribeRefreshQuotaRequest()).body
    assert (body.url_quota, body.url_remain, body.preload_remain) == ("10000", "9996", "0")
    assert (body.preload_edge_quota, body.preload_edge_remain) == ("1000", "1000")
