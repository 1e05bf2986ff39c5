# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This doc fragment is private to the collection: it may change at any time. Do not use it from elsewhere.

from __future__ import annotations


class ModuleDocFragment:
    """The connection to Huawei Cloud; the doc fragment providers is generated from it."""

    DOCUMENTATION = r"""
options:
  access_key:
    description:
      - Access key id. The module signs requests with it (SDK-HMAC-SHA256). Give no other way to sign in beside it.
      - If no option names credentials, the module takes the first of these that does, whole,
        E(HUAWEICLOUD_OIDC_PROVIDER_URN) with E(HUAWEICLOUD_OIDC_AGENCY_URN) and E(HUAWEICLOUD_OIDC_TOKEN_FILE),
        E(HUAWEICLOUD_SDK_IDP_ID) with E(HUAWEICLOUD_SDK_ID_TOKEN_FILE), E(HUAWEICLOUD_SDK_AK)
        with E(HUAWEICLOUD_SDK_SK) (and E(HUAWEICLOUD_SDK_SECURITY_TOKEN)), E(CLOUD_SDK_AK) with E(CLOUD_SDK_SK) (and
        E(CLOUD_SDK_SECURITY_TOKEN)), the section V([global]), or otherwise V([basic]), of the file that
        E(HUAWEICLOUD_SDK_CREDENTIALS_FILE) names, V(~/.huaweicloud/credentials) by default, with the keys V(ak),
        V(sk) and V(security_token), E(HC_CONTAINER_CREDENTIALS_FULL_URI), the agency of a machine of Huawei Cloud.
    type: str
  secret_key:
    description: The secret access key that belongs to O(access_key).
    type: str
  security_token:
    description: The security token of a temporary access key.
    type: str
  auth_token:
    description: A ready IAM token, sent as C(X-Auth-Token). The module cannot renew it when it expires.
    type: str
  iam_username:
    description:
      - Name of an IAM user. With O(iam_password) and O(iam_domain), the module fetches a token, and another one when
        it expires.
      - A HUAWEI ID cannot be used, nor can a user with multi-factor login.
    type: str
  iam_password:
    description: The password of O(iam_username).
    type: str
  iam_domain:
    description: The name of the account that O(iam_username) belongs to.
    type: str
  iam_endpoint:
    description: IAM's address, in the form of O(endpoint). By default V(https://iam.myhuaweicloud.com), or the
      European site's.
    type: str
  region:
    description:
      - Any region id. CDN is a global service, so only the site matters, V(eu-west-101) is the European site and
        every other value the Chinese mainland and international one.
      - Without effect if O(endpoint) is set.
    type: str
  enterprise_project_id:
    description:
      - The enterprise project that tasks belong to, V(0) for the default project, V(all) for all of them.
      - The module sends V(all) if not set.
    type: str
  oidc_role:
    description:
      - URN of an agency, V(iam::ACCOUNT_ID:agency:NAME), that an ID token is exchanged for a key of. Needs
        O(oidc_provider).
      - The ID token is O(oidc_token), or the one in O(oidc_file), or the one that GitHub Actions hands out to a
        job with the permission to write V(id-token).
    type: str
  oidc_provider:
    description: URN of the identity provider, V(iam::ACCOUNT_ID:oidcProvider:NAME). Without O(oidc_role), the name of
      an identity provider of IAM v3, whose conversion rules decide what the key may do.
    type: str
  oidc_token:
    description: An ID token, such as GitLab puts into a variable. The module cannot renew it.
    type: str
  oidc_file:
    description: A file with an ID token, which the module reads again for every key.
    type: path
  oidc_audience:
    description: The audience to ask the CI system for, a client ID of the identity provider. V(sts.huaweicloud.com) if
      not set.
    type: str
  assume_role:
    description:
      - An agency to take on with whatever key was found, V(iam::ACCOUNT_ID:agency:NAME).
      - With O(assume_role_account), the mere name of an agency of IAM v3.
    type: str
  assume_role_account:
    description: The name of the account that the agency of IAM v3 belongs to.
    type: str
  external_id:
    description: The external id that the agency demands of those who take it on.
    type: str
  role_session_name:
    description:
      - The name of the session of the agency, which the cloud's log shows. V(edgeops-cdn) if not set.
      - 2 to 64 letters, digits, or characters of V(. @ _ -).
    type: str
  role_duration:
    description:
      - Seconds that a fetched key lasts, from 900 to 43200, and no longer than the agency allows. At most 3600 for
        O(assume_role) with a key that is itself temporary. V(3600) if not set.
      - The module fetches the next key before the last one ends. Only with O(oidc_token), which cannot be renewed, must
        one key outlive the wait.
    type: int
  instance_role:
    description:
      - Whether to take the key of the agency that this machine has, from the metadata service.
      - If not set, the module asks the service only if nothing else names credentials and the machine's own DMI names
        the cloud. With V(false) it never does.
    type: bool
  sts_endpoint:
    description: STS's address, in the form of O(endpoint). By default E(HUAWEICLOUD_SDK_STS_ENDPOINT), or otherwise
      the one of O(region), V(cn-north-4) if not set. The European site needs it.
    type: str
"""
