# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The simulated clouds: SIMULATED of every tests/providers/NAME/simulated.py."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from pathlib import Path

from .clouds import Cloud

_FOLDERS = Path(__file__).resolve().parents[1] / "providers"

KINDS: Mapping[str, type[Cloud]] = {
    path.parent.name: importlib.import_module(f"tests.providers.{path.parent.name}.simulated").SIMULATED
    for path in sorted(_FOLDERS.glob("*/simulated.py"))
}
