# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""So that nobody has to believe the suite: the toy cloud's provider, broken in one way after the other.

Each mistake has to be noticed by the test that is named beside it, which the sound provider passes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest

from ansible_collections.edgeops.cdn.plugins.module_utils._http.budget import Budget
from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import Reference
from ansible_collections.edgeops.cdn.plugins.module_utils._model.submission import Accepted, Batch
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Counts, Task
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Declaration, Options, Runtime
from tests.conformance import (
    test_answers,
    test_budget,
    test_errors,
    test_identity,
    test_paging,
    test_secrets,
    test_states,
    test_submitting,
    test_waiting,
)
from tests.conformance.kit import Kit
from tests.conformance.toycloud import read, rows
from tests.conformance.toycloud.errors import read_error
from tests.conformance.toycloud.kit import KIT
from tests.conformance.toycloud.read import Toycloud
from tests.conformance.toycloud.submit import ToycloudSubmitter


class UnknownWordSucceeds(Toycloud):
    def read_task(self, record: Any) -> Task | None:
        task = super().read_task(record)
        return replace(task, state="succeeded", error=None) if task is not None and task.state == "unknown" else task


class WorkingSucceeds(Toycloud):
    def read_task(self, record: Any) -> Task | None:
        task = super().read_task(record)
        return replace(task, state="succeeded") if task is not None and task.state == "running" else task


class NothingSucceeds(Toycloud):
    def not_found(self, reference: Reference) -> Task:
        return Task(reference.id, self.name, "succeeded")


class NoUrlsSucceed(Toycloud):
    def read_task(self, record: Any) -> Task | None:
        task = super().read_task(record)
        return replace(task, state="succeeded", error=None) if task is not None and task.counts.total == 0 else task


class RowsAreNotCompared(Toycloud):
    """Verdict by the numbers alone."""

    def read_task(self, record: Any) -> Task | None:
        whole = super().read_task(record)
        if whole is None or whole.state != "unknown" or "done" not in whole.raw_state:
            return whole
        counts = whole.counts
        good = bool(counts.total) and counts.succeeded == counts.total and not counts.failed
        return replace(whole, state="succeeded", error=None) if good else whole


class FailuresAreNotCounted(Toycloud):
    def read_task(self, record: Any) -> Task | None:
        task = super().read_task(record)
        if task is None or task.state != "failed":
            return task
        total = task.counts.total
        return replace(task, state="succeeded", error=None, urls=[], counts=Counts(total, total, 0, 0))


class IdsAreFloats(Toycloud):
    def read_task(self, record: Any) -> Task | None:
        task = super().read_task(record)
        return replace(task, id=str(int(float(task.id)))) if task is not None and task.id.isdecimal() else task


class AnyTaskIsOurs(Toycloud):
    """By place, not by id."""

    def read_ids(self, references: Sequence[Reference]) -> Iterator[Task]:
        told = list(super().read_ids(references))
        page = rows.read_page(self.call("by_id", ids=",".join(reference.id for reference in references)))
        shown = [task for task in map(self.read_task, page[0] if page else ()) if task is not None]
        for task in told:
            yield replace(shown.pop(0), id=task.id) if shown else task


class MissingIdsAreLeftOut(Toycloud):
    def read_ids(self, references: Sequence[Reference]) -> Iterator[Task]:
        yield from (task for task in super().read_ids(references) if task.state != "not_found")


class OrderIsTheClouds(Toycloud):
    def read_ids(self, references: Sequence[Reference]) -> Iterator[Task]:
        yield from sorted(super().read_ids(references), key=lambda task: task.id)


class ErrorsUnderStatus200AreIgnored(Toycloud):
    def errors(self, answer: Answer, document: Any) -> ApiError | None:
        return None if answer.status == 200 else read_error(answer, document)


class ErrorsShowTheBody(Toycloud):
    def errors(self, answer: Answer, document: Any) -> ApiError | None:
        error = read_error(answer, document)
        if error is not None:
            error.message = f"{error.message}: {answer.body.decode('utf-8', 'replace')}"
        return error


class EveryErrorPasses(Toycloud):
    def errors(self, answer: Answer, document: Any) -> ApiError | None:
        error = read_error(answer, document)
        if error is not None and error.kind == "lasting":
            error.kind = "passing"
        return error


class BudgetIsIgnored(Toycloud):
    def call(self, rate: str, **parameters: str) -> Any:
        self.budgets = {**self.budgets, rate: Budget(1e9, self.runtime.clock)}
        return super().call(rate, **parameters)


