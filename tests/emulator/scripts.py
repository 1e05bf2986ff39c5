# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Scripts: how a task moves through its states, as seconds pass or as it is read.

A script is pure data. `Script.at(elapsed, reads, total)` says what a task looks like `elapsed`
seconds after its creation when it has already been answered `reads` times. README.md lists the keys.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

PENDING, RUNNING, SUCCEEDED, FAILED = "pending", "running", "succeeded", "failed"
TERMINAL = frozenset((SUCCEEDED, FAILED))

_KEYS = frozenset(
    (
        "start_after", "start_after_reads", "finish_after", "finish_after_reads", "fail", "stuck", "stuck_at",
        "raw_status", "visible_after", "visible_after_reads", "vanish_after", "vanish_after_reads", "reopen", "grow",
        "url_count", "steps", "task_fields", "row_fields", "drop_fields",
    )
)  # fmt: skip
_STEP_KEYS = frozenset(
    (
        "after", "reads", "state", "progress", "error", "classify", "urls", "counts", "hidden", "url_count",
        "task_status", "task_fields", "row_fields", "drop_fields",
    )
)  # fmt: skip
_ROW_KEYS = frozenset(("state", "progress", "error", "classify"))
_FAIL_KEYS = frozenset(("url_index", "url_indexes", "all", "error", "classify", "progress"))
_REOPEN_KEYS = frozenset(("after", "reads", "for"))
_GROW_KEYS = frozenset(("after", "reads", "url_count"))
_NUMBERS = (
    "start_after", "finish_after", "visible_after", "vanish_after", "start_after_reads", "finish_after_reads",
    "visible_after_reads", "vanish_after_reads",
)  # fmt: skip


class ScriptError(ValueError):
    """A script that nobody could play."""


def is_finished(tally: Mapping[str, int]) -> bool:
    """Whether URLs in these states, of which there is at least one, have all come to an end."""
    ended = tally.get(SUCCEEDED, 0) + tally.get(FAILED, 0)
    return ended > 0 and ended == sum(tally.values())


class Row(NamedTuple):
    """The state of one URL. A word other than the four known ones is sent as it is."""

    state: str
    progress: int | None = None
    error: str | None = None
    classify: str | None = None


_PENDING = Row(PENDING, 0)
_SUCCEEDED = Row(SUCCEEDED, 100)
_NOTHING: Mapping[Any, Any] = MappingProxyType({})


class Phase(NamedTuple):
    """What a task looks like at one moment: runs of equal rows, and the exceptions among them.

    Lists make tens of thousands of these, so it is a plain tuple.
    """

    total: int
    bands: tuple[tuple[int, Row], ...]
    exceptions: Mapping[int, Row] = _NOTHING
    hidden: bool = False
    #: The task's own status word where the provider has one, if the script wants a special one.
    task_status: str | None = None
    task_fields: Mapping[str, Any] = _NOTHING
    row_fields: Mapping[str, Any] = _NOTHING
    drop_fields: Sequence[str] = ()

    def row(self, index: int) -> Row:
        """The row of one URL."""
        return self.exceptions.get(index) or self._usual(index)

    def tally(self) -> dict[str, int]:
        """How many URLs are in which state."""
        counts: dict[str, int] = {}
        for length, row in self.bands:
            if length:
                counts[row.state] = counts.get(row.state, 0) + length
        for index, row in self.exceptions.items():
            usual = self._usual(index)
            counts[usual.state] -= 1
            counts[row.state] = counts.get(row.state, 0) + 1
        return counts

    def _usual(self, index: int) -> Row:
        for length, row in self.bands:
            if index < length:
                return row
            index -= length
        return _PENDING

    @property
    def finished(self) -> bool:
        """Whether an answer showing this phase tells the reader that the task has finished."""
        return is_finished(self.tally())

    def rewritten(self, word: str) -> Phase:
        """The same task in a state that nobody documented."""
        return Phase(self.total, ((self.total, Row(word, 50)),), task_status=word)


HIDDEN = Phase(0, (), hidden=True)


def _check_keys(what: str, data: Any, allowed: frozenset[str]) -> Mapping[str, Any]:
    if not isinstance(data, Mapping):
        raise ScriptError(f"{what} has to be a mapping")
    unknown = sorted(set(data) - allowed)
    if unknown:
        raise ScriptError(f"{what}: unknown keys {', '.join(unknown)}; known are {', '.join(sorted(allowed))}")
    return data


