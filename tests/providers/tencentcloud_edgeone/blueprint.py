# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The calls of EdgeOne (API version 2022-09-01), behind Tencent Cloud's common gateway.

Vendor pages: DescribePurgeTasks, DescribePrefetchTasks, DescribeContentQuota, CreatePurgeTask, CreatePrefetchTask of
EdgeOne. Every call is about one zone; the id of a task here is ZONE.JOB, as in the collection.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from tests.emulator.blueprint import Call, CallSpec
from tests.emulator.clock import parse_rfc3339, rfc3339
from tests.emulator.scripts import FAILED, PENDING, RUNNING, SUCCEEDED, TERMINAL, Phase
from tests.emulator.settings import about, switch
from tests.emulator.tasks import Task
from tests.emulator.wire import host_of
from tests.providers.tencentcloud_cdn.blueprint import Tencentcloud, TencentcloudSettings, error, texts

ZONE = "zone-2noz78a8ev6k"
_PURGES = {
    "purge_url": "file",
    "purge_prefix": "directory",
    "purge_host": "host",
    "purge_cache_tag": "tag",
    "purge_all": "all",
}
_TYPES = {object_type: word for word, object_type in _PURGES.items()}
#: Reasons of a failed row that are words of their own.
_WORDS = ("timeout", "canceled", "invalid")


@dataclass
class TencentcloudEdgeoneSettings(TencentcloudSettings):
    """What is EdgeOne's own."""

    zones: list[str] | None = field(default=None, metadata=about("the zones of the account; null: any"))
    foreign: list[str] = field(
        default_factory=lambda: ["elsewhere.example.net"],
        metadata=about("hosts of no zone; what is about them is refused target by target"),
    )
    all_refused: str = switch("no_id", "answer where every target is refused", ("no_id", "error"))
    failed_list: str = switch("null", "FailedList where nothing is refused", ("null", "missing", "empty"))
    job_alone: str = switch("accept", "job-id without times", ("accept", "reject"))
    zone_target: str = switch("empty", "Target of a row of purge_all", ("empty", "zone", "missing"))
    batch: int = switch(2000, "targets per call")
    quota_limits: dict[str, Any] = field(
        default_factory=lambda: {
            "purge_url": 10000,
            "purge_prefix": 1000,
            "purge_host": 100,
            "purge_cache_tag": 100,
            "purge_all": 20,
            "prefetch_url": 1000,
        },
        metadata=about("what may be submitted in a day; a type that the plan lacks is missing"),
    )


