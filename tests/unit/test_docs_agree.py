# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The documentation says what the code does, and says the same thing wherever it says it."""

from __future__ import annotations

import importlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible.module_utils.basic import AnsibleModule

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Counts, Task, Url

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "ansible_collections.edgeops.cdn.plugins.modules"
MODULES = sorted(path.stem for path in (ROOT / "plugins" / "modules").glob("[a-z]*.py"))
ANSWERING_TASKS = [name for name in MODULES if "_quota_" not in name]
ROLE = ROOT / "roles" / "wait_for"
PREFIX = "wait_for_"

#: What an option is, apart from the words about it.
FACTS = ("type", "required", "default", "choices", "elements", "aliases")
SECRET = re.compile(r"secret|token|password")


def ansible_doc(kind: str, *names: str) -> dict[str, Any]:
    answer = subprocess.run(
        [Path(sys.executable).parent / "ansible-doc", "--json", "--type", kind, *names],
        check=True,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    found: dict[str, Any] = json.loads(answer.stdout)
    return found


@cache
def documentation() -> dict[str, Any]:
    """What ansible-doc shows of each module, doc fragments included."""
    found = ansible_doc("module", *(f"edgeops.cdn.{module}" for module in MODULES))
    return {name.rpartition(".")[2]: document for name, document in found.items()}


@cache
def role_documentation() -> dict[str, Any]:
    entry: dict[str, Any] = ansible_doc("role", "edgeops.cdn.wait_for")["edgeops.cdn.wait_for"]["entry_points"]["main"]
    return entry


@cache
def role_options() -> dict[str, Any]:
    text = (ROLE / "meta" / "argument_specs.yml").read_text(encoding="utf-8")
    options: dict[str, Any] = yaml.safe_load(text)["argument_specs"]["main"]["options"]
    return options


class _Caught(BaseException):
    """Instead of a module's run."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options


def argument_spec(module: str) -> dict[str, Any]:
    """The options that a module is made with."""

    def catch(self: AnsibleModule, argument_spec: dict[str, Any], **_others: Any) -> None:
        raise _Caught(argument_spec)

    main = importlib.import_module(f"{PACKAGE}.{module}").main
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(AnsibleModule, "__init__", catch)
        with pytest.raises(_Caught) as caught:
            main()
    return caught.value.options


def facts(option: Mapping[str, Any]) -> dict[str, Any]:
    """What an option is, in one form for the documentation and for the code."""
    found = {fact: option.get(fact) for fact in FACTS}
    found["type"] = found["type"] or "str"
    found["required"] = bool(found["required"])
    for fact in ("choices", "aliases"):
        found[fact] = sorted(found[fact] or [], key=str)
    return found


def flat(options: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """All options and suboptions, by their path."""
    for name, option in options.items():
        yield path + name, option
        yield from flat(option.get("suboptions") or option.get("options") or {}, f"{path}{name}.")


def fields(values: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """All return values and what they contain, by their path."""
    for name, value in values.items():
        yield path + name, value
        yield from fields(value.get("contains") or {}, f"{path}{name}.")


@pytest.mark.cover
@pytest.mark.parametrize("module", MODULES)
def test_a_module_takes_the_options_that_it_documents(module: str) -> None:
    documented = {path: facts(option) for path, option in flat(documentation()[module]["doc"]["options"])}
    taken = {path: facts(option) for path, option in flat(argument_spec(module))}
    assert documented == taken


@pytest.mark.parametrize("module", MODULES)
def test_secrets_are_hidden_by_their_options(module: str) -> None:
    for path, option in flat(argument_spec(module)):
        name = path.rpartition(".")[2]
        if SECRET.search(name):
            assert option.get("no_log") is True, path
        elif name == "access_key":
            # Said, for Ansible would hide it for its name; which key was used is worth knowing.
            assert option.get("no_log") is False, path


@pytest.mark.parametrize("module", MODULES)
def test_everything_of_a_module_is_described(module: str) -> None:
    document = documentation()[module]
    assert document["doc"]["short_description"]
    assert document["doc"]["description"]
    assert document["doc"]["author"]
    assert document["examples"].strip()
    silent = [path for path, option in flat(document["doc"]["options"]) if not option.get("description")]
    silent += [path for path, value in fields(document["return"]) if not value.get("description")]
    silent += [path for path, value in fields(document["return"]) if not value.get("type")]
    silent += [name for name, value in document["return"].items() if not value.get("returned")]
    assert not silent


def test_everything_of_the_role_is_described() -> None:
    document = role_documentation()
    assert document["short_description"]
    assert document["description"]
    assert not [path for path, option in flat(document["options"]) if not option.get("description")]
    # What is documented is what is validated.
    assert dict(flat(document["options"])).keys() == dict(flat(role_options())).keys()


def test_the_role_has_the_options_of_the_module() -> None:
    assert all(name.startswith(PREFIX) for name in role_options())
    role = {path.removeprefix(PREFIX): _role_facts(option) for path, option in flat(role_options())}
    delegate_to = role.pop("delegate_to")
    assert (delegate_to["type"], delegate_to["default"]) == ("str", "localhost")
    module = {path: _role_facts(option) for path, option in flat(argument_spec("wait_for_tasks"))}
    # ansible-lint's schema of a role's options has no aliases: they are named in words.
    for path, option in module.items():
        texts = " ".join(dict(flat(role_options()))[f"{PREFIX}{path}"]["description"])
        assert all(f"V({alias})" in texts for alias in option.pop("aliases", ()))
    assert all(not option.pop("aliases", ()) for option in role.values())
    assert role == module


def _role_facts(option: Mapping[str, Any]) -> dict[str, Any]:
    """A role's templates need an empty list or dictionary where the module does without."""
    found = {**facts(option), "no_log": bool(option.get("no_log"))}
    if found["type"] in ("list", "dict"):
        found["default"] = found["default"] or None
    return found


def test_the_role_has_its_documented_defaults_and_hands_everything_on() -> None:
    defaults = yaml.safe_load((ROLE / "defaults" / "main.yml").read_text(encoding="utf-8"))
    documented = {name: option["default"] for name, option in role_options().items() if "default" in option}
    assert defaults == documented
    (task,) = yaml.safe_load((ROLE / "tasks" / "main.yml").read_text(encoding="utf-8"))
    handed = task["edgeops.cdn.wait_for_tasks"]
    assert set(handed) == set(argument_spec("wait_for_tasks"))
    for name, value in handed.items():
        assert re.match(rf"\{{\{{ {PREFIX}{name}\b", value), name


@pytest.mark.parametrize("module", ANSWERING_TASKS)
def test_the_normalised_task_is_documented_the_same_everywhere(module: str) -> None:
    returned = documentation()[module]["return"]
    task = Task("1", "huaweicloud_cdn", "failed", urls=[Url("https://www.example.com/", "failed")], counts=Counts())
    expected = task.as_dict(include_raw=True)
    contains = returned["tasks"]["contains"]
    assert set(contains) | {"raw"} == set(expected)
    assert set(contains["counts"]["contains"]) == set(expected["counts"])
    assert set(contains["urls"]["contains"]) == set(expected["urls"][0])
    assert _comparable(contains) == _comparable(documentation()["wait_for_tasks"]["return"]["tasks"]["contains"])


def _comparable(contains: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is about a single provider, and without what the user has to ask for."""
    return {
        path: {key: value for key, value in field.items() if key not in ("sample", "contains")}
        for path, field in fields(contains)
        if path != "raw"
    }


def test_the_schema_has_the_keys_of_the_normalised_task() -> None:
    schema = json.loads((ROOT / "docs" / "task.schema.json").read_text(encoding="utf-8"))
    assert set(schema["properties"]) == set(Task("1", "huaweicloud_cdn", "unknown").as_dict(include_raw=True))


@pytest.mark.parametrize("module", MODULES)
def test_an_api_error_is_documented_with_all_of_its_keys(module: str) -> None:
    returned = documentation()[module]["return"]
    assert set(returned["error"]["contains"]) == set(ApiError("Code", "text", "lasting").as_dict())
    everywhere = documentation()["wait_for_tasks"]["return"]["error"]["contains"]
    assert _comparable(returned["error"]["contains"]) == _comparable(everywhere)
