# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Scripts: what a task looks like as time passes or as it is read. No server is needed for this."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.emulator.scripts import TERMINAL, Phase, Script, ScriptError
from tests.emulator.testing import Emulator, FakeClock
from tests.providers.alibabacloud_dcdn.client import AlibabaClient
from tests.providers.huaweicloud_cdn.client import HuaweiClient


def words(phase: Phase) -> list[str]:
    return [phase.row(index).state for index in range(phase.total)]


def at(script: dict[str, Any], elapsed: float = 0, reads: int = 0, total: int = 1) -> list[str] | None:
    """The state words of the rows, or None while the task is invisible."""
    phase = Script(script).at(elapsed, reads, total)
    return None if phase.hidden else words(phase)


def test_an_empty_script_is_done_at_once() -> None:
    assert at({}, total=2) == ["succeeded", "succeeded"]


def test_finish_after_seconds() -> None:
    script = {"finish_after": 4.0}
    assert at(script, 0, total=2) == ["running", "pending"]
    assert at(script, 2, total=2) == ["succeeded", "running"]
    assert at(script, 3.9, total=2) == ["succeeded", "running"]
    assert at(script, 4, total=2) == ["succeeded", "succeeded"]
    assert Script(script).at(1, 0, 1).row(0).progress == 25


def test_finish_after_reads() -> None:
    script = {"finish_after_reads": 2}
    assert [at(script, reads=reads) for reads in range(4)] == [["running"], ["running"], ["succeeded"], ["succeeded"]]
    assert at(script, elapsed=1e9) == ["running"], "time does not matter then"


def test_both_have_to_be_reached() -> None:
    script = {"finish_after": 5, "finish_after_reads": 1}
    assert at(script, 9, 0) == ["running"]
    assert at(script, 0, 9) == ["running"]
    assert at(script, 5, 1) == ["succeeded"]


def test_start_after() -> None:
    assert at({"start_after": 2, "finish_after": 4}, 1) == ["pending"]
    assert Script({"start_after": 2, "finish_after": 4}).at(3, 0, 1).row(0).progress == 50
    assert at({"start_after_reads": 1, "finish_after_reads": 2}, reads=0) == ["pending"]
    assert at({"start_after_reads": 1, "finish_after_reads": 2}, reads=1) == ["running"]


def test_failures() -> None:
    assert at({"fail": {}}, total=2) == ["failed", "succeeded"]
    assert at({"fail": {"url_index": 1}}, total=2) == ["succeeded", "failed"]
    assert at({"fail": {"url_indexes": [0, 2]}}, total=3) == ["failed", "succeeded", "failed"]
    assert at({"fail": {"all": True}}, total=2) == ["failed", "failed"]
    assert at({"fail": {"url_index": 7}}, total=1) == ["succeeded"]
    row = Script({"fail": {"error": "Origin Timeout", "classify": "ORIGIN_ERROR", "progress": 10}}).at(0, 0, 1).row(0)
    assert row == ("failed", 10, "Origin Timeout", "ORIGIN_ERROR")


def test_a_failure_shows_when_its_turn_has_come() -> None:
    script = {"finish_after": 4, "fail": {"url_index": 1}}
    assert at(script, 1, total=4) == ["succeeded", "running", "pending", "pending"]
    assert at(script, 2, total=4) == ["succeeded", "failed", "running", "pending"]


def test_stuck() -> None:
    assert at({"stuck": True, "finish_after": 1}, 1e9, 10**6) == ["running"]
    assert Script({"stuck": True, "stuck_at": 99}).at(5, 5, 1).row(0).progress == 99


def test_raw_status() -> None:
    assert at({"raw_status": "Frobnicating"}, 1e9) == ["Frobnicating"]
    phase = Script({"raw_status": "Frobnicating"}).at(0, 0, 2)
    assert phase.task_status == "Frobnicating"
    assert not phase.finished
    assert at({"raw_status": "Frobnicating", "finish_after": 3}, 2) == ["Frobnicating"]
    assert at({"raw_status": "Frobnicating", "finish_after": 3}, 3) == ["succeeded"]


