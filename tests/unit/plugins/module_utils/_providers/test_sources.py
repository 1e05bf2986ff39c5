# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keys that are fetched: what is asked of whom, what is made of the responses, and when the next key is fetched.

A script stands in the place of the clouds' STS, IAM and metadata; the requests are held to what the vendors document.
"""

from __future__ import annotations

import json
import shlex
import socket
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from requests import Request as Prepared

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._model.clock import Deadline
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError, OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.reference import Reference
from ansible_collections.edgeops.cdn.plugins.module_utils._model.times import rfc3339
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.registry import PROVIDERS
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Filters, Provider, Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.engine import wait
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.ledger import Ledger, Policy
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.options import WaitRequest
from ansible_collections.edgeops.cdn.plugins.module_utils._wait.verdict import result
from tests.integration_playbooks.guard.sitecustomize import leaving
from tests.simulation.clock import VirtualClock, VirtualWorkers
from tests.unit.support import ALIBABA, HUAWEI, FakeClock, FakeTransport, Sent, answer, raw_answer

JWT = "eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL2lzc3VlciIsImF1ZCI6ImEiLCJzdWIiOiJyZXBvIn0.c2ln"
ROLE, PROVIDER = "acs:ram::1234567890123456:role/ci", "acs:ram::1234567890123456:oidc-provider/github"
AGENCY, PROVIDER_URN = "iam::0123:agency:ci", "iam::0123:oidcProvider:github"
ALIBABA_OIDC = {"oidc_role": ROLE, "oidc_provider": PROVIDER}
HUAWEI_OIDC = {"oidc_role": AGENCY, "oidc_provider": PROVIDER_URN}
VOLCENGINE, TENCENT = "volcengine_cdn", "tencentcloud_cdn"
TRN, QCS = "trn:iam::2100000001:role/ci", "qcs::cam::uin/100000000001:roleName/ci"
VOLCENGINE_OIDC = {"oidc_role": TRN}
TENCENT_OIDC = {"oidc_role": QCS, "oidc_provider": "github"}
EACH_OIDC = [
    (ALIBABA, ALIBABA_OIDC),
    (HUAWEI, HUAWEI_OIDC),
    (VOLCENGINE, VOLCENGINE_OIDC),
    (TENCENT, TENCENT_OIDC),
]
GOOD = {
    "total": 0, "tasks": [], "TotalCount": 0, "Tasks": [], "ResponseMetadata": {}, "Result": {"Total": 0, "Data": []},
    "Response": {"TotalCount": 0, "PurgeLogs": [], "PushLogs": []},
}  # fmt: skip


class World:
    """A cloud that hands out numbered keys of some life, and takes each of them until it ends."""

    def __init__(self, home: Path, life: float = 900.0) -> None:
        self.clock = FakeClock()
        self.environ = {"HOME": str(home)}
        self.home = home
        self.life = life
        self.keys = 0
        self.warnings: list[str] = []
        self.told: list[str] = []
        self.dmi: dict[str, str] = {}
        #: Answers in the place of the honest ones, by a part of the URL or the action.
        self.spoilt: dict[str, Answer | ApiError] = {}
        #: Environments that transports were made for.
        self.networks: list[Mapping[str, str]] = []
        self.transport = FakeTransport(self.reply, self.clock)

    @property
    def sent(self) -> list[Sent]:
        return self.transport.sent

    def open(self, name: str, **options: Any) -> Provider:
        def network(_verify: Any, environ: Mapping[str, str]) -> FakeTransport:
            self.networks.append(environ)
            return self.transport

        runtime = Runtime(
            self.clock,
            self.environ,
            self.warnings.append,
            network,
            tell=self.told.append,
            dmi=lambda key: self.dmi.get(key, ""),
        )
        self.secrets = runtime.secrets
        return PROVIDERS[name].open_provider({**PROVIDERS[name].defaults(), "retries": 0, **options}, runtime)

    def ask(self, name: str, **options: Any) -> str:
        """The access key id that the cloud's API sees."""
        self.open(name, **options).query(Filters())
        return access_key(self.sent[-1])

    def write(self, name: str, text: str) -> str:
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        path.chmod(0o600)
        return str(path)

    def exchanges(self) -> list[Sent]:
        """The requests that were not for the CDN."""
        return [sent for sent in self.sent if "cdn." not in urlsplit(sent.request.url).netloc]

    def reply(self, sent: Sent) -> Answer | ApiError:
        url = sent.request.url
        for part, spoilt in self.spoilt.items():
            if part in url + sent.request.headers.get("x-acs-action", ""):
                return spoilt
        if "cdn." in urlsplit(url).netloc:
            return answer(GOOD)
        if "id-token-request" in url:
            return answer({"value": JWT})
        if url.endswith("/api/token"):
            return raw_answer(b"metadata-token")
        if "/security_credentials?" in url:
            return answer(["machine-role"])
        if url.endswith("/security-credentials/"):
            return raw_answer(b"machine-role\n")
        if url.endswith("/OS-AUTH/id-token/tokens"):
            return answer({"token": {}}, 201, x_subject_token="unscoped-token")
        self.keys += 1
        ends = rfc3339(self.clock.time() + self.life)
        names, where = self._names(url)
        parts = (f"STS-KEY-{self.keys}", f"hush-key-{self.keys}", f"hush-token-{self.keys}", ends)
        values: dict[str, Any] = dict(zip(names, parts, strict=True))
        if "sts." in url and ".volcengineapi." in url:
            return answer({"ResponseMetadata": {}, "Result": {"Credentials": values}})
        if "sts." in url and ".tencentcloudapi." in url:
            end = int(self.clock.time() + self.life)
            return answer({"Response": {"Credentials": values, "ExpiredTime": end, "Expiration": ends}})
        return answer({where: values} if where else {"Code": "Success", **values})

    @staticmethod
    def _names(url: str) -> tuple[tuple[str, ...], str]:
        if "/v5/" in url:
            return ("access_key_id", "secret_access_key", "security_token", "expiration"), "credentials"
        if "securitykey" in url or "OS-CREDENTIAL" in url:
            return ("access", "secret", "securitytoken", "expires_at"), "credential"
        if "/v1/credentials" in url:
            return ("accessKeyId", "secretAccessKey", "securityToken", "expiration"), "credentials"
        if ".tencent" in url:
            return ("TmpSecretId", "TmpSecretKey", "Token", "Expiration"), ""
        if ".volcengineapi." in url or "/volcstack/" in url:
            end = "Expiration" if "WithOIDC" in url else "ExpiredTime"
            return ("AccessKeyId", "SecretAccessKey", "SessionToken", end), ""
        where = "" if "security-credentials" in url or "/my-key" in url else "Credentials"
        return ("AccessKeyId", "AccessKeySecret", "SecurityToken", "Expiration"), where


def headers_of(sent: Sent) -> dict[str, str]:
    request = sent.request
    return dict(
        Prepared(request.method, request.url, dict(request.headers), data=request.body, auth=sent.auth)
        .prepare()
        .headers
    )


def access_key(sent: Sent) -> str:
    text = headers_of(sent)["Authorization"]
    return (
        text.partition("Credential=")[2].partition(",")[0].partition("/")[0]
        or text.partition("Access=")[2].partition(",")[0]
    )


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_id_token_travels_in_the_body_of_an_unsigned_call(world: World) -> None:
    path = world.write("token", f"{JWT}\n")
    assert world.ask(ALIBABA, **ALIBABA_OIDC, oidc_file=path) == "STS-KEY-1"
    (sent,) = world.exchanges()
    assert urlsplit(sent.request.url).netloc == "sts.aliyuncs.com"
    assert sent.query == {"Action": "AssumeRoleWithOIDC", "Version": "2015-04-01", "Format": "JSON"}
    assert {name: value for name, (value,) in parse_qs((sent.request.body or b"").decode()).items()} == {
        "RoleArn": ROLE, "OIDCProviderArn": PROVIDER, "OIDCToken": JWT, "RoleSessionName": "edgeops-cdn",
        "DurationSeconds": "3600",
    }  # fmt: skip
    assert "Authorization" not in headers_of(sent)
    assert headers_of(world.sent[-1])["x-acs-security-token"] == "hush-token-1"


