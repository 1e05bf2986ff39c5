# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""CloudFront's read calls in virtual time: one invalidation, and the list of a distribution."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Request
from tests.emulator import xml
from tests.providers.aws_cloudfront.blueprint import DISTRIBUTION
from tests.simulation.clouds import Cloud, Script, within

_PLACE = re.compile(r"/2020-05-31/distribution/([^/?]+)/invalidation(?:/([^/?]+))?(?:\?|$)")


class SimulatedCloudfront(Cloud):
    """GetInvalidation and ListInvalidations, which share one rate."""

    budgets: ClassVar[Mapping[str, float]] = {"GetInvalidation": 2, "ListInvalidations": 2}
    sweeps: ClassVar[Sequence[str]] = ("GetInvalidation", "ListInvalidations")
    options: ClassVar[Mapping[str, Any]] = {**Cloud.options, "distribution_id": DISTRIBUTION}
    reasons_apart = False
    tells_failures = False

    @classmethod
    def calls_of_a_sweep(cls, tasks: int) -> int:
        # The list, which is read only where it has fewer pages than there are tasks, and what it does not hold.
        return 2 * tasks + 4

    def identify(self, request: Request, parameters: Mapping[str, str]) -> tuple[str, Sequence[str]]:
        assert request.method == "GET"
        place = _PLACE.search(request.url)
        assert place is not None
        assert place[1] == DISTRIBUTION
        if place[2] is None:
            assert set(parameters) <= {"MaxItems", "Marker"}
            return "ListInvalidations", []
        return "GetInvalidation", [place[2]]

    def answer(self, call: str, ids: Sequence[str], parameters: Mapping[str, str]) -> dict[str, Any]:
        now = self.clock.monotonic()
        visible = [script for script in self.scripts.values() if script.is_visible(now)]
        if call == "GetInvalidation":
            found = [script for script in visible if script.task_id == ids[0]]
            if not found:
                return {"ErrorResponse": {"Error": {"Code": "NoSuchInvalidation", "Message": "no"}, "RequestId": "R"}}
            script = found[0]
            paths = [f"/{number}" for number in range(script.urls)]
            batch = {"Paths": {"Quantity": len(paths), "Items": paths}, "CallerReference": "R"}
            return {"Invalidation": {**self._row(script, now), "InvalidationBatch": batch}}
        size, marker = int(parameters["MaxItems"]), parameters.get("Marker", "")
        # A list may lack what the call by id finds.
        rows = [self._row(script, now) for script in visible if not script.hidden]
        start = next((number + 1 for number, row in enumerate(rows) if row["Id"] == marker), 0)
        page = rows[start : start + size]
        cut = start + size < len(rows)
        body: dict[str, Any] = {"Marker": marker, "IsTruncated": cut, "Quantity": len(page), "MaxItems": size}
        if cut:
            body["NextMarker"] = page[-1]["Id"]
        if page:
            body["Items"] = page
        return {"InvalidationList": body}

    def _row(self, script: Script, now: float) -> dict[str, Any]:
        done = script.finished_urls(now) >= script.urls and not script.failing
        word = "Completed" if done else "InProgress"
        if within(script.babbles, now):
            word = "Frobnicating"
        return {"Id": script.task_id, "CreateTime": "2026-11-21T08:30:00.947Z", "Status": word}

    def status_of(self, document: Mapping[str, Any]) -> int:
        return 404 if "ErrorResponse" in document else 200

    def body_of(self, document: Mapping[str, Any]) -> bytes:
        return xml.dump(document)

    def claims(self, document: Mapping[str, Any]) -> tuple[Sequence[str], Sequence[str]]:
        one = document.get("Invalidation")
        rows = document.get("InvalidationList", {}).get("Items", []) if one is None else [one]
        seen = [row["Id"] for row in rows]
        return seen, [row["Id"] for row in rows if row["Status"] == "Completed"]


SIMULATED = SimulatedCloudfront
