# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbook of the collection: a release that arrives, and all the places where one has to stop."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
import yaml

from tests.emulator.testing import Emulator
from tests.integration_playbooks.support import ALIBABA, HUAWEI, KEYS, Ansible, Run
from tests.integration_playbooks.test_submit import BOTH, PURGE, submissions
from tests.tools.environment import ROOT

PREFETCH = {HUAWEI: "CreatePreheatingTasks", ALIBABA: "PreloadDcdnObjectCaches"}
PAGE, DIRECTORY, STYLE = (
    "https://www.example.com/index.html",
    "https://www.example.com/app/",
    "https://static.example.com/app.css",
)
#: What each cloud releases.
CONTENT = {
    HUAWEI: {"purge_urls": [PAGE], "purge_directories": [DIRECTORY], "prefetch_urls": [PAGE]},
    ALIBABA: {"purge_urls": [STYLE], "prefetch_urls": [STYLE]},
}


#: Of a variable that keeps the playbook's own value.
OWN_DEFAULT = "own default"


def release(
    ansible: Ansible,
    emulator: Emulator,
    *arguments: str,
    clouds: Sequence[str] = BOTH,
    script: Mapping[str, Any] | None = None,
    **variables: Any,
) -> Run:
    """Run the playbook, with credentials of these clouds alone; variables replace those of a release that arrives."""
    # Submitting looks at a task once, so the first look of a wait sees it finished.
    emulator.settings(default_script=script or {"finish_after_reads": 1})
    given = {
        "release_clouds": {cloud: CONTENT[cloud] for cloud in clouds},
        "release_settle": 0.1,
        "release_providers": {cloud: {"endpoint": emulator.url} for cloud in clouds},
        "wait_for_poll_interval": 0.1,
        **variables,
    }
    environ = {
        name: value
        for name, value in emulator.environment().items()
        if (HUAWEI in clouds and name.startswith("HUAWEI")) or (ALIBABA in clouds and name.startswith("ALIBABA"))
    }
    given = {name: value for name, value in given.items() if value != OWN_DEFAULT}
    file = ansible.write("release.json", json.dumps(given))
    return ansible.run(
        [{"import_playbook": "edgeops.cdn.release"}], f"--extra-vars=@{file}", *arguments, environ=environ
    )


def publish(emulator: Emulator, url: str) -> dict[str, Any]:
    """Release 42 is on the origin, 41 in the edge's cache; what the edge has to answer."""
    for number in ("41", "42"):
        emulator.publish(url, f"release {number}\n", {"x-release": number})
    return {"url": f"{emulator.url}/_edge/{url.partition('://')[2]}", "headers": {"x-release": "42"}}


def test_a_release_arrives(ansible: Ansible, emulator: Emulator) -> None:
    checks = [publish(emulator, url) for url in (PAGE, f"{DIRECTORY}a.js", STYLE)]
    run = release(ansible, emulator, release_verify=checks)
    assert run.code == 0, run.output
    assert submissions(emulator) == [PURGE[HUAWEI]] * 2 + [PURGE[ALIBABA], PREFETCH[HUAWEI], PREFETCH[ALIBABA]]
    assert "3 of 3 tasks succeeded" in run.result("See that the purge has succeeded")["msg"]
    assert "3 URLs are verified" in run.result("See that the purge has succeeded")["msg"]
    assert "2 of 2 tasks succeeded" in run.result("See that the prefetch has succeeded")["msg"]
    assert all(task["finished"] for task in emulator.tasks())
    # Nothing was submitted before all quotas were known.
    calls = [entry["call"] for entry in emulator.log()]
    assert calls[:4] == ["ShowQuota"] * 2 + ["DescribeDcdnRefreshQuota"] * 2
    for key in KEYS.values():
        assert key.secret_key not in run.output