def test_agency_by_id_token(world: World) -> None:
    assert world.ask(HUAWEI, **HUAWEI_OIDC, oidc_token=JWT) == "STS-KEY-1"
    (sent,) = world.exchanges()
    assert sent.request.url == "https://sts.cn-north-4.myhuaweicloud.com/v5/agencies/assume-with-oidc"
    assert json.loads(sent.request.body or b"") == {
        "provider_urn": PROVIDER_URN, "agency_urn": AGENCY, "agency_session_name": "edgeops-cdn", "id_token": JWT,
        "duration_seconds": 3600,
    }  # fmt: skip
    assert "Authorization" not in headers_of(sent)


@pytest.mark.parametrize("name", [ALIBABA, HUAWEI, TENCENT, VOLCENGINE])
def test_id_token_alone_is_half_of_a_way(world: World, name: str) -> None:
    with pytest.raises(OptionError, match=r"The options: oidc_token is set, but oidc_.* is missing"):
        world.open(name, oidc_token=JWT)


@pytest.mark.parametrize(
    ("name", "environ"),
    [
        (
            ALIBABA,
            {
                "ALIBABA_CLOUD_ROLE_ARN": ROLE,
                "ALIBABA_CLOUD_OIDC_PROVIDER_ARN": PROVIDER,
                "ALIBABA_CLOUD_OIDC_TOKEN_FILE": "/token",
                "ALIBABA_CLOUD_ROLE_SESSION_NAME": "{session}",
            },
        ),
        (
            HUAWEI,
            {
                "HUAWEICLOUD_OIDC_AGENCY_URN": AGENCY,
                "HUAWEICLOUD_OIDC_PROVIDER_URN": PROVIDER_URN,
                "HUAWEICLOUD_OIDC_TOKEN_FILE": "/token",
                "HUAWEICLOUD_OIDC_SESSION_NAME": "{session}",
            },
        ),
        (
            VOLCENGINE,
            {
                "VOLCENGINE_OIDC_ROLE_TRN": TRN,
                "VOLCENGINE_OIDC_TOKEN_FILE": "/token",
                "VOLCENGINE_OIDC_ROLE_SESSION_NAME": "{session}",
            },
        ),
        (TENCENT, {}),
        (ALIBABA, {}),
    ],
)
def test_session_name_of_any_place_is_checked_and_gives_way_to_the_option(
    world: World, name: str, environ: dict[str, str]
) -> None:
    """Those of files come from a profile of each command line tool."""

    def place(session: str) -> None:
        world.environ.update({key: value.format(session=session) for key, value in environ.items()})
        if not environ:
            own = {"secretId": "a", "secretKey": "b", "role-arn": QCS, "role-session-name": session}
            world.write(".tccli/default.credential", json.dumps(own))
            own = {"mode": "RamRoleArn", "access_key_id": "a", "access_key_secret": "b", "ram_role_arn": ROLE}
            world.write(".aliyun/config.json", config({"name": "a", **own, "ram_session_name": session}))

    place("good.name")
    world.open(name)
    place("5ecret 5ecret")
    with pytest.raises(OptionError, match="expected 2 to 64 letters") as caught:
        world.open(name)
    assert "5ecret" not in str(caught.value)
    world.open(name, role_session_name="option")


ALIBABA_CHAIN = {"mode": "RamRoleArn", "access_key_id": "a", "access_key_secret": "b", "ram_role_arn": ROLE}
ALIBABA_INI = f"[default]\ntype = ram_role_arn\naccess_key_id = a\naccess_key_secret = b\nrole_arn = {ROLE}\n"


@pytest.mark.parametrize("options", [{}, {"role_session_name": "option", "role_duration": 1800}])
@pytest.mark.parametrize(
    ("file", "own"), [(".aliyun/config.json", ("own", "900")), (".alibabacloud/credentials.ini", ("own", "3600"))]
)
def test_options_win_over_what_a_file_of_alibaba_cloud_says_of_its_role(
    world: World, options: dict[str, Any], file: str, own: tuple[str, str]
) -> None:
    profile = {"name": "a", **ALIBABA_CHAIN, "ram_session_name": "own", "expired_seconds": 900}
    text = config(profile) if file.endswith("json") else f"{ALIBABA_INI}role_session_name = own\n"
    world.write(file, text)
    world.ask(ALIBABA, **options)
    query = world.exchanges()[0].query
    assert (query["RoleSessionName"], query["DurationSeconds"]) == (("option", "1800") if options else own)


@pytest.mark.parametrize("seconds", [899, 43201, "5ecret", "1e3", 10**30])
def test_duration_of_a_profile_that_is_none(world: World, seconds: Any) -> None:
    world.write(".aliyun/config.json", config({"name": "a", **ALIBABA_CHAIN, "expired_seconds": seconds}))
    with pytest.raises(OptionError, match="profile a: expired_seconds: expected 900 to 43200 seconds") as caught:
        world.open(ALIBABA)
    assert "5ecret" not in str(caught.value)
    world.open(ALIBABA, role_duration=900)


def test_federation_takes_two_calls(world: World) -> None:
    world.environ.update(HUAWEICLOUD_SDK_IDP_ID="github", HUAWEICLOUD_SDK_ID_TOKEN_FILE=world.write("token", JWT))
    assert world.ask(HUAWEI) == "STS-KEY-1"
    first, second = world.exchanges()
    assert first.request.headers["X-Idp-Id"] == "github"
    assert json.loads(first.request.body or b"") == {"auth": {"id_token": {"id": JWT}}}
    identity = json.loads(second.request.body or b"")["auth"]["identity"]
    assert identity == {"methods": ["token"], "token": {"id": "unscoped-token", "duration_seconds": 3600}}


