# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: elsewhere
short_description: Another host, played by this one
description:
  - Runs modules on this machine, but is not the local connection, so that actions treat its host as a remote one.
  - While the file O(cut) exists, the host is out of reach.
author: edgeops contributors
options:
  cut:
    description: While this file exists, every command ends with a lost connection.
    type: path
    vars:
      - name: elsewhere_cut
"""

from pathlib import Path
from typing import Any

from ansible.errors import AnsibleConnectionFailure
from ansible.plugins.connection.local import Connection as LocalConnection


class Connection(LocalConnection):
    """The local connection under another name, with a switch to lose it."""

    transport = "elsewhere"

    def exec_command(self, cmd: str, in_data: bytes | None = None, sudoable: bool = True) -> tuple[int, bytes, bytes]:
        result: tuple[int, bytes, bytes] = super().exec_command(cmd, in_data=in_data, sudoable=sudoable)
        cut: Any = self.get_option("cut")
        if cut and Path(cut).exists():
            raise AnsibleConnectionFailure("the connection was lost")
        return result
