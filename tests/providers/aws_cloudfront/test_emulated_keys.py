# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keys that the emulated cloud hands out: they end, and a wait goes on with the next ones."""

from __future__ import annotations

from tests.unit.keyless import RenewingWaits

from .accounts import AWS_AUDIENCE, AWS_EXTERNAL_ID, AWS_ROLE

OIDC = {"oidc_role": AWS_ROLE}
CHAINED = {**OIDC, "assume_role": AWS_ROLE, "external_id": AWS_EXTERNAL_ID}


class TestLongWaits(RenewingWaits):
    name = "aws_cloudfront"
    sts = "aws_sts"
    audience = AWS_AUDIENCE
    oidc = OIDC
    chained = CHAINED
    by_token = "AssumeRoleWithWebIdentity"
    expired = "ExpiredToken"