@pytest.mark.parametrize(
    ("name", "environ"),
    [
        (ALIBABA, {"ALIBABA_CLOUD_ROLE_ARN": ROLE, "ALIBABA_CLOUD_OIDC_PROVIDER_ARN": PROVIDER}),
        (HUAWEI, {"HUAWEICLOUD_OIDC_AGENCY_URN": AGENCY, "HUAWEICLOUD_OIDC_PROVIDER_URN": PROVIDER_URN}),
        (VOLCENGINE, {"VOLCENGINE_OIDC_ROLE_TRN": TRN}),
    ],
)
def test_ci_job_is_asked_for_an_id_token(world: World, name: str, environ: dict[str, str]) -> None:
    world.environ.update(environ)
    with pytest.raises(OptionError, match="is missing"):
        world.open(name)
    world.environ["ACTIONS_ID_TOKEN_REQUEST_URL"] = "https://ci.example.com/id-token-request?version=2"
    world.environ["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] = "request-token"
    assert world.ask(name) == "STS-KEY-1"
    first = world.exchanges()[0]
    audiences = {ALIBABA: "sts.aliyuncs.com", HUAWEI: "sts.huaweicloud.com", VOLCENGINE: "sts.volcengineapi.com"}
    assert first.query["audience"] == audiences[name]
    assert first.request.headers["Authorization"] == "Bearer request-token"


def test_role_on_top_of_a_key_is_signed_with_it(world: World) -> None:
    key = {"access_key": "OWN", "secret_key": "own-secret"}
    assert world.ask(ALIBABA, **key, assume_role=ROLE, external_id="ext-1") == "STS-KEY-1"
    (sent,) = world.exchanges()
    assert sent.action == "AssumeRole"
    assert sent.query["ExternalId"] == "ext-1"
    assert access_key(sent) == "OWN"
    assert world.ask(HUAWEI, **key, assume_role=AGENCY) == "STS-KEY-2"
    assert access_key(world.exchanges()[-1]) == "OWN"
    assert world.ask(HUAWEI, **key, assume_role="ci", assume_role_account="other") == "STS-KEY-3"
    identity = json.loads(world.exchanges()[-1].request.body or b"")["auth"]["identity"]
    assert identity["assume_role"] == {"agency_name": "ci", "domain_name": "other", "duration_seconds": 3600}


def test_role_on_top_of_an_id_token(world: World) -> None:
    assert world.ask(ALIBABA, **ALIBABA_OIDC, oidc_token=JWT, assume_role=ROLE) == "STS-KEY-2"
    assert access_key(world.exchanges()[-1]) == "STS-KEY-1"
    with pytest.raises(OptionError, match="role_duration: at most 3600"):
        world.open(ALIBABA, access_key="a", secret_key="b", security_token="c", assume_role=ROLE, role_duration=7200)


@pytest.mark.no_cover
@pytest.mark.parametrize(("name", "oidc"), EACH_OIDC)
def test_two_hours_on_keys_of_fifteen_minutes(world: World, name: str, oidc: dict[str, str]) -> None:
    """The next key is fetched before the last one ends, and none for every call."""
    provider = world.open(name, **oidc, oidc_file=world.write("token", JWT))
    for _call in range(1440):
        provider.query(Filters())
        number = int(access_key(world.sent[-1]).rpartition("-")[2])
        assert number == world.keys
        world.clock.advance(5.0)
    assert world.keys == 11
    assert world.warnings == []
    assert world.told[0].startswith("key STS-KEY-1 from ")
    assert all("hush" not in text and JWT not in text for text in world.told)
    assert all(text.endswith(", renewed") for text in world.told[1:])


@pytest.mark.parametrize(("name", "oidc"), EACH_OIDC)
@pytest.mark.parametrize("secret", ["hush-key-1", "hush-token-1", JWT])
def test_fetched_secrets_that_a_response_echoes_are_hidden(
    world: World, name: str, oidc: dict[str, str], secret: str
) -> None:
    text = f"no such thing as {secret} here"
    error = {"error_code": "CDN.0110", "error_msg": text, "Code": "Forbidden.RAM", "Message": text}
    inner = {"Error": {"Code": "AccessDenied", "Message": text}}
    world.spoilt["cdn."] = answer({**error, "error": error, "ResponseMetadata": inner, "Response": inner}, 403)
    with pytest.raises(ApiError) as caught:
        world.ask(name, **oidc, oidc_file=world.write("token", JWT))
    shown = json.dumps([str(caught.value), repr(caught.value), caught.value.as_dict(), world.told, world.warnings])
    assert "no such thing as" in shown
    assert secret not in shown


@pytest.mark.parametrize(("name", "oidc"), EACH_OIDC)
def test_threads_share_one_fetch(world: World, name: str, oidc: dict[str, str]) -> None:
    provider = world.open(name, **oidc, oidc_file=world.write("token", JWT))
    threads = [threading.Thread(target=provider.query, args=(Filters(),)) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert world.keys == 1


def test_good_key_outlives_a_failed_renewal_and_a_dead_one_does_not(world: World) -> None:
    provider = world.open(ALIBABA, **ALIBABA_OIDC, oidc_file=world.write("token", JWT))
    provider.query(Filters())
    world.spoilt["sts.aliyuncs"] = answer({}, 503)
    world.clock.advance(700.0)
    provider.query(Filters())
    assert access_key(world.sent[-1]) == "STS-KEY-1"
    assert len(world.warnings) == 1
    world.clock.advance(201.0)
    with pytest.raises(ApiError) as caught:
        provider.query(Filters())
    assert caught.value.kind == "passing"
    world.spoilt["sts.aliyuncs"] = answer({"Code": "AuthenticationFail.NoPermission", "Message": JWT}, 401)
    with pytest.raises(ApiError) as caught:
        provider.query(Filters())
    assert caught.value.kind == "lasting"
    assert "trust policy" in str(caught.value)
    assert '"repo"' in str(caught.value)
    assert JWT not in str(caught.value)


def test_refused_key_is_fetched_anew_once(world: World) -> None:
    provider = world.open(ALIBABA, **ALIBABA_OIDC, oidc_file=world.write("token", JWT))
    provider.query(Filters())
    world.spoilt["DescribeDcdnRefreshTasks"] = answer({"Code": "InvalidSecurityToken.Expired", "Message": "x"}, 400)
    with pytest.raises(ApiError) as caught:
        provider.query(Filters())
    assert caught.value.kind == "expired"
    assert world.keys == 2


def test_key_that_cannot_be_renewed_is_warned_of(world: World) -> None:
    provider = world.open(ALIBABA, **ALIBABA_OIDC, oidc_token=JWT)
    provider.end_at(Deadline(world.clock, 7200.0))
    provider.query(Filters())
    provider.query(Filters())
    assert len(world.warnings) == 1
    assert "cannot be renewed" in world.warnings[0]


@pytest.mark.parametrize(
    ("name", "dmi", "address"),
    [
        (VOLCENGINE, {"sys_vendor": "Volcengine\n"}, "http://100.96.0.96/"),
        (TENCENT, {"sys_vendor": "Tencent Cloud\n"}, "http://metadata.tencentyun.com/"),
        (ALIBABA, {"product_name": "Alibaba Cloud ECS\n"}, "http://100.100.100.200/"),
        (HUAWEI, {"chassis_asset_tag": "HUAWEICLOUD\n"}, "http://169.254.169.254/"),
    ],
)
def test_metadata_are_asked_where_somebody_says_so_and_never_through_a_proxy(
    world: World, name: str, dmi: dict[str, str], address: str
) -> None:
    world.environ["http_proxy"] = "http://proxy.example.com:1"
    with pytest.raises(OptionError, match="No credentials"):
        world.open(name)
    for said, machine in (({"instance_role": True}, {}), ({}, dmi)):
        world.dmi = machine
        before, world.networks = len(world.exchanges()), []
        assert world.ask(name, **said).startswith("STS-KEY-")
        asked = world.exchanges()[before:]
        assert {sent.request.url[: len(address)] for sent in asked} == {address}
        # The protocol of the one without a second version has no token to ask for.
        assert asked[0].request.method == ("GET" if name == TENCENT else "PUT")
        assert {} in world.networks
        assert max(sent.connect_timeout + sent.read_timeout for sent in asked) <= 2.0
    with pytest.raises(OptionError, match="No credentials"):
        world.open(name, instance_role=False)
    before = len(world.sent)
    world.dmi = {}
    with pytest.raises(OptionError, match="No credentials"):
        world.open(name)
    assert len(world.sent) == before
    world.dmi = dmi
    world.spoilt["http://1" if name != TENCENT else "tencentyun"] = raw_answer(b"<html>captive portal</html>")
    with pytest.raises(ApiError, match="this machine has no role either") as caught:
        world.open(name).query(Filters())
    assert caught.value.kind == "lasting"


@pytest.mark.parametrize("name", [ALIBABA, HUAWEI, VOLCENGINE, TENCENT])
@pytest.mark.parametrize("status", [301, 302, 307])
def test_redirect_of_metadata_is_not_followed(world: World, name: str, status: int) -> None:
    elsewhere = raw_answer(b"", status, location="http://elsewhere.example.com/")
    world.spoilt["http://1" if name != TENCENT else "tencentyun"] = elsewhere
    with pytest.raises(ApiError, match="no usable response from this machine's metadata") as caught:
        world.ask(name, instance_role=True)
    assert caught.value.kind == "lasting"
    assert len(world.sent) == 1


@pytest.mark.parametrize("name", [ALIBABA, HUAWEI, VOLCENGINE])
@pytest.mark.parametrize("status", [404, 405, 503])
def test_first_version_of_metadata_is_not_asked(world: World, name: str, status: int) -> None:
    world.spoilt["/api/token"] = raw_answer(b"", status)
    with pytest.raises(ApiError, match="MetadataVersion"):
        world.ask(name, instance_role=True)
    assert len(world.sent) == 1


@pytest.mark.parametrize(("name", "oidc"), EACH_OIDC)
def test_nothing_is_written_to_disk(world: World, name: str, oidc: dict[str, str]) -> None:
    path = world.write("token", JWT)
    world.ask(name, **oidc, oidc_file=path)
    world.ask(name, instance_role=True)
    assert [found.name for found in world.home.rglob("*")] == ["token"]


@pytest.mark.parametrize(("name", "role"), [(VOLCENGINE, TRN), (TENCENT, QCS)])
def test_roles_are_chained(world: World, name: str, role: str) -> None:
    oidc = dict(EACH_OIDC)[name]
    assert world.ask(name, **oidc, oidc_token=JWT, assume_role=role) == "STS-KEY-2"
    first, second = world.exchanges()
    assert headers_of(first).get("Authorization", "SKIP") == "SKIP"
    assert access_key(second) == "STS-KEY-1"
    assert "hush-token-1" in headers_of(second).values()
    with pytest.raises(OptionError, match="role_duration: at most 3600"):
        world.open(name, access_key="a", secret_key="b", security_token="c", assume_role=role, role_duration=7200)


def test_pod_of_tencent_cloud(world: World) -> None:
    world.environ.update(
        TKE_ROLE_ARN=QCS, TKE_PROVIDER_ID="tke", TKE_REGION="ap-beijing",
        TKE_WEB_IDENTITY_TOKEN_FILE=world.write("pod", f"{JWT}\n"),
    )  # fmt: skip
    assert world.ask(TENCENT) == "STS-KEY-1"
    (sent,) = world.exchanges()
    assert headers_of(sent)["X-TC-Region"] == "ap-beijing"
    assert json.loads(sent.request.body or b"") == {
        "ProviderId": "tke", "WebIdentityToken": JWT, "RoleArn": QCS, "RoleSessionName": "edgeops-cdn",
        "DurationSeconds": 3600,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("profile", "key"),
    [
        ({"secretId": "OWN", "secretKey": "s"}, "OWN"),
        ({"secretId": "OWN", "secretKey": "s", "role-arn": QCS, "role-session-name": "own"}, "STS-KEY-1"),
        ({"type": "cvm-role"}, "STS-KEY-1"),
    ],
)
def test_types_of_tencent_clouds_profiles(world: World, profile: dict[str, str], key: str) -> None:
    world.write(".tccli/default.credential", json.dumps(profile))
    assert world.ask(TENCENT) == key
    if "role-arn" in profile:
        (sent,) = world.exchanges()
        assert access_key(sent) == "OWN"
        assert json.loads(sent.request.body or b"")["RoleSessionName"] == "own"


def test_sts_of_the_site(world: World) -> None:
    """An account of the international site is unknown to the other one's STS."""
    intl = "https://cdn.intl.tencentcloudapi.com"
    world.ask(TENCENT, **TENCENT_OIDC, oidc_token=JWT, endpoint=intl)
    assert world.exchanges()[-1].request.url == "https://sts.intl.tencentcloudapi.com/"
    # Nobody stands in for BytePlus: only where it is asked is looked at.
    with pytest.raises(ApiError):
        world.ask(VOLCENGINE, site="byteplus", **VOLCENGINE_OIDC, oidc_token=JWT)
    assert urlsplit(world.exchanges()[-1].request.url).netloc == "sts.ap-southeast-1.byteplusapi.com"


@pytest.mark.parametrize(("name", "oidc"), EACH_OIDC[2:])
@pytest.mark.parametrize("status", [400, 200])
def test_expired_id_token_is_fetched_anew_once(world: World, name: str, oidc: dict[str, str], status: int) -> None:
    """Tencent Cloud's errors have the status of a success."""
    error = {"Error": {"Code": "FailedOperation.TokenExpired", "Message": "over"}}
    world.spoilt["//sts."] = answer({"ResponseMetadata": error, "Response": error}, status)
    with pytest.raises(ApiError) as caught:
        world.ask(name, **oidc, oidc_file=world.write("token", JWT))
    assert len(world.exchanges()) == 2
    assert caught.value.kind == "lasting"
    assert "trust policy" in str(caught.value)
    assert JWT not in str(caught.value)


def test_pod_and_credentials_uri(world: World) -> None:
    world.environ.update(
        HC_CONTAINER_CREDENTIALS_FULL_URI="http://127.0.0.1:1/v1/credentials",
        HC_CONTAINER_AUTHORIZATION_TOKEN_FILE=world.write("pod", "pod-token\n"),
        ALIBABA_CLOUD_CREDENTIALS_URI="http://127.0.0.1:1/my-key?a=b",
    )
    assert world.ask(HUAWEI) == "STS-KEY-1"
    assert world.exchanges()[0].request.headers["Authorization"] == "pod-token"
    assert world.ask(ALIBABA) == "STS-KEY-2"
    for uri in (
        "http://keys.example.com/", "http://169.254.169.254/", "https://u:p@keys.example.com/", "nonsense",
        "https://[::1", "https://keys.example.com:port/", "https://keys.example.com:0/",
    ):  # fmt: skip
        world.environ["ALIBABA_CLOUD_CREDENTIALS_URI"] = uri
        with pytest.raises(OptionError, match="ALIBABA_CLOUD_CREDENTIALS_URI"):
            world.open(ALIBABA)


def config(*profiles: dict[str, Any]) -> str:
    return json.dumps({"current": "a", "profiles": profiles})


@pytest.mark.parametrize(
    ("profile", "key"),
    [
        (
            {"mode": "OIDC", "ram_role_arn": ROLE, "oidc_provider_arn": PROVIDER, "oidc_token_file": "TOKEN"},
            "STS-KEY-1",
        ),
        ({"mode": "RamRoleArn", "ram_role_arn": ROLE, "access_key_id": "K", "access_key_secret": "s"}, "STS-KEY-1"),
        ({"mode": "ChainableRamRoleArn", "ram_role_arn": ROLE, "source_profile": "base"}, "STS-KEY-1"),
        ({"mode": "EcsRamRole"}, "STS-KEY-1"),
        ({"mode": "RamRoleArnWithRoleName", "ram_role_arn": ROLE, "ram_role_name": "r"}, "STS-KEY-2"),
        ({"mode": "CredentialsURI", "credentials_uri": "http://localhost:1/my-key"}, "STS-KEY-1"),
        ({"mode": "External", "process_command": "PROGRAM"}, "PRINTED"),
    ],
    ids=lambda value: value["mode"] if isinstance(value, dict) else None,
)  # fmt: skip
def test_modes_of_profiles(world: World, profile: dict[str, Any], key: str) -> None:
    printed = json.dumps({"mode": "AK", "access_key_id": "PRINTED", "access_key_secret": "hush-printed"})
    program = world.write("program.py", f"print({printed!r})")
    words = {"TOKEN": world.write("token", JWT), "PROGRAM": shlex.join([sys.executable, str(program)])}
    base = {"name": "base", "mode": "AK", "access_key_id": "BASE", "access_key_secret": "base-secret"}
    path = world.write(
        ".aliyun/config.json", config({"name": "a", **{k: words.get(v, v) for k, v in profile.items()}}, base)
    )
    before = Path(path).read_bytes()
    assert world.ask(ALIBABA) == key
    assert Path(path).read_bytes() == before


@pytest.mark.parametrize(
    ("profile", "environ", "options", "host"),
    [
        ({}, {}, {}, "sts.aliyuncs.com"),
        ({"sts_region": "cn-hangzhou"}, {}, {}, "sts.cn-hangzhou.aliyuncs.com"),
        ({"sts_region": "cn-hangzhou", "enable_vpc": True}, {}, {}, "sts-vpc.cn-hangzhou.aliyuncs.com"),
        ({"sts_region": "cn-hangzhou", "enable_vpc": "yes"}, {}, {}, "sts.cn-hangzhou.aliyuncs.com"),
        (
            {"enable_vpc": False},
            {"ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED": "true", "ALIBABA_CLOUD_STS_REGION": "cn-beijing"},
            {},
            "sts.cn-beijing.aliyuncs.com",
        ),
        ({"sts_endpoint": "own.example.com", "sts_region": "cn-hangzhou"}, {}, {}, "own.example.com"),
        (
            {"sts_endpoint": "own.example.com"},
            {"ALIBABA_CLOUD_STS_ENDPOINT": "other.example.com"},
            {},
            "own.example.com",
        ),
        ({"sts_endpoint": "own.example.com"}, {}, {"sts_endpoint": "mine.example.com"}, "mine.example.com"),
    ],
)
def test_address_of_sts_in_a_profile(
    world: World, profile: dict[str, Any], environ: dict[str, str], options: dict[str, str], host: str
) -> None:
    key = {"mode": "RamRoleArn", "ram_role_arn": ROLE, "access_key_id": "K", "access_key_secret": "s"}
    world.write(".aliyun/config.json", config({"name": "a", **key, **profile}))
    world.environ.update(environ)
    world.ask(ALIBABA, **options)
    assert urlsplit(world.exchanges()[0].request.url).netloc == host


@pytest.mark.parametrize(("name", "value"), [("sts_region", "cn hangzhou"), ("sts_endpoint", "http://example.com")])
def test_address_of_sts_that_is_none(world: World, name: str, value: str) -> None:
    key = {"mode": "RamRoleArn", "ram_role_arn": ROLE, "access_key_id": "K", "access_key_secret": "s"}
    world.write(".aliyun/config.json", config({"name": "a", **key, name: value}))
    with pytest.raises(OptionError, match=f"profile a: {name}: "):
        world.open(ALIBABA)
    world.write(".aliyun/config.json", config({"name": "a", **key}))
    world.environ["ALIBABA_CLOUD_STS_REGION"] = "cn hangzhou"
    with pytest.raises(OptionError, match="ALIBABA_CLOUD_STS_REGION: "):
        world.open(ALIBABA)


def test_profiles_in_a_circle_and_programs_that_are_forbidden(world: World) -> None:
    chained = {"mode": "ChainableRamRoleArn", "ram_role_arn": ROLE}
    world.write(
        ".aliyun/config.json",
        config({"name": "a", "source_profile": "b", **chained}, {"name": "b", "source_profile": "a", **chained}),
    )
    with pytest.raises(OptionError, match="circle"):
        world.open(ALIBABA)
    path = Path(world.write(".aliyun/config.json", config({"name": "a", "mode": "External", "process_command": "x"})))
    world.environ["ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS"] = "1"
    with pytest.raises(OptionError, match="forbids programs"):
        world.open(ALIBABA)
    uri = {"name": "a", "mode": "CredentialsURI", "credentials_uri": "http://localhost:1/my-key"}
    world.write(".aliyun/config.json", config(uri))
    with pytest.raises(OptionError, match="forbids credentials URIs"):
        world.open(ALIBABA)
    path = Path(world.write(".aliyun/config.json", config({"name": "a", "mode": "External", "process_command": "x"})))
    del world.environ["ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS"]
    path.chmod(0o620)
    with pytest.raises(OptionError, match="chmod 600"):
        world.open(ALIBABA)


VECTORS = json.loads(Path(__file__).with_name("sources_vectors.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("vector", VECTORS["signed"], ids=lambda vector: vector["id"])
def test_calls_for_roles_are_those_of_the_vectors(world: World, vector: dict[str, Any]) -> None:
    """Method, target and body, whose signatures the vectors have from the standard library alone."""
    options = {name: vector[name] for name in ("access_key", "secret_key", "security_token")}
    if vector["id"].startswith("KA"):
        query = dict(parse_qs(urlsplit(vector["request_target"]).query))
        world.ask(ALIBABA, **options, assume_role=query["RoleArn"][0], external_id=query.get("ExternalId", [None])[0])
    else:
        body = json.loads(vector["body"])
        taken = body.get("auth", {}).get("identity", {}).get("assume_role", {})
        world.ask(
            HUAWEI,
            **options,
            assume_role=body.get("agency_urn") or taken["agency_name"],
            assume_role_account=taken.get("domain_name"),
            external_id=body.get("external_id"),
            role_duration=3600,
        )
    (sent,) = world.exchanges()
    parts, expected = urlsplit(sent.request.url), urlsplit(vector["request_target"])
    assert (sent.request.method, parts.netloc, parts.path) == (vector["method"], vector["host"], expected.path)
    assert parse_qs(parts.query) == parse_qs(expected.query)
    assert (sent.request.body or b"").decode() == vector["body"]


def test_socket_that_goes_elsewhere_is_refused() -> None:
    from tests.conftest import _elsewhere

    # A documentation address (RFC 5737); refused before a packet is sent.
    with socket.socket() as made, pytest.raises(ConnectionRefusedError, match="must not reach"):
        made.connect(("192.0.2.1", 80))
    with pytest.raises(ConnectionRefusedError, match="must not reach"):
        socket.getaddrinfo("metadata.example.com", 80)
    assert _elsewhere == ["192.0.2.1", "metadata.example.com"]
    _elsewhere.clear()


@pytest.mark.parametrize(
    ("host", "stays"),
    [("127.0.0.9", True), ("::1", True), ("localhost", True), ("", True)]
    + [(host, False) for host in ("192.0.2.1", "::", "0.0.0.0", "127.example.com", "example.com")],
)
def test_what_leaves_this_machine(host: str, stays: bool) -> None:
    for family in (socket.AF_INET, socket.AF_INET6):
        with socket.socket(family, socket.SOCK_DGRAM) as made:
            assert leaving("socket.sendto", (made, (host, 80))) == (None if stays else host)
            assert leaving("socket.bind", (made, (host, 80))) is None
    with socket.socket(socket.AF_UNIX) as made:
        assert leaving("socket.connect", (made, host)) is None
    # Looking up a name is asking somebody; an address is looked up nowhere.
    for name in (host, host.encode()):
        assert leaving("socket.getaddrinfo", (name, 80, 0, 0, 0)) == (host if host.endswith("example.com") else None)


#: What a world is asked for, and by which part of the URL its response is put in place, for each reader of the vectors.
READERS: dict[tuple[str, str], tuple[dict[str, Any], str]] = {
    ("huawei", "oidc-sts"): ({**HUAWEI_OIDC, "oidc_token": JWT}, "assume-with-oidc"),
    ("huawei", "metadata"): ({"instance_role": True}, "securitykey"),
    ("huawei", "federated"): ({"oidc_provider": "github", "oidc_token": JWT}, "OS-AUTH"),
    ("huawei", "agency-sts"): ({"access_key": "A", "secret_key": "b", "assume_role": AGENCY}, "agencies/assume"),
    ("alibaba", "oidc"): ({**ALIBABA_OIDC, "oidc_token": JWT}, "sts.aliyuncs"),
    ("alibaba", "instance"): ({"instance_role": True}, "security-credentials/machine-role"),
}


@pytest.mark.parametrize(
    "vector",
    [vector for vector in VECTORS["readers"] if (vector["cloud"], vector["source"]) in READERS],
    ids=lambda vector: vector["id"],
)
def test_responses_are_read_as_the_vectors_say(world: World, vector: dict[str, Any]) -> None:
    """Keys with all their parts; and for anything else an error of the kind that decides what happens next."""
    options, part = READERS[vector["cloud"], vector["source"]]
    body = vector["body"] if isinstance(vector["body"], str) else json.dumps(vector["body"])
    world.spoilt[part] = raw_answer(body.encode(), vector["status"], content_type="application/json")
    name = HUAWEI if vector["cloud"] == "huawei" else ALIBABA
    if "key" in vector:
        assert world.ask(name, **options) == vector["key"]["access_key"]
        headers = headers_of(world.sent[-1])
        assert (headers.get("X-Security-Token") or headers["x-acs-security-token"]) == vector["key"]["token"]
        assert rfc3339(vector["key"]["expires_at"]) in world.told[0]
        return
    with pytest.raises(ApiError) as caught:
        world.ask(name, **options)
    # An ID token that was given cannot be had afresh; a machine that never gave a key is none of the cloud's.
    lasting = vector["error"]["kind"] == "expired-token" or vector["source"] == "instance"
    assert caught.value.kind == ("lasting" if lasting else vector["error"]["kind"])


def test_end_of_a_key_that_cannot_be_renewed_ends_the_wait(world: World) -> None:
    """With a hint, and with what is left to be waited for."""
    pending = {"TaskId": "1", "ObjectPath": "https://a.example.com/1", "Status": "Refreshing", "ObjectType": "file"}
    rows = [{**pending, "Process": "10%", "CreationTime": rfc3339(world.clock.time()), "Description": ""}]
    provider = world.open(ALIBABA, access_key="K", secret_key="hush-key-0", security_token="hush-token-0")
    clock = world.clock

    def reply(_sent: Sent) -> Answer:
        if clock.monotonic() > 900:
            return answer({"Code": "InvalidSecurityToken.Expired", "Message": "over"}, 400)
        return answer({"TotalCount": 1, "Tasks": {"Task": rows}, "PageNumber": 1, "PageSize": 50})

    world.transport._function = reply
    reference = Reference(ALIBABA, "1")
    request = WaitRequest([reference], Policy(timeout=7200.0, poll_interval=60.0), {}, result_tasks="all")
    ledger = Ledger(request.references, request.policy, clock.monotonic())
    virtual = VirtualClock()
    clock.monotonic = virtual.monotonic  # type: ignore[method-assign]  # two clocks become one
    clock.time = virtual.time  # type: ignore[method-assign]  # likewise
    clock.sleep = virtual.sleep  # type: ignore[method-assign]  # likewise
    for progress in wait(ledger, {ALIBABA: provider}, virtual, VirtualWorkers(virtual), 10.0):
        if progress.outcome is not None:
            break
    assert progress.outcome is not None
    document = result(progress, progress.outcome, request)
    assert document["outcome"] == "error"
    assert [task["id"] for task in document["leftover"]] == ["1"]
    assert "Get a new temporary key" in document["msg"]
    assert 900 < virtual.monotonic() < 1100


#: What no response may be, and what every one of these would be a key of.
WHOLE = {
    "AccessKeyId": "K",
    "AccessKeySecret": "hush-key-9",
    "SecurityToken": "t",
    "Expiration": "2099-01-01T00:00:00Z",
}


@pytest.mark.parametrize(
    ("name", "part", "spoilt", "told"),
    [
        (ALIBABA, "security-credentials", raw_answer(b"", 404), "Attach a RAM role to this machine"),
        (VOLCENGINE, "security_credentials", raw_answer(b"", 404), "Attach an IAM role to this machine"),
        (TENCENT, "security-credentials", raw_answer(b"", 404), "Attach a CAM role to this machine"),
        (HUAWEI, "securitykey", raw_answer(b"Please configure Cloud Service Agency first", 404), "Attach an agency"),
        # Whatever else is wrong has nothing to do with roles.
        (HUAWEI, "securitykey", raw_answer(b"Please configure Cloud Service Agency first", 500), "ServerError"),
        (ALIBABA, "security-credentials", raw_answer(b"", 500), "no usable response"),
    ],
)
def test_machine_without_a_role_is_told_how_to_get_one(
    world: World, name: str, part: str, spoilt: Answer, told: str
) -> None:
    world.spoilt[part] = spoilt
    with pytest.raises(ApiError, match=told) as caught:
        world.ask(name, instance_role=True)
    assert caught.value.kind == "lasting"
    assert ("Attach" in str(caught.value)) == ("Attach" in told)


@pytest.mark.parametrize(
    ("name", "part", "document"),
    [
        (ALIBABA, "security-credentials/machine-role", {**WHOLE, "Code": "Failed"}),
        (ALIBABA, "security-credentials/machine-role", [WHOLE]),
        (TENCENT, "security-credentials/machine-role", {
            "TmpSecretId": "K", "TmpSecretKey": "s", "Token": "t", "Expiration": "2099-01-01T00:00:00Z",
            "Code": "Failed",
        }),
        (TENCENT, "security-credentials/machine-role", []),
        (VOLCENGINE, "security_credentials/machine-role", [WHOLE]),
        (HUAWEI, "securitykey", []),
        (HUAWEI, "securitykey", {"credential": "5ecret"}),
        (HUAWEI, "securitykey", {"credential": {"id": "5ecret"}}),
        (HUAWEI, "securitykey", {"credential": 7}),
    ],
)  # fmt: skip
def test_metadata_without_a_key_are_no_usable_response(world: World, name: str, part: str, document: Any) -> None:
    world.spoilt[part] = answer(document)
    with pytest.raises(ApiError, match=r"no usable response .*\(InvalidAnswer\)") as caught:
        world.ask(name, instance_role=True)
    assert caught.value.kind == "lasting"
    assert "5ecret" not in str(caught.value)
    assert not [sent for sent in world.sent if "cdn." in sent.request.url]


def test_credentials_uri_may_hand_out_a_key_that_lasts(world: World) -> None:
    world.environ["ALIBABA_CLOUD_CREDENTIALS_URI"] = "http://127.0.0.1:1/my-key"
    world.spoilt["/my-key"] = answer({"AccessKeyId": "LASTS", "AccessKeySecret": "hush"})
    assert world.ask(ALIBABA) == "LASTS"


@pytest.mark.parametrize(
    ("spoilt", "kind", "told"),
    [
        (raw_answer(b"<html>5ecret</html>"), "passing", "the response holds no key"),
        (raw_answer(b'["5ecret"]'), "passing", "the response holds no key"),
        (answer({"Code": "Failed", **WHOLE}), "passing", "says that it has no key"),
        (raw_answer(b"5ecret", 404), "lasting", "responded with HTTP 404"),
        (raw_answer(b"5ecret" * 11_000), "passing", "larger than 64 KiB"),
        *(
            (answer({**WHOLE, **part}), "passing", "no whole key")
            for part in (
                {"AccessKeyId": ""}, {"AccessKeyId": 7}, {"AccessKeySecret": None}, {"AccessKeySecret": ["5ecret"]},
                {"AccessKeySecret": "5ecret\n5ecret"}, {"SecurityToken": "5ecret\u00e4"}, {"Expiration": "5ecret"},
            )
        ),
    ],
)  # fmt: skip
def test_what_is_no_key_is_neither_used_nor_shown(world: World, spoilt: Answer, kind: str, told: str) -> None:
    world.environ["ALIBABA_CLOUD_CREDENTIALS_URI"] = "http://127.0.0.1:1/my-key"
    world.spoilt["/my-key"] = spoilt
    with pytest.raises(ApiError, match=told) as caught:
        world.ask(ALIBABA)
    assert caught.value.kind == kind
    assert "5ecret" not in str(caught.value)
    assert not [sent for sent in world.sent if "cdn." in sent.request.url]


def refusal(code: str, **more: Any) -> dict[str, Any]:
    """An error as each of the services writes it."""
    inner = {"Error": {"Code": code, "Message": "a text"}}
    own = {"error_code": code, "error_msg": "a text", "Code": code, "Message": "a text"}
    return {**own, "ResponseMetadata": inner, "Response": inner, **more}


@pytest.mark.parametrize(
    ("name", "code", "status", "kind", "hint"),
    [
        (ALIBABA, "Throttling.User", 400, "throttled", None),
        (ALIBABA, "FlowControl", 429, "throttled", None),
        (ALIBABA, "ServiceUnavailable", 503, "passing", None),
        (ALIBABA, "AuthenticationFail.OIDCToken.AudienceNotMatch", 401, "lasting", "check oidc_audience"),
        (ALIBABA, "AuthenticationFail.OIDCToken.HttpsUrlInvalid", 401, "lasting", "fingerprint in RAM"),
        (HUAWEI, "APIGW.0308", 429, "throttled", None),
        (HUAWEI, "STS5.2001", 400, "lasting", "check oidc_audience"),
        (VOLCENGINE, "TaskNotFound", 404, "lasting", "trust policy"),
        (VOLCENGINE, "FlowLimitExceeded", 429, "throttled", None),
        (TENCENT, "RequestLimitExceeded", 200, "throttled", None),
        (TENCENT, "ResourceNotFound", 200, "lasting", "trust policy"),
    ],
)
def test_refusal_of_sts_says_what_to_mend_where_something_is_to_be(
    world: World, name: str, code: str, status: int, kind: str, hint: str | None
) -> None:
    world.spoilt["//sts."] = answer(refusal(code), status)
    with pytest.raises(ApiError, match=code) as caught:
        world.ask(name, **dict(EACH_OIDC)[name], oidc_token=JWT)
    assert caught.value.kind == kind
    if hint is None:
        assert "trust policy" not in str(caught.value)
    else:
        assert hint in str(caught.value)
    # What the token says, for comparison.
    assert ('"repo"' in str(caught.value)) == (hint is not None)


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("InvalidSecurityToken.Expired", "The key that the role is assumed with has expired"),
        ("InvalidAccessKeyId.NotFound", "Check the key that the role is assumed with"),
        ("SignatureDoesNotMatch", "Check the key that the role is assumed with"),
    ],
)
def test_key_that_cannot_assume_a_role_is_named_and_its_request_is_not_echoed(
    world: World, code: str, hint: str
) -> None:
    """The vendor's text on a signature holds everything that was signed."""
    text = "server string to sign is 5igned" if code.startswith("Signature") else "a text"
    world.spoilt["AssumeRole"] = answer({"Code": code, "Message": text}, 400)
    with pytest.raises(ApiError, match=hint) as caught:
        world.ask(ALIBABA, access_key="K", secret_key="s", security_token="t", assume_role=ROLE)
    assert "5igned" not in str(caught.value)
    assert caught.value.kind == ("expired" if code.endswith("Expired") else "lasting")


#: A key that is whole in the eyes of each cloud.
_VALUES = {
    **WHOLE, "SecretAccessKey": "s", "SessionToken": "t", "TmpSecretId": "K", "TmpSecretKey": "s", "Token": "t",
    "access_key_id": "K", "secret_access_key": "s", "security_token": "t", "expiration": WHOLE["Expiration"],
}  # fmt: skip
_KEY = {"Credentials": _VALUES, "credentials": _VALUES, "Expiration": WHOLE["Expiration"]}
EVERY_KEY = {**_KEY, "Response": _KEY, "Result": _KEY}


@pytest.mark.parametrize(("name", "oidc"), EACH_OIDC)
def test_key_of_the_tables_is_whole(world: World, name: str, oidc: dict[str, str]) -> None:
    world.spoilt["//sts."] = answer(EVERY_KEY)
    assert world.ask(name, **oidc, oidc_token=JWT) == "K"


@pytest.mark.parametrize(("name", "oidc"), EACH_OIDC)
@pytest.mark.parametrize(
    ("status", "document", "kind"),
    [
        (200, {}, "passing"),
        (200, [], "passing"),
        (200, {"Response": {"Credentials": "5ecret"}, "Result": {"Credentials": "5ecret"}}, "passing"),
        (200, {"Response": {"Credentials": []}, "Result": "5ecret", "Credentials": "5ecret"}, "passing"),
        (502, EVERY_KEY, "passing"),
        (418, EVERY_KEY, "lasting"),
    ],
)  # fmt: skip
def test_response_of_sts_with_neither_key_nor_error_is_judged_by_its_status(
    world: World, name: str, oidc: dict[str, str], status: int, document: Any, kind: str
) -> None:
    world.spoilt["//sts."] = answer(document, status)
    with pytest.raises(ApiError) as caught:
        world.ask(name, **oidc, oidc_token=JWT)
    assert caught.value.kind == kind
    assert "5ecret" not in str(caught.value)
    assert len(world.sent) == 1


def test_limits_of_an_agencys_key_are_those_of_the_environment(world: World) -> None:
    world.environ.update(
        HUAWEICLOUD_OIDC_AGENCY_URN=AGENCY, HUAWEICLOUD_OIDC_PROVIDER_URN=PROVIDER_URN,
        HUAWEICLOUD_OIDC_ID_TOKEN=JWT, HUAWEICLOUD_OIDC_POLICY="{}", HUAWEICLOUD_OIDC_POLICY_IDS="a, ,b",
    )  # fmt: skip
    world.ask(HUAWEI)
    sent = json.loads(world.exchanges()[0].request.body or b"")
    assert (sent["policy"], sent["policy_ids"]) == ("{}", ["a", "b"])


@pytest.mark.parametrize(
    ("status", "kind", "is_ours"), [(400, "lasting", True), (429, "throttled", False), (503, "passing", False)]
)
def test_federation_that_is_refused_says_what_to_check(world: World, status: int, kind: str, is_ours: bool) -> None:
    world.spoilt["OS-AUTH"] = answer({"error": {"code": "IAM.0001", "message": "a text"}}, status)
    with pytest.raises(ApiError, match=r"IAM\.0001") as caught:
        world.ask(HUAWEI, oidc_provider="github", oidc_token=JWT)
    assert caught.value.kind == kind
    assert ("conversion rules" in str(caught.value)) == is_ours


NO_ID_TOKENS: list[Any] = [[{}], {}, {"value": 7}, {"value": " "}]


@pytest.mark.parametrize(
    ("spoilt", "kind", "told"),
    [
        *((raw_answer(b"", status), "lasting", "id-token: write") for status in (401, 403, 404)),
        (raw_answer(b"", 503), "passing", "HTTP 503"),
        (answer({"value": JWT}, 503), "passing", "HTTP 503"),
        *((answer(found), "passing", "holds no key") for found in NO_ID_TOKENS),
        (answer({"value": "t" * 20_001}), "passing", "holds no key"),
        (answer({"value": "t\u00e4"}), "passing", "holds no key"),
    ],
)
def test_ci_job_that_gets_no_id_token_is_told_why(world: World, spoilt: Answer, kind: str, told: str) -> None:
    world.environ.update(
        ACTIONS_ID_TOKEN_REQUEST_URL="https://ci.example.com/id-token-request", ACTIONS_ID_TOKEN_REQUEST_TOKEN="hush"
    )
    world.spoilt["id-token-request"] = spoilt
    with pytest.raises(ApiError, match=told) as caught:
        world.ask(ALIBABA, **ALIBABA_OIDC)
    assert caught.value.kind == kind
    assert len(world.sent) == 1


@pytest.mark.parametrize("text", ["", "\n \n", "5ecret 5ecret", f"{JWT}\n5ecret", "5ecret" * 4000, "5ecret\u00e4"])
def test_file_that_holds_no_id_token_is_not_sent(world: World, text: str) -> None:
    with pytest.raises(ApiError, match="It has to hold an ID token alone") as caught:
        world.ask(ALIBABA, **ALIBABA_OIDC, oidc_file=world.write("token", text))
    assert caught.value.kind == "lasting"
    assert "5ecret" not in str(caught.value)
    assert world.sent == []


def test_id_token_that_is_far_too_long_is_refused_at_once(world: World) -> None:
    with pytest.raises(OptionError, match="oidc_token: this is no ID token: it is longer than 20000") as caught:
        world.open(ALIBABA, **ALIBABA_OIDC, oidc_token="5ecret" * 4000)
    assert "5ecret" not in str(caught.value)


@pytest.mark.parametrize(
    ("token", "told"),
    [
        ("5ecret", "The token is no JWT"),
        ("a.5ecret.c", "The token is no JWT"),
        ("a.W10.c", "The token is no JWT"),
        ("a.e30.c", "The token has no claims"),
    ],
)
def test_refusal_says_what_the_token_is_where_it_is_none(world: World, token: str, told: str) -> None:
    world.spoilt["sts.aliyuncs"] = answer({"Code": "AuthenticationFail.NoPermission", "Message": "x"}, 401)
    with pytest.raises(ApiError, match=told) as caught:
        world.ask(ALIBABA, **ALIBABA_OIDC, oidc_token=token)
    assert "5ecret" not in str(caught.value)


def test_fault_on_the_way_to_sts_is_no_matter_of_the_token(world: World) -> None:
    world.spoilt["sts.aliyuncs"] = ApiError("TlsError", "the certificate is not trusted", "lasting", arrived=False)
    with pytest.raises(ApiError, match="not trusted") as caught:
        world.ask(ALIBABA, **ALIBABA_OIDC, oidc_token=JWT)
    assert "The token" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "more"),
    [(ALIBABA, {"assume_role": ROLE}), (HUAWEI, {"assume_role": AGENCY}), (TENCENT, {"assume_role": QCS})],
)
def test_external_id_belongs_to_a_role(world: World, name: str, more: dict[str, str]) -> None:
    key = {"access_key": "K", "secret_key": "s"}
    for wrong in ("x", "a b", "5" * 1225, "\u00e4\u00e4"):
        with pytest.raises(OptionError, match=r"^external_id: expected 2 to 1224 letters"):
            world.open(name, **key, **more, external_id=wrong)
    with pytest.raises(OptionError, match="external_id is set, but assume_role is missing"):
        world.open(name, **key, external_id="ext-1")


