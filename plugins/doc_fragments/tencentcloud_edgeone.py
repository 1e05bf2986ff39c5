# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This doc fragment is private to the collection: it may change at any time. Do not use it from elsewhere.

from __future__ import annotations


class ModuleDocFragment:
    """What the connection to EdgeOne has besides that to Tencent Cloud."""

    DOCUMENTATION = r"""
options:
  zone_id:
    description:
      - The zone (site) that is asked, such as V(zone-2noz78a8ev6k).
      - It is needed to submit, to query by filters and for quotas. Ids of tasks name their zone (V(ZONE.JOB)); an id
        without one is looked for in this zone.
    type: str
"""
