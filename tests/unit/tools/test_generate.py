# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is generated follows from its sources; what has drifted from them is noticed."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.tools import generate
from tests.tools.environment import ROOT
from tests.tools.generate import Product, Sources, listed, main

FOLDERS = ("docs", "plugins", "roles/wait_for/meta", "meta")
PRODUCTS = generate.products()
MODULES = {path.stem for path in (ROOT / "plugins/modules").glob("*.py")}
#: One that has every kind of module.
ONE = next(product for product in PRODUCTS if {f"{product.name}_{kind}" for kind in generate.KINDS} <= MODULES)


def number_of(*kinds: str) -> int:
    """How many products have modules of these kinds, all in all."""
    return sum(f"{product.name}_{kind}" in MODULES for product in PRODUCTS for kind in kinds)


TASK = f"plugins/modules/{ONE.name}_task.py"
QUOTA = f"plugins/modules/{ONE.name}_quota_info.py"
WAIT = "plugins/modules/wait_for_tasks.py"

TOY = Product("toycloud_cdn", "Toycloud CDN", "toycloud", {"endpoint": {}, "access_key": {"no_log": True}})
TOY_FRAGMENT = '''
class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  access_key:
    description: The key for O(endpoint), see O(unknown), or E(TOY_KEY) with E(TOY_SECRET).
    type: str
"""
'''
TOY_MODULE = '''
DOCUMENTATION = r"""
seealso:
  # generated from plugins/modules: make generate
  # end of generated
"""
RETURN = r"""
# generated from docs/parts/return-query.yml: make generate
# end of generated
"""
'''


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of all that is generated, and of what it is generated from."""
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "README.md", tmp_path)
    return tmp_path


def run(root: Path, *arguments: str, products: Sequence[Product] = PRODUCTS) -> int:
    return main(arguments, root, lambda: products)


def edit(path: Path, pattern: str, replacement: str) -> None:
    """Replace the first match of a pattern; there must be one."""
    text, count = re.subn(pattern, replacement, path.read_text(encoding="utf-8"), count=1, flags=re.MULTILINE)
    assert count == 1, f"{path} holds no {pattern}"
    path.write_text(text, encoding="utf-8")


def contents(root: Path) -> dict[str, str]:
    return {str(path.relative_to(root)): path.read_text("utf-8") for path in root.rglob("*") if path.is_file()}


def module(root: Path, path: str, block: str) -> Any:
    """A module's block of YAML."""
    text = (root / path).read_text(encoding="utf-8")
    return yaml.safe_load(text.partition(f'{block} = r"""\n')[2].partition('"""')[0])


def test_nothing_has_drifted_in_a_tree_that_was_generated(tree: Path) -> None:
    assert run(tree) == 0
    before = contents(tree)
    assert run(tree, "--check") == 0
    assert run(tree) == 0
    assert contents(tree) == before


