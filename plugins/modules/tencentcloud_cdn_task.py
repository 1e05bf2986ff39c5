#!/usr/bin/python
# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tencentcloud_cdn_task
short_description: Submit purges and prefetches to Tencent Cloud CDN
version_added: 1.0.0
description:
  - Submits purges (C(PurgeUrlsCache), C(PurgePathCache)) and prefetches (C(PushUrlsCache)), and answers the tasks that
    they make in the shape that all providers of this collection share, ready to be waited for.
  - A call takes 1,000 URLs or 20 directories of a purge, or 20 URLs of a prefetch, and makes one task. Calls are made
    one after the other. The vendor's pages contradict each other on directories and prefetches (20, or 500); the
    smaller number is what every account may submit.
author:
  - edgeops contributors (@edgeops)
extends_documentation_fragment:
  - edgeops.cdn.attributes
  - edgeops.cdn.attributes.actiongroup_tencentcloud
  - edgeops.cdn.api
  - edgeops.cdn.tencentcloud
  - edgeops.cdn.task
options:
  mode:
    description:
      - What a purge of O(directories) does, V(delete) purges everything, V(flush) what has changed on the origin.
      - If it is not set, V(delete) is sent, because the service demands one of them.
    type: str
    choices: [flush, delete]
  area:
    description:
      - Where to purge or prefetch. It has to fit the area that the domain accelerates.
      - If it is not set, a purge is made wherever the domain is, and a prefetch in the Chinese mainland alone.
      - V(global) is for a prefetch only, and uses up the quotas of both areas.
    type: str
    choices: [mainland, overseas, global]
  layer:
    description: V(middle) prefetches to the mid-tier nodes in the mainland; outside of it, the service always
      prefetches to the edge. If it is not set, the service decides.
    type: str
    choices: [middle]
  user_agent:
    description: The User-Agent of a prefetch's requests to the origin, C(TencentCdn) by default.
    type: str
  parse_m3u8:
    description:
      - Whether a prefetch follows m3u8 playlists. What it finds is a part of the task, which then has more URLs than
        were submitted.
      - When the quota is used up meanwhile, the service stops following without a word.
    type: bool
    default: false
  headers:
    description:
      - Request headers of a prefetch, at most 20, each with a text or a list of texts.
      - They are not treated as secrets, so set C(no_log) for the task where they are.
    type: dict
notes:
  - A domain that has moved to EdgeOne is purged there. This service refuses it (C(OperationDenied.ProductUpgraded)).
  - Needs the permissions C(cdn:PurgeUrlsCache), C(cdn:PurgePathCache) or C(cdn:PushUrlsCache), and to look tasks up
    C(cdn:DescribePurgeTasks) and C(cdn:DescribePushTasks). For O(require_quota), C(cdn:DescribePurgeQuota) and
    C(cdn:DescribePushQuota).
  - Characters of a URL outside ASCII are percent-encoded, as browsers ask for them.
  - Quotas are counted by area. O(require_quota) looks at the areas that the submission uses, and without O(area) of a
    purge at all of them.
  - Whether one bad URL refuses a whole call is not documented. A task that lacks a URL is warned about.
seealso:
  # generated from plugins/modules: make generate
  - module: edgeops.cdn.wait_for_tasks
  - module: edgeops.cdn.tencentcloud_cdn_task_info
  - module: edgeops.cdn.tencentcloud_cdn_quota_info
  - module: edgeops.cdn.alibabacloud_cdn_task
  - module: edgeops.cdn.alibabacloud_dcdn_task
  - module: edgeops.cdn.aws_cloudfront_task
  - module: edgeops.cdn.huaweicloud_cdn_task
  - module: edgeops.cdn.tencentcloud_edgeone_task
  - module: edgeops.cdn.volcengine_cdn_task
  # end of generated
  - name: PurgeUrlsCache
    description: The vendor's page of the call that purges URLs.
    link: https://www.tencentcloud.com/document/product/228/33601
  - name: PushUrlsCache
    description: The vendor's page of the call that prefetches.
    link: https://www.tencentcloud.com/document/product/228/33600
