# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keys that the emulated cloud hands out: they end, and a wait goes on with the next ones."""

from __future__ import annotations

from tests.unit.keyless import RenewingWaits

from .accounts import TENCENT_AUDIENCE, TENCENT_OIDC_PROVIDER, TENCENT_ROLE

OIDC = {"oidc_role": TENCENT_ROLE, "oidc_provider": TENCENT_OIDC_PROVIDER}
CHAINED = {**OIDC, "assume_role": TENCENT_ROLE}


class TestLongWaits(RenewingWaits):
    name = "tencentcloud_cdn"
    sts = "tencentcloud_sts"
    audience = TENCENT_AUDIENCE
    oidc = OIDC
    chained = CHAINED
    by_token = "AssumeRoleWithWebIdentity"
    expired = "AuthFailure.TokenFailure"
