# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where Alibaba Cloud CDN differs from DCDN: each known trap has a test that falls into it if the code does.

What both have in common is tested with DCDN, whose implementation this is.
"""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError, OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._module.task import task_options
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.registry import PROVIDERS
from tests.emulator.testing import Emulator
from tests.providers.alibabacloud_cdn.blueprint import AlibabacloudCdn
from tests.providers.alibabacloud_dcdn.client import AlibabaClient
from tests.unit.emulated import Emulated
from tests.unit.fuzzing import KEY, run_module
from tests.unit.rows import alibaba_row, refused
from tests.unit.submission import cloud_of, refusal, run
from tests.unit.support import ALIBABA, ALIBABA_CDN, NOW, Bench, FakeClock, answer, bench, quotas_of

URL, OTHER = "https://www.example.com/a.txt", "https://www.example.com/b.txt"


class CdnClient(AlibabaClient):
    version = AlibabacloudCdn.version


def cdn(replies: Any, **options: Any) -> Bench:
    return bench(ALIBABA_CDN, replies, **options)


def by_id(*rows: Any, total: Any = None) -> Answer:
    return answer({"RequestId": "r", "TotalCount": len(rows) if total is None else total, "Tasks": list(rows)})


def listed(*rows: Any, key: str = "CDNTask", total: Any = None) -> Answer:
    return answer({"RequestId": "r", "TotalCount": len(rows) if total is None else total, "Tasks": {key: list(rows)}})


@pytest.mark.parametrize("key", ["CDNTask", "Task"])
@pytest.mark.parametrize("provider", [ALIBABA, ALIBABA_CDN])
def test_trap_01_rows_of_the_list_have_another_key(provider: str, key: str) -> None:
    made = bench(provider, [listed(alibaba_row("1"), key=key), by_id(alibaba_row("1"))])
    tasks, complete = made.query()
    assert ([(task.id, task.provider, task.state) for task in tasks], complete) == (
        [("1", provider, "succeeded")],
        True,
    )


@pytest.mark.parametrize(("provider", "size", "pages"), [(ALIBABA_CDN, 100, 2), (ALIBABA, 50, 3)])
def test_trap_02_pages_of_another_size(provider: str, size: int, pages: int) -> None:
    """The emulated clouds refuse more rows than theirs; with fewer, the last rows would need one page more."""
    clouds = Emulated(FakeClock())
    ids = [clouds.add_task(provider, script={"finish_after": 0}) for _number in range(120)]
    made = bench(provider, clouds)
    tasks, complete = made.query()
    assert (sorted(task.id for task in tasks), complete) == (ids, True)
    queries = [sent.query for sent in made.sent if "PageSize" in sent.query]
    assert [query["PageSize"] for query in queries] == [str(size)] * pages


def test_trap_03_a_prefetch_answers_its_id_under_another_key() -> None:
    done = run(ALIBABA_CDN, operation="prefetch", urls=[URL])
    assert [entry["ids"] for entry in done.result["submissions"]] == [["27772470184"]]
    assert [said["action"] for said in done.cloud.submits] == ["PushObjectCache"]


@pytest.mark.parametrize(("provider", "word"), [(ALIBABA_CDN, "ExQuery"), (ALIBABA, "IgnoreParams")])
def test_trap_04_purges_of_any_parameters_have_another_word(provider: str, word: str) -> None:
    """Each emulated cloud knows its own word alone."""
    done = run(provider, operation="purge", urls=[URL], ignore_params=True)
    assert not done.result["failed"]
    assert [said["ObjectType"] for said in done.cloud.submits] == [word]
    assert done.result["submissions"][0]["object_type"] == "ignoreparams"


def test_trap_04_a_word_that_is_refused_is_not_replaced_by_the_other() -> None:
    """The second call would be a submission of its own. The user is told what to do instead."""
    cloud = cloud_of(ALIBABA_CDN, refusal(ALIBABA_CDN, "InvalidObjectType.Malformed"))
    done = run(ALIBABA_CDN, cloud, operation="purge", urls=[URL], ignore_params=True)
    assert done.result["failed"]
    assert len(cloud.submits) == 1
    assert [entry["urls"] for entry in done.result["not_submitted"]] == [[URL]]
    assert "ignore_params" in done.result["error"]["hint"]


@pytest.mark.parametrize("word", ["exquery", "ExQuery", "ignoreparams", "IgnoreParams"])
def test_trap_04_rows_may_have_either_word(word: str) -> None:
    (task,) = cdn([by_id(alibaba_row("1", ObjectType=word))]).fetch("1")
    assert (task.operation, task.object_type) == ("purge", "ignoreparams")


def test_trap_05_the_first_answer_is_stale() -> None:
    """The task is done when its first answer comes, which still says `Refreshing`: a wait asks again."""
    # Answers take longer than a poll interval, so that the next sweep is due without anybody waiting for it.
    cloud = cloud_of(ALIBABA_CDN, latency=6.0, alibabacloud_cdn={"stale_first_answer": True})
    cloud.settings(default_script={"finish_after": 3.0})
    done = run(ALIBABA_CDN, cloud, operation="purge", urls=[URL], wait=True, wait_timeout=60)
    assert done.result["outcome"] == "succeeded"
    assert cloud.reads.count("by id") == 2


def quotas(**values: str) -> list[dict[str, Any]]:
    return quotas_of(ALIBABA_CDN, answer({"RequestId": "r", **values}))


@pytest.mark.parametrize("edge_first", [True, False])
def test_trap_06_two_quotas_of_prefetches(edge_first: bool) -> None:
    edge = {"PreloadEdgeQuota": "500", "PreloadEdgeRemain": "0"}
    plain = {"PreloadQuota": "1000", "PreloadRemain": "900"}
    found = quotas(**{**edge, **plain} if edge_first else {**plain, **edge})
    assert [(quota["name"], quota["operation"], quota["object_type"], quota["remaining"]) for quota in found] == [
        ("Preload", "prefetch", "file", 900),
        ("PreloadEdge", "prefetch", "edge", 0),
    ]


@pytest.mark.parametrize(("used", "failed"), [({"PreloadEdge": 500}, False), ({"Preload": 1000}, True)])
def test_trap_06_a_prefetch_is_counted_against_one_of_them(used: dict[str, int], failed: bool) -> None:
    cloud = cloud_of(ALIBABA_CDN)
    cloud.settings(used_quota={ALIBABA_CDN: used})
    done = run(ALIBABA_CDN, cloud, operation="prefetch", urls=[URL], require_quota=True)
    assert (done.result["failed"], len(cloud.submits)) == (failed, 0 if failed else 1)
    assert done.warnings == []


@pytest.mark.parametrize("word", ["block", "unblock"])
def test_trap_07_blocked_urls_are_no_purges(word: str) -> None:
    made = cdn([listed(alibaba_row("1", ObjectType=word)), by_id(alibaba_row("1", ObjectType=word))])
    (task,) = made.query()[0]
    assert (task.operation, task.object_type) == ("other", word)
    made = cdn(lambda sent: listed() if "ObjectType" in sent.query else listed(alibaba_row("1", ObjectType=word)))
    assert made.query(operation="purge") == ([], True)
    assert {sent.query["ObjectType"] for sent in made.sent} == {"file", "directory", "regex"}


def test_trap_08_an_option_of_the_other_product() -> None:
    """`consistency_hash` is of CDN; DCDN's module refuses it before anything is sent."""
    wanted = {**KEY, "operation": "prefetch", "urls": [URL], "consistency_hash": True}
    ended = run_module("alibabacloud_dcdn_task", wanted)
    assert ended.document["failed"]
    assert "consistency_hash" in ended.document["msg"]
    assert ended.sent == []
    assert set(task_options(PROVIDERS[ALIBABA_CDN])) - set(task_options(PROVIDERS[ALIBABA])) == {"consistency_hash"}


