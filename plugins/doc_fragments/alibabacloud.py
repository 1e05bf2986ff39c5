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
        E(ALIBABA_CLOUD_ROLE_ARN) with E(ALIBABA_CLOUD_OIDC_PROVIDER_ARN) and E(ALIBABA_CLOUD_OIDC_TOKEN_FILE),
        the profile in V(~/.aliyun/config.json) that E(ALIBABA_CLOUD_PROFILE) names, or otherwise the file itself names
        as the current one, the section of that name or V([default]) in the file that E(ALIBABA_CLOUD_CREDENTIALS_FILE)
        names, V(~/.alibabacloud/credentials.ini) by default, E(ALIBABA_CLOUD_ECS_METADATA),
        E(ALIBABA_CLOUD_CREDENTIALS_URI), the role of a machine of Alibaba Cloud.
    type: str
    aliases: [access_key_id]
  secret_key:
    description: The AccessKey secret that belongs to O(access_key).
    type: str
    aliases: [access_key_secret]
  security_token:
    description: The security token of a temporary AccessKey pair (STS).
    type: str
  oidc_role:
    description:
      - ARN of a role, V(acs:ram::ACCOUNT_ID:role/NAME), that an ID token is exchanged for a key of. Needs
        O(oidc_provider).
      - The ID token is O(oidc_token), or the one in O(oidc_file), or the one that GitHub Actions hands out to a
        job with the permission to write V(id-token).
    type: str
  oidc_provider:
    description: ARN of the identity provider, V(acs:ram::ACCOUNT_ID:oidc-provider/NAME).
    type: str
  oidc_token:
    description: An ID token, such as GitLab puts into a variable. The module cannot renew it.
    type: str
  oidc_file:
    description: A file with an ID token, which the module reads again for every key.
    type: path
  oidc_audience:
    description: The audience to ask the CI system for, a client ID of the identity provider. V(sts.aliyuncs.com) if
      not set.
    type: str
  assume_role:
    description: A role to assume with whatever key was found, V(acs:ram::ACCOUNT_ID:role/NAME).
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
      - Whether to take the key of the RAM role that this machine has, from the metadata service.
      - If not set, the module asks the service only if E(ALIBABA_CLOUD_ECS_METADATA) names a role, or if nothing else
        names credentials and the machine's own DMI names the cloud. With V(false) it never does.
    type: bool
  sts_endpoint:
    description: STS's address, in the form of O(endpoint). By default E(ALIBABA_CLOUD_STS_ENDPOINT), or otherwise
      V(https://sts.aliyuncs.com).
    type: str
"""
