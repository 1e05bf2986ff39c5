# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Replay one seed: what was scripted, what was asked and answered, what was shown."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / ".collections"))

from .invariants import violations
from .scenario import make, run


def main() -> int:
    scenario = make(int(sys.argv[1]))
    print(scenario.policy)
    for provider, scripts in scenario.scripts.items():
        print(provider, *scripts, *scenario.faults[provider], *scenario.strangers[provider], sep="\n  ")
    result = run(scenario)
    for provider, cloud in result.clouds.items():
        print(provider, *cloud.record, sep="\n  ")
    print(*result.lines, result.document["msg"], sep="\n")
    broken = violations(result)
    print(*(broken or ["every promise was kept"]), sep="\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
