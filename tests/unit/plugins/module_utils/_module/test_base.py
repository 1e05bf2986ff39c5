# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The ways out of a module: its answer, what Ansible adds to it, and the system's log. None shows a secret."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from ansible.module_utils import basic

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError, OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._module import base
from ansible_collections.edgeops.cdn.plugins.module_utils._module.base import (
    Invocation,
    Module,
    answer,
    new_module,
    run,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import ArgumentSpec, Options, Runtime
from tests.unit.modules import module_args
from tests.unit.spellings import SPELLINGS

SECRET = 'it\'s "a" secret\\key/+%41'
SPEC: ArgumentSpec = {
    "secret_key": {"type": "str", "no_log": True},
    "endpoint": {"type": "str"},
    "nested": {"type": "dict", "options": {"token": {"type": "str", "no_log": True}, "other": {"type": "str"}}},
    "items": {"type": "list", "elements": "str"},
}

Out = Callable[..., dict[str, Any]]


@pytest.fixture
def told(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Out:
    """Run a job in a module and answer what came out of it; nothing of it shows the secret."""
    monkeypatch.setattr(basic.AnsibleModule, "_log_to_syslog", lambda _self, _text: None)

    def run(job: Callable[[Module, Runtime], dict[str, Any]], **options: Any) -> dict[str, Any]:
        with module_args({"secret_key": SECRET, **options}):
            module = new_module(SPEC)
            with pytest.raises(SystemExit):
                answer(module, lambda runtime: job(module, runtime))
        out, err = capfd.readouterr()
        result: dict[str, Any] = json.loads(out)
        check([*texts(result), err])
        return result

    return run


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for pair in value.items() for item in pair for text in texts(item))
    elif isinstance(value, list):
        yield from (text for item in value for text in texts(item))


def check(shown: list[str]) -> None:
    for name, spell in SPELLINGS.items():
        leaking = [text for text in shown if spell(SECRET) in text]
        assert not leaking, (name, leaking)


def spelled() -> list[str]:
    return [f"<{spell(SECRET)}>" for spell in SPELLINGS.values()]


def test_answers(told: Out) -> None:
    result = told(lambda _module, _runtime: {"changed": False, "a": spelled(), "b": {"c": spelled()}})
    assert len(result["a"]) == len(SPELLINGS)
    assert told(lambda _module, _runtime: {"failed": True, "msg": " ".join(spelled())})["failed"]


def test_what_ansible_adds(told: Out) -> None:
    def job(module: Module, _runtime: Runtime) -> dict[str, Any]:
        for text in spelled():
            module.warn(text)
            module.deprecate(text, version="9.0.0", collection_name="edgeops.cdn")
        return {"changed": False}

    result = told(job, endpoint=SPELLINGS["percent"](SECRET), items=spelled(), nested={"other": spelled()[3]})
    assert len(result["warnings"]) > 1
    assert "********" in result["invocation"]["module_args"]["endpoint"]


def test_what_ansible_adds_until_2_18(told: Out) -> None:
    """There, nothing but this comes between what it adds and its output."""

    def job(module: Module, _runtime: Runtime) -> dict[str, Any]:
        result = {"changed": False, "warnings": spelled(), "exception": spelled()[1]}
        written = list(texts(json.loads(module.jsonify(result))))
        check(written)
        return {"changed": False, "found": sum("********" in text for text in written)}

    assert told(job)["found"] > 1


def test_job_is_told_how_ansible_calls_its_module(capfd: pytest.CaptureFixture[str]) -> None:
    def job(options: Options, called: Invocation, _runtime: Runtime) -> dict[str, Any]:
        return {"options": options["endpoint"], "called": [called.check_mode, called.diff, *called.nulls]}

    given = {"endpoint": "e", "nested": None, "_ansible_check_mode": True, "_ansible_diff": True}
    with module_args(given), pytest.raises(SystemExit) as ended:
        run(SPEC, job)
    assert ended.value.code == 0
    result = json.loads(capfd.readouterr().out)
    assert (result["options"], result["called"]) == ("e", [True, True, "nested"])


@pytest.mark.parametrize(
    ("trace", "words"),
    [
        (None, ["requests is too old on this host"]),
        ("Traceback: no module", ["requests is too old on this host", "Failed to import", "https://pypi.org/project/"]),
    ],
)
def test_module_without_its_library_says_so_before_it_does_anything(
    trace: str | None, words: list[str], told: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "requests_problem", lambda: "The library requests is too old on this host.")
    monkeypatch.setattr(base, "REQUESTS_IMPORT_ERROR", trace)
    result = told(lambda _module, _runtime: pytest.fail("the job was begun"))
    assert result["failed"]
    assert all(word in result["msg"] for word in words)


def test_warning_is_told_once_and_without_secrets() -> None:
    warned: list[str] = []
    runtime = base.system_runtime(warned.append)
    runtime.secrets.add(SECRET)
    for text in (f"<{SECRET}>", f"<{SPELLINGS['percent'](SECRET)}>", "another"):
        runtime.warn(text)
    assert warned == ["<********>", "another"]


def test_names_of_the_machine_are_read_and_nothing_where_it_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sys_vendor").write_bytes(b"Cloud \xff Inc.\n" + b"x" * 1_000)

    def opened(path: str, **options: Any) -> Any:
        folder, _slash, name = path.rpartition("/")
        assert folder == "/sys/class/dmi/id"
        return (tmp_path / name).open(**options)

    monkeypatch.setattr(base, "open", opened, raising=False)
    assert base.machine_names("sys_vendor").startswith("Cloud \ufffd Inc.\n")
    assert len(base.machine_names("sys_vendor")) == 200
    assert base.machine_names("product_name") == ""


@pytest.mark.parametrize("traceback", [False, True])
@pytest.mark.parametrize(
    "raised",
    [
        lambda text: OptionError(text),
        lambda text: ApiError(text, text, "lasting"),
        lambda text: ValueError(text),
        lambda text: KeyError({text: [text]}),
        lambda text: UnicodeDecodeError("utf-8", text.encode(), 0, 1, text),
        lambda text: OSError(5, text, text),
    ],
)
def test_what_is_raised(
    raised: Callable[[str], Exception], traceback: bool, told: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    def job(_module: Module, _runtime: Runtime) -> dict[str, Any]:
        raise raised(" ".join(spelled())) from ValueError(spelled()[1])

    if traceback:
        name = "ansible.module_utils._internal._traceback"
        _traceback = pytest.importorskip(name, reason="ansible-core shows them from 2.19 on", exc_type=ImportError)
        monkeypatch.setattr(_traceback, "is_traceback_enabled", lambda _event: True)
    result = told(job)
    assert result["failed"]
    assert ("exception" in result) == traceback
    if isinstance(raised(""), (OptionError, ApiError)):
        return
    assert "mistake of this collection" in result["msg"]


@pytest.mark.parametrize("journal", [False, True])
@pytest.mark.parametrize("spelling", sorted(SPELLINGS))
def test_the_system_log(spelling: str, journal: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line about the options, as syslog or the journal gets it, and lines of a module's own."""
    written: list[str] = []

    class Journal:
        @staticmethod
        def send(**fields: Any) -> None:
            written.extend(map(str, fields.values()))

    class Syslog:
        LOG_USER = LOG_INFO = 8

        @staticmethod
        def openlog(*_arguments: Any) -> None:
            return

        @staticmethod
        def syslog(_level: int, text: str) -> None:
            written.append(text)

    monkeypatch.setattr(basic, "HAS_SYSLOG", True)
    monkeypatch.setattr(basic, "has_journal", journal)
    monkeypatch.setattr(basic, "journal", Journal, raising=False)
    monkeypatch.setattr(basic, "syslog", Syslog, raising=False)
    text = SPELLINGS[spelling](SECRET)
    options = {
        "secret_key": SECRET,
        "endpoint": f"https://www.example.com/{text}",
        "nested": {"token": SECRET, "other": text},
        "items": [text, "harmless"],
    }
    with module_args(options):
        module = new_module(SPEC)
    assert any("Invoked with" in line and "harmless" in line for line in written)
    module.log(f"own {text}")
    module.log(f"bytes {text}".encode(), {"endpoint": text})  # type: ignore[arg-type]  # ansible-core takes bytes as well
    assert len(written) >= 3
    check(written)
    # As Python writes what an option holds.
    assert not [line for line in written if repr(text)[1:-1] in line]


class Checked(Exception):
    """The options are in order."""


def test_module_that_is_linted_checks_its_options_and_does_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """By then, its class has been made: ansible-lint looks for an action of the module's name first, which loads it."""
    returns = [False]

    class Linted(basic.AnsibleModule):
        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            if not returns[0]:
                raise Checked

    def job(_options: Options, _called: Invocation, _runtime: Runtime) -> dict[str, Any]:
        raise AssertionError("the job was done")

    monkeypatch.setattr(basic, "AnsibleModule", Linted)
    with module_args({"endpoint": "http://127.0.0.1:9"}), pytest.raises(Checked):
        run(SPEC, job)
    with module_args({"endpiont": "http://127.0.0.1:9"}), pytest.raises(SystemExit):
        run(SPEC, job)
    returns[0] = True
    with module_args({}), pytest.raises(TypeError, match="in AnsibleModule's place"):
        run(SPEC, job)