"""

EXAMPLES = r"""
- name: Purge two files and a directory, and wait until it is done
  edgeops.cdn.tencentcloud_cdn_task:
    access_key: "{{ tencentcloud_access_key }}"
    secret_key: "{{ tencentcloud_secret_key }}"
    operation: purge
    urls:
      - https://www.example.com/index.html
      - https://www.example.com/app.js
    directories:
      - https://www.example.com/images/
    mode: flush
    wait: true
    wait_timeout: 900

- name: Prefetch a large file everywhere, if the quota of the day allows it
  edgeops.cdn.tencentcloud_cdn_task:
    operation: prefetch
    urls:
      - https://www.example.com/big.iso
    area: global
    headers:
      Accept-Encoding: gzip
    require_quota: true
    skip_if_running: true
  register: prefetch

- name: Wait for it
  ansible.builtin.include_role:
    name: edgeops.cdn.wait_for
  vars:
    wait_for_tasks: "{{ prefetch.tasks }}"
    wait_for_timeout: 900
"""

RETURN = r"""
# $object_types = V(file) or V(directory)
# generated from docs/parts/return-submit.yml: make generate
tasks:
  description: The tasks that now exist, as they stood at the end; those of O(skip_if_running) included.
  returned: unless an option was wrong
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
submissions:
  description: What each call accepted, in the order of the calls.
  returned: unless an option was wrong
  type: list
  elements: dict
  contains:
    operation:
      description: V(purge) or V(prefetch).
      type: str
      sample: purge
    object_type:
      description: V(file) or V(directory).
      type: str
      sample: file
    urls:
      description: The URLs or other objects of this call, as they were sent.
      type: list
      elements: str
      sample: [https://www.example.com/a.txt]
    ids:
      description: The ids of the tasks that the call made, one by one even if the provider joins them with commas.
      type: list
      elements: str
      sample: ["7620242"]
    request_id:
      description: What the provider's support asks for; null where there is none.
      type: str
      sample: 00112233445566778899aabbccddeeff
    recovered:
      description: Whether no response came to the call, but the module found its tasks in the list of tasks.
      type: bool
      sample: false
    skipped:
      description: Whether the call was not made, because unfinished tasks cover it already, see O(skip_if_running).
      type: bool
      sample: false
omitted:
  description:
    - How many tasks and URLs are left out of a result that fails, with the keys C(tasks) and C(urls). Such a result is
      printed whole, so that it holds the first 10 failed URLs of each task and the first 10 URLs of each call in
      RV(submissions). RV(not_submitted) is always complete.
  returned: when the module fails after it has checked its options
  type: dict
  sample: {"tasks": 0, "urls": 990}
not_submitted:
  description: The calls that the provider refused or the module did not make, and what it refused of calls that it took
    in part, in order; with check mode, the calls that it would make.
  returned: unless an option was wrong
  type: list
  elements: dict
  contains:
    operation:
      description: As in RV(submissions).
      type: str
      sample: purge
    object_type:
      description: As in RV(submissions).
      type: str
      sample: file
    urls:
      description: As in RV(submissions).
      type: list
      elements: str
      sample: [https://www.example.com/b.txt]
    reason:
      description: Why the provider did not take these values of a call that it took in part; null for a whole call.
      type: str
      sample: null
    uncertain:
      description: Whether the module made the call and the provider may have accepted it, but no response came and its
        tasks were not found, or may be those of another job.
      type: bool
      sample: false
    candidates:
      description: Where RV(not_submitted[].uncertain) is true, the ids of tasks that may be its, or another job's.
      type: list
      elements: str
      sample: []
outcome:
  description: How the wait ended, V(succeeded), V(failed), V(timed_out), V(not_found) or V(error), as for
    M(edgeops.cdn.wait_for_tasks).
  returned: with O(wait=true), when everything was submitted
  type: str
  sample: succeeded
leftover:
  description: References to the tasks that have not finished, ready for M(edgeops.cdn.wait_for_tasks).
  returned: with O(wait=true), when everything was submitted
  type: list
  elements: dict
  sample: [{"provider": "tencentcloud_cdn", "id": "7620242"}]
elapsed:
  description: Seconds that the wait took.
  returned: with O(wait=true), when everything was submitted
  type: float
  sample: 184.2
error:
  description: The provider's error that ended the submission or the wait.
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

from ansible_collections.edgeops.cdn.plugins.module_utils._module.task import run_task
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.tencentcloud.declarations import CDN


def main() -> None:
    run_task(CDN)


if __name__ == "__main__":
    main()
