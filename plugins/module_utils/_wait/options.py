# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""The options of a wait, for the module and the action plugin alike. Checked before anything is sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping, Sequence

from ansible.module_utils.common.validation import check_type_dict

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import Reference, kind_of, parse_references
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import MOST_URLS
from ansible_collections.edgeops.cdn.plugins.module_utils._model.typed import read_duration, read_number
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import ArgumentSpec, Declaration

from .ledger import Policy
from .verify import Check, parse_checks

Declarations = Mapping[str, Declaration]


def wait_options(declared: Declarations) -> ArgumentSpec:
    """The argument spec of a wait for tasks of these providers; wait_for_tasks documents it."""
    return {
        "tasks": {"type": "raw", "required": True},
        "provider": {"type": "str", "choices": sorted(declared)},
        "timeout": {"type": "raw", "default": 1800.0},
        "poll_interval": {"type": "raw", "default": 5.0},
        "progress_interval": {"type": "raw", "default": 10.0},
        "progress": {"type": "str", "choices": ["auto", "always", "never"], "default": "auto"},
        "condition": {"type": "str", "choices": ["succeeded", "finished"], "default": "succeeded"},
        "fail_fast": {"type": "bool", "default": True},
        "max_failed": {"type": "int", "default": 0},
        "missing_grace": {"type": "raw", "default": 60.0},
        "on_failure": {"type": "str", "choices": ["fail", "warn"], "default": "fail"},
        "on_timeout": {"type": "str", "choices": ["fail", "warn"], "default": "fail"},
        "allow_empty": {"type": "bool", "default": False},
        "settle": {"type": "raw", "default": 0.0},
        "verify": {
            "type": "list",
            "elements": "dict",
            "options": {
                "url": {"type": "str", "required": True},
                "status": {"type": "int", "default": 200},
                "headers": {"type": "dict"},
                "sha256": {"type": "str"},
            },
        },
        "result_tasks": {"type": "str", "choices": ["problems", "all", "none"], "default": "problems"},
        "result_urls": {"type": "str", "choices": ["failed", "all", "none"], "default": "failed"},
        "providers": {
            "type": "dict",
            "options": {name: {"type": "dict", "options": one.connection_options} for name, one in declared.items()},
        },
    }


_TIMES = ("timeout", "poll_interval", "progress_interval", "missing_grace", "settle")
_MOST_FAILED = 1_000_000_000


@dataclass(frozen=True)
class WaitRequest:
    """A wait as the user asked for it."""

    references: Sequence[Reference]
    policy: Policy
    provider_options: Mapping[str, Mapping[str, Any]]
    #: Seconds between two progress lines at the most.
    progress_interval: float = 10.0
    #: Where progress lines go: auto, always or never.
    progress: str = "auto"
    #: Report a bad outcome as a warning, not as a failure.
    warn_on_failure: bool = False
    warn_on_timeout: bool = False
    #: Which tasks the result holds: problems (unfinished or failed), all or none.
    result_tasks: str = "problems"
    #: Which URLs the tasks of the result hold: failed, all or none.
    result_urls: str = "failed"
    #: Seconds to let pass after success.
    settle: float = 0.0
    #: What edges must respond after that.
    checks: Sequence[Check] = ()
    #: The wait of a module that has just submitted; its own options are what a message may name.
    submitted: bool = False


def check_nesting(options: Mapping[str, Any], declared: Declarations) -> None:
    """Raise an OptionError for suboptions that are no dictionary, because ansible-core names none."""
    providers = _as_dict(options.get("providers"), "providers")
    _check_place(options, "", options.get("provider"), declared)
    _check_place(providers, "providers.", options.get("provider"), declared)
    for name in declared:
        _as_dict(providers.get(name), f"providers.{name}")
    verify = options.get("verify")
    # As Ansible takes a list: text is split at commas, another single value is the only one.
    items = verify.split(",") if isinstance(verify, str) else verify
    for number, item in enumerate(items if isinstance(items, list) else [items]):
        _as_dict(item, f"verify[{number}]")


def _check_place(options: Mapping[str, Any], path: str, provider: Any, declared: Declarations) -> None:
    """Raise an OptionError, without values, for options of a connection that stand further up."""
    for name in options:
        if not path and name in declared:
            raise OptionError(f"{name}: belongs below providers. Expected providers.{name}.")
        owners = [
            owner
            for owner, one in declared.items()
            if any(name == option or name in spec.get("aliases", ()) for option, spec in one.connection_options.items())
        ]
        if owners:
            chosen = [provider] if provider in owners else owners
            expected = " or ".join(f"providers.{owner}.{name}" for owner in chosen)
            raise OptionError(f"{path}{name}: an option of a provider's connection. Expected {expected}.")


def _as_dict(value: Any, option: str) -> Mapping[str, Any]:
    if value is None or isinstance(value, Mapping):
        return value or {}
    try:
        if isinstance(value, str):
            document: Mapping[str, Any] = check_type_dict(value)
            return document
    except TypeError:
        pass
    raise OptionError(f"{option}: expected a dictionary of options, got {kind_of(value)}.")


def _is_bounded(options: Mapping[str, Any], check_mode: bool) -> bool:
    """Whether a result that holds more than the first failed URLs of more tasks than max_failed is out of question."""
    tolerant = (
        check_mode or options["condition"] == "finished" or "warn" in (options["on_failure"], options["on_timeout"])
    )
    return not tolerant and options["result_tasks"] == "problems" and options["result_urls"] == "failed"


def parse_wait(options: Mapping[str, Any], check_mode: bool, declared: Declarations) -> WaitRequest:
    """The wait that validated options ask for; OptionError names one that makes no sense."""
    options = {**options, **{option: read_duration(options, option) for option in _TIMES}}
    max_failed = int(read_number(options, "max_failed", 0, _MOST_FAILED))
    if options["settle"] >= options["timeout"]:
        raise OptionError("settle: there would be no time left to wait in. Expected less than timeout.")
    references = parse_references(options["tasks"], options["provider"], declared)
    # In check mode nothing was submitted, so there may well be nothing to wait for.
    if not references and not options["allow_empty"] and not check_mode:
        raise OptionError(
            "tasks: the list is empty, so there is nothing to wait for. If that can happen, set allow_empty to true."
        )
    given = options["providers"] or {}
    return WaitRequest(
        references=references,
        policy=Policy(
            timeout=options["timeout"],
            poll_interval=options["poll_interval"],
            condition=options["condition"],
            fail_fast=options["fail_fast"],
            max_failed=max_failed,
            missing_grace=options["missing_grace"],
            once=check_mode,
            tasks=options["result_tasks"],
            urls=options["result_urls"],
            most_urls=MOST_URLS if _is_bounded(options, check_mode) else None,
        ),
        progress_interval=options["progress_interval"],
        progress=options["progress"],
        warn_on_failure=options["on_failure"] == "warn",
        warn_on_timeout=options["on_timeout"] == "warn",
        result_tasks=options["result_tasks"],
        result_urls=options["result_urls"],
        settle=options["settle"],
        checks=parse_checks(options["verify"] or ()),
        provider_options={name: given.get(name) or one.defaults() for name, one in declared.items()},
    )