@pytest.mark.parametrize(
    ("uri", "proxied"), [("http://127.0.0.1:1/my-key", False), ("https://keys.example.com/my-key", True)]
)
def test_credentials_uri_of_this_machine_is_never_asked_through_a_proxy(world: World, uri: str, proxied: bool) -> None:
    world.environ.update(ALIBABA_CLOUD_CREDENTIALS_URI=uri, https_proxy="http://proxy.example.com:1")
    assert world.ask(ALIBABA) == "STS-KEY-1"
    # The other network is the provider's own.
    assert [dict(network) for network in world.networks if network is not world.environ] == [{}] * (not proxied)


@pytest.mark.parametrize(
    ("name", "environ"),
    [(ALIBABA, {"ALIBABA_CLOUD_ECS_METADATA": "a/../b"}), (VOLCENGINE, {"VOLCENGINE_ECS_METADATA": "5ecret 5ecret"})],
)
def test_name_of_a_role_that_would_lead_elsewhere_is_an_error(world: World, name: str, environ: dict[str, str]) -> None:
    world.environ.update(environ)
    with pytest.raises(OptionError, match=f"{next(iter(environ))}: this is no name of a role") as caught:
        world.open(name)
    assert "5ecret" not in str(caught.value)


@pytest.mark.parametrize("name", [ALIBABA, VOLCENGINE])
def test_role_that_the_environment_names_is_asked_for_by_its_name(world: World, name: str) -> None:
    world.environ.update(ALIBABA_CLOUD_ECS_METADATA="named", VOLCENGINE_ECS_METADATA="named")
    assert world.ask(name) == "STS-KEY-1"
    assert world.exchanges()[-1].path.endswith("/named")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"oidc_provider": "github"}, "oidc_provider is set, but there is no ID token"),
        ({"oidc_provider": PROVIDER_URN, "oidc_token": JWT}, "is set, but oidc_role is missing"),
        ({"assume_role_account": "other"}, "assume_role_account is set, but assume_role is missing"),
        ({"assume_role": "ci", "assume_role_account": "other", "external_id": "ext-1"}, "external_id does not go with"),
        ({"assume_role": "ci"}, "assume_role: expected iam::ACCOUNT_ID:agency:NAME"),
        ({"assume_role": ROLE}, "assume_role: expected iam::ACCOUNT_ID:agency:NAME"),
        ({"assume_role": AGENCY, "security_token": "t", "role_duration": 7200}, "role_duration: at most 3600"),
        ({"assume_role": AGENCY, "region": "eu-west-101"}, "sts_endpoint: the European site's STS is not documented"),
        ({"assume_role": AGENCY, "region": "evil.example.com/"}, "region: this is no id of a region"),
        ({"assume_role": AGENCY, "auth_token": "5ecret"}, "assume_role: an agency is taken on with a key"),
        ({"external_id": "ext-1", "iam_username": "u", "iam_password": "5ecret"}, "external_id: an agency is taken on"),
    ],
)
def test_options_of_agencies_that_do_not_go_together(world: World, options: dict[str, Any], told: str) -> None:
    has_key = not any(name.startswith(("oidc_", "auth_", "iam_")) for name in options)
    key = {"access_key": "K", "secret_key": "5ecret"} if has_key else {}
    with pytest.raises(OptionError, match=told) as caught:
        world.open(HUAWEI, **{**key, **options})
    assert "5ecret" not in str(caught.value)
    assert world.sent == []


