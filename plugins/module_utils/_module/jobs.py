# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""The job of each module, by its name, for the action plugin that does it instead of the module."""

from __future__ import annotations

from ansible_collections.edgeops.cdn.plugins.module_utils._providers.registry import PROVIDERS
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import ArgumentSpec

from .any_task import any_task_options, submit_any_task
from .base import Job
from .quota_info import quota_job, quota_options
from .task import task_job, task_options
from .task_info import info_job, info_options

_KINDS = {
    "_task_info": (info_options, info_job),
    "_quota_info": (quota_options, quota_job),
    "_task": (task_options, task_job),
}


def job_of(module: str) -> tuple[ArgumentSpec, Job]:
    """The argument spec and the job of any module but wait_for_tasks, which has a plugin of its own."""
    if module == "task":
        return any_task_options(PROVIDERS), submit_any_task
    for kind, (options, job) in _KINDS.items():
        declared = PROVIDERS.get(module[: -len(kind)]) if module.endswith(kind) else None
        if declared is not None:
            return options(declared), job(declared)
    raise AssertionError(f"{module} is no module of this collection")
