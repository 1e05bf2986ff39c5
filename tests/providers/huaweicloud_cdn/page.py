# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The facts of docs/providers/huaweicloud_cdn.md. What is one call on the page may be one constant for several."""

from __future__ import annotations

import re

from ansible_collections.edgeops.cdn.plugins.module_utils._providers.huaweicloud import errors, read, rows, submit
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.huaweicloud.batches import LONGEST_URL
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.huaweicloud.declarations import CDN
from tests.unit.pages import ADDRESS, Facts, hints_of, strings

FACTS = Facts(
    limits={kind: (limits.urls, limits.hosts, LONGEST_URL) for kind, limits in CDN.objects.items()},
    calls={
        "ShowHistoryTasks": "list",
        "ShowHistoryTaskDetails": "detail",
        "CreateRefreshTasks": "purge",
        "CreatePreheatingTasks": "prefetch",
        "ShowQuota": "quota",
        "IAM": "iam",
    },
    sizes={
        "tasks in a page of the list": read.LIST_PAGE_SIZE,
        "tasks in a detail call": 1,
        "URLs in a page of the detail call": read.URLS_PAGE_SIZE,
        "pages of either call": read.LAST_PAGE,
        "tasks that the search for a submission's tasks looks at": submit.MOST_CANDIDATES,
    },
    history={
        "tasks that the detail call finds without being told when they were created": read.DETAIL_HISTORY,
    },
    url_words=rows._URL_STATES,
    task_words=frozenset(
        word
        for state in ("pending", "running", "succeeded", "failed")
        if (word := read._common_status([state])) is not None
    ),
    kinds=frozenset(rows._OPERATIONS),
    quotas=submit._QUOTAS,
    endpoints=frozenset(each for each in strings("huaweicloud") if ADDRESS.fullmatch(each)),
    error_kind=errors._kind,
    codes=re.compile(r"CDN\.\d{4}|\d{4}"),
    hints=hints_of({"error_code": "CDN.0004"}, errors.read_error, errors.submit_errors, errors.quota_errors),
    sign_in=("access_key", "secret_key", "security_token", "auth_token", "iam_username"),
)