def test_sts_of_the_european_site_is_asked_where_it_is_named(world: World) -> None:
    own = {"access_key": "K", "secret_key": "s", "assume_role": AGENCY, "region": "eu-west-101"}
    assert world.ask(HUAWEI, **own, sts_endpoint="https://sts.eu.example.com") == "STS-KEY-1"
    assert urlsplit(world.exchanges()[0].request.url).netloc == "sts.eu.example.com"


@pytest.mark.parametrize(
    ("status", "kind", "told"),
    [(401, "lasting", "PodIdentityRefused"), (403, "lasting", "PodIdentityRefused"), (503, "passing", "HTTP 503")],
)
def test_pod_without_an_agency_is_told_to_get_one(world: World, status: int, kind: str, told: str) -> None:
    world.environ.update(
        HC_CONTAINER_CREDENTIALS_FULL_URI="http://127.0.0.1:1/v1/credentials",
        HC_CONTAINER_AUTHORIZATION_TOKEN_FILE=world.write("pod", "pod-token\n"),
    )
    world.spoilt["/v1/credentials"] = raw_answer(b"", status)
    with pytest.raises(ApiError, match=told) as caught:
        world.ask(HUAWEI)
    assert caught.value.kind == kind
    assert ("Associate the pod's service account" in str(caught.value)) == (kind == "lasting")


