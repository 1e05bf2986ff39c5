# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Volcengine CDN: each known trap has a test that falls into it if the code does."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
import requests

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError, OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task
from ansible_collections.edgeops.cdn.plugins.module_utils._module.quota_info import quota_info
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.registry import PROVIDERS
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Filters, Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.volcengine import read
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.volcengine.auth import AccessKeyAuth
from tests.unit.emulated import Emulated
from tests.unit.submission import ANSWER_LOST, Submitted, cloud_of, run
from tests.unit.support import ROOT, Bench, FakeClock, FakeTransport, Sent, answer, bench

from .accounts import VOLC_KEY
from .kit import refused
from .signatures import authorization_of, scope_in

NAME = "volcengine_cdn"
KEY = {"access_key": VOLC_KEY.access_key, "secret_key": VOLC_KEY.secret_key}
URL, OTHER = "https://www.example.com/a.txt", "https://www.example.com/b.txt"
DIRECTORY = "https://www.example.com/d/"
DAY = 86_400.0
#: Ids of each type.
FILE, DIR, REGEX, PRELOAD = (
    f"{prefix}_{7:048x}" for prefix in ("refresh_url", "refresh_dir", "refresh_regex", "prefetch_url")
)


def cdn(replies: Any, **options: Any) -> Bench:
    return bench(NAME, replies, **options)


def clouds(**settings: Any) -> Emulated:
    return Emulated(FakeClock(), **{NAME: settings})


def types(made: Bench) -> list[str]:
    return [sent.said["TaskType"] for sent in made.sent]


def row(task_id: str = FILE, url: str = URL, status: str = "complete", **more: Any) -> dict[str, Any]:
    return {
        "TaskID": task_id,
        "TaskType": "refresh_file",
        "Url": url,
        "Status": status,
        "Process": "100%",
        "CreateTime": 1_795_249_805,
        "StatusCode": 0,
        "Remark": "",
        **more,
    }


def listed(*rows: Any, total: Any = None, **more: Any) -> Answer:
    result = {"Total": len(rows) if total is None else total, "PageNum": 1, "PageSize": 100, "Data": list(rows), **more}
    return answer({"ResponseMetadata": {"RequestId": "r-1"}, "Result": result})


def only(tasks: list[Task]) -> Task:
    (task,) = tasks
    return task


@pytest.mark.parametrize(
    ("task_id", "operation", "object_type", "task_type"),
    [
        (FILE, "purge", "file", "refresh_file"),
        (DIR, "purge", "directory", "refresh_dir"),
        (REGEX, "purge", "regex", "refresh_regex"),
        (PRELOAD, "prefetch", "file", "preload"),
    ],
)
def test_trap_01_the_type_follows_from_the_id(task_id: str, operation: str, object_type: str, task_type: str) -> None:
    network = clouds()
    network.add_task(NAME, id=task_id, operation=operation, object_type=object_type, urls=[URL], script={})
    made = cdn(network)
    task = only(made.fetch(task_id))
    assert (task.operation, task.object_type, task.state) == (operation, object_type, "succeeded")
    assert types(made) == [task_type]


def test_trap_01_the_wrong_type_gives_an_empty_list() -> None:
    network = clouds()
    network.add_task(NAME, id=FILE, operation="purge", object_type="directory", urls=[DIRECTORY])
    made = cdn(network)
    assert only(made.fetch(FILE)).state == "not_found"
    assert types(made) == ["refresh_file"]


@pytest.mark.parametrize("unknown_id", ["empty", "error"])
def test_trap_02_an_id_that_begins_in_another_way_is_asked_for_as_each_type(unknown_id: str) -> None:
    network = clouds(unknown_id=unknown_id)
    network.add_task(NAME, id="70422", operation="prefetch", urls=[URL], script={})
    made = cdn(network)
    assert [task.state for task in made.fetch("70422", "70423")] == ["succeeded", "not_found"]
    assert types(made) == ["refresh_file", "refresh_dir", "refresh_regex", "preload"] * 2


