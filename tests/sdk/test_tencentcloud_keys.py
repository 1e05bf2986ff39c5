# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""In the same world of variables and files, Tencent Cloud's SDK finds the same key as the collection."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from pathlib import Path

import pytest
from tencentcloud.common import credential

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError
from tests.emulator.accounts import Key
from tests.emulator.id_tokens import id_token
from tests.emulator.testing import Emulator, FakeClock
from tests.providers.tencentcloud_cdn.accounts import (
    TENCENT_AUDIENCE,
    TENCENT_KEY,
    TENCENT_OIDC_PROVIDER,
    TENCENT_READ_ONLY_KEY,
    TENCENT_ROLE,
)
from tests.unit.worlds import Found, ours

NAME = "tencentcloud_cdn"
POD = {
    "TKE_REGION": "ap-guangzhou",
    "TKE_PROVIDER_ID": TENCENT_OIDC_PROVIDER,
    "TKE_WEB_IDENTITY_TOKEN_FILE": "{token}",
    "TKE_ROLE_ARN": TENCENT_ROLE,
}


def _variables(key: Key) -> Mapping[str, str]:
    return {"TENCENTCLOUD_SECRET_ID": key.access_key, "TENCENTCLOUD_SECRET_KEY": key.secret_key}


KEYS: dict[str, Mapping[str, str]] = {
    "no key": {},
    "key": _variables(TENCENT_KEY),
    "names without a key": dict.fromkeys(_variables(TENCENT_KEY), ""),
}
_SECTION = (
    f"[default]\nsecret_id = {TENCENT_READ_ONLY_KEY.access_key}\nsecret_key = {TENCENT_READ_ONLY_KEY.secret_key}\n"
)
FILES: dict[str, str] = {
    "no file": "",
    "key in file": _SECTION,
    "key in file, after another's": f"[other]\nsecret_id = x\nsecret_key = y\n\n{_SECTION}",
    "key in file, among blanks and remarks": f"# a remark\n{_SECTION.replace(' = ', ':   ')}; another\n",
    "section without a key": "[default]\nsecret_id =\nsecret_key =\n",
}
NO_KEYS = {"no key", "names without a key", "no file", "section without a key", "no pod"}
PODS: dict[str, Mapping[str, str]] = {"no pod": {}, "pod": POD}
WORLDS = [world for world in itertools.product(KEYS, FILES, PODS) if not NO_KEYS.issuperset(world)]


def theirs(emulator: Emulator) -> Found:
    """The key that the SDK finds."""
    found = credential.DefaultCredentialProvider().get_credentials()
    access_key, _secret_key, token = found.get_credential_info()
    calls = [entry["call"] for entry in emulator.log() if entry["call"] != "unknown"]
    return (calls[0], None) if calls else (access_key, token)


@pytest.fixture
def environ(emulator: Emulator, clock: FakeClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A home folder with an ID token. The SDK is led to the emulated STS, and to no metadata."""
    (tmp_path / "id-token").write_text(id_token(TENCENT_AUDIENCE, clock.time() + 600), encoding="ascii")
    monkeypatch.setattr(credential.OIDCRoleArnCredential, "_endpoint", emulator.url)
    monkeypatch.setattr(credential.CVMRoleCredential, "_role_endpoint", f"{emulator.url}/nobody/")
    return {"HOME": str(tmp_path)}


def furnish(environ: dict[str, str], keys: str, file: str, pod: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put variables and file of a world into it."""
    for name, value in {**KEYS[keys], **PODS[pod]}.items():
        environ[name] = value.format(token=Path(environ["HOME"], "id-token"))
    if FILES[file]:
        path = Path(environ["HOME"], ".tencentcloud", "credentials")
        path.parent.mkdir()
        path.write_text(FILES[file], encoding="utf-8")
        path.chmod(0o600)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize(("keys", "file", "pod"), WORLDS)
def test_same_key_in_the_same_world(
    keys: str, file: str, pod: str, emulator: Emulator, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    furnish(environ, keys, file, pod, monkeypatch)
    assert ours(NAME, environ) == theirs(emulator)


def test_emulated_machine_gives_the_sdk_a_key(
    emulator: Emulator, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a pod's variables are there as well, the SDK still asks the machine first; the collection does not."""
    furnish(environ, "no key", "no file", "pod", monkeypatch)
    roles = f"{emulator.url}/latest/meta-data/cam/security-credentials/"
    monkeypatch.setattr(credential.CVMRoleCredential, "_role_endpoint", roles)
    assert theirs(emulator) == ("ListMachineRoles", None)
    assert {entry["status"] for entry in emulator.log()} == {200}
    assert ours(NAME, environ) == ("AssumeRoleWithWebIdentity", None)


def test_half_of_a_way_is_an_error(environ: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    furnish(environ, "no key", "no file", "pod", monkeypatch)
    del environ["TKE_PROVIDER_ID"]
    with pytest.raises(OptionError, match="TKE_PROVIDER_ID is missing"):
        ours(NAME, environ)
