# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Tencent Cloud CDN: its names, words and parameters. Pure.

From the pages of DescribePurgeTasks, DescribePushTasks, DescribePurgeQuota and DescribePushQuota, and from the
official SDK.
"""

from __future__ import annotations

from typing import Any, Callable, ClassVar, Mapping, Sequence

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ErrorKind
from ansible_collections.edgeops.cdn.plugins.module_utils._model.foreign import as_count, as_records, as_text
from ansible_collections.edgeops.cdn.plugins.module_utils._model.quota import Quota
from ansible_collections.edgeops.cdn.plugins.module_utils._model.submission import Batch, BatchKind, Limits
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Operation, State, TaskError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.times import from_text, rfc3339
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Filters, Options
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.url_rows import Row

from .product import Call, History, Parameters, Product

#: Hours by which times are ahead of UTC. They have no zone; statistics default to this one, and quotas begin anew at
#: midnight in it.
ZONE_HOURS = 8
_ERRORS = {"fail": "the provider gave no reason", "invalid": "the origin answered 4xx or 5xx"}
_QUOTAS: Mapping[str, tuple[Operation, str]] = {
    "UrlPurge": ("purge", "file"),
    "PathPurge": ("purge", "directory"),
    "UrlPush": ("prefetch", "file"),
}
_SMALLER = "Submit fewer URLs in a task: this account's limit for a call is below the documented one."
_QUOTA_HINT = (
    "The day's quota does not suffice; edgeops.cdn.{name}_quota_info tells what is left. Submit the rest after "
    "00:00 UTC+8, or ask Tencent Cloud for a larger quota."
)
_MOVED = "The domain has moved to EdgeOne: use edgeops.cdn.tencentcloud_edgeone_task."
_OFFLINE = "The domain must be enabled, and not locked."
_FOREIGN = "The host of a URL is not a domain of this account: check the URLs and the account."
_ACCOUNT = "Check in the console whether {title} is activated for this account, and the account in good standing."


class CdnProduct(Product):
    """Tencent Cloud CDN (API version 2018-06-06)."""

    name = "tencentcloud_cdn"
    title = "Tencent Cloud CDN"
    endpoint = "https://cdn.tencentcloudapi.com"
    international = "https://cdn.intl.tencentcloudapi.com"
    service = "cdn"
    version = "2018-06-06"
    histories = (
        History("purge", "DescribePurgeTasks", "PurgeLogs", "purge_tasks", {"file": "url", "directory": "path"}),
        History("prefetch", "DescribePushTasks", "PushLogs", "push_tasks", {"file": "url"}),
    )
    # Its maximum is not documented; without it, 20 rows come.
    page_size = 100
    small_page = 20
    longest_window = 7 * 86_400.0
    # More than the eight hours between UTC and UTC+8.
    window_margin = 9 * 3_600.0
    id_key = "TaskId"
    url_key = "Url"
    states: ClassVar[Mapping[str, State]] = {
        "process": "running",
        "done": "succeeded",
        "fail": "failed",
        "invalid": "failed",
    }
    kinds: ClassVar[Mapping[str, ErrorKind]] = {
        # Rates, under words that stand for quotas and permissions otherwise.
        "LimitExceeded.CdnHostOpTooOften": "throttled",
        "UnauthorizedOperation.OperationTooOften": "throttled",
        "ResourceInUse.CdnOpInProgress": "passing",
        "OperationDenied.ProductUpdating": "passing",
        "FailedOperation.EdgeoneServiceError": "passing",
    }
    hints: ClassVar[Mapping[str, str]] = {
        "UnauthorizedOperation.OperationTooOften": "Other jobs of this account may be using up its calls per second.",
        "UnauthorizedOperation.CdnUserIsSuspended": _ACCOUNT,
        "UnauthorizedOperation.CdnUserIsIsolated": _ACCOUNT,
        "UnauthorizedOperation.CdnUserAuthFail": _ACCOUNT,
        "UnauthorizedOperation.CdnUserAuthWait": _ACCOUNT,
        "UnauthorizedOperation.CdnUserNoWhitelist": "Ask Tencent Cloud to allow this account the call.",
        "UnauthorizedOperation.CdnInvalidUserStatus": _ACCOUNT,
        "UnauthorizedOperation.EcdnMigratedCdn": _ACCOUNT,
        "ResourceNotFound.CdnUserNotExists": "{title} is not activated for this account.",
        "ResourceNotFound.CdnHostNotExists": _FOREIGN,
        "OperationDenied.ProductUpgraded": _MOVED,
        "OperationDenied.UserMigrating": _MOVED,
    }
    submit_hints: ClassVar[Mapping[str, str]] = {
        "LimitExceeded.CdnPurgeExceedBatchLimit": _SMALLER,
        "LimitExceeded.CdnPurgeUrlExceedBatchLimit": _SMALLER,
        "LimitExceeded.CdnPurgePathExceedBatchLimit": _SMALLER,
        "LimitExceeded.CdnPushExceedBatchLimit": _SMALLER,
        "LimitExceeded.CdnPurgeExceedDayLimit": _QUOTA_HINT,
        "LimitExceeded.CdnPurgeUrlExceedDayLimit": _QUOTA_HINT,
        "LimitExceeded.CdnPurgePathExceedDayLimit": _QUOTA_HINT,
        "LimitExceeded.CdnPushExceedDayLimit": _QUOTA_HINT,
        "ResourceUnavailable.CdnHostIsNotOnline": _OFFLINE,
        "ResourceUnavailable.CdnHostIsLocked": _OFFLINE,
        "InvalidParameter.CdnHostInvalidStatus": _OFFLINE,
        "InvalidParameter.CdnHostInvalidParam": "Check the URLs, and that area fits the domain.",
    }
    bad_id_codes = ("InvalidParameter.CdnParamError",)
    bad_page_codes = ("InvalidParameter.CdnParamError",)
    submitted_key = "TaskId"
    read_actions = ("DescribePurgeTasks", "DescribePushTasks")
    submit_actions = ("PurgeUrlsCache", "PurgePathCache", "PushUrlsCache")
    quota_actions = ("DescribePurgeQuota", "DescribePushQuota")
    not_found = (
        "unknown, too old, or of another account, account site (see endpoint) or product (CDN and EdgeOne are two)"
    )

    def one_task(self, task_id: str) -> tuple[Parameters, str]:
        # Without times: whether they narrow the search is not documented.
        return {"TaskId": task_id}, task_id

    def task_id(self, row_id: str) -> str:
        return row_id

    def times(self, window: tuple[float, float]) -> Parameters:
        start, end = window
        return {"StartTime": _naive(start), "EndTime": _naive(end)}

    def some_tasks(self, history: History, filters: Filters, window: tuple[float, float]) -> Parameters:
        # Not filtered by Status on the way: of a task with one failed URL it would show the other rows alone.
        parameters = {**self.times(window)}
        if filters.object_type is not None and history.operation == "purge":
            parameters["PurgeType"] = history.words[filters.object_type]
        own = filters.own
        keyword = own.get("url") or own.get("domain")
        if keyword:
            parameters["Keyword"] = keyword.strip()
        if own.get("area"):
            parameters["Area"] = own["area"]
        return parameters

    def kind(self, row: Row, history: History) -> tuple[Operation, str]:
        if history.operation == "prefetch":
            return "prefetch", "file"
        found = (as_text(row.get("PurgeType")) or "other").lower()
        return "purge", next((name for name, word in history.words.items() if word == found), found)

    def created_at(self, row: Row) -> float | None:
        text = as_text(row.get("CreateTime")) or ""
        moment = from_text(text)
        return from_text(f"{text}+{ZONE_HOURS:02d}:00") if moment is None else moment

    def error(self, row: Row) -> TaskError:
        code = (as_text(row.get("Status")) or "").lower()
        return TaskError(code, _ERRORS.get(code, _ERRORS["fail"]))

    def batches(
        self, options: Options, objects: Mapping[BatchKind, Limits], warn: Callable[[str], None]
    ) -> list[Batch]:
        from . import batches

        return batches.of_cdn(options, objects, warn)

    def submission(self, batch: Batch, options: Options) -> Call:
        from . import batches

        return batches.cdn_call(batch, options)

    def quota_calls(self) -> Sequence[Call]:
        return [Call(action, "quota", {}) for action in self.quota_actions]

    def quotas(self, response: Mapping[str, Any]) -> list[Quota] | None:
        lists = [name for name in _QUOTAS if name in response]
        if not lists:
            return None
        return [_read_quota(name, record) for name in lists for record in as_records(response[name])]

    def draws_on(self, quota: Quota, options: Options) -> bool:
        # The service prefetches in the mainland unless told otherwise; it purges wherever the domain is.
        wanted = options.get("area") or ("mainland" if options.get("operation") == "prefetch" else "global")
        return wanted == "global" or (as_text(quota.raw.get("Area")) or wanted).lower() == wanted


def _naive(moment: float) -> str:
    """A time as the calls want it."""
    return rfc3339(max(0.0, moment + ZONE_HOURS * 3_600.0)).replace("T", " ").rstrip("Z")


def _read_quota(name: str, record: Mapping[str, Any]) -> Quota:
    limit, remaining = as_count(record.get("Total")), as_count(record.get("Available"))
    used = None if limit is None or remaining is None else max(0, limit - remaining)
    operation, object_type = _QUOTAS[name]
    area = as_text(record.get("Area"))
    return Quota(f"{name}.{area}" if area else name, operation, object_type, limit, used, remaining, record)
