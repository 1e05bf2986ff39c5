# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Never more calls in a second than declared, however many ask; a throttled call halves the rate."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task
from tests.conformance.kit import Kit
from tests.conformance.stage import Stage, play

THREADS = 8


def calls_of(stage: Stage, ids: list[str]) -> Iterator[tuple[str, Callable[[], object]]]:
    """The rate that each kind of call counts against, and how it is made."""
    provider = stage.provider
    yield provider.by_id.rate, lambda: list(provider.read_ids(stage.references(ids[:1])))
    if provider.by_list is not None:
        yield provider.by_list.rate, lambda: list(provider.read_list(stage.references(ids[:1])))
    opener = stage.kit.declaration.open_submitter
    if opener is not None and "quota" in stage.kit.declaration.rates:
        yield "quota", opener(stage.options, stage.runtime).quotas


def check_moments(moments: list[float], rate: float) -> None:
    """No second holds more calls than the rate."""
    most = int(rate)
    assert len(moments) > most
    for first, last in zip(moments, moments[most:], strict=False):
        assert last - first >= 1.0, f"more than {most} calls in the second after {first}"


def test_rates_are_declared_for_every_way_to_read(kit: Kit) -> None:
    stage = play(kit)
    reads = [read for read in (stage.provider.by_id, stage.provider.by_list) if read is not None]
    assert {read.rate for read in reads} <= set(kit.declaration.rates) == set(stage.provider.budgets)
    assert all(rate > 0 for rate in kit.declaration.rates.values())
    assert all(read.tasks_per_call > 0 for read in reads)
    assert kit.declaration.history > 0


@pytest.mark.parametrize("most", [None, 2.0])
def test_no_second_holds_more_calls_than_declared(kit: Kit, most: float | None) -> None:
    """Or than the user allows."""
    stage = play(kit, calls_per_second=most)
    ids = stage.add("running")
    for rate, call in calls_of(stage, ids):
        declared = kit.declaration.rates[rate] if most is None else min(most, kit.declaration.rates[rate])
        stage.clock.advance(60.0)
        stage.sent.clear()
        while len(stage.sent) <= 3 * declared:
            call()
        check_moments([sent.at for sent in stage.sent], declared)


def test_pages_count_as_calls(kit: Kit) -> None:
    stage = play(kit)
    ids = stage.add(*["succeeded"] * 40)
    with kit.pages_of(stage.provider, 1):
        stage.ask("query", ids)
    assert len(stage.sent) >= len(ids)
    for rate in kit.declaration.rates.values():
        assert len(stage.sent) < rate or stage.clock.monotonic() > 0
    limited = stage.clouds.stats()["providers"][kit.name]["calls"]
    assert not any(call["limited"] for call in limited.values())


def test_threads_share_the_rates(kit: Kit) -> None:
    # The cloud does not count: a thread may be overtaken between its turn and its call, which is no fault of the rates.
    stage = play(kit, settings={"limits": False})
    ids = stage.add(*["succeeded"] * THREADS)
    rate = kit.declaration.rates[stage.provider.by_id.rate]
    calls = int(rate) // 2
    found: list[Task] = []
    problems: list[BaseException] = []

    def work(task_id: str) -> None:
        try:
            for _call in range(calls):
                found.extend(stage.provider.read_ids(stage.references([task_id])))
        except BaseException as exc:  # told by the test
            problems.append(exc)

    threads = [threading.Thread(target=work, args=(task_id,), daemon=True) for task_id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60.0)
    assert not problems
    assert sorted(task.id for task in found) == sorted(ids * calls)
    assert all(task.state == "succeeded" for task in found)
    assert stage.provider.traffic.calls == THREADS * calls == len(stage.sent)
    assert stage.clock.monotonic() >= (THREADS * calls - 1) / rate


def test_throttled_call_halves_the_rate(kit: Kit) -> None:
    stage = play(kit)
    ids = stage.add("running")
    # One that counts against the same rate as another adds nothing, and meets a rate that grows again.
    for rate, call in dict(calls_of(stage, ids)).items():
        if rate not in stage.provider.budgets or rate == "quota":
            continue
        budget = stage.provider.budgets[rate]
        before = budget.rate()
        stage.line.spoil = lambda _sent, _honest: kit.errors["throttled"][0]
        with pytest.raises(ApiError):
            call()
        assert budget.rate() <= before / 2
        stage.line.spoil = lambda _sent, honest: honest
        stage.sent.clear()
        for _number in range(3):
            call()
        moments = [sent.at for sent in stage.sent]
        assert moments[-1] - moments[0] >= (len(moments) - 1) / before


def test_what_a_provider_is_eased_to_is_kept(kit: Kit) -> None:
    stage = play(kit)
    ids = stage.add("running")
    stage.provider.ease(1 / 3)
    for rate, call in calls_of(stage, ids):
        if rate == "quota":
            continue
        stage.clock.advance(60.0)
        stage.sent.clear()
        while len(stage.sent) < 5:
            call()
        moments = [sent.at for sent in stage.sent]
        assert moments[-1] - moments[0] >= (len(moments) - 1) / kit.declaration.rates[rate] * 2.9


def test_call_takes_as_much_as_it_is_declared_to(kit: Kit) -> None:
    """What a verdict does not need, such as the reason of a failure, is not asked for while tasks are read."""
    for number in (1, 2, 7, 23):
        stage = play(kit)
        ids = stage.add(*["failed", "succeeded", "running"] * number, urls=1)
        stage.ask("ids", ids)
        assert len(stage.sent) == stage.provider.calls_by_id(len(ids))
        if stage.provider.by_list is not None:
            stage.ask("list", ids)
            assert len(stage.sent) <= stage.provider.list_calls