@pytest.mark.parametrize("status", [200, 400, 500])
@pytest.mark.parametrize("beside", [{}, {"Result": {"Total": 1, "Data": [row()]}}])
def test_trap_03_an_error_is_one_whatever_the_status(status: int, beside: dict[str, Any]) -> None:
    metadata = {"RequestID": "r-7", "Error": {"Code": "InvalidParameter.X", "Message": "m"}}
    with pytest.raises(ApiError) as raised:
        cdn([answer({"ResponseMetadata": metadata, **beside}, status)]).fetch(FILE)
    assert (raised.value.code, raised.value.request_id, raised.value.kind) == (
        "InvalidParameter.X",
        "r-7",
        "passing" if status == 500 else "lasting",
    )


@pytest.mark.parametrize("error", [{}, "no", ["no"], {"CodeN": 100013}, {"Message": "m"}])
def test_trap_03_an_error_of_another_shape_is_one(error: Any) -> None:
    with pytest.raises(ApiError):
        cdn([answer({"ResponseMetadata": {"Error": error}, "Result": {"Total": 1, "Data": [row()]}})]).fetch(FILE)


@pytest.mark.parametrize(
    ("process", "progress"),
    [("40%", 40), ("40", 40), (" 40 %", 40), ("100%", 99), ("101%", None), ("x", None), ("", None)],
)
def test_trap_04_process_is_text(process: str, progress: int | None) -> None:
    assert only(cdn([listed(row(status="running", Process=process))]).fetch(FILE)).progress == progress
    assert only(cdn([listed(row(Process="99%"))]).fetch(FILE)).progress == 100


@pytest.mark.parametrize(
    ("code", "remark", "expected"),
    [
        (502, "origin failed", ("502", "origin failed")),
        (0, "", ("failed", "the provider gave no reason")),
        (None, None, ("failed", "the provider gave no reason")),
    ],
)
def test_trap_04_the_status_code_is_that_of_the_origin(code: Any, remark: Any, expected: tuple[str, str]) -> None:
    task = only(cdn([listed(row(status="failed", StatusCode=code, Remark=remark))]).fetch(FILE))
    assert task.error is not None
    assert (task.state, task.error.code, task.error.message) == ("failed", *expected)
    # Of a row that has not failed it is nobody's error.
    assert only(cdn([listed(row(StatusCode=404))]).fetch(FILE)).state == "succeeded"


def test_trap_05_page_one_does_not_decide() -> None:
    network = clouds()
    urls = [f"https://www.example.com/{number}" for number in range(230)]
    task_id = network.add_task(NAME, urls=urls, script={"fail": {"url_index": 229}, "finish_after": 0})
    made = cdn(network)
    task = only(made.fetch(task_id))
    assert (task.state, task.counts.total, task.counts.failed) == ("failed", 230, 1)
    assert [sent.said["PageNum"] for sent in made.sent] == [1, 2, 3]


def test_trap_05_rows_that_do_not_come_leave_a_task_open() -> None:
    made = cdn([listed(row(), total=2), listed(total=2)])
    task = only(made.fetch(FILE))
    assert (task.state, task.progress) == ("unknown", None)
    assert task.error is not None
    assert task.error.code == "UrlsMissing"
    with pytest.raises(ApiError, match="not a list of tasks"):
        cdn([listed(total=2)]).fetch(FILE)


def test_trap_05_a_list_with_rows_missing_tells_of_unfinished_tasks_alone() -> None:
    """What it shows of a task may be all of its rows that have succeeded."""
    running = FILE.replace("7", "8")
    page = listed(row(), row(running, status="running"), row(running, OTHER), total=9)
    made = cdn([page, listed(total=9)])
    tasks = list(made.provider.read_list(made.references(FILE, running)))
    assert [(task.id, task.state) for task in tasks] == [(running, "running")]


def test_trap_05_a_service_whose_pages_never_end_is_not_read_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "LAST_PAGE", 3)
    made = cdn(lambda sent: listed(row(url=f"{URL}?{sent.said['PageNum']}"), total=10**15))
    task = only(made.fetch(FILE))
    # Rows are missing, so that nothing is decided.
    assert (task.state, task.counts.total, len(made.sent)) == ("unknown", 3, 3)


@pytest.mark.parametrize(("cap", "beyond", "sizes"), [(50, "refuse", [100, 50, 50, 50]), (50, "cut", [100] * 3)])
def test_trap_05_the_largest_page_is_not_documented(cap: int, beyond: str, sizes: list[int]) -> None:
    network = clouds(largest_page=cap, beyond_page=beyond)
    task_id = network.add_task(NAME, url_count=130, script={})
    made = cdn(network)
    assert only(made.fetch(task_id)).counts.total == 130
    assert [sent.said["PageSize"] for sent in made.sent] == sizes


