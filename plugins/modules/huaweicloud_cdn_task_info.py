#!/usr/bin/python
# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: huaweicloud_cdn_task_info
short_description: Get purge and prefetch tasks of Huawei Cloud CDN
version_added: 1.0.0
description:
  - Returns the state of cache purge and prefetch tasks of Huawei Cloud CDN, by their ids or by filters, in the shape
    that all providers of this collection share.
  - By O(ids), the module asks for each task with C(GET /v1.0/cdn/historytasks/{id}/detail), so that it returns its
    URLs, with the reason for each that failed.
  - By filters, it lists tasks with C(GET /v1.0/cdn/historytasks), which tells how many URLs of a task are in which
    state, but not which. It lists both files and directories, and reads all pages.
author:
  - edgeops contributors (@edgeops)
extends_documentation_fragment:
  - edgeops.cdn.attributes
  - edgeops.cdn.attributes.info_module
  - edgeops.cdn.attributes.actiongroup_huaweicloud
  - edgeops.cdn.api
  - edgeops.cdn.huaweicloud
  - edgeops.cdn.task_info
options:
  order_by:
    description:
      - What listed tasks are ordered by. Not for O(ids), whose tasks come in the order given.
      - The API calls them C(create_time), C(task_type), C(total), C(succeed), C(failed) and C(processing).
      - V(created_at) if not set.
    type: str
    choices: [created_at, operation, total, succeeded, failed, unfinished]
  order:
    description:
      - Whether listed tasks come in ascending or descending order.
      - V(desc) if not set.
    type: str
    choices: [asc, desc]
notes:
  - The service keeps tasks for 15 days. Without O(created_after) the list covers all of them.
  - A task that is done has been handed to every edge. The vendor says that a purge takes about 5 minutes to work
    everywhere, and asks for the same pause between the purge and the prefetch of a URL.
  - Purging an M3U8 playlist does not purge the segments that it names.
seealso:
  # generated from plugins/modules: make generate
  - module: edgeops.cdn.wait_for_tasks
  - module: edgeops.cdn.huaweicloud_cdn_task
  - module: edgeops.cdn.huaweicloud_cdn_quota_info
  - module: edgeops.cdn.alibabacloud_cdn_task_info
  - module: edgeops.cdn.alibabacloud_dcdn_task_info
  - module: edgeops.cdn.aws_cloudfront_task_info
  - module: edgeops.cdn.tencentcloud_cdn_task_info
  - module: edgeops.cdn.tencentcloud_edgeone_task_info
  - module: edgeops.cdn.volcengine_cdn_task_info
  # end of generated
  - name: Querying Cache Purge and Prefetch Tasks
    description: The vendor's page of the list call.
    link: https://support.huaweicloud.com/intl/en-us/api-cdn/ShowHistoryTasks.html
"""

EXAMPLES = r"""
- name: Look at two tasks with their URLs
  edgeops.cdn.huaweicloud_cdn_task_info:
    access_key: "{{ huaweicloud_access_key }}"
    secret_key: "{{ huaweicloud_secret_key }}"
    ids:
      - "7620242"
      - "7620243"
  register: purge

- name: Which purges of the last two hours have failed?
  edgeops.cdn.huaweicloud_cdn_task_info:
    operation: purge
    state: failed
    created_after: 2h
    enterprise_project_id: all

- name: The ten largest prefetches since a release, signed in as an IAM user
  edgeops.cdn.huaweicloud_cdn_task_info:
    iam_username: deploy
    iam_password: "{{ huaweicloud_iam_password }}"
    iam_domain: example-account
    operation: prefetch
    created_after: "2026-11-21T08:00:00Z"
    order_by: total
    order: desc
    limit: 10
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
      sample: huaweicloud_cdn
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
      sample: huaweicloud_cdn
# end of generated
"""

from ansible_collections.edgeops.cdn.plugins.module_utils._module.task_info import run_task_info
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.huaweicloud.declarations import CDN


def main() -> None:
    run_task_info(CDN)


if __name__ == "__main__":
    main()
