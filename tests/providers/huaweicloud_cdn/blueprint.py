# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Huawei Cloud CDN: the task calls of API version 1.0.

Vendor pages: "Querying Cache Purge and Prefetch Tasks" (ShowHistoryTasks), "Querying Details About a
Cache Purge/Prefetch Task" (ShowHistoryTaskDetails), "Querying URL Task Details" (ShowUrlTaskInfo),
"Querying Quotas" (ShowQuota), "Creating a Cache Purge Task", "Creating a Cache Prefetch Task", and the
"Error Codes" pages of CDN and of API Gateway.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Any, ClassVar, cast

from tests.emulator.accounts import Key
from tests.emulator.blueprint import Blueprint, Call, CallSpec
from tests.emulator.scripts import FAILED, PENDING, RUNNING, SUCCEEDED, Phase, Row, is_finished
from tests.emulator.settings import about, switch
from tests.emulator.signatures import Authorization
from tests.emulator.tasks import Task
from tests.emulator.wire import Answer, ApiError, Wire, host_of

from .accounts import HUAWEI_DOMAIN_ID, HUAWEI_KEY, HUAWEI_KEYS
from .iam import HuaweicloudIam
from .identity import Identity
from .signatures import parse_huawei

PREFIX = "/v1.0/cdn/"
_DETAIL = re.compile(r"/v1\.0/cdn/historytasks/([^/]+)/detail")
_DAY = 86400
#: "last 7 days are searched", "older than 15 days is gone"
_DETAIL_DAYS, _HISTORY_DAYS = 7, 15
_MAX_BODY = 12 * 1024 * 1024
_MAX_URL = 4096
_MAX_FILES, _MAX_DIRECTORIES = 1000, 100

_ORDER_FIELDS = ("task_type", "total", "processing", "succeed", "failed", "create_time")
_URL_STATES = ("processing", "succeed", "failed", "waiting", "refreshing", "preheating")
_TASK_TYPES = {"purge": "refresh", "prefetch": "preheating"}
_CLASSES = ("ORIGIN_ERROR", "INNER_ERROR", "UNKNOWN_ERROR")
_REASON = {"fail_classify": "INNER_ERROR", "fail_desc": "internal error"}
_NOT_YOURS = "The URL domain name is not the acceleration domain name of the current tenant."

_GATEWAY_ERRORS = {
    400: ("APIG.0602", "Bad request"),
    401: ("APIG.0301", "Incorrect IAM authentication information"),
    403: ("APIG.0802", "The IAM user is forbidden"),
    404: ("APIG.0101", "The API does not exist or has not been published in the environment"),
    413: ("APIG.0201", "Request entity too large"),
    429: ("APIG.0308", "The throttling threshold has been reached: policy user over ratelimit,limit:30,time:1 second"),
    500: ("CDN.0000", "Internal error."),
    502: ("APIG.0610", "Backend error"),
    503: ("APIG.0613", "IAM is unavailable"),
    504: ("APIG.0201", "Backend timeout"),
}


