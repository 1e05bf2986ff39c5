# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From options to calls: everything exactly once, within every limit, and mistakes named before anything is sent."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.submission import Batch, Limits
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task, Url
from ansible_collections.edgeops.cdn.plugins.module_utils._model.urls import host_of
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.alibabacloud import batches as alibaba
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.batching import read_headers, split
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.huaweicloud import batches as huawei
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.registry import PROVIDERS
from ansible_collections.edgeops.cdn.plugins.module_utils._submit.lookup import cover
from tests.unit.submission import options
from tests.unit.support import ALIBABA, HUAWEI, THOROUGH

READ = {HUAWEI: huawei.read_batches, ALIBABA: alibaba.read_batches}


def url(host: int, number: int) -> str:
    return f"https://h{host}.example.com/{number}"


def plan(provider: str, **given: Any) -> list[Batch]:
    warnings: list[str] = []
    batches = READ[provider](options(provider, **given), PROVIDERS[provider].objects, warnings.append)
    assert not warnings
    return batches


#: Host and number of each URL, each pair once.
URLS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 50)), unique=True, max_size=120)


@given(URLS, st.integers(1, 20), st.none() | st.integers(1, 5))
@THOROUGH
def test_split(pairs: list[tuple[int, int]], most: int, hosts: int | None) -> None:
    urls = [url(host, number) for host, number in pairs]
    batches = split("purge", "file", urls, Limits(most, hosts))
    assert Counter(item for batch in batches for item in batch.urls) == Counter(urls)
    for batch in batches:
        assert 1 <= len(batch.urls) <= most
        assert hosts is None or len(set(map(host_of, batch.urls))) <= hosts
    if hosts is None or len(set(map(host_of, urls))) <= hosts:
        assert [item for batch in batches for item in batch.urls] == urls
        assert len(batches) == math.ceil(len(urls) / most)
    else:
        # In order for each host at least, and not torn into more calls than counts and hosts each ask for.
        for host in set(map(host_of, urls)):
            own = [item for batch in batches for item in batch.urls if host_of(item) == host]
            assert own == [item for item in urls if host_of(item) == host]
        assert len(batches) <= math.ceil(len(urls) / most) + math.ceil(len(set(map(host_of, urls))) / hosts)


@given(URLS, URLS)
def test_huawei_limits(files: list[tuple[int, int]], directories: list[tuple[int, int]]) -> None:
    urls = [url(*pair) for pair in files]
    folders = [url(*pair) + "/" for pair in directories]
    if not urls and not folders:
        return
    batches = plan(HUAWEI, operation="purge", urls=urls, directories=folders)
    assert [item for batch in batches if batch.object_type == "file" for item in batch.urls] == urls
    assert [item for batch in batches if batch.object_type == "directory" for item in batch.urls] == folders
    assert all(len(batch.urls) <= (1000 if batch.object_type == "file" else 100) for batch in batches)


@given(URLS, URLS, URLS, st.lists(st.integers(0, 99), unique=True), st.booleans())
def test_alibaba_limits(
    files: list[tuple[int, int]],
    directories: list[tuple[int, int]],
    expressions: list[tuple[int, int]],
    tags: list[int],
    ignore_params: bool,
) -> None:
    wanted = {
        "ignoreparams" if ignore_params else "file": [url(*pair) for pair in files],
        "directory": [url(*pair) + "/" for pair in directories],
        "regex": [url(*pair) + "/.*" for pair in expressions],
        "tag": [f"tag{number}" for number in tags],
    }
    if not any(wanted.values()):
        return
    batches = plan(
        ALIBABA,
        operation="purge",
        urls=[url(*pair) for pair in files],
        ignore_params=ignore_params,
        directories=wanted["directory"],
        regexes=wanted["regex"],
        cache_tags=wanted["tag"],
        domain="www.example.com" if tags else None,
    )
    for object_type, values in wanted.items():
        own = [batch for batch in batches if batch.object_type == object_type]
        assert Counter(item for batch in own for item in batch.urls) == Counter(values)
        most = {"file": 1000, "ignoreparams": 100, "directory": 100, "regex": 1, "tag": 10}[object_type]
        assert all(len(batch.urls) <= most for batch in own)
        assert all(len(set(map(host_of, batch.urls))) <= 10 for batch in own)
    assert {batch.operation for batch in batches} == {"purge"}


