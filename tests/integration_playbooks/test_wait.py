# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the role and the module below it make of tasks that succeed, fail, take too long or cannot be found."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
import yaml

from tests.emulator.testing import Emulator
from tests.integration_playbooks.support import (
    ALIBABA,
    HUAWEI,
    INFO_MODULES,
    ROLE,
    WAIT,
    Ansible,
    Run,
    Task,
    connection,
    info,
    play,
    providers,
    ref,
    show,
    wait,
)
from tests.tools.environment import ROOT

SUBMITTING = ("CreateRefreshTasks", "CreatePreheatingTasks", "RefreshDcdnObjectCaches", "PreloadDcdnObjectCaches")


def documented_keys() -> set[str]:
    """The return values of the module, as its documentation lists them."""
    source = (ROOT / "plugins" / "modules" / "wait_for_tasks.py").read_text(encoding="utf-8")
    return set(yaml.safe_load(source.partition('RETURN = r"""')[2].partition('"""')[0]))


def role(name: str, **variables: Any) -> list[Task]:
    """Run the role, and show what it has registered under the name of the case."""
    variables = {"poll_interval": 0.1, "timeout": 60, "result_tasks": "all", **variables}
    return [
        {
            "name": f"Role: {name}",
            "ansible.builtin.include_role": {"name": ROLE},
            "vars": {f"wait_for_{option}": value for option, value in variables.items()},
        },
        show(name, "wait_for_result"),
    ]


def registered(run: Run, name: str, host: str | None = None) -> dict[str, Any]:
    """What the role has registered, and nothing that is not documented."""
    result = dict(run.shown(name, host))
    # What ansible-core adds, and what every module may have.
    extra = {"changed", "failed", "msg", "warnings", "exception"}
    assert set(result) - extra == documented_keys() - ({"error"} - set(result))
    assert result["changed"] is False
    return result


def states(result: dict[str, Any]) -> list[str]:
    return [task["state"] for task in result["tasks"]]


def submissions(emulator: Emulator) -> int:
    return sum(entry["call"] in SUBMITTING for entry in emulator.log())


def total_calls(emulator: Emulator) -> int:
    return sum(entry["total_calls"] for entry in emulator.stats()["providers"].values())


