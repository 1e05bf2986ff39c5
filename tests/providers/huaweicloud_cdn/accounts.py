# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The demo accounts of Huawei Cloud. All of it is invented and opens nothing anywhere.

The permanent key is that of the signature test vectors, so that vectors and emulator agree.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.emulator.accounts import FULL, NOTHING, READ_ONLY, Key


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

#: A trust agency and the identity providers, one of STS and one of IAM, whose ID tokens lead to keys.
HUAWEI_AGENCY = f"iam::{HUAWEI_DOMAIN_ID}:agency:ci"
HUAWEI_OIDC_PROVIDER = f"iam::{HUAWEI_DOMAIN_ID}:oidcProvider:demo"
HUAWEI_IDENTITY_PROVIDER = "demo"
HUAWEI_AUDIENCE = "sts.huaweicloud.com"

#: What the agent of a pod takes for its key.
HUAWEI_POD_TOKEN = "hwpodtoken000000000000000001"