def _check_number(what: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise ScriptError(f"{what} has to be a number of at least 0")
    return float(value)


def _check_count(what: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ScriptError(f"{what} has to be a whole number of at least 0")
    return value


def _fields(data: Mapping[str, Any]) -> tuple[Mapping[str, Any], Mapping[str, Any], Sequence[str]]:
    """What a script changes in the records as they are sent."""
    task_fields, row_fields, drop = (data.get(key, {}) for key in ("task_fields", "row_fields", "drop_fields"))
    if not isinstance(task_fields, Mapping) or not isinstance(row_fields, Mapping):
        raise ScriptError("task_fields and row_fields have to be mappings")
    if isinstance(drop, str) or not all(isinstance(name, str) for name in drop):
        raise ScriptError("drop_fields has to be a list of names")
    return task_fields, row_fields, tuple(drop)


def _row(data: Any, what: str = "a URL's state") -> Row:
    """A row from its word, or from a mapping with state, progress, error and classify."""
    if isinstance(data, str):
        data = {"state": data}
    data = _check_keys(what, data, _ROW_KEYS)
    state = str(data.get("state", PENDING))
    default = {PENDING: 0, RUNNING: 50, SUCCEEDED: 100, FAILED: 100}.get(state)
    progress = data.get("progress", default)
    return Row(state, progress, data.get("error"), data.get("classify"))


class _Step:
    """One step of an explicit script."""

    def __init__(self, data: Any) -> None:
        data = _check_keys("a step", data, _STEP_KEYS)
        self.after = _check_number("after", data.get("after", 0))
        self.reads = _check_number("reads", data.get("reads", 0))
        self.hidden = bool(data.get("hidden", False))
        self.url_count = _check_count("url_count", data["url_count"]) if "url_count" in data else None
        self.base = _row({key: data[key] for key in _ROW_KEYS if key in data})
        self.counts: list[tuple[int, Row]] = []
        counts = data.get("counts", {})
        if not isinstance(counts, Mapping):
            raise ScriptError("counts has to be a mapping from a state to a number")
        for word, count in counts.items():
            details = {key: data[key] for key in ("error", "classify") if key in data and word == FAILED}
            self.counts.append((_check_count("counts", count), _row({"state": word, **details})))
        urls = data.get("urls", {})
        if not isinstance(urls, list | Mapping):
            raise ScriptError("urls of a step have to be a list of states, or a mapping from an index to one")
        pairs = enumerate(urls) if isinstance(urls, list) else urls.items()
        self.urls = {int(index): _row(entry) for index, entry in pairs}
        self.task_status: str | None = data.get("task_status")
        self.task_fields, self.row_fields, self.drop_fields = _fields(data)

    def phase(self, total: int) -> Phase:
        if self.hidden:
            return HIDDEN
        total = total if self.url_count is None else self.url_count
        bands: list[tuple[int, Row]] = []
        left = total
        for count, row in self.counts:
            bands.append((min(count, left), row))
            left -= min(count, left)
        bands.append((left, self.base))
        return Phase(
            total,
            tuple(bands),
            {index: row for index, row in self.urls.items() if index < total},
            task_status=self.task_status,
            task_fields=self.task_fields,
            row_fields=self.row_fields,
            drop_fields=self.drop_fields,
        )


class Script:
    """A script, checked and ready to be asked."""

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        data = _check_keys("a script", {} if data is None else data, _KEYS)
        self.data: dict[str, Any] = dict(data)
        numbers = {key: _check_number(key, data[key]) for key in _NUMBERS if data.get(key) is not None}
        self._start = numbers.get("start_after", 0.0)
        self._start_reads = numbers.get("start_after_reads", 0.0)
        self._finish = numbers.get("finish_after")
        self._finish_reads = numbers.get("finish_after_reads")
        self._visible = numbers.get("visible_after", 0.0)
        self._visible_reads = numbers.get("visible_after_reads", 0.0)
        self._vanish = numbers.get("vanish_after")
        self._vanish_reads = numbers.get("vanish_after_reads")
        self._stuck = bool(data.get("stuck", False))
        self._stuck_row = Row(RUNNING, int(_check_number("stuck_at", data.get("stuck_at", 40))))
        raw = data.get("raw_status")
        self._raw = None if raw is None else str(raw)
        self._url_count = _check_count("url_count", data["url_count"]) if "url_count" in data else None
        self._steps = [_Step(step) for step in data.get("steps", ())]
        self._task_fields, self._row_fields, self._drop_fields = _fields(data)
        self._plain = not (self._task_fields or self._row_fields or self._drop_fields)
        self._reopen = _check_keys("reopen", data.get("reopen", {}), _REOPEN_KEYS)
        self._grow = _check_keys("grow", data.get("grow", {}), _GROW_KEYS)
        for key, value in (*self._reopen.items(), *self._grow.items()):
            _check_number(key, value)
        if self._grow:
            _check_count("url_count", self._grow.get("url_count"))
        fail = _check_keys("fail", data.get("fail", {}), _FAIL_KEYS)
        self._failed_row = Row(FAILED, fail.get("progress", 100), fail.get("error"), fail.get("classify"))
        self._fail_all = bool(fail.get("all", False))
        indexes = fail.get("url_indexes", [fail.get("url_index", 0)] if "fail" in data else [])
        #: Whether the task can be invisible at any time; lists need not look at those that cannot.
        self.may_hide = bool(
            self._visible
            or self._visible_reads
            or self._vanish is not None
            or self._vanish_reads is not None
            or any(step.hidden for step in self._steps)
        )
        #: Finished phases by number of URLs: what most tasks of a long list are in.
        self._finished: dict[int, Phase] = {}
        self._failing = frozenset() if self._fail_all else frozenset(int(index) for index in indexes)

    def at(self, elapsed: float, reads: int, total: int) -> Phase:
        """What a task of `total` URLs looks like now."""
        if elapsed < self._visible or reads < self._visible_reads:
            return HIDDEN
        if self._vanish is not None and elapsed >= self._vanish:
            return HIDDEN
        if self._vanish_reads is not None and reads >= self._vanish_reads:
            return HIDDEN
        if self._url_count is not None:
            total = self._url_count
        if self._grow and elapsed >= self._grow.get("after", 0) and reads >= self._grow.get("reads", 0):
            total = self._grow["url_count"]
        phase = self._explicit(elapsed, reads, total) if self._steps else self._compact(elapsed, reads, total)
        if self._plain or phase.hidden:
            return phase
        return Phase(
            phase.total,
            phase.bands,
            phase.exceptions,
            task_status=phase.task_status,
            task_fields={**self._task_fields, **phase.task_fields},
            row_fields={**self._row_fields, **phase.row_fields},
            drop_fields=(*self._drop_fields, *phase.drop_fields),
        )

    def _explicit(self, elapsed: float, reads: int, total: int) -> Phase:
        current: _Step | None = None
        for step in self._steps:
            if elapsed >= step.after and reads >= step.reads:
                current = step
        return Phase(total, ((total, _PENDING),)) if current is None else current.phase(total)

    def _reopened(self, elapsed: float, reads: int) -> bool:
        if not self._reopen:
            return False
        position = reads if "reads" in self._reopen else elapsed
        start = self._reopen.get("reads", self._reopen.get("after", 0))
        return bool(start <= position < start + self._reopen.get("for", float("inf")))

    def _compact(self, elapsed: float, reads: int, total: int) -> Phase:
        if self._reopened(elapsed, reads):
            return Phase(total, ((total, Row(RUNNING, 50)),))
        if elapsed < self._start or reads < self._start_reads:
            return Phase(total, ((total, _PENDING),))
        if self._stuck:
            return Phase(total, ((total, self._stuck_row),))
        share = self._share(elapsed, reads)
        if self._raw is not None and (share < 1 or (self._finish is None and self._finish_reads is None)):
            return Phase(total, ((total, Row(self._raw, 50)),), task_status=self._raw)
        return self._sequence(share, total)

    def _share(self, elapsed: float, reads: int) -> float:
        """Which part of the work is done, 0 to 1."""
        share = 1.0
        if self._finish is not None and elapsed < self._finish:
            share = (elapsed - self._start) / (self._finish - self._start)
        if self._finish_reads is not None and reads < self._finish_reads:
            share = min(share, (reads - self._start_reads) / (self._finish_reads - self._start_reads))
        return share

    def _sequence(self, share: float, total: int) -> Phase:
        """URLs are handled one after the other, so that counters and percentages move."""
        ready = self._failed_row if self._fail_all else _SUCCEEDED
        if share >= 1 or not total:
            finished = self._finished.get(total)
            if finished is None:
                finished = self._finished[total] = Phase(total, ((total, ready),), self._failures(total))
            return finished
        done = int(share * total)
        current = Row(RUNNING, int((share * total - done) * 100))
        return Phase(total, ((done, ready), (1, current), (total - done - 1, _PENDING)), self._failures(done))

    def _failures(self, done: int) -> Mapping[int, Row]:
        """The failed ones among the first `done` URLs."""
        return {index: self._failed_row for index in self._failing if index < done} if self._failing else _NOTHING