def test_an_edge_with_old_content_stops_it(ansible: Ansible, emulator: Emulator) -> None:
    """What the edge answers is not among the URLs that are purged."""
    check = publish(emulator, "https://www.example.com/forgotten.html")
    run = release(ansible, emulator, release_verify=[check], release_timeout=3)
    assert run.code == 2
    message = run.result("Stop before the prefetch")["msg"]
    assert f"{check['url']}: header x-release should be '42', but is '41'" in message
    submitted = [f"{task['provider']} {task['id']}" for task in emulator.tasks()]
    assert len(submitted) == 3
    assert all(name in message for name in submitted)
    assert set(submissions(emulator)) == set(PURGE.values())


def test_a_purge_that_is_refused_stops_it(ansible: Ansible, emulator: Emulator) -> None:
    """The other cloud's purge, which was submitted by then, is named."""
    emulator.add_fault("status", provider=ALIBABA, call=PURGE[ALIBABA], status=403)
    run = release(ansible, emulator)
    assert run.code == 2
    message = run.result("Stop before the prefetch")["msg"]
    assert "HTTP 403" in message
    assert all(task["id"] in message for task in emulator.tasks(HUAWEI))
    assert not set(submissions(emulator)) & set(PREFETCH.values())


def test_a_prefetch_that_fails_is_told_apart(ansible: Ansible, emulator: Emulator) -> None:
    emulator.add_fault("status", provider=HUAWEI, call=PREFETCH[HUAWEI], status=403)
    run = release(ansible, emulator)
    assert run.code == 2
    message = run.result("Tell that only the prefetch has failed")["msg"]
    assert message.startswith("The release is purged, so visitors get it. Only the prefetch has failed")
    assert "HTTP 403" in message


