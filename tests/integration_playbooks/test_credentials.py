# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every place that credentials can come from, for the modules and for the wait.

The environment of a play is one of several places, so each place has a key of its own, and the emulator's log tells
which one was used.
"""

from __future__ import annotations

import json
from typing import Any

from tests.emulator.accounts import Key
from tests.emulator.testing import Emulator
from tests.integration_playbooks.support import (
    ALIBABA,
    HUAWEI,
    INFO_MODULES,
    WAIT,
    Ansible,
    Run,
    Task,
    info,
    play,
    ref,
    wait,
)
from tests.providers.alibabacloud_dcdn.accounts import (
    ALIBABA_EXPIRED_KEY,
    ALIBABA_KEY,
    ALIBABA_READ_ONLY_KEY,
    ALIBABA_TEMPORARY_KEY,
)
from tests.providers.huaweicloud_cdn.accounts import (
    HUAWEI_EXPIRED_KEY,
    HUAWEI_KEY,
    HUAWEI_READ_ONLY_KEY,
    HUAWEI_TEMPORARY_KEY,
    HUAWEI_USER,
)

NAMES = {
    HUAWEI: ("HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK", "HUAWEICLOUD_SDK_SECURITY_TOKEN"),
    ALIBABA: ("ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ALIBABA_CLOUD_SECURITY_TOKEN"),
}


def variables(provider: str, key: Key) -> dict[str, str]:
    """A key under the names that the official SDK looks at."""
    return {name: value for name, value in zip(NAMES[provider], _parts(key), strict=True) if value}


def options(key: Key) -> dict[str, str]:
    names = ("access_key", "secret_key", "security_token")
    return {name: value for name, value in zip(names, _parts(key), strict=True) if value}


def _parts(key: Key) -> tuple[str, str, str | None]:
    return key.access_key, key.secret_key, key.token


def both(emulator: Emulator, ids: dict[str, str], place: str, **given: dict[str, Any]) -> list[Task]:
    """Ask with an info module and with a wait of each provider; `given` are options by provider."""
    tasks = []
    for provider, task_id in ids.items():
        connection = {"endpoint": emulator.url, **given.get(provider, {})}
        tasks += [
            info(provider, f"{place}: ask {provider}", ids=[task_id], **connection),
            wait(f"{place}: wait {provider}", [ref(provider, task_id)], providers={provider: connection}),
        ]
    return tasks


def keys_used(emulator: Emulator, run: Run) -> dict[str, set[str]]:
    """Which keys each provider has seen; every task has to have succeeded."""
    assert run.code == 0, run.output
    assert {entry["status"] for entry in run.records} == {"ok"}
    used: dict[str, set[str]] = {HUAWEI: set(), ALIBABA: set()}
    for entry in emulator.log():
        assert entry["status"] in (200, 201)
        used.setdefault(entry["provider"], set()).add(entry["access_key"])
    return used


def add_tasks(emulator: Emulator) -> dict[str, str]:
    return {provider: emulator.add_task(provider, script={}) for provider in (HUAWEI, ALIBABA)}


def test_environment_of_the_controller(ansible: Ansible, emulator: Emulator) -> None:
    """Temporary keys, with their tokens."""
    ids = add_tasks(emulator)
    keys = {HUAWEI: HUAWEI_TEMPORARY_KEY, ALIBABA: ALIBABA_TEMPORARY_KEY}
    environ = {**variables(HUAWEI, keys[HUAWEI]), **variables(ALIBABA, keys[ALIBABA])}
    run = ansible.run([play(both(emulator, ids, "controller"))], environ=environ)
    assert keys_used(emulator, run) == {provider: {key.access_key} for provider, key in keys.items()}


def test_keyword_environment_outranks_the_controller_and_options_outrank_it(
    ansible: Ansible, emulator: Emulator
) -> None:
    ids = add_tasks(emulator)
    unused = {**variables(HUAWEI, HUAWEI_EXPIRED_KEY), **variables(ALIBABA, ALIBABA_EXPIRED_KEY)}
    keyword = {HUAWEI: HUAWEI_READ_ONLY_KEY, ALIBABA: ALIBABA_READ_ONLY_KEY}
    option = {HUAWEI: HUAWEI_TEMPORARY_KEY, ALIBABA: ALIBABA_TEMPORARY_KEY}
    environment = {**variables(HUAWEI, keyword[HUAWEI]), **variables(ALIBABA, keyword[ALIBABA])}
    # Set, but empty: the controller's token does not belong to this key.
    environment |= {names[2]: "" for names in NAMES.values()}
    run = ansible.run([play(both(emulator, ids, "keyword"), environment=environment)], environ=unused)
    assert keys_used(emulator, run) == {provider: {key.access_key} for provider, key in keyword.items()}

    emulator.reset()
    ids = add_tasks(emulator)
    given = {provider: options(key) for provider, key in option.items()}
    run = ansible.run([play(both(emulator, ids, "option", **given), environment=environment)], environ=unused)
    assert keys_used(emulator, run) == {provider: {key.access_key} for provider, key in option.items()}


def test_files_of_the_home_folder(ansible: Ansible, emulator: Emulator) -> None:
    """Those of the SDKs, then that of Alibaba Cloud's command line tool, which comes before the SDK's."""
    ids = add_tasks(emulator)
    huawei, alibaba, tool = HUAWEI_KEY, ALIBABA_KEY, ALIBABA_TEMPORARY_KEY
    for name, text in (
        (".huaweicloud/credentials", f"[basic]\nak = {huawei.access_key}\nsk = {huawei.secret_key}\n"),
        (
            ".alibabacloud/credentials.ini",
            f"[default]\ntype = access_key\naccess_key_id = {alibaba.access_key}\n"
            f"access_key_secret = {alibaba.secret_key}\n",
        ),
    ):
        ansible.write(f"home/{name}", text).chmod(0o600)
    run = ansible.run([play(both(emulator, ids, "files"))])
    assert keys_used(emulator, run) == {HUAWEI: {huawei.access_key}, ALIBABA: {alibaba.access_key}}
    assert "WARNING" not in run.output

    emulator.reset()
    ids = add_tasks(emulator)
    profile = {
        "name": "deploy",
        "mode": "StsToken",
        "access_key_id": tool.access_key,
        "access_key_secret": tool.secret_key,
        "sts_token": tool.token,
    }
    config = ansible.write("home/.aliyun/config.json", json.dumps({"current": "deploy", "profiles": [profile]}))
    config.chmod(0o644)
    run = ansible.run([play(both(emulator, ids, "tool"))])
    assert keys_used(emulator, run) == {HUAWEI: {huawei.access_key}, ALIBABA: {tool.access_key}}
    # Anybody could have read it.
    assert "config.json can be read by every user of this host: run chmod 600 on it" in run.output


def test_ways_to_sign_in_to_huawei_cloud(ansible: Ansible, emulator: Emulator) -> None:
    """A user's name and password, for which a token is fetched once, and a ready token."""
    ids = emulator.add_tasks({"provider": HUAWEI, "count": 3, "script": {"finish_after_reads": 2}})
    user = HUAWEI_USER
    password = {
        "endpoint": emulator.url,
        "iam_endpoint": emulator.url,
        "iam_username": user.name,
        "iam_password": user.password,
        "iam_domain": user.domain,
        "enterprise_project_id": "0",
    }
    fetch = {
        "name": "fetch a token",
        "ansible.builtin.uri": {
            "url": f"{emulator.url}/v3/auth/tokens?nocatalog=1",
            "method": "POST",
            "status_code": 201,
            "body_format": "json",
            "body": {
                "auth": {
                    "identity": {
                        "methods": ["password"],
                        "password": {
                            "user": {"name": user.name, "password": user.password, "domain": {"name": user.domain}}
                        },
                    }
                }
            },
        },
        "register": "fetched",
    }
    token = {"endpoint": emulator.url, "auth_token": "{{ fetched.x_subject_token }}"}
    wrong = {**password, "iam_password": "guessed"}
    run = ansible.tasks(
        [
            info(HUAWEI, "password: ask", ids=ids, **password),
            wait("password: wait", [ref(HUAWEI, task_id) for task_id in ids], providers={HUAWEI: password}),
            fetch,
            info(HUAWEI, "token: ask", ids=ids, **token),
            wait("token: wait", [ref(HUAWEI, task_id) for task_id in ids], providers={HUAWEI: token}),
            info(HUAWEI, "wrong password", ids=ids, **wrong),
            info(HUAWEI, "half a password", ids=ids, endpoint=emulator.url, iam_username=user.name),
        ]
    )
    for name in ("password: ask", "password: wait", "token: ask", "token: wait"):
        assert run.status(name) == "ok", run.output
    # Two runs, each of several requests, and the test's own.
    assert [entry["status"] for entry in emulator.log() if entry["call"] == "CreateToken"] == [201, 201, 201, 401]
    assert {entry["scheme"] for entry in emulator.log() if entry["provider"] == HUAWEI} == {"X-Auth-Token"}
    assert {entry["query"].get("enterprise_project_id") for entry in emulator.log() if entry["provider"] == HUAWEI} == {
        "0",
        "all",
    }
    assert "Check iam_username, iam_password and iam_domain" in run.result("wrong password")["msg"]
    assert "iam_password and iam_domain must be set as well" in run.result("half a password")["msg"]


