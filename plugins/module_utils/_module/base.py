# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Begin and end of every module of the collection, and the world that it hands to a job."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any, Callable, Dict, Mapping, NoReturn, Sequence

from ansible.module_utils import basic
from ansible.module_utils.basic import AnsibleModule, missing_required_lib

from ansible_collections.edgeops.cdn.plugins.module_utils._http.requests_library import (
    REQUESTS_IMPORT_ERROR,
    requests_problem,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._http.transport import RequestsTransport
from ansible_collections.edgeops.cdn.plugins.module_utils._model.clock import Clock, SystemClock
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError, OptionError, mistake
from ansible_collections.edgeops.cdn.plugins.module_utils._model.secrets import Secrets
from ansible_collections.edgeops.cdn.plugins.module_utils._model.shown import shown_result, told_lines, warner
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import ArgumentSpec, Options, Runtime


class Module(AnsibleModule):
    """An AnsibleModule that shows no options before it has checked them.

    What is hidden goes by the options' names, so the value of a mistyped one, which may be a secret, would be shown.
    """

    _checked = False
    #: The run's own, once there is one.
    _secrets: Secrets | None = None

    @property
    def secrets(self) -> Secrets:
        """What is hidden in everything that leaves; before there is a run, the options' secrets."""
        return Secrets(self.no_log_values) if self._secrets is None else self._secrets

    def share(self, secrets: Secrets) -> None:
        """Hide a run's secrets as well as the options'."""
        secrets.add(*self.no_log_values)
        self._secrets = secrets

    def exit_json(self, **kwargs: Any) -> NoReturn:
        super().exit_json(**self._cleaned(kwargs))

    #: Options that were given without a value.
    nulls: tuple[str, ...] = ()

    def _load_params(self) -> None:
        super()._load_params()
        # Later on they cannot be told from those that were not given.
        self.nulls = tuple(str(name) for name, value in self.params.items() if value is None)

    def fail_json(self, msg: str, **kwargs: Any) -> NoReturn:
        if not self._checked:
            kwargs["invocation"] = {}
        super().fail_json(self.secrets.text(msg), **self._cleaned(kwargs))

    def _cleaned(self, answer: Mapping[str, Any]) -> dict[str, Any]:
        # Before Ansible hides secrets in its own way: half of one that is spelled otherwise would be left.
        answer = {"invocation": {"module_args": self.params}, **answer}
        return {key: self.secrets.value(value) for key, value in answer.items()}

    def _record_module_result(self, o: dict[str, Any]) -> None:
        """The last door from 2.19 on.

        Everything goes through here, also Ansible's own result where options are wrong.
        """
        super()._record_module_result(self._with_clean_additions(o))

    def jsonify(self, data: Any) -> str:
        """The last door until 2.18."""
        return str(super().jsonify(self._with_clean_additions(data)))

    def _with_clean_additions(self, result: Mapping[str, Any]) -> dict[str, Any]:
        """A result without secrets in what Ansible itself has added to it, tracebacks included."""
        added = {
            key: self.secrets.value(result[key]) for key in ("warnings", "deprecations", "exception") if key in result
        }
        return {**result, **added}

    def log(self, msg: str, log_args: Mapping[str, Any] | None = None) -> None:
        """Write a log line without secrets, also those with quotes in options that hold others."""
        secrets = self.secrets
        shown = {
            name: str(secrets.value(self.params[name])) if isinstance(self.params.get(name), (dict, list)) else text
            for name, text in (log_args or {}).items()
        }
        if shown:
            msg = f"Invoked with {' '.join(f'{name}={_as_text(text)}' for name, text in shown.items())}"
        super().log(
            secrets.text(_as_text(msg)),
            log_args={name: secrets.text(_as_text(text)) for name, text in shown.items()},
        )


def _as_text(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def new_module(options: ArgumentSpec) -> Module:
    """A module that has checked its options; all modules of this collection run in check mode."""
    if basic.AnsibleModule is not AnsibleModule:
        # ansible-lint runs modules to check a task's options, with a class in AnsibleModule's place that ends there. It
        # comes too late for what has been loaded: without this, a module that is linted would do its job.
        basic.AnsibleModule(argument_spec=options, supports_check_mode=True)
        raise TypeError("another class was put in AnsibleModule's place, and did not end the module")
    module = Module(argument_spec=options, supports_check_mode=True)
    module._checked = True
    return module


@dataclass(frozen=True)
class Invocation:
    """How Ansible calls a module, beside its options."""

    check_mode: bool = False
    diff: bool = False
    #: Options that were given without a value; later on they cannot be told from those that were not given.
    nulls: Sequence[str] = ()


#: What a module does: its checked options, how it was called, and the world around it, to its result.
Job = Callable[[Options, Invocation, Runtime], Dict[str, Any]]


def run(spec: ArgumentSpec, job: Job) -> NoReturn:
    """Run a module, from its options to its result."""
    module = new_module(spec)
    called = Invocation(module.check_mode, module._diff, module.nulls)
    answer(module, lambda runtime: job(module.params, called, runtime))


def answer(module: Module, job: Callable[[Runtime], dict[str, Any]]) -> NoReturn:
    """Run a job and end the module with its result; its key failed says how."""
    problem = requests_problem()
    if problem is not None:
        text = missing_required_lib("requests", url="https://pypi.org/project/requests/")
        module.fail_json(msg=f"{problem} {text}" if REQUESTS_IMPORT_ERROR else problem, exception=REQUESTS_IMPORT_ERROR)
    runtime = system_runtime(warner(module.warn, module.no_log))
    module.share(runtime.secrets)
    document = result_of(lambda: job(runtime))
    if document.pop("failed", False):
        module.fail_json(**document)
    module.exit_json(**document)


def result_of(job: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """The result of a job, fit to be shown; an error that it raises is a result with failed."""
    try:
        return shown_result(job())
    except OptionError as exc:
        return {"failed": True, "msg": told_lines(str(exc))}
    except ApiError as exc:
        return {"failed": True, **shown_result({"msg": str(exc), "error": exc.as_dict()})}
    except Exception as exc:  # pylint: disable=broad-exception-caught  # Ansible would show its text as it is
        return {"failed": True, "msg": f"This is {mistake(exc)}."}


def system_runtime(
    warn: Callable[[str], None],
    environ: Mapping[str, str] | None = None,
    clock: Clock | None = None,
    tell: Callable[[str], None] = lambda _text: None,
) -> Runtime:
    """The machine's clock and network, by default the process's environment; each warning is told once."""
    told: set[str] = set()
    secrets = Secrets()

    def warn_once(text: str) -> None:
        text = secrets.text(text)
        if text not in told:
            told.add(text)
            warn(text)

    return Runtime(
        clock or SystemClock(),
        os.environ if environ is None else environ,
        warn_once,
        RequestsTransport,
        secrets,
        lambda text: tell(secrets.text(text)),
        machine_names,
    )


def machine_names(name: str) -> str:
    """What the machine's DMI has under a name; an empty text where there is none, or nobody may read it."""
    try:
        with open(f"/sys/class/dmi/id/{name}", encoding="utf-8", errors="replace") as stream:
            return stream.read(200)
    except OSError:
        return ""
