# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which job a module's name stands for, and what a provider is not asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._module.jobs import job_of
from ansible_collections.edgeops.cdn.plugins.module_utils._module.quota_info import quota_info
from ansible_collections.edgeops.cdn.plugins.module_utils._module.task import submit_task
from ansible_collections.edgeops.cdn.plugins.module_utils._module.task_info import info_options, task_info
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.registry import PROVIDERS
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Runtime
from tests.unit.submission import options
from tests.unit.support import HUAWEI, ROOT, FakeClock, FakeTransport

MODULES = sorted(path.stem for path in (ROOT / "plugins" / "modules").glob("[a-z]*.py"))


@pytest.mark.parametrize("module", [name for name in MODULES if name != "wait_for_tasks"])
def test_every_module_has_a_job(module: str) -> None:
    spec, job = job_of(module)
    assert callable(job)
    assert ("urls" in spec, "ids" in spec, "include_raw" in spec) == (
        module.endswith("task"),
        module.endswith("task_info"),
        module.endswith("_info"),
    )


@pytest.mark.parametrize("module", ["wait_for_tasks", "akamai_task", "huaweicloud_cdn", "_task", ""])
def test_name_of_no_module_has_no_job_of_another_one(module: str) -> None:
    with pytest.raises(AssertionError, match="is no module of this collection"):
        job_of(module)


def test_provider_that_only_reads_is_asked_for_no_quotas_and_no_submissions() -> None:
    reading = replace(PROVIDERS[HUAWEI], open_submitter=None)
    transport = FakeTransport([], FakeClock())
    runtime = Runtime(FakeClock(), {}, print, lambda _verify, _environ: transport)
    given = options(HUAWEI, operation="purge", urls=["https://www.example.com/"], include_raw=False)
    with pytest.raises(AssertionError, match=f"{HUAWEI} has no quotas"):
        quota_info(reading, given, runtime)
    with pytest.raises(AssertionError, match=f"{HUAWEI} takes no submissions"):
        submit_task(reading, given, False, runtime)
    assert not transport.sent


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"ids": ["1"], "limit": 3}, "so limit cannot be used with it"),
        ({"ids": ["1"], "state": ["failed"], "operation": "purge"}, "so operation and state cannot be used with it"),
        ({"ids": []}, "ids: the list is empty"),
    ],
)
@pytest.mark.parametrize("provider", PROVIDERS)
def test_ids_that_are_none_or_do_not_go_with_filters_are_refused_before_a_call(
    provider: str, given: dict[str, Any], message: str
) -> None:
    transport = FakeTransport([], FakeClock())
    runtime = Runtime(FakeClock(), {}, print, lambda _verify, _environ: transport)
    asked: dict[str, Any] = dict.fromkeys(info_options(PROVIDERS[provider]))
    with pytest.raises(OptionError, match=message):
        task_info(PROVIDERS[provider], {**asked, **given}, runtime)
    assert not transport.sent
