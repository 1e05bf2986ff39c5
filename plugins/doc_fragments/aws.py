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
        E(AWS_ACCESS_KEY_ID) with E(AWS_SECRET_ACCESS_KEY) (and E(AWS_SESSION_TOKEN)), the profile in
        V(~/.aws/credentials) or E(AWS_SHARED_CREDENTIALS_FILE), the profile in V(~/.aws/config) or E(AWS_CONFIG_FILE).
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
"""
