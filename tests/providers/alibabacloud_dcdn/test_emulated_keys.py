# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keys that the emulated cloud hands out: they end, and a wait goes on with the next ones."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from alibabacloud_credentials.utils.parameter_helper import compose_string_to_sign, sign_string
from alibabacloud_tea_openapi.utils import get_canonical_query_string

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer, Request
from ansible_collections.edgeops.cdn.plugins.module_utils._http.requests_library import AuthBase
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError, OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.registry import PROVIDERS
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Filters, Provider, Runtime
from tests.emulator.accounts import Key
from tests.emulator.transport import EmulatedTransport
from tests.unit.keyless import RenewingWaits, Time, wait_for
from tests.unit.support import answer

from .accounts import (
    ALIBABA_AUDIENCE,
    ALIBABA_INACTIVE_KEY,
    ALIBABA_KEY,
    ALIBABA_OIDC_PROVIDER,
    ALIBABA_ROLE,
    ALIBABA_SSO_ACCOUNT,
    ALIBABA_SSO_CONFIGURATION,
    ALIBABA_SSO_TOKEN,
    ALIBABA_TEMPORARY_KEY,
)

OIDC = {"oidc_role": ALIBABA_ROLE, "oidc_provider": ALIBABA_OIDC_PROVIDER}
CHAINED = {**OIDC, "assume_role": ALIBABA_ROLE}


class TestLongWaits(RenewingWaits):
    name = "alibabacloud_dcdn"
    sts = "alibabacloud_sts"
    audience = ALIBABA_AUDIENCE
    oidc = OIDC
    chained = CHAINED
    by_token = "AssumeRoleWithOIDC"
    expired = "InvalidSecurityToken.Expired"


class Home:
    """A user of the command line tool with one profile, and what the provider says of it."""

    def __init__(self, path: Path) -> None:
        self.clock = Time()
        self.clouds = EmulatedTransport(self.clock)
        self.texts: list[str] = []
        self.now = int(self.clock.time())
        #: Responses in the place of the cloud's, by a part of the URL.
        self.spoilt: dict[str, Answer] = {}
        self._path = path

    def send(self, request: Request, *more: Any) -> Answer:
        for part, spoilt in self.spoilt.items():
            if part in request.url:
                return spoilt
        return self.clouds.send(request, *more)

    def ask(self, **profile: Any) -> str:
        """The id of the key that a provider signs with."""
        self.source(**profile).query(Filters())
        return str(self.clouds.log()[-1]["access_key"])

    def source(self, **profile: Any) -> Provider:
        """A provider that has read the profile, and has not asked anybody yet."""
        file = self._path / ".aliyun" / "config.json"
        file.parent.mkdir(exist_ok=True)
        text = json.dumps({"current": "default", "profiles": [{"name": "default", **profile}]})
        file.write_text(text, encoding="ascii")
        file.chmod(0o600)
        self.clouds.reset()
        write, environ = self.texts.append, {"HOME": str(self._path)}
        runtime = Runtime(self.clock, environ, write, lambda _verify, _environ: self, tell=write)
        declared = PROVIDERS["alibabacloud_dcdn"]
        return declared.open_provider({**declared.defaults(), "retries": 0}, runtime)

    def calls(self) -> list[str]:
        return [entry["call"] for entry in self.clouds.log()]

    def kept(self, ends: int) -> Mapping[str, Any]:
        """The key that the tool has kept."""
        key = ALIBABA_TEMPORARY_KEY
        own = {"access_key_id": key.access_key, "access_key_secret": key.secret_key, "sts_token": key.token}
        return {**own, "sts_expiration": ends}

    def sso(self, **values: Any) -> Mapping[str, Any]:
        return {
            "mode": "CloudSSO",
            "cloud_sso_sign_in_url": "https://signin-cn-shanghai.alibabacloudsso.com/start/login",
            "cloud_sso_account_id": ALIBABA_SSO_ACCOUNT,
            "cloud_sso_access_config": ALIBABA_SSO_CONFIGURATION,
            "access_token": ALIBABA_SSO_TOKEN,
            "cloud_sso_access_token_expire": self.now + 7200,
            **values,
        }


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def test_key_that_cloud_sso_has_kept_is_used_until_it_ends(home: Home) -> None:
    assert home.ask(**home.sso(**home.kept(home.now + 60))) == ALIBABA_TEMPORARY_KEY.access_key
    assert home.calls() == ["DescribeDcdnRefreshTasks"]
    fetched = home.ask(**home.sso(**home.kept(home.now)))
    assert fetched.startswith("STS.ALIISSUED")
    assert home.calls() == ["CreateCloudCredential", "DescribeDcdnRefreshTasks"]
    (sent, _read) = home.clouds.log()
    assert (sent["method"], sent["path"]) == ("POST", "/cloud-credentials")
    assert sent["headers"]["host"] == "signin-cn-shanghai.alibabacloudsso.com"
    assert ALIBABA_SSO_TOKEN not in "".join(home.texts)
    assert "CloudSSO" in home.texts[-1]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"cloud_sso_access_token_expire": 1}, "SignInExpired"),
        ({"access_token": "hush-hush-sso-token"}, "SignInRefused"),
    ],
)
def test_end_of_a_sign_in_is_lasting_and_says_what_to_do(home: Home, values: Mapping[str, Any], code: str) -> None:
    with pytest.raises(ApiError) as caught:
        home.ask(**home.sso(**values))
    assert (caught.value.code, caught.value.kind) == (code, "lasting")
    assert "aliyun configure --mode CloudSSO" in str(caught.value.hint)
    # A refusal is not repeated, and an end that is known is not even tried.
    assert home.calls() == (["CreateCloudCredential"] if code == "SignInRefused" else [])
    told = "".join((str(caught.value), str(caught.value.hint), *home.texts))
    assert ALIBABA_SSO_TOKEN not in told
    assert "hush-hush" not in told


