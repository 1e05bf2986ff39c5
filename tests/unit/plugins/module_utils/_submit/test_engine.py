# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Submitting: what is sent, what is never sent twice, and that whatever was accepted is told in every case."""

from __future__ import annotations

import json
from collections import Counter
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError, OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.submission import Batch, Limits
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Counts, Task, Url
from ansible_collections.edgeops.cdn.plugins.module_utils._module import task as _submit_module
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.registry import PROVIDERS
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Submitter
from ansible_collections.edgeops.cdn.plugins.module_utils._submit.engine import lacks_urls
from ansible_collections.edgeops.cdn.plugins.module_utils._submit.lookup import LOOKS
from tests.unit.submission import (
    ANSWER_LOST,
    CALL_LOST,
    TIMEOUT,
    Cloud,
    Fate,
    Submitted,
    cloud_of,
    refusal,
    run,
)
from tests.unit.support import ALIBABA, HUAWEI, THOROUGH, answer, raw_answer

BOTH = pytest.mark.parametrize("provider", [HUAWEI, ALIBABA])
URL = "https://www.example.com/a.txt"
DIRECTORY = "https://www.example.com/d/"
#: Three calls at either cloud.
THREE_CALLS: dict[str, Any] = {
    "operation": "prefetch",
    "urls": [f"https://www.example.com/{number}" for number in range(300)],
}
HUAWEI_THREE_CALLS: dict[str, Any] = {
    "operation": "prefetch",
    "urls": [f"https://www.example.com/{number}" for number in range(2001)],
}


def three_calls(provider: str) -> dict[str, Any]:
    return HUAWEI_THREE_CALLS if provider == HUAWEI else THREE_CALLS


def accounted(submitted: Submitted) -> Counter[str]:
    """Every URL that the result tells of, however it ended."""
    entries = [*submitted.result["submissions"], *submitted.result["not_submitted"]]
    return Counter(url for entry in entries for url in entry["urls"])


# What goes over the wire.


def test_huawei_purge() -> None:
    done = run(HUAWEI, operation="purge", urls=[URL, "https://www.example.com/中"], directories=[DIRECTORY])
    files, directories = done.cloud.submits
    assert files["path"] == directories["path"] == "/v1.0/cdn/content/refresh-tasks"
    # None unless the user names one.
    assert files["query"] == directories["query"] == {}
    assert files["body"] == {"refresh_task": {"type": "file", "urls": [URL, "https://www.example.com/中"]}}
    assert directories["body"] == {"refresh_task": {"type": "directory", "urls": [DIRECTORY]}}
    assert done.result["changed"] is True
    assert done.ids() == ["7620240", "7620241"]
    assert [entry["request_id"] for entry in done.result["submissions"]] == [f"{number:032x}" for number in (1, 2)]
    assert done.message == "Submitted a purge of 2 URLs and 1 directory in 2 calls."
    assert not done.warnings


@pytest.mark.parametrize("project", ["0", "all", "ALL", "3c5d"])
def test_huawei_prefetch_and_options(project: str) -> None:
    done = run(
        HUAWEI,
        operation="prefetch",
        urls=["https://www.example.com/中"],
        zh_url_encode=True,
        enterprise_project_id=project,
    )
    (call,) = done.cloud.submits
    assert call["path"] == "/v1.0/cdn/content/preheating-tasks"
    assert call["query"] == {"enterprise_project_id": project}
    assert call["body"] == {"preheating_task": {"urls": ["https://www.example.com/中"], "zh_url_encode": True}}


def test_huawei_mode_is_for_directories() -> None:
    done = run(HUAWEI, operation="purge", urls=[URL], directories=[DIRECTORY], mode="detect_modify_refresh")
    bodies = [call["body"]["refresh_task"] for call in done.cloud.submits]
    assert [body.get("mode") for body in bodies] == [None, "detect_modify_refresh"]


def test_alibaba_purge() -> None:
    done = run(
        ALIBABA,
        operation="purge",
        urls=[URL, "https://b.example.com/中 a"],
        directories=[DIRECTORY],
        regexes=["https://www.example.com/.*[.]js", "https://www.example.com/[a&b]+"],
        cache_tags=["news", "sport"],
        domain=" www.example.com ",
        force=True,
    )
    refresh = {"action": "RefreshDcdnObjectCaches"}
    assert done.cloud.submits == [
        {**refresh, "ObjectPath": f"{URL}\nhttps://b.example.com/%E4%B8%AD%20a", "ObjectType": "File"},
        {**refresh, "ObjectPath": DIRECTORY, "ObjectType": "Directory", "Force": "true"},
        {**refresh, "ObjectPath": "https://www.example.com/.*[.]js", "ObjectType": "Regex", "Force": "true"},
        {**refresh, "ObjectPath": "https://www.example.com/[a&b]+", "ObjectType": "Regex", "Force": "true"},
        {
            "action": "RefreshDcdnObjectCacheByCacheTag",
            "DomainName": "www.example.com",
            "CacheTag": "news,sport",
            "Force": "true",
        },
    ]
    # Joined ids are split already.
    assert done.result["submissions"][0]["ids"] == ["704222904", "704222905"]
    assert done.ids() == [str(number) for number in range(704222904, 704222910)]
    assert [entry["object_type"] for entry in done.result["submissions"]] == [
        "file",
        "directory",
        "regex",
        "regex",
        "tag",
    ]
    assert "2 URLs and 1 directory and 2 expressions and 2 tags in 5 calls" in done.message


