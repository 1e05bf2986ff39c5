# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Module options of any kind: a clean result, or a message that names an option and nothing sent; nothing else ever."""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import NoCredentials, Request
from ansible_collections.edgeops.cdn.plugins.module_utils._module.any_task import any_task_options
from ansible_collections.edgeops.cdn.plugins.module_utils._module.quota_info import quota_options
from ansible_collections.edgeops.cdn.plugins.module_utils._module.task import task_options
from ansible_collections.edgeops.cdn.plugins.module_utils._module.task_info import info_options
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.registry import PROVIDERS
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.options import wait_options
from tests.emulator.transport import EmulatedTransport, wire_of
from tests.unit.fuzzing import CONNECTIONS, KEY, Ended, options, run_module
from tests.unit.support import ALIBABA, HUAWEI, OF_EACH, ROOT, SECRET_KEY, TASK_VALIDATOR, FakeClock

#: Every module that is a provider's own, by its name.
KINDS = {"task_info": info_options, "task": task_options, "quota_info": quota_options}
MODULES = {path.stem for path in (ROOT / "plugins" / "modules").glob("[a-z]*.py")}
OWN = {f"{name}_{kind}": (name, kind) for name in PROVIDERS for kind in KINDS if f"{name}_{kind}" in MODULES}
SUBMITTING = [name for name, kind in OWN.values() if kind == "task"]

SPECS: dict[str, dict[str, Any]] = {
    **{module: KINDS[kind](PROVIDERS[name]) for module, (name, kind) in OWN.items()},
    "task": any_task_options(PROVIDERS),
    "wait_for_tasks": wait_options(PROVIDERS),
}
#: What options are added to.
BASES: dict[str, dict[str, Any]] = {
    **{module: CONNECTIONS[name] for module, (name, _kind) in OWN.items()},
    **{
        f"{name}_task": {**CONNECTIONS[name], "operation": "purge", "urls": ["https://www.example.com/1.txt"]}
        for name in SUBMITTING
    },
    "task": {
        "provider": ALIBABA,
        "operation": "purge",
        "urls": ["https://www.example.com/1.txt"],
        "providers": CONNECTIONS,
    },
    "wait_for_tasks": {
        "tasks": [{"provider": HUAWEI, "id": "1"}, {"provider": ALIBABA, "id": "1"}],
        "providers": CONNECTIONS,
    },
}
#: They know which of their calls change anything.
CLOUDS = EmulatedTransport(FakeClock())
#: What an error says where options name a source of keys that is not here: a machine with a role, a file with a token.
NO_SUCH_SOURCE = ("NoMetadata", "TokenFile")
CHECK_MODE = st.fixed_dictionaries({}, optional={"_ansible_check_mode": st.booleans()})