def test_verdicts(ansible: Ansible, emulator: Emulator) -> None:
    """Success and failure, and every option that moves the border between them."""
    good = {"urls": ["https://www.example.com/a.txt"], "script": {"finish_after_reads": 2}}
    bad = {
        "urls": ["https://www.example.com/a.txt", "https://www.example.com/b.txt"],
        "script": {"finish_after_reads": 1, "fail": {"url_index": 1, "error": "Origin Timeout"}},
    }
    stuck = {"script": {"stuck": True}}
    ids = {
        (provider, kind): emulator.add_task(provider, **task)
        for provider in (HUAWEI, ALIBABA)
        for kind, task in (("good", good), ("slow", good), ("bad", bad), ("stuck", stuck))
    }
    refs = {key: ref(key[0], task_id) for key, task_id in ids.items()}
    both = [refs[HUAWEI, "good"], refs[ALIBABA, "good"]]
    # Huawei Cloud's reason comes by another call where there are more tasks than the detail call is worth.
    failing = {provider: [refs[provider, "bad"], refs[provider, "stuck"]] for provider in (HUAWEI, ALIBABA)}
    mixed = [refs[HUAWEI, "slow"], refs[ALIBABA, "bad"]]
    common = {"providers": providers(emulator)}
    run = ansible.tasks(
        [
            *role("success", tasks=both, **common),
            *role("failed in huawei", tasks=failing[HUAWEI], **common),
            *role("failed in alibaba", tasks=failing[ALIBABA], **common),
            *role("failed among many", tasks=[*failing[HUAWEI], refs[HUAWEI, "good"]], **common),
            *role("finished", tasks=mixed, condition="finished", **common),
            *role("not fast", tasks=[refs[ALIBABA, "bad"], refs[ALIBABA, "slow"]], fail_fast=False, **common),
            *role("one failure allowed", tasks=mixed, max_failed=1, **common),
            *role("failure warned of", tasks=failing[ALIBABA], on_failure="warn", **common),
            *role("time-out warned of", tasks=[refs[HUAWEI, "stuck"]], timeout=1, on_timeout="warn", **common),
            *role("nothing", tasks=[], allow_empty=True),
        ]
    )

    result = registered(run, "success")
    assert (result["outcome"], result["failed"], states(result)) == ("succeeded", False, ["succeeded"] * 2)
    assert [task["id"] for task in result["tasks"]] == [ids[HUAWEI, "good"], ids[ALIBABA, "good"]]
    assert result["leftover"] == []
    assert result["msg"].startswith("2 of 2 tasks succeeded in ")

    for provider, name, reason in (
        (HUAWEI, "failed in huawei", "INNER_ERROR: Origin Timeout"),
        (ALIBABA, "failed in alibaba", "Origin Timeout"),
        (HUAWEI, "failed among many", "INNER_ERROR: Origin Timeout"),
    ):
        result = registered(run, name)
        assert (result["outcome"], result["failed"]) == ("failed", True)
        assert refs[provider, "stuck"] in result["leftover"]
        assert refs[provider, "bad"] not in result["leftover"]
        for text in (
            f"{provider} {ids[provider, 'bad']} (purge file): failed, 1 of 2 URLs failed",
            "first https://www.example.com/b.txt",
            reason,
            "Submit the failed URLs again",
            'wait_for_tasks: "{{ wait_for_result.leftover }}"',
        ):
            assert text in result["msg"]
        assert result["tasks"][0]["error"]["message"] == "Origin Timeout"

    result = registered(run, "finished")
    assert (result["outcome"], result["failed"], sorted(states(result))) == ("failed", False, ["failed", "succeeded"])
    assert result["leftover"] == []
    assert "warnings" not in result
    result = registered(run, "not fast")
    assert (result["outcome"], result["failed"], states(result)) == ("failed", True, ["failed", "succeeded"])
    result = registered(run, "one failure allowed")
    assert (result["outcome"], result["failed"], states(result)) == ("succeeded", False, ["succeeded", "failed"])
    assert "1 of 2 tasks succeeded" in result["msg"]
    assert "1 failed as max_failed allows" in result["msg"]
    result = registered(run, "failure warned of")
    assert (result["outcome"], result["failed"]) == ("failed", False)
    assert "b.txt" in "".join(result["warnings"])
    result = registered(run, "time-out warned of")
    assert (result["outcome"], result["failed"]) == ("timed_out", False)
    assert "Timed out" in "".join(result["warnings"])
    result = registered(run, "nothing")
    assert (result["outcome"], result["failed"], result["tasks"]) == ("succeeded", False, [])
    assert result["calls"] == 0
    assert "Traceback" not in run.output


def test_waiting_again_for_what_was_left_over(ansible: Ansible, emulator: Emulator) -> None:
    done = emulator.add_task(HUAWEI, script={})
    slow = {provider: emulator.add_task(provider, script={"stuck": True}) for provider in (HUAWEI, ALIBABA)}
    common = {"providers": providers(emulator)}
    finish = {
        "name": "Finish",
        "ansible.builtin.uri": {
            "url": f"{emulator.url}/_control/tasks/{{{{ item.provider }}}}/{{{{ item.id }}}}",
            "method": "PATCH",
            "body_format": "json",
            "body": {"script": {}},
        },
        "loop": "{{ wait_for_result.leftover }}",
    }
    first = [ref(HUAWEI, done), ref(HUAWEI, slow[HUAWEI]), ref(ALIBABA, slow[ALIBABA])]
    run = ansible.run(
        [
            play(
                [
                    {
                        "name": "Publish",
                        "block": role("first", tasks=first, timeout=1, **common),
                        "rescue": [
                            show("rescued", "wait_for_result"),
                            finish,
                            *role("second", tasks="{{ wait_for_result.leftover }}", **common),
                        ],
                    }
                ]
            )
        ]
    )
    assert run.code == 0, run.output
    result = registered(run, "rescued")
    assert (result["outcome"], states(result)) == ("timed_out", ["succeeded", "running", "running"])
    assert result["leftover"] == first[1:]
    for text in (
        "Timed out after ",
        "with 2 of 3 tasks unfinished",
        f"- {HUAWEI} {slow[HUAWEI]} (purge file): running",
        f"- {ALIBABA} {slow[ALIBABA]} (purge file): running",
        "raise timeout",
        "without submitting anything again",
    ):
        assert text in result["msg"]
    assert done not in result["msg"]
    result = registered(run, "second")
    assert (result["outcome"], states(result)) == ("succeeded", ["succeeded"] * 2)
    assert submissions(emulator) == 0


