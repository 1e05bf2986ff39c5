# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Submitting by playbooks: what is submitted, what is not, and that quota is never spent twice."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.emulator.testing import Emulator
from tests.integration_playbooks import leaks
from tests.integration_playbooks.support import (
    ALIBABA,
    HUAWEI,
    KEYS,
    ROLE,
    Ansible,
    Run,
    Task,
    connection,
    play,
    providers,
    show,
)
from tests.providers.huaweicloud_cdn.accounts import HUAWEI_USER

TASK_MODULES = {HUAWEI: "edgeops.cdn.huaweicloud_cdn_task", ALIBABA: "edgeops.cdn.alibabacloud_dcdn_task"}
QUOTA_MODULES = {HUAWEI: "edgeops.cdn.huaweicloud_cdn_quota_info", ALIBABA: "edgeops.cdn.alibabacloud_dcdn_quota_info"}
SUBMITTING = {
    "CreateRefreshTasks",
    "CreatePreheatingTasks",
    "RefreshDcdnObjectCaches",
    "RefreshDcdnObjectCacheByCacheTag",
    "PreloadDcdnObjectCaches",
}
PURGE = {HUAWEI: "CreateRefreshTasks", ALIBABA: "RefreshDcdnObjectCaches"}
BOTH = (HUAWEI, ALIBABA)

FILES = ["https://www.example.com/a.txt", "https://static.example.com/b.txt"]
DIRECTORY = "https://www.example.com/d/"


def submit(provider: str, emulator: Emulator, name: str, operation: str = "purge", **options: Any) -> Task:
    """A task that submits; its result is registered under its name."""
    return {
        "name": name,
        TASK_MODULES[provider]: {**connection(emulator, provider), "operation": operation, **options},
        "register": variable(name),
    }


def variable(name: str) -> str:
    return name.replace(" ", "_").replace("-", "_")


def submissions(emulator: Emulator) -> list[str]:
    """The calls that submit, in order."""
    return [entry["call"] for entry in emulator.log() if entry["call"] in SUBMITTING]


def urls_of(entries: list[dict[str, Any]]) -> list[str]:
    return [url for entry in entries for url in entry["urls"]]


def test_submit_and_wait_by_the_role(ansible: Ansible, emulator: Emulator) -> None:
    """Purges and prefetches of both clouds, waited for together."""
    emulator.settings(default_script={"finish_after": 1.0})
    names = [f"{operation} {provider}" for provider in BOTH for operation in ("purge", "prefetch")]
    run = ansible.run(
        [
            play(
                [
                    *(
                        submit(
                            provider,
                            emulator,
                            f"{operation} {provider}",
                            operation,
                            urls=FILES,
                            **({"directories": [DIRECTORY]} if operation == "purge" else {}),
                        )
                        for provider in BOTH
                        for operation in ("purge", "prefetch")
                    ),
                    {
                        "name": "Wait",
                        "ansible.builtin.include_role": {"name": ROLE},
                        "vars": {
                            "wait_for_tasks": "{{ " + " + ".join(f"{variable(name)}.tasks" for name in names) + " }}",
                            "wait_for_poll_interval": 0.2,
                            "wait_for_result_tasks": "all",
                            "wait_for_providers": providers(emulator),
                        },
                    },
                    show("waited", "wait_for_result"),
                ]
            )
        ]
    )
    assert run.code == 0, run.output
    waited = run.shown("waited")
    assert waited["outcome"] == "succeeded"
    # A task for each call of Huawei Cloud, and for each host of a call of Alibaba Cloud, whose ids came joined.
    counts = {name: len(run.result(name)["tasks"]) for name in names}
    assert counts == {
        f"purge {HUAWEI}": 2,
        f"prefetch {HUAWEI}": 1,
        f"purge {ALIBABA}": 3,
        f"prefetch {ALIBABA}": 2,
    }
    submitted = [task["id"] for name in names for task in run.result(name)["tasks"]]
    assert sorted(task["id"] for task in waited["tasks"]) == sorted(submitted)
    assert {(task["provider"], task["id"]) for task in emulator.tasks()} == {
        (task["provider"], task["id"]) for task in waited["tasks"]
    }
    for name in names:
        result = run.result(name)
        assert (result["changed"], result["not_submitted"]) == (True, [])
        assert urls_of(result["submissions"]) == [*FILES, *([DIRECTORY] if name.startswith("purge") else [])]
        assert all(entry["request_id"] for entry in result["submissions"])
        assert {task["operation"] for task in result["tasks"]} == {name.split()[0]}
    assert len(submissions(emulator)) == 6
    # Without a project named, submissions name none.
    assert all("enterprise_project_id" not in str(entry) for entry in emulator.log() if entry["call"] in SUBMITTING)


