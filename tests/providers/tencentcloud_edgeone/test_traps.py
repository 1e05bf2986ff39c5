# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is surprising about EdgeOne, trap by trap, and what its submissions send."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError, OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import Reference
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task
from ansible_collections.edgeops.cdn.plugins.module_utils._module.task_info import info_options, task_info
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.registry import PROVIDERS, open_all
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Runtime
from tests.unit.emulated import Emulated
from tests.unit.submission import ANSWER_LOST, Submitted, cloud_of
from tests.unit.submission import run as submit
from tests.unit.support import Bench, FakeClock, answer, bench, quotas_of

from .blueprint import ZONE

NAME = "tencentcloud_edgeone"
HOUR = 3600.0
ID = f"{ZONE}.20ga521cpwch"
URL, OTHER = "https://www.example.com/a.txt", "https://www.example.com/b.txt"
DIRECTORY = "https://www.example.com/img/"
FOREIGN = "https://elsewhere.example.net/x"


def edgeone(replies: Any, **options: Any) -> Bench:
    return bench(NAME, replies, **{"zone_id": ZONE, **options})


def clouds(**settings: Any) -> Emulated:
    return Emulated(FakeClock(), **{NAME: settings})


def run(cloud: Any = None, **given: Any) -> Submitted:
    return submit(NAME, cloud, **{"zone_id": ZONE, **given})


def row(target: str | None = URL, status: str = "success", **more: Any) -> dict[str, Any]:
    return {
        "JobId": "20ga521cpwch",
        "Target": target,
        "Type": "purge_url",
        "Method": "invalidate",
        "Status": status,
        "CreateTime": "2026-11-21T08:30:05Z",
        "UpdateTime": "2026-11-21T08:30:14Z",
        **more,
    }


def listed(*rows: Any, total: Any = None) -> Answer:
    shown = {"Tasks": list(rows), "TotalCount": len(rows) if total is None else total, "RequestId": "r-1"}
    return answer({"Response": shown})


def refused(code: str, message: str = "a text") -> Answer:
    return answer({"Response": {"Error": {"Code": code, "Message": message}, "RequestId": "r-1"}})


def only(tasks: list[Task]) -> Task:
    (task,) = tasks
    return task


def parameters(done: Submitted) -> list[dict[str, Any]]:
    return [entry["body"] for entry in done.cloud.submits]


def test_trap_01_twenty_rows_hide_the_others() -> None:
    network = clouds()
    task_id = network.add_task(NAME, url_count=250, script={"finish_after": 0, "fail": {"url_index": 249}})
    made = edgeone(network)
    task = only(made.fetch(task_id))
    assert (task.state, task.counts.total) == ("failed", 250)
    assert made.sent[0].said["Limit"] == 1000


@pytest.mark.no_cover
def test_trap_02_a_batch_may_be_larger_than_a_page() -> None:
    network = clouds()
    task_id = network.add_task(NAME, url_count=2000, script={"finish_after": 0, "fail": {"url_index": 1999}})
    made = edgeone(network)
    task = only(made.fetch(task_id))
    assert (task.state, task.counts.total) == ("failed", 2000)
    assert [sent.said["Offset"] for sent in made.sent][:2] == [0, 1000]


def test_trap_03_two_histories_of_which_one_knows_a_job() -> None:
    network = clouds()
    purge = network.add_task(NAME, urls=[URL], script={"stuck": True})
    prefetch = network.add_task(NAME, operation="prefetch", urls=[URL], script={"stuck": True})
    made = edgeone(network)
    assert [(task.id, task.operation) for task in made.fetch(purge, prefetch)] == [
        (purge, "purge"),
        (prefetch, "prefetch"),
    ]
    made.sent.clear()
    made.fetch(prefetch, purge)
    assert [sent.action for sent in made.sent] == ["DescribePrefetchTasks", "DescribePurgeTasks"]


def test_trap_04_a_zone_that_is_wrong_is_an_error_of_the_option() -> None:
    made = edgeone(clouds(zones=[ZONE]), zone_id="zone-other")
    with pytest.raises(ApiError) as raised:
        made.fetch("20ga521cpwch")
    assert (raised.value.code, raised.value.kind) == ("ResourceUnavailable.ZoneNotFound", "lasting")
    assert "zone_id" in str(raised.value.hint)


