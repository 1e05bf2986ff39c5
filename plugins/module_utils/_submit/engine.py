# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""The submit engine: what it sends, what it never sends twice, and what is known of every call.

A submission spends quota and is not idempotent. One that may have arrived is never repeated: its tasks are looked for.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Callable, Iterable, Mapping, Sequence

from ansible_collections.edgeops.cdn.plugins.module_utils._model.clock import Clock
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError, mistake
from ansible_collections.edgeops.cdn.plugins.module_utils._model.quota import Quota
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import is_id
from ansible_collections.edgeops.cdn.plugins.module_utils._model.shown import told
from ansible_collections.edgeops.cdn.plugins.module_utils._model.submission import (
    Accepted,
    Batch,
    BatchKind,
    Refusal,
    Submission,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task
from ansible_collections.edgeops.cdn.plugins.module_utils._model.urls import same
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Runtime, Submitter

from .lookup import recover, skip_running
from .receipt import Receipt

#: Characters of a provider's reason that are shown.
LONGEST_REASON = 500


def submit(
    submitter: Submitter,
    batches: Sequence[Batch],
    runtime: Runtime,
    skip_if_running: bool = False,
    require_quota: bool = False,
    dry: bool = False,
) -> Receipt:
    """What became of every batch, up to the first that fails. A dry run only reads, and sends nothing."""
    receipt = Receipt(left=list(batches), began=runtime.clock.time())
    try:
        if skip_if_running:
            skip_running(submitter, receipt)
        if require_quota:
            _check_quota(submitter, receipt, runtime.warn)
        if not dry and not receipt.short:
            while receipt.left:
                receipt.submissions += _send(submitter, receipt, runtime.clock)
                del receipt.left[0]
    except ApiError as error:
        receipt.error = error
    except Exception as exc:  # pylint: disable=broad-exception-caught  # what was submitted must not be lost
        receipt.error = unexpected(exc, submitter.name)
    if receipt.refused and receipt.error is None:
        receipt.error = _of_refusals(receipt.refused, submitter.name)
    return receipt


def unexpected(exc: Exception, provider: str) -> ApiError:
    """The error for what should not happen."""
    return ApiError("UnexpectedError", mistake(exc), "lasting", provider)


def _of_refusals(refused: Sequence[Refusal], provider: str) -> ApiError:
    """The error of a submission of which everything was sent, and not everything taken."""
    number = sum(len(refusal.batch.urls) for refusal in refused)
    text = f"the provider did not take {number} of the values, and said why of each"
    return ApiError("ValuesRefused", text, "lasting", provider)


def _check_quota(submitter: Submitter, receipt: Receipt, warn: Callable[[str], None]) -> None:
    if not receipt.left:
        return
    receipt.short, unknown = shortages(receipt.left, filter(submitter.draws_on, submitter.quotas()))
    for kind in unknown:
        warn(f"{submitter.name}: there is no known quota for {kind}, so that require_quota could not look at it.")


def _send(submitter: Submitter, receipt: Receipt, clock: Clock) -> list[Submission]:
    """What became of the first batch that is left; nothing where each of its values was refused."""
    batch = receipt.left[0]
    began, calls = clock.time(), submitter.provider.traffic.calls
    try:
        accepted = submitter.send(batch)
        taken, refused = _told_apart(batch, accepted.refused)
        if taken or accepted.ids:
            _check_ids(submitter, receipt, accepted)
    except Exception as exc:  # pylint: disable=broad-exception-caught  # what may have arrived is looked for in any case
        error = exc if isinstance(exc, ApiError) else unexpected(exc, submitter.name)
        # Without a call, it was the way to sign in that failed.
        receipt.uncertain = submitter.provider.traffic.calls > calls and _may_have_arrived(error)
        tasks = recover(submitter, batch, began, receipt, clock) if receipt.uncertain else []
        if not tasks:
            raise error from None
        receipt.uncertain = False
        return [Submission(batch, [task.id for task in tasks], error.request_id, recovered=True)]
    receipt.refused += refused
    # A task of which every value was refused is one that somebody has to look at: it is not lost.
    accepted_batch = replace(batch, urls=taken or batch.urls)
    return [Submission(accepted_batch, accepted.ids, accepted.request_id)] if accepted.ids else []


def _told_apart(batch: Batch, refused: Mapping[str, str]) -> tuple[list[str], list[Refusal]]:
    """What was taken of a batch, and what was not, by reason; a provider may spell a URL in its own way."""
    by_reason: dict[str, list[str]] = {}
    spelled = {same(url): url for url in batch.urls}
    for url, reason in refused.items():
        by_reason.setdefault(told(reason, LONGEST_REASON), []).append(spelled.get(same(url), url))
    gone = {url for urls in by_reason.values() for url in urls}
    refusals = [Refusal(replace(batch, urls=urls), reason) for reason, urls in by_reason.items()]
    return [url for url in batch.urls if url not in gone], refusals


def _check_ids(submitter: Submitter, receipt: Receipt, accepted: Accepted) -> None:
    """Raise an ApiError for a response that is not the one to this call: a proxy may have mixed them up."""
    text = ""
    if not accepted.ids or not all(map(is_id, accepted.ids)):
        text = "the response does not name a task"
    elif submitter.one_task_per_call and set(accepted.ids) & set(receipt.ids()):
        text = "the response names the task of an earlier call"
    if text:
        raise ApiError(
            "InvalidAnswer", text, "passing", provider=submitter.name, status=200, request_id=accepted.request_id
        )


def _may_have_arrived(error: ApiError) -> bool:
    """Whether a submission may have been accepted all the same: not where the provider has refused it."""
    return error.arrived and (error.kind == "passing" or error.status is None or not error.understood)


def look(submitter: Submitter, receipt: Receipt, runtime: Runtime) -> list[Task]:
    """All tasks as they are now, in as few calls as possible; where that fails, as they were accepted."""
    found: dict[str, Task] = {}
    try:
        for task in submitter.provider.look(receipt.references(submitter.name)):
            if task.state != "not_found":
                found[task.id] = task
    except ApiError as error:
        runtime.warn(f"The tasks were accepted, but how they stand cannot be read now: {error}")
    return [found.get(task.id, task) for task in stand_ins(submitter.name, receipt)]


def stand_ins(provider: str, receipt: Receipt) -> list[Task]:
    """Tasks of which nothing is known but that the provider accepted them: they are not visible yet."""
    batches = {task_id: submission.batch for submission in receipt.submissions for task_id in submission.ids}
    return [
        Task(task_id, provider, "pending", batches[task_id].operation, batches[task_id].object_type)
        for task_id in receipt.ids()
    ]


def partly_accepted(submitter: Submitter, receipt: Receipt, tasks: Sequence[Task]) -> list[str]:
    """A warning for each task that lacks URLs that were submitted, as far as it tells."""
    if not submitter.one_task_per_call:
        return []
    by_id = {task.id: task for task in tasks}
    texts = []
    for submission in receipt.sent:
        for task_id in submission.ids:
            task = by_id.get(task_id)
            if task is not None and lacks_urls(task, submission.batch):
                texts.append(
                    f"{submitter.name}: {len(submission.batch.urls)} URLs were submitted, but task {task_id} has "
                    f"{task.counts.total}. Perhaps not all of them were accepted."
                )
    return texts


def lacks_urls(task: Task, batch: Batch) -> bool:
    """Whether a task is about other URLs than a batch; where it tells of each, about more of them is all right."""
    total = task.counts.total
    # A total of nothing is that of a task that is not counted yet.
    if not total:
        return False
    if len(task.urls) < total:
        return total != len(batch.urls)
    return not {same(url) for url in batch.urls} <= {same(url.url) for url in task.urls}


def shortages(batches: Sequence[Batch], quotas: Iterable[Quota]) -> tuple[list[str], list[str]]:
    """The kinds whose quota does not suffice today, in words, and the kinds without a known quota."""
    wanted: Counter[BatchKind] = Counter()
    for batch in batches:
        wanted[batch.kind] += len(batch.urls)
    known: dict[BatchKind, Quota] = {}
    for quota in quotas:
        kind = (quota.operation, quota.object_type)
        # Of several that are used up, the one of which the least is left decides.
        if quota.remaining is not None and quota.remaining < _remaining(known.get(kind)):
            known[kind] = quota
    short, unknown = [], []
    for kind, number in wanted.items():
        least = known.get(kind)
        if least is None:
            unknown.append(" ".join(kind))
        elif number > (least.remaining or 0):
            of = "" if least.limit is None else f" of {least.limit}"
            short.append(f"{' '.join(kind)}: {number} needed, {least.remaining}{of} left today")
    return short, unknown


def _remaining(quota: Quota | None) -> float:
    return float("inf") if quota is None or quota.remaining is None else quota.remaining