@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_trap_05_rows_come_in_any_order(order: str) -> None:
    network = clouds(order=order)
    ids = [
        network.add_task(NAME, url_count=60, created_at=network.time.time() - age, script={}) for age in (30, 20, 10)
    ]
    tasks, complete = cdn(network).query(limit=2)
    assert ([task.id for task in tasks], complete) == ([ids[2], ids[1]], False)
    assert [task.counts.total for task in tasks] == [60, 60]


def test_trap_06_the_status_is_never_asked_for() -> None:
    network = clouds()
    fate = {"fail": {"url_index": 0}, "finish_after": 0}
    failed = network.add_task(NAME, urls=[URL, OTHER], script=fate)
    made = cdn(network)
    tasks, _complete = made.query(states=("failed",))
    assert [(task.id, task.counts.total) for task in tasks] == [(failed, 2)]
    assert made.query(states=("succeeded",))[0] == []
    assert all("Status" not in sent.said for sent in made.sent)


@pytest.mark.parametrize("own", [{"url": URL}, {"domain": "www.example.com"}])
def test_trap_06_a_filter_by_url_or_domain_shows_whole_tasks(own: dict[str, str]) -> None:
    network = clouds()
    fate = {"fail": {"url_index": 1}, "finish_after": 0}
    wanted = network.add_task(NAME, urls=[URL, "https://img.example.com/b.txt"], script=fate)
    network.add_task(NAME, urls=["https://img.example.com/c.txt"])
    made = cdn(network)
    tasks, complete = made.query(own=own)
    assert [(task.id, task.state, task.counts.total) for task in tasks] == [(wanted, "failed", 2)]
    assert complete


@pytest.mark.parametrize("needs_window", [True, False])
def test_trap_07_both_ends_of_a_window_are_sent(needs_window: bool) -> None:
    network = clouds(needs_window=needs_window)
    now = network.time.time()
    task_id = network.add_task(NAME, created_at=now - 100)
    made = cdn(network)
    made.fetch(task_id)
    assert len(made.query(created_after=now - 200)[0]) == 1
    assert made.query(created_before=now - 200)[0] == []
    assert len(made.query()[0]) == 1
    for sent in made.sent:
        assert 0 <= sent.said["StartTime"] <= sent.said["EndTime"]


def test_trap_08_seven_days_and_then_nothing_also_by_id() -> None:
    network = clouds()
    task_id = network.add_task(NAME, created_at=network.time.time() - 7 * DAY - 60)
    made = cdn(network)
    task = only(made.fetch(task_id))
    assert task.error is not None
    assert (task.state, task.error.code) == ("not_found", "NotFound")
    assert "older than seven days" in task.error.message
    with pytest.raises(OptionError, match="created_after: Volcengine tells of the last seven days only"):
        made.query(created_after=network.time.time() - 8 * DAY)
    with pytest.raises(OptionError, match="created_before"):
        made.query(created_before=network.time.time() - 8 * DAY)


@pytest.mark.parametrize("secret", ["dm9sY3Rlc3RzZWNyZXQ=", "WVdKag==", "not/base64=="])
def test_trap_09_secret_keys_are_used_as_they_are(secret: str) -> None:
    made = bench(NAME, [listed(row())], secret_key=secret)
    made.fetch(FILE)
    auth = made.sent[0].auth
    assert isinstance(auth, AccessKeyAuth)
    assert auth._secret_key == secret