@pytest.mark.parametrize("provider", BOTH)
def test_what_is_asked_and_said_before(ansible: Ansible, emulator: Emulator, provider: str) -> None:
    """Check mode, quotas, tasks that are running already, mistakes; and the simple wait."""
    emulator.settings(
        default_script={"stuck": True}, used_quota={provider: {_quota_name(provider): _limit(provider) - 5}}
    )
    quota = {"name": "quotas", QUOTA_MODULES[provider]: connection(emulator, provider)}
    run = ansible.tasks(
        [
            {
                **submit(provider, emulator, "check", urls=FILES[:1], directories=[DIRECTORY], wait=True),
                "check_mode": True,
            },
            {**quota, "name": "quotas before"},
            submit(provider, emulator, "first", urls=FILES, require_quota=True),
            submit(provider, emulator, "skipped", urls=FILES[::-1], skip_if_running=True),
            submit(provider, emulator, "other", urls=[FILES[0], FILES[0] + "?1"], skip_if_running=True),
            {**quota, "name": "quotas after"},
            submit(provider, emulator, "too much", urls=FILES, directories=[DIRECTORY], require_quota=True),
            submit(provider, emulator, "impatient", directories=[DIRECTORY], wait=True, wait_timeout=1),
        ]
    )
    checked = run.result("check")
    assert (checked["changed"], checked["tasks"], checked["submissions"]) == (True, [], [])
    assert urls_of(checked["not_submitted"]) == [FILES[0], DIRECTORY]
    assert "Would submit a purge of 1 URL and 1 directory in 2 calls." in checked["msg"]

    assert _left(run, "quotas before", provider) == 5
    assert _left(run, "quotas after", provider) == 1

    skipped = run.result("skipped")
    assert (skipped["changed"], run.status("skipped")) == (False, "ok")
    assert {task["id"] for task in skipped["tasks"]} == {task["id"] for task in run.result("first")["tasks"]}
    assert [entry["skipped"] for entry in skipped["submissions"]] == [True]
    # A URL that no running task is about.
    assert [entry["skipped"] for entry in run.result("other")["submissions"]] == [False]

    refused = run.result("too much")
    assert run.status("too much") == "ignored"
    assert refused["changed"] is False
    assert f"purge file: 2 needed, 1 of {_limit(provider)} left today" in refused["msg"]
    assert urls_of(refused["not_submitted"]) == [*FILES, DIRECTORY]

    impatient = run.result("impatient")
    assert run.status("impatient") == "ignored"
    assert (impatient["outcome"], impatient["changed"]) == ("timed_out", True)
    assert [entry["id"] for entry in impatient["leftover"]] == [task["id"] for task in impatient["tasks"]]
    assert submissions(emulator) == [PURGE[provider]] * 3


def _quota_name(provider: str) -> str:
    return "file_refresh" if provider == HUAWEI else "Url"


def _limit(provider: str) -> int:
    return 2000 if provider == HUAWEI else 10000


def _left(run: Run, name: str, provider: str) -> int:
    (quota,) = [entry for entry in run.result(name)["quotas"] if entry["name"] == _quota_name(provider)]
    return int(quota["remaining"])