def test_trap_08_it_is_sent_to_the_product_that_has_it() -> None:
    done = run(ALIBABA_CDN, operation="prefetch", urls=[URL], consistency_hash=True)
    assert done.cloud.submits[0]["ConsistencyHash"] == "true"
    done = run(ALIBABA_CDN, operation="prefetch", urls=[URL])
    assert "ConsistencyHash" not in done.cloud.submits[0]
    cloud = cloud_of(ALIBABA_CDN)
    with pytest.raises(OptionError, match=r"^consistency_hash: "):
        run(ALIBABA_CDN, cloud, operation="purge", urls=[URL], consistency_hash=True)
    assert cloud.sent == []


def test_trap_09_a_full_queue_is_no_missing_permission() -> None:
    """HTTP 403, as for a key without rights."""
    cloud = cloud_of(ALIBABA_CDN, alibabacloud_cdn={"prefetch_queue": 1})
    done = run(ALIBABA_CDN, cloud, operation="prefetch", urls=[URL, OTHER])
    error = done.result["error"]
    assert (error["code"], error["status"]) == ("PreloadQueueFull", 403)
    assert "when earlier prefetches have finished" in error["hint"]
    assert "RAM" not in done.message
    assert [entry["urls"] for entry in done.result["not_submitted"]] == [[URL, OTHER]]


DENIED = {"Code": "Forbidden.RAM", "Message": "User not authorized.", "RequestId": "r"}


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("Forbidden.RAM", "cdn:DescribeRefreshTaskById and cdn:DescribeRefreshTasks"),
        ("NoPermission", "cdn:DescribeRefreshTaskById and cdn:DescribeRefreshTasks"),
        ("OperationDenied", "Alibaba Cloud CDN is not activated"),
    ],
)
def test_trap_10_hints_name_this_product(code: str, hint: str) -> None:
    with pytest.raises(ApiError) as caught:
        cdn([refused(code, status=403)]).fetch("1")
    assert hint in str(caught.value.hint)
    assert "dcdn" not in f"{caught.value.hint}".lower()


