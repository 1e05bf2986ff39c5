# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who may call Alibaba Cloud, and what the others are told."""

from __future__ import annotations

import pytest

from tests.emulator.accounts import Key
from tests.emulator.clients import Reply
from tests.emulator.testing import Emulator, FakeClock
from tests.providers.alibabacloud_dcdn.accounts import (
    ALIBABA_DENIED_KEY,
    ALIBABA_EXPIRED_KEY,
    ALIBABA_KEY,
    ALIBABA_OTHER_KEY,
    ALIBABA_READ_ONLY_KEY,
    ALIBABA_TEMPORARY_KEY,
)
from tests.providers.alibabacloud_dcdn.client import AlibabaClient

QUOTA = "DescribeDcdnRefreshQuota"


def refused(reply: Reply, status: int, code: str) -> None:
    assert (reply.status, reply.json["Code"]) == (status, code)
    assert set(reply.json) >= {"RequestId", "HostId", "Code", "Message", "Recommend"}
    assert reply.json["RequestId"] == reply.headers["x-acs-request-id"]


def test_a_larger_set_of_signed_headers(alibaba: AlibabaClient) -> None:
    headers = {"accept": "application/json", "user-agent": "x", "x-acs-accesskey-id": ALIBABA_KEY.access_key}
    assert alibaba.call(QUOTA, headers=headers).status == 200
    assert alibaba.call(QUOTA, headers=headers, unsigned=["accept", "user-agent"]).status == 200


def test_no_credentials(alibaba: AlibabaClient) -> None:
    headers = alibaba.signed("POST", QUOTA, {})
    del headers["authorization"]
    refused(alibaba.send("POST", "/", headers), 400, "IncompleteSignature")


def test_malformed_authorization(alibaba: AlibabaClient) -> None:
    headers = alibaba.signed("POST", QUOTA, {})
    headers["authorization"] = headers["authorization"].replace(",", ", ")
    refused(alibaba.send("POST", "/", headers), 400, "IncompleteSignature")


def test_what_has_to_be_signed(alibaba: AlibabaClient) -> None:
    for name in ("host", "x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce"):
        refused(alibaba.call(QUOTA, unsigned=[name]), 400, "IncompleteSignature")
    reply = alibaba.call(QUOTA, key=ALIBABA_TEMPORARY_KEY, unsigned=["x-acs-security-token"])
    refused(reply, 400, "IncompleteSignature")


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("x-acs-date", "MissingTimestamp"),
        ("x-acs-signature-nonce", "MissingSignatureNonce"),
        ("x-acs-content-sha256", "MissingContentSha256"),
        ("x-acs-version", "MissingVersion"),
    ],
)
def test_missing_headers(alibaba: AlibabaClient, header: str, code: str) -> None:
    refused(alibaba.call(QUOTA, headers={header: None}), 400, code)


def test_missing_action(alibaba: AlibabaClient) -> None:
    refused(alibaba.call(QUOTA, headers={"x-acs-action": None}), 400, "MissingAction")


def test_unknown_action_version_and_method(alibaba: AlibabaClient) -> None:
    refused(alibaba.call("DescribeNothing"), 404, "InvalidAction.NotFound")
    refused(alibaba.call(QUOTA, version="2018-05-10"), 404, "InvalidApi.NotFound")
    refused(alibaba.call(QUOTA, method="PUT"), 405, "UnsupportedHTTPMethod")


def test_unknown_key(emulator: Emulator, alibaba: AlibabaClient) -> None:
    nobody = Key("NOBODY", "secret", "")
    refused(alibaba.call(QUOTA, key=nobody), 404, "InvalidAccessKeyId.NotFound")
    emulator.settings(alibabacloud_dcdn={"unknown_key_status": 400})
    refused(alibaba.call(QUOTA, key=nobody), 400, "InvalidAccessKeyId.NotFound")


def test_wrong_secret(emulator: Emulator, alibaba: AlibabaClient) -> None:
    reply = alibaba.call(QUOTA, secret="wrong")
    refused(reply, 400, "SignatureDoesNotMatch")
    assert "server string to sign is:ACS3-HMAC-SHA256\n" in reply.json["Message"]
    emulator.settings(alibabacloud_dcdn={"signature_status": 403})
    refused(alibaba.call(QUOTA, secret="wrong"), 403, "SignatureDoesNotMatch")


