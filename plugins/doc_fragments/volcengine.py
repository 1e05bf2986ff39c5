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
        E(VOLCENGINE_ACCESS_KEY) with E(VOLCENGINE_SECRET_KEY) (and E(VOLCENGINE_SESSION_TOKEN)),
        E(VOLCENGINE_OIDC_ROLE_TRN) with E(VOLCENGINE_OIDC_TOKEN_FILE), E(VOLC_ACCESSKEY) with E(VOLC_SECRETKEY), the
        profile that E(VOLCENGINE_PROFILE) names, or otherwise the file itself names as the current one, in the file
        that E(VOLCENGINE_CLI_CONFIG_FILE) names, V(~/.volcengine/config.json) by default, the section V([default]) of
        V(~/.volc/credentials), or the file V(~/.volc/config), E(VOLCENGINE_ECS_METADATA), the role of a machine of
        Volcengine.
      - With O(site=byteplus), these are E(BYTEPLUS_ACCESS_KEY) with E(BYTEPLUS_SECRET_KEY), E(BYTEPLUS_OIDC_ROLE_TRN)
        with E(BYTEPLUS_OIDC_TOKEN_FILE), E(BYTEPLUS_ACCESSKEY) with E(BYTEPLUS_SECRETKEY), the keys each with
        E(BYTEPLUS_SESSION_TOKEN), the file V(~/.byteplus/config), and the role of a machine.
    type: str
  secret_key:
    description: The secret access key that belongs to O(access_key), as the console shows it; it is not decoded.
    type: str
  security_token:
    description: The session token of a temporary key pair (STS).
    type: str
    aliases: [session_token]
  oidc_role:
    description:
      - TRN of a role, V(trn:iam::ACCOUNT_ID:role/NAME), that an ID token is exchanged for a key of. Which identity
        provider has made the token is what the role's trust policy says.
      - The ID token is O(oidc_token), or the one in O(oidc_file), or the one that GitHub Actions hands out to a
        job with the permission to write V(id-token).
    type: str
  oidc_token:
    description: An ID token, such as GitLab puts into a variable. The module cannot renew it.
    type: str
  oidc_file:
    description: A file with an ID token, which the module reads again for every key.
    type: path
  oidc_audience:
    description: The audience to ask the CI system for, one that the role's trust policy has in V(oidc:aud).
      V(sts.volcengineapi.com) if not set, or V(sts.byteplusapi.com) with O(site=byteplus); this is the collection's
      choice, because the vendor has no default.
    type: str
  assume_role:
    description: A role to assume with whatever key was found, V(trn:iam::ACCOUNT_ID:role/NAME).
    type: str
  role_session_name:
    description:
      - The name of the session of the role, which the cloud's log shows. V(edgeops-cdn) if not set.
      - 2 to 64 letters, digits, or characters of V(. @ _ -).
    type: str
  role_duration:
    description:
      - Seconds that a fetched key lasts, from 900 to 43200, and no longer than the role allows. At most 3600 for
        O(assume_role) with a key that is itself temporary. V(3600) if not set.
      - The module fetches the next key before the last one ends. Only with O(oidc_token), which cannot be renewed, must
        one key outlive the wait.
    type: int
  instance_role:
    description:
      - Whether to take the key of the IAM role that this machine has, from the metadata service.
      - If not set, the module asks the service only if E(VOLCENGINE_ECS_METADATA) names a role, or if nothing else
        names credentials and the machine's own DMI names the cloud. With V(false), or with
        E(VOLCENGINE_ECS_METADATA_DISABLED) set to V(true), it does neither.
    type: bool
  sts_endpoint:
    description: STS's address, in the form of O(endpoint). By default E(VOLCENGINE_OIDC_STS_ENDPOINT), or otherwise
      V(https://sts.volcengineapi.com); with O(site=byteplus), E(BYTEPLUS_OIDC_STS_ENDPOINT), or otherwise
      V(https://sts.ap-southeast-1.byteplusapi.com).
    type: str
"""
