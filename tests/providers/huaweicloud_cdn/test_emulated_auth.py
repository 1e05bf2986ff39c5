# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who may call Huawei Cloud, and what the others are told."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.emulator.accounts import Key
from tests.emulator.clients import Reply
from tests.emulator.testing import Emulator, FakeClock
from tests.providers.huaweicloud_cdn.accounts import (
    HUAWEI_DENIED_KEY,
    HUAWEI_DOMAIN_ID,
    HUAWEI_EXPIRED_KEY,
    HUAWEI_OTHER_KEY,
    HUAWEI_READ_ONLY_KEY,
    HUAWEI_TEMPORARY_KEY,
)
from tests.providers.huaweicloud_cdn.client import HuaweiClient

QUOTA = "/v1.0/cdn/quota"
PASSWORD = {
    "identity": {
        "methods": ["password"],
        "password": {"user": {"name": "iam-user", "password": "iam-password", "domain": {"name": "edgeops-demo"}}},
    },
    "scope": {"domain": {"name": "edgeops-demo"}},
}


def refused(reply: Reply, detail: str, code: str = "APIG.0301") -> None:
    assert reply.status == 401
    assert reply.json["error_code"] == code
    assert detail in reply.json["error_msg"]
    assert reply.json["request_id"] == reply.headers["x-request-id"]


def fetch_token(client: HuaweiClient, auth: dict[str, Any] | None = None, query: str = "?nocatalog=1") -> Reply:
    body = json.dumps({"auth": auth or PASSWORD}).encode()
    return client.send("POST", "/v3/auth/tokens" + query, {"content-type": "application/json;charset=utf8"}, body)


def test_any_set_of_signed_headers_will_do(huawei: HuaweiClient) -> None:
    headers = {"content-type": "application/json", "user-agent": "x", "x-domain-id": HUAWEI_DOMAIN_ID}
    assert huawei.call("GET", QUOTA, headers=headers).status == 200
    assert huawei.call("GET", QUOTA, headers=headers, sign=headers).status == 200


def test_no_credentials(huawei: HuaweiClient) -> None:
    refused(huawei.send("GET", QUOTA, {}), "x-auth-token not found")


def test_malformed_authorization(huawei: HuaweiClient) -> None:
    refused(huawei.send("GET", QUOTA, {"authorization": "SDK-HMAC-SHA256 nonsense"}), "malformed")


@pytest.mark.parametrize(("skew", "accepted"), [(-901, False), (-899, True), (899, True), (901, False)])
def test_clock_skew(huawei: HuaweiClient, clock: FakeClock, skew: int, accepted: bool) -> None:
    reply = huawei.call("GET", QUOTA, date=clock.time() + skew)
    if accepted:
        assert reply.status == 200
    else:
        refused(reply, "15 minutes")


def test_the_servers_clock_can_be_shifted(emulator: Emulator, huawei: HuaweiClient) -> None:
    emulator.settings(clock_shift=-1000.0)
    reply = huawei.call("GET", QUOTA)
    refused(reply, "15 minutes")
    assert reply.headers["date"] == "Sat, 21 Nov 2026 08:14:20 GMT"


def test_missing_date(huawei: HuaweiClient) -> None:
    headers = huawei.signed("GET", QUOTA)
    del headers["x-sdk-date"]
    refused(huawei.send("GET", QUOTA, headers), "X-Sdk-Date")


def test_security_tokens(huawei: HuaweiClient) -> None:
    temporary = HUAWEI_TEMPORARY_KEY
    bare = Key(temporary.access_key, temporary.secret_key, "")
    refused(huawei.call("GET", QUOTA, key=bare), "X-Security-Token is missing")
    refused(huawei.call("GET", QUOTA, key=temporary, token="wrong"), "does not match")
    refused(huawei.call("GET", QUOTA, token="hwtesttoken=="), "does not match")
    refused(huawei.call("GET", QUOTA, key=HUAWEI_EXPIRED_KEY), "expired")
    headers = {**huawei.signed("GET", QUOTA, key=bare), "x-security-token": str(temporary.token)}
    refused(huawei.send("GET", QUOTA, headers), "not signed")


def test_lock_out_after_more_than_five_failures(huawei: HuaweiClient, clock: FakeClock) -> None:
    for _ in range(5):
        refused(huawei.call("GET", QUOTA, secret="wrong"), "verify aksk signature fail")
    clock.advance(1)
    assert huawei.call("GET", QUOTA).status == 200
    for _ in range(6):
        refused(huawei.call("GET", QUOTA, secret="wrong"), "verify aksk signature fail")
    refused(huawei.call("GET", QUOTA), "AK access failed to reach the limit,forbidden")
    assert huawei.call("GET", QUOTA, key=HUAWEI_OTHER_KEY).status == 200
    clock.advance(299)
    refused(huawei.call("GET", QUOTA), "forbidden")
    clock.advance(2)
    assert huawei.call("GET", QUOTA).status == 200


