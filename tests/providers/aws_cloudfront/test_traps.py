# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is surprising about CloudFront, trap by trap, and what its submissions send."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError, OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import Reference
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.aws import read as aws_read
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.aws import submit as aws_submit
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.aws import xml as aws_xml
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.registry import PROVIDERS, open_all
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Runtime
from tests.emulator import xml
from tests.emulator.transport import wire_of
from tests.unit.emulated import Emulated
from tests.unit.submission import ANSWER_LOST, Submitted, cloud_of
from tests.unit.submission import run as submit
from tests.unit.support import Bench, FakeClock, Sent, bench

from .accounts import AWS_CN_KEY, AWS_KEY
from .blueprint import DISTRIBUTION, NAMESPACE, TENANT
from .kit import refused

NAME = "aws_cloudfront"
OWN = "I2J0I21PCUYOIK"
ID = f"{DISTRIBUTION}.{OWN}"
URL, OTHER = "https://www.example.com/a.txt", "https://www.example.com/b.txt"
DIRECTORY = "https://www.example.com/img/"
HOUR = 3600.0


def cloudfront(replies: Any, **options: Any) -> Bench:
    return bench(NAME, replies, **{"distribution_id": DISTRIBUTION, **options})


def clouds(**settings: Any) -> Emulated:
    return Emulated(FakeClock(), **{NAME: settings})


def run(cloud: Any = None, **given: Any) -> Submitted:
    return submit(NAME, cloud, **{"operation": "purge", "distribution_id": DISTRIBUTION, **given})


def only(tasks: list[Task]) -> Task:
    (task,) = tasks
    return task


def answered(document: Any, status: int = 200) -> Answer:
    return Answer(status, {"content-type": "text/xml"}, xml.dump(document, NAMESPACE))


def invalidation(status: str = "Completed", paths: Any = ("/a.txt", "/img/*"), **more: Any) -> dict[str, Any]:
    batch = {"Paths": {"Quantity": len(paths), "Items": list(paths)}, "CallerReference": "r"}
    row = {"Id": OWN, "Status": status, "CreateTime": "2026-11-21T08:30:00.947Z", "InvalidationBatch": batch}
    return {"Invalidation": {**row, **more}}


def sent_paths(sent: Sent) -> list[str]:
    """The paths of a submission, read by another reader."""
    paths: list[str] = xml.load(sent.request.body or b"")["InvalidationBatch"]["Paths"]["Items"]
    return paths


def submissions(done: Submitted) -> list[Sent]:
    return [sent for sent in done.cloud.sent if sent.request.method == "POST"]


@pytest.mark.parametrize("namespace", [NAMESPACE, "", "http://another.example/"])
def test_trap_01_answers_are_xml_of_whatever_namespace(namespace: str) -> None:
    body = xml.dump(invalidation(), namespace)
    task = only(cloudfront([Answer(200, {"content-type": "text/xml"}, body)]).fetch(ID))
    assert (task.state, [url.url for url in task.urls]) == ("succeeded", ["/a.txt", "/img/*"])
    with pytest.raises(ApiError, match="expected XML") as raised:
        cloudfront([Answer(200, {"content-type": "application/json"}, b'{"Invalidation": {}}')]).fetch(ID)
    assert raised.value.kind == "passing"


@pytest.mark.parametrize(
    "body",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><Invalidation><Status>&b;</Status></Invalidation>',
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><Invalidation><Id>I1</Id></Invalidation>',
        b'<?xml version="1.0"?><!DOCTYPE x><Invalidation/>',
        b"<a>" * 50 + b"</a>" * 50,
        b"<Invalidation>",
        b"<html><body>busy</body></html>",
        b"",
        b"<a/><b/>",
        b"\xff\xfe<a/>",
    ],
)
def test_trap_01_what_declares_entities_or_is_no_xml_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        aws_xml.read_xml(body)
    with pytest.raises(ApiError) as raised:
        cloudfront([Answer(200, {"content-type": "text/xml"}, body)]).fetch(ID)
    assert raised.value.kind == "passing"


def test_trap_02_a_submission_is_answered_with_201() -> None:
    done = run(urls=[URL])
    assert not done.result["failed"]
    assert done.result["submissions"][0]["ids"][0].startswith(f"{DISTRIBUTION}.I")


