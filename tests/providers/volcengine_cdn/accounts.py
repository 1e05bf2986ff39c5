# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The demo accounts of Volcengine and of BytePlus. All of it is invented and opens nothing anywhere.

The permanent key is that of the signature test vectors, so that vectors and emulator agree.
"""

from __future__ import annotations

from tests.emulator.accounts import NOTHING, READ_ONLY, Key

VOLC_TENANT = "2100000001"
VOLC_OTHER_TENANT = "2100000002"
#: An account of the other site.
BYTEPLUS_TENANT = "3000000001"

VOLC_KEY = Key("AKLTtestkey0000000001", "dm9sY3Rlc3RzZWNyZXQwMDAwMDAwMDAwMDAwMQ==", VOLC_TENANT)
VOLC_TEMPORARY_KEY = Key(
    "AKTPtestkey0000000001", "dm9sY3RtcHNlY3JldDAwMDAwMDAwMDAwMDAwMQ==", VOLC_TENANT, token="STSvolctoken=="
)
VOLC_EXPIRED_KEY = Key(
    "AKTPexpired0000000001",
    "dm9sY2V4cGlyZWRzZWNyZXQwMDAwMDAwMDAwMDE=",
    VOLC_TENANT,
    token="STSexpiredvolctoken==",
    expires_at=1.0,
)
VOLC_INACTIVE_KEY = Key("AKLTinactive000000001", "dm9sY29mZnNlY3JldDAwMDAwMDAwMDAwMDAwMQ==", VOLC_TENANT, active=False)
VOLC_READ_ONLY_KEY = Key(
    "AKLTreadonly000000001", "dm9sY3Jvc2VjcmV0MDAwMDAwMDAwMDAwMDAwMQ==", VOLC_TENANT, rights=READ_ONLY
)
VOLC_DENIED_KEY = Key("AKLTdenied00000000001", "dm9sY25vc2VjcmV0MDAwMDAwMDAwMDAwMDAwMQ==", VOLC_TENANT, rights=NOTHING)
VOLC_OTHER_KEY = Key("AKLTother000000000001", "dm9sY290aGVyc2VjcmV0MDAwMDAwMDAwMDAwMDE=", VOLC_OTHER_TENANT)
BYTEPLUS_KEY = Key("AKAPbyteplus000000001", "Ynl0ZXBsdXNzZWNyZXQwMDAwMDAwMDAwMDAwMDE=", BYTEPLUS_TENANT)
VOLC_KEYS = (
    VOLC_KEY,
    VOLC_TEMPORARY_KEY,
    VOLC_EXPIRED_KEY,
    VOLC_INACTIVE_KEY,
    VOLC_READ_ONLY_KEY,
    VOLC_DENIED_KEY,
    VOLC_OTHER_KEY,
    BYTEPLUS_KEY,
)

#: A role, and the audience of the ID tokens that lead to its keys.
VOLC_ROLE = f"trn:iam::{VOLC_TENANT}:role/ci"
VOLC_AUDIENCE = "sts.volcengineapi.com"
