# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Loads what modules are made of in Ansible's main process, once, where it looks for the action of the first task.

Its workers, one for each task, begin as copies of it. Without this, each worker would read and compile all of it again,
because Ansible imports an action that bears another name than the module in the worker alone: 80 ms of CPU for a task.
"""

from __future__ import annotations

from ansible_collections.edgeops.cdn.plugins.action import (  # noqa: F401  # pylint: disable=unused-import
    live_wait,
    provider_module,
)
