# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whatever a provider answers to a submission or says of quotas: sound facts or an error, nothing made up."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._module.quota_info import quota_info
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.registry import PROVIDERS
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Runtime
from tests.unit.fuzzing import ANYTHING
from tests.unit.submission import cloud_of, options, run
from tests.unit.support import ALIBABA, HUAWEI, THOROUGH, FakeClock, FakeTransport

URL = "https://www.example.com/1.txt"

TASK_ID = {HUAWEI: "refresh_task", ALIBABA: "RefreshTaskId"}
IDS = st.sampled_from(["7620240", 7620240, "1,2", " 3 , ", ",", "", 0]) | ANYTHING
NUMBERS = st.sampled_from([0, 5, "7", "-1", 2**70]) | ANYTHING
SUBMITTED = {
    HUAWEI: st.fixed_dictionaries({}, optional={"refresh_task": IDS, "error": ANYTHING, "error_code": ANYTHING}),
    ALIBABA: st.fixed_dictionaries(
        {}, optional={"RefreshTaskId": IDS, "RequestId": ANYTHING, "Code": ANYTHING, "Message": ANYTHING}
    ),
}
QUOTAS = {
    HUAWEI: st.fixed_dictionaries(
        {
            "quotas": st.lists(
                st.fixed_dictionaries(
                    {"type": st.just("preheat") | ANYTHING}, optional={"quota_limit": NUMBERS, "used": NUMBERS}
                )
                | ANYTHING,
                max_size=3,
            )
            | ANYTHING
        },
        optional={"error": ANYTHING},
    ),
    ALIBABA: st.dictionaries(
        st.sampled_from(["UrlQuota", "UrlRemain", "Quota", "Remain", "BlockQuota", "xQuota", "Code"]), NUMBERS
    ),
}
STATUSES = st.sampled_from([200] * 6 + [201, 204, 301, 400, 401, 403, 404, 429, 500, 503])


def bodies(documents: st.SearchStrategy[Any]) -> st.SearchStrategy[bytes]:
    # ASCII, for JSON can spell halves of pairs that UTF-8 cannot hold.
    return (documents | ANYTHING).map(lambda value: json.dumps(value).encode("ascii")) | st.binary(max_size=30)


@pytest.mark.parametrize("provider", SUBMITTED)
@THOROUGH
@given(data=st.data(), status=STATUSES)
def test_any_answer_to_a_submit(provider: str, data: st.DataObject, status: int) -> None:
    body = data.draw(bodies(SUBMITTED[provider]))
    done = run(provider, cloud_of(provider, Answer(status, {}, body)), operation="purge", urls=[URL])
    result = done.result
    assert len(done.cloud.submits) == 1
    assert bool(result["submissions"]) != bool(result["not_submitted"])
    assert result["failed"] is bool(result["not_submitted"])
    if result["submissions"]:
        (entry,) = result["submissions"]
        assert 200 <= status < 300
        assert not entry["recovered"]
        # Each id stands in the answer, as text or as a number.
        told = str(json.loads(body)[TASK_ID[provider]])
        assert all(task_id and task_id in told for task_id in entry["ids"])
        assert done.ids() == entry["ids"]
    else:
        assert result["error"]["code"]
        assert result["tasks"] == []


@pytest.mark.parametrize("provider", QUOTAS)
@THOROUGH
@given(data=st.data(), status=STATUSES)
def test_any_answer_about_quotas(provider: str, data: st.DataObject, status: int) -> None:
    body = data.draw(bodies(QUOTAS[provider]))
    clock = FakeClock()
    transport = FakeTransport([Answer(status, {}, body)], clock)
    runtime = Runtime(clock, {}, lambda text: None, lambda verify, environ: transport)
    with contextlib.suppress(ApiError):
        check_quotas(quota_info(PROVIDERS[provider], {**options(provider), "include_raw": True}, runtime), status)


def check_quotas(result: dict[str, Any], status: int) -> None:
    assert 200 <= status < 300
    assert json.dumps(result)
    for quota in result["quotas"]:
        assert quota["name"]
        for number in ("limit", "used", "remaining"):
            assert quota[number] is None or (type(quota[number]) is int and quota[number] >= 0)
