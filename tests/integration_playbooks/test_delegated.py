# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A wait on another host answers what a wait on the controller does, and both outlive what they wait for breaking."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from tests.emulator.testing import Emulator
from tests.integration_playbooks.support import (
    ALIBABA,
    HUAWEI,
    ROLE,
    Ansible,
    connection,
    play,
    providers,
    ref,
    show,
    wait,
)

PLACES = ("localhost", "other")
INVENTORY: dict[str, Any] = {"all": {"hosts": {"other": {"ansible_connection": "elsewhere"}}}}
#: What a run on another host may differ in.
COSTS = ("elapsed", "sweeps", "calls", "retries")


def without_costs(result: dict[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in result.items() if key not in COSTS and not key.startswith("_ansible")}
    # Nor in what depends on the time of day, or counts requests.
    for key in {"msg", "warnings"} & set(kept):
        kept[key] = re.sub(r"\b[\d.]+s\b|request id [\w-]+", "...", str(kept[key]))
    if "error" in kept:
        kept["error"] = {**kept["error"], "request_id": "..."}
    return kept


@pytest.mark.cover
def test_the_place_makes_no_difference(ansible: Ansible, emulator: Emulator, subtests: pytest.Subtests) -> None:
    urls = ["https://www.example.com/a.txt", "https://www.example.com/b.txt"]
    good = emulator.add_task(HUAWEI, urls=urls, script={})
    bad = {
        provider: emulator.add_task(provider, urls=urls, script={"fail": {"url_index": 1, "error": "Origin Timeout"}})
        for provider in (HUAWEI, ALIBABA)
    }
    stuck = emulator.add_task(ALIBABA, script={"stuck": True})
    odd = emulator.add_task(ALIBABA, script={"raw_status": "Frobnicating"})
    failed = [ref(provider, task_id) for provider, task_id in bad.items()]
    wrong = {ALIBABA: connection(emulator, ALIBABA, secret_key="nobodyssecret000000000000001")}
    cases: dict[str, tuple[list[Any], dict[str, Any], str, bool]] = {
        "success": ([ref(HUAWEI, good)], {}, "succeeded", False),
        "all URLs": ([ref(HUAWEI, good)], {"result_urls": "all"}, "succeeded", False),
        "failure": ([failed[1], ref(ALIBABA, stuck)], {}, "failed", True),
        "no URLs": (failed[:1], {"result_urls": "none"}, "failed", True),
        "any verdict": ([ref(HUAWEI, good), *failed], {"condition": "finished"}, "failed", False),
        "failures allowed": ([ref(HUAWEI, good), *failed], {"max_failed": 2}, "succeeded", False),
        "warning": (failed, {"on_failure": "warn", "fail_fast": False}, "failed", False),
        "time-out": ([ref(HUAWEI, good), ref(ALIBABA, stuck)], {"timeout": 2}, "timed_out", True),
        "undocumented": ([ref(ALIBABA, odd)], {"timeout": 1, "on_timeout": "warn"}, "timed_out", False),
        "unknown": ([ref(HUAWEI, "99")], {"missing_grace": 0.2}, "not_found", True),
        "API error": ([ref(ALIBABA, stuck)], {"providers": wrong}, "error", True),
        "nothing": ([], {"allow_empty": True}, "succeeded", False),
        "option": ([ref(ALIBABA, stuck)], {"timeout": 0}, "", True),
        "option of a provider": ([ref(ALIBABA, stuck)], {"providers": {ALIBABA: {"endpoint": "a/b"}}}, "", True),
    }
    tasks = []
    for name, (references, options, _outcome, _fails) in cases.items():
        options = {"providers": providers(emulator), "progress_interval": 1, **options}
        for place in PLACES:
            tasks.append(wait(f"{name} on {place}", references, **options) | {"delegate_to": place})
    run = ansible.run([play(tasks, ignore_errors=True)], inventory=INVENTORY)
    assert run.code == 0
    assert "Traceback" not in run.output
    for name, (_references, _options, outcome, fails) in cases.items():
        with subtests.test(msg=name):
            here, there = (run.result(f"{name} on {place}") for place in PLACES)
            assert run.status(f"{name} on localhost") == ("ignored" if fails else "ok")
            assert here.get("outcome", "") == outcome
            # What a module adds to every result.
            assert set(here) == set(there) - {"invocation"}
            if outcome:
                assert without_costs(there) == without_costs(here)
                assert all(isinstance(there[key], (int, float)) for key in COSTS)
            else:
                assert there["msg"] == here["msg"]
    # Slices are not told apart in the result, but the wait's own time is the sum of them.
    assert run.result("time-out on other")["elapsed"] >= 1


def test_the_role_waits_where_it_is_told_to(ansible: Ansible, emulator: Emulator) -> None:
    """With the credentials of that host, not of the controller."""
    good = emulator.add_task(HUAWEI, script={"finish_after_reads": 2})
    key = connection(emulator, HUAWEI)
    run = ansible.run(
        [
            play(
                [
                    {
                        "name": "Role",
                        "ansible.builtin.include_role": {"name": ROLE},
                        "vars": {
                            "wait_for_tasks": [ref(HUAWEI, good)],
                            "wait_for_poll_interval": 0.1,
                            "wait_for_providers": {HUAWEI: {"endpoint": emulator.url}},
                            "wait_for_delegate_to": "other",
                        },
                    },
                    show("result", "wait_for_result"),
                ],
                hosts="web",
                environment={"HUAWEICLOUD_SDK_AK": key["access_key"], "HUAWEICLOUD_SDK_SK": key["secret_key"]},
            )
        ],
        inventory={
            "all": {
                "hosts": {
                    "web": {"ansible_host": "192.0.2.1", "ansible_connection": "ssh"},
                    "other": {"ansible_connection": "elsewhere"},
                }
            }
        },
    )
    assert run.code == 0, run.output
    assert run.shown("result", "web")["outcome"] == "succeeded"
    assert run.lines()
    assert all("edgeops.cdn: [other] " in line for line in run.lines())


def test_a_host_that_cannot_be_reached_is_not_waited_for(ansible: Ansible, emulator: Emulator) -> None:
    """At the start, a lost connection is a mistake rather than bad luck."""
    cut = ansible.write("cut", "")
    inventory = {"all": {"hosts": {"other": {"ansible_connection": "elsewhere", "elsewhere_cut": str(cut)}}}}
    task = wait("wait", [ref(HUAWEI, "1")], timeout=600, providers=providers(emulator))
    run = ansible.run([play([task | {"delegate_to": "other"}])], inventory=inventory)
    assert run.code == 4
    assert run.status("wait") == "unreachable"
    assert "the connection was lost" in run.result("wait")["msg"]


@pytest.mark.cover
def test_a_host_that_cannot_run_the_module_says_why(ansible: Ansible, emulator: Emulator) -> None:
    ansible.write("library/requests.py", "raise RuntimeError('this installation is broken')\n")
    task = wait("wait", [ref(HUAWEI, "1")], timeout=600, providers=providers(emulator)) | {"delegate_to": "other"}
    run = ansible.run(
        [
            play(
                [
                    task | {"environment": {"PYTHONPATH": str(ansible.folder / "library")}},
                    task | {"name": "interpreter", "vars": {"ansible_python_interpreter": "/nonexistent/python3"}},
                ],
                ignore_errors=True,
            )
        ],
        inventory=INVENTORY,
    )
    assert "this installation is broken" in run.result("wait")["msg"]
    assert "/nonexistent/python3" in run.result("interpreter")["msg"]


def test_a_connection_that_comes_back_is_not_missed(ansible: Ansible, emulator: Emulator) -> None:
    ids = {provider: emulator.add_task(provider, script={"stuck": True}) for provider in (HUAWEI, ALIBABA)}
    cut = ansible.folder / "cut"
    inventory = {"all": {"hosts": {"other": {"ansible_connection": "elsewhere", "elsewhere_cut": str(cut)}}}}
    references = [ref(provider, task_id) for provider, task_id in ids.items()]
    task = wait("wait", references, timeout=600, progress_interval=1, providers=providers(emulator))
    with ansible.start([play([task | {"delegate_to": "other"}])], inventory=inventory) as session:
        session.expect("edgeops.cdn: [other] huaweicloud 0/1 | alibabacloud 0/1 | 2 running")
        emulator.change_task(HUAWEI, ids[HUAWEI], script={})
        session.expect("edgeops.cdn: [other] huaweicloud 1/1 | alibabacloud 0/1")
        cut.write_text("", encoding="utf-8")
        session.expect("lost the host: ")
        session.expect(", trying again)")
        emulator.change_task(ALIBABA, ids[ALIBABA], script={})
        cut.unlink()
        run = session.finish()
    assert run.code == 0, run.output
    result = run.result("wait")
    assert result["outcome"] == "succeeded"
    assert [task["state"] for task in result["tasks"]] == ["succeeded"] * 2
    assert result["faults"] == {}


@pytest.fixture
def port() -> Iterator[int]:
    """A port that stays ours while the emulator on it is away."""
    with socket.socket() as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(("127.0.0.1", 0))
        yield int(sock.getsockname()[1])


@pytest.mark.parametrize("place", PLACES)
def test_a_provider_that_goes_away_and_comes_back(place: str, ansible: Ansible, port: int) -> None:
    references = [ref(HUAWEI, "7620242"), ref(ALIBABA, "704222904")]
    with Emulator(port=port) as emulator:
        emulator.add_tasks([{**reference, "script": {"stuck": True}} for reference in references])
        task = wait(
            "wait",
            references,
            timeout=600,
            progress_interval=1,
            missing_grace=600,
            providers=providers(emulator, retries=0),
        )
        session = ansible.start([play([task | {"delegate_to": place}])], inventory=INVENTORY)
        with session:
            session.expect("huaweicloud 0/1 | alibabacloud 0/1 | 2 running")
            emulator.stop()
            session.expect(f"{HUAWEI} 0/1 (ConnectionFailed, trying again)")
            with Emulator(port=port) as successor:
                successor.add_tasks([{**reference, "script": {}} for reference in references])
                run = session.finish()
    assert run.code == 0, run.output
    result = run.result("wait")
    assert result["outcome"] == "succeeded"
    assert [ref(task["provider"], task["id"]) for task in result["tasks"]] == references
    assert result["leftover"] == []
