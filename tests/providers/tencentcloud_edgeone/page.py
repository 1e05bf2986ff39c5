# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The facts of docs/providers/tencentcloud_edgeone.md."""

from __future__ import annotations

from ansible_collections.edgeops.cdn.plugins.module_utils._providers.tencentcloud import edgeone, read, submit
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.tencentcloud.declarations import EDGEONE
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.tencentcloud.edgeone import EdgeoneProduct
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.tencentcloud.errors import Errors
from tests.providers.tencentcloud_cdn.page import CODES, KEY_ENDPOINTS, hints_of
from tests.unit.pages import Facts

_PRODUCT = EdgeoneProduct(None)

FACTS = Facts(
    limits={kind: (limits.urls, None, None) for kind, limits in EDGEONE.objects.items()},
    calls={
        "DescribePurgeTasks": "purge_tasks",
        "DescribePrefetchTasks": "prefetch_tasks",
        "DescribeContentQuota": "quota",
        "CreatePurgeTask": "purge",
        "CreatePrefetchTask": "prefetch",
    },
    sizes={
        "ids in a call by id": read.TencentcloudProvider.by_id.tasks_per_call,
        "rows in a page": EdgeoneProduct.page_size,
        "pages of a history": read.MOST_PAGES,
        "tasks about one URL that the search for a submission's tasks looks at": submit.MOST_CANDIDATES,
    },
    history={"span of one call": EdgeoneProduct.longest_window},
    url_words=EdgeoneProduct.states,
    task_words=frozenset(),
    kinds=frozenset(word for history in EdgeoneProduct.histories for word in history.words.values()),
    quotas=edgeone._KINDS,
    endpoints=frozenset((EdgeoneProduct.endpoint, EdgeoneProduct.international, *KEY_ENDPOINTS)),
    error_kind=Errors(_PRODUCT)._kind,
    codes=CODES,
    hints=hints_of(_PRODUCT),
    namespace="teo",
)
