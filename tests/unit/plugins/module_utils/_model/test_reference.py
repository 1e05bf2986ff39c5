# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What names a task: ids, joined ids, mappings, whole tasks."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import Reference, parse_ids, parse_references
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.registry import PROVIDERS
from tests.unit.support import ALIBABA, HUAWEI, NOW


def parse(value: Any, provider: str | None = None) -> list[tuple[str, str]]:
    items = [value] if isinstance(value, Mapping) else value
    return [reference.key for reference in parse_references(items, provider, PROVIDERS)]


@pytest.mark.parametrize(
    ("value", "provider", "keys"),
    [
        ("1", HUAWEI, [(HUAWEI, "1")]),
        (7620240, HUAWEI, [(HUAWEI, "7620240")]),
        (["1", 2], HUAWEI, [(HUAWEI, "1"), (HUAWEI, "2")]),
        (("1", "2"), HUAWEI, [(HUAWEI, "1"), (HUAWEI, "2")]),
        ("1,2", ALIBABA, [(ALIBABA, "1"), (ALIBABA, "2")]),
        (" 1 ,, 2,", ALIBABA, [(ALIBABA, "1"), (ALIBABA, "2")]),
        (["1,2", "2,3", "1"], ALIBABA, [(ALIBABA, "1"), (ALIBABA, "2"), (ALIBABA, "3")]),
        ({"provider": HUAWEI, "id": "1"}, None, [(HUAWEI, "1")]),
        ({"provider": HUAWEI, "id": 1}, None, [(HUAWEI, "1")]),
        ({"provider": ALIBABA, "id": "1,2"}, None, [(ALIBABA, "1"), (ALIBABA, "2")]),
        ({"provider": HUAWEI, "id": "1"}, ALIBABA, [(HUAWEI, "1")]),
        ({"id": "1"}, ALIBABA, [(ALIBABA, "1")]),
        ({"provider": None, "id": "1"}, ALIBABA, [(ALIBABA, "1")]),
        (OrderedDict(provider=HUAWEI, id="1"), None, [(HUAWEI, "1")]),
        (Task("1", HUAWEI, "running").as_dict(include_raw=True), None, [(HUAWEI, "1")]),
        (
            [{"provider": HUAWEI, "id": "1"}, "1", {"provider": ALIBABA, "id": "1"}],
            ALIBABA,
            [(HUAWEI, "1"), (ALIBABA, "1")],
        ),
        (["ff8080xxxxxxxxxxxxd816ff0128", "113681**", "a-b_c.d"], HUAWEI,
         [(HUAWEI, "ff8080xxxxxxxxxxxxd816ff0128"), (HUAWEI, "113681**"), (HUAWEI, "a-b_c.d")]),
        (["A" * 128], HUAWEI, [(HUAWEI, "A" * 128)]),
        ([], None, []),
    ],
    ids=repr,
)  # fmt: skip
def test_references(value: Any, provider: str | None, keys: list[tuple[str, str]]) -> None:
    assert parse(value, provider) == keys