@pytest.mark.parametrize(
    ("part", "status"),
    [*(("/cloud-credentials", status) for status in (200, 400, 401, 500)), ("dcdn.aliyuncs.com", 400)],
)
def test_access_token_that_is_echoed_is_not_shown(home: Home, part: str, status: int) -> None:
    text = f"no key for {ALIBABA_SSO_TOKEN}"
    home.spoilt[part] = answer({"Code": text, "ErrorCode": text, "Message": text, "RequestId": text}, status)
    with pytest.raises(ApiError) as caught:
        home.ask(**home.sso())
    assert caught.value.is_passing == (status in (200, 500))
    assert ALIBABA_SSO_TOKEN not in "".join((str(caught.value), str(caught.value.hint), *home.texts))


@pytest.mark.no_cover
@pytest.mark.parametrize("logins", [1, 3])
def test_two_hours_by_cloud_sso(home: Home, tmp_path: Path, logins: int) -> None:
    """From the key that the tool has kept to those that its access token leads to; a login in the meantime counts."""
    file = tmp_path / ".aliyun" / "config.json"
    file.parent.mkdir()
    kept: dict[str, Any] = {}

    def login(clouds: EmulatedTransport, now: float) -> None:
        if not kept:
            kept.update(home.kept(home.now + 600))
        if now <= 3600.0 * (logins - 1):
            ends = int(clouds.time.time()) + 3700
            profile = {"name": "default", **home.sso(**kept, cloud_sso_access_token_expire=ends)}
            file.write_text(json.dumps({"profiles": [profile]}), encoding="ascii")
            file.chmod(0o600)

    waited = wait_for("alibabacloud_dcdn", {}, "", tmp_path, login, alibabacloud_sts={"key_lifetime": 900.0})
    assert "STS." in waited.told[1]
    assert ALIBABA_SSO_TOKEN not in "".join((*waited.told, *waited.warnings, json.dumps(waited.document)))
    if logins == 3:
        assert (waited.document["outcome"], waited.refused(), waited.warnings) == ("succeeded", [], [])
        assert waited.calls("CreateCloudCredential") in range(9, 13)
    else:
        assert (waited.document["outcome"], len(waited.document["leftover"])) == ("error", 1)
        assert 3700 < waited.seconds < 4700
        assert "Run aliyun configure --mode CloudSSO again" in json.dumps(waited.document)


