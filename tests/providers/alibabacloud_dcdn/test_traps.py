# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The known traps of Alibaba Cloud DCDN's task calls, each with a test that falls into it if the code does."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError, OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import parse_ids, parse_references
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.registry import PROVIDERS
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Filters
from tests.unit.emulated import emulated
from tests.unit.rows import alibaba_row, refused
from tests.unit.support import ALIBABA, DAY, NOW, Bench, answer, bench, quotas_of, raw_answer


def alibaba(replies: Any, **options: Any) -> Bench:
    return bench(ALIBABA, replies, **options)


def by_id(*rows: Any, total: Any = None) -> Answer:
    return answer({"RequestId": "r", "TotalCount": len(rows) if total is None else total, "Tasks": list(rows)})


def listed(*rows: Any, key: str = "Task") -> Answer:
    return answer({"RequestId": "r", "TotalCount": len(rows), "Tasks": {key: list(rows)}})


def test_trap_01_a_submission_answers_several_ids_joined_by_commas() -> None:
    """They are split, trimmed, kept as text, and asked for once each."""
    answered = "704222904, 704222905,704222904,,13557100001 "
    assert parse_ids(answered, "ids") == ["704222904", "704222905", "13557100001"]
    references = parse_references([answered, {"provider": ALIBABA, "id": answered}], ALIBABA, PROVIDERS)
    assert [reference.id for reference in references] == ["704222904", "704222905", "13557100001"]


@pytest.mark.no_cover
@pytest.mark.parametrize(("last", "state"), [("Refreshing", "running"), ("Failed", "failed"), ("?", "unknown")])
def test_trap_02_one_id_has_many_rows(last: str, state: str) -> None:
    """Purges of the same second share an id, up to 2,000 URLs: the first row says nothing about the others."""
    rows = [alibaba_row("1", number) for number in range(1999)] + [alibaba_row("1", 1999, Status=last)]
    made = alibaba([by_id(*rows)])
    (task,) = made.fetch("1")
    assert task.state == state
    assert task.counts.total == 2000


def test_trap_03_rows_of_somebody_elses_submission() -> None:
    """A merged id may hold URLs that others submitted: each URL is told, so that one can tell them apart."""
    rows = [
        alibaba_row("1", ObjectPath="https://www.example.com/mine"),
        alibaba_row("1", ObjectPath="https://www.example.com/theirs", Status="Failed", Description="Origin Timeout"),
    ]
    (task,) = alibaba([by_id(*rows)]).fetch("1")
    assert [(url.url.rpartition("/")[2], url.state) for url in task.urls] == [
        ("mine", "succeeded"),
        ("theirs", "failed"),
    ]


@pytest.mark.no_cover
def test_trap_04_ten_ids_a_call_at_the_most() -> None:
    """The emulated cloud refuses eleven; thirty calls a second are kept as well."""
    ids = [str(number) for number in range(1000)]
    made = alibaba(emulated([alibaba_row(task_id) for task_id in ids]))
    assert [task.id for task in made.fetch(*ids)] == ids
    times = [sent.at for sent in made.sent]
    assert len(times) == 100
    assert max(sum(1 for at in times if begin <= at < begin + 1) for begin in times) <= 30


@pytest.mark.parametrize("reply", [refused("InvalidTime"), by_id(), refused("InvalidTaskId.Malformed")])
def test_trap_05_only_three_days_are_remembered(reply: Answer) -> None:
    """An expired id and an unknown one look alike, and answers vary: all say both, and none is a success."""
    (task,) = alibaba([reply]).fetch("1")
    assert task.state == "not_found"
    assert task.error is not None
    assert "unknown, older than three days" in task.error.message


def test_trap_05_a_window_beyond_three_days_is_refused_here() -> None:
    with pytest.raises(OptionError, match="three days"):
        alibaba([]).provider.query(Filters(created_after=NOW - 5 * DAY))


@pytest.mark.parametrize("nested", ["plain", "Task", "CDNTask", "tasks"])
def test_trap_06_rows_may_be_nested(nested: str) -> None:
    """A plain list by id, a list in an object in the lists: either is understood in either call."""
    reply = by_id(alibaba_row("1")) if nested == "plain" else listed(alibaba_row("1"), key=nested)
    assert alibaba([reply]).fetch("1")[0].state == "succeeded"
    assert [task.id for task in alibaba([reply, by_id(alibaba_row("1"))]).query()[0]] == ["1"]


def test_trap_06_null_instead_of_rows() -> None:
    assert alibaba([answer({"TotalCount": 0, "Tasks": None})]).fetch("1")[0].state == "not_found"


@pytest.mark.parametrize("word", ["directory", "path", "Path", "DIRECTORY"])
def test_trap_07_path_is_a_directory(word: str) -> None:
    """The list answers `path` for what everybody else calls `directory`."""
    (task,) = alibaba([by_id(alibaba_row("1", ObjectType=word))]).fetch("1")
    assert (task.operation, task.object_type) == ("purge", "directory")


@pytest.mark.parametrize(
    ("process", "progress"),
    [
        ("40%", 40),
        ("40", 40),
        (40, 40),
        (" 40 % ", 40),
        ("40.9%", 40),
        ("0%", 0),
        ("", None),
        (None, None),
        ("many", None),
        ("-1%", None),
        ("101%", None),
        ("1000%", None),
        (True, None),
        (["40%"], None),
    ],
    ids=repr,
)
def test_trap_08_percentages_with_and_without_the_sign(process: Any, progress: int | None) -> None:
    """`100%` in one call, `10` in the other; what is no percentage is not made one."""
    (task,) = alibaba([by_id(alibaba_row("1", Status="Refreshing", Process=process))]).fetch("1")
    assert task.progress == progress
    assert task.urls[0].progress == progress