@pytest.mark.parametrize(
    ("provider", "operation", "option", "most"),
    [
        (HUAWEI, "purge", "urls", 1000),
        (HUAWEI, "purge", "directories", 100),
        (HUAWEI, "prefetch", "urls", 1000),
        (ALIBABA, "purge", "urls", 1000),
        (ALIBABA, "purge", "directories", 100),
        (ALIBABA, "prefetch", "urls", 100),
    ],
)
def test_calls_are_filled(provider: str, operation: str, option: str, most: int) -> None:
    end = "/" if option == "directories" else ""
    urls = [url(0, number) + end for number in range(2 * most + 1)]
    batches = plan(provider, operation=operation, **{option: urls})
    assert [len(batch.urls) for batch in batches] == [most, most, 1]
    assert [item for batch in batches for item in batch.urls] == urls


def test_hosts_that_take_turns() -> None:
    urls = [url(host, number) for number in range(50) for host in range(20)]
    assert len(plan(ALIBABA, operation="purge", urls=urls)) == 2
    assert len(plan(HUAWEI, operation="purge", urls=urls)) == 1


MISTAKES: list[tuple[str, dict[str, Any], str]] = [
    (HUAWEI, {}, "Nothing is given, so there is nothing to submit. Expected at least one value in urls or directories"),
    (ALIBABA, {}, "Nothing is given, so there is nothing to submit"),
    (HUAWEI, {"urls": []}, "urls: the list is empty"),
    (HUAWEI, {"urls": [], "directories": []}, "urls and directories: the list is empty"),
    (ALIBABA, {"operation": "prefetch", "urls": []}, "urls: the list is empty"),
    (HUAWEI, {"operation": "prefetch", "urls": [url(0, 0)], "directories": [url(0, 0) + "/"]}, "directories: a prefet"),
    (ALIBABA, {"operation": "prefetch", "directories": [url(0, 0) + "/"]}, "directories: not for a prefetch"),
    (ALIBABA, {"operation": "prefetch", "urls": [url(0, 0)], "force": True}, "force: not for a prefetch"),
    (ALIBABA, {"operation": "prefetch", "urls": [url(0, 0)], "regexes": ["x"], "cache_tags": ["x"]}, "regexes and cac"),
    (ALIBABA, {"urls": [url(0, 0)], "area": "overseas"}, "area: for a prefetch only"),
    (ALIBABA, {"urls": [url(0, 0)], "l2_preload": True, "headers": {"A": "b"}}, "l2_preload and headers: for a prefe"),
    (ALIBABA, {"urls": [url(0, 0)], "query_hashkey": True}, "query_hashkey: for a prefetch only"),
    (HUAWEI, {"urls": [url(0, 0)], "mode": "all"}, "mode: is for directories alone"),
    (HUAWEI, {"urls": [url(0, 0) + "/a b"], "zh_url_encode": True}, "urls[0]: 'https://h0.example.com/0/a b' has a sp"),
    (HUAWEI, {"directories": [url(0, 0) + "/a%20b/"], "zh_url_encode": True}, "zh_url_encode to be off"),
    (HUAWEI, {"directories": [url(0, 0)]}, "directories[0]: 'https://h0.example.com/0' does not end with a slash"),
    (ALIBABA, {"directories": [url(0, 0)]}, "directories[0]: 'https://h0.example.com/0' does not end with a slash"),
    (HUAWEI, {"urls": [url(0, 0), "x"]}, "urls[1]: 'x' does not begin with http"),
    (ALIBABA, {"cache_tags": ["news"]}, "cache_tags: domain must be set as well"),
    (ALIBABA, {"cache_tags": ["news"], "domain": " "}, "cache_tags: domain must be set as well"),
    (ALIBABA, {"urls": [url(0, 0)], "domain": "www.example.com"}, "domain: is for cache_tags alone"),
    (ALIBABA, {"cache_tags": ["a,b"], "domain": "d"}, "cache_tags[0]: 'a,b' has a comma or white space"),
    (ALIBABA, {"cache_tags": ["a", "b c"], "domain": "d"}, "cache_tags[1]: 'b c' has a comma or white space"),
    (ALIBABA, {"cache_tags": [" "], "domain": "d"}, "cache_tags[0]: must not be empty"),
    (ALIBABA, {"regexes": ["https://a.example.com/.*;https://b.example.com/.*"]}, "regexes[0]: "),
    (ALIBABA, {"regexes": ["https://a.example.com/.* https?://b.example.com/.*"]}, "has a second URL in it"),
    (ALIBABA, {"urls": ["https://www.example.com/*.js"]}, "Purge by directories or regexes, or write %2A"),
    (HUAWEI, {"urls": ["https://www.example.com/*.js"]}, "Purge by directories, or write %2A"),
    (HUAWEI, {"directories": ["https://www.example.com/d/*"]}, "Leave it out, because a directory is everything below"),
    (HUAWEI, {"directories": ["https://www.example.com/*/"]}, "directories[0]: 'https://www.example.com/*/'"),
    (HUAWEI, {"operation": "prefetch", "urls": ["https://www.example.com/*"]}, "List the URLs one by one"),
    (ALIBABA, {"cache_tags": ["a"], "domain": "https://www.example.com"}, "domain: 'https://www.example.com' is not"),
    (ALIBABA, {"regexes": [".*"]}, "regexes[0]: '.*' does not begin with http"),
    (
        ALIBABA,
        {"regexes": ["https://www.example.com/.*\n", "https://w\nw"]},
        "regexes[1]: 'https://w\\nw' has a line",
    ),
    (ALIBABA, {"urls": [url(0, 0) + "?a=1"], "ignore_params": True}, "has parameters"),
    (
        ALIBABA,
        {"operation": "prefetch", "urls": [url(0, 0)], "headers": {"A b": "c"}},
        "headers: 'A b' is not the name",
    ),
    (
        ALIBABA,
        {"operation": "prefetch", "urls": [url(0, 0)], "headers": {"A": "b\nC: d"}},
        "headers: the value of A can",
    ),
    (
        ALIBABA,
        {"operation": "prefetch", "urls": [url(0, 0)], "headers": {"A": {"b": "c"}}},
        "headers: the value of A c",
    ),
    (ALIBABA, {"operation": "prefetch", "urls": [url(0, 0) + "a" * 1024]}, "longer than the 1024 characters"),
    (HUAWEI, {"operation": "prefetch", "urls": [url(0, 0) + "a" * 4096]}, "longer than the 4096 characters"),
]


