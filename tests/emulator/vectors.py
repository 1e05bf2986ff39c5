# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Signature vectors: signed requests, as vectors.json of a cloud's folder has them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from .wire import Wire


def vectors(folder: Path) -> list[Any]:
    """Those of a cloud, as parameters of a test."""
    entries = json.loads((folder / "vectors.json").read_text(encoding="utf-8"))
    return [pytest.param(entry, id=entry["vector"]) for entry in entries]


def wire_of(vector: dict[str, Any]) -> Wire:
    """The request of a vector as it is sent."""
    headers = {name.lower(): value for name, value in vector["headers"].items()}
    return Wire(vector["method"], vector["request_target"], headers, vector["body"].encode())