@pytest.mark.parametrize(
    ("given", "actions"),
    [
        ({"operation": "purge", "urls": [URL]}, "cdn:RefreshObjectCaches"),
        ({"operation": "prefetch", "urls": [URL]}, "cdn:PushObjectCache"),
    ],
)
@pytest.mark.parametrize("with_action", [True, False])
def test_trap_10_a_denied_submission_names_the_action(given: dict[str, Any], actions: str, with_action: bool) -> None:
    detail = {"AccessDeniedDetail": {"AuthAction": actions}} if with_action else {}
    done = run(ALIBABA_CDN, cloud_of(ALIBABA_CDN, answer({**DENIED, **detail}, 403)), **given)
    hint = done.result["error"]["hint"]
    assert actions in hint
    assert "dcdn" not in hint.lower()


@pytest.mark.parametrize(("owner", "other"), [(ALIBABA, ALIBABA_CDN), (ALIBABA_CDN, ALIBABA)])
def test_trap_11_ids_of_the_other_product(owner: str, other: str) -> None:
    clouds = Emulated(FakeClock())
    task_id = clouds.add_task(owner, script={"finish_after": 0})
    assert bench(owner, clouds).fetch(task_id)[0].state == "succeeded"
    (task,) = bench(other, clouds).fetch(task_id)
    assert task.state == "not_found"
    assert task.error is not None
    assert "CDN and DCDN are two" in task.error.message


def test_trap_11_an_id_may_be_known_at_the_other_address() -> None:
    """Which of the two addresses an international account needs is not documented."""
    (task,) = cdn([by_id()]).fetch("1")
    assert task.error is not None
    assert "endpoint: https://cdn.ap-southeast-1.aliyuncs.com" in task.error.message
    there = cdn([by_id()], endpoint="https://cdn.ap-southeast-1.aliyuncs.com")
    (task,) = there.fetch("1")
    assert task.error is not None
    assert "endpoint" not in task.error.message
    assert there.sent[0].request.url.startswith("https://cdn.ap-southeast-1.aliyuncs.com/?")


@pytest.mark.parametrize("place", ["query", "form", "both"])
def test_trap_12_the_emulator_takes_parameters_from_wherever_they_stand(place: str) -> None:
    """The official client sends a purge as a form and a prefetch in the query; tests/sdk runs it."""
    with Emulator(limits=False) as emulator:
        client = CdnClient(emulator.host)
        parameters = {"ObjectPath": f"{URL}\n{OTHER}", "ObjectType": "File"}
        split = {
            "query": (parameters, {}),
            "form": ({}, parameters),
            "both": ({"ObjectPath": parameters["ObjectPath"]}, {"ObjectType": "File"}),
        }
        query, form = split[place]
        reply = client.call("RefreshObjectCaches", query, form=form)
        assert (reply.status, reply.json["RefreshTaskId"]) == (200, "17772470184")
        query, form = ({"TaskId": "17772470184"}, {}) if place == "query" else ({}, {"TaskId": "17772470184"})
        assert client.call("DescribeRefreshTaskById", query, form=form).json["TotalCount"] == 2
        path = {"ObjectPath": URL}
        query, form = (path, {}) if place == "query" else ({}, path)
        assert client.call("PushObjectCache", query, form=form).json["PushTaskId"] == "27772470184"
        client.close()


# What else is of this product alone.


def test_a_resource_group_is_asked_for() -> None:
    clouds = Emulated(FakeClock())
    clouds.add_task(ALIBABA_CDN)
    wanted = clouds.add_tasks({"provider": ALIBABA_CDN, "project": "rg-acfm"})
    made = cdn(clouds)
    tasks, _complete = made.query(own={"resource_group_id": "rg-acfm"})
    assert [task.id for task in tasks] == wanted
    assert made.sent[0].query["ResourceGroupId"] == "rg-acfm"
    assert "ObjectType" not in made.sent[0].query


def test_a_task_of_more_urls_than_it_shows_is_read_from_the_list() -> None:
    """As with DCDN, in the pages of this product."""
    clouds = Emulated(FakeClock(), **{ALIBABA_CDN: {"by_id_max_rows": 20}})
    task_id = clouds.add_task(ALIBABA_CDN, url_count=250, created_at=NOW - 60, script={"finish_after": 0})
    made = cdn(clouds)
    (task,) = made.fetch(task_id)
    assert (task.state, task.counts.total) == ("succeeded", 250)
    assert [sent.action for sent in made.sent] == ["DescribeRefreshTaskById", *["DescribeRefreshTasks"] * 3]
    assert {sent.request.headers["x-acs-version"] for sent in made.sent} == {"2018-05-10"}