@pytest.mark.parametrize(("provider", "given", "says"), MISTAKES)
def test_mistakes(provider: str, given: dict[str, Any], says: str) -> None:
    with pytest.raises(OptionError) as caught:
        plan(provider, **{"operation": "purge", **given})
    assert says in str(caught.value)


def test_empty_lists_beside_full_ones() -> None:
    assert plan(HUAWEI, operation="purge", urls=[url(0, 0)], directories=[])
    assert plan(ALIBABA, operation="purge", urls=[], directories=None, regexes=["https://www.example.com/.*"])
    assert plan(ALIBABA, operation="prefetch", urls=[url(0, 0)], directories=[])


def test_duplicates_of_every_kind() -> None:
    warnings: list[str] = []
    batches = alibaba.read_batches(
        options(
            ALIBABA,
            operation="purge",
            urls=[url(0, 0)] * 2,
            directories=[url(0, 0) + "/"] * 3,
            regexes=["https://www.example.com/.*"] * 2,
            cache_tags=["news", " news "],
            domain="www.example.com",
        ),
        PROVIDERS[ALIBABA].objects,
        warnings.append,
    )
    assert [len(batch.urls) for batch in batches] == [1, 1, 1, 1]
    assert [warning.partition(":")[0] for warning in warnings] == ["urls", "directories", "regexes", "cache_tags"]


def test_headers() -> None:
    assert read_headers({"Accept-Encoding": "gzip", "X-N": 1, "Accept": ["a", "b"]}) == {
        "Accept-Encoding": ["gzip"],
        "X-N": ["1"],
        "Accept": ["a", "b"],
    }
    assert read_headers(None) == {}


TASKS = st.lists(st.sets(st.integers(0, 6), max_size=4), max_size=6)


@given(st.sets(st.integers(0, 5), min_size=1), TASKS)
def test_cover(numbers: set[int], held: list[set[int]]) -> None:
    batch = Batch("purge", "file", [url(0, number) for number in sorted(numbers)])
    tasks = [
        Task(str(place), HUAWEI, "running", urls=[Url(url(0, number), "running") for number in sorted(own)])
        for place, own in enumerate(held)
    ]
    used, missing = cover(batch, tasks)
    union = set().union(*held)
    assert missing == [url(0, number) for number in sorted(numbers - union)]
    # No task that adds nothing.
    seen: set[str] = set()
    for task in used:
        new = {item.url for item in task.urls} & set(batch.urls) - seen
        assert new
        seen |= new
    assert seen == set(batch.urls) - set(missing)
