# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""What became of a submission, call by call. Filled while it goes on."""

from __future__ import annotations

from dataclasses import dataclass, field

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import Reference
from ansible_collections.edgeops.cdn.plugins.module_utils._model.submission import Batch, Refusal, Submission
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Task

#: Unfinished tasks that are older, in seconds, are not looked at for what a submission repeats.
RUNNING_SINCE = 86_400.0


@dataclass
class Receipt:
    """What became of a submission; filled while it goes on, so that a failure loses nothing."""

    #: Batches that have tasks, in the order submitted.
    submissions: list[Submission] = field(default_factory=list)
    #: Batches that were not accepted, or not sent, in order.
    left: list[Batch] = field(default_factory=list)
    #: What was refused of calls that the provider took in part, or as a whole URL by URL.
    refused: list[Refusal] = field(default_factory=list)
    #: The first of those left, where nobody knows whether it was accepted.
    uncertain: bool = False
    #: Tasks that may be its, or another job's.
    candidates: list[Task] = field(default_factory=list)
    #: Why the look for its tasks was in vain, where the list of tasks could not be read.
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
