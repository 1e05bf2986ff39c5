# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The calls of CloudFront (API version 2020-05-31) that are about invalidations, of distributions and of tenants.

Vendor pages: CreateInvalidation, GetInvalidation, ListInvalidations, the same for distribution tenants, and the common
errors. Everything is XML. There is no word for a failure: a task whose script fails stays in progress.
"""

from __future__ import annotations

import calendar
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar
from urllib.parse import unquote

from tests.emulator import xml
from tests.emulator.accounts import Key
from tests.emulator.blueprint import Blueprint, Call, CallSpec
from tests.emulator.clock import rfc3339
from tests.emulator.scripts import SUCCEEDED, TERMINAL, Phase
from tests.emulator.settings import about, switch
from tests.emulator.signatures import Authorization
from tests.emulator.sts import Keyring
from tests.emulator.tasks import Task
from tests.emulator.wire import Answer, ApiError, Wire

from .accounts import AWS_CN_TENANT, AWS_KEY, AWS_KEYS, AWS_TENANT
from .signatures import AWS_SCHEME, parse_aws, scope_in, verify_aws
from .sts import AwsSts

NAMESPACE = "http://cloudfront.amazonaws.com/doc/2020-05-31/"
DISTRIBUTION = "EDFDVBD6EXAMPLE"
TENANT = "dt_2abcEXAMPLE"
#: Seconds by which a signature may be off.
_VALID = 900
_PLACE = re.compile(r"/2020-05-31/(distribution|distribution-tenant)/([^/]+)/invalidation(?:/([^/]+))?\Z")
_REGIONS = {"us-east-1": "aws", "cn-northwest-1": "aws-cn"}
_GATEWAY_ERRORS = {
    400: ("InvalidArgument", "The argument is invalid."),
    401: ("InvalidClientTokenId", "The security token included in the request is invalid."),
    403: ("AccessDenied", "User is not authorized to perform the action."),
    404: ("NoSuchInvalidation", "The specified invalidation does not exist."),
    429: ("Throttling", "Rate exceeded"),
    500: ("InternalFailure", "An internal error occurred."),
    502: ("ServiceUnavailable", "CloudFront encountered an internal error. Please try again."),
    503: ("ServiceUnavailable", "CloudFront encountered an internal error. Please try again."),
    504: ("ServiceUnavailable", "CloudFront encountered an internal error. Please try again."),
}


@dataclass
class AwsCloudfrontSettings:
    """What the vendor's documents leave open, with the answer assumed by default."""

    distributions: list[str] | None = field(
        default=None, metadata=about("distributions and tenants of the account; null: any")
    )
    largest_page: int = switch(100, "rows in a page of the list at most")
    empty_items: str = switch("absent", "Items where there are none", ("absent", "empty"))
    fraction: bool = switch(True, "whether times have a fraction of a second")
    done_word: str = switch("Completed", "the word for an invalidation that is done", ("Completed", "COMPLETED"))
    reused: str = switch(
        "InvalidArgument",
        "error for a caller reference that came with other paths",
        ("InvalidArgument", "InvalidationBatchAlreadyExists"),
    )
    location: str = switch("absolute", "the header Location of a new invalidation", ("absolute", "relative", "none"))
    in_progress: dict[str, Any] = field(
        default_factory=lambda: {"file": 3000, "directory": 15}, metadata=about("paths in progress of a distribution")
    )
    rates: dict[str, Any] = field(
        default_factory=dict, metadata=about("calls per second by call name, in place of the assumed ones")
    )