def test_trap_02_a_success_without_an_id_is_none() -> None:
    done = run(cloud_of(NAME, Answer(201, {}, b"<Invalidation><Status>InProgress</Status></Invalidation>")), urls=[URL])
    assert done.result["failed"]
    assert done.result["not_submitted"][0]["uncertain"]


@pytest.mark.parametrize("parent", [DISTRIBUTION, TENANT])
def test_trap_03_ids_name_what_they_are_of(parent: str) -> None:
    made = cloudfront([answered(invalidation())], distribution_id=None)
    task = only(made.fetch(f"{parent}.{OWN}"))
    assert (task.id, task.state) == (f"{parent}.{OWN}", "succeeded")
    kind = "distribution-tenant" if parent == TENANT else "distribution"
    assert made.sent[0].path == f"/2020-05-31/{kind}/{parent}/invalidation/{OWN}"


@pytest.mark.parametrize(
    ("options", "task_id", "text"),
    [
        ({}, OWN, "is not whole. Expected DISTRIBUTION.INVALIDATION, or the option distribution_id"),
        ({}, f"{DISTRIBUTION}.", "Expected DISTRIBUTION.INVALIDATION"),
        ({"distribution_id": "a b"}, ID, "distribution_id: "),
        ({"distribution_id": TENANT}, ID, "Expected distribution_tenant_id"),
        ({"distribution_tenant_id": DISTRIBUTION}, ID, "begins with dt_"),
        ({"distribution_id": DISTRIBUTION, "distribution_tenant_id": TENANT}, ID, "Give one"),
    ],
)
def test_trap_03_an_id_that_is_not_whole_is_refused_before_anything_is_sent(
    options: dict[str, Any], task_id: str, text: str
) -> None:
    network = clouds()
    runtime = Runtime(network.time, {}, lambda _text: None, lambda _verify, _environ: network)  # type: ignore[arg-type]  # nobody sleeps
    keys = {**PROVIDERS[NAME].defaults(), "access_key": "AK", "secret_key": "SK", **options}
    with pytest.raises(OptionError, match=text):
        open_all([Reference(NAME, task_id)], {NAME: keys}, runtime)
    assert network.sent == []


def test_trap_04_a_wrong_distribution_looks_like_an_unknown_id() -> None:
    network = clouds(distributions=[DISTRIBUTION, "EOTHER"])
    known = network.add_task(NAME, urls=[URL])
    task = only(cloudfront(network).fetch(known.replace(DISTRIBUTION, "EOTHER")))
    assert task.state == "not_found"
    assert task.error is not None
    assert "of another distribution" in task.error.message


@pytest.mark.parametrize(("parent", "code"), [("ENOBODYS", "NoSuchDistribution"), ("dt_nobodys", "EntityNotFound")])
def test_trap_04_an_unknown_distribution_is_no_unknown_task(parent: str, code: str) -> None:
    with pytest.raises(ApiError) as raised:
        cloudfront(clouds(distributions=[DISTRIBUTION])).fetch(f"{parent}.{OWN}")
    assert (raised.value.code, raised.value.kind) == (code, "lasting")
    assert "distribution_id" in str(raised.value.hint)


@pytest.mark.parametrize("word", ["Completed", "COMPLETED", "completed"])
def test_trap_05_capitals_make_no_difference(word: str) -> None:
    assert only(cloudfront([answered(invalidation(word))]).fetch(ID)).state == "succeeded"


@pytest.mark.parametrize("word", ["Paused", "Complete", "Done", "Failed", "", "InProgress Completed"])
def test_trap_06_an_unknown_word_is_no_success(word: str) -> None:
    assert only(cloudfront([answered(invalidation(word))]).fetch(ID)).state == "unknown"


@pytest.mark.parametrize("body", [b"", b"<Invalidation/>", b"<Invalidation></Invalidation>", b"<Other/>"])
def test_trap_07_an_empty_answer_is_none(body: bytes) -> None:
    with pytest.raises(ApiError) as raised:
        cloudfront([Answer(200, {}, body)]).fetch(ID)
    assert raised.value.kind == "passing"


