# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keys that the emulated cloud hands out: they end, and a wait goes on with the next ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.emulator.transport import EmulatedTransport
from tests.providers.huaweicloud_cdn.accounts import (
    HUAWEI_AGENCY,
    HUAWEI_AUDIENCE,
    HUAWEI_IDENTITY_PROVIDER,
    HUAWEI_OIDC_PROVIDER,
)
from tests.unit.keyless import wait_for

NAME = "huaweicloud_cdn"
WAYS = [
    ({"oidc_role": HUAWEI_AGENCY, "oidc_provider": HUAWEI_OIDC_PROVIDER}, "AssumeAgencyWithOIDC"),
    ({"oidc_provider": HUAWEI_IDENTITY_PROVIDER}, "CreateTokenWithIdToken"),
    (
        {"oidc_role": HUAWEI_AGENCY, "oidc_provider": HUAWEI_OIDC_PROVIDER, "assume_role": HUAWEI_AGENCY},
        "AssumeAgency",
    ),
]


@pytest.mark.parametrize(("options", "call"), WAYS, ids=lambda value: value if isinstance(value, str) else "")
def test_two_hours_on_keys_of_fifteen_minutes(options: dict[str, str], call: str, tmp_path: Path) -> None:
    waited = wait_for(NAME, {**options, "role_duration": 900}, HUAWEI_AUDIENCE, tmp_path)
    assert waited.document["outcome"] == "succeeded"
    assert 7000 <= waited.seconds <= 7200
    assert 10 <= waited.calls(call) <= 12
    assert waited.refused() == []
    assert waited.warnings == []


def test_keys_shorter_than_asked_for_are_used_until_their_own_end(tmp_path: Path) -> None:
    options, call = WAYS[0]
    waited = wait_for(NAME, options, HUAWEI_AUDIENCE, tmp_path, huaweicloud_iam={"key_lifetime": 100.0})
    assert waited.document["outcome"] == "succeeded"
    assert 50 <= waited.calls(call) <= 70
    assert waited.refused() == []


def test_key_that_the_cloud_ends_before_its_time_ends_the_wait(tmp_path: Path) -> None:
    """Its refusal is that of a wrong key, of which five in a row lock the key: it is not repeated."""
    options, _call = WAYS[0]

    def end(clouds: EmulatedTransport, now: float) -> None:
        if now > 2000:
            clouds.world.by_name[NAME].identity.end_issued()  # type: ignore[attr-defined]

    waited = wait_for(NAME, options, HUAWEI_AUDIENCE, tmp_path, end)
    assert waited.document["outcome"] == "error"
    assert [entry["code"] for entry in waited.refused()] == ["APIG.0301"]
    assert len(waited.document["leftover"]) == 1


def test_cloud_that_hands_out_no_more_keys_ends_the_wait(tmp_path: Path) -> None:
    options, call = WAYS[0]

    def refuse(clouds: EmulatedTransport, now: float) -> None:
        if now > 2000 and not clouds.faults():
            clouds.add_fault("status", call=call, status=403)

    waited = wait_for(NAME, {**options, "role_duration": 900}, HUAWEI_AUDIENCE, tmp_path, refuse)
    assert waited.document["outcome"] == "error"
    assert len(waited.document["leftover"]) == 1
    assert 2000 < waited.seconds < 3200


def test_keys_of_the_machine_are_renewed(tmp_path: Path) -> None:
    waited = wait_for(NAME, {"instance_role": True}, HUAWEI_AUDIENCE, tmp_path, huaweicloud_iam={"key_lifetime": 900.0})
    assert waited.document["outcome"] == "succeeded"
    assert 10 <= waited.calls("GetSecurityKey") <= 12
    assert waited.refused() == []


@pytest.mark.parametrize(("metadata", "text"), [("no_agency", "has no agency"), ("v1", "no usable response")])
def test_machine_without_an_agency_ends_the_wait(metadata: str, text: str, tmp_path: Path) -> None:
    """Version 1 of the metadata is not asked."""
    options = {"instance_role": True}
    waited = wait_for(NAME, options, HUAWEI_AUDIENCE, tmp_path, huaweicloud_iam={"metadata": metadata})
    assert waited.document["outcome"] == "error"
    assert text in waited.document["msg"]
    assert waited.calls("GetSecurityKey") == (1 if metadata == "no_agency" else 0)