@pytest.mark.parametrize(
    "code",
    [
        "InvalidParameter.ZoneNotFound",
        "InvalidParameterValue.ZoneNotFound",
        "ResourceNotFound.ZoneNotFound",
        "ResourceUnavailable.ZoneNotFound",
    ],
)
def test_trap_04_no_code_of_a_zone_means_an_unknown_task(code: str) -> None:
    with pytest.raises(ApiError) as raised:
        edgeone([refused(code)]).fetch(ID)
    assert raised.value.kind == "lasting"
    assert "zone_id" in str(raised.value.hint)


def test_trap_04_a_missing_task_may_be_one_of_another_zone() -> None:
    task = only(edgeone(clouds()).fetch(ID))
    assert task.state == "not_found"
    assert task.error is not None
    assert "of another zone" in task.error.message


def test_trap_05_one_job_a_call_and_no_filter_by_state() -> None:
    network = clouds()
    ids = [network.add_task(NAME, urls=[URL, OTHER], script={"fail": {"url_index": 0}}) for _number in range(3)]
    made = edgeone(network)
    made.fetch(*ids)
    assert [sent.said["Filters"] for sent in made.sent] == [
        [{"Name": "job-id", "Values": [task_id.partition(".")[2]]}] for task_id in ids
    ]
    tasks, _complete = made.query(states=("failed",))
    assert {task.counts.total for task in tasks} == {2}
    names = {each["Name"] for sent in made.sent for each in sent.said.get("Filters", ())}
    assert names <= {"job-id", "target", "domains", "type"}


@pytest.mark.parametrize("everything", [False, True])
@pytest.mark.parametrize("answered", ["no_id", "error"])
def test_trap_06_targets_that_are_refused_are_told(everything: bool, answered: str) -> None:
    cloud = cloud_of(NAME, tencentcloud_edgeone={"all_refused": answered})
    done = run(cloud, operation="purge", urls=[FOREIGN] if everything else [URL, FOREIGN, OTHER])
    assert done.result["failed"]
    assert [entry["urls"] for entry in done.result["submissions"]] == ([] if everything else [[URL, OTHER]])
    (left,) = done.result["not_submitted"]
    assert (left["urls"], left["uncertain"]) == ([FOREIGN], False)
    if everything and answered == "error":
        assert done.result["error"]["code"] == "InvalidParameter.TaskNotGenerated"
        return
    assert left["reason"] == "not a domain of this zone"
    assert done.result["error"]["code"] == "ValuesRefused"
    assert f"- {FOREIGN}: not a domain of this zone" in done.message


def test_trap_06_later_calls_are_made_and_nothing_is_waited_for() -> None:
    done = run(operation="purge", urls=[FOREIGN, URL], directories=[DIRECTORY], wait=True)
    assert [entry["urls"] for entry in done.result["submissions"]] == [[URL], [DIRECTORY]]
    assert len(done.result["tasks"]) == 2
    assert "outcome" not in done.result


def test_trap_06_a_task_without_anything_taken_is_not_lost() -> None:
    told = {"JobId": "20ga521cpwch", "FailedList": [{"Reason": "no", "Targets": [URL]}], "RequestId": "r-1"}
    cloud = cloud_of(NAME, answer({"Response": told}))
    done = run(cloud, operation="purge", urls=[URL])
    assert [entry["ids"] for entry in done.result["submissions"]] == [[ID]]
    assert [entry["urls"] for entry in done.result["not_submitted"]] == [[URL]]
    assert done.result["failed"]


@pytest.mark.parametrize("told", ["null", "missing", "empty"])
def test_trap_07_nothing_refused_is_told_in_three_ways(told: str) -> None:
    done = run(cloud_of(NAME, tencentcloud_edgeone={"failed_list": told}), operation="purge", urls=[URL])
    assert (done.result["failed"], done.result["not_submitted"]) == (False, [])


@pytest.mark.parametrize(
    "failed_list", [[None], ["x"], [{"Targets": None}], [{"Reason": 7, "Targets": [None, 3, ""]}], {}]
)
def test_trap_07_a_list_of_another_shape_loses_no_task(failed_list: Any) -> None:
    told = {"JobId": "20ga521cpwch", "FailedList": failed_list, "RequestId": "r-1"}
    done = run(cloud_of(NAME, answer({"Response": told})), operation="purge", urls=[URL])
    assert [entry["ids"] for entry in done.result["submissions"]] == [[ID]]