@pytest.mark.parametrize("provider", BOTH)
def test_wait(ansible: Ansible, emulator: Emulator, provider: str) -> None:
    emulator.settings(default_script={"finish_after": 0})
    run = ansible.tasks([submit(provider, emulator, "wait", "prefetch", urls=FILES, wait=True, wait_timeout=30)])
    result = run.result("wait")
    assert run.status("wait") == "ok", run.output
    assert (result["outcome"], result["leftover"]) == ("succeeded", [])
    assert {task["state"] for task in result["tasks"]} == {"succeeded"}
    assert "failed" not in result or result["failed"] is False


def test_submission_that_waits_signs_in_once(ansible: Ansible, emulator: Emulator) -> None:
    emulator.settings(default_script={"finish_after_reads": 2})
    user = HUAWEI_USER
    signing_in = {
        "endpoint": emulator.url,
        "iam_endpoint": emulator.url,
        "iam_username": user.name,
        "iam_password": user.password,
        "iam_domain": user.domain,
    }
    options = {"operation": "purge", "urls": FILES, "wait": True, "wait_timeout": 30, **signing_in}
    run = ansible.tasks([{"name": "wait", TASK_MODULES[HUAWEI]: options}])
    assert run.result("wait")["outcome"] == "succeeded"
    assert [entry["call"] for entry in emulator.log()].count("CreateToken") == 1


#: Options, and what the message has to say; every other mistake is a unit test's.
MISTAKES: dict[str, tuple[dict[str, Any], str]] = {
    "scheme": (
        {"urls": [*FILES, "www.example.com/a"]},
        "urls[2]: 'www.example.com/a' does not begin with http:// or https://",
    ),
    "password": (
        {"urls": ["https://user:hunter2@www.example.com/"]},
        "urls[0]: must not hold a user name or password",
    ),
    "slash": (
        {"urls": FILES, "directories": [DIRECTORY, "https://www.example.com/d"]},
        "directories[1]: 'https://www.example.com/d' does not end with a slash",
    ),
    "nothing": ({"urls": [], "directories": []}, "urls and directories: the list is empty"),
    "time": ({"urls": FILES, "wait": True, "wait_timeout": 0}, "wait_timeout: 0 is out of range"),
}


@pytest.mark.parametrize("provider", BOTH)
def test_mistakes_send_nothing(ansible: Ansible, emulator: Emulator, provider: str) -> None:
    run = ansible.tasks([submit(provider, emulator, name, **options) for name, (options, _says) in MISTAKES.items()])
    for name, (_options, says) in MISTAKES.items():
        assert run.status(name) == "ignored", name
        assert says in run.result(name)["msg"]
        assert run.result(name)["changed"] is False
    assert emulator.log() == []


@pytest.mark.parametrize("provider", BOTH)
def test_quota_ends_half_way(ansible: Ansible, emulator: Emulator, provider: str) -> None:
    """What was submitted can be waited for, what was not can be submitted tomorrow: nothing is lost."""
    emulator.settings(used_quota={provider: {"dir_refresh" if provider == HUAWEI else "Dir": 100}})
    run = ansible.tasks(
        [
            submit(provider, emulator, "half", urls=FILES, directories=[DIRECTORY]),
            submit(provider, emulator, "rest", urls="{{ half.submissions | map(attribute='urls') | flatten }}"),
        ]
    )
    half = run.result("half")
    assert run.status("half") == "ignored"
    assert half["changed"] is True
    assert urls_of(half["submissions"]) == FILES
    assert [task["id"] for task in half["tasks"]] == half["submissions"][0]["ids"]
    assert half["not_submitted"] == [
        {
            "operation": "purge",
            "object_type": "directory",
            "urls": [DIRECTORY],
            "reason": None,
            "uncertain": False,
            "candidates": [],
        }
    ]
    assert half["error"]["code"] == ("CDN.0005" if provider == HUAWEI else "QuotaExceeded.Refresh")
    assert half["error"]["request_id"]
    for text in (
        "quota",
        f"{provider}_quota_info",
        half["tasks"][0]["id"],
        f"a purge of 1 directory, first {DIRECTORY}",
    ):
        assert text in half["msg"]
    assert run.status("rest") == "ok"


