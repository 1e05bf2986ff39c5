# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where Volcengine's and BytePlus' credentials come from: the first place that names a key whole, of one site alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.registry import PROVIDERS
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.volcengine import connect
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.volcengine.ways import Ways
from tests.unit.support import FakeClock, FakeTransport

NAME = "volcengine_cdn"


def key_of(home: Path, environ: dict[str, str] | None = None, **options: Any) -> tuple[str, str, str | None]:
    """The key that is found."""
    clock = FakeClock()
    found = {"HOME": str(home), **(environ or {})}
    runtime = Runtime(clock, found, lambda _text: None, lambda _verify, _environ: FakeTransport([], clock))
    chosen = {**PROVIDERS[NAME].defaults(), **options}
    service = PROVIDERS[NAME].service
    source = connect._Places(Ways(service, connect.connection(chosen), chosen, runtime)).source()
    key = source.read()
    return key.access_key, key.secret_key, key.security_token


def write(home: Path, place: str, text: str) -> None:
    path = home / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)


def cli(**profiles: Any) -> str:
    return json.dumps({"current": "now", "profiles": profiles})


def key(name: str, **more: str) -> dict[str, str]:
    return {"access-key": f"AK{name}", "secret-key": f"SK{name}", **more}


VOLC = {
    "VOLCENGINE_ACCESS_KEY": "AK1",
    "VOLCENGINE_SECRET_KEY": "SK1",
    "VOLCENGINE_SESSION_TOKEN": "T1",
}
OLD = {"VOLC_ACCESSKEY": "AK2", "VOLC_SECRETKEY": "SK2"}
BYTEPLUS = {"BYTEPLUS_ACCESS_KEY": "AK3", "BYTEPLUS_SECRET_KEY": "SK3", "BYTEPLUS_SESSION_TOKEN": "T3"}
OLD_BYTEPLUS = {"BYTEPLUS_ACCESSKEY": "AK4", "BYTEPLUS_SECRETKEY": "SK4"}
TRN = "trn:iam::2100000001:role/ci"


def test_places_in_order(tmp_path: Path) -> None:
    write(tmp_path, ".volc/config", '{"ak": "AK7", "sk": "SK7"}')
    assert key_of(tmp_path) == ("AK7", "SK7", None)
    write(tmp_path, ".volc/credentials", "[default]\naccess_key_id = AK6\nsecret_access_key = SK6\n")
    assert key_of(tmp_path) == ("AK6", "SK6", None)
    write(tmp_path, ".volcengine/config.json", cli(now=key("5", mode="AK", **{"session-token": "T5"})))
    assert key_of(tmp_path) == ("AK5", "SK5", "T5")
    assert key_of(tmp_path, OLD) == ("AK2", "SK2", None)
    assert key_of(tmp_path, {**OLD, **VOLC}) == ("AK1", "SK1", "T1")
    options = {"access_key": "AK0", "secret_key": "SK0"}
    assert key_of(tmp_path, {**OLD, **VOLC}, **options) == ("AK0", "SK0", None)


def test_byteplus_has_its_own_places(tmp_path: Path) -> None:
    site = {"site": "byteplus"}
    write(tmp_path, ".volcengine/config.json", cli(now=key("5")))
    write(tmp_path, ".volc/credentials", "[default]\naccess_key_id = AK6\nsecret_access_key = SK6\n")
    with pytest.raises(OptionError, match="No credentials for BytePlus"):
        key_of(tmp_path, {**VOLC, **OLD}, **site)
    with pytest.raises(OptionError, match="No credentials for Volcengine"):
        key_of(tmp_path / "nobody", {**BYTEPLUS, **OLD_BYTEPLUS})
    write(tmp_path, ".byteplus/config", '{"ak": "AK8", "sk": "SK8"}')
    assert key_of(tmp_path, VOLC, **site) == ("AK8", "SK8", None)
    assert key_of(tmp_path, OLD_BYTEPLUS, **site) == ("AK4", "SK4", None)
    token = {"BYTEPLUS_SESSION_TOKEN": "T4"}
    assert key_of(tmp_path, {**OLD_BYTEPLUS, **token}, **site) == ("AK4", "SK4", "T4")
    assert key_of(tmp_path, {**OLD_BYTEPLUS, **BYTEPLUS}, **site) == ("AK3", "SK3", "T3")


