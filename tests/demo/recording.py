# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Record the demo in a terminal, as the moving picture docs/demo.svg that the README shows: make recording."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

from tests.tools.environment import ROOT, isolated
from tests.tools.report import BIN, run

PICTURE = ROOT / "docs" / "demo.svg"
_COLUMNS, _LINES = 96, 30
#: The emulator's port is another one in every run.
_ADDRESS = re.compile(r"127\.0\.0\.1:\d+")
#: Milliseconds that the last picture stays, and the longest pause.
_LAST, _PAUSE = 6000, 2500


def _record() -> tuple[int, list[tuple[float, str]]]:
    """Run the demo in a terminal of its own; return its exit code, and what it wrote when."""
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", _LINES, _COLUMNS, 0, 0))
    env = isolated(os.environ) | {"TERM": "xterm-256color", "COLUMNS": str(_COLUMNS), "LINES": str(_LINES)}
    env.pop("NO_COLOR", None)
    began = time.monotonic()
    written = [(0.0, "$ make demo\r\n")]
    command = [sys.executable, "-m", "tests.demo"]
    with subprocess.Popen(command, cwd=ROOT, env=env, stdin=its, stdout=its, stderr=its) as process:
        os.close(its)
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:
                # What Linux says when the other end has been closed.
                piece = b""
            if not piece:
                break
            written.append((time.monotonic() - began, piece.decode(errors="replace")))
    os.close(ours)
    return process.returncode, written


def main() -> int:
    """Record, and draw the picture; nothing is written if the demo fails."""
    code, written = _record()
    if code:
        print("".join(text for _when, text in written))
        return code
    head = {"version": 2, "width": _COLUMNS, "height": _LINES}
    lines = [head, *([when, "o", _ADDRESS.sub("127.0.0.1:8080", text)] for when, text in written)]
    with tempfile.TemporaryDirectory() as folder:
        cast = Path(folder) / "demo.cast"
        cast.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
        return run(
            [BIN / "termtosvg", "render", cast, PICTURE, "-t", "window_frame", "-D", str(_LAST), "-M", str(_PAUSE)]
        )


if __name__ == "__main__":
    sys.exit(main())
