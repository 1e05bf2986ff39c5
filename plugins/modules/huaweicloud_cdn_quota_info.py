#!/usr/bin/python
# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: huaweicloud_cdn_quota_info
short_description: Get the purge and prefetch quotas of Huawei Cloud CDN
version_added: 1.0.0
description:
  - Returns how many purges and prefetches Huawei Cloud CDN accepts in a day, and how many of them are left
    (C(GET /v1.0/cdn/quota)).
author:
  - edgeops contributors (@edgeops)
extends_documentation_fragment:
  - edgeops.cdn.attributes
  - edgeops.cdn.attributes.info_module
  - edgeops.cdn.attributes.actiongroup_huaweicloud
  - edgeops.cdn.api
  - edgeops.cdn.huaweicloud
  - edgeops.cdn.quota_info
notes:
  - The name of the permission that this needs could not be found in the vendor's pages; C(cdn:*:query*) covers it.
  - The response does not tell when a quota begins anew. Overdue accounts and banned domains have a quota of 0.
  - The call takes no enterprise project, so O(enterprise_project_id) has no effect here.
seealso:
  # generated from plugins/modules: make generate
  - module: edgeops.cdn.wait_for_tasks
  - module: edgeops.cdn.huaweicloud_cdn_task
  - module: edgeops.cdn.huaweicloud_cdn_task_info
  - module: edgeops.cdn.alibabacloud_cdn_quota_info
  - module: edgeops.cdn.alibabacloud_dcdn_quota_info
  - module: edgeops.cdn.tencentcloud_cdn_quota_info
  - module: edgeops.cdn.tencentcloud_edgeone_quota_info
  - module: edgeops.cdn.volcengine_cdn_quota_info
  # end of generated
  - name: Querying Quotas
    description: The vendor's page of the call.
    link: https://support.huaweicloud.com/intl/en-us/api-cdn/ShowQuota.html
"""

EXAMPLES = r"""
- name: What may still be submitted today?
  edgeops.cdn.huaweicloud_cdn_quota_info:
    access_key: "{{ huaweicloud_access_key }}"
    secret_key: "{{ huaweicloud_secret_key }}"
  register: today

- name: Show what is left of each kind
  ansible.builtin.debug:
    msg: "{{ item.operation }} {{ item.object_type }}: {{ item.remaining }} of {{ item.limit }}"
  loop: "{{ today.quotas }}"
  loop_control:
    label: "{{ item.name }}"
"""

RETURN = r"""
# $quota_name = file_refresh
# $quota_raw = {"type": "file_refresh", "quota_limit": 2000, "used": 4, "user_domain_id": "0c2d"}
# generated from docs/parts/return-quota.yml: make generate
quotas:
  description: The quotas of the day for purges and prefetches; with O(include_raw=true), all quotas.
  returned: success
  type: list
  elements: dict
  contains:
    name:
      description: The provider's own name for the quota.
      type: str
      sample: file_refresh
    operation:
      description: V(purge) or V(prefetch); V(other) for quotas that have nothing to do with either.
      type: str
      sample: purge
    object_type:
      description:
        - What is counted, such as V(file) or V(directory), as in
          RV(edgeops.cdn.huaweicloud_cdn_task#module:submissions[].object_type).
        - V(other) where it is not about tasks.
      type: str
      sample: file
    limit:
      description: How many may be submitted in a day; null where it is not known.
      type: int
      sample: 2000
    used:
      description: How many of them were submitted today; null where it is not known.
      type: int
      sample: 4
    remaining:
      description: How many may still be submitted today; null where it is not known.
      type: int
      sample: 1996
    raw:
      description: The provider's own record.
      returned: with O(include_raw=true)
      type: dict
      sample: {"type": "file_refresh", "quota_limit": 2000, "used": 4, "user_domain_id": "0c2d"}
error:
  description: The provider's error that ended the query.
  returned: when a request failed for good
  type: dict
  contains:
    code:
      description: The provider's error code, or this collection's where no response came.
      type: str
      sample: Unauthorized
    message:
      description: The provider's text, without secrets.
      type: str
      sample: The credentials are not valid.
    status:
      description: The HTTP status; null where no response came.
      type: int
      sample: 401
    request_id:
      description: What the provider's support asks for; null where there is none.
      type: str
      sample: 00112233445566778899aabbccddeeff
    hint:
      description: What to do about it; null where nothing is known to help.
      type: str
      sample: Check the credentials.
    provider:
      description: Whose error it is.
      type: str
      sample: huaweicloud_cdn
# end of generated
"""

from ansible_collections.edgeops.cdn.plugins.module_utils._module.quota_info import run_quota_info
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.huaweicloud.declarations import CDN


def main() -> None:
    run_quota_info(CDN)


if __name__ == "__main__":
    main()