def test_alibaba_prefetch() -> None:
    done = run(
        ALIBABA,
        operation="prefetch",
        urls=[URL],
        area="overseas",
        l2_preload=True,
        query_hashkey=True,
        headers={"Accept-Encoding": "gzip", "Accept": ["a", "b"]},
    )
    (call,) = done.cloud.submits
    assert json.loads(call.pop("WithHeader")) == {"Accept-Encoding": ["gzip"], "Accept": ["a", "b"]}
    assert call == {
        "action": "PreloadDcdnObjectCaches",
        "ObjectPath": URL,
        "Area": "overseas",
        "L2Preload": "true",
        "QueryHashkey": "true",
    }


def test_alibaba_ignoring_parameters() -> None:
    done = run(ALIBABA, operation="purge", urls=[URL], ignore_params=True)
    assert done.cloud.submits[0]["ObjectType"] == "IgnoreParams"
    assert done.result["submissions"][0]["object_type"] == "ignoreparams"


def test_old_name_of_the_answer() -> None:
    cloud = cloud_of(ALIBABA, answer({"PushTaskId": "1, 2,1,", "RequestId": "r-1"}))
    done = run(ALIBABA, cloud, operation="prefetch", urls=[URL])
    assert done.result["submissions"][0]["ids"] == ["1", "2"]


@BOTH
def test_rates(provider: str) -> None:
    """One call after the other, and no faster than documented."""
    done = run(provider, **three_calls(provider))
    times = [sent.at for sent in done.transport.sent if not sent.request.repeatable]
    pauses = [later - earlier for earlier, later in pairwise(times)]
    assert len(times) == 3
    assert min(pauses) >= 1 / PROVIDERS[provider].rates["prefetch"]


@BOTH
def test_bad_options_send_nothing(provider: str) -> None:
    for options in (
        {"urls": [URL, "ftp://www.example.com/"]},
        {"urls": [URL], "wait_timeout": 0.5},
        {"urls": [URL], "retries": -1},
        {"urls": [URL], "endpoint": "http://cdn.example.com"},
        {"urls": [URL], "access_key": None},
    ):
        cloud = cloud_of(provider)
        with pytest.raises(OptionError):
            run(provider, cloud, operation="purge", **options)
        assert not cloud.submits


# The tasks that are answered.


@BOTH
def test_tasks_are_looked_at_once(provider: str) -> None:
    done = run(provider, operation="purge", urls=[URL])
    (task,) = done.result["tasks"]
    assert (task["operation"], task["object_type"], task["state"]) == ("purge", "file", "running")
    assert [url["url"] for url in task["urls"]] == [URL]
    assert done.cloud.reads == ["detail" if provider == HUAWEI else "by id"]


def test_many_tasks_are_looked_at_by_the_list() -> None:
    done = run(HUAWEI, **HUAWEI_THREE_CALLS)
    assert set(done.cloud.reads) == {"list"}
    assert [task["counts"]["total"] for task in done.result["tasks"]] == [1000, 1000, 1]


@BOTH
def test_tasks_that_are_not_visible_yet(provider: str) -> None:
    """They are what is known of them, and no more."""
    done = run(provider, cloud_of(provider, visible_after=60.0), operation="purge", urls=[URL])
    (task,) = done.result["tasks"]
    assert (task["state"], task["progress"], task["created_at"], task["urls"]) == ("pending", None, None, [])
    assert set(task["counts"].values()) == {None}
    assert (task["operation"], task["object_type"]) == ("purge", "file")
    assert not done.warnings


@BOTH
@pytest.mark.parametrize("status", [403, 503])
def test_tasks_that_cannot_be_read(provider: str, status: int) -> None:
    broken = refusal(provider, "CDN.0004" if provider == HUAWEI else "Forbidden.RAM", status)
    done = run(provider, cloud_of(provider, broken=broken), operation="purge", urls=[URL])
    assert done.result["failed"] is False
    assert [task["state"] for task in done.result["tasks"]] == ["pending"]
    assert len(done.warnings) == 1
    assert done.warnings[0].startswith("The tasks were accepted, but how they stand cannot be read now: ")


def test_huawei_took_only_some() -> None:
    own: dict[str, Any] = {HUAWEI: {"partial_acceptance": True, "domains": ["www.example.com"]}}
    urls = [URL, URL + "1", "https://www.example.org/of-somebody-else"]
    done = run(HUAWEI, cloud_of(HUAWEI, **own), operation="purge", urls=urls)
    assert done.warnings == [
        "huaweicloud_cdn: 3 URLs were submitted, but task 7620240 has 2. Perhaps not all of them were accepted."
    ]


@pytest.mark.parametrize(
    ("told", "total", "lacks"),
    [
        (["a", "b"], 2, False),
        (["a", "b", "c"], 3, False),
        (["a", "c"], 2, True),
        (["a"], 1, True),
        ([], 3, True),
        ([], 2, False),
        ([], 0, False),
    ],
)
def test_task_lacks_urls(told: list[str], total: int, lacks: bool) -> None:
    """More URLs than were submitted are all right where each is told: a cloud may follow playlists."""
    urls = {name: f"https://www.example.com/{name}" for name in "abc"}
    shown = [Url(urls[name], "running") for name in told]
    task = Task("1", HUAWEI, "running", counts=Counts(total), urls=shown)
    assert lacks_urls(task, Batch("purge", "file", [urls["a"], urls["b"]])) == lacks


#: Calls of the same second share a task.
MERGED: dict[str, Any] = {ALIBABA: {"merge_same_second": True}}


def test_merged_tasks_are_not_warned_about() -> None:
    cloud = cloud_of(ALIBABA, **MERGED)
    cloud.add("purge", "file", ["https://www.example.com/somebody-elses"], state="running")
    done = run(ALIBABA, cloud, operation="purge", urls=[URL])
    assert done.result["tasks"][0]["counts"]["total"] == 2
    assert not done.warnings


