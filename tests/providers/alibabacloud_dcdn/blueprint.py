# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Alibaba Cloud: the task calls of DCDN (API version 2018-01-15) and of CDN (2018-05-10), which are the same calls.

Vendor pages: DescribeDcdnRefreshTaskById, DescribeDcdnRefreshTasks, DescribeDcdnRefreshQuota,
RefreshDcdnObjectCaches, RefreshDcdnObjectCacheByCacheTag, PreloadDcdnObjectCaches; those of CDN, which have no
Dcdn in their names, and PushObjectCache; and the common error codes.
"""

from __future__ import annotations

import calendar
import json
import re
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, ClassVar

from tests.emulator.accounts import Key
from tests.emulator.blueprint import Blueprint, Call, CallSpec
from tests.emulator.clock import utc
from tests.emulator.scripts import FAILED, PENDING, RUNNING, SUCCEEDED, TERMINAL, Phase, Row
from tests.emulator.settings import about, switch
from tests.emulator.signatures import Authorization
from tests.emulator.tasks import Task
from tests.emulator.wire import Answer, ApiError, Wire, host_of

from .accounts import ALIBABA_KEY, ALIBABA_KEYS, ALIBABA_TENANT
from .identity import Identity, expired_token
from .signatures import parse_alibaba
from .sts import STS_VERSION, AlibabacloudSts

_DAY = 86400
#: "You can query data within the last three days."
_HISTORY = 3 * _DAY
#: "You can specify at most 10 task IDs in each call."
_MAX_IDS = 10
_MAX_PREFETCH_URL = 1024
_MAX_DOMAINS = 10
#: URLs merged into one id: "refresh 2,000, prefetch 500".
_MERGED = {"purge": 2000, "prefetch": 500}

_LIST_STATES = ("Complete", "Refreshing", "Failed")
_WORDS = {PENDING: "Pending", RUNNING: "Refreshing", SUCCEEDED: "Complete", FAILED: "Failed"}
_DEFAULT_ERROR = "Internal Error"
#: The list call spells the reasons in another way than the call by id.
_LIST_ERRORS = {
    "Internal Error": "InternalError",
    "Origin Timeout": "OriginTimeout",
    "Origin Return StatusCode 5XX": "OriginReturn StatusCode 5XX",
}
#: ObjectType of a submit: kind of the task's rows, kind of quota, URLs per call.
_PURGES = {
    "File": ("file", "Url", 1000),
    "Directory": ("directory", "Dir", 100),
    "Regex": ("regex", "Regex", 1),
}
#: The same for a URL with any parameters, which every product calls by another name.
_IGNORING = ("file", "IgnoreParams", 1000)
_BOOLEANS = {"true": True, "false": False}

_GATEWAY_ERRORS = {
    400: ("InvalidParameters", "The specified parameters are invalid."),
    403: ("Forbidden.RAM", "User not authorized to operate on the specified resource."),
    404: ("InvalidAction.NotFound", "Specified api is not found, please check your url and method."),
    429: ("TooManyRequests", "The server is busy. Please try again later."),
    500: ("InternalError", "The request processing has failed due to some unknown error."),
    502: ("ServiceUnavailable", "The request has failed due to a temporary failure of the server."),
    503: ("ServiceUnavailable", "The request has failed due to a temporary failure of the server."),
    504: ("ServiceUnavailable", "The request has failed due to a temporary failure of the server."),
}


@dataclass
class AlibabacloudSettings:
    """What the vendor's documents leave open, with the answer assumed by default."""

    unknown_id: str = switch(
        "empty",
        "answer for an unknown id: no rows, InvalidTaskId.Malformed or InvalidTime",
        ("empty", "malformed", "invalid_time"),
    )
    expired_id: str = switch(
        "as_unknown",
        "answer for an id older than 3 days",
        ("as_unknown", "empty", "malformed", "invalid_time"),
    )
    bad_id_fails_all: bool = switch(True, "one bad id fails the call for all of its ids")
    total_count: str = switch("rows", "what TotalCount of the call by id counts", ("rows", "ids"))
    by_id_max_rows: int | None = switch(None, "rows per id that the call by id shows; null: all")
    stale_first_answer: bool = switch(False, "the first answer about a task shows it as it was when it was created")
    merge_same_second: bool = switch(False, "submits of the same domain and second share an id")
    split_by_domain: bool = switch(True, "a submit with URLs of several domains gets an id for each")
    pending_in_list: str = switch("show", "waiting rows in the list call", ("show", "refreshing", "hide"))
    list_types: list[str] = field(
        default_factory=lambda: ["file", "directory", "regex", "preload"],
        metadata=about("values of ObjectType that the list call knows"),
    )
    by_id_percent_sign: bool = switch(True, "Process of the call by id ends with %")
    list_percent_sign: bool = switch(False, "Process of the list call ends with %")
    creation_seconds: bool = switch(True, "CreationTime has seconds")
    description_on_complete: bool = switch(False, "Description is filled on complete rows, as in the official example")
    cache_tag_object_type: str = switch("tag", "ObjectType of the rows of a purge by cache tag")
    domains: list[str] | None = field(
        default=None, metadata=about("host names that belong to the account; null: all do")
    )
    throttle: str = switch("429", "a call too many: 429 TooManyRequests or 400 Throttling.User", ("429", "400"))
    retry_after_ms: int | None = switch(None, "x-acs-retry-after of a call too many; null: none")
    request_id_header: bool = switch(True, "answers carry x-acs-request-id")
    unknown_key_status: int = switch(404, "HTTP status of InvalidAccessKeyId.NotFound", (404, 400))
    signature_status: int = switch(400, "HTTP status of SignatureDoesNotMatch", (400, 403))
    prefetch_urls: int = switch(100, "URLs per prefetch call (an error text says 1,000)")
    purge_urls_per_minute: int = switch(10000, "URLs purged per domain and minute")
    prefetch_queue: int = switch(100000, "unfinished prefetch URLs of the account")
    quota_limits: dict[str, Any] = field(
        default_factory=lambda: {
            "Url": 10000,
            "Dir": 100,
            "Regex": 20,
            "IgnoreParams": 100,
            "Preload": 1000,
            "Block": 300,
        },
        metadata=about("what may be submitted in a day"),
    )
    rates: dict[str, Any] = field(
        default_factory=dict, metadata=about("calls per second by call name, in place of the documented ones")
    )


