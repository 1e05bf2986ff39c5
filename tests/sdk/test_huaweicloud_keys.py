# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""In the same world of variables and files, Huawei Cloud's SDK finds the same key as the collection."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import requests
from huaweicloudsdkcore.auth.provider import CredentialProviderChain
from huaweicloudsdkcore.exceptions.exception_handler import DefaultExceptionHandler
from huaweicloudsdkcore.exceptions.exceptions import SdkException
from huaweicloudsdkcore.http.http_client import HttpClient
from huaweicloudsdkcore.http.http_config import HttpConfig
from huaweicloudsdkcore.http.http_handler import HttpHandler

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError, OptionError
from tests.emulator.accounts import Key
from tests.emulator.id_tokens import id_token
from tests.emulator.testing import Emulator, FakeClock
from tests.providers.huaweicloud_cdn.accounts import (
    HUAWEI_AGENCY,
    HUAWEI_AUDIENCE,
    HUAWEI_IDENTITY_PROVIDER,
    HUAWEI_KEY,
    HUAWEI_OIDC_PROVIDER,
    HUAWEI_POD_TOKEN,
    HUAWEI_READ_ONLY_KEY,
    HUAWEI_TEMPORARY_KEY,
)
from tests.unit.worlds import asked, know

#: The calls for a key, and the id of the key in the end; None where there is none.
Found = tuple[Sequence[tuple[str, str]], str] | None

# The SDKs still use datetime.utcnow, which Python 3.12 frowns upon.
pytestmark = pytest.mark.filterwarnings("ignore:.*utcnow:DeprecationWarning")

NAME, METADATA = "huaweicloud_cdn", "169.254.169.254"
OIDC = {"HUAWEICLOUD_OIDC_PROVIDER_URN": HUAWEI_OIDC_PROVIDER, "HUAWEICLOUD_OIDC_AGENCY_URN": HUAWEI_AGENCY}
TOKENS: dict[str, Mapping[str, str]] = {
    "no OIDC": {},
    "OIDC by file": {**OIDC, "HUAWEICLOUD_OIDC_TOKEN_FILE": "{token}"},
    "OIDC by text": {**OIDC, "HUAWEICLOUD_OIDC_ID_TOKEN": "{jwt}"},
}
_IDS = {"HUAWEICLOUD_SDK_DOMAIN_ID": "d", "HUAWEICLOUD_SDK_PROJECT_ID": "p"}
_FEDERATION = {"HUAWEICLOUD_SDK_IDP_ID": HUAWEI_IDENTITY_PROVIDER, "HUAWEICLOUD_SDK_ID_TOKEN_FILE": "{token}"}


def _variables(key: Key) -> Mapping[str, str]:
    own = {"HUAWEICLOUD_SDK_AK": key.access_key, "HUAWEICLOUD_SDK_SK": key.secret_key}
    return {**own, "HUAWEICLOUD_SDK_SECURITY_TOKEN": key.token} if key.token else own


def _section(key: Key) -> str:
    token = f"security_token = {key.token}\n" if key.token else ""
    return f"[global]\nak = {key.access_key}\nsk = {key.secret_key}\n{token}"