def test_profiles(tmp_path: Path) -> None:
    write(tmp_path, "elsewhere.json", cli(now=key("1"), other=key("2", mode=" ak "), sts=key("3", mode="StsToken")))
    environ = {"VOLCENGINE_CLI_CONFIG_FILE": str(tmp_path / "elsewhere.json")}
    assert key_of(tmp_path, environ)[0] == "AK1"
    assert key_of(tmp_path, {**environ, "VOLCENGINE_PROFILE": "other"})[0] == "AK2"
    assert key_of(tmp_path, {**environ, "VOLCENGINE_PROFILE": "sts"})[0] == "AK3"
    with pytest.raises(OptionError, match=r"has no profile gone \(its profiles: now, other, sts\)"):
        key_of(tmp_path, {**environ, "VOLCENGINE_PROFILE": "gone"})
    (tmp_path / "elsewhere.json").unlink()
    with pytest.raises(OptionError, match=r"VOLCENGINE_CLI_CONFIG_FILE names .*elsewhere\.json, which is not there"):
        key_of(tmp_path, environ)


@pytest.mark.parametrize("mode", ["sso", "console-login", "SSO"])
def test_profile_that_a_browser_leads_to_is_an_error(tmp_path: Path, mode: str) -> None:
    """What comes after it, such as the older file, may be of another account."""
    write(tmp_path, ".volcengine/config.json", cli(now=key("1", mode=mode)))
    (tmp_path / ".volc").mkdir()
    write(tmp_path, ".volc/config", json.dumps({"ak": "AK2", "sk": "5ecret"}))
    with pytest.raises(OptionError, match=f"the profile now is of mode {mode.lower()}, whose keys only the tool can"):
        key_of(tmp_path)


def test_profile_of_another_mode_is_passed_over(tmp_path: Path) -> None:
    write(tmp_path, ".volcengine/config.json", cli(now=key("1", mode="5ecret")))
    with pytest.raises(OptionError, match="the profile now is of another mode, which is not supported") as raised:
        key_of(tmp_path)
    assert "5ecret" not in str(raised.value)
    write(tmp_path, ".volc/config", '{"ak": "AK7", "sk": "SK7"}')
    assert key_of(tmp_path)[0] == "AK7"


@pytest.mark.parametrize(
    "text", ["[]", "{}", '{"profiles": []}', '{"profiles": {"now": 1}}', '{"current": 7, "profiles": {}}']
)
def test_file_with_something_else_in_it(tmp_path: Path, text: str) -> None:
    write(tmp_path, ".volcengine/config.json", text)
    with pytest.raises(OptionError, match="No credentials for Volcengine"):
        key_of(tmp_path)


@pytest.mark.parametrize("place", [".volcengine/config.json", ".volc/config"])
def test_file_that_is_no_json(tmp_path: Path, place: str) -> None:
    write(tmp_path, place, "{5ecret")
    with pytest.raises(OptionError, match="is not valid JSON") as raised:
        key_of(tmp_path)
    assert "5ecret" not in str(raised.value)


def test_section_that_is_missing(tmp_path: Path) -> None:
    write(tmp_path, ".volc/credentials", "[work]\naccess_key_id = AK6\n")
    with pytest.raises(OptionError, match=r"has no section \[default\] \(its sections: work\)"):
        key_of(tmp_path)


@pytest.mark.parametrize("half", [{"VOLCENGINE_ACCESS_KEY": "AK"}, {"VOLC_SECRETKEY": "5ecret"}])
def test_half_a_key_is_an_error(tmp_path: Path, half: dict[str, str]) -> None:
    write(tmp_path, ".volc/config", '{"ak": "AK7", "sk": "SK7"}')
    with pytest.raises(OptionError, match=r"The environment: .* is missing") as raised:
        key_of(tmp_path, half)
    assert "5ecret" not in str(raised.value)


@pytest.mark.parametrize(
    ("profile", "missing"),
    [
        (key("1", mode="RamRoleArn"), "role-name and account-id"),
        ({"mode": "RamRoleArn", "role-name": "ci", "account-id": "1"}, "access-key and secret-key"),
        ({"mode": "OIDC", "role-trn": TRN}, "oidc-token-file"),
        ({"mode": "EcsRole"}, "role-name"),
    ],
)
def test_profile_that_names_half_a_way_is_an_error(tmp_path: Path, profile: dict[str, str], missing: str) -> None:
    write(tmp_path, ".volcengine/config.json", cli(now=profile))
    with pytest.raises(OptionError, match=f"is of mode {profile['mode']}, but {missing} is missing"):
        key_of(tmp_path)


@pytest.mark.parametrize("option", ["oidc_role", "assume_role"])
def test_role_is_named_by_its_trn(tmp_path: Path, option: str) -> None:
    given = {"oidc_token": "a.b.c"} if option == "oidc_role" else {"access_key": "AK", "secret_key": "5ecret"}
    options: dict[str, Any] = {**given, option: "acs:ram::1:role/ci"}
    with pytest.raises(OptionError, match=f"{option}: expected the TRN of a role"):
        key_of(tmp_path, {}, **options)
