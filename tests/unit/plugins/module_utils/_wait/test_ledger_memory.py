# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A wait keeps the URLs that its result may show, no others: with a million of them the rest would fill the memory."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.edgeops.cdn.plugins.module_utils._model.task import MOST_URLS, State, Task, TaskError, Url
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.registry import PROVIDERS
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.engine import Progress
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.ledger import Ledger, Policy
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.options import parse_wait, wait_options
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.verdict import result
from tests.benchmark import heavy

#: They try what other tests reach, many times: counting lines would make that slower.
pytestmark = pytest.mark.no_cover

HUAWEI = "huaweicloud_cdn"
TASKS = 10_000
CALLS = ("list", "detail", "by_id")
STATES: list[State] = ["running", "succeeded", "failed", "not_found", "unknown"]


@st.composite
def responses(draw: st.DrawFn) -> list[Task]:
    """What responses say of some tasks one after another, each with few or many URLs, some of them failed."""
    tasks = []
    for _each in range(draw(st.integers(1, 40))):
        state = draw(st.sampled_from(STATES))
        failed = 0 if state == "succeeded" else draw(st.sampled_from([0, 1, MOST_URLS, MOST_URLS + 3]))
        urls = [Url(f"https://www.example.com/{n}", "failed", None, TaskError("E", "why")) for n in range(failed)]
        urls += [Url(f"https://www.example.com/ok/{n}", "succeeded") for n in range(draw(st.sampled_from([0, 2, 15])))]
        tasks.append(Task(str(draw(st.integers(0, 30))), HUAWEI, state, urls=draw(st.permutations(urls))))
    return tasks


@st.composite
def options(draw: st.DrawFn) -> dict[str, Any]:
    """Options of a wait, those that decide what its result holds first of all."""
    return {
        **{name: spec.get("default") for name, spec in wait_options(PROVIDERS).items()},
        "tasks": [str(number) for number in range(31)],
        "provider": HUAWEI,
        "result_tasks": draw(st.sampled_from(["problems", "all", "none"])),
        "result_urls": draw(st.sampled_from(["failed", "all", "none"])),
        "max_failed": draw(st.sampled_from([0, 2])),
        "condition": draw(st.sampled_from(["succeeded", "finished"])),
        "on_failure": draw(st.sampled_from(["fail", "warn"])),
        "on_timeout": draw(st.sampled_from(["fail", "warn"])),
        "fail_fast": draw(st.booleans()),
    }


@given(options(), responses(), st.booleans())
def test_no_result_shows_what_is_not_kept(chosen: dict[str, Any], told: Sequence[Task], check_mode: bool) -> None:
    """It is the same as that of a ledger that keeps everything."""
    request = parse_wait(chosen, check_mode, PROVIDERS)
    everything = replace(request.policy, tasks="all", urls="all", most_urls=None)
    assert _documents(request, request.policy, told) == _documents(request, everything, told)


def _documents(request: Any, policy: Policy, told: Sequence[Task]) -> list[dict[str, Any]]:
    """The results at every moment."""
    ledger = Ledger(request.references, policy, 0.0)
    documents = []
    for task in told:
        ledger.record(task, 1.0)
        ledger.explain(task)
        documents.append(result(Progress(ledger, 1.0), ledger.outcome() or "timed_out", request))
    return documents


@pytest.fixture
def _only_what_is_new() -> Iterator[None]:
    """Neither collect nor list what is in memory already: that is most of it."""
    gc.freeze()
    yield
    gc.unfreeze()


def _alive() -> int:
    """How many URLs there are in memory."""
    gc.collect()
    return sum(isinstance(each, Url) for each in gc.get_objects())


@pytest.mark.usefixtures("_only_what_is_new")
@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(
    ("given", "failed", "most"),
    [
        ({}, 0, 0),
        ({"result_urls": "all"}, 0, 0),
        ({"result_tasks": "all"}, 0, 0),
        ({"fail_fast": False}, 40, 100 * MOST_URLS),
        ({"fail_fast": False, "max_failed": 3}, 40, 3 * 40 + 97 * MOST_URLS),
        ({"fail_fast": False, "result_urls": "none"}, 40, 100),
        ({"fail_fast": False, "result_tasks": "none"}, 40, 100),
        ({"result_tasks": "all", "result_urls": "all"}, 0, 100 * 40),
    ],
)
def test_no_other_url_lives_on(call: str, given: dict[str, Any], failed: int, most: int) -> None:
    ended = heavy.wait(call, 100, 40, failed, **given)
    assert _alive() <= most
    assert ended[1] == ("failed" if failed else "succeeded")


@pytest.mark.parametrize(("call", "failed"), [("list", 0), ("detail", 0), ("by_id", 0), ("by_id", 1000)])
def test_ten_million_urls_fit_into_300_mb(call: str, failed: int) -> None:
    """Counted for fewer tasks: what is held at the end grows with their number, what calls under way hold does not."""
    told = []
    # What earlier tests have left running in this process allocates as well, so that the least of a few counts.
    for _measurement in range(3):
        held, peak = _measured(call, 80, failed)
        if peak + held / 80 * TASKS < 300e6:
            return
        told.append(f"{held / 80:.0f} bytes a task, {peak / 1e6:.0f} MB at the most")
    raise AssertionError("; ".join(told))


def _measured(call: str, tasks: int, failed: int) -> tuple[int, int]:
    """Bytes that are held at the end of a wait, and the most while it lasted."""
    tracemalloc.start()
    try:
        ended = heavy.wait(call, tasks, 1_000, failed, fail_fast=False)
        gc.collect()
        assert ended[1] == ("failed" if failed else "succeeded")
        return tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
