# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""No secret is shown anywhere, at any verbosity, whatever goes wrong.

Everything that could hold one is searched: the output at -vvvv, the log file, each result, registered ones as well,
and the emulator's log.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.emulator.testing import Emulator
from tests.integration_playbooks import examples, leaks
from tests.integration_playbooks.support import (
    ALIBABA,
    HUAWEI,
    INFO_MODULES,
    ROLE,
    WAIT,
    Ansible,
    Run,
    Task,
    info,
    play,
    ref,
    show,
    wait,
)
from tests.providers.alibabacloud_dcdn.accounts import ALIBABA_TEMPORARY_KEY
from tests.providers.huaweicloud_cdn.accounts import HUAWEI_TEMPORARY_KEY, HUAWEI_USER
from tests.providers.huaweicloud_cdn.client import HuaweiClient
from tests.unit.spellings import SPELLINGS

HUAWEI_KEY, ALIBABA_KEY = HUAWEI_TEMPORARY_KEY, ALIBABA_TEMPORARY_KEY
#: As playbooks should have them: in variables from elsewhere.
VARIABLES = {
    "huawei_secret": HUAWEI_KEY.secret_key,
    "huawei_token": str(HUAWEI_KEY.token),
    "alibaba_secret": ALIBABA_KEY.secret_key,
    "alibaba_token": str(ALIBABA_KEY.token),
    "iam_password": "iam-password-Zq7",
    "wrong_secret": "wrong-secret-Kx9-0000000000000",
    "auth_token": "MIIReady" + "Q" * 40,
}


def options(emulator: Emulator, provider: str, **more: Any) -> dict[str, Any]:
    name, key = ("huawei", HUAWEI_KEY) if provider == HUAWEI else ("alibaba", ALIBABA_KEY)
    return {
        "endpoint": emulator.url,
        "access_key": key.access_key,
        "secret_key": f"{{{{ {name}_secret }}}}",
        "security_token": f"{{{{ {name}_token }}}}",
        **more,
    }


class Search:
    """Runs plays and searches everything that came of them."""

    def __init__(self, ansible: Ansible, log: Path) -> None:
        self._ansible = ansible
        self._emulator_log = log
        self._variables = ansible.write("variables.json", json.dumps(VARIABLES))

    def run(self, tasks: list[Task], **keywords: Any) -> Run:
        log = self._ansible.folder / "ansible.log"
        run = self._ansible.run(
            [play(tasks, ignore_errors=True, **keywords)],
            "-vvvv",
            f"--extra-vars=@{self._variables}",
            environ={"ANSIBLE_LOG_PATH": str(log)},
            inventory={"all": {"hosts": {"other": {"ansible_connection": "elsewhere"}}}},
        )
        places = {
            "output": run.output,
            "log": log.read_text(encoding="utf-8"),
            "results": json.dumps(list(run.records)),
        }
        assert all(places.values())
        places["the emulator's log"] = self._emulator_log.read_text(encoding="utf-8")
        leaks.check(places, {**leaks.SECRETS, **VARIABLES})
        assert "Traceback" not in run.output
        return run


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "emulator.log"


@pytest.fixture
def emulator(log: Path, new_emulator: Any) -> Emulator:
    emulator: Emulator = new_emulator(log_file=log)
    return emulator


def everywhere(name: str, provider: str, given: dict[str, Any], ids: list[str]) -> list[Task]:
    """With an info module, in the controller and delegated."""
    references = [ref(provider, task_id) for task_id in ids]
    waiting = wait(f"{name}: wait", references, timeout=1, missing_grace=0, providers={provider: given})
    return [
        info(provider, f"{name}: ask", ids=ids, include_raw=True, **given) | {"register": "asked"},
        show(f"{name}: show asked", "asked"),
        waiting | {"register": "waited"},
        show(f"{name}: show waited", "waited"),
        waiting | {"name": f"{name}: delegated", "delegate_to": "other"},
    ]


@pytest.mark.parametrize(
    "found", [HUAWEI_KEY.secret_key, HUAWEI_USER.password, "MIIEmulated000001A", "Signature=" + "0af1" * 16]
)
def test_the_search_finds(found: str) -> None:
    with pytest.raises(AssertionError, match="in the output: before"):
        leaks.check({"a log": "nothing", "the output": f"before {found} after"})