def test_calls_that_share_a_task() -> None:
    done = run(ALIBABA, cloud_of(ALIBABA, **MERGED), **THREE_CALLS)
    assert [entry["ids"] for entry in done.result["submissions"]] == [["9524222904"]] * 3
    assert done.ids() == ["9524222904"]


# Check mode.


@BOTH
def test_check_mode(provider: str) -> None:
    done = run(provider, check_mode=True, **three_calls(provider), wait=True)
    assert not done.transport.sent
    assert done.result["changed"] is True
    assert done.result["tasks"] == done.result["submissions"] == []
    assert accounted(done) == Counter(three_calls(provider)["urls"])
    assert [entry["uncertain"] for entry in done.result["not_submitted"]] == [False] * 3
    assert done.message.startswith("Check mode: nothing was submitted. Would submit a prefetch of ")
    assert done.message.endswith(" URLs in 3 calls.")


@BOTH
def test_check_mode_reads(provider: str) -> None:
    """What a real run would ask first; it ends in the same way."""
    cloud = cloud_of(provider, left=0)
    done = run(provider, cloud, check_mode=True, operation="purge", urls=[URL], require_quota=True)
    assert done.result["failed"] is True
    assert done.result["changed"] is False
    assert not cloud.submits
    cloud = running(provider, [URL])
    done = run(provider, cloud, check_mode=True, operation="purge", urls=[URL], skip_if_running=True)
    assert (done.result["changed"], done.result["failed"]) == (False, False)
    assert done.result["not_submitted"] == []
    assert len(done.ids()) == 1
    assert not cloud.submits


# Errors half-way.

QUOTA = {HUAWEI: "CDN.0005", ALIBABA: "QuotaExceeded.Preload"}


@BOTH
def test_quota_error_half_way(provider: str) -> None:
    cloud = cloud_of(provider, left=1500 if provider == HUAWEI else 150)
    done = run(provider, cloud, **three_calls(provider), wait=True)
    assert done.result["failed"] is True
    assert done.result["changed"] is True
    assert len(cloud.submits) == 2
    assert len(done.result["submissions"]) == 1
    assert done.ids() == done.result["submissions"][0]["ids"]
    assert [entry["uncertain"] for entry in done.result["not_submitted"]] == [False, False]
    # A result that fails is printed whole: of what was accepted it holds ten URLs, of what was not, all.
    given = Counter(three_calls(provider)["urls"])
    assert accounted(done) <= given
    (accepted,) = done.result["submissions"]
    assert len(accepted["urls"]) == 10
    left = sum(len(entry["urls"]) for entry in done.result["not_submitted"])
    assert (given - accounted(done)).total() == given.total() - left - 10 <= done.result["omitted"]["urls"]
    assert done.result["error"]["code"] == QUOTA[provider]
    assert f"edgeops.cdn.{provider}_quota_info" in done.message
    assert f"task {done.ids()[0]}" in done.message
    assert "Not submitted:\n- a prefetch of " in done.message
    assert "outcome" not in done.result


@pytest.mark.parametrize(
    ("provider", "code", "says"),
    [
        (HUAWEI, "CDN.0108", "is not a domain of this account"),
        (HUAWEI, "CDN.0105", "is not a domain of this account"),
        (HUAWEI, "CDN.0110", "edgeops.cdn.huaweicloud_cdn_quota_info"),
        (HUAWEI, "CDN.0020", "Set enterprise_project_id"),
        (HUAWEI, "CDN.0021", "cdn:configuration:refreshCache"),
        (HUAWEI, "CDN.0004", "CDN RefreshAndPreheatAccess"),
        (HUAWEI, "CDN.0114", "not activated"),
        (HUAWEI, "APIG.0301", "Check access_key"),
        (ALIBABA, "QuotaExceeded.Refresh", "edgeops.cdn.alibabacloud_dcdn_quota_info"),
        (ALIBABA, "QuotaPerMinuteExceeded.Refresh", "in a minute"),
        (ALIBABA, "TooMany.Refresh", "earlier purges"),
        (ALIBABA, "PreloadQueueFull", "earlier prefetches"),
        (ALIBABA, "InvalidDomain.NotFound", "is not an accelerated domain"),
        (ALIBABA, "Forbidden.RAM", "dcdn:RefreshDcdnObjectCaches"),
        (ALIBABA, "SingleRequest.OverLimit", ""),
    ],
)
def test_refusals(provider: str, code: str, says: str) -> None:
    """Not accepted, and therefore not looked for."""
    cloud = cloud_of(provider, refusal(provider, code))
    done = run(provider, cloud, operation="purge", urls=[URL])
    assert done.result["failed"] is True
    assert done.result["changed"] is False
    assert done.result["error"]["code"] == code
    assert says in done.message
    assert done.message.count("\n") <= 4
    assert "Submitted: nothing." in done.message
    assert [entry["uncertain"] for entry in done.result["not_submitted"]] == [False]
    assert not cloud.reads
    assert len(cloud.submits) == 1


@pytest.mark.parametrize("status", [200, 400, 403, 429])
@pytest.mark.parametrize(
    ("provider", "document"),
    [
        (HUAWEI, {"error": {"error_code": "CDN.0001", "error_msg": "no"}, "refresh_task": "777"}),
        (HUAWEI, {"error": {"error_code": "APIG.0307", "error_msg": "no"}, "refresh_task": 777}),
        (ALIBABA, {"Code": "InvalidParameter", "Message": "no", "RefreshTaskId": "777"}),
        (ALIBABA, {"Code": "Throttling.User", "Message": "no", "RefreshTaskId": "777,778"}),
    ],
)
def test_refusal_that_names_a_task_is_uncertain(provider: str, document: dict[str, Any], status: int) -> None:
    """An error beside a task id: neither believed, nor sent again, but looked for."""
    done = run(provider, cloud_of(provider, answer(document, status)), operation="purge", urls=[URL], retries=3)
    assert done.result["failed"] is True
    assert done.result["not_submitted"][0]["uncertain"] is True
    assert len(done.cloud.submits) == 1
    assert done.cloud.reads


