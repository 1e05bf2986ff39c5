# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Submitting purges and prefetches: rules, limits per call, quotas, ids."""

from __future__ import annotations

import pytest

from tests.emulator.clients import Reply
from tests.emulator.testing import Emulator, FakeClock
from tests.providers.alibabacloud_dcdn.client import AlibabaClient

DCDN = "alibabacloud_dcdn"
URL = "https://www.example.com/a.txt"
DIRECTORY = "https://www.example.com/d/"


def many(count: int, end: str = ".txt") -> list[str]:
    return [f"https://www.example.com/{number}{end}" for number in range(count)]


def alibaba_error(reply: Reply) -> tuple[int, str]:
    return reply.status, reply.json["Code"]


def test_parameters_in_a_form_and_any_line_end(emulator: Emulator, alibaba: AlibabaClient) -> None:
    form = {"ObjectPath": "https://www.example.com/1.txt\r\nhttps://www.example.com/中 *~+", "ObjectType": "File"}
    task_id = alibaba.call("RefreshDcdnObjectCaches", form=form).json["RefreshTaskId"]
    rows = alibaba.by_id(task_id).json["Tasks"]
    assert [row["ObjectPath"] for row in rows] == form["ObjectPath"].split("\r\n")


def test_an_id_per_domain(emulator: Emulator, alibaba: AlibabaClient) -> None:
    urls = ["https://a.example.com/1", "https://b.example.com/1", "https://a.example.com/2"]
    assert alibaba.purge(*urls).json["RefreshTaskId"] == "704222904,704222905"
    rows = alibaba.by_id("704222904", "704222905").json["Tasks"]
    assert [row["ObjectPath"] for row in rows] == [urls[0], urls[2], urls[1]]
    emulator.settings(alibabacloud_dcdn={"split_by_domain": False})
    assert alibaba.purge(*urls).json["RefreshTaskId"] == "704222906"


def test_merging_of_the_same_domain_and_second(emulator: Emulator, alibaba: AlibabaClient, clock: FakeClock) -> None:
    assert alibaba.purge(URL).json["RefreshTaskId"] != alibaba.purge(URL).json["RefreshTaskId"]
    clock.advance(1)
    emulator.settings(alibabacloud_dcdn={"merge_same_second": True})
    first = alibaba.purge(*many(1000)).json["RefreshTaskId"]
    assert alibaba.purge(*many(900)).json["RefreshTaskId"] == first
    both = alibaba.purge(*many(200)).json["RefreshTaskId"].split(",")
    assert both[0] == first
    assert len(both) == 2
    assert [emulator.task(DCDN, task_id)["url_count"] for task_id in both] == [2000, 100]
    assert alibaba.purge(DIRECTORY, ObjectType="Directory").json["RefreshTaskId"] not in both
    assert alibaba.prefetch(URL).json["PreloadTaskId"] not in both
    clock.advance(1)
    assert alibaba.purge(URL).json["RefreshTaskId"] not in both
    clock.advance(1)
    other = emulator.add_task(DCDN, urls=[URL])
    assert alibaba.purge(URL).json["RefreshTaskId"] == other


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({}, "MissingObjectPath"),
        ({"ObjectPath": "\n"}, "MissingObjectPath"),
        ({"ObjectPath": URL, "ObjectType": "file"}, "InvalidObjectType.Malformed"),
        ({"ObjectPath": URL, "ObjectType": "Directory"}, "InvalidObjectPath.Malformed"),
        ({"ObjectPath": "not a url"}, "InvalidObjectPath.Malformed"),
        ({"ObjectPath": "https://*.example.com/a"}, "InvalidExtensiveDomain.ValueNotSupported"),
        ({"ObjectPath": URL, "Force": "maybe"}, "InvalidParameters"),
        ({"ObjectPath": "\n".join(many(1001))}, "SingleRequest.OverLimit"),
        ({"ObjectPath": "\n".join(many(101, "/")), "ObjectType": "Directory"}, "SingleRequest.OverLimit"),
        ({"ObjectPath": "\n".join(many(2)), "ObjectType": "Regex"}, "SingleRequest.OverLimit"),
        ({"ObjectPath": "\n".join(f"https://{n}.example.com/" for n in range(11))}, "SingleRequest.OverLimit"),
    ],
)
def test_bad_alibaba_purges(emulator: Emulator, alibaba: AlibabaClient, params: dict[str, str], code: str) -> None:
    assert alibaba_error(alibaba.call("RefreshDcdnObjectCaches", params)) == (400, code)
    assert emulator.tasks() == []


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({}, "MissingObjectPath"),
        ({"ObjectPath": "\n".join(many(101))}, "SingleRequest.OverLimit"),
        ({"ObjectPath": "https://www.example.com/" + "a" * 1001}, "InvalidObjectPath.Size.Malformed"),
        ({"ObjectPath": URL, "Area": "everywhere"}, "InvalidParameters"),
        ({"ObjectPath": URL, "WithHeader": "no json"}, "InvalidParameters"),
        ({"ObjectPath": URL, "L2Preload": "2"}, "InvalidParameters"),
    ],
)
def test_bad_alibaba_prefetches(emulator: Emulator, alibaba: AlibabaClient, params: dict[str, str], code: str) -> None:
    assert alibaba_error(alibaba.call("PreloadDcdnObjectCaches", params)) == (400, code)
    assert emulator.tasks() == []