class TencentcloudEdgeone(Tencentcloud):
    """The EdgeOne calls."""

    name: ClassVar[str] = "tencentcloud_edgeone"
    settings_type = TencentcloudEdgeoneSettings
    version = "2022-09-01"
    service = "teo"
    bad_parameters = "InvalidParameter.ParameterError"
    calls: ClassVar[Mapping[str, CallSpec]] = {
        "DescribePurgeTasks": CallSpec(20),
        "DescribePrefetchTasks": CallSpec(20),
        "DescribeContentQuota": CallSpec(20),
        "CreatePurgeTask": CallSpec(20, writes=True),
        "CreatePrefetchTask": CallSpec(20, writes=True),
    }
    _READS = ("ZoneId", "StartTime", "EndTime", "Offset", "Limit", "Filters")
    parameters: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "DescribePurgeTasks": _READS,
        "DescribePrefetchTasks": _READS,
        "DescribeContentQuota": ("ZoneId",),
        "CreatePurgeTask": ("ZoneId", "Type", "Method", "Targets", "CacheTag"),
        "CreatePrefetchTask": ("ZoneId", "Targets", "Mode", "Headers", "PrefetchMediaSegments"),
    }
    _FILTERS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "purge": ("job-id", "target", "domains", "statuses", "type"),
        "prefetch": ("job-id", "target", "domains", "statuses"),
    }

    def __init__(self, world: Any) -> None:
        super().__init__(world)
        self.handlers = {
            "DescribePurgeTasks": lambda call, params: self._read(call, params, "purge"),
            "DescribePrefetchTasks": lambda call, params: self._read(call, params, "prefetch"),
            "DescribeContentQuota": self._show_quotas,
            "CreatePurgeTask": self._purge,
            "CreatePrefetchTask": self._prefetch,
        }

    def _zone(self, params: Mapping[str, Any]) -> str:
        zone = params.get("ZoneId")
        if not isinstance(zone, str) or not zone:
            raise error("MissingParameter", "The parameter ZoneId is missing.")
        if self.settings.zones is not None and zone not in self.settings.zones:
            raise error("ResourceUnavailable.ZoneNotFound", "The zone does not exist.")
        return zone

    # -- reading ----------------------------------------------------------------------------------

    def _read(self, call: Call, params: Mapping[str, Any], operation: str) -> dict[str, Any]:
        zone = self._zone(params)
        filters = self._filters(params, operation)
        start, end = self._times(params)
        job = filters.get("job-id")
        if start is None and (job is None or self.settings.job_alone == "reject"):
            raise error(self.bad_parameters, "StartTime and EndTime, or job-id, have to be given.")
        offset = self.number(params, "Offset", 0, 0, None)
        limit = self.number(params, "Limit", 20, 1, 1000)
        tasks = iter(self.world.tasks.newest_first(self.name))
        if job is not None:
            tasks = iter(self.found(call, f"{zone}.{job[0]}", operation))
        wanted = (
            task
            for task in tasks
            if task.tenant == call.tenant
            and task.operation == operation
            and task.id.startswith(f"{zone}.")
            and (start is None or task.created >= start)
            # Times have whole seconds, tasks have not.
            and (end is None or task.created < end + 1)
            and ("type" not in filters or self._type(task) in filters["type"])
        )
        rows, total = self.page(call, wanted, lambda task, phase: self._rows(task, phase, filters), offset, limit)
        return {"Tasks": rows, "TotalCount": total}

    def _filters(self, params: Mapping[str, Any], operation: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for one in params.get("Filters") or ():
            name, values = one.get("Name"), one.get("Values")
            if name not in self._FILTERS[operation]:
                raise error("InvalidParameter.InvalidFilterName", "The name of the filter is invalid.")
            if not isinstance(values, list) or (name in ("job-id", "target", "type") and len(values) != 1):
                raise error("InvalidParameter.TooManyFilterValues", "The filter has too many values.")
            found[name] = values
        return found

    def _times(self, params: Mapping[str, Any]) -> tuple[float | None, float | None]:
        moments = [params.get(name) for name in ("StartTime", "EndTime")]
        if moments == [None, None]:
            return None, None
        try:
            start, end = (parse_rfc3339(str(moment)) for moment in moments)
        except ValueError:
            raise error(self.bad_parameters, "The times are invalid.") from None
        if end < start or end - start > 7 * 86400:
            raise error(self.bad_parameters, "EndTime must be within seven days of StartTime.")
        return start, end

    @staticmethod
    def _type(task: Task) -> str:
        return "prefetch_url" if task.operation == "prefetch" else _TYPES.get(task.object_type, task.object_type)

    def _rows(self, task: Task, phase: Phase, filters: Mapping[str, list[str]]) -> list[dict[str, Any]]:
        words = {PENDING: "processing", RUNNING: "processing", SUCCEEDED: "success", FAILED: "failed"}
        rows = []
        for index in range(phase.total):
            target, state = task.url(index), phase.row(index)
            if "target" in filters and target != filters["target"][0]:
                continue
            if "domains" in filters and host_of(target) not in filters["domains"]:
                continue
            word = words.get(state.state, state.state)
            row: dict[str, Any] = {
                "JobId": task.id.partition(".")[2],
                "Target": target,
                "Type": self._type(task),
                "Method": task.details.get("method", ""),
                "Status": word,
                "CreateTime": rfc3339(task.created),
                "UpdateTime": rfc3339(task.created),
            }
            if state.state == FAILED:
                own = state.error if state.error in _WORDS else None
                row["Status"] = own or word
                row.update(FailType=own or "taskFailed", FailMessage=state.error or "源站错误")
            elif state.state not in TERMINAL:
                row.update(FailType=None, FailMessage="")
            if task.object_type == "all":
                row["Target"] = {"empty": "", "missing": None}.get(self.settings.zone_target, target)
            row.update(phase.row_fields)
            for name in phase.drop_fields:
                row.pop(name, None)
            if "statuses" not in filters or row["Status"] in filters["statuses"]:
                rows.append(row)
        return rows

    # -- quotas -----------------------------------------------------------------------------------

    def _show_quotas(self, call: Call, params: Mapping[str, Any]) -> dict[str, Any]:
        self._zone(params)
        body: dict[str, Any] = {"PurgeQuota": None, "PrefetchQuota": None}
        for name, entry in self.quotas(call.tenant).items():
            key = "PrefetchQuota" if name.startswith("prefetch") else "PurgeQuota"
            available = max(0, entry["limit"] - entry["used"])
            batch = 1 if name == "purge_all" else self.settings.batch
            quota = {"Type": name, "Batch": batch, "Daily": entry["limit"], "DailyAvailable": available}
            body[key] = [*(body[key] or ()), quota]
        return body

    # -- submitting -------------------------------------------------------------------------------

    def next_ids(self, operation: str, count: int) -> list[str]:
        first = self.world.tasks.count(self.name, 1000, count)
        zone = (self.settings.zones or [ZONE])[0]
        return [f"{zone}.20ga{first + number}cpwch" for number in range(count)]

    def _purge(self, call: Call, params: Mapping[str, Any]) -> dict[str, Any]:
        word = params.get("Type")
        if word not in _PURGES:
            raise error("InvalidParameter.ParameterError", "Type is invalid.")
        if params.get("Method") not in (None, "invalidate", "delete"):
            raise error("InvalidParameter.ParameterError", "Method is invalid.")
        if params.get("Method") and word in ("purge_url", "purge_cache_tag"):
            raise error("InvalidParameter.ParameterError", "Method has no meaning for this type.")
        zone = self._zone(params)
        if word == "purge_all":
            if "Targets" in params:
                raise error("InvalidParameter.Target", "A purge of everything has no targets.")
            targets = [zone]
        else:
            targets = texts(params, "Targets")
            self._check(word, targets)
        return self._submit(call, params, "purge", _PURGES[word], word, targets)

    def _prefetch(self, call: Call, params: Mapping[str, Any]) -> dict[str, Any]:
        targets = texts(params, "Targets")
        self._check("prefetch_url", targets)
        if params.get("Mode") not in (None, "default", "edge") or params.get("PrefetchMediaSegments") not in (
            None,
            "on",
            "off",
        ):
            raise error("InvalidParameter.ParameterError", "A parameter is invalid.")
        for header in params.get("Headers") or ():
            if set(header) != {"Name", "Value"}:
                raise error("InvalidParameter.ParameterError", "A header is invalid.")
        return self._submit(call, params, "prefetch", "file", "prefetch_url", targets)

    def _check(self, word: str, targets: list[str]) -> None:
        if len(targets) > self.settings.batch:
            raise error("LimitExceeded.BatchQuota", "The number of targets in a call exceeds the limit.")
        for target in targets:
            is_url = target.startswith(("http://", "https://")) and target.isascii()
            if word == "purge_prefix":
                is_url = is_url and target.endswith("/")
            if word not in ("purge_host", "purge_cache_tag") and not is_url:
                raise error("InvalidParameter.Target", "A target is malformed.")
            if word == "purge_host" and ("/" in target or "." not in target):
                raise error("InvalidParameter.Target", "A target is malformed.")

    def _submit(
        self, call: Call, params: Mapping[str, Any], operation: str, object_type: str, word: str, targets: list[str]
    ) -> dict[str, Any]:
        zone = self._zone(params)
        general = self.world.settings.general
        if general.quotas and word not in self.settings.quota_limits:
            raise error("LimitExceeded.PackNotAllow", "The plan does not include this.")
        refused = [each for each in targets if (host_of(each) or each) in self.settings.foreign]
        taken = [each for each in targets if each not in refused]
        told: dict[str, Any] = {}
        if refused:
            told["FailedList"] = [{"Reason": "not a domain of this zone", "Targets": refused}]
        elif self.settings.failed_list != "missing":
            told["FailedList"] = None if self.settings.failed_list == "null" else []
        if not taken:
            if self.settings.all_refused == "error":
                raise error("InvalidParameter.TaskNotGenerated", "No task was made.")
            return {"JobId": "", **told}
        self.spend(call, [word], len(taken), "LimitExceeded.DailyQuota")
        details = {"method": params.get("Method") or "invalidate", "parameters": dict(params)}
        job = self.next_ids(operation, 1)[0].partition(".")[2]
        self.make(call, operation, object_type, taken, details, f"{zone}.{job}")
        return {"JobId": job, **told}


BLUEPRINTS = (TencentcloudEdgeone,)
