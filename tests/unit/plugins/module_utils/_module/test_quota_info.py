# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Quotas of both clouds in one shape, and what follows from them; and that nobody imports what is not needed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.quota import Quota
from ansible_collections.edgeops.cdn.plugins.module_utils._model.submission import Batch
from ansible_collections.edgeops.cdn.plugins.module_utils._module.quota_info import quota_info
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.registry import PROVIDERS
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._submit.engine import shortages
from tests.unit.rows import refused
from tests.unit.submission import options
from tests.unit.support import ALIBABA, HUAWEI, ROOT, FakeClock, FakeTransport, Sent, answer, raw_answer

BOTH = pytest.mark.parametrize("provider", [HUAWEI, ALIBABA])

#: The examples of the vendors' pages.
HUAWEI_ANSWER = {
    "quotas": [
        {"type": "domain", "quota_limit": 100, "used": 7, "user_domain_id": "0c2d"},
        {"type": "file_refresh", "quota_limit": 2000, "used": 4, "user_domain_id": "0c2d"},
        {"type": "dir_refresh", "quota_limit": 100, "used": 1, "user_domain_id": "0c2d"},
        {"type": "preheat", "quota_limit": 1000, "used": 1000, "user_domain_id": "0c2d"},
    ]
}
ALIBABA_ANSWER = {
    "RequestId": "00112233-4455-6677-8899-AABBCCDDEEFF",
    "BlockQuota": "300",
    "BlockRemain": "300",
    "UrlQuota": "10000",
    "UrlRemain": "9996",
    "DirQuota": "100",
    "DirRemain": "99",
    "RegexQuota": "20",
    "RegexRemain": "20",
    "IgnoreParamsQuota": "100",
    "IgnoreParamsRemain": "100",
    "PreloadQuota": "1000",
    "PreloadRemain": "0",
}


def ask(provider: str, reply: Answer, include_raw: bool = False) -> tuple[list[dict[str, Any]], Sent]:
    clock = FakeClock()
    transport = FakeTransport([reply], clock)
    runtime = Runtime(clock, {}, lambda text: None, lambda verify, environ: transport)
    result = quota_info(PROVIDERS[provider], {**options(provider), "include_raw": include_raw}, runtime)
    assert set(result) == {"changed", "quotas"}
    assert result["changed"] is False
    assert json.dumps(result)
    return result["quotas"], transport.sent[0]


def entry(name: str, operation: str, object_type: str, limit: int, used: int) -> dict[str, Any]:
    return {
        "name": name,
        "operation": operation,
        "object_type": object_type,
        "limit": limit,
        "used": used,
        "remaining": limit - used,
    }


def test_huawei() -> None:
    quotas, sent = ask(HUAWEI, answer(HUAWEI_ANSWER))
    assert quotas == [
        entry("file_refresh", "purge", "file", 2000, 4),
        entry("dir_refresh", "purge", "directory", 100, 1),
        entry("preheat", "prefetch", "file", 1000, 1000),
    ]
    assert (sent.request.method, sent.path, sent.query) == ("GET", "/v1.0/cdn/quota", {})


def test_alibaba() -> None:
    quotas, sent = ask(ALIBABA, answer(ALIBABA_ANSWER))
    assert quotas == [
        entry("Url", "purge", "file", 10000, 4),
        entry("Dir", "purge", "directory", 100, 1),
        entry("Regex", "purge", "regex", 20, 0),
        entry("IgnoreParams", "purge", "ignoreparams", 100, 0),
        entry("Preload", "prefetch", "file", 1000, 1000),
    ]
    assert (sent.request.method, sent.action, sent.query) == ("POST", "DescribeDcdnRefreshQuota", {})
    assert sent.request.body is None


def test_raw() -> None:
    quotas, _sent = ask(HUAWEI, answer(HUAWEI_ANSWER), include_raw=True)
    assert quotas[0] == {**entry("domain", "other", "other", 100, 7), "raw": HUAWEI_ANSWER["quotas"][0]}
    assert [quota["raw"] for quota in quotas] == HUAWEI_ANSWER["quotas"]
    quotas, _sent = ask(ALIBABA, answer(ALIBABA_ANSWER), include_raw=True)
    assert quotas[-1] == {
        **entry("Block", "other", "other", 300, 0),
        "raw": {"BlockQuota": "300", "BlockRemain": "300"},
    }


@pytest.mark.parametrize("value", ["", "many", None, -1, 1.5, True, [], {}])
def test_numbers_that_are_none(value: Any) -> None:
    (quota,) = ask(HUAWEI, answer({"quotas": [{"type": "preheat", "quota_limit": value, "used": 1}]}))[0]
    assert (quota["limit"], quota["used"], quota["remaining"]) == (None, 1, None)
    (quota,) = ask(ALIBABA, answer({"UrlQuota": "10", "UrlRemain": value}))[0]
    assert (quota["limit"], quota["used"], quota["remaining"]) == (10, None, None)


