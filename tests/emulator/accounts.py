# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The demo accounts, in one place. All of it is invented and opens nothing anywhere.

The permanent keys are those of the signature test vectors, so that vectors and emulator agree.
"""

from __future__ import annotations

from dataclasses import dataclass

#: What a key may do: everything, only the read calls, or nothing.
FULL, READ_ONLY, NOTHING = "full", "read", "nothing"


@dataclass(frozen=True)
class Key:
    """An access key. With a `token` it is a temporary one, valid only together with that token."""

    access_key: str
    secret_key: str
    tenant: str
    token: str | None = None
    rights: str = FULL
    active: bool = True
    expires_at: float | None = None
    iam_user: bool = False


@dataclass(frozen=True)
class IamUser:
    """A user who can fetch a token from the emulated IAM of Huawei Cloud."""

    name: str
    password: str
    domain: str
    domain_id: str
    user_id: str
    rights: str = FULL
    mfa: bool = False


HUAWEI_DOMAIN = "edgeops-demo"
HUAWEI_DOMAIN_ID = "0123456789abcdef0123456789abcdef"
HUAWEI_OTHER_DOMAIN = "edgeops-other"
HUAWEI_OTHER_DOMAIN_ID = "fedcba9876543210fedcba9876543210"
ALIBABA_TENANT = "1234567890123456"
ALIBABA_OTHER_TENANT = "6543210987654321"

HUAWEI_KEY = Key("HWTESTAK000000000001", "hwtestsk00000000000000000000000000000001", HUAWEI_DOMAIN_ID)
HUAWEI_TEMPORARY_KEY = Key(
    "HWTESTTMPAK000000001", "hwtesttmpsk0000000000000000000000000001", HUAWEI_DOMAIN_ID, token="hwtesttoken=="
)
HUAWEI_EXPIRED_KEY = Key(
    "HWTESTEXPAK000000001",
    "hwtestexpsk0000000000000000000000000001",
    HUAWEI_DOMAIN_ID,
    token="hwexpiredtoken==",
    expires_at=1.0,
)
HUAWEI_READ_ONLY_KEY = Key(
    "HWTESTROAK0000000001", "hwtestrosk00000000000000000000000000001", HUAWEI_DOMAIN_ID, rights=READ_ONLY
)
HUAWEI_DENIED_KEY = Key(
    "HWTESTNOAK0000000001", "hwtestnosk00000000000000000000000000001", HUAWEI_DOMAIN_ID, rights=NOTHING
)
HUAWEI_OTHER_KEY = Key("HWTESTOTHERAK0000001", "hwtestothersk00000000000000000000000001", HUAWEI_OTHER_DOMAIN_ID)
HUAWEI_KEYS = (
    HUAWEI_KEY,
    HUAWEI_TEMPORARY_KEY,
    HUAWEI_EXPIRED_KEY,
    HUAWEI_READ_ONLY_KEY,
    HUAWEI_DENIED_KEY,
    HUAWEI_OTHER_KEY,
)

HUAWEI_USER = IamUser("iam-user", "iam-password", HUAWEI_DOMAIN, HUAWEI_DOMAIN_ID, "0a1b")
HUAWEI_READ_ONLY_USER = IamUser("iam-reader", "iam-password", HUAWEI_DOMAIN, HUAWEI_DOMAIN_ID, "0a1c", rights=READ_ONLY)
HUAWEI_DENIED_USER = IamUser("iam-nobody", "iam-password", HUAWEI_DOMAIN, HUAWEI_DOMAIN_ID, "0a1d", rights=NOTHING)
HUAWEI_MFA_USER = IamUser("iam-mfa", "iam-password", HUAWEI_DOMAIN, HUAWEI_DOMAIN_ID, "0a1e", mfa=True)
HUAWEI_USERS = (HUAWEI_USER, HUAWEI_READ_ONLY_USER, HUAWEI_DENIED_USER, HUAWEI_MFA_USER)

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

#: Whose tasks the control API makes when it is not told otherwise.
DEFAULT_TENANTS = {
    "huaweicloud_cdn": HUAWEI_DOMAIN_ID,
    "alibabacloud_dcdn": ALIBABA_TENANT,
    "alibabacloud_cdn": ALIBABA_TENANT,
}
