#!/usr/bin/python
# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: volcengine_cdn_quota_info
short_description: Get the purge and prefetch quotas of Volcengine CDN or BytePlus CDN
version_added: 1.0.0
description:
  - Answers how many purges and prefetches Volcengine CDN or BytePlus CDN accepts in a day, and how many of them are
    left (C(DescribeContentQuota)).
author:
  - edgeops contributors (@edgeops)
extends_documentation_fragment:
  - edgeops.cdn.attributes
  - edgeops.cdn.attributes.info_module
  - edgeops.cdn.attributes.actiongroup_volcengine
  - edgeops.cdn.api
  - edgeops.cdn.volcengine
  - edgeops.cdn.quota_info
notes:
  - Needs the permission C(CDN:DescribeContentQuota).
  - Main account and sub-users share the quotas. When they begin anew is not part of the answer, nor of the vendor's
    pages.
  - With O(include_raw=true), the most objects of a call stand beside each quota, and the quotas of blocked URLs as
    well.
  - BytePlus' page knows no quota of expressions. What the service does not tell of is left out.
seealso:
  # generated from plugins/modules: make generate
  - module: edgeops.cdn.wait_for_tasks
  - module: edgeops.cdn.volcengine_cdn_task
  - module: edgeops.cdn.volcengine_cdn_task_info
  - module: edgeops.cdn.alibabacloud_cdn_quota_info
  - module: edgeops.cdn.alibabacloud_dcdn_quota_info
  - module: edgeops.cdn.huaweicloud_cdn_quota_info
  - module: edgeops.cdn.tencentcloud_cdn_quota_info
  - module: edgeops.cdn.tencentcloud_edgeone_quota_info
  # end of generated
  - name: DescribeContentQuota
    description: The vendor's page of the call.
    link: https://www.volcengine.com/docs/6454/70439
"""

EXAMPLES = r"""
- name: What may still be submitted today?
  edgeops.cdn.volcengine_cdn_quota_info:
    access_key: "{{ volcengine_access_key }}"
    secret_key: "{{ volcengine_secret_key }}"
  register: today

- name: Show what is left of each kind
  ansible.builtin.debug:
    msg: "{{ item.operation }} {{ item.object_type }}: {{ item.remaining }} of {{ item.limit }}"
  loop: "{{ today.quotas }}"
  loop_control:
    label: "{{ item.name }}"
"""

RETURN = r"""
# $quota_name = Refresh
# $quota_raw = {"RefreshQuota": 1000, "RefreshRemain": 996, "RefreshQuotaLimit": 100}
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
      sample: Refresh
    operation:
      description: V(purge) or V(prefetch); V(other) for quotas that have nothing to do with either.
      type: str
      sample: purge
    object_type:
      description:
        - What is counted, such as V(file) or V(directory), as in
          RV(edgeops.cdn.volcengine_cdn_task#module:submissions[].object_type).
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
      sample: {"RefreshQuota": 1000, "RefreshRemain": 996, "RefreshQuotaLimit": 100}
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
      sample: volcengine_cdn
# end of generated
"""

from ansible_collections.edgeops.cdn.plugins.module_utils._module.quota_info import run_quota_info
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.volcengine.declarations import CDN


def main() -> None:
    run_quota_info(CDN)


if __name__ == "__main__":
    main()
