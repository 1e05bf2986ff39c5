# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This doc fragment is private to the collection: it may change at any time. Do not use it from elsewhere.

from __future__ import annotations


class ModuleDocFragment:
    """The connection to Tencent Cloud; the doc fragment providers is generated from it."""

    DOCUMENTATION = r"""
options:
  access_key:
    description:
      - SecretId of an API key. The module signs requests with it (TC3-HMAC-SHA256).
      - If no option names credentials, the module takes the first of these that does, whole,
        E(TENCENTCLOUD_SECRET_ID) with E(TENCENTCLOUD_SECRET_KEY) (and E(TENCENTCLOUD_TOKEN) or
        E(TENCENTCLOUD_SECURITY_TOKEN)), the section V([default]) of V(~/.tencentcloud/credentials) or otherwise of
        V(/etc/tencentcloud/credentials), the profile V(~/.tccli/default.credential) of the vendor's command line tool.
      - If E(TCCLI_PROFILE) names another profile of that tool, it comes before the file of the SDKs.
    type: str
    aliases: [secret_id]
  secret_key:
    description: The SecretKey that belongs to O(access_key).
    type: str
  security_token:
    description: The token of a temporary key pair (STS).
    type: str
    aliases: [token]
"""