def test_trap_07_an_answer_without_paths_is_no_success() -> None:
    row = invalidation()["Invalidation"]
    del row["InvalidationBatch"]
    assert only(cloudfront([answered({"Invalidation": row})]).fetch(ID)).state == "unknown"


@pytest.mark.parametrize("words", [("Completed", "InProgress"), ("InProgress", "Completed"), ("Completed", "?")])
def test_rows_of_a_page_that_contradict_each_other_are_no_success(words: tuple[str, str]) -> None:
    summaries = [{"Id": OWN, "Status": word, "CreateTime": "2026-11-21T08:30:00.947Z"} for word in words]
    made = cloudfront([answered({"InvalidationList": {"IsTruncated": "false", "Quantity": 2, "Items": summaries}})])
    (task,) = made.provider.read_list(made.references(ID))
    assert task.state != "succeeded"


@pytest.mark.parametrize("word", [None, ["Completed", "InProgress"], ["InProgress", "InProgress", "Completed"]])
def test_trap_07_an_answer_without_one_status_is_no_success(word: Any) -> None:
    told = invalidation()["Invalidation"]
    del told["Status"]
    said = "".join(f"<Status>{each}</Status>" for each in word or ())
    body = xml.dump({"Invalidation": told}).replace(b"<Invalidation>", b"<Invalidation>" + said.encode(), 1)
    assert only(cloudfront([Answer(200, {}, body)]).fetch(ID)).state == "unknown"


@pytest.mark.parametrize("told", ["absent", "empty"])
def test_trap_08_a_list_without_rows_has_no_items(told: str) -> None:
    made = cloudfront(clouds(empty_items=told))
    assert made.query() == ([], True)


@pytest.mark.parametrize(
    "found",
    [
        {"Other": {}},
        {"InvalidationList": "x"},
        {"InvalidationList": {"Quantity": 0}},
        {"InvalidationList": {"IsTruncated": "perhaps"}},
        {"InvalidationList": {"IsTruncated": "true"}},
    ],
    ids=repr,
)
def test_trap_08_a_list_that_does_not_say_where_it_ends_is_not_empty(found: dict[str, Any]) -> None:
    made = cloudfront(lambda _sent: answered(found))
    with pytest.raises(ApiError) as raised:
        made.query()
    assert raised.value.kind == "passing"


def test_trap_09_one_row_is_a_list_as_well() -> None:
    network = clouds()
    task_id = network.add_task(NAME, urls=[URL], script={"finish_after": 0})
    assert [task.id for task in cloudfront(network).query()[0]] == [task_id]
    assert aws_xml.read_xml(b"<P><Items><Path>/a</Path></Items></P>") == {"P": {"Items": ["/a"]}}


def test_trap_10_rows_of_the_list_have_no_paths() -> None:
    network = clouds()
    ids = [network.add_task(NAME, urls=[URL], script={"finish_after": 0}) for _number in range(3)]
    made = cloudfront(network)
    listed = list(made.provider.read_list([Reference(NAME, task_id) for task_id in ids]))
    assert [(task.state, task.urls, task.counts.total) for task in listed] == [("succeeded", [], None)] * 3
    assert [url.url for url in made.provider.details(listed[0]).urls] == ["/a.txt"]
    assert len(made.query()[0][0].urls) == 1


def test_trap_10_rows_of_other_states_are_not_asked_for_their_paths() -> None:
    network = clouds()
    network.add_task(NAME, urls=[URL], script={"finish_after": 0})
    running = network.add_task(NAME, urls=[OTHER], script={"stuck": True, "stuck_at": 0})
    made = cloudfront(network)
    assert [task.id for task in made.query(states=("running",))[0]] == [running]
    assert [sent.call for sent in made.sent] == ["invalidation", running.partition(".")[2]]


def test_trap_11_a_matter_of_the_rate_has_status_400() -> None:
    made = cloudfront([refused("Throttling"), answered(invalidation())], retries=1)
    assert only(made.fetch(ID)).state == "succeeded"


def test_trap_12_too_many_in_progress_frees_itself() -> None:
    with pytest.raises(ApiError) as raised:
        cloudfront([refused("TooManyInvalidationsInProgress")]).fetch(ID)
    assert raised.value.kind == "throttled"
    cloud = cloud_of(NAME, aws_cloudfront={"in_progress": {"file": 1, "directory": 1}})
    done = run(cloud, urls=[URL, OTHER])
    assert done.result["error"]["code"] == "TooManyInvalidationsInProgress"
    assert "until others have completed" in done.result["error"]["hint"]


