# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tencent Cloud: what its emulated products share, and the calls of CDN (API version 2018-06-06).

Vendor pages: DescribePurgeTasks, DescribePushTasks, DescribePurgeQuota, DescribePushQuota, PurgeUrlsCache,
PurgePathCache, PushUrlsCache, and the common error codes. Every response has HTTP status 200 and one object, Response.
"""

from __future__ import annotations

import calendar
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from tests.emulator.accounts import Key
from tests.emulator.blueprint import Blueprint, Call, CallSpec
from tests.emulator.clock import utc
from tests.emulator.scripts import FAILED, PENDING, RUNNING, SUCCEEDED, Phase
from tests.emulator.settings import about, switch
from tests.emulator.signatures import Authorization
from tests.emulator.tasks import Task
from tests.emulator.wire import Answer, ApiError, Wire, host_of

from .accounts import TENCENT_KEY, TENCENT_KEYS, TENCENT_TENANT
from .identity import Identity, expired_token
from .signatures import parse_tencent, scope_in
from .sts import STS_VERSION, TencentcloudSts

_DAY = 86400
_AREAS = ("mainland", "overseas")

_GATEWAY_ERRORS = {
    400: ("InvalidParameter", "The parameters are invalid."),
    401: ("AuthFailure.SignatureFailure", "The provided credentials could not be validated."),
    403: ("UnauthorizedOperation", "You are not authorized to perform the operation."),
    404: ("InvalidAction", "The action is not found."),
    429: ("RequestLimitExceeded", "The number of requests exceeds the limit."),
    500: ("InternalError", "Internal error."),
    502: ("ServiceUnavailable", "The service is unavailable."),
    503: ("ServiceUnavailable", "The service is unavailable."),
    504: ("ServiceUnavailable", "The service is unavailable."),
}


def error(code: str, message: str = "a text") -> ApiError:
    return ApiError(200, code, message)


@dataclass
class TencentcloudSettings:
    """What the vendor's documents leave open for every product, with the answer assumed by default."""

    unknown_id: str = switch(
        "empty",
        "answer for an unknown id: no rows, a bare ResourceNotFound, or an error of the parameters",
        ("empty", "not_found", "param_error"),
    )
    total_count: str = switch("rows", "what TotalCount counts", ("rows", "tasks"))
    page_cap: int | None = switch(None, "rows that a page has at most, whatever Limit asks for; null: as asked")
    longest_window: float | None = switch(None, "seconds between both ends of a query at most; null: any")
    domains: list[str] | None = field(
        default=None, metadata=about("host names that belong to the account; null: all do")
    )
    rates: dict[str, Any] = field(
        default_factory=dict, metadata=about("calls per second by call name, in place of the documented ones")
    )


