# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What docs/pipelines.md gives to paste, tried as far as it can be without the services that it is for."""

from __future__ import annotations

import re
import subprocess
import textwrap
from pathlib import Path
from typing import Any

import pytest
import tree_sitter_groovy
import yaml
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jsonschema import Draft202012Validator
from tree_sitter import Language, Node, Parser

from ansible_collections.edgeops.cdn.plugins.module_utils._providers.registry import PROVIDERS
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Runtime
from tests.tools.awx import credential_type
from tests.tools.blocks import Mistake
from tests.tools.generate import products, read_sources
from tests.tools.report import BIN
from tests.tools.supported import RELEASED
from tests.unit.fuzzing import Clouds, HurriedClock
from tests.unit.support import ROOT

PAGE = (ROOT / "docs" / "pipelines.md").read_text(encoding="utf-8")
SOURCES = read_sources(ROOT, products())
#: This major version, with all that it has had from its beginning.
MAJOR = int(yaml.safe_load((ROOT / "galaxy.yml").read_text(encoding="utf-8"))["version"].partition(".")[0])
VERSIONS = f">={MAJOR}.0.0,<{MAJOR + 1}.0.0"
PRODUCTS = {product.name: product for product in SOURCES.products}


def section(title: str) -> str:
    """The text below a heading, up to the next one of its level."""
    return PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def block(title: str, language: str = "yaml", *, indent: str = "", of: str = "") -> str:
    """The first example below a heading, or the first one that begins with these words."""
    found = re.search(
        rf"^{indent}```{language}\n({indent}{of}.*?)^{indent}```", section(title), re.MULTILINE | re.DOTALL
    )
    assert found, f"{title}: no example in {language}"
    return textwrap.dedent(found[1])


@pytest.mark.parametrize("name", sorted(PRODUCTS))
@pytest.mark.parametrize("left_empty", [(), ("security_token",)], ids=["all", "no token"])
def test_a_job_of_awx_signs_with_what_the_form_holds(name: str, left_empty: tuple[str, ...]) -> None:
    product = PRODUCTS[name]
    found = credential_type(product.group, SOURCES.fragments[product.group], product.options)
    fields = {field["id"]: field for field in found.inputs["fields"]}
    secrets = [field for field in fields if product.options[field].get("no_log")]
    assert secrets
    assert [field for field in fields if fields[field].get("secret")] == secrets
    assert [*found.inputs["required"], "security_token"][: len(fields)] == [*fields]
    typed = {field: f"what-awx-holds-as-{field}" for field in fields}
    # AWX renders them without the fields that were left empty, and lets what is undefined be an empty text.
    form = {field: text for field, text in typed.items() if field not in left_empty}
    engine = ImmutableSandboxedEnvironment()
    environ = {variable: engine.from_string(text).render(form) for variable, text in found.injectors["env"].items()}

    clock = HurriedClock()
    runtime = Runtime(clock, {"HOME": "/nonexistent", **environ}, lambda _text: None, lambda *_how: Clouds(clock))
    PROVIDERS[name].open_provider(PROVIDERS[name].defaults(), runtime)
    for field in secrets:
        hidden = typed[field] not in runtime.secrets.text(f"a text with {typed[field]} in it")
        assert hidden == (field not in left_empty), field


#: What AWX accepts of the two texts of a credential type: the rules that its model holds them to, restated.
AWX_INPUTS = {
    "type": "object",
    "properties": {
        "required": {"type": "array", "items": {"type": "string"}},
        "fields": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "id": {"type": "string", "pattern": "^(?!tower$)[A-Za-z_]+[A-Za-z0-9_]*$"},
                    "type": {"enum": ["string", "boolean"]},
                    "label": {"type": "string"},
                    "secret": {"type": "boolean"},
                },
                "additionalProperties": False,
                "required": ["id", "label"],
            },
        },
    },
    "additionalProperties": False,
}
AWX_INJECTORS = {
    "type": "object",
    "properties": {
        "env": {
            "type": "object",
            # It keeps what steers Ansible, Python or its own job to itself.
            "propertyNames": {
                "pattern": "^(?!ANSIBLE_|PATH$|PYTHONPATH$|VIRTUAL_ENV$|AWX_|JOB_)[A-Za-z_]+[A-Za-z0-9_]*$"
            },
            "additionalProperties": {"type": "string", "pattern": "^[\\x00-\\x7F]*$"},
        },
    },
    "additionalProperties": False,
}