def test_profile_that_the_environment_names_comes_before_the_file_of_the_sdks(world: World) -> None:
    world.write(".tencentcloud/credentials", "[default]\nsecret_id = SDK\nsecret_key = s\n")
    for name in ("default", "work"):
        world.write(f".tccli/{name}.credential", json.dumps({"secretId": name.upper(), "secretKey": "s"}))
    assert world.ask(TENCENT) == "SDK"
    world.environ["TCCLI_PROFILE"] = "work"
    assert world.ask(TENCENT) == "WORK"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{5ecret", r"The credentials file .*default\.credential is not valid JSON"),
        ("[" * 100_000, r"The credentials file .*default\.credential is not valid JSON"),
        ('["5ecret"]', r"No credentials for Tencent Cloud: default\.credential holds no object"),
        ('{"type": "sso"}', "is of type sso, whose keys only the tool can renew: hand over"),
        (
            '{"type": "sso", "secretId": "K", "secretKey": "5ecret"}',
            "is of type sso, whose keys only the tool can renew: hand over",
        ),
        ('{"type": "oauth"}', "is of type oauth, whose keys only the tool can renew: hand over"),
        ('{"type": "5ecret"}', "is of another type, which is not supported"),
        ('{"type": ["5ecret"]}', "is of another type, which is not supported"),
        ('{"secretId": "K", "role-arn": "x"}', "secretId is set, but secretKey is missing"),
        ('{"role-arn": "x"}', "is of a profile with role-arn, but secretId and secretKey is missing"),
    ],
)
def test_profile_of_tencent_cloud_that_names_no_key(world: World, text: str, told: str) -> None:
    world.write(".tccli/default.credential", text)
    with pytest.raises(OptionError, match=told) as caught:
        world.open(TENCENT)
    assert "5ecret" not in str(caught.value)


