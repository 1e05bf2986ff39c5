# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The facts of docs/providers/aws_cloudfront.md."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.aws import (
    batches,
    errors,
    machine,
    read,
    rows,
    sso,
    submit,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.aws.declarations import CLOUDFRONT
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.aws.partitions import PARTITIONS
from tests.unit.pages import Facts


def hint_of(reader: Callable[..., Any]) -> str | None:
    """What the error of a call says that was refused for want of a permission."""
    error = reader(Answer(403, {}, b""), {"ErrorResponse": {"Error": {"Code": "AccessDenied"}}})
    return None if error is None else str(error.hint)


FACTS = Facts(
    limits={kind: (limits.urls, None, batches.LONGEST_PATH) for kind, limits in CLOUDFRONT.objects.items()},
    calls={"GetInvalidation": "read", "ListInvalidations": "read", "CreateInvalidation": "purge"},
    sizes={
        "ids in a call by id": read.CloudFront.by_id.tasks_per_call,
        "rows in a page": read.PAGE_SIZE,
        "pages of a list": read.MOST_PAGES,
        "pages of a list that are read for tasks whose age is not known, at the least": read.LEAST_PAGES,
        "tasks that the search for a submission's task looks at": submit.MOST_CANDIDATES,
    },
    history={},
    url_words=rows.STATES,
    task_words=frozenset(),
    kinds=frozenset(("tag", "directory", "file")),
    quotas={},
    endpoints=frozenset(
        [
            machine.METADATA,
            machine.CONTAINERS,
            sso.PORTAL,
            *(address for each in PARTITIONS.values() for address in (each.endpoint, each.sts_endpoint)),
        ]
    ),
    error_kind=errors._kind,
    codes=re.compile(r"(?!ErrorResponse|RequestId|UnknownError)[A-Z][a-z]+(?:[A-Z][a-z]+)+|Throttling"),
    hints=[hint_of(reader) for reader in (errors.read_error, errors.submit_errors)],
)