def references(done: Submitted) -> list[str]:
    return [xml.load(sent.request.body or b"")["InvalidationBatch"]["CallerReference"] for sent in submissions(done)]


def test_trap_13_a_call_is_repeated_under_its_own_reference() -> None:
    cloud = cloud_of(NAME, ANSWER_LOST, ANSWER_LOST)
    done = run(cloud, urls=[URL], retries=3)
    assert not done.result["failed"]
    assert len(submissions(done)) == 3
    assert len(set(references(done))) == 1
    assert len({sent.request.body for sent in submissions(done)}) == 1
    assert [task["id"] for task in cloud.tasks(NAME)] == done.result["submissions"][0]["ids"]


def test_trap_13_every_call_and_every_run_has_a_reference_of_its_own() -> None:
    cloud = cloud_of(NAME)
    first = run(cloud, urls=[URL], directories=[DIRECTORY])
    cloud.clock.advance(10.0)
    again = run(cloud, urls=[URL])
    assert len({*references(first), *references(again)}) == 3
    assert len(cloud.tasks(NAME)) == 3


def test_trap_13_what_got_no_answer_at_all_is_found_by_its_reference() -> None:
    cloud = cloud_of(NAME, ANSWER_LOST)
    cloud.add("purge", "file", [URL], age=2.0)
    done = run(cloud, urls=[URL], retries=0)
    (entry,) = done.result["submissions"]
    assert entry["recovered"]
    assert len(submissions(done)) == 1


def test_trap_13_what_another_job_submits_meanwhile_is_not_taken_for_ours() -> None:
    cloud = cloud_of(NAME, ANSWER_LOST)
    other = cloud.add("purge", "file", [URL], age=-2.0)
    done = run(cloud, urls=[URL], retries=0)
    (entry,) = done.result["submissions"]
    assert entry["recovered"]
    assert entry["ids"] == [task["id"] for task in cloud.tasks(NAME) if task["id"] != other]


@pytest.mark.parametrize("code", ["InvalidArgument", "InvalidationBatchAlreadyExists"])
def test_trap_13_a_used_reference_is_a_lasting_error(code: str) -> None:
    with pytest.raises(ApiError) as raised:
        cloudfront([refused(code)]).fetch(ID)
    assert raised.value.kind == "lasting"


def test_trap_14_an_ampersand_is_written_as_xml_wants_it() -> None:
    done = run(urls=["https://www.example.com/a?x=1&y=<2>z"])
    (sent,) = submissions(done)
    assert b"/a?x=1&amp;y=%3C2%3Ez</Path>" in (sent.request.body or b"")
    assert sent_paths(sent) == ["/a?x=1&y=%3C2%3Ez"]
    assert not done.result["failed"]
    assert sent.request.headers["Content-Type"] == "application/xml"


def test_trap_15_wildcards_are_submitted_apart() -> None:
    directories = [f"https://www.example.com/{number}/" for number in range(16)]
    cloud = cloud_of(NAME, aws_cloudfront={"in_progress": {"file": 3000, "directory": 16}})
    done = run(cloud, urls=[URL], directories=directories)
    assert [len(sent_paths(sent)) for sent in submissions(done)] == [1, 15, 1]


@pytest.mark.parametrize(
    ("given", "paths"),
    [
        ({"urls": [URL, "https://www.example.com"]}, ["/a.txt", "/"]),
        ({"urls": ["https://www.example.com/a?b=c"]}, ["/a?b=c"]),
        ({"urls": [URL, "https://img.example.com/a.txt"]}, ["/a.txt"]),
        ({"urls": ["https://www.example.com/中 文"]}, ["/%E4%B8%AD%20%E6%96%87"]),
        ({"directories": [DIRECTORY, "https://www.example.com/"]}, ["/img/*", "/*"]),
        ({"paths": ["/a?*"]}, ["/a?*"]),
        ({"cache_tags": ["release-41", "a!"]}, ["#release-41", "#a!"]),
    ],
)
def test_trap_16_urls_become_paths(given: dict[str, Any], paths: list[str]) -> None:
    done = run(**given)
    assert [sent_paths(sent) for sent in submissions(done)] == [paths]
    assert done.result["submissions"][0]["urls"] == paths
    assert not done.result["failed"]
    assert done.warnings == []