def test_visibility() -> None:
    assert at({"visible_after": 2}, 1.9) is None
    assert at({"visible_after": 2}, 2) == ["succeeded"]
    assert [at({"visible_after_reads": 2}, reads=reads) for reads in range(3)] == [None, None, ["succeeded"]]
    assert at({"vanish_after": 2}, 1.9) == ["succeeded"]
    assert at({"vanish_after": 2}, 2) is None
    assert [at({"vanish_after_reads": 1}, reads=reads) for reads in range(2)] == [["succeeded"], None]
    hiding: list[dict[str, Any]] = [
        {"visible_after": 1},
        {"visible_after_reads": 1},
        {"vanish_after": 0},
        {"steps": [{"hidden": True}]},
    ]
    assert all(Script(script).may_hide for script in hiding)
    assert not Script({"finish_after": 1}).may_hide


def test_back_to_running() -> None:
    script = {"finish_after": 2, "reopen": {"after": 3, "for": 2}}
    assert [at(script, second) for second in range(1, 6)] == [
        ["running"], ["succeeded"], ["running"], ["running"], ["succeeded"],
    ]  # fmt: skip
    by_reads = {"reopen": {"reads": 1, "for": 1}}
    assert [at(by_reads, reads=reads) for reads in range(3)] == [["succeeded"], ["running"], ["succeeded"]]
    assert at({"reopen": {"after": 3}}, 1e9) == ["running"]


def test_a_changing_number_of_urls() -> None:
    assert at({"url_count": 3}, total=1) == ["succeeded"] * 3
    assert at({"grow": {"after": 2, "url_count": 3}}, 1) == ["succeeded"]
    assert at({"grow": {"after": 2, "url_count": 3}}, 2) == ["succeeded"] * 3
    assert at({"grow": {"reads": 1, "url_count": 0}}, reads=1) == []
    assert not Script({"url_count": 0}).at(0, 0, 1).finished, "no URL at all is not a finished task"


def test_two_thousand_rows() -> None:
    phase = Script({"url_count": 2000, "fail": {"url_index": 1999}}).at(0, 0, 1)
    assert phase.tally() == {"succeeded": 1999, "failed": 1}
    assert phase.finished


def test_explicit_steps() -> None:
    script = {
        "steps": [
            {"after": 1, "state": "running", "progress": 10},
            {"after": 2, "counts": {"succeeded": 1, "failed": 1}, "error": "broken", "state": "running"},
            {"after": 3, "urls": {"1": {"state": "Odd", "progress": None}}, "state": "succeeded"},
            {"after": 4, "hidden": True},
            {"after": 5, "url_count": 1, "urls": ["failed"], "task_status": "task_odd"},
        ]
    }
    assert at(script, 0, total=3) == ["pending"] * 3
    assert at(script, 1, total=3) == ["running"] * 3
    assert at(script, 2, total=3) == ["succeeded", "failed", "running"]
    assert Script(script).at(2, 0, 3).row(1).error == "broken"
    assert at(script, 3, total=3) == ["succeeded", "Odd", "succeeded"]
    assert at(script, 4, total=3) is None
    assert at(script, 5, total=3) == ["failed"]
    assert Script(script).at(5, 0, 3).task_status == "task_odd"


def test_steps_by_reads_and_by_both() -> None:
    script = {"steps": [{"reads": 1, "state": "running"}, {"reads": 2, "after": 5, "state": "succeeded"}]}
    assert [at(script, reads=reads) for reads in range(4)] == [["pending"], ["running"], ["running"], ["running"]]
    assert at(script, 5, 2) == ["succeeded"]


@pytest.mark.parametrize(
    "script",
    [
        {"finish": 1},
        {"finish_after": "soon"},
        {"finish_after": -1},
        {"finish_after": True},
        {"fail": {"url": 1}},
        {"fail": 1},
        {"steps": [{"when": 1}]},
        {"steps": [{"urls": [{"status": "x"}]}]},
        {"reopen": {"at": 1}},
        {"reopen": {"after": "later"}},
        {"grow": {"after": 1}},
        {"url_count": -1},
        {"steps": [{"url_count": 1.5}]},
        {"steps": [{"counts": {"failed": "all"}}]},
        {"steps": [{"counts": 5}]},
        {"steps": [{"urls": 5}]},
        {"task_fields": []},
        {"drop_fields": "status"},
        "finish_after",
    ],
)
def test_scripts_that_cannot_be_played(script: Any) -> None:
    with pytest.raises(ScriptError):
        Script(script)