def test_lock_out_can_be_switched_off(emulator: Emulator, huawei: HuaweiClient) -> None:
    emulator.settings(lock_out=False)
    for _ in range(8):
        huawei.call("GET", QUOTA, secret="wrong")
    assert huawei.call("GET", QUOTA).status == 200


def test_a_reset_ends_the_lock_out(emulator: Emulator, huawei: HuaweiClient) -> None:
    for _ in range(7):
        huawei.call("GET", QUOTA, secret="wrong")
    emulator.reset()
    assert huawei.call("GET", QUOTA).status == 200


def test_rights(huawei: HuaweiClient) -> None:
    for path in (QUOTA, "/v1.0/cdn/historytasks"):
        reply = huawei.call("GET", path, key=HUAWEI_DENIED_KEY)
        assert (reply.status, reply.json["error"]["error_code"]) == (403, "CDN.0004")
    assert huawei.call("GET", QUOTA, key=HUAWEI_READ_ONLY_KEY).status == 200
    body = {"refresh_task": {"urls": ["https://www.example.com/a"]}}
    reply = huawei.call("POST", "/v1.0/cdn/content/refresh-tasks", (), body, key=HUAWEI_READ_ONLY_KEY)
    assert (reply.status, reply.json["error"]["error_code"]) == (403, "CDN.0021")


def test_accounts_do_not_see_each_other(emulator: Emulator, huawei: HuaweiClient) -> None:
    task_id = emulator.add_task("huaweicloud_cdn")
    path = f"/v1.0/cdn/historytasks/{task_id}/detail"
    assert huawei.call("GET", path).json["id"] == task_id
    other = huawei.call("GET", path, key=HUAWEI_OTHER_KEY)
    assert other.json["error"]["error_code"] == "CDN.0108"
    assert huawei.call("GET", "/v1.0/cdn/historytasks", key=HUAWEI_OTHER_KEY).json["total"] == 0


def test_unknown_path(huawei: HuaweiClient) -> None:
    reply = huawei.call("GET", "/v1.0/cdn/nothing")
    assert (reply.status, reply.json["error_code"]) == (404, "APIG.0101")
    assert huawei.call("PUT", QUOTA).status == 404
    assert huawei.call("GET", QUOTA + "/").status == 404, "the wire path has no trailing slash"


def test_a_body_of_more_than_12_mb(huawei: HuaweiClient) -> None:
    reply = huawei.call("POST", "/v1.0/cdn/content/refresh-tasks", (), b"x" * (12 * 1024 * 1024 + 1))
    assert (reply.status, reply.json["error_code"]) == (413, "APIG.0201")


# -- IAM ------------------------------------------------------------------------------------------


def test_token(huawei: HuaweiClient) -> None:
    reply = fetch_token(huawei)
    assert reply.status == 201
    assert reply.headers["x-iam-trace-id"]
    token = reply.json["token"]
    assert token["issued_at"] == "2026-11-21T08:31:00.000000Z"
    assert token["expires_at"] == "2026-11-22T08:31:00.000000Z"
    assert token["user"]["name"] == "iam-user"
    assert token["domain"] == {"id": HUAWEI_DOMAIN_ID, "name": "edgeops-demo"}
    assert token["catalog"] == []
    value = reply.headers["x-subject-token"]
    assert len(value) > 2000
    assert huawei.send("GET", QUOTA, {"X-Auth-Token": value}).status == 200


def test_a_catalogue_unless_it_is_declined(huawei: HuaweiClient) -> None:
    assert fetch_token(huawei, query="").json["token"]["catalog"]
    assert fetch_token(huawei, query="?nocatalog=").json["token"]["catalog"]


def test_a_token_expires_and_a_new_one_works(huawei: HuaweiClient, clock: FakeClock) -> None:
    old = fetch_token(huawei).headers["x-subject-token"]
    clock.advance(86399)
    assert huawei.send("GET", QUOTA, {"X-Auth-Token": old}).status == 200
    clock.advance(1)
    refused(huawei.send("GET", QUOTA, {"X-Auth-Token": old}), "token must be updated", code="APIG.0307")
    new = fetch_token(huawei).headers["x-subject-token"]
    assert new != old
    assert huawei.send("GET", QUOTA, {"X-Auth-Token": new}).status == 200


def test_a_new_token_does_not_end_the_old_one(huawei: HuaweiClient) -> None:
    old = fetch_token(huawei).headers["x-subject-token"]
    fetch_token(huawei)
    assert huawei.send("GET", QUOTA, {"X-Auth-Token": old}).status == 200


def test_a_made_up_token(huawei: HuaweiClient) -> None:
    refused(huawei.send("GET", QUOTA, {"X-Auth-Token": "made-up"}), "decrypt token fail")


