# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""In the same world of variables and files, Huawei Cloud's SDK finds the same key as the collection."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Mapping
from pathlib import Path

import pytest
from huaweicloudsdkcore.auth.provider import CredentialProviderChain
from huaweicloudsdkcore.exceptions.exception_handler import DefaultExceptionHandler
from huaweicloudsdkcore.http.http_client import HttpClient
from huaweicloudsdkcore.http.http_config import HttpConfig
from huaweicloudsdkcore.http.http_handler import HttpHandler

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError
from tests.emulator.accounts import Key
from tests.emulator.id_tokens import id_token
from tests.emulator.testing import Emulator, FakeClock
from tests.providers.huaweicloud_cdn.accounts import (
    HUAWEI_AGENCY,
    HUAWEI_AUDIENCE,
    HUAWEI_IDENTITY_PROVIDER,
    HUAWEI_KEY,
    HUAWEI_OIDC_PROVIDER,
    HUAWEI_READ_ONLY_KEY,
    HUAWEI_TEMPORARY_KEY,
)
from tests.unit.worlds import Found, ours

# The SDKs still use datetime.utcnow, which Python 3.12 frowns upon.
pytestmark = pytest.mark.filterwarnings("ignore:.*utcnow:DeprecationWarning")

NAME = "huaweicloud_cdn"
OIDC = {"HUAWEICLOUD_OIDC_PROVIDER_URN": HUAWEI_OIDC_PROVIDER, "HUAWEICLOUD_OIDC_AGENCY_URN": HUAWEI_AGENCY}
TOKENS: dict[str, Mapping[str, str]] = {
    "no OIDC": {},
    "OIDC by file": {**OIDC, "HUAWEICLOUD_OIDC_TOKEN_FILE": "{token}"},
    "OIDC by text": {**OIDC, "HUAWEICLOUD_OIDC_ID_TOKEN": "{jwt}"},
}
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
}
FILES: dict[str, str] = {
    "no file": "",
    "key in file": _section(HUAWEI_READ_ONLY_KEY),
    "temporary key in file": _section(HUAWEI_TEMPORARY_KEY),
    "federation in file": f"{_section(HUAWEI_KEY)}idp_id = {HUAWEI_IDENTITY_PROVIDER}\nid_token_file = {{token}}\n",
}
WORLDS = [world for world in itertools.product(TOKENS, KEYS, FILES) if world != ("no OIDC", "no variables", "no file")]


def theirs(emulator: Emulator) -> Found:
    """The key that the SDK finds."""
    found = CredentialProviderChain.get_global_credential_provider_chain().get_credentials()
    found.process_sts(
        HttpClient(HttpConfig.get_default_config(), HttpHandler(), DefaultExceptionHandler(), logging.getLogger("sdk"))
    )
    calls = [entry["call"] for entry in emulator.log()]
    return (calls[0], None) if calls else (found.ak, found.security_token)


@pytest.fixture
def environ(emulator: Emulator, clock: FakeClock, tmp_path: Path) -> dict[str, str]:
    """A home folder with an ID token, and the emulated cloud's addresses."""
    (tmp_path / "id-token").write_text(id_token(HUAWEI_AUDIENCE, clock.time() + 600), encoding="ascii")
    return {
        "HOME": str(tmp_path),
        "HUAWEICLOUD_SDK_STS_ENDPOINT": emulator.url,
        "HUAWEICLOUD_SDK_IAM_ENDPOINT": emulator.url,
    }


def furnish(environ: dict[str, str], tokens: str, keys: str, file: str) -> None:
    """Put variables and file of a world into it."""
    path = Path(environ["HOME"], "id-token")
    jwt = path.read_text(encoding="ascii")
    for name, value in {**TOKENS[tokens], **KEYS[keys]}.items():
        environ[name] = value.format(token=path, jwt=jwt)
    if FILES[file]:
        own = Path(environ["HOME"], ".huaweicloud", "credentials")
        own.parent.mkdir()
        own.write_text(FILES[file].format(token=path), encoding="utf-8")
        own.chmod(0o600)


@pytest.mark.parametrize(("tokens", "keys", "file"), WORLDS)
def test_same_key_in_the_same_world(
    tokens: str,
    keys: str,
    file: str,
    emulator: Emulator,
    environ: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    furnish(environ, tokens, keys, file)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert ours(NAME, environ) == theirs(emulator)


def test_half_of_a_way_is_an_error_where_the_sdk_looks_further(
    emulator: Emulator, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On purpose: the next place may be another account."""
    environ.update({**_variables(HUAWEI_KEY), "HUAWEICLOUD_OIDC_AGENCY_URN": HUAWEI_AGENCY})
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert theirs(emulator) == (HUAWEI_KEY.access_key, None)
    with pytest.raises(OptionError, match="HUAWEICLOUD_OIDC_PROVIDER_URN"):
        ours(NAME, environ)