def test_ids_that_cannot_be_found(ansible: Ansible, emulator: Emulator) -> None:
    """Tolerated for as long as missing_grace says, and never a success."""
    late = [emulator.add_task(provider, script={"visible_after_reads": 2}) for provider in (HUAWEI, ALIBABA)]
    common = {"providers": providers(emulator), "on_failure": "fail"}
    run = ansible.tasks(
        [
            *role("late", tasks=[ref(HUAWEI, late[0]), ref(ALIBABA, late[1])], missing_grace=50, **common),
            *role("huawei", tasks=[ref(HUAWEI, "99")], missing_grace=0, **common),
            *role("alibaba", tasks=[ref(ALIBABA, "99")], missing_grace=0.5, **common),
            # One cloud's id given as the other's.
            *role("mixed up", tasks=[ref(ALIBABA, late[0])], missing_grace=0, **common),
        ]
    )
    result = registered(run, "late")
    assert (result["outcome"], result["failed"]) == ("succeeded", False)
    for name, provider, task_id in (
        ("huawei", HUAWEI, "99"),
        ("alibaba", ALIBABA, "99"),
        ("mixed up", ALIBABA, late[0]),
    ):
        result = registered(run, name)
        assert (result["outcome"], result["failed"], states(result)) == ("not_found", True, ["not_found"])
        assert result["sweeps"] >= 2
        assert result["leftover"] == [ref(provider, task_id)]
        for text in (
            "1 of 1 tasks could not be found",
            f"{provider} {task_id}: not found",
            "of another account",
            "Check that the ids belong to the named provider",
        ):
            assert text in result["msg"]


def test_check_mode_looks_once_and_does_not_fail(ansible: Ansible, emulator: Emulator) -> None:
    stuck = emulator.add_task(HUAWEI, script={"stuck": True})
    bad = emulator.add_task(ALIBABA, script={"fail": {}})
    common = {"providers": providers(emulator)}
    run = ansible.run(
        [
            play(
                [
                    *role("unfinished", tasks=[ref(HUAWEI, stuck), ref(ALIBABA, bad)], condition="finished", **common),
                    *role("failed", tasks=[ref(ALIBABA, bad)], **common),
                    *role("unknown", tasks=[ref(ALIBABA, "99")], missing_grace=0, **common),
                    # Nothing was submitted in check mode, so there may be nothing to wait for.
                    *role("nothing", tasks=[], **common),
                    wait("delegated", [ref(HUAWEI, stuck)], **common) | {"delegate_to": "other"},
                ]
            )
        ],
        "--check",
        inventory={"all": {"hosts": {"other": {"ansible_connection": "elsewhere"}}}},
    )
    assert run.code == 0, run.output
    for name, outcome, sweeps in (
        ("unfinished", "timed_out", 2),
        ("failed", "failed", 1),
        ("unknown", "timed_out", 1),
        ("nothing", "succeeded", 0),
    ):
        result = registered(run, name)
        assert (result["outcome"], result["failed"], result["sweeps"]) == (outcome, False, sweeps)
    assert "Check mode: looked once and did not wait" in registered(run, "unfinished")["msg"]
    result = run.result("delegated")
    assert (result["outcome"], result["sweeps"], result["changed"]) == ("timed_out", 1, False)