def test_success_and_refusals(ansible: Ansible, emulator: Emulator, log: Path) -> None:
    ids = {
        provider: emulator.add_tasks({"provider": provider, "count": 2, "script": {}}) for provider in (HUAWEI, ALIBABA)
    }
    wrong = "{{ wrong_secret }}"
    tasks = []
    for provider in (HUAWEI, ALIBABA):
        tasks += everywhere(f"good {provider}", provider, options(emulator, provider), ids[provider])
        given = options(emulator, provider, secret_key=wrong)
        tasks += everywhere(f"wrong {provider}", provider, given, ids[provider])
    run = Search(ansible, log).run(tasks)
    for provider in (HUAWEI, ALIBABA):
        for kind in ("ask", "wait", "delegated"):
            assert run.status(f"good {provider}: {kind}") == "ok"
            assert "error" in run.result(f"wrong {provider}: {kind}")


def test_tokens_and_passwords(ansible: Ansible, emulator: Emulator, log: Path) -> None:
    ids = emulator.add_tasks({"provider": HUAWEI, "count": 2, "script": {}})
    user = HUAWEI_USER
    password = {
        "endpoint": emulator.url,
        "iam_endpoint": emulator.url,
        "iam_username": user.name,
        "iam_domain": user.domain,
    }
    run = Search(ansible, log).run(
        [
            *everywhere("password", HUAWEI, {**password, "iam_password": user.password}, ids),
            *everywhere("wrong password", HUAWEI, {**password, "iam_password": "{{ iam_password }}"}, ids),
            *everywhere("token", HUAWEI, {"endpoint": emulator.url, "auth_token": "{{ auth_token }}"}, ids),
        ]
    )
    for kind in ("ask", "wait", "delegated"):
        assert run.status(f"password: {kind}") == "ok"
        assert run.result(f"wrong password: {kind}")["error"]["code"] == "401"
        assert run.result(f"token: {kind}")["error"]["code"] == "APIG.0301"


def test_providers_that_echo_what_they_got(ansible: Ansible, emulator: Emulator, log: Path) -> None:
    # A provider can only echo what it was sent.
    huawei, alibaba = (
        f"no {key.secret_key} {key.token} Signature={'0123456789abcdef' * 4}" for key in (HUAWEI_KEY, ALIBABA_KEY)
    )
    bodies = {
        HUAWEI: {"error": {"error_code": "CDN.0001", "error_msg": huawei}},
        ALIBABA: {"Code": "InvalidParameters", "Message": alibaba},
    }
    tasks = []
    for provider, body in bodies.items():
        emulator.add_fault("raw", provider=provider, times=None, status=400, body=body)
        tasks += everywhere(provider, provider, options(emulator, provider), ["1", "2", "3"])
    run = Search(ansible, log).run(tasks)
    for provider in bodies:
        for kind in ("ask", "wait", "delegated"):
            assert run.result(f"{provider}: {kind}")["error"]["message"] == "no ******** ******** Signature=********"


def as_huawei(emulator: Emulator, task_id: str) -> dict[str, Any]:
    """What the emulator responds about a task."""
    client = HuaweiClient(emulator.host)
    try:
        details: dict[str, Any] = client.detail(task_id).json
    finally:
        client.close()
    return details


