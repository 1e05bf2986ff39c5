# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The demo accounts of Tencent Cloud. All of it is invented and opens nothing anywhere.

The permanent key is that of the signature test vectors, so that vectors and emulator agree.
"""

from __future__ import annotations

from tests.emulator.accounts import NOTHING, READ_ONLY, Key

TENCENT_TENANT = "100000000001"
TENCENT_OTHER_TENANT = "100000000002"

TENCENT_KEY = Key("AKIDTESTVECTOR000000000000000001", "tcTestSecret00000000000000000001", TENCENT_TENANT)
TENCENT_TEMPORARY_KEY = Key(
    "AKIDTESTTEMPORARY000000000000001",
    "tcTestTmpSecret00000000000000001",
    TENCENT_TENANT,
    token="tctesttoken==",
)
TENCENT_EXPIRED_KEY = Key(
    "AKIDTESTEXPIRED00000000000000001",
    "tcExpiredSecret00000000000000001",
    TENCENT_TENANT,
    token="tcexpiredtoken==",
    expires_at=1.0,
)
TENCENT_INACTIVE_KEY = Key(
    "AKIDTESTOFF000000000000000000001", "tcTestOffSecret00000000000000001", TENCENT_TENANT, active=False
)
TENCENT_READ_ONLY_KEY = Key(
    "AKIDTESTRO0000000000000000000001", "tcTestRoSecret000000000000000001", TENCENT_TENANT, rights=READ_ONLY
)
TENCENT_DENIED_KEY = Key(
    "AKIDTESTNO0000000000000000000001", "tcTestNoSecret000000000000000001", TENCENT_TENANT, rights=NOTHING
)
TENCENT_OTHER_KEY = Key("AKIDTESTOTHER0000000000000000001", "tcTestOtherSecret000000000000001", TENCENT_OTHER_TENANT)
TENCENT_KEYS = (
    TENCENT_KEY,
    TENCENT_TEMPORARY_KEY,
    TENCENT_EXPIRED_KEY,
    TENCENT_INACTIVE_KEY,
    TENCENT_READ_ONLY_KEY,
    TENCENT_DENIED_KEY,
    TENCENT_OTHER_KEY,
)

#: A role, the identity provider whose ID tokens lead to its keys, and their audience.
TENCENT_ROLE = f"qcs::cam::uin/{TENCENT_TENANT}:roleName/ci"
TENCENT_OIDC_PROVIDER = "demo"
TENCENT_AUDIENCE = "sts.tencentcloudapi.com"
