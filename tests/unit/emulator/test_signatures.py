# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is no Authorization header of any cloud is none."""

from __future__ import annotations

import pytest

from tests.emulator.providers import BLUEPRINTS
from tests.emulator.world import World


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Bearer abc",
        "SDK-HMAC-SHA256 Access=a,SignedHeaders=host,Signature=00",
        "SDK-HMAC-SHA256  Access=a, SignedHeaders=host, Signature=00",
        "SDK-HMAC-SHA256 Access=a, SignedHeaders=host",
        "SDK-HMAC-SHA256 Access=a, SignedHeaders=host, Signature=xyz",
        "ACS3-HMAC-SHA256 Credential=a, SignedHeaders=host, Signature=00",
        "ACS3-HMAC-SHA256 Credential=a,SignedHeaders=host,Signature=",
        "ACS3-HMAC-SHA256 Credential=,SignedHeaders=host,Signature=00",
    ],
)
def test_a_malformed_authorization_is_no_authorization(text: str) -> None:
    assert [each.name for each in World(BLUEPRINTS).blueprints if each.authorization(text)] == []