@dataclass
class HuaweicloudSettings:
    """What the vendor's documents leave open, with the answer assumed by default."""

    default_file_type: str = switch("file", "tasks that a list without file_type shows", ("file", "both"))
    unknown_id: str = switch(
        "cdn_0108", "answer for an unknown id: HTTP 200, HTTP 404 or {}", ("cdn_0108", "cdn_0003", "empty_object")
    )
    list_days: float = switch(15.0, "days that a list without dates goes back")
    lone_date: str = switch("accept", "only one of start_date and end_date", ("accept", "reject"))
    projects_required: bool = switch(False, "IAM users have to name an enterprise project (else CDN.0021)")
    unset_project: str = switch("all", "projects meant by a call that names none", ("all", "default"))
    all_projects: str = switch("any", "spelling of the value for all projects", ("any", "all", "ALL"))
    submit_to_all: bool = switch(True, "submits accept enterprise_project_id=all")
    processing_counts_waiting: bool = switch(True, "`processing` includes URLs that wait")
    running_word: str = switch(
        "processing", "status of a URL at work: that word, or refreshing/preheating", ("processing", "specific")
    )
    page_beyond_end: str = switch("empty", "a page after the last one", ("empty", "error"))
    filters_change_counters: bool = switch(False, "filters of the detail call change its counters")
    partial_acceptance: bool = switch(False, "a submit with some bad URLs takes the good ones")
    domains: list[str] | None = field(
        default=None, metadata=about("host names that belong to the account; null: all do")
    )
    url_tasks_enabled: bool = switch(False, "the account may query URL records")
    url_tasks_upper_case: bool = switch(True, "URL records have their status in upper case")
    id_shape: str = switch("numeric", "shape of new ids", ("numeric", "hex"))
    retry_after: str = switch("none", "Retry-After of a 429 by the limiter", ("none", "seconds", "date"))
    quota_limits: dict[str, Any] = field(
        default_factory=lambda: {"file_refresh": 2000, "dir_refresh": 100, "preheat": 1000},
        metadata=about("what may be submitted in a day"),
    )
    rates: dict[str, Any] = field(
        default_factory=dict, metadata=about("calls per second by call name, in place of the documented ones")
    )


def bad_parameter(detail: str) -> ApiError:
    return ApiError(400, "CDN.0001", f"Parameter error: {detail}")


class _Params:
    """Query parameters with the checks of the vendor's tables."""

    def __init__(self, wire: Wire) -> None:
        self._values = dict(wire.query)

    def text(self, name: str) -> str | None:
        return self._values.get(name) or None

    def choice(self, name: str, allowed: tuple[str, ...]) -> str | None:
        value = self.text(name)
        if value is not None and value not in allowed:
            raise bad_parameter(f"{name} has to be one of {', '.join(allowed)}")
        return value

    def number(self, name: str, least: int, most: int | None = None) -> int | None:
        value = self.text(name)
        if value is None:
            return None
        if not value.isascii() or not value.isdecimal():
            raise bad_parameter(f"{name} is not a number")
        if int(value) < least or (most is not None and int(value) > most):
            raise bad_parameter(f"{name} is out of range")
        return int(value)

    def page(self) -> tuple[int, int]:
        """page_size and page_number: "both or neither"."""
        size, number = self.number("page_size", 1, 10000), self.number("page_number", 1, 65535)
        if (size is None) != (number is None):
            raise bad_parameter("both page_size and page_number must be set")
        return size or 30, number or 1


