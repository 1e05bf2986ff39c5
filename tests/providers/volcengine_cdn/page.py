# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The facts of docs/providers/volcengine_cdn.md."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.volcengine import (
    errors,
    machine,
    read,
    rows,
    submit,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.volcengine.declarations import CDN
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.volcengine.sites import SITES
from tests.unit.pages import Facts


def hint_of(reader: Callable[..., Any]) -> str | None:
    """What the error of a call says that was refused for want of a permission."""
    error = reader(Answer(403, {}, b""), {"ResponseMetadata": {"Error": {"Code": "AccessDenied"}}})
    return None if error is None else str(error.hint)


FACTS = Facts(
    limits={kind: (limits.urls, None, None) for kind, limits in CDN.objects.items()},
    calls={
        "DescribeContentTasks": "read",
        "SubmitRefreshTask": "purge",
        "SubmitPreloadTask": "prefetch",
        "DescribeContentQuota": "quota",
    },
    sizes={
        "ids in a call by id": read.VolcengineCdn.by_id.tasks_per_call,
        "rows in a page": read.PAGE_SIZE,
        "rows in a page where that is refused": read.SMALL_PAGE_SIZE,
        "pages of a reading": read.LAST_PAGE,
    },
    history={},
    url_words=rows._STATES,
    task_words=frozenset(),
    kinds=frozenset(rows.TYPES),
    quotas=submit._QUOTAS,
    endpoints=frozenset(
        [machine.METADATA, *(address for site in SITES.values() for address in (site.endpoint, site.sts_endpoint))]
    ),
    error_kind=errors._kind,
    codes=re.compile(
        r"(Internal|Invalid|Lack|AccessDenied|Signature|ServiceNot|ServiceUnav|Undefined|FailTo|RequestLimit|CDN\.|"
        r"NotFound\.)[\w.]*(?<!\.)"
    ),
    hints=[hint_of(reader) for reader in (errors.read_error, errors.submit_errors, errors.quota_errors)],
    namespace="CDN",
)
