# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This doc fragment is private to the collection: it may change at any time. Do not use it from elsewhere.

from __future__ import annotations


class ModuleDocFragment:
    """The connection to AWS; the doc fragment providers is generated from it."""

    DOCUMENTATION = r"""
options:
  partition:
    description:
      - The part of AWS that the account is in, V(aws-cn) for the regions in China, V(aws) for all others.
      - It decides the address and the region that is signed, wherever this machine is.
    type: str
    choices: [aws, aws-cn]
    default: aws
  distribution_id:
    description:
      - The distribution that is asked, such as V(EDFDVBD6EXAMPLE).
      - To submit and to query by filters, this or O(distribution_tenant_id) is needed. Ids of tasks name theirs
        (V(DISTRIBUTION.INVALIDATION)); an id without one is looked for in this distribution.
    type: str
  distribution_tenant_id:
    description: The distribution tenant that is asked, such as V(dt_2abcEXAMPLE), in place of O(distribution_id).
    type: str
  access_key:
    description:
      - Access key id. The module signs requests with it (AWS4-HMAC-SHA256).
      - If no option names credentials, the module takes the first of these that does, whole,
        E(AWS_ACCESS_KEY_ID) with E(AWS_SECRET_ACCESS_KEY) (and E(AWS_SESSION_TOKEN)), a profile that assumes a role,
        E(AWS_ROLE_ARN) with E(AWS_WEB_IDENTITY_TOKEN_FILE), a profile with an ID token, one with a
        single sign-on that V(aws sso login) has logged in to, the profile's key in V(~/.aws/credentials) or
        E(AWS_SHARED_CREDENTIALS_FILE), its program (V(credential_process)), its key in V(~/.aws/config) or
        E(AWS_CONFIG_FILE),
        E(AWS_CONTAINER_CREDENTIALS_RELATIVE_URI) or E(AWS_CONTAINER_CREDENTIALS_FULL_URI), the role of a machine of
        AWS.
      - The profile is O(profile), otherwise that of E(AWS_PROFILE) or E(AWS_DEFAULT_PROFILE), otherwise V(default).
    type: str
    aliases: [aws_access_key_id]
  secret_key:
    description: The secret access key that belongs to O(access_key).
    type: str
    aliases: [aws_secret_access_key]
  security_token:
    description: The session token of a temporary key (STS).
    type: str
    aliases: [session_token]
  profile:
    description: A profile of the files above. The module then passes over the keys of the environment.
    type: str
  oidc_role:
    description:
      - ARN of a role, V(arn:aws:iam::ACCOUNT_ID:role/NAME), that an ID token is exchanged for a key of. Which identity
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
    description: The audience to ask the CI system for. V(sts.amazonaws.com) if not set.
    type: str
  assume_role:
    description: A role to assume with whatever key was found, V(arn:aws:iam::ACCOUNT_ID:role/NAME).
    type: str
  external_id:
    description: The external id that the trust policy of O(assume_role) demands.
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
      - Whether to take the key of the role that this machine has, from the metadata service (version 2).
      - If not set, the module asks the service only if nothing else names credentials and the machine's own DMI names
        EC2. With V(false), or with E(AWS_EC2_METADATA_DISABLED) set to V(true), it does not.
    type: bool
  sts_endpoint:
    description: STS's address, in the form of O(endpoint). By default V(https://sts.us-east-1.amazonaws.com), with
      O(partition=aws-cn) V(https://sts.cn-northwest-1.amazonaws.com.cn).
    type: str
"""
