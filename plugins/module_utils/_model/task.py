# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""The normalised task, in one shape for every provider. Pure data, no I/O."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Iterable, Literal, Mapping, Sequence

from .shown import told

State = Literal["pending", "running", "succeeded", "failed", "not_found", "unknown"]
Operation = Literal["purge", "prefetch", "other"]

STATES: tuple[State, ...] = ("pending", "running", "succeeded", "failed", "not_found", "unknown")
#: State words that a warning names.
MOST_WORDS = 5
FINISHED: tuple[State, ...] = ("succeeded", "failed")

#: What a provider's word for a whole task means. done: finished, and whether well or badly is said elsewhere.
Word = Literal["pending", "running", "succeeded", "failed", "done", "unknown"]


@dataclass(frozen=True)
class TaskError:
    """The first failure of a task, or the reason why nothing was found."""

    code: str
    message: str

    def as_dict(self) -> dict[str, str]:
        return {"code": self.code, "message": self.message}


@dataclass(frozen=True)
class Url:
    """One URL (or directory, tag, ...) of a task."""

    url: str
    state: State
    progress: int | None = None
    error: TaskError | None = None

    def as_dict(self) -> dict[str, Any]:
        return {
            "url": self.url,
            "state": self.state,
            "progress": self.progress,
            "error": self.error.as_dict() if self.error else None,
        }


@dataclass(frozen=True)
class Counts:
    """How many URLs of a task are in which state; None where the provider did not say."""

    total: int | None = None
    succeeded: int | None = None
    failed: int | None = None
    unfinished: int | None = None

    def as_dict(self) -> dict[str, int | None]:
        return {
            "total": self.total,
            "succeeded": self.succeeded,
            "failed": self.failed,
            "unfinished": self.unfinished,
        }


@dataclass(frozen=True)
class Task:
    """A purge or prefetch task of any provider; docs/task.schema.json is its JSON Schema."""

    id: str
    provider: str
    state: State
    operation: Operation = "other"
    object_type: str = "other"
    progress: int | None = None
    counts: Counts = Counts()
    urls: Sequence[Url] = ()
    created_at: str | None = None
    error: TaskError | None = None
    raw_state: Sequence[str] = ()
    raw: Sequence[Mapping[str, Any]] = field(default=(), repr=False)
    #: The response left out what would decide it: not finished, whatever was shown. No key of a result.
    partial: bool = field(default=False, repr=False)

    @property
    def finished(self) -> bool:
        return self.state in FINISHED

    def as_dict(self, include_raw: bool = False, urls: str = "all") -> dict[str, Any]:
        """The task as the user sees it; urls is all, failed (those that failed) or none."""
        shown = [url for url in self.urls if urls == "all" or (urls == "failed" and url.state == "failed")]
        document: dict[str, Any] = {
            "id": self.id,
            "provider": self.provider,
            "operation": self.operation,
            "object_type": self.object_type,
            "state": self.state,
            "finished": self.finished,
            "progress": self.progress,
            "counts": self.counts.as_dict(),
            "urls": [url.as_dict() for url in shown],
            "created_at": self.created_at,
            "error": self.error.as_dict() if self.error else None,
            "raw_state": list(self.raw_state),
        }
        if include_raw:
            document["raw"] = [dict(record) for record in self.raw]
        return document

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Task:
        """The task that as_dict() made a document of, in a module of this collection on another host."""
        return cls(
            id=document["id"],
            provider=document["provider"],
            state=document["state"],
            operation=document["operation"],
            object_type=document["object_type"],
            progress=document["progress"],
            counts=Counts(**document["counts"]),
            urls=[
                Url(url["url"], url["state"], url["progress"], _error_from(url["error"])) for url in document["urls"]
            ],
            created_at=document["created_at"],
            error=_error_from(document["error"]),
            raw_state=document["raw_state"],
        )


#: URLs of a task that a failing result holds.
MOST_URLS = 10


def bounded(document: dict[str, Any], most: int | None) -> dict[str, Any]:
    """A task as_dict() made it, with so many URLs and state words at most; None leaves it as it is."""
    if most is None:
        return document
    return {**document, "urls": document["urls"][:most], "raw_state": document["raw_state"][:most]}


def _error_from(document: Mapping[str, str] | None) -> TaskError | None:
    return TaskError(document["code"], document["message"]) if document else None


def combined_state(states: Iterable[State]) -> State:
    """The state of a task from those of its URLs: done only when all are, succeeded only when all did."""
    seen = set(states)
    if not seen:
        return "not_found"
    if seen == {"pending"}:
        return "pending"
    if seen & {"pending", "running"}:
        return "running"
    if seen - {"succeeded", "failed"}:
        return "unknown"
    return "failed" if "failed" in seen else "succeeded"