def types_shown() -> dict[str, tuple[Any, Any]]:
    """The inputs and injectors of each vendor, as the page has them."""
    example = r"\n\n```yaml\n((?s:.*?))```\n"
    shown = re.findall(f"### (.+)\n\nInput configuration:{example}\nInjector configuration:{example}", PAGE)
    return {title: (yaml.safe_load(inputs), yaml.safe_load(injectors)) for title, inputs, injectors in shown}


def problems_with(inputs: Any, injectors: Any) -> list[str]:
    """Why AWX would not save them."""
    found = [error.message for error in Draft202012Validator(AWX_INPUTS).iter_errors(inputs)]
    found += [error.message for error in Draft202012Validator(AWX_INJECTORS).iter_errors(injectors)]
    names = [field["id"] for field in inputs.get("fields", ())]
    found += [f"{name} is there twice" for name in set(names) if names.count(name) > 1]
    found += [f"{name} is required, but no field" for name in inputs.get("required", ()) if name not in names]
    # It tries every text with each field filled in.
    engine = ImmutableSandboxedEnvironment(undefined=StrictUndefined)
    for text in injectors.get("env", {}).values():
        try:
            engine.from_string(text).render(dict.fromkeys(names, "EXAMPLE"))
        except TemplateError as error:
            found.append(str(error))
    return found


def test_awx_would_save_each_type_on_the_page() -> None:
    shown = types_shown()
    assert len(shown) == len({product.group for product in PRODUCTS.values()})
    for title, (inputs, injectors) in shown.items():
        assert problems_with(inputs, injectors) == [], title


@pytest.mark.parametrize(
    ("inputs", "injectors"),
    [
        ({"fields": [{"id": "a-b", "label": "A"}]}, {}),
        ({"fields": [{"id": "a"}]}, {}),
        ({"fields": [{"id": "a", "label": "A", "hidden": True}]}, {}),
        ({"fields": [{"id": "a", "label": "A"}] * 2}, {}),
        ({"required": ["a"]}, {}),
        ({}, {"env": {"ANSIBLE_A": "a"}}),
        ({}, {"env": {"A": "{{ a }}"}}),
        ({}, {"env": {"A": "{{ a"}}),
        ({}, {"environment": {}}),
    ],
)
def test_what_awx_would_not_save_is_noticed(inputs: Any, injectors: Any) -> None:
    assert len(problems_with(inputs, injectors)) == 1


def test_options_that_do_not_say_which_variables_there_are() -> None:
    with pytest.raises(Mistake, match="acme: access_key does not say"):
        credential_type("acme", {"access_key": {"description": "Access key id."}}, {})
    with pytest.raises(Mistake, match="acme: neither access_key nor a secret option says"):
        credential_type("acme", {"token": {"description": "A token."}}, {"token": {"no_log": True}})


def test_cloud_whose_credential_is_a_token_has_a_type_as_well() -> None:
    options = {"token": {"description": ["A token.", "If not set, E(ACME_TOKEN)."]}, "region": {"description": "Any."}}
    found = credential_type("acme", options, {"token": {"type": "str", "no_log": True}, "region": {"type": "str"}})
    assert found.inputs == {
        "fields": [{"id": "token", "type": "string", "label": "Token", "secret": True}],
        "required": ["token"],
    }
    assert found.injectors == {"env": {"ACME_TOKEN": "{{ token }}"}}


@pytest.mark.parametrize(("service", "schema"), [("GitHub", "github-workflows"), ("GitLab", "gitlab-ci")])
def test_the_schema_of_the_service_takes_it(service: str, schema: str, tmp_path: Path) -> None:
    path = tmp_path / "pipeline.yml"
    path.write_text(block(service), encoding="utf-8")
    command: list[str | Path] = [BIN / "check-jsonschema", "--builtin-schema", f"vendor.{schema}", path]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    # The check can fail.
    path.write_text(
        block(service).replace("    runs-on: ubuntu-latest\n", "").replace("  stage: deploy", "  stage: {}")
    )
    assert subprocess.run(command, check=False, capture_output=True).returncode == 1


def closures(node: Node) -> dict[str, list[Node]]:
    """The statements below each ``NAME { ... }`` of a Groovy text."""
    found = {}
    for statement in node.named_children:
        call = statement.named_children[0] if statement.type == "expression_statement" else statement
        body, name = call.child_by_field_name("body"), call.child_by_field_name("name")
        if body is not None and name is not None:
            found[as_text(name)] = body.named_children
    return found


def as_text(node: Node) -> str:
    """What stands there."""
    return (node.text or b"").decode().strip()