def test_references_in_every_form(ansible: Ansible, emulator: Emulator) -> None:
    huawei = emulator.add_tasks({"provider": HUAWEI, "count": 3, "script": {"finish_after_reads": 2}})
    alibaba = emulator.add_tasks({"provider": ALIBABA, "count": 4, "script": {"finish_after_reads": 2}})
    common = {"providers": providers(emulator)}
    run = ansible.tasks(
        [
            info(HUAWEI, "look", ids=huawei[:2], **connection(emulator, HUAWEI)) | {"register": "looked"},
            *role(
                "mixed",
                tasks="{{ looked.tasks + more }}",
                more=None,
                provider=ALIBABA,
                **common,
            ),
            # A number, as YAML makes it of an id without quotes; one string; the same task three times.
            *role("number", tasks=[int(alibaba[0])], provider=ALIBABA, **common),
            *role("string", tasks=f"{alibaba[0]},{alibaba[1]}", provider=ALIBABA, **common),
            *role(
                "twice",
                tasks=["{{ looked.tasks[0] }}", ref(HUAWEI, huawei[0]), f"{huawei[0]},{huawei[0]}"],
                provider=HUAWEI,
                **common,
            ),
        ],
        vars={
            "more": [
                ref(HUAWEI, huawei[2]),
                alibaba[0],
                f"{alibaba[1]},{alibaba[2]}",
                {"id": alibaba[3]},
                ref(ALIBABA, f"{alibaba[0]}, {alibaba[1]}"),
            ]
        },
    )
    every = [ref(HUAWEI, task_id) for task_id in huawei] + [ref(ALIBABA, task_id) for task_id in alibaba]
    for name, expected in (
        ("mixed", every),
        ("number", [ref(ALIBABA, alibaba[0])]),
        ("string", [ref(ALIBABA, alibaba[0]), ref(ALIBABA, alibaba[1])]),
        ("twice", [ref(HUAWEI, huawei[0])]),
    ):
        result = registered(run, name)
        assert result["outcome"] == "succeeded"
        assert [ref(task["provider"], task["id"]) for task in result["tasks"]] == expected


@pytest.mark.cover
def test_done_and_fresh(ansible: Ansible, emulator: Emulator) -> None:
    """After success, what the edge answers is looked at; an edge goes on answering old content until it is purged."""
    urls = [f"https://www.example.com/{name}" for name in ("a.txt", "b.txt")]
    edge = [f"{emulator.url}/_edge/{url.partition('://')[2]}" for url in urls]
    for release in ("1", "2"):
        for url in urls:
            emulator.publish(url, f"release {release}", {"x-release": release})
    purge = emulator.add_task(HUAWEI, urls=urls[:1], script={"finish_after_reads": 2})
    digest = hashlib.sha256(b"release 2").hexdigest()
    checks = [{"url": url, "headers": {"X-Release": "2"}, "sha256": digest} for url in edge]
    common = {"tasks": [ref(HUAWEI, purge)], "providers": providers(emulator)}
    run = ansible.tasks(
        [
            *role("fresh", verify=checks[:1], settle=0.1, **common),
            # Nobody has purged the other one.
            *role("stale", verify=checks, timeout=1, **common),
        ]
    )
    result = registered(run, "fresh")
    assert (result["outcome"], result["failed"]) == ("succeeded", False)
    assert result["verified"] == [{"url": edge[0], "verified": True, "difference": None}]
    result = registered(run, "stale")
    assert (result["outcome"], result["failed"], result["leftover"]) == ("timed_out", True, [])
    assert [entry["verified"] for entry in result["verified"]] == [True, False]
    assert result["verified"][1]["difference"] == {"what": "header x-release", "expected": "'2'", "found": "'1'"}
    assert f"{edge[1]}: header x-release should be '2', but is '1'" in result["msg"]


