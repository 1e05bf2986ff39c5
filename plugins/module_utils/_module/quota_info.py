# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""From the AnsibleModule of a module that reads quotas to a job and back."""

from __future__ import annotations

from typing import Any, NoReturn

from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import (
    ArgumentSpec,
    Declaration,
    Options,
    Runtime,
)

from .base import Job, run

#: The doc fragment quota_info documents them.
QUOTA_OPTIONS: ArgumentSpec = {"include_raw": {"type": "bool", "default": False}}


def run_quota_info(declared: Declaration) -> NoReturn:
    """Run a module that tells what may still be submitted today."""
    run(quota_options(declared), quota_job(declared))


def quota_job(declared: Declaration) -> Job:
    """What the module does."""
    return lambda options, _called, runtime: quota_info(declared, options, runtime)


def quota_options(declared: Declaration) -> ArgumentSpec:
    """The argument spec of the module."""
    return {**QUOTA_OPTIONS, **declared.connection_options}


def quota_info(declared: Declaration, options: Options, runtime: Runtime) -> dict[str, Any]:
    """The result of the module. OptionError and ApiError say why there is none."""
    if declared.open_submitter is None:
        raise AssertionError(f"{declared.name} has no quotas")
    include_raw = options["include_raw"]
    quotas = [
        quota.as_dict(include_raw)
        for quota in declared.open_submitter(options, runtime).quotas()
        if include_raw or quota.operation != "other"
    ]
    return {"changed": False, "quotas": quotas}