@pytest.mark.parametrize("word", ["timeout", "canceled", "invalid", "failed", "TimeOut"])
def test_trap_08_words_that_are_failures(word: str) -> None:
    task = only(edgeone([listed(row(status=word, FailType=None, FailMessage=""))]).fetch(ID))
    assert task.state == "failed"
    assert task.error is not None
    assert task.error.code == word.lower()
    assert task.error.message


def test_trap_08_a_success_with_a_reason_for_a_failure_is_none() -> None:
    task = only(edgeone([listed(row(FailType="originPullFailed", FailMessage="no"))]).fetch(ID))
    assert task.state == "unknown"
    assert only(edgeone([listed(row(FailType="", FailMessage=None))]).fetch(ID)).state == "succeeded"


@pytest.mark.parametrize("told", [{"Code": "OriginPullFailed"}, ["OriginPullFailed"], 502])
def test_trap_08_a_reason_of_any_shape_makes_it_no_success(told: Any) -> None:
    assert only(edgeone([listed(row(FailType=told))]).fetch(ID)).state == "unknown"


def test_row_that_cannot_be_read_is_not_made_up_for_by_rows_of_others() -> None:
    """There are as many rows as are announced, but one may be anybody's."""
    unread, others = row(JobId=None, status="failed"), [row(f"{URL}{number}", JobId="other") for number in range(2)]
    made = edgeone([listed(row(), unread, total=3), listed(*others, total=3), listed(total=3)])
    assert only(made.fetch(ID)).state == "unknown"


def test_trap_09_a_submission_is_never_repeated() -> None:
    cloud = cloud_of(NAME, ANSWER_LOST)
    done = run(cloud, operation="prefetch", urls=[URL], retries=3)
    assert len(cloud.submits) == 1
    assert [entry["recovered"] for entry in done.result["submissions"]] == [True]
    found = [sent.said for sent in cloud.sent if sent.action == "DescribePrefetchTasks" and "StartTime" in sent.said]
    assert found[0]["Filters"] == [{"Name": "target", "Values": [URL]}]


def test_trap_10_the_time_of_a_running_row_is_no_end() -> None:
    task = only(edgeone([listed(row(status="processing"))]).fetch(ID))
    assert (task.state, task.progress, task.created_at) == ("running", None, "2026-11-21T08:30:05Z")


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("LimitExceeded.RateLimitExceeded", "throttled"),
        ("LimitExceeded.BatchQuota", "lasting"),
        ("LimitExceeded.DailyQuota", "lasting"),
        ("LimitExceeded.PackNotAllow", "lasting"),
        ("InvalidParameter.ActionInProgress", "throttled"),
        ("OperationDenied.ConfigLocked", "passing"),
        ("OperationDenied.ZoneNotActive", "lasting"),
        ("UnauthorizedOperation.Unknown", "passing"),
        ("UnauthorizedOperation.CamUnauthorized", "lasting"),
        ("InternalError.BackendError", "passing"),
        ("InternalError.FailedToGenerateUrl", "lasting"),
    ],
)
def test_trap_11_a_quota_is_no_rate(code: str, kind: str) -> None:
    with pytest.raises(ApiError) as raised:
        edgeone([refused(code)]).fetch(ID)
    assert raised.value.kind == kind


@pytest.mark.parametrize("given", [{"urls": [URL]}, {"cache_tags": ["a"]}])
def test_trap_12_a_method_has_no_meaning_for_urls_and_tags(given: dict[str, Any]) -> None:
    with pytest.raises(OptionError, match="mode: is for directories, hosts and everything"):
        run(operation="purge", mode="delete", **given)
    done = run(operation="purge", mode="delete", directories=[DIRECTORY], **given)
    assert [body.get("Method") for body in parameters(done)] == (
        [None, "delete"] if "urls" in given else ["delete", None]
    )


