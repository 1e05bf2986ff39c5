# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run a command and write down what it cost: `python stopwatch.py FILE COMMAND...`.

A process of its own, and a small one: the kernel takes the memory of whoever starts a program for the program's own.
"""

import json
import os
import sys
import time

if __name__ == "__main__":
    began = time.perf_counter()
    child = os.fork()
    if child == 0:
        try:
            os.execvp(sys.argv[2], sys.argv[2:])
        finally:
            os._exit(127)
    _, status, used = os.wait4(child, 0)
    wall = time.perf_counter() - began
    # CPU seconds and memory are those of the command and of all that it waited for; memory in KiB, the largest.
    cost = {"wall": wall, "cpu": used.ru_utime + used.ru_stime, "peak": used.ru_maxrss}
    with open(sys.argv[1], "w", encoding="ascii") as file:  # noqa: PTH123  # pathlib would be a third of its memory
        json.dump(cost, file)
    sys.exit(os.waitstatus_to_exitcode(status))
