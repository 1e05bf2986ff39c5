# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Many tasks in one wait: the emulator counts what providers would."""

from __future__ import annotations

from collections import Counter

from tests.emulator.testing import Emulator
from tests.integration_playbooks.support import (
    ALIBABA,
    HUAWEI,
    Ansible,
    connection,
    info,
    play,
    providers,
    ref,
    wait,
)

#: Calls per second and account, from the vendors' pages.
BUDGETS = {
    HUAWEI: {"ShowHistoryTasks": 30, "ShowHistoryTaskDetails": 30},
    ALIBABA: {"DescribeDcdnRefreshTaskById": 30, "DescribeDcdnRefreshTasks": 5},
}
#: Calls that may be refused as one too many in a second, where this machine stalls for a moment.
STALLS = 4


def test_a_thousand_tasks_of_two_clouds(ansible: Ansible, emulator: Emulator) -> None:
    """They finish in three steps, ten of them with failures."""
    references = []
    for provider in (HUAWEI, ALIBABA):
        for reads, count in ((1, 165), (2, 165), (3, 165)):
            ids = emulator.add_tasks({"provider": provider, "count": count, "script": {"finish_after_reads": reads}})
            references += [ref(provider, task_id) for task_id in ids]
        failing = {"finish_after_reads": 2, "fail": {"all": True, "error": "Origin Timeout"}}
        ids = emulator.add_tasks({"provider": provider, "count": 5, "script": failing})
        references += [ref(provider, task_id) for task_id in ids]
    # Clouds and steps taken in turns, as in a list that grew.
    references = references[::7] + [entry for place, entry in enumerate(references) if place % 7]
    assert len(references) == 1000

    run = ansible.run([play([wait("wait", references, max_failed=10, providers=providers(emulator))])])
    assert run.code == 0, run.output
    result = run.result("wait")
    assert result["outcome"] == "succeeded"
    assert result["leftover"] == []
    assert [ref(task["provider"], task["id"]) for task in result["tasks"]] == references
    assert Counter(task["state"] for task in result["tasks"]) == {"succeeded": 990, "failed": 10}
    assert {task["error"]["message"] for task in result["tasks"] if task["error"]} == {"Origin Timeout"}
    assert "990 of 1000 tasks succeeded" in result["msg"]
    assert "10 failed as max_failed allows" in result["msg"]
    assert run.lines()[-1].startswith("edgeops.cdn: 1000/1000 finished (10 failed) | ")

    figures = emulator.stats()["providers"]
    limited = 0
    for provider, budgets in BUDGETS.items():
        assert set(figures[provider]["calls"]) <= set(budgets)
        assert figures[provider]["auth_failures"] == 0
        assert figures[provider]["asked_after_finished"] == 0
        limited += figures[provider]["limited"]
        for call, counted in figures[provider]["calls"].items():
            assert 0 < counted["max_per_second"] <= budgets[call] + figures[provider]["limited"]
            assert counted["errors"] == counted["limited"]
    assert figures[ALIBABA]["calls"]["DescribeDcdnRefreshTaskById"]["max_ids"] == 10
    # None, but where this machine stalled for a moment, so that what was sent in one second arrived in the next.
    assert limited <= STALLS
    # Every batch is full: 500 tasks were asked for twice, then 335, then 165.
    assert figures[ALIBABA]["total_calls"] - limited == 50 + 50 + 34 + 17
    # Huawei Cloud's list answers all tasks at once; one more call for each that failed.
    assert figures[HUAWEI]["total_calls"] <= 4 * 2 + 5
    assert result["calls"] == figures[ALIBABA]["total_calls"] + figures[HUAWEI]["total_calls"]
    assert result["retries"] == limited


def test_a_lower_rate_for_an_account_that_others_use(ansible: Ansible, emulator: Emulator) -> None:
    """Refused by this emulator if exceeded, and more than the provider allows is not to be had."""
    emulator.settings(alibabacloud_dcdn={"rates": {"DescribeDcdnRefreshTaskById": 8}})
    ids = emulator.add_tasks({"provider": ALIBABA, "count": 100, "script": {}})
    slow = connection(emulator, ALIBABA, calls_per_second=8)
    run = ansible.tasks(
        [
            wait("wait", [",".join(ids)], provider=ALIBABA, providers={ALIBABA: slow}),
            info(ALIBABA, "ask", ids=ids, **slow),
            info(HUAWEI, "bad", ids=ids, **connection(emulator, HUAWEI, calls_per_second=0)),
        ]
    )
    assert run.result("wait")["outcome"] == "succeeded"
    assert run.result("ask")["summary"]["succeeded"] == 100
    counted = emulator.stats()["providers"][ALIBABA]["calls"]["DescribeDcdnRefreshTaskById"]
    assert counted["limited"] <= STALLS
    assert counted["calls"] == 20 + counted["limited"]
    assert counted["max_per_second"] <= 8 + counted["limited"]
    assert "calls_per_second: 0 is out of range. Expected 0.1 to 1000." in run.result("bad")["msg"]