@pytest.mark.parametrize(
    ("given", "option"),
    [
        ({"hosts": ["https://www.example.com"]}, r"hosts\[0\]"),
        ({"hosts": ["www.example.com/a"]}, r"hosts\[0\]"),
        ({"hosts": ["*.example.com"]}, r"hosts\[0\]"),
        ({"urls": ["www.example.com/a.txt"]}, r"urls\[0\]"),
        ({"directories": ["https://www.example.com/img"]}, r"directories\[0\]"),
        ({"cache_tags": ["a b"]}, r"cache_tags\[0\]"),
        ({"cache_tags": ["a"], "domains": ["https://x"]}, r"domains\[0\]"),
        ({"urls": [URL], "domains": ["www.example.com"]}, "domains"),
        ({"urls": [URL], "edge": True}, "edge"),
        ({"urls": [URL], "batch_size": 0}, "batch_size"),
        ({"urls": [URL], "batch_size": 2001}, "batch_size"),
        ({}, "urls"),
    ],
)
def test_trap_13_what_cannot_be_submitted_is_not_sent(given: dict[str, Any], option: str) -> None:
    cloud = cloud_of(NAME)
    with pytest.raises(OptionError, match=option):
        run(cloud, operation="purge", **given)
    assert cloud.sent == []


def test_trap_14_a_purge_of_everything_has_no_targets() -> None:
    done = run(operation="purge", everything=True)
    assert parameters(done) == [{"ZoneId": ZONE, "Type": "purge_all"}]
    assert not done.result["failed"]
    assert "1 zone" in done.message
    with pytest.raises(OptionError, match="zone_id"):
        run(operation="purge", everything=True, zone_id="*")


@pytest.mark.parametrize(("word", "object_type"), [("Purge_New", "purge_new"), (None, "other")])
def test_a_kind_of_purge_that_is_not_known_is_one_all_the_same(word: str | None, object_type: str) -> None:
    task = only(edgeone([listed(row(Type=word))]).fetch(f"{ZONE}.20ga521cpwch"))
    assert (task.state, task.operation, task.object_type) == ("succeeded", "purge", object_type)


@pytest.mark.parametrize("target", ["empty", "zone", "missing"])
def test_trap_14_what_a_purge_of_everything_is_about(target: str) -> None:
    network = clouds(zone_target=target)
    task_id = network.add_task(NAME, object_type="all", urls=[ZONE], script={"finish_after": 0})
    task = only(edgeone(network).fetch(task_id))
    assert (task.state, task.object_type, [url.url for url in task.urls]) == ("succeeded", "all", [ZONE])


def test_trap_15_domains_of_tags_are_sent_where_they_are_named() -> None:
    assert parameters(run(operation="purge", cache_tags=["a", "b"])) == [
        {"ZoneId": ZONE, "Type": "purge_cache_tag", "Targets": ["a", "b"]}
    ]
    done = run(operation="purge", cache_tags=["a"], domains=["www.example.com", "www.example.com"])
    assert parameters(done)[0]["CacheTag"] == {"Domains": ["www.example.com"]}


def test_trap_16_urls_are_encoded_here() -> None:
    done = run(operation="purge", urls=["https://www.example.com/中 文?q=é"])
    assert parameters(done) == [
        {"ZoneId": ZONE, "Type": "purge_url", "Targets": ["https://www.example.com/%E4%B8%AD%20%E6%96%87?q=%C3%A9"]}
    ]


def test_trap_17_more_rows_than_targets_are_normal() -> None:
    cloud = cloud_of(NAME)
    cloud.settings(default_script={"grow": {"after": 0, "url_count": 3}, "stuck": True})
    done = run(cloud, operation="prefetch", urls=[URL, OTHER], parse_m3u8=True)
    assert parameters(done)[0]["PrefetchMediaSegments"] == "on"
    assert [task["counts"]["total"] for task in done.result["tasks"]] == [3]
    assert done.warnings == []


def test_trap_18_lists_of_quotas_may_be_null() -> None:
    one = {"Type": "purge_url", "Batch": 2000, "Daily": 10000, "DailyAvailable": 9997}
    none = {"Type": "purge_host", "Batch": 0, "Daily": 0, "DailyAvailable": 0}
    found = quotas_of(
        NAME, answer({"Response": {"PurgeQuota": [one, none], "PrefetchQuota": None, "RequestId": "r"}}), zone_id=ZONE
    )
    assert [(each["name"], each["object_type"], each["limit"], each["used"]) for each in found] == [
        ("purge_url", "file", 10000, 3),
        ("purge_host", "host", 0, 0),
    ]
    assert quotas_of(NAME, answer({"Response": {"PurgeQuota": None, "PrefetchQuota": None}}), zone_id=ZONE) == []
    with pytest.raises(ApiError, match="not quotas"):
        quotas_of(NAME, answer({"Response": {"RequestId": "r"}}), zone_id=ZONE)