def _error(code: str, message: str, status: int = 400) -> ApiError:
    return ApiError(status, code, message)


def _malformed_id() -> ApiError:
    return _error("InvalidTaskId.Malformed", "The specified TaskId is invalid.")


def _too_old() -> ApiError:
    return _error("InvalidTime", "The query time cannot exceed the last 3 days.")


@dataclass(frozen=True)
class Names:
    """What a product calls its calls."""

    by_id: str
    list: str
    quota: str
    purge: str
    purge_by_tag: str
    prefetch: str


def calls_of(names: Names, *, purge: int, prefetch: int) -> Mapping[str, CallSpec]:
    """Calls a second, as the products' pages have them; that of purges by tag is taken to be that of purges."""
    return {
        names.by_id: CallSpec(30),
        names.list: CallSpec(5),
        names.quota: CallSpec(20),
        names.purge: CallSpec(purge, writes=True),
        names.purge_by_tag: CallSpec(purge, writes=True),
        names.prefetch: CallSpec(prefetch, writes=True),
    }


class Alibabacloud(Blueprint):
    """A product with these calls."""

    settings_type = AlibabacloudSettings
    keys = ALIBABA_KEYS
    default_tenant = ALIBABA_TENANT
    version: ClassVar[str]
    #: What the actions of RAM policies begin with.
    namespace: ClassVar[str]
    names: ClassVar[Names]
    largest_page: ClassVar[int]
    #: Whether the list can be asked for one resource group.
    has_groups: ClassVar[bool] = False
    #: The key of the list's rows.
    rows_key: ClassVar[str]
    #: The key of a prefetch's ids.
    prefetch_key: ClassVar[str]
    #: ObjectType of a purge of URLs with any parameters.
    ignore_params: ClassVar[str]
    switches: ClassVar[tuple[str, ...]]
    queue_full_status: ClassVar[int]
    first_ids: ClassVar[Mapping[str, int]]

    def __init__(self, world: Any) -> None:
        super().__init__(world)
        self.own_identity = Identity(world)
        self._recent_purges: dict[tuple[str, str], deque[tuple[float, int]]] = {}
        names = self.names
        self._handlers: Mapping[str, Callable[[Call, Mapping[str, str]], dict[str, Any]]] = {
            names.by_id: self._by_id,
            names.list: self._list,
            names.quota: self._show_quota,
            names.purge: self._refresh,
            names.purge_by_tag: self._refresh_by_tag,
            names.prefetch: self._preload,
        }

    @property
    def identity(self) -> Identity:
        """That of the account, whose keys and nonces all products share."""
        first = next(blueprint for blueprint in self.world.blueprints if isinstance(blueprint, Alibabacloud))
        return first.own_identity

    def reset(self) -> None:
        self.own_identity.reset()
        self._recent_purges.clear()

    def add_key(self, key: Key) -> None:
        self.identity.add(key)

    def request_id(self, number: int) -> str:
        text = f"{number:032X}"
        return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))

    @classmethod
    def environment(cls, url: str) -> Mapping[str, str]:
        return {
            "ALIBABA_CLOUD_ACCESS_KEY_ID": ALIBABA_KEY.access_key,
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET": ALIBABA_KEY.secret_key,
        }

    def authorization(self, text: str) -> Authorization | None:
        return parse_alibaba(text)

    def claims(self, wire: Wire) -> bool:
        """Whether the request is for this product: its call says so, or else its version, or else nobody but the first.

        The real service tells products apart by their host names.
        """
        if wire.raw_path != "/":
            return False
        action, version = wire.headers.get("x-acs-action"), wire.headers.get("x-acs-version")
        if version == STS_VERSION:
            return False
        if action is None and not wire.headers.get("authorization", "").startswith("ACS3-"):
            return False
        products = [each for each in self.world.blueprints if isinstance(each, Alibabacloud)]
        by_action = [product for product in products if action in product.calls]
        by_version = [product for product in products if version == product.version]
        return (by_action or by_version or products)[0] is self

    def call_name(self, wire: Wire) -> str:
        action = wire.headers.get("x-acs-action", "")
        return action if action in self.calls else "unknown"

    def authenticate(self, call: Call) -> None:
        wire = call.wire
        if wire.method not in ("GET", "POST"):
            raise _error("UnsupportedHTTPMethod", "This http method is not supported.", 405)
        if not wire.headers.get("x-acs-action"):
            raise _error("MissingAction", "Action is mandatory for this action.")
        if not wire.headers.get("x-acs-version"):
            raise _error("MissingVersion", "Version is mandatory for this action.")
        if call.name == "unknown":
            raise self.gateway_error(404)
        if wire.headers["x-acs-version"] != self.version:
            raise _error("InvalidApi.NotFound", "Specified api is not found, please check your version.", 404)
        self.identify(call, partial(self.identity.authenticate, settings=self.settings))

    def answer(self, call: Call) -> Answer:
        # The pages document submissions as forms; the SDKs put some of them into the query.
        params = dict(call.wire.form_query)
        params.update(call.wire.form)
        return Answer(200, {**self._handlers[call.name](call, params), "RequestId": call.request_id})

    # -- reading ----------------------------------------------------------------------------------

    def _look(self, call: Call, task: Task) -> Phase:
        if self.settings.stale_first_answer and task.reads == 0 and not call.stale:
            return task.first_phase()
        return call.look(task)

    def _by_id(self, call: Call, params: Mapping[str, str]) -> dict[str, Any]:
        """DescribeDcdnRefreshTaskById, DescribeRefreshTaskById: flat rows, one per URL of each id, no paging."""
        ids = [part.strip() for part in params.get("TaskId", "").split(",") if part.strip()]
        call.asked.extend(ids)
        if not ids:
            raise _error("MissingTaskId", "TaskId is mandatory for this action.")
        if len(ids) > _MAX_IDS:
            raise _error("InvalidTaskId", "The maximum number of taskIds is 10.")
        found: list[tuple[Task, Phase]] = []
        bad: list[ApiError] = []
        for task_id in dict.fromkeys(ids):
            task, error = self._one(call, task_id)
            if task is not None:
                phase = self._look(call, task)
                call.read.append(task)
                if not phase.hidden:
                    found.append((task, phase))
                    continue
                error = self._unknown_id()
            if error is not None:
                bad.append(error)
        if bad and (self.settings.bad_id_fails_all or not found):
            raise bad[0]
        most = self.settings.by_id_max_rows
        rows: list[dict[str, Any]] = []
        total = 0
        for task, phase in found:
            total += phase.total
            count = phase.total if most is None else min(most, phase.total)
            rows.extend(self._row(task, phase, index, listed=False) for index in range(count))
            call.shown.append((task, phase))
        if self.settings.total_count == "ids":
            total = len(found)
        return {"TotalCount": total, "Tasks": rows}

    def _one(self, call: Call, task_id: str) -> tuple[Task | None, ApiError | None]:
        """The task of an id, or else the error for it, or neither if it just has no rows."""
        task = self.world.tasks.find(self.name, task_id)
        if task is None or task.tenant != call.tenant:
            if task is None and not (task_id.isascii() and task_id.isdecimal()):
                return None, _malformed_id()
            return None, self._unknown_id()
        if task.created < call.now - _HISTORY:
            setting = self.settings.expired_id
            return None, self._unknown_id() if setting == "as_unknown" else self._id_error(setting)
        return task, None

    def _unknown_id(self) -> ApiError | None:
        return self._id_error(self.settings.unknown_id)

    @staticmethod
    def _id_error(setting: str) -> ApiError | None:
        if setting == "malformed":
            return _malformed_id()
        return _too_old() if setting == "invalid_time" else None

    def _creation_time(self, task: Task) -> str:
        moment = utc(task.created)
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ" if self.settings.creation_seconds else "%Y-%m-%dT%H:%MZ")

    @staticmethod
    def _object_type(task: Task) -> str:
        return "preload" if task.operation == "prefetch" else task.object_type

    def _row(self, task: Task, phase: Phase, index: int, *, listed: bool) -> dict[str, Any]:
        row = phase.row(index)
        settings = self.settings
        word = _WORDS.get(row.state, row.state)
        if listed and row.state == PENDING and settings.pending_in_list == "refreshing":
            word = "Refreshing"
        sign = "%" if (settings.list_percent_sign if listed else settings.by_id_percent_sign) else ""
        object_type = self._object_type(task)
        if listed and object_type == "directory":
            # "`path` = `directory` of the request" and of the call by id
            object_type = "path"
        answer: dict[str, Any] = {
            "Status": word,
            "CreationTime": self._creation_time(task),
            "ObjectType": object_type,
            "Process": "" if row.progress is None else f"{row.progress}{sign}",
            "Description": self._description(row, listed),
            "ObjectPath": task.url(index),
            "TaskId": task.id,
        }
        if phase.row_fields or phase.drop_fields:
            answer.update(phase.row_fields)
            for name in phase.drop_fields:
                answer.pop(name, None)
        return answer

    def _description(self, row: Row, listed: bool) -> str:
        if row.state == FAILED:
            text = _DEFAULT_ERROR if row.error is None else row.error
        elif row.state == SUCCEEDED and self.settings.description_on_complete:
            text = _DEFAULT_ERROR
        else:
            return ""
        return _LIST_ERRORS.get(text, text) if listed else text

    def _times(self, call: Call, params: Mapping[str, str]) -> tuple[float, float]:
        """StartTime and EndTime: both or neither, at most 3 days back."""
        start_text, end_text = params.get("StartTime") or None, params.get("EndTime") or None
        if start_text is None and end_text is None:
            return call.now - _HISTORY, call.now
        if start_text is None or end_text is None:
            raise _error("MissingTimeParameter", "The StartTime and EndTime must be both specified.")
        start = _moment(start_text, "InvalidStartTime.Malformed")
        end = _moment(end_text, "InvalidEndTime.Malformed")
        if end <= start:
            raise _error("InvalidEndTime.Mismatch", "Specified end time does not match the specified start time.")
        if start > call.now:
            raise _error("InvalidStartTime.ValueNotSupported", "The specified StartTime is not supported.")
        # A minute of grace: a client that asks for exactly three days needs time to send its request.
        if start < call.now - _HISTORY - 60:
            raise _too_old()
        # Times have whole seconds, tasks have not.
        return start, end + 1

    def _page(self, params: Mapping[str, str]) -> tuple[int, int]:
        numbers = []
        for name, default, most in (("PageNumber", "1", 100000), ("PageSize", "20", self.largest_page)):
            text = params.get(name) or default
            if not (text.isascii() and text.isdecimal()) or not 1 <= int(text) <= most:
                raise _error("InvalidParameters", f"The specified parameters are invalid: {name}.")
            numbers.append(int(text))
        return numbers[0], numbers[1]

    def _list(self, call: Call, params: Mapping[str, str]) -> dict[str, Any]:
        """DescribeDcdnRefreshTasks, DescribeRefreshTasks: nested rows, paged."""
        task_id, path = params.get("TaskId") or None, params.get("ObjectPath") or None
        object_type, status = params.get("ObjectType") or None, params.get("Status") or None
        domains = [name for name in (params.get("DomainName") or "").split(",") if name]
        if object_type is not None and object_type not in self.settings.list_types:
            raise _error("InvalidObjectType.ValueNotSupported", "The specified ObjectType is not supported.")
        if status is not None and status not in _LIST_STATES:
            raise _error("InvalidStatus.ValueNotSupported", "The specified Status is not supported.")
        if (domains or status is not None) and object_type is None:
            raise _error("MissingParameter.ObjectType", "ObjectType is mandatory with DomainName or Status.")
        if len(domains) > 500:
            raise _error("DomainNameOverLimit", "The number of domain names exceeds the limit of 500.")
        if task_id is not None:
            call.asked.append(task_id)
            # Paging through an id that the call by id did not show whole is part of reading it once.
            call.counts_as_asking = False
            if not (task_id.isascii() and task_id.isdecimal()) and not self.world.tasks.find(self.name, task_id):
                raise _malformed_id()
        group = params.get("ResourceGroupId") if self.has_groups else None
        start, end = self._times(call, params)
        number, size = self._page(params)

        skip, total = (number - 1) * size, 0
        rows: list[dict[str, Any]] = []
        for task in self._candidates(call, task_id, start, end):
            if object_type is not None and self._object_type(task) != object_type:
                continue
            if domains and task.domain not in domains:
                continue
            if group and task.project != group:
                continue
            phase = self._look(call, task)
            if phase.hidden:
                call.read.append(task)
                continue
            indexes = self._matching(task, phase, path, status)
            total += len(indexes)
            wanted = indexes[skip : skip + size - len(rows)]
            skip = max(0, skip - len(indexes))
            if wanted:
                rows.extend(self._row(task, phase, index, listed=True) for index in wanted)
                call.read.append(task)
                call.shown.append((task, phase))
        return {"PageNumber": number, "PageSize": size, "TotalCount": total, "Tasks": {self.rows_key: rows}}

    def _candidates(self, call: Call, task_id: str | None, start: float, end: float) -> Iterator[Task]:
        if task_id is not None:
            task = self.world.tasks.find(self.name, task_id)
            tasks = [task] if task else []
        else:
            tasks = self.world.tasks.newest_first(self.name)
        for task in tasks:
            if task.created < start:
                return
            if task.created <= end and task.tenant == call.tenant:
                yield task

    def _matching(self, task: Task, phase: Phase, path: str | None, status: str | None) -> Any:
        """Indexes of a task's rows that a list shows; a range unless rows have to be looked at."""
        hide = self.settings.pending_in_list == "hide" and phase.tally().get(PENDING)
        if path is None and status is None and not hide:
            return range(phase.total)
        shown = []
        for index in range(phase.total):
            row = phase.row(index)
            if hide and row.state == PENDING:
                continue
            if path is not None and task.url(index) != path:
                continue
            if status is not None and self._row(task, phase, index, listed=True)["Status"] != status:
                continue
            shown.append(index)
        return shown

    # -- quotas -----------------------------------------------------------------------------------

    def quotas(self, tenant: str) -> dict[str, dict[str, int]]:
        zone, now = self.world.settings.general.quota_zone_hours, self.world.clock.now()
        return {
            kind: {"limit": limit, "used": self.world.quotas.used(self.name, tenant, kind, now, zone)}
            for kind, limit in self.settings.quota_limits.items()
        }

    def _show_quota(self, call: Call, params: Mapping[str, str]) -> dict[str, Any]:
        """DescribeDcdnRefreshQuota, DescribeRefreshQuota: "All values are strings holding numbers"."""
        body: dict[str, Any] = {}
        for kind, entry in self.quotas(call.tenant).items():
            body[f"{kind}Quota"] = str(entry["limit"])
            body[f"{kind}Remain"] = str(max(0, entry["limit"] - entry["used"]))
        return body

    # -- submitting -------------------------------------------------------------------------------

    def next_ids(self, operation: str, count: int) -> list[str]:
        first = self.world.tasks.count(f"{self.name} {operation}", self.first_ids[operation], count)
        return [str(first + offset) for offset in range(count)]

    def _refresh(self, call: Call, params: Mapping[str, str]) -> dict[str, Any]:
        kind = params.get("ObjectType") or "File"
        if kind not in _PURGES and kind != self.ignore_params:
            raise _error("InvalidObjectType.Malformed", "The specified ObjectType is invalid.")
        object_type, quota, most = _PURGES.get(kind, _IGNORING)
        force = _flag(params, "Force")
        urls = self._paths(params, most)
        if kind == "Directory" and not all(url.endswith("/") for url in urls):
            raise _error("InvalidObjectPath.Malformed", "The specified ObjectPath is invalid.")
        if len({host_of(url) for url in urls}) > _MAX_DOMAINS:
            raise _error("SingleRequest.OverLimit", "The number of domain names exceeds the limit of a single request.")
        self._spend(call, quota, len(urls), "QuotaExceeded.Refresh")
        self._count_purges(call, urls)
        return {"RefreshTaskId": self._make(call, "purge", object_type, urls, {"force": force})}

    def _refresh_by_tag(self, call: Call, params: Mapping[str, str]) -> dict[str, Any]:
        domain, tags = params.get("DomainName", ""), [tag for tag in params.get("CacheTag", "").split(",") if tag]
        for name, value in (("DomainName", domain), ("CacheTag", tags)):
            if not value:
                raise _error(f"Missing{name}", f"{name} is mandatory for this action.")
        force = _flag(params, "Force")
        self._check_domain(domain)
        kind = self.settings.cache_tag_object_type
        return {"RefreshTaskId": self._make(call, "purge", kind, tags, {"force": force, "domain": domain})}

    def _preload(self, call: Call, params: Mapping[str, str]) -> dict[str, Any]:
        urls = self._paths(params, self.settings.prefetch_urls)
        if any(len(url) > _MAX_PREFETCH_URL for url in urls):
            raise _error("InvalidObjectPath.Size.Malformed", "The length of a URL exceeds the limit.")
        if params.get("Area") not in (None, "", "domestic", "overseas"):
            raise _error("InvalidParameters", "The specified parameters are invalid: Area.")
        if params.get("WithHeader"):
            try:
                json.loads(params["WithHeader"])
            except ValueError:
                raise _error("InvalidParameters", "The specified parameters are invalid: WithHeader.") from None
        for name in self.switches:
            _flag(params, name)
        if self._queued(call) + len(urls) > self.settings.prefetch_queue:
            raise _error("PreloadQueueFull", "The preload queue is full.", self.queue_full_status)
        self._spend(call, "Preload", len(urls), "QuotaExceeded.Preload")
        return {self.prefetch_key: self._make(call, "prefetch", "file", urls, {})}

    def _queued(self, call: Call) -> int:
        """Unfinished prefetch URLs; looked at closely only when there could be too many."""
        tasks = [
            task
            for task in self.world.tasks.newest_first(self.name)
            if task.operation == "prefetch" and task.tenant == call.tenant
        ]
        if sum(task.url_count for task in tasks) < self.settings.prefetch_queue // 2:
            return 0
        queued = 0
        for task in tasks:
            tally = task.phase(call.now).tally()
            queued += sum(count for state, count in tally.items() if state not in TERMINAL)
        return queued

    def _paths(self, params: Mapping[str, str], most: int) -> list[str]:
        """The URLs of ObjectPath, "separated by \\n or \\r\\n"."""
        urls = [line.strip() for line in re.split(r"\r?\n", params.get("ObjectPath", "")) if line.strip()]
        if not urls:
            raise _error("MissingObjectPath", "ObjectPath is mandatory for this action.")
        if len(urls) > most:
            raise _error("SingleRequest.OverLimit", "The number of URLs exceeds the limit of a single request.")
        for url in urls:
            if not url.startswith(("http://", "https://")) or not host_of(url):
                raise _error("InvalidObjectPath.Malformed", "The specified ObjectPath is invalid.")
            self._check_domain(host_of(url))
        return urls

    def _check_domain(self, host: str) -> None:
        if "*" in host:
            raise _error("InvalidExtensiveDomain.ValueNotSupported", "Extensive domain names are not supported.")
        if self.settings.domains is not None and host not in self.settings.domains:
            raise _error("InvalidDomain.NotFound", "The domain provided does not belong to you.", 404)

    def _spend(self, call: Call, kind: str, amount: int, code: str) -> None:
        general = self.world.settings.general
        quota = self.quotas(call.tenant).get(kind)
        if quota and general.quotas and quota["used"] + amount > quota["limit"]:
            raise _error(code, "The daily quota is exceeded.")
        self.world.quotas.spend(self.name, call.tenant, kind, amount, call.now, general.quota_zone_hours)

    def _count_purges(self, call: Call, urls: list[str]) -> None:
        """ "refresh URLs per domain and minute" """
        if not self.world.settings.general.quotas:
            return
        now = self.world.clock.monotonic()
        for domain in {host_of(url) for url in urls}:
            window = self._recent_purges.setdefault((call.tenant, domain), deque())
            while window and window[0][0] <= now - 60:
                window.popleft()
            amount = sum(host_of(url) == domain for url in urls)
            if sum(count for _, count in window) + amount > self.settings.purge_urls_per_minute:
                raise _error("QuotaPerMinuteExceeded.Refresh", "The quota per minute is exceeded.")
            window.append((now, amount))

    def _make(self, call: Call, operation: str, object_type: str, urls: list[str], details: dict[str, Any]) -> str:
        """Make the task or tasks of a submit, and answer their ids joined with commas."""
        groups: dict[str, list[str]] = {}
        for url in urls:
            domain = details.get("domain") or host_of(url)
            groups.setdefault(domain if self.settings.split_by_domain else "", []).append(url)
        ids: list[str] = []
        for domain, group in groups.items():
            left = group
            if self.settings.merge_same_second:
                left = self._merge(self._same_second(call, operation, object_type, domain), group, ids)
            for first in range(0, len(left), _MERGED[operation]):
                part = left[first : first + _MERGED[operation]]
                task = Task(
                    provider=self.name,
                    id=self.next_ids(operation, 1)[0],
                    operation=operation,
                    object_type=object_type,
                    created=call.now,
                    tenant=call.tenant,
                    script=self.world.script(None),
                    urls=tuple(part),
                    url_count=len(part),
                    details=details,
                )
                self.world.tasks.add(task)
                ids.append(task.id)
        return ",".join(ids)

    def _same_second(self, call: Call, operation: str, object_type: str, domain: str) -> Task | None:
        """The newest task of this second that is like the one to be made."""
        for task in self.world.tasks.newest_first(self.name):
            if task.created < int(call.now):
                return None
            if (task.tenant, task.operation, task.object_type) == (call.tenant, operation, object_type) and (
                domain in ("", task.domain)
            ):
                return task
        return None

    @staticmethod
    def _merge(task: Task | None, urls: list[str], ids: list[str]) -> list[str]:
        """Add URLs to a task of the same second; answer those that do not fit."""
        if task is None:
            return urls
        room = _MERGED[task.operation] - task.url_count
        if room <= 0:
            return urls
        task.urls = (*task.urls, *urls[:room])
        task.url_count = len(task.urls)
        ids.append(task.id)
        return urls[room:]

    # -- errors -----------------------------------------------------------------------------------

    def denied(self, call: Call) -> ApiError:
        error = self.gateway_error(403)
        error.extra["AccessDeniedDetail"] = {
            "AuthAction": f"{self.namespace}:{call.name}",
            "AuthPrincipalType": "SubUser",
            "NoPermissionType": "ImplicitDeny",
            "PolicyType": "AccountLevelIdentityBasedPolicy",
        }
        return error

    def throttled(self, call: Call) -> ApiError:
        error = self.gateway_error(429)
        if self.settings.throttle == "400":
            error = _error("Throttling.User", "Request was denied due to user flow control.")
        if self.settings.retry_after_ms is not None:
            error.headers["x-acs-retry-after"] = str(self.settings.retry_after_ms)
        return error

    def gateway_error(self, status: int) -> ApiError:
        code, message = _GATEWAY_ERRORS.get(status, _GATEWAY_ERRORS[500 if status >= 500 else 400])
        return ApiError(status, code, message)

    def token_expired(self, call: Call) -> ApiError | None:
        return expired_token()

    def error_answer(self, call: Call, error: ApiError) -> Answer:
        body = {
            "RequestId": call.request_id,
            "HostId": call.wire.headers.get("host", ""),
            "Code": error.code,
            "Message": error.message,
            "Recommend": f"https://api.example.invalid/troubleshoot?q={error.code}",
            **error.extra,
        }
        return Answer(error.status, body, headers=dict(error.headers), code=error.code)

    def finish(self, call: Call, answer: Answer) -> Answer:
        if self.settings.request_id_header:
            answer.headers.setdefault("x-acs-request-id", call.request_id)
        return answer