class Tencentcloud(Blueprint):
    """A product behind the common gateway."""

    keys = TENCENT_KEYS
    default_tenant = TENCENT_TENANT
    version: ClassVar[str]
    #: The word in the scope of signatures.
    service: ClassVar[str]
    #: The code for parameters that cannot be.
    bad_parameters: ClassVar[str]
    #: What each call takes; None where it is anything.
    parameters: ClassVar[Mapping[str, tuple[str, ...]]]

    def __init__(self, world: Any) -> None:
        super().__init__(world)
        self.own_identity = Identity(world)
        self.handlers: Mapping[str, Callable[[Call, Mapping[str, Any]], dict[str, Any]]] = {}

    @property
    def identity(self) -> Identity:
        """That of the account, whose keys all products share."""
        first = next(blueprint for blueprint in self.world.blueprints if isinstance(blueprint, Tencentcloud))
        return first.own_identity

    def reset(self) -> None:
        self.own_identity.reset()

    def add_key(self, key: Key) -> None:
        self.identity.add(key)

    def request_id(self, number: int) -> str:
        text = f"{number:032x}"
        return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))

    @classmethod
    def environment(cls, url: str) -> Mapping[str, str]:
        return {"TENCENTCLOUD_SECRET_ID": TENCENT_KEY.access_key, "TENCENTCLOUD_SECRET_KEY": TENCENT_KEY.secret_key}

    def authorization(self, text: str) -> Authorization | None:
        return parse_tencent(text)

    def claims(self, wire: Wire) -> bool:
        """Whether the request is for this product: its version says so, or else the scope of its signature.

        The names of calls are the same in several products. The real service tells products apart by their hosts.
        """
        if wire.raw_path != "/" or wire.headers.get("x-tc-version") == STS_VERSION:
            return False
        authorization = wire.headers.get("authorization", "")
        if "x-tc-action" not in wire.headers and not authorization.startswith("TC3-"):
            return False
        products = [each for each in self.world.blueprints if isinstance(each, Tencentcloud)]
        scope = scope_in(authorization)
        by_version = [each for each in products if each.version == wire.headers.get("x-tc-version")]
        by_scope = [each for each in products if scope is not None and each.service == scope[2]]
        return (by_version or by_scope or products)[0] is self

    def call_name(self, wire: Wire) -> str:
        action = wire.headers.get("x-tc-action", "")
        return action if action in self.calls else "unknown"

    def authenticate(self, call: Call) -> None:
        headers = call.wire.headers
        if call.wire.method != "POST":
            raise error("UnsupportedProtocol", "Only POST is emulated.")
        if call.name == "unknown":
            raise self.business(404)
        if headers.get("x-tc-version") != self.version:
            raise error("NoSuchVersion", "The version does not exist.")
        if headers.get("content-type") != "application/json":
            raise error("UnsupportedProtocol", "The content type is not supported.")
        self.identify(call, lambda asked: self.identity.authenticate(asked, self.service))

    def answer(self, call: Call) -> Answer:
        try:
            params = call.wire.json()
        except ValueError:
            raise error("InvalidParameter", "The body is not JSON.") from None
        if not isinstance(params, dict):
            raise error("InvalidParameter", "The body is no object.")
        unknown = sorted(set(params) - set(self.parameters[call.name]))
        if unknown:
            raise error("UnknownParameter", f"The parameter {unknown[0]} is not recognized.")
        return Answer(200, {"Response": {**self.handlers[call.name](call, params), "RequestId": call.request_id}})

    # -- reading ----------------------------------------------------------------------------------

    def number(self, params: Mapping[str, Any], name: str, default: int, least: int, most: int | None) -> int:
        value = params.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int) or value < least or (most and value > most):
            raise error(self.bad_parameters, f"{name} is out of range.")
        return value

    def found(self, call: Call, task_id: str, operation: str) -> list[Task]:
        """The task of an id, if this history has it. Raises ApiError where unknown ids are an error."""
        call.asked.append(task_id)
        task = self.world.tasks.find(self.name, task_id)
        if task is not None and task.tenant == call.tenant and task.operation == operation:
            return [task]
        # Only the first one knows that there is no such task: the other history may have it.
        if task is None and self.settings.unknown_id == "not_found":
            raise error("ResourceNotFound", "The task does not exist.")
        if task is None and self.settings.unknown_id == "param_error":
            raise error(self.bad_parameters, "The task id is invalid.")
        return []

    def page(
        self,
        call: Call,
        tasks: Iterator[Task],
        rows_of: Callable[[Task, Phase], list[dict[str, Any]]],
        offset: int,
        limit: int,
    ) -> tuple[list[dict[str, Any]], int]:
        """A page of rows, and the total."""
        if self.settings.page_cap is not None:
            limit = min(limit, self.settings.page_cap)
        shown: list[dict[str, Any]] = []
        rows = tasks_found = 0
        for task in tasks:
            phase = call.look(task)
            if phase.hidden:
                call.read.append(task)
                continue
            own = rows_of(task, phase)
            tasks_found += bool(own)
            wanted = own[max(0, offset - rows) : max(0, offset + limit - rows)]
            rows += len(own)
            if wanted:
                shown += wanted
                call.read.append(task)
                call.shown.append((task, phase))
        return shown, tasks_found if self.settings.total_count == "tasks" else rows

    # -- submitting -------------------------------------------------------------------------------

    def check_host(self, host: str) -> None:
        if self.settings.domains is not None and host not in self.settings.domains:
            raise error("ResourceNotFound.CdnHostNotExists", "The domain does not exist.")

    def spend(self, call: Call, names: list[str], amount: int, code: str) -> None:
        """Take from quotas, from all or none of them."""
        general = self.world.settings.general
        quotas = self.quotas(call.tenant)
        for name in names:
            if name in quotas and general.quotas and quotas[name]["used"] + amount > quotas[name]["limit"]:
                raise error(code, "The quota of the day is exceeded.")
        for name in names:
            self.world.quotas.spend(self.name, call.tenant, name, amount, call.now, general.quota_zone_hours)

    def quotas(self, tenant: str) -> dict[str, dict[str, int]]:
        zone, now = self.world.settings.general.quota_zone_hours, self.world.clock.now()
        return {
            name: {"limit": limit, "used": self.world.quotas.used(self.name, tenant, name, now, zone)}
            for name, limit in self.settings.quota_limits.items()
        }

    def make(
        self,
        call: Call,
        operation: str,
        object_type: str,
        values: list[str],
        details: dict[str, Any],
        task_id: str | None = None,
    ) -> str:
        """One task for a whole call; its id."""
        task = Task(
            provider=self.name,
            id=task_id or self.next_ids(operation, 1)[0],
            operation=operation,
            object_type=object_type,
            created=call.now,
            tenant=call.tenant,
            script=self.world.script(None),
            urls=tuple(values),
            url_count=len(values),
            details=details,
        )
        self.world.tasks.add(task)
        return task.id

    # -- errors -----------------------------------------------------------------------------------

    def business(self, status: int) -> ApiError:
        """The documented error of an HTTP status, as the service itself responds with it."""
        found = self.gateway_error(status)
        found.status = 200
        return found

    def denied(self, call: Call) -> ApiError:
        return self.business(403)

    def throttled(self, call: Call) -> ApiError:
        return self.business(429)

    def gateway_error(self, status: int) -> ApiError:
        code, message = _GATEWAY_ERRORS.get(status, _GATEWAY_ERRORS[500 if status >= 500 else 400])
        return ApiError(status, code, message)

    def token_expired(self, call: Call) -> ApiError | None:
        return expired_token()

    def error_answer(self, call: Call, error: ApiError) -> Answer:
        body = {"Response": {"Error": {"Code": error.code, "Message": error.message}, "RequestId": call.request_id}}
        return Answer(error.status, body, headers=dict(error.headers), code=error.code)


