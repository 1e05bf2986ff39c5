#!/usr/bin/python
# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: alibabacloud_cdn_task_info
short_description: Get refresh and prefetch tasks of Alibaba Cloud CDN
version_added: 1.0.0
description:
  - Answers the state of refresh (purge) and prefetch tasks of Alibaba Cloud CDN, by their ids or by filters, in the
    shape that all providers of this collection share.
  - By O(ids), tasks are asked for with C(DescribeRefreshTaskById), ten ids a call. Alibaba Cloud answers one row per
    URL; a task is all rows of an id.
  - By filters, ids are found with C(DescribeRefreshTasks), all pages of it, and then asked for like that, so that a
    filter by O(url) answers whole tasks as well.
author:
  - edgeops contributors (@edgeops)
extends_documentation_fragment:
  - edgeops.cdn.attributes
  - edgeops.cdn.attributes.info_module
  - edgeops.cdn.attributes.actiongroup_alibabacloud
  - edgeops.cdn.api
  - edgeops.cdn.alibabacloud
  - edgeops.cdn.task_info
options:
  domain:
    description: Only tasks of this accelerated domain.
    type: str
  url:
    description: Only tasks about exactly this URL or directory.
    type: str
  resource_group_id:
    description: Only tasks of domains in this resource group.
    type: str
notes:
  - Alibaba Cloud answers for the last three days only. An older id is not told apart from an unknown one.
  - Ids of this product and of DCDN look alike. An id that is not found may belong to DCDN, see
    M(edgeops.cdn.alibabacloud_dcdn_task_info).
  - Tasks that Object Storage Service (OSS) makes by itself are not listed.
  - A prefetch has the object type V(file).
  - A task that is complete has been handed to every edge. A directory purged without force is only marked as expired.
  - If the service counts more URLs of a task than it answers, the list call is asked for the rest. Where that does
    not close the gap, the task's state is V(unknown).
seealso:
  # generated from plugins/modules: make generate
  - module: edgeops.cdn.wait_for_tasks
  - module: edgeops.cdn.alibabacloud_cdn_task
  - module: edgeops.cdn.alibabacloud_cdn_quota_info
  - module: edgeops.cdn.alibabacloud_dcdn_task_info
  - module: edgeops.cdn.aws_cloudfront_task_info
  - module: edgeops.cdn.huaweicloud_cdn_task_info
  - module: edgeops.cdn.tencentcloud_cdn_task_info
  - module: edgeops.cdn.tencentcloud_edgeone_task_info
  - module: edgeops.cdn.volcengine_cdn_task_info
  # end of generated
  - name: DescribeRefreshTaskById
    description: The vendor's page of the call by id.
    link: https://www.alibabacloud.com/help/en/cdn/developer-reference/api-cdn-2018-05-10-describerefreshtaskbyid
  - name: DescribeRefreshTasks
    description: The vendor's page of the list call.
    link: https://www.alibabacloud.com/help/en/cdn/developer-reference/api-cdn-2018-05-10-describerefreshtasks
"""

EXAMPLES = r"""
- name: Look at the tasks of a submission, whose answer joins ids with commas
  edgeops.cdn.alibabacloud_cdn_task_info:
    access_key: "{{ alibabacloud_access_key }}"
    secret_key: "{{ alibabacloud_secret_key }}"
    ids: "17772470184,17772470185"
  register: purge

- name: Which tasks of a domain are still unfinished?
  edgeops.cdn.alibabacloud_cdn_task_info:
    domain: www.example.com
    state:
      - pending
      - running

- name: Was this file prefetched within the last hour?
  edgeops.cdn.alibabacloud_cdn_task_info:
    operation: prefetch
    url: https://www.example.com/big.iso
    created_after: 1h
"""

RETURN = r"""
# generated from docs/parts/return-query.yml: make generate
tasks:
  description: The tasks that were asked for.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: The provider's id of the task.
      type: str
      sample: "7620242"
    provider:
      description: Whose task it is, V(alibabacloud_cdn), V(alibabacloud_dcdn), V(aws_cloudfront), V(huaweicloud_cdn),
        V(tencentcloud_cdn), V(tencentcloud_edgeone) or V(volcengine_cdn).
      type: str
      sample: alibabacloud_cdn
    operation:
      description: V(purge), V(prefetch) or V(other).
      type: str
      sample: purge
    object_type:
      description: V(file), V(directory), or a further kind that the provider has, in lower case; V(other) where it is
        not known.
      type: str
      sample: file
    state:
      description:
        - V(pending), V(running), V(succeeded), V(failed), V(not_found) or V(unknown).
        - A finished task with one failed URL is V(failed). What the provider does not document is V(unknown), and never
          a success.
      type: str
      sample: failed
    finished:
      description: Whether the state is V(succeeded) or V(failed).
      type: bool
      sample: true
    progress:
      description: Percent of the work done, failed URLs included; null where it cannot be known.
      type: int
      sample: 100
    counts:
      description: Numbers of URLs; null where they are not known.
      type: dict
      contains:
        total:
          description: All URLs of the task.
          type: int
          sample: 2
        succeeded:
          description: URLs that succeeded.
          type: int
          sample: 1
        failed:
          description: URLs that failed.
          type: int
          sample: 1
        unfinished:
          description: URLs without a verdict yet.
          type: int
          sample: 0
    urls:
      description: The URLs that the provider told of; may be empty.
      type: list
      elements: dict
      contains:
        url:
          description: The URL, directory, or whatever the task is about.
          type: str
          sample: https://www.example.com/b.txt
        state:
          description: As for the task.
          type: str
          sample: failed
        progress:
          description: As for the task.
          type: int
        error:
          description: Why it failed, with the keys C(code) and C(message); null unless it did.
          type: dict
          sample: {"code": "ORIGIN_ERROR", "message": "origin answered 502"}
    created_at:
      description: When the task was created, in UTC; null where it is not known.
      type: str
      sample: "2026-11-21T08:30:04Z"
    error:
      description: The first failure, or why nothing was found, with the keys C(code) and C(message); null otherwise.
      type: dict
      sample: {"code": "ORIGIN_ERROR", "message": "origin answered 502"}
    raw_state:
      description: The provider's own words for the state, each once.
      type: list
      elements: str
      sample: [task_done]
    raw:
      description: The provider's own records.
      returned: with O(include_raw=true)
      type: list
      elements: dict
summary:
  description: How many of these tasks are in which state; every state has its key.
  returned: success
  type: dict
  sample: {"pending": 0, "running": 0, "succeeded": 3, "failed": 1, "not_found": 0, "unknown": 0}
complete:
  description: Whether these are all tasks that match; false when O(limit) cut some off.
  returned: success
  type: bool
  sample: true
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

from ansible_collections.edgeops.cdn.plugins.module_utils._module.task_info import run_task_info
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.alibabacloud.declarations import CDN


def main() -> None:
    run_task_info(CDN)


if __name__ == "__main__":
    main()
