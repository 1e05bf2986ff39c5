# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This doc fragment is private to the collection: it may change at any time. Do not use it from elsewhere.

from __future__ import annotations


class ModuleDocFragment:
    """What quota modules have in common."""

    DOCUMENTATION = r"""
options:
  include_raw:
    description:
      - Whether to return all of the provider's quotas, also those that have nothing to do with purges and prefetches,
        and each with the provider's own record as RV(quotas[].raw).
    type: bool
    default: false
"""
