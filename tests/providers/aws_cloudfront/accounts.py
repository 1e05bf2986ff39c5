# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The demo accounts of AWS. All of it is invented and opens nothing anywhere.

The permanent key is that of the signature test vectors, so that vectors and emulator agree.
"""

from __future__ import annotations

from tests.emulator.accounts import NOTHING, READ_ONLY, Key

AWS_TENANT = "123456789012"
AWS_OTHER_TENANT = "210987654321"
#: An account of the partition aws-cn.
AWS_CN_TENANT = "333333333333"

AWS_KEY = Key("AKIATESTCLOUDFRONT01", "cftestsecret/000000000000000000000+0001", AWS_TENANT)
AWS_TEMPORARY_KEY = Key(
    "ASIATESTTEMPORARY001", "cftmpsecret/0000000000000000000000+0001", AWS_TENANT, token="cftesttoken/+=="
)
AWS_EXPIRED_KEY = Key(
    "ASIATESTEXPIRED00001",
    "cfexpiredsecret/000000000000000000+0001",
    AWS_TENANT,
    token="cfexpiredtoken/+==",
    expires_at=1.0,
)
AWS_INACTIVE_KEY = Key("AKIATESTINACTIVE0001", "cfoffsecret/0000000000000000000000+0001", AWS_TENANT, active=False)
AWS_READ_ONLY_KEY = Key("AKIATESTREADONLY0001", "cfrosecret/00000000000000000000000+0001", AWS_TENANT, rights=READ_ONLY)
AWS_DENIED_KEY = Key("AKIATESTDENIED000001", "cfnosecret/00000000000000000000000+0001", AWS_TENANT, rights=NOTHING)
AWS_OTHER_KEY = Key("AKIATESTOTHER0000001", "cfothersecret/00000000000000000000+0001", AWS_OTHER_TENANT)
AWS_CN_KEY = Key("AKIATESTCHINA0000001", "cfcnsecret/00000000000000000000000+0001", AWS_CN_TENANT)
AWS_KEYS = (
    AWS_KEY,
    AWS_TEMPORARY_KEY,
    AWS_EXPIRED_KEY,
    AWS_INACTIVE_KEY,
    AWS_READ_ONLY_KEY,
    AWS_DENIED_KEY,
    AWS_OTHER_KEY,
    AWS_CN_KEY,
)

#: A role, the audience of the ID tokens that lead to its keys, and what its trust policy wants of another account.
AWS_ROLE = f"arn:aws:iam::{AWS_TENANT}:role/ci"
AWS_AUDIENCE = "sts.amazonaws.com"
AWS_EXTERNAL_ID = "a-third-party"
#: What a single sign-on leads to: an access token, for keys of one role in the account.
AWS_SSO_TOKEN = "cfssotoken0000000000000000000001"
AWS_SSO_ROLE = "Purge"
