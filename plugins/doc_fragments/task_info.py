# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This doc fragment is private to the collection: it may change at any time. Do not use it from elsewhere.

from __future__ import annotations


class ModuleDocFragment:
    """Which tasks an info module returns."""

    DOCUMENTATION = r"""
options:
  ids:
    description:
      - Ids of tasks, any number of them, as a list or joined by commas. Put them in quotes; what YAML or an INI
        inventory has made another number or a truth of, such as C(12345678e90), is an error.
      - The module returns a task for every id, with the state V(not_found) if need be. Cannot be used with filters.
    type: raw
  operation:
    description: Only tasks of this operation.
    type: str
    choices: [purge, prefetch]
  object_type:
    description: Only tasks about this kind of object, such as V(file) or V(directory).
    type: str
  state:
    description: Only tasks in one of these states.
    type: list
    elements: str
    choices: [pending, running, succeeded, failed, unknown]
  created_after:
    description:
      - Only tasks created at this time or later.
      - RFC 3339 with a time zone (V(2026-11-21T08:30:00Z)), seconds or milliseconds since 1970, or an age (V(90s),
        V(15m), V(2h), V(1d12h), V(2w)).
    type: str
  created_before:
    description: Only tasks created at this time or earlier, in the forms of O(created_after).
    type: str
  limit:
    description: The largest number of tasks to return. RV(complete) tells whether that cut any off.
    type: int
  include_raw:
    description: Whether each task also holds the provider's own records, as RV(tasks[].raw).
    type: bool
    default: false
"""