def test_the_region_chooses_the_site(ansible: Ansible, emulator: Emulator) -> None:
    """Seen from the addresses that could not be reached; an endpoint outranks it."""
    task_id = emulator.add_task(HUAWEI, script={})
    key = options(HUAWEI_KEY)
    # A proxy that nobody has, so that nothing leaves this machine.
    environ = {"https_proxy": "http://127.0.0.1:9"}
    run = ansible.tasks(
        [
            info(HUAWEI, "none", ids=[task_id], retries=0, **key),
            info(HUAWEI, "europe", ids=[task_id], retries=0, region="eu-west-101", **key),
            info(ALIBABA, "alibaba", ids=["1"], retries=0, **options(ALIBABA_KEY)),
            info(HUAWEI, "endpoint", ids=[task_id], region="eu-west-101", endpoint=emulator.url, **key),
        ],
        environ=environ,
    )
    for name, host in (
        ("none", "https://cdn.myhuaweicloud.com"),
        ("europe", "https://cdn.myhuaweicloud.eu"),
        ("alibaba", "https://dcdn.aliyuncs.com"),
    ):
        assert run.result(name)["error"]["code"] == "ProxyError"
        assert host in run.result(name)["msg"]
        assert "https_proxy" in run.result(name)["msg"]
    assert run.status("endpoint") == "ok"


