# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""The options that all modules share which submit. The doc fragment task documents them."""

from __future__ import annotations

from typing import Any, Mapping, Sequence

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.connection import ArgumentSpec

TASK_OPTIONS: ArgumentSpec = {
    "operation": {"type": "str", "choices": ["purge", "prefetch"], "required": True},
    "urls": {"type": "list", "elements": "str"},
    "directories": {"type": "list", "elements": "str"},
    "skip_if_running": {"type": "bool", "default": False},
    "require_quota": {"type": "bool", "default": False},
    "wait": {"type": "bool", "default": False},
    "wait_timeout": {"type": "raw", "default": 1800.0},
}


def check_given(options: Mapping[str, Any], lists: Sequence[str]) -> None:
    """OptionError where none of the lists has anything in it."""
    if any(options[name] for name in lists):
        return
    empty = [name for name in lists if options[name] is not None]
    found = f"{' and '.join(empty)}: the list is empty" if empty else "Nothing is given"
    raise OptionError(
        f"{found}, so there is nothing to submit. Expected at least one value in {' or '.join(lists)}. "
        "If that can happen, add a condition (when) to the task."
    )


def check_unused(options: Mapping[str, Any], names: Sequence[str], why: str) -> None:
    """OptionError where an option is given that would have no effect."""
    given = [name for name in names if options[name]]
    if given:
        raise OptionError(f"{' and '.join(given)}: {why}")
