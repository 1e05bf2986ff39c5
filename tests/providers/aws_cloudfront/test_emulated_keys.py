# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keys that the emulated cloud hands out: they end, and a wait goes on with the next ones."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha1
from pathlib import Path

import pytest

from tests.emulator.clock import rfc3339
from tests.emulator.transport import EmulatedTransport
from tests.unit.keyless import RenewingWaits, Waited, wait_for

from .accounts import AWS_AUDIENCE, AWS_EXTERNAL_ID, AWS_ROLE, AWS_SSO_ROLE, AWS_SSO_TOKEN, AWS_TENANT

OIDC = {"oidc_role": AWS_ROLE}
CHAINED = {**OIDC, "assume_role": AWS_ROLE, "external_id": AWS_EXTERNAL_ID}


class TestLongWaits(RenewingWaits):
    name = "aws_cloudfront"
    sts = "aws_sts"
    audience = AWS_AUDIENCE
    oidc = OIDC
    chained = CHAINED
    by_token = "AssumeRoleWithWebIdentity"
    expired = "ExpiredToken"


Meanwhile = Callable[[EmulatedTransport, float], None]


def wait_by_profile(home: Path, text: str, meanwhile: Meanwhile, base: bool) -> Waited:
    """A wait of two hours on keys of 15 minutes, by a profile or by a role's profile that builds upon it."""
    role = f"[profile role]\nrole_arn = {AWS_ROLE}\nsource_profile = own\nduration_seconds = 900\n"
    (home / ".aws" / "sso" / "cache").mkdir(parents=True)
    config = home / ".aws" / "config"
    config.write_text(f"{role}[profile own]\n{text}", encoding="utf-8")
    config.chmod(0o600)
    options = {"profile": "role" if base else "own"}
    return wait_for("aws_cloudfront", options, AWS_AUDIENCE, home, meanwhile, aws_sts={"key_lifetime": 900.0})


def sso(home: Path, logins: int) -> tuple[str, Meanwhile]:
    """A profile of single sign-on, and logins to it, each for an hour and some more."""
    file = home / ".aws" / "sso" / "cache" / f"{sha1(b's').hexdigest()}.json"

    def login(clouds: EmulatedTransport, now: float) -> None:
        if now <= 3600.0 * (logins - 1):
            ends = rfc3339(clouds.time.time() + 3700.0)
            file.write_text(json.dumps({"accessToken": AWS_SSO_TOKEN, "expiresAt": ends}), encoding="ascii")
            file.chmod(0o600)

    session = "[sso-session s]\nsso_start_url = https://example.awsapps.com/start\nsso_region = eu-west-1\n"
    profile = f"sso_session = s\nsso_account_id = {AWS_TENANT}\nsso_role_name = {AWS_SSO_ROLE}\n"
    return f"{profile}{session}", login


def program(home: Path) -> tuple[str, Meanwhile]:
    """A profile of a program that prints another key every ten minutes."""
    file = home / "printed"

    def rotate(clouds: EmulatedTransport, now: float) -> None:
        if now >= 600.0 * len(rotated):
            rotated.append(now)
            key = clouds.world.by_name["aws_cloudfront"].identity.issue(AWS_TENANT, 900.0)  # type: ignore[attr-defined]  # of blueprints with keys
            printed = {"AccessKeyId": key.access_key, "SecretAccessKey": key.secret_key, "SessionToken": key.token}
            document = {"Version": 1, **printed, "Expiration": rfc3339(key.expires_at)}
            file.write_text(json.dumps(document), encoding="ascii")

    rotated: list[float] = []
    return f"credential_process = cat {file}\n", rotate


@pytest.mark.no_cover
@pytest.mark.parametrize("base", [False, True], ids=["itself", "as a base"])
@pytest.mark.parametrize("way", ["sso", "program"])
def test_two_hours_by_a_profile(way: str, base: bool, tmp_path: Path) -> None:
    """A login in the meantime counts."""
    text, meanwhile = sso(tmp_path, logins=3) if way == "sso" else program(tmp_path)
    waited = wait_by_profile(tmp_path, text, meanwhile, base)
    assert waited.document["outcome"] == "succeeded"
    assert (waited.refused(), waited.warnings) == ([], [])
    assert waited.calls("GetRoleCredentials") in (range(10, 13) if way == "sso" else [0])
    assert waited.calls("AssumeRole") in (range(10, 13) if base else [0])
    written = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    assert len(written) == 3
    texts = "".join((*waited.told, json.dumps(waited.document)))
    assert AWS_SSO_TOKEN not in texts
    assert "issuedsecret" not in texts
    assert "renewed" in waited.told[-1]


@pytest.mark.no_cover
@pytest.mark.parametrize("base", [False, True], ids=["itself", "as a base"])
def test_wait_after_the_end_of_a_login_says_what_to_do(base: bool, tmp_path: Path) -> None:
    waited = wait_by_profile(tmp_path, *sso(tmp_path, logins=1), base)
    assert waited.document["outcome"] == "error"
    assert len(waited.document["leftover"]) == 1
    assert 3700 < waited.seconds < 5500
    assert "Run aws sso login again" in str(waited.document)