def texts(params: Mapping[str, Any], name: str) -> list[str]:
    """A list of texts, which has to have something in it."""
    value = params.get(name)
    if not isinstance(value, list) or not value or not all(isinstance(item, str) and item for item in value):
        raise error("MissingParameter", f"The parameter {name} is missing.")
    return value


@dataclass
class TencentcloudCdnSettings(TencentcloudSettings):
    """What is CDN's own."""

    largest_limit: int | None = switch(None, "the largest Limit; null: any")
    zone_hours: float = switch(8.0, "hours east of UTC that times without a zone are in")
    lone_time: str = switch("accept", "StartTime without EndTime", ("accept", "reject"))
    done_word: str = switch("done", "Status of a finished row", ("done", "Done"))
    rows_per_area: bool = switch(False, "a prefetch in all areas has a row per URL and area")
    keyword: str = switch("prefix", "how Keyword is compared", ("prefix", "exact"))
    batches: dict[str, Any] = field(
        default_factory=lambda: {"UrlPurge": 1000, "PathPurge": 20, "UrlPush": 20},
        metadata=about("values per call"),
    )
    quota_limits: dict[str, Any] = field(
        default_factory=lambda: {
            f"{name}.{area}": limit
            for name, limit in (("UrlPurge", 10000), ("PathPurge", 100), ("UrlPush", 1000))
            for area in _AREAS
        },
        metadata=about("what may be submitted in a day, by area"),
    )