@pytest.mark.parametrize(
    ("path", "pattern"),
    [
        pytest.param("README.md", r"^\| .*`\w+_quota_info` \|$", id="modules in README"),
        pytest.param("docs/clouds.md", r"#rates\)", id="pages in the overview"),
        pytest.param("docs/clouds.md", r"is told, as the number", id="what clouds can tell"),
        pytest.param("README.md", r"^\| `group/.*$", id="groups in README"),
        pytest.param("docs/architecture.md", r"^    _http --> _model$", id="import graph"),
        pytest.param("docs/architecture.md", r"The longest chain of imports has \d+ links.*$", id="longest chain"),
        pytest.param("meta/runtime.yml", r"^    - \w+_task$", id="action groups"),
        pytest.param("plugins/doc_fragments/attributes.py", r"^      - edgeops\.cdn\.all$", id="attributes"),
        pytest.param("plugins/doc_fragments/providers.py", r"^ +description: The connection to", id="providers"),
        pytest.param("roles/wait_for/meta/argument_specs.yml", r"^ +no_log: true$", id="providers of the role"),
        pytest.param("roles/wait_for/meta/argument_specs.yml", rf"^ +- {ONE.name}", id="choices of the role"),
        pytest.param("roles/wait_for/meta/argument_specs.yml", r"find it\.$", id="modules named by the role"),
        pytest.param(WAIT, rf"^      - {ONE.name}", id="choices of the module"),
        pytest.param(WAIT, r"^  - module: .*$", id="seealso"),
        pytest.param(WAIT, r"The HTTP status; null", id="error"),
        pytest.param(TASK, r"^      sample: 100$", id="task"),
        pytest.param(TASK, r"^not_submitted:$", id="submission"),
        pytest.param(QUOTA, r"^quotas:$", id="quota"),
        pytest.param(f"plugins/modules/{ONE.name}_task_info.py", r"^summary:$", id="query"),
    ],
)
def test_a_change_by_hand_is_noticed_and_undone(
    path: str, pattern: str, tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(tree)
    edit(tree / path, pattern, "# by hand")
    assert run(tree, "--check") == 1
    assert capsys.readouterr().out == f"{path} is not what it is generated from\nRun: make generate\n"
    assert run(tree) == 0
    assert capsys.readouterr().out == f"{path} written\n"
    assert contents(tree) == before


@pytest.mark.parametrize(
    ("source", "pattern", "follow"),
    [
        ("docs/parts/return-task.yml", "Whose task it is", 2 + number_of("task", "task_info")),
        ("docs/parts/return-error.yml", "Whose error it is", 2 + number_of(*generate.KINDS)),
        ("docs/parts/return-submit.yml", "by one even if", 1 + number_of("task")),
        # The fragment of all providers, and the role.
        ("plugins/doc_fragments/api.py", "The API's address", 2),
        (f"plugins/doc_fragments/{ONE.group}.py", "signs requests with it", 2),
        (QUOTA, r"^# \$quota_name = ", 1),
    ],
)
def test_a_change_of_a_source_is_noticed_wherever_it_counts(
    source: str, pattern: str, follow: int, tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(tree / source, pattern, r"\g<0>NEW")
    assert run(tree, "--check") == 1
    assert capsys.readouterr().out.count("is not what it is generated from") == follow
    assert run(tree) == 0
    assert run(tree, "--check") == 0


def test_a_new_import_is_drawn(tree: Path) -> None:
    new = tree / "plugins/module_utils/_wait/new.py"
    new.write_text("from .._submit.engine import submit\n", encoding="utf-8")
    assert run(tree, "--check") == 1
    assert run(tree) == 0
    assert "    _wait --> _submit\n" in (tree / "docs/architecture.md").read_text(encoding="utf-8")


def test_a_circle_of_packages_is_named(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = tree / "plugins/module_utils/_model/new.py"
    new.write_text("from .._http.client import Client\n", encoding="utf-8")
    assert run(tree) == 1
    assert re.search("in a circle: (_http -> _model -> _http|_model -> _http -> _model)", capsys.readouterr().err)


def test_a_fragment_that_is_not_there_is_written(tree: Path) -> None:
    path = tree / "plugins/doc_fragments/providers.py"
    before = path.read_text(encoding="utf-8")
    path.unlink()
    assert run(tree, "--check") == 1
    assert run(tree) == 0
    assert path.read_text(encoding="utf-8") == before


@pytest.mark.parametrize("path", ["README.md", "meta/runtime.yml", "roles/wait_for/meta/argument_specs.yml", TASK])
@pytest.mark.parametrize(
    ("mark", "message"),
    [
        (r"^.* generated from \S+: make generate.*\n", "a mark inside of a block, or the end of none"),
        (r"^.* end of generated.*\n", "a mark inside of a block|no line '# end of generated'"),
        (r"^.* generated from \S+: make generate(.*\n)*?.* end of generated.*\n", r"no line '# generated from [\w/.]+"),
        (r"generated from \S+: make generate", "nothing is generated here from elsewhere, only from"),
    ],
    ids=["begin", "end", "both", "source"],
)
def test_marks_that_are_missing_are_said(
    path: str, mark: str, message: str, tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(tree / path, mark, "generated from elsewhere: make generate" if "elsewhere" in message else "")
    before = contents(tree)
    assert run(tree) == 1
    error = capsys.readouterr().err
    assert path in error
    assert re.search(message, error)
    assert contents(tree) == before


def test_a_module_without_parts_is_told_to_have_some(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(tree / QUOTA, r"^# generated from docs/parts(.*\n)*?# end of generated\n", "")
    assert run(tree, "--check") == 1
    assert f"{QUOTA}: no line '# generated from docs/parts/return-...: make generate' in RETURN" in (
        capsys.readouterr().err
    )


def test_a_word_that_is_not_known_is_asked_for(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(tree / QUOTA, r"^# \$quota_name = .*\n", "")
    assert run(tree, "--check") == 1
    assert capsys.readouterr().err == (
        f"{QUOTA}: what is $quota_name? Say it in a line '# $quota_name = ...' above the mark\n"
    )


def test_a_part_that_is_not_there_is_named(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(tree / TASK, "return-submit.yml", "return-nothing.yml")
    assert run(tree, "--check") == 1
    assert capsys.readouterr().err == f"{TASK}: there is no docs/parts/return-nothing.yml\n"


def test_a_part_that_cannot_be_read_is_named(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(tree / "docs/parts/return-quota.yml", "contains:$", "contains: [")
    assert run(tree, "--check") == 1
    assert capsys.readouterr().err.startswith("docs/parts/return-quota.yml: ")


def test_a_vendor_without_a_doc_fragment_is_told_which(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tree, "--check", products=[*PRODUCTS, TOY]) == 1
    assert "plugins/doc_fragments/toycloud.py" in capsys.readouterr().err


def test_another_argument_is_refused(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tree, "--chek") == 2
    assert "usage" in capsys.readouterr().err


def test_all_follows_from_the_declaration_of_a_new_product(tree: Path) -> None:
    (tree / "plugins/doc_fragments/toycloud.py").write_text(TOY_FRAGMENT, encoding="utf-8")
    (tree / "plugins/modules/toycloud_cdn_task_info.py").write_text(TOY_MODULE, encoding="utf-8")
    page = "".join(f"| {label} | nothing |\n" for label in generate.TOLD)
    (tree / "docs/providers/toycloud_cdn.md").write_text(page, encoding="utf-8")
    assert run(tree, products=[*PRODUCTS, TOY]) == 0

    documented = generate.documented_options((tree / "plugins/doc_fragments/providers.py").read_text("utf-8"))
    key = documented["providers"]["suboptions"]["toycloud_cdn"]["suboptions"]["access_key"]
    said = "The key for O({}toycloud_cdn.endpoint), see O(unknown), or E(TOY_KEY) with E(TOY_SECRET)."
    assert key["description"] == said.format("providers.")
    spec = yaml.safe_load((tree / "roles/wait_for/meta/argument_specs.yml").read_text(encoding="utf-8"))
    role = spec["argument_specs"]["main"]["options"]
    assert "toycloud_cdn" in role["wait_for_provider"]["choices"]
    key = role["wait_for_providers"]["options"]["toycloud_cdn"]["options"]["access_key"]
    assert key["no_log"] is True
    assert key["description"] == [said.format("wait_for_providers.")]

    runtime = yaml.safe_load((tree / "meta/runtime.yml").read_text(encoding="utf-8"))
    assert runtime["action_groups"]["toycloud"] == ["toycloud_cdn_task_info"]
    assert "toycloud_cdn_task_info" in runtime["action_groups"]["all"]
    assert "    ACTIONGROUP_TOYCLOUD = " in (tree / "plugins/doc_fragments/attributes.py").read_text(encoding="utf-8")

    path = "plugins/modules/toycloud_cdn_task_info.py"
    seealso = [entry["module"] for entry in module(tree, path, "DOCUMENTATION")["seealso"]]
    assert seealso == ["edgeops.cdn.wait_for_tasks"] + [f"edgeops.cdn.{one.name}_task_info" for one in PRODUCTS]
    task = module(tree, path, "RETURN")["tasks"]["contains"]["provider"]
    assert task["sample"] == "toycloud_cdn"
    assert task["description"].endswith("or V(toycloud_cdn).")
    assert {"module": "edgeops.cdn.toycloud_cdn_task_info"} in module(tree, WAIT, "DOCUMENTATION")["seealso"]

    readme = (tree / "README.md").read_text(encoding="utf-8")
    row = "/docs/providers/toycloud_cdn.md) |  | `toycloud_cdn_task_info` |  |"
    assert f"| [Toycloud CDN]({generate.REPOSITORY}{row}" in readme
    assert "| `group/edgeops.cdn.toycloud` | `toycloud_cdn_*` | the connection to Toycloud CDN |" in readme
    pipelines = (tree / "docs/pipelines.md").read_text(encoding="utf-8")
    assert '\nenv:\n  TOY_KEY: "{{ access_key }}"\n  TOY_SECRET: "{{ secret_key }}"\n```' in pipelines


def test_products_of_one_vendor_share_a_group() -> None:
    products = [Product(name, name.upper(), "toycloud", {}) for name in ("toycloud_cdn", "toycloud_esa")]
    names = ("toycloud_cdn_task", "toycloud_esa_task", "toycloud_esa_task_info", "wait_for_tasks")
    sources = Sources(products, dict.fromkeys(names, ""), {}, {}, {})
    members = ["toycloud_cdn_task", "toycloud_esa_task", "toycloud_esa_task_info"]
    routed = {name: {"action_plugin": "edgeops.cdn.provider_module"} for name in members}
    routed["wait_for_tasks"] = {"action_plugin": "edgeops.cdn.live_wait"}
    assert generate.runtime(sources) == {
        "action_groups": {"all": members, "toycloud": members},
        "plugin_routing": {"modules": routed},
    }
    assert "`toycloud_cdn_*`, `toycloud_esa_*`" in str(generate.table_of_groups(sources))


@pytest.mark.parametrize(("names", "text"), [(["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c")])
def test_names_are_listed_as_in_a_sentence(names: Sequence[str], text: str) -> None:
    assert listed(names, "or") == text