ID = [{"provider": HUAWEI, "id": "1"}]
#: Options that make no sense, and what has to be said of them.
BAD_OPTIONS: list[tuple[str, dict[str, Any], tuple[str, ...]]] = [
    *(
        (f"{option} {value}", {"tasks": ID, option: value}, (f"{option}: ", "out of range", limits))
        for option, values, limits in (
            ("timeout", (0, 0.9, 1e9), "1 to 31536000"),
            ("poll_interval", (0, 3601), "0.1 to 3600"),
            ("progress_interval", (0.01, 3601), "0.1 to 3600"),
            ("max_failed", (-1,), "0 to 1000000000"),
            ("missing_grace", (-1,), "0 to 31536000"),
        )
        for value in values
    ),
    (
        "text for a number",
        {"tasks": ID, "timeout": "soon"},
        ("timeout", "not a length of time", "1 to 31536000 seconds"),
    ),
    ("condition", {"tasks": ID, "condition": "done"}, ("condition", "succeeded, finished", "done")),
    ("on_failure", {"tasks": ID, "on_failure": "ignore"}, ("on_failure", "fail, warn", "ignore")),
    ("on_timeout", {"tasks": ID, "on_timeout": "ignore"}, ("on_timeout", "fail, warn", "ignore")),
    ("fail_fast", {"tasks": ID, "fail_fast": "perhaps"}, ("fail_fast", "perhaps")),
    ("no tasks", {}, ("missing required arguments", "tasks")),
    ("empty list", {"tasks": []}, ("tasks: the list is empty", "allow_empty")),
    ("unknown provider", {"tasks": [{"provider": "akamai", "id": "1"}]}, ("tasks[0]", "akamai", ALIBABA, HUAWEI)),
    ("unknown default", {"tasks": ["1"], "provider": "akamai"}, ("provider", "akamai", ALIBABA, HUAWEI)),
    ("no provider", {"tasks": [*ID, "2"]}, ("tasks[1]", "which provider", ALIBABA, HUAWEI)),
    ("no id", {"tasks": [{"provider": HUAWEI}]}, ("tasks[0]", "'id'", "provider")),
    ("empty id", {"tasks": [""], "provider": HUAWEI}, ("tasks[0]", "must not be empty")),
    ("no id at all", {"tasks": [{"provider": HUAWEI, "id": "a b/c"}]}, ("tasks[0]", "'a b/c' is not a task id")),
    ("null", {"tasks": [None], "provider": HUAWEI}, ("tasks[0]: null", "Expected the id")),
    ("unknown option", {"tasks": ID, "tiemout": 3}, ("Unsupported parameters", "tiemout")),
    (
        "unknown option of a provider",
        {"tasks": ID, "providers": {HUAWEI: {"acess_key": "x"}}},
        ("Unsupported parameters", "acess_key", f"providers.{HUAWEI}"),
    ),
    ("options of nobody", {"tasks": ID, "providers": {"akamai": {}}}, ("Unsupported parameters", "akamai")),
    (
        "half a key",
        {"tasks": ID, "providers": {HUAWEI: {"access_key": "AK"}}},
        (f"providers.{HUAWEI}: ", "secret_key is missing"),
    ),
    (
        "two ways to sign in",
        {"tasks": ID, "providers": {HUAWEI: {"access_key": "AK", "secret_key": "SK", "auth_token": "T"}}},
        (f"providers.{HUAWEI}: ", "more than one way to sign in", "auth_token; access_key and secret_key"),
    ),
    (
        "no such file",
        {"tasks": ID, "providers": {HUAWEI: {"access_key": "AK", "secret_key": "SK", "ca_path": "/nowhere.pem"}}},
        (f"providers.{HUAWEI}: ", "ca_path: /nowhere.pem does not exist"),
    ),
]


def test_bad_options_fail_before_anything_is_sent(
    ansible: Ansible, emulator: Emulator, subtests: pytest.Subtests
) -> None:
    cases = []
    for name, options, _says in BAD_OPTIONS:
        options = dict(options)
        given = options.pop("providers", None) or {HUAWEI: connection(emulator, HUAWEI)}
        for provider in set(given) & {HUAWEI, ALIBABA}:
            given[provider] = {"endpoint": emulator.url, **given[provider]}
        cases.append({"name": name, WAIT: {"providers": given, **options}})
    run = ansible.tasks(cases)
    for name, _options, says in BAD_OPTIONS:
        with subtests.test(msg=name):
            assert run.status(name) == "ignored"
            message = run.result(name)["msg"]
            missing = [text for text in says if text not in message]
            assert not missing, f"{missing} not in {message!r}"
            assert "outcome" not in run.result(name)
    assert total_calls(emulator) == 0
    assert "Traceback" not in run.output


