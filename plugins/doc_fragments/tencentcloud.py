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
        V(/etc/tencentcloud/credentials), the profile V(~/.tccli/default.credential) of the vendor's command line tool,
        E(TKE_ROLE_ARN) with E(TKE_PROVIDER_ID), E(TKE_REGION) and E(TKE_WEB_IDENTITY_TOKEN_FILE), the role of a machine
        of Tencent Cloud.
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
  oidc_role:
    description:
      - ARN of a role, V(qcs::cam::uin/UIN:roleName/NAME), that an ID token is exchanged for a key of. Needs
        O(oidc_provider).
      - The ID token is O(oidc_token), or the one in O(oidc_file), or the one that GitHub Actions hands out to a
        job with the permission to write V(id-token).
    type: str
  oidc_provider:
    description: The name of the identity provider in CAM; not an ARN.
    type: str
  oidc_token:
    description: An ID token, such as GitLab puts into a variable. The module cannot renew it.
    type: str
  oidc_file:
    description: A file with an ID token, which the module reads again for every key.
    type: path
  oidc_audience:
    description: The audience to ask the CI system for, a client ID of the identity provider.
      V(sts.tencentcloudapi.com) if not set.
    type: str
  assume_role:
    description: A role to assume with whatever key was found, V(qcs::cam::uin/UIN:roleName/NAME).
    type: str
  external_id:
    description: The external id that the role demands of those who assume it.
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
      - Whether to take the key of the CAM role that this machine has, from the metadata service.
      - If not set, the module asks the service only if a profile of the vendor's command line tool is of type
        V(cvm-role), or if nothing else names credentials and the machine's own DMI names the cloud. With V(false) the
        DMI is not looked at.
    type: bool
  sts_endpoint:
    description: STS's address, in the form of O(endpoint). By default V(https://sts.tencentcloudapi.com), or
      V(https://sts.intl.tencentcloudapi.com) if O(endpoint) is one of the international site.
    type: str
"""
