# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The facts of docs/providers/tencentcloud_cdn.md."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.tencentcloud import (
    cdn,
    machine,
    read,
    submit,
    ways,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.tencentcloud.cdn import CdnProduct
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.tencentcloud.declarations import CDN
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.tencentcloud.errors import Errors
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.tencentcloud.product import Product
from tests.unit.pages import Facts

#: What codes of errors look like; not the family of one alone, as InternalError is, which a code may be as well.
CODES = re.compile(r"[A-Z][A-Za-z]+\.[A-Z][A-Za-z]+|RequestLimitExceeded|Ip\w+|NoSuch\w+")

#: Where keys come from, for all products.
KEY_ENDPOINTS = (ways.STS_ENDPOINT, ways.INTERNATIONAL_STS_ENDPOINT, machine.METADATA)


def hints_of(product: Product) -> list[str | None]:
    """What the errors of calls say that were refused for want of a permission."""

    def hint(reader: Callable[..., Any]) -> str | None:
        error = reader(Answer(200, {}, b""), {"Response": {"Error": {"Code": "UnauthorizedOperation"}}})
        return None if error is None else str(error.hint)

    errors = Errors(product)
    return [hint(reader) for reader in (errors.read, errors.submit, errors.quota)]


FACTS = Facts(
    limits={kind: (limits.urls, None, None) for kind, limits in CDN.objects.items()},
    calls={
        "DescribePurgeTasks": "purge_tasks",
        "DescribePushTasks": "push_tasks",
        "DescribePurgeQuota": "quota",
        "PurgeUrlsCache": "purge_urls",
        "PurgePathCache": "purge_directories",
        "PushUrlsCache": "prefetch",
    },
    sizes={
        "ids in a call by id": read.TencentcloudProvider.by_id.tasks_per_call,
        "rows in a page": CdnProduct.page_size,
        "rows in a page where that is refused": CdnProduct.small_page,
        "pages of a history": read.MOST_PAGES,
        "tasks about one URL that the search for a submission's tasks looks at": submit.MOST_CANDIDATES,
    },
    history={"span of one call": CdnProduct.longest_window},
    url_words=CdnProduct.states,
    task_words=frozenset(),
    kinds=frozenset(word for history in CdnProduct.histories for word in history.words.values()),
    quotas={f"{name}.{area}": kind for name, kind in cdn._QUOTAS.items() for area in ("mainland", "overseas")},
    endpoints=frozenset((CdnProduct.endpoint, CdnProduct.international, *KEY_ENDPOINTS)),
    error_kind=Errors(CdnProduct())._kind,
    codes=CODES,
    hints=hints_of(CdnProduct()),
)
