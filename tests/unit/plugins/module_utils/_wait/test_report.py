# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a user reads while a wait goes on, and after it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import CONNECTION_HINTS, ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import Reference
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Counts, State, Task, TaskError, Url
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.engine import Progress
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.ledger import Ledger, Policy
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.options import WaitRequest
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.report import MOST_NAMED, progress_lines
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.verdict import conclude, is_bad, is_failure, result
from ansible_collections.edgeops.cdn.plugins.plugin_utils._printer import Printer

HUAWEI, ALIBABA = "huaweicloud_cdn", "alibabacloud_dcdn"
REASON = TaskError("ORIGIN_ERROR", "origin answered 502")


UNAVAILABLE = ApiError("ServerError", "not now", "passing", status=503)


def failed_task(task_id: str) -> Task:
    urls = [
        Url("https://www.example.com/a.txt", "succeeded"),
        Url("https://www.example.com/b.txt", "failed", None, REASON),
        Url("https://www.example.com/c.txt", "failed", None, REASON),
    ]
    return Task(task_id, HUAWEI, "failed", "purge", "file", 100, Counts(3, 1, 2, 0), urls, None, REASON)


def book(tasks: dict[str, State | Task], **policy: Any) -> Ledger:
    references = [Reference(HUAWEI if task_id < "5" else ALIBABA, task_id) for task_id in tasks]
    ledger = Ledger(references, Policy(timeout=1800, **policy), 0.0)
    for reference, answer in zip(references, tasks.values(), strict=True):
        if isinstance(answer, str):
            answer = Task(reference.id, reference.provider, answer, progress=50 if answer == "running" else None)
        ledger.record(answer, 1.0)
    return ledger


def request(
    ledger: Ledger,
    result_urls: str = "failed",
    warn_on_failure: bool = False,
    warn_on_timeout: bool = False,
    **others: Any,
) -> WaitRequest:
    return WaitRequest(
        ledger.leftover(),
        ledger.policy,
        {},
        **others,
        result_urls=result_urls,
        warn_on_failure=warn_on_failure,
        warn_on_timeout=warn_on_timeout,
    )


def test_the_progress_line_of_one_provider() -> None:
    assert progress_lines(Progress(book({"1": "succeeded", "2": "running"}), 130.9)) == [
        "edgeops.cdn: 1/2 finished, 1 running | huaweicloud_cdn 1/2 | 75% | 2m10s of 30m"
    ]


def test_the_progress_line_of_two_providers_fits_80_columns() -> None:
    ledger = book({"1": "succeeded", "2": failed_task("2"), "5": "running", "6": "pending"})
    (line,) = progress_lines(Progress(ledger, 130.9))
    assert line == "edgeops.cdn: huaweicloud 2/2 | alibabacloud 0/2 | 1 failed | 62% | 2m10s"
    assert len(line) <= 80


def test_a_line_of_its_own_tells_what_a_provider_stumbles_over() -> None:
    progress = Progress(book({"1": "running"}), 0.0, faults={HUAWEI: UNAVAILABLE})
    assert progress_lines(progress, "bastion") == [
        "edgeops.cdn: [bastion] 0/1 finished, 1 running | huaweicloud_cdn 0/1 | 50% | 0s of 30m",
        "edgeops.cdn: [bastion] huaweicloud_cdn 0/1 (HTTP 503 ServerError, trying again)",
    ]
    assert "503" not in "".join(progress_lines(progress, quiet=True))


def test_the_result_holds_every_key() -> None:
    ledger = book({"1": "succeeded", "5": "running"})
    document = result(Progress(ledger, 12.34, 3, 5, 1, {}), "timed_out", request(ledger))
    assert json.loads(json.dumps(document)) == document
    assert set(document) == {
        "changed",
        "failed",
        "outcome",
        "tasks",
        "omitted",
        "leftover",
        "elapsed",
        "sweeps",
        "calls",
        "retries",
        "faults",
        "verified",
        "msg",
    }
    assert document["leftover"] == [{"provider": ALIBABA, "id": "5"}]
    assert (document["elapsed"], document["sweeps"], document["calls"], document["retries"]) == (12.3, 3, 5, 1)