def test_access_token_that_is_gone(home: Home, tmp_path: Path) -> None:
    """Since the first key was read."""
    file = tmp_path / ".aliyun" / "config.json"
    key = home.ask(**home.sso(**home.kept(home.now + 60)))
    assert key == ALIBABA_TEMPORARY_KEY.access_key
    for text in ("{", "[]", json.dumps({"profiles": [{"name": "default", "access_token": "hush hush"}]})):
        source = home.source(**home.sso())
        file.write_text(text, encoding="ascii")
        with pytest.raises(ApiError, match=r"Run aliyun configure --mode CloudSSO\.") as caught:
            source.query(Filters())
        assert caught.value.code == "SignInMissing"
        assert "hush" not in str(caught.value)


def test_key_of_oauth_is_used_until_it_ends(home: Home) -> None:
    tokens = {"oauth_access_token": "hush-hush-1", "oauth_refresh_token": "hush-hush-2"}
    profile = {"mode": "OAuth", **tokens, "oauth_access_token_expire": home.now + 7200}
    assert home.ask(**profile, **home.kept(home.now + 60)) == ALIBABA_TEMPORARY_KEY.access_key
    for kept in (home.kept(home.now), {}):
        with pytest.raises(OptionError, match=r"has ended\. Run any aliyun command once\.") as caught:
            home.ask(**profile, **kept)
        assert "hush-hush" not in "".join((str(caught.value), *home.texts))


class _Unsigned(AuthBase):
    def __call__(self, request: Any) -> Any:
        return request


def _signed_query(key: Key, nonce: str, now: float, **more: str) -> str:
    params = {
        "Action": "GetCallerIdentity",
        "Version": "2015-04-01",
        "AccessKeyId": key.access_key,
        "SignatureMethod": "HMAC-SHA1",
        "SignatureVersion": "1.0",
        "SignatureNonce": nonce,
        "Timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now)),
        **more,
    }
    params["Signature"] = sign_string(compose_string_to_sign("GET", params), f"{key.secret_key}&")
    return str(get_canonical_query_string(params))


def test_signature_in_the_query_is_judged_like_one_in_a_header() -> None:
    clock = Time()
    clouds, now = EmulatedTransport(clock), clock.time()
    stolen = Key(ALIBABA_KEY.access_key, "another", ALIBABA_KEY.tenant)
    token = {"SecurityToken": str(ALIBABA_TEMPORARY_KEY.token)}
    refused = "InvalidSecurityToken.MismatchWithAccessKey"
    tries: list[tuple[str | None, str]] = [
        (None, _signed_query(ALIBABA_KEY, "n1", now)),
        ("SignatureNonceUsed", _signed_query(ALIBABA_KEY, "n1", now)),
        ("SignatureDoesNotMatch", _signed_query(stolen, "n2", now)),
        ("InvalidTimeStamp.Expired", _signed_query(ALIBABA_KEY, "n3", now - 1000)),
        ("InvalidAccessKeyId.Inactive", _signed_query(ALIBABA_INACTIVE_KEY, "n4", now)),
        ("MissingSecurityToken", _signed_query(ALIBABA_TEMPORARY_KEY, "n5", now)),
        (refused, _signed_query(ALIBABA_KEY, "n6", now, **token)),
        (None, _signed_query(ALIBABA_TEMPORARY_KEY, "n7", now, **token)),
        ("MissingSignatureNonce", _signed_query(ALIBABA_KEY, "", now)),
        ("InvalidParameter.SignatureMethod", _signed_query(ALIBABA_KEY, "n8", now, SignatureMethod="HMAC-MD5")),
    ]
    for _code, query in tries:
        clouds.send(Request("GET", f"https://sts.aliyuncs.com/?{query}"), _Unsigned(), 1.0, 1.0)
    assert [entry["code"] for entry in clouds.log()] == [code for code, _query in tries]