KEYS: dict[str, Mapping[str, str]] = {
    "no variables": {},
    "key": _variables(HUAWEI_KEY),
    "temporary key": _variables(HUAWEI_TEMPORARY_KEY),
    "federation": _FEDERATION,
    "federation and key": {**_FEDERATION, **_variables(HUAWEI_KEY)},
    "key and ids": {**_variables(HUAWEI_KEY), **_IDS},
}
_FEDERATED = f"idp_id = {HUAWEI_IDENTITY_PROVIDER}\nid_token_file = {{token}}\n"
#: Variables, and the file of credentials.
FILES: dict[str, tuple[Mapping[str, str], str]] = {
    "no file": ({}, ""),
    "key in file": ({}, _section(HUAWEI_READ_ONLY_KEY)),
    "temporary key in file": ({}, _section(HUAWEI_TEMPORARY_KEY)),
    "federation in file": ({}, f"{_section(HUAWEI_KEY)}{_FEDERATED}"),
    "federation in file, with the address of IAM": (
        # The variable's address is nobody's.
        {"HUAWEICLOUD_SDK_IAM_ENDPOINT": "http://127.0.0.1:9"},
        f"[global]\niam_endpoint = {{cloud}}\n{_FEDERATED}",
    ),
    "ids beside the key in file": (_IDS, f"{_section(HUAWEI_READ_ONLY_KEY)}domain_id = d\nproject_id = p\n"),
    "nothing but ids in file": ({}, "[global]\ndomain_id = d\n"),
    "two sections": ({}, f"[basic]\nak = B\nsk = s\n{_section(HUAWEI_READ_ONLY_KEY)}"),
    "file elsewhere": ({"HUAWEICLOUD_SDK_CREDENTIALS_FILE": "{home}/elsewhere"}, _section(HUAWEI_READ_ONLY_KEY)),
    "no file where one is named": ({"HUAWEICLOUD_SDK_CREDENTIALS_FILE": "{home}/nowhere"}, ""),
}
#: What the file says matters where the variables hold no key.
WORLDS = [
    (tokens, keys, file)
    for tokens, keys, file in itertools.product(TOKENS, KEYS, FILES)
    if keys == "no variables" or file in list(FILES)[:4]
]


def found(log: Sequence[Mapping[str, Any]], access_key: str) -> Found:
    """What a log says of the calls for a key: each with the host that was asked."""
    assert all(200 <= entry["status"] < 300 for entry in log)
    return [(entry["call"], entry["headers"]["host"]) for entry in log], access_key


def ours(environ: Mapping[str, str], **options: Any) -> Found:
    """What the collection finds."""
    try:
        log = asked(NAME, environ, **options).log()
    except (ApiError, OptionError):
        return None
    return found([entry for entry in log if entry["provider"] != NAME], log[-1]["access_key"])


def theirs(emulator: Emulator) -> Found:
    """What the SDK finds."""
    try:
        credentials = CredentialProviderChain.get_global_credential_provider_chain().get_credentials()
        http = (HttpConfig.get_default_config(), HttpHandler(), DefaultExceptionHandler(), logging.getLogger("sdk"))
        credentials.process_sts(HttpClient(*http))
    except (SdkException, requests.ConnectionError):
        return None
    return found(emulator.log(), credentials.ak)


@pytest.fixture
def environ(emulator: Emulator, clock: FakeClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A home folder with tokens, and the emulated cloud's addresses. No metadata are there, but where a test says so.

    The SDK asks them last, at an address that is fixed.
    """
    know({}, monkeypatch)
    (tmp_path / "id-token").write_text(id_token(HUAWEI_AUDIENCE, clock.time() + 600), encoding="ascii")
    (tmp_path / "pod-token").write_text(f"{HUAWEI_POD_TOKEN}\n", encoding="ascii")
    return {
        "HOME": str(tmp_path),
        "HUAWEICLOUD_SDK_STS_ENDPOINT": emulator.url,
        "HUAWEICLOUD_SDK_IAM_ENDPOINT": emulator.url,
    }


def furnish(
    environ: dict[str, str],
    variables: Mapping[str, str],
    file: str,
    emulator: Emulator,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Put variables and file of a world into it, and into this process."""
    home = Path(environ["HOME"])
    path = home / "id-token"
    words = {"token": path, "jwt": path.read_text(encoding="ascii"), "home": home, "cloud": emulator.url}
    for name, value in variables.items():
        environ[name] = value.format(**words)
    if file:
        named = environ.get("HUAWEICLOUD_SDK_CREDENTIALS_FILE")
        own = Path(named) if named else home / ".huaweicloud" / "credentials"
        own.parent.mkdir(exist_ok=True)
        own.write_text(file.format(**words), encoding="utf-8")
        own.chmod(0o600)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)


