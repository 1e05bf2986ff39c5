#!/usr/bin/python
# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: wait_for_tasks
short_description: Wait until purge and prefetch tasks of one or several CDNs have finished
version_added: 1.0.0
description:
  - Blocks until every given task has succeeded, or until it is clear that this will not happen. It waits for tasks of
    several providers side by side, under one deadline.
  - It reports success only if the provider has said so of every required task. An unknown state, contradictory numbers
    or an id that is not found are never a success.
  - While it waits it prints a line whenever something changed, and at least every O(progress_interval) seconds. On
    the controller the wait runs in the action plugin itself; on another host (C(delegate_to)) it runs there, in
    slices of O(progress_interval). Once it has reached that host, it tries a connection that drops again until the
    deadline.
  - A passing fault of a provider (HTTP 429 or 5xx, no connection, no response) never ends the wait before its deadline.
    Bad credentials, missing permissions and other lasting errors end it at once.
  - The role P(edgeops.cdn.wait_for#role) wraps it up for playbooks.
author:
  - edgeops contributors (@edgeops)
extends_documentation_fragment:
  - edgeops.cdn.attributes
  - edgeops.cdn.providers
attributes:
  action:
    description: Indicates this has a corresponding action plugin so some parts of the options can be executed on the
      controller.
    support: full
  async:
    description: Supports being used with the C(async) keyword.
    support: none
  check_mode:
    support: full
    details:
      - It asks once for each task and reports what it saw, without waiting and without failing for what it saw.
  diff_mode:
    support: N/A
    details:
      - It only reads.
  idempotent:
    support: full
    details:
      - It only reads.
requirements:
  - requests >= 2.25.1
options:
  tasks:
    description:
      - What to wait for, a list of task references. A reference is a task as the other modules of this collection
        return it, a dictionary with the keys C(provider) and C(id), or, with O(provider) set, an id or several ids
        joined by commas.
      - An id that YAML or an INI inventory has made another number or a truth of, such as C(12345678e90), is an error.
        Put ids in quotes.
      - The same task named twice is waited for once.
    type: raw
    required: true
  provider:
    description: Whose tasks they are where a reference does not tell.
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
  timeout:
    description: Time to wait at most, 1 second or more, for all tasks together. As all options of time, a number of
      seconds or a length of time such as V(90s), V(15m), V(1h30m), V(2d).
    type: raw
    default: 1800.0
  poll_interval:
    description:
      - Seconds between two polls of a provider, 0.1 to 3600, give or take a tenth. The first poll comes at once,
        the last one shortly before the deadline.
      - Each poll asks for all tasks that are unfinished, in as few calls as the provider allows. A poll that takes
        longer than this stretches the interval.
    type: raw
    default: 5.0
  progress_interval:
    description: Seconds between two progress lines at most, 0.1 to 3600.
    type: raw
    default: 10.0
  progress:
    description:
      - Where progress lines go. V(always) is standard output, V(never) prints none.
      - V(auto) is standard output as well, but standard error where the stdout callback writes a document for
        machines, such as JSON or JUnit XML, judged by the callback's name.
      - With C(no_log=true), lines and warnings show numbers and states alone.
    type: str
    choices: [auto, always, never]
    default: auto
  condition:
    description:
      - With V(succeeded), every task but O(max_failed) has to succeed.
      - With V(finished), any verdict will do. RV(outcome) still tells the truth, but a failed task does not fail the
        wait.
    type: str
    choices: [succeeded, finished]
    default: succeeded
  fail_fast:
    description: Whether to end as soon as the wait cannot succeed any more, rather than when every task has finished.
    type: bool
    default: true
  max_failed:
    description: The number of failed tasks to tolerate.
    type: int
    default: 0
  missing_grace:
    description:
      - Seconds for which an id may be unknown to its provider, from the start of the wait or since it was first
        missed again. New tasks are not visible at once.
      - When they are over, and at least two polls did not find it, the outcome is V(not_found).
    type: raw
    default: 60.0
  on_failure:
    description:
      - What to do when tasks failed or were not found, V(fail), or V(warn) and go on.
      - An error of the provider's API, such as bad credentials, always fails.
    type: str
    choices: [fail, warn]
    default: fail
  on_timeout:
    description: What to do when the time is over, V(fail), or V(warn) and go on.
    type: str
    choices: [fail, warn]
    default: fail
  allow_empty:
    description: Whether an empty list of tasks is a success. By default it is an error, because it mostly is a
      mistake further up.
    type: bool
    default: false
  settle:
    description:
      - Seconds to let pass after success, within O(timeout). The wait reports success after that.
      - Huawei Cloud asks for five minutes between the purge and the prefetch of the same URLs.
    type: raw
    default: 0.0
  verify:
    description:
      - What edges must respond after success, so that done also means fresh. The wait fetches each URL, as any visitor
        would and without credentials, every O(poll_interval) seconds until its response is like this or O(timeout) is
        over.
      - If one still differs then, the outcome is V(timed_out), and RV(verified) tells which URL, what
        was expected and what came.
      - It works without tasks as well, with O(allow_empty=true).
    type: list
    elements: dict
    suboptions:
      url:
        description: The address to fetch.
        type: str
        required: true
      status:
        description: The HTTP status that it must have. Redirects are not followed.
        type: int
        default: 200
      headers:
        description: Headers that it must have, with their exact values.
        type: dict
      sha256:
        description: The SHA-256 digest, in hexadecimal, that its body must have; bodies of up to 64 MiB.
        type: str
  result_tasks:
    description:
      - Which tasks the result holds, the V(problems) (those that are unfinished or failed), V(all), or V(none).
      - With V(problems), a result that fails holds the first 20 of them, and RV(omitted) tells how many are left out.
    type: str
    choices: [problems, all, none]
    default: problems
  result_urls:
    description:
      - Which URLs the tasks of the result hold, those that V(failed), V(all) that the provider showed, or V(none).
      - With V(failed) and O(result_tasks=problems), a result that fails holds the first 10 of each task.
    type: str
    choices: [failed, all, none]
    default: failed
seealso:
  # generated from plugins/modules: make generate
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
- name: Wait for the tasks of two clouds
  edgeops.cdn.wait_for_tasks:
    tasks:
      - provider: huaweicloud_cdn
        id: "7620242"
      - provider: alibabacloud_dcdn
        id: "704222904,704222905"
    timeout: 900
  register: purge

- name: Wait for whatever a query returned, and carry on after failures
  edgeops.cdn.wait_for_tasks:
    tasks: "{{ running.tasks }}"
    allow_empty: true
    on_failure: warn
  vars:
    running: "{{ lookup('ansible.builtin.vars', 'unfinished_tasks', default={'tasks': []}) }}"

- name: Wait until a release is purged everywhere, and see that the edge serves it
  edgeops.cdn.wait_for_tasks:
    provider: huaweicloud_cdn
    tasks:
      - "7620242"
    settle: 1
    verify:
      - url: https://www.example.com/version.txt
        headers:
          x-release: "42"

- name: Wait from a host that can reach the API, with credentials of its own
  edgeops.cdn.wait_for_tasks:
    tasks: "704222904"
    provider: alibabacloud_dcdn
    providers:
      alibabacloud_dcdn:
        access_key: "{{ alibabacloud_access_key }}"
        secret_key: "{{ alibabacloud_secret_key }}"
  delegate_to: bastion.example.com
"""

RETURN = r"""
# $provider = huaweicloud_cdn
outcome:
  description:
    - V(succeeded) when a response said so of every required task.
    - V(failed) when too many tasks failed.
    - V(error) when the provider refused for good, see RV(error).
    - V(timed_out) when the time was over first.
    - V(not_found) when an id stayed unknown to its provider for longer than O(missing_grace).
  returned: unless an option was wrong
  type: str
  sample: succeeded
tasks:
  description: The tasks that O(result_tasks) chooses, each exactly once, as the provider last showed it.
  returned: unless an option was wrong
  type: list
  elements: dict
  contains:
    # generated from docs/parts/return-task.yml: make generate
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
    # end of generated
omitted:
  description: How many tasks of the wait are not in RV(tasks), and how many URLs that O(result_urls) asks for are left
    out of those that are, with the keys C(tasks) and C(urls).
  returned: unless an option was wrong
  type: dict
  sample: {"tasks": 302, "urls": 0}
leftover:
  description: References to the tasks that have not finished, ready to be handed to O(tasks) again.
  returned: unless an option was wrong
  type: list
  elements: dict
  sample: [{"provider": "huaweicloud_cdn", "id": "7620243"}]
elapsed:
  description: Seconds that the wait took.
  returned: unless an option was wrong
  type: float
  sample: 184.2
sweeps:
  description: How often the wait asked for the unfinished tasks, all providers together.
  returned: unless an option was wrong
  type: int
  sample: 37
calls:
  description: API requests that were sent.
  returned: unless an option was wrong
  type: int
  sample: 41
retries:
  description: How many of RV(calls) repeated one that had met a passing fault.
  returned: unless an option was wrong
  type: int
  sample: 0
faults:
  description: The passing fault that a provider's last poll met, by provider; empty when there was none.
  returned: unless an option was wrong
  type: dict
  sample: {"huaweicloud_cdn": "HTTP 503 ServerError"}
verified:
  description: How the URLs of O(verify) stood in the end.
  returned: unless an option was wrong
  type: list
  elements: dict
  contains:
    url:
      description: The URL.
      type: str
      sample: https://www.example.com/version.txt
    verified:
      description: Whether its response was as it must be.
      type: bool
      sample: false
    difference:
      description:
        - The first thing that differed, with the keys C(what), C(expected) and C(found); null where nothing did.
      type: dict
      sample: {"what": "header x-release", "expected": "'42'", "found": "'41'"}
error:
  description: The provider's error that ended the wait.
  returned: when a request failed for good
  type: dict
  contains:
    # generated from docs/parts/return-error.yml: make generate
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

from ansible_collections.edgeops.cdn.plugins.module_utils._module.wait_for_tasks import run_wait_for_tasks


def main() -> None:
    run_wait_for_tasks()


if __name__ == "__main__":
    main()
