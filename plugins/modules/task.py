#!/usr/bin/python
# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: task
short_description: Submit purges and prefetches to any of the providers
version_added: 1.0.0
description:
  - Submits purges and prefetches to the provider that O(provider) names, and returns the tasks that they make, ready
    to be waited for.
  - It takes the options that all providers share, so that one task in a loop serves all clouds. A provider's own
    options are those of its own module; here they have their defaults.
author:
  - edgeops contributors (@edgeops)
extends_documentation_fragment:
  - edgeops.cdn.attributes
  - edgeops.cdn.providers
  - edgeops.cdn.task
options:
  provider:
    description: The provider to submit to.
    type: str
    # generated from plugins/module_utils/_providers/registry.py: make generate
    choices:
      - alibabacloud_cdn
      - alibabacloud_dcdn
      - aws_cloudfront
      - huaweicloud_cdn
      - tencentcloud_cdn
      - tencentcloud_edgeone
      - volcengine_cdn
    # end of generated
    required: true
seealso:
  # generated from plugins/modules: make generate
  - module: edgeops.cdn.wait_for_tasks
  - module: edgeops.cdn.alibabacloud_cdn_task
  - module: edgeops.cdn.alibabacloud_dcdn_task
  - module: edgeops.cdn.aws_cloudfront_task
  - module: edgeops.cdn.huaweicloud_cdn_task
  - module: edgeops.cdn.tencentcloud_cdn_task
  - module: edgeops.cdn.tencentcloud_edgeone_task
  - module: edgeops.cdn.volcengine_cdn_task
  - module: edgeops.cdn.alibabacloud_cdn_task_info
  - module: edgeops.cdn.alibabacloud_dcdn_task_info
  - module: edgeops.cdn.aws_cloudfront_task_info
  - module: edgeops.cdn.huaweicloud_cdn_task_info
  - module: edgeops.cdn.tencentcloud_cdn_task_info
  - module: edgeops.cdn.tencentcloud_edgeone_task_info
  - module: edgeops.cdn.volcengine_cdn_task_info
  # end of generated
"""

EXAMPLES = r"""
- name: Purge the same pages at two clouds
  edgeops.cdn.task:
    provider: "{{ item }}"
    operation: purge
    urls:
      - https://www.example.com/index.html
  loop:
    - alibabacloud_dcdn
    - huaweicloud_cdn
  register: purges

- name: Wait for both
  ansible.builtin.include_role:
    name: edgeops.cdn.wait_for
  vars:
    wait_for_tasks: "{{ purges.results | map(attribute='tasks') | flatten }}"
"""

RETURN = r"""
# $provider = huaweicloud_cdn
# $object_types = V(file), V(directory), or a further kind that the provider has
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
      description: V(file), V(directory), or a further kind that the provider has.
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
  sample: [{"provider": "huaweicloud_cdn", "id": "7620242"}]
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
      sample: huaweicloud_cdn
# end of generated
purge_before_prefetch:
  description: The number of seconds that the provider asks to let pass between a purge and a prefetch of the same
    content; 0 where it asks for none.
  returned: unless an option was wrong
  type: float
  sample: 300.0
"""

from ansible_collections.edgeops.cdn.plugins.module_utils._module.any_task import run_any_task


def main() -> None:
    run_any_task()


if __name__ == "__main__":
    main()
