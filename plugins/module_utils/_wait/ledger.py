# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""What is known of the tasks of a wait, and what follows from it. Pure: time comes in as numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Literal, Sequence

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import Reference
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task

#: error: a provider refused for good; failed is the verdict on tasks alone.
Outcome = Literal["succeeded", "failed", "timed_out", "not_found", "error"]


@dataclass(frozen=True)
class Policy:
    """What a wait waits for. Times are in seconds."""

    timeout: float
    poll_interval: float = 5.0
    #: succeeded, or finished: any verdict will do.
    condition: str = "succeeded"
    #: End at the first failure beyond max_failed, not when every task has finished.
    fail_fast: bool = True
    #: The number of failed tasks to tolerate.
    max_failed: int = 0
    #: Seconds for which an id may be unknown to its provider, from the start or since it was first missed again.
    missing_grace: float = 60.0
    #: Look once and do not wait (check mode).
    once: bool = False
    #: Which tasks the result holds: all, problems (unfinished or failed) or none.
    tasks: str = "all"
    #: Which URLs the tasks of the result hold: all, failed or none.
    urls: str = "all"
    #: How many URLs of a task a result that fails holds; None where that has no bound, or the wait may end well.
    most_urls: int | None = None


@dataclass
class _Entry:
    reference: Reference
    #: Since when responses have not found it; None while they do.
    missing_since: float | None
    answered_at: float
    task: Task | None = None
    #: URLs that the result asks for, but cannot hold.
    cut: int = 0
    polls: int = 0


class Ledger:
    """One entry for each reference. A finished task stays as it is; every other may change."""

    def __init__(self, references: Sequence[Reference], policy: Policy, now: float) -> None:
        self.policy = policy
        self.started_at = now
        #: The lasting error that ended the wait.
        self.error: ApiError | None = None
        self._entries = {reference.key: _Entry(reference, now, now) for reference in references}
        self._unfinished: dict[str, dict[str, _Entry]] = {}
        for reference in references:
            self._unfinished.setdefault(reference.provider, {})[reference.id] = self._entries[reference.key]
        self._states: Counter[tuple[str, str]] = Counter(
            (entry.reference.provider, "waiting") for entry in self._entries.values()
        )

    def record(self, task: Task, now: float) -> None:
        """Take in a task as a response told it; ignore one that was not asked for, or that has finished."""
        entry = self._unfinished.get(task.provider, {}).get(task.id)
        if entry is None:
            return
        self._states[task.provider, entry.task.state if entry.task else "waiting"] -= 1
        self._states[task.provider, task.state] += 1
        self._keep(entry, task)
        entry.polls += 1
        entry.answered_at = now
        if task.state != "not_found":
            entry.missing_since = None
        elif entry.missing_since is None:
            entry.missing_since = now
        if task.finished:
            del self._unfinished[task.provider][task.id]

    def explain(self, task: Task) -> None:
        """Take in a task once more, with its URLs; its state stays as it was."""
        entry = self._entries.get((task.provider, task.id))
        if entry is not None and entry.task is not None and entry.task.state == task.state:
            self._keep(entry, task)

    def _keep(self, entry: _Entry, task: Task) -> None:
        """Put a task into an entry without what no result shows: of a million URLs the rest would fill the memory.

        The first URL that failed is kept in any case: the message names it.
        """
        policy = self.policy
        urls = [url for url in task.urls if policy.urls == "all" or url.state == "failed"]
        entry.cut = 0
        if "none" in (policy.tasks, policy.urls) or (policy.tasks == "problems" and task.state == "succeeded"):
            urls = [url for url in urls if url.state == "failed"][:1]
        elif policy.most_urls is not None and not (task.state == "failed" and self._tolerates()):
            entry.cut = max(0, len(urls) - policy.most_urls)
            urls = urls[: policy.most_urls]
        entry.task = replace(task, urls=urls, raw=())

    def _tolerates(self) -> bool:
        """Whether so many failed tasks do not fail the wait yet, so that its result may hold all of their URLs."""
        return self.count("failed") <= self.policy.max_failed

    def cut(self, tasks: Sequence[Task]) -> int:
        """How many URLs of these tasks the ledger has not kept although the result asks for them."""
        return sum(self._entries[task.provider, task.id].cut for task in tasks)

    def unfinished(self, provider: str) -> list[Reference]:
        """What is left to ask a provider for, in the order given."""
        return [entry.reference for entry in self._unfinished[provider].values()]

    def is_finished(self, provider: str) -> bool:
        """Whether nothing is left to ask a provider."""
        return not self._unfinished[provider]

    def leftover(self) -> list[Reference]:
        """What has not finished, in the order given."""
        return [entry.reference for entry in self._entries.values() if entry.task is None or not entry.task.finished]

    def tasks(self) -> list[Task]:
        """Every task exactly once, as a response last told it, in the order given."""
        return [
            entry.task or Task(id=entry.reference.id, provider=entry.reference.provider, state="unknown")
            for entry in self._entries.values()
        ]

    def count(self, *states: str, provider: str | None = None) -> int:
        """How many tasks are in one of these states; "waiting" are those that no response has told of yet."""
        return sum(
            number
            for (of, state), number in self._states.items()
            if provider in (None, of) and (not states or state in states)
        )

    def providers(self) -> list[str]:
        """Every provider that there is a task of, in the order given."""
        return list(self._unfinished)

    def expired(self) -> list[Reference]:
        """The tasks that a response after the grace, and at least the second one, did not find."""
        if not self.count("not_found"):
            return []
        return [
            entry.reference
            for entries in self._unfinished.values()
            for entry in entries.values()
            if entry.missing_since is not None
            and entry.polls >= 2
            and entry.answered_at - entry.missing_since >= self.policy.missing_grace
        ]

    def outcome(self) -> Outcome | None:
        """The verdict, once there is one; success only where a response said so of every required task."""
        if self.error is not None:
            return "error"
        failed = self.count("failed")
        tolerated = self.policy.max_failed if self.policy.condition == "succeeded" else 0
        too_many = failed > tolerated
        if too_many and self.policy.fail_fast and self.policy.condition == "succeeded":
            return "failed"
        expired = self.expired()
        if expired and self.policy.fail_fast:
            return "not_found"
        if sum(map(len, self._unfinished.values())) > len(expired):
            return None
        if too_many:
            return "failed"
        return "not_found" if expired else "succeeded"