def test_what_is_missing_in_tencent_clouds_files_is_told(world: World) -> None:
    world.write(".tencentcloud/credentials", "[work]\nsecret_id = SDK\nsecret_key = s\n")
    with pytest.raises(OptionError, match=r"has no section \[default\] \(its sections: work\)"):
        world.open(TENCENT)
    world.environ["TCCLI_PROFILE"] = "gone"
    with pytest.raises(OptionError, match=r"gone\.credential, which TCCLI_PROFILE names, does not exist"):
        world.open(TENCENT)
    world.environ["TCCLI_PROFILE"] = "../5ecret"
    with pytest.raises(OptionError, match="TCCLI_PROFILE in the environment is not the name of a profile") as caught:
        world.open(TENCENT)
    assert "5ecret" not in str(caught.value)


def test_address_of_tencent_clouds_sts_may_be_given(world: World) -> None:
    key = {"access_key": "K", "secret_key": "s", "assume_role": QCS}
    assert world.ask(TENCENT, **key, sts_endpoint="https://sts.internal.tencentcloudapi.com") == "STS-KEY-1"
    assert world.exchanges()[0].request.url == "https://sts.internal.tencentcloudapi.com/"
    with pytest.raises(OptionError, match=r"^sts_endpoint: "):
        world.open(TENCENT, **key, sts_endpoint="http://sts.example.com")