def test_groovy_reads_the_stage_for_jenkins() -> None:
    read = Parser(Language(tree_sitter_groovy.language())).parse
    text = block("Jenkins", "groovy")
    tree = read(text.encode())
    assert not tree.root_node.has_error
    # The check can fail.
    assert read(text.replace("steps {", "steps (").encode()).root_node.has_error
    assert read(text.replace("MINUTES'", "MINUTES").encode()).root_node.has_error

    # A stage of a declarative pipeline has sections with fixed names, and no other statements.
    (stage,) = tree.root_node.named_children
    sections = closures(stage.named_children[0].child_by_field_name("body") or stage)
    assert closures(tree.root_node).keys() == {"stage"}
    assert list(sections) == ["options", "environment", "steps"]
    for statement in sections["environment"]:
        assert re.fullmatch(r"""[A-Z_]+ = (credentials\('[\w-]+'\)|"[^"]+")""", as_text(statement)), as_text(statement)
    for statement in sections["steps"]:
        assert re.fullmatch(r'sh "[^"$\\]+"', as_text(statement)), as_text(statement)


def commands(service: str) -> list[str]:
    """What a pipeline runs; only Jenkins has to make an environment for Python first."""
    if service == "Jenkins":
        return [line for line in re.findall(r'sh "(.+)"', block("Jenkins", "groovy")) if "-m venv" not in line]
    pipeline: dict[str, Any] = yaml.safe_load(block(service))
    if service == "GitLab":
        return list(pipeline["cdn"]["script"])
    return [step["run"] for step in pipeline["jobs"]["cdn"]["steps"] if "run" in step]


@pytest.mark.parametrize("service", ["GitHub", "GitLab", "Jenkins"])
def test_every_pipeline_runs_the_same(service: str) -> None:
    install, collection, release = commands(service)
    core = re.fullmatch(r"python -m pip install 'ansible-core>=([\d.]+),<[\d.]+' 'requests>=([\d.]+)'", install)
    assert core
    assert core[1] in [release.line for release in RELEASED]
    assert f"requests >= {core[2]}" in (ROOT / "meta" / "ee-requirements.txt").read_text(encoding="utf-8")
    assert collection == f"ansible-galaxy collection install 'edgeops.cdn:{VERSIONS}'"
    assert release == "ansible-playbook edgeops.cdn.release -e @release.yml"
    # The playbook's own limits end it before the pipeline does.
    playbook = yaml.safe_load((ROOT / "playbooks" / "release.yml").read_text(encoding="utf-8"))
    limit = re.search(r"time(?:out-minutes: |out: |out\(time: )(\d+)", section(service))
    assert limit
    assert int(limit[1]) * 60 > 2 * playbook[0]["vars"]["release_timeout"]


def test_five_minutes_install_the_same_versions() -> None:
    start = (ROOT / "docs" / "start.md").read_text(encoding="utf-8")
    assert f"$ ansible-galaxy collection install 'edgeops.cdn:{VERSIONS}'" in start


def test_its_variables_are_those_of_the_playbook() -> None:
    variables = yaml.safe_load(PAGE.partition("```yaml\n")[2].partition("```")[0])
    playbook = yaml.safe_load((ROOT / "playbooks" / "release.yml").read_text(encoding="utf-8"))
    assert variables
    assert set(variables) <= set(playbook[0]["vars"])
    assert set(variables["release_clouds"]) <= set(PROVIDERS)


def test_builder_takes_the_execution_environment(tmp_path: Path) -> None:
    definition = tmp_path / "execution-environment.yml"
    definition.write_text(block("Execution environment"), encoding="utf-8")
    context = tmp_path / "context"
    # The file's default name depends on which container engine is there.
    options: list[str | Path] = ["--file", definition, "--context", context, "--output-filename", "Containerfile"]
    subprocess.run([BIN / "ansible-builder", "create", *options], check=True, capture_output=True)
    image = (context / "Containerfile").read_text(encoding="utf-8")
    assert "ansible-core>=2.20,<2.21" in image
    collections = yaml.safe_load((context / "_build" / "requirements.yml").read_text(encoding="utf-8"))
    assert collections == {"collections": [{"name": "edgeops.cdn", "version": VERSIONS}]}
    # The file for a project in AWX is the same.
    assert yaml.safe_load(block("AWX and automation controller", indent="   ", of="collections:")) == collections


def test_the_table_has_each_release_of_ansible_core() -> None:
    rows = re.findall(r"^\| (\d+) \| ([\d.]+) \|$", PAGE, re.MULTILINE)
    assert [line for _ansible, line in rows] == [core.line for core in RELEASED]
    # ansible 9 brought 2.16, and each major release since brings the next line.
    assert [int(ansible) for ansible, _line in rows] == [9 + index for index in range(len(RELEASED))]
