# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Start and stop the emulator in the background; one process for each folder of state.

    python -m tests.tools.emulator start FOLDER
    python -m tests.tools.emulator stop FOLDER

FOLDER holds ``port``, ``pid``, ``lock`` and ``log``. The lock is held by the emulator for as long as
it lives, however it ends: it tells whether the number in ``pid`` is still the emulator's.
"""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from .environment import ROOT

_PATIENCE = 30.0


def _lock(folder: Path) -> int | None:
    """Take the lock, or return None while an emulator holds it."""
    lock = os.open(folder / "lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        return None
    return lock


def start(folder: Path) -> str:
    """Start an emulator, wait until it listens, and return its URL; replaces one left behind by a crash."""
    folder.mkdir(parents=True, exist_ok=True)
    stop(folder)
    port, log = folder / "port", folder / "log"
    lock = _lock(folder)
    if lock is None:
        raise SystemExit(f"An emulator that does not stop holds {folder}")
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.emulator", "--port", "0", "--port-file", port],
            cwd=ROOT,
            pass_fds=[lock],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    os.close(lock)
    (folder / "pid").write_text(f"{process.pid}\n", encoding="utf-8")
    deadline = time.monotonic() + _PATIENCE
    while not (port.exists() and port.read_text(encoding="utf-8").strip()):
        if process.poll() is not None or time.monotonic() > deadline:
            stop(folder)
            raise SystemExit(f"The emulator did not start:\n{log.read_text(encoding='utf-8')}")
        time.sleep(0.05)
    return f"http://127.0.0.1:{port.read_text(encoding='utf-8').strip()}"


def stop(folder: Path) -> None:
    """Stop the emulator of this folder; no harm where none runs."""
    pid = folder / "pid"
    if pid.exists():
        asked = time.monotonic()
        while (lock := _lock(folder)) is None:
            waited = time.monotonic() - asked
            if waited > _PATIENCE:
                raise SystemExit(f"The emulator of {folder} does not stop")
            with suppress(ProcessLookupError):
                os.kill(int(pid.read_text(encoding="utf-8")), signal.SIGTERM if waited < 5 else signal.SIGKILL)
            time.sleep(0.1)
        os.close(lock)
    for name in ("pid", "port"):
        (folder / name).unlink(missing_ok=True)


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in ("start", "stop"):
        raise SystemExit(__doc__)
    if sys.argv[1] == "start":
        print(start(Path(sys.argv[2])))
    else:
        stop(Path(sys.argv[2]))