def parameters(done: Submitted) -> list[dict[str, Any]]:
    return [entry["body"] for entry in done.cloud.submits]


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ({"operation": "purge", "urls": [URL, OTHER]}, {"Urls": f"{URL}\n{OTHER}", "Type": "file"}),
        ({"operation": "purge", "directories": [DIRECTORY]}, {"Urls": DIRECTORY, "Type": "dir"}),
        (
            {"operation": "purge", "directories": [URL], "prefix": True, "delete": True},
            {"Urls": URL, "Type": "dir", "Prefix": True, "Delete": True},
        ),
        (
            {"operation": "purge", "regexes": ["https://a.example.com/.*"]},
            {"Urls": "https://a.example.com/.*", "Type": "regex"},
        ),
        ({"operation": "prefetch", "urls": [URL]}, {"Urls": URL}),
        (
            {
                "operation": "prefetch",
                "urls": [URL],
                "area": "global",
                "concurrent_limit": 7,
                "headers": {"Accept-Encoding": ["gzip", "br"]},
            },
            {
                "Urls": URL,
                "Area": "global",
                "ConcurrentLimit": 7,
                "RequestHeaderInstances": [
                    {"Key": "Accept-Encoding", "Value": "gzip"},
                    {"Key": "Accept-Encoding", "Value": "br"},
                ],
            },
        ),
    ],
)
def test_trap_10_urls_are_sent_under_one_name(given: dict[str, Any], sent: dict[str, Any]) -> None:
    """UrlList would win over Urls without a word."""
    done = run(NAME, **given)
    assert not done.result["failed"]
    assert parameters(done) == [sent]
    assert [task["state"] for task in done.result["tasks"]] == ["running"]
    assert done.warnings == []


@pytest.mark.parametrize(
    "given",
    [
        {"operation": "purge", "directories": [DIRECTORY], "delete": True},
        {"operation": "purge", "regexes": ["https://a.example.com/.*"]},
    ],
)
def test_trap_11_what_has_to_be_enabled_fails_the_call(given: dict[str, Any]) -> None:
    done = run(NAME, cloud_of(NAME, volcengine_cdn={"whitelisted": False}), **given)
    assert done.result["failed"]
    assert done.result["tasks"] == []
    assert done.result["error"]["code"] == "AccessDenied.WhitelistUnauthorized"
    assert "open a ticket" in done.result["error"]["hint"]
    assert len(parameters(done)) == 1


def test_trap_12_custom_policies_need_more_than_the_calls() -> None:
    """No call shows it: the hint of a denial says so, and each policy of the page has it."""
    with pytest.raises(ApiError) as raised:
        cdn([refused("AccessDenied.IAMUnauthorized", 403)]).fetch(FILE)
    hint = str(raised.value.hint)
    assert all(each in hint for each in ("CDN:DescribeContentTasks", "IAM:Get*", "IAM:List*"))
    page = (ROOT / "docs" / "providers" / f"{NAME}.md").read_text(encoding="utf-8")
    policies = [block for block in page.split("```") if '"Statement"' in block]
    assert len(policies) == 2
    assert all(f'"{each}"' in policy for policy in policies for each in ("IAM:Get*", "IAM:List*"))


@pytest.mark.parametrize(("options", "end"), [({"oidc_token": "a.b.c"}, "Expiration"), ({}, "ExpiredTime")])
def test_trap_13_end_of_a_key_has_two_names(options: dict[str, str], end: str) -> None:
    trn = "trn:iam::2100000001:role/ci"
    chosen = {"oidc_role": trn, **options} if options else {**KEY, "assume_role": trn}
    told: list[str] = []

    def reply(sent: Sent) -> Answer:
        if "sts." not in sent.request.url:
            return answer({"ResponseMetadata": {}, "Result": {"Total": 0, "Data": []}})
        key = {"AccessKeyId": "AKTP1", "SecretAccessKey": "s", "SessionToken": "t", end: "2999-01-01T08:00:00+08:00"}
        return answer({"ResponseMetadata": {}, "Result": {"Credentials": key}})

    clock = FakeClock()
    network = FakeTransport(reply, clock)
    runtime = Runtime(clock, {}, lambda _text: None, lambda _verify, _environ: network, tell=told.append)
    PROVIDERS[NAME].open_provider({**PROVIDERS[NAME].defaults(), **chosen}, runtime).query(Filters())
    assert told[-1].endswith(", until 2999-01-01T00:00:00Z")


@pytest.mark.parametrize(("site", "region"), [("volcengine", "cn-north-1"), ("byteplus", "ap-singapore-1")])
def test_trap_14_what_is_signed_is_what_the_scope_says(site: str, region: str) -> None:
    made = bench(NAME, [listed(row())], site=site)
    made.fetch(FILE)
    prepared = _signed(made.sent[0])
    scope = scope_in(prepared)
    assert scope is not None
    assert scope[2:] == (region, "CDN")
    assert made.sent[0].request.url.startswith(f"https://cdn.{site}api.com/?")


def _signed(sent: Sent) -> str:
    request = sent.request
    r = requests.Request(request.method, request.url, headers=dict(request.headers), data=request.body, auth=sent.auth)
    return str(r.prepare().headers["Authorization"])


