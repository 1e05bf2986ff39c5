# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The emulated providers: those of every tests/providers/NAME/blueprint.py."""

from __future__ import annotations

import importlib
from pathlib import Path

from .blueprint import Blueprint

_FOLDERS = Path(__file__).resolve().parents[1] / "providers"


def _discover() -> tuple[type[Blueprint], ...]:
    found: dict[str, type[Blueprint]] = {}
    for path in sorted(_FOLDERS.glob("*/blueprint.py")):
        module = importlib.import_module(f"tests.providers.{path.parent.name}.blueprint")
        for blueprint in module.BLUEPRINTS:
            # What several products of a vendor need may be named by each of them.
            found.setdefault(blueprint.name, blueprint)
    return tuple(found.values())


BLUEPRINTS = _discover()