class EveryCallHasABudgetOfItsOwn(Toycloud):
    def call(self, rate: str, **parameters: str) -> Any:
        self.budgets = {**self.budgets, rate: Budget(self.declaration.rates[rate], self.runtime.clock)}
        return super().call(rate, **parameters)


class ShiftedRowEndsTheList(Toycloud):
    """A row that was there already is taken for the end."""

    def pages(self) -> Iterator[list[Task]]:
        seen: set[str] = set()
        for number in range(1, read.LAST_PAGE + 1):
            page = rows.read_page(self.call("list", page=str(number), size=str(self.page_size)))
            tasks = [task for task in map(self.read_task, page[0] if page else ()) if task is not None]
            fresh = [task for task in tasks if task.id not in seen]
            seen.update(task.id for task in fresh)
            yield fresh
            if len(fresh) < self.page_size:
                break


class PagesAreReadForEver(Toycloud):
    def pages(self) -> Iterator[list[Task]]:
        for number in range(1, read.LAST_PAGE + 1):
            page = rows.read_page(self.call("list", page=str(number), size=str(self.page_size)))
            records, total = page or ([], 0)
            yield [task for task in map(self.read_task, records) if task is not None]
            if number * self.page_size >= total:
                break


class FirstPageIsAll(Toycloud):
    def pages(self) -> Iterator[list[Task]]:
        yield next(super().pages())


class DetailsComeBeforeTheVerdict(Toycloud):
    def read_ids(self, references: Sequence[Reference]) -> Iterator[Task]:
        for task in super().read_ids(references):
            yield next(super().read_ids([Reference(self.name, task.id)])) if task.state == "failed" else task

    def read_list(self, references: Sequence[Reference]) -> Iterator[Task]:
        for task in super().read_list(references):
            yield self.details(task) if task.state == "failed" else task


class SecretIsInAWarning(Toycloud):
    def __init__(self, declaration: Declaration, options: Options, runtime: Runtime) -> None:
        super().__init__(declaration, options, runtime)
        runtime.warn(f"signed in with {options['token']}")


class LostSubmissionIsRepeated(ToycloudSubmitter):
    repeatable = True


class FaultsOfSubmissionsAreRefusals(ToycloudSubmitter):
    """So that what may have been accepted is said to be left."""

    def send(self, batch: Batch) -> Accepted:
        try:
            return super().send(batch)
        except ApiError as error:
            error.kind, error.arrived = "lasting", False
            raise


class RefusedUrlsAreForgotten(ToycloudSubmitter):
    def send(self, batch: Batch) -> Accepted:
        return replace(super().send(batch), refused={})


class CallsAreTooLarge(ToycloudSubmitter):
    def batches(self) -> list[Batch]:
        batches = super().batches()
        first = batches[0]
        return [replace(first, urls=[url for batch in batches for url in batch.urls])]


class OldTasksAreFound(ToycloudSubmitter):
    def is_since(self, task: Task, moment: float) -> bool:
        return True

    def is_surely_since(self, task: Task, moment: float) -> bool:
        return True


@dataclass(frozen=True)
class Sabotage:
    """A mistake, and the test that has to notice it."""

    broken: type[Toycloud] | type[ToycloudSubmitter]
    notices: Callable[[Kit], None]