def test_module_defaults(ansible: Ansible, emulator: Emulator) -> None:
    """By action groups for the modules of a provider; the wait, which is of no provider, has its own."""
    ids = add_tasks(emulator)
    run = ansible.run(
        [
            play(
                [
                    {"name": "huawei", INFO_MODULES[HUAWEI]: {"ids": [ids[HUAWEI]]}},
                    {"name": "alibaba", INFO_MODULES[ALIBABA]: {"ids": [ids[ALIBABA]]}},
                    {"name": "wait", WAIT: {"tasks": [ids[HUAWEI]], "result_tasks": "all"}},
                ],
                module_defaults={
                    "group/edgeops.cdn.all": {"endpoint": emulator.url},
                    "group/edgeops.cdn.huaweicloud": options(HUAWEI_KEY),
                    "group/edgeops.cdn.alibabacloud": options(ALIBABA_KEY),
                    WAIT: {
                        "provider": HUAWEI,
                        "providers": {HUAWEI: {"endpoint": emulator.url, **options(HUAWEI_TEMPORARY_KEY)}},
                    },
                },
            )
        ]
    )
    assert keys_used(emulator, run) == {
        HUAWEI: {HUAWEI_KEY.access_key, HUAWEI_TEMPORARY_KEY.access_key},
        ALIBABA: {ALIBABA_KEY.access_key},
    }
    for name in ("huawei", "alibaba", "wait"):
        assert run.result(name)["tasks"][0]["state"] == "succeeded"