class AlibabacloudDcdn(Alibabacloud):
    """The DCDN calls."""

    name: ClassVar[str] = "alibabacloud_dcdn"
    version = "2018-01-15"
    namespace = "dcdn"
    names = Names(
        by_id="DescribeDcdnRefreshTaskById",
        list="DescribeDcdnRefreshTasks",
        quota="DescribeDcdnRefreshQuota",
        purge="RefreshDcdnObjectCaches",
        purge_by_tag="RefreshDcdnObjectCacheByCacheTag",
        prefetch="PreloadDcdnObjectCaches",
    )
    #: By id 30/s, list 5/s (10/s on older pages), quota 20/s, refresh 30/s, prefetch 15/s. The rate of
    #: purges by tag is not documented; it is taken to be that of refresh.
    calls = calls_of(names, purge=30, prefetch=15)
    largest_page = 50
    rows_key = "Task"
    prefetch_key = "PreloadTaskId"
    ignore_params = "IgnoreParams"
    switches = ("L2Preload", "QueryHashkey")
    queue_full_status = 400
    first_ids: ClassVar[Mapping[str, int]] = {"purge": 704222904, "prefetch": 9524222904}


def _moment(text: str, code: str) -> float:
    try:
        return float(calendar.timegm(time.strptime(text, "%Y-%m-%dT%H:%M:%SZ")))
    except ValueError:
        raise _error(code, "The specified time is malformed.") from None


def _flag(params: Mapping[str, str], name: str) -> bool:
    """A boolean; "the Python SDK sends `True`/`False`"."""
    text = params.get(name) or "false"
    try:
        return _BOOLEANS[text.lower()]
    except KeyError:
        raise _error("InvalidParameters", f"The specified parameters are invalid: {name}.") from None


BLUEPRINTS = (AlibabacloudDcdn, AlibabacloudSts)