class TencentcloudCdn(Tencentcloud):
    """The CDN calls."""

    name: ClassVar[str] = "tencentcloud_cdn"
    settings_type = TencentcloudCdnSettings
    version = "2018-06-06"
    service = "cdn"
    bad_parameters = "InvalidParameter.CdnParamError"
    calls: ClassVar[Mapping[str, CallSpec]] = {
        "DescribePurgeTasks": CallSpec(20),
        "DescribePushTasks": CallSpec(20),
        "DescribePurgeQuota": CallSpec(20),
        "DescribePushQuota": CallSpec(20),
        "PurgeUrlsCache": CallSpec(20, writes=True),
        "PurgePathCache": CallSpec(20, writes=True),
        "PushUrlsCache": CallSpec(20, writes=True),
    }
    _READS = ("TaskId", "StartTime", "EndTime", "Status", "Area", "Keyword", "Offset", "Limit")
    parameters: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "DescribePurgeTasks": (*_READS, "PurgeType"),
        "DescribePushTasks": _READS,
        "DescribePurgeQuota": (),
        "DescribePushQuota": (),
        "PurgeUrlsCache": ("Urls", "Area", "UrlEncode"),
        "PurgePathCache": ("Paths", "FlushType", "Area", "UrlEncode"),
        "PushUrlsCache": (
            "Urls", "Area", "Layer", "UserAgent", "ParseM3U8", "DisableRange", "Headers", "UrlEncode",
        ),
    }  # fmt: skip

    def __init__(self, world: Any) -> None:
        super().__init__(world)
        self.handlers = {
            "DescribePurgeTasks": lambda call, params: self._read(call, params, "purge", "PurgeLogs"),
            "DescribePushTasks": lambda call, params: self._read(call, params, "prefetch", "PushLogs"),
            "DescribePurgeQuota": lambda call, params: self._show_quotas(call, "UrlPurge", "PathPurge"),
            "DescribePushQuota": lambda call, params: self._show_quotas(call, "UrlPush"),
            "PurgeUrlsCache": self._purge_urls,
            "PurgePathCache": self._purge_paths,
            "PushUrlsCache": self._push,
        }

    # -- reading ----------------------------------------------------------------------------------

    def _read(self, call: Call, params: Mapping[str, Any], operation: str, key: str) -> dict[str, Any]:
        task_id = params.get("TaskId") or None
        start, end = self._times(params)
        if task_id is None and start is None:
            raise error(self.bad_parameters, "TaskId or StartTime has to be given.")
        offset = self.number(params, "Offset", 0, 0, None)
        limit = self.number(params, "Limit", 20, 1, self.settings.largest_limit)
        tasks = iter(self.world.tasks.newest_first(self.name))
        if task_id is not None:
            tasks = iter(self.found(call, str(task_id), operation))
        wanted = (
            task
            for task in tasks
            if task.tenant == call.tenant
            and task.operation == operation
            and (start is None or task.created >= start)
            # Times have whole seconds, tasks have not.
            and (end is None or task.created < end + 1)
            and self._is_asked_for(task, params)
        )
        rows, total = self.page(call, wanted, lambda task, phase: self._rows(task, phase, params), offset, limit)
        return {key: rows, "TotalCount": total}

    def _is_asked_for(self, task: Task, params: Mapping[str, Any]) -> bool:
        purge_type = params.get("PurgeType")
        if purge_type not in (None, "", "url", "path"):
            raise error(self.bad_parameters, "PurgeType is invalid.")
        if params.get("Area") not in (None, "", *_AREAS, "global"):
            raise error(self.bad_parameters, "Area is invalid.")
        if params.get("Area") and self._area(task) not in (params["Area"], "global"):
            return False
        return not purge_type or purge_type == self._type(task)

    def _times(self, params: Mapping[str, Any]) -> tuple[float | None, float | None]:
        moments = [self._moment(params[name]) if params.get(name) else None for name in ("StartTime", "EndTime")]
        start, end = moments
        if (start is None) != (end is None) and self.settings.lone_time == "reject":
            raise error("InvalidParameter.CdnStatInvalidDate", "Both times have to be given.")
        if start is not None and end is not None:
            longest = self.settings.longest_window
            if end < start or (longest is not None and end - start > longest):
                raise error("InvalidParameter.CdnStatInvalidDate", "The times are invalid.")
        return start, end

    def _moment(self, text: Any) -> float:
        try:
            moment = calendar.timegm(time.strptime(text, "%Y-%m-%d %H:%M:%S"))
        except (TypeError, ValueError):
            raise error("InvalidParameter.CdnStatInvalidDate", "The time is invalid.") from None
        return float(moment - self.settings.zone_hours * 3600)

    def _time(self, moment: float) -> str:
        return utc(moment + self.settings.zone_hours * 3600).strftime("%Y-%m-%d %H:%M:%S")

    @staticmethod
    def _type(task: Task) -> str:
        return {"file": "url", "directory": "path"}.get(task.object_type, task.object_type)

    @staticmethod
    def _area(task: Task) -> str:
        return str(task.details.get("area") or "mainland")

    def _rows(self, task: Task, phase: Phase, params: Mapping[str, Any]) -> list[dict[str, Any]]:
        keyword = params.get("Keyword")
        words = {PENDING: "process", RUNNING: "process", SUCCEEDED: self.settings.done_word, FAILED: "fail"}
        area = self._area(task)
        areas = _AREAS if area == "global" and self.settings.rows_per_area else (area,)
        rows = []
        for index in range(phase.total):
            url, state = task.url(index), phase.row(index)
            if keyword and not self._has(url, keyword):
                continue
            word = words.get(state.state, state.state)
            if state.state == FAILED and task.operation == "prefetch" and state.error == "invalid":
                word = "invalid"
            if params.get("Status") and word.lower() != params["Status"]:
                continue
            row: dict[str, Any] = {
                "TaskId": task.id,
                "Url": url,
                "Status": word,
                "CreateTime": self._time(task.created),
            }
            if task.operation == "purge":
                row.update(PurgeType=self._type(task), FlushType=task.details.get("mode", "delete"))
            else:
                row.update(Percent=state.progress or 0, UpdateTime=None)
            row.update(phase.row_fields)
            for name in phase.drop_fields:
                row.pop(name, None)
            rows += [row] if task.operation == "purge" else [{**row, "Area": name} for name in areas]
        return rows

    def _has(self, url: str, keyword: str) -> bool:
        if not keyword.startswith(("http://", "https://")):
            return host_of(url) == keyword
        return url == keyword if self.settings.keyword == "exact" else url.startswith(keyword)

    # -- quotas -----------------------------------------------------------------------------------

    def _show_quotas(self, call: Call, *kinds: str) -> dict[str, Any]:
        body: dict[str, Any] = {kind: [] for kind in kinds}
        for name, entry in self.quotas(call.tenant).items():
            kind, _dot, area = name.partition(".")
            if kind in kinds:
                available = max(0, entry["limit"] - entry["used"])
                batch = self.settings.batches.get(kind, 20)
                body[kind].append({"Area": area, "Batch": batch, "Total": entry["limit"], "Available": available})
        return body

    # -- submitting -------------------------------------------------------------------------------

    def next_ids(self, operation: str, count: int) -> list[str]:
        start = 1533045796 if operation == "purge" else 15475444535871929928456
        first = self.world.tasks.count(f"{self.name} {operation}", start, count)
        return [
            f"{first + number}-i60rfmzm" if operation == "purge" else str(first + number) for number in range(count)
        ]

    def _purge_urls(self, call: Call, params: Mapping[str, Any]) -> dict[str, Any]:
        urls = self._values(params, "Urls", "UrlPurge", "LimitExceeded.CdnPurgeUrlExceedBatchLimit")
        self._spend(call, params, "UrlPurge", urls, _AREAS, "LimitExceeded.CdnPurgeUrlExceedDayLimit")
        return {"TaskId": self.make(call, "purge", "file", urls, {})}

    def _purge_paths(self, call: Call, params: Mapping[str, Any]) -> dict[str, Any]:
        if params.get("FlushType") not in ("flush", "delete"):
            raise error("MissingParameter", "The parameter FlushType is missing.")
        paths = self._values(params, "Paths", "PathPurge", "LimitExceeded.CdnPurgePathExceedBatchLimit")
        if not all(path.endswith("/") for path in paths):
            raise error("InvalidParameter.CdnHostInvalidParam", "A directory has to end with a slash.")
        self._spend(call, params, "PathPurge", paths, _AREAS, "LimitExceeded.CdnPurgePathExceedDayLimit")
        return {"TaskId": self.make(call, "purge", "directory", paths, {"mode": params["FlushType"]})}

    def _push(self, call: Call, params: Mapping[str, Any]) -> dict[str, Any]:
        urls = self._values(params, "Urls", "UrlPush", "LimitExceeded.CdnPushExceedBatchLimit")
        if params.get("Layer") not in (None, "", "middle"):
            raise error("InvalidParameter.CdnHostInvalidMiddleConfig", "Layer is invalid.")
        for header in params.get("Headers") or ():
            if set(header) != {"Name", "Value"}:
                raise error("InvalidParameter.CdnHostInvalidParam", "A header is invalid.")
        area = params.get("Area") or "mainland"
        self._spend(call, params, "UrlPush", urls, ("mainland",), "LimitExceeded.CdnPushExceedDayLimit")
        return {"TaskId": self.make(call, "prefetch", "file", urls, {"area": area, "headers": params.get("Headers")})}

    def _spend(
        self, call: Call, params: Mapping[str, Any], kind: str, urls: list[str], areas: tuple[str, ...], code: str
    ) -> None:
        area = params.get("Area") or None
        allowed = (*_AREAS, "global") if kind == "UrlPush" else _AREAS
        if area is not None and area not in allowed:
            raise error("InvalidParameter.CdnHostInvalidParam", "Area is invalid.")
        drawn = _AREAS if area == "global" else areas if area is None else (area,)
        self.spend(call, [f"{kind}.{name}" for name in drawn], len(urls), code)

    def _values(self, params: Mapping[str, Any], name: str, kind: str, code: str) -> list[str]:
        urls = texts(params, name)
        if len(urls) > self.settings.batches.get(kind, 20):
            raise error(code, "The number of values in a call exceeds the limit.")
        for url in urls:
            if not url.startswith(("http://", "https://")) or not host_of(url) or not url.isascii():
                raise error("InvalidParameter.CdnHostInvalidParam", "A URL is invalid.")
            self.check_host(host_of(url))
        return urls


BLUEPRINTS = (TencentcloudCdn, TencentcloudSts)