def test_alibaba_limits_per_call_are_inclusive(emulator: Emulator, alibaba: AlibabaClient) -> None:
    assert alibaba.purge(*many(1000)).status == 200
    assert alibaba.purge(*many(100, "/"), ObjectType="Directory").status == 200
    assert alibaba.purge(*(f"https://{n}.example.com/" for n in range(10))).status == 200
    assert alibaba.prefetch(*many(100)).status == 200
    assert alibaba.prefetch("https://www.example.com/" + "a" * 1000).status == 200
    emulator.settings(alibabacloud_dcdn={"prefetch_urls": 500})
    assert alibaba.prefetch(*many(500)).status == 200


def test_alibaba_kinds_of_purges(emulator: Emulator, alibaba: AlibabaClient) -> None:
    for kind, object_type in (("Directory", "directory"), ("Regex", "regex"), ("IgnoreParams", "file")):
        task_id = alibaba.purge(DIRECTORY, ObjectType=kind, Force="true").json["RefreshTaskId"]
        assert alibaba.by_id(task_id).json["Tasks"][0]["ObjectType"] == object_type
    quota = alibaba.call("DescribeDcdnRefreshQuota").json
    assert (quota["DirRemain"], quota["RegexRemain"], quota["IgnoreParamsRemain"]) == ("99", "19", "99")


def test_purge_by_tag(emulator: Emulator, alibaba: AlibabaClient) -> None:
    action = "RefreshDcdnObjectCacheByCacheTag"
    reply = alibaba.call(action, {"DomainName": "www.example.com", "CacheTag": "news,sport"})
    rows = alibaba.by_id(reply.json["RefreshTaskId"]).json["Tasks"]
    assert [(row["ObjectType"], row["ObjectPath"]) for row in rows] == [("tag", "news"), ("tag", "sport")]
    assert alibaba_error(alibaba.call(action, {"CacheTag": "news"})) == (400, "MissingDomainName")
    assert alibaba_error(alibaba.call(action, {"DomainName": "www.example.com"})) == (400, "MissingCacheTag")


@pytest.mark.parametrize(
    ("kind", "limit", "code"),
    [
        ("Url", 10000, "QuotaExceeded.Refresh"),
        ("Dir", 100, "QuotaExceeded.Refresh"),
        ("Regex", 20, "QuotaExceeded.Refresh"),
        ("Preload", 1000, "QuotaExceeded.Preload"),
    ],
)
def test_alibaba_quota_of_the_day(emulator: Emulator, alibaba: AlibabaClient, kind: str, limit: int, code: str) -> None:
    def submit() -> Reply:
        if kind == "Preload":
            return alibaba.prefetch(URL)
        return alibaba.purge(DIRECTORY, ObjectType={"Url": "File", "Dir": "Directory", "Regex": "Regex"}[kind])

    emulator.settings(used_quota={DCDN: {kind: limit - 1}})
    assert submit().status == 200
    assert alibaba_error(submit()) == (400, code)
    emulator.settings(quotas=False)
    assert submit().status == 200


def test_purges_per_domain_and_minute(emulator: Emulator, alibaba: AlibabaClient, clock: FakeClock) -> None:
    emulator.settings(alibabacloud_dcdn={"purge_urls_per_minute": 3})
    assert alibaba.purge(*many(2)).status == 200
    assert alibaba_error(alibaba.purge(*many(2))) == (400, "QuotaPerMinuteExceeded.Refresh")
    assert alibaba.purge("https://other.example.com/a").status == 200
    clock.advance(60)
    assert alibaba.purge(*many(2)).status == 200


def test_full_prefetch_queue(emulator: Emulator, alibaba: AlibabaClient) -> None:
    emulator.settings(alibabacloud_dcdn={"prefetch_queue": 3})
    emulator.add_task(DCDN, operation="prefetch", url_count=3, script={"finish_after_reads": 1})
    assert alibaba_error(alibaba.prefetch(URL)) == (400, "PreloadQueueFull")
    alibaba.by_id("9524222904")
    assert alibaba.prefetch(URL).status == 200


def test_alibaba_domains(emulator: Emulator, alibaba: AlibabaClient) -> None:
    emulator.settings(alibabacloud_dcdn={"domains": ["www.example.com"]})
    assert alibaba.purge(URL).status == 200
    assert alibaba_error(alibaba.purge("https://elsewhere.example.org/a")) == (404, "InvalidDomain.NotFound")
