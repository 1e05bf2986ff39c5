#!/usr/bin/python
# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tencentcloud_cdn_quota_info
short_description: Get what may still be submitted today to Tencent Cloud CDN
version_added: 1.0.0
description:
  - Answers the quotas of purges and prefetches of Tencent Cloud CDN, and what is left of them today, with
    C(DescribePurgeQuota) and C(DescribePushQuota).
  - The quotas are those of the account, by area; each area counts for itself.
author:
  - edgeops contributors (@edgeops)
extends_documentation_fragment:
  - edgeops.cdn.attributes
  - edgeops.cdn.attributes.info_module
  - edgeops.cdn.attributes.actiongroup_tencentcloud
  - edgeops.cdn.api
  - edgeops.cdn.tencentcloud
  - edgeops.cdn.quota_info
notes:
  - The quotas begin anew at midnight in UTC+8.
  - The number of values that this account may submit in a call is C(Batch) in RV(quotas[].raw).
  - Needs the permissions C(cdn:DescribePurgeQuota) and C(cdn:DescribePushQuota).
seealso:
  # generated from plugins/modules: make generate
  - module: edgeops.cdn.wait_for_tasks
  - module: edgeops.cdn.tencentcloud_cdn_task
  - module: edgeops.cdn.tencentcloud_cdn_task_info
  - module: edgeops.cdn.alibabacloud_cdn_quota_info
  - module: edgeops.cdn.alibabacloud_dcdn_quota_info
  - module: edgeops.cdn.huaweicloud_cdn_quota_info
  - module: edgeops.cdn.tencentcloud_edgeone_quota_info
  - module: edgeops.cdn.volcengine_cdn_quota_info
  # end of generated
  - name: DescribePurgeQuota
    description: The vendor's page of the quotas of purges.
    link: https://www.tencentcloud.com/document/product/228/37474
"""

EXAMPLES = r"""
- name: How much may still be submitted today?
  edgeops.cdn.tencentcloud_cdn_quota_info:
    access_key: "{{ tencentcloud_access_key }}"
    secret_key: "{{ tencentcloud_secret_key }}"
  register: today

- name: Show what is left, area by area
  ansible.builtin.debug:
    msg: "{{ today.quotas | items2dict(key_name='name', value_name='remaining') }}"
"""

RETURN = r"""
# $quota_name = UrlPurge.mainland
# $quota_raw = {"Area": "mainland", "Batch": 1000, "Total": 10000, "Available": 9996}
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
      sample: UrlPurge.mainland
    operation:
      description: V(purge) or V(prefetch); V(other) for quotas that have nothing to do with either.
      type: str
      sample: purge
    object_type:
      description:
        - What is counted, such as V(file) or V(directory), as in
          RV(edgeops.cdn.tencentcloud_cdn_task#module:submissions[].object_type).
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
      sample: {"Area": "mainland", "Batch": 1000, "Total": 10000, "Available": 9996}
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
      sample: tencentcloud_cdn
# end of generated
"""

from ansible_collections.edgeops.cdn.plugins.module_utils._module.quota_info import run_quota_info
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.tencentcloud.declarations import CDN


def main() -> None:
    run_quota_info(CDN)


if __name__ == "__main__":
    main()