def test_trap_14_either_name_of_the_service_is_a_scope_of_its_own() -> None:
    values = ("POST", "/", {"Action": "A"}, {"host": "h"}, b"", datetime(2026, 11, 21), ("AK", "SK"), "cn-north-1")
    assert authorization_of(*values, "CDN") != authorization_of(*values, "cdn")


def test_trap_15_every_call_names_its_version() -> None:
    cloud = cloud_of(NAME)
    done = run(NAME, cloud, operation="purge", urls=[URL])
    assert not done.result["failed"]
    assert {sent.query["Version"] for sent in cloud.sent} == {"2021-03-01"}
    assert [sent.query["Action"] for sent in cloud.sent] == ["SubmitRefreshTask", "DescribeContentTasks"]


@pytest.mark.parametrize(
    "fate",
    [ANSWER_LOST, {"kind": "status", "status": 504, "process": True, "latency": 5.0, "code": "InternalServiceTimeout"}],
)
def test_trap_16_a_submission_without_a_response_is_looked_for(fate: Any) -> None:
    cloud = cloud_of(NAME, fate)
    done = run(NAME, cloud, operation="purge", urls=[URL, OTHER])
    assert len(cloud.submits) == 1
    assert not done.result["failed"], done.result
    assert [each["recovered"] for each in done.result["submissions"]] == [True]
    looks = [sent.said for sent in cloud.sent if sent.query["Action"] == "DescribeContentTasks"]
    assert looks[0]["Url"] == URL
    assert looks[0]["TaskType"] == "refresh_file"


# What is open.


@pytest.mark.parametrize("empty_data", ["list", "null", "absent"])
def test_an_empty_list_is_one_in_any_spelling(empty_data: str) -> None:
    made = cdn(clouds(empty_data=empty_data))
    assert only(made.fetch(FILE)).state == "not_found"
    assert made.query() == ([], True)


@pytest.mark.parametrize(
    "document", [{}, {"Result": None}, {"Result": {}}, {"Result": {"Data": []}}, {"Result": {"Total": 1}}]
)
def test_what_is_no_list_is_no_empty_one(document: Any) -> None:
    with pytest.raises(ApiError, match="not a list of tasks"):
        cdn([answer(document)]).fetch(FILE)


@pytest.mark.parametrize("percent_sign", [True, False])
@pytest.mark.parametrize("request_id_key", ["RequestId", "RequestID"])
def test_both_spellings_are_taken(percent_sign: bool, request_id_key: str) -> None:
    cloud = cloud_of(NAME, volcengine_cdn={"percent_sign": percent_sign, "request_id_key": request_id_key})
    cloud.settings(default_script={"stuck": True, "stuck_at": 40})
    done = run(NAME, cloud, operation="prefetch", urls=[URL])
    assert [task["progress"] for task in done.result["tasks"]] == [40]
    assert done.result["submissions"][0]["request_id"]


def test_a_prefetch_that_took_fewer_urls_is_warned_about() -> None:
    done = run(NAME, cloud_of(NAME, volcengine_cdn={"commit_num": 1}), operation="prefetch", urls=[URL, OTHER])
    assert [text for text in done.warnings if "took 1 into task prefetch_url_" in text]


@pytest.mark.parametrize("code", ["InvalidParameter.NoActionQuota", "QuotaExceeded", "InvalidParameter.Urls"])
def test_an_exhausted_quota_leads_to_the_module_that_tells_it(code: str) -> None:
    cloud = cloud_of(NAME, volcengine_cdn={"quota_code": code})
    cloud.settings(used_quota={NAME: {"Refresh": 1_000}})
    done = run(NAME, cloud, operation="purge", urls=[URL])
    assert (done.result["failed"], done.result["error"]["code"]) == (True, code)
    assert "edgeops.cdn.volcengine_cdn_quota_info" in done.result["error"]["hint"]
    assert run(NAME, cloud, operation="purge", urls=[URL], require_quota=True).result["failed"]
    assert len(cloud.submits) == 1


