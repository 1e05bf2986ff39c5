# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The emulator's README leaves nothing out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.clouds import FOLDERS, of_clouds
from tests.emulator import __main__ as command
from tests.emulator import faults, scripts
from tests.emulator.handle import Handle
from tests.emulator.providers import BLUEPRINTS
from tests.emulator.settings import Settings
from tests.emulator.testing import Emulator

CLOUDS = of_clouds("blueprint", "BLUEPRINTS")
FOLDER = Path(command.__file__).parent
TEXT = (FOLDER / "README.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    return TEXT.split(f"\n## {title}\n")[1].split("\n## ")[0]


def missing(names: set[str], text: str = TEXT) -> list[str]:
    return sorted(name for name in names if not re.search(rf"[`\"]{re.escape(name)}[`\"(]", text))


def test_settings() -> None:
    known = Settings({}).describe()
    assert missing({name for part in known.values() for name in part}, section("Settings")) == []
    choices = {choice for part in known.values() for entry in part.values() for choice in entry["choices"]}
    assert missing({choice for choice in choices if isinstance(choice, str)}, section("Settings")) == []


def test_faults() -> None:
    options = set[str]().union(*faults.KINDS.values()) | faults._COMMON - {"kind"}
    assert missing(set(faults.KINDS) | options, section("Faults")) == []


def test_scripts() -> None:
    keys = scripts._KEYS | scripts._STEP_KEYS | scripts._FAIL_KEYS | scripts._REOPEN_KEYS | scripts._GROW_KEYS
    assert missing(set(keys), section("Scripts")) == []


def test_every_setting_of_a_cloud_is_explained() -> None:
    known = Settings({kind.name: kind.settings_type for kind in BLUEPRINTS}).describe()
    assert [
        (part, name) for part, entries in known.items() for name, each in entries.items() if not each["about"]
    ] == []


@pytest.mark.parametrize("cloud", CLOUDS)
def test_calls(cloud: str) -> None:
    text = (FOLDERS / cloud / "README.md").read_text(encoding="utf-8")
    calls = [name for kind in CLOUDS[cloud] for name in kind.calls]
    assert [name for name in calls if not re.search(rf"\b{name}\b", text)] == []


def test_files() -> None:
    files = {path.name for path in FOLDER.glob("*.py")} - {"__init__.py"}
    assert missing(files, section("Inside")) == []


def test_options(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command.parse_arguments(["--help"])
    options = set(re.findall(r"--[a-z-]+", capsys.readouterr().out)) - {"--help"}
    assert [option for option in options if option not in section("Run it")] == []


def test_methods() -> None:
    methods = {name for kind in (Handle, Emulator) for name in vars(kind) if not name.startswith("_")}
    assert missing(methods, section("From pytest")) == []


def test_routes() -> None:
    control = (FOLDER / "control.py").read_text(encoding="utf-8")
    routes = {f"/_control/{path}" for path in re.findall(r'\("[A-Z]+", "([^"]+)", self', control)}
    assert len(routes) > 8
    assert [route for route in routes if route not in section("Control API")] == []
