# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""In the same world of variables and files, Alibaba Cloud's SDK finds the same key as the collection."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from alibabacloud_credentials.provider import default
from alibabacloud_credentials.utils import auth_constant, auth_util

from tests.emulator.accounts import Key
from tests.providers.alibabacloud_dcdn.accounts import ALIBABA_KEY, ALIBABA_READ_ONLY_KEY, ALIBABA_TEMPORARY_KEY
from tests.unit.worlds import Found, ours

NAME = "alibabacloud_dcdn"


def _variables(key: Key) -> Mapping[str, str]:
    own = {"ALIBABA_CLOUD_ACCESS_KEY_ID": key.access_key, "ALIBABA_CLOUD_ACCESS_KEY_SECRET": key.secret_key}
    return {**own, "ALIBABA_CLOUD_SECURITY_TOKEN": key.token} if key.token else own


def _profile(name: str, key: Key) -> Mapping[str, Any]:
    own = {"name": name, "access_key_id": key.access_key, "access_key_secret": key.secret_key}
    return {**own, "mode": "StsToken", "sts_token": key.token} if key.token else {**own, "mode": "AK"}


KEYS: dict[str, Mapping[str, str]] = {
    "no key": {},
    "key": _variables(ALIBABA_KEY),
    "temporary key": _variables(ALIBABA_TEMPORARY_KEY),
}
PROFILES: dict[str, tuple[Mapping[str, str], list[Mapping[str, Any]]]] = {
    "no profiles": ({}, []),
    "profile": ({}, [_profile("default", ALIBABA_READ_ONLY_KEY)]),
    "temporary profile": ({}, [_profile("default", ALIBABA_TEMPORARY_KEY)]),
    "named profile": (
        {"ALIBABA_CLOUD_PROFILE": "other"},
        [_profile("default", ALIBABA_KEY), _profile("other", ALIBABA_READ_ONLY_KEY)],
    ),
    "profiles switched off": ({"ALIBABA_CLOUD_CLI_PROFILE_DISABLED": "true"}, [_profile("default", ALIBABA_KEY)]),
}
SECTIONS: dict[str, Key | None] = {"no file": None, "key in file": ALIBABA_KEY}
WORLDS = [
    world
    for world in itertools.product(KEYS, PROFILES, SECTIONS)
    if world[0] != "no key" or world[1] not in ("no profiles", "profiles switched off") or world[2] != "no file"
]


def theirs(environ: Mapping[str, str], monkeypatch: pytest.MonkeyPatch) -> Found:
    """The key that the SDK finds. It reads its variables when it is imported, so that they are set again."""
    monkeypatch.setattr(auth_constant, "HOME", environ["HOME"])
    for attribute, name in {
        "environment_access_key_id": "ALIBABA_CLOUD_ACCESS_KEY_ID",
        "environment_access_key_secret": "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
        "environment_security_token": "ALIBABA_CLOUD_SECURITY_TOKEN",
        "environment_profile_name": "ALIBABA_CLOUD_PROFILE",
    }.items():
        monkeypatch.setattr(auth_util, attribute, environ.get(name))
    disabled = environ.get("ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "false")
    monkeypatch.setattr(auth_util, "environment_cli_profile_disabled", disabled)
    # No test asks a machine for its metadata.
    monkeypatch.setattr(auth_util, "environment_ecs_metadata_disabled", "true")
    found = default.DefaultCredentialsProvider().get_credentials()
    return found.get_access_key_id(), found.get_security_token()


@pytest.mark.parametrize(("keys", "profiles", "sections"), WORLDS)
def test_same_key_in_the_same_world(
    keys: str, profiles: str, sections: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    variables, own = PROFILES[profiles]
    environ = {"HOME": str(tmp_path), **KEYS[keys], **variables}
    if own:
        _write(tmp_path / ".aliyun" / "config.json", json.dumps({"current": "default", "profiles": own}))
    key = SECTIONS[sections]
    if key is not None:
        text = f"access_key_id = {key.access_key}\naccess_key_secret = {key.secret_key}\n"
        _write(tmp_path / ".alibabacloud" / "credentials.ini", f"[default]\ntype = access_key\nenable = true\n{text}")
    assert ours(NAME, environ) == theirs(environ, monkeypatch)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