@pytest.mark.parametrize(("limits", "failed"), [({}, False), ({"purge_url": 0}, True), ({"purge_url": 5}, False)])
def test_trap_18_what_a_plan_lacks(limits: dict[str, int], failed: bool) -> None:
    """A type that is missing is not known; one that is 0 is used up."""
    cloud = cloud_of(NAME, tencentcloud_edgeone={"quota_limits": limits})
    cloud.settings(quotas=False)
    done = run(cloud, operation="purge", urls=[URL], require_quota=True)
    assert done.result["failed"] is failed
    assert bool(done.warnings) == (not limits)


def test_trap_18_a_prefetch_to_the_edge_draws_on_another_quota() -> None:
    cloud = cloud_of(NAME)
    cloud.settings(used_quota={NAME: {"prefetch_url": 1000}}, quotas=False)
    assert run(cloud, operation="prefetch", urls=[URL], require_quota=True).result["failed"]
    done = run(cloud, operation="prefetch", urls=[URL], require_quota=True, edge=True)
    assert not done.result["failed"]
    assert "no known quota for prefetch file" in done.warnings[0]
    assert parameters(done)[-1]["Mode"] == "edge"


def test_trap_19_reasons_are_shown_and_not_judged() -> None:
    rows = [row(status="failed", FailType="originPullFailed", FailMessage="源站错误"), row(OTHER)]
    task = only(edgeone([listed(*rows)]).fetch(ID))
    assert task.error is not None
    assert (task.state, task.error.code, task.error.message) == ("failed", "originPullFailed", "源站错误")


@pytest.mark.parametrize("content_type", ["application/json", "application/json; charset=utf-8", "text/plain"])
def test_trap_20_the_content_type_does_not_matter(content_type: str) -> None:
    reply = refused("InvalidParameter.Target")
    with pytest.raises(ApiError, match=r"InvalidParameter\.Target"):
        edgeone([Answer(200, {"content-type": content_type}, reply.body)]).fetch(ID)


def test_trap_21_http_and_https_are_two_targets() -> None:
    urls = ["http://www.example.com/a.txt", URL]
    assert parameters(run(operation="purge", urls=urls))[0]["Targets"] == urls


def test_a_job_is_asked_for_with_times_where_it_must_be() -> None:
    network = clouds(job_alone="reject")
    task_id = network.add_task(NAME, urls=[URL], script={"finish_after": 0})
    made = edgeone(network)
    assert only(made.fetch(task_id)).state == "succeeded"
    first, second = (sent.said for sent in made.sent)
    assert "StartTime" not in first
    assert (second["StartTime"], second["EndTime"]) == ("2026-11-14T08:45:00Z", "2026-11-21T08:45:00Z")
    assert only(made.fetch(ID)).state == "not_found"


@pytest.mark.parametrize(("zone", "task_id", "text"), [
    (None, "20ga521cpwch", "is not whole. Expected ZONE.JOB, or the option zone_id"),
    (None, ".20ga521cpwch", "Expected ZONE.JOB"),
    (ZONE, f"{ZONE}.", "Expected ZONE.JOB"),
    (ZONE, "a*.b", "Expected ZONE.JOB"),
])  # fmt: skip
def test_an_id_that_names_no_zone_is_refused_before_anything_is_sent(zone: str | None, task_id: str, text: str) -> None:
    made = edgeone([], zone_id=zone)
    runtime = Runtime(made.clock, {}, made.warnings.append, lambda verify, environ: made.transport)
    keys = {**PROVIDERS[NAME].defaults(), "access_key": "AK", "secret_key": "SK", "zone_id": zone}
    with pytest.raises(OptionError, match=text) as raised:
        open_all([Reference(NAME, task_id)], {NAME: keys}, runtime)
    assert str(raised.value).startswith(f"providers.{NAME}: ")
    options = {name: spec.get("default") for name, spec in info_options(PROVIDERS[NAME]).items()}
    with pytest.raises(OptionError, match=text):
        task_info(PROVIDERS[NAME], {**options, **keys, "ids": [task_id]}, runtime)
    assert made.sent == []