@pytest.mark.parametrize("status", [301, 404, 429, 500])
@pytest.mark.parametrize(
    ("provider", "document"), [(HUAWEI, {"refresh_task": "777"}), (ALIBABA, {"RefreshTaskId": "777"})]
)
def test_status_of_an_error_beside_a_task_is_uncertain(provider: str, document: dict[str, Any], status: int) -> None:
    """Without an error code; 429 would be sent again."""
    done = run(provider, cloud_of(provider, answer(document, status)), operation="purge", urls=[URL], retries=3)
    assert done.result["not_submitted"][0]["uncertain"] is True
    assert len(done.cloud.submits) == 1
    assert done.cloud.reads


def test_answer_of_an_earlier_call_is_no_answer_to_this_one() -> None:
    """Where each call makes one task; a proxy may hand out answers one step late."""
    late = answer({"preheating_task": "777"})
    done = run(HUAWEI, cloud_of(HUAWEI, late, late), **HUAWEI_THREE_CALLS)
    assert done.result["failed"] is True
    assert len(done.cloud.submits) == 2
    assert [entry["uncertain"] for entry in done.result["not_submitted"]] == [True, False]
    assert "names the task of an earlier call" in done.message


@BOTH
def test_mistake_of_this_collection_is_looked_for_as_well(provider: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the message says of the search was done."""
    cloud = cloud_of(provider)
    real = Submitter.unless_accepted

    def unless_accepted(*arguments: Any) -> Any:
        real(*arguments)
        raise ZeroDivisionError

    monkeypatch.setattr(Submitter, "unless_accepted", staticmethod(unless_accepted))
    done = run(provider, cloud, operation="purge", urls=[URL])
    assert len(done.cloud.submits) == 1
    assert done.cloud.reads
    assert done.result["failed"] is False or done.result["not_submitted"][0]["uncertain"] is True


def test_denied_action_of_the_answer_is_best() -> None:
    document = {"Code": "Forbidden.RAM", "Message": "no", "AccessDeniedDetail": {"AuthAction": "dcdn:Special"}}
    done = run(ALIBABA, cloud_of(ALIBABA, answer(document, 403)), operation="purge", urls=[URL])
    assert "Grant the action dcdn:Special" in done.message


@BOTH
@pytest.mark.parametrize("times", [1, 3])
def test_throttled_calls_are_repeated(provider: str, times: int) -> None:
    """They were refused for sure."""
    fates = [refusal(provider, "APIG.0308" if provider == HUAWEI else "TooManyRequests", 429)] * times
    cloud = cloud_of(provider, *fates)
    done = run(provider, cloud, operation="purge", urls=[URL], retries=2)
    assert done.result["failed"] is (times > 2)
    assert len(cloud.submits) == min(times + 1, 3)
    assert len(cloud.tasks()) == (times <= 2)
    assert all(entry["uncertain"] is False for entry in done.result["not_submitted"])
    assert "list" not in cloud.reads


@BOTH
def test_calls_that_did_not_arrive_are_repeated(provider: str) -> None:
    refused = ApiError("ConnectionFailed", "no connection", "passing", arrived=False)
    cloud = cloud_of(provider, refused, refused)
    done = run(provider, cloud, operation="purge", urls=[URL], retries=2)
    assert done.result["failed"] is False
    assert len(cloud.submits) == 3
    cloud = cloud_of(provider, refused)
    done = run(provider, cloud, operation="purge", urls=[URL], retries=0)
    assert done.result["failed"] is True
    assert done.result["not_submitted"][0]["uncertain"] is False
    assert not cloud.reads


def test_signing_in_is_not_submitting() -> None:
    """A token that cannot be fetched leaves no doubt about the submission."""
    login: dict[str, Any] = {
        "access_key": None,
        "secret_key": None,
        "iam_username": "u",
        "iam_password": "test-secret",
        "iam_domain": "d",
    }

    cloud = cloud_of(HUAWEI)
    cloud.add_fault("hang", provider="huaweicloud_iam")
    done = run(HUAWEI, cloud, operation="purge", urls=[URL], **login)
    assert done.result["not_submitted"][0]["uncertain"] is False
    assert len(done.transport.sent) == 1


# No answer.

AMBIGUOUS: list[Fate] = [
    TIMEOUT,
    CALL_LOST,
    ApiError("RequestFailed", "failed", "lasting"),
    answer({}, 500),
    answer({"unrelated": 1}),
    # By both clouds' names, ids that cannot be any.
    *(
        answer({"refresh_task": text, "RefreshTaskId": text})
        for text in ("\ud800", "::error::x", "1003,,##[error]", "a b", "1" * 200)
    ),
    {"kind": "html"},
    raw_answer(b'{"refresh_ta', 200, content_type="application/json"),
    {"kind": "empty_body"},
]


@BOTH
@pytest.mark.parametrize("fate", AMBIGUOUS, ids=range(len(AMBIGUOUS)))
def test_calls_that_may_have_arrived_are_never_repeated(provider: str, fate: Fate) -> None:
    cloud = cloud_of(provider, fate)
    done = run(provider, cloud, operation="purge", urls=[URL], directories=[DIRECTORY], retries=5)
    assert len(cloud.submits) == 1
    assert done.result["failed"] is True
    assert done.result["changed"] is False
    assert [entry["uncertain"] for entry in done.result["not_submitted"]] == [True, False]
    assert [entry["urls"] for entry in done.result["not_submitted"]] == [[URL], [DIRECTORY]]
    # Looked for, patiently.
    assert cloud.reads.count("list") >= len(LOOKS)
    assert cloud.clock.monotonic() >= sum(LOOKS)
    for text in (
        "No response came to the call that was to submit a purge of 1 URL, so it may or may not have been accepted.",
        "The module looked for its tasks 4 times in 15 seconds, and did not find them.",
        "The module did not submit it again",
        "Submitted: nothing.",
        f"Perhaps submitted:\n- a purge of 1 URL, first {URL}",
        f"Not submitted:\n- a purge of 1 directory, first {DIRECTORY}",
    ):
        assert text in done.message


@BOTH
def test_what_may_have_arrived_is_not_passed_over(provider: str) -> None:
    """Where no other call is left, the message does not say that there is nothing left."""
    done = run(provider, cloud_of(provider, CALL_LOST), operation="purge", urls=[URL])
    assert f"Perhaps submitted:\n- a purge of 1 URL, first {URL}" in done.message
    assert "Not submitted:" not in done.message
    assert [entry["urls"] for entry in done.result["not_submitted"]] == [[URL]]


@BOTH
def test_recovered(provider: str) -> None:
    cloud = cloud_of(provider, ANSWER_LOST)
    done = run(provider, cloud, operation="purge", urls=[URL, URL + "1"], directories=[DIRECTORY], retries=5)
    assert done.result["failed"] is False
    assert done.result["changed"] is True
    assert len(cloud.submits) == 2
    assert [entry["recovered"] for entry in done.result["submissions"]] == [True, False]
    assert [task["state"] for task in done.result["tasks"]] == ["running", "running"]
    assert done.message.endswith(" 1 got no response, but their tasks were found.")
    assert not done.warnings


def test_recovered_over_several_hosts() -> None:
    urls = [f"https://h{number % 3}.example.com/{number}" for number in range(9)]
    cloud = cloud_of(ALIBABA, ANSWER_LOST, **MERGED)

    def meanwhile() -> None:
        if not cloud.tasks():
            cloud.add("prefetch", "file", ["https://h0.example.com/somebody-elses"], state="running")

    cloud.meanwhile = meanwhile
    done = run(ALIBABA, cloud, operation="prefetch", urls=urls)
    assert len(cloud.submits) == 1
    (entry,) = done.result["submissions"]
    assert entry["recovered"] is True
    assert len(entry["ids"]) == 3


@BOTH
@pytest.mark.parametrize("options", [{"urls": [URL], "operation": "prefetch"}, {"directories": [DIRECTORY]}])
def test_recovered_of_other_kinds(provider: str, options: dict[str, Any]) -> None:
    done = run(provider, cloud_of(provider, ANSWER_LOST), **{"operation": "purge", **options})
    assert done.result["submissions"][0]["recovered"] is True


@pytest.mark.parametrize(
    "options",
    [
        {"regexes": ["https://www.example.com/.*"]},
        {"cache_tags": ["a", "b"], "domain": "www.example.com"},
        {"urls": [URL], "ignore_params": True},
    ],
)
def test_recovered_of_alibabas_kinds(options: dict[str, Any]) -> None:
    done = run(ALIBABA, cloud_of(ALIBABA, ANSWER_LOST), operation="purge", **options)
    assert done.result["submissions"][0]["recovered"] is True


@BOTH
def test_recovered_as_soon_as_it_can_be_seen(provider: str) -> None:
    done = run(provider, cloud_of(provider, ANSWER_LOST, visible_after=5.0), operation="purge", urls=[URL])
    assert done.result["submissions"][0]["recovered"] is True
    assert set(LOOKS[:3]) < set(done.cloud.clock.sleeps)


@BOTH
@pytest.mark.parametrize("ahead", [-800.0, 0.0, 800.0])
def test_recovered_whatever_the_clocks(provider: str, ahead: float) -> None:
    done = run(provider, cloud_of(provider, ANSWER_LOST, clock_shift=ahead), operation="purge", urls=[URL])
    assert done.result["submissions"][0]["recovered"] is True


@BOTH
@pytest.mark.parametrize("ahead", [-800.0, 0.0, 800.0])
@pytest.mark.parametrize("age", [5.0, 60.0, 7200.0])
def test_an_earlier_task_is_not_taken_for_it(provider: str, ahead: float, age: float) -> None:
    """The purge of the release before this one says nothing about this one's."""
    cloud = cloud_of(provider, CALL_LOST, clock_shift=ahead)
    cloud.add("purge", "file", [URL], age=age)
    done = run(provider, cloud, operation="purge", urls=[URL])
    assert done.result["failed"] is True
    assert done.result["not_submitted"][0]["uncertain"] is True


@BOTH
@pytest.mark.parametrize("ahead", [-800.0, -0.4, 0.0, 0.7, 800.0])
@pytest.mark.parametrize("age", [0.0, 0.2, 0.9, 1.0, 1.6, 2.0])
def test_a_task_of_about_the_same_time_may_be_anothers(provider: str, ahead: float, age: float) -> None:
    """Dates are whole seconds, so that nobody knows which came first: it is named, and nothing is claimed."""
    cloud = cloud_of(provider, CALL_LOST, clock_shift=ahead)
    other = cloud.add("purge", "file", [URL], age=age, state="running")
    done = run(provider, cloud, operation="purge", urls=[URL])
    (entry,) = done.result["not_submitted"]
    assert done.result["submissions"] == []
    assert entry["uncertain"] is True
    assert entry["candidates"] in ([other], [])
    assert bool(entry["candidates"]) == (f"may be its, or those of another job: {other} (created" in done.message)


@BOTH
def test_two_tasks_that_fit_are_two_candidates(provider: str) -> None:
    """Another play has submitted the same while the call was under way."""
    cloud = cloud_of(provider, {**ANSWER_LOST, "latency": 0.0})
    cloud.clock.advance(10.0)

    def meanwhile() -> None:
        if len(cloud.tasks()) < 2:
            cloud.add("purge", "file", [URL], state="running")

    cloud.clock.meanwhile = meanwhile
    done = run(provider, cloud, operation="purge", urls=[URL])
    (entry,) = done.result["not_submitted"]
    assert (entry["uncertain"], len(entry["candidates"])) == (True, 2)


@BOTH
@pytest.mark.parametrize(
    ("operation", "object_type", "urls"),
    [
        ("prefetch", "file", [URL, URL + "1"]),
        ("purge", "directory", [URL, URL + "1"]),
        ("purge", "file", [URL]),
        ("purge", "file", [URL, URL + "2"]),
        ("purge", "file", [URL + "2", URL + "3"]),
    ],
)
def test_another_task_of_that_moment_is_not_taken_for_it(
    provider: str, operation: str, object_type: str, urls: list[str]
) -> None:
    cloud = cloud_of(provider, CALL_LOST)

    def meanwhile() -> None:
        cloud.add(operation, object_type, urls)

    cloud.clock.meanwhile = meanwhile
    done = run(provider, cloud, operation="purge", urls=[URL, URL + "1"])
    assert done.result["not_submitted"][0]["uncertain"] is True


def test_two_tasks_are_not_one_call() -> None:
    """Huawei Cloud makes one task of each call."""
    cloud = cloud_of(HUAWEI, CALL_LOST)

    def meanwhile() -> None:
        cloud.add("purge", "file", [URL])
        cloud.add("purge", "file", [URL + "1"])

    cloud.clock.meanwhile = meanwhile
    done = run(HUAWEI, cloud, operation="purge", urls=[URL, URL + "1"])
    assert done.result["not_submitted"][0]["uncertain"] is True


@BOTH
def test_looking_is_refused(provider: str) -> None:
    """A key that may submit but not read."""
    broken = refusal(provider, "CDN.0004" if provider == HUAWEI else "Forbidden.RAM", 403)
    cloud = cloud_of(provider, ANSWER_LOST, broken=broken)
    done = run(provider, cloud, operation="purge", urls=[URL])
    assert done.result["not_submitted"][0]["uncertain"] is True
    assert "could not read the list of tasks" in done.message
    assert len(cloud.reads) == 1


@BOTH
def test_looking_fails_for_a_while(provider: str) -> None:
    cloud = cloud_of(provider, ANSWER_LOST, broken=answer({}, 503))

    def repair() -> None:
        if cloud.clock.monotonic() > 2.5:
            cloud.clear_faults()

    cloud.clock.meanwhile = repair
    done = run(provider, cloud, operation="purge", urls=[URL])
    assert done.result["submissions"][0]["recovered"] is True


def test_most_candidates_of_a_search() -> None:
    """Many tasks of that moment, of which the list tells no URLs."""
    cloud = cloud_of(HUAWEI, CALL_LOST)

    def meanwhile() -> None:
        while len(cloud.tasks()) < 100:
            cloud.add("purge", "file", [URL + "1"])

    cloud.clock.meanwhile = meanwhile
    done = run(HUAWEI, cloud, operation="purge", urls=[URL])
    assert done.result["not_submitted"][0]["uncertain"] is True
    assert any("100 tasks could be the one looked for" in warning for warning in done.warnings)
    assert cloud.reads.count("detail") == 60 * len(LOOKS)


# Any sequence of fates.

FATES = st.lists(st.sampled_from([None, None, "answer lost", "call lost", "refused", "throttled"]), max_size=6)


@given(st.sampled_from([HUAWEI, ALIBABA]), FATES, st.integers(0, 2), st.integers(1, 5))
@THOROUGH
def test_nothing_is_lost_and_nothing_sent_twice(
    provider: str, words: list[str | None], retries: int, calls: int
) -> None:
    directories = [f"https://www.example.com/{number}/" for number in range(2 * calls - 1)]
    fates: dict[str | None, Fate | None] = {
        "answer lost": ANSWER_LOST,
        "call lost": CALL_LOST,
        "refused": refusal(provider, "CDN.0001" if provider == HUAWEI else "InvalidParameters", 400),
        "throttled": refusal(provider, "APIG.0308" if provider == HUAWEI else "TooManyRequests", 429),
        None: None,
    }
    cloud = cloud_of(provider, *(fates[word] for word in words))
    with pytest.MonkeyPatch.context() as patch:
        # Small calls say as much as large ones, and sooner.
        objects: Any = PROVIDERS[provider].objects
        patch.setitem(objects, ("purge", "directory"), Limits(2, 10))
        done = run(provider, cloud, operation="purge", directories=directories, retries=retries)

    assert accounted(done) == Counter(directories)
    accepted = Counter(url for task in cloud.world.tasks for url in task.urls)
    assert not accepted or max(accepted.values()) == 1
    told = Counter(url for entry in done.result["submissions"] for url in entry["urls"])
    uncertain = Counter(url for entry in done.result["not_submitted"] if entry["uncertain"] for url in entry["urls"])
    # What is said to be submitted was, what is said not to be was not, and of the rest it is said that nobody knows.
    assert told <= accepted
    assert accepted <= told + uncertain
    assert done.result["failed"] is bool(done.result["not_submitted"])
    assert done.result["changed"] is bool(done.result["submissions"])
    assert set(done.ids()) == {task_id for entry in done.result["submissions"] for task_id in entry["ids"]}


# skip_if_running


def running(provider: str, *urls: list[str], age: float = 60.0, left: int | None = None) -> Cloud:
    """A cloud with unfinished purges."""
    cloud = cloud_of(provider, left=left)
    for own in urls:
        cloud.add("purge", "file", own, age=age, state="running")
    return cloud


@BOTH
def test_skip_if_running(provider: str) -> None:
    cloud = running(provider, [URL, URL + "1"])
    done = run(provider, cloud, operation="purge", urls=[URL + "1", URL], skip_if_running=True)
    assert not cloud.submits
    assert (done.result["changed"], done.result["failed"]) == (False, False)
    (entry,) = done.result["submissions"]
    assert (entry["skipped"], entry["recovered"], entry["request_id"]) == (True, False, None)
    assert done.ids() == entry["ids"]
    assert done.result["tasks"][0]["state"] == "running"
    assert done.message == (
        "Nothing was submitted. Not submitted again: a purge of 2 URLs, because unfinished tasks cover exactly that."
    )


def test_only_unfinished_tasks_are_listed() -> None:
    done = run(HUAWEI, running(HUAWEI, [URL]), operation="purge", urls=[URL], skip_if_running=True)
    (query,) = [sent.query for sent in done.transport.sent if sent.path.endswith("historytasks")]
    assert (query["status"], query["task_type"], query["file_type"]) == ("task_inprocess", "refresh", "file")


@BOTH
@pytest.mark.parametrize(
    "urls",
    [
        [[URL]],
        [[URL, URL + "2"]],
        [[URL, URL + "1", URL + "2"]],
        [[URL], [URL + "2"]],
        [],
    ],
)
def test_tasks_about_something_else_are_not_running(provider: str, urls: list[list[str]]) -> None:
    cloud = running(provider, *urls)
    done = run(provider, cloud, operation="purge", urls=[URL, URL + "1"], skip_if_running=True)
    assert len(cloud.submits) == 1
    assert done.result["submissions"][0]["skipped"] is False
    assert done.message == "Submitted a purge of 2 URLs."


@BOTH
def test_finished_and_old_tasks_are_not_running(provider: str) -> None:
    cloud = running(provider, [URL], age=2 * 86_400.0)
    cloud.add("purge", "file", [URL])
    run(provider, cloud, operation="purge", urls=[URL], skip_if_running=True)
    assert len(cloud.submits) == 1


def test_a_task_that_finishes_while_it_is_looked_for() -> None:
    cloud = cloud_of(HUAWEI)
    cloud.add_task(HUAWEI, urls=[URL], script={"finish_after_reads": 1})
    run(HUAWEI, cloud, operation="purge", urls=[URL], skip_if_running=True)
    assert len(cloud.submits) == 1


def test_older_tasks_are_looked_at_by_the_list_too() -> None:
    urls = [URL, URL + "1", URL + "2"]
    cloud = running(HUAWEI, *([url] for url in urls), age=7200.0)
    done = run(HUAWEI, cloud, operation="purge", urls=urls, skip_if_running=True)
    assert len(done.ids()) == 3
    assert cloud.reads == ["list", "detail", "detail", "detail", "list"]


@BOTH
def test_what_was_not_submitted_again_is_told_apart_where_a_later_call_fails(provider: str) -> None:
    cloud = running(provider, [URL])
    cloud.meet(refusal(provider, "Refused", 403))
    done = run(provider, cloud, operation="purge", urls=[URL], directories=[DIRECTORY], skip_if_running=True)
    assert (done.result["failed"], done.result["changed"]) == (True, False)
    (task_id,) = done.ids()
    assert (
        f"Submitted:\n- a purge of 1 URL, first {URL}: task {task_id} (unfinished, not submitted again)\n"
        f"Not submitted:\n- a purge of 1 directory, first {DIRECTORY}\n"
    ) in done.message


def test_failure_names_no_more_calls_than_can_be_read() -> None:
    urls = [f"https://www.example.com/{number}" for number in range(13 * 100)]
    done = run(ALIBABA, cloud_of(ALIBABA, refusal(ALIBABA, "Refused", 403)), operation="prefetch", urls=urls)
    assert len(done.result["not_submitted"]) == 13
    named = [line for line in done.message.splitlines() if line.startswith("- a prefetch of 100 URLs, first ")]
    assert [line.rpartition("/")[2] for line in named] == [str(number) for number in range(0, 1_000, 100)]
    assert "\n- and 3 more calls\n" in done.message


@BOTH
def test_only_what_is_not_running_is_submitted(provider: str) -> None:
    cloud = running(provider, [URL])
    done = run(provider, cloud, operation="purge", urls=[URL], directories=[DIRECTORY], skip_if_running=True)
    assert [(entry["object_type"], entry["skipped"]) for entry in done.result["submissions"]] == [
        ("file", True),
        ("directory", False),
    ]
    assert len(cloud.submits) == 1
    assert len(done.result["tasks"]) == 2
    assert done.message == (
        "Submitted a purge of 1 directory. Not submitted again: a purge of 1 URL, because unfinished tasks cover "
        "exactly that."
    )


@BOTH
def test_several_tasks_that_cover_it_together(provider: str) -> None:
    cloud = running(provider, [URL], [URL + "1"])
    done = run(provider, cloud, operation="purge", urls=[URL, URL + "1"], skip_if_running=True)
    assert not cloud.submits
    assert len(done.ids()) == 2


@BOTH
def test_a_run_that_is_repeated_at_once(provider: str) -> None:
    """Many calls, and merged ones: all of them are found again."""
    cloud = cloud_of(provider)
    run(provider, cloud, **three_calls(provider))
    again = run(provider, cloud, **three_calls(provider), skip_if_running=True)
    assert len(cloud.submits) == 3
    assert [entry["skipped"] for entry in again.result["submissions"]] == [True] * 3
    assert again.result["not_submitted"] == []


@BOTH
def test_looking_for_running_tasks_fails(provider: str) -> None:
    cloud = cloud_of(provider, broken=answer({}, 500))
    done = run(provider, cloud, operation="purge", urls=[URL], skip_if_running=True)
    assert not cloud.submits
    assert done.result["failed"] is True
    assert done.result["not_submitted"][0]["uncertain"] is False
    assert done.result["error"]["status"] == 500


# require_quota


@BOTH
def test_require_quota(provider: str) -> None:
    enough = run(
        provider,
        cloud_of(provider, left=2),
        operation="purge",
        urls=[URL, URL + "1"],
        require_quota=True,
    )
    assert len(enough.cloud.submits) == 1
    cloud = cloud_of(provider, left=1)
    short = run(provider, cloud, operation="purge", urls=[URL, URL + "1"], directories=[DIRECTORY], require_quota=True)
    assert not cloud.submits
    assert (short.result["failed"], short.result["changed"]) == (True, False)
    limit = 2000 if provider == HUAWEI else 10000
    assert short.message == (
        f"{provider}: nothing was submitted: today's quota is too small.\n"
        f"- purge file: 2 needed, 1 of {limit} left today"
    )
    assert len(short.result["not_submitted"]) == 2
    assert "error" not in short.result


@BOTH
def test_quota_counts_all_calls(provider: str) -> None:
    number = len(three_calls(provider)["urls"])
    for left, calls in ((number, 3), (number - 1, 0)):
        cloud = cloud_of(provider, left=left)
        run(provider, cloud, **three_calls(provider), require_quota=True)
        assert len(cloud.submits) == calls


@BOTH
def test_skipped_calls_need_no_quota(provider: str) -> None:
    cloud = running(provider, [URL], left=0)
    done = run(provider, cloud, operation="purge", urls=[URL], skip_if_running=True, require_quota=True)
    assert done.result["failed"] is False


@BOTH
def test_quotas_that_cannot_be_read(provider: str) -> None:
    cloud = cloud_of(provider, broken=refusal(provider, "CDN.0004" if provider == HUAWEI else "NoPermission", 403))
    done = run(provider, cloud, operation="purge", urls=[URL], require_quota=True)
    assert not cloud.submits
    assert done.result["failed"] is True
    assert ("cdn:*:query*" if provider == HUAWEI else "dcdn:DescribeDcdnRefreshQuota") in done.message


def test_kinds_without_a_known_quota() -> None:
    cloud = cloud_of(ALIBABA, left=0)
    done = run(ALIBABA, cloud, operation="purge", cache_tags=["a"], domain="www.example.com", require_quota=True)
    assert len(cloud.submits) == 1
    assert done.warnings == [
        "alibabacloud_dcdn: there is no known quota for purge tag, so that require_quota could not look at it."
    ]


# wait


@BOTH
@pytest.mark.parametrize(("state", "outcome"), [("done", "succeeded"), ("failed", "failed")])
def test_wait(provider: str, state: str, outcome: str) -> None:
    """By the engine of all waits; what that does is tested elsewhere."""
    done = run(provider, cloud_of(provider, state=state), operation="purge", urls=[URL], wait=True)
    assert done.result["outcome"] == outcome
    assert done.result["failed"] is (outcome == "failed")
    assert done.result["changed"] is True
    assert [task["state"] for task in done.result["tasks"]] == [outcome]
    assert [url["url"] for url in done.result["tasks"][0]["urls"]] == [URL]
    assert done.result["leftover"] == []
    assert done.message.startswith("Submitted a purge of 1 URL. 1 of 1 tasks ")
    # The wait looks at the tasks, so nobody else has to.
    assert len(done.cloud.reads) == 1


@BOTH
def test_a_wait_that_the_provider_refuses(provider: str) -> None:
    broken = refusal(provider, "CDN.0004" if provider == HUAWEI else "Forbidden.RAM", 403)
    done = run(provider, cloud_of(provider, broken=broken), operation="purge", urls=[URL], wait=True)
    assert (done.result["failed"], done.result["changed"]) == (True, True)
    assert done.result["error"]["status"] == 403
    assert done.result["leftover"] == [{"provider": provider, "id": task_id} for task_id in done.ids()]
    assert len(done.result["submissions"]) == 1


@BOTH
def test_a_mistake_of_ours_loses_nothing(provider: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def explode(*_arguments: Any) -> Any:
        raise KeyError("do not show this")

    monkeypatch.setattr(_submit_module, "look", explode)
    done = run(provider, operation="purge", urls=[URL])
    assert done.result["failed"] is True
    assert len(done.ids()) == 1
    assert "UnexpectedError" in done.message
    assert "do not show this" not in json.dumps(done.result)


@BOTH
def test_a_mistake_of_ours_after_a_recovery(provider: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(_submit_module, "look")
    done = run(provider, cloud_of(provider, ANSWER_LOST), operation="purge", urls=[URL])
    assert done.result["failed"] is True
    assert "NameError" in done.message
    assert "No response came to the call" not in done.message
    assert [entry["recovered"] for entry in done.result["submissions"]] == [True]
    assert len(done.ids()) == 1


@BOTH
def test_a_mistake_of_ours_while_sending(provider: str) -> None:
    cloud = cloud_of(provider)

    def meanwhile() -> None:
        if len(cloud.submits) > 1:
            raise ZeroDivisionError

    cloud.meanwhile = meanwhile
    done = run(provider, cloud, **three_calls(provider))
    assert done.result["failed"] is True
    assert len(done.result["submissions"]) == 1
    assert [entry["uncertain"] for entry in done.result["not_submitted"]] == [True, False]
    assert done.result["error"]["code"] == "UnexpectedError"
