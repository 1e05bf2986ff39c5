# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Tencent Cloud EdgeOne: its names, words and parameters. Pure.

From the pages of DescribePurgeTasks, DescribePrefetchTasks and DescribeContentQuota, and from the official SDK.
"""

from __future__ import annotations

from typing import Any, Callable, ClassVar, Mapping, Sequence

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ErrorKind, OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.foreign import as_count, as_records, as_text
from ansible_collections.edgeops.cdn.plugins.module_utils._model.quota import Quota
from ansible_collections.edgeops.cdn.plugins.module_utils._model.submission import Batch, BatchKind, Limits
from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import Operation, State, TaskError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.times import from_text, rfc3339
from ansible_collections.edgeops.cdn.plugins.module_utils._providers import scoped_ids
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Filters, Options
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.url_rows import Row

from .product import Call, History, Parameters, Product

_PURGES = {
    "file": "purge_url",
    "directory": "purge_prefix",
    "host": "purge_host",
    "tag": "purge_cache_tag",
    "all": "purge_all",
}
_FORM = "ZONE.JOB"
_PREFETCHES = {"file": "prefetch_url"}
_WHOSE_ZONE = "zone_id: this account has no such zone, or the zone belongs to the other account site (see endpoint)."
_FOREIGN = "The host of a URL is not a domain of this zone: check the URLs and zone_id."
_PLAN = "The zone's plan does not include this; edgeops.cdn.{name}_quota_info tells what it includes."
_STOPPED = "Check in the console whether the zone is active, and its plan paid for."
_SMALLER = (
    "Set batch_size: Batch in raw of edgeops.cdn.{name}_quota_info (with include_raw) tells how many values this "
    "zone's plan takes in a call."
)
_QUOTA_HINT = (
    "The day's quota does not suffice; edgeops.cdn.{name}_quota_info tells what is left. Submit the rest tomorrow, or "
    "change the zone's plan."
)


class EdgeoneProduct(Product):
    """Tencent Cloud EdgeOne (API version 2022-09-01), of which every call is about one zone."""

    name = "tencentcloud_edgeone"
    title = "Tencent Cloud EdgeOne"
    endpoint = "https://teo.tencentcloudapi.com"
    international = "https://teo.intl.tencentcloudapi.com"
    service = "teo"
    version = "2022-09-01"
    histories = (
        History("purge", "DescribePurgeTasks", "Tasks", "purge_tasks", _PURGES),
        History("prefetch", "DescribePrefetchTasks", "Tasks", "prefetch_tasks", _PREFETCHES),
    )
    # Documented; without it, 20 rows come.
    page_size = 1_000
    small_page = 1_000
    longest_window = 7 * 86_400.0
    # Times have a zone.
    window_margin = 0.0
    id_key = "JobId"
    url_key = "Target"
    states: ClassVar[Mapping[str, State]] = {
        "processing": "running",
        "success": "succeeded",
        "failed": "failed",
        "timeout": "failed",
        "canceled": "failed",
        # Of the filter's list, and missing in that of rows: the origin answered something else than 2xx.
        "invalid": "failed",
    }
    failure_key = "FailType"
    kinds: ClassVar[Mapping[str, ErrorKind]] = {
        # A rate, under a word that stands for quotas otherwise.
        "LimitExceeded.RateLimitExceeded": "throttled",
        "InvalidParameter.ActionInProgress": "throttled",
        "OperationDenied.ResourceLockedTemporary": "passing",
        "OperationDenied.ResourceHasBeenLocked": "passing",
        "OperationDenied.ConfigLocked": "passing",
        "UnauthorizedOperation.Unknown": "passing",
        "InternalError.FailedToGenerateUrl": "lasting",
    }
    hints: ClassVar[Mapping[str, str]] = {
        "InvalidParameter.ZoneNotFound": _WHOSE_ZONE,
        "InvalidParameterValue.ZoneNotFound": _WHOSE_ZONE,
        "ResourceNotFound.ZoneNotFound": _WHOSE_ZONE,
        "ResourceUnavailable.ZoneNotFound": _WHOSE_ZONE,
        "InvalidParameterValue.DomainNotMatchZone": _FOREIGN,
        "OperationDenied.ErrZoneIsAlreadyPaused": _STOPPED,
        "OperationDenied.ZoneNotActive": _STOPPED,
        "OperationDenied.PlanHasBeenExpired": _STOPPED,
        "OperationDenied.PlanHasBeenIsolated": _STOPPED,
        "FailedOperation.InvalidZoneStatus": _STOPPED,
        "FailedOperation.ProductNotActivated": "{title} is not activated for this account.",
        "FailedOperation.ProductDiscontinued": "{title} is not activated for this account.",
        "UnauthorizedOperation.Unknown": "The service has an error of its own here, by the text of this code.",
    }
    submit_hints: ClassVar[Mapping[str, str]] = {
        "InvalidParameter.DomainNotFound": _FOREIGN,
        "InvalidParameter.HostNotFound": _FOREIGN,
        "InvalidParameter.InvalidDomains": _FOREIGN,
        "InvalidParameter.TaskNotGenerated": "Nothing was accepted. " + _FOREIGN,
        "LimitExceeded.BatchQuota": _SMALLER,
        "LimitExceeded.DailyQuota": _QUOTA_HINT,
        "LimitExceeded.PackNotAllow": _PLAN,
    }
    bad_id_codes = ("InvalidParameter.ParameterError",)
    bad_page_codes = ()
    needs_times_codes = ("InvalidParameter.ParameterError",)
    submitted_key = "JobId"
    read_actions = ("DescribePurgeTasks", "DescribePrefetchTasks")
    submit_actions = ("CreatePurgeTask", "CreatePrefetchTask")
    quota_actions = ("DescribeContentQuota",)
    not_found = "unknown, too old, or of another zone, account, account site or product (CDN and EdgeOne are two)"

    def __init__(self, zone_id: str | None) -> None:
        self._zone_id = _checked(zone_id)

    @property
    def zone_id(self) -> str:
        """The zone that the options name; OptionError where they name none."""
        if not self._zone_id:
            raise OptionError("zone_id: missing. Expected the id of the zone, such as zone-2noz78a8ev6k.")
        return self._zone_id

    def check_id(self, task_id: str) -> None:
        scoped_ids.check(*self._split(task_id), _FORM)

    def one_task(self, task_id: str) -> tuple[Parameters, str]:
        # Without times: they would narrow the search to seven days.
        zone, job = self._split(task_id)
        return {"ZoneId": zone, "Filters": [{"Name": "job-id", "Values": [job]}]}, job

    def task_id(self, row_id: str) -> str:
        return scoped_ids.join(self.zone_id, row_id)

    def _split(self, task_id: str) -> tuple[str, str]:
        return scoped_ids.split(task_id, self._zone_id, _FORM, "zone_id")

    def times(self, window: tuple[float, float]) -> Parameters:
        start, end = window
        return {"StartTime": rfc3339(start), "EndTime": rfc3339(end)}

    def some_tasks(self, history: History, filters: Filters, window: tuple[float, float]) -> Parameters:
        # Not filtered by statuses on the way: of a task with one failed target it would show the other rows alone.
        found: list[dict[str, Any]] = []
        if filters.object_type is not None and history.operation == "purge":
            found.append({"Name": "type", "Values": [history.words[filters.object_type]]})
        if filters.own.get("url"):
            target = {"Name": "target", "Values": [filters.own["url"].strip()]}
            # Whether a purge's targets are compared exactly unless told otherwise is not documented.
            found.append({**target, "Fuzzy": False} if history.operation == "purge" else target)
        if filters.own.get("domain"):
            found.append({"Name": "domains", "Values": [filters.own["domain"].strip()]})
        return {"ZoneId": self.zone_id, **self.times(window), **({"Filters": found} if found else {})}

    def kind(self, row: Row, history: History) -> tuple[Operation, str]:
        found = (as_text(row.get("Type")) or "other").lower()
        for each in self.histories:
            for name, word in each.words.items():
                if word == found:
                    return each.operation, name
        return history.operation, found

    def url(self, row: Row, task_id: str) -> str:
        # What the target of a whole zone is called is not documented.
        return as_text(row.get("Target")) or task_id.partition(".")[0]

    def created_at(self, row: Row) -> float | None:
        return from_text(row.get("CreateTime"))

    def error(self, row: Row) -> TaskError:
        word = (as_text(row.get("Status")) or "").lower()
        return TaskError(
            as_text(row.get("FailType")) or word,
            as_text(row.get("FailMessage")) or _ERRORS.get(word, _NO_REASON),
        )

    def batches(
        self, options: Options, objects: Mapping[BatchKind, Limits], warn: Callable[[str], None]
    ) -> list[Batch]:
        from . import edgeone_batches

        return edgeone_batches.read_batches(options, self.zone_id, objects, warn)

    def submission(self, batch: Batch, options: Options) -> Call:
        from . import edgeone_batches

        words = self.histories[batch.operation == "prefetch"].words
        return edgeone_batches.call_of(batch, words[batch.object_type], options, self.zone_id)

    def refused(self, response: Mapping[str, Any]) -> Mapping[str, str]:
        found: dict[str, str] = {}
        # May be null, missing or empty.
        for group in as_records(response.get("FailedList")):
            targets = group.get("Targets")
            for target in map(as_text, targets if isinstance(targets, list) else ()):
                if target:
                    found[target] = as_text(group.get("Reason")) or _NO_REASON
        return found

    def quota_calls(self) -> Sequence[Call]:
        return [Call(action, "quota", {"ZoneId": self.zone_id}) for action in self.quota_actions]

    def quotas(self, response: Mapping[str, Any]) -> list[Quota] | None:
        if not any(name in response for name in _QUOTA_LISTS):
            return None
        # Each may be null.
        return [_read_quota(record) for name in _QUOTA_LISTS for record in as_records(response.get(name))]

    def draws_on(self, quota: Quota, options: Options) -> bool:
        # Prefetches to the edge have a quota of their own, which the service does not tell.
        return not (quota.operation == "prefetch" and options.get("edge"))


_NO_REASON = "the provider gave no reason"
_ERRORS = {
    "timeout": "the provider gave up",
    "canceled": "the task was cancelled",
    "invalid": "the origin answered something else than 2xx",
}
_QUOTA_LISTS = ("PurgeQuota", "PrefetchQuota")
_KINDS: Mapping[str, tuple[str, str]] = {
    **{word: ("purge", name) for name, word in _PURGES.items()},
    **{word: ("prefetch", name) for name, word in _PREFETCHES.items()},
}


def _checked(zone_id: str | None) -> str:
    if (zone_id or "").strip() == "*":
        raise OptionError("zone_id: '*' names no zone that its tasks could be read in. Submit once for each zone.")
    return scoped_ids.checked_scope(zone_id, "zone_id", "zone-2noz78a8ev6k")


def _read_quota(record: Mapping[str, Any]) -> Quota:
    name = as_text(record.get("Type")) or "unknown"
    limit, remaining = as_count(record.get("Daily")), as_count(record.get("DailyAvailable"))
    used = None if limit is None or remaining is None else max(0, limit - remaining)
    operation, object_type = _KINDS.get(name.lower(), ("other", "other"))
    return Quota(name, operation, object_type, limit, used, remaining, record)