@pytest.mark.parametrize(
    ("given", "option"),
    [
        ({"paths": ["/a*b"]}, r"paths\[0\].*purges nothing"),
        ({"paths": ["a.txt"]}, r"paths\[0\]"),
        ({"paths": ["https://www.example.com/a"]}, r"paths\[0\]"),
        ({"paths": ["/ä"]}, r"paths\[0\]"),
        ({"cache_tags": ["a,b"]}, r"cache_tags\[0\]"),
        ({"cache_tags": ["a*"]}, r"cache_tags\[0\]"),
        ({"cache_tags": ["x" * 257]}, r"cache_tags\[0\]"),
        ({"urls": ["https://www.example.com/a*"]}, r"urls\[0\]"),
        ({"urls": ["https://www.example.com/" + "a" * 4000]}, "4000 characters"),
        ({"urls": [URL], "distribution_id": None}, "distribution_id"),
        ({"urls": [URL], "operation": "prefetch"}, "operation: CloudFront has no prefetch"),
        ({}, "urls"),
    ],
)
def test_trap_17_what_would_purge_nothing_is_not_sent(given: dict[str, Any], option: str) -> None:
    cloud = cloud_of(NAME)
    with pytest.raises(OptionError, match=option):
        run(cloud, **given)
    assert cloud.sent == []


def test_trap_18_a_key_that_expires_in_mid_wait_ends_it() -> None:
    with pytest.raises(ApiError) as raised:
        cloudfront([refused("ExpiredToken", 403)]).fetch(ID)
    assert raised.value.kind == "expired"
    assert "temporary key" in str(raised.value.hint)


@pytest.mark.parametrize("region", ["eu-west-1", "us-gov-west-1"])
def test_trap_19_the_region_of_the_machine_is_not_signed(region: str) -> None:
    made = bench(NAME, clouds(), environ={"AWS_REGION": region, "AWS_DEFAULT_REGION": region})
    assert only(made.fetch(ID)).state == "not_found"


@pytest.mark.parametrize(("partition", "good"), [("aws", False), ("aws-cn", True)])
def test_trap_20_accounts_of_china_have_an_address_of_their_own(partition: str, good: bool) -> None:
    key = {"access_key": AWS_CN_KEY.access_key, "secret_key": AWS_CN_KEY.secret_key}
    made = cloudfront(clouds(), partition=partition, **key)
    if good:
        assert only(made.fetch(ID)).state == "not_found"
        assert made.sent[0].request.url.startswith("https://cloudfront.cn-northwest-1.amazonaws.com.cn/")
        return
    with pytest.raises(ApiError) as raised:
        made.fetch(ID)
    assert raised.value.code == "InvalidClientTokenId"
    assert "partition" in str(raised.value.hint)


@pytest.mark.parametrize("location", ["absolute", "relative", "none"])
def test_trap_21_the_id_is_taken_from_the_body(location: str) -> None:
    done = run(cloud_of(NAME, aws_cloudfront={"location": location}), urls=[URL])
    assert [task["id"] for task in done.cloud.tasks(NAME)] == done.result["submissions"][0]["ids"]


def test_trap_22_other_partitions_need_an_endpoint() -> None:
    assert PROVIDERS[NAME].connection_options["partition"]["choices"] == ["aws", "aws-cn"]
    made = cloudfront([answered(invalidation())], endpoint="https://cloudfront.amazonaws.eu")
    assert only(made.fetch(ID)).state == "succeeded"
    assert made.sent[0].request.url.startswith("https://cloudfront.amazonaws.eu/")


def test_trap_23_the_path_is_encoded_twice_in_the_signature() -> None:
    """Against botocore's signer, which the emulated cloud checks with."""
    assert only(cloudfront(clouds()).fetch(f"{DISTRIBUTION}.I*1")).state == "not_found"


