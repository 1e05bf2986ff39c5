# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One of our waits in virtual time, in a process of its own so that its memory can be told: prints JSON.

python -m tests.benchmark.growth TASKS SEED
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

from .virtual import OurWait, Scenario


def _now() -> float:
    """MiB that this process has in memory now."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return _most()
    return pages * resource.getpagesize() / 2**20


def _most() -> float:
    """MiB that it had at the most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    imported = _now()
    ours = OurWait(Scenario(int(sys.argv[1]), int(sys.argv[2])))
    made = _now()
    waited = ours.run()
    # The simulated clouds are not the engine's.
    peak = _most() - (made - imported)
    figures = {
        "calls": waited.total,
        "latency": waited.latency,
        "lag": waited.lag,
        "cpu": waited.cpu,
        "parsing": waited.parsing,
        "peak": peak,
        "imported": imported,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