class AwsCloudfront(Blueprint):
    """The calls about invalidations."""

    name: ClassVar[str] = "aws_cloudfront"
    settings_type = AwsCloudfrontSettings
    keys = AWS_KEYS
    default_tenant = AWS_TENANT
    #: Not documented; what the collection keeps to, in whole calls a second.
    calls: ClassVar[Mapping[str, CallSpec]] = {
        "GetInvalidation": CallSpec(2),
        "ListInvalidations": CallSpec(2),
        "CreateInvalidation": CallSpec(1, writes=True),
    }

    def __init__(self, world: Any) -> None:
        super().__init__(world)
        self.identity = Keyring(world, AWS_KEYS, "ASIATESTISSUED", "cf")
        self.reset()

    def reset(self) -> None:
        self.identity.reset()
        #: The paths and the task of each caller reference.
        self._references: dict[tuple[str, str], tuple[list[str], str]] = {}

    def add_key(self, key: Key) -> None:
        self.identity.add(key)

    @classmethod
    def environment(cls, url: str) -> Mapping[str, str]:
        return {"AWS_ACCESS_KEY_ID": AWS_KEY.access_key, "AWS_SECRET_ACCESS_KEY": AWS_KEY.secret_key}

    def authorization(self, text: str) -> Authorization | None:
        return parse_aws(text)

    def request_id(self, number: int) -> str:
        text = f"{number:032x}"
        return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))

    def claims(self, wire: Wire) -> bool:
        return wire.raw_path.startswith("/2020-05-31/")

    def call_name(self, wire: Wire) -> str:
        place = _PLACE.match(wire.raw_path)
        if place is None:
            return "unknown"
        if place[3] is not None:
            return "GetInvalidation" if wire.method == "GET" else "unknown"
        return {"GET": "ListInvalidations", "POST": "CreateInvalidation"}.get(wire.method, "unknown")

    # -- who is asking ----------------------------------------------------------------------------

    def authenticate(self, call: Call) -> None:
        if call.name == "unknown":
            raise ApiError(404, "NoSuchResource", "There is no such resource.")
        self.identify(call, lambda each: self.check_key(each, "cloudfront"))

    def check_key(self, call: Call, service: str) -> None:
        """Fill in who is asking a service. Raises ApiError."""
        wire = call.wire
        text = wire.headers.get("authorization", "")
        if not text:
            raise _refusal("MissingAuthenticationToken", "Request is missing Authentication Token")
        auth, scope = parse_aws(text), scope_in(text)
        if auth is None or scope is None:
            raise _refusal("IncompleteSignature", "The Authorization header is malformed.", 400)
        call.scheme, call.access_key, call.signed_headers = AWS_SCHEME, auth.access_key, auth.signed_headers
        try:
            signed_at = calendar.timegm(time.strptime(wire.headers.get("x-amz-date", ""), "%Y%m%dT%H%M%SZ"))
        except ValueError:
            raise _refusal("IncompleteSignature", "X-Amz-Date is missing or malformed.", 400) from None
        if abs(signed_at - call.now) > _VALID:
            raise _refusal("SignatureDoesNotMatch", "Signature expired.")
        key = self.identity.get(auth.access_key)
        partition = _REGIONS.get(scope[2])
        if key is None or not key.active or (key.tenant == AWS_CN_TENANT) != (partition == "aws-cn"):
            raise self.gateway_error(401)
        must = {"host", "x-amz-date"} | ({"x-amz-security-token"} if key.token else set())
        if (
            partition is None
            or scope[3] != service
            or scope[1] != wire.headers["x-amz-date"][:8]
            or not must <= set(auth.signed_headers)
            or not verify_aws(wire, key.secret_key)
        ):
            raise _refusal("SignatureDoesNotMatch", "The request signature we calculated does not match.")
        if wire.headers.get("x-amz-security-token") != key.token:
            raise self.gateway_error(401)
        if key.expires_at is not None and key.expires_at <= call.now:
            raise _expired()
        call.tenant, call.rights = key.tenant, key.rights

    # -- answers ----------------------------------------------------------------------------------

    def answer(self, call: Call) -> Answer:
        place = _PLACE.match(call.wire.raw_path)
        assert place is not None
        kind, parent, own_id = place[1], place[2], place[3]
        is_tenant = kind == "distribution-tenant"
        known = self.settings.distributions
        if (known is not None and parent not in known) or parent.startswith("dt_") != is_tenant:
            code = "EntityNotFound" if is_tenant else "NoSuchDistribution"
            raise ApiError(404, code, "The specified distribution does not exist.")
        if call.name == "GetInvalidation":
            return self._get(call, parent, unquote(own_id))
        if call.name == "ListInvalidations":
            return self._list(call, parent)
        return self._create(call, parent)

    def _get(self, call: Call, parent: str, own_id: str) -> Answer:
        task_id = f"{parent}.{own_id}"
        call.asked.append(task_id)
        task = self.world.tasks.find(self.name, task_id)
        phase = None if task is None or task.tenant != call.tenant else call.look(task)
        if task is None or phase is None:
            raise self.gateway_error(404)
        call.read.append(task)
        if phase.hidden:
            raise self.gateway_error(404)
        call.shown.append((task, phase))
        return _xml(200, {"Invalidation": self._whole(task, phase)})

    def _list(self, call: Call, parent: str) -> Answer:
        query = dict(call.wire.query)
        size = query.get("MaxItems", "100")
        if not size.isdigit() or not int(size):
            raise self.gateway_error(400)
        told: list[tuple[Task, Phase]] = []
        for task in self.world.tasks.newest_first(self.name):
            if task.tenant == call.tenant and task.id.startswith(f"{parent}."):
                phase = call.look(task)
                call.read.append(task)
                if not phase.hidden:
                    told.append((task, phase))
        marker = query.get("Marker", "")
        ids = [_own(task) for task, _phase in told]
        start = ids.index(marker) + 1 if marker in ids else 0
        end = start + min(int(size), int(self.settings.largest_page))
        page, cut = told[start:end], end < len(told)
        call.shown.extend(page)
        body: dict[str, Any] = {"Marker": marker}
        if cut:
            body["NextMarker"] = _own(page[-1][0])
        body.update(MaxItems=size, IsTruncated=cut, Quantity=len(page))
        if page or self.settings.empty_items == "empty":
            body["Items"] = [self._summary(*each) for each in page]
        return _xml(200, {"InvalidationList": body})

    def _summary(self, task: Task, phase: Phase) -> dict[str, Any]:
        created = rfc3339(task.created)
        if self.settings.fraction:
            created = created.replace("Z", ".947Z")
        return {"Id": _own(task), "CreateTime": created, "Status": self._word(phase)}

    def _whole(self, task: Task, phase: Phase) -> dict[str, Any]:
        paths = [_path(task.url(index), task.object_type) for index in range(phase.total)]
        summary = self._summary(task, phase)
        told: dict[str, Any] = {"Quantity": len(paths)}
        if paths:
            told["Items"] = paths
        reference = task.details.get("reference", "another-client")
        batch = {"Paths": told, "CallerReference": reference}
        return {
            "Id": summary["Id"],
            "Status": summary["Status"],
            "CreateTime": summary["CreateTime"],
            "InvalidationBatch": batch,
        }

    def _word(self, phase: Phase) -> str:
        states = {phase.row(index).state for index in range(phase.total)}
        other = states - TERMINAL - {"pending", "running"}
        if phase.task_status:
            return str(phase.task_status)
        if other:
            return str(other.pop())
        return str(self.settings.done_word) if states == {SUCCEEDED} else "InProgress"

    def _create(self, call: Call, parent: str) -> Answer:
        try:
            batch = xml.load(call.wire.body)["InvalidationBatch"]
            paths, reference = batch["Paths"].get("Items") or [], batch["CallerReference"]
            quantity = int(batch["Paths"]["Quantity"])
        except (ValueError, KeyError, TypeError, AttributeError):
            raise ApiError(400, "MissingBody", "The body is missing or no InvalidationBatch.") from None
        if quantity != len(paths):
            raise ApiError(400, "InconsistentQuantities", "The value of Quantity and the number of items differ.")
        if not paths or not reference or not all(re.fullmatch(r"[/#][!-~]{0,3999}", path) for path in paths):
            raise self.gateway_error(400)
        known = self._references.get((parent, reference))
        if known is not None and known[0] != paths:
            raise ApiError(400, self.settings.reused, "The caller reference was used for another batch.")
        if known is None:
            self._check_progress(call, parent, paths)
            known = (paths, self._make(call, parent, paths, reference))
            self._references[parent, reference] = known
        task = self.world.tasks.find(self.name, known[1])
        assert task is not None
        place = f"/2020-05-31/distribution/{parent}/invalidation/{_own(task)}"
        answer = _xml(201, {"Invalidation": self._whole(task, call.look(task))})
        if self.settings.location != "none":
            absolute = self.settings.location == "absolute"
            answer.headers["Location"] = f"https://cloudfront.amazonaws.com{place}" if absolute else place
        return answer

    def _check_progress(self, call: Call, parent: str, paths: list[str]) -> None:
        if not self.world.settings.general.quotas:
            return
        kinds = {"directory": 0, "file": 0}
        for path in paths:
            kinds["directory" if path.endswith("*") and path[0] == "/" else "file"] += 1
        for task in self.world.tasks.newest_first(self.name):
            if task.id.startswith(f"{parent}.") and self._word(call.look(task)) == "InProgress":
                kinds["directory" if task.object_type == "directory" else "file"] += task.url_count
        for kind, number in kinds.items():
            if number > self.settings.in_progress[kind]:
                raise ApiError(400, "TooManyInvalidationsInProgress", "Processing your request will exceed the limit.")

    def _make(self, call: Call, parent: str, paths: list[str], reference: str) -> str:
        kinds = {"tag" if path[0] == "#" else "directory" if path[-1] == "*" else "file" for path in paths}
        task = Task(
            provider=self.name,
            id=f"{parent}.{self.next_ids('purge', 1)[0].partition('.')[2]}",
            operation="purge",
            object_type=kinds.pop() if len(kinds) == 1 else "other",
            created=call.now,
            tenant=call.tenant,
            script=self.world.script(None),
            urls=tuple(paths),
            url_count=len(paths),
            details={"reference": reference},
        )
        self.world.tasks.add(task)
        return task.id

    def next_ids(self, operation: str, count: int) -> list[str]:
        first = self.world.tasks.count(self.name, 1000, count)
        parent = (self.settings.distributions or [DISTRIBUTION])[0]
        return [f"{parent}.I2J0I21P{first + number}" for number in range(count)]

    def quotas(self, tenant: str) -> dict[str, dict[str, int]]:
        return {}

    # -- errors -----------------------------------------------------------------------------------

    def denied(self, call: Call) -> ApiError:
        return self.gateway_error(403)

    def throttled(self, call: Call) -> ApiError:
        # A matter of the rate has status 400 here.
        return ApiError(400, *_GATEWAY_ERRORS[429])

    def gateway_error(self, status: int) -> ApiError:
        code, message = _GATEWAY_ERRORS.get(status, _GATEWAY_ERRORS[500 if status >= 500 else 400])
        return ApiError(403 if status == 401 else status, code, message, auth=status == 401)

    def token_expired(self, call: Call) -> ApiError | None:
        return _expired()

    def error_answer(self, call: Call, error: ApiError) -> Answer:
        told = {"Type": "Sender" if error.status < 500 else "Receiver", "Code": error.code, "Message": error.message}
        body = {"ErrorResponse": {"Error": told, "RequestId": call.request_id}}
        answer = _xml(error.status, body)
        answer.headers.update(error.headers)
        answer.code = error.code
        return answer

    def finish(self, call: Call, answer: Answer) -> Answer:
        answer.headers.setdefault("x-amzn-RequestId", call.request_id)
        return answer


def _xml(status: int, document: dict[str, Any]) -> Answer:
    return Answer(status, headers={"Content-Type": "text/xml"}, content=xml.dump(document, NAMESPACE))


def _own(task: Task) -> str:
    return task.id.partition(".")[2] or task.id


def _path(value: str, object_type: str) -> str:
    """What an invalidation calls a URL that a test has made a task of."""
    if "://" not in value:
        return value
    path = "/" + value.partition("://")[2].partition("/")[2]
    return f"{path}*" if object_type == "directory" and not path.endswith("*") else path


def _refusal(code: str, message: str, status: int = 403) -> ApiError:
    return ApiError(status, code, message, auth=True)


def _expired() -> ApiError:
    return _refusal("ExpiredToken", "The security token included in the request is expired")


BLUEPRINTS = (AwsCloudfront, AwsSts)