def test_no_answer(ansible: Ansible, emulator: Emulator) -> None:
    """A call without an answer is never made again: its tasks are found and named, and there is an error
    unless it is certain that they are its own.

    Each case is a host of one play, so that all of them wait at the same time.
    """
    emulator.settings(default_script={"stuck": True})
    hosts, tasks = {}, []
    for provider in BOTH:
        for kind, processed in (("hang", True), ("reset", True), ("half_json", True), ("hang", False), ("html", False)):
            case = f"{provider}-{kind}-{'arrives' if processed else 'is-lost'}"
            options = {"status": 502} if kind == "html" else {}
            emulator.add_fault(kind, provider=provider, match=f"{case}.txt", process=processed, **options)
            hosts[case] = {"ansible_connection": "local"}
            tasks.append(
                {
                    **submit(
                        provider,
                        emulator,
                        case,
                        urls=[f"https://www.example.com/{case}.txt", f"https://static.example.com/{case}.txt"],
                        directories=[f"https://www.example.com/{case}/"],
                        read_timeout=2,
                    ),
                    "when": f"inventory_hostname == '{case}'",
                    "ignore_errors": True,
                }
            )
    run = ansible.run([play(tasks, hosts="all", strategy="free")], "--forks=10", inventory={"all": {"hosts": hosts}})
    submitted = 0
    for case in hosts:
        result = run.result(case, case)
        urls = [f"https://www.example.com/{case}.txt", f"https://static.example.com/{case}.txt"]
        if run.status(case, case) == "ok":
            # Only where the cloud's clock leaves no doubt whose tasks these are.
            assert case.endswith("arrives")
            assert [entry["recovered"] for entry in result["submissions"]] == [True, False]
            assert urls_of(result["submissions"])[:2] == urls
            assert result["not_submitted"] == []
            assert "1 got no response, but their tasks were found" in result["msg"]
            submitted += 1
            continue
        assert run.status(case, case) == "ignored", result
        assert result["tasks"] == []
        assert [entry["uncertain"] for entry in result["not_submitted"]] == [True, False]
        assert "No response came to the call" in result["msg"]
        assert "The module did not submit it again" in result["msg"]
        candidates = result["not_submitted"][0]["candidates"]
        if case.endswith("arrives"):
            assert candidates
            assert set(candidates) <= {task["id"] for task in emulator.tasks()}
            assert all(candidate in result["msg"] for candidate in candidates)
        else:
            assert candidates == []
    # What arrived was taken once, what was lost never; after a doubt nothing more was submitted.
    arrived = sum(case.endswith("arrives") for case in hosts)
    assert sum(task["url_count"] for task in emulator.tasks()) == 2 * arrived + submitted
    assert len(submissions(emulator)) == len(hosts) + submitted


def test_no_secret_is_shown(ansible: Ansible, emulator: Emulator) -> None:
    """At the highest verbosity, in good and in bad times."""
    emulator.add_fault("status", provider=HUAWEI, call="CreatePreheatingTasks", status=403)
    emulator.add_fault("status", provider=ALIBABA, call="PreloadDcdnObjectCaches", status=403)
    tasks = []
    for provider in BOTH:
        for operation in ("purge", "prefetch"):
            task = submit(provider, emulator, f"{operation} {provider}", operation, urls=FILES, require_quota=True)
            for option in ("access_key", "secret_key"):
                task[TASK_MODULES[provider]][option] = (
                    "{{ lookup('ansible.builtin.env', '" + f"{provider}_{option}" + "') }}"
                )
            tasks.append(task)
    environ = {
        f"{provider}_{option}": getattr(key, option)
        for provider, key in KEYS.items()
        for option in ("access_key", "secret_key")
    }
    log = ansible.folder / "ansible.log"
    run = ansible.tasks(tasks, "-vvvv", environ={**environ, "ANSIBLE_LOG_PATH": str(log)})
    assert [run.status(f"{operation} {provider}") for provider in BOTH for operation in ("purge", "prefetch")] == [
        "ok",
        "ignored",
    ] * 2
    places = {"the output": run.output, "Ansible's log": log.read_text(encoding="utf-8")}
    leaks.check({**places, "the results": json.dumps(list(run.records)), "the emulator": json.dumps(emulator.log())})
