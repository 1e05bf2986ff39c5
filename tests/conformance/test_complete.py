# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A kit for every declaration, a declaration for every folder, a module for every function that is declared."""

from __future__ import annotations

import re

import pytest

from ansible_collections.edgeops.cdn.plugins.module_utils._providers.registry import PROVIDERS
from tests.clouds import FOLDERS
from tests.conformance.kit import Kit, registered
from tests.emulator.providers import BLUEPRINTS
from tests.unit.support import ROOT

PLUGINS = ROOT / "plugins"
KITS = registered()


def test_every_declaration_has_a_kit_and_every_kit_a_declaration() -> None:
    assert {kit.name: kit.declaration for kit in KITS} == PROVIDERS
    assert [path.parent.name for path in sorted(FOLDERS.glob("*/kit.py"))] == [kit.name for kit in KITS]


def test_every_emulated_cloud_of_a_kit_is_in_the_emulator() -> None:
    assert {blueprint for kit in KITS for blueprint in kit.blueprints} == set(BLUEPRINTS)


def test_every_folder_of_a_vendor_has_a_declaration() -> None:
    folders = {path.parent.name for path in PLUGINS.glob("module_utils/_providers/*/__init__.py")}
    # What vendors have in common has a folder as well.
    assert folders - {"sources"} == {declared.group for declared in PROVIDERS.values()}


@pytest.mark.parametrize("real", KITS, ids=lambda real: real.name)
def test_every_function_that_is_declared_has_its_module_and_its_pages(real: Kit) -> None:
    wanted = {f"{real.name}_task_info"}
    if real.declaration.open_submitter is not None:
        wanted |= {f"{real.name}_task"} | ({f"{real.name}_quota_info"} if real.tells_quotas else set())
    assert {path.stem for path in (PLUGINS / "modules").glob(f"{real.name}_*.py")} == wanted
    assert (PLUGINS / "doc_fragments" / f"{real.declaration.group}.py").is_file()
    assert (ROOT / "docs" / "providers" / f"{real.name}.md").is_file()


@pytest.mark.parametrize("real", KITS, ids=lambda real: real.name)
def test_every_trap_has_a_test_or_a_reason(real: Kit) -> None:
    texts = [path.read_text(encoding="utf-8") for path in (FOLDERS / real.name).glob("test_*.py")]
    tested = {int(number) for text in texts for number in re.findall(r"^def test_trap_(\d\d)_", text, re.MULTILINE)}
    assert not tested & set(real.untested_traps)
    assert tested | set(real.untested_traps) == set(range(1, real.traps + 1))


def test_what_is_declared_fits_together(kit: Kit) -> None:
    declared = kit.declaration
    assert re.fullmatch(r"[a-z][a-z0-9_]*", declared.name)
    assert declared.service.name == declared.name
    assert bool(declared.objects) == (declared.open_submitter is not None)
    assert all(limits.urls > 0 for limits in declared.objects.values())
    assert {object_type for _operation, object_type in declared.objects} - {"file", "directory"} <= set(declared.nouns)
    assert set(kit.options) <= set(declared.connection_options)
    for specs in (declared.connection_options, declared.filter_options, declared.submit_options):
        assert all("type" in spec for spec in specs.values())
    assert declared.purge_before_prefetch >= 0
