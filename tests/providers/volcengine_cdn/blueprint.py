# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Volcengine CDN and BytePlus CDN: the calls about tasks (API version 2021-03-01).

Vendor pages: SubmitRefreshTask, SubmitPreloadTask, DescribeContentTasks, DescribeContentQuota, and the common error
codes. An error is told by ResponseMetadata.Error, whatever the HTTP status.
"""

from __future__ import annotations

import calendar
import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from tests.emulator.accounts import Key
from tests.emulator.blueprint import Blueprint, Call, CallSpec
from tests.emulator.scripts import FAILED, PENDING, RUNNING, SUCCEEDED, Phase
from tests.emulator.settings import about, switch
from tests.emulator.signatures import Authorization
from tests.emulator.sts import Keyring
from tests.emulator.tasks import Task
from tests.emulator.wire import Answer, ApiError, Wire, host_of

from .accounts import BYTEPLUS_TENANT, VOLC_KEY, VOLC_KEYS, VOLC_TENANT
from .signatures import DATE, VOLC_SCHEME, parse_volcengine, scope_in, verify_volcengine
from .sts import STS_VERSION, VolcengineSts

_DAY = 86400
#: "You can query the tasks of the last seven days"; not by id either.
_HISTORY = 7 * _DAY
#: "X-Date is valid for 900 seconds".
_VALID = 900
#: Of the CDN, and of STS.
_BYTEPLUS_REGIONS = ("ap-singapore-1", "ap-southeast-1")
_MUST_BE_SIGNED = {"host", "x-date", "x-content-sha256"}

_WORDS = {PENDING: "running", RUNNING: "running", SUCCEEDED: "complete", FAILED: "failed"}
#: TaskType to operation and object type of a task.
_TYPES = {
    "refresh_file": ("purge", "file"),
    "refresh_dir": ("purge", "directory"),
    "refresh_regex": ("purge", "regex"),
    "preload": ("prefetch", "file"),
}
#: Type of a purge to TaskType, prefix of its id and quota.
_PURGES = {
    "file": ("refresh_file", "refresh_url_", "Refresh"),
    "dir": ("refresh_dir", "refresh_dir_", "RefreshDir"),
    "regex": ("refresh_regex", "refresh_regex_", "RefreshRegex"),
}
_AREAS = (None, "", "chinese_mainland", "outside_chinese_mainland", "global")

#: By HTTP status: code, number, text.
_GATEWAY_ERRORS = {
    400: ("InvalidParameter.Request", 0, "The request is invalid."),
    401: ("SignatureDoesNotMatch", 100010, "The request signature we calculated does not match."),
    403: ("AccessDenied", 100013, "User is not authorized to perform the action."),
    404: ("InvalidActionOrVersion", 100008, "Could not find operation for the version."),
    429: ("FlowLimitExceeded", 100018, "Request was rejected because of flow control."),
    500: ("InternalError", 100014, "Internal error."),
    502: ("InternalServiceError", 100016, "Internal service error."),
    503: ("ServiceUnavailableTemp", 100015, "Service is temporarily unavailable."),
    504: ("InternalServiceTimeout", 100017, "Internal service is timeout."),
}


@dataclass
class VolcengineSettings:
    """What the vendor's documents leave open, with the answer assumed by default."""

    unknown_id: str = switch("empty", "answer for an unknown id: no rows, or an error", ("empty", "error"))
    largest_page: int = switch(100, "the largest PageSize")
    beyond_page: str = switch("cut", "a larger PageSize is cut down to it, or refused", ("cut", "refuse"))
    default_page: int = switch(10, "PageSize where none is given")
    percent_sign: bool = switch(True, "Process ends with %")
    empty_data: str = switch("list", "Data without rows: a list, null, or left out", ("list", "null", "absent"))
    order: str = switch("newest", "which rows come first", ("newest", "oldest"))
    needs_window: bool = switch(False, "StartTime and EndTime are mandatory, as an old page has it")
    request_id_key: str = switch("RequestId", "spelling of the request's id", ("RequestId", "RequestID"))
    business_status: int = switch(200, "HTTP status of errors that are not the gateway's", (200, 400))
    quota_code: str = switch("InvalidParameter.NoActionQuota", "code of an exhausted quota")
    whitelisted: bool = switch(True, "Delete and regex are enabled for the account")
    commit_num: int | None = switch(None, "CommitNum of a prefetch; null: as many as were sent")
    task_id_prefix: bool = switch(True, "ids begin with the documented prefixes")
    domains: list[str] | None = field(
        default=None, metadata=about("host names that belong to the account; null: all do")
    )
    old_quotas: bool = switch(False, "no quotas of regex, block and unblock, as on BytePlus' page")
    batches: dict[str, Any] = field(
        default_factory=lambda: {"Refresh": 100, "RefreshDir": 50, "RefreshRegex": 10, "Preload": 100},
        metadata=about("objects per call"),
    )
    quota_limits: dict[str, Any] = field(
        default_factory=lambda: {
            "Refresh": 1000,
            "RefreshDir": 50,
            "RefreshRegex": 20,
            "Preload": 1000,
            "Block": 100,
            "Unblock": 100,
        },
        metadata=about("what may be submitted in a day"),
    )
    rates: dict[str, Any] = field(
        default_factory=dict, metadata=about("calls per second by call name, in place of the documented ones")
    )


