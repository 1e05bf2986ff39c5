# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This doc fragment is private to the collection: it may change at any time. Do not use it from elsewhere.

from __future__ import annotations


class ModuleDocFragment:
    """The connection to Alibaba Cloud; the doc fragment providers is generated from it."""

    DOCUMENTATION = r"""
options:
  access_key:
    description:
      - AccessKey id. The module signs requests with it (ACS3-HMAC-SHA256).
      - If no option names credentials, the module takes the first of these that does, whole,
        E(ALIBABA_CLOUD_ACCESS_KEY_ID) with E(ALIBABA_CLOUD_ACCESS_KEY_SECRET) (and E(ALIBABA_CLOUD_SECURITY_TOKEN)),
        the profile of mode AK or StsToken in V(~/.aliyun/config.json) that E(ALIBABA_CLOUD_PROFILE) names, or
        otherwise the file itself names as the current one, the section of that name or V([default]) in the file that
        E(ALIBABA_CLOUD_CREDENTIALS_FILE) names, V(~/.alibabacloud/credentials.ini) by default.
    type: str
    aliases: [access_key_id]
  secret_key:
    description: The AccessKey secret that belongs to O(access_key).
    type: str
    aliases: [access_key_secret]
  security_token:
    description: The security token of a temporary AccessKey pair (STS).
    type: str
"""
