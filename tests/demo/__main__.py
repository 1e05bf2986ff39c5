# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Start the emulator, release something at it, stop it; ends with the playbook's exit code."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from tests.emulator.__main__ import environment
from tests.tools import emulator
from tests.tools.environment import ROOT, isolated

from .edge import NEW, OLD, URLS, post, publish, visit

COMMAND = ("ansible-playbook", "edgeops.cdn.release", "-e", "@tests/demo/release.yml")
#: Seconds that a task of the emulated clouds takes.
_TASK_TAKES = 4
#: Seconds that Ansible gets to end by itself.
_PATIENCE = 2.0


def main() -> int:
    # However the demo is told to stop, it stops what it has started.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="edgeops-demo-") as folder:
        state = Path(folder) / "emulator"
        try:
            url = emulator.start(state)
            post(url, "settings", {"default_script": {"finish_after": _TASK_TAKES}})
            publish(url, OLD)
            publish(url, NEW)
            _say(f"Three emulated clouds listen at {url}. Release {NEW} is on the origin, but visitors get this:")
            _show_edge(url)
            _say(f"\n$ {' '.join(COMMAND)}")
            code = _run(_environment(url, Path(folder)))
            _say("Visitors get this now:")
            _show_edge(url)
            return code
        except KeyboardInterrupt:
            return 130
        finally:
            emulator.stop(state)


def _say(text: str) -> None:
    print(text, flush=True)


def _show_edge(url: str) -> None:
    for page in URLS:
        _say(f"  {page:42}{visit(url, page)}")


def _run(environ: dict[str, str]) -> int:
    """Run the playbook. Ansible has to end before the demo does: its workers are in sessions of their own."""
    with subprocess.Popen(COMMAND, cwd=ROOT, env=environ) as process:
        try:
            return process.wait()
        except KeyboardInterrupt:
            # From a terminal, Ansible has been told as well.
            for stop in (process.terminate, process.kill):
                with suppress(subprocess.TimeoutExpired):
                    process.wait(_PATIENCE)
                stop()
            raise


def _environment(url: str, folder: Path) -> dict[str, str]:
    """Credentials where the official SDKs look for them; nothing of the user's own Ansible is read or written."""
    return {
        **isolated(os.environ),
        **environment(url),
        "ANSIBLE_HOME": str(folder / "ansible"),
        # Modules that are interrupted leave their files there.
        "TMPDIR": str(folder),
        "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
        "ANSIBLE_LOCALHOST_WARNING": "false",
        "ANSIBLE_CALLBACK_RESULT_FORMAT": "yaml",
    }


if __name__ == "__main__":
    sys.exit(main())
