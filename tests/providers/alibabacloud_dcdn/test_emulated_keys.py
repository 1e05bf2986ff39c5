# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keys that the emulated cloud hands out: they end, and a wait goes on with the next ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.emulator.transport import EmulatedTransport
from tests.providers.alibabacloud_dcdn.accounts import ALIBABA_AUDIENCE, ALIBABA_OIDC_PROVIDER, ALIBABA_ROLE
from tests.unit.keyless import wait_for

NAME = "alibabacloud_dcdn"
WAYS = [
    ({"oidc_role": ALIBABA_ROLE, "oidc_provider": ALIBABA_OIDC_PROVIDER}, "AssumeRoleWithOIDC"),
    ({"oidc_role": ALIBABA_ROLE, "oidc_provider": ALIBABA_OIDC_PROVIDER, "assume_role": ALIBABA_ROLE}, "AssumeRole"),
]


@pytest.mark.parametrize(("options", "call"), WAYS, ids=lambda value: value if isinstance(value, str) else "")
def test_two_hours_on_keys_of_fifteen_minutes(options: dict[str, str], call: str, tmp_path: Path) -> None:
    waited = wait_for(NAME, {**options, "role_duration": 900}, ALIBABA_AUDIENCE, tmp_path)
    assert waited.document["outcome"] == "succeeded"
    assert 7000 <= waited.seconds <= 7200
    assert 10 <= waited.calls(call) <= 12
    assert waited.refused() == []
    assert waited.warnings == []


def test_keys_shorter_than_asked_for_are_used_until_their_own_end(tmp_path: Path) -> None:
    options, call = WAYS[0]
    waited = wait_for(NAME, options, ALIBABA_AUDIENCE, tmp_path, alibabacloud_sts={"key_lifetime": 100.0})
    assert waited.document["outcome"] == "succeeded"
    assert 50 <= waited.calls(call) <= 70
    assert waited.refused() == []


def test_key_that_the_cloud_ends_before_its_time_is_refused_once_and_fetched_anew(tmp_path: Path) -> None:
    options, call = WAYS[0]
    ended: list[float] = []

    def end(clouds: EmulatedTransport, now: float) -> None:
        if now > 2000 and not ended:
            ended.append(now)
            clouds.world.by_name[NAME].identity.end_issued()  # type: ignore[attr-defined]

    waited = wait_for(NAME, options, ALIBABA_AUDIENCE, tmp_path, end)
    assert waited.document["outcome"] == "succeeded"
    assert [entry["code"] for entry in waited.refused()] == ["InvalidSecurityToken.Expired"]
    assert waited.calls(call) == 3


def test_cloud_that_hands_out_no_more_keys_ends_the_wait(tmp_path: Path) -> None:
    options, call = WAYS[0]

    def refuse(clouds: EmulatedTransport, now: float) -> None:
        if now > 2000 and not clouds.faults():
            clouds.add_fault("status", call=call, status=403)

    waited = wait_for(NAME, {**options, "role_duration": 900}, ALIBABA_AUDIENCE, tmp_path, refuse)
    assert waited.document["outcome"] == "error"
    assert len(waited.document["leftover"]) == 1
    assert 2000 < waited.seconds < 3200


def test_keys_of_the_machine_are_renewed(tmp_path: Path) -> None:
    waited = wait_for(
        NAME, {"instance_role": True}, ALIBABA_AUDIENCE, tmp_path, alibabacloud_sts={"key_lifetime": 900.0}
    )
    assert waited.document["outcome"] == "succeeded"
    assert 10 <= waited.calls("GetMachineKey") <= 12
    assert waited.refused() == []