def test_echoes_in_every_spelling(ansible: Ansible, emulator: Emulator, log: Path) -> None:
    """In the rows of tasks, whole, and in errors, as JSON and as a page."""
    secrets = {
        provider: {f"secret {provider}": key.secret_key, f"token {provider}": str(key.token)}
        for provider, key in ((HUAWEI, HUAWEI_KEY), (ALIBABA, ALIBABA_KEY))
    }
    spelled = {
        provider: {f"{name}, {how}": spell(text) for name, text in own.items() for how, spell in SPELLINGS.items()}
        for provider, own in secrets.items()
    }
    # More than a message shows, so that each text is at the beginning of one.
    texts = {provider: list(own.values()) for provider, own in spelled.items()}
    ids = {HUAWEI: emulator.add_task(HUAWEI, script={}), ALIBABA: "704222904"}
    row = {
        "TaskId": ids[ALIBABA],
        "ObjectPath": "https://www.example.com/",
        "ObjectType": "file",
        "Status": "Complete",
        "Process": "100%",
        "CreationTime": "2026-11-01T10:00:00Z",
    }
    rows = {
        HUAWEI: {**as_huawei(emulator, ids[HUAWEI]), "echo": spelled[HUAWEI]},
        ALIBABA: {"TotalCount": 1, "RequestId": "A-1", "Tasks": [{**row, "Echo": spelled[ALIBABA]}]},
    }
    tasks = []
    for provider in (HUAWEI, ALIBABA):
        given = {**options(emulator, provider), "retries": 0}
        emulator.add_fault("raw", provider=provider, status=200, body=rows[provider])
        tasks.append(info(provider, f"{provider}: rows", ids=[ids[provider]], include_raw=True, **given))
        for number, text in enumerate(texts[provider]):
            page = number % 2 == 1
            code, says = ("error_code", "error_msg") if provider == HUAWEI else ("Code", "Message")
            body: Any = f"<html><h1>{text}</h1></html>" if page else {code: "CDN.0001", says: text}
            emulator.add_fault("raw", provider=provider, status=(400, 403)[number // 2 % 2], body=body)
            tasks.append(wait(f"{provider}: {number}", [ref(provider, "1")], timeout=60, providers={provider: given}))
    run = Search(ansible, log).run(tasks)
    for provider in (HUAWEI, ALIBABA):
        assert "********" in json.dumps(run.result(f"{provider}: rows")["tasks"][0]["raw"])
    shown = run.output + json.dumps(list(run.records))
    for provider, own in spelled.items():
        for name, text in own.items():
            for form in {text, json.dumps(text)[1:-1], repr(text)[1:-1]}:
                assert form not in shown, name
        for number in range(len(own)):
            assert run.result(f"{provider}: {number}")["outcome"] == "error"


def test_mistakes_in_options(ansible: Ansible, emulator: Emulator, log: Path) -> None:
    """A typing error in an option's name must not turn its value into something that may be shown."""
    good = options(emulator, HUAWEI)
    typo = {**good, "secret_kye": "{{ huawei_secret }}"}
    del typo["secret_key"]
    cases = {
        "typo": typo,
        "several": {**good, "auth_token": "{{ auth_token }}"},
        "nested": {**good, "secret_key": {"value": "{{ huawei_secret }}"}},
        "unsendable": {**good, "secret_key": "{{ huawei_secret }}\n{{ alibaba_secret }}"},
    }
    tasks = everywhere("typo", HUAWEI, typo, ["1"]) + role("typo", {HUAWEI: typo})
    for name in ("several", "nested", "unsendable"):
        tasks.append(info(HUAWEI, f"{name}: ask", ids=["1"], **cases[name]))
        tasks.append(wait(f"{name}: wait", [ref(HUAWEI, "1")], timeout=1, providers={HUAWEI: cases[name]}))
        tasks += role(name, {HUAWEI: cases[name]})
    # In places where no secret belongs.
    tasks += [
        {"name": "state: ask", INFO_MODULES[HUAWEI]: {**good, "state": "{{ huawei_secret }}"}},
        {"name": "top: wait", WAIT: {"tasks": [ref(HUAWEI, "1")], "secret_key": "{{ huawei_secret }}"}},
        *role("text", "{{ huawei_secret }}"),
        *role("list", ["{{ huawei_secret }}"]),
    ]
    # Every other module as well, whatever its options are.
    modules = [f"edgeops.cdn.{path.stem}" for path in examples.modules()]
    tasks += [{"name": module, module: {"secret_kye": "{{ huawei_secret }}"}} for module in modules]
    run = Search(ansible, log).run(tasks)
    refused = [f"{name}: {kind}" for name in cases for kind in ("ask", "wait")]
    for name in (*refused, "typo: delegated", "state: ask", "top: wait", *modules):
        assert run.status(name) == "ignored"


def role(name: str, given: Any) -> list[Task]:
    return [
        {
            "name": f"{name}: role",
            "ansible.builtin.include_role": {"name": ROLE},
            "vars": {"wait_for_tasks": [ref(HUAWEI, "1")], "wait_for_providers": given, "wait_for_timeout": 1},
        }
    ]
