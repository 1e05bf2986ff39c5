# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""What is known of the tasks of a wait, and what follows from it. Pure: time comes in as numbers, tasks as answers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal, Sequence

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import Reference
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task

#: Percent that a task must have got on for its pace to be known.
MEASURABLE = 10
#: A task that gets on steadily is asked for again after this share of the time that it still seems to need ...
REST_SHARE = 0.5
#: ... but after so many poll intervals at the most, for progress may jump.
LONGEST_REST = 4
#: States that say nothing of when a task will finish: it is asked for in every sweep.
UNSETTLED = ("unknown", "not_found")

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
    #: So many failed tasks are put up with.
    max_failed: int = 0
    #: For so long an id may be unknown to its provider, from the start or since it was first missed again.
    missing_grace: float = 60.0
    #: Look once and do not wait (check mode).
    once: bool = False


@dataclass
class _Entry:
    reference: Reference
    #: Since when answers have not found it; None while they do.
    missing_since: float | None
    answered_at: float
    #: Until then, it is known to be unfinished without being asked for.
    rests_until: float
    #: When it first told its progress, and what it told.
    first_progress: tuple[float, int] | None = None
    #: What it told last, and since when, at the earliest, it may have been so.
    last_progress: tuple[float, int] | None = None
    task: Task | None = None
    polls: int = 0


class Ledger:
    """One entry for each reference. A finished task stays as it was answered; every other may change."""

    def __init__(self, references: Sequence[Reference], policy: Policy, now: float) -> None:
        self.policy = policy
        self.started_at = now
        #: The lasting error that ended the wait.
        self.error: ApiError | None = None
        self._entries = {reference.key: _Entry(reference, now, now, now) for reference in references}
        self._unfinished: dict[str, dict[str, _Entry]] = {}
        for reference in references:
            self._unfinished.setdefault(reference.provider, {})[reference.id] = self._entries[reference.key]
        self._states: Counter[tuple[str, str]] = Counter(
            (entry.reference.provider, "waiting") for entry in self._entries.values()
        )

    def record(self, task: Task, now: float) -> None:
        """Take in an answer. One about a task that was not asked for, or that has finished already, is ignored."""
        entry = self._unfinished.get(task.provider, {}).get(task.id)
        if entry is None:
            return
        self._states[task.provider, entry.task.state if entry.task else "waiting"] -= 1
        self._states[task.provider, task.state] += 1
        entry.task = task
        entry.polls += 1
        answered_before, entry.answered_at = entry.answered_at, now
        if task.state != "not_found":
            entry.missing_since = None
        elif entry.missing_since is None:
            entry.missing_since = now
        entry.rests_until = now + self._rest(entry, now, answered_before)
        if task.finished:
            del self._unfinished[task.provider][task.id]

    def _rest(self, entry: _Entry, now: float, answered_before: float) -> float:
        """Seconds for which a task need not be asked for, since it has told how far it is and how fast it gets on."""
        progress = entry.task.progress if entry.task else None
        if not progress:  # a task that has not begun says nothing about its pace
            return 0.0
        began_at, began_with = entry.first_progress = entry.first_progress or (now, progress)
        if entry.last_progress is None or entry.last_progress[1] != progress:
            entry.last_progress = (answered_before, progress)
        if progress < began_with + MEASURABLE:
            return 0.0
        moved_at = entry.last_progress[0]
        needed = (moved_at - began_at) * (100 - progress) / (progress - began_with) - (now - moved_at)
        rest = min(needed * REST_SHARE, LONGEST_REST * self.policy.poll_interval)
        # Less than two intervals are not worth a rest: the next poll comes when it comes.
        return rest if rest >= 2 * self.policy.poll_interval else 0.0

    def queue(self, provider: str, now: float, most_age: float) -> tuple[list[Reference], int]:
        """What is unfinished at a provider, the oldest answers first; and how many of these are to be asked for now.

        That is every one whose answer is most_age seconds old. If there is none, it is one: as long as that one
        is unfinished, the wait is not over. It is none at all while a task rests.
        """
        # Of answers of the same age the last one given first: what was submitted last is likely to finish last.
        entries = list(self._unfinished[provider].values())[::-1]
        due_at = {entry.reference.id: _due_at(entry, most_age) for entry in entries}
        entries.sort(key=lambda entry: due_at[entry.reference.id])
        references = [entry.reference for entry in entries]
        due = sum(moment <= now for moment in due_at.values())
        resting = any(entry.rests_until > now for entry in entries)
        return references, due or min(len(references), 0 if resting else 1)

    def count_unfinished(self, provider: str) -> int:
        """How many tasks are left to ask a provider for."""
        return len(self._unfinished[provider])

    def is_finished(self, provider: str) -> bool:
        """Whether nothing is left to ask a provider."""
        return not self._unfinished[provider]

    def leftover(self) -> list[Reference]:
        """What has not finished, in the order given."""
        return [entry.reference for entry in self._entries.values() if entry.task is None or not entry.task.finished]

    def tasks(self) -> list[Task]:
        """Every task exactly once, as it was last answered, in the order given."""
        return [
            entry.task or Task(id=entry.reference.id, provider=entry.reference.provider, state="unknown")
            for entry in self._entries.values()
        ]

    def count(self, *states: str, provider: str | None = None) -> int:
        """How many tasks are in one of these states; "waiting" are those that no answer has come for yet."""
        return sum(
            number
            for (of, state), number in self._states.items()
            if provider in (None, of) and (not states or state in states)
        )

    def providers(self) -> list[str]:
        """Every provider that there is a task of, in the order given."""
        return list(self._unfinished)

    def expired(self) -> list[Reference]:
        """The tasks that an answer after the grace, and at least the second one, did not find."""
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
        """The verdict, as soon as there is one. Success only where an answer said so for every required task."""
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


def _due_at(entry: _Entry, most_age: float) -> float:
    """When a task has to be asked for at the latest."""
    if not most_age or entry.task is None or entry.task.state in UNSETTLED:
        return entry.answered_at
    return max(entry.answered_at + most_age, entry.rests_until)