def test_a_content_hash_that_is_not_that_of_the_body(alibaba: AlibabaClient) -> None:
    refused(alibaba.call(QUOTA, headers={"x-acs-content-sha256": "0" * 64}), 400, "SignatureDoesNotMatch")


def test_a_signed_header_that_did_not_arrive(alibaba: AlibabaClient) -> None:
    headers = alibaba.signed("POST", QUOTA, {}, headers={"x-acs-extra": "1"})
    del headers["x-acs-extra"]
    reply = alibaba.send("POST", "/", headers)
    refused(reply, 400, "SignatureDoesNotMatch")
    assert "server string" not in reply.json["Message"]


@pytest.mark.parametrize(("skew", "accepted"), [(-901, False), (-899, True), (899, True), (901, False)])
def test_clock_skew(alibaba: AlibabaClient, clock: FakeClock, skew: int, accepted: bool) -> None:
    reply = alibaba.call(QUOTA, date=clock.time() + skew)
    if accepted:
        assert reply.status == 200
    else:
        refused(reply, 400, "InvalidTimeStamp.Expired")


def test_a_malformed_date(alibaba: AlibabaClient) -> None:
    refused(alibaba.call(QUOTA, date="20261121T083000Z"), 400, "InvalidTimeStamp.Format")


def test_a_nonce_serves_once(alibaba: AlibabaClient, clock: FakeClock) -> None:
    assert alibaba.call(QUOTA, nonce="once").status == 200
    refused(alibaba.call(QUOTA, nonce="once"), 400, "SignatureNonceUsed")
    assert alibaba.call(QUOTA, nonce="once", key=ALIBABA_OTHER_KEY).status == 200
    assert alibaba.call(QUOTA, nonce="twice", secret="wrong").status == 400
    assert alibaba.call(QUOTA, nonce="twice").status == 200, "a request that was refused has not used its nonce"
    clock.advance(3600)
    assert alibaba.call(QUOTA, nonce="once").status == 200, "old nonces are forgotten"


def test_security_tokens(alibaba: AlibabaClient) -> None:
    temporary = ALIBABA_TEMPORARY_KEY
    bare = Key(temporary.access_key, temporary.secret_key, "")
    refused(alibaba.call(QUOTA, key=bare), 400, "MissingSecurityToken")
    refused(alibaba.call(QUOTA, key=temporary, token="made-up"), 400, "InvalidSecurityToken.Malformed")
    other = str(ALIBABA_EXPIRED_KEY.token)
    refused(alibaba.call(QUOTA, key=temporary, token=other), 400, "InvalidSecurityToken.MismatchWithAccessKey")
    refused(alibaba.call(QUOTA, token=other), 400, "InvalidSecurityToken.MismatchWithAccessKey")
    wrong = {"x-acs-accesskey-id": "SOMEBODY"}
    reply = alibaba.call(QUOTA, key=temporary, headers=wrong)
    refused(reply, 400, "InvalidSecurityToken.MismatchWithAccessKey")
    refused(alibaba.call(QUOTA, key=ALIBABA_EXPIRED_KEY), 400, "InvalidSecurityToken.Expired")


def test_rights(alibaba: AlibabaClient) -> None:
    reply = alibaba.call(QUOTA, key=ALIBABA_DENIED_KEY)
    refused(reply, 403, "Forbidden.RAM")
    assert reply.json["AccessDeniedDetail"]["AuthAction"] == f"dcdn:{QUOTA}"
    assert alibaba.call(QUOTA, key=ALIBABA_READ_ONLY_KEY).status == 200
    submit = alibaba.call(
        "RefreshDcdnObjectCaches", {"ObjectPath": "https://www.example.com/a"}, key=ALIBABA_READ_ONLY_KEY
    )
    refused(submit, 403, "Forbidden.RAM")


def test_accounts_do_not_see_each_other(emulator: Emulator, alibaba: AlibabaClient) -> None:
    task_id = emulator.add_task("alibabacloud_dcdn")
    assert len(alibaba.by_id(task_id).json["Tasks"]) == 1
    assert alibaba.by_id(task_id, key=ALIBABA_OTHER_KEY).json["Tasks"] == []


def test_the_request_id_header_is_optional(emulator: Emulator, alibaba: AlibabaClient) -> None:
    emulator.settings(alibabacloud_dcdn={"request_id_header": False})
    reply = alibaba.call(QUOTA)
    assert "x-acs-request-id" not in reply.headers
    assert reply.json["RequestId"]