class HuaweicloudCdn(Blueprint):
    """The CDN calls."""

    name: ClassVar[str] = "huaweicloud_cdn"
    keys = HUAWEI_KEYS
    default_tenant = HUAWEI_DOMAIN_ID
    settings_type = HuaweicloudSettings
    #: "30/s per tenant" for list, detail and purge, "5/s" for quota and URL records. The rate of
    #: prefetch submits is not documented; it is taken to be that of purge submits.
    calls: ClassVar[Mapping[str, CallSpec]] = {
        "ShowHistoryTasks": CallSpec(30),
        "ShowHistoryTaskDetails": CallSpec(30),
        "ShowUrlTaskInfo": CallSpec(5),
        "ShowQuota": CallSpec(5),
        "CreateRefreshTasks": CallSpec(30, writes=True),
        "CreatePreheatingTasks": CallSpec(30, writes=True),
    }
    _paths: ClassVar[Mapping[tuple[str, str], str]] = {
        ("GET", PREFIX + "historytasks"): "ShowHistoryTasks",
        ("GET", PREFIX + "contentgateway/url-tasks"): "ShowUrlTaskInfo",
        ("GET", PREFIX + "quota"): "ShowQuota",
        ("POST", PREFIX + "content/refresh-tasks"): "CreateRefreshTasks",
        ("POST", PREFIX + "content/preheating-tasks"): "CreatePreheatingTasks",
    }

    @property
    def identity(self) -> Identity:
        return cast(HuaweicloudIam, self.world.by_name[HuaweicloudIam.name]).identity

    def add_key(self, key: Key) -> None:
        self.identity.add(key)

    @classmethod
    def environment(cls, url: str) -> Mapping[str, str]:
        return {
            "HUAWEICLOUD_SDK_AK": HUAWEI_KEY.access_key,
            "HUAWEICLOUD_SDK_SK": HUAWEI_KEY.secret_key,
            "HUAWEICLOUD_SDK_DOMAIN_ID": HUAWEI_DOMAIN_ID,
            "HUAWEICLOUD_SDK_IAM_ENDPOINT": url,
        }

    def authorization(self, text: str) -> Authorization | None:
        return parse_huawei(text)

    def claims(self, wire: Wire) -> bool:
        return wire.raw_path.startswith(PREFIX)

    def call_name(self, wire: Wire) -> str:
        if wire.method == "GET" and _DETAIL.fullmatch(wire.raw_path):
            return "ShowHistoryTaskDetails"
        return self._paths.get((wire.method, wire.raw_path), "unknown")

    def authenticate(self, call: Call) -> None:
        if call.name == "unknown":
            raise self.gateway_error(404)
        if len(call.wire.body) > _MAX_BODY:
            raise self.gateway_error(413)
        self.identify(call, self.identity.authenticate)

    def answer(self, call: Call) -> Answer:
        if call.name == "ShowHistoryTasks":
            return self._list(call)
        if call.name == "ShowHistoryTaskDetails":
            return self._detail(call)
        if call.name == "ShowUrlTaskInfo":
            return self._url_tasks(call)
        if call.name == "ShowQuota":
            return self._show_quota(call)
        return self._submit(call, "purge" if call.name == "CreateRefreshTasks" else "prefetch")

    # -- reading ----------------------------------------------------------------------------------

    def _project(self, call: Call, params: _Params) -> str | None:
        """The enterprise project asked for; None: all of them."""
        value = params.text("enterprise_project_id")
        settings = self.settings
        if value is None:
            if settings.projects_required and call.iam_user:
                raise ApiError(403, "CDN.0021", "Fine-grained authorization failed.")
            return None if settings.unset_project == "all" else "0"
        if value.lower() == "all" and settings.all_projects in ("any", value):
            return None
        return value

    def _mine(self, call: Call, project: str | None, oldest: float) -> Iterator[Task]:
        """Tasks of the caller that are not too old, newest first."""
        for task in self.world.tasks.newest_first(self.name):
            if task.created < oldest:
                return
            if task.tenant == call.tenant and project in (None, task.project):
                yield task

    def _list(self, call: Call) -> Answer:
        """ShowHistoryTasks: no id filter, no URLs, no failure text."""
        params = _Params(call.wire)
        size, number = params.page()
        status = params.choice("status", ("task_inprocess", "task_done"))
        file_type = params.choice("file_type", ("file", "directory"))
        task_type = params.choice("task_type", ("refresh", "preheating"))
        start, end = self._window(call, params, "start_date", "end_date", self.settings.list_days)
        column, direction = "create_time", "desc"
        # "Both order_field and order_type must be set. Otherwise, the default values are used."
        if params.text("order_field") and params.text("order_type"):
            column = params.choice("order_field", _ORDER_FIELDS) or column
            direction = params.choice("order_type", ("desc", "asc")) or direction
        if file_type is None and self.settings.default_file_type == "file":
            file_type = "file"

        matching: list[tuple[Task, Phase | None]] = []
        need_phase = status is not None or column != "create_time"
        project = self._project(call, params)
        for task in self._mine(call, project, max(start, call.now - _HISTORY_DAYS * _DAY)):
            if task.created > end or (task_type is not None and _TASK_TYPES[task.operation] != task_type):
                continue
            if file_type is not None and task.object_type != file_type:
                continue
            phase = call.look(task) if need_phase or task.script.may_hide else None
            if phase is not None and phase.hidden:
                call.read.append(task)
                continue
            if status is not None and phase is not None and self._status(phase, phase.tally()) != status:
                continue
            matching.append((task, phase))
        if column != "create_time":
            # The sort is stable: equal ones stay newest first.
            rows = {task.id: self._task_row(task, phase or call.look(task)) for task, phase in matching}
            matching.sort(key=lambda entry: rows[entry[0].id].get(column) or 0, reverse=direction == "desc")
        elif direction == "asc":
            matching.reverse()
        page = self._slice(matching, size, number)
        answer = []
        for task, phase in page:
            seen = phase or call.look(task)
            call.read.append(task)
            call.shown.append((task, seen))
            answer.append(self._task_row(task, seen))
        return Answer(200, {"total": len(matching), "tasks": answer})

    def _slice(self, rows: list[Any], size: int, number: int) -> list[Any]:
        page = rows[(number - 1) * size : number * size]
        if not page and number > 1 and self.settings.page_beyond_end == "error":
            raise bad_parameter("page_number is out of range")
        return page

    def _window(self, call: Call, params: _Params, first: str, last: str, days: float) -> tuple[float, float]:
        start, end = params.number(first, 0), params.number(last, 0)
        if (start is None) != (end is None) and self.settings.lone_date == "reject":
            raise bad_parameter(f"both {first} and {last} must be set")
        if start is not None and end is not None and start > end:
            raise bad_parameter(f"{first} is later than {last}")
        return (
            call.now - days * _DAY if start is None else start / 1000,
            float("inf") if end is None else end / 1000,
        )

    @staticmethod
    def _status(phase: Phase, tally: Mapping[str, int]) -> str:
        if phase.task_status is not None:
            return phase.task_status
        return "task_done" if is_finished(tally) else "task_inprocess"

    def _counters(self, tally: Mapping[str, int]) -> dict[str, int]:
        total = sum(tally.values())
        succeeded, failed = tally.get(SUCCEEDED, 0), tally.get(FAILED, 0)
        processing = total - succeeded - failed
        if not self.settings.processing_counts_waiting:
            processing -= tally.get(PENDING, 0)
        return {"processing": processing, "succeed": succeeded, "failed": failed, "total": total}

    def _task_row(self, task: Task, phase: Phase) -> dict[str, Any]:
        tally = phase.tally()
        counters = self._counters(tally)
        row: dict[str, Any] = {
            "id": task.id,
            "status": self._status(phase, tally),
            "processing": counters["processing"],
            "succeed": counters["succeed"],
            "failed": counters["failed"],
            "task_type": _TASK_TYPES[task.operation],
            "total": counters["total"],
            "create_time": _milliseconds(task),
            "file_type": task.object_type,
        }
        if phase.task_fields or phase.drop_fields:
            row.update(phase.task_fields)
            for name in phase.drop_fields:
                row.pop(name, None)
        return row

    def _url_word(self, task: Task, row: Row) -> str:
        if row.state == RUNNING and self.settings.running_word == "specific":
            return "refreshing" if task.operation == "purge" else "preheating"
        words = {PENDING: "waiting", RUNNING: "processing", SUCCEEDED: "succeed", FAILED: "failed"}
        return words.get(row.state, row.state)

    def _url_row(self, task: Task, phase: Phase, index: int) -> dict[str, Any]:
        row = phase.row(index)
        answer: dict[str, Any] = {
            "id": str(_row_id(task, index)),
            "task_id": task.id,
            # Upper case here, unlike the task's own task_type.
            "task_type": "REFRESH" if task.operation == "purge" else "PREHEATING",
            "url": task.url(index),
            "status": self._url_word(task, row),
            "create_time": _milliseconds(task),
        }
        if row.state == FAILED:
            # "only for failed rows"
            for name, value in (("fail_classify", row.classify), ("fail_desc", row.error)):
                if value != "":
                    answer[name] = _REASON[name] if value is None else value
        answer.update(phase.row_fields)
        return answer

    def _unknown_id(self) -> Answer:
        if self.settings.unknown_id == "empty_object":
            return Answer(200, {})
        if self.settings.unknown_id == "cdn_0003":
            raise ApiError(404, "CDN.0003", "The object does not exist.")
        raise ApiError(200, "CDN.0108", _NOT_YOURS)

    def _detail(self, call: Call) -> Answer:
        """ShowHistoryTaskDetails: one task and a page of its URLs."""
        params = _Params(call.wire)
        match = _DETAIL.fullmatch(call.wire.raw_path)
        task_id = call.wire.path.split("/historytasks/")[1].rsplit("/detail", 1)[0] if match else ""
        call.asked.append(task_id)
        size, number = params.page()
        status = params.choice("status", _URL_STATES)
        wanted = params.text("url")
        created = params.number("create_time", 0)
        project = self._project(call, params)
        # Further pages and filtered views of a finished task are part of reading it once.
        call.counts_as_asking = number == 1 and status is None and wanted is None
        task = self.world.tasks.find(self.name, task_id)
        if task is None or task.tenant != call.tenant or project not in (None, task.project):
            return self._unknown_id()
        # "last 7 days are searched"; create_time is the way to reach tasks of up to 15 days.
        days = _DETAIL_DAYS if created is None else _HISTORY_DAYS
        if task.created < call.now - days * _DAY:
            return self._unknown_id()
        call.read.append(task)
        phase = call.look(task)
        if phase.hidden:
            return self._unknown_id()
        indexes: Any = range(phase.total)
        if status is not None:
            indexes = [index for index in indexes if self._url_word(task, phase.row(index)) == status]
        if wanted is not None:
            indexes = [index for index in indexes if task.url(index) == wanted]
        body = self._task_row(task, phase)
        if self.settings.filters_change_counters and (status is not None or wanted is not None):
            tally: dict[str, int] = {}
            for index in indexes:
                state = phase.row(index).state
                tally[state] = tally.get(state, 0) + 1
            body.update(self._counters(tally))
        body["urls"] = [self._url_row(task, phase, index) for index in self._slice(indexes, size, number)]
        for name in phase.drop_fields:
            body.pop(name, None)
        call.shown.append((task, phase))
        return Answer(200, body)

    def _url_tasks(self, call: Call) -> Answer:
        """ShowUrlTaskInfo: URL records of at most 24 hours, by offset; other names, other types."""
        if not self.settings.url_tasks_enabled:
            raise ApiError(403, "CDN.0004", "The account is not on the allow list.")
        params = _Params(call.wire)
        start, end = params.number("start_time", 0), params.number("end_time", 0)
        if (start is None) != (end is None):
            raise bad_parameter("both start_time and end_time must be set")
        if start is None or end is None:
            # "today 00:00" to "tomorrow 00:00"; the zone is not stated, that of the quotas is taken.
            zone = dt.timezone(dt.timedelta(hours=self.world.settings.general.quota_zone_hours))
            today = dt.datetime.fromtimestamp(call.now, zone).replace(hour=0, minute=0, second=0, microsecond=0)
            start = int(today.timestamp() * 1000)
            end = start + _DAY * 1000
        if start > end or end - start > _DAY * 1000:
            raise bad_parameter("the time span exceeds 24 hours")
        offset, limit = params.number("offset", 0) or 0, params.number("limit", 1, 100) or 10
        url = params.text("url")
        task_type = params.choice("task_type", ("REFRESH", "PREHEATING"))
        status = params.choice("status", _URL_STATES)
        file_type = params.choice("file_type", ("file", "directory"))
        rows: list[tuple[Task, Phase, int]] = []
        for task in self._mine(call, None, start / 1000):
            kind = "REFRESH" if task.operation == "purge" else "PREHEATING"
            if task.created > end / 1000 or task_type not in (None, kind) or file_type not in (None, task.object_type):
                continue
            phase = call.look(task)
            if phase.hidden:
                continue
            for index in range(phase.total):
                if url in (None, task.url(index)) and status in (None, self._url_word(task, phase.row(index))):
                    rows.append((task, phase, index))
        page = rows[offset : offset + limit]
        result = [self._url_record(*entry) for entry in page]
        return Answer(200, {"total": len(rows), "count": len(result), "result": result})

    def _url_record(self, task: Task, phase: Phase, index: int) -> dict[str, Any]:
        word = self._url_word(task, phase.row(index))
        created = _milliseconds(task)
        return {
            # Numbers here, where the other calls have strings.
            "id": _row_id(task, index),
            "task_id": int(task.id) if task.id.isdecimal() else task.order,
            "url": task.url(index),
            "status": word.upper() if self.settings.url_tasks_upper_case else word,
            "type": "REFRESH" if task.operation == "purge" else "PREHEATING",
            "file_type": task.object_type,
            "mode": task.details.get("mode", "all"),
            "create_time": created,
            "modify_time": created,
        }

    # -- quotas -----------------------------------------------------------------------------------

    def quotas(self, tenant: str) -> dict[str, dict[str, int]]:
        zone, now = self.world.settings.general.quota_zone_hours, self.world.clock.now()
        return {
            kind: {"limit": limit, "used": self.world.quotas.used(self.name, tenant, kind, now, zone)}
            for kind, limit in self.settings.quota_limits.items()
        }

    def _show_quota(self, call: Call) -> Answer:
        rows = [
            {"type": kind, "quota_limit": entry["limit"], "used": entry["used"], "user_domain_id": call.tenant}
            for kind, entry in self.quotas(call.tenant).items()
        ]
        # Kinds that have nothing to do with tasks come along.
        for kind, limit in (("domain", 100), ("cache_rule", 60)):
            rows.append({"type": kind, "quota_limit": limit, "used": 0, "user_domain_id": call.tenant})
        return Answer(200, {"quotas": rows})

    # -- submitting -------------------------------------------------------------------------------

    def next_ids(self, operation: str, count: int) -> list[str]:
        first = self.world.tasks.count(self.name, 7620240, count)
        if self.settings.id_shape == "hex":
            return [f"ff8080{first + offset:018x}" for offset in range(count)]
        return [str(first + offset) for offset in range(count)]

    def _submit(self, call: Call, operation: str) -> Answer:
        """CreateRefreshTasks and CreatePreheatingTasks."""
        key = "refresh_task" if operation == "purge" else "preheating_task"
        try:
            data = call.wire.json()[key]
            urls = data["urls"]
        except (ValueError, KeyError, TypeError):
            raise bad_parameter(f"{key} with urls is required") from None
        object_type = data.get("type") or "file" if operation == "purge" else "file"
        if object_type not in ("file", "directory"):
            raise bad_parameter("type has to be file or directory")
        if data.get("mode") not in (None, "all", "detect_modify_refresh"):
            raise bad_parameter("mode has to be all or detect_modify_refresh")
        urls = self._accepted(self._check_urls(urls, operation, object_type))
        project = self._project(call, _Params(call.wire))
        if _Params(call.wire).text("enterprise_project_id") and project is None and not self.settings.submit_to_all:
            raise bad_parameter("enterprise_project_id has to name a project")
        self._spend(call, operation, object_type, len(urls))
        (task_id,) = self.next_ids(operation, 1)
        self.world.tasks.add(
            Task(
                provider=self.name,
                id=task_id,
                operation=operation,
                object_type=object_type,
                created=call.now,
                tenant=call.tenant,
                project=project or "0",
                script=self.world.script(None),
                urls=tuple(urls),
                url_count=len(urls),
                details={"mode": data.get("mode") or "all"},
            )
        )
        return Answer(200, {key: task_id})

    @staticmethod
    def _check_urls(urls: Any, operation: str, object_type: str) -> list[str]:
        if not isinstance(urls, list) or not urls or not all(isinstance(url, str) for url in urls):
            raise bad_parameter("urls is required")
        most = _MAX_FILES if object_type == "file" else _MAX_DIRECTORIES
        if len(urls) > most:
            raise ApiError(200, "CDN.0110", f"The number of URLs exceeds the limit of {most}.")
        for url in urls:
            if not url.startswith(("http://", "https://")) or not host_of(url):
                raise bad_parameter("a URL has to start with http:// or https://")
            if len(url) > _MAX_URL:
                raise bad_parameter("a URL is longer than 4096 characters")
            if object_type == "directory" and not url.endswith("/"):
                raise bad_parameter("a directory has to end with /")
            if operation == "prefetch" and url.endswith("/") and url.count("/") > 3:
                raise bad_parameter("directories cannot be prefetched")
        return urls

    def _accepted(self, urls: list[str]) -> list[str]:
        domains = self.settings.domains
        if domains is None:
            return urls
        good = [url for url in urls if host_of(url) in domains]
        if not good or (len(good) < len(urls) and not self.settings.partial_acceptance):
            raise ApiError(200, "CDN.0108", _NOT_YOURS)
        return good

    def _spend(self, call: Call, operation: str, object_type: str, amount: int) -> None:
        kind = "preheat" if operation == "prefetch" else "file_refresh" if object_type == "file" else "dir_refresh"
        general = self.world.settings.general
        quota = self.quotas(call.tenant).get(kind)
        if quota and general.quotas and quota["used"] + amount > quota["limit"]:
            raise ApiError(200, "CDN.0005", "The upper limit has been reached.")
        self.world.quotas.spend(self.name, call.tenant, kind, amount, call.now, general.quota_zone_hours)

    # -- errors -----------------------------------------------------------------------------------

    def denied(self, call: Call) -> ApiError:
        if self.calls[call.name].writes:
            return ApiError(403, "CDN.0021", "Fine-grained authorization failed.")
        return ApiError(403, "CDN.0004", "No permission to perform this operation.")

    def throttled(self, call: Call) -> ApiError:
        error = self.gateway_error(429)
        error.message = (
            f"The throttling threshold has been reached: policy user over ratelimit,limit:{self.rate(call.name)},"
            "time:1 second"
        )
        if self.settings.retry_after == "seconds":
            error.headers["Retry-After"] = "1"
        elif self.settings.retry_after == "date":
            error.headers["Retry-After"] = formatdate(call.now + 1, usegmt=True)
        return error

    def gateway_error(self, status: int) -> ApiError:
        code, message = _GATEWAY_ERRORS.get(status, ("APIG.0601", "Internal server error"))
        return ApiError(status, code, message)

    def token_expired(self, call: Call) -> ApiError | None:
        return self.identity.expire(call)

    def error_answer(self, call: Call, error: ApiError) -> Answer:
        """The gateway's shape for its own codes, the service's shape for the rest."""
        body: dict[str, Any] = {"error_code": error.code, "error_msg": error.message, **error.extra}
        if error.code.startswith("APIG"):
            body["request_id"] = call.request_id
        else:
            body = {"error": body}
        return Answer(error.status, body, headers=dict(error.headers), code=error.code)

    def finish(self, call: Call, answer: Answer) -> Answer:
        answer.headers.setdefault("X-Request-Id", call.request_id)
        return answer


def _milliseconds(task: Task) -> int:
    # A float holds no whole milliseconds: those that were given come back.
    return math.floor(task.created * 1000 + 0.01)


def _row_id(task: Task, index: int) -> int:
    return task.order * 100_000 + index + 1


BLUEPRINTS = (HuaweicloudCdn, HuaweicloudIam)
