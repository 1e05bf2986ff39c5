# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""From the AnsibleModule of a module that answers task facts to a job and back."""

from __future__ import annotations

from typing import Any, Callable, Mapping, NoReturn, Sequence

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import Reference, parse_ids
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import summarise
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.connection import (
    FILTER_OPTIONS,
    INFO_OPTIONS,
    ArgumentSpec,
    parse_filters,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Provider, Runtime

from .base import answer, new_module
from .runtime import warn_of_doubts

#: A provider's class, or what else makes one of options. OptionError for options that cannot be used.
OpenProvider = Callable[[Mapping[str, Any], Runtime], Provider]


def run_task_info(open_provider: OpenProvider, provider_options: ArgumentSpec, own_filters: ArgumentSpec) -> NoReturn:
    """An info module: tasks by ids or by filters, the provider's own ones included."""
    module = new_module({**INFO_OPTIONS, **provider_options, **own_filters})

    def job(runtime: Runtime) -> dict[str, Any]:
        if "ids" in module.nulls:
            raise OptionError(
                "ids: null, so nothing names a task. Expected a list of ids; leave ids out to use filters."
            )
        return task_info(open_provider, tuple(own_filters), module.params, runtime)

    answer(module, job)


def task_info(
    open_provider: OpenProvider, own_filters: Sequence[str], options: Mapping[str, Any], runtime: Runtime
) -> dict[str, Any]:
    """The result of an info module. OptionError and ApiError say why there is none."""
    if options["ids"] is not None:
        given = [name for name in (*FILTER_OPTIONS, *own_filters) if options[name] is not None]
        if given:
            raise OptionError(
                f"ids names the tasks, so {' and '.join(given)} cannot be used with it. Give ids or filters."
            )
        ids = parse_ids(options["ids"], "ids")
        if not ids:
            raise OptionError(
                "ids: the list is empty. Expected at least one task id; leave ids out to query by filters."
            )
        provider = open_provider(options, runtime)
        tasks, complete = provider.describe([Reference(provider.name, task_id) for task_id in ids]), True
    else:
        filters = parse_filters(options, own_filters, runtime.clock.time())
        provider = open_provider(options, runtime)
        tasks, complete = provider.query(filters)
    warn_of_doubts(tasks, runtime)
    return {
        "changed": False,
        "tasks": [task.as_dict(options["include_raw"]) for task in tasks],
        "summary": summarise(tasks),
        "complete": complete,
    }
