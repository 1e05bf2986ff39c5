# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The facts of docs/providers/alibabacloud_dcdn.md; those of other products differ in names and numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ansible_collections.edgeops.cdn.plugins.module_utils._providers.alibabacloud import (
    errors,
    machine,
    read,
    rows,
    submit,
    ways,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.alibabacloud.batches import LONGEST_URL
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.alibabacloud.declarations import DCDN, DCDN_PRODUCT
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.alibabacloud.errors import Errors
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.alibabacloud.product import Product
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Declaration
from tests.unit.pages import Facts, hints_of


def facts_of(declaration: Declaration, product: Product, quotas: Mapping[str, tuple[str, str]]) -> Facts:
    """The facts of a product of Alibaba Cloud's."""
    known = Errors(product)
    return Facts(
        limits={
            kind: (limits.urls, limits.hosts, LONGEST_URL if kind[0] == "prefetch" else None)
            for kind, limits in declaration.objects.items()
        },
        calls={
            product.by_id: "by_id",
            product.list: "list",
            product.quota: "quota",
            product.purge: "purge",
            product.purge_by_tag: "purge_by_tag",
            product.prefetch: "prefetch",
        },
        sizes={
            "ids in a call by id": read.IDS_PER_CALL,
            "rows in a page of the list": product.page_size,
            "pages of the list": read.LAST_PAGE,
            "tasks about one URL that the search for a submission's tasks looks at": submit.MOST_CANDIDATES,
        },
        history={},
        url_words=rows._STATES,
        task_words=frozenset(),
        kinds=frozenset(rows._KINDS),
        quotas=quotas,
        endpoints=frozenset(filter(None, (product.endpoint, product.elsewhere, ways.STS_ENDPOINT, machine.METADATA))),
        error_kind=errors._kind,
        codes=re.compile(r"[A-Z][a-z]\w+(\.[A-Z]\w+)+|Throttling|NoPermission|\w+Full|Operation\w+|Missing\w+"),
        hints=hints_of({"Code": "Forbidden.RAM"}, known.read, known.submit, known.quota),
    )


FACTS = facts_of(DCDN, DCDN_PRODUCT, {name: kind for name, kind in submit._QUOTAS.items() if name != "PreloadEdge"})
