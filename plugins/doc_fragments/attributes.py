# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This doc fragment is private to the collection: it may change at any time. Do not use it from elsewhere.

from __future__ import annotations


class ModuleDocFragment:
    """Attributes: what a module supports."""

    DOCUMENTATION = r"""
options: {}
attributes:
  check_mode:
    description: Can run in C(check_mode) and return changed status prediction without modifying target.
  diff_mode:
    description: Will return details on what has changed (or possibly needs changing in C(check_mode)), when in diff
      mode.
  idempotent:
    description:
      - When run twice in a row outside check mode, with the same arguments, the second invocation indicates no
        change.
"""

    INFO_MODULE = r"""
options: {}
attributes:
  check_mode:
    support: full
    details:
      - It only reads, in check mode as well.
  diff_mode:
    support: N/A
    details:
      - It only reads.
  idempotent:
    support: full
    details:
      - It only reads.
"""

    # generated from plugins/modules: make generate
    ACTIONGROUP_ALIBABACLOUD = r"""
options: {}
attributes:
  action_group:
    description: Use C(group/edgeops.cdn.alibabacloud) or C(group/edgeops.cdn.all) in C(module_defaults) to set defaults
      for this module.
    support: full
    membership:
      - edgeops.cdn.alibabacloud
      - edgeops.cdn.all
"""

    ACTIONGROUP_AWS = r"""
options: {}
attributes:
  action_group:
    description: Use C(group/edgeops.cdn.aws) or C(group/edgeops.cdn.all) in C(module_defaults) to set defaults for this
      module.
    support: full
    membership:
      - edgeops.cdn.aws
      - edgeops.cdn.all
"""

    ACTIONGROUP_HUAWEICLOUD = r"""
options: {}
attributes:
  action_group:
    description: Use C(group/edgeops.cdn.huaweicloud) or C(group/edgeops.cdn.all) in C(module_defaults) to set defaults
      for this module.
    support: full
    membership:
      - edgeops.cdn.huaweicloud
      - edgeops.cdn.all
"""

    ACTIONGROUP_TENCENTCLOUD = r"""
options: {}
attributes:
  action_group:
    description: Use C(group/edgeops.cdn.tencentcloud) or C(group/edgeops.cdn.all) in C(module_defaults) to set defaults
      for this module.
    support: full
    membership:
      - edgeops.cdn.tencentcloud
      - edgeops.cdn.all
"""

    ACTIONGROUP_VOLCENGINE = r"""
options: {}
attributes:
  action_group:
    description: Use C(group/edgeops.cdn.volcengine) or C(group/edgeops.cdn.all) in C(module_defaults) to set defaults
      for this module.
    support: full
    membership:
      - edgeops.cdn.volcengine
      - edgeops.cdn.all
"""
    # end of generated
