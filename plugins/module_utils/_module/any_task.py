# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""From the AnsibleModule of the module that submits to any provider to a job and back."""

from __future__ import annotations

from typing import Any, Mapping, NoReturn

from ansible_collections.edgeops.cdn.plugins.module_utils._providers.registry import PROVIDERS
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import (
    ArgumentSpec,
    Declaration,
    Options,
    Runtime,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._submit.options import TASK_OPTIONS

from .base import Invocation, run
from .task import submit_task


def run_any_task() -> NoReturn:
    """Run the module that submits to whatever provider the user names."""
    run(any_task_options(PROVIDERS), submit_any_task)


def any_task_options(declared: Mapping[str, Declaration]) -> ArgumentSpec:
    """The argument spec of that module: what all providers that take submissions share."""
    taking = {name: one for name, one in declared.items() if one.open_submitter is not None}
    return {
        **TASK_OPTIONS,
        "provider": {"type": "str", "choices": sorted(taking), "required": True},
        "providers": {
            "type": "dict",
            "options": {name: {"type": "dict", "options": one.connection_options} for name, one in taking.items()},
        },
    }


def submit_any_task(options: Options, called: Invocation, runtime: Runtime) -> dict[str, Any]:
    """The result of that module; the chosen provider's own options have their defaults."""
    declared = PROVIDERS[options["provider"]]
    given = (options["providers"] or {}).get(declared.name) or declared.defaults()
    own = {option: spec.get("default") for option, spec in declared.submit_options.items()}
    shared = {option: options[option] for option in TASK_OPTIONS}
    document = submit_task(declared, {**given, **own, **shared}, called.check_mode, runtime, called.diff)
    return {**document, "purge_before_prefetch": declared.purge_before_prefetch}