def all_names(specs: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """The names of options, of their aliases, and of options inside of options."""
    for name, spec in specs.items():
        yield from (name, *spec.get("aliases", ()))
        yield from all_names(spec.get("options", {}))


def names_an_option(message: str, specs: Mapping[str, Mapping[str, Any]], given_options: Mapping[str, Any]) -> bool:
    """Whether a message says which option is meant; one that does not exist is named as well."""
    if any(re.search(rf"(?<![\w]){re.escape(name)}(?![\w])", message) for name in all_names(specs)):
        return True
    return message.startswith("Unsupported parameters for ") and bool(set(given_options) - set(specs))


@pytest.mark.parametrize("name", SPECS)
@OF_EACH
@given(data=st.data())
def test_any_options(name: str, data: st.DataObject) -> None:
    given_options = data.draw(options(SPECS[name], BASES[name]))
    ended = run_module(name, {**data.draw(CHECK_MODE), **given_options})
    document = ended.document
    assert SECRET_KEY not in ended.printed
    assert "Traceback" not in ended.printed
    assert "exception" not in document
    if is_censored(document):
        return
    for task in document.get("tasks", ()):
        TASK_VALIDATOR.validate(task)
    if document.get("error", {}).get("code") in NO_SUCH_SOURCE:
        assert document["failed"] is True
        assert document["error"]["hint"], "what to do"
        assert not any(map(is_submission, ended.sent))
    elif "submissions" in document:
        check_submission(ended)
    elif "outcome" in document:
        assert document["outcome"] in ("succeeded", "failed", "timed_out", "not_found", "error")
        assert bool(document.get("failed")) <= (document["outcome"] != "succeeded")
        assert "error" not in document
    elif "tasks" in document or "quotas" in document:
        assert document["changed"] is False
    else:
        assert document["failed"] is True
        assert "error" not in document, document["msg"]
        assert ended.sent == [], document["msg"]
        assert names_an_option(document["msg"], SPECS[name], given_options), document["msg"]


def is_censored(document: Mapping[str, Any]) -> bool:
    """Whether Ansible has hidden a part of a result: wherever the value of a secret option stands, be it a mere 0."""
    text = json.dumps({key: value for key, value in document.items() if key != "invocation"})
    return "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER" in text or "********" in text


def is_submission(request: Request) -> bool:
    """Whether the cloud that a request is for, if any, counts it among its calls that change anything."""
    wire = wire_of(request, NoCredentials())
    cloud = next((each for each in CLOUDS.world.blueprints if each.claims(wire)), None)
    return cloud is not None and cloud.writes(cloud.call_name(wire))


def check_submission(ended: Ended) -> None:
    """All of it was taken; or none, because of the quota that was to be looked at, or in check mode."""
    document = ended.document
    assert "error" not in document, document["msg"]
    submits = [request for request in ended.sent if is_submission(request)]
    taken = [entry for entry in document["submissions"] if not entry["skipped"]]
    assert len(submits) == len(taken)
    if document["not_submitted"]:
        assert submits == []
        assert "quota" in document["msg"] or "Check mode" in document["msg"]
    assert document.get("outcome") in (None, "succeeded", "timed_out")
    failed = document.get("outcome") == "timed_out" or "today's quota is too small" in document["msg"]
    assert bool(document.get("failed")) == failed


def test_every_module_is_tried() -> None:
    assert set(SPECS) == MODULES


@pytest.mark.parametrize("name", OWN)
def test_a_module_is_of_the_provider_in_its_name(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    provider, kind = OWN[name]
    module = importlib.import_module(f"ansible_collections.edgeops.cdn.plugins.modules.{name}")
    seen: list[Any] = []
    monkeypatch.setattr(module, f"run_{kind}", seen.append)
    module.main()
    assert seen == [PROVIDERS[provider]]


@pytest.mark.cover
@pytest.mark.parametrize(
    ("name", "more", "expected"),
    [
        ("huaweicloud_cdn_task_info", {}, ["1", "2", "3"]),
        ("alibabacloud_dcdn_task_info", {}, ["1", "2"]),
        ("alibabacloud_cdn_task_info", {}, ["1", "2"]),
        ("huaweicloud_cdn_task_info", {"ids": ["2", "9"]}, ["2", "9"]),
        ("alibabacloud_dcdn_task_info", {"ids": "2,9"}, ["2", "9"]),
    ],
)
def test_good_options_are_taken(name: str, more: dict[str, Any], expected: list[str]) -> None:
    """The clouds behind the modules do answer: what was told of them above is not told of failures alone."""
    ended = run_module(name, {**KEY, **more})
    assert sorted(task["id"] for task in ended.document["tasks"]) == expected


def test_a_good_wait_succeeds() -> None:
    ended = run_module("wait_for_tasks", BASES["wait_for_tasks"])
    assert ended.document["outcome"] == "succeeded"
    assert len(ended.sent) == 2


@pytest.mark.parametrize("provider", SUBMITTING)
def test_a_good_submission_is_taken(provider: str) -> None:
    ended = run_module(f"{provider}_task", {**BASES[f"{provider}_task"], "wait": True})
    assert ended.document["outcome"] == "succeeded"
    assert len(ended.document["submissions"]) == 1


@pytest.mark.cover
@pytest.mark.parametrize("provider", [name for name, kind in OWN.values() if kind == "quota_info"])
def test_quotas_are_told_and_required(provider: str) -> None:
    assert run_module(f"{provider}_quota_info", CONNECTIONS[provider]).document["quotas"]
    ended = run_module(f"{provider}_task", {**BASES[f"{provider}_task"], "wait": True, "require_quota": True})
    assert ended.document["outcome"] == "succeeded"
    assert len(ended.document["submissions"]) == 1


@pytest.mark.parametrize(
    ("given", "option"),
    [
        (False, "providers: "),
        ("hunter2", "providers: "),
        ({ALIBABA: True}, f"providers.{ALIBABA}: "),
        ({ALIBABA: ["hunter2"]}, f"providers.{ALIBABA}: "),
    ],
)
def test_connections_that_are_no_options(given: Any, option: str) -> None:
    """On these, ansible-core's own check of options fails itself, or names no option."""
    ended = run_module("task", {**BASES["task"], "providers": given})
    assert ended.document["failed"]
    assert ended.document["msg"].startswith(option)
    assert "hunter2" not in ended.printed
    assert ended.sent == []