def test_ids_that_name_their_zones_need_no_option() -> None:
    made = edgeone([], zone_id=None)
    runtime = Runtime(made.clock, {}, made.warnings.append, lambda verify, environ: made.transport)
    keys = {**PROVIDERS[NAME].defaults(), "access_key": "AK", "secret_key": "SK"}
    assert set(open_all([Reference(NAME, ID), Reference(NAME, "zone-b.1")], {NAME: keys}, runtime)) == {NAME}
    assert made.sent == []


@pytest.mark.parametrize("zone", [None, "", "*", "zone one", "zone.one"])
def test_calls_about_a_zone_need_one(zone: str | None) -> None:
    cloud = cloud_of(NAME)
    with pytest.raises(OptionError, match=r"^zone_id: "):
        run(cloud, operation="purge", urls=[URL], zone_id=zone)
    assert cloud.sent == []


def test_ids_of_several_zones_are_asked_for_in_theirs() -> None:
    network = clouds(zones=[ZONE, "zone-b"])
    network.add_task(NAME, id="zone-b.1", urls=[URL], script={"finish_after": 0})
    made = edgeone(network)
    assert [task.state for task in made.fetch("zone-b.1", f"{ZONE}.1", "1")] == ["succeeded", "not_found", "not_found"]


@pytest.mark.parametrize("target", [URL, DIRECTORY])
def test_search_by_target_and_domain(target: str) -> None:
    network = clouds()
    kind = "directory" if target == DIRECTORY else "file"
    wanted = network.add_task(NAME, object_type=kind, urls=[OTHER, target])
    network.add_task(NAME, object_type=kind, urls=[target + "x"])
    network.add_task(NAME, urls=["https://img.example.com/a.txt"])
    made = edgeone(network)
    assert [task.id for task in made.query(own={"url": target})[0]] == [wanted]
    assert len(made.query(own={"domain": "www.example.com"})[0]) == 2
    assert made.query(own={"domain": "img.example.com"}, operation="prefetch")[0] == []
    assert [task.object_type for task in made.query(object_type=kind, own={"url": target})[0]] == [kind]


@pytest.mark.parametrize("days", [1, 7, 8, 30, 90])
def test_long_spans_are_asked_for_piece_by_piece(days: int) -> None:
    network = clouds()
    now = network.time.time()
    old = network.add_task(NAME, created_at=now - days * 24 * HOUR + 60)
    new = network.add_task(NAME, created_at=now - 60)
    made = edgeone(network)
    tasks, complete = made.query(created_after=now - days * 24 * HOUR)
    assert ([task.id for task in tasks], complete) == ([new, old], True)


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ({"operation": "purge", "urls": [URL]}, {"Type": "purge_url", "Targets": [URL]}),
        (
            {"operation": "purge", "directories": [DIRECTORY], "mode": "delete"},
            {"Type": "purge_prefix", "Targets": [DIRECTORY], "Method": "delete"},
        ),
        (
            {"operation": "purge", "hosts": ["www.example.com"], "mode": "invalidate"},
            {"Type": "purge_host", "Targets": ["www.example.com"], "Method": "invalidate"},
        ),
        ({"operation": "prefetch", "urls": [URL]}, {"Targets": [URL]}),
        (
            {"operation": "prefetch", "urls": [URL], "headers": {"X-A": ["1", "2"]}, "edge": True},
            {
                "Targets": [URL],
                "Mode": "edge",
                "Headers": [{"Name": "X-A", "Value": "1"}, {"Name": "X-A", "Value": "2"}],
            },
        ),
    ],
)
def test_what_a_submission_sends(given: dict[str, Any], sent: dict[str, Any]) -> None:
    done = run(**given)
    assert not done.result["failed"]
    assert parameters(done) == [{"ZoneId": ZONE, **sent}]


def test_the_size_of_calls_is_the_plans() -> None:
    cloud = cloud_of(NAME, tencentcloud_edgeone={"batch": 30})
    urls = [f"https://www.example.com/{number}" for number in range(70)]
    refusal = run(cloud, operation="purge", urls=urls)
    assert refusal.result["error"]["code"] == "LimitExceeded.BatchQuota"
    assert "batch_size" in refusal.result["error"]["hint"]
    done = run(cloud, operation="purge", urls=urls, batch_size=30)
    assert [len(entry["urls"]) for entry in done.result["submissions"]] == [30, 30, 10]