_scripts = st.fixed_dictionaries(
    {},
    optional={
        "start_after": st.integers(0, 5),
        "finish_after": st.integers(0, 10),
        "start_after_reads": st.integers(0, 3),
        "finish_after_reads": st.integers(0, 5),
        "fail": st.fixed_dictionaries({"url_index": st.integers(0, 12)}),
        "stuck": st.booleans(),
        "grow": st.fixed_dictionaries({"after": st.integers(0, 9), "url_count": st.integers(0, 9)}),
    },
)


@given(script=_scripts, elapsed=st.floats(0, 20), reads=st.integers(0, 9), total=st.integers(0, 12))
def test_tally_and_rows_agree(script: dict[str, Any], elapsed: float, reads: int, total: int) -> None:
    phase = Script(script).at(elapsed, reads, total)
    rows = words(phase)
    assert {word: count for word, count in phase.tally().items() if count} == {
        word: rows.count(word) for word in set(rows)
    }
    assert phase.finished == (bool(rows) and TERMINAL.issuperset(rows))


# -- through the server ---------------------------------------------------------------------------


def test_reads_of_a_list_count(emulator: Emulator, huawei: HuaweiClient) -> None:
    emulator.add_task("huaweicloud_cdn", script={"finish_after_reads": 2})
    assert [huawei.list().json["tasks"][0]["status"] for _ in range(3)] == [
        "task_inprocess", "task_inprocess", "task_done",
    ]  # fmt: skip


def test_a_task_that_is_not_visible_yet(emulator: Emulator, huawei: HuaweiClient, alibaba: AlibabaClient) -> None:
    emulator.settings(visible_after_reads=2)
    first = emulator.add_task("huaweicloud_cdn")
    assert huawei.list().json["total"] == 0
    assert "error" in huawei.detail(first).json
    assert huawei.detail(first).json["id"] == first
    assert huawei.list().json["total"] == 1
    second = emulator.add_task("alibabacloud_dcdn")
    assert alibaba.by_id(second).json["Tasks"] == []
    assert alibaba.list().json["TotalCount"] == 0
    assert len(alibaba.by_id(second).json["Tasks"]) == 1


def test_visibility_of_submitted_tasks(emulator: Emulator, alibaba: AlibabaClient, clock: FakeClock) -> None:
    emulator.settings(visible_after=5.0)
    task_id = alibaba.purge("https://www.example.com/a").json["RefreshTaskId"]
    assert alibaba.by_id(task_id).json["Tasks"] == []
    clock.advance(5)
    assert len(alibaba.by_id(task_id).json["Tasks"]) == 1


def test_the_default_script(emulator: Emulator, huawei: HuaweiClient, clock: FakeClock) -> None:
    task_id = huawei.purge(["https://www.example.com/a"]).json["refresh_task"]
    assert huawei.detail(task_id).json["status"] == "task_inprocess"
    clock.advance(3)
    assert huawei.detail(task_id).json["status"] == "task_done"
    emulator.settings(default_script={"fail": {"all": True}})
    task_id = huawei.purge(["https://www.example.com/a"]).json["refresh_task"]
    assert huawei.detail(task_id).json["failed"] == 1


def test_an_undocumented_state(emulator: Emulator, huawei: HuaweiClient, alibaba: AlibabaClient) -> None:
    script = {"raw_status": "Frobnicating"}
    first = emulator.add_task("huaweicloud_cdn", script=script)
    second = emulator.add_task("alibabacloud_dcdn", script=script)
    detail = huawei.detail(first).json
    assert (detail["status"], detail["urls"][0]["status"]) == ("Frobnicating", "Frobnicating")
    assert alibaba.by_id(second).json["Tasks"][0]["Status"] == "Frobnicating"


def test_a_script_changed_in_flight(emulator: Emulator, alibaba: AlibabaClient) -> None:
    task_id = emulator.add_task("alibabacloud_dcdn", script={"stuck": True})
    assert alibaba.by_id(task_id).json["Tasks"][0]["Status"] == "Refreshing"
    emulator.change_task("alibabacloud_dcdn", task_id, script={"finish_after": 0})
    assert alibaba.by_id(task_id).json["Tasks"][0]["Status"] == "Complete"
