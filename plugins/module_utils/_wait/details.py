# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.
"""Asks which URLs of failed tasks failed, and why: after the verdict, which never waits for it."""

from __future__ import annotations

from typing import Mapping, Sequence

from ansible_collections.edgeops.cdn.plugins.module_utils._model.clock import Deadline
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Provider

from .engine import CONCURRENCY, Call, TaskWorkers
from .ledger import Ledger
from .workers import Job


def unexplained(ledger: Ledger, most: int | None) -> list[Task]:
    """The failed tasks without a known failed URL, among as many as a result shows.

    A provider that has refused for good is not asked again.
    """
    refused = ledger.error.provider if ledger.error is not None else None
    failed = [task for task in ledger.tasks() if task.state == "failed"][:most]
    return [task for task in failed if task.provider != refused and not any(url.state == "failed" for url in task.urls)]


def explain(
    tasks: Sequence[Task],
    ledger: Ledger,
    providers: Mapping[str, Provider],
    deadline: Deadline,
    workers: TaskWorkers,
) -> None:
    """Put the URLs of tasks into the ledger until the deadline; what cannot be had stays unknown."""
    for provider in providers.values():
        provider.ease(1.0)
        provider.end_at(deadline)
    waiting = list(tasks)
    under_way = 0
    while (waiting or under_way) and deadline.remaining() > 0:
        while waiting and under_way < CONCURRENCY:
            under_way += 1
            workers.submit(_job(waiting.pop(0), providers))
        for news in workers.wait(deadline.remaining()):
            # What the sweeps still had under way when the verdict came is of no interest any more.
            if news.tag.kind != "details":
                continue
            if news.found is not None:
                ledger.explain(news.found)
            if news.ended:
                under_way -= 1
                if isinstance(news.error, ApiError) and not news.error.is_passing:
                    return
                if news.error is not None and not isinstance(news.error, ApiError):
                    raise news.error


def _job(task: Task, providers: Mapping[str, Provider]) -> Job[Call, Task]:
    provider = providers[task.provider]
    return Job(Call(task.provider, "details", ()), lambda: [provider.details(task)])
