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
from tests.unit.keyless import LongWaits, wait_for

NAME = "huaweicloud_cdn"
OIDC = {"oidc_role": HUAWEI_AGENCY, "oidc_provider": HUAWEI_OIDC_PROVIDER}
FEDERATION = {"oidc_provider": HUAWEI_IDENTITY_PROVIDER}
CHAINED = {**OIDC, "assume_role": HUAWEI_AGENCY}


class TestLongWaits(LongWaits):
    name = NAME
    sts = "huaweicloud_iam"
    audience = HUAWEI_AUDIENCE
    oidc = OIDC
    chained = CHAINED
    by_token = "AssumeAgencyWithOIDC"
    by_key = "AssumeAgency"
    by_machine = "GetSecurityKey"


class TestLongWaitsOfFederatedUsers(TestLongWaits):
    """By the older way, which has another call for the ID token."""

    oidc = FEDERATION
    by_token = "CreateTokenWithIdToken"


def test_key_that_the_cloud_ends_before_its_time_ends_the_wait(tmp_path: Path) -> None:
    """Its refusal is that of a wrong key, of which five in a row lock the key: it is not repeated."""

    def end(clouds: EmulatedTransport, now: float) -> None:
        if now > 2000:
            clouds.world.by_name[NAME].identity.end_issued()  # type: ignore[attr-defined]  # of blueprints with keys

    waited = wait_for(NAME, OIDC, HUAWEI_AUDIENCE, tmp_path, end)
    assert waited.document["outcome"] == "error"
    assert [entry["code"] for entry in waited.refused()] == ["APIG.0301"]
    assert len(waited.document["leftover"]) == 1


@pytest.mark.parametrize(("metadata", "text"), [("no_agency", "has no agency"), ("v1", "no usable response")])
def test_machine_without_an_agency_ends_the_wait(metadata: str, text: str, tmp_path: Path) -> None:
    """Version 1 of the metadata is not asked."""
    options = {"instance_role": True}
    waited = wait_for(NAME, options, HUAWEI_AUDIENCE, tmp_path, huaweicloud_iam={"metadata": metadata})
    assert waited.document["outcome"] == "error"
    assert text in waited.document["msg"]
    assert waited.calls("GetSecurityKey") == (1 if metadata == "no_agency" else 0)
