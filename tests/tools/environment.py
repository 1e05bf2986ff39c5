# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What every test and check starts from: the same places, and nothing of the user's own."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache"
"""Everything that checks leave behind; ignored by git, removed by ``make clean``."""

HOME = CACHE / "home"
"""The home folder that tests see."""

_NAME = re.compile(r'"([A-Z][A-Z0-9]*_)(?:[A-Z0-9]+_)*[A-Z0-9]+"')
"""What the name of an environment variable looks like in code; its first word is the vendor's."""

_PRIVATE = (
    "ANSIBLE_",
    "MOLECULE_",
    # Other tools of these vendors keep keys there, which no test may meet either.
    "ALIBABACLOUD_",
    "ALICLOUD_",
    "HW_",
    *sorted(
        {
            prefix
            for path in (ROOT / "plugins" / "module_utils" / "_providers").glob("*/*.py")
            for prefix in _NAME.findall(path.read_text(encoding="utf-8"))
        }
    ),
)


def isolated(environ: Mapping[str, str]) -> dict[str, str]:
    """Return ``environ`` without a user's credentials, proxies and settings of Ansible.

    A developer has real keys in the environment and in the home folder. No test may ever meet them,
    nor leave anything in ``~/.ansible``. All servers of the tests are on the loopback interface, so
    that no proxy is wanted either.
    """
    kept = {
        name: value
        for name, value in environ.items()
        if not name.startswith(_PRIVATE) and not name.lower().endswith("_proxy") and name != "PYTHONPATH"
    }
    HOME.mkdir(parents=True, exist_ok=True)
    kept["HOME"] = str(HOME)
    # Given by name because Ansible skips an ansible.cfg that lies in a folder anyone may write to.
    kept["ANSIBLE_CONFIG"] = str(ROOT / "ansible.cfg")
    if not sys.stdout.isatty():
        kept["NO_COLOR"] = "1"
    # Tools start one another by their bare names.
    kept["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), kept.get("PATH", os.defpath)])
    return kept