def test_trap_24_markers_are_opaque() -> None:
    marker = "a+/=b c&d"
    page = {"IsTruncated": "true", "NextMarker": marker, "Quantity": 1}
    row = {"Id": "I1", "CreateTime": "2026-11-21T08:29:00Z", "Status": "InProgress"}
    first = answered({"InvalidationList": {**page, "Items": [row]}})
    last = answered({"InvalidationList": {"IsTruncated": "false", "Quantity": 0}})
    made = cloudfront([first, answered(invalidation(Id="I1")), last])
    assert [task.id for task in made.query()[0]] == [f"{DISTRIBUTION}.I1"]
    assert made.sent[2].request.url.endswith("?Marker=a%2B%2F%3Db%20c%26d&MaxItems=100")


def test_trap_25_tags_say_nothing_of_what_was_purged() -> None:
    page = (Path(__file__).parents[3] / "docs" / "providers" / f"{NAME}.md").read_text(encoding="utf-8")
    assert "the service may complete and purge nothing" in page
    assert run(cache_tags=["a"]).result["submissions"][0]["object_type"] == "tag"


def test_there_is_no_quota_to_look_at() -> None:
    done = run(urls=[URL], require_quota=True)
    assert not done.result["failed"]
    assert "no known quota for purge file" in done.warnings[0]


def test_what_runs_already_is_told_by_its_paths() -> None:
    cloud = cloud_of(NAME)
    cloud.settings(default_script={"stuck": True})
    first = run(cloud, urls=[URL, OTHER])
    again = run(cloud, urls=[URL, OTHER], skip_if_running=True)
    assert again.result["submissions"][0]["skipped"]
    assert again.ids() == first.ids()
    assert not run(cloud, urls=[URL], skip_if_running=True).result["submissions"][0]["skipped"]


def test_what_has_ended_does_not_run_already() -> None:
    cloud = cloud_of(NAME)
    ended = cloud.add("purge", "file", [URL], age=60.0)
    done = run(cloud, urls=[URL], skip_if_running=True)
    assert not done.result["submissions"][0]["skipped"]
    # Its row says so: its paths are no matter.
    assert not [sent for sent in cloud.sent if sent.call == ended.partition(".")[2]]


def test_not_every_task_is_looked_at_for_one_that_runs_already(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aws_submit, "MOST_CANDIDATES", 2)
    cloud = cloud_of(NAME)
    ids = [
        cloud.add("purge", "file", [url], age=age, state="running")
        for url, age in ((URL, 300.0), (OTHER, 200.0), (OTHER, 100.0))
    ]
    done = run(cloud, urls=[URL], skip_if_running=True)
    assert not done.result["submissions"][0]["skipped"]
    assert [text for text in done.warnings if "more than 2 tasks could be the one looked for" in text]
    assert run(cloud, urls=[OTHER], skip_if_running=True).ids()[0] in ids


def test_a_tenant_is_submitted_to() -> None:
    done = run(urls=[URL], distribution_id=None, distribution_tenant_id=TENANT)
    assert done.result["submissions"][0]["ids"][0].startswith(f"{TENANT}.")
    assert submissions(done)[0].path == f"/2020-05-31/distribution-tenant/{TENANT}/invalidation"


@pytest.mark.parametrize("largest", [1, 7, 100])
def test_all_pages_are_read(largest: int) -> None:
    network = clouds(largest_page=largest)
    now = network.time.time()
    ids = [network.add_task(NAME, urls=[URL], created_at=now - 60 * number) for number in range(12)]
    made = cloudfront(network)
    assert [task.id for task in made.query()[0]] == ids
    assert [task.id for task in made.query(created_after=now - 200)[0]] == ids[:4]
    assert [task.id for task in made.query(created_before=now - 500)[0]] == ids[9:]
    tasks, complete = made.query(limit=3)
    assert ([task.id for task in tasks], complete) == (ids[:3], False)


def test_a_service_whose_pages_never_end_is_not_read_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aws_read, "MOST_PAGES", 3)
    row = {"CreateTime": "2026-11-21T08:29:00Z", "Status": "Completed"}

    def reply(sent: Sent) -> Answer:
        if "MaxItems" not in sent.query:
            return answered(invalidation(Id=sent.call))
        number = int(sent.query.get("Marker", 0)) + 1
        page = {"IsTruncated": "true", "NextMarker": str(number), "Quantity": 1}
        return answered({"InvalidationList": {**page, "Items": [{**row, "Id": f"I{number}"}]}})

    made = cloudfront(reply)
    assert [task.id for task in made.query()[0]] == [f"{DISTRIBUTION}.I{number}" for number in (1, 2, 3)]


