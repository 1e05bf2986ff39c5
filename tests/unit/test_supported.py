# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is said of supported releases is the same in every place that says it."""

from __future__ import annotations

import re

import pytest
import yaml

from tests.tools.supported import CORES, RELEASED, Core, text
from tests.unit.support import ROOT


@pytest.mark.parametrize("core", CORES, ids=lambda core: core.line)
def test_the_page_has_each_release(core: Core) -> None:
    name = f"{core.line} (candidate)" if core.candidate else core.line
    controller = f"{text(core.controller[0])} to {text(core.controller[-1])}"
    row = f"| {name} | {controller} | {text(core.oldest_target)} or later |"
    assert row in (ROOT / "docs" / "versions.md").read_text(encoding="utf-8").splitlines()


def test_the_readme_has_the_span() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"| ansible-core | {RELEASED[0].line} to {RELEASED[-1].line} |" in readme
    assert f"{text(RELEASED[0].controller[0])} or later with {RELEASED[0].line}" in readme
    assert f"{text(RELEASED[-1].controller[0])} or later with {RELEASED[-1].line}" in readme
    newer = next(core for core in CORES if core.oldest_target == (3, 9))
    assert f"3.8 or later up to ansible-core 2.19, 3.9 or later from {newer.line} on" in readme


def test_files_for_ansible_agree() -> None:
    runtime = yaml.safe_load((ROOT / "meta" / "runtime.yml").read_text(encoding="utf-8"))
    assert runtime["requires_ansible"] == f">={RELEASED[0].line}.0"
    for role in ROOT.glob("roles/*"):
        galaxy_info = yaml.safe_load((role / "meta" / "main.yml").read_text(encoding="utf-8"))["galaxy_info"]
        assert galaxy_info["min_ansible_version"] == RELEASED[0].line
        assert f"ansible-core {RELEASED[0].line} or later" in (role / "README.md").read_text(encoding="utf-8")
    ignored = {path.stem.removeprefix("ignore-") for path in ROOT.glob("tests/sanity/ignore-*.txt")}
    assert ignored == {core.line for core in CORES}


def test_each_sanity_test_that_is_ignored_says_why() -> None:
    for path in ROOT.glob("tests/sanity/ignore-*.txt"):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert re.search(r"  # \w.{20,}", line), line