@pytest.mark.parametrize(
    ("value", "provider", "words"),
    [
        ("1", None, r"tasks\[0\]: nothing says which provider"),
        (["1", "2"], None, r"tasks\[0\]: nothing says which provider"),
        ({"id": "1"}, None, r"tasks\[0\]: nothing says which provider.*alibabacloud_dcdn.*huaweicloud_cdn"),
        ({"provider": "", "id": "1"}, None, "nothing says which provider"),
        (
            [{"provider": HUAWEI, "id": "1"}, {"provider": "akamai", "id": "1"}],
            None,
            r"tasks\[1\]: unknown provider 'akamai'",
        ),
        ({"provider": 7, "id": "1"}, None, "unknown provider 7"),
        ({"provider": [HUAWEI], "id": "1"}, None, "unknown provider"),
        ({"provider": {"a": 1}, "id": "1"}, HUAWEI, "unknown provider"),
        ({"provider": HUAWEI}, None, r"needs the key 'id'; got the keys \['provider'\]"),
        ({}, HUAWEI, "needs the key 'id'"),
        ({1: 2, "a": 3}, HUAWEI, r"got the keys \['1', 'a'\]"),
        ({"provider": HUAWEI, "id": None}, None, r"^tasks\[0\]\.id: null"),
        ({"provider": HUAWEI, "id": ["1"]}, None, "must be text, got list"),
        (None, HUAWEI, r"^tasks\[0\]: null, so nothing names a task"),
        (["1", None], HUAWEI, r"^tasks\[1\]: null, so nothing names a task"),
        ([["1"]], HUAWEI, r"a list inside the list.* \| flatten"),
        ([True], HUAWEI, "must be text, got bool"),
        ([7.62e6], HUAWEI, r"must be text, got float \(7620000.0\). Put the id in quotes"),
        ("", HUAWEI, "must not be empty"),
        (" , ,", HUAWEI, "must not be empty"),
        ("a b", HUAWEI, "'a b' is not a task id"),
        ("../x", HUAWEI, "is not a task id"),
        (".", HUAWEI, "is not a task id"),
        ("..", HUAWEI, "is not a task id"),
        ("a?b", HUAWEI, "is not a task id"),
        ("a%2Fb", HUAWEI, "is not a task id"),
        ("é", HUAWEI, "is not a task id"),
        ("1\n2", HUAWEI, "is not a task id"),
        ("A" * 129, HUAWEI, "Expected 1 to 128"),
        ("A" * 10_000, HUAWEI, "Expected 1 to 128"),
    ],
    ids=repr,
)
def test_what_names_no_task(value: Any, provider: str | None, words: str) -> None:
    with pytest.raises(OptionError, match=words) as caught:
        parse(value, provider)
    assert len(str(caught.value)) < 400


def test_the_option_is_named() -> None:
    with pytest.raises(OptionError, match=r"^leftover\[1\]: "):
        parse_references(["1", ""], HUAWEI, PROVIDERS, "leftover")


@pytest.mark.parametrize(
    ("created_at", "moment"),
    [("2026-11-21T08:30:00Z", NOW), (None, None), ("yesterday", None), (NOW, None), ([], None)],
    ids=repr,
)
def test_a_creation_time_is_taken_along(created_at: Any, moment: float | None) -> None:
    (reference,) = parse_references([{"id": "1", "created_at": created_at}], HUAWEI, PROVIDERS)
    assert reference == Reference(HUAWEI, "1", moment)


def test_a_reference_is_told_without_its_time() -> None:
    assert Reference(HUAWEI, "1", NOW).as_dict() == {"provider": HUAWEI, "id": "1"}
    assert Reference(HUAWEI, "1", NOW).key == Reference(HUAWEI, "1").key


@pytest.mark.parametrize(
    ("value", "ids"),
    [
        ("1", ["1"]),
        ("3,1,2,1", ["3", "1", "2"]),
        (["3", "1,3", 2], ["3", "1", "2"]),
        ([], []),
    ],
    ids=repr,
)
def test_ids(value: Any, ids: list[str]) -> None:
    assert parse_ids(value, "ids") == ids


@pytest.mark.parametrize("value", ["", [""], [None], None, [{"id": "1"}], [1.5], "a/b"], ids=repr)
def test_what_is_no_id(value: Any) -> None:
    with pytest.raises(OptionError, match=r"^ids\[0\]: "):
        parse_ids(value, "ids")


NO_IDS = [
    *(
        1e5,
        7.62e6,
        7620310.0,
        12345678e90,
        1e-7,
        -1.5,
        float("inf"),
        float("-inf"),
        float("nan"),
        True,
        False,
        -5,
        None,
    ),
    *("1.2345678e+97", "100000.0", "1e-07", "1E+16", ".5", "inf", "-inf", ".inf", "nan", "Infinity", "NaN", "-5"),
    *("True", "False", "true", "None", "null", "Undefined", "~"),
]