#: Variables, and what the failing task has to say.
MISTAKES: dict[str, tuple[dict[str, Any], str]] = {
    "no cloud": (
        {"release_clouds": {}},
        "Expected release_clouds, a dictionary with an entry for each provider",
    ),
    "other keys": (
        {"release_clouds": {HUAWEI: {"urls": [PAGE]}, ALIBABA: {"purge_urls": [STYLE], "prefetch_url": [STYLE]}}},
        "There is no key urls, prefetch_url. Expected purge_urls, ",
    ),
    "no dictionary": ({"release_clouds": [HUAWEI]}, "Expected release_clouds, a dictionary"),
    "nothing of a cloud": ({"release_clouds": {HUAWEI: None}}, "Expected release_clouds, a dictionary"),
    "no such cloud": ({"release_clouds": {"huaweicloud": {"purge_urls": [PAGE]}}}, "value of provider must be one of"),
    "no URLs": ({"release_clouds": {ALIBABA: {"prefetch_urls": [STYLE]}}}, "urls and directories: the list is empty"),
    "a bad URL": (
        {"release_clouds": {ALIBABA: {"purge_urls": [STYLE, "static.example.com/a"]}}},
        "urls[1]: 'static.example.com/a' does not begin with http:// or https://",
    ),
    "a bad URL to prefetch": (
        {"release_clouds": {ALIBABA: {"purge_urls": [STYLE], "prefetch_urls": ["https://*.example.com/"]}}},
        "urls[0]: 'https://*.example.com/' has no valid host name",
    ),
    "a bad check": ({"release_verify": [{"url": "www.example.com"}]}, "verify[0].url: 'www.example.com' is not"),
    "no time": ({"release_timeout": 60, "release_settle": 60}, "settle: there would be no time left to wait in"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_submits_nothing(ansible: Ansible, emulator: Emulator, mistake: str) -> None:
    variables, says = MISTAKES[mistake]
    run = release(ansible, emulator, **variables)
    assert run.code == 2
    assert says in json.dumps([record["result"] for record in run.records if record["status"] == "failed"])
    assert submissions(emulator) == []


def test_quotas_that_do_not_suffice_submit_nothing(ansible: Ansible, emulator: Emulator) -> None:
    """Also that of the last step, the prefetch at the second cloud."""
    emulator.settings(used_quota={ALIBABA: {"Preload": 1000}})
    run = release(ansible, emulator)
    assert run.code == 2
    assert "prefetch file: 1 needed, 0 of 1000 left today" in run.output
    assert submissions(emulator) == []


def test_check_mode_submits_nothing(ansible: Ansible, emulator: Emulator) -> None:
    run = release(ansible, emulator, "--check", release_verify=[publish(emulator, PAGE)])
    assert run.code == 0, run.output
    assert submissions(emulator) == []
    says = "\n".join(run.result("Say what would be done")["msg"])
    assert re.findall(r"(\w+): Check mode: .*?Would submit (a .*)\.$", says, re.MULTILINE) == [
        (HUAWEI, "a purge of 1 URL and 1 directory in 2 calls"),
        (ALIBABA, "a purge of 1 URL"),
        (HUAWEI, "a prefetch of 1 URL"),
        (ALIBABA, "a prefetch of 1 URL"),
    ]
    assert "verify 1 URLs" in says


@pytest.mark.parametrize("cloud", BOTH)
def test_one_cloud_alone(ansible: Ansible, emulator: Emulator, cloud: str) -> None:
    """The other one needs neither variables nor credentials. Here, its URLs are purged only."""
    purge = {key: value for key, value in CONTENT[cloud].items() if key != "prefetch_urls"}
    run = release(ansible, emulator, clouds=[cloud], release_clouds={cloud: purge}, release_require_quota=False)
    assert run.code == 0, run.output
    assert set(submissions(emulator)) == {PURGE[cloud]}
    (other,) = set(BOTH) - {cloud}
    assert emulator.stats()["providers"][other]["total_calls"] == 0


def test_a_wait_that_only_warns_is_no_release(ansible: Ansible, emulator: Emulator) -> None:
    """Whoever lets the role warn still gets no prefetch of what is not purged."""
    run = release(ansible, emulator, script={"fail": {}}, wait_for_on_failure="warn")
    assert run.code == 2
    assert "tasks failed" in run.result("Stop before the prefetch")["msg"]
    assert not set(submissions(emulator)) & set(PREFETCH.values())


def test_second_release_does_not_name_the_tasks_of_the_first(ansible: Ansible, emulator: Emulator) -> None:
    emulator.settings(default_script={"finish_after_reads": 1})
    common = {
        "release_providers": {cloud: {"endpoint": emulator.url} for cloud in BOTH},
        "wait_for_poll_interval": 0.1,
    }
    purge = {"purge_urls": [PAGE]}
    releases = [
        {"release_clouds": {ALIBABA: purge}},
        {"release_clouds": {HUAWEI: purge, ALIBABA: purge}},
    ]
    emulator.add_fault("status", provider=HUAWEI, call=PURGE[HUAWEI], status=403)
    run = ansible.run(
        [{"import_playbook": "edgeops.cdn.release", "vars": {**common, **variables}} for variables in releases],
        environ=emulator.environment(),
    )
    assert run.code == 2
    first, second = (f"{task['provider']} {task['id']}" for task in emulator.tasks())
    message = run.result("Stop before the prefetch")["msg"]
    assert f"Purges that were submitted: {second}." in message
    assert first not in message
    assert "HTTP 403" in message


@pytest.mark.parametrize(("prefetching", "settle"), [(BOTH, "300"), ([HUAWEI], "300"), ([ALIBABA], "0")])
def test_settle_is_what_a_cloud_that_prefetches_asks_for(
    ansible: Ansible, emulator: Emulator, prefetching: Sequence[str], settle: str
) -> None:
    clouds = {
        cloud: {key: value for key, value in CONTENT[cloud].items() if key != "prefetch_urls" or cloud in prefetching}
        for cloud in BOTH
    }
    run = release(ansible, emulator, "--check", release_clouds=clouds, release_settle=OWN_DEFAULT)
    assert run.code == 0, run.output
    assert f"let {settle} s pass" in "\n".join(run.result("Say what would be done")["msg"])


def test_its_variables_are_documented() -> None:
    (play,) = yaml.safe_load((ROOT / "playbooks" / "release.yml").read_text(encoding="utf-8"))
    document = (ROOT / "docs" / "submitting.md").read_text(encoding="utf-8")
    assert [name for name in play["vars"] if f"| `{name}` |" not in document] == []