class VolcengineCdn(Blueprint):
    """The four calls, for accounts of either site."""

    name = "volcengine_cdn"
    settings_type = VolcengineSettings
    keys = VOLC_KEYS
    default_tenant = VOLC_TENANT
    version: ClassVar[str] = "2021-03-01"
    calls: ClassVar[Mapping[str, CallSpec]] = {
        "DescribeContentTasks": CallSpec(20),
        "DescribeContentQuota": CallSpec(20),
        "SubmitRefreshTask": CallSpec(20, writes=True),
        "SubmitPreloadTask": CallSpec(20, writes=True),
    }

    def __init__(self, world: Any) -> None:
        super().__init__(world)
        self.identity = Keyring(world, VOLC_KEYS, "AKTPISSUED", "volc")
        self._handlers = {
            "DescribeContentTasks": self._read,
            "DescribeContentQuota": self._show_quotas,
            "SubmitRefreshTask": self._refresh,
            "SubmitPreloadTask": self._preload,
        }

    def reset(self) -> None:
        self.identity.reset()

    def add_key(self, key: Key) -> None:
        self.identity.add(key)

    @classmethod
    def environment(cls, url: str) -> Mapping[str, str]:
        return {"VOLCENGINE_ACCESS_KEY": VOLC_KEY.access_key, "VOLCENGINE_SECRET_KEY": VOLC_KEY.secret_key}

    def authorization(self, text: str) -> Authorization | None:
        return parse_volcengine(text)

    def request_id(self, number: int) -> str:
        return f"20261121083000{number:020X}"

    def claims(self, wire: Wire) -> bool:
        """Whether the request is for this product; the real service tells it by its host name."""
        query = dict(wire.form_query)
        if query.get("Version") == STS_VERSION:
            return False
        is_call = query.get("Action") in self.calls or query.get("Version") == self.version
        return wire.raw_path == "/" and (is_call or wire.headers.get("authorization", "").startswith(VOLC_SCHEME))

    def call_name(self, wire: Wire) -> str:
        action = dict(wire.form_query).get("Action", "")
        return action if action in self.calls else "unknown"

    # -- who is asking ----------------------------------------------------------------------------

    def authenticate(self, call: Call) -> None:
        query = dict(call.wire.form_query)
        if call.wire.method not in ("GET", "POST"):
            raise ApiError(405, "MethodNotAllowed", "The method is not allowed.")
        if not query.get("Action") or not query.get("Version"):
            raise _refusal(400, "MissingParameter", "Action and Version have to be in the query.")
        if call.name == "unknown" or query["Version"] != self.version:
            raise self.gateway_error(404)
        self.identify(call, lambda each: self.check_key(each, "cdn"))

    def check_key(self, call: Call, service: str) -> None:
        """Fill in who is asking a service. Raises ApiError."""
        wire = call.wire
        text = wire.headers.get("authorization", "")
        if not text:
            raise _refusal(401, "MissingAuthenticationToken", "There are no credentials.")
        auth, scope = parse_volcengine(text), scope_in(text)
        if auth is None or scope is None or scope[3].lower() != service:
            raise _refusal(400, "InvalidAuthorization", "The Authorization header is malformed.")
        call.scheme, call.access_key, call.signed_headers = VOLC_SCHEME, auth.access_key, auth.signed_headers
        try:
            signed_at = calendar.timegm(time.strptime(wire.headers.get("x-date", ""), DATE))
        except ValueError:
            raise _refusal(403, "InvalidTimestamp", "X-Date is missing or malformed.") from None
        if scope[1] != wire.headers["x-date"][:8]:
            raise _refusal(400, "InvalidCredential", "The date of the credential is another one.")
        # Clocks differ by a little, so that only a date that is really from the future is refused.
        if not -_VALID <= signed_at - call.now <= _VALID:
            raise _refusal(403, "InvalidTimestamp", "The signature has expired, or is from the future.")
        key = self.identity.get(auth.access_key)
        is_of_byteplus = scope[2] in _BYTEPLUS_REGIONS
        if key is None or not key.active or (key.tenant == BYTEPLUS_TENANT) != is_of_byteplus:
            raise _refusal(401, "InvalidAccessKey", "The access key does not exist, or is disabled.")
        must = _MUST_BE_SIGNED | ({"x-security-token"} if key.token else set())
        body_hash = hashlib.sha256(wire.body).hexdigest()
        if not must <= set(auth.signed_headers) or wire.headers.get("x-content-sha256") != body_hash:
            raise self.gateway_error(401)
        if not verify_volcengine(wire, key.secret_key):
            raise self.gateway_error(401)
        if wire.headers.get("x-security-token") != key.token:
            raise _refusal(401, "InvalidSecretToken", "The security token is invalid.")
        if key.expires_at is not None and key.expires_at <= call.now:
            raise _expired_token()
        call.tenant, call.rights = key.tenant, key.rights

    # -- reading ----------------------------------------------------------------------------------

    def answer(self, call: Call) -> Answer:
        params: Any = {}
        if call.wire.body:
            try:
                params = call.wire.json()
            except ValueError:
                raise self._error("InvalidParameter.Body", "The body is not JSON.") from None
        if not isinstance(params, dict):
            raise self._error("InvalidParameter.Body", "The body is no object.")
        result = self._handlers[call.name](call, params)
        return Answer(200, {"ResponseMetadata": self._metadata(call), "Result": result})

    def _metadata(self, call: Call) -> dict[str, Any]:
        scope = scope_in(call.wire.headers.get("authorization", ""))
        return {
            self.settings.request_id_key: call.request_id,
            "Action": dict(call.wire.form_query).get("Action", ""),
            "Version": dict(call.wire.form_query).get("Version", ""),
            "Service": "CDN",
            "Region": scope[2] if scope else "",
        }

    def _read(self, call: Call, params: Mapping[str, Any]) -> dict[str, Any]:
        task_type = params.get("TaskType")
        if task_type not in _TYPES:
            raise self._error("InvalidParameter.TaskType", "TaskType is missing or invalid.")
        start, end = self._window(call, params)
        tasks = self.world.tasks.newest_first(self.name)
        task_id = params.get("TaskID") or None
        if task_id is not None:
            call.asked.append(str(task_id))
            found = self.world.tasks.find(self.name, str(task_id))
            if (found is None or found.tenant != call.tenant) and self.settings.unknown_id == "error":
                raise self._error("NotFound.TaskID", "The task does not exist.")
            tasks = [] if found is None else [found]
        rows: list[tuple[Task, Phase, dict[str, Any]]] = []
        for task in tasks:
            if task.tenant != call.tenant or (task.operation, task.object_type) != _TYPES[task_type]:
                continue
            # Times have whole seconds, tasks have not.
            if not max(start, call.now - _HISTORY) <= task.created < end + 1:
                continue
            phase = call.look(task)
            call.read.append(task)
            if not phase.hidden:
                rows += [(task, phase, row) for row in self._rows(task, phase, task_type) if _wanted(row, params)]
        if self.settings.order == "oldest":
            rows.reverse()
        number, size = self._number(params, "PageNum", 1), self._page_size(params)
        page = rows[size * (number - 1) : size * number]
        call.shown.extend({task.id: (task, phase) for task, phase, _row in page}.values())
        body: dict[str, Any] = {"Total": len(rows), "PageNum": number, "PageSize": size}
        if page or self.settings.empty_data == "list":
            body["Data"] = [row for _task, _phase, row in page]
        elif self.settings.empty_data == "null":
            body["Data"] = None
        return body

    def _window(self, call: Call, params: Mapping[str, Any]) -> tuple[float, float]:
        start, end = params.get("StartTime"), params.get("EndTime")
        if start is None and end is None and not self.settings.needs_window:
            return call.now - _HISTORY, call.now
        if not isinstance(start, int) or not isinstance(end, int):
            raise self._error("InvalidParameter.StartTime", "StartTime and EndTime have to be given together.")
        if start > end:
            raise self._error("InvalidParameter.StartTime", "StartTime is after EndTime.")
        return start, end

    def _number(self, params: Mapping[str, Any], name: str, default: int) -> int:
        value = params.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise self._error(f"InvalidParameter.{name}", f"{name} is out of range.")
        return value

    def _page_size(self, params: Mapping[str, Any]) -> int:
        size = self._number(params, "PageSize", self.settings.default_page)
        if size > self.settings.largest_page and self.settings.beyond_page == "refuse":
            raise self._error("InvalidParameter.PageSize", "PageSize is out of range.")
        return min(size, int(self.settings.largest_page))

    def _rows(self, task: Task, phase: Phase, task_type: str) -> list[dict[str, Any]]:
        rows = []
        for index in range(phase.total):
            state = phase.row(index)
            sign = "%" if self.settings.percent_sign else ""
            row: dict[str, Any] = {
                "TaskID": task.id,
                "TaskType": task_type,
                "Url": task.url(index),
                "Status": _WORDS.get(state.state, state.state),
                "Process": f"{state.progress or 0}{sign}",
                "CreateTime": int(task.created),
                "StatusCode": 502 if state.state == FAILED and task.operation == "prefetch" else 0,
                "Remark": (state.error or "origin failed") if state.state == FAILED else "",
                "Layer": "",
                "Delete": bool(task.details.get("delete")),
                "RefreshPrefix": bool(task.details.get("prefix")),
                "CacheShared": False,
                "RequestHeaderInstances": task.details.get("headers") or [],
            }
            row.update(phase.row_fields)
            for name in phase.drop_fields:
                row.pop(name, None)
            rows.append(row)
        return rows

    # -- quotas -----------------------------------------------------------------------------------

    def quotas(self, tenant: str) -> dict[str, dict[str, int]]:
        zone, now = self.world.settings.general.quota_zone_hours, self.world.clock.now()
        return {
            name: {"limit": limit, "used": self.world.quotas.used(self.name, tenant, name, now, zone)}
            for name, limit in self.settings.quota_limits.items()
        }

    def _show_quotas(self, call: Call, params: Mapping[str, Any]) -> dict[str, Any]:
        body: dict[str, Any] = {}
        for name, entry in self.quotas(call.tenant).items():
            if self.settings.old_quotas and name in ("RefreshRegex", "Block", "Unblock"):
                continue
            body[f"{name}Quota"] = entry["limit"]
            body[f"{name}Remain"] = max(0, entry["limit"] - entry["used"])
            body["RefreshQuotaLimit" if name == "Refresh" else f"{name}Limit"] = self.settings.batches.get(name, 100)
        return body

    # -- submitting -------------------------------------------------------------------------------

    def next_ids(self, operation: str, count: int) -> list[str]:
        return [self._new_id("refresh_url_" if operation == "purge" else "prefetch_url_") for _number in range(count)]

    def _new_id(self, prefix: str) -> str:
        number = self.world.tasks.count(f"{self.name} ids", 1)
        return f"{prefix if self.settings.task_id_prefix else ''}{number:048x}"

    def _refresh(self, call: Call, params: Mapping[str, Any]) -> dict[str, Any]:
        kind = params.get("Type") or "file"
        if kind not in _PURGES:
            raise self._error("InvalidParameter.Type", "Type is invalid.")
        task_type, prefix, quota = _PURGES[kind]
        urls = self._values(params, quota)
        needs_slash = kind == "dir" and not params.get("Prefix")
        if needs_slash and not all(url.endswith("/") for url in urls):
            raise self._error("InvalidParameter.Urls", "A directory has to end with a slash.")
        if (params.get("Prefix") or params.get("Delete")) and kind != "dir":
            raise self._error("InvalidParameter.Type", "Prefix and Delete are for directories.")
        if (params.get("Delete") or kind == "regex") and not self.settings.whitelisted:
            raise self._error("AccessDenied.WhitelistUnauthorized", "The feature is not enabled for the account.")
        self._spend(call, quota, len(urls))
        details = {"delete": params.get("Delete"), "prefix": params.get("Prefix")}
        return {"TaskID": self._make(call, task_type, prefix, urls, details)}

    def _preload(self, call: Call, params: Mapping[str, Any]) -> dict[str, Any]:
        urls = self._values(params, "Preload")
        if params.get("Area") not in _AREAS:
            raise self._error("InvalidParameter.Area", "Area is invalid.")
        if not 1 <= params.get("ConcurrentLimit", 10) <= 1000:
            raise self._error("InvalidParameter.ConcurrentLimit", "ConcurrentLimit is out of range.")
        headers = params.get("RequestHeaderInstances") or []
        if len(headers) > 10 or any(set(header) != {"Key", "Value"} for header in headers):
            raise self._error("InvalidParameter.RequestHeaderInstances", "A header is invalid.")
        self._spend(call, "Preload", len(urls))
        details = {"area": params.get("Area"), "headers": headers}
        task_id = self._make(call, "preload", "prefetch_url_", urls, details)
        taken = self.settings.commit_num
        return {"TaskID": task_id, "CommitNum": len(urls) if taken is None else taken}

    def _values(self, params: Mapping[str, Any], quota: str) -> list[str]:
        """The objects of a call. "If both are given, only UrlList counts"."""
        urls = params.get("UrlList") or [url for url in str(params.get("Urls") or "").split("\n") if url]
        if not urls or len(urls) > self.settings.batches.get(quota, 100):
            raise self._error("InvalidParameter.Urls", "There are no URLs, or too many.")
        for url in urls:
            host = host_of(url)
            if not str(url).startswith(("http://", "https://")) or not host or "*" in host:
                raise self._error("InvalidParameter.Urls", "A URL is invalid.")
            # An expression has no host that could be looked up.
            if quota != "RefreshRegex" and self.settings.domains is not None and host not in self.settings.domains:
                raise self._error("NotFound.Domain", "The domain does not belong to the account.")
        return [str(url) for url in urls]

    def _spend(self, call: Call, quota: str, amount: int) -> None:
        general, entry = self.world.settings.general, self.quotas(call.tenant)[quota]
        if general.quotas and entry["used"] + amount > entry["limit"]:
            raise self._error(self.settings.quota_code, "The quota of the day is exceeded.")
        self.world.quotas.spend(self.name, call.tenant, quota, amount, call.now, general.quota_zone_hours)

    def _make(self, call: Call, task_type: str, prefix: str, urls: list[str], details: dict[str, Any]) -> str:
        operation, object_type = _TYPES[task_type]
        task = Task(
            provider=self.name,
            id=self._new_id(prefix),
            operation=operation,
            object_type=object_type,
            created=call.now,
            tenant=call.tenant,
            script=self.world.script(None),
            urls=tuple(urls),
            url_count=len(urls),
            details=details,
        )
        self.world.tasks.add(task)
        return task.id

    # -- errors -----------------------------------------------------------------------------------

    def _error(self, code: str, message: str) -> ApiError:
        return ApiError(self.settings.business_status, code, message)

    def denied(self, call: Call) -> ApiError:
        return self.gateway_error(403)

    def throttled(self, call: Call) -> ApiError:
        return self.gateway_error(429)

    def gateway_error(self, status: int) -> ApiError:
        code, _number, message = _GATEWAY_ERRORS.get(status, _GATEWAY_ERRORS[500 if status >= 500 else 400])
        return ApiError(status, code, message, auth=status == 401)

    def token_expired(self, call: Call) -> ApiError | None:
        return _expired_token()

    def error_answer(self, call: Call, error: ApiError) -> Answer:
        numbers = {code: number for code, number, _message in _GATEWAY_ERRORS.values()}
        told = {"Code": error.code, "CodeN": numbers.get(error.code, 0), "Message": error.message}
        body = {"ResponseMetadata": {**self._metadata(call), "Error": told}}
        return Answer(error.status, body, headers=dict(error.headers), code=error.code)


def _refusal(status: int, code: str, message: str) -> ApiError:
    return ApiError(status, code, message, auth=True)


def _expired_token() -> ApiError:
    return _refusal(401, "InvalidSecretToken", "The security token has expired.")


def _wanted(row: Mapping[str, Any], params: Mapping[str, Any]) -> bool:
    urls = params.get("UrlList") or [url for url in str(params.get("Url") or "").split("\n") if url]
    url = str(row.get("Url") or "")
    return (
        (not urls or url in urls)
        and (not params.get("DomainName") or params["DomainName"] in host_of(url))
        and (not params.get("Status") or row.get("Status") == params["Status"])
    )


BLUEPRINTS = (VolcengineCdn, VolcengineSts)
