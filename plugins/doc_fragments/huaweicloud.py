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
      - If no option names credentials, the module takes the first of these that does, whole, E(HUAWEICLOUD_SDK_AK)
        with E(HUAWEICLOUD_SDK_SK) (and E(HUAWEICLOUD_SDK_SECURITY_TOKEN)), E(CLOUD_SDK_AK) with E(CLOUD_SDK_SK) (and
        E(CLOUD_SDK_SECURITY_TOKEN)), the section V([global]), or otherwise V([basic]), of the file that
        E(HUAWEICLOUD_SDK_CREDENTIALS_FILE) names, V(~/.huaweicloud/credentials) by default, with the keys V(ak),
        V(sk) and V(security_token).
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
"""
