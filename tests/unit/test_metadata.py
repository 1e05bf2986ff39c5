# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the collection says of itself in several places must agree."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.edgeops.cdn.plugins.module_utils._http import requests_library as _requests

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted(path.stem for path in (ROOT / "plugins" / "modules").glob("*.py") if not path.stem.startswith("_"))

# All other modules belong to one provider and begin with its name. These have their connections in the option
# providers: with the defaults of a group they would fail.
OF_NO_PROVIDER = {"task", "wait_for_tasks"}


def groups_of(module: str) -> set[str]:
    """Return the action groups in which a module belongs."""
    return set() if module in OF_NO_PROVIDER else {"all", module.partition("_")[0]}


@pytest.fixture(scope="module")
def action_groups() -> dict[str, list[str]]:
    runtime = yaml.safe_load((ROOT / "meta" / "runtime.yml").read_text(encoding="utf-8"))
    groups: dict[str, list[str]] = runtime["action_groups"]
    return groups


@pytest.fixture(scope="module")
def documentation() -> dict[str, Any]:
    """What ansible-doc shows of each module, doc fragments included."""
    answer = subprocess.run(
        [
            Path(sys.executable).parent / "ansible-doc",
            *("--json", "--type", "module"),
            *(f"edgeops.cdn.{module}" for module in MODULES),
        ],
        check=True,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    found: dict[str, Any] = json.loads(answer.stdout)
    return found


def test_each_group_has_exactly_its_modules(action_groups: dict[str, list[str]]) -> None:
    expected: dict[str, list[str]] = {}
    for module in MODULES:
        for group in groups_of(module):
            expected.setdefault(group, []).append(module)
    assert action_groups == expected


@pytest.mark.parametrize("module", MODULES)
def test_each_module_documents_its_groups(module: str, documentation: dict[str, Any]) -> None:
    attribute = documentation[f"edgeops.cdn.{module}"]["doc"]["attributes"].get("action_group", {"membership": []})
    assert sorted(attribute["membership"]) == sorted(f"edgeops.cdn.{group}" for group in groups_of(module))


def test_the_oldest_requests_is_the_same_everywhere() -> None:
    lines = (ROOT / "meta" / "ee-requirements.txt").read_text(encoding="utf-8").splitlines()
    assert f"requests >= {_requests.REQUESTS_MINIMUM}" in lines
