# generated from plugins/doc_fragments: make generate
# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This doc fragment is private to the collection: it may change at any time. Do not use it from elsewhere.

from __future__ import annotations


class ModuleDocFragment:
    """The connections to all providers, in one fragment: Ansible does not merge suboptions of several."""

    DOCUMENTATION = r"""
options:
  providers:
    description: Credentials and addresses, by provider.
    type: dict
    suboptions:
      alibabacloud_cdn:
        description: The connection to Alibaba Cloud CDN.
        type: dict
        suboptions:
          access_key:
            description:
              - AccessKey id. The module signs requests with it (ACS3-HMAC-SHA256).
              - If no option names credentials, the module takes the first of these that does, whole,
                E(ALIBABA_CLOUD_ACCESS_KEY_ID) with E(ALIBABA_CLOUD_ACCESS_KEY_SECRET) (and
                E(ALIBABA_CLOUD_SECURITY_TOKEN)), the profile of mode AK or StsToken in V(~/.aliyun/config.json) that
                E(ALIBABA_CLOUD_PROFILE) names, or otherwise the file itself names as the current one, the section of
                that name or V([default]) in the file that E(ALIBABA_CLOUD_CREDENTIALS_FILE) names,
                V(~/.alibabacloud/credentials.ini) by default.
            type: str
            aliases: [access_key_id]
          secret_key:
            description: The AccessKey secret that belongs to O(providers.alibabacloud_cdn.access_key).
            type: str
            aliases: [access_key_secret]
          security_token:
            description: The security token of a temporary AccessKey pair (STS).
            type: str
          endpoint:
            description:
              - The API's address, as V(https://HOST) or V(https://HOST:PORT).
              - V(http://) is refused unless the host is a loopback address.
              - The provider's public address if not set.
            type: str
          connect_timeout:
            description: Time to wait for a connection, 0.1 to 300 seconds, as a number or as in V(10s).
            type: raw
            default: 5.0
          read_timeout:
            description: Time to wait for a complete response once connected, 0.1 to 3600 seconds, as a number or as in
              V(1m).
            type: raw
            default: 30.0
          retries:
            description:
              - How often the module repeats a request after a passing fault (no connection, a time-out, HTTP 429 or
                5xx, a response that is not JSON), 0 to 100. Pauses grow, are random, and follow C(Retry-After) up to a
                minute.
              - It never repeats one after bad credentials or another lasting error.
            type: int
            default: 3
          calls_per_second:
            description:
              - The largest number of calls per second, 0.1 to 1000, for an account that other jobs use as well.
              - Defaults to the rate that the provider documents, and never raises it.
            type: float
          validate_certs:
            description: Whether the server's TLS certificate is verified. Turn it off for tests only.
            type: bool
            default: true
          ca_path:
            description: A file of PEM certificates, or a folder of them, to verify the server's certificate with
              instead of the usual ones.
            type: path
      alibabacloud_dcdn:
        description: The connection to Alibaba Cloud DCDN.
        type: dict
        suboptions:
          access_key:
            description:
              - AccessKey id. The module signs requests with it (ACS3-HMAC-SHA256).
              - If no option names credentials, the module takes the first of these that does, whole,
                E(ALIBABA_CLOUD_ACCESS_KEY_ID) with E(ALIBABA_CLOUD_ACCESS_KEY_SECRET) (and
                E(ALIBABA_CLOUD_SECURITY_TOKEN)), the profile of mode AK or StsToken in V(~/.aliyun/config.json) that
                E(ALIBABA_CLOUD_PROFILE) names, or otherwise the file itself names as the current one, the section of
                that name or V([default]) in the file that E(ALIBABA_CLOUD_CREDENTIALS_FILE) names,
                V(~/.alibabacloud/credentials.ini) by default.
            type: str
            aliases: [access_key_id]
          secret_key:
            description: The AccessKey secret that belongs to O(providers.alibabacloud_dcdn.access_key).
            type: str
            aliases: [access_key_secret]
          security_token:
            description: The security token of a temporary AccessKey pair (STS).
            type: str
          endpoint:
            description:
              - The API's address, as V(https://HOST) or V(https://HOST:PORT).
              - V(http://) is refused unless the host is a loopback address.
              - The provider's public address if not set.
            type: str
          connect_timeout:
            description: Time to wait for a connection, 0.1 to 300 seconds, as a number or as in V(10s).
            type: raw
            default: 5.0
          read_timeout:
            description: Time to wait for a complete response once connected, 0.1 to 3600 seconds, as a number or as in
              V(1m).
            type: raw
            default: 30.0
          retries:
            description:
              - How often the module repeats a request after a passing fault (no connection, a time-out, HTTP 429 or
                5xx, a response that is not JSON), 0 to 100. Pauses grow, are random, and follow C(Retry-After) up to a
                minute.
              - It never repeats one after bad credentials or another lasting error.
            type: int
            default: 3
          calls_per_second:
            description:
              - The largest number of calls per second, 0.1 to 1000, for an account that other jobs use as well.
              - Defaults to the rate that the provider documents, and never raises it.
            type: float
          validate_certs:
            description: Whether the server's TLS certificate is verified. Turn it off for tests only.
            type: bool
            default: true
          ca_path:
            description: A file of PEM certificates, or a folder of them, to verify the server's certificate with
              instead of the usual ones.
            type: path
      huaweicloud_cdn:
        description: The connection to Huawei Cloud CDN.
        type: dict
        suboptions:
          access_key:
            description:
              - Access key id. The module signs requests with it (SDK-HMAC-SHA256). Give no other way to sign in beside
                it.
              - If no option names credentials, the module takes the first of these that does, whole,
                E(HUAWEICLOUD_SDK_AK) with E(HUAWEICLOUD_SDK_SK) (and E(HUAWEICLOUD_SDK_SECURITY_TOKEN)),
                E(CLOUD_SDK_AK) with E(CLOUD_SDK_SK) (and E(CLOUD_SDK_SECURITY_TOKEN)), the section V([global]), or
                otherwise V([basic]), of the file that E(HUAWEICLOUD_SDK_CREDENTIALS_FILE) names,
                V(~/.huaweicloud/credentials) by default, with the keys V(ak), V(sk) and V(security_token).
            type: str
          secret_key:
            description: The secret access key that belongs to O(providers.huaweicloud_cdn.access_key).
            type: str
          security_token:
            description: The security token of a temporary access key.
            type: str
          auth_token:
            description: A ready IAM token, sent as C(X-Auth-Token). The module cannot renew it when it expires.
            type: str
          iam_username:
            description:
              - Name of an IAM user. With O(providers.huaweicloud_cdn.iam_password) and
                O(providers.huaweicloud_cdn.iam_domain), the module fetches a token, and another one when it expires.
              - A HUAWEI ID cannot be used, nor can a user with multi-factor login.
            type: str
          iam_password:
            description: The password of O(providers.huaweicloud_cdn.iam_username).
            type: str
          iam_domain:
            description: The name of the account that O(providers.huaweicloud_cdn.iam_username) belongs to.
            type: str
          iam_endpoint:
            description: IAM's address, in the form of O(providers.huaweicloud_cdn.endpoint). By default
              V(https://iam.myhuaweicloud.com), or the European site's.
            type: str
          region:
            description:
              - Any region id. CDN is a global service, so only the site matters, V(eu-west-101) is the European site
                and every other value the Chinese mainland and international one.
              - Without effect if O(providers.huaweicloud_cdn.endpoint) is set.
            type: str
          enterprise_project_id:
            description:
              - The enterprise project that tasks belong to, V(0) for the default project, V(all) for all of them.
              - The module sends V(all) if not set.
            type: str
          endpoint:
            description:
              - The API's address, as V(https://HOST) or V(https://HOST:PORT).
              - V(http://) is refused unless the host is a loopback address.
              - The provider's public address if not set.
            type: str
          connect_timeout:
            description: Time to wait for a connection, 0.1 to 300 seconds, as a number or as in V(10s).
            type: raw
            default: 5.0
          read_timeout:
            description: Time to wait for a complete response once connected, 0.1 to 3600 seconds, as a number or as in
              V(1m).
            type: raw
            default: 30.0
          retries:
            description:
              - How often the module repeats a request after a passing fault (no connection, a time-out, HTTP 429 or
                5xx, a response that is not JSON), 0 to 100. Pauses grow, are random, and follow C(Retry-After) up to a
                minute.
              - It never repeats one after bad credentials or another lasting error.
            type: int
            default: 3
          calls_per_second:
            description:
              - The largest number of calls per second, 0.1 to 1000, for an account that other jobs use as well.
              - Defaults to the rate that the provider documents, and never raises it.
            type: float
          validate_certs:
            description: Whether the server's TLS certificate is verified. Turn it off for tests only.
            type: bool
            default: true
          ca_path:
            description: A file of PEM certificates, or a folder of them, to verify the server's certificate with
              instead of the usual ones.
            type: path
"""