@dataclass(frozen=True)
class Verdict:
    """What the places of a response say of a task when they are taken together."""

    state: State
    #: Why they do not make a finished task although one of them says so; empty where nothing contradicts.
    conflict: str = ""

    @property
    def error(self) -> TaskError | None:
        return TaskError("Contradiction", self.conflict) if self.conflict else None


def agreed_state(word: Word | None, counts: Counts | None, urls: Sequence[Url], legible: bool = True) -> Verdict:
    """The state that all of a response agrees on; never a finished one where something contradicts.

    word is the one for the whole task, None where the provider has none. counts are its counters as they were sent,
    unfinished being the URLs at work; None where it has none. urls are all rows that it shows; with none it tells
    numbers only. legible is false where a part that may matter could not be read.
    """
    if word == "unknown":
        return Verdict("unknown")
    by_rows = combined_state(url.state for url in urls)
    if word in ("pending", "running"):
        return Verdict("pending" if word == "pending" and by_rows in ("pending", "not_found") else "running")
    if word is None and by_rows not in FINISHED:
        return Verdict(by_rows)
    conflict = _conflict(word, counts, urls, legible)
    if conflict:
        return Verdict("unknown", conflict)
    failed = word == "failed" or by_rows == "failed" or bool(counts and counts.failed)
    return Verdict("failed" if failed else "succeeded")


def _conflict(word: Word | None, counts: Counts | None, urls: Sequence[Url], legible: bool) -> str:
    """What contradicts a finished task, in a few words; empty where nothing does."""
    if not legible:
        return "a part of the response is missing or cannot be read"
    shown = combined_counts(urls)
    if shown.unfinished:
        state = next(url.state for url in urls if url.state not in FINISHED)
        return f"the task is said to be finished, but {shown.unfinished} of {len(urls)} URLs are not (one is {state})"
    if counts is not None:
        if counts.total is None or counts.succeeded is None or counts.failed is None:
            return "the task is said to be finished, but not all of its counters are told"
        if not counts.total or counts.unfinished or counts.succeeded + counts.failed != counts.total:
            return (
                f"the task is said to be finished, but of {counts.total} URLs {counts.succeeded} succeeded, "
                f"{counts.failed} failed and {counts.unfinished or 0} are at work"
            )
        if urls and (shown.total, shown.succeeded, shown.failed) != (counts.total, counts.succeeded, counts.failed):
            return (
                f"the counters tell of {counts.total} URLs with {counts.failed} failed, the URLs shown are "
                f"{shown.total} with {shown.failed} failed"
            )
    elif not urls and word == "done":
        return "the task is said to be finished, but nothing tells how"
    failures = bool(shown.failed or (counts is not None and counts.failed))
    if word == "succeeded" and failures:
        return "the task is said to have succeeded, but URLs of it failed"
    if word == "failed" and not failures and (urls or counts is not None):
        return "the task is said to have failed, but none of its URLs did"
    return ""


def combined_counts(urls: Sequence[Url]) -> Counts:
    """Count URLs by state."""
    by_state = Counter(url.state for url in urls)
    succeeded, failed = by_state["succeeded"], by_state["failed"]
    return Counts(len(urls), succeeded, failed, len(urls) - succeeded - failed)


def combined_progress(urls: Sequence[Url]) -> int | None:
    """The mean percentage of the URLs, rounded down; a finished URL counts as 100, whatever it says."""
    percentages = [100 if url.state in FINISHED else url.progress for url in urls]
    known = [percentage for percentage in percentages if percentage is not None]
    if not known or len(known) < len(percentages):
        return None
    return sum(known) // len(known)


def first_error(urls: Sequence[Url]) -> TaskError | None:
    """The error of the first failed URL that has one."""
    return next((url.error for url in urls if url.state == "failed" and url.error), None)


def distinct_words(words: Iterable[str]) -> list[str]:
    """Each word once, in the order of first appearance."""
    return list(dict.fromkeys(words))


def doubt(task: Task) -> str | None:
    """Why a task's state is unknown, for a warning; None for a task in any other state."""
    if task.state != "unknown" or not task.raw_state:
        return None
    if task.error is not None and task.error != first_error(task.urls):
        reason = f"{told(task.error.message)} (first seen in task {told(task.id)})"
        return f"{task.provider}: {reason}. It counts as not finished."
    counts = task.counts
    words = ", ".join(repr(told(word, 100)) for word in task.raw_state[:MOST_WORDS])
    return (
        f"{task.provider}: the state {words} with {counts.succeeded} of {counts.total} URLs succeeded and "
        f"{counts.failed} failed is not one that the provider documents (first seen in task {told(task.id)}). "
        "It counts as not finished."
    )


def summarise(tasks: Iterable[Task]) -> dict[str, int]:
    """How many tasks are in which state; every state has its key."""
    by_state = Counter(task.state for task in tasks)
    return {state: by_state[state] for state in STATES}
