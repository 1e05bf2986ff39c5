from __future__ import annotations
import json
from typing import Any, Mapping
from .environment import CACHE

FOLDER = CACHE / "reliability"


def record(kind: str, name: str, figures: Mapping[str, Any]) -> None:
    folder = FOLDER / kind
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(figures, indent=1), encoding="utf-8")
