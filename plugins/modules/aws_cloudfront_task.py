#!/usr/bin/python
# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: aws_cloudfront_task
short_description: Submit invalidations to AWS CloudFront
version_added: 1.0.0
description:
  - Submits invalidations (C(CreateInvalidation)), and answers them in the shape that all providers of this collection
    share, ready to be waited for.
  - A call takes 3,000 paths, 15 paths with a wildcard or 3,000 cache tags, and makes one invalidation. Calls are made
    one after the other, one in two seconds.
  - The service knows paths, not URLs. The module submits path and query of O(urls), and of O(directories) the path with
    an asterisk, so that C(urls) of tasks are paths.
  - Unlike other clouds, the service takes a call that is made again for the one that it knows, by a reference. So the
    module repeats a call that got no response.
author:
  - edgeops contributors (@edgeops)
extends_documentation_fragment:
  - edgeops.cdn.attributes
  - edgeops.cdn.attributes.actiongroup_aws
  - edgeops.cdn.api
  - edgeops.cdn.aws
  - edgeops.cdn.task
options:
  paths:
    description:
      - Paths to purge, such as V(/images/*), as the service takes them, percent-encoded and without scheme and host.
      - An asterisk has a meaning as the last character alone.
    type: list
    elements: str
  cache_tags:
    description:
      - Cache tags of which to purge everything.
      - Of a distribution that has no cache tags configured, the service may say that it has completed, and have purged
        nothing. There are none in China.
    type: list
    elements: str
notes:
  - Needs O(distribution_id) or O(distribution_tenant_id).
  - There is no prefetch; O(operation=prefetch) is refused before anything is sent.
  - The first 1,000 paths of a month are free, further ones are billed. A path with a wildcard is one, and so is a tag.
  - No call tells of quotas, so that O(require_quota) only warns.
  - Whether a query string makes an object of its own depends on what the distribution caches by.
  - Needs the permission C(cloudfront:CreateInvalidation), of a tenant
    C(cloudfront:CreateInvalidationForDistributionTenant), and those of
    M(edgeops.cdn.aws_cloudfront_task_info) to look tasks up.
seealso:
  # generated from plugins/modules: make generate
  - module: edgeops.cdn.wait_for_tasks
  - module: edgeops.cdn.aws_cloudfront_task_info
  - module: edgeops.cdn.alibabacloud_cdn_task
  - module: edgeops.cdn.alibabacloud_dcdn_task
  - module: edgeops.cdn.huaweicloud_cdn_task
  - module: edgeops.cdn.tencentcloud_cdn_task
  - module: edgeops.cdn.tencentcloud_edgeone_task
  - module: edgeops.cdn.volcengine_cdn_task
  # end of generated
  - name: CreateInvalidation
    description: The vendor's page of the call.
    link: https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateInvalidation.html
"""

EXAMPLES = r"""
- name: Purge two files and a directory, and wait until it is done
  edgeops.cdn.aws_cloudfront_task:
    access_key: "{{ aws_access_key }}"
    secret_key: "{{ aws_secret_key }}"
    distribution_id: EDFDVBD6EXAMPLE
    operation: purge
    urls:
      - https://www.example.com/index.html
      - https://www.example.com/app.js
    directories:
      - https://www.example.com/images/
    wait: true
    wait_timeout: 1800

- name: Purge everything of a distribution
  edgeops.cdn.aws_cloudfront_task:
    distribution_id: EDFDVBD6EXAMPLE
    operation: purge
    paths:
      - /*
    skip_if_running: true
  register: purge

- name: Wait for it
  ansible.builtin.include_role:
    name: edgeops.cdn.wait_for
  vars:
    wait_for_tasks: "{{ purge.tasks }}"
    wait_for_timeout: 1800
"""

RETURN = r"""
# $object_types = V(file), V(directory) or V(tag)
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
      sample: aws_cloudfront
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
      description: V(file), V(directory) or V(tag).
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
  sample: [{"provider": "aws_cloudfront", "id": "7620242"}]
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
      sample: aws_cloudfront
# end of generated
"""

from ansible_collections.edgeops.cdn.plugins.module_utils._module.task import run_task
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.aws.declarations import CLOUDFRONT


def main() -> None:
    run_task(CLOUDFRONT)


if __name__ == "__main__":
    main()
