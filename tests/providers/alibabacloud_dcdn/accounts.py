# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The demo accounts of Alibaba Cloud. All of it is invented and opens nothing anywhere.

The permanent key is that of the signature test vectors, so that vectors and emulator agree.
"""

from __future__ import annotations

from tests.emulator.accounts import NOTHING, READ_ONLY, Key

ALIBABA_TENANT = "1234567890123456"
ALIBABA_OTHER_TENANT = "6543210987654321"

ALIBABA_KEY = Key("ALITESTAK0000001", "alitestsecret0000000000000001", ALIBABA_TENANT)
ALIBABA_TEMPORARY_KEY = Key(
    "STS.ALITESTAK00001", "alitesttmpsecret0000000000001", ALIBABA_TENANT, token="alitesttoken=="
)
ALIBABA_EXPIRED_KEY = Key(
    "STS.ALIEXPIREDAK01",
    "aliexpiredsecret0000000000001",
    ALIBABA_TENANT,
    token="aliexpiredtoken==",
    expires_at=1.0,
)
ALIBABA_INACTIVE_KEY = Key("ALITESTOFFAK0001", "alitestoffsecret0000000000001", ALIBABA_TENANT, active=False)
ALIBABA_READ_ONLY_KEY = Key("ALITESTROAK00001", "alitestrosecret00000000000001", ALIBABA_TENANT, rights=READ_ONLY)
ALIBABA_DENIED_KEY = Key("ALITESTNOAK00001", "alitestnosecret00000000000001", ALIBABA_TENANT, rights=NOTHING)
ALIBABA_OTHER_KEY = Key("ALITESTOTHERAK01", "alitestothersecret00000000001", ALIBABA_OTHER_TENANT)
ALIBABA_KEYS = (
    ALIBABA_KEY,
    ALIBABA_TEMPORARY_KEY,
    ALIBABA_EXPIRED_KEY,
    ALIBABA_INACTIVE_KEY,
    ALIBABA_READ_ONLY_KEY,
    ALIBABA_DENIED_KEY,
    ALIBABA_OTHER_KEY,
)

#: A role and the identity provider whose ID tokens lead to its keys.
ALIBABA_ROLE = f"acs:ram::{ALIBABA_TENANT}:role/ci"
ALIBABA_OIDC_PROVIDER = f"acs:ram::{ALIBABA_TENANT}:oidc-provider/demo"
ALIBABA_AUDIENCE = "sts.aliyuncs.com"

#: What a sign-in to CloudSSO leads to: an access token, for keys of one account in one configuration.
ALIBABA_SSO_TOKEN = "alissotoken0000000000000000001"
ALIBABA_SSO_ACCOUNT = ALIBABA_TENANT
ALIBABA_SSO_CONFIGURATION = "ac-demo0000000000001"
