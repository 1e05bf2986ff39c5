# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Finds the tasks of a call that got no response, and those of an earlier run that cover a batch."""

from __future__ import annotations

from typing import Callable, Iterable

from ansible_collections.edgeops.cdn.plugins.module_utils._model.clock import Clock
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.submission import (
    Batch,
    BatchKind,
    Search,
    Submission,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task
from ansible_collections.edgeops.cdn.plugins.module_utils._model.urls import same
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Submitter

from .receipt import RUNNING_SINCE, Receipt

#: Seconds before each look for a submission that got no response: new tasks are not visible at once.
LOOKS = (1.0, 2.0, 4.0, 8.0)
#: Searches for one batch, where a provider finds tasks by their URLs one by one.
MOST_SEARCHES = 20


def recover(submitter: Submitter, batch: Batch, began: float, receipt: Receipt, clock: Clock) -> list[Task]:
    """The tasks that a call without a response surely made; none where they may be another job's."""
    search = Search(began, least=len(batch.urls), most=len(batch.urls))
    known: dict[str, Task] = {}
    found_before = False
    for pause in LOOKS:
        clock.sleep(pause)
        try:
            found = find(submitter, batch, search, known, again=True)
            receipt.look_error = None
        except ApiError as error:
            receipt.look_error = error
            if not error.is_passing:
                break
            continue
        # Once more: another job's may be seen before this one's.
        if found and found_before:
            break
        found_before = found
    used, missing = cover(batch, known.values())
    wanted = set(map(same, batch.urls))
    receipt.candidates = [task for task in known.values() if wanted & {same(url.url) for url in task.urls}]
    if missing or len(used) < len(receipt.candidates):
        return []
    if not all(submitter.is_surely_since(task, began) for task in used):
        return []
    receipt.candidates = []
    return used


def skip_running(submitter: Submitter, receipt: Receipt) -> None:
    """Put down, without sending them, the batches that unfinished tasks cover already."""
    everything: dict[BatchKind, set[str]] = {}
    for batch in receipt.left:
        everything.setdefault(batch.kind, set()).update(map(same, batch.urls))
    known: dict[BatchKind, dict[str, Task]] = {kind: {} for kind in everything}
    searched: set[BatchKind] = set()
    left = []
    for batch in receipt.left:
        wanted = everything[batch.kind]
        search = Search(receipt.began - RUNNING_SINCE, least=1, most=len(wanted), unfinished=True)
        candidates = known[batch.kind]

        def fits(task: Task, wanted: set[str] = wanted) -> bool:
            # Exactly what is to be submitted: a task about more than that is another one's.
            return {same(url.url) for url in task.urls} <= wanted

        again = not (submitter.finds_all and batch.kind in searched)
        searched.add(batch.kind)
        if find(submitter, batch, search, candidates, fits, again):
            tasks, _missing = cover(batch, candidates.values())
            receipt.submissions.append(Submission(batch, [task.id for task in tasks], skipped=True))
        else:
            left.append(batch)
    receipt.left = left


def find(
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


def cover(batch: Batch, tasks: Iterable[Task]) -> tuple[list[Task], list[str]]:
    """The tasks that hold URLs of a batch, none for nothing, and the URLs that no task holds."""
    missing = {same(url): url for url in batch.urls}
    used = []
    for task in tasks:
        held = {same(url.url) for url in task.urls} & set(missing)
        if held:
            used.append(task)
            for url in held:
                del missing[url]
    return used, list(missing.values())
