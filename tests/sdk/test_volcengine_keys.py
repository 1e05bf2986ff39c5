# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""In the same world of variables and files, Volcengine's SDK finds the same key as the collection."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from volcenginesdkcore import ApiClient
from volcenginesdkcore.auth.providers import ecs_role_provider
from volcenginesdkcore.auth.providers.default_provider import DefaultCredentialProvider
from volcenginesdkcore.auth.providers.sts_provider import StsCredentialProvider

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError
from tests.emulator.accounts import Key
from tests.emulator.id_tokens import id_token
from tests.emulator.testing import Emulator, FakeClock
from tests.providers.volcengine_cdn.accounts import (
    VOLC_AUDIENCE,
    VOLC_KEY,
    VOLC_READ_ONLY_KEY,
    VOLC_ROLE,
    VOLC_TEMPORARY_KEY,
    VOLC_TENANT,
)
from tests.unit.worlds import Found, ours

NAME = "volcengine_cdn"
OIDC = {"VOLCENGINE_OIDC_ROLE_TRN": VOLC_ROLE, "VOLCENGINE_OIDC_TOKEN_FILE": "{token}"}

TAKEN = {"mode": "RamRoleArn", "role-name": "ci", "account-id": VOLC_TENANT}


def _variables(key: Key) -> Mapping[str, str]:
    own = {"VOLCENGINE_ACCESS_KEY": key.access_key, "VOLCENGINE_SECRET_KEY": key.secret_key}
    return {**own, "VOLCENGINE_SESSION_TOKEN": key.token} if key.token else own


def _profile(key: Key, **more: str) -> Mapping[str, str]:
    own = {"access-key": key.access_key, "secret-key": key.secret_key, **more}
    return {**own, "session-token": key.token} if key.token else own


KEYS: dict[str, Mapping[str, str]] = {
    "no key": {},
    "key": _variables(VOLC_KEY),
    "temporary key": _variables(VOLC_TEMPORARY_KEY),
    "OIDC": OIDC,
    "OIDC and key": {**OIDC, **_variables(VOLC_KEY)},
}
PROFILES: dict[str, tuple[Mapping[str, str], Mapping[str, Any]]] = {
    "no file": ({}, {}),
    "profile without a mode": ({}, {"default": _profile(VOLC_READ_ONLY_KEY)}),
    "temporary profile": ({}, {"default": _profile(VOLC_TEMPORARY_KEY, mode="ak")}),
    "role": ({}, {"default": {**_profile(VOLC_KEY), **TAKEN}}),
    "role of a temporary profile": (
        {},
        {"default": {**_profile(VOLC_TEMPORARY_KEY), **_profile(VOLC_KEY), **TAKEN}},
    ),
    "OIDC profile": ({}, {"default": {"mode": "OIDC", "role-trn": VOLC_ROLE, "oidc-token-file": "{token}"}}),
    "named profile": (
        {"VOLCENGINE_PROFILE": "other"},
        {"default": _profile(VOLC_KEY), "other": _profile(VOLC_READ_ONLY_KEY)},
    ),
}  # fmt: skip
WORLDS = [world for world in itertools.product(KEYS, PROFILES) if world != ("no key", "no file")]


def theirs(emulator: Emulator) -> Found:
    """The key that the SDK finds."""
    found = DefaultCredentialProvider().get_credentials()
    calls = [entry["call"] for entry in emulator.log()]
    return (calls[0], None) if calls else (found.ak, found.session_token)


@pytest.fixture
def environ(emulator: Emulator, clock: FakeClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A home folder with an ID token. The SDK is led to the emulated STS, whose address it has no setting for."""
    (tmp_path / "id-token").write_text(id_token(VOLC_AUDIENCE, clock.time() + 600), encoding="ascii")
    host = urlsplit(emulator.url).netloc
    call, begin = ApiClient._sts_call, StsCredentialProvider.__init__

    def unsigned(*arguments: Any, **keywords: Any) -> Any:
        return call(*arguments, **{**keywords, "host": host, "scheme": "http"})

    def signed(*arguments: Any, **keywords: Any) -> None:
        begin(*arguments, **{**keywords, "host": host, "scheme": "http"})

    monkeypatch.setattr(ApiClient, "_sts_call", unsigned)
    monkeypatch.setattr(StsCredentialProvider, "__init__", signed)
    # No test asks a machine for its metadata, but the one that says so.
    return {"HOME": str(tmp_path), "VOLCENGINE_ECS_METADATA_DISABLED": "true"}


def furnish(environ: dict[str, str], keys: str, profile: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put variables and file of a world into it."""
    token = str(Path(environ["HOME"], "id-token"))
    variables, profiles = PROFILES[profile]
    for name, value in {**KEYS[keys], **variables}.items():
        environ[name] = value.replace("{token}", token)
    if profiles:
        path = Path(environ["HOME"], ".volcengine", "config.json")
        path.parent.mkdir()
        text = json.dumps({"current": "default", "profiles": profiles})
        path.write_text(text.replace("{token}", token), encoding="utf-8")
        path.chmod(0o600)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize(("keys", "profile"), WORLDS)
def test_same_key_in_the_same_world(
    keys: str, profile: str, emulator: Emulator, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    furnish(environ, keys, profile, monkeypatch)
    assert ours(NAME, environ) == theirs(emulator)


def test_emulated_machine_gives_the_sdk_a_key(
    emulator: Emulator, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    del environ["VOLCENGINE_ECS_METADATA_DISABLED"]
    furnish(environ, "no key", "no file", monkeypatch)
    monkeypatch.setattr(ecs_role_provider, "_IMDS_ENDPOINT", emulator.url)
    assert theirs(emulator) == ("CreateMetadataToken", None)
    assert [entry["status"] for entry in emulator.log()] == [200, 200, 200]


def test_half_of_a_way_is_an_error_where_the_sdk_looks_further(
    emulator: Emulator, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On purpose: the next place may be another account."""
    environ["VOLCENGINE_OIDC_TOKEN_FILE"] = str(Path(environ["HOME"], "id-token"))
    furnish(environ, "no key", "profile without a mode", monkeypatch)
    assert theirs(emulator) == (VOLC_READ_ONLY_KEY.access_key, None)
    with pytest.raises(OptionError, match="VOLCENGINE_OIDC_ROLE_TRN"):
        ours(NAME, environ)