SABOTAGES: dict[str, Sabotage] = {
    "success out of an unknown word": Sabotage(UnknownWordSucceeds, test_states.test_undocumented_word_is_never_an_end),
    "success out of unfinished work": Sabotage(WorkingSucceeds, test_states.test_every_state_is_told_in_every_way),
    "success out of nothing": Sabotage(NothingSucceeds, test_identity.test_unknown_ids_are_not_found_and_said_to_be),
    "success out of no URLs": Sabotage(NoUrlsSucceed, test_states.test_without_a_url_there_is_no_success),
    "success out of rows that contradict the counters": Sabotage(
        RowsAreNotCompared,
        lambda kit: test_answers.test_any_one_change_makes_no_verdict_that_the_rest_does_not_bear_out(kit, "ids"),
    ),
    "success with a failed URL": Sabotage(FailuresAreNotCounted, test_states.test_one_failed_url_fails_the_task),
    "the error's whole body shown": Sabotage(ErrorsShowTheBody, test_errors.test_error_shows_nothing_else_of_the_body),
    "a foreign task taken for ours": Sabotage(AnyTaskIsOurs, test_identity.test_foreign_task_is_not_taken_for_ours),
    "an id through a float": Sabotage(IdsAreFloats, test_identity.test_ids_with_thirty_digits_stay_exact),
    "an error object under status 200 ignored": Sabotage(
        ErrorsUnderStatus200AreIgnored,
        lambda kit: test_errors.test_error_object_is_an_error_whatever_the_status(kit, 200),
    ),
    "a lasting error tried again": Sabotage(EveryErrorPasses, test_errors.test_lasting_error_is_never_tried_again),
    "the budget ignored": Sabotage(
        BudgetIsIgnored, lambda kit: test_budget.test_no_second_holds_more_calls_than_declared(kit, None)
    ),
    "a budget for every call": Sabotage(
        EveryCallHasABudgetOfItsOwn, lambda kit: test_budget.test_no_second_holds_more_calls_than_declared(kit, None)
    ),
    "a lost submission repeated": Sabotage(
        LostSubmissionIsRepeated, test_submitting.test_call_whose_answer_is_lost_is_not_made_twice
    ),
    "a lost submission called refused": Sabotage(
        FaultsOfSubmissionsAreRefusals, test_submitting.test_call_whose_answer_is_lost_is_not_made_twice
    ),
    "a refused URL forgotten": Sabotage(
        RefusedUrlsAreForgotten, test_submitting.test_what_is_refused_of_a_call_is_told_with_its_reason
    ),
    "a call beyond its limits": Sabotage(
        CallsAreTooLarge, test_submitting.test_every_kind_is_submitted_whole_and_within_the_limits
    ),
    "an old task taken for the lost one": Sabotage(
        OldTasksAreFound, test_submitting.test_task_of_another_job_is_not_taken_for_ours
    ),
    "a page that shifts loses a row": Sabotage(
        ShiftedRowEndsTheList,
        lambda kit: test_paging.test_rows_that_shift_because_tasks_arrive_are_not_lost_and_not_doubled(kit, 3),
    ),
    "a page without news read for ever": Sabotage(
        PagesAreReadForEver, lambda kit: test_paging.test_cloud_that_repeats_its_page_is_not_read_for_ever(kit, 3)
    ),
    "one page taken for all": Sabotage(FirstPageIsAll, lambda kit: test_paging.test_all_pages_are_read(kit, 3)),
    "a not-found id left out": Sabotage(
        MissingIdsAreLeftOut, test_identity.test_unknown_ids_are_not_found_and_said_to_be
    ),
    "answers in another order": Sabotage(OrderIsTheClouds, test_identity.test_each_id_is_answered_once_and_in_order),
    "a secret in a warning": Sabotage(SecretIsInAWarning, test_secrets.test_secrets_are_not_warned_of),
    "a details call while a sweep reads": Sabotage(
        DetailsComeBeforeTheVerdict, test_budget.test_call_takes_as_much_as_it_is_declared_to
    ),
    "a details call before a verdict": Sabotage(
        DetailsComeBeforeTheVerdict,
        test_waiting.test_sweep_makes_the_calls_that_are_declared_and_no_other_before_the_verdict,
    ),
    "unfinished work reported by a wait": Sabotage(
        WorkingSucceeds, lambda kit: test_waiting.test_every_promise_holds_for_every_seed(kit, False)
    ),
}


def broken(cls: type[Toycloud] | type[ToycloudSubmitter]) -> Kit:
    """The toy's kit with a broken provider, or a broken submitter."""
    provider = cls if issubclass(cls, Toycloud) else Toycloud
    submitter = cls if issubclass(cls, ToycloudSubmitter) else ToycloudSubmitter
    declared: Declaration = replace(
        KIT.declaration,
        open_provider=lambda options, runtime: provider(declared, options, runtime),
        open_submitter=lambda options, runtime: submitter(provider(declared, options, runtime), options, runtime),
    )
    return replace(KIT, declaration=declared)


@pytest.mark.cover
@pytest.mark.parametrize("name", SABOTAGES)
def test_sabotage_is_noticed(name: str) -> None:
    sabotage = SABOTAGES[name]
    # The sound one passes: it is the mistake that is noticed.
    sabotage.notices(broken(Toycloud))
    try:
        sabotage.notices(broken(sabotage.broken))
    except (AssertionError, ApiError, pytest.fail.Exception):
        return
    raise AssertionError(f"{name} went unnoticed")