def user(**changes: str) -> dict[str, Any]:
    given = {"name": "iam-user", "password": "iam-password", "domain": "edgeops-demo", **changes}
    inner = {"name": given["name"], "password": given["password"], "domain": {"name": given["domain"]}}
    return {"identity": {"methods": ["password"], "password": {"user": inner}}}


@pytest.mark.parametrize(
    ("auth", "status"),
    [
        (user(), 201),
        (user(password="wrong"), 401),
        (user(name="nobody"), 401),
        (user(domain="elsewhere"), 401),
        ({**user(), "scope": {"domain": {"name": "elsewhere"}}}, 401),
        ({**user(), "scope": {"project": {"name": "cn-north-1"}}}, 201),
        ({**user(), "scope": "odd"}, 201),
        (user(name="iam-mfa"), 401),
        ({"identity": {"methods": "password"}}, 400),
        ({"identity": {"methods": ["password"]}}, 400),
        ({"identity": "odd"}, 400),
        ({}, 400),
    ],
)
def test_token_requests(huawei: HuaweiClient, auth: dict[str, Any], status: int) -> None:
    reply = fetch_token(huawei, auth or {"x": 1})
    assert reply.status == status
    if status >= 400:
        assert reply.json["error"]["code"] == status
        assert reply.json["error"]["title"] in ("Unauthorized", "Bad Request")
        assert reply.headers["x-iam-trace-id"]
        assert "x-subject-token" not in reply.headers


def test_rights_of_iam_users(huawei: HuaweiClient) -> None:
    token = fetch_token(huawei, user(name="iam-nobody")).headers["x-subject-token"]
    assert huawei.send("GET", QUOTA, {"X-Auth-Token": token}).status == 403
    token = fetch_token(huawei, user(name="iam-reader")).headers["x-subject-token"]
    assert huawei.send("GET", QUOTA, {"X-Auth-Token": token}).status == 200
    body = b'{"refresh_task": {"urls": ["https://www.example.com/a"]}}'
    assert huawei.send("POST", "/v1.0/cdn/content/refresh-tasks", {"X-Auth-Token": token}, body).status == 403


def test_enterprise_project_of_iam_users(emulator: Emulator, huawei: HuaweiClient) -> None:
    emulator.settings(huaweicloud_cdn={"projects_required": True})
    token = fetch_token(huawei).headers["x-subject-token"]
    reply = huawei.send("GET", "/v1.0/cdn/historytasks", {"X-Auth-Token": token})
    assert (reply.status, reply.json["error"]["error_code"]) == (403, "CDN.0021")
    named = "/v1.0/cdn/historytasks?enterprise_project_id=all"
    assert huawei.send("GET", named, {"X-Auth-Token": token}).status == 200
    assert huawei.list().status == 200, "the account itself need not name one"


def temporary_key(client: HuaweiClient, token: str, **options: Any) -> Reply:
    body = {"auth": {"identity": {"methods": ["token"], "token": {"id": token, **options}}}}
    return client.send("POST", "/v3.0/OS-CREDENTIAL/securitytokens", {}, json.dumps(body).encode())


def test_temporary_key_from_a_token(huawei: HuaweiClient, clock: FakeClock) -> None:
    token = fetch_token(huawei).headers["x-subject-token"]
    reply = temporary_key(huawei, token, duration_seconds=900)
    assert reply.status == 201
    credential = reply.json["credential"]
    assert credential["expires_at"] == "2026-11-21T08:46:00.000000Z"
    key = Key(credential["access"], credential["secret"], "", token=credential["securitytoken"])
    assert huawei.call("GET", QUOTA, key=key).status == 200
    clock.advance(900)
    refused(huawei.call("GET", QUOTA, key=key), "expired")


def test_temporary_key_rules(huawei: HuaweiClient) -> None:
    token = fetch_token(huawei).headers["x-subject-token"]
    assert temporary_key(huawei, "made-up").status == 401
    assert temporary_key(huawei, token, duration_seconds=899).status == 400
    assert temporary_key(huawei, token, duration_seconds=86401).status == 400
    assert temporary_key(huawei, token).json["credential"]["expires_at"] == "2026-11-21T08:46:00.000000Z"


def test_domains(huawei: HuaweiClient) -> None:
    reply = huawei.call("GET", "/v3/auth/domains")
    assert reply.json["domains"][0]["id"] == HUAWEI_DOMAIN_ID
    assert huawei.call("GET", "/v5/caller-identity").json["account_id"] == HUAWEI_DOMAIN_ID
    refusal = huawei.call("GET", "/v3/auth/domains", secret="wrong")
    assert (refusal.status, refusal.json["error"]["code"]) == (401, 401)
    assert huawei.send("GET", "/v3/nothing", {}).status == 404