def test_filters_that_can_match_nothing_are_refused() -> None:
    made = cloudfront(clouds())
    with pytest.raises(OptionError, match="does not exist"):
        made.query(operation="prefetch")
    with pytest.raises(OptionError, match="created_after"):
        made.query(created_after=made.clock.time() - 91 * 24 * HOUR)
    assert made.sent == []


ENVIRON = {"AWS_ACCESS_KEY_ID": "AKENV", "AWS_SECRET_ACCESS_KEY": "SKENV"}
FILE = "[default]\naws_access_key_id = AKDEFAULT\naws_secret_access_key = SKDEFAULT\n"


@pytest.mark.parametrize(
    ("options", "environ", "credentials", "config", "taken"),
    [
        ({}, ENVIRON, FILE, "", "AKENV"),
        (
            {"profile": "default"},
            {"AWS_ACCESS_KEY_ID": "AKENV", "AWS_SECRET_ACCESS_KEY": "SKENV"},
            FILE,
            "",
            "AKDEFAULT",
        ),
        (
            {},
            {**ENVIRON, "AWS_PROFILE": "default"},
            FILE,
            "",
            "AKENV",
        ),
        ({}, {}, FILE, "", "AKDEFAULT"),
        ({}, {"AWS_PROFILE": "p"}, FILE + FILE.replace("default", "p").replace("DEFAULT", "P"), "", "AKP"),
        ({}, {"AWS_DEFAULT_PROFILE": "p"}, FILE, FILE.replace("default", "profile p").replace("DEFAULT", "P"), "AKP"),
        ({}, {}, "", FILE, "AKDEFAULT"),
        # A title that the SDK cannot split is nobody's.
        ({}, {}, "", "[profile it's]\nrole_arn = x\n" + FILE, "AKDEFAULT"),
        ({"access_key": "AK", "secret_key": "SK"}, {"AWS_ACCESS_KEY_ID": "x"}, FILE, "", "AK"),
    ],
)
def test_places_of_credentials(
    options: dict[str, Any],
    environ: dict[str, str],
    credentials: str,
    config: str,
    taken: str,
    tmp_path: Path,
) -> None:
    (tmp_path / ".aws").mkdir()
    for name, text in (("credentials", credentials), ("config", config)):
        if text:
            (tmp_path / ".aws" / name).write_text(text, encoding="utf-8")
            (tmp_path / ".aws" / name).chmod(0o600)
    given = {"access_key": None, "secret_key": None, **options}
    made = bench(NAME, [answered(invalidation())], environ={"HOME": str(tmp_path), **environ}, **given)
    made.fetch(ID)
    sent = made.sent[0]
    assert f"Credential={taken}/" in wire_of(sent.request, sent.auth).headers["authorization"]


@pytest.mark.parametrize(
    ("environ", "config", "text"),
    [
        ({}, "", "AWS_ACCESS_KEY_ID"),
        ({"AWS_PROFILE": "p"}, "", "there is no profile p in"),
        ({"AWS_PROFILE": "p"}, FILE, "there is no profile p in"),
        ({"AWS_ACCESS_KEY_ID": "AK"}, "", "AWS_SECRET_ACCESS_KEY is missing"),
        (
            {},
            "[default]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = x\n",
            "there is no key in its source_profile x",
        ),
        ({}, "[default]\nlogin_session = s\n", "export-credentials"),
        ({}, "[default]\nregion = eu-west-1\n", "has no key"),
    ],
)
def test_what_no_place_names_is_told(environ: dict[str, str], config: str, text: str, tmp_path: Path) -> None:
    if config:
        (tmp_path / ".aws").mkdir()
        (tmp_path / ".aws" / "config").write_text(config, encoding="utf-8")
    with pytest.raises(OptionError, match=text):
        bench(NAME, [], environ={"HOME": str(tmp_path), **environ}, access_key=None, secret_key=None)


def test_the_demo_key_is_that_of_the_vectors() -> None:
    assert AWS_KEY.access_key == "AKIATESTCLOUDFRONT01"
