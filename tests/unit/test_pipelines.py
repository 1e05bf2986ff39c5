# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What docs/pipelines.md gives to paste, tried as far as it can be without the services that it is for."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from jinja2 import Environment, StrictUndefined

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
PRODUCTS = {product.name: product for product in SOURCES.products}


def section(title: str) -> str:
    """The text below a heading, up to the next one of its level."""
    return PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def block(title: str, language: str = "yaml") -> str:
    """The first example below a heading."""
    found = re.search(rf"^```{language}\n(.*?)^```", section(title), re.MULTILINE | re.DOTALL)
    assert found, f"{title}: no example in {language}"
    return found[1]


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
    form = {field: "" if field in left_empty else typed[field] for field in fields}
    engine = Environment(undefined=StrictUndefined, autoescape=False)
    environ = {variable: engine.from_string(text).render(form) for variable, text in found.injectors["env"].items()}
    assert not [variable for variable in environ if variable.startswith("ANSIBLE_")]

    clock = HurriedClock()
    runtime = Runtime(clock, {"HOME": "/nonexistent", **environ}, lambda _text: None, lambda *_how: Clouds(clock))
    PROVIDERS[name].open_provider(PROVIDERS[name].defaults(), runtime)
    for field in secrets:
        hidden = typed[field] not in runtime.secrets.text(f"a text with {typed[field]} in it")
        assert hidden == (field not in left_empty), field


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
    assert collection == "ansible-galaxy collection install edgeops.cdn"
    assert release == "ansible-playbook edgeops.cdn.release -e @release.yml"
    # The playbook's own limits end it before the pipeline does.
    playbook = yaml.safe_load((ROOT / "playbooks" / "release.yml").read_text(encoding="utf-8"))
    limit = re.search(r"time(?:out-minutes: |out: |out\(time: )(\d+)", section(service))
    assert limit
    assert int(limit[1]) * 60 > 2 * playbook[0]["vars"]["release_timeout"]


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
    assert collections == {"collections": [{"name": "edgeops.cdn"}]}


def test_the_table_has_each_release_of_ansible_core() -> None:
    rows = re.findall(r"^\| (\d+) \| ([\d.]+) \|$", PAGE, re.MULTILINE)
    assert [line for _ansible, line in rows] == [core.line for core in RELEASED]
    # ansible 9 brought 2.16, and each major release since brings the next line.
    assert [int(ansible) for ansible, _line in rows] == [9 + index for index in range(len(RELEASED))]
