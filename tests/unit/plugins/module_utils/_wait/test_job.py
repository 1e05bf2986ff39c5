# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A wait on a host whose memory does not suffice ends with an outcome, and with all that it had learnt."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from ansible_collections.edgeops.cdn.plugins.module_utils._providers.alibabacloud.read import AlibabacloudProvider
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.huaweicloud.read import HuaweicloudCdn
from ansible_collections.edgeops.cdn.plugins.module_utils._wait import engine, job
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.ledger import Ledger
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.verdict import conclude
from tests.benchmark import heavy


def too_much(_real: Callable[..., Any], after: int) -> Callable[..., Any]:
    """The same function; the memory is full after so many calls of it."""
    left = after

    def function(*arguments: Any, **named: Any) -> Any:
        nonlocal left
        left -= 1
        if left < 0:
            raise MemoryError
        return _real(*arguments, **named)

    return function


@pytest.mark.parametrize(
    ("where", "name", "after", "finished"),
    [(AlibabacloudProvider, "read_ids", 1, 10), (Ledger, "record", 7, 7)],
)
def test_a_wait_without_memory_ends_with_an_error_and_loses_nothing(
    where: Any, name: str, after: int, finished: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(where, name, too_much(getattr(where, name), after))
    document = conclude(*heavy.wait("by_id", 30, 1, 0, result_tasks="all")).document
    assert json.loads(json.dumps(document)) == document
    assert (document["outcome"], document["failed"]) == ("error", True)
    assert document["error"]["code"] == "OutOfMemory"
    assert "not enough memory" in document["msg"]
    assert sum(task["state"] == "succeeded" for task in document["tasks"]) == finished
    assert len(document["leftover"]) == 30 - finished
    assert document["calls"] >= 1


@pytest.mark.parametrize(
    ("where", "name"), [(HuaweicloudCdn, "details"), (job, "explain"), (engine, "_progress"), (job, "unexplained")]
)
def test_a_verdict_stays_where_memory_does_not_suffice_for_its_reasons(
    where: Any, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(where, name, too_much(getattr(where, name), 0))
    document = conclude(*heavy.wait("list", 3, 2, 1)).document
    assert document["outcome"] == "failed"
    assert "error" not in document
    assert "3 of 3 tasks failed" in document["msg"]
