# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from tests.tools.environment import ROOT
from tests.tools.matrix import LEFT_OUT


def test_what_starts_programs_that_only_this_environment_has_is_left_out() -> None:
    assert all((ROOT / name).exists() for name in LEFT_OUT)
    for folder in ("unit", "conformance", "providers"):
        for path in (ROOT / "tests" / folder).rglob("*.py"):
            name = path.relative_to(ROOT).as_posix()
            if not name.startswith(LEFT_OUT):
                assert "tests.tools.report import BIN" not in path.read_text(encoding="utf-8"), name
