# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""From the AnsibleModule of a module that tells of tasks to a job and back."""

from __future__ import annotations

from typing import Any, NoReturn

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import Reference, parse_ids
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import summarise
from ansible_collections.edgeops.cdn.plugins.module_utils._model.times import parse_option
from ansible_collections.edgeops.cdn.plugins.module_utils._model.typed import read_number
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import (
    ArgumentSpec,
    Declaration,
    Filters,
    Options,
    Runtime,
    warn_of_doubts,
)

from .base import Invocation, Job, run

#: Which tasks an info module returns; the doc fragment task_info documents them.
INFO_OPTIONS: ArgumentSpec = {
    "ids": {"type": "raw"},
    "operation": {"type": "str", "choices": ["purge", "prefetch"]},
    "object_type": {"type": "str"},
    "state": {
        "type": "list",
        "elements": "str",
        "choices": ["pending", "running", "succeeded", "failed", "unknown"],
    },
    "created_after": {"type": "str"},
    "created_before": {"type": "str"},
    "limit": {"type": "int"},
    "include_raw": {"type": "bool", "default": False},
}

FILTER_OPTIONS = ("operation", "object_type", "state", "created_after", "created_before", "limit")

#: Far more tasks than any provider remembers.
_LARGEST_LIMIT = 1_000_000_000


def run_task_info(declared: Declaration) -> NoReturn:
    """Run an info module: tasks by ids or by filters, the provider's own ones included."""
    run(info_options(declared), info_job(declared))


def info_job(declared: Declaration) -> Job:
    """What the module does."""

    def job(options: Options, called: Invocation, runtime: Runtime) -> dict[str, Any]:
        if "ids" in called.nulls:
            raise OptionError(
                "ids: null, so nothing names a task. Expected a list of ids; leave ids out to use filters."
            )
        return task_info(declared, options, runtime)

    return job


def info_options(declared: Declaration) -> ArgumentSpec:
    """The argument spec of the module."""
    return {**INFO_OPTIONS, **declared.connection_options, **declared.filter_options}


def task_info(declared: Declaration, options: Options, runtime: Runtime) -> dict[str, Any]:
    """The result of an info module. OptionError and ApiError say why there is none."""
    if options["ids"] is not None:
        given = [name for name in (*FILTER_OPTIONS, *declared.filter_options) if options[name] is not None]
        if given:
            raise OptionError(
                f"ids names the tasks, so {' and '.join(given)} cannot be used with it. Give ids or filters."
            )
        ids = parse_ids(options["ids"], "ids")
        if not ids:
            raise OptionError(
                "ids: the list is empty. Expected at least one task id; leave ids out to query by filters."
            )
        provider = declared.open_provider(options, runtime)
        references = [Reference(provider.name, task_id) for task_id in ids]
        try:
            provider.check(references)
        except OptionError as exc:
            raise OptionError(f"ids: {exc}") from None
        tasks, complete = provider.describe(references), True
    else:
        filters = parse_filters(options, tuple(declared.filter_options), runtime.clock.time())
        provider = declared.open_provider(options, runtime)
        tasks, complete = provider.query(filters)
    warn_of_doubts(tasks, runtime)
    return {
        "changed": False,
        "tasks": [task.as_dict(options["include_raw"]) for task in tasks],
        "summary": summarise(tasks),
        "complete": complete,
    }


def parse_filters(options: Options, own: tuple[str, ...], now: float) -> Filters:
    """What an info module's options ask for, the provider's own ones included."""
    after, before = (
        parse_option(options[option], option, now) if options[option] is not None else None
        for option in ("created_after", "created_before")
    )
    if after is not None and before is not None and after >= before:
        raise OptionError("created_after must be earlier than created_before.")
    if after is not None and after > now:
        raise OptionError("created_after lies in the future: no task can match.")
    limit = None if options["limit"] is None else int(read_number(options, "limit", 1, _LARGEST_LIMIT))
    return Filters(
        operation=options["operation"],
        object_type=options["object_type"].strip().lower() if options["object_type"] else None,
        states=tuple(options["state"] or ()),
        created_after=after,
        created_before=before,
        limit=limit,
        own={option: options[option] for option in own},
    )