def test_the_role_lets_the_wait_check_its_options(
    ansible: Ansible, emulator: Emulator, subtests: pytest.Subtests
) -> None:
    """So that what it says is registered."""
    cases: list[tuple[str, dict[str, Any], tuple[str, ...]]] = [
        ("no tasks", {}, ("wait_for_tasks", "is undefined")),
        ("number", {"tasks": ID, "timeout": "soon"}, ("timeout", "not a length of time")),
        ("choice", {"tasks": ID, "condition": "done"}, ("condition", "done", "succeeded, finished")),
        ("provider", {"tasks": ["1"], "provider": "akamai"}, ("provider", "akamai", ALIBABA, HUAWEI)),
        (
            "option of a provider",
            {"tasks": ID, "providers": {HUAWEI: {"acess_key": "x"}}},
            ("providers", "acess_key", "access_key"),
        ),
    ]
    blocks = [
        {
            "name": f"Block: {name}",
            "block": role(name, **{"providers": providers(emulator), **options}),
            "rescue": [show(f"rescued: {name}", "ansible_failed_result.msg")],
        }
        for name, options, _says in cases
    ]
    run = ansible.run([play(blocks)])
    assert run.code == 0, run.output
    for name, _options, says in cases:
        with subtests.test(msg=name):
            message = run.shown(f"rescued: {name}")
            missing = [text for text in says if text not in message]
            assert not missing, f"{missing} not in {message!r}"
    assert total_calls(emulator) == 0


@pytest.mark.cover
def test_the_role_waits_for_all_hosts_and_becomes_nobody(ansible: Ansible, emulator: Emulator) -> None:
    """No host of the play is asked for anything: these could not be reached."""
    good = emulator.add_task(HUAWEI, script={"finish_after_reads": 2})
    bad = emulator.add_task(ALIBABA, script={"fail": {}})
    hosts = ["web1", "web2", "web3"]
    variables = {
        "wait_for_poll_interval": 0.1,
        "wait_for_providers": providers(emulator),
    }
    failing = {
        "name": "Publish",
        "block": [
            {
                "name": "Import the role",
                "ansible.builtin.import_role": {"name": ROLE},
                "vars": {"wait_for_tasks": [ref(ALIBABA, bad)]},
            }
        ],
        "rescue": [show("rescued", "wait_for_result")],
    }
    run = ansible.run(
        [
            # The role in a list of roles, then in a block.
            play(
                [show("result", "wait_for_result")],
                hosts="all",
                become=True,
                vars=variables,
                roles=[{"role": ROLE, "vars": {"wait_for_tasks": [ref(HUAWEI, good)]}}],
            ),
            play([failing], hosts="all", become=True, vars=variables),
        ],
        inventory={
            "all": {
                "hosts": {name: {"ansible_host": "192.0.2.1", "ansible_connection": "ssh"} for name in hosts},
                "vars": {"ansible_become": True, "ansible_become_method": "ansible.builtin.sudo"},
            }
        },
    )
    assert run.code == 0, run.output
    results = [registered(run, "result", host) for host in hosts]
    assert [result["outcome"] for result in results] == ["succeeded"] * 3
    rescued = [registered(run, "rescued", host) for host in hosts]
    assert [(result["outcome"], result["failed"]) for result in rescued] == [("failed", True)] * 3
    assert total_calls(emulator) == sum(result["calls"] for result in [*results, *rescued])
    # All of them wait on the controller: only its host tells one line from another.
    assert run.lines()
    assert {host for line in run.lines() for host in hosts if f"[{host}]" in line} == set(hosts)
    assert all("[web" in line for line in run.lines())


def test_info_modules_answer_what_the_role_takes(ansible: Ansible, emulator: Emulator) -> None:
    """A query's tasks, whatever they are, can be waited for."""
    for provider in (HUAWEI, ALIBABA):
        emulator.add_tasks({"provider": provider, "count": 2, "script": {"finish_after_reads": 3}})
    queries = []
    for provider, name in ((HUAWEI, "huawei"), (ALIBABA, "alibaba")):
        options = {"created_after": "1h", "state": ["pending", "running"], **connection(emulator, provider)}
        queries.append({"name": name, INFO_MODULES[provider]: options, "register": name})
    run = ansible.tasks(
        [*queries, *role("wait", tasks="{{ huawei.tasks + alibaba.tasks }}", providers=providers(emulator))]
    )
    assert len(run.result("huawei")["tasks"]) == len(run.result("alibaba")["tasks"]) == 2
    assert registered(run, "wait")["outcome"] == "succeeded"
    assert len(registered(run, "wait")["tasks"]) == 4
