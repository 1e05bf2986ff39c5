# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""The submit engine: what is sent, what is not sent twice, and what is known of every call in the end.

A submission spends quota and is not idempotent. One that may have arrived is never repeated: its tasks are looked for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Callable, Mapping, Sequence

from ansible_collections.edgeops.cdn.plugins.module_utils._model.clock import Clock
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError, mistake
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import Reference, is_id
from ansible_collections.edgeops.cdn.plugins.module_utils._model.submission import (
    Batch,
    Kind,
    Search,
    Submission,
    cover,
    shortages,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task
from ansible_collections.edgeops.cdn.plugins.module_utils._model.urls import same
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.submitter import Submitter

#: Seconds before each look for a submission that got no answer: new tasks are not visible at once.
LOOKS = (1.0, 2.0, 4.0, 8.0)
#: Unfinished tasks that are older, in seconds, are not looked at for what a submission repeats.
RUNNING_SINCE = 86_400.0
#: Searches for one batch, where a provider finds tasks by their URLs one by one.
MOST_SEARCHES = 20


@dataclass
class Report:
    """What became of a submission; filled while it goes on, so that a failure loses nothing."""

    #: Batches that there are tasks of, in the order submitted.
    submissions: list[Submission] = field(default_factory=list)
    #: Batches that were not accepted, or not sent, in order.
    left: list[Batch] = field(default_factory=list)
    #: The first of those left, where nobody knows whether it was accepted.
    uncertain: bool = False
    #: Tasks that may be its, or another job's.
    candidates: list[Task] = field(default_factory=list)
    #: Why it was looked for in vain, where the list of tasks could not be read.
    look_error: ApiError | None = None
    #: What ended it early.
    error: ApiError | None = None
    #: Quotas that do not suffice, in words; nothing was sent then.
    short: list[str] = field(default_factory=list)
    #: Seconds since the epoch.
    began: float = 0.0

    @property
    def failed(self) -> bool:
        return self.error is not None or bool(self.short)

    @property
    def sent(self) -> list[Submission]:
        """Those that this run has spent quota on."""
        return [submission for submission in self.submissions if not submission.skipped]

    def ids(self) -> list[str]:
        """The ids of all tasks, each once: several calls may share one."""
        return list(dict.fromkeys(task_id for submission in self.submissions for task_id in submission.ids))

    def references(self, provider: str) -> list[Reference]:
        """The tasks, with the time before which none of them was created."""
        old = {task_id for submission in self.submissions if submission.skipped for task_id in submission.ids}
        return [
            Reference(provider, task_id, self.began - RUNNING_SINCE if task_id in old else self.began)
            for task_id in self.ids()
        ]


def submit(
    submitter: Submitter,
    runtime: Runtime,
    skip_if_running: bool = False,
    require_quota: bool = False,
    dry: bool = False,
) -> Report:
    """Submit every batch, up to the first that fails. A dry run reads what the others read, and sends nothing."""
    report = Report(left=list(submitter.batches), began=runtime.clock.time())
    try:
        if skip_if_running:
            _skip_running(submitter, report)
        if require_quota:
            _check_quota(submitter, report, runtime.warn)
        if not dry and not report.short:
            while report.left:
                report.submissions.append(_send(submitter, report, runtime.clock))
                del report.left[0]
    except ApiError as error:
        report.error = error
    except Exception as exc:  # pylint: disable=broad-exception-caught  # what was submitted must not be lost
        report.error = unexpected(exc, submitter.name)
    return report


def unexpected(exc: Exception, provider: str) -> ApiError:
    """For what should not happen."""
    return ApiError("UnexpectedError", mistake(exc), "lasting", provider)


def _check_quota(submitter: Submitter, report: Report, warn: Callable[[str], None]) -> None:
    if not report.left:
        return
    report.short, unknown = shortages(report.left, submitter.quotas())
    for kind in unknown:
        warn(f"{submitter.name}: there is no known quota for {kind}, so that require_quota could not look at it.")


def _send(submitter: Submitter, report: Report, clock: Clock) -> Submission:
    batch = report.left[0]
    client = submitter.provider.client
    began, calls = clock.time(), client.calls
    try:
        accepted = submitter.send(batch)
        if not accepted.ids or not all(map(is_id, accepted.ids)):
            text = "the answer is JSON, but does not name a task"
            raise ApiError(
                "InvalidAnswer", text, "passing", provider=submitter.name, status=200, request_id=accepted.request_id
            )
    except ApiError as error:
        # Without a call, it was the way to sign in that failed.
        report.uncertain = client.calls > calls and _may_have_arrived(error)
        tasks = _recover(submitter, batch, began, report, clock) if report.uncertain else []
        if not tasks:
            raise
        report.uncertain = False
        return Submission(batch, [task.id for task in tasks], error.request_id, recovered=True)
    except Exception:
        report.uncertain = client.calls > calls
        raise
    return Submission(batch, accepted.ids, accepted.request_id)


def _may_have_arrived(error: ApiError) -> bool:
    """Whether a submission may have been accepted all the same: not where the provider has refused it."""
    return error.arrived and (error.kind == "passing" or error.status is None or not error.understood)


def _recover(submitter: Submitter, batch: Batch, began: float, report: Report, clock: Clock) -> list[Task]:
    """The tasks that a call without an answer surely made; none where they are not found, or may be another job's."""
    search = Search(began, least=len(batch.urls), most=len(batch.urls))
    known: dict[str, Task] = {}
    found_before = False
    for pause in LOOKS:
        clock.sleep(pause)
        try:
            found = _find(submitter, batch, search, known, again=True)
            report.look_error = None
        except ApiError as error:
            report.look_error = error
            if not error.is_passing:
                break
            continue
        # Once more: another job's may be seen before this one's.
        if found and found_before:
            break
        found_before = found
    used, missing = cover(batch, known.values())
    wanted = set(map(same, batch.urls))
    report.candidates = [task for task in known.values() if wanted & {same(url.url) for url in task.urls}]
    if missing or len(used) < len(report.candidates):
        return []
    if not all(submitter.is_surely_since(task, began) for task in used):
        return []
    report.candidates = []
    return used


def _skip_running(submitter: Submitter, report: Report) -> None:
    """Put down, without sending them, the batches that unfinished tasks cover already."""
    everything: dict[Kind, set[str]] = {}
    for batch in report.left:
        everything.setdefault(batch.kind, set()).update(map(same, batch.urls))
    known: dict[Kind, dict[str, Task]] = {kind: {} for kind in everything}
    searched: set[Kind] = set()
    left = []
    for batch in report.left:
        wanted = everything[batch.kind]
        search = Search(report.began - RUNNING_SINCE, least=1, most=len(wanted), unfinished=True)
        candidates = known[batch.kind]

        def fits(task: Task, wanted: set[str] = wanted) -> bool:
            # Exactly what is to be submitted: a task about more than that is another one's.
            return {same(url.url) for url in task.urls} <= wanted

        again = not (submitter.finds_all and batch.kind in searched)
        searched.add(batch.kind)
        if _find(submitter, batch, search, candidates, fits, again):
            tasks, _missing = cover(batch, candidates.values())
            report.submissions.append(Submission(batch, [task.id for task in tasks], skipped=True))
        else:
            left.append(batch)
    report.left = left


def _find(
    submitter: Submitter,
    batch: Batch,
    search: Search,
    known: dict[str, Task],
    fits: Callable[[Task], bool] = lambda _task: True,
    may_search: bool = True,
    again: bool = False,
) -> bool:
    """Whether known tasks cover a batch; takes in more of them for as long as that helps.

    Again: looks from the beginning, for more tasks than are known.
    """
    _used, missing = cover(batch, () if again else known.values())
    for _number in range(MOST_SEARCHES if may_search else 0):
        if not missing:
            break
        for task in submitter.find(batch, missing[0], search):
            if task.id not in known and fits(task):
                known[task.id] = task
        before = len(missing)
        _used, missing = cover(batch, known.values())
        # Without the URL that was asked for, the batch cannot be covered.
        if len(missing) == before or submitter.finds_all:
            break
    return not missing


def look(submitter: Submitter, report: Report, runtime: Runtime) -> list[Task]:
    """The facts of all tasks as of now, in as few calls as possible; what was accepted stays so where a look fails."""
    found: dict[str, Task] = {}
    try:
        references = report.references(submitter.name)
        for batch in submitter.provider.plan(references, len(references)):
            found.update((task.id, task) for task in submitter.provider.fetch(batch) if task.state != "not_found")
    except ApiError as error:
        runtime.warn(f"The tasks were accepted, but how they stand cannot be read now: {error}")
    return [found.get(task.id, task) for task in stand_ins(submitter.name, report)]


def stand_ins(provider: str, report: Report) -> list[Task]:
    """For tasks that are not visible yet: what is known is that they were accepted, and nothing else."""
    batches = {task_id: submission.batch for submission in report.submissions for task_id in submission.ids}
    return [
        Task(task_id, provider, "pending", batches[task_id].operation, batches[task_id].object_type)
        for task_id in report.ids()
    ]


def partly_accepted(submitter: Submitter, report: Report, tasks: Sequence[Task]) -> list[str]:
    """A warning for each task that has another number of URLs than were submitted."""
    if not submitter.one_task_per_call:
        return []
    totals: Mapping[str, int | None] = {task.id: task.counts.total for task in tasks}
    texts = []
    for submission in report.sent:
        for task_id in submission.ids:
            total, expected = totals.get(task_id), len(submission.batch.urls)
            # A total of nothing is that of a task that is not counted yet.
            if total and total != expected:
                texts.append(
                    f"{submitter.name}: {expected} URLs were submitted, but task {task_id} has {total}. Perhaps not "
                    "all of them were accepted."
                )
    return texts