@pytest.mark.cover
@pytest.mark.parametrize(("tokens", "keys", "file"), WORLDS)
def test_same_key_in_the_same_world(
    tokens: str,
    keys: str,
    file: str,
    emulator: Emulator,
    environ: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    variables, text = FILES[file]
    furnish(environ, {**TOKENS[tokens], **KEYS[keys], **variables}, text, emulator, monkeypatch)
    assert ours(environ) == theirs(emulator)


def test_machine_gives_both_the_same_key(
    emulator: Emulator, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    know({METADATA: emulator.port}, monkeypatch)
    furnish(environ, {}, "", emulator, monkeypatch)
    key = theirs(emulator)
    assert key is not None
    assert ours(environ, instance_role=True) == key
    assert [call for call, _host in key[0]] == ["CreateMetadataToken", "GetSecurityKey"]


def test_pod_gives_both_the_same_key(
    emulator: Emulator, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The SDK asks the machine before, on purpose the collection does not: its agency is another one."""
    know({METADATA: emulator.port}, monkeypatch)
    emulator.settings(huaweicloud_iam={"metadata": "no_agency"})
    variables = {
        "HC_CONTAINER_CREDENTIALS_FULL_URI": "{cloud}/v1/credentials",
        "HC_CONTAINER_AUTHORIZATION_TOKEN_FILE": "{home}/pod-token",
    }
    furnish(environ, variables, "", emulator, monkeypatch)
    credentials = CredentialProviderChain.get_global_credential_provider_chain().get_credentials()
    calls = [entry["call"] for entry in emulator.log()]
    assert calls == ["CreateMetadataToken", "GetSecurityKey", "GetPodKey"]
    assert ours(environ) == ([("GetPodKey", emulator.host)], credentials.ak)


#: Variables and a file that name half of a way, or one that fails, before a key.
_BROKEN: dict[str, tuple[Mapping[str, str], str]] = {
    "half of the variables for an ID token": ({"HUAWEICLOUD_OIDC_AGENCY_URN": HUAWEI_AGENCY}, ""),
    "no ID token where one is named": ({**OIDC, "HUAWEICLOUD_OIDC_TOKEN_FILE": "{home}/nowhere"}, ""),
    "half of a federation": ({"HUAWEICLOUD_SDK_IDP_ID": HUAWEI_IDENTITY_PROVIDER}, ""),
    "half of a federation in the file": ({}, f"{_section(HUAWEI_KEY)}idp_id = {HUAWEI_IDENTITY_PROVIDER}\n"),
}


@pytest.mark.cover
@pytest.mark.parametrize("name", _BROKEN)
def test_half_of_a_way_is_an_error_where_the_sdk_looks_further(
    name: str, emulator: Emulator, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On purpose: the next place may be another account."""
    variables, file = _BROKEN[name]
    furnish(environ, {**variables, **({} if file else _variables(HUAWEI_KEY))}, file, emulator, monkeypatch)
    assert theirs(emulator) == ([], HUAWEI_KEY.access_key)
    assert ours(environ) is None


#: What the collection takes on purpose beside the SDK, as samples and other services of the vendor have it.
_BESIDE: dict[str, tuple[Mapping[str, str], str]] = {
    "names of the samples": ({"CLOUD_SDK_AK": HUAWEI_KEY.access_key, "CLOUD_SDK_SK": HUAWEI_KEY.secret_key}, ""),
    "section of services in a region": ({}, _section(HUAWEI_KEY).replace("[global]", "[basic]")),
}


@pytest.mark.parametrize("name", _BESIDE)
def test_key_that_the_sdk_does_not_look_for(
    name: str, emulator: Emulator, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    furnish(environ, *_BESIDE[name], emulator, monkeypatch)
    assert theirs(emulator) is None
    assert ours(environ) == ([], HUAWEI_KEY.access_key)


def test_refused_id_token_leads_to_no_key(
    emulator: Emulator, environ: dict[str, str], clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path(environ["HOME"], "id-token").write_text(id_token("another", clock.time() + 600), encoding="ascii")
    furnish(environ, {**TOKENS["OIDC by file"], **_variables(HUAWEI_KEY)}, "", emulator, monkeypatch)
    assert theirs(emulator) is None
    assert ours(environ) is None