def test_more_used_than_there_is() -> None:
    (quota,) = ask(HUAWEI, answer({"quotas": [{"type": "preheat", "quota_limit": 0, "used": 5}]}))[0]
    assert quota["remaining"] == 0


@BOTH
@pytest.mark.parametrize("document", [{}, [], "quotas", 7, {"quotas": None}, {"quotas": {}}, {"Quota": "1"}])
def test_answers_without_quotas(provider: str, document: Any) -> None:
    with pytest.raises(ApiError) as caught:
        ask(provider, answer(document))
    assert caught.value.code == "InvalidAnswer"
    assert caught.value.provider == provider


@pytest.mark.parametrize(
    ("provider", "reply", "says"),
    [
        (HUAWEI, answer({"error": {"error_code": "CDN.0004", "error_msg": "no"}}, 403), "cdn:*:query*"),
        (HUAWEI, answer({"error_code": "APIG.0301", "error_msg": "no"}, 401), "Check access_key"),
        (HUAWEI, raw_answer(b"", 403), "cdn:*:query*"),
        (ALIBABA, refused("Forbidden.RAM", status=403), "dcdn:DescribeDcdnRefreshQuota"),
        (ALIBABA, refused("SignatureDoesNotMatch"), "Check secret_key"),
    ],
)
def test_refusals(provider: str, reply: Answer, says: str) -> None:
    with pytest.raises(ApiError) as caught:
        ask(provider, reply)
    assert caught.value.kind == "lasting"
    assert says in str(caught.value)


def batches(*numbers: int, operation: Any = "purge", object_type: str = "file") -> list[Batch]:
    return [Batch(operation, object_type, [f"https://h/{n}" for n in range(number)]) for number in numbers]


@given(st.lists(st.integers(1, 50), min_size=1), st.integers(0, 200))
def test_shortages(numbers: list[int], remaining: int) -> None:
    quotas = [Quota("a", "purge", "file", 200, 200 - remaining, remaining), Quota("b", "purge", "directory", 1, 1, 0)]
    short, unknown = shortages(batches(*numbers), quotas)
    assert bool(short) == (sum(numbers) > remaining)
    assert not unknown


def test_shortages_in_words() -> None:
    quotas = [Quota("a", "purge", "file", None, None, 3), Quota("b", "purge", "directory", 10, None, None)]
    wanted = [*batches(2, 2), *batches(1, object_type="directory"), *batches(1, object_type="tag")]
    short, unknown = shortages(wanted, quotas)
    assert short == ["purge file: 4 needed, 3 left today"]
    assert unknown == ["purge directory", "purge tag"]
    assert shortages([], quotas) == ([], [])


@pytest.mark.parametrize("order", [1, -1])
def test_smallest_of_several_quotas_of_a_kind_decides(order: int) -> None:
    quotas = [
        Quota("a", "purge", "file", 9, 8, 1),
        Quota("b", "purge", "file", 9, 0, 9),
        Quota("c", "purge", "file", 9, None, None),
    ][::order]
    assert shortages(batches(2), quotas) == (["purge file: 2 needed, 1 of 9 left today"], [])
    assert shortages(batches(1), quotas) == ([], [])


SUBMITTING = ("._submit", ".submit", ".batches", ".batching", "_model.urls")


@pytest.mark.parametrize(
    ("module", "unwanted"),
    [
        ("huaweicloud_cdn_task_info", SUBMITTING),
        ("alibabacloud_dcdn_task_info", SUBMITTING),
        ("wait_for_tasks", SUBMITTING),
        ("huaweicloud_cdn_quota_info", ("._submit", "._wait", "alibabacloud")),
        ("alibabacloud_dcdn_quota_info", ("._submit", "._wait", "huaweicloud")),
        ("huaweicloud_cdn_task", ("._wait", "alibabacloud")),
        ("alibabacloud_dcdn_task", ("._wait", "huaweicloud")),
    ],
)
def test_imports(module: str, unwanted: tuple[str, ...]) -> None:
    """A module run pays for what it uses."""
    code = f"import sys, ansible_collections.edgeops.cdn.plugins.modules.{module}; print(*sys.modules)"
    # Without what counts lines, which imports a lot.
    environ = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    found = subprocess.run(
        [sys.executable, "-c", code], check=True, cwd=ROOT / ".collections", env=environ, capture_output=True, text=True
    ).stdout.split()
    own = [name for name in found if name.startswith("ansible_collections.edgeops.cdn.plugins.module_utils")]
    assert own
    assert not [name for name in own if any(word in name for word in unwanted)]
    # One cloud speaks XML; its declaration is imported with all others.
    assert not [name for name in found if name.startswith(("xml.", "pyexpat"))]
