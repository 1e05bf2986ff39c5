# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This doc fragment is private to the collection: it may change at any time. Do not use it from elsewhere.

from __future__ import annotations


class ModuleDocFragment:
    """The connection to Volcengine or BytePlus; the doc fragment providers is generated from it."""

    DOCUMENTATION = r"""
options:
  site:
    description:
      - Which of the two sites the account is of, V(volcengine) in mainland China or the international V(byteplus).
      - It decides the address of the API, which region is signed, and where credentials are looked for. Keys, tasks and
        quotas of one site mean nothing to the other.
    type: str
    choices: [volcengine, byteplus]
    default: volcengine
  access_key:
    description:
      - Access key id. The module signs requests with it (HMAC-SHA256).
      - If no option names credentials, the module takes the first of these that does, whole,
        E(VOLCENGINE_ACCESS_KEY) with E(VOLCENGINE_SECRET_KEY) (and E(VOLCENGINE_SESSION_TOKEN)), E(VOLC_ACCESSKEY) with
        E(VOLC_SECRETKEY), the profile of mode AK that E(VOLCENGINE_PROFILE) names, or otherwise the file itself names
        as the current one, in the file that E(VOLCENGINE_CLI_CONFIG_FILE) names, V(~/.volcengine/config.json) by
        default, the section V([default]) of V(~/.volc/credentials), or the file V(~/.volc/config).
      - With O(site=byteplus), these are E(BYTEPLUS_ACCESS_KEY) with E(BYTEPLUS_SECRET_KEY), E(BYTEPLUS_ACCESSKEY) with
        E(BYTEPLUS_SECRETKEY), each with E(BYTEPLUS_SESSION_TOKEN), and the file V(~/.byteplus/config).
    type: str
  secret_key:
    description: The secret access key that belongs to O(access_key), as the console shows it; it is not decoded.
    type: str
  security_token:
    description: The session token of a temporary key pair (STS).
    type: str
    aliases: [session_token]
"""