@pytest.mark.parametrize(
    ("text", "created_at"),
    [
        ("2021-05-10T08:54:23Z", "2021-05-10T08:54:23Z"),
        ("2021-05-10T08:54Z", "2021-05-10T08:54:00Z"),
        ("2021-05-10T16:54:23+08:00", "2021-05-10T08:54:23Z"),
        ("2021-05-10 08:54:23Z", "2021-05-10T08:54:23Z"),
        ("2021-05-10T08:54:23", None),
        ("2021-13-10T08:54:23Z", None),
        ("", None),
        (None, None),
        (1620636863, None),
    ],
)
def test_trap_09_times_with_and_without_seconds(text: Any, created_at: str | None) -> None:
    """The page describes times without seconds, and its example has them."""
    (task,) = alibaba([by_id(alibaba_row("1", CreationTime=text))]).fetch("1")
    assert task.created_at == created_at


def test_trap_10_a_description_beside_complete() -> None:
    """The vendor's own example shows `Internal Error` next to `Complete`: it means something for failed rows alone."""
    rows = [alibaba_row("1", Description="Internal Error")]
    (task,) = alibaba([by_id(*rows)]).fetch("1")
    assert (task.state, task.error, task.urls[0].error) == ("succeeded", None, None)


@pytest.mark.parametrize(
    "text", ["Origin Return StatusCode 5XX", "OriginReturn StatusCode 5XX", " Origin ReturnStatusCode 5XX"]
)
def test_trap_10_spaces_in_descriptions_vary(text: str) -> None:
    """The same failure has the same code, whichever call told of it."""
    (task,) = alibaba([by_id(alibaba_row("1", Status="Failed", Description=text))]).fetch("1")
    assert task.error is not None
    assert task.error.code == "OriginReturnStatusCode5XX"
    assert task.error.message == text.strip()


@pytest.mark.parametrize("text", ["", None, "   ", [], {}])
def test_trap_10_a_failure_without_a_reason(text: Any) -> None:
    (task,) = alibaba([by_id(alibaba_row("1", Status="Failed", Description=text))]).fetch("1")
    assert task.state == "failed"
    assert task.error is not None
    assert task.error.message == "the provider gave no reason"


def test_trap_11_pending_is_missing_from_the_lists_page() -> None:
    """Nothing is filtered by Status on the way, and a pending row of the list is understood."""
    history = emulated([alibaba_row("1", Status="Pending")])
    made = alibaba(history)
    tasks, _complete = made.query(states=["pending"])
    assert [task.state for task in tasks] == ["pending"]
    assert not any("Status" in sent.query for sent in made.sent)


def test_trap_12_parameters_that_need_each_other() -> None:
    """StartTime needs EndTime, DomainName needs ObjectType; the emulated cloud refuses one without the other."""
    own = {"domain": "www.example.com"}
    for filters in (
        {"created_after": NOW - 60},
        {"created_before": NOW - 60},
        {"own": own},
        {"own": own, "states": ["failed"]},
        {"own": own, "operation": "purge", "created_after": NOW - 60},
        {"states": ["failed"]},
    ):
        made = alibaba(emulated([alibaba_row("1")]))
        made.query(**filters)
        for sent in made.sent:
            assert ("StartTime" in sent.query) == ("EndTime" in sent.query)
            assert "ObjectType" in sent.query or not {"DomainName", "Status"} & set(sent.query)


def test_trap_13_the_first_answer_may_be_stale() -> None:
    """An answer that is not final is never final because it was given twice, and nothing is remembered in between."""
    replies = [by_id(alibaba_row("1", Status=status)) for status in ("Pending", "Pending", "Complete")]
    made = alibaba(replies)
    assert [made.fetch("1")[0].state for _poll in range(3)] == ["pending", "pending", "succeeded"]


def test_trap_15_the_numbers_of_the_quota_are_text() -> None:
    (quota,) = quotas_of(ALIBABA, answer({"RequestId": "r", "UrlQuota": "10000", "UrlRemain": "9996"}))
    assert (quota["limit"], quota["used"], quota["remaining"]) == (10000, 4, 9996)


@pytest.mark.parametrize("status", [200, 400, 500, 502])
def test_trap_16_html_instead_of_json(status: int) -> None:
    """A typed client makes a parse error without a status of it; here the status and the cause are told."""
    made = alibaba([raw_answer(b"<html>Bad gateway</html>", status, content_type="text/html")])
    with pytest.raises(ApiError, match="HTML") as caught:
        made.fetch("1")
    assert caught.value.status == status


def test_trap_16_unknown_fields_are_kept_in_raw() -> None:
    row = alibaba_row("1", SomethingNew={"a": 1})
    assert alibaba([by_id(row)]).fetch("1")[0].as_dict(include_raw=True)["raw"] == [row]


@pytest.mark.parametrize("status", [200, 400, 403, 404, 429, 503])
def test_trap_17_the_code_decides_not_the_status(status: int) -> None:
    """The HTTP status of a code varies between pages."""
    for code, kind in (("Throttling.User", "throttled"), ("ServiceUnavailable", "passing")):
        made = alibaba([refused(code, status=status)])
        with pytest.raises(ApiError) as caught:
            made.fetch("1")
        assert caught.value.kind == ("throttled" if status == 429 else kind)
    assert alibaba([refused("InvalidTime", status=status)]).fetch("1")[0].state == "not_found"


def test_trap_18_ids_of_other_products_look_alike() -> None:
    """CDN and DCDN are two products: an unknown id may belong to the other one, and the message says so."""
    (task,) = alibaba([by_id()]).fetch("704222904")
    assert task.error is not None
    assert "CDN and DCDN are two" in task.error.message
