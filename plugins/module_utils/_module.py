# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""From an AnsibleModule to a job and back. Modules hold documentation and one call to this."""

from __future__ import annotations

from typing import Any, Callable, NoReturn

from ansible.module_utils.basic import AnsibleModule, missing_required_lib

from ansible_collections.edgeops.cdn.plugins.module_utils._errors import ApiError, OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._options import INFO_OPTIONS, ArgumentSpec
from ansible_collections.edgeops.cdn.plugins.module_utils._provider import Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._registry import PROVIDER_OPTIONS
from ansible_collections.edgeops.cdn.plugins.module_utils._report import is_bad, is_failure, result
from ansible_collections.edgeops.cdn.plugins.module_utils._requests import REQUESTS_IMPORT_ERROR, requests_problem
from ansible_collections.edgeops.cdn.plugins.module_utils._run import run_wait, system_runtime, task_info
from ansible_collections.edgeops.cdn.plugins.module_utils._wait_options import WAIT_OPTIONS, parse_wait


class Module(AnsibleModule):
    """An AnsibleModule that does not show options before they were checked.

    What is hidden goes by the options' names, so the value of a mistyped one, which may be a secret, would be shown.
    """

    _checked = False

    def fail_json(self, msg: str, **kwargs: Any) -> NoReturn:
        if not self._checked:
            kwargs["invocation"] = {}
        super().fail_json(msg, **kwargs)


def new_module(options: ArgumentSpec) -> Module:
    """A module that has checked what it was given; all of this collection run in check mode."""
    module = Module(argument_spec=options, supports_check_mode=True)
    module._checked = True
    return module


def run_task_info(provider: str, own_options: ArgumentSpec) -> NoReturn:
    """An info module: tasks by ids or by filters, the provider's own ones included."""
    module = new_module({**INFO_OPTIONS, **PROVIDER_OPTIONS[provider], **own_options})
    answer(module, lambda runtime: task_info(provider, tuple(own_options), module.params, runtime))


def run_wait_for_tasks() -> NoReturn:
    """The wait module: all of a wait, or one slice of it where the action plugin shows progress in between."""
    module = new_module(WAIT_OPTIONS)

    def job(runtime: Runtime) -> dict[str, Any]:
        request = parse_wait(module.params, module.check_mode)
        progress, outcome = run_wait(request, runtime)
        document = result(progress, outcome, request)
        document["failed"] = is_failure(progress.ledger, outcome, request)
        if is_bad(progress.ledger, outcome) and not document["failed"]:
            runtime.warn(document["msg"])
        return document

    answer(module, job)


def answer(module: AnsibleModule, job: Callable[[Runtime], dict[str, Any]]) -> NoReturn:
    """Run a job and end the module with what it answers; its key failed says how."""
    problem = requests_problem()
    if problem is not None:
        text = missing_required_lib("requests", url="https://pypi.org/project/requests/")
        module.fail_json(msg=f"{problem} {text}" if REQUESTS_IMPORT_ERROR else problem, exception=REQUESTS_IMPORT_ERROR)
    try:
        document = job(system_runtime(module.warn))
    except OptionError as exc:
        module.fail_json(msg=str(exc))
    except ApiError as exc:
        module.fail_json(msg=str(exc), error=exc.as_dict())
    if document.pop("failed", False):
        module.fail_json(**document)
    module.exit_json(**document)
