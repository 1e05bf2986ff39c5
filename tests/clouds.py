# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The clouds that there are, and what is about each of them: the folders in tests/providers."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

FOLDERS = Path(__file__).resolve().parent / "providers"


def of_clouds(file: str, name: str) -> dict[str, Any]:
    """What every tests/providers/CLOUD/FILE.py calls so, by cloud, in alphabetical order."""
    clouds = sorted(path.parent.name for path in FOLDERS.glob(f"*/{file}.py"))
    return {cloud: getattr(importlib.import_module(f"tests.providers.{cloud}.{file}"), name) for cloud in clouds}