def test_bad_outcome_that_is_no_failure_is_a_warning() -> None:
    ledger = book({"2": failed_task("2")})
    fails, warns = (request(ledger, warn_on_failure=warn) for warn in (False, True))
    ended = conclude(Progress(ledger, 12.0), "failed", fails)
    assert ended.document["failed"]
    assert ended.warnings == []
    ended = conclude(Progress(ledger, 12.0), "failed", warns)
    assert not ended.document["failed"]
    assert ended.warnings == [ended.document["msg"]]
    # Of what no_log hides, ansible-core shows both.
    numbers = "outcome failed: 1 of 1 tasks failed, 0 unfinished."
    assert conclude(Progress(ledger, 12.0), "failed", warns, quiet=True).warnings == [numbers]
    assert conclude(Progress(ledger, 12.0), "failed", fails, quiet=True).document["msg"] == numbers


def test_a_failure_names_task_url_reason_and_what_next() -> None:
    ledger = book({"2": failed_task("2"), "5": "running"})
    text = result(Progress(ledger, 12.0), "failed", request(ledger))["msg"]
    assert "1 of 2 tasks failed (after 12s, 1 unfinished):" in text
    assert (
        "- huaweicloud_cdn 2 (purge file): failed, 2 of 3 URLs failed, first https://www.example.com/b.txt "
        "(ORIGIN_ERROR: origin answered 502)" in text
    )
    assert "wait_for_result.leftover" in text
    assert "alibabacloud_dcdn 5" not in text


def test_an_api_error_brings_its_request_id_and_hint() -> None:
    ledger = book({"1": "running"})
    ledger.error = ApiError(
        "APIG.0301", "verify aksk signature fail", "lasting", HUAWEI, 401, "req-1", "Check the key."
    )
    document = result(Progress(ledger, 0.4), "error", request(ledger))
    assert document["error"]["request_id"] == "req-1"
    assert (
        "huaweicloud_cdn: verify aksk signature fail (APIG.0301, HTTP 401, request id req-1). Check the key."
        in (document["msg"])
    )


def test_a_time_out_names_what_is_unfinished_and_what_the_provider_last_said() -> None:
    ledger = book({"1": "running", "5": "not_found"})
    text = result(Progress(ledger, 1800.0, faults={HUAWEI: UNAVAILABLE}), "timed_out", request(ledger))["msg"]
    assert "Timed out after 30m with 2 of 2 tasks unfinished:" in text
    assert "huaweicloud_cdn's last fault: HTTP 503 ServerError." in text
    assert "raise timeout" in text


def test_where_no_connection_came_about_it_says_what_to_check() -> None:
    ledger = book({"1": "unknown"})
    for code, hint in CONNECTION_HINTS.items():
        text = result(
            Progress(ledger, 9.0, faults={HUAWEI: ApiError(code, "", "passing", hint=hint)}),
            "timed_out",
            request(ledger),
        )["msg"]
        assert f"huaweicloud_cdn's last fault: {code}. {hint}\n" in text


def test_a_lasting_error_is_told_once() -> None:
    ledger = book({"1": "running", "5": "running"})
    ledger.error = ApiError("APIG.0301", "no", "lasting", HUAWEI, 401)
    # An answer that was still under way may come after it.
    faults = {HUAWEI: UNAVAILABLE, ALIBABA: ApiError("ReadTimeout", "", "passing")}
    text = result(Progress(ledger, 1.0, faults=faults), "error", request(ledger))["msg"]
    assert "huaweicloud_cdn's last fault" not in text
    assert "alibabacloud_dcdn's last fault: ReadTimeout." in text


@pytest.mark.parametrize(
    ("seconds", "told"), [(0.0, "0s"), (0.97, "1s"), (0.54, "0.5s"), (4.0, "4s"), (9.96, "10s"), (75.2, "1m15s")]
)
def test_how_long_it_took_is_not_rounded_to_nothing(seconds: float, told: str) -> None:
    ledger = book({"1": "running"})
    text = result(Progress(ledger, seconds), "timed_out", request(ledger))["msg"]
    assert f"Timed out after {told} with" in text


