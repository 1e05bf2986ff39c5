# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Known mistakes of a wait, put into the real code one at a time: the simulation has to notice every one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from ansible_collections.edgeops.cdn.plugins.module_utils._http import budget as _budget
from ansible_collections.edgeops.cdn.plugins.module_utils._http import client as _http
from ansible_collections.edgeops.cdn.plugins.module_utils._model import clock as _clock
from ansible_collections.edgeops.cdn.plugins.module_utils._model import errors as _errors
from ansible_collections.edgeops.cdn.plugins.module_utils._model import secrets as _secrets
from ansible_collections.edgeops.cdn.plugins.module_utils._model import task as _task
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import Reference
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task
from ansible_collections.edgeops.cdn.plugins.module_utils._providers import seam as _seam
from ansible_collections.edgeops.cdn.plugins.module_utils._providers import url_rows as _url_rows
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.alibabacloud import rows as alibaba_rows
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.huaweicloud import read as huawei
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.huaweicloud import rows as huawei_rows
from ansible_collections.edgeops.cdn.plugins.module_utils._wait import engine as _wait
from ansible_collections.edgeops.cdn.plugins.module_utils._wait import ledger as _ledger
from ansible_collections.edgeops.cdn.plugins.module_utils._wait import verdict as _verdict

Mutant = Callable[[pytest.MonkeyPatch], None]
MUTANTS: dict[str, Mutant] = {}
#: Seeds that have shown the mistakes which few seeds show: where to look first, no more than that.
SHOWN_IN = {
    "believes_contradictory_counters": 91,
    "begins_with_the_same_task_each_time": 152,
    "counts_the_grace_from_the_start_alone": 133,
    "holds_back_what_a_chain_has_told": 309,
    "repeats_what_has_taken_its_whole_time": 1343,
    "repeats_what_the_provider_echoes": 65,
    "tries_a_broken_list_for_ever": 234,
}


def _mutant(function: Mutant) -> Mutant:
    MUTANTS[function.__name__] = function
    return function


@_mutant
def drops_a_row(patch: pytest.MonkeyPatch) -> None:
    real = alibaba_rows.read_rows

    def read_rows(document: Any) -> Any:
        found = real(document)
        return found and (found[0][1:], len(found[0]) - 1)

    patch.setattr(alibaba_rows, "read_rows", read_rows)


@_mutant
def takes_an_unknown_word_for_done(patch: pytest.MonkeyPatch) -> None:
    real = alibaba_rows._row_state
    patch.setattr(alibaba_rows, "_row_state", lambda row: "succeeded" if real(row) == "unknown" else real(row))


@_mutant
def takes_done_for_success(patch: pytest.MonkeyPatch) -> None:
    real = _task.agreed_state

    def state(word: Any, *places: Any) -> Any:
        return _task.Verdict("succeeded") if word == "done" else real(word, *places)

    patch.setattr(huawei_rows, "agreed_state", state)


@_mutant
def believes_contradictory_counters(patch: pytest.MonkeyPatch) -> None:
    real = _task.agreed_state

    def state(word: Any, counts: Any, *places: Any) -> Any:
        return _task.Verdict("succeeded") if word == "done" and not counts.failed else real(word, counts, *places)

    patch.setattr(huawei_rows, "agreed_state", state)


@_mutant
def judges_by_the_first_row(patch: pytest.MonkeyPatch) -> None:
    real = _task.agreed_state
    patch.setattr(_url_rows, "agreed_state", lambda word, counts, urls, *more: real(word, counts, urls[:1], *more))


@_mutant
def trusts_a_cut_answer(patch: pytest.MonkeyPatch) -> None:
    real = alibaba_rows.read_rows

    def read_rows(document: Any) -> Any:
        found = real(document)
        return found and (found[0], len(found[0]))

    patch.setattr(alibaba_rows, "read_rows", read_rows)


@_mutant
def forgets_the_grace(patch: pytest.MonkeyPatch) -> None:
    def expired(self: _ledger.Ledger) -> list[Reference]:
        return [r for r in self.leftover() if (task := self._entries[r.key].task) and task.state == "not_found"]

    patch.setattr(_ledger.Ledger, "expired", expired)


@_mutant
def counts_the_grace_from_the_start_alone(patch: pytest.MonkeyPatch) -> None:
    real = _ledger.Ledger.record

    def record(self: _ledger.Ledger, task: Task, now: float) -> None:
        real(self, task, now)
        entry = self._entries[task.provider, task.id]
        entry.missing_since = entry.missing_since and self.started_at

    patch.setattr(_ledger.Ledger, "record", record)


@_mutant
def takes_not_found_for_success(patch: pytest.MonkeyPatch) -> None:
    real = _ledger.Ledger.outcome
    patch.setattr(_ledger.Ledger, "outcome", lambda self: "succeeded" if real(self) == "not_found" else real(self))


