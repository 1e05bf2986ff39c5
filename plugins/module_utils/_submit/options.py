# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""The options that all submitting modules share. The doc fragment task documents them."""

from __future__ import annotations

from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import ArgumentSpec

TASK_OPTIONS: ArgumentSpec = {
    "operation": {"type": "str", "choices": ["purge", "prefetch"], "required": True},
    "urls": {"type": "list", "elements": "str"},
    "directories": {"type": "list", "elements": "str"},
    "skip_if_running": {"type": "bool", "default": False},
    "require_quota": {"type": "bool", "default": False},
    "wait": {"type": "bool", "default": False},
    "wait_timeout": {"type": "raw", "default": 1800.0},
}
