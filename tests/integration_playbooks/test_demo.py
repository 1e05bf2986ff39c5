# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``make demo``: what it shows, and that nothing is left of it."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from urllib.error import URLError

from tests.demo.edge import URLS, visit
from tests.integration_playbooks.support import Session
from tests.tools.environment import ROOT


def demo(folder: Path) -> Session:
    environ = {"PATH": os.environ["PATH"], "HOME": str(folder), "TMPDIR": str(folder), "PYTHONPATH": str(ROOT)}
    return Session([sys.executable, "-m", "tests.demo"], environ, folder, folder / "no records", terminal=True)


def is_gone(output: str) -> bool:
    """Whether the emulator that the demo has named does not answer any more."""
    found = re.search(r"http://127\.0\.0\.1:\d+", output)
    assert found
    try:
        visit(found.group(), URLS[0])
    except URLError:
        return True
    return False


def test_it_releases(tmp_path: Path) -> None:
    with demo(tmp_path) as session:
        run = session.finish()
    assert run.code == 0, run.output
    before, playbook, after = re.split(r"\$ ansible-playbook.*|Visitors get this now:", run.output)
    for url in URLS:
        assert re.search(rf"{re.escape(url)} +release 41", before)
        assert re.search(rf"{re.escape(url)} +release 42", after)
    for text in ("4 of 4 tasks succeeded", "and 3 URLs are verified", "2 of 2 tasks succeeded", "failed=0"):
        assert text in playbook
    assert is_gone(run.output)
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_stops_everything(tmp_path: Path) -> None:
    with demo(tmp_path) as session:
        session.expect("edgeops.cdn: huaweicloud 0/2 | alibabacloud 0/1 | aws 0/1")
        session.press("\x03")
        run = session.finish()
    assert run.code == 130
    assert "Traceback" not in run.output
    assert is_gone(run.output)
    assert list(tmp_path.iterdir()) == []