@pytest.mark.parametrize(
    ("profile", "part"),
    [
        ({"mode": "EcsRole", "role-name": "named"}, "/named"),
        ({"mode": "OIDC", "role-trn": TRN, "oidc-token-file": "TOKEN"}, "Action=AssumeRoleWithOIDC"),
        (
            {"mode": "RamRoleArn", "access-key": "K", "secret-key": "s", "account-id": "1", "role-name": "named"},
            "role%2Fnamed",
        ),
    ],
    ids=lambda value: value["mode"] if isinstance(value, dict) else None,
)
def test_modes_of_volcengines_profiles(world: World, profile: dict[str, str], part: str) -> None:
    token = world.write("token", JWT)
    values = {name: token if value == "TOKEN" else value for name, value in profile.items()}
    world.write(".volcengine/config.json", json.dumps({"current": "a", "profiles": {"a": values}}))
    assert world.ask(VOLCENGINE) == "STS-KEY-1"
    assert part in world.exchanges()[-1].request.url


@pytest.mark.parametrize("role", ["", "named"])
def test_section_of_alibaba_clouds_file_may_stand_for_the_machine(world: World, role: str) -> None:
    text = f"[default]\ntype = ecs_ram_role\nrole_name = {role}\n"
    world.write(".alibabacloud/credentials.ini", text)
    assert world.ask(ALIBABA) == "STS-KEY-1"
    assert world.exchanges()[-1].path.endswith(f"/{role or 'machine-role'}")
    world.write(".alibabacloud/credentials.ini", text.replace(f"= {role}\n", "= a/../b\n"))
    with pytest.raises(OptionError, match="role_name: this is no name of a role"):
        world.open(ALIBABA)


def test_temporary_key_that_a_program_prints_has_a_token(world: World) -> None:
    """Otherwise it would be refused as a key that does not exist."""
    printed = {"mode": "StsToken", "access_key_id": "K", "access_key_secret": "hush"}
    program = world.write("program.py", f"print({json.dumps(printed)!r})")
    profile = {"name": "a", "mode": "External", "process_command": shlex.join([sys.executable, str(program)])}
    world.write(".aliyun/config.json", config(profile))
    with pytest.raises(ApiError, match="printed no whole key"):
        world.ask(ALIBABA)
    assert world.sent == []
