# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The emulated clouds in the place of a network, with the tasks that a test wants."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer, Request
from ansible_collections.edgeops.cdn.plugins.module_utils._http.requests_library import AuthBase
from tests.conformance.kit import registered
from tests.emulator.accounts import Key
from tests.emulator.clock import parse_rfc3339
from tests.emulator.providers import BLUEPRINTS
from tests.emulator.transport import EmulatedTransport, Time
from tests.unit.rows import Row
from tests.unit.support import ACCESS_KEY, ALIBABA, HUAWEI, SECRET_KEY, FakeClock, Sent

#: What the documents leave open is refused or left out here, so that nothing depends on it.
STRICT = {kit.name: kit.strict for kit in registered()}

_HUAWEI_STATES = {"succeed": "succeeded", "failed": "failed", "processing": "running", "waiting": "pending"}
_ALIBABA_STATES = {"Complete": "succeeded", "Failed": "failed", "Refreshing": "running", "Pending": "pending"}


class Emulated(EmulatedTransport):
    """The emulated clouds, which know the key of the unit tests; also a function that answers a `FakeTransport`."""

    def __init__(self, time: Time, **settings: Any) -> None:
        own = {**STRICT, **settings}
        super().__init__(time, **{name: _merged(name, value) for name, value in own.items()})
        for blueprint in BLUEPRINTS:
            if blueprint.keys:
                self.add_key(blueprint.name, Key(ACCESS_KEY, SECRET_KEY, blueprint.default_tenant))
        self.sent: list[Sent] = []

    def send(self, request: Request, auth: AuthBase, connect_timeout: float, read_timeout: float) -> Answer:
        self.sent.append(Sent(request, auth, connect_timeout, read_timeout, self.time.monotonic()))
        return super().send(request, auth, connect_timeout, read_timeout)

    def __call__(self, sent: Sent) -> Answer:
        return self.send(sent.request, sent.auth, sent.connect_timeout, sent.read_timeout)


def _merged(name: str, value: Any) -> Any:
    return {**STRICT.get(name, {}), **value} if isinstance(value, Mapping) else value


def emulated(rows: Iterable[Row] = (), urls: Mapping[str, Sequence[Row]] | None = None, **settings: Any) -> Emulated:
    """Clouds that have tasks with these rows, those of Huawei Cloud perhaps with rows of their URLs, by id."""
    clouds = Emulated(FakeClock(), **settings)
    store(clouds, rows, urls)
    return clouds


def store(
    clouds: Emulated,
    rows: Iterable[Row],
    urls: Mapping[str, Sequence[Row]] | None = None,
    provider: str = ALIBABA,
) -> None:
    """Make the tasks that rows are about, in their order: the first one is the newest where times are equal.

    Those of Alibaba Cloud are of one of its products.
    """
    of_alibaba: dict[str, list[Row]] = {}
    tasks: list[dict[str, Any]] = []
    for row in rows:
        if "TaskId" in row:
            of_alibaba.setdefault(row["TaskId"], []).append(row)
        else:
            tasks.append(_huawei_task(row, (urls or {}).get(row["id"])))
    tasks += [_alibaba_task(own, provider) for own in of_alibaba.values()]
    clouds.add_tasks(reversed(tasks))


def _huawei_task(row: Row, urls: Sequence[Row] | None) -> dict[str, Any]:
    counters = {"total": row["total"], "succeed": row["succeed"], "failed": row["failed"]}
    step: dict[str, Any] = {"task_status": row["status"], "task_fields": counters}
    if urls is None:
        counts = {"succeeded": row["succeed"], "failed": row["failed"], "running": row["processing"]}
        step["counts"] = counts
    else:
        step["urls"] = [
            {
                "state": _HUAWEI_STATES.get(url["status"], url["status"]),
                "classify": url.get("fail_classify", ""),
                "error": url.get("fail_desc", ""),
            }
            for url in urls
        ]
    return {
        "provider": HUAWEI,
        "id": row["id"],
        "operation": "purge" if row["task_type"] == "refresh" else "prefetch",
        "object_type": row["file_type"],
        "created_at": row["create_time"] / 1000,
        "url_count": row["total"] if urls is None else len(urls),
        "urls": [] if urls is None else [url["url"] for url in urls],
        "script": {"steps": [step]},
    }


def _alibaba_task(rows: Sequence[Row], provider: str) -> dict[str, Any]:
    kind = rows[0]["ObjectType"]
    return {
        "provider": provider,
        "id": rows[0]["TaskId"],
        "operation": "prefetch" if kind == "preload" else "purge",
        "object_type": "file" if kind == "preload" else kind,
        "created_at": parse_rfc3339(rows[0]["CreationTime"]),
        "urls": [row["ObjectPath"] for row in rows],
        "script": {"steps": [{"urls": [_alibaba_row(row) for row in rows]}]},
    }


def _alibaba_row(row: Row) -> dict[str, Any]:
    return {"state": _ALIBABA_STATES.get(row["Status"], row["Status"]), "error": row["Description"]}
