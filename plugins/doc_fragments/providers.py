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
                E(ALIBABA_CLOUD_SECURITY_TOKEN)), E(ALIBABA_CLOUD_ROLE_ARN) with E(ALIBABA_CLOUD_OIDC_PROVIDER_ARN) and
                E(ALIBABA_CLOUD_OIDC_TOKEN_FILE), the profile in V(~/.aliyun/config.json) that E(ALIBABA_CLOUD_PROFILE)
                names, or otherwise the file itself names as the current one, the section of that name or V([default])
                in the file that E(ALIBABA_CLOUD_CREDENTIALS_FILE) names, V(~/.alibabacloud/credentials.ini) by default,
                E(ALIBABA_CLOUD_ECS_METADATA), E(ALIBABA_CLOUD_CREDENTIALS_URI), the role of a machine of Alibaba Cloud.
            type: str
            aliases: [access_key_id]
          secret_key:
            description: The AccessKey secret that belongs to O(providers.alibabacloud_cdn.access_key).
            type: str
            aliases: [access_key_secret]
          security_token:
            description: The security token of a temporary AccessKey pair (STS).
            type: str
          oidc_role:
            description:
              - ARN of a role, V(acs:ram::ACCOUNT_ID:role/NAME), that an ID token is exchanged for a key of. Needs
                O(providers.alibabacloud_cdn.oidc_provider).
              - The ID token is O(providers.alibabacloud_cdn.oidc_token), or the one in
                O(providers.alibabacloud_cdn.oidc_file), or the one that GitHub Actions hands out to a job with the
                permission to write V(id-token).
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
            description: The audience to ask the CI system for, a client ID of the identity provider.
              V(sts.aliyuncs.com) if not set.
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
              - Seconds that a fetched key lasts, from 900 to 43200, and no longer than the role allows. At most 3600
                for O(providers.alibabacloud_cdn.assume_role) with a key that is itself temporary. V(3600) if not set.
              - The module fetches the next key before the last one ends. Only with
                O(providers.alibabacloud_cdn.oidc_token), which cannot be renewed, must one key outlive the wait.
            type: int
          instance_role:
            description:
              - Whether to take the key of the RAM role that this machine has, from the metadata service.
              - If not set, the module asks the service only if E(ALIBABA_CLOUD_ECS_METADATA) names a role, or if
                nothing else names credentials and the machine's own DMI names the cloud. With V(false) it never does.
            type: bool
          sts_endpoint:
            description: STS's address, in the form of O(providers.alibabacloud_cdn.endpoint). By default
              E(ALIBABA_CLOUD_STS_ENDPOINT), or otherwise V(https://sts.aliyuncs.com).
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
                E(ALIBABA_CLOUD_SECURITY_TOKEN)), E(ALIBABA_CLOUD_ROLE_ARN) with E(ALIBABA_CLOUD_OIDC_PROVIDER_ARN) and
                E(ALIBABA_CLOUD_OIDC_TOKEN_FILE), the profile in V(~/.aliyun/config.json) that E(ALIBABA_CLOUD_PROFILE)
                names, or otherwise the file itself names as the current one, the section of that name or V([default])
                in the file that E(ALIBABA_CLOUD_CREDENTIALS_FILE) names, V(~/.alibabacloud/credentials.ini) by default,
                E(ALIBABA_CLOUD_ECS_METADATA), E(ALIBABA_CLOUD_CREDENTIALS_URI), the role of a machine of Alibaba Cloud.
            type: str
            aliases: [access_key_id]
          secret_key:
            description: The AccessKey secret that belongs to O(providers.alibabacloud_dcdn.access_key).
            type: str
            aliases: [access_key_secret]
          security_token:
            description: The security token of a temporary AccessKey pair (STS).
            type: str
          oidc_role:
            description:
              - ARN of a role, V(acs:ram::ACCOUNT_ID:role/NAME), that an ID token is exchanged for a key of. Needs
                O(providers.alibabacloud_dcdn.oidc_provider).
              - The ID token is O(providers.alibabacloud_dcdn.oidc_token), or the one in
                O(providers.alibabacloud_dcdn.oidc_file), or the one that GitHub Actions hands out to a job with the
                permission to write V(id-token).
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
            description: The audience to ask the CI system for, a client ID of the identity provider.
              V(sts.aliyuncs.com) if not set.
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
              - Seconds that a fetched key lasts, from 900 to 43200, and no longer than the role allows. At most 3600
                for O(providers.alibabacloud_dcdn.assume_role) with a key that is itself temporary. V(3600) if not set.
              - The module fetches the next key before the last one ends. Only with
                O(providers.alibabacloud_dcdn.oidc_token), which cannot be renewed, must one key outlive the wait.
            type: int
          instance_role:
            description:
              - Whether to take the key of the RAM role that this machine has, from the metadata service.
              - If not set, the module asks the service only if E(ALIBABA_CLOUD_ECS_METADATA) names a role, or if
                nothing else names credentials and the machine's own DMI names the cloud. With V(false) it never does.
            type: bool
          sts_endpoint:
            description: STS's address, in the form of O(providers.alibabacloud_dcdn.endpoint). By default
              E(ALIBABA_CLOUD_STS_ENDPOINT), or otherwise V(https://sts.aliyuncs.com).
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
      aws_cloudfront:
        description: The connection to AWS CloudFront.
        type: dict
        suboptions:
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
              - To submit and to query by filters, this or O(providers.aws_cloudfront.distribution_tenant_id) is needed.
                Ids of tasks name theirs (V(DISTRIBUTION.INVALIDATION)); an id without one is looked for in this
                distribution.
            type: str
          distribution_tenant_id:
            description: The distribution tenant that is asked, such as V(dt_2abcEXAMPLE), in place of
              O(providers.aws_cloudfront.distribution_id).
            type: str
          access_key:
            description:
              - Access key id. The module signs requests with it (AWS4-HMAC-SHA256).
              - If no option names credentials, the module takes the first of these that does, whole,
                E(AWS_ACCESS_KEY_ID) with E(AWS_SECRET_ACCESS_KEY) (and E(AWS_SESSION_TOKEN)), a profile that assumes a
                role, E(AWS_ROLE_ARN) with E(AWS_WEB_IDENTITY_TOKEN_FILE), a profile with an ID token, one with a single
                sign-on that V(aws sso login) has logged in to, the profile's key in V(~/.aws/credentials) or
                E(AWS_SHARED_CREDENTIALS_FILE), its program (V(credential_process)), its key in V(~/.aws/config) or
                E(AWS_CONFIG_FILE), E(AWS_CONTAINER_CREDENTIALS_RELATIVE_URI) or E(AWS_CONTAINER_CREDENTIALS_FULL_URI),
                the role of a machine of AWS.
              - The profile is O(providers.aws_cloudfront.profile), otherwise that of E(AWS_PROFILE) or
                E(AWS_DEFAULT_PROFILE), otherwise V(default).
            type: str
            aliases: [aws_access_key_id]
          secret_key:
            description: The secret access key that belongs to O(providers.aws_cloudfront.access_key).
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
              - ARN of a role, V(arn:aws:iam::ACCOUNT_ID:role/NAME), that an ID token is exchanged for a key of. Which
                identity provider has made the token is what the role's trust policy says.
              - The ID token is O(providers.aws_cloudfront.oidc_token), or the one in
                O(providers.aws_cloudfront.oidc_file), or the one that GitHub Actions hands out to a job with the
                permission to write V(id-token).
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
            description: The external id that the trust policy of O(providers.aws_cloudfront.assume_role) demands.
            type: str
          role_session_name:
            description:
              - The name of the session of the role, which the cloud's log shows. V(edgeops-cdn) if not set.
              - 2 to 64 letters, digits, or characters of V(. @ _ -).
            type: str
          role_duration:
            description:
              - Seconds that a fetched key lasts, from 900 to 43200, and no longer than the role allows. At most 3600
                for O(providers.aws_cloudfront.assume_role) with a key that is itself temporary. V(3600) if not set.
              - The module fetches the next key before the last one ends. Only with
                O(providers.aws_cloudfront.oidc_token), which cannot be renewed, must one key outlive the wait.
            type: int
          instance_role:
            description:
              - Whether to take the key of the role that this machine has, from the metadata service (version 2).
              - If not set, the module asks the service only if nothing else names credentials and the machine's own DMI
                names EC2. With V(false), or with E(AWS_EC2_METADATA_DISABLED) set to V(true), it does not.
            type: bool
          sts_endpoint:
            description: STS's address, in the form of O(providers.aws_cloudfront.endpoint). By default
              V(https://sts.us-east-1.amazonaws.com), with O(providers.aws_cloudfront.partition=aws-cn)
              V(https://sts.cn-northwest-1.amazonaws.com.cn).
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
                E(HUAWEICLOUD_OIDC_PROVIDER_URN) with E(HUAWEICLOUD_OIDC_AGENCY_URN) and E(HUAWEICLOUD_OIDC_TOKEN_FILE),
                E(HUAWEICLOUD_SDK_IDP_ID) with E(HUAWEICLOUD_SDK_ID_TOKEN_FILE), E(HUAWEICLOUD_SDK_AK) with
                E(HUAWEICLOUD_SDK_SK) (and E(HUAWEICLOUD_SDK_SECURITY_TOKEN)), E(CLOUD_SDK_AK) with E(CLOUD_SDK_SK) (and
                E(CLOUD_SDK_SECURITY_TOKEN)), the section V([global]), or otherwise V([basic]), of the file that
                E(HUAWEICLOUD_SDK_CREDENTIALS_FILE) names, V(~/.huaweicloud/credentials) by default, with the keys
                V(ak), V(sk) and V(security_token), E(HC_CONTAINER_CREDENTIALS_FULL_URI), the agency of a machine of
                Huawei Cloud.
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
          oidc_role:
            description:
              - URN of an agency, V(iam::ACCOUNT_ID:agency:NAME), that an ID token is exchanged for a key of. Needs
                O(providers.huaweicloud_cdn.oidc_provider).
              - The ID token is O(providers.huaweicloud_cdn.oidc_token), or the one in
                O(providers.huaweicloud_cdn.oidc_file), or the one that GitHub Actions hands out to a job with the
                permission to write V(id-token).
            type: str
          oidc_provider:
            description: URN of the identity provider, V(iam::ACCOUNT_ID:oidcProvider:NAME). Without
              O(providers.huaweicloud_cdn.oidc_role), the name of an identity provider of IAM v3, whose conversion rules
              decide what the key may do.
            type: str
          oidc_token:
            description: An ID token, such as GitLab puts into a variable. The module cannot renew it.
            type: str
          oidc_file:
            description: A file with an ID token, which the module reads again for every key.
            type: path
          oidc_audience:
            description: The audience to ask the CI system for, a client ID of the identity provider.
              V(sts.huaweicloud.com) if not set.
            type: str
          assume_role:
            description:
              - An agency to take on with whatever key was found, V(iam::ACCOUNT_ID:agency:NAME).
              - With O(providers.huaweicloud_cdn.assume_role_account), the mere name of an agency of IAM v3.
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
              - Seconds that a fetched key lasts, from 900 to 43200, and no longer than the agency allows. At most 3600
                for O(providers.huaweicloud_cdn.assume_role) with a key that is itself temporary. V(3600) if not set.
              - The module fetches the next key before the last one ends. Only with
                O(providers.huaweicloud_cdn.oidc_token), which cannot be renewed, must one key outlive the wait.
            type: int
          instance_role:
            description:
              - Whether to take the key of the agency that this machine has, from the metadata service.
              - If not set, the module asks the service only if nothing else names credentials and the machine's own DMI
                names the cloud. With V(false) it never does.
            type: bool
          sts_endpoint:
            description: STS's address, in the form of O(providers.huaweicloud_cdn.endpoint). By default
              E(HUAWEICLOUD_SDK_STS_ENDPOINT), or otherwise the one of O(providers.huaweicloud_cdn.region),
              V(cn-north-4) if not set. The European site needs it.
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
      tencentcloud_cdn:
        description: The connection to Tencent Cloud CDN.
        type: dict
        suboptions:
          access_key:
            description:
              - SecretId of an API key. The module signs requests with it (TC3-HMAC-SHA256).
              - If no option names credentials, the module takes the first of these that does, whole,
                E(TENCENTCLOUD_SECRET_ID) with E(TENCENTCLOUD_SECRET_KEY) (and E(TENCENTCLOUD_TOKEN) or
                E(TENCENTCLOUD_SECURITY_TOKEN)), the section V([default]) of V(~/.tencentcloud/credentials) or otherwise
                of V(/etc/tencentcloud/credentials), the profile V(~/.tccli/default.credential) of the vendor's command
                line tool, E(TKE_ROLE_ARN) with E(TKE_PROVIDER_ID), E(TKE_REGION) and E(TKE_WEB_IDENTITY_TOKEN_FILE),
                the role of a machine of Tencent Cloud.
              - If E(TCCLI_PROFILE) names another profile of that tool, it comes before the file of the SDKs.
            type: str
            aliases: [secret_id]
          secret_key:
            description: The SecretKey that belongs to O(providers.tencentcloud_cdn.access_key).
            type: str
          security_token:
            description: The token of a temporary key pair (STS).
            type: str
            aliases: [token]
          oidc_role:
            description:
              - ARN of a role, V(qcs::cam::uin/UIN:roleName/NAME), that an ID token is exchanged for a key of. Needs
                O(providers.tencentcloud_cdn.oidc_provider).
              - The ID token is O(providers.tencentcloud_cdn.oidc_token), or the one in
                O(providers.tencentcloud_cdn.oidc_file), or the one that GitHub Actions hands out to a job with the
                permission to write V(id-token).
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
              - Seconds that a fetched key lasts, from 900 to 43200, and no longer than the role allows. At most 3600
                for O(providers.tencentcloud_cdn.assume_role) with a key that is itself temporary. V(3600) if not set.
              - The module fetches the next key before the last one ends. Only with
                O(providers.tencentcloud_cdn.oidc_token), which cannot be renewed, must one key outlive the wait.
            type: int
          instance_role:
            description:
              - Whether to take the key of the CAM role that this machine has, from the metadata service.
              - If not set, the module asks the service only if a profile of the vendor's command line tool is of type
                V(cvm-role), or if nothing else names credentials and the machine's own DMI names the cloud. With
                V(false) the DMI is not looked at.
            type: bool
          sts_endpoint:
            description: STS's address, in the form of O(providers.tencentcloud_cdn.endpoint). By default
              V(https://sts.tencentcloudapi.com), or V(https://sts.intl.tencentcloudapi.com) if
              O(providers.tencentcloud_cdn.endpoint) is one of the international site.
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
      tencentcloud_edgeone:
        description: The connection to Tencent Cloud EdgeOne.
        type: dict
        suboptions:
          access_key:
            description:
              - SecretId of an API key. The module signs requests with it (TC3-HMAC-SHA256).
              - If no option names credentials, the module takes the first of these that does, whole,
                E(TENCENTCLOUD_SECRET_ID) with E(TENCENTCLOUD_SECRET_KEY) (and E(TENCENTCLOUD_TOKEN) or
                E(TENCENTCLOUD_SECURITY_TOKEN)), the section V([default]) of V(~/.tencentcloud/credentials) or otherwise
                of V(/etc/tencentcloud/credentials), the profile V(~/.tccli/default.credential) of the vendor's command
                line tool, E(TKE_ROLE_ARN) with E(TKE_PROVIDER_ID), E(TKE_REGION) and E(TKE_WEB_IDENTITY_TOKEN_FILE),
                the role of a machine of Tencent Cloud.
              - If E(TCCLI_PROFILE) names another profile of that tool, it comes before the file of the SDKs.
            type: str
            aliases: [secret_id]
          secret_key:
            description: The SecretKey that belongs to O(providers.tencentcloud_edgeone.access_key).
            type: str
          security_token:
            description: The token of a temporary key pair (STS).
            type: str
            aliases: [token]
          oidc_role:
            description:
              - ARN of a role, V(qcs::cam::uin/UIN:roleName/NAME), that an ID token is exchanged for a key of. Needs
                O(providers.tencentcloud_edgeone.oidc_provider).
              - The ID token is O(providers.tencentcloud_edgeone.oidc_token), or the one in
                O(providers.tencentcloud_edgeone.oidc_file), or the one that GitHub Actions hands out to a job with the
                permission to write V(id-token).
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
              - Seconds that a fetched key lasts, from 900 to 43200, and no longer than the role allows. At most 3600
                for O(providers.tencentcloud_edgeone.assume_role) with a key that is itself temporary. V(3600) if not
                set.
              - The module fetches the next key before the last one ends. Only with
                O(providers.tencentcloud_edgeone.oidc_token), which cannot be renewed, must one key outlive the wait.
            type: int
          instance_role:
            description:
              - Whether to take the key of the CAM role that this machine has, from the metadata service.
              - If not set, the module asks the service only if a profile of the vendor's command line tool is of type
                V(cvm-role), or if nothing else names credentials and the machine's own DMI names the cloud. With
                V(false) the DMI is not looked at.
            type: bool
          sts_endpoint:
            description: STS's address, in the form of O(providers.tencentcloud_edgeone.endpoint). By default
              V(https://sts.tencentcloudapi.com), or V(https://sts.intl.tencentcloudapi.com) if
              O(providers.tencentcloud_edgeone.endpoint) is one of the international site.
            type: str
          zone_id:
            description:
              - The zone (site) that is asked, such as V(zone-2noz78a8ev6k).
              - It is needed to submit, to query by filters and for quotas. Ids of tasks name their zone (V(ZONE.JOB));
                an id without one is looked for in this zone.
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
      volcengine_cdn:
        description: The connection to Volcengine CDN.
        type: dict
        suboptions:
          site:
            description:
              - Which of the two sites the account is of, V(volcengine) in mainland China or the international
                V(byteplus).
              - It decides the address of the API, which region is signed, and where credentials are looked for. Keys,
                tasks and quotas of one site mean nothing to the other.
            type: str
            choices: [volcengine, byteplus]
            default: volcengine
          access_key:
            description:
              - Access key id. The module signs requests with it (HMAC-SHA256).
              - If no option names credentials, the module takes the first of these that does, whole,
                E(VOLCENGINE_ACCESS_KEY) with E(VOLCENGINE_SECRET_KEY) (and E(VOLCENGINE_SESSION_TOKEN)),
                E(VOLCENGINE_OIDC_ROLE_TRN) with E(VOLCENGINE_OIDC_TOKEN_FILE), E(VOLC_ACCESSKEY) with
                E(VOLC_SECRETKEY), the profile that E(VOLCENGINE_PROFILE) names, or otherwise the file itself names as
                the current one, in the file that E(VOLCENGINE_CLI_CONFIG_FILE) names, V(~/.volcengine/config.json) by
                default, the section V([default]) of V(~/.volc/credentials), or the file V(~/.volc/config),
                E(VOLCENGINE_ECS_METADATA), the role of a machine of Volcengine.
              - With O(providers.volcengine_cdn.site=byteplus), these are E(BYTEPLUS_ACCESS_KEY) with
                E(BYTEPLUS_SECRET_KEY), E(BYTEPLUS_OIDC_ROLE_TRN) with E(BYTEPLUS_OIDC_TOKEN_FILE),
                E(BYTEPLUS_ACCESSKEY) with E(BYTEPLUS_SECRETKEY), the keys each with E(BYTEPLUS_SESSION_TOKEN), the file
                V(~/.byteplus/config), and the role of a machine.
            type: str
          secret_key:
            description: The secret access key that belongs to O(providers.volcengine_cdn.access_key), as the console
              shows it; it is not decoded.
            type: str
          security_token:
            description: The session token of a temporary key pair (STS).
            type: str
            aliases: [session_token]
          oidc_role:
            description:
              - TRN of a role, V(trn:iam::ACCOUNT_ID:role/NAME), that an ID token is exchanged for a key of. Which
                identity provider has made the token is what the role's trust policy says.
              - The ID token is O(providers.volcengine_cdn.oidc_token), or the one in
                O(providers.volcengine_cdn.oidc_file), or the one that GitHub Actions hands out to a job with the
                permission to write V(id-token).
            type: str
          oidc_token:
            description: An ID token, such as GitLab puts into a variable. The module cannot renew it.
            type: str
          oidc_file:
            description: A file with an ID token, which the module reads again for every key.
            type: path
          oidc_audience:
            description: The audience to ask the CI system for, one that the role's trust policy has in V(oidc:aud).
              V(sts.volcengineapi.com) if not set, or V(sts.byteplusapi.com) with
              O(providers.volcengine_cdn.site=byteplus); this is the collection's choice, because the vendor has no
              default.
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
              - Seconds that a fetched key lasts, from 900 to 43200, and no longer than the role allows. At most 3600
                for O(providers.volcengine_cdn.assume_role) with a key that is itself temporary. V(3600) if not set.
              - The module fetches the next key before the last one ends. Only with
                O(providers.volcengine_cdn.oidc_token), which cannot be renewed, must one key outlive the wait.
            type: int
          instance_role:
            description:
              - Whether to take the key of the IAM role that this machine has, from the metadata service.
              - If not set, the module asks the service only if E(VOLCENGINE_ECS_METADATA) names a role, or if nothing
                else names credentials and the machine's own DMI names the cloud. With V(false), or with
                E(VOLCENGINE_ECS_METADATA_DISABLED) set to V(true), it does neither.
            type: bool
          sts_endpoint:
            description: STS's address, in the form of O(providers.volcengine_cdn.endpoint). By default
              E(VOLCENGINE_OIDC_STS_ENDPOINT), or otherwise V(https://sts.volcengineapi.com); with
              O(providers.volcengine_cdn.site=byteplus), E(BYTEPLUS_OIDC_STS_ENDPOINT), or otherwise
              V(https://sts.ap-southeast-1.byteplusapi.com).
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
