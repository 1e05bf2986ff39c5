# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keys that the emulated cloud hands out: they end, and a wait goes on with the next ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.emulator.transport import EmulatedTransport
from tests.unit.keyless import wait_for

from .accounts import TENCENT_AUDIENCE, TENCENT_OIDC_PROVIDER, TENCENT_ROLE

NAME = "tencentcloud_cdn"
OIDC = {"oidc_role": TENCENT_ROLE, "oidc_provider": TENCENT_OIDC_PROVIDER}
WAYS = [(OIDC, "AssumeRoleWithWebIdentity"), ({**OIDC, "assume_role": TENCENT_ROLE}, "AssumeRole")]


@pytest.mark.parametrize(("options", "call"), WAYS, ids=lambda value: value if isinstance(value, str) else "")
def test_two_hours_on_keys_of_fifteen_minutes(options: dict[str, str], call: str, tmp_path: Path) -> None:
    waited = wait_for(NAME, {**options, "role_duration": 900}, TENCENT_AUDIENCE, tmp_path)
    assert waited.document["outcome"] == "succeeded"
    assert 7000 <= waited.seconds <= 7200
    assert 10 <= waited.calls(call) <= 12
    assert waited.refused() == []
    assert waited.warnings == []
    assert [path.name for path in tmp_path.iterdir()] == ["id-token"]


def test_keys_of_the_machine_are_renewed(tmp_path: Path) -> None:
    options = {"instance_role": True}
    waited = wait_for(NAME, options, TENCENT_AUDIENCE, tmp_path, tencentcloud_sts={"key_lifetime": 900.0})
    assert waited.document["outcome"] == "succeeded"
    assert 10 <= waited.calls("GetMachineKey") <= 12
    assert waited.refused() == []


def test_key_that_the_cloud_ends_before_its_time_is_refused_once_and_fetched_anew(tmp_path: Path) -> None:
    ended: list[float] = []

    def end(clouds: EmulatedTransport, now: float) -> None:
        if now > 2000 and not ended:
            ended.append(now)
            clouds.world.by_name[NAME].identity.end_issued()  # type: ignore[attr-defined]

    waited = wait_for(NAME, OIDC, TENCENT_AUDIENCE, tmp_path, end)
    assert waited.document["outcome"] == "succeeded"
    assert [entry["code"] for entry in waited.refused()] == ["AuthFailure.TokenFailure"]
    assert waited.calls("AssumeRoleWithWebIdentity") == 3


def test_cloud_that_hands_out_no_more_keys_ends_the_wait(tmp_path: Path) -> None:
    def refuse(clouds: EmulatedTransport, now: float) -> None:
        if now > 2000 and not clouds.faults():
            clouds.add_fault("status", call="AssumeRoleWithWebIdentity", status=403)

    waited = wait_for(NAME, {**OIDC, "role_duration": 900}, TENCENT_AUDIENCE, tmp_path, refuse)
    assert waited.document["outcome"] == "error"
    assert len(waited.document["leftover"]) == 1
    assert 2000 < waited.seconds < 3200
