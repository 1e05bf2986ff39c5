# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This doc fragment is private to the collection: it may change at any time. Do not use it from elsewhere.

from __future__ import annotations


class ModuleDocFragment:
    """What is submitted, and what happens before and after."""

    DOCUMENTATION = r"""
options:
  operation:
    description:
      - V(purge) takes content out of the edges' caches, so that they fetch it anew.
      - V(prefetch) makes the edges fetch content before anybody asks for it.
    type: str
    choices: [purge, prefetch]
    required: true
  urls:
    description:
      - URLs of single files, any number of them, as C(https://HOST/PATH). The module splits them into calls as the
        provider allows, and submits them in the order given.
      - It checks all of them before it sends anything. It leaves out duplicates with a warning, writes scheme and host
        in lower case, leaves out default ports, and encodes what browsers percent-encode.
      - What cannot be meant is an error that names place and reason. That is two URLs in one text, a wildcard, a
        placeholder such as C({{ env }}), an invisible or control character, a separator or a quote at the end, C(.) or
        C(..) in the path, a fragment, a user name or password, and a host that is an IP address, is no host name, or
        has no dot. What is meant all the same can be percent-encoded.
    type: list
    elements: str
  directories:
    description:
      - Directories to purge with everything below them, in the form of O(urls), with a slash at the end.
      - Not for a prefetch.
    type: list
    elements: str
  skip_if_running:
    description:
      - Whether to look for unfinished tasks of the last day first, and not to submit what they already cover. The
        module returns these tasks instead, and RV(submissions[].skipped) tells.
      - Only tasks of the same operation and object type count, and only if all of their URLs are among those that are
        to be submitted. The module submits what would be one call whole or not at all.
      - This is for repeating a run that was cut off. If the content has changed since that task was submitted, edges
        that it has reached by then keep the old content, so do not use it for a new release.
    type: bool
    default: false
  require_quota:
    description:
      - Whether to ask for the quotas of the day first, and to fail before anything is sent if one does not suffice.
      - Another job may use up the quota in between.
    type: bool
    default: false
  wait:
    description:
      - Whether to wait until the tasks have finished, and to fail unless all have succeeded.
      - This is for the simple case. M(edgeops.cdn.wait_for_tasks) and the role P(edgeops.cdn.wait_for#role) wait
        for tasks of several submissions and clouds together, and show progress.
    type: bool
    default: false
  wait_timeout:
    description: Time to wait at most with O(wait=true), 1 second or more, as a number of seconds or as in V(90s),
      V(15m), V(1h30m).
    type: raw
    default: 1800.0
attributes:
  check_mode:
    support: full
    details:
      - Nothing is submitted; RV(not_submitted) holds what would be. URLs are checked, and with O(skip_if_running) and
        O(require_quota) the provider is asked.
  diff_mode:
    support: full
    details:
      - Shows what was submitted or, in check mode, what would be. Queries of URLs are left out, because they may
        be signatures.
  idempotent:
    support: none
    details:
      - Every run submits anew and spends quota anew, unless O(skip_if_running=true) finds that a run's tasks are
        still unfinished.
notes:
  - In a play with several hosts every one of them submits, unless the task has C(run_once).
  - The first call that the provider refuses ends the module. What was submitted until then is in RV(tasks) and
    RV(submissions), what was not in RV(not_submitted), also in the result of the failed task.
  - The module never repeats a call that may have arrived although no response came, because that would spend the quota
    twice. It looks for its tasks in the list of tasks. If it finds them, RV(submissions[].recovered) is true; if not,
    the module fails and RV(not_submitted[].uncertain) is true.
"""