def test_only_so_many_tasks_are_named() -> None:
    ledger = book({f"4{number:03d}": "running" for number in range(MOST_NAMED + 5)})
    text = result(Progress(ledger, 1800.0), "timed_out", request(ledger))["msg"]
    assert text.count("- huaweicloud_cdn") == MOST_NAMED
    assert "- and 5 more, which result_tasks: all puts into the result\n" in text
    text = result(Progress(ledger, 1800.0), "timed_out", request(ledger, result_tasks="all"))["msg"]
    assert "- and 5 more, see the key tasks of the result\n" in text


def test_the_urls_of_the_result_can_be_limited() -> None:
    ledger = book({"2": failed_task("2")})
    numbers = {
        urls: len(result(Progress(ledger, 1.0), "failed", request(ledger, urls))["tasks"][0]["urls"])
        for urls in ("failed", "all", "none")
    }
    assert numbers == {"failed": 2, "all": 3, "none": 0}


def test_what_fails_the_task() -> None:
    ledger = book({"2": failed_task("2")})
    assert is_failure(ledger, "failed", request(ledger))
    assert not is_failure(ledger, "failed", request(ledger, warn_on_failure=True))
    assert not is_failure(ledger, "not_found", request(ledger, warn_on_failure=True))
    assert is_failure(ledger, "timed_out", request(ledger, warn_on_failure=True))
    assert not is_failure(ledger, "timed_out", request(ledger, warn_on_timeout=True))
    assert not is_failure(ledger, "succeeded", request(ledger))


def test_an_api_error_fails_even_where_failures_are_only_warned_of() -> None:
    ledger = book({"1": "running"}, condition="finished")
    ledger.error = ApiError("Forbidden", "no", "lasting")
    assert is_failure(ledger, "error", request(ledger, warn_on_failure=True, warn_on_timeout=True))


def test_with_any_verdict_being_fine_a_failed_task_is_not_bad() -> None:
    ledger = book({"2": failed_task("2")}, condition="finished")
    assert not is_bad(ledger, "failed")
    assert is_bad(ledger, "not_found")
    assert is_bad(ledger, "timed_out")


def test_check_mode_fails_for_nothing_it_saw() -> None:
    ledger = book({"2": failed_task("2")}, once=True)
    assert is_bad(ledger, "failed")
    assert not is_failure(ledger, "failed", request(ledger))


def test_the_printer_shows_news_at_once_and_signs_of_life_in_between() -> None:
    lines: list[str] = []
    printer = Printer(lines.append, 10.0, None)
    ledger = book({"1": "running", "2": "running"})
    for elapsed in (0.0, 1.0, 9.0, 10.0, 12.0):
        printer.tell(Progress(ledger, elapsed))
    assert [line.rsplit(" | ", 1)[1] for line in lines] == ["0s of 30m", "10s of 30m"]
    ledger.record(failed_task("2"), 13.0)
    printer.tell(Progress(ledger, 13.0))
    assert "1/2 finished (1 failed)" in lines[2]
    assert lines[3].startswith(
        "edgeops.cdn: huaweicloud_cdn 2 (purge file): failed, 2 of 3 URLs failed, first https://"
    )
    printer.tell(Progress(ledger, 30.0))
    assert len(lines) == 5, "a failed task is named once"


def test_quiet_printer_names_nothing_that_a_provider_wrote() -> None:
    lines: list[str] = []
    printer = Printer(lines.append, 10.0, None, quiet=True)
    ledger = book({"2": failed_task("2"), "5": Task("5", ALIBABA, "failed", "purge", "file", error=REASON)})
    printer.tell(Progress(ledger, 1.0))
    assert lines[1:] == [
        "edgeops.cdn: a task of huaweicloud_cdn: failed, 2 of 3 URLs failed",
        "edgeops.cdn: a task of alibabacloud_dcdn: failed",
    ]


def test_nothing_is_printed_of_a_wait_for_nothing() -> None:
    lines: list[str] = []
    printer = Printer(lines.append, 10.0, None)
    printer.tell(Progress(book({}), 0.0))
    assert lines == []
    printer.tell(Progress(book({}), 0.0, stage="settling"))
    assert lines == ["edgeops.cdn: 0/0 finished | settling | 100% | 0s of 30m"]
