#!/usr/bin/python
# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tencentcloud_cdn_task_info
short_description: Get purge and prefetch tasks of Tencent Cloud CDN
version_added: 1.0.0
description:
  - Answers the state of purge and prefetch (push) tasks of Tencent Cloud CDN, by their ids or by filters, in the shape
    that all providers of this collection share.
  - The service has two histories, C(DescribePurgeTasks) and C(DescribePushTasks), takes one id a call, and an id does
    not tell which history knows it. The first is asked first, the second where it knows nothing.
  - The service answers one row per URL; a task is all rows of an id, over all pages.
  - By filters, ids are found with the same calls and a window of time, and then asked for like that, so that a filter
    by O(url) answers whole tasks as well.
author:
  - edgeops contributors (@edgeops)
extends_documentation_fragment:
  - edgeops.cdn.attributes
  - edgeops.cdn.attributes.info_module
  - edgeops.cdn.attributes.actiongroup_tencentcloud
  - edgeops.cdn.api
  - edgeops.cdn.tencentcloud
  - edgeops.cdn.task_info
options:
  domain:
    description: Only tasks about a URL of exactly this domain.
    type: str
  url:
    description: Only tasks about exactly this URL or directory.
    type: str
  area:
    description: Only tasks of this area, as the service sorts them.
    type: str
    choices: [mainland, overseas, global]
notes:
  - Without O(created_after), tasks of the last seven days are answered. The service takes seven days a call; longer
    spans are asked for piece by piece, up to 90 days back. How long it remembers tasks is not documented.
  - The service writes times without a zone. They are read as UTC+8, as everything else of this product is, and that is
    what O(created_after) and O(created_before) are compared with.
  - An unknown id is not told apart from one that is too old, or of another account, account site or product. Accounts
    of the international site need O(endpoint), V(https://cdn.intl.tencentcloudapi.com).
  - A prefetch whose origin answered 4xx or 5xx is V(failed), with the error code V(invalid). The service gives no
    other reasons.
  - If the service counts more rows of a task than it answers, the task's state is V(unknown).
seealso:
  # generated from plugins/modules: make generate
  - module: edgeops.cdn.wait_for_tasks
  - module: edgeops.cdn.tencentcloud_cdn_task
  - module: edgeops.cdn.tencentcloud_cdn_quota_info
  - module: edgeops.cdn.alibabacloud_cdn_task_info
  - module: edgeops.cdn.alibabacloud_dcdn_task_info
  - module: edgeops.cdn.aws_cloudfront_task_info
  - module: edgeops.cdn.huaweicloud_cdn_task_info
  - module: edgeops.cdn.tencentcloud_edgeone_task_info
  - module: edgeops.cdn.volcengine_cdn_task_info
  # end of generated
  - name: DescribePurgeTasks
    description: The vendor's page of the history of purges.
    link: https://www.tencentcloud.com/document/product/228/33604
  - name: DescribePushTasks
    description: The vendor's page of the history of prefetches.
    link: https://www.tencentcloud.com/document/product/228/33603
"""

EXAMPLES = r"""
- name: Look at the tasks of a submission
  edgeops.cdn.tencentcloud_cdn_task_info:
    access_key: "{{ tencentcloud_access_key }}"
    secret_key: "{{ tencentcloud_secret_key }}"
    ids:
      - 1533045796-i60rfmzm
      - "15475444535871929928456"
  register: purge

- name: Which purges of a domain are still unfinished?
  edgeops.cdn.tencentcloud_cdn_task_info:
    operation: purge
    domain: www.example.com
    state: running

- name: Was this file prefetched within the last hour?
  edgeops.cdn.tencentcloud_cdn_task_info:
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
      sample: tencentcloud_cdn
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
      sample: tencentcloud_cdn
# end of generated
"""

from ansible_collections.edgeops.cdn.plugins.module_utils._module.task_info import run_task_info
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.tencentcloud.declarations import CDN


def main() -> None:
    run_task_info(CDN)


if __name__ == "__main__":
    main()