@pytest.mark.parametrize("old_quotas", [True, False])
def test_quotas_that_are_not_told_are_left_out(old_quotas: bool) -> None:
    network = clouds(old_quotas=old_quotas)
    clock = FakeClock()
    runtime = Runtime(clock, {}, lambda _text: None, lambda _verify, _environ: network)
    options = {**PROVIDERS[NAME].defaults(), **cdn_key(), "include_raw": True}
    quotas = quota_info(PROVIDERS[NAME], options, runtime)["quotas"]
    names = ["Refresh", "RefreshDir", *([] if old_quotas else ["RefreshRegex"]), "Preload"]
    assert [quota["name"] for quota in quotas] == [*names, *([] if old_quotas else ["Block", "Unblock"])]
    assert quotas[0]["raw"] == {"RefreshQuota": 1000, "RefreshRemain": 1000, "RefreshQuotaLimit": 100}


def cdn_key() -> dict[str, str]:
    return {"access_key": VOLC_KEY.access_key, "secret_key": VOLC_KEY.secret_key}


@pytest.mark.parametrize(
    ("code", "status", "more", "kind"),
    [
        ("CDN.InternalError", 200, {}, "passing"),
        ("CDN.InternalError", 500, {"Detail": "Code:AccessDenied.X"}, "lasting"),
        ("AccountFlowLimitExceeded", 200, {}, "throttled"),
        ("RequestLimitExceeded", 400, {}, "throttled"),
        ("InvalidSecretToken", 401, {}, "expired"),
        ("ServiceNotFound", 404, {}, "lasting"),
        ("InvalidActionOrVersion", 404, {}, "lasting"),
        ("NotFound.Domain", 200, {}, "lasting"),
        ("InternalError.Db", 200, {}, "passing"),
        ("SomethingNew", 502, {}, "passing"),
        ("SomethingNew", 400, {}, "lasting"),
    ],
)
def test_kinds_of_errors(code: str, status: int, more: dict[str, Any], kind: str) -> None:
    with pytest.raises(ApiError) as raised:
        cdn([refused(code, status, **more)]).fetch(FILE)
    assert (raised.value.kind, raised.value.code) == (kind, code)


@pytest.mark.parametrize(
    ("given", "option"),
    [
        ({"operation": "purge", "directories": [URL]}, "directories"),
        ({"operation": "purge", "urls": [URL], "delete": True}, "delete"),
        ({"operation": "purge", "urls": ["https://*.example.com/"]}, "urls"),
        ({"operation": "purge", "urls": [URL], "area": "global"}, "area"),
        ({"operation": "purge", "regexes": ["a.*"]}, "regexes"),
        ({"operation": "purge", "regexes": ["https://a.example.com/ https://b.example.com/"]}, "regexes"),
        ({"operation": "prefetch", "urls": [URL], "directories": [DIRECTORY]}, "directories"),
        ({"operation": "prefetch", "urls": [URL], "headers": {f"X-{n}": "1" for n in range(11)}}, "headers"),
        ({"operation": "prefetch", "urls": [URL], "concurrent_limit": 0}, "concurrent_limit"),
        ({"operation": "purge"}, "urls"),
    ],
)
def test_what_cannot_be_submitted(given: dict[str, Any], option: str) -> None:
    with pytest.raises(OptionError, match=option):
        run(NAME, cloud_of(NAME), **given)


@pytest.mark.parametrize("more", [{"object_type": "tag"}, {"object_type": "directory", "operation": "prefetch"}])
def test_what_cannot_be_asked_for(more: dict[str, Any]) -> None:
    with pytest.raises(OptionError, match="object_type"):
        cdn(clouds()).query(**more)


def test_the_list_asks_only_for_the_types_and_the_time_that_matter() -> None:
    network = clouds()
    now = network.time.time()
    ids = [network.add_task(NAME, urls=[URL], created_at=now - age, script={}) for age in (7_200, 60, 50)]
    made = cdn(network)
    references = [made.reference(task_id, created_at=now - age) for task_id, age in zip(ids[1:], (60, 50), strict=True)]
    tasks = list(made.provider.read_list(references))
    assert sorted(task.id for task in tasks) == sorted(ids[1:])
    (sent,) = made.sent
    assert sent.said["TaskType"] == "refresh_file"
    assert sent.said["StartTime"] == int(now - 60 - 900)
    assert made.provider.list_calls == 1


def test_an_id_that_is_not_found_is_not_looked_for_in_the_list() -> None:
    made = cdn(clouds())
    assert [task.state for task in made.describe(FILE)] == ["not_found"]
    assert len(made.sent) == 1
