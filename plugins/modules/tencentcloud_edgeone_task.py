#!/usr/bin/python
# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tencentcloud_edgeone_task
short_description: Submit purges and prefetches to Tencent Cloud EdgeOne
version_added: 1.0.0
description:
  - Submits purges (C(CreatePurgeTask)) and prefetches (C(CreatePrefetchTask)), and answers the tasks that they make in
    the shape that all providers of this collection share, ready to be waited for.
  - A call takes up to 500 targets of one kind, and makes one task. Calls are made one after the other.
  - The service may take a call in part. The module then waits for nothing, names each target that the service refused
    with its reason in RV(not_submitted), and fails; the tasks of the others are in RV(tasks).
author:
  - edgeops contributors (@edgeops)
extends_documentation_fragment:
  - edgeops.cdn.attributes
  - edgeops.cdn.attributes.actiongroup_tencentcloud
  - edgeops.cdn.api
  - edgeops.cdn.tencentcloud
  - edgeops.cdn.tencentcloud_edgeone
  - edgeops.cdn.task
options:
  hosts:
    description: Host names of which to purge everything, such as V(www.example.com).
    type: list
    elements: str
  cache_tags:
    description: Cache tags of which to purge everything.
    type: list
    elements: str
  domains:
    description: The domains on which to purge O(cache_tags). If they are not set, the service decides.
    type: list
    elements: str
  everything:
    description: Whether to purge the whole zone.
    type: bool
    default: false
  mode:
    description:
      - What a purge of O(directories), O(hosts) or O(everything) does, V(invalidate) has the edges ask the origin
        whether content has changed, V(delete) has them forget it.
      - If it is not set, the service does V(invalidate).
    type: str
    choices: [invalidate, delete]
  batch_size:
    description:
      - Targets in a call, 1 to 2,000. If it is not set, 500.
      - How many a call may have depends on the zone's plan; C(Batch) in
        RV(edgeops.cdn.tencentcloud_edgeone_quota_info#module:quotas[].raw) tells.
    type: int
  edge:
    description: Whether a prefetch fills the edge as well as the mid-tier. The vendor has to enable and bills it.
    type: bool
    default: false
  parse_m3u8:
    description:
      - Whether a prefetch follows m3u8 playlists. What it finds is a part of the task, which then has more URLs than
        were submitted.
      - When the quota is used up meanwhile, the service stops following without a word.
    type: bool
    default: false
  headers:
    description:
      - Request headers of a prefetch, each with a text or a list of texts.
      - They are not treated as secrets, so set C(no_log) for the task where they are.
    type: dict
notes:
  - Needs O(zone_id). Submit once for each zone.
  - Needs the permissions C(teo:CreatePurgeTask) or C(teo:CreatePrefetchTask), and to look tasks up
    C(teo:DescribePurgeTasks) and C(teo:DescribePrefetchTasks). For O(require_quota), C(teo:DescribeContentQuota).
  - Characters of a URL outside ASCII are percent-encoded, as browsers ask for them.
seealso:
  # generated from plugins/modules: make generate
  - module: edgeops.cdn.wait_for_tasks
  - module: edgeops.cdn.tencentcloud_edgeone_task_info
  - module: edgeops.cdn.tencentcloud_edgeone_quota_info
  - module: edgeops.cdn.alibabacloud_cdn_task
  - module: edgeops.cdn.alibabacloud_dcdn_task
  - module: edgeops.cdn.aws_cloudfront_task
  - module: edgeops.cdn.huaweicloud_cdn_task
  - module: edgeops.cdn.tencentcloud_cdn_task
  - module: edgeops.cdn.volcengine_cdn_task
  # end of generated
  - name: CreatePurgeTask
    description: The vendor's page of the call that purges.
    link: https://cloud.tencent.com/document/product/1552/80703
"""

EXAMPLES = r"""
- name: Purge two files and a directory, and wait until it is done
  edgeops.cdn.tencentcloud_edgeone_task:
    access_key: "{{ tencentcloud_access_key }}"
    secret_key: "{{ tencentcloud_secret_key }}"
    zone_id: zone-2noz78a8ev6k
    operation: purge
    urls:
      - https://www.example.com/index.html
      - https://www.example.com/app.js
    directories:
      - https://www.example.com/images/
    mode: delete
    wait: true
    wait_timeout: 900

- name: Purge by cache tags
  edgeops.cdn.tencentcloud_edgeone_task:
    zone_id: zone-2noz78a8ev6k
    operation: purge
    cache_tags:
      - release-41
      - images

- name: Prefetch a large file, if the quota of the day allows it
  edgeops.cdn.tencentcloud_edgeone_task:
    zone_id: zone-2noz78a8ev6k
    operation: prefetch
    urls:
      - https://www.example.com/big.iso
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
# $object_types = V(file), V(directory), V(host), V(tag) or V(all)
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
      sample: tencentcloud_edgeone
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
      description: V(file), V(directory), V(host), V(tag) or V(all).
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
  sample: [{"provider": "tencentcloud_edgeone", "id": "7620242"}]
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
      sample: tencentcloud_edgeone
# end of generated
"""

from ansible_collections.edgeops.cdn.plugins.module_utils._module.task import run_task
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.tencentcloud.declarations import EDGEONE


def main() -> None:
    run_task(EDGEONE)


if __name__ == "__main__":
    main()