@pytest.mark.parametrize("value", NO_IDS, ids=repr)
def test_what_an_id_is_mistaken_for_is_refused_wherever_it_stands(value: Any) -> None:
    """YAML and INI make numbers and truths of ids; some have become text on the way."""
    for tasks, place in (
        (value, r"tasks\[0\]"),
        (["1", value], r"tasks\[1\]"),
        ([{"id": value}], r"tasks\[0\]\.id"),
        ([{"provider": ALIBABA, "id": value}], r"tasks\[0\]\.id"),
    ):
        with pytest.raises(OptionError, match=f"^{place}: ") as caught:
            parse_references(tasks, HUAWEI, PROVIDERS)
        assert value is None or "quotes" in str(caught.value)
    for ids in (value, ["1", value]):
        with pytest.raises(OptionError, match=r"^ids\[[01]\]: "):
            parse_ids(ids, "ids")
    if isinstance(value, str):
        with pytest.raises(OptionError, match=r"^ids\[0\]: "):
            parse_ids(f"1, {value}", "ids")


@pytest.mark.parametrize(
    "value", ["12345678e90", "1234e567", "1e5", "ff8080e1", "0762031", "0", "infinite", "1-2", "a.5"]
)
def test_ids_that_are_only_like_numbers_are_taken(value: str) -> None:
    assert parse(value, HUAWEI) == parse([{"id": value}], HUAWEI) == [(HUAWEI, value)]
    assert parse_ids([value], "ids") == [value]


TASK = Task("1", HUAWEI, "running").as_dict()
REGISTERED = {"changed": True, "failed": False, "tasks": [TASK], "msg": "Submitted a purge of 1 URL."}


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (TASK, r"^tasks: expected a list, got a dictionary. Put it into brackets"),
        (REGISTERED, r"^tasks: the whole result of a task.*NAME\.tasks"),
        ([TASK, REGISTERED], r"^tasks\[1\]: the whole result of a task.*NAME\.tasks"),
        ({"changed": False, "skipped": True}, r"^tasks: .*NAME\.tasks.*it was skipped"),
        ({"changed": True, "results": [REGISTERED]}, r"^tasks: .*map\(attribute='tasks'\) \| flatten"),
        ([[TASK], [TASK]], r"^tasks\[0\]: a list inside the list.* \| flatten"),
        ([TASK, [TASK]], r"^tasks\[1\]: a list inside the list.* \| flatten"),
        (str([TASK]), r"^tasks\[0\]: a list or a dictionary that has become text"),
        (json.dumps(TASK), r"^tasks\[0\]: a list or a dictionary that has become text"),
        (["['1', '2']"], r"^tasks\[0\]: a list or a dictionary that has become text"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_is_almost_a_list_of_tasks(value: Any, words: str) -> None:
    with pytest.raises(OptionError, match=words) as caught:
        parse_references(value, HUAWEI, PROVIDERS)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ([TASK], r"^ids\[0\]: .*map\(attribute='id'\)"),
        (REGISTERED, "NAME.tasks"),
        ([["1"]], "flatten"),
        ("['1']", "text"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_is_almost_a_list_of_ids(value: Any, words: str) -> None:
    with pytest.raises(OptionError, match=words):
        parse_ids(value, "ids")


SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from([HUAWEI, "1,2"])
)


def nested(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    keys = st.sampled_from(["id", "provider", "created_at", "x"]) | st.integers()
    return st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4)


ANYTHING = st.recursive(SCALARS, nested, max_leaves=8)


@given(ANYTHING, st.sampled_from([None, HUAWEI, ALIBABA]))
def test_anything_is_references_or_an_option_error(value: Any, provider: str | None) -> None:
    try:
        keys = parse(value, provider)
    except OptionError:
        return
    assert len(keys) == len(set(keys))
    assert all(name in PROVIDERS and task_id for name, task_id in keys)
