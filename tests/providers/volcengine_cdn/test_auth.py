# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Volcengine's signature, against the recorded vectors and the official SDKs' own signers."""

from __future__ import annotations

import hashlib
import json
import pathlib
import string
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st
from volcenginesdkcore import signv4

from ansible_collections.edgeops.cdn.plugins.module_utils._providers.signing import canonical_query
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.volcengine.auth import AccessKeyAuth
from tests.conformance.signing import Signing

from .signatures import DATE, authorization_of, verify_volcengine

VECTORS = json.loads(pathlib.Path(__file__).with_name("vectors.json").read_text(encoding="utf-8"))["vectors"]
THOROUGH = settings(max_examples=500, deadline=None)

AK, SK, TOKEN = "AKLTtestkey0000000001", "dm9sY3Rlc3RzZWNyZXQwMDAwMDAwMDAwMDAwMQ==", "STSvolctoken=="
NOW = 1795249800.75  # 2026-11-21T08:30:00Z, and a bit
CALL = "https://cdn.example.com/?Action=DescribeContentTasks&Version=2021-03-01"

SPECIAL = "*~+ %&=/?#:,;@!'()[]|\\\"<>^`{}\n\té中🌍"
TEXT = st.text(st.one_of(st.sampled_from(SPECIAL), st.characters(exclude_categories=["Cs"])), max_size=12)
VISIBLE = st.text("".join(chr(code) for code in range(0x21, 0x7F)), min_size=1, max_size=40)
NAME = st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=10)
QUERY = st.dictionaries(NAME, TEXT, max_size=5)
BODY = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
HOSTS = NAME.map(lambda name: (f"{name}.example.com", f"{name}.example.com")) | st.integers(1, 65535).map(
    lambda port: (f"127.0.0.1:{port}", "127.0.0.1" if port == 80 else f"127.0.0.1:{port}")
)


SIGNING = Signing(
    signer=AccessKeyAuth,
    accepts=verify_volcengine,
    headers={"Content-Type": "application/json"},
    targets=[
        "/?Action=DescribeContentTasks&Version=2021-03-01",
        "/?" + canonical_query([("Action", "a b/*~é+1?x=1&y=%2F"), ("b", ""), ("z", "\n中")]),
    ],
    token_header="X-Security-Token",
    scope={"region": "cn-north-1", "service": "CDN"},
)


def prepare(**changes: Any) -> requests.PreparedRequest:
    """A signed request, with one thing or another changed."""
    now = changes.pop("now", NOW)
    key = {"access_key": AK, "secret_key": SK, "security_token": TOKEN, "region": "cn-north-1", "service": "CDN"}
    key.update({name: changes.pop(name) for name in list(changes) if name in key})
    request: dict[str, Any] = {
        "method": "POST",
        "url": CALL,
        "headers": {"Content-Type": "application/json"},
        "data": b'{"TaskID":"1"}',
        **changes,
    }
    return requests.Request(auth=AccessKeyAuth(**key, now=lambda: now), **request).prepare()


def test_vectors_are_of_all_sdks() -> None:
    assert [vector["vector"] for vector in VECTORS] == [
        "VO1", "VO2", "VO3", "VO4", "VO4b", "VO5", "VO6", "VO7", "VO8", "VO9",
    ]  # fmt: skip


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["vector"])
def test_vector(vector: dict[str, Any]) -> None:
    headers = vector["headers"]
    assert vector["string_to_sign"][-1] == hashlib.sha256("\n".join(vector["canonical_request"]).encode()).hexdigest()
    moment = datetime.strptime(vector["date"], DATE).replace(tzinfo=UTC).timestamp()
    signer = AccessKeyAuth(
        vector["ak"],
        vector["sk"],
        vector["session_token"] or None,
        vector["region"],
        vector["service"],
        now=lambda: moment,
    )
    made_here = ("host", "x-date", "x-content-sha256", "x-security-token")
    sent = {name: value for name, value in headers.items() if name not in made_here}
    r = requests.Request(
        vector["method"],
        f"http://{vector['host']}{vector['request_target']}",
        headers=sent,
        data=vector["body"].encode("utf-8"),
        auth=signer,
    ).prepare()
    assert r.headers["Authorization"] == vector["authorization"]
    assert {name: r.headers[name] for name in headers} == headers


@THOROUGH
@given(
    method=st.sampled_from(["GET", "POST", "PUT"]),
    host=HOSTS,
    query=QUERY,
    body=BODY,
    more=st.dictionaries(NAME.map("X-Z{}".format), st.from_regex(r"[!-~]{1,10}", fullmatch=True), max_size=2),
    token=st.none() | VISIBLE,
    key=st.tuples(VISIBLE, VISIBLE),
    region=st.sampled_from(["cn-north-1", "ap-singapore-1"]),
    service=st.sampled_from(["CDN", "cdn"]),
    now=st.integers(0, 4102444800),
)
def test_same_as_the_official_sdks(
    method: str,
    host: tuple[str, str],
    query: dict[str, str],
    body: str,
    more: dict[str, str],
    token: str | None,
    key: tuple[str, str],
    region: str,
    service: str,
    now: int,
) -> None:
    netloc, host_header = host
    url = f"http://{netloc}/?{canonical_query(query.items())}"
    headers = {"Content-Type": "application/json", **more}
    r = prepare(
        method=method,
        url=url,
        headers={**headers, "Accept": "application/json", "User-Agent": "anything"},
        data=body.encode("utf-8"),
        access_key=key[0],
        secret_key=key[1],
        security_token=token,
        region=region,
        service=service,
        now=now,
    )
    moment = datetime.fromtimestamp(now, UTC)
    signed = {**{name.lower(): value for name, value in headers.items()}, "host": netloc}
    older = authorization_of(
        method, "/", query, signed, body.encode("utf-8"), moment, key, region, service, token or ""
    )
    assert r.headers["Authorization"] == older
    assert r.headers["Authorization"] == of_sdk_in_use(
        method, {**headers, "Host": netloc}, body, query, key, region, service, token, moment
    )
    assert r.headers["Host"] == host_header
    assert r.headers.get("X-Security-Token") == token
    assert urlsplit(str(r.url)).query == canonical_query(query.items())


def of_sdk_in_use(
    method: str,
    headers: dict[str, str],
    body: str,
    query: dict[str, str],
    key: tuple[str, str],
    region: str,
    service: str,
    token: str | None,
    moment: datetime,
) -> str:
    """What volcenginesdkcore sends, which takes the date from the machine's clock."""

    class Stopped:
        class datetime:
            @staticmethod
            def utcnow() -> datetime:
                return moment

    signed = dict(headers)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(signv4, "datetime", Stopped)
        signv4.SignerV4.sign("/", method, signed, body, {}, query, *key, region, service, token)
    return signed["Authorization"]
