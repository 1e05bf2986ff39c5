# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Make the environments that some steps of ``make test`` ask for, while pip fills the main one and leaves a core idle.

Needs nothing of what pip installs. A step makes what is missing by itself, and tells of what cannot be made.
"""

from __future__ import annotations

import subprocess
from contextlib import suppress

from .matrix import install_ahead
from .venvs import importers

if __name__ == "__main__":
    with suppress(subprocess.CalledProcessError):
        importers()
    install_ahead()
