#!/usr/bin/python
# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: alibabacloud_cdn_quota_info
short_description: Get the purge and prefetch quotas of Alibaba Cloud CDN
version_added: 1.0.0
description:
  - Answers how many purges and prefetches Alibaba Cloud CDN accepts in a day, and how many of them are left
    (C(DescribeRefreshQuota)).
author:
  - edgeops contributors (@edgeops)
extends_documentation_fragment:
  - edgeops.cdn.attributes
  - edgeops.cdn.attributes.info_module
  - edgeops.cdn.attributes.actiongroup_alibabacloud
  - edgeops.cdn.api
  - edgeops.cdn.alibabacloud
  - edgeops.cdn.quota_info
notes:
  - Needs the permission C(cdn:DescribeRefreshQuota) for all resources.
  - When a quota begins anew is not part of the answer; by the vendor's pages, at midnight in UTC+8.
  - There are two quotas for prefetches. A submission is checked against V(Preload); V(PreloadEdge), whose object type
    is V(edge), is for nodes of one level alone, and the vendor's texts contradict each other on which.
seealso:
  # generated from plugins/modules: make generate
  - module: edgeops.cdn.wait_for_tasks
  - module: edgeops.cdn.alibabacloud_cdn_task
  - module: edgeops.cdn.alibabacloud_cdn_task_info
  - module: edgeops.cdn.alibabacloud_dcdn_quota_info
  - module: edgeops.cdn.huaweicloud_cdn_quota_info
  - module: edgeops.cdn.tencentcloud_cdn_quota_info
  - module: edgeops.cdn.tencentcloud_edgeone_quota_info
  - module: edgeops.cdn.volcengine_cdn_quota_info
  # end of generated
  - name: DescribeRefreshQuota
    description: The vendor's page of the call.
    link: https://www.alibabacloud.com/help/en/cdn/developer-reference/api-cdn-2018-05-10-describerefreshquota
"""

EXAMPLES = r"""
- name: What may still be submitted today?
  edgeops.cdn.alibabacloud_cdn_quota_info:
    access_key: "{{ alibabacloud_access_key }}"
    secret_key: "{{ alibabacloud_secret_key }}"
  register: today

- name: Show what is left of each kind
  ansible.builtin.debug:
    msg: "{{ item.operation }} {{ item.object_type }}: {{ item.remaining }} of {{ item.limit }}"
  loop: "{{ today.quotas }}"
  loop_control:
    label: "{{ item.name }}"
"""

RETURN = r"""
# $quota_name = Url
# $quota_raw = {"UrlQuota": "2000", "UrlRemain": "1996"}
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
      sample: Url
    operation:
      description: V(purge) or V(prefetch); V(other) for quotas that have nothing to do with either.
      type: str
      sample: purge
    object_type:
      description:
        - What is counted, such as V(file) or V(directory), as in
          RV(edgeops.cdn.alibabacloud_cdn_task#module:submissions[].object_type).
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
      sample: {"UrlQuota": "2000", "UrlRemain": "1996"}
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
      sample: alibabacloud_cdn
# end of generated
"""

from ansible_collections.edgeops.cdn.plugins.module_utils._module.quota_info import run_quota_info
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.alibabacloud.declarations import CDN


def main() -> None:
    run_quota_info(CDN)


if __name__ == "__main__":
    main()
