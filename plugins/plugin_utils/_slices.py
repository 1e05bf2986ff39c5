# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This plugin util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""A wait on another host, through the module, slice by slice; what it learns stays on the controller."""

from __future__ import annotations

from typing import Any, Callable

from ansible.errors import AnsibleConnectionFailure

from ansible_collections.edgeops.cdn.plugins.module_utils._model.clock import Clock, Deadline
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import CONNECTION_HINTS, ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task
from ansible_collections.edgeops.cdn.plugins.module_utils._model.typed import read_duration
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.details import unexplained
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.engine import Progress
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.job import LONGEST_EXPLANATION, settle
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.ledger import Ledger, Outcome
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.options import WaitRequest
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.verdict import shown_failures
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.verify import (
    CONNECT_TIMEOUT,
    READ_TIMEOUT,
    Finding,
    not_asked,
)

from ._failure import failure

#: Seconds; the module takes no shorter wait.
SHORTEST_SLICE = 1.0
#: Seconds by which a slice outlasts the longest request, so that its timeout is seen and told.
MARGIN = 5.0

#: What ansible-core adds to every result of a module, from 2.21 on also where it is empty.
_ADDED = ("warnings", "deprecations")
#: What it keeps there for itself; until 2.21 with an underscore.
_ITS_OWN = ("failed", "ansible_parsed")

#: Runs the module with these options instead of the task's own; AnsibleConnectionFailure where the host is lost.
RunSlice = Callable[[dict[str, Any]], dict[str, Any]]