@_mutant
def never_gives_up_on_a_missing_id(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(_ledger.Ledger, "expired", lambda self: [])


@_mutant
def tolerates_one_failure_too_many(patch: pytest.MonkeyPatch) -> None:
    real = _ledger.Ledger.count

    def count(self: _ledger.Ledger, *states: str, provider: str | None = None) -> int:
        number = real(self, *states, provider=provider)
        return max(0, number - 1) if states == ("failed",) else number

    patch.setattr(_ledger.Ledger, "count", count)


@_mutant
def ignores_the_deadline(patch: pytest.MonkeyPatch) -> None:
    real = _clock.Deadline
    patch.setattr(_wait, "Deadline", lambda clock, seconds: real(clock, seconds + 100))


@_mutant
def gives_up_early(patch: pytest.MonkeyPatch) -> None:
    real = _clock.Deadline
    patch.setattr(_wait, "Deadline", lambda clock, seconds: real(clock, seconds / 2))


@_mutant
def polls_too_slowly(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(_wait, "JITTER", 2.0)


@_mutant
def repeats_refused_credentials(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(_http, "_worth_repeating", lambda request, error: True)


@_mutant
def goes_on_after_a_lasting_error(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(_errors.ApiError, "is_passing", True)


@_mutant
def ends_at_a_passing_fault(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(_errors.ApiError, "is_passing", False)


@_mutant
def sends_all_at_once_with_untried_credentials(patch: pytest.MonkeyPatch) -> None:
    real = _wait._Lane.__init__

    def init(self: Any, *arguments: Any) -> None:
        real(self, *arguments)
        self._accepted = True

    patch.setattr(_wait._Lane, "__init__", init)


@_mutant
def asks_for_finished_tasks_again(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        _ledger.Ledger,
        "unfinished",
        lambda self, provider: [entry.reference for key, entry in self._entries.items() if key[0] == provider],
    )


@_mutant
def begins_with_the_same_task_each_time(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(_wait, "_rotated", lambda references, _turn: list(references))


@_mutant
def never_takes_a_group_apart(patch: pytest.MonkeyPatch) -> None:
    real = _wait._Lane.begin

    def begin(self: Any, ledger: Any) -> None:
        real(self, ledger)
        self._took_apart = True

    patch.setattr(_wait._Lane, "begin", begin)


@_mutant
def leaves_tasks_out_of_a_sweep(patch: pytest.MonkeyPatch) -> None:
    real = _seam.Provider.batches_of
    patch.setattr(_seam.Provider, "batches_of", lambda self, references: real(self, references)[:2])


@_mutant
def asks_for_reasons_before_the_verdict(patch: pytest.MonkeyPatch) -> None:
    real = huawei.HuaweicloudCdn.read_list

    def read_list(self: Any, references: Any) -> Iterator[Task]:
        for task in real(self, references):
            yield self.details(task) if task.state == "failed" else task

    patch.setattr(huawei.HuaweicloudCdn, "read_list", read_list)


@_mutant
def holds_back_what_a_chain_has_told(patch: pytest.MonkeyPatch) -> None:
    real = huawei.HuaweicloudCdn.read_list
    patch.setattr(huawei.HuaweicloudCdn, "read_list", lambda self, references: iter(list(real(self, references))))


@_mutant
def takes_all_of_the_rate(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(_wait, "SHARE", 1.0)


@_mutant
def tries_a_broken_list_for_ever(patch: pytest.MonkeyPatch) -> None:
    real = _wait._Lane.begin

    def begin(self: Any, ledger: Any) -> None:
        self._list_failed = False
        real(self, ledger)

    patch.setattr(_wait._Lane, "begin", begin)


@_mutant
def repeats_what_has_taken_its_whole_time(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(_http, "TOO_SLOW", ())


@_mutant
def has_no_budget(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(_budget.Budget, "wait_for_turn", lambda self, deadline=None: True)


@_mutant
def calls_a_little_too_fast(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(_budget, "HEADROOM", 1.1)


@_mutant
def loses_a_task(patch: pytest.MonkeyPatch) -> None:
    real = _ledger.Ledger.tasks

    def tasks(self: _ledger.Ledger) -> Sequence[Task]:
        return real(self)[: max(1, len(self._entries) - 1)]

    patch.setattr(_ledger.Ledger, "tasks", tasks)


@_mutant
def repeats_what_the_provider_echoes(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(_secrets.Secrets, "_finds", lambda self, text, patterns: False)


@_mutant
def names_the_wrong_leftover(patch: pytest.MonkeyPatch) -> None:
    real = _verdict.result

    def result(progress: Any, outcome: Any, request: Any) -> dict[str, Any]:
        document = real(progress, outcome, request)
        return {**document, "leftover": document["leftover"][1:]}

    patch.setattr("tests.simulation.scenario.result", result)
