# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keys that the emulated cloud hands out: they end, and a wait goes on with the next ones."""

from __future__ import annotations

from tests.unit.keyless import RenewingWaits

from .accounts import ALIBABA_AUDIENCE, ALIBABA_OIDC_PROVIDER, ALIBABA_ROLE

OIDC = {"oidc_role": ALIBABA_ROLE, "oidc_provider": ALIBABA_OIDC_PROVIDER}
CHAINED = {**OIDC, "assume_role": ALIBABA_ROLE}


class TestLongWaits(RenewingWaits):
    name = "alibabacloud_dcdn"
    sts = "alibabacloud_sts"
    audience = ALIBABA_AUDIENCE
    oidc = OIDC
    chained = CHAINED
    by_token = "AssumeRoleWithOIDC"
    expired = "InvalidSecurityToken.Expired"