class Slices:
    """The ledger stays here, so a slice that is lost takes nothing with it."""

    def __init__(
        self,
        request: WaitRequest,
        run_slice: RunSlice,
        reconnect: Callable[[], None],
        clock: Clock,
        tell: Callable[[Progress], None],
    ) -> None:
        self._request = request
        self._run_slice = run_slice
        self._reconnect = reconnect
        self._clock = clock
        self._tell = tell
        self._ledger = Ledger(request.references, request.policy, clock.monotonic())
        self._deadline = Deadline(clock, request.policy.timeout)
        self._sweeps = self._calls = self._retries = 0
        self._faults: dict[str, ApiError] = {}
        self._turn = 0
        #: Seconds that the next slice lasts. Where one hears nothing, the next is longer: a response may be slow.
        self._length = request.progress_interval
        self._findings: list[Finding] = []
        self._reached = False
        self.warnings: list[str] = []

    def run(self) -> tuple[Progress, Outcome]:
        """The whole job, as run_wait() does it on one host."""
        outcome = self._wait()
        if outcome == "succeeded" and not self._request.policy.once:
            _progress, outcome = settle(self._progress(), self._request, self._clock, self._deadline, self._tell)
            if outcome == "succeeded":
                outcome = self._verify()
        return self._progress(), outcome

    def _wait(self) -> Outcome:
        while True:
            began = self._clock.monotonic()
            leftover = [reference.as_dict() for reference in self._ledger.leftover()]
            if leftover:
                # Each begins with another one, so that nobody's fault keeps the others from being asked.
                start = self._turn % len(leftover)
                self._turn += 1
                self._slice({"tasks": [*leftover[start:], *leftover[:start]], "verify": []})
            outcome = self._ledger.outcome()
            if outcome is None and (self._request.policy.once or self._is_over()):
                outcome = "timed_out"
            if outcome is not None:
                self._explain(outcome)
            self._tell(self._progress())
            if outcome is not None:
                return outcome
            self._pause_since(began)

    def _explain(self, outcome: Outcome) -> None:
        """Ask for the URLs of tasks that failed in a slice that had no time left for it."""
        tasks = unexplained(self._ledger, shown_failures(self._ledger, outcome, self._request))
        if tasks and outcome != "error" and not self._is_over():
            references = [{"provider": task.provider, "id": task.id} for task in tasks]
            self._slice({"tasks": references, "verify": [], "fail_fast": False}, LONGEST_EXPLANATION)

    def _verify(self) -> Outcome:
        self._findings = [not_asked(check) for check in self._request.checks]
        while True:
            began = self._clock.monotonic()
            differing = [
                check.as_dict() for check, finding in zip(self._request.checks, self._findings) if not finding.verified
            ]
            if not differing:
                return "succeeded"
            if self._is_over():
                return "timed_out"
            self._slice({"tasks": [], "verify": differing})
            self._tell(self._progress())
            self._pause_since(began)

    def _is_over(self) -> bool:
        return self._deadline.remaining() < SHORTEST_SLICE

    def _slice(self, task: dict[str, Any], longest: float | None = None) -> None:
        policy = self._request.policy
        longest = self._length if longest is None else longest
        length = max(SHORTEST_SLICE, min(longest, self._deadline.remaining()))
        replaced = {
            **task,
            "allow_empty": True,
            "timeout": length,
            "settle": 0,
            "max_failed": max(0, policy.max_failed - self._ledger.count("failed")),
            # Judged here, over all slices.
            "missing_grace": length + 1,
            "on_failure": "fail",
            "on_timeout": "fail",
            # All that the ledger here has to know.
            "result_tasks": "all",
            # The message names a URL that failed, whatever the result holds.
            "result_urls": "all" if self._request.result_urls == "all" else "failed",
        }
        try:
            answer = self._run_slice(replaced)
        except AnsibleConnectionFailure as exc:
            if not self._reached:
                raise
            self._lost(exc)
            return
        if "outcome" in answer:
            self._reached = True
            self._take(answer)
        elif self._reached:
            self._lost(_why(answer))
        else:
            own = {key: value for key, value in answer.items() if key not in _ITS_OWN and (value or key not in _ADDED)}
            raise failure(_why(answer), result=own)

    def _take(self, answer: dict[str, Any]) -> None:
        now = self._clock.monotonic()
        # One that the slice got no response about is as it was before.
        told = [task for task in map(Task.from_dict, answer["tasks"]) if task.state != "unknown" or task.raw_state]
        for task in told:
            self._ledger.record(task, now)
            self._ledger.explain(task)
        found = [Finding.from_dict(document) for document in answer["verified"]]
        self._adapt(bool(told) or any(finding.heard for finding in found))
        if answer.get("error"):
            self._ledger.error = ApiError.from_dict(answer["error"])
        self._sweeps += answer["sweeps"]
        self._calls += answer["calls"]
        self._retries += answer["retries"]
        self._faults = {provider: _fault(text) for provider, text in answer["faults"].items()}
        # Those that were asked about: the ones that differed, in their order.
        news = iter(found)
        self._findings = [finding if finding.verified else next(news) for finding in self._findings]
        self.warnings += [text for text in map(_text, answer.get("warnings", ())) if text not in self.warnings]

    def _adapt(self, heard: bool) -> None:
        """Set how long the next slice lasts: it must not cut off a response slower than progress lines."""
        if heard:
            self._length = self._request.progress_interval
            return
        options = [self._request.provider_options[name] for name in self._ledger.providers()]
        longest = max(
            [CONNECT_TIMEOUT + READ_TIMEOUT]
            + [read_duration(each, "connect_timeout") + read_duration(each, "read_timeout") for each in options]
        )
        self._length = max(self._request.progress_interval, min(2 * self._length, longest + MARGIN))

    def _lost(self, why: object) -> None:
        self._faults = dict.fromkeys(self._ledger.providers(), _fault(f"lost the host: {str(why).strip()[:200]}"))
        self._reconnect()

    def _pause_since(self, began: float) -> None:
        """A poll is not made early only because a slice was short; signs of life go on meanwhile."""
        until = min(began + self._request.policy.poll_interval, self._deadline.at)
        while until - self._clock.monotonic() > 0:
            self._clock.sleep(min(until - self._clock.monotonic(), self._request.progress_interval))
            self._tell(self._progress())

    def _progress(self) -> Progress:
        elapsed = self._clock.monotonic() - self._ledger.started_at
        return Progress(
            self._ledger, elapsed, self._sweeps, self._calls, self._retries, self._faults, findings=self._findings
        )


#: How ansible-core, until 2.18, ends the message of a module that did not come to its end.
_SEE = "See stdout/stderr for the exact error"


def _why(answer: dict[str, Any]) -> str:
    """Why a run of the module ended without an outcome, by its message, its exception or what it printed."""
    crash = answer.get("exception")
    why: str = answer.get("msg") or (
        f"The module crashed: {_text(crash)}" if crash else "The module returned no result."
    )
    if why.endswith(_SEE):
        printed = str(answer.get("module_stderr") or answer.get("module_stdout") or "").strip()
        why = f"The module crashed: {printed.splitlines()[-1]}" if printed else why
    return why


def _text(summary: Any) -> str:
    """The text of a warning or an exception, which ansible-core wraps in an event from 2.19 on."""
    return str(getattr(getattr(summary, "event", None), "msg", summary))


def _fault(text: str) -> ApiError:
    """The passing fault that a slice has met, by its short text."""
    return ApiError(text, text, "passing", hint=CONNECTION_HINTS.get(text), shown_as=text)
